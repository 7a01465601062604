//! Programs that are not Rust's own, each installed when it is first needed.

pub(crate) mod bindgen;
pub(crate) mod browsers;
pub(crate) mod crates;
pub(crate) mod npm;
pub(crate) mod python;
