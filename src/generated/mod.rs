//! Texts for JavaScript, made from the facts that stand in this crate once.
//!
//! The build puts them into the package; none of this is part of the WebAssembly module.

mod facts;
mod handler;
mod types;

pub use facts::facts_js;
pub use handler::handler_declarations;
pub use types::type_declarations;
