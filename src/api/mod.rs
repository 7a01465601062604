//! The table: what the service offers. One row an operation, an option, an ErrorCode, a region.
//!
//! Everything else that knows an operation follows from these rows: what is checked before a call goes out, the body,
//! the payload that comes back, types, methods, limits, the simulator's checks and the reference.

pub mod check;
pub mod error_codes;
mod given;
mod headers;
pub mod operations;
pub mod options;
#[cfg(feature = "server")]
pub mod payload;
pub mod regions;
pub mod shape;
pub mod url;

pub use headers::check_headers;
