//! Texts that the crate generates, so that nothing it knows is written twice.

use std::fs;

use anyhow::{Context, Result, bail};

use crate::run::{Run, tool};
use crate::{diff, workspace};

/// What to generate, and where it stands in git, so that a change of what users see is reviewed.
const TYPES: [(&str, &str); 1] = [("types", "pkg-template/types/generated.d.ts")];

/// What the simulator knows of the service, as a JavaScript module.
pub(crate) fn facts() -> Result<String> {
    generate("facts")
}

/// A method of the client and a function for each operation, as a JavaScript module.
pub(crate) fn operations() -> Result<String> {
    generate("operations")
}

/// What the service offers, in the words of the options, as a JavaScript module.
pub(crate) fn table() -> Result<String> {
    generate("table")
}

/// Fails, with the difference, when reviewed declarations are not those of the crate.
pub(crate) fn check_types() -> Result<()> {
    for (what, file) in TYPES {
        let types = generate(what)?;
        let reviewed = fs::read_to_string(workspace::root(file)).unwrap_or_default();
        if reviewed != types {
            bail!(
                "{file} is not what the crate generates:\n{}\
                 run `cargo xtask fix` to write it, and review the change",
                diff::lines(&reviewed, &types)
            );
        }
    }
    Ok(())
}

/// Writes the declarations, and names those that have changed.
pub(crate) fn write_types() -> Result<Vec<&'static str>> {
    let mut changed = Vec::new();
    for (what, file) in TYPES {
        let types = generate(what)?;
        let place = workspace::root(file);
        if fs::read_to_string(&place).is_ok_and(|found| found == types) {
            continue;
        }
        fs::write(&place, types).with_context(|| format!("writing {file}"))?;
        changed.push(file);
    }
    Ok(changed)
}

fn generate(what: &str) -> Result<String> {
    tool("cargo").args(["run", "--quiet", "--locked", "--package", "generate", "--", what]).read()
}
