//! wasm-bindgen's command line, built from the workspace's own lock.
//!
//! The program and the crate of that name have to be of the same version to the last digit. As a
//! crate of this workspace, `Cargo.lock` pins both, and there is no version to keep by hand.

use std::env::consts::EXE_SUFFIX;
use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result, ensure};

use crate::lockfile::Lockfile;
use crate::report::step;
use crate::run::{Run, tool};
use crate::stamp::Inputs;
use crate::{cache, workspace};

pub(crate) const CRATE: &str = "wasm-bindgen-tools";

/// The folder with `wasm-bindgen` and `wasm-bindgen-test-runner`, under the names wasm-pack looks for,
/// and `immediate-abort`.
pub(crate) fn ensure() -> Result<PathBuf> {
    let lock = Lockfile::read()?;
    let version = lock.version("wasm-bindgen")?;
    let cli = lock.version("wasm-bindgen-cli")?;
    ensure!(
        version == cli,
        "Cargo.lock has wasm-bindgen {version} and wasm-bindgen-cli {cli}: they must be equal. \
         Write the same version in Cargo.toml and xtask/wasm-bindgen/Cargo.toml"
    );
    let inputs = Inputs::default()
        .text(&lock.closure(CRATE))
        .path(&workspace::root("xtask/wasm-bindgen"))?
        .text(std::env::consts::ARCH);
    let key = inputs.stamp();
    let name = format!("wasm-bindgen-{version}-{}", key.get(..12).unwrap_or_default());
    cache::once(&name, |folder| {
        step(format!("building wasm-bindgen {version}'s command line"), |step| {
            let build = folder.join("build");
            let mut cargo = tool("cargo");
            // To lint it the stage `clippy` would have to check all it is made of once more, for two
            // minutes; so it is linted while it is built.
            if tool("clippy-driver").arg("--version").succeeds() {
                cargo
                    .env("RUSTC_WORKSPACE_WRAPPER", "clippy-driver")
                    .env("RUSTFLAGS", "-Dwarnings");
            }
            cargo
                .args([
                    "build",
                    "--locked",
                    "--package",
                    CRATE,
                    "--profile",
                    "tool",
                    "--target-dir",
                ])
                .arg(&build)
                .run(step)?;
            for (built, name) in [
                ("wbg", "wasm-bindgen"),
                ("wasm-bindgen-test-runner", "wasm-bindgen-test-runner"),
                ("immediate-abort", "immediate-abort"),
            ] {
                fs::copy(
                    build.join("tool").join(format!("{built}{EXE_SUFFIX}")),
                    folder.join(format!("{name}{EXE_SUFFIX}")),
                )
                .with_context(|| format!("keeping {name}"))?;
            }
            cache::remove(&build)
        })
    })
}
