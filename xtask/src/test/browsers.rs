//! What runs in Chromium and Firefox: the package in their pages, and the crate's own tests.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use serde_json::json;

use super::{count, javascript, matrix, rust};
use crate::report::Step;
use crate::run::{Run, tool};
use crate::tools::programs::{CHROMEDRIVER, CHROMIUM, FIREFOX};
use crate::tools::{crates, npm};
use crate::workspace;

/// `tests/browsers/`: pages and workers, without a bundler.
pub(super) fn pages(step: &Step) -> Result<String> {
    let (drivers, chromium, firefox) = (drivers()?, CHROMIUM.ensure()?, FIREFOX.ensure()?);
    let files = javascript::test_files("browsers")?;
    matrix::collect("browsers", |rows| {
        let places = [
            ("BROWSER_DRIVERS", drivers.as_path()),
            ("CHROMIUM", &chromium),
            ("FIREFOX", &firefox),
            ("MATRIX_FILE", rows),
        ];
        javascript::run(&files, &places, step)
    })
}

/// `tests/bundlers/`: an app made by each of them, opened in Chromium.
pub(super) fn bundlers(step: &Step) -> Result<String> {
    let (drivers, chromium) = (drivers()?, CHROMIUM.ensure()?);
    let bundlers = workspace::target("bundlers");
    npm::install(&workspace::root("tests/bundlers"), &bundlers)?;
    let files = javascript::test_files("bundlers")?;
    matrix::collect("bundlers", |rows| {
        let places = [
            ("BROWSER_DRIVERS", drivers.as_path()),
            ("BUNDLERS", &bundlers),
            ("CHROMIUM", &chromium),
            ("MATRIX_FILE", rows),
        ];
        javascript::run(&files, &places, step)
    })
}

/// What drives the browsers, in target/ as all that npm installs for tests.
pub(super) fn drivers() -> Result<PathBuf> {
    let drivers = workspace::target("browsers");
    npm::install(&workspace::root("tests/browsers"), &drivers)?;
    Ok(drivers)
}

/// The tests of `tests/*.rs` that ask for a browser, in both.
pub(super) fn crate_tests(step: &Step) -> Result<String> {
    let (chromium, chromedriver) = (CHROMIUM.ensure()?, CHROMEDRIVER.ensure()?);
    let (firefox, geckodriver) = (FIREFOX.ensure()?, crates::GECKODRIVER.ensure()?);
    matrix::collect("web", |rows| {
        let mut lines = String::new();
        let mut notes = Vec::new();
        for (name, flag, browser, driver) in [
            (
                "Chromium",
                "--chrome",
                &chromium,
                ["--chromedriver".as_ref(), chromedriver.as_os_str()],
            ),
            ("Firefox", "--firefox", &firefox, ["--geckodriver".as_ref(), geckodriver.as_os_str()]),
        ] {
            let place = ["--headless".as_ref(), flag.as_ref(), driver[0], driver[1]];
            let output = rust::wasm_pack_test(&place, rust::is_for_browsers, step)?;
            notes.push(format!("{} in {name}", count::of_cargo(&output)?));
            let ran = format!("wasm-pack test --headless {flag}: fetch, timers, signals, realms");
            let place = format!("{name}, the crate itself");
            let row = json!({ "place": place, "version": version(browser)?, "ran": ran });
            lines.push_str(&format!("{row}\n"));
        }
        fs::write(rows, lines).with_context(|| format!("writing {}", rows.display()))?;
        Ok(notes.join(", "))
    })
}

/// `Chromium 156.0.8078.79`, of all that a browser says to `--version`.
fn version(browser: &Path) -> Result<String> {
    let said = tool(browser).arg("--version").read()?;
    let words: Vec<_> = said.split_whitespace().filter(|word| *word != "Mozilla").collect();
    let end = words.iter().position(|word| word.starts_with(|first: char| first.is_ascii_digit()));
    let end = end.with_context(|| format!("{} told no version: {said}", browser.display()))?;
    Ok(words.get(..=end).unwrap_or_default().join(" "))
}
