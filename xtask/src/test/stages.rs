//! The stages as data: a new one is one row here, and one function.

use anyhow::Result;

use Lane::{Alone, Any, Background, Browser, Cargo};

use super::{javascript, matrix, package, places, policy, rust};
use crate::build::{self, one_more, sizes};
use crate::report::Step;

/// One thing that has to hold.
#[derive(Debug)]
pub(super) struct Stage {
    pub(super) name: &'static str,
    pub(super) what: &'static str,
    /// Stages whose product this one takes.
    pub(super) needs: &'static [&'static str],
    pub(super) lane: Lane,
    /// Returns a short note for the table, which may be empty.
    ///
    /// Whatever it needs it installs; what cannot be installed is an error, for a check that is
    /// skipped in silence is one that nobody has.
    pub(super) run: fn(&Step) -> Result<String>,
}

/// What a stage cannot have beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Lane {
    /// Nothing: any other may run beside it.
    Any,
    /// Takes target/debug, which Cargo gives to one at a time: another one would only wait for it.
    Cargo,
    /// Starts browsers, of which one set at a time is enough for the machine.
    Browser,
    /// Uses all cores by itself, or counts what others would disturb.
    Alone,
    /// Waits most of the time, for the network or the clock, and so takes no other stage's place.
    Background,
}

/// In the order in which they are started, as far as that goes: first the long way to the package,
/// beside it what does not need it. What a stage needs stands above it.
pub(super) const STAGES: &[Stage] = &[
    stage("rustfmt", "Rust is formatted", NOTHING, Any, rust::format),
    stage("hygiene", "no machine's paths or registries in git", NOTHING, Any, policy::hygiene),
    stage(
        "tools",
        "browsers, runtimes and bundlers are installed",
        NOTHING,
        Background,
        places::tools,
    ),
    stage(
        "generated",
        "reviewed types and references are the crate's",
        NOTHING,
        Cargo,
        rust::generated,
    ),
    stage("package", "build and pack pkg/", &["generated"], Any, package::pack),
    stage("clippy", "Rust lints, for this machine and for wasm", NOTHING, Cargo, rust::lint),
    stage("rust", "Rust unit, property and fuzz tests", NOTHING, Cargo, rust::unit_tests),
    stage("biome", "JavaScript and JSON: lint and format", NOTHING, Any, javascript::lint),
    stage("workflows", "actionlint, on the CI's own file", NOTHING, Any, javascript::workflows),
    stage("checkjs", "types inside the simulator", NOTHING, Any, javascript::check_simulator),
    stage("boundary", "wasm-pack test --node", NOTHING, Cargo, rust::boundary),
    stage(
        "web",
        "wasm-pack test --headless, Chromium and Firefox",
        NOTHING,
        Cargo,
        places::crate_tests,
    ),
    stage("size", "a browser's download is in budget", PACKAGE, Any, |_| sizes::check()),
    stage("operation", "one more operation weighs little", PACKAGE, Any, one_more::check),
    stage("exports", "publint and are-the-types-wrong", PACKAGE, Any, package::exports),
    stage("types", "strict TypeScript against the tarball", PACKAGE, Any, javascript::types),
    stage("node", "the installed tarball in Node", PACKAGE, Any, javascript::node),
    stage(
        "runtimes",
        "the tarball in servers, workers, edges and test runners",
        PACKAGE,
        Any,
        places::runtimes,
    ),
    stage("examples", "the projects of examples/, run", PACKAGE, Any, places::examples),
    stage("transports", "proxies, agents, nock and MSW", PACKAGE, Any, places::transports),
    stage("browsers", "the tarball in pages and workers", PACKAGE, Browser, places::pages),
    stage(
        "bundlers",
        "the tarball in apps, as bundlers make them",
        PACKAGE,
        Browser,
        places::bundlers,
    ),
    stage("faults", "each fault with each outcome, on real sockets", PACKAGE, Any, places::faults),
    stage(
        "console",
        "the admin console: its server, and its page in browsers",
        PACKAGE,
        Browser,
        places::console,
    ),
    stage(
        "site",
        "the reference without a finding, the playground in Chromium",
        PACKAGE,
        Browser,
        places::site,
    ),
    stage("scale", "machines share one rate", PACKAGE, Background, places::scale),
    stage("cli", "the command line, killed and interrupted", PACKAGE, Any, places::cli),
    stage("oracle", "UserSigs against the vendor's signers", PACKAGE, Any, javascript::oracle),
    stage("licences", "cargo deny: licences, bans, sources", NOTHING, Any, policy::licences),
    stage(
        "memory",
        "calls by the ten thousand leave nothing behind",
        PACKAGE,
        Alone,
        javascript::memory,
    ),
    stage(
        "matrix",
        "docs/runtimes.md says what was run where",
        &["runtimes", "browsers", "bundlers", "web"],
        Any,
        matrix::check,
    ),
];

const NOTHING: &[&str] = &[];
const PACKAGE: &[&str] = &["package"];

const fn stage(
    name: &'static str,
    what: &'static str,
    needs: &'static [&'static str],
    lane: Lane,
    run: fn(&Step) -> Result<String>,
) -> Stage {
    Stage { name, what, needs, lane, run }
}

/// Builds `pkg/`; the stage that packs it calls this first.
pub(super) fn build_package() -> Result<String> {
    Ok(if build::build()? { "built" } else { "up to date" }.to_owned())
}
