//! The methods and functions of the package, one of each for an operation.

use super::{all, list, quoted};
use crate::api::operations::Operation;

/// The JavaScript module `#operations`.
pub fn operations_js() -> String {
    let mut methods = String::new();
    let mut functions = String::new();
    for (operation, _) in all() {
        let Operation { name, .. } = operation;
        let pages = pages_of(&operation);
        methods.push_str(&format!(
            "  {name}(options, request) {{\n    return call(this, \"{name}\", options, request{pages});\n  }}\n"
        ));
        functions.push_str(&format!(
            "export function {name}(options) {{\n  return once(\"{name}\", options{pages});\n}}\n"
        ));
    }
    format!(
        "// Generated from Rust.\nimport {{ Client, call, once }} from \"#client\";\n\n\
         export class RoomEngineAdmin extends Client {{\n  static get name() {{\n    return \"RoomEngineAdmin\";\n  }}\n\
         {methods}}}\n{functions}"
    )
}

/// The argument that says how a list goes on.
fn pages_of(operation: &Operation) -> String {
    let Some(paging) = operation.paging() else { return String::new() };
    let end = if paging.is_number { "0".to_owned() } else { quoted("") };
    let names = [paging.items, paging.cursor, paging.option].map(quoted);
    [", ", &list(names.into_iter().chain([end]))].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn generated_every_operation_is_a_method_and_a_function() {
        let module = operations_js();
        for name in crate::api::operations::names() {
            assert!(module.contains(&format!("  {name}(options, request) {{")), "{name}");
            assert!(module.contains(&format!("export function {name}(options) {{")), "{name}");
        }
        assert!(module.contains(
            r#"call(this, "getRoomMemberList", options, request, ["members", "next", "next", ""])"#
        ));
        assert!(module.contains(
            r#"once("getBannedMemberList", options, ["bannedMembers", "nextOffset", "offset", 0])"#
        ));
    }
}
