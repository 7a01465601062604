//! `cargo xtask release`: everything that has to hold before a version is published, its tag, and what
//! npm would upload. Publishing itself is left to the CI, which signs where a package comes from.

mod changelog;
mod sbom;
mod twice;

use std::fs;

use anyhow::{Context, Result, bail, ensure};
use serde_json::Value;

use crate::build;
use crate::lockfile::Lockfile;
use crate::report::{Step, step};
use crate::run::{Run, tool};
use crate::tools::npm::npm;
use crate::workspace;

/// Checks, tags, and shows what would be published.
pub(crate) fn release(tag: bool) -> Result<()> {
    let version = Lockfile::read()?.version("room-engine-admin")?.to_owned();
    step("the work tree is clean", |_| clean_tree())?;
    step("this clone is of the repository that Cargo.toml names", |_| origin())?;
    step(format!("CHANGELOG.md has a section for {version}"), |_| changelog::check(&version))?;
    build::build()?;
    step("the docs and the types are the crate's", |_| build::generated::check_reviewed())?;
    step("the sizes are in budget", |_| build::sizes::check().map(drop))?;
    step("versions agree", |_| versions(&version))?;
    step("two builds give the same bytes", twice::check)?;
    step("the list of what is inside, beside the tarball", |_| sbom::write(&version))?;
    if tag {
        step(format!("git tag v{version}"), |step| set_tag(&version, step))?;
    }
    for package in packages() {
        let said = step(format!("npm publish --dry-run, of {package}/"), |step| {
            npm()
                .args(["publish", "--dry-run", "--access", "public"])
                .arg(format!("./{package}"))
                .run(step)
        })?;
        print!("{said}");
    }
    println!(
        "\nready: `git push origin main v{version}` has the CI publish it, as RELEASING.md says"
    );
    Ok(())
}

/// Folders that are published.
fn packages() -> Vec<&'static str> {
    let all = ["pkg", "pkg-cli"];
    all.into_iter().filter(|folder| workspace::root(folder).is_dir()).collect()
}

fn clean_tree() -> Result<()> {
    let changed = tool("git").args(["status", "--porcelain"]).read()?;
    ensure!(changed.is_empty(), "commit or put away what git lists:\n{changed}");
    Ok(())
}

/// npm refuses a package that says it comes from another place than the one that built it.
fn origin() -> Result<()> {
    let wanted = env!("CARGO_PKG_REPOSITORY");
    let origin = tool("git").args(["remote", "get-url", "origin"]).read();
    let origin =
        origin.with_context(|| format!("this clone has no `origin`: it should be {wanted}"))?;
    ensure!(
        is_same(&origin, wanted),
        "`origin` is {}, `repository` in Cargo.toml is {wanted}: set the one that is wrong",
        origin.trim()
    );
    Ok(())
}

/// Whether git's address is that page, however it is written: `https://host/owner/name.git`,
/// `git@host:owner/name`.
fn is_same(origin: &str, page: &str) -> bool {
    let origin = origin.trim().trim_end_matches(".git");
    let page = page.trim_start_matches("https://");
    let path = origin.rsplit(['@']).next().unwrap_or_default().trim_start_matches("https://");
    path.replacen(':', "/", 1) == page
}

/// One version in the crate, in both packages, and wherever a document names one.
fn versions(version: &str) -> Result<()> {
    for package in packages() {
        let file = workspace::root(package).join("package.json");
        let manifest: Value = serde_json::from_str(&fs::read_to_string(&file)?)?;
        let said = manifest.pointer("/version").and_then(Value::as_str).unwrap_or("no");
        ensure!(
            said == version,
            "{} says version {said}, Cargo.toml {version}",
            workspace::shown(&file)
        );
        if let Some(needed) = manifest.pointer("/dependencies/room-engine-admin") {
            ensure!(
                needed
                    .as_str()
                    .is_some_and(|range| range.trim_start_matches(['^', '~']) == version),
                "{package}/ needs room-engine-admin {needed}, which is not {version}"
            );
        }
    }
    let named = tool("git")
        .args(["grep", "-I", "-n", "-o", "-E", "room-engine-admin@[0-9]+[.][0-9]+[.][0-9]+"])
        .args(["--", "*.md"])
        .output()
        .context("git cannot look through the docs")?;
    for line in String::from_utf8_lossy(&named.stdout).lines() {
        ensure!(line.ends_with(&format!("@{version}")), "{line} is not version {version}");
    }
    Ok(())
}

/// A tag that is there already has to stand where we are: versions are never made twice.
fn set_tag(version: &str, step: &Step) -> Result<()> {
    let tag = format!("v{version}");
    let head = tool("git").args(["rev-parse", "HEAD"]).read()?;
    let mut find = tool("git");
    find.args(["rev-parse", "--quiet", "--verify", &format!("refs/tags/{tag}^{{commit}}")]);
    match find.read() {
        Ok(found) if found == head => Ok(()),
        Ok(found) => bail!("{tag} stands on {} already: set a new version", found.trim()),
        Err(_) => {
            let message = format!("room-engine-admin {version}");
            tool("git").args(["tag", "--annotate", &tag, "--message", &message]).run(step).map(drop)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn release_knows_its_repository_in_every_writing() {
        let page = "https://host.example/owner/name";
        for origin in
            ["https://host.example/owner/name.git\n", "git@host.example:owner/name.git", page]
        {
            assert!(is_same(origin, page), "{origin}");
        }
        for origin in ["https://host.example/owner/other", "git@host.example:another/name", ""] {
            assert!(!is_same(origin, page), "{origin}");
        }
    }
}
