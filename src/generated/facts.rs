//! What the simulator knows of the service, and the limits that pages show.

use super::{all, list, object, quoted};
use crate::api::error_codes::CODES;
use crate::api::operations::Operation;
use crate::api::shape::{Bounds, Field, MAX_SAFE_INTEGER, Part, Shape};

/// The JavaScript module `#facts`.
pub fn facts_js() -> String {
    let limits = object(
        all()
            .map(|(operation, _)| (operation.name, limits_of(&operation)))
            .filter(|(_, limits)| limits != "{}"),
    );
    let operations = object(all().map(|(operation, _)| {
        let path = quoted(&["/v4/", operation.path].concat());
        let (body, _) = body_of(&operation, &operation.body);
        (operation.name, object([("path", path), ("body", list(body))]))
    }));
    let errors = object(CODES.iter().map(|entry| (entry.code.to_string(), quoted(entry.meaning))));
    let rate = Field::of("callsPerSecond").default_number().unwrap_or_default();
    [
        "// Generated from Rust.\nexport const LIMITS = ",
        &limits,
        ";\nexport const facts = {\n  callsPerSecond: ",
        &rate.to_string(),
        ",\n  errors: ",
        &errors,
        ",\n  operations: ",
        &operations,
        ",\n};\n",
    ]
    .concat()
}

/// The limits of an operation: bytes of texts, items of lists.
pub(super) fn limits(operation: &Operation) -> Vec<(&'static str, u32)> {
    let limit = |field: &Field| match &field.shape {
        Shape::Text(rule) => rule.most,
        Shape::List(bounds, _) | Shape::Rows(bounds, _) => bounds.most,
        _ => None,
    };
    operation.fields.iter().filter_map(|field| Some((field.name, limit(field)?))).collect()
}

fn limits_of(operation: &Operation) -> String {
    object(limits(operation).into_iter().map(|(name, most)| (name, most.to_string())))
}

/// The fields of a body, up to the end of the object; and how many parts that takes.
fn body_of(operation: &Operation, parts: &[Part]) -> (Vec<String>, usize) {
    let (mut fields, mut at) = (Vec::new(), 0);
    while let Some(part) = parts.get(at) {
        at += 1;
        match part {
            Part::Close => break,
            Part::Constant(name, value) => {
                let shape = object([("type", quoted("const")), ("value", quoted(value))]);
                fields.push(field_js(name, true, shape));
            }
            Part::Field(index) => fields.extend(operation.fields.get(*index).map(field_of)),
            Part::Open(name) => {
                let (inner, taken) = body_of(operation, parts.get(at..).unwrap_or_default());
                at += taken;
                let shape = object([("type", quoted("object")), ("fields", list(inner))]);
                fields.push(field_js(name, true, shape));
            }
        }
    }
    (fields, at)
}

fn field_of(field: &Field) -> String {
    field_js(field.wire, field.is_required || field.is_sent_empty, shape_js(&field.shape, true))
}

fn field_js(name: &str, is_required: bool, shape: String) -> String {
    object([("name", quoted(name)), ("required", is_required.to_string()), ("shape", shape)])
}

/// A shape, in the service's words or in those of the options.
pub(super) fn shape_js(shape: &Shape, is_wire: bool) -> String {
    let named = |name: &str, more: Vec<(&'static str, String)>| {
        object(std::iter::once(("type", quoted(name))).chain(more))
    };
    match shape {
        Shape::Text(rule) => {
            let mut more = Vec::new();
            if rule.is_filled {
                more.push(("min", "1".to_owned()));
            }
            more.extend(rule.most.map(|most| ("max", most.to_string())));
            if rule.is_ascii {
                more.push(("ascii", "true".to_owned()));
            }
            named("text", more)
        }
        Shape::Integer(least, most) => {
            let mut more = vec![("min", least.to_string())];
            if *most < MAX_SAFE_INTEGER {
                more.push(("max", most.to_string()));
            }
            named("int", more)
        }
        Shape::Flag => named("flag", Vec::new()),
        Shape::Moment => named("moment", Vec::new()),
        Shape::Choice(words) => {
            let values = words.iter().map(|(word, wire)| match wire.parse::<i64>() {
                Ok(number) if is_wire => number.to_string(),
                _ => quoted(if is_wire { wire } else { word }),
            });
            named("choice", vec![("values", list(values))])
        }
        Shape::List(bounds, of) => named("list", with_bounds(*bounds, shape_js(of, is_wire))),
        Shape::Rows(bounds, fields) => {
            named("list", with_bounds(*bounds, object_js(fields, is_wire)))
        }
        Shape::Object(fields) => object_js(fields, is_wire),
        Shape::Rate | Shape::Function | Shape::Own => named("other", Vec::new()),
    }
}

fn object_js(fields: &[Field], is_wire: bool) -> String {
    let fields = fields.iter().map(|field| {
        let name = if is_wire { field.wire } else { field.name };
        field_js(name, field.is_required, shape_js(&field.shape, is_wire))
    });
    object([("type", quoted("object")), ("fields", list(fields))])
}

fn with_bounds(bounds: Bounds, of: String) -> Vec<(&'static str, String)> {
    let mut more = vec![("min", bounds.least.to_string())];
    more.extend(bounds.most.map(|most| ("max", most.to_string())));
    more.push(("of", of));
    more
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn generated_facts_are_the_ones_in_force() {
        let facts = facts_js();
        for part in [
            r#""updateRoomMemberInfo": { "path": "/v4/room_engine_http_srv/update_room_member_info", "body": [{ "name": "RoomId", "required": true, "shape": { "type": "text", "min": 1 } }, { "name": "MemberInfo", "required": true, "shape": { "type": "object", "fields": [{ "name": "Member_Account""#,
            "callsPerSecond: 200",
            r#""updateRoomMemberInfo": { "nameCard": 32, "customInfo": 60 }"#,
            r#""kickUserOut": { "memberAccounts": 20, "reason": 1000 }"#,
            r#"{ "name": "Role", "required": false, "shape": { "type": "choice", "values": ["Admin", "Member"] } }"#,
            r#"{ "name": "CommandType", "required": true, "shape": { "type": "choice", "values": [1, 2] } }"#,
            r#"{ "name": "RoomType", "required": true, "shape": { "type": "const", "value": "Conference" } }"#,
            r#""100004": "the room does not exist or is dissolved""#,
        ] {
            assert!(facts.contains(part), "{part} in {facts}");
        }
    }
}
