//! Things made once and kept for all clones on this machine.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::workspace;

/// The folder of that name in the cache, made by `make` when it is not there.
///
/// It appears under its name only when `make` has ended well, so that its being there means that it
/// is whole; the name says what is in it, version included.
pub(crate) fn once(name: &str, make: impl FnOnce(&Path) -> Result<()>) -> Result<PathBuf> {
    let folder = workspace::cache(name)?;
    if folder.is_dir() {
        return Ok(folder);
    }
    let _lock = lock(name)?;
    if folder.is_dir() {
        return Ok(folder);
    }
    let partial = workspace::cache(&format!("{name}.partial"))?;
    remove(&partial)?;
    fs::create_dir_all(&partial)?;
    make(&partial)?;
    fs::rename(&partial, &folder).with_context(|| format!("keeping {}", folder.display()))?;
    Ok(folder)
}

/// Holds others back from making the same thing, until it is dropped.
pub(crate) fn lock(name: &str) -> Result<File> {
    lock_at(&workspace::cache(&format!("{name}.lock"))?)
}

/// The same, by a file that lies elsewhere. It holds back threads as well as processes.
pub(crate) fn lock_at(path: &Path) -> Result<File> {
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent).with_context(|| format!("making {}", parent.display()))?;
    }
    let file = File::create(path).with_context(|| format!("opening {}", path.display()))?;
    file.lock().with_context(|| format!("locking {}", path.display()))?;
    Ok(file)
}

/// Removes a folder and all in it; fine when there is none.
pub(crate) fn remove(folder: &Path) -> Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(error).with_context(|| format!("removing {}", folder.display()))
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cache_a_lock_holds_back_a_thread_of_the_same_process() {
        let path = workspace::target("tmp/cache-test.lock");
        let held = lock_at(&path).unwrap();
        let other = File::create(&path).unwrap();
        assert!(other.try_lock().is_err());
        drop(held);
        assert!(other.try_lock().is_ok());
    }
}
