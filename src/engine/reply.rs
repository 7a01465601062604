//! What came back, read into a reply or an error.

#[cfg(feature = "server")]
use crate::api::error_codes;
use crate::api::operations::Operation;
#[cfg(feature = "server")]
use crate::api::payload::push_payload;
use crate::engine::request::Target;
use crate::error::{Error, Kind};
#[cfg(feature = "server")]
use crate::text::json::push_name;
use crate::text::json::{self, Object, ObjectWriter, Value};
use crate::text::{self, fill};

/// An HTTP answer, read whole.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct HttpResponse<'a> {
    /// The HTTP status; 0 for a redirect that a browser hides.
    pub status: u16,
    /// The Content-Type; empty if there is none.
    pub content_type: &'a str,
    /// For how long not to be called again, in milliseconds: the Retry-After header.
    pub retry_after_ms: Option<f64>,
    /// The server's clock in Unix seconds: the Date header.
    pub date: Option<u64>,
    /// The body, decoded as UTF-8.
    pub body: &'a str,
}

/// What the service answered to a call that it carried out.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Reply {
    /// `OK`, if it was there.
    pub action_status: Option<String>,
    /// 0.
    pub error_code: i64,
    /// Empty, but for remarks.
    pub error_info: String,
    /// The service's own name of the exchange, to quote to its support.
    pub request_id: Option<Box<str>>,
    /// What the operation reads: of a handler in the words of the options, of the service in its own form.
    pub payload: Option<Object>,
    /// Whether the service gave it.
    #[cfg(feature = "server")]
    pub is_of_service: bool,
    /// A handler's advice on a refusal, and whether it may pass.
    pub advice: Option<(Box<str>, bool)>,
}

impl Reply {
    /// What the call resolves with.
    pub fn to_json(&self, operation: &Operation) -> String {
        let mut fields = ObjectWriter::default();
        if let Some(action_status) = &self.action_status {
            fields.string("actionStatus", action_status);
        }
        fields.integer("errorCode", self.error_code);
        fields.string("errorInfo", &self.error_info);
        if let Some(request_id) = &self.request_id {
            fields.string("requestId", request_id);
        }
        self.add_payload(&mut fields, operation);
        fields.into_text()
    }

    fn add_payload(&self, fields: &mut ObjectWriter, operation: &Operation) {
        let Some(payload) = &self.payload else { return };
        #[cfg(feature = "server")]
        if self.is_of_service {
            fields.add(|out| match operation.path {
                // A command that is not in the table: what it reads is given as it is.
                "" => {
                    push_name(out, "response");
                    payload.push_to(out);
                }
                _ => push_payload(out, &operation.payload, payload),
            });
            return;
        }
        let _ = operation;
        fields.add(|out| payload.push_fields(out));
    }

    /// The same as a page reads it: what stands in every answer in the service's own form, and `Reply`.
    #[cfg(feature = "server")]
    pub fn to_page_form(&self, operation: &Operation) -> String {
        let mut body = ObjectWriter::default();
        if let Some(action_status) = &self.action_status {
            body.string("ActionStatus", bounded(action_status));
        }
        body.integer("ErrorCode", self.error_code);
        body.string("ErrorInfo", bounded(&self.error_info));
        if let Some(request_id) = &self.request_id {
            body.string("RequestId", bounded(request_id));
        }
        let mut reply = ObjectWriter::default();
        self.add_payload(&mut reply, operation);
        body.object("Reply", reply);
        body.into_text()
    }
}

/// Reads `response`. The ErrorCode decides: neither the HTTP status nor the ActionStatus does.
pub fn read(
    response: &HttpResponse<'_>,
    secrets: &[&str],
    target: &Target,
    operation: &Operation,
) -> Result<Box<Reply>, Error> {
    read_parsed(json::parse(response.body).ok(), response, secrets, target, operation)
}

/// The same of a body that has been read as JSON, if it is any.
pub(crate) fn read_parsed(
    body: Option<Value>,
    response: &HttpResponse<'_>,
    secrets: &[&str],
    target: &Target,
    operation: &Operation,
) -> Result<Box<Reply>, Error> {
    let body = body.map(|mut body| {
        if text::quotes(response.body, secrets) {
            withhold(&mut body, secrets);
        }
        body
    });
    match fields_of(body, target) {
        Ok(reply) if reply.error_code == 0 => Ok(Box::new(reply)),
        Ok(reply) => Err(refused(reply, target, operation)),
        Err(flaw) => {
            let shown = shown_body(response, secrets);
            Err(if response.status == 200 {
                protocol_error(flaw, &shown, target)
            } else {
                http_error(response, &shown, target)
            })
        }
    }
}

