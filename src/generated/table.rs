//! The table for what is built from it besides: the command line, the console's forms, the reference.

use super::facts::shape_js;
use super::{all, list, object, quoted};
use crate::api::error_codes::{CREDENTIAL, WRONG_REGION};
use crate::api::operations::Effect;
use crate::api::options;
use crate::api::regions::Region;
use crate::api::shape::{Field, Shape};

/// The JavaScript module `#table`.
pub fn table_js() -> String {
    let operations = all().map(|(operation, row)| {
        let effect = match operation.effect {
            Effect::Read => "read",
            Effect::Set => "set",
            Effect::Once(_) => "once",
        };
        let mut entry = vec![
            ("path", quoted(operation.path)),
            ("page", row.page.to_string()),
            ("doc", quoted(row.doc.trim())),
            ("effect", quoted(effect)),
            ("codes", list(row.codes.iter().map(i64::to_string))),
            ("options", list(operation.fields.iter().map(field_js))),
            ("reply", list(operation.payload.iter().map(field_js))),
        ];
        if let Some(paging) = operation.paging() {
            let names =
                [("items", paging.items), ("cursor", paging.cursor), ("option", paging.option)];
            let names = names.map(|(key, name)| (key, quoted(name)));
            entry.push(("pages", object(names)));
        }
        (operation.name, object(entry))
    });
    let codes = |codes: &[i64]| list(codes.iter().map(i64::to_string));
    let constants = [
        ("table", object(operations)),
        ("regions", list(Region::names().map(quoted))),
        ("credentialCodes", codes(&CREDENTIAL)),
        ("wrongRegionCodes", codes(&WRONG_REGION)),
    ];
    let mut module = "// Generated from Rust.\n".to_owned();
    for (name, value) in constants {
        module.push_str(&["export const ", name, " = ", &value, ";\n"].concat());
    }
    module
}

fn field_js(field: &Field) -> String {
    let mut entry = vec![
        ("name", quoted(field.name)),
        ("required", field.is_required.to_string()),
        ("doc", quoted(options::doc(field.id).trim())),
        ("shape", shape_js(&field.shape, false)),
    ];
    if let Shape::Rows(_, fields) | Shape::Object(fields) = &field.shape {
        entry.push(("fields", list(fields.iter().map(field_js))));
    }
    object(entry)
}
