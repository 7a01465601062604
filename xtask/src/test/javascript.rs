//! What runs on Node.

use std::path::PathBuf;

use anyhow::{Result, ensure};

use super::{count, package};
use crate::report::Step;
use crate::run::{Run, tool};
use crate::tools::{npm, python};
use crate::{stamp, workspace};

pub(super) fn lint(step: &Step) -> Result<String> {
    npm::ensure()?;
    npm::bin("biome")
        .args(["ci", "--colors=off", "--error-on-warnings", "--max-diagnostics=50"])
        .run(step)
        .map_err(|error| error.context("`cargo xtask fix` puts most of this right"))?;
    Ok(String::new())
}

/// Every `tsconfig*.json` of `tests/types/` is a project of its own: one for each way to resolve modules.
pub(super) fn types(step: &Step) -> Result<String> {
    let project = package::install(step)?;
    // Compiled where the tarball is installed, so that the name resolves as it does for users.
    let copy = project.join("types");
    crate::cache::remove(&copy)?;
    std::fs::create_dir_all(&copy)?;
    let mut configurations = Vec::new();
    for file in stamp::files_under(&workspace::root("tests/types"))? {
        let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        std::fs::copy(&file, copy.join(&name))?;
        if name.starts_with("tsconfig") && name.ends_with(".json") {
            configurations.push(copy.join(name));
        }
    }
    ensure!(!configurations.is_empty(), "tests/types/ has no tsconfig*.json");
    for configuration in &configurations {
        npm::bin("tsc")
            .args(["--noEmit", "--pretty", "false", "--project"])
            .arg(configuration)
            .run(step)?;
    }
    Ok(format!("{} projects", configurations.len()))
}

/// `tests/**/*.test.mjs` but those that ask the vendor's programs.
pub(super) fn node(step: &Step) -> Result<String> {
    let oracle = workspace::root("tests/oracle");
    run(test_files()?.into_iter().filter(|file| !file.starts_with(&oracle)).collect(), None, step)
}

/// `tests/oracle/`: the vendor's own signers, for Node and for Python, have to agree with us.
pub(super) fn oracle(step: &Step) -> Result<String> {
    let oracle = workspace::root("tests/oracle");
    let files = test_files()?.into_iter().filter(|file| file.starts_with(&oracle)).collect();
    run(files, Some(python::ensure()?), step)
}

fn test_files() -> Result<Vec<PathBuf>> {
    let mut files = stamp::files_under(&workspace::root("tests"))?;
    files.retain(|file| file.to_string_lossy().ends_with(".test.mjs"));
    Ok(files)
}

fn run(files: Vec<PathBuf>, python_path: Option<PathBuf>, step: &Step) -> Result<String> {
    ensure!(!files.is_empty(), "there is no test file for this stage");
    let mut node = tool("node");
    node.args(["--test", "--test-reporter=tap"])
        .args(&files)
        .env("PACKAGE_TARBALL", package::tarball()?)
        .env("PACKAGE_PROJECT", package::install(step)?)
        .env("TLS_SIG_PYTHON", python::PYTHON);
    if let Some(path) = python_path {
        node.env("PYTHONPATH", path);
    }
    count::of_node(&node.run(step)?)
}
