//! Programs of the system: browsers, what drives them, and servers that tests start.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::debian::apt;
use crate::report::step;

/// A program that is taken from PATH, or else from Debian's packages.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Program {
    /// What it may be called, the preferred name first.
    names: &'static [&'static str],
    /// Where it may be though PATH does not name it; `*` is any one folder.
    place: Option<&'static str>,
    pub(crate) package: &'static str,
}

const fn program(names: &'static [&'static str], package: &'static str) -> Program {
    Program { names, place: None, package }
}

pub(crate) const CHROMIUM: Program =
    program(&["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"], "chromium");
pub(crate) const CHROMEDRIVER: Program = program(&["chromedriver"], "chromium-driver");
pub(crate) const FIREFOX: Program = program(&["firefox-esr", "firefox"], "firefox-esr");
pub(crate) const REDIS: Program = program(&["redis-server", "valkey-server"], "redis-server");
/// Debian keeps each version's programs apart, and none of those that run a server on PATH.
pub(crate) const POSTGRES: Program =
    Program { names: &["initdb"], place: Some("/usr/lib/postgresql/*/bin"), package: "postgresql" };

pub(crate) const ZSH: Program = program(&["zsh"], "zsh");
pub(crate) const FISH: Program = program(&["fish"], "fish");

impl Program {
    /// The program's file, after installing it when it is not there.
    ///
    /// What cannot be had is an error: a test that no browser ran has shown nothing.
    pub(crate) fn ensure(self) -> Result<PathBuf> {
        if let Some(found) = self.find() {
            return Ok(found);
        }
        let advice = || {
            let names = self.names.join(", ");
            format!(
                "{} is missing: install it and have it on PATH as one of: {names}",
                self.package
            )
        };
        step(format!("apt-get install {}", self.package), |step| {
            apt::install(&[self.package.to_owned()], step)
        })
        .with_context(advice)?;
        self.find().with_context(advice)
    }

    pub(crate) fn find(self) -> Option<PathBuf> {
        let on_path = self.names.iter().find_map(|name| which::which(name).ok());
        on_path.or_else(|| {
            let (above, below) = self.place?.split_once("/*/")?;
            let mut folders: Vec<_> =
                Path::new(above).read_dir().ok()?.flatten().map(|entry| entry.path()).collect();
            folders.sort();
            let files = folders.iter().rev().flat_map(|folder| {
                self.names.iter().map(move |name| folder.join(below).join(name))
            });
            files.into_iter().find(|file| file.is_file())
        })
    }
}

/// The servers that tests start by themselves, on free ports of 127.0.0.1, by the names of the variables
/// in which tests find them: a program, and the folder of a server's programs.
pub(crate) fn servers() -> Result<[(&'static str, PathBuf); 2]> {
    // Where the link leads are the others, too.
    let initdb = POSTGRES.ensure()?.canonicalize()?;
    let folder = initdb.parent().context("initdb lies in no folder")?.to_path_buf();
    Ok([("REDIS_SERVER", REDIS.ensure()?), ("POSTGRES_BIN", folder)])
}

/// The shells that may be missing, by the names of the variables in which tests find them.
pub(crate) fn shells() -> Result<[(&'static str, PathBuf); 2]> {
    Ok([("ZSH", ZSH.ensure()?), ("FISH", FISH.ensure()?)])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn programs_are_found_under_any_of_their_names() {
        let cargo = program(&["no-such-program-here", "cargo"], "none");
        assert!(cargo.find().is_some_and(|file| file.file_stem().unwrap() == "cargo"));
        assert_eq!(program(&["no-such-program-here"], "none").find(), None);
    }

    #[test]
    fn programs_beside_path_are_found_in_the_newest_folder() {
        let place = crate::workspace::target("tmp/programs");
        for version in ["14", "15"] {
            let folder = place.join(version).join("bin");
            std::fs::create_dir_all(&folder).unwrap();
            std::fs::write(folder.join("no-such-program-here"), "").unwrap();
        }
        let pattern: &'static str = format!("{}/*/bin", place.display()).leak();
        let beside =
            Program { names: &["no-such-program-here"], place: Some(pattern), package: "none" };
        assert!(beside.find().unwrap().ends_with("15/bin/no-such-program-here"));
    }
}
