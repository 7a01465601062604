//! The edge: texts and numbers go in and out through the module's memory.
//!
//! The driver writes a text into the input buffer, and its length and what else belongs to it into a row of numbers; calls
//! a function, and reads a text at the address that it gets, whose length is then the first of the numbers. Functions
//! without arguments are small: what `wasm-bindgen` puts around one grows with each. No function here calls
//! JavaScript; those of [`server`] that do hold nothing meanwhile.

mod memory;
mod page;
#[cfg(feature = "server")]
mod server;
mod write;

pub use page::{begin, cancel, connect, free, numbers, once, quotes, room, step};
#[cfg(feature = "server")]
pub use server::{
    admit, alive, begin_handled, check, free_handler, handler, inspect, read_head, refuse, respond,
    sent, sent_elsewhere, sign, sign_once, start,
};

/// A third of the size of the standard one, and steady however many calls are under way.
#[global_allocator]
static ALLOCATOR: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();
