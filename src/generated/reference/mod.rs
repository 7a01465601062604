//! The reference pages of `docs/`: what follows from the table, as Markdown.
//!
//! What a page says besides is written by hand around it.

mod errors;
mod operations;
mod options;
mod samples;

pub use errors::{codes_md, kinds_md};
pub use operations::operations_md;
pub use options::{options_md, regions_md};

use crate::api::options as rows;
use crate::api::shape::{Bounds, Field, MAX_SAFE_INTEGER, Shape, TextRule};
use crate::text::decimal;

/// A table of Markdown.
fn table<const N: usize>(heads: [&str; N], lines: impl IntoIterator<Item = [String; N]>) -> String {
    let row = |cells: &[String; N]| {
        ["| ", &cells.each_ref().map(|cell| cell_of(cell)).join(" | "), " |\n"].concat()
    };
    let rule = ["|", &"---|".repeat(N), "\n"].concat();
    let lines: String = lines.into_iter().map(|cells| row(&cells)).collect();
    [row(&heads.map(str::to_owned)), rule, lines].concat()
}

/// A text on one line, in which nothing ends the cell.
fn cell_of(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").replace('|', "\\|")
}

fn code(text: &str) -> String {
    ["`", text, "`"].concat()
}

/// The doc comment of a field.
fn doc(field: &Field) -> String {
    rows::doc(field.id).trim().to_owned()
}

/// What may stand in a field, in words.
fn shape_words(field: &Field, is_reply: bool) -> String {
    match (&field.shape, rows::ts(field.id)) {
        (Shape::Own | Shape::Function, ts) => code(ts),
        // Words that are not all known yet.
        (Shape::Text(_), ts) if !ts.is_empty() => code(&ts.replace(" | (string & {})", "")),
        (shape, _) => words(shape, is_reply),
    }
}

fn words(shape: &Shape, is_reply: bool) -> String {
    match shape {
        Shape::Text(_) if is_reply => "text".to_owned(),
        Shape::Text(rule) => text_words(*rule),
        Shape::Integer(..) if is_reply => "number".to_owned(),
        Shape::Integer(least, most) if *most >= MAX_SAFE_INTEGER => {
            ["whole number from ", &number(*least), " on"].concat()
        }
        Shape::Integer(least, most) => {
            ["whole number, ", &number(*least), " to ", &number(*most)].concat()
        }
        Shape::Rate => "number from 0 on".to_owned(),
        Shape::Flag => "`true` or `false`".to_owned(),
        Shape::Moment if is_reply => "`Date`".to_owned(),
        Shape::Moment => "`Date`, or Unix seconds".to_owned(),
        Shape::Choice(choices) => {
            let choices = choices.iter().map(|(word, _)| ["`\"", word, "\"`"].concat());
            let mut choices: Vec<_> = choices.collect();
            choices.dedup();
            one_of(&choices)
        }
        Shape::List(bounds, of) => [list_words(*bounds, is_reply), items(of, is_reply)].concat(),
        Shape::Rows(bounds, _) => [list_words(*bounds, is_reply), "objects".to_owned()].concat(),
        Shape::Object(_) => "object".to_owned(),
        Shape::Function => "function".to_owned(),
        Shape::Own => "see its type".to_owned(),
    }
}

fn one_of(choices: &[String]) -> String {
    match choices {
        [before @ .., last] if !before.is_empty() => [&before.join(", "), " or ", last].concat(),
        _ => choices.concat(),
    }
}

/// What a list is of.
fn items(of: &Shape, is_reply: bool) -> String {
    match of {
        Shape::Text(TextRule { is_filled: true, .. }) if !is_reply => {
            "texts, none empty".to_owned()
        }
        Shape::Text(_) => "texts".to_owned(),
        Shape::Integer(..) => words(of, is_reply).replace("number", "numbers"),
        _ => words(of, is_reply),
    }
}

fn text_words(rule: TextRule) -> String {
    match rule {
        TextRule { is_ascii: true, most: Some(most), .. } => {
            ["1 to ", &decimal(most.into()), " bytes of printable ASCII"].concat()
        }
        TextRule { most: Some(most), .. } => {
            ["text, at most ", &decimal(most.into()), " bytes of UTF-8"].concat()
        }
        TextRule { is_filled: true, .. } => "text, not empty".to_owned(),
        _ => "text".to_owned(),
    }
}

fn list_words(bounds: Bounds, is_reply: bool) -> String {
    match bounds {
        Bounds { least, most: Some(most) } if !is_reply => {
            ["list of ", &decimal(least.into()), " to ", &decimal(most.into()), " "].concat()
        }
        Bounds { least: 1, most: None } if !is_reply => "list of at least 1: ".to_owned(),
        _ => "list of ".to_owned(),
    }
}

fn number(value: f64) -> String {
    decimal(value as i64)
}
