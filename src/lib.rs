//! Administer Tencent Cloud Room Engine rooms: everything but the JavaScript around it.
//!
//! A call travels one way through these modules, and none reaches back:
//!
//! | step | module |
//! |---|---|
//! | what the caller wrote becomes values that cannot be wrong | [`options`], [`values`], [`operations`] |
//! | it is signed, with a UserSig kept for many calls | [`credential`], [`usersig`] |
//! | it waits for its turn: in order, and not too fast | [`turn`] |
//! | one HTTP exchange goes out to the region's host | [`region`], [`attempt`] |
//! | what came back becomes a reply or an error | [`reply`], [`error`] |
//! | the whole way, with what follows a failure | [`call`], [`retry`] |
//!
//! Time, randomness and fetch come in through [`platform`]; only the `wasm` module, which exists
//! on `wasm32` alone, knows what a JavaScript value is.

pub mod attempt;
pub mod call;
pub mod credential;
pub mod error;
pub mod handler;
pub mod http_date;
pub mod json;
pub mod logging;
pub mod operations;
pub mod options;
pub mod platform;
pub mod region;
pub mod reply;
pub mod retry;
mod text;
pub mod turn;
pub mod usersig;
pub mod values;

#[cfg(not(target_arch = "wasm32"))]
pub mod generated;

#[cfg(target_arch = "wasm32")]
pub mod wasm;

/// The version of this package, as in `Cargo.toml`.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");
