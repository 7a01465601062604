//! The places that the package says it works in, each started for real: servers, edges, test
//! runners, bundlers, browsers, and the console in them.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use serde_json::json;

use super::{count, javascript, matrix, package, rust};
use crate::report::Step;
use crate::run::{Run, tool};
use crate::tools::programs::{CHROMEDRIVER, CHROMIUM, FIREFOX, servers, shells};
use crate::tools::{npm, packages};
use crate::{console as example, docs, workspace};

/// What the other stages would install when they begin, while there is time for it.
pub(super) fn tools(_: &Step) -> Result<String> {
    npm::ensure()?;
    installed("runtimes", "runtimes")?;
    for program in [CHROMIUM, CHROMEDRIVER, FIREFOX] {
        program.ensure()?;
    }
    for (tests, folder) in [
        ("types", "types"),
        ("bundlers", "bundlers"),
        ("browsers", "browsers"),
        ("console", "console/tools"),
        ("scale", "scale"),
        ("transports", "transports"),
    ] {
        installed(tests, folder)?;
    }
    servers()?;
    installed("cli", "cli")?;
    shells()?;
    packages::from_pypi()?;
    Ok(String::new())
}

/// `tests/runtimes/`: servers, edge functions, test runners.
pub(super) fn runtimes(step: &Step) -> Result<String> {
    let runtimes = installed("runtimes", "runtimes")?;
    matrix::collect("runtimes", |rows| {
        run("runtimes", &[("RUNTIMES", &runtimes), ("MATRIX_FILE", rows)], step)
    })
}

/// `tests/examples/`: the smallest useful project for each place, as users copy it.
pub(super) fn examples(step: &Step) -> Result<String> {
    run("examples", &[("RUNTIMES", &installed("runtimes", "runtimes")?)], step)
}

/// `tests/transports/`: proxies, agents and mocks between the package and the network, on several
/// Node.js; and the samples of `docs/proxies.md`.
pub(super) fn transports(step: &Step) -> Result<String> {
    let place = installed("transports", "transports")?;
    // Projects of users are made there as they are for the runtimes.
    run("transports", &[("RUNTIMES", &place)], step)
}

/// `tests/browsers/`: pages and workers, without a bundler.
pub(super) fn pages(step: &Step) -> Result<String> {
    let drivers = installed("browsers", "browsers")?;
    let (chromium, firefox) = (CHROMIUM.ensure()?, FIREFOX.ensure()?);
    matrix::collect("browsers", |rows| {
        let places = [
            ("BROWSER_DRIVERS", drivers.as_path()),
            ("CHROMIUM", &chromium),
            ("FIREFOX", &firefox),
            ("MATRIX_FILE", rows),
        ];
        run("browsers", &places, step)
    })
}

/// `tests/bundlers/`: an app made by each of them, opened in Chromium.
pub(super) fn bundlers(step: &Step) -> Result<String> {
    let (drivers, bundlers) =
        (installed("browsers", "browsers")?, installed("bundlers", "bundlers")?);
    let chromium = CHROMIUM.ensure()?;
    matrix::collect("bundlers", |rows| {
        let places = [
            ("BROWSER_DRIVERS", drivers.as_path()),
            ("BUNDLERS", &bundlers),
            ("CHROMIUM", &chromium),
            ("MATRIX_FILE", rows),
        ];
        run("bundlers", &places, step)
    })
}

/// `tests/faults/`: each fault with each outcome, in Node, workerd and Chromium.
pub(super) fn faults(step: &Step) -> Result<String> {
    let (runtimes, drivers) =
        (installed("runtimes", "runtimes")?, installed("browsers", "browsers")?);
    let chromium = CHROMIUM.ensure()?;
    let places =
        [("RUNTIMES", runtimes.as_path()), ("BROWSER_DRIVERS", &drivers), ("CHROMIUM", &chromium)];
    run("faults", &places, step)
}

