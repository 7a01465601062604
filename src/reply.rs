//! What came back, read into a reply or an error.

use serde::ser::{Serialize, SerializeMap, Serializer};

use crate::error::codes::{self, WRONG_REGION};
use crate::error::{Error, Kind};
use crate::json::{self, Value};
use crate::options::Host;
use crate::platform::HttpAnswer;
use crate::text;

/// What the service answered to a call that it carried out.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Reply {
    /// `OK`.
    pub action_status: String,
    /// 0.
    pub error_code: i64,
    /// Empty, but for remarks.
    pub error_info: String,
    /// The service's own name of the exchange, to quote to its support.
    pub request_id: Option<Box<str>>,
}

impl Serialize for Reply {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("actionStatus", &self.action_status)?;
        map.serialize_entry("errorCode", &(self.error_code as f64))?;
        map.serialize_entry("errorInfo", &self.error_info)?;
        if let Some(request_id) = &self.request_id {
            map.serialize_entry("requestId", &**request_id)?;
        }
        map.end()
    }
}

/// Reads `answer`. The ErrorCode decides: neither the HTTP status nor the ActionStatus does.
pub fn read(answer: &HttpAnswer, host: &Host) -> Result<Reply, Error> {
    let reply = match parse(&answer.body) {
        Ok(reply) => reply,
        Err(_) if answer.status != 200 => return Err(http_error(answer, host)),
        Err(flaw) => return Err(protocol_error(answer, flaw, host)),
    };
    if reply.error_code == 0 { Ok(reply) } else { Err(refused(reply, host)) }
}

/// The four fields; others are ignored.
fn parse(body: &str) -> Result<Reply, &'static str> {
    let Ok(Value::Object(fields)) = json::parse(body) else {
        return Err("it is no JSON object");
    };
    let field = |name| fields.field(name).and_then(Value::as_shown).unwrap_or_default().to_owned();
    let error_code = match fields.field("ErrorCode") {
        Some(Value::Integer(code)) if code.unsigned_abs() <= MAX_SAFE_INTEGER => *code,
        Some(_) => return Err("its ErrorCode is no integer that JavaScript can hold"),
        None => return Err("it has no ErrorCode"),
    };
    Ok(Reply {
        action_status: field("ActionStatus"),
        error_code,
        error_info: field("ErrorInfo"),
        request_id: fields.field("RequestId").and_then(Value::as_str).map(Box::from),
    })
}

/// JavaScript's `Number.MAX_SAFE_INTEGER`.
const MAX_SAFE_INTEGER: u64 = (1 << 53) - 1;

fn refused(reply: Reply, host: &Host) -> Error {
    let code = reply.error_code;
    let known = codes::find(code);
    let mut message = ["the service refused the call with ", &text::decimal(code)].concat();
    if !reply.error_info.is_empty() {
        message.push_str(": ");
        message.push_str(&reply.error_info);
    }
    let mut error = Error::new(Kind::Api, message);
    error.code = Some(code);
    error.info = Some(reply.error_info.into());
    error.request_id = reply.request_id;
    error.retryable = known.is_some_and(|known| known.remedy.is_retryable());
    error.hint = known.map(|known| hint(code, known.hint, host).into());
    error
}

/// The hint with the code before it, and the region in use where that may be the cause.
fn hint(code: i64, hint: &str, host: &Host) -> String {
    let mut text = [&text::decimal(code), ": ", hint].concat();
    if WRONG_REGION.contains(&code) {
        match host {
            Host::Region(region) => {
                text.push_str(" (in use: region \"");
                text.push_str(region.name());
                text.push_str("\")");
            }
            Host::BaseUrl(url) => {
                text.push_str(" (in use: baseUrl ");
                text.push_str(url.as_str());
                text.push(')');
            }
            Host::Endpoint(_) => {}
        }
    }
    text
}

fn http_error(answer: &HttpAnswer, host: &Host) -> Error {
    let status = answer.status;
    let redirect = status == 0 || (300..400).contains(&status);
    let message = if redirect {
        "the answer was a redirect, which is not followed: what is sent is for one host only"
            .to_owned()
    } else {
        ["HTTP status ", &text::decimal(status.into()), " ", &shown_body(answer)].concat()
    };
    let mut error = Error::new(Kind::Http, message).with_hint(who_answered(host));
    error.status = Some(status);
    error.retryable = status == 408 || status == 429 || status >= 500;
    error
}

fn protocol_error(answer: &HttpAnswer, flaw: &str, host: &Host) -> Error {
    let message =
        ["the answer is no reply of the service: ", flaw, " ", &shown_body(answer)].concat();
    Error::new(Kind::Protocol, message).with_hint(who_answered(host))
}

