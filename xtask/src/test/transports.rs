//! Proxies, agents and mocks between the package and the network, on several Node.js.

use anyhow::Result;

use super::javascript;
use crate::report::Step;
use crate::tools::npm;
use crate::workspace;

/// `tests/transports/`, which also runs the samples of `docs/proxies.md`.
pub(super) fn run(step: &Step) -> Result<String> {
    let place = workspace::target("transports");
    npm::install(&workspace::root("tests/transports"), &place)?;
    // Projects of users are made there as they are for the runtimes.
    javascript::run(&javascript::test_files("transports")?, &[("RUNTIMES", &place)], step)
}
