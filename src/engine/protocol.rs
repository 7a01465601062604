//! What a page and a handler say to each other.
//!
//! A page sends the operation and its options as JSON, as they were checked. A reply of the service is handed on, what it
//! reads in the words of the options: a page has no table of the service's own. Everything else is an `error`, which tells
//! what the caller can do about it, and nothing of what lies behind the handler.

use super::reply::{self, HttpResponse, Reply};
use super::request::Target;
use crate::api::check::{Words, push_options};
use crate::api::operations::Operation;
use crate::error::{Error, Kind};
use crate::text::json::{self, Object, Value, push_string};

/// The body that asks for a call.
pub fn push_call(out: &mut String, operation: &Operation, given: &Object) {
    out.push_str("{\"operation\":");
    push_string(out, operation.name);
    out.push_str(",\"options\":");
    push_options(out, &operation.fields, given, Words::Options);
    out.push('}');
}

const ERROR: &str = "error";

/// Reads the answer to a page's call, and says whether a handler gave it: such a one has repeated
/// the call already as often as it may.
pub fn read(
    response: &HttpResponse<'_>,
    secrets: &[&str],
    target: &Target,
    operation: &Operation,
) -> (Result<Box<Reply>, Error>, bool) {
    let body = json::parse(response.body).ok();
    if let Some(error) = body.as_ref().and_then(|body| error_in(body, response.status, secrets)) {
        return (Err(error), true);
    }
    let outcome = reply::read_parsed(body, response, secrets, target, operation);
    let is_reply = outcome.as_ref().err().is_none_or(|error| error.kind == Kind::Api);
    (outcome, is_reply)
}

fn error_in(body: &Value, status: u16, secrets: &[&str]) -> Option<Error> {
    let fields = body.as_object()?.field(ERROR)?.as_object()?;
    let field = |name| fields.field(name).and_then(Value::as_str);
    let clean = |text: &str| crate::text::withheld(text, secrets).into_owned();
    let mut error = Error::new(kind(field("kind")?)?, clean(field("message")?));
    error.field = field("field").map(|text| clean(text).into());
    error.hint = field("hint").map(|text| clean(text).into());
    error.retryable = matches!(fields.field("retryable"), Some(Value::Boolean(true)));
    error.status = (error.kind == Kind::Http).then_some(status);
    Some(error)
}

fn kind(name: &str) -> Option<Kind> {
    const KINDS: [Kind; 5] =
        [Kind::Http, Kind::Invalid, Kind::Network, Kind::Protocol, Kind::Timeout];
    KINDS.into_iter().find(|kind| kind.name() == name)
}

#[cfg(feature = "server")]
pub use server::{HandlerResponse, headers_to_json, response};

#[cfg(feature = "server")]
mod server {
    use super::ERROR;
    use crate::api::error_codes;
    use crate::api::operations::Operation;
    use crate::engine::reply::{Reply, bounded};
    use crate::error::{Error, Kind};
    use crate::text::fill;
    use crate::text::json::{ObjectWriter, push_string};

    /// An HTTP answer to a page.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct HandlerResponse {
        /// The HTTP status.
        pub status: u16,
        /// The headers.
        pub headers: Vec<(&'static str, String)>,
        /// The JSON; empty where there is none to send.
        pub body: String,
    }

