//! Programs from crates.io.

use std::path::PathBuf;

use anyhow::Result;

use crate::cache;
use crate::report::step;
use crate::run::{Run, tool};

/// A program with the version this project is tested with.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Installed {
    name: &'static str,
    version: &'static str,
}

pub(crate) const WASM_PACK: Installed = Installed { name: "wasm-pack", version: "0.15.1" };
pub(crate) const GECKODRIVER: Installed = Installed { name: "geckodriver", version: "0.37.1" };
pub(crate) const CARGO_DENY: Installed = Installed { name: "cargo-deny", version: "0.20.2" };

impl Installed {
    /// The program's file, after installing it when it is not there.
    pub(crate) fn ensure(self) -> Result<PathBuf> {
        let Self { name, version } = self;
        let folder = cache::once(&format!("{name}-{version}"), |folder| {
            step(format!("cargo install {name} {version}"), |step| {
                let build = folder.join("build");
                // All of them wait for others most of the time: built for speed they would only take longer to build.
                tool("cargo")
                    .args(["install", "--locked", "--debug", "--version", version, "--root"])
                    .arg(folder)
                    .arg("--target-dir")
                    .arg(&build)
                    .arg(name)
                    .env("CARGO_PROFILE_DEV_DEBUG", "false")
                    // Neither a folder in PATH nor flags meant for this project concern it.
                    .env_remove("RUSTFLAGS")
                    .run(step)?;
                cache::remove(&build)
            })
        })?;
        Ok(folder.join("bin").join(name))
    }
}
