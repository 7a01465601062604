//! What this project builds for, below all that finds or makes a toolchain for it.

use std::process::Command;

use crate::run::Run;

/// What Rust calls the platform that this project builds for.
pub(crate) const TARGET: &str = "wasm32-unknown-unknown";

/// Whether this rustc has a standard library for the target: the folder alone does not say.
pub(crate) fn has_std(rustc: &mut Command) -> bool {
    let Ok(folder) = rustc.args(["--print", "target-libdir", "--target", TARGET]).read() else {
        return false;
    };
    let Ok(entries) = std::fs::read_dir(folder.trim()) else { return false };
    entries.flatten().any(|entry| {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        name.starts_with("libstd-") && name.ends_with(".rlib")
    })
}
