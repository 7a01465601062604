//! The places that the package says it works in, each started for real.

use std::path::PathBuf;

use anyhow::Result;

use super::{javascript, matrix};
use crate::report::Step;
use crate::tools::npm;
use crate::workspace;

/// `tests/runtimes/`: servers, edge functions, test runners.
pub(super) fn run(step: &Step) -> Result<String> {
    let place = place()?;
    let files = javascript::test_files("runtimes")?;
    matrix::collect("runtimes", |rows| {
        javascript::run(&files, &[("RUNTIMES", &place), ("MATRIX_FILE", rows)], step)
    })
}

/// Where they are installed: in target/, since there they are not in the way of whoever walks tests/.
pub(super) fn place() -> Result<PathBuf> {
    let place = workspace::target("runtimes");
    npm::install(&workspace::root("tests/runtimes"), &place)?;
    Ok(place)
}
