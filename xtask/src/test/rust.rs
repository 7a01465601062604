//! What checks the crate itself.

use std::ffi::OsStr;

use anyhow::{Result, bail, ensure};

use super::count;
use crate::build;
use crate::report::{Step, say, step};
use crate::run::{Run, tool};
use crate::stamp;
use crate::target::TARGET;
use crate::toolchain::{Toolchain, prepend_path};
use crate::tools::{bindgen, packages};
use crate::workspace;

pub(super) fn format(step: &Step) -> Result<String> {
    tool("cargo").args(["fmt", "--all", "--check"]).run(step)?;
    Ok(String::new())
}

/// In three calls: what runs on this machine, and what of the crate is built for wasm alone, for servers and for pages.
/// The machine and wasm may have compilers of different releases.
pub(super) fn lint(step: &Step) -> Result<String> {
    const STRICT: [&str; 3] = ["--", "--deny", "warnings"];
    tool("cargo")
        // That one is linted while it is built.
        .args(["clippy", "--locked", "--workspace", "--exclude", bindgen::CRATE, "--all-targets"])
        .args(STRICT)
        .run(step)?;
    let toolchain = Toolchain::ensure_clippy()?;
    for features in FEATURES {
        let mut clippy = toolchain.tool("cargo");
        clippy.args(["clippy", "--locked", "--package", "room-engine-admin", "--target", TARGET]);
        clippy.arg("--lib").args(features);
        for test in wasm_tests(|_| true)? {
            clippy.args(["--test", &test]);
        }
        clippy.args(STRICT).run(step)?;
    }
    Ok(String::new())
}

/// Those of the module for servers, and of the one for pages that ask a handler.
const FEATURES: [&[&str]; 2] = [&[], &["--no-default-features"]];

pub(super) fn unit_tests(step: &Step) -> Result<String> {
    // The wasm-bindgen tools are two lines of ours around a crate that takes a minute to compile.
    let output = tool("cargo")
        .args(["test", "--locked", "--workspace", "--exclude", bindgen::CRATE])
        .run(step)?;
    // That memory is wiped shows only as it is built for users: what is unused may be optimized away.
    let wiped = tool("cargo")
        .args(["test", "--locked", "--package", "signing", "--release", "--test", "wiped"])
        .run(step)?;
    count::of_cargo(&(output + &wiped))
}

/// `cargo xtask fuzz`: each target, or each of those named, for so many seconds.
pub(crate) fn fuzz(seconds: u64, targets: &[String]) -> Result<()> {
    let all = stamp::folders_in(&workspace::root("tests/corpus"))?;
    if let Some(unknown) = targets.iter().find(|target| !all.contains(target)) {
        bail!("there is no target `{unknown}`; there are: {}", all.join(", "));
    }
    let count = if targets.is_empty() { all.len() } else { targets.len() };
    let at_once = std::thread::available_parallelism().map_or(1, usize::from);
    let rounds = count.div_ceil(at_once) as u64;
    say(&format!("{count} targets, {seconds} s each: about {} s once built", seconds * rounds));
    step("cargo test --profile fuzz --test fuzz", |step| {
        let output = tool("cargo")
            .args(["test", "--locked", "--profile", "fuzz", "--test", "fuzz", "--"])
            .args(["--nocapture", "--exact"])
            .args(targets)
            .env("FUZZ_SECONDS", seconds.to_string())
            .run(step)?;
        count::of_cargo(&output)?;
        // The runner's own words may stand before.
        let told = |line: &str| {
            line.strip_suffix(" inputs")
                .and_then(|line| line.rsplit(" ... ").next().map(str::to_owned))
        };
        let told: Vec<_> = output.lines().filter_map(told).collect();
        ensure!(told.len() == count, "of {count} targets {} told how much they had", told.len());
        say(&format!("inputs: {}", told.join(", ")));
        Ok(())
    })
}

pub(super) fn generated(_: &Step) -> Result<String> {
    build::generated::check_reviewed()?;
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

/// wasm-pack, with the files of tests for which `fits` holds, for both modules.
pub(super) fn wasm_pack_test(
    place: &[&OsStr],
    fits: fn(&str) -> bool,
    step: &Step,
) -> Result<String> {
    let tests = wasm_tests(fits)?;
    ensure!(!tests.is_empty(), "no file of tests/*.rs is for wasm there: it would go untested");
    let toolchain = Toolchain::ensure()?;
    let bindgen = bindgen::ensure()?;
    let wasm_pack = packages::wasm_pack()?;
    let mut output = String::new();
    for features in FEATURES {
        let mut command = toolchain.tool(&wasm_pack);
        prepend_path(&mut command, &bindgen);
        // What Chromium would like to do on its own has no place in a test.
        let capabilities = workspace::root("tests/browsers/webdriver.json");
        command.env("WASM_BINDGEN_TEST_WEBDRIVER_JSON", capabilities);
        // Without the mode it would look for newer tools than those pinned here, and fetch them.
        command.arg("test").args(place).args(["--mode", "no-install", ".", "--locked"]);
        command.args(features);
        for test in &tests {
            command.args(["--test", test]);
        }
        let one = command.run(step)?;
        count::of_cargo(&one)?;
        output.push_str(&one);
    }
    Ok(output)
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
