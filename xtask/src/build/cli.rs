//! The command line's package: `cli/` as it is, with the table that its commands are made of.
//!
//! The table is written into this package, and not taken from `room-engine-admin`: whoever downloads
//! that has no use for it, and a sub-path for it would be one more promise to keep. Both come of one
//! crate and carry one version, of which this package asks for exactly the same.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use serde_json::Value;

use super::files;
use crate::{cache, stamp, workspace};

/// Writes `pkg-cli/`, ready to publish.
pub(super) fn build(version: &str, table: &str) -> Result<()> {
    let (from, to) = (workspace::root("cli"), workspace::root("pkg-cli"));
    cache::remove(&to)?;
    let sources = from.join("src");
    for source in stamp::files_under(&sources)? {
        let place = to.join("dist").join(source.strip_prefix(&sources)?);
        fs::create_dir_all(place.parent().unwrap_or(&to))?;
        copy(&source, &place)?;
    }
    fs::write(to.join("dist/table.js"), table)?;
    fs::write(to.join("package.json"), manifest(&from.join("package.json"), version)?)?;
    let readme = from.join("README.md");
    for doc in [readme, workspace::root("CHANGELOG.md")].into_iter().chain(files::licences()?) {
        copy(&doc, &to.join(doc.file_name().unwrap_or_default()))?;
    }
    Ok(())
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    fs::copy(from, to)
        .with_context(|| format!("{} belongs in the package", workspace::shown(from)))?;
    Ok(())
}

/// The manifest with the version that both packages have.
fn manifest(source: &Path, version: &str) -> Result<String> {
    let text =
        fs::read_to_string(source).with_context(|| format!("reading {}", source.display()))?;
    let mut manifest: Value = serde_json::from_str(&files::completed(&text, version)?)?;
    let dependencies = manifest.get_mut("dependencies").and_then(Value::as_object_mut);
    let dependencies = dependencies.context("its dependencies are no JSON object")?;
    dependencies.insert("room-engine-admin".to_owned(), version.into());
    Ok(format!("{manifest:#}\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cli_depends_on_the_package_of_its_own_version() {
        let text = manifest(&workspace::root("cli/package.json"), "1.2.3").unwrap();
        let manifest: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(manifest["version"], "1.2.3");
        assert_eq!(manifest["dependencies"]["room-engine-admin"], "1.2.3");
        assert_eq!(manifest["dependencies"].as_object().unwrap().len(), 2);
    }

    #[test]
    fn cli_says_that_its_program_alone_acts_when_it_is_imported() {
        let text = manifest(&workspace::root("cli/package.json"), "1.2.3").unwrap();
        let manifest: Value = serde_json::from_str(&text).unwrap();
        let program = manifest["bin"]["room-engine-admin"].as_str().unwrap();
        assert_eq!(manifest["sideEffects"], serde_json::json!([format!("./{program}")]));
    }
}
