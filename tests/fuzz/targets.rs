//! What is fuzzed, and what has to hold.

use room_engine_admin::api::options::{self, check_names};
use room_engine_admin::api::regions::Region;
use room_engine_admin::api::url::{self, authority_of};
use room_engine_admin::api::{check_headers, operations};
use room_engine_admin::engine::protocol;
use room_engine_admin::engine::reply::{self, HttpResponse};
use room_engine_admin::engine::request::Target;
use room_engine_admin::engine::server::{inspect, sign_once};
use room_engine_admin::engine::{Engine, Environment, Id, Waking};
use room_engine_admin::error::{Error, Kind};
use room_engine_admin::gateway::HandlerResponse;
use room_engine_admin::gateway::flow::{CallRequest, Handler};
use room_engine_admin::gateway::guard::RequestHead;
use room_engine_admin::text::json::{self, Value as Json};
use room_engine_admin::text::json::{Object, Value};
use room_engine_admin::usersig::{self, Signer};

fn text(input: &[u8]) -> String {
    String::from_utf8_lossy(input).into_owned()
}

/// The lines of an input, for what is made of several texts.
fn lines(input: &[u8]) -> impl Iterator<Item = String> {
    input.split(|byte| *byte == b'\n').map(text)
}

pub(crate) fn user_sig(input: &[u8]) {
    let text = text(input);
    if let Ok(claims) = usersig::decode(&text) {
        let _ = (claims.verify("a key"), claims.is_expired(0), claims.expires_at());
    }
    let identifier: String = text.chars().take(200).collect();
    let time = u64::from(input.first().copied().unwrap_or_default()) << 24;
    let signed = Signer::new(1_400_000_000, "a key").sign(&identifier, time, 3600);
    let claims = usersig::decode(signed.as_str()).expect("our own is read");
    assert_eq!((claims.identifier(), claims.issued_at()), (identifier.as_str(), time));
    assert!(claims.verify("a key") && !claims.verify("another key"));
}

pub(crate) fn json(input: &[u8]) {
    let ours = json::parse_bytes(input);
    let oracle = serde_json::from_slice::<serde_json::Value>(input);
    match (&ours, &oracle) {
        // It is stricter in what it can hold: nesting, numbers, halves of surrogate pairs.
        (Ok(value), Err(_)) => assert!(holds_more(input, value), "{:?}", text(input)),
        (Err(_), Ok(_)) => assert!(nesting(input) > 32, "{:?}", text(input)),
        _ => {}
    }
    if let Ok(Json::Object(object)) = ours {
        let count = object.0.len();
        assert!(count <= input.len());
    }
}

fn holds_more(input: &[u8], value: &Json) -> bool {
    let has_large_number = input.iter().any(|byte| b"eE".contains(byte)) || input.len() > 300;
    has_large_number || has_broken_string(value) || text(input).contains("\\u")
}

fn has_broken_string(value: &Json) -> bool {
    match value {
        Json::BrokenText(_) => true,
        Json::List(items) => items.iter().any(has_broken_string),
        Json::Object(object) => object.0.iter().any(|(_, value)| has_broken_string(value)),
        _ => false,
    }
}

fn nesting(input: &[u8]) -> usize {
    input.iter().filter(|byte| b"[{".contains(byte)).count()
}

pub(crate) fn reply(input: &[u8]) {
    let mut lines = lines(input);
    let mut next = || lines.next().unwrap_or_default();
    let status = next().parse().unwrap_or(200);
    let content_type = next();
    let (retry_after_ms, date) = (next().parse().ok(), next().parse().ok());
    let body = lines.collect::<Vec<_>>().join("\n");
    let response =
        HttpResponse { status, content_type: &content_type, retry_after_ms, date, body: &body };
    let names: Vec<_> = operations::names().collect();
    let operation = operations::find(names[input.len() % names.len()]).unwrap();
    let endpoint = Target::Endpoint("/api".into());
    for target in [Target::Region(Region::China), endpoint.clone()] {
        for outcome in [
            reply::read(&response, &[], &target, &operation),
            protocol::read(&response, &[], &target, &operation).0,
        ] {
            match outcome {
                Ok(reply) => {
                    assert_eq!(reply.error_code, 0);
                    let told =
                        serde_json::from_str::<serde_json::Value>(&reply.to_json(&operation));
                    assert!(told.expect("it is JSON").is_object());
                    let form = reply.to_page_form(&operation);
                    let again = HttpResponse { body: &form, ..response };
                    let again =
                        protocol::read(&again, &[], &endpoint, &operation).0.expect("a reply");
                    assert_eq!(again.to_json(&operation), reply.to_json(&operation));
                }
                Err(error) => {
                    assert!(target.is_endpoint() || error.kind != Kind::Invalid);
                    assert!(error.message.len() < 2000 + response.body.len());
                    assert_eq!(error.code.is_some(), error.kind == Kind::Api);
                    assert_ne!(error.code, Some(0));
                }
            }
        }
    }
}