/// `tests/console/`: the admin console of `www-example/`, as people who copy it have it, on the packed
/// package: its server in Node and in workerd, its page in Chromium and Firefox.
pub(super) fn console(step: &Step) -> Result<String> {
    let (drivers, runtimes) =
        (installed("browsers", "browsers")?, installed("runtimes", "runtimes")?);
    let (chromium, firefox) = (CHROMIUM.ensure()?, FIREFOX.ensure()?);
    let tools = installed("console", "console/tools")?;
    let project = package::install(step)?;
    let folder = example::make(&project.join("node_modules/room-engine-admin"), step)?;
    let places = [
        ("BROWSER_DRIVERS", drivers.as_path()),
        ("CHROMIUM", &chromium),
        ("CONSOLE", &folder),
        ("CONSOLE_TOOLS", &tools),
        ("FIREFOX", &firefox),
        ("RUNTIMES", &runtimes),
    ];
    run("console", &places, step)
}

/// `tests/site/`: the reference and the playground, made of the packed package.
pub(super) fn site(step: &Step) -> Result<String> {
    let places = site_places(&package::install(step)?)?;
    run("site", &places.each_ref().map(|(name, place)| (*name, place.as_path())), step)
}

/// The site of the package installed in `project`, and what opens it, by their names in the environment.
pub(crate) fn site_places(project: &Path) -> Result<[(&'static str, PathBuf); 3]> {
    let drivers = installed("browsers", "browsers")?;
    let chromium = CHROMIUM.ensure()?;
    let site = docs::make(&project.join("node_modules/room-engine-admin"))?;
    Ok([("BROWSER_DRIVERS", drivers), ("CHROMIUM", chromium), ("SITE", site)])
}

/// `tests/scale/`: machines that share one rate by Redis, PostgreSQL or a worker, which the tests start.
pub(super) fn scale(step: &Step) -> Result<String> {
    let (scale, runtimes) = (installed("scale", "scale")?, installed("runtimes", "runtimes")?);
    let [(redis, redis_file), (postgres, postgres_folder)] = servers()?;
    let places = [
        ("SCALE", scale.as_path()),
        ("RUNTIMES", &runtimes),
        (redis, &redis_file),
        (postgres, &postgres_folder),
    ];
    javascript::run_in_turn(&javascript::test_files("scale")?, &places, step)
}

/// `tests/cli/`: the command line as npm installs it, killed and interrupted, and its completion in the
/// shells that it is for.
pub(super) fn cli(step: &Step) -> Result<String> {
    let project = package::install_cli(step)?;
    let [(zsh, zsh_file), (fish, fish_file)] = shells()?;
    run("cli", &[("CLI_PROJECT", &project), (zsh, &zsh_file), (fish, &fish_file)], step)
}

/// The tests of `tests/*.rs` that ask for a browser, in both.
pub(super) fn crate_tests(step: &Step) -> Result<String> {
    let (chromium, chromedriver) = (CHROMIUM.ensure()?, CHROMEDRIVER.ensure()?);
    let (firefox, geckodriver) = (FIREFOX.ensure()?, packages::geckodriver()?);
    matrix::collect("web", |rows| {
        let mut lines = String::new();
        let mut notes = Vec::new();
        for (name, browser, [headless, flag, driver], program) in [
            ("Chromium", &chromium, ["--headless", "--chrome", "--chromedriver"], &chromedriver),
            ("Firefox", &firefox, ["--headless", "--firefox", "--geckodriver"], &geckodriver),
        ] {
            let place = [headless.as_ref(), flag.as_ref(), driver.as_ref(), program.as_os_str()];
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

/// What npm installs for the tests of a folder: in target/, since there it is not in the way of
/// whoever walks tests/.
fn installed(tests: &str, folder: &str) -> Result<PathBuf> {
    let folder = workspace::target(folder);
    npm::install(&workspace::root("tests").join(tests), &folder)?;
    Ok(folder)
}

fn run(tests: &str, places: &[(&str, &Path)], step: &Step) -> Result<String> {
    javascript::run(&javascript::test_files(tests)?, places, step)
}

/// `Chromium 156.0.8078.79`, of all that a browser says to `--version`.
fn version(browser: &Path) -> Result<String> {
    let said = tool(browser).arg("--version").read()?;
    let words: Vec<_> = said.split_whitespace().filter(|word| *word != "Mozilla").collect();
    let end = words.iter().position(|word| word.starts_with(|first: char| first.is_ascii_digit()));
    let end = end.with_context(|| format!("{} told no version: {said}", browser.display()))?;
    Ok(words.get(..=end).unwrap_or_default().join(" "))
}
