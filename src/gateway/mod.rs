//! How pages come to calls: a page asks a handler, which signs and makes the call with its own key.
//!
//! [`protocol`] is what the two say to each other, both sides of it. What a handler lets in ([`guard`]) and how a request
//! becomes a call ([`flow`]) is on servers only. Who may call is its owner's say, what may be called is ours.

#[cfg(feature = "server")]
pub mod flow;
#[cfg(feature = "server")]
pub mod guard;
#[cfg(feature = "server")]
mod origin;
pub mod protocol;

#[cfg(feature = "server")]
pub use protocol::{HandlerResponse, headers_to_json};