/// Takes each text out that has a secret in it.
fn withhold(body: &mut Value, secrets: &[&str]) {
    body.each_text(&mut |part| {
        if text::quotes(part, secrets) {
            text::WITHHELD.clone_into(part);
        }
    });
}

/// The fields of a reply; of several with one name, the last.
fn fields_of(body: Option<Value>, target: &Target) -> Result<Reply, &'static str> {
    let Some(Value::Object(fields)) = body else { return Err("it is no JSON object") };
    let text = |name| fields.field(name).and_then(Value::as_shown).map(str::to_owned);
    let error_code = match fields.field("ErrorCode") {
        Some(Value::Integer(code)) if code.unsigned_abs() <= MAX_SAFE_INTEGER => *code,
        Some(_) => return Err("its ErrorCode is no integer that JavaScript can hold"),
        None => return Err("it has no ErrorCode"),
    };
    let retryable = matches!(fields.field("Retryable"), Some(Value::Boolean(true)));
    let mut reply = Reply {
        action_status: text("ActionStatus"),
        error_code,
        error_info: text("ErrorInfo").unwrap_or_default(),
        request_id: text("RequestId").map(Box::from),
        payload: None,
        #[cfg(feature = "server")]
        is_of_service: !target.is_endpoint(),
        advice: text("Hint").map(|hint| (hint.into(), retryable)),
    };
    let payload = if target.is_endpoint() { "Reply" } else { "Response" };
    for (name, value) in fields.0 {
        if let Value::Object(object) = value
            && name == payload
        {
            reply.payload = Some(object);
        }
    }
    Ok(reply)
}

/// JavaScript's `Number.MAX_SAFE_INTEGER`.
const MAX_SAFE_INTEGER: u64 = (1 << 53) - 1;

/// How much of what the service says stands in a message, in characters.
const SHOWN_INFO: usize = 300;

/// As much of it as a page is told. As it is: the page's client escapes what it shows of it.
#[cfg(feature = "server")]
pub(crate) fn bounded(text: &str) -> &str {
    let end = text.char_indices().nth(SHOWN_INFO).map_or(text.len(), |(at, _)| at);
    text.get(..end).unwrap_or_default()
}

fn refused(reply: Reply, target: &Target, operation: &Operation) -> Error {
    let code = reply.error_code;
    let mut message = fill("the service refused the call with *", &[&text::decimal(code)]);
    if !reply.error_info.is_empty() {
        message.push_str(": ");
        message.push_str(&text::shown(&reply.error_info, SHOWN_INFO));
    }
    let mut error = Error::new(Kind::Api, message);
    error.code = Some(code);
    error.info = Some(reply.error_info.into());
    error.request_id = reply.request_id;
    if let Some((hint, retryable)) = reply.advice.filter(|_| target.is_endpoint()) {
        error.retryable = retryable;
        error.hint = Some(hint);
    }
    #[cfg(feature = "server")]
    if let Some(known) = error_codes::find(code).filter(|_| error.hint.is_none()) {
        error.retryable = known.remedy.is_retryable();
        error.hint = Some(hint(known, target, operation).into());
    }
    let _ = operation;
    error
}

/// The hint with the code before it, and the region in use where that may be the cause.
#[cfg(feature = "server")]
fn hint(known: &error_codes::Code, target: &Target, operation: &Operation) -> String {
    let advice = match target {
        Target::BaseUrl(_) if known.code == error_codes::NO_URL => {
            "check `baseUrl`, and what stands between it and the service".to_owned()
        }
        _ => known.hint_for(operation),
    };
    let mut text = fill("*: *", &[&text::decimal(known.code), &advice]);
    if error_codes::WRONG_REGION.contains(&known.code)
        || known.code == error_codes::NO_URL && !matches!(target, Target::Region(_))
    {
        let (sentence, name) = match target {
            Target::Region(region) => (" (in use: region \"*\")", region.name()),
            Target::BaseUrl(url) => (" (in use: baseUrl *)", url.as_str()),
            Target::Endpoint(_) => ("", ""),
        };
        text.push_str(&fill(sentence, &[name]));
    }
    text
}

