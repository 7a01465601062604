//! Texts for JavaScript, made from the table.
//!
//! The build puts them into the package; none of this is part of the WebAssembly module.

mod facts;
mod operations;
pub mod reference;
mod table;
mod types;

pub use facts::facts_js;
pub use operations::operations_js;
pub use table::table_js;
pub use types::type_declarations;

use crate::api::operations::{self as rows, Operation, Row};
use crate::text::json::push_string;

/// Every operation with its row.
fn all() -> impl Iterator<Item = (Operation, &'static Row)> {
    rows::ROWS.iter().filter_map(|row| {
        let name = row.row.split(' ').next()?;
        Some((rows::find(name)?, row))
    })
}

fn quoted(text: &str) -> String {
    let mut quoted = String::new();
    push_string(&mut quoted, text);
    quoted
}

/// A JavaScript object; the values are written already.
fn object<K: AsRef<str>>(entries: impl IntoIterator<Item = (K, String)>) -> String {
    let fields: Vec<String> = entries
        .into_iter()
        .map(|(key, value)| [&quoted(key.as_ref()), ": ", &value].concat())
        .collect();
    if fields.is_empty() { "{}".to_owned() } else { ["{ ", &fields.join(", "), " }"].concat() }
}

fn list(items: impl IntoIterator<Item = String>) -> String {
    ["[", &items.into_iter().collect::<Vec<_>>().join(", "), "]"].concat()
}
