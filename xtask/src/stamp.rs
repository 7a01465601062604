//! Knowing whether something was done already, by the content of what it was made from.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use sha2::{Digest, Sha256};

/// Everything that a product depends on, as one hash.
#[derive(Debug, Default)]
pub(crate) struct Inputs(Sha256);

impl Inputs {
    pub(crate) fn text(mut self, text: &str) -> Self {
        self.add(text.as_bytes());
        self
    }

    /// A file with its content, or a folder with all that is in it; one that is absent counts as that.
    pub(crate) fn path(mut self, path: &Path) -> Result<Self> {
        for file in files_under(path)? {
            let name = file.strip_prefix(path).unwrap_or(&file);
            self.add(name.to_string_lossy().as_bytes());
            self.add(&fs::read(&file).with_context(|| format!("reading {}", file.display()))?);
        }
        Ok(self.text("end"))
    }

    pub(crate) fn stamp(self) -> String {
        self.0.finalize().iter().fold(String::new(), |mut hex, byte| {
            // Writing to a String cannot fail.
            let _ = write!(hex, "{byte:02x}");
            hex
        })
    }

    /// The length goes in first: else "ab" + "c" and "a" + "bc" would be the same.
    fn add(&mut self, bytes: &[u8]) {
        self.0.update((bytes.len() as u64).to_le_bytes());
        self.0.update(bytes);
    }
}

/// Whether `file` holds this stamp.
pub(crate) fn holds(file: &Path, stamp: &str) -> bool {
    fs::read_to_string(file).is_ok_and(|found| found == stamp)
}

/// All files at or below a path, sorted; none where there is nothing.
pub(crate) fn files_under(path: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut open = vec![path.to_path_buf()];
    while let Some(path) = open.pop() {
        if path.is_dir() {
            for entry in
                fs::read_dir(&path).with_context(|| format!("reading {}", path.display()))?
            {
                open.push(entry?.path());
            }
        } else if path.exists() {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

/// The names of the folders in a folder, sorted.
pub(crate) fn folders_in(path: &Path) -> Result<Vec<String>> {
    let entries = fs::read_dir(path).with_context(|| format!("reading {}", path.display()))?;
    let mut names = Vec::new();
    for entry in entries {
        let entry = entry?;
        if entry.path().is_dir() {
            names.push(entry.file_name().to_string_lossy().into_owned());
        }
    }
    names.sort();
    Ok(names)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_do_not_run_together() {
        let one = Inputs::default().text("ab").text("c").stamp();
        let other = Inputs::default().text("a").text("bc").stamp();
        assert_ne!(one, other);
        assert_eq!(one.len(), 64);
    }

    #[test]
    fn a_folder_counts_with_names_and_content() {
        let dir = crate::workspace::target("tmp/stamp-test");
        let _ = fs::remove_dir_all(&dir);
        fs::create_dir_all(dir.join("sub")).unwrap();
        let of_dir = || Inputs::default().path(&dir).unwrap().stamp();
        let empty = of_dir();
        fs::write(dir.join("sub/a"), "1").unwrap();
        let first = of_dir();
        fs::write(dir.join("sub/a"), "2").unwrap();
        let second = of_dir();
        fs::rename(dir.join("sub/a"), dir.join("sub/b")).unwrap();
        let renamed = of_dir();
        assert!(empty != first && first != second && second != renamed);
    }
}
