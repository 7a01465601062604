//! What `Cargo.lock` pins.

use std::collections::BTreeSet;
use std::fs;

use anyhow::{Context, Result, bail};

use crate::workspace;

/// One `[[package]]` of the lock.
#[derive(Debug, Default, PartialEq, Eq)]
struct Package {
    name: String,
    version: String,
    checksum: String,
    dependencies: Vec<String>,
}

/// The workspace's `Cargo.lock`.
#[derive(Debug)]
pub(crate) struct Lockfile(Vec<Package>);

impl Lockfile {
    pub(crate) fn read() -> Result<Self> {
        let path = workspace::root("Cargo.lock");
        let text = fs::read_to_string(&path)
            .with_context(|| format!("reading {} (it belongs in git)", path.display()))?;
        Ok(Self(parse(&text)))
    }

    /// The version of a package that the lock holds exactly once.
    pub(crate) fn version(&self, name: &str) -> Result<&str> {
        let mut found = self.0.iter().filter(|package| package.name == name);
        match (found.next(), found.next()) {
            (Some(package), None) => Ok(&package.version),
            (None, _) => bail!("Cargo.lock has no {name}: run `cargo update --workspace`"),
            _ => {
                bail!("Cargo.lock has more than one {name}: let all who need it agree on a version")
            }
        }
    }

    /// A package and all that it is built from, one a line: equal texts build equal programs.
    pub(crate) fn closure(&self, name: &str) -> String {
        let mut seen = BTreeSet::new();
        let mut open = vec![name.to_owned()];
        while let Some(wanted) = open.pop() {
            // An entry is "name", or "name version" where there are several.
            let (name, version) = wanted.split_once(' ').unwrap_or((&wanted, ""));
            let matching = self.0.iter().filter(|package| {
                package.name == name
                    && (version.is_empty() || version.starts_with(&package.version))
            });
            for package in matching {
                let line = format!("{} {} {}\n", package.name, package.version, package.checksum);
                if seen.insert(line) {
                    open.extend(package.dependencies.iter().cloned());
                }
            }
        }
        seen.into_iter().collect()
    }
}

/// Reads the few shapes of line that Cargo writes; all else in the file is of no interest here.
fn parse(text: &str) -> Vec<Package> {
    let mut packages: Vec<Package> = Vec::new();
    for line in text.lines() {
        if line == "[[package]]" {
            packages.push(Package::default());
        }
        let Some(package) = packages.last_mut() else { continue };
        if let Some(entry) = line.strip_prefix(" \"").and_then(|rest| rest.strip_suffix("\",")) {
            package.dependencies.push(entry.to_owned());
        } else if let Some((key, value)) = line.split_once(" = ") {
            let value = value.trim_matches('"').to_owned();
            match key {
                "name" => package.name = value,
                "version" => package.version = value,
                "checksum" => package.checksum = value,
                _ => {}
            }
        }
    }
    packages
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = r#"
version = 4

[[package]]
name = "a"
version = "1.0.0"
source = "registry+somewhere"
checksum = "aa"
dependencies = [
 "b 2.0.0",
]

[[package]]
name = "b"
version = "1.0.0"

[[package]]
name = "b"
version = "2.0.0"
dependencies = [
 "a",
]

[[package]]
name = "c"
version = "3.0.0"
"#;

    #[test]
    fn versions_are_found_where_there_is_one() {
        let lock = Lockfile(parse(TEXT));
        assert_eq!(lock.version("a").unwrap(), "1.0.0");
        assert!(lock.version("b").unwrap_err().to_string().contains("more than one"));
        assert!(lock.version("d").unwrap_err().to_string().contains("has no d"));
    }

    #[test]
    fn a_closure_follows_versions_and_survives_a_ring() {
        let lock = Lockfile(parse(TEXT));
        assert_eq!(lock.closure("a"), "a 1.0.0 aa\nb 2.0.0 \n");
        assert_eq!(lock.closure("c"), "c 3.0.0 \n");
    }
}
