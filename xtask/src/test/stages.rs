//! The stages as data: a new one is one row here, and one function.

use anyhow::Result;

use super::{javascript, matrix, package, places, policy, rust};
use crate::build::{self, sizes};
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
    /// Waits for the network most of the time, and so takes no other stage's place.
    Background,
}

/// In the order in which they are started, as far as that goes: first the long way to the package,
/// beside it what does not need it. What a stage needs stands above it.
pub(super) const STAGES: &[Stage] = &[
    Stage {
        name: "rustfmt",
        what: "Rust is formatted",
        needs: &[],
        lane: Lane::Any,
        run: rust::format,
    },
    Stage {
        name: "traces",
        what: "no machine's paths or registries in git",
        needs: &[],
        lane: Lane::Any,
        run: policy::traces,
    },
    Stage {
        name: "tools",
        what: "browsers, runtimes and bundlers are installed",
        needs: &[],
        lane: Lane::Background,
        run: places::tools,
    },
    Stage {
        name: "generated",
        what: "reviewed types are the crate's",
        needs: &[],
        lane: Lane::Cargo,
        run: rust::generated,
    },
    Stage {
        name: "package",
        what: "build and pack pkg/",
        needs: &["generated"],
        lane: Lane::Any,
        run: package::pack,
    },
    Stage {
        name: "clippy",
        what: "Rust lints, for this machine and for wasm",
        needs: &[],
        lane: Lane::Cargo,
        run: rust::lint,
    },
    Stage {
        name: "rust",
        what: "Rust unit, property and fuzz tests",
        needs: &[],
        lane: Lane::Cargo,
        run: rust::unit_tests,
    },
    Stage {
        name: "biome",
        what: "JavaScript and JSON: lint and format",
        needs: &[],
        lane: Lane::Any,
        run: javascript::lint,
    },
    Stage {
        name: "checkjs",
        what: "types inside the simulator",
        needs: &[],
        lane: Lane::Any,
        run: javascript::check_simulator,
    },
    Stage {
        name: "boundary",
        what: "wasm-pack test --node",
        needs: &[],
        lane: Lane::Cargo,
        run: rust::boundary,
    },
    Stage {
        name: "web",
        what: "wasm-pack test --headless, Chromium and Firefox",
        needs: &[],
        lane: Lane::Cargo,
        run: places::crate_tests,
    },
    Stage {
        name: "size",
        what: "a browser's download is in budget",
        needs: &["package"],
        lane: Lane::Any,
        run: |_| sizes::check(),
    },
    Stage {
        name: "exports",
        what: "publint and are-the-types-wrong",
        needs: &["package"],
        lane: Lane::Any,
        run: package::exports,
    },
    Stage {
        name: "types",
        what: "strict TypeScript against the tarball",
        needs: &["package"],
        lane: Lane::Any,
        run: javascript::types,
    },
    Stage {
        name: "node",
        what: "the installed tarball in Node",
        needs: &["package"],
        lane: Lane::Any,
        run: javascript::node,
    },
    Stage {
        name: "runtimes",
        what: "the tarball in servers, workers, edges and test runners",
        needs: &["package"],
        lane: Lane::Any,
        run: places::runtimes,
    },
    Stage {
        name: "browsers",
        what: "the tarball in pages and workers",
        needs: &["package"],
        lane: Lane::Browser,
        run: places::pages,
    },
    Stage {
        name: "bundlers",
        what: "the tarball in apps, as bundlers make them",
        needs: &["package"],
        lane: Lane::Browser,
        run: places::bundlers,
    },
    Stage {
        name: "faults",
        what: "each fault with each outcome, on real sockets",
        needs: &["package"],
        lane: Lane::Any,
        run: places::faults,
    },
    Stage {
        name: "console",
        what: "the admin console: its server, and its page in browsers",
        needs: &["package"],
        lane: Lane::Browser,
        run: places::console,
    },
    Stage {
        name: "oracle",
        what: "UserSigs against the vendor's signers",
        needs: &["package"],
        lane: Lane::Any,
        run: javascript::oracle,
    },
    Stage {
        name: "licences",
        what: "cargo deny: licences, bans, sources",
        needs: &[],
        lane: Lane::Any,
        run: policy::licences,
    },
    Stage {
        name: "memory",
        what: "10,000 calls leave nothing behind",
        needs: &["package"],
        lane: Lane::Alone,
        run: javascript::memory,
    },
    Stage {
        name: "matrix",
        what: "docs/runtimes.md says what was run where",
        needs: &["runtimes", "browsers", "bundlers", "web"],
        lane: Lane::Any,
        run: matrix::check,
    },
];

/// Builds `pkg/`; the stage that packs it calls this first.
pub(super) fn build_package() -> Result<String> {
    Ok(if build::build()? { "built" } else { "up to date" }.to_owned())
}