pub(crate) fn base_url(input: &[u8]) {
    if let Ok(url) = url::base_url(&text(input)) {
        assert_safe(&url, authority_of(&url));
    }
}

pub(crate) fn endpoint(input: &[u8]) {
    let text = text(input);
    let Ok(endpoint) = url::endpoint(&text) else { return };
    if endpoint.starts_with('/') {
        assert!(!endpoint.starts_with("//") && !text.contains(['\\', '?', '#', ' ', '@']));
    } else {
        assert_safe(&endpoint, authority_of(&endpoint));
    }
}

/// Whatever a URL parser makes of it, it is the host that we took it for.
fn assert_safe(url: &str, authority: &str) {
    assert!(url.bytes().all(|byte| byte.is_ascii_graphic()), "{url}");
    assert!(!url.contains(['@', '\\', '?', '#', '<', '"']), "{url}");
    let lower = url.to_ascii_lowercase();
    let is_loopback = ["localhost", "127.", "[::1]"]
        .iter()
        .any(|start| authority.to_ascii_lowercase().starts_with(start));
    assert!(lower.starts_with("https://") || lower.starts_with("http://") && is_loopback, "{url}");
}

/// Names and values of options, from lines: `name=value`, whose first letter gives the type.
fn options_in(input: &[u8]) -> Object {
    let given = |value: &str| {
        let rest: String = value.chars().skip(1).collect();
        match value.chars().next() {
            None => Value::Absent,
            Some('#') => Value::Number(rest.parse().unwrap_or(f64::NAN)),
            Some('!') => Value::Boolean(rest.is_empty()),
            Some('?') => Value::BrokenText(value.to_owned()),
            Some('@') => Value::Date(rest.parse().unwrap_or(f64::NAN)),
            Some('&') => Value::Other("function".into()),
            Some('~') => Value::Object(Object::default()),
            Some(_) => Value::Text(value.to_owned()),
        }
    };
    Object(
        lines(input)
            .map(|line| {
                let (name, value) = line.split_once('=').unwrap_or((&line, ""));
                (name.to_owned(), given(value))
            })
            .collect(),
    )
}

