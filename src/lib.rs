//! Administer Tencent Cloud Room Engine rooms: everything but the JavaScript around it.
//!
//! Three parts, and arrows that run down only:
//!
//! | part | module |
//! |---|---|
//! | the edge: texts in and out of the module's memory, on `wasm32` only | `wasm` |
//! | the gateway: whose calls a handler makes, on servers only | `gateway` |
//! | the engine: what is done for a call, and when | [`engine`] |
//! | the UserSig: signed, read, explained | [`usersig`] |
//! | the table: what the service offers, and the walker that checks by it | [`api`] |
//! | texts: JSON, escapes, what is withheld | `text` |
//!
//! Nothing below the edge knows a clock, a network, chance, a promise or JavaScript: it is told what happened, and says
//! what to do next. With the feature `server` all of it is there; without it what a page needs that has an `endpoint`.

pub mod api;
pub mod engine;
pub mod error;
#[cfg(feature = "server")]
pub mod gateway;
pub mod text;
#[cfg(feature = "server")]
pub mod usersig;

#[cfg(all(feature = "server", not(target_arch = "wasm32")))]
pub mod generated;

#[cfg(target_arch = "wasm32")]
pub mod wasm;

/// The version of this package, as in `Cargo.toml`.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");
