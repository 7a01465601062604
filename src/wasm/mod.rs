//! What JavaScript sees: a thin layer that turns its values into ours and back.

mod abort;
mod client;
mod environment;
mod failure;
mod fetch;
mod platform;
mod signature;
mod source;
mod task;
mod timer;

pub use client::{Client, call_once};
pub use failure::fail_with;
pub use signature::{inspect_user_sig, sign_user_sig};
