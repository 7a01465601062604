//! What is linked into the modules, and the licences that go along.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use serde_json::Value;

use crate::run::{Run, tool};
use crate::target::TARGET;

/// Between the columns of what Cargo prints: in no name, version or licence.
const COLUMN: char = '\t';

/// A crate of others.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Crate {
    pub(crate) name: String,
    pub(crate) version: String,
    /// As SPDX writes it.
    pub(crate) licence: String,
}

/// The crates that the modules are linked from: no build scripts, no macros, nothing that only tests use.
pub(crate) fn linked() -> Result<Vec<Crate>> {
    let tree = tool("cargo")
        .args(["tree", "--locked", "--package", "room-engine-admin", "--target", TARGET])
        .args(["--edges", "normal,no-proc-macro", "--no-dedupe", "--prefix", "none"])
        .args(["--format", &format!("{{p}}{COLUMN}{{l}}")])
        .read()?;
    let mut crates: Vec<_> = tree.lines().filter_map(read_line).collect();
    crates.sort_unstable();
    crates.dedup();
    Ok(crates)
}

/// `name v1.2.3<tab>licence`; crates of this workspace have their folder behind and are the product.
fn read_line(line: &str) -> Option<Crate> {
    let (package, licence) = line.split_once(COLUMN)?;
    let (name, version) = package.split_once(" v")?;
    if version.contains(' ') {
        return None;
    }
    let (name, version, licence) = (name.into(), version.into(), licence.replace('/', " OR "));
    Some(Crate { name, version, licence })
}

const OPENING: &str = "The WebAssembly modules of this package are compiled from the crates below, and from Rust's \
standard library\n(MIT OR Apache-2.0, by the Rust Project contributors). Where a crate may be used under several \
licences, one of them is\nquoted; the text of Apache-2.0 is in LICENSE-APACHE.\n";

/// What stands where a crate has no file with the text.
const NO_TEXT: &str =
    "No file of it has the text: it is taken under Apache-2.0, whose text is in LICENSE-APACHE.";

/// A text with the licence of each crate; crates that share one stand above it together.
pub(super) fn licences() -> Result<String> {
    let folders = folders()?;
    let mut texts: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for Crate { name, version, licence } in linked()? {
        let folder = folders
            .get(&(name.clone(), version.clone()))
            .with_context(|| format!("`cargo metadata` does not know {name} {version}"))?;
        texts.entry(licence_in(folder)?).or_default().push(format!("{name} {version}, {licence}"));
    }
    let mut parts: Vec<_> = texts.into_iter().map(|(text, names)| (names, text)).collect();
    parts.sort();
    let mut out = OPENING.to_owned();
    for (names, text) in parts {
        out.push_str(&format!(
            "\n{}\n\n{}\n\n{}\n",
            "-".repeat(80),
            names.join("\n"),
            text.trim_end()
        ));
    }
    Ok(out)
}

/// Where the sources of each crate are, by name and version.
fn folders() -> Result<BTreeMap<(String, String), PathBuf>> {
    let metadata = tool("cargo")
        .args(["metadata", "--locked", "--format-version", "1", "--filter-platform", TARGET])
        .read()?;
    let metadata: Value = serde_json::from_str(&metadata)?;
    let packages = metadata
        .get("packages")
        .and_then(Value::as_array)
        .context("`cargo metadata` lists no packages")?;
    let folder = |package: &Value| {
        let text = |name: &str| package.get(name)?.as_str().map(str::to_owned);
        let manifest = PathBuf::from(text("manifest_path")?);
        Some(((text("name")?, text("version")?), manifest.parent()?.to_path_buf()))
    };
    Ok(packages.iter().filter_map(folder).collect())
}

/// The shortest of its licences' texts, which is MIT's wherever that is offered.
fn licence_in(folder: &Path) -> Result<String> {
    let mut texts = Vec::new();
    for entry in fs::read_dir(folder).with_context(|| format!("reading {}", folder.display()))? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().to_uppercase();
        if name.starts_with("LICENSE-MIT") || name == "LICENSE" || name == "LICENSE.MD" {
            texts.push(fs::read_to_string(entry.path())?.replace("\r\n", "\n"));
        }
    }
    Ok(texts.into_iter().min_by_key(String::len).unwrap_or_else(|| NO_TEXT.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn crates_of_others_are_listed_and_those_of_this_workspace_are_not() {
        let listed = read_line("sha2 v0.11.1\tMIT/Apache-2.0").unwrap();
        assert_eq!((listed.name.as_str(), listed.version.as_str()), ("sha2", "0.11.1"));
        assert_eq!(listed.licence, "MIT OR Apache-2.0");
        assert_eq!(read_line("signing v0.0.0 (/somewhere/src/signing)\tMIT"), None);
        assert_eq!(read_line(""), None);
    }
}
