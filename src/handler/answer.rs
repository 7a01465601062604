//! What a handler answers, and how a page reads it.
//!
//! A reply of the service is handed on in the service's own form, so that a page reads both alike.
//! Everything else is an `error`, which tells what the caller can do about it, and nothing of what
//! lies behind the handler.

use crate::error::{Error, Kind};
use crate::json::{self, ObjectWriter, Value};
use crate::options::Host;
use crate::platform::HttpAnswer;
use crate::reply::{self, Reply};
use crate::text;

/// An HTTP answer to a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// The headers.
    pub headers: Vec<(&'static str, String)>,
    /// The JSON; empty where there is none to send.
    pub body: String,
}

impl Answer {
    /// An answer without a body.
    pub fn empty(status: u16) -> Self {
        let headers = vec![("Cache-Control", "no-store".to_owned())];
        Self { status, headers, body: String::new() }
    }

    /// The same with one more header, unless that would be empty.
    #[must_use]
    pub fn with_header(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    /// A request that is not let in.
    pub fn refusal(status: u16, message: &str, hint: &str) -> Self {
        let mut error = Error::new(Kind::Http, message);
        error.hint = Some(hint).filter(|hint| !hint.is_empty()).map(Box::from);
        Self::error(status, &error)
    }

    /// A call that may not be made.
    pub fn not_authorized() -> Self {
        let hint = "sign in, or ask whoever runs the handler; there, `authorize` must return true";
        Self::refusal(403, "the handler's `authorize` did not allow this call", hint)
    }

    /// A body beyond [`super::LONGEST_BODY`].
    pub fn too_long() -> Self {
        let limit = text::decimal(super::LONGEST_BODY as i64);
        let message = ["a call is at most ", &limit, " bytes long"].concat();
        Self::refusal(413, &message, "")
    }

    /// A body that is no call.
    pub fn invalid(error: &Error) -> Self {
        Self::error(400, error)
    }

    /// What the service answered.
    pub fn reply(reply: &Reply) -> Self {
        let id = reply.request_id.as_deref();
        Self::in_services_form(&reply.action_status, reply.error_code, &reply.error_info, id)
    }

    /// A call that failed on its way; nothing for a handler that is not set up right, which is for
    /// its owner to know.
    pub fn failure(error: &Error) -> Option<Self> {
        let (status, message) = match error.kind {
            Kind::Api => {
                let (code, info) = (error.code.unwrap_or_default(), error.info.as_deref());
                let id = error.request_id.as_deref();
                return Some(Self::in_services_form("FAIL", code, info.unwrap_or_default(), id));
            }
            Kind::Http => (502, "something else than the service answered the handler"),
            Kind::Network => (502, "the handler could not reach the service"),
            Kind::Protocol => (502, "what answered the handler was no reply of the service"),
            Kind::Timeout => (504, "the service did not answer the handler in time"),
            Kind::Invalid | Kind::Load => return None,
        };
        let hint = "the handler's own `onAttempt` or `logger` tells more";
        let mut told = Error::new(error.kind, message).with_hint(hint);
        told.retryable = error.retryable;
        Some(Self::error(status, &told))
    }

    fn in_services_form(status: &str, code: i64, info: &str, request_id: Option<&str>) -> Self {
        let mut body = ObjectWriter::default();
        body.string("ActionStatus", status);
        body.integer("ErrorCode", code);
        body.string("ErrorInfo", info);
        if let Some(request_id) = request_id {
            body.string("RequestId", request_id);
        }
        Self::json(200, body)
    }

    fn error(status: u16, error: &Error) -> Self {
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
        Self::json(status, body)
    }

    fn json(status: u16, body: ObjectWriter) -> Self {
        let answer = Self::empty(status)
            .with_header("Content-Type", "application/json")
            .with_header("X-Content-Type-Options", "nosniff");
        Self { body: body.into_text(), ..answer }
    }
}

const ERROR: &str = "error";

/// Reads the answer to a page's call, and says whether a handler gave it: such a one has repeated
/// the call already as often as it may.
pub fn read(answer: &HttpAnswer, host: &Host) -> (Result<Reply, Error>, bool) {
    if let Some(error) = error_in(answer) {
        return (Err(error), true);
    }
    let outcome = reply::read(answer, host);
    let is_reply = outcome.as_ref().err().is_none_or(|error| error.kind == Kind::Api);
    (outcome, is_reply)
}

fn error_in(answer: &HttpAnswer) -> Option<Error> {
    let Ok(Value::Object(fields)) = json::parse(&answer.body) else { return None };
    let fields = fields.field(ERROR)?.as_object()?;
    let field = |name| fields.field(name).and_then(Value::as_str);
    let mut error = Error::new(kind(field("kind")?)?, field("message")?);
    error.field = field("field").map(Box::from);
    error.hint = field("hint").map(Box::from);
    error.retryable = matches!(fields.field("retryable"), Some(Value::Bool(true)));
    error.status = Some(answer.status).filter(|_| error.kind == Kind::Http);
    Some(error)
}

fn kind(name: &str) -> Option<Kind> {
    const KINDS: [Kind; 5] =
        [Kind::Http, Kind::Invalid, Kind::Network, Kind::Protocol, Kind::Timeout];
    KINDS.into_iter().find(|kind| kind.name() == name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::options::Given;
    use crate::values::{Endpoint, Value as _};

    fn host() -> Host {
        Host::Endpoint(Endpoint::from_given(Given::Text("/api".into())).unwrap())
    }

    fn read_back(answer: &Answer) -> (Result<Reply, Error>, bool) {
        let (status, body) = (answer.status, answer.body.clone());
        let nothing = || None;
        let (content_type, retry_after, date) = (nothing(), nothing(), nothing());
        read(&HttpAnswer { status, content_type, retry_after, date, body }, &host())
    }

    #[test]
    fn a_reply_is_read_as_it_was() {
        let body = r#"{"ActionStatus":"OK","ErrorCode":0,"ErrorInfo":"","RequestId":"Id-\"1"}"#;
        let (reply, is_handlers_word) =
            read_back(&Answer { body: body.into(), ..Answer::empty(200) });
        let reply = reply.unwrap();
        assert!(is_handlers_word);
        let answer = Answer::reply(&reply);
        assert_eq!((answer.status, answer.body.as_str()), (200, body));
        assert_eq!(read_back(&answer).0.unwrap(), reply);
    }

    #[test]
    fn a_refusal_keeps_code_info_and_request_id() {
        let body =
            r#"{"ActionStatus":"FAIL","ErrorCode":100004,"ErrorInfo":"gone","RequestId":"Id-2"}"#;
        let (outcome, _) = read_back(&Answer { body: body.into(), ..Answer::empty(200) });
        let refused = outcome.unwrap_err();
        let answer = Answer::failure(&refused).unwrap();
        assert_eq!((answer.status, answer.body.as_str()), (200, body));
        let (outcome, is_handlers_word) = read_back(&answer);
        assert!(is_handlers_word);
        assert_eq!(outcome.unwrap_err().message, refused.message);
    }

    #[test]
    fn what_lies_behind_the_handler_is_not_told() {
        for (kind, status) in
            [(Kind::Http, 502), (Kind::Network, 502), (Kind::Protocol, 502), (Kind::Timeout, 504)]
        {
            let mut error = Error::new(kind, "10.0.0.7 said no").with_hint("internal");
            error.retryable = true;
            let answer = Answer::failure(&error).unwrap();
            assert_eq!(answer.status, status);
            assert!(!answer.body.contains("10.0.0.7") && !answer.body.contains("internal"));
            let (outcome, is_handlers_word) = read_back(&answer);
            let told = outcome.unwrap_err();
            assert_eq!((told.kind, told.retryable, is_handlers_word), (kind, true, true));
        }
        assert_eq!(Answer::failure(&Error::invalid("secretKey", "is wrong")), None);
    }

    #[test]
    fn a_refused_option_comes_back_by_its_name() {
        let error = Error::invalid("nameCard", "is too long").with_hint("shorten it");
        let (outcome, _) = read_back(&Answer::invalid(&error));
        let told = outcome.unwrap_err();
        assert_eq!((told.kind, told.field.as_deref()), (Kind::Invalid, Some("nameCard")));
        assert_eq!((&told.message, &told.hint), (&error.message, &error.hint));
        let (outcome, _) = read_back(&Answer::not_authorized());
        assert_eq!(outcome.unwrap_err().status, Some(403));
    }

    #[test]
    fn what_no_handler_said_is_an_http_error_to_be_repeated() {
        for body in ["busy", "{}", r#"{"error":"x"}"#, r#"{"error":{"kind":"load","message":"x"}}"#]
        {
            let (outcome, is_handlers_word) =
                read_back(&Answer { body: body.into(), ..Answer::empty(503) });
            let error = outcome.unwrap_err();
            assert_eq!((error.kind, error.retryable, is_handlers_word), (Kind::Http, true, false));
            assert!(error.hint.as_ref().unwrap().contains("`endpoint`"));
        }
    }
}
