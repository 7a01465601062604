//! The call that a page asks a handler for.

use crate::error::Error;
use crate::json::{self, Object, ObjectWriter, Value};
use crate::operations::{self, Operation, Prepared};
use crate::options::{Given, Source, check_names};

/// A call whose options have been checked.
pub struct Asked {
    /// What is to be done.
    pub operation: &'static Operation,
    /// What the service is to be sent.
    pub prepared: Prepared,
    /// The call in its own words: each option once, and nothing else.
    pub text: String,
}

impl Asked {
    /// Reads a body. What is wrong with it is told by the option's name.
    pub fn read(body: &str) -> Result<Self, Error> {
        let Ok(Value::Object(fields)) = json::parse(body) else {
            return Err(Error::invalid("body", "must be a JSON object"));
        };
        if let Some((name, _)) =
            fields.iter().find(|(name, _)| ![OPERATION, OPTIONS].contains(name))
        {
            return Err(Error::invalid(name, "is no part of a call"));
        }
        let operation = match fields.field(OPERATION).and_then(Value::as_str) {
            Some(name) => operations::find(name),
            None => return Err(Error::invalid(OPERATION, "must be a string")),
        };
        let operation = operation.ok_or_else(|| Error::invalid(OPERATION, "is not known"))?;
        let Some(Value::Object(options)) = fields.field(OPTIONS) else {
            return Err(Error::invalid(OPTIONS, "must be an object"));
        };
        check_names(options, &[operation.options])?;
        let prepared = (operation.prepare)(options)?;
        Ok(Self { operation, prepared, text: body_of(operation, options) })
    }
}

const OPERATION: &str = "operation";
const OPTIONS: &str = "options";

/// The body that asks for a call whose options have been checked.
pub fn body_of(operation: &Operation, source: &dyn Source) -> String {
    let mut options = ObjectWriter::default();
    for option in operation.options {
        match source.given(option.name) {
            Given::Text(text) => options.string(option.name, &text),
            Given::Boolean(value) => options.boolean(option.name, value),
            // Of numbers, operations take whole ones only.
            Given::Number(number) => options.integer(option.name, number as i64),
            _ => {}
        }
    }
    let mut body = ObjectWriter::default();
    body.string(OPERATION, operation.name);
    body.object(OPTIONS, options);
    body.into_text()
}

impl Source for Object {
    fn names(&self) -> Vec<String> {
        self.iter().map(|(name, _)| name.to_owned()).collect()
    }

    fn given(&self, name: &str) -> Given {
        match self.field(name) {
            None | Some(Value::Null) => Given::Absent,
            Some(Value::Bool(value)) => Given::Boolean(*value),
            Some(Value::Integer(number)) => Given::Number(*number as f64),
            Some(Value::Number) => Given::Other("number"),
            Some(Value::String(text)) => Given::Text(text.clone()),
            Some(Value::BrokenString(_)) => Given::BrokenText,
            Some(Value::Array(_)) => Given::Other("array"),
            Some(Value::Object(_)) => Given::Other("object"),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const CALL: &str = r#"{"operation":"updateRoomMemberInfo","options":{"roomId":"r","memberAccount":"用户","nameCard":""}}"#;

    fn refusal(body: &str) -> (String, String) {
        let error = Asked::read(body).err().unwrap();
        (error.field.clone().unwrap().into(), error.message.clone())
    }

    #[test]
    fn a_call_is_read_and_told_in_its_own_words() {
        let spaced = r#" { "options" : {"nameCard":"","role":null,"memberAccount":"\u7528户",
            "roomId":"x", "roomId":"r"}, "operation":"updateRoomMemberInfo"} "#;
        for body in [CALL, spaced] {
            let asked = Asked::read(body).ok().unwrap();
            assert_eq!(asked.text, CALL);
            let sent = r#"{"RoomId":"r","MemberInfo":{"Member_Account":"用户","NameCard":""}}"#;
            assert_eq!(asked.prepared.body, sent);
            assert_eq!(asked.operation.name, "updateRoomMemberInfo");
        }
    }

    #[test]
    fn what_is_wrong_is_named() {
        let call = |options: &str| {
            ["{\"operation\":\"updateRoomMemberInfo\",\"options\":", options, "}"].concat()
        };
        for (body, field, words) in [
            ("", "body", "JSON object"),
            ("[]", "body", "JSON object"),
            ("{}", "operation", "must be a string"),
            ("{\"operation\":1}", "operation", "must be a string"),
            ("{\"operation\":\"removeEverybody\"}", "operation", "is not known"),
            ("{\"sdkAppId\":1}", "sdkAppId", "is no part of a call"),
            (&call("[]"), "options", "must be an object"),
            (&call("{}"), "roomId", "is missing"),
            (&call(r#"{"roomId":"r","memberAccount":7}"#), "memberAccount", "got number"),
            (&call(r#"{"roomId":"r","memberAccount":1.5}"#), "memberAccount", "got number"),
            (&call(r#"{"roomId":"r","memberAccount":{}}"#), "memberAccount", "got object"),
            (&call(r#"{"roomId":"r","memberAccount":"\ud83d"}"#), "memberAccount", "surrogate"),
            (
                &call(r#"{"roomId":"r","memberAccount":"m","secretKey":"k"}"#),
                "secretKey",
                "no option",
            ),
            (
                &call(r#"{"roomId":"r","memberAccount":"m","__proto__":{}}"#),
                "__proto__",
                "no option",
            ),
        ] {
            let (at, message) = refusal(body);
            assert_eq!(at, field, "{body}");
            assert!(message.contains(words), "{message}");
        }
    }

    proptest! {
        #[test]
        fn any_body_is_read_or_refused(body in any::<String>()) {
            let _ = Asked::read(&body);
        }

        #[test]
        fn what_a_page_writes_is_what_the_handler_reads(room in ".{1,20}", card in "[a-z用😀]{0,8}") {
            let pairs: &[_] = &[
                ("roomId", Given::Text(room)),
                ("memberAccount", Given::Text("m".into())),
                ("nameCard", Given::Text(card)),
            ];
            let operation = operations::find("updateRoomMemberInfo").unwrap();
            prop_assume!((operation.prepare)(&pairs).is_ok());
            let body = body_of(operation, &pairs);
            let asked = Asked::read(&body).ok().unwrap();
            prop_assert_eq!(asked.prepared, (operation.prepare)(&pairs).unwrap());
            prop_assert_eq!(asked.text, body);
        }
    }
}
