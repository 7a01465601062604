//! The server-side door for pages: who may call is its owner's say, what may be called is ours.
//!
//! A page sends the operation and its options as JSON ([`body_of`]); the handler lets an exchange in
//! ([`Door`]), reads the call ([`Asked`]), makes it with its own key, and answers ([`Answer`]); the
//! page reads that ([`read`]).

mod answer;
mod asked;
mod door;
mod origin;

pub use answer::{Answer, read};
pub use asked::{Asked, body_of};
pub use door::{Door, Head};
pub use origin::{Origin, origins};

/// The longest body that is read, in bytes. A call with every option at its limit and every
/// character escaped has room in it.
pub const LONGEST_BODY: usize = 4096;
