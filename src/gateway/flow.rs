//! How a request becomes a call, in three steps that call nothing: what it says of itself is looked at, its body is read
//! and checked, and after `authorize` has been asked the call is begun.

use super::HandlerResponse;
use super::guard::{RequestGuard, RequestHead};
use super::origin::Origin;
use crate::api::check::Violation;
use crate::api::operations::{self, Operation};
use crate::api::shape::{Bounds, Field, Shape};
use crate::engine::{Engine, Id, Prepared};
use crate::error::Error;
use crate::text::json::{self, Object, ReadError, Value};
use crate::text::{fill, nearest};

/// What `createHandler` makes.
#[derive(Debug)]
pub struct Handler {
    /// Who calls.
    pub client: Id,
    guard: RequestGuard,
    operations: Vec<&'static str>,
    /// How long a request may take to send its body, and `authorize` to answer.
    pub request_timeout_ms: u32,
    /// How many calls may be under way.
    pub max_pending: u32,
}

/// The operations that a handler serves whose owner names none.
const SERVED: [&str; 1] = ["updateRoomMemberInfo"];

impl Handler {
    /// Reads the options; their names have been checked, and the client is made of the same.
    pub fn read(options: &Object, client: Id) -> Result<Self, Error> {
        let operations = read_operations(options)?;
        let mut longest_body = 0;
        for name in &operations {
            if let Some(operation) = operations::find(name) {
                longest_body = longest_body.max(longest_body_of(&operation));
            }
        }
        let guard = RequestGuard {
            origins: read_list(options, "allowedOrigins", Origin::read)?,
            hosts: read_list(options, "hosts", read_host)?,
            longest_body,
        };
        if options.has("authorize") {
            crate::engine::check(options, "authorize")?;
        }
        Ok(Self {
            client,
            guard,
            operations,
            request_timeout_ms: crate::engine::whole(options, "requestTimeoutMs")?,
            max_pending: crate::engine::whole(options, "maxPending")?,
        })
    }

    /// How many bytes of the body to read, or the answer.
    pub fn admit(&self, head: &RequestHead) -> Result<usize, HandlerResponse> {
        self.guard.admit(head).map(|()| self.guard.longest_body)
    }

    /// The headers by which the page that asked may read the answer.
    pub fn headers_for(&self, head: &RequestHead) -> Vec<(&'static str, String)> {
        let opened = self.guard.opened(head, HandlerResponse::empty(200));
        opened.headers.into_iter().filter(|(name, _)| *name != "Cache-Control").collect()
    }

    /// The call that was asked for, checked.
    pub fn check<'a>(
        &self,
        engine: &mut Engine,
        asked: &'a CallRequest,
    ) -> Result<Prepared<'a>, HandlerResponse> {
        let CallRequest { operation, options } = asked;
        engine.operation(operation).map_err(|error| HandlerResponse::invalid(&error))?;
        if !self.operations.contains(&operation.as_str()) {
            let hint = "the handler's `operations` names those that it serves";
            return Err(HandlerResponse::refusal(
                403,
                "the handler does not serve this operation",
                hint,
            ));
        }
        let prepared = engine.prepare(operation, options, &[]);
        prepared.map_err(|error| HandlerResponse::invalid(&error))
    }

    /// The answer to a request that cannot become a call, by its status.
    pub fn refuse(&self, status: u16) -> HandlerResponse {
        let (message, hint) = match status {
            403 => (
                "the handler's `authorize` did not allow this call",
                "sign in, or ask whoever runs the handler; there, `authorize` must return true",
            ),
            408 => ("the request took too long to send its body", ""),
            413 => return self.guard.too_long(),
            503 => ("too many calls are under way", "try again in a moment"),
            504 => ("the handler's `authorize` took too long", "try again in a moment"),
            _ => return HandlerResponse::empty(status),
        };
        let response = HandlerResponse::refusal(status, message, hint);
        if status == 503 { response.with_header("Retry-After", "1") } else { response }
    }
}

fn read_operations(options: &Object) -> Result<Vec<&'static str>, Error> {
    let served = read_list(options, "operations", read_operation)?;
    Ok(if served.is_empty() { SERVED.to_vec() } else { served })
}

fn read_operation(item: &Value) -> Result<&'static str, Violation> {
    let Value::Text(text) = item else { return Err(Violation::of_type("a string", item)) };
    let mut names = Vec::new();
    for name in operations::names() {
        if name == text {
            return Ok(name);
        }
        names.push(name);
    }
    Err(Violation::new(&nearest::refuse_choice(text, &names)))
}

fn read_host(item: &Value) -> Result<String, Violation> {
    let is_host = |c: u8| c.is_ascii_alphanumeric() || b"-.:[]".contains(&c);
    match item {
        Value::Text(text) if !text.is_empty() && text.bytes().all(is_host) => Ok(text.clone()),
        Value::Text(_) => {
            Err(Violation::new("must hold hosts as console.example.com or localhost:8787"))
        }
        other => Err(Violation::of_type("a string", other)),
    }
}