fn who_answered(host: &Host) -> &'static str {
    match host {
        Host::Endpoint(_) => {
            "no handler of this package answered: check `endpoint`, whether you are signed in, and \
             any gateway on the way"
        }
        _ => {
            "the service answers processed calls with 200 and JSON: something between here and it \
             answered; check `region` or `baseUrl`, and any gateway or sign-in page on the way"
        }
    }
}

/// The first characters of the body, escaped.
fn shown_body(answer: &HttpAnswer) -> String {
    const SHOWN: usize = 80;
    let content_type = answer.content_type.as_deref().unwrap_or("no content type");
    let mut shown: String = ["(", &text::shown(content_type, SHOWN), ", "].concat();
    if answer.body.is_empty() {
        shown.push_str("empty body)");
        return shown;
    }
    shown.push_str("body starts with: ");
    shown.push_str(&text::shown(&answer.body, SHOWN));
    shown.push(')');
    shown
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::region::Region;

    fn read_body(status: u16, body: &str) -> Result<Reply, Error> {
        let answer = HttpAnswer {
            status,
            content_type: None,
            retry_after: None,
            date: None,
            body: body.to_owned(),
        };
        read(&answer, &Host::Region(Region::China))
    }

    #[test]
    fn the_error_code_decides() {
        let reply = read_body(
            200,
            r#"{"ActionStatus":"OK","ErrorCode":0,"ErrorInfo":"","RequestId":"Id-1"}"#,
        );
        let reply = reply.unwrap();
        assert_eq!((reply.action_status.as_str(), reply.error_code), ("OK", 0));
        assert_eq!(reply.request_id.as_deref(), Some("Id-1"));
        assert!(read_body(200, r#"{"ActionStatus":"FAIL","ErrorCode":0}"#).is_ok());
        assert!(read_body(500, r#"{"ErrorCode":0,"More":{"a":[1,2]}}"#).is_ok());
        let error =
            read_body(200, r#"{"ActionStatus":"OK","ErrorCode":100004,"ErrorInfo":"gone"}"#);
        let error = error.unwrap_err();
        assert_eq!((error.kind, error.code, error.retryable), (Kind::Api, Some(100_004), false));
        assert_eq!(error.message, "the service refused the call with 100004: gone");
        assert!(error.hint.as_ref().unwrap().starts_with("100004: check `roomId`"));
    }

    #[test]
    fn a_code_beyond_32_bits_does_not_wrap() {
        let error = read_body(200, r#"{"ErrorCode":4294967296}"#).unwrap_err();
        assert_eq!(error.code, Some(4_294_967_296));
        for code in ["9007199254740993", "1e3", "0.5", "\"0\"", "null", "99999999999999999999"] {
            let error = read_body(200, &["{\"ErrorCode\":", code, "}"].concat()).unwrap_err();
            assert_eq!(error.kind, Kind::Protocol, "{code}");
        }
    }

    #[test]
    fn a_body_that_is_no_reply_is_shown_escaped_and_cut() {
        let body = ["<html>\u{1b}[31m\n", &"x".repeat(200)].concat();
        let error = read_body(200, &body).unwrap_err();
        assert_eq!(error.kind, Kind::Protocol);
        assert!(error.message.contains(r"<html>\u{1b}[31m\nxxx"), "{}", error.message);
        assert!(error.message.len() < 260, "{}", error.message.len());
        for body in ["", "[]", "null", "{}", "{\"ErrorCode\"", "\u{0}"] {
            assert_eq!(read_body(200, body).unwrap_err().kind, Kind::Protocol, "{body:?}");
        }
    }

    #[test]
    fn another_status_without_a_reply_is_an_http_error() {
        for (status, retryable) in [
            (502, true),
            (503, true),
            (429, true),
            (408, true),
            (404, false),
            (301, false),
            (0, false),
        ] {
            let error = read_body(status, "busy").unwrap_err();
            assert_eq!((error.kind, error.status), (Kind::Http, Some(status)));
            assert_eq!(error.retryable, retryable, "{status}");
        }
    }

    #[test]
    fn codes_of_a_wrong_region_name_the_region_in_use() {
        for code in WRONG_REGION {
            let body = ["{\"ErrorCode\":", &code.to_string(), "}"].concat();
            let hint = read_body(200, &body).unwrap_err().hint.clone().unwrap();
            assert!(hint.ends_with("(in use: region \"china\")"), "{hint}");
        }
    }

    proptest! {
        #[test]
        fn no_body_makes_it_panic(body in any::<String>(), status in any::<u16>()) {
            let _ = read_body(status, &body);
        }
    }
}
