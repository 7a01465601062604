//! Programs that are not Rust's own, each installed when it is first needed.

pub(crate) mod bindgen;
pub(crate) mod npm;
pub(crate) mod packages;
pub(crate) mod programs;
