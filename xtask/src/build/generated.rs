//! Texts that the crate generates, so that nothing it knows is written twice.

use std::fs;

use anyhow::{Context, Result, bail};

use crate::run::{Run, tool};
use crate::{diff, workspace};

/// Stands in git, so that a change of what users see is reviewed as such.
const TYPES: &str = "pkg-template/types/index.d.ts";

/// The TypeScript declarations of the package.
pub(crate) fn types() -> Result<String> {
    generate("types")
}

/// What the simulator knows of the service, as a JavaScript module.
pub(crate) fn facts() -> Result<String> {
    generate("facts")
}

/// Fails, with the difference, when the reviewed declarations are not those of the crate.
pub(crate) fn check(types: &str) -> Result<()> {
    let file = workspace::root(TYPES);
    let reviewed = fs::read_to_string(&file).unwrap_or_default();
    if reviewed == types {
        return Ok(());
    }
    bail!(
        "{TYPES} is not what the crate generates:\n{}\
         run `cargo xtask fix` to write it, and review the change",
        diff::lines(&reviewed, types)
    )
}

/// Writes the declarations, and says whether that changed anything.
pub(crate) fn write(types: &str) -> Result<bool> {
    let file = workspace::root(TYPES);
    if fs::read_to_string(&file).is_ok_and(|found| found == types) {
        return Ok(false);
    }
    fs::write(&file, types).with_context(|| format!("writing {TYPES}"))?;
    Ok(true)
}

fn generate(what: &str) -> Result<String> {
    tool("cargo").args(["run", "--quiet", "--locked", "--package", "generate", "--", what]).read()
}
