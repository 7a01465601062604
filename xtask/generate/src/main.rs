//! Prints one of the texts that are generated from the crate.

use anyhow::{Result, bail};
use room_engine_admin::generated::{self, reference};

fn main() -> Result<()> {
    match std::env::args().nth(1).as_deref() {
        Some("types") => print!("{}", generated::type_declarations()),
        Some("facts") => print!("{}", generated::facts_js()),
        Some("operations") => print!("{}", generated::operations_js()),
        Some("table") => print!("{}", generated::table_js()),
        Some("reference operations") => print!("{}", reference::operations_md()),
        Some("reference options") => print!("{}", reference::options_md()),
        Some("reference regions") => print!("{}", reference::regions_md()),
        Some("reference kinds") => print!("{}", reference::kinds_md()),
        Some("reference codes") => print!("{}", reference::codes_md()),
        other => bail!("there is no text of the name {other:?}"),
    }
    Ok(())
}
