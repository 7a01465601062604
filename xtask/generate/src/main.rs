//! Prints one of the texts that are generated from the crate.

use anyhow::{Result, bail};
use room_engine_admin::generated;

fn main() -> Result<()> {
    match std::env::args().nth(1).as_deref() {
        Some("types") => print!("{}", generated::type_declarations()),
        Some("facts") => print!("{}", generated::facts_js()),
        Some("operations") => print!("{}", generated::operations_js()),
        Some("table") => print!("{}", generated::table_js()),
        other => bail!("say `types`, `facts`, `operations` or `table`, not {other:?}"),
    }
    Ok(())
}
