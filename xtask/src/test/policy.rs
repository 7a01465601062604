//! What may be in the repository.

use anyhow::{Result, bail};

use crate::report::Step;
use crate::run::{Run, tool};
use crate::tools::packages;
use crate::workspace;

/// In brackets where this file would else find itself.
const FOREIGN: [&str; 9] = [
    "/[h]ome/[a-z]",
    "/[U]sers/[A-Za-z]",
    "registry[.]npmjs[.]org",
    "registry[.]yarnpkg[.]com",
    "npmmirror[.]com",
    "pypi[.]org/simple",
    "files[.]pythonhosted[.]org",
    "(index|static)[.]crates[.]io",
    "\"resolved\": *\"http",
];

/// No path of a machine, and no registry that one of them used, stands in what is or will be committed.
pub(super) fn hygiene(step: &Step) -> Result<String> {
    let mut git = tool("git");
    git.args(["grep", "--untracked", "--line-number", "-I", "--extended-regexp"]);
    for pattern in FOREIGN {
        git.args(["-e", pattern]);
    }
    let root = workspace::root("");
    for place in [Some(root), std::env::home_dir()].into_iter().flatten() {
        git.args(["-e", &format!("{}/", escaped(&place.to_string_lossy()))]);
    }
    // It exits with 1 when it finds nothing, with more when it cannot look.
    match git.output() {
        Ok(output) if output.status.code() == Some(1) => Ok(String::new()),
        Ok(output) if output.status.success() => {
            bail!("{}these lines hold only on one machine", String::from_utf8_lossy(&output.stdout))
        }
        _ => git.run(step),
    }
}

/// Licences, doubled crates and foreign sources, by `deny.toml`.
pub(super) fn licences(step: &Step) -> Result<String> {
    let deny = packages::cargo_deny()?;
    // It reads the manifests of all crates of the lock, also of those for other systems.
    tool("cargo").args(["fetch", "--locked"]).run(step)?;
    // Advisories are not here: no registry has them, and they change without the project changing.
    // SECURITY.md says how to ask for them.
    tool(deny).args(["--locked", "--offline", "check", "licenses", "bans", "sources"]).run(step)?;
    Ok(String::new())
}

fn escaped(text: &str) -> String {
    text.replace('.', "[.]").replace('+', "[+]")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_no_expression() {
        assert_eq!(escaped("/a.b/c"), "/a[.]b/c");
    }
}