/// An option that is a list, whose items have a reader of their own.
fn read_list<T>(
    options: &Object,
    name: &'static str,
    read: fn(&Value) -> Result<T, Violation>,
) -> Result<Vec<T>, Error> {
    let mut values = Vec::new();
    for item in crate::engine::check(options, name)?.as_list().unwrap_or_default() {
        match read(item) {
            Ok(value) => values.push(value),
            Err(fault) => {
                let index = crate::text::decimal(values.len() as i64);
                return Err(fault.of(&fill("*[*]", &[name, &index])));
            }
        }
    }
    Ok(values)
}

/// What a body asks for.
#[derive(Debug)]
pub struct CallRequest {
    operation: String,
    options: Object,
}

const OPERATION: &str = "operation";
const OPTIONS: &str = "options";

impl CallRequest {
    /// Reads a body.
    pub fn read(body: &[u8]) -> Result<Self, HandlerResponse> {
        Self::of(body).map_err(|error| HandlerResponse::invalid(&error))
    }

    fn of(body: &[u8]) -> Result<Self, Error> {
        let body = match json::parse_bytes(body) {
            Err(ReadError::NotUtf8 { .. }) => return Err(Error::invalid("body", "must be UTF-8")),
            body => body.map(Value::from_page),
        };
        let Ok(Value::Object(fields)) = body else {
            return Err(Error::invalid("body", "must be a JSON object"));
        };
        if let Some(name) = fields.names().find(|name| ![OPERATION, OPTIONS].contains(name)) {
            return Err(Error::invalid(name, "is unknown: a call has `operation` and `options`"));
        }
        let Some(operation) = fields.value(OPERATION).as_str().map(str::to_owned) else {
            return Err(Error::invalid(OPERATION, "must be a string"));
        };
        let mut options = Value::Absent;
        for (name, value) in fields.0 {
            if name == OPTIONS {
                options = value;
            }
        }
        let Value::Object(options) = options else {
            return Err(Error::invalid(OPTIONS, "must be an object"));
        };
        Ok(Self { operation, options })
    }
}

/// The longest body of a call, in bytes: every text at its limit and every character of it escaped, every list full.
/// Where the vendor states no limit, room is left for more than anybody uses.
fn longest_body_of(operation: &Operation) -> usize {
    const FRAME: usize = 256;
    FRAME + longest_of(&operation.fields)
}

fn longest_of(fields: &[Field]) -> usize {
    let mut length = 0;
    for field in fields {
        length += field.name.len() + 4 + longest_of_shape(&field.shape);
    }
    length
}

