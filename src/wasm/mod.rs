//! The edge: texts go in and out through the module's memory, and numbers as they are.
//!
//! The driver writes a text into the input buffer, calls a function with its length, and reads a text at the address that
//! it gets: four bytes with the length, little-endian, and then as much UTF-8. No function here calls JavaScript; those of
//! [`server`] that do hold nothing meanwhile.

mod buffer;
mod page;
#[cfg(feature = "server")]
mod server;
mod write;

pub use page::{begin, cancel, connect, free, once, quotes, room, step};
#[cfg(feature = "server")]
pub use server::{
    admit, alive, begin_handled, check, handler, inspect, read_head, refuse, respond, sent,
    sent_elsewhere, sign, sign_once, start,
};

/// A third of the size of the standard one, and steady however many calls are under way.
#[global_allocator]
static ALLOCATOR: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();
