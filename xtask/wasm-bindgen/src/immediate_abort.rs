//! Takes out of a module what panics say before they abort: nobody hears it.
//!
//! `panic = "abort"` still formats a message first, which pulls in the whole machinery of
//! `core::fmt`. The standard library can be built without (`panic = "immediate-abort"`), but not on
//! stable Rust; so the functions that a panic starts with become a trap, which is what they end
//! with, and wasm-opt drops what is not reached any more.

use std::collections::HashSet;

use anyhow::{Context, Result, ensure};
use walrus::ir::{Call, Visitor, dfs_in_order};
use walrus::{ExportItem, FunctionBuilder, FunctionId, FunctionKind, LocalFunction, Module};

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

/// What formats texts, and is kept by tables of functions when nobody formats any more.
const FORMATTERS: [&str; 5] =
    ["<core::fmt::", "<core::panic", "<std::panicking", "core::fmt::", "std::panicking::"];

fn main() -> Result<()> {
    let mut arguments = std::env::args().skip(1);
    let input = arguments.next().context("say which module to read")?;
    let output = arguments.next().context("say where to write it")?;
    let mut module = Module::from_file(input)?;
    let panics = named(&module, &PANICS);
    ensure!(panics.len() > 5, "the functions that panics start with have other names now");
    replace(&mut module, &panics);
    let mut formatters = named(&module, &FORMATTERS);
    formatters.extend(implementations(&module));
    match caller_of(&module, &formatters) {
        // It would trap where it should say something.
        Some(name) => eprintln!("formatting stays in the module: {name} formats"),
        None => replace(&mut module, &formatters),
    }
    module.emit_wasm_file(output)
}

fn named(module: &Module, starts: &[&str]) -> HashSet<FunctionId> {
    let is_one = |id: &FunctionId| {
        let name = name(module, *id);
        starts.iter().any(|start| name.starts_with(start))
    };
    module.funcs.iter_local().map(|(id, _)| id).filter(is_one).collect()
}

/// `Display`, `Debug` and the like, of whatever type.
fn implementations(module: &Module) -> HashSet<FunctionId> {
    let is_one = |id: &FunctionId| name(module, *id).contains(" as core::fmt::");
    module.funcs.iter_local().map(|(id, _)| id).filter(is_one).collect()
}

fn name(module: &Module, id: FunctionId) -> String {
    let name = module.funcs.get(id).name.as_deref().unwrap_or_default();
    format!("{:#}", rustc_demangle::demangle(name))
}

/// The name of a function that calls one of these, is none of them, and is called itself: by what is
/// exported, or by what that calls. What is only in tables, as all `Display` is, counts for nothing.
fn caller_of(module: &Module, called: &HashSet<FunctionId>) -> Option<String> {
    let mut seen = HashSet::new();
    let mut open: Vec<FunctionId> = module.start.into_iter().collect();
    open.extend(module.exports.iter().filter_map(|export| match export.item {
        ExportItem::Function(id) => Some(id),
        _ => None,
    }));
    while let Some(id) = open.pop() {
        let FunctionKind::Local(function) = &module.funcs.get(id).kind else { continue };
        if !seen.insert(id) {
            continue;
        }
        let mut calls = Calls(Vec::new());
        dfs_in_order(&mut calls, function, function.entry_block());
        if calls.0.iter().any(|to| called.contains(to)) {
            return Some(name(module, id));
        }
        open.append(&mut calls.0);
    }
    None
}

struct Calls(Vec<FunctionId>);

impl<'instr> Visitor<'instr> for Calls {
    fn visit_call(&mut self, call: &Call) {
        self.0.push(call.func);
    }
}

fn replace(module: &mut Module, functions: &HashSet<FunctionId>) {
    for id in functions {
        let trap = trap(module, *id);
        module.funcs.get_mut(*id).kind = FunctionKind::Local(trap);
    }
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
