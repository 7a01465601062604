//! Programs that Debian has: browsers, what drives them, and valgrind.

use std::env;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};

use crate::report::step;
use crate::toolchain::apt;

/// A program that is taken from PATH, or else from Debian's packages.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Program {
    /// What it may be called, the preferred name first.
    names: &'static [&'static str],
    package: &'static str,
}

pub(crate) const CHROMIUM: Program = Program {
    names: &["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"],
    package: "chromium",
};
pub(crate) const CHROMEDRIVER: Program =
    Program { names: &["chromedriver"], package: "chromium-driver" };
pub(crate) const FIREFOX: Program =
    Program { names: &["firefox-esr", "firefox"], package: "firefox-esr" };
pub(crate) const VALGRIND: Program = Program { names: &["valgrind"], package: "valgrind" };

impl Program {
    /// The program's file, after installing it when it is not there.
    ///
    /// What cannot be had is an error: a test that no browser ran has shown nothing.
    pub(crate) fn ensure(self) -> Result<PathBuf> {
        if let Some(found) = self.on_path() {
            return Ok(found);
        }
        let Self { names, package } = self;
        let advice = || format!("install it and have it on PATH as one of: {}", names.join(", "));
        ensure!(
            Path::new("/usr/bin/apt-get").exists(),
            "{package} is missing, and this is not Debian: {}",
            advice()
        );
        step(format!("apt-get install {package}"), |step| {
            apt::install(&[package.to_owned()], step)
        })
        .with_context(advice)?;
        self.on_path().with_context(advice)
    }

    fn on_path(self) -> Option<PathBuf> {
        let path = env::var_os("PATH")?;
        let folders: Vec<_> = env::split_paths(&path).collect();
        let places = |name| folders.iter().map(move |folder: &PathBuf| folder.join(name));
        self.names.iter().flat_map(places).find(|file| file.is_file())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_is_found_under_any_of_its_names() {
        let shell = Program { names: &["no-such-program-here", "sh"], package: "none" };
        assert!(shell.on_path().is_some_and(|file| file.ends_with("sh")));
        assert_eq!(Program { names: &["no-such-program-here"], package: "none" }.on_path(), None);
    }
}
