//! The places that the package says it works in, each started for real.

use anyhow::Result;

use super::{javascript, matrix};
use crate::report::Step;
use crate::tools::npm;
use crate::workspace;

/// `tests/runtimes/`: servers, edge functions, test runners.
pub(super) fn run(step: &Step) -> Result<String> {
    // In target/: what is installed there would be in the way of whoever walks tests/.
    let place = workspace::target("runtimes");
    npm::install(&workspace::root("tests/runtimes"), &place)?;
    let files = javascript::test_files("runtimes")?;
    matrix::collect("runtimes", |rows| {
        javascript::run(&files, &[("RUNTIMES", &place), ("MATRIX_FILE", rows)], step)
    })
}
