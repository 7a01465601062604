//! `cargo xtask bench`: this package and its peers side by side.

use anyhow::{Context, Result, ensure};

use crate::report::step;
use crate::run::tool;
use crate::tools::npm;
use crate::{test, workspace};

/// Asks the questions named, or all; `save` puts the answers into docs/performance.md.
pub(crate) fn bench(questions: &[String], quick: bool, save: bool) -> Result<()> {
    npm::ensure()?;
    let project = step("the package, packed and installed", test::installed)?;
    let mut node = tool("node");
    node.arg(workspace::root("bench/run.mjs"))
        .args(questions)
        .args(quick.then_some("--quick"))
        .args(save.then_some("--save"))
        .arg("--out")
        .arg(workspace::target("bench"))
        .env("PACKAGE_PROJECT", project);
    let status = node.status().context("`node` could not be started")?;
    ensure!(status.success(), "the benchmarks failed, as shown above");
    Ok(())
}