    /// A list of names and values.
    pub fn headers_to_json(headers: &[(&'static str, String)]) -> String {
        let mut text = String::from("[");
        for (name, value) in headers {
            text.push_str(if text.len() == 1 { "[" } else { ",[" });
            push_string(&mut text, name);
            text.push(',');
            push_string(&mut text, value);
            text.push(']');
        }
        text.push(']');
        text
    }

    impl HandlerResponse {
        /// An answer without a body.
        pub fn empty(status: u16) -> Self {
            let headers = vec![("Cache-Control", "no-store".to_owned())];
            Self { status, headers, body: String::new() }
        }

        /// The same with one more header.
        #[must_use]
        pub fn with_header(mut self, name: &'static str, value: impl Into<String>) -> Self {
            self.headers.push((name, value.into()));
            self
        }

        /// A request that is not let in.
        pub fn refusal(status: u16, message: &str, hint: &str) -> Self {
            let mut error = Error::new(Kind::Http, message);
            error.hint = Some(hint).filter(|hint| !hint.is_empty()).map(Box::from);
            error.retryable = matches!(status, 408 | 503 | 504);
            Self::error(status, &error)
        }

        /// A body that is no call.
        pub fn invalid(error: &Error) -> Self {
            Self::error(400, error)
        }

        pub(crate) fn error(status: u16, error: &Error) -> Self {
            let mut fields = ObjectWriter::default();
            fields.string("kind", error.kind.name());
            fields.string("message", &error.message);
            for (name, text) in [("field", &error.field), ("hint", &error.hint)] {
                if let Some(text) = text {
                    fields.string(name, text);
                }
            }
            fields.boolean("retryable", error.retryable);
            let mut body = ObjectWriter::default();
            body.object(ERROR, fields);
            Self::json(status, body.into_text())
        }

        fn json(status: u16, body: String) -> Self {
            let answer = Self::empty(status)
                .with_header("Content-Type", "application/json")
                .with_header("X-Content-Type-Options", "nosniff");
            Self { body, ..answer }
        }

        /// Status, headers and body, as the driver reads them.
        pub fn to_json(&self) -> String {
            let mut fields = ObjectWriter::default();
            fields.integer("status", self.status.into());
            fields.raw("headers", &headers_to_json(&self.headers));
            fields.string("body", &self.body);
            fields.into_text()
        }
    }

    /// The answer to a page whose call has ended; nothing for a handler that is not set up right,
    /// which is for its owner to know.
    pub fn response(
        outcome: &Result<Box<Reply>, Error>,
        operation: &Operation,
    ) -> Option<HandlerResponse> {
        match outcome {
            Ok(reply) => Some(HandlerResponse::json(200, reply.to_page_form(operation))),
            Err(error) => failure(error, operation),
        }
    }

    fn failure(error: &Error, operation: &Operation) -> Option<HandlerResponse> {
        let (status, message) = match error.kind {
            Kind::Api => return Some(refused(error, operation)),
            Kind::Http => (502, "something else than the service answered the handler"),
            Kind::Network => (502, "the handler could not reach the service"),
            Kind::Protocol => (502, "what answered the handler was no reply of the service"),
            Kind::Timeout => (504, "the service did not answer the handler in time"),
            Kind::Invalid | Kind::Load => return None,
        };
        let mut told = Error::new(error.kind, message);
        told.hint = Some("the handler's own `onAttempt` or `logger` tells more".into());
        if !error.retryable && matches!(error.kind, Kind::Network | Kind::Timeout) {
            told.hint.clone_from(&error.hint);
        }
        told.retryable = error.retryable;
        Some(HandlerResponse::error(status, &told))
    }

    /// The advice goes along: a page has no table of ErrorCodes. Not which host the handler calls.
    fn refused(error: &Error, operation: &Operation) -> HandlerResponse {
        let code = error.code.unwrap_or_default();
        let mut body = ObjectWriter::default();
        body.string("ActionStatus", "FAIL");
        body.integer("ErrorCode", code);
        body.string("ErrorInfo", bounded(error.info.as_deref().unwrap_or_default()));
        if let Some(request_id) = &error.request_id {
            body.string("RequestId", bounded(request_id));
        }
        if let Some(known) = error_codes::find(code) {
            let code = crate::text::decimal(code);
            body.string("Hint", &fill("*: *", &[&code, &known.hint_for(operation)]));
            body.boolean("Retryable", known.remedy.is_retryable());
        }
        HandlerResponse::json(200, body.into_text())
    }
}

#[cfg(test)]
#[cfg(feature = "server")]
mod tests {
    use super::*;
    use crate::api::operations;

    fn operation() -> Operation {
        operations::find("getRoomMemberList").unwrap()
    }

    fn read_back(answer: &HandlerResponse) -> (Result<Box<Reply>, Error>, bool) {
        let (status, body) = (answer.status, answer.body.as_str());
        let response = HttpResponse { status, body, ..HttpResponse::default() };
        read(&response, &[], &Target::Endpoint("/api".into()), &operation())
    }

    fn of_body(status: u16, body: &str) -> HandlerResponse {
        HandlerResponse { body: body.into(), ..HandlerResponse::empty(status) }
    }

    #[test]
    fn handler_a_page_reads_what_the_handler_has_read() {
        let body = r#"{"ActionStatus":"OK","ErrorCode":0,"ErrorInfo":"","RequestId":"Id-\"1","Response":{"Next":"","MemberList":[{"Member_Account":144115233775727695,"X":1.5}]}}"#;
        let told = r#"{"ActionStatus":"OK","ErrorCode":0,"ErrorInfo":"","RequestId":"Id-\"1","Reply":{"members":[{"memberAccount":"144115233775727695"}],"next":""}}"#;
        let service = HttpResponse { status: 200, body, ..HttpResponse::default() };
        let target = Target::Region(crate::api::regions::Region::China);
        let reply = reply::read(&service, &[], &target, &operation()).unwrap();
        let answer = response(&Ok(reply.clone()), &operation()).unwrap();
        assert_eq!((answer.status, answer.body.as_str()), (200, told));
        let (again, is_from_handler) = read_back(&answer);
        let again = again.unwrap();
        assert!(is_from_handler);
        assert_eq!(again.to_json(&operation()), reply.to_json(&operation()));
        assert_eq!(response(&Ok(again), &operation()).unwrap().body, told);
    }

    #[test]
    fn handler_a_refusal_keeps_code_info_and_request_id_and_brings_advice() {
        let body =
            r#"{"ActionStatus":"FAIL","ErrorCode":100005,"ErrorInfo":"gone","RequestId":"Id-2"}"#;
        let refused = read_back(&of_body(200, body)).0.unwrap_err();
        let answer = response(&Err(refused.clone()), &operation()).unwrap();
        assert_eq!(answer.status, 200);
        let (outcome, is_from_handler) = read_back(&answer);
        let told = outcome.unwrap_err();
        assert!(is_from_handler);
        assert_eq!(
            (&told.message, told.code, &told.request_id),
            (&refused.message, Some(100_005), &refused.request_id)
        );
        assert!(told.hint.as_ref().unwrap().starts_with("100005: "), "{:?}", told.hint);
    }

    #[test]
    fn handler_a_page_gets_a_bounded_text() {
        let mut refused = Error::new(Kind::Api, "refused");
        refused.code = Some(1);
        let long = "\u{202e}".repeat(10_000);
        refused.info = Some(long.clone().into());
        refused.request_id = Some(long.clone().into());
        let reply = Reply {
            action_status: Some(long.clone()),
            error_info: long.clone(),
            request_id: Some(long.into()),
            ..Reply::default()
        };
        for outcome in [Err(refused), Ok(Box::new(reply))] {
            let answer = response(&outcome, &operation()).unwrap();
            assert!(answer.body.len() < 3 * 300 * 3 + 200, "{}", answer.body);
        }
    }

    #[test]
    fn handler_what_lies_behind_it_is_not_told() {
        for (kind, status) in
            [(Kind::Http, 502), (Kind::Network, 502), (Kind::Protocol, 502), (Kind::Timeout, 504)]
        {
            let mut error = Error::new(kind, "10.0.0.7 said no").with_hint("internal");
            error.retryable = true;
            let answer = response(&Err(error), &operation()).unwrap();
            assert_eq!(answer.status, status);
            assert!(!answer.body.contains("10.0.0.7") && !answer.body.contains("internal"));
            let (outcome, is_from_handler) = read_back(&answer);
            let told = outcome.unwrap_err();
            assert_eq!((told.kind, told.retryable, is_from_handler), (kind, true, true));
        }
        assert_eq!(response(&Err(Error::invalid("secretKey", "is wrong")), &operation()), None);
    }

    #[test]
    fn handler_a_refused_option_comes_back_by_its_name() {
        let error = Error::invalid("nameCard", "is too long").with_hint("shorten it");
        let (outcome, _) = read_back(&HandlerResponse::invalid(&error));
        let told = outcome.unwrap_err();
        assert_eq!((told.kind, told.field.as_deref()), (Kind::Invalid, Some("nameCard")));
        assert_eq!((&told.message, &told.hint), (&error.message, &error.hint));
        let (outcome, _) = read_back(&HandlerResponse::refusal(403, "no", ""));
        assert_eq!(outcome.unwrap_err().status, Some(403));
    }

    #[test]
    fn handler_what_it_did_not_say_is_an_http_error_to_be_repeated() {
        for body in ["busy", "{}", r#"{"error":"x"}"#, r#"{"error":{"kind":"load","message":"x"}}"#]
        {
            let (outcome, is_from_handler) = read_back(&of_body(503, body));
            let error = outcome.unwrap_err();
            assert_eq!((error.kind, error.retryable, is_from_handler), (Kind::Http, true, false));
            assert!(error.hint.as_ref().unwrap().contains("`endpoint`"));
        }
    }
}
