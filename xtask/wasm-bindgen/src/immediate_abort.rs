//! Takes out of a module what panics say before they abort: nobody hears it.
//!
//! `panic = "abort"` still formats a message first, which pulls in the whole machinery of
//! `core::fmt`. The standard library can be built without (`panic = "immediate-abort"`), but not on
//! stable Rust; so the functions that a panic starts with become a trap, which is what they end
//! with, and wasm-opt drops what is not reached any more.

use anyhow::{Context, Result, ensure};
use walrus::{FunctionBuilder, FunctionId, FunctionKind, LocalFunction, Module};

/// Where panics and failures to allocate go through, by the start of their names.
const PANICS: [&str; 15] = [
    "__rustc::__rust_alloc_error_handler",
    "__rustc::rust_begin_unwind",
    "alloc::alloc::handle_alloc_error",
    "alloc::raw_vec::capacity_overflow",
    "alloc::raw_vec::handle_error",
    "core::cell::panic_already",
    "core::option::expect_failed",
    "core::option::unwrap_failed",
    "core::panicking::",
    "core::result::unwrap_failed",
    "core::slice::copy_from_slice_impl::len_mismatch_fail",
    "core::slice::index::slice_index_fail",
    "core::str::slice_error_fail",
    "std::panicking::panic_with_hook",
    "std::thread::local::panic_access_error",
];

fn main() -> Result<()> {
    let mut arguments = std::env::args().skip(1);
    let input = arguments.next().context("say which module to read")?;
    let output = arguments.next().context("say where to write it")?;
    let mut module = Module::from_file(input)?;
    let panics: Vec<FunctionId> =
        module.funcs.iter_local().map(|(id, _)| id).filter(|id| panics(&module, *id)).collect();
    ensure!(panics.len() > 5, "the functions that panics start with have other names now");
    for id in panics {
        let trap = trap(&mut module, id);
        module.funcs.get_mut(id).kind = FunctionKind::Local(trap);
    }
    module.emit_wasm_file(output)
}

fn panics(module: &Module, id: FunctionId) -> bool {
    let name = module.funcs.get(id).name.as_deref().unwrap_or_default();
    let name = format!("{:#}", rustc_demangle::demangle(name));
    PANICS.iter().any(|start| name.starts_with(start))
}

/// A function of the same type that does nothing but trap.
fn trap(module: &mut Module, id: FunctionId) -> LocalFunction {
    let function_type = module.types.get(module.funcs.get(id).ty());
    let (parameters, outcome) = (function_type.params().to_vec(), function_type.results().to_vec());
    let arguments = parameters.iter().map(|of| module.locals.add(*of)).collect();
    let mut builder = FunctionBuilder::new(&mut module.types, &parameters, &outcome);
    builder.func_body().unreachable();
    builder.local_func(arguments)
}
