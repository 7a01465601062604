//! What `Cargo.lock` pins.

use std::collections::BTreeSet;
use std::fs;

use anyhow::{Context, Result, bail};
use serde::Deserialize;

use crate::workspace;

/// The workspace's `Cargo.lock`.
#[derive(Debug, Deserialize)]
pub(crate) struct Lockfile {
    package: Vec<Package>,
}

#[derive(Debug, Deserialize)]
struct Package {
    name: String,
    version: String,
    #[serde(default)]
    checksum: String,
    /// "name", or "name version" where there are several of that name.
    #[serde(default)]
    dependencies: Vec<String>,
}

impl Lockfile {
    pub(crate) fn read() -> Result<Self> {
        let path = workspace::root("Cargo.lock");
        let text = fs::read_to_string(&path)
            .with_context(|| format!("reading {} (it belongs in git)", path.display()))?;
        toml::from_str(&text).with_context(|| format!("reading {}", path.display()))
    }

    /// The version of a package that the lock holds exactly once.
    pub(crate) fn version(&self, name: &str) -> Result<&str> {
        let mut found = self.package.iter().filter(|package| package.name == name);
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
        let mut open = vec![name];
        while let Some(wanted) = open.pop() {
            let (name, version) = wanted.split_once(' ').unwrap_or((wanted, ""));
            let is_wanted = |each: &&Package| {
                each.name == name && (version.is_empty() || each.version == version)
            };
            for package in self.package.iter().filter(is_wanted) {
                let Package { name, version, checksum, dependencies } = package;
                if seen.insert(format!("{name} {version} {checksum}\n")) {
                    open.extend(dependencies.iter().map(String::as_str));
                }
            }
        }
        seen.into_iter().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = r#"
version = 4

[[package]]
name = "a"
version = "1.0.0"
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
        let lock = toml::from_str::<Lockfile>(TEXT).unwrap();
        assert_eq!(lock.version("a").unwrap(), "1.0.0");
        assert!(lock.version("b").unwrap_err().to_string().contains("more than one"));
        assert!(lock.version("d").unwrap_err().to_string().contains("has no d"));
    }

    #[test]
    fn a_closure_follows_versions_and_survives_a_ring() {
        let lock = toml::from_str::<Lockfile>(TEXT).unwrap();
        assert_eq!(lock.closure("a"), "a 1.0.0 \nb 2.0.0 \n");
        assert_eq!(lock.closure("c"), "c 3.0.0 \n");
    }
}
