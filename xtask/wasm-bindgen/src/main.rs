//! wasm-bindgen as a library.
fn main() {}
