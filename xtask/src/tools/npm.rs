//! Node.js, npm and the development tools of `package-lock.json`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail, ensure};

use crate::report::{Step, step};
use crate::run::{Run, tool};
use crate::stamp::{self, Inputs};
use crate::{cache, workspace};

/// On Windows npm, and what it installs, are scripts, which are not started by their bare name.
const SCRIPT: &str = if cfg!(windows) { ".cmd" } else { "" };
const NPM: &str = if cfg!(windows) { "npm.cmd" } else { "npm" };

/// The oldest that the package supports.
const OLDEST_NODE: u32 = 20;

/// Installs the development tools unless they are those of the lock already.
pub(crate) fn ensure() -> Result<()> {
    let node = node_version()?;
    let key = Inputs::default()
        .text(&node)
        .path(&workspace::root("package.json"))?
        .path(&workspace::root("package-lock.json"))?
        .path(&workspace::root(".npmrc"))?
        .stamp();
    // Inside the folder, so that removing the folder removes the claim too.
    let file = workspace::root("node_modules/.room-engine-admin");
    let _lock = cache::lock_at(&workspace::target("npm.lock"))?;
    if stamp::holds(&file, &key) {
        return Ok(());
    }
    step("npm ci: the development tools", |step| npm().arg("ci").run(step).map(drop))?;
    fs::write(&file, key).with_context(|| format!("writing {}", file.display()))
}

/// Installs what the lock in `from` names into `folder`, unless it is there already.
pub(crate) fn install(from: &Path, folder: &Path) -> Result<()> {
    let mut inputs = Inputs::default().text(&node_version()?);
    for name in ["package.json", "package-lock.json"] {
        inputs = inputs.path(&from.join(name))?;
    }
    let key = inputs.stamp();
    let file = folder.join("node_modules/.room-engine-admin");
    // Several stages that may run at once use some of these folders.
    let _lock = cache::lock_at(&folder.with_extension("lock"))?;
    if stamp::holds(&file, &key) {
        return Ok(());
    }
    fs::create_dir_all(folder)?;
    for name in ["package.json", "package-lock.json"] {
        fs::copy(from.join(name), folder.join(name))
            .with_context(|| format!("{} lacks {name}", workspace::shown(from)))?;
    }
    step(format!("npm install: what {} needs", workspace::shown(from)), |step| {
        // What the lock names is taken as it names it. But not `npm ci`: that refuses a lock without
        // the packages for other systems, and not every registry has them all.
        npm().current_dir(folder).args(["install", "--no-save"]).run(step).map(drop)
    })?;
    fs::write(&file, key).with_context(|| format!("writing {}", file.display()))
}

/// Installs packed files into a project; what they depend on may be looked up.
pub(crate) fn install_packed(project: &Path, tarballs: &[PathBuf], step: &Step) -> Result<()> {
    install_by("--prefer-offline", project, tarballs, step)
}

fn install_by(network: &str, project: &Path, tarballs: &[PathBuf], step: &Step) -> Result<()> {
    npm()
        .current_dir(project)
        .args(["install", network, "--no-save", "--no-package-lock"])
        .args(tarballs)
        .run(step)
        .map(drop)
}

/// A project in which nothing but a packed file is installed, as a user without a network would.
pub(crate) fn project_of(tarball: PathBuf, project: &Path, step: &Step) -> Result<()> {
    cache::remove(project)?;
    fs::create_dir_all(project)?;
    fs::write(project.join("package.json"), "{ \"private\": true }\n")?;
    install_by("--offline", project, &[tarball], step)
}

/// npm, with what it would like to say to people switched off.
pub(crate) fn npm() -> Command {
    let mut command = tool(NPM);
    command.env("NPM_CONFIG_AUDIT", "false").env("NPM_CONFIG_FUND", "false");
    command.env("NPM_CONFIG_UPDATE_NOTIFIER", "false");
    command
}

/// A program that one of the development tools brings.
pub(crate) fn bin(name: &str) -> Command {
    tool(bin_path(name))
}

pub(crate) fn bin_path(name: &str) -> PathBuf {
    workspace::root("node_modules/.bin").join(format!("{name}{SCRIPT}"))
}

pub(crate) fn node_version() -> Result<String> {
    let advice = "install Node.js 20 or newer, which brings npm: https://nodejs.org/en/download";
    let version = tool("node").arg("--version").read().context(advice)?;
    tool(NPM).arg("--version").read().context(advice)?;
    let version = version.trim();
    let Some(major) = major(version) else { bail!("`node --version` says {version}: {advice}") };
    ensure!(major >= OLDEST_NODE, "this is Node.js {version}: {advice}");
    Ok(version.to_owned())
}

fn major(version: &str) -> Option<u32> {
    version.strip_prefix('v')?.split('.').next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_of_node_are_read() {
        assert_eq!(major("v20.20.2"), Some(20));
        assert_eq!(major("20"), None);
        assert_eq!(major("vnext"), None);
    }
}
