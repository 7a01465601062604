//! Texts that the crate generates, so that nothing it knows is written twice.

use std::fs;

use anyhow::{Context, Result, bail};

use crate::run::{Run, tool};
use crate::{diff, workspace};

/// A text in git, so that a change of what users see is reviewed.
struct Reviewed {
    /// What `generate` calls it.
    what: &'static str,
    file: &'static str,
    is_whole: bool,
}

const REVIEWED: [Reviewed; 6] = [
    Reviewed { what: "types", file: "pkg-template/types/generated.d.ts", is_whole: true },
    part("reference operations", "docs/operations.md"),
    part("reference options", "docs/options.md"),
    part("reference regions", "docs/options.md"),
    part("reference kinds", "docs/errors.md"),
    part("reference codes", "docs/errors.md"),
];

/// What stands in a document between two marks.
const fn part(what: &'static str, file: &'static str) -> Reviewed {
    Reviewed { what, file, is_whole: false }
}

/// What the simulator knows of the service, as a JavaScript module.
pub(crate) fn facts() -> Result<String> {
    generate("facts")
}

/// A method of the client and a function for each operation, as a JavaScript module.
pub(crate) fn operations() -> Result<String> {
    generate("operations")
}

/// What the service offers, in the words of the options, as a JavaScript module.
pub(crate) fn table() -> Result<String> {
    generate("table")
}

/// Fails, with the difference, when a reviewed text is not that of the crate.
pub(crate) fn check_reviewed() -> Result<()> {
    for reviewed in &REVIEWED {
        let (old, new) = reviewed.compare()?;
        if old != new {
            bail!(
                "{} is not what the crate generates:\n{}\
                 run `cargo xtask fix` to write it, and review the change",
                reviewed.file,
                diff::lines(&old, &new)
            );
        }
    }
    Ok(())
}

/// Writes the reviewed texts, and names the files that have changed.
pub(crate) fn write_reviewed() -> Result<Vec<&'static str>> {
    let mut changed = Vec::new();
    for reviewed in &REVIEWED {
        let (old, new) = reviewed.compare()?;
        if old != new {
            fs::write(workspace::root(reviewed.file), new)
                .with_context(|| format!("writing {}", reviewed.file))?;
            changed.push(reviewed.file);
        }
    }
    changed.dedup();
    Ok(changed)
}

impl Reviewed {
    /// The file as it is, and as it should be.
    fn compare(&self) -> Result<(String, String)> {
        let text = generate(self.what)?;
        let old = fs::read_to_string(workspace::root(self.file)).unwrap_or_default();
        let new = if self.is_whole {
            text
        } else {
            replaced(&old, self.what, &text).with_context(|| self.file.to_owned())?
        };
        Ok((old, new))
    }
}

/// `doc` with `text` between the marks of that name.
fn replaced(doc: &str, name: &str, text: &str) -> Result<String> {
    let begin = format!("<!-- {name}: written by `cargo xtask fix` -->\n");
    let end = format!("<!-- end of {name} -->\n");
    let (before, rest) =
        doc.split_once(&begin).with_context(|| format!("the line {begin:?} is missing"))?;
    let (_, after) =
        rest.split_once(&end).with_context(|| format!("the line {end:?} is missing"))?;
    // A blank line on both sides, or Markdown takes the first line for a part of the mark.
    Ok([before, &begin, "\n", text.trim_end(), "\n\n", &end, after].concat())
}

fn generate(what: &str) -> Result<String> {
    tool("cargo").args(["run", "--quiet", "--locked", "--package", "generate", "--", what]).read()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn generated_a_part_of_a_paper_is_replaced_and_nothing_else() {
        let doc = |text| {
            format!(
                "# A\n<!-- x y: written by `cargo xtask fix` -->\n{text}<!-- end of x y -->\nb\n"
            )
        };
        let new = replaced(&doc("old\n"), "x y", "new\n").unwrap();
        assert_eq!(new, doc("\nnew\n\n"));
        assert_eq!(replaced(&new, "x y", "new\n").unwrap(), new);
        assert!(replaced("# A\n", "x y", "new").is_err());
    }
}
