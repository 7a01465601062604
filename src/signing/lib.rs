//! What a signature is made of: a crate of its own, because servers sign by the thousand, and only
//! a crate can be built for speed where all others are built for size (`Cargo.toml` at the root).
//!
//! Nothing here is meant for use by itself: `usersig` of the crate above it makes UserSigs.

pub mod base64;
mod document;
pub mod json;
pub mod key;
pub mod text;
mod zlib;

pub use document::user_sig;
