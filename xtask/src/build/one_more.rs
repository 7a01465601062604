//! What one more operation adds to a page: there will be more of them, and each visitor downloads all.
//!
//! Measured, not guessed: the page's module is made once more from a copy of the crate that has ten
//! more rows, and bundled with ten more methods.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};

use super::core::{self, Place};
use super::{bundle, sizes};
use crate::report::Step;
use crate::toolchain::Toolchain;
use crate::tools::bindgen;
use crate::{cache, stamp, workspace};

/// The most that one may weigh, in bytes after `gzip -9`.
const BUDGET: u64 = 100;

/// The names of made-up operations, and two fields of their own.
const MADE_UP: [[&str; 3]; 10] = [
    ["announceToRoom", "noticeText", "noticeColor"],
    ["cancelPoll", "pollId", "keepVotes"],
    ["grantScreenShare", "shareQuality", "sharedUntil"],
    ["inviteGuest", "guestName", "invitationCode"],
    ["moveToLobby", "lobbyId", "waitSeconds"],
    ["muteMember", "muteUntil", "fadeOut"],
    ["pinMessage", "messageId", "pinPosition"],
    ["restartTimer", "timerId", "remainingSeconds"],
    ["setBackground", "imageUrl", "blurRadius"],
    ["translateCaptions", "targetLanguage", "captionSize"],
];

/// Fails above the budget; else says how much of it is used.
pub(crate) fn check(step: &Step) -> Result<String> {
    let folder = workspace::target("one-more");
    let place = Place {
        source: folder.join("source"),
        target: folder.join("target"),
        out: folder.join("generated"),
    };
    copy_crate(&place.source)?;
    add_rows(&place.source)?;
    fs::create_dir_all(&place.out)?;
    core::build_at(&place, core::PAGE, &Toolchain::ensure()?, &bindgen::ensure()?)?;
    let generated = workspace::target("pkg-build");
    for file in ["facts.js", "version.js"] {
        fs::copy(generated.join(file), place.out.join(file))?;
    }
    let methods = fs::read_to_string(generated.join("operations.js"))?;
    fs::write(place.out.join("operations.js"), with_methods(&methods)?)?;
    let dist = folder.join("dist");
    bundle::page(&place.out, &dist, step)?;
    // Which no page with an endpoint loads, but esbuild wants to see.
    fs::copy(workspace::root("pkg/dist/server.js"), dist.join("server.js"))?;
    let (more, now) = (sizes::of_page(&dist)?, sizes::of_page(&workspace::root("pkg/dist"))?);
    let each = more.saturating_sub(now).div_ceil(MADE_UP.len() as u64);
    ensure!(each > 0, "ten more operations weigh nothing: they have not come into the module");
    ensure!(
        each <= BUDGET,
        "one more operation of four fields weighs {each} bytes (gzip), above the budget of {BUDGET}"
    );
    Ok(format!("{each} of {BUDGET} bytes each"))
}

/// All that Cargo reads to build the crate.
fn copy_crate(to: &Path) -> Result<()> {
    let root = workspace::root("");
    let mut files = vec![root.join("Cargo.toml"), root.join("Cargo.lock")];
    for folder in ["src", "xtask"] {
        files.extend(stamp::files_under(&root.join(folder))?);
    }
    cache::remove(to)?;
    for file in files {
        let copy = to.join(file.strip_prefix(&root)?);
        fs::create_dir_all(copy.parent().context("a file without a folder")?)?;
        fs::copy(&file, &copy)?;
    }
    Ok(())
}

fn add_rows(source: &Path) -> Result<()> {
    let mut operations = String::new();
    let mut options = String::new();
    for [name, first, second] in MADE_UP {
        let command: String = name
            .chars()
            .flat_map(|c| {
                c.is_ascii_uppercase().then_some('_').into_iter().chain([c.to_ascii_lowercase()])
            })
            .collect();
        operations.push_str(&format!(
            "    /// Made up.\n    60700: \"{name}\" \"room_engine_http_srv/{command}\" \"set roomId! \
             memberAccount!@ {first}! {second}\" [100001];\n"
        ));
        options.push_str(&format!(
            "    /// Made up.\n    \"{first}\" \"-\" \"text1..64\";\n    /// Made up.\n    \"{second}\" \"-\" \"int0..3600\";\n"
        ));
    }
    insert(&source.join("src/api/operations.rs"), "    /// Makes a room,", &operations)?;
    insert(&source.join("src/api/options.rs"), "    /// A handler of this package,", &options)
}

/// Puts rows before the one that begins so.
fn insert(file: &Path, before: &str, rows: &str) -> Result<()> {
    let text = fs::read_to_string(file)?;
    let (head, tail) = text
        .split_once(before)
        .with_context(|| format!("{} has no row that begins with {before:?}", file.display()))?;
    fs::write(file, [head, rows, before, tail].concat())?;
    Ok(())
}

/// The methods and functions of the package, and those of the made-up operations beside them.
fn with_methods(module: &str) -> Result<String> {
    const LIKE: &str = "addRobot";
    let parts = |start: &str, end: &str| -> Result<String> {
        let at = module.find(start).with_context(|| format!("no `{start}` to copy"))?;
        let part = module.get(at..).unwrap_or_default();
        let length = part.find(end).context("it has no end")? + end.len();
        let part = part.get(..length).unwrap_or_default();
        Ok(MADE_UP.iter().map(|[name, ..]| part.replace(LIKE, name)).collect())
    };
    let methods = parts(&format!("  {LIKE}(options"), "\n  }\n")?;
    let functions = parts(&format!("export function {LIKE}(options"), "\n}\n")?;
    let at = format!("  {LIKE}(options");
    Ok(module.replacen(&at, &(methods + &at), 1) + &functions)
}
