//! A Rust toolchain that can build for WebAssembly.

use std::env;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use crate::cache;
use crate::debian::toolchain as debian;
use crate::report::{Step, step};
use crate::run::{Run, tool};
use crate::target::{TARGET, has_std};

/// A toolchain whose `rustc` has a standard library for [`TARGET`].
#[derive(Debug)]
pub(crate) struct Toolchain {
    /// Where its programs are; `None`: whatever PATH and rustup choose.
    bin: Option<PathBuf>,
}

impl Toolchain {
    /// Says which one there is, and installs nothing.
    pub(crate) fn find() -> Result<String> {
        if has_std(&mut tool("rustc")) {
            return Ok("of the Rust on PATH".to_owned());
        }
        let bin = debian::current()?.context("no standard library for it")?;
        Ok(format!("made of Debian's packages, in {}", bin.display()))
    }

    /// Finds one, or makes one: rustup's own way first, Debian's packages where rustup may not fetch.
    pub(crate) fn ensure() -> Result<Self> {
        // Stages that run at once both need it.
        let _lock = cache::lock("toolchain")?;
        if has_std(&mut tool("rustc")) {
            return Ok(Self { bin: None });
        }
        if let Some(bin) = debian::current()? {
            return Ok(Self { bin: Some(bin) });
        }
        let refused = match rustup_may_fetch() {
            Ok(()) => match step(format!("rustup target add {TARGET}"), add_target) {
                Ok(()) => return Ok(Self { bin: None }),
                Err(error) => error.to_string(),
            },
            Err(reason) => reason.to_owned(),
        };
        let bin = debian::ensure().with_context(|| {
            format!(
                "no Rust standard library for {TARGET}: install one with \
                 `rustup target add {TARGET}` ({refused})"
            )
        })?;
        Ok(Self { bin: Some(bin) })
    }

    /// The same, with a clippy that checks for [`TARGET`].
    pub(crate) fn ensure_clippy() -> Result<Self> {
        let toolchain = Self::ensure()?;
        if toolchain.bin.is_some() {
            debian::ensure_clippy()?;
        }
        Ok(toolchain)
    }

    /// A program of this toolchain, or one that is to find it on its PATH.
    pub(crate) fn tool(&self, program: impl AsRef<OsStr>) -> Command {
        let mut command = tool(program);
        if let Some(bin) = &self.bin {
            // rustup's programs obey this one before PATH, should one of them be started after all.
            command.env_remove("RUSTUP_TOOLCHAIN");
            prepend_path(&mut command, bin);
        }
        command
    }
}

/// Puts a folder first on the PATH of a command.
pub(crate) fn prepend_path(command: &mut Command, folder: &Path) {
    let given = command.get_envs().find(|(name, _)| *name == "PATH").and_then(|(_, value)| value);
    let path = given.map(OsStr::to_owned).or_else(|| env::var_os("PATH")).unwrap_or_default();
    let all = std::iter::once(folder.to_path_buf()).chain(env::split_paths(&path));
    if let Ok(path) = env::join_paths(all) {
        command.env("PATH", path);
    }
}

fn rustup_may_fetch() -> std::result::Result<(), &'static str> {
    if env::var_os("RUSTUP_AUTO_INSTALL").is_some_and(|value| value == "0") {
        return Err("RUSTUP_AUTO_INSTALL=0 says that rustup is not to fetch here");
    }
    if !tool("rustup").arg("--version").succeeds() {
        return Err("there is no rustup");
    }
    Ok(())
}

fn add_target(step: &Step) -> Result<()> {
    // With its server out of reach, each of rustup's own retries only makes the user wait.
    tool("rustup").args(["target", "add", TARGET]).env("RUSTUP_MAX_RETRIES", "1").run(step)?;
    anyhow::ensure!(has_std(&mut tool("rustc")), "rustup added it, but `rustc` does not see it");
    Ok(())
}
