//! Debian's packages.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, ensure};

use crate::cache;
use crate::report::Step;
use crate::run::{Run, shown, tool};

/// The installed version of a package.
pub(crate) fn version(package: &str) -> Option<String> {
    let answer = tool("dpkg-query")
        .args(["--show", "--showformat=${db:Status-Status} ${Version}", package])
        .read()
        .ok()?;
    answer.strip_prefix("installed ").map(str::to_owned)
}

/// Installs those packages that are missing.
pub(crate) fn install(packages: &[String], step: &Step) -> Result<()> {
    ensure!(Path::new("/usr/bin/apt-get").exists(), "this is not Debian: there is no apt-get");
    // Two of them at once get in each other's way.
    let _lock = cache::lock("apt")?;
    let missing: Vec<_> = packages.iter().filter(|package| version(package).is_none()).collect();
    if missing.is_empty() {
        return Ok(());
    }
    // No question may be asked: nobody would see it behind the spinner.
    let mut install = as_root("apt-get")?;
    install.args(["install", "-y", "-q", "--no-install-recommends", "-o", "Dpkg::Use-Pty=0"]);
    install.args(["-o", "DPkg::Lock::Timeout=300"]);
    install.args(&missing).env("DEBIAN_FRONTEND", "noninteractive");
    // The lists of a fresh container are empty, and old ones name versions that are gone.
    as_root("apt-get")?.args(["update", "-q"]).run(step)?;
    install
        .run(step)
        .with_context(|| format!("run this by hand to see why: {}", shown(&install)))?;
    Ok(())
}

fn as_root(program: &str) -> Result<Command> {
    let id = tool("id").arg("-u").read()?;
    if id.trim() == "0" {
        return Ok(tool(program));
    }
    ensure!(
        tool("sudo").args(["--non-interactive", "true"]).succeeds(),
        "apt-get needs root: run this command as root, or run `sudo true` first"
    );
    let mut command = tool("sudo");
    command.args(["--non-interactive", "--preserve-env=DEBIAN_FRONTEND", program]);
    Ok(command)
}
