//! What the simulator knows of the service, and the limits that pages show.

use crate::error::codes::CODES;
use crate::json::{push_integer, push_string};
use crate::operations::OPERATIONS;
use crate::values::{CUSTOM_INFO_BYTES, CallsPerSecond, NAME_CARD_BYTES, Role};

/// The JavaScript module `#facts`.
pub fn facts_js() -> String {
    let operations = OPERATIONS.iter().map(|operation| (operation.name, quoted(operation.path)));
    let limits = [("nameCard", NAME_CARD_BYTES), ("customInfo", CUSTOM_INFO_BYTES)];
    let roles: Vec<String> = Role::NAMES.iter().map(|name| quoted(name)).collect();
    let errors = CODES.iter().map(|entry| (entry.code.to_string(), quoted(entry.meaning)));
    let limits = limits.map(|(name, bytes)| (name, bytes.to_string()));
    let mut module = String::from("// Generated from Rust.\nexport const LIMITS = ");
    module.push_str(&object(limits.into_iter()));
    module.push_str(";\nexport const facts = {\n");
    module.push_str(&["  operations: ", &object(operations), ",\n"].concat());
    module.push_str("  callsPerSecond: ");
    push_integer(&mut module, u64::from(CallsPerSecond::DOCUMENTED));
    module.push_str(",\n  limits: LIMITS,\n");
    module.push_str(&["  roles: [", &roles.join(", "), "],\n"].concat());
    module.push_str(&["  errors: ", &object(errors), ",\n};\n"].concat());
    module
}

fn object<K: AsRef<str>>(entries: impl Iterator<Item = (K, String)>) -> String {
    let fields: Vec<String> =
        entries.map(|(key, value)| [&quoted(key.as_ref()), ": ", &value].concat()).collect();
    ["{ ", &fields.join(", "), " }"].concat()
}

fn quoted(text: &str) -> String {
    let mut quoted = String::new();
    push_string(&mut quoted, text);
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_facts_are_the_ones_in_force() {
        let facts = facts_js();
        for part in [
            r#"operations: { "updateRoomMemberInfo": "/v4/room_engine_http_srv/update_room_member_info" }"#,
            "callsPerSecond: 200",
            r#"LIMITS = { "nameCard": 32, "customInfo": 60 };"#,
            "limits: LIMITS,",
            r#"roles: ["Admin", "Member"]"#,
            r#""100004": "the room does not exist or is dissolved""#,
        ] {
            assert!(facts.contains(part), "{part} in {facts}");
        }
    }
}
