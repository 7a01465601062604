//! `docs/runtimes.md`: the table of what was run where, as the stages that ran it tell.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail, ensure};
use serde_json::Value;

use crate::report::Step;
use crate::{diff, workspace};

/// The stages that add rows; each has a file of them.
const SOURCES: [&str; 4] = ["runtimes", "browsers", "bundlers", "web"];

const DOC: &str = "docs/runtimes.md";
const BEGIN: &str = "<!-- rows: written by `cargo xtask fix` from the last test run -->\n";
const END: &str = "<!-- end of rows -->\n";

/// Has the tests of a stage add their rows to the file that `run` is told of; they are kept when
/// all went well.
pub(super) fn collect(stage: &str, run: impl FnOnce(&Path) -> Result<String>) -> Result<String> {
    let kept = file_of(stage);
    let partial = kept.with_extension("partial");
    fs::create_dir_all(workspace::target("matrix"))?;
    fs::write(&partial, "").with_context(|| format!("writing {}", partial.display()))?;
    let note = run(&partial)?;
    fs::rename(&partial, &kept).with_context(|| format!("keeping {}", kept.display()))?;
    Ok(note)
}

/// The document names every place that was run, and no other. Versions in it may be those of another
/// machine: which ones there are is not this project's to say.
pub(super) fn check(_: &Step) -> Result<String> {
    let rows = rows()?;
    let (_, old, _) = parts(&doc()?)?;
    let new = table(&rows);
    if !old.lines().map(without_version).eq(new.lines().map(without_version)) {
        bail!(
            "{}\n{DOC} is not what was run: `cargo xtask fix` writes it",
            diff::lines(&old, &new)
        );
    }
    Ok(format!("{} places", rows.len()))
}

/// Writes the rows of the last test run, if there was one of all stages that have any.
pub(crate) fn write() -> Result<bool> {
    if SOURCES.iter().any(|stage| !file_of(stage).exists()) {
        return Ok(false);
    }
    let doc = doc()?;
    let (before, _, after) = parts(&doc)?;
    let new = [&before, BEGIN, &table(&rows()?), END, &after].concat();
    let is_changed = new != doc;
    if is_changed {
        fs::write(workspace::root(DOC), new)?;
    }
    Ok(is_changed)
}

struct Row {
    place: String,
    version: String,
    ran: String,
}

/// In the order of the stages, and within each by place: tests that run at once tell in any order.
fn rows() -> Result<Vec<Row>> {
    let mut all = Vec::new();
    for stage in SOURCES {
        let text = fs::read_to_string(file_of(stage))
            .with_context(|| format!("`{stage}` has left no rows: run it first"))?;
        let mut rows = text.lines().map(row).collect::<Result<Vec<_>>>()?;
        ensure!(!rows.is_empty(), "`{stage}` ran, and says of no place that it did");
        rows.sort_by(|one, other| one.place.cmp(&other.place));
        all.extend(rows);
    }
    Ok(all)
}

fn row(line: &str) -> Result<Row> {
    let fields: Value = serde_json::from_str(line)?;
    let field = |name: &str| {
        let text = fields.get(name).and_then(Value::as_str);
        text.map(str::to_owned).with_context(|| format!("no `{name}` in {line}"))
    };
    Ok(Row { place: field("place")?, version: field("version")?, ran: field("ran")? })
}

fn table(rows: &[Row]) -> String {
    let mut out = String::from("| place | version | what was run |\n|---|---|---|\n");
    for Row { place, version, ran } in rows {
        out.push_str(&format!("| {place} | {version} | {ran} |\n"));
    }
    out
}

fn without_version(line: &str) -> (&str, &str) {
    let mut cells = line.trim_matches('|').split('|');
    (cells.next().unwrap_or_default().trim(), cells.next_back().unwrap_or_default().trim())
}

fn doc() -> Result<String> {
    fs::read_to_string(workspace::root(DOC)).with_context(|| format!("reading {DOC}"))
}

/// What stands before, between and after the marks.
fn parts(doc: &str) -> Result<(String, String, String)> {
    let split = doc
        .split_once(BEGIN)
        .and_then(|(before, rest)| rest.split_once(END).map(|(rows, after)| (before, rows, after)));
    let (before, rows, after) =
        split.with_context(|| format!("{DOC} lacks its marks:\n{BEGIN}{END}"))?;
    Ok((before.to_owned(), rows.to_owned(), after.to_owned()))
}

fn file_of(stage: &str) -> PathBuf {
    workspace::target("matrix").join(format!("{stage}.jsonl"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_differ_by_place_and_by_what_was_run() {
        assert_eq!(without_version("| a | 1.0 | ran |"), without_version("| a | 2.0 | ran |"));
        assert_ne!(without_version("| a | 1.0 | ran |"), without_version("| b | 1.0 | ran |"));
        assert_ne!(without_version("| a | 1.0 | ran |"), without_version("| a | 1.0 | did |"));
    }

    #[test]
    fn a_table_goes_between_its_marks() {
        let doc = format!("before\n{BEGIN}old\n{END}after\n");
        let (before, rows, after) = parts(&doc).unwrap();
        assert_eq!((&*before, &*rows, &*after), ("before\n", "old\n", "after\n"));
        assert!(parts("before").is_err());
    }

    #[test]
    fn a_row_has_three_fields() {
        let row = row(r#"{"place":"a","version":"1","ran":"x"}"#).unwrap();
        assert_eq!(table(&[row]).lines().last(), Some("| a | 1 | x |"));
        assert!(super::row(r#"{"place":"a"}"#).is_err());
    }
}
