//! The bill of materials that lies beside the tarball: the package has no dependencies that npm could
//! list, since all it is made of was compiled or bundled into it.

use std::fs;

use anyhow::{Context, Result};
use serde_json::{Value, json};

use crate::build::crates::{Crate, linked};
use crate::run::{Run, tool};
use crate::workspace;

/// npm packages that the build bundles, as `package-lock.json` pins them.
const BUNDLED: [&str; 1] = ["fflate"];

/// Writes `target/release/room-engine-admin-<version>.cdx.json`, in the form of CycloneDX.
pub(super) fn write(version: &str) -> Result<()> {
    let mut components = crates()?;
    components.extend(bundled()?);
    let about = json!({ "version": version, "components": components });
    let folder = workspace::target("release");
    fs::create_dir_all(&folder)?;
    let list = folder.join("components.json");
    fs::write(&list, about.to_string())?;
    let out = folder.join(format!("room-engine-admin-{version}.cdx.json"));
    tool("node").arg(workspace::root("xtask/js/sbom.mjs")).arg(&list).arg(&out).read()?;
    Ok(())
}

fn crates() -> Result<Vec<Value>> {
    let component = |each: Crate| {
        let Crate { name, version, licence } = each;
        json!({ "kind": "cargo", "name": name, "version": version, "licence": licence })
    };
    Ok(linked()?.into_iter().map(component).collect())
}

fn bundled() -> Result<Vec<Value>> {
    let lock: Value =
        serde_json::from_str(&fs::read_to_string(workspace::root("package-lock.json"))?)?;
    let find = |name: &&str| {
        let package = lock.get("packages").and_then(|all| all.get(format!("node_modules/{name}")));
        let package = package.with_context(|| format!("package-lock.json has no {name}"))?;
        let (version, licence) = (package.get("version"), package.get("license"));
        Ok(json!({ "kind": "npm", "name": name, "version": version, "licence": licence }))
    };
    BUNDLED.iter().map(find).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bill_of_materials_names_what_is_linked_and_bundled() {
        let all = [crates().unwrap(), bundled().unwrap()].concat();
        let names: Vec<_> = all.iter().filter_map(|part| part["name"].as_str()).collect();
        for name in ["hmac", "sha2", "miniz_oxide", "wasm-bindgen", "fflate"] {
            assert!(names.contains(&name), "{names:?}");
        }
        assert!(!names.contains(&"syn") && !names.contains(&"proptest"), "{names:?}");
    }
}
