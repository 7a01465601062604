//! What is copied into `pkg/`, with the little that changes on the way.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};

use super::crates;
use crate::{stamp, workspace};

/// Types, manifest, README, licences, changelog.
pub(super) fn all(version: &str) -> Result<()> {
    types()?;
    manifest(version)?;
    copy(&workspace::root("pkg-template/README.md"))?;
    copy(&workspace::root("CHANGELOG.md"))?;
    for licence in licences()? {
        copy(&licence)?;
    }
    bundled_licences()
}

/// `LICENSE-MIT`, `LICENSE-APACHE`: all files of the top folder whose name starts so.
pub(super) fn licences() -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(workspace::root(""))? {
        let entry = entry?;
        if entry.file_name().to_string_lossy().starts_with("LICENSE") {
            found.push(entry.path());
        }
    }
    found.sort();
    ensure!(
        !found.is_empty(),
        "no LICENSE file in the top folder: the package must carry its licence"
    );
    Ok(found)
}

/// Code of others in the bundles, by npm's names: their terms ask that the licence goes along.
const BUNDLED: [&str; 1] = ["fflate"];

/// Of the crates in the modules, too.
fn bundled_licences() -> Result<()> {
    for name in BUNDLED {
        let licence = workspace::root("node_modules").join(name).join("LICENSE");
        fs::copy(&licence, workspace::root("pkg").join(format!("LICENSE-{name}")))
            .with_context(|| format!("{} belongs in the package", workspace::shown(&licence)))?;
    }
    fs::write(workspace::root("pkg/LICENSES-crates"), crates::licences()?)?;
    Ok(())
}

/// Each declaration once for ESM and once for CommonJS: TypeScript takes the module system from the
/// file's name, and one file for both would be wrong for one of them.
fn types() -> Result<()> {
    let out = workspace::root("pkg/types");
    fs::create_dir_all(&out)?;
    for source in stamp::files_under(&workspace::root("pkg-template/types"))? {
        let name = source.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let Some(stem) = name.strip_suffix(".d.ts") else { continue };
        let text = fs::read_to_string(&source)?;
        fs::write(out.join(format!("{stem}.d.cts")), for_commonjs(&text))?;
        fs::write(out.join(name), text)?;
    }
    Ok(())
}

/// Lets declarations refer to their CommonJS siblings.
fn for_commonjs(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        let refers = line.contains("from \"./")
            || line.contains("import(\"./")
            || line.contains("import \"./");
        out.push_str(&if refers { line.replace(".js\"", ".cjs\"") } else { line.to_owned() });
    }
    out
}

fn manifest(version: &str) -> Result<()> {
    let source = workspace::root("pkg-template/package.json");
    let text =
        fs::read_to_string(&source).with_context(|| format!("reading {}", source.display()))?;
    let text =
        completed(&text, version).with_context(|| format!("reading {}", source.display()))?;
    fs::write(workspace::root("pkg/package.json"), text)?;
    Ok(())
}

/// A manifest with its version and the addresses of the project.
pub(super) fn completed(manifest: &str, version: &str) -> Result<String> {
    let mut manifest: Value = serde_json::from_str(manifest)?;
    let fields = manifest.as_object_mut().context("it is no JSON object")?;
    fields.insert("version".to_owned(), version.into());
    // One address for all, which Cargo.toml has.
    let repository = env!("CARGO_PKG_REPOSITORY");
    fields.insert("homepage".to_owned(), format!("{repository}#readme").into());
    fields.insert("bugs".to_owned(), json!({ "url": format!("{repository}/issues") }));
    let url = format!("git+{repository}.git");
    fields.insert("repository".to_owned(), json!({ "type": "git", "url": url }));
    Ok(format!("{manifest:#}\n"))
}

fn copy(file: &Path) -> Result<()> {
    let name = file.file_name().unwrap_or_default();
    fs::copy(file, workspace::root("pkg").join(name))
        .with_context(|| format!("{} belongs in the package", workspace::shown(file)))?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn manifest_gets_its_version_where_it_stands_and_its_addresses() {
        let out = completed(r#"{"name":"x","version":"0.0.0","type":"module"}"#, "1.2.3").unwrap();
        let start = "{\n  \"name\": \"x\",\n  \"version\": \"1.2.3\",\n  \"type\": \"module\",\n";
        assert!(out.starts_with(start), "{out}");
        let manifest: Value = serde_json::from_str(&out).unwrap();
        let repository = env!("CARGO_PKG_REPOSITORY");
        assert_eq!(manifest["repository"]["url"], format!("git+{repository}.git"));
        assert_eq!(manifest["bugs"]["url"], format!("{repository}/issues"));
        assert!(completed("[]", "1.2.3").is_err());
    }

    #[test]
    fn declarations_refer_to_their_siblings() {
        let text = "import type { A } from \"./index.js\";\n// say \"x.js\"\n";
        assert_eq!(
            for_commonjs(text),
            "import type { A } from \"./index.cjs\";\n// say \"x.js\"\n"
        );
    }
}
