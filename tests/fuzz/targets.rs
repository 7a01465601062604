//! What is fuzzed, and what has to hold.

use room_engine_admin::error::Kind;
use room_engine_admin::handler::{Asked, Door, Head, Origin};
use room_engine_admin::json::{self, Value as Json};
use room_engine_admin::operations::OPERATIONS;
use room_engine_admin::options::catalog::{CLIENT, INSPECT, PER_CALL, REMOTE, SIGN, check_names};
use room_engine_admin::options::{
    ClientOptions, Given, Host, InspectOptions, Opt, SignOptions, check_headers,
};
use room_engine_admin::platform::HttpAnswer;
use room_engine_admin::region::Region;
use room_engine_admin::usersig::{self, Signer};
use room_engine_admin::values::{BaseUrl, Endpoint, Instant, Value};
use room_engine_admin::{handler, http_date, reply, retry};

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
        let count = object.iter().count();
        assert!(count <= input.len());
    }
}

fn holds_more(input: &[u8], value: &Json) -> bool {
    let has_large_number = input.iter().any(|byte| b"eE".contains(byte)) || input.len() > 300;
    has_large_number || has_broken_string(value) || text(input).contains("\\u")
}

fn has_broken_string(value: &Json) -> bool {
    match value {
        Json::BrokenString(_) => true,
        Json::Array(items) => items.iter().any(has_broken_string),
        Json::Object(object) => object.iter().any(|(_, value)| has_broken_string(value)),
        _ => false,
    }
}

fn nesting(input: &[u8]) -> usize {
    input.iter().filter(|byte| b"[{".contains(byte)).count()
}

pub(crate) fn reply(input: &[u8]) {
    let mut lines = lines(input);
    let mut next = || lines.next();
    let status = next().and_then(|line| line.parse().ok()).unwrap_or(200);
    let (content_type, retry_after, date) = (next(), next(), next());
    let body = lines.collect::<Vec<_>>().join("\n");
    let answer = HttpAnswer { status, content_type, retry_after, date, body };
    let hosts = [Host::Region(Region::China), Host::Endpoint(read("/api").unwrap())];
    for host in hosts {
        for outcome in [reply::read(&answer, &host), handler::read(&answer, &host).0] {
            match outcome {
                Ok(reply) => assert_eq!(reply.error_code, 0),
                Err(error) => {
                    assert!(matches!(host, Host::Endpoint(_)) || error.kind != Kind::Invalid);
                    assert!(error.message.len() < 2000 + answer.body.len());
                    assert_eq!(error.code.is_some(), error.kind == Kind::Api);
                    assert_ne!(error.code, Some(0));
                }
            }
        }
    }
    let _ = retry::asked(&answer, Instant::from_milliseconds(1.7e12));
}

pub(crate) fn date(input: &[u8]) {
    let text = text(input);
    if let Some(seconds) = http_date::parse(&text) {
        assert!(seconds < 253_402_300_800, "{text}: beyond the year 9999");
    }
    if let Some(number) = http_date::digits(&text) {
        let is_cut = number == 1 << 40;
        assert!(is_cut || text.parse() == Ok(number), "{text}: {number}");
    }
}

fn read<T: Value>(text: &str) -> Option<T> {
    T::from_given(Given::Text(text.to_owned())).ok()
}

pub(crate) fn base_url(input: &[u8]) {
    let text = text(input);
    if let Some(url) = read::<BaseUrl>(&text) {
        assert_safe(url.as_str(), url.authority());
    }
}