fn http_error(response: &HttpResponse<'_>, shown: &str, target: &Target) -> Error {
    let status = response.status;
    let redirect = status == 0 || (300..400).contains(&status);
    let message = if redirect {
        "the answer was a redirect, which is not followed: what is sent is for one host only"
            .to_owned()
    } else {
        fill("HTTP status * *", &[&text::decimal(status.into()), shown])
    };
    let mut error = Error::new(Kind::Http, message).with_hint(who_answered(target));
    error.status = Some(status);
    error.retryable = status == 408 || status == 429 || status >= 500;
    error
}

fn protocol_error(flaw: &str, shown: &str, target: &Target) -> Error {
    let message = fill("the answer is no reply of the service: * *", &[flaw, shown]);
    Error::new(Kind::Protocol, message).with_hint(who_answered(target))
}

fn who_answered(target: &Target) -> &'static str {
    match target {
        Target::Endpoint(_) => {
            "no handler of this package answered: check `endpoint`, whether you are signed in, and \
             any gateway on the way"
        }
        #[cfg(feature = "server")]
        _ => {
            "the service answers processed calls with 200 and JSON: something between here and it \
             answered; check `region` or `baseUrl`, and any gateway or sign-in page on the way"
        }
    }
}

/// The first characters of the body, escaped, unless it quotes a secret.
fn shown_body(response: &HttpResponse<'_>, secrets: &[&str]) -> String {
    const SHOWN: usize = 80;
    let clean = |text: &str| text::shown(&text::withheld(text, secrets), SHOWN);
    let content_type = match response.content_type {
        "" => "no content type".to_owned(),
        content_type => clean(content_type),
    };
    let body = match response.body {
        "" => "empty body".to_owned(),
        body => fill("body starts with: *", &[&clean(body)]),
    };
    fill("(*, *)", &[&content_type, &body])
}

#[cfg(test)]
#[cfg(feature = "server")]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::api::error_codes::WRONG_REGION;
    use crate::api::operations;
    use crate::api::regions::Region;

    fn read_body(status: u16, body: &str) -> Result<Box<Reply>, Error> {
        let response = HttpResponse { status, body, ..HttpResponse::default() };
        let operation = operations::find("updateRoomMemberInfo").unwrap();
        read(&response, &[SECRET], &Target::Region(Region::China), &operation)
    }

    const SECRET: &str = "eJyrVgrxCdYrSy1SslIy0jNQ0gHzM1NSgTrNDA-";

    #[test]
    fn secrets_in_any_text_of_a_reply_are_withheld() {
        let body = [
            "{\"ErrorCode\":0,\"ErrorInfo\":\"u=",
            SECRET,
            "\",\"RequestId\":\"",
            SECRET,
            "\",\"Response\":{\"A\":\"",
            SECRET,
            "\"}}",
        ];
        let reply = read_body(200, &body.concat()).unwrap();
        assert_eq!(
            (reply.error_info.as_str(), reply.request_id.as_deref()),
            (text::WITHHELD, Some(text::WITHHELD))
        );
        assert!(!format!("{reply:?}").contains(&SECRET[..12]));
        let refused = read_body(200, &body.concat().replace(":0,", ":100004,")).unwrap_err();
        assert!(!format!("{refused:?}").contains(&SECRET[5..20]), "{refused:?}");
        let page = read_body(502, &["<a href=", SECRET, ">"].concat()).unwrap_err();
        assert!(
            page.message.contains("withheld") && !page.message.contains("yrVgrx"),
            "{}",
            page.message
        );
    }

    #[test]
    fn info_is_cut_and_escaped_in_the_message_and_whole_as_a_field() {
        let info = ["\\u202e", &"x".repeat(1000)].concat();
        let error =
            read_body(200, &["{\"ErrorCode\":100002,\"ErrorInfo\":\"", &info, "\"}"].concat())
                .unwrap_err();
        assert!(
            error.message.len() < 400 && error.message.contains(r"\u{202e}xxx"),
            "{}",
            error.message
        );
        assert_eq!(error.info.as_ref().unwrap().chars().count(), 1001);
    }

    #[test]
    fn the_error_code_decides() {
        let reply = read_body(
            200,
            r#"{"ActionStatus":"OK","ErrorCode":0,"ErrorInfo":"","RequestId":"Id-1"}"#,
        );
        let reply = reply.unwrap();
        assert_eq!((reply.action_status.as_deref(), reply.error_code), (Some("OK"), 0));
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
