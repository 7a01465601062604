//! The bill of materials that lies beside the tarball: the package has no dependencies that npm could
//! list, since all it is made of was compiled or bundled into it.

use std::fs;

use anyhow::{Context, Result};
use serde_json::{Value, json};

use crate::run::{Run, tool};
use crate::toolchain::TARGET;
use crate::workspace;

/// Between the columns of what Cargo prints: in no name, version or licence.
const COLUMN: char = '\t';

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

/// What is linked into the modules: no build scripts, no macros, nothing that only tests use.
fn crates() -> Result<Vec<Value>> {
    let tree = tool("cargo")
        .args(["tree", "--locked", "--package", "room-engine-admin", "--target", TARGET])
        .args(["--edges", "normal,no-proc-macro", "--no-dedupe", "--prefix", "none"])
        .args(["--format", &format!("{{p}}{COLUMN}{{l}}")])
        .read()?;
    let mut lines: Vec<_> = tree.lines().collect();
    lines.sort_unstable();
    lines.dedup();
    Ok(lines.into_iter().filter_map(component).collect())
}

/// `name v1.2.3<tab>licence`; crates of this workspace have their folder behind and are the product.
fn component(line: &str) -> Option<Value> {
    let (package, licence) = line.split_once(COLUMN)?;
    let (name, version) = package.split_once(" v")?;
    if version.contains(' ') {
        return None;
    }
    let licence = licence.replace('/', " OR ");
    Some(json!({ "kind": "cargo", "name": name, "version": version, "licence": licence }))
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
    fn bill_of_materials_leaves_out_the_product_itself() {
        assert!(component("signing v0.0.0 (somewhere)\tMIT").is_none());
        let line = component("rlsf v0.2.3\tMIT/Apache-2.0").unwrap();
        assert_eq!(line["licence"], "MIT OR Apache-2.0");
        assert_eq!(
            (line["name"].as_str(), line["version"].as_str()),
            (Some("rlsf"), Some("0.2.3"))
        );
    }

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