pub(crate) fn endpoint(input: &[u8]) {
    let text = text(input);
    let Some(endpoint) = read::<Endpoint>(&text) else { return };
    if endpoint.is_path() {
        assert!(!endpoint.as_str().starts_with("//") && !text.contains(['\\', '?', '#', ' ', '@']));
    } else {
        assert_safe(endpoint.as_str(), endpoint.name());
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
fn options_in(input: &[u8]) -> Vec<(String, Given)> {
    let given = |value: &str| {
        let rest: String = value.chars().skip(1).collect();
        match value.chars().next() {
            None => Given::Absent,
            Some('#') => Given::Number(rest.parse().unwrap_or(f64::NAN)),
            Some('!') => Given::Boolean(rest.is_empty()),
            Some('?') => Given::BrokenText,
            Some('@') => Given::Date(rest.parse().unwrap_or(f64::NAN)),
            Some('&') => Given::Function,
            Some('~') => Given::Other("object"),
            Some(_) => Given::Text(value.to_owned()),
        }
    };
    lines(input)
        .map(|line| {
            let (name, value) = line.split_once('=').unwrap_or((&line, ""));
            (name.to_owned(), given(value))
        })
        .collect()
}

pub(crate) fn options(input: &[u8]) {
    let owned = options_in(input);
    let pairs: Vec<(&str, Given)> =
        owned.iter().map(|(name, given)| (name.as_str(), given.clone())).collect();
    let source = &pairs.as_slice();
    let known = |list: &'static [Opt], field: &str| list.iter().any(|option| option.name == field);
    if let Err(error) = check_names(source, &[CLIENT, REMOTE, PER_CALL]) {
        let field = error.field.as_deref().expect("an unknown name is named");
        assert!(!known(CLIENT, field) && !known(REMOTE, field) && !known(PER_CALL, field));
        assert!(owned.iter().any(|(name, _)| name == field));
    }
    let outcomes = [
        (ClientOptions::read(source).map(drop), CLIENT),
        (SignOptions::read(source).map(drop), SIGN),
        (InspectOptions::read(source).map(drop), INSPECT),
        ((OPERATIONS[0].prepare)(source).map(drop), OPERATIONS[0].options),
    ];
    for (outcome, list) in outcomes {
        if let Err(error) = outcome {
            assert_eq!(error.kind, Kind::Invalid);
            let field = error.field.as_deref().expect("a wrong option is named");
            assert!(known(list, field) || known(REMOTE, field), "{field}");
            assert!(error.message.contains(field));
        }
    }
    let _ = check_headers(source);
}

pub(crate) fn body(input: &[u8]) {
    match Asked::read(&text(input)) {
        Err(error) => assert!(error.kind == Kind::Invalid && error.field.is_some()),
        Ok(asked) => {
            let Ok(again) = Asked::read(&asked.text) else { panic!("its own words are not read") };
            assert_eq!((again.text, again.prepared), (asked.text, asked.prepared));
        }
    }
}

pub(crate) fn door(input: &[u8]) {
    let mut lines = lines(input);
    let mut next = || lines.next().filter(|line| !line.is_empty());
    let head = Head {
        method: next().unwrap_or_default(),
        url: next().unwrap_or_default(),
        origin: next(),
        site: next(),
        content_type: next(),
        content_length: next(),
        requested_headers: next(),
        host: next(),
    };
    let listed = "https://console.example.com";
    let door = Door::new(vec![read::<Origin>(listed).unwrap()]);
    let Err(answer) = door.admit(&head) else {
        assert_eq!(head.method, "POST");
        let content_type = head.content_type.clone().unwrap_or_default().to_ascii_lowercase();
        assert!(content_type.trim().starts_with("application/json"));
        if let Some(origin) = &head.origin {
            let is_named = head.url.starts_with(origin.as_str()) && !origin.is_empty();
            let called = head.host.as_ref().map(|host| format!("://{host}"));
            let is_own = is_named || called.is_some_and(|called| origin.ends_with(&called));
            let is_same = head.site.as_deref() == Some("same-origin");
            assert!(is_own || is_same || origin == listed, "{origin}");
        }
        return;
    };
    assert!(answer.status > 200);
    let opened = door.opened(&head, answer);
    let allowed = opened.headers.iter().find(|(name, _)| *name == "Access-Control-Allow-Origin");
    assert!(allowed.is_none_or(|(_, origin)| origin == listed));
    assert!(opened.headers.iter().all(|(_, value)| !value.contains(['\r', '\n', '\0'])));
}
