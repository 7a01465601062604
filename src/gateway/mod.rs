//! How pages come to calls: a page asks a handler, which signs and makes the call with its own key.
//!
//! What a handler lets in is in [`guard`], and how a request becomes a call in [`flow`]. Who may call is its owner's say,
//! what may be called is ours. What the two say to each other is in [`crate::engine::protocol`], for pages say it too.

pub mod flow;
pub mod guard;
mod origin;

pub use crate::engine::protocol::{HandlerResponse, headers_to_json};
