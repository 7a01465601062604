//! What JavaScript sees: a thin layer that turns its values into ours and back.

mod abort;
mod client;
mod environment;
mod failure;
mod fetch;
mod handler;
mod host;
mod platform;
mod promised;
mod signature;
mod source;
mod task;
mod timer;

pub use client::{Client, call_once};
pub use handler::Handler;
pub use host::{Host, connect};
pub use signature::{inspect_user_sig, sign_user_sig};
pub use task::resume;

/// A third of the size of the standard one, and steady however many calls are under way.
#[global_allocator]
static ALLOCATOR: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();
