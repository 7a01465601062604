//! Programs that are not Rust's own, each installed when it is first needed.

pub(crate) mod bindgen;

pub(crate) mod crates;
pub(crate) mod npm;
pub(crate) mod programs;
pub(crate) mod python;
