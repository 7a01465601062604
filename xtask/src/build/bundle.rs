//! One file per entry and module system, so that no bundler, file system or URL stands between.

use std::path::Path;

use anyhow::Result;

use crate::report::Step;
use crate::run::Run;
use crate::tools::npm;
use crate::workspace;

/// An entry of the package.
struct Entry {
    /// In `pkg-template/`.
    source: &'static str,
    /// In `pkg/dist/`, without `.js` or `.cjs`.
    output: &'static str,
    /// In `pkg-template/src/modules/`: what `#module` stands for, where the entry imports it.
    module: Option<&'static str>,
    /// What browsers do not download stays readable for those who step into it.
    minify: bool,
}

const ENTRIES: [Entry; 10] = [
    main("index", "inline.js"),
    main(PAGE, "browser.js"),
    main("slim", "slim.js"),
    main("workerd", "workerd.js"),
    main("edge-light", "edge-light.js"),
    // What a page loads that signs.
    Entry { source: "src/modules/inline.js", output: "server", module: None, minify: true },
    // Not a module of its own: it takes the one of the package's entry for the place it runs in.
    Entry { source: "src/handler.js", output: "handler", module: None, minify: true },
    readable("node/index.js", "node"),
    readable("simulator/index.js", "simulator"),
    readable("simulator/node.js", "simulator-node"),
];

const fn main(output: &'static str, module: &'static str) -> Entry {
    Entry { source: "src/index.js", output, module: Some(module), minify: true }
}

const fn readable(source: &'static str, output: &'static str) -> Entry {
    Entry { source, output, module: None, minify: false }
}

/// What sources import under a name with `#`, and the generated file it stands for.
const GENERATED: [(&str, &str); 7] = [
    ("#glue", "server.glue.js"),
    ("#bytes", "server.bytes.js"),
    ("#page-glue", "page.glue.js"),
    ("#page-bytes", "page.bytes.js"),
    ("#facts", "facts.js"),
    ("#operations", "operations.js"),
    ("#version", "version.js"),
];

/// Bundles all entries into `pkg/dist/`.
pub(super) fn all(step: &Step) -> Result<()> {
    let (generated, out) = (workspace::target("pkg-build"), workspace::root("pkg/dist"));
    for entry in &ENTRIES {
        bundle(entry, "esm", "js", &generated, &out, step)?;
        bundle(entry, "cjs", "cjs", &generated, &out, step)?;
    }
    Ok(())
}

/// Bundles the entry for pages, of other generated files, into another folder.
pub(super) fn page(generated: &Path, out: &Path, step: &Step) -> Result<()> {
    ENTRIES
        .iter()
        .filter(|entry| entry.output == PAGE)
        .try_for_each(|entry| bundle(entry, "esm", "js", generated, out, step))
}

/// The entry for pages.
const PAGE: &str = "browser";

fn bundle(
    entry: &Entry,
    format: &str,
    extension: &str,
    generated: &Path,
    out: &Path,
    step: &Step,
) -> Result<()> {
    let out = out.join(format!("{}.{extension}", entry.output));
    let mut esbuild = npm::bin("esbuild");
    esbuild
        .arg(workspace::root("pkg-template").join(entry.source))
        .args(["--bundle", "--target=es2022", "--charset=utf8", "--legal-comments=none"])
        .args(["--log-level=warning", "--external:node:*"])
        // The runtimes that import the module itself resolve it beside the bundle.
        .arg("--external:room-engine-admin")
        .args(["--external:./core_bg.wasm", "--external:./core_bg.wasm?module"])
        .arg(format!("--external:./server.{extension}"))
        .arg(format!("--format={format}"))
        // For CommonJS it adds the line from which Node learns the names when ESM imports the file.
        .arg(if format == "cjs" { "--platform=node" } else { "--platform=neutral" })
        .arg(format!("--outfile={}", out.display()));
    for (name, file) in GENERATED {
        let file = generated.join(file);
        esbuild.arg(format!("--alias:{name}={}", file.display()));
    }
    let server = if format == "cjs" { "server-cjs.js" } else { "server.js" };
    for (name, file) in [("#client", "client.js"), ("#server", &format!("modules/{server}"))] {
        let file = workspace::root("pkg-template/src").join(file);
        esbuild.arg(format!("--alias:{name}={}", file.display()));
    }
    // Pages never sign, ask for a UserSig or keep a rate: what does is in the large file's own copy.
    esbuild.arg(format!("--define:IS_PAGE={}", entry.output == PAGE));
    if let Some(module) = entry.module {
        let module = workspace::root("pkg-template/src/modules").join(module);
        esbuild.arg(format!("--alias:#module={}", module.display()));
    }
    if entry.minify {
        // Lines stay: Node shows the one that threw, which must not be the whole module.
        esbuild.args(["--minify-identifiers", "--minify-syntax"]);
    }
    esbuild.run(step)?;
    Ok(())
}