fn names_in(lists: &[&'static str]) -> Vec<&'static str> {
    lists.iter().flat_map(|list| options::names_in(list)).collect()
}

pub(crate) fn options(input: &[u8]) {
    let given = options_in(input);
    read_everything(&given);
    let known = names_in(&[options::SERVICE, options::CALLING, options::REMOTE, options::PER_CALL]);
    if let Err(error) = check_names(&given, &known, &[]) {
        let field = error.field.as_deref().expect("an unknown name is named");
        assert!(!known.contains(&field));
        assert!(given.names().any(|name| shown_as(name, field)), "{field}");
    }
    let _ = check_headers(&given);
}

/// What the driver makes of callers' options, lists and rows included.
pub(crate) fn driver(input: &[u8]) {
    let Ok(value) = json::parse_bytes(input) else { return };
    if !names_types(&value) {
        return;
    }
    if let Value::Object(given) = Value::from_driver(value) {
        read_everything(&given);
    }
}

/// Whether it calls types by words, as the driver does: those are its own, and go into messages as they are.
fn names_types(value: &Value) -> bool {
    match value {
        Value::List(items) => {
            let name = items.first().and_then(Value::as_str).unwrap_or_default();
            name.bytes().all(|byte| byte.is_ascii_alphabetic()) && items.iter().all(names_types)
        }
        Value::Object(object) => object.0.iter().all(|(_, value)| names_types(value)),
        _ => true,
    }
}

/// All that reads options: what it refuses it names, and what it takes it tells in words that are read again.
fn read_everything(given: &Object) {
    let object = Value::Object(given.clone());
    let client = names_in(&[options::SERVICE, options::CALLING, options::REMOTE]);
    let signing = names_in(&[options::SIGN]);
    let inspecting = names_in(&[options::INSPECT]);
    let user_sig = given.value("userSig");
    let mut engine = Engine::new(Waking::Sure);
    for (outcome, known) in [
        (Engine::read_client(given, Environment::default()).map(drop), &client),
        (sign_once(&object, 1.7e12).map(drop), &signing),
        (inspect(user_sig, &object, 1.7e12).map(drop), &inspecting),
    ] {
        if let Err(error) = outcome {
            assert_named(&error, given, known);
        }
    }
    let all = Value::List(operations::names().map(|name| Value::Text(name.into())).collect());
    let handler = Handler::read(&Object(vec![("operations".into(), all)]), Id::default()).unwrap();
    for name in operations::names() {
        match engine.prepare(name, given, &[]) {
            Err(error) => {
                let operation = operations::find(name).unwrap();
                let known: Vec<_> = operation.fields.iter().map(|field| field.name).collect();
                assert_named(&error, given, &known);
            }
            Ok(prepared) => {
                let call = prepared.to_call();
                assert_eq!(checked(&handler, &mut engine, call.as_bytes()).unwrap(), call);
            }
        }
    }
}

/// Whether an unknown name is called so: one that may be a secret, being long or of letters and digits, is not shown.
fn shown_as(name: &str, field: &str) -> bool {
    let has_digit = name.bytes().any(|byte| byte.is_ascii_digit());
    let is_shown = name.len() <= if has_digit { 11 } else { 32 };
    field == if is_shown { name } else { "options" }
}

/// The fault is in an option that there is, or that there should be, or has an unknown name.
fn assert_named(error: &Error, given: &Object, known: &[&str]) {
    assert_eq!(error.kind, Kind::Invalid);
    let field = error.field.as_deref().expect("a wrong option is named");
    let option = field.split(['[', '.']).next().unwrap_or_default();
    let is_given = given.names().any(|name| shown_as(name, field) || name.contains(['[', '.']));
    assert!(known.contains(&option) || is_given || option == "userSig", "{field}");
    // What is odd or long is escaped and cut where people read it.
    let is_plain = field.len() <= 40
        && field.bytes().all(|byte| byte.is_ascii_graphic() && !b"\\\"".contains(&byte));
    let is_shown = field == "options" || error.message.contains(field);
    assert!(!is_plain || is_shown, "{}", error.message);
    assert!(!error.message.contains(char::is_control), "{}", error.message);
}

pub(crate) fn body(input: &[u8]) {
    let handler = handler();
    let mut engine = Engine::new(Waking::Sure);
    match checked(&handler, &mut engine, input) {
        Err(answer) => {
            assert!(matches!(answer.status, 400 | 403), "{}", answer.status);
            let told: serde_json::Value = serde_json::from_str(&answer.body).expect("it is JSON");
            assert_eq!(told["error"]["kind"] == "invalid", answer.status == 400);
            assert_eq!(told["error"]["field"].is_string(), answer.status == 400);
        }
        Ok(call) => {
            assert_eq!(checked(&handler, &mut engine, call.as_bytes()).unwrap(), call);
        }
    }
}

/// The call of a body, in the handler's words.
fn checked(handler: &Handler, engine: &mut Engine, body: &[u8]) -> Result<String, HandlerResponse> {
    Ok(handler.check(engine, &CallRequest::read(body)?)?.to_call())
}

const LISTED: &str = "https://console.example.com";

fn handler() -> Handler {
    let list = |items: &[&str]| {
        Value::List(items.iter().map(|item| Value::Text((*item).to_owned())).collect())
    };
    let served = list(&["updateRoomMemberInfo", "markRoomMember", "createRoom", "banRoomMember"]);
    let options =
        [("allowedOrigins".to_owned(), list(&[LISTED])), ("operations".to_owned(), served)];
    Handler::read(&Object(options.into()), Id::default()).unwrap()
}

pub(crate) fn guard(input: &[u8]) {
    let mut lines = lines(input);
    let mut next = || lines.next().filter(|line| !line.is_empty());
    let head = RequestHead {
        method: next().unwrap_or_default(),
        url: next().unwrap_or_default(),
        origin: next(),
        site: next(),
        content_type: next(),
        content_length: next(),
        requested_headers: next(),
        host: next(),
    };
    let handler = handler();
    let headers = handler.headers_for(&head);
    let allowed = headers.iter().find(|(name, _)| *name == "Access-Control-Allow-Origin");
    assert!(allowed.is_none_or(|(_, origin)| origin == LISTED));
    match handler.admit(&head) {
        Ok(limit) => {
            assert_eq!(head.method, "POST");
            assert!(limit > 0);
            let length = head.content_length.as_ref().and_then(|length| length.parse().ok());
            assert!(length.is_none_or(|length: usize| length <= limit));
            let content_type = head.content_type.clone().unwrap_or_default().to_ascii_lowercase();
            assert!(content_type.trim().starts_with("application/json"));
            if let Some(origin) = &head.origin {
                let is_named = head.url.starts_with(origin.as_str()) && !origin.is_empty();
                let called = head.host.as_ref().map(|host| format!("://{host}"));
                let is_own = is_named || called.is_some_and(|called| origin.ends_with(&called));
                let is_same = head.site.as_deref() == Some("same-origin");
                assert!(is_own || is_same || origin == LISTED, "{origin}");
            }
        }
        Err(answer) => {
            assert!(answer.status > 200);
            let all = answer.headers.iter().chain(&headers);
            assert!(all.clone().all(|(_, value)| !value.contains(['\r', '\n', '\0'])));
            let opens =
                answer.headers.iter().any(|(name, _)| *name == "Access-Control-Allow-Origin");
            assert!(!opens, "only what opens to listed origins does");
        }
    }
}
