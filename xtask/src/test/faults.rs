//! The fault matrix, on real sockets.

use anyhow::Result;

use super::{browsers, javascript, runtimes};
use crate::report::Step;
use crate::tools::programs::CHROMIUM;

/// `tests/faults/`: each fault with each outcome, in Node, workerd and Chromium.
pub(super) fn run(step: &Step) -> Result<String> {
    let (runtimes, drivers) = (runtimes::place()?, browsers::drivers()?);
    let chromium = CHROMIUM.ensure()?;
    let places =
        [("RUNTIMES", runtimes.as_path()), ("BROWSER_DRIVERS", &drivers), ("CHROMIUM", &chromium)];
    javascript::run(&javascript::test_files("faults")?, &places, step)
}
