//! What is Debian's alone: its packages, and a library for wasm made of them.
//!
//! Nothing outside of this folder depends on a system. The library is made only where rustup may not
//! fetch one (`RUSTUP_AUTO_INSTALL=0`); packages are installed where a program is missing.

pub(crate) mod apt;
mod sysroot;
pub(crate) mod toolchain;
