//! `cargo xtask bench`: this package and its peers side by side.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};

use crate::report::step;
use crate::run::tool;
use crate::tools::npm;
use crate::{test, workspace};

/// The question that needs a browser and the site.
const PLAYGROUND: &str = "playground";
/// The question that the memory tests answer, and not bench/.
const LEAKS: &str = "leaks";
const LEAKS_CALLS: u32 = 100_000;

/// What to measure, and with what.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// Questions to ask (signatures, calls, cpu, start, memory, limit, growth, download, playground,
    /// leaks); all but leaks when none is named
    questions: Vec<String>,
    /// Fewer rounds, for a first look
    #[arg(long)]
    quick: bool,
    /// Write the answers into docs/performance.md and its chart
    #[arg(long)]
    save: bool,
    /// The packed file of another build, to be measured beside this one by `calls` and `cpu`
    #[arg(long, value_name = "FILE.tgz", env = "BENCH_AGAINST")]
    against: Option<PathBuf>,
}

/// Asks the questions named, or all; `save` puts the answers into docs/performance.md.
pub(crate) fn bench(mut arguments: Arguments) -> Result<()> {
    let against = arguments.against.as_deref().map(std::path::absolute).transpose()?;
    npm::ensure()?;
    let project = step("the package, packed and installed", test::installed)?;
    let asked = arguments.questions.len();
    arguments.questions.retain(|question| question != LEAKS);
    if arguments.questions.len() < asked {
        leaks()?;
        if arguments.questions.is_empty() {
            return Ok(());
        }
    }
    let mut node = tool("node");
    node.arg(workspace::root("bench/run.mjs"))
        .args(&arguments.questions)
        .args(arguments.quick.then_some("--quick"))
        .args(arguments.save.then_some("--save"))
        .arg("--out")
        .arg(workspace::target("bench"))
        .env("PACKAGE_PROJECT", &project);
    if arguments.questions.is_empty() || arguments.questions.iter().any(|name| name == PLAYGROUND) {
        node.envs(test::site_places(&project)?);
    }
    if let Some(tarball) = against {
        node.env("AGAINST_PROJECT", installed_beside(&tarball)?);
    }
    let status = node.status().context("`node` could not be started")?;
    ensure!(status.success(), "the benchmarks failed, as shown above");
    Ok(())
}

/// The memory tests of CI, with ten times as many calls.
fn leaks() -> Result<()> {
    let what = format!("{LEAKS}: {LEAKS_CALLS} calls in each way to end, about 2 min");
    let note = step(what, |step| test::memory(LEAKS_CALLS, step))?;
    println!("{LEAKS}: {note}, nothing is left behind");
    Ok(())
}

/// A project in which nothing but that file is installed.
fn installed_beside(tarball: &Path) -> Result<PathBuf> {
    let project = workspace::target("bench/against");
    step(format!("npm install {}", workspace::shown(tarball)), |step| {
        ensure!(tarball.is_file(), "there is no such file");
        npm::project_of(tarball.to_path_buf(), &project, step)?;
        Ok(project)
    })
}
