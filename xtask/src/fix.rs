//! `cargo xtask fix`: what a machine can put right.

use anyhow::Result;

use crate::build::generated;
use crate::report::step;
use crate::run::{Run, tool};
use crate::test::matrix;
use crate::tools::npm;

/// Formats everything and writes what is generated; says what still needs a person.
pub(crate) fn fix() -> Result<()> {
    step("cargo fmt", |step| tool("cargo").args(["fmt", "--all"]).run(step).map(drop))?;
    step("generated types and references", |_| {
        for file in generated::write_reviewed()? {
            println!("{file} has changed: review it as users will see it");
        }
        Ok(())
    })?;
    step("docs/runtimes.md", |_| matrix::write().map(drop))?;
    npm::ensure()?;
    step("biome check --write", |step| {
        npm::bin("biome").args(["check", "--write", "--colors=off"]).run(step).map(drop)
    })
}
