//! Where things are.

use std::env;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use anyhow::{Context, Result};

static ROOT: LazyLock<PathBuf> = LazyLock::new(|| {
    // Cargo says it at run time too: a clone that was moved would otherwise look where it once was.
    let xtask = env::var_os("CARGO_MANIFEST_DIR")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
    xtask.parent().map(Path::to_path_buf).unwrap_or(xtask)
});

/// A path inside the repository.
pub(crate) fn root(path: &str) -> PathBuf {
    if path.is_empty() { ROOT.clone() } else { ROOT.join(path) }
}

/// A path inside Cargo's target directory.
pub(crate) fn target(path: &str) -> PathBuf {
    let target =
        env::var_os("CARGO_TARGET_DIR").map_or_else(|| PathBuf::from("target"), Into::into);
    ROOT.join(target).join(path)
}

/// How to show a path: from the repository's top where it lies inside.
pub(crate) fn shown(path: &Path) -> String {
    path.strip_prefix(&*ROOT).unwrap_or(path).display().to_string()
}

/// A tool or library that all clones on this machine share.
pub(crate) fn cache(path: &str) -> Result<PathBuf> {
    let base = env::var_os("XDG_CACHE_HOME")
        .filter(|dir| !dir.is_empty())
        .map(PathBuf::from)
        .or_else(|| env::home_dir().map(|home| home.join(".cache")))
        .context("no home directory: set XDG_CACHE_HOME to a folder that tools can be kept in")?;
    Ok(base.join("room-engine-admin").join(path))
}
