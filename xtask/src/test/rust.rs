//! What checks the crate itself.

use std::ffi::OsStr;

use anyhow::{Result, ensure};

use super::count;
use crate::build;
use crate::report::Step;
use crate::run::{Run, tool};
use crate::stamp;
use crate::toolchain::{TARGET, Toolchain, prepend_path};
use crate::tools::{bindgen, crates};
use crate::workspace;

pub(super) fn format(step: &Step) -> Result<String> {
    tool("cargo").args(["fmt", "--all", "--check"]).run(step)?;
    Ok(String::new())
}

pub(super) fn lint(step: &Step) -> Result<String> {
    tool("cargo")
        .args(["clippy", "--locked", "--workspace", "--all-targets", "--", "--deny", "warnings"])
        .run(step)?;
    Ok(String::new())
}

pub(super) fn lint_wasm(step: &Step) -> Result<String> {
    let mut clippy = Toolchain::ensure_clippy()?.tool("cargo");
    clippy.args([
        "clippy",
        "--locked",
        "--package",
        "room-engine-admin",
        "--target",
        TARGET,
        "--lib",
    ]);
    for test in wasm_tests(|_| true)? {
        clippy.args(["--test", &test]);
    }
    clippy.args(["--", "--deny", "warnings"]).run(step)?;
    Ok(String::new())
}

pub(super) fn unit_tests(step: &Step) -> Result<String> {
    // The wasm-bindgen tools are two lines of ours around a crate that takes a minute to compile.
    let output = tool("cargo")
        .args(["test", "--locked", "--workspace", "--exclude", "wasm-bindgen-tools"])
        .run(step)?;
    count::of_cargo(&output)
}

/// Each target for a minute, or for as long as `FUZZ_SECONDS` says.
pub(super) fn fuzz(step: &Step) -> Result<String> {
    let seconds = std::env::var("FUZZ_SECONDS").unwrap_or_else(|_| "60".to_owned());
    let output = tool("cargo")
        .args(["test", "--locked", "--profile", "fuzz", "--test", "fuzz", "--", "--nocapture"])
        .env("FUZZ_SECONDS", &seconds)
        .run(step)?;
    count::of_cargo(&output)?;
    let counts: Vec<&str> = output
        .lines()
        .filter_map(|line| line.strip_suffix(" inputs"))
        // The runner's own words may stand before.
        .filter_map(|line| line.rsplit(" ... ").next())
        .collect();
    ensure!(!counts.is_empty(), "no target told how much it was fuzzed");
    Ok(format!("{seconds} s each; {}", counts.join(", ")))
}

pub(super) fn generated(_: &Step) -> Result<String> {
    build::generated::check_types()?;
    Ok(String::new())
}

/// The tests of `tests/*.rs` that are for wasm and ask for no browser, in Node.
pub(super) fn boundary(step: &Step) -> Result<String> {
    let output = wasm_pack_test(&["--node".as_ref()], |text| !is_for_browsers(text), step)?;
    count::of_cargo(&output)
}

/// Whether a file of tests is skipped, with exit code 0, anywhere but in a browser.
pub(super) fn is_for_browsers(test: &str) -> bool {
    test.contains("run_in_browser")
}

/// wasm-pack, with the files of tests for which `fits` holds.
pub(super) fn wasm_pack_test(
    place: &[&OsStr],
    fits: fn(&str) -> bool,
    step: &Step,
) -> Result<String> {
    let tests = wasm_tests(fits)?;
    ensure!(!tests.is_empty(), "no file of tests/*.rs is for wasm there: it would go untested");
    let toolchain = Toolchain::ensure()?;
    let bindgen = bindgen::ensure()?;
    let wasm_pack = crates::WASM_PACK.ensure()?;
    let mut command = toolchain.tool(wasm_pack);
    prepend_path(&mut command, &bindgen);
    // What Chromium would like to do on its own has no place in a test.
    let capabilities = workspace::root("tests/browsers/webdriver.json");
    command.env("WASM_BINDGEN_TEST_WEBDRIVER_JSON", capabilities);
    // Without the mode it would look for newer tools than those pinned here, and fetch them.
    command.arg("test").args(place).args(["--mode", "no-install", ".", "--locked"]);
    for test in tests {
        command.args(["--test", &test]);
    }
    command.run(step)
}

fn wasm_tests(fits: fn(&str) -> bool) -> Result<Vec<String>> {
    let mut names = Vec::new();
    for file in stamp::files_under(&workspace::root("tests"))? {
        let top = file.parent() == Some(&workspace::root("tests"));
        if top && file.extension().is_some_and(|end| end == "rs") {
            let text = std::fs::read_to_string(&file)?;
            if text.contains("#![cfg(target_arch = \"wasm32\")]") && fits(&text) {
                names.push(file.file_stem().unwrap_or_default().to_string_lossy().into_owned());
            }
        }
    }
    Ok(names)
}
