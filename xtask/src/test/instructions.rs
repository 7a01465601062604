//! How many instructions a signature takes: unlike a time, the same number on every run, so that a
//! change which makes signing slower is seen.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};

use crate::report::Step;
use crate::run::{Run, tool};
use crate::tools::programs::VALGRIND;
use crate::workspace;

/// The way to sign, and the most instructions it may take: a tenth more than it took last.
const LIMITS: [(&str, u64); 2] = [("kept", 28_000), ("anew", 36_000)];

/// Enough that what a process does besides can be taken off, and few enough for a simulator.
const SIGNATURES: u64 = 1000;

pub(super) fn signing(step: &Step) -> Result<String> {
    let program = build(step)?;
    let mut counts = Vec::new();
    for (way, limit) in LIMITS {
        let with = instructions(&program, way, SIGNATURES, step)?;
        let without = instructions(&program, way, 0, step)?;
        let each = with.saturating_sub(without) / SIGNATURES;
        ensure!(
            (1..=limit).contains(&each),
            "a signature with a key that is {way} takes {each} instructions, above the limit of \
             {limit}: `cargo xtask bench signatures` tells what that is in time"
        );
        counts.push(format!("key {way} {each} of {limit}"));
    }
    Ok(counts.join(", "))
}

/// The signer for this machine, with the code for SHA-256 that WebAssembly has too: no instructions
/// of its own for it.
fn build(step: &Step) -> Result<PathBuf> {
    let target = workspace::target("instructions");
    tool("cargo")
        .args(["build", "--locked", "--release", "--package", "signing"])
        .args(["--example", "signatures", "--target-dir"])
        .arg(&target)
        .args(["--config", "build.rustflags=[\"--cfg\", \"sha2_backend=\\\"soft\\\"\"]"])
        .env_remove("RUSTFLAGS")
        .env_remove("CARGO_ENCODED_RUSTFLAGS")
        .run(step)?;
    Ok(target.join("release/examples/signatures"))
}

fn instructions(program: &Path, way: &str, count: u64, step: &Step) -> Result<u64> {
    let output = tool(VALGRIND.ensure()?)
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
        .arg(program)
        .args([way, &count.to_string()])
        .run(step)?;
    let collected =
        output.split("Collected :").nth(1).and_then(|rest| rest.split_whitespace().next());
    collected.and_then(|number| number.parse().ok()).context("callgrind told no number")
}