fn longest_of_shape(shape: &Shape) -> usize {
    /// Every byte as `\u0000`.
    const ESCAPED: usize = 6;
    const TEXT: usize = 256;
    const ITEMS: usize = 300;
    let count = |bounds: &Bounds| bounds.most.map_or(ITEMS, |most| most as usize);
    match shape {
        Shape::Text(rule) => ESCAPED * rule.most.map_or(TEXT, |most| most as usize) + 2,
        Shape::List(bounds, of) => count(bounds) * (longest_of_shape(of) + 1) + 2,
        Shape::Rows(bounds, fields) => count(bounds) * (longest_of(fields) + 3) + 2,
        _ => 32,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::engine::Waking;

    const CALL: &str = r#"{"operation":"updateRoomMemberInfo","options":{"roomId":"r","memberAccount":"用户","nameCard":""}}"#;

    fn options(pairs: Vec<(&str, Value)>) -> Object {
        Object(pairs.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
    }

    fn list(items: &[&str]) -> Value {
        Value::List(items.iter().map(|item| Value::Text((*item).to_owned())).collect())
    }

    fn handler(served: &[&str]) -> Handler {
        let served =
            if served.is_empty() { Vec::new() } else { vec![("operations", list(served))] };
        Handler::read(&options(served), Id::default()).unwrap()
    }

    fn check(handler: &Handler, body: &str) -> Result<String, HandlerResponse> {
        let mut engine = Engine::new(Waking::Sure);
        let asked = CallRequest::read(body.as_bytes())?;
        handler.check(&mut engine, &asked).map(|prepared| prepared.to_call())
    }

    #[test]
    fn handler_a_call_is_read_and_told_in_its_own_words() {
        let spaced = r#" { "options" : {"nameCard":"","role":null,"memberAccount":"\u7528户",
            "roomId":"x", "roomId":"r"}, "operation":"updateRoomMemberInfo"} "#;
        for body in [CALL, spaced] {
            assert_eq!(check(&handler(&[]), body).unwrap(), CALL);
        }
    }

    #[test]
    fn handler_authorize_sees_lists_exactly_as_they_are_sent() {
        let body = r#"{"operation":"markRoomMember","options":{"roomId":"r","commandType":"set","memberList":[{"memberAccount":"a","marks":[1000]},{"memberAccount":"b","marks":[1001,1002]}]}}"#;
        assert_eq!(check(&handler(&["markRoomMember"]), body).unwrap(), body);
    }

    #[test]
    fn handler_only_operations_that_are_named_are_served() {
        let kick = r#"{"operation":"kickUserOut","options":{"roomId":"r","memberAccounts":["a"],"reason":""}}"#;
        assert_eq!(check(&handler(&[]), kick).unwrap_err().status, 403);
        assert!(check(&handler(&["kickUserOut", "getSeatList"]), kick).is_ok());
        assert_eq!(check(&handler(&["kickUserOut"]), CALL).unwrap_err().status, 403);
        let error =
            Handler::read(&options(vec![("operations", list(&["kickUser"]))]), Id::default())
                .unwrap_err();
        assert!(
            error.field.as_deref() == Some("operations[0]")
                && error.message.contains("kickUserOut"),
            "{}",
            error.message
        );
    }

    #[test]
    fn handler_what_is_wrong_is_named() {
        let call = |options: &str| {
            ["{\"operation\":\"updateRoomMemberInfo\",\"options\":", options, "}"].concat()
        };
        for (body, words) in [
            ("", "`body` must be a JSON object"),
            ("[]", "`body` must be a JSON object"),
            ("{}", "`operation` must be a string"),
            ("{\"operation\":1}", "`operation` must be a string"),
            ("{\"operation\":\"removeEverybody\",\"options\":{}}", "`operation` is not known"),
            ("{\"sdkAppId\":1}", "`sdkAppId` is unknown: a call has `operation` and `options`"),
            (&call("[]"), "`options` must be an object"),
            (&call("{}"), "`roomId` is missing"),
            (
                &call(r#"{"roomId":"r","memberAccount":7}"#),
                "`memberAccount` must be a string, got number",
            ),
            (
                &call(r#"{"roomId":"r","memberAccount":1.5}"#),
                "`memberAccount` must be a string, got number",
            ),
            (
                &call(r#"{"roomId":"r","memberAccount":{}}"#),
                "`memberAccount` must be a string, got object",
            ),
            (&call(r#"{"roomId":"r","memberAccount":["function"]}"#), "got array"),
            (&call(r#"{"roomId":"r","memberAccount":"\ud83d"}"#), "surrogate"),
            (
                &call(r#"{"roomId":"r","memberAccount":"m","secretKey":"x"}"#),
                "unknown option `secretKey`",
            ),
        ] {
            let refused = check(&handler(&[]), body).unwrap_err();
            let message = json::parse(&refused.body).unwrap();
            let error =
                message.as_object().unwrap().field("error").unwrap().as_object().unwrap().clone();
            let message = error.field("message").and_then(Value::as_str).unwrap().to_owned();
            assert!(refused.status == 400 && message.contains(words), "{body}: {message}");
        }
    }

    #[test]
    fn handler_the_longest_body_follows_from_what_is_served() {
        let small = handler(&[]).guard.longest_body;
        let large = handler(&["kickUserOut"]).guard.longest_body;
        assert!((3000..5000).contains(&small) && large > small, "{small} {large}");
        let escaped = |count: usize| "\\u0001".repeat(count);
        let accounts = vec![["\"", &escaped(200), "\""].concat(); 20].join(",");
        let body = [
            "{\"operation\":\"kickUserOut\",\"options\":{\"roomId\":\"",
            &escaped(200),
            "\",\"memberAccounts\":[",
            &accounts,
            "],\"reason\":\"",
            &escaped(1000),
            "\"}}",
        ]
        .concat();
        assert!(body.len() < large && check(&handler(&["kickUserOut"]), &body).is_ok());
    }

    #[test]
    fn handler_options_are_refused_by_name() {
        for (name, given, field, words) in [
            (
                "allowedOrigins",
                Value::Text("*".into()),
                "allowedOrigins",
                "must be an array, got string",
            ),
            (
                "allowedOrigins",
                list(&["https://a.example", "*"]),
                "allowedOrigins[1]",
                "as browsers write them",
            ),
            ("operations", Value::List(Vec::new()), "operations", "must have at least 1 item"),
            ("hosts", list(&["https://a.example"]), "hosts[0]", "must hold hosts"),
            ("authorize", Value::Boolean(true), "authorize", "must be a function, got boolean"),
            ("requestTimeoutMs", Value::Number(0.0), "requestTimeoutMs", "whole number from 1"),
            ("maxPending", Value::Number(0.5), "maxPending", "whole number from 1"),
        ] {
            let error = Handler::read(&options(vec![(name, given)]), Id::default()).unwrap_err();
            assert_eq!(error.field.as_deref(), Some(field), "{}", error.message);
            assert!(error.message.contains(words), "{}", error.message);
        }
    }

    #[test]
    fn handler_each_refusal_says_what_happened() {
        for status in [403, 408, 413, 503, 504] {
            let response = handler(&[]).refuse(status);
            assert!(
                response.status == status && response.body.contains("\"kind\":\"http\""),
                "{}",
                response.body
            );
        }
        assert!(handler(&[]).refuse(503).headers.contains(&("Retry-After", "1".to_owned())));
    }

    proptest! {
        #[test]
        fn handler_no_body_makes_it_panic(body in any::<String>()) {
            let _ = check(&handler(&[]), &body);
        }
    }
}
