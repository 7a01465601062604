//! The stages as data: a new one is one row here, and one function.

use anyhow::Result;

use super::{
    browsers, console, faults, instructions, javascript, matrix, package, policy, runtimes, rust,
};
use crate::build::{self, sizes};
use crate::report::Step;

/// One thing that has to hold.
#[derive(Debug)]
pub(super) struct Stage {
    pub(super) name: &'static str,
    pub(super) what: &'static str,
    /// Stages whose product this one takes.
    pub(super) needs: &'static [&'static str],
    /// Returns a short note for the table, which may be empty.
    ///
    /// Whatever it needs it installs; what cannot be installed is an error, for a check that is
    /// skipped in silence is one that nobody has.
    pub(super) run: fn(&Step) -> Result<String>,
}

/// Quick ones first, and what they share before those who share it.
pub(super) const STAGES: &[Stage] = &[
    Stage { name: "rustfmt", what: "Rust is formatted", needs: &[], run: rust::format },
    Stage {
        name: "traces",
        what: "no machine's paths or registries in git",
        needs: &[],
        run: policy::traces,
    },
    Stage {
        name: "biome",
        what: "JavaScript and JSON: lint and format",
        needs: &[],
        run: javascript::lint,
    },
    Stage {
        name: "checkjs",
        what: "types inside the simulator",
        needs: &[],
        run: javascript::check_simulator,
    },
    Stage { name: "clippy", what: "Rust lints", needs: &[], run: rust::lint },
    Stage { name: "rust", what: "Rust unit and property tests", needs: &[], run: rust::unit_tests },
    Stage {
        name: "instructions",
        what: "a signature takes no more of them",
        needs: &[],
        run: instructions::signing,
    },
    Stage {
        name: "fuzz",
        what: "whatever comes from outside, for a minute each",
        needs: &[],
        run: rust::fuzz,
    },
    Stage {
        name: "generated",
        what: "reviewed types are the crate's",
        needs: &[],
        run: rust::generated,
    },
    Stage {
        name: "clippy-wasm",
        what: "Rust lints, as built for wasm",
        needs: &[],
        run: rust::lint_wasm,
    },
    Stage {
        name: "package",
        what: "build and pack pkg/",
        needs: &["generated"],
        run: package::pack,
    },
    Stage {
        name: "size",
        what: "a browser's download is in budget",
        needs: &["package"],
        run: |_| sizes::check(),
    },
    Stage {
        name: "exports",
        what: "publint and are-the-types-wrong",
        needs: &["package"],
        run: package::exports,
    },
    Stage {
        name: "types",
        what: "strict TypeScript against the tarball",
        needs: &["package"],
        run: javascript::types,
    },
    Stage {
        name: "node",
        what: "the installed tarball in Node",
        needs: &["package"],
        run: javascript::node,
    },
    Stage {
        name: "memory",
        what: "100,000 calls leave nothing behind",
        needs: &["package"],
        run: javascript::memory,
    },
    Stage {
        name: "oracle",
        what: "UserSigs against the vendor's signers",
        needs: &["package"],
        run: javascript::oracle,
    },
    Stage {
        name: "runtimes",
        what: "the tarball in servers, workers, edges and test runners",
        needs: &["package"],
        run: runtimes::run,
    },
    Stage {
        name: "browsers",
        what: "the tarball in pages and workers",
        needs: &["package"],
        run: browsers::pages,
    },
    Stage {
        name: "bundlers",
        what: "the tarball in apps, as bundlers make them",
        needs: &["package"],
        run: browsers::bundlers,
    },
    Stage {
        name: "faults",
        what: "each fault with each outcome, on real sockets",
        needs: &["package"],
        run: faults::run,
    },
    Stage {
        name: "console",
        what: "the admin console: its server, and its page in browsers",
        needs: &["package"],
        run: console::run,
    },
    Stage { name: "boundary", what: "wasm-pack test --node", needs: &[], run: rust::boundary },
    Stage {
        name: "web",
        what: "wasm-pack test --headless, Chromium and Firefox",
        needs: &[],
        run: browsers::crate_tests,
    },
    Stage {
        name: "matrix",
        what: "docs/runtimes.md says what was run where",
        needs: &["runtimes", "browsers", "bundlers", "web"],
        run: matrix::check,
    },
    Stage {
        name: "licences",
        what: "cargo deny: licences, bans, sources",
        needs: &[],
        run: policy::licences,
    },
];

/// Builds `pkg/`; the stage that packs it calls this first.
pub(super) fn build_package() -> Result<String> {
    Ok(if build::build()? { "built" } else { "up to date" }.to_owned())
}
