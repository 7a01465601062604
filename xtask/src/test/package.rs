//! The package as it would be published: packed, looked at, installed.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result, ensure};

use super::stages::build_package;
use crate::lockfile::Lockfile;
use crate::report::Step;
use crate::run::Run;
use crate::stamp::{self, Inputs};
use crate::tools::npm::{self, npm};
use crate::{cache, workspace};

/// Builds `pkg/` and packs it.
pub(super) fn pack(step: &Step) -> Result<String> {
    let note = build_package()?;
    no_paths_inside()?;
    let folder = workspace::target("package");
    fs::create_dir_all(&folder)?;
    for package in ["./pkg", "./pkg-cli"] {
        npm().args(["pack", package, "--pack-destination"]).arg(&folder).run(step)?;
    }
    tarball()?;
    cli_tarball()?;
    Ok(note)
}

/// The packed file.
pub(super) fn tarball() -> Result<PathBuf> {
    packed("room-engine-admin")
}

/// The packed file of the command line.
fn cli_tarball() -> Result<PathBuf> {
    packed("room-engine-admin-cli")
}

/// Both packages have the version of the crate.
fn packed(package: &str) -> Result<PathBuf> {
    let lock = Lockfile::read()?;
    let version = lock.version("room-engine-admin")?;
    let file = workspace::target("package").join(format!("{package}-{version}.tgz"));
    ensure!(file.exists(), "npm pack did not write {}", file.display());
    Ok(file)
}

/// A project in which nothing but the tarball is installed.
pub(super) fn install(step: &Step) -> Result<PathBuf> {
    let project = workspace::target("package/project");
    let tarball = tarball()?;
    let key = Inputs::default().path(&tarball)?.stamp();
    let claim = project.join("node_modules/.tarball");
    let _lock = cache::lock_at(&workspace::target("package/install.lock"))?;
    if !stamp::holds(&claim, &key) {
        npm::project_of(tarball, &project, step)?;
        fs::write(&claim, key).context("the tarball was not installed")?;
    }
    Ok(project)
}

/// A project in which the command line is installed, with the package and the library that it needs.
pub(super) fn install_cli(step: &Step) -> Result<PathBuf> {
    let project = workspace::target("cli");
    let from = workspace::root("tests/cli");
    let tarballs = [tarball()?, cli_tarball()?];
    let mut inputs = Inputs::default().path(&from.join("package-lock.json"))?;
    for tarball in &tarballs {
        inputs = inputs.path(tarball)?;
    }
    let key = inputs.stamp();
    let claim = project.join("node_modules/.tarballs");
    npm::install(&from, &project)?;
    let _lock = cache::lock_at(&workspace::target("package/install-cli.lock"))?;
    if !stamp::holds(&claim, &key) {
        npm::install_packed(&project, &tarballs, step)?;
        fs::write(&claim, key).context("the tarballs were not installed")?;
    }
    Ok(project)
}

/// What publint and are-the-types-wrong find in the tarballs.
pub(super) fn exports(step: &Step) -> Result<String> {
    npm::ensure()?;
    let tarball = tarball()?;
    for tarball in [&tarball, &cli_tarball()?] {
        npm::bin("publint").args(["run", "--strict"]).arg(tarball).run(step)?;
    }
    npm::bin("attw")
        .arg(&tarball)
        .args(["--no-emoji", "--no-color", "--no-definitely-typed"])
        .args(["--exclude-entrypoints", "core_bg.wasm"])
        .run(step)?;
    Ok(String::new())
}

/// rustc puts paths of source files into what it builds; the builder's are nobody's business.
fn no_paths_inside() -> Result<()> {
    let mut places = vec![workspace::root("")];
    places.extend(std::env::home_dir());
    for file in stamp::files_under(&workspace::root("pkg"))? {
        let bytes = fs::read(&file)?;
        for place in &places {
            let needle = format!("{}/", place.display());
            let found = bytes.windows(needle.len()).any(|part| part == needle.as_bytes());
            ensure!(!found, "{} names {needle} of this machine", workspace::shown(&file));
        }
    }
    Ok(())
}
