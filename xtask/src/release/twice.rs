//! Whether another clone, in another folder and with nothing built, makes the same tarballs.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};

use super::packages;
use crate::report::Step;
use crate::run::{Run, tool};
use crate::stamp::Inputs;
use crate::tools::npm::npm;
use crate::{cache, workspace};

/// Builds the commit once more, elsewhere, and compares what npm packs of both.
pub(super) fn check(step: &Step) -> Result<()> {
    let folder = workspace::target("release");
    let clone = folder.join("clone");
    cache::remove(&clone)?;
    fs::create_dir_all(&folder)?;
    tool("git").args(["clone", "--quiet", "--no-hardlinks", "."]).arg(&clone).run(step)?;
    tool("cargo")
        .current_dir(&clone)
        .args(["xtask", "build"])
        .env_remove("CARGO_TARGET_DIR")
        .run(step)?;
    for package in packages() {
        let here = pack(&workspace::root(package), &folder.join("here"), step)?;
        let there = pack(&clone.join(package), &folder.join("there"), step)?;
        let same =
            Inputs::default().path(&here)?.stamp() == Inputs::default().path(&there)?.stamp();
        ensure!(
            same,
            "{} and {} differ: something in the build depends on the folder, the time or the order",
            workspace::shown(&here),
            workspace::shown(&there)
        );
    }
    cache::remove(&clone)
}

fn pack(package: &Path, into: &Path, step: &Step) -> Result<PathBuf> {
    fs::create_dir_all(into)?;
    let said = npm().arg("pack").arg(package).arg("--pack-destination").arg(into).run(step)?;
    let name = said.lines().rev().find(|line| line.ends_with(".tgz"));
    Ok(into.join(name.context("npm pack named no file")?.trim()))
}
