use super::*;

type Pair = (&'static str, Value);

fn text_of(text: &str) -> Value {
    Value::Text(text.to_owned())
}

fn other(name: &str) -> Value {
    Value::Other(name.into())
}

fn object() -> Value {
    Value::Object(Object::default())
}

fn key() -> Vec<Pair> {
    vec![
        ("sdkAppId", Value::Number(1_400_000_000.0)),
        ("identifier", text_of("administrator")),
        ("secretKey", text_of("5bd2850f")),
    ]
}

fn read_at(base: Vec<Pair>, more: &[Pair], place: Environment<'_>) -> Result<Client, Error> {
    let mut pairs = base;
    pairs.retain(|(name, _)| more.iter().all(|(other, _)| name != other));
    pairs.extend_from_slice(more);
    let fields = Object(pairs.into_iter().map(|(name, value)| (name.to_owned(), value)).collect());
    Client::read(&fields, place)?.with_host(&fields)
}

fn read(base: Vec<Pair>, more: &[Pair]) -> Result<Client, Error> {
    read_at(base, more, Environment::default())
}

#[test]
fn options_three_are_enough() {
    let client = read(key(), &[]).unwrap();
    let signing = client.signing.as_ref().unwrap();
    assert_eq!(signing.account.sdk_app_id, 1_400_000_000);
    assert_eq!(client.target, Target::Region(Region::Singapore));
    assert_eq!((client.timeout_ms, client.max_retries), (5000, 2));
    assert_eq!(signing.calls_per_second, 200.0);
}

#[test]
fn options_each_wrong_one_is_named() {
    for (name, given, words) in [
        ("sdkAppId", Value::Absent, "`sdkAppId` is missing"),
        ("sdkAppId", text_of("1"), "must be a number, got string"),
        ("sdkAppId", Value::Number(0.0), "whole number from 1 to 4294967295, got 0"),
        ("sdkAppId", Value::Number(4_294_967_296.0), "got 4294967296"),
        ("sdkAppId", Value::Number(f64::NAN), "got NaN"),
        ("identifier", text_of(""), "must not be empty"),
        ("identifier", Value::Number(1.0), "must be a string, got number"),
        ("secretKey", Value::Absent, "`secretKey` is missing"),
        ("secretKey", text_of(""), "must not be empty"),
        ("secretKey", object(), "must be a string, got object"),
        ("userSig", text_of("eJx"), "cannot be combined with `secretKey`"),
        ("region", text_of("singapur"), "did you mean \"singapore\"?"),
        ("baseUrl", text_of("http://example.com"), "must be https:"),
        ("userSigTtl", Value::Number(-1.0), "whole number"),
        ("timeoutMs", Value::Number(0.0), "whole number from 1"),
        ("timeoutMs", Value::Number(2_147_483_648.0), "to 2147483647"),
        ("maxRetries", Value::Number(1.5), "whole number from 0"),
        ("callsPerSecond", Value::Number(-1.0), "from 0 (no limit) up"),
        ("callsPerSecond", Value::Number(f64::INFINITY), "got Infinity"),
        ("limiter", other("function"), "must be an object with `acquire`, got function"),
        ("fetch", text_of("fetch"), "must be a function, got string"),
        ("onAttempt", Value::Boolean(true), "must be a function, got boolean"),
        ("logger", text_of("x"), "must be an object with functions"),
        ("logLevel", text_of("warning"), "must be \"off\" or \"error\""),
        ("headers", object(), "can only be combined with `endpoint`"),
        ("dangerouslyAllowBrowser", Value::Number(1.0), "must be a boolean, got number"),
    ] {
        let error = read(key(), &[(name, given)]).unwrap_err();
        assert_eq!(error.field.as_deref(), Some(name), "{}", error.message);
        assert!(error.message.contains(words), "{}", error.message);
    }
}

#[test]
fn options_region_and_base_url_exclude_each_other() {
    let both = [("region", text_of("china")), ("baseUrl", text_of("https://example.com"))];
    assert_eq!(read(key(), &both).unwrap_err().field.as_deref(), Some("baseUrl"));
}

#[test]
fn options_a_user_sig_may_be_text_or_a_function() {
    let without_key = |given| read(key(), &[("secretKey", Value::Absent), ("userSig", given)]);
    assert!(without_key(text_of("eJx*-_")).is_ok());
    assert!(without_key(other("function")).is_ok());
    assert_eq!(without_key(text_of("eJx+/=")).unwrap_err().field.as_deref(), Some("userSig"));
    assert!(
        without_key(Value::Number(1.0)).unwrap_err().message.contains("a string or a function")
    );
}

#[test]
fn options_an_endpoint_stands_alone() {
    let endpoint = ("endpoint", text_of("https://a.example/api"));
    assert!(read(vec![endpoint.clone()], &[]).unwrap().signing.is_none());
    for name in options::names_in(options::SERVICE) {
        let error = read(vec![endpoint.clone()], &[(name, text_of("x"))]).unwrap_err();
        assert_eq!(error.field.as_deref(), Some(name));
        assert!(error.message.contains("cannot be combined with `endpoint`"), "{}", error.message);
    }
}

#[test]
fn options_a_path_needs_a_page_or_a_fetch_that_knows() {
    let path = vec![("endpoint", text_of("/api/room-engine"))];
    assert!(read(path.clone(), &[]).unwrap_err().message.contains("there is no page here"));
    let page = Environment { page_host: Some("console.example.com"), ..Environment::default() };
    assert_eq!(read_at(path.clone(), &[], page).unwrap().host(false), "console.example.com");
    let own = Environment { has_own_fetch: true, ..Environment::default() };
    assert_eq!(read_at(path, &[], own).unwrap().host(false), "/api/room-engine");
}

#[test]
fn options_a_key_is_refused_in_a_browser_unless_it_is_allowed() {
    let browser = Environment { is_browser: true, ..Environment::default() };
    let error = read_at(key(), &[], browser).unwrap_err();
    assert_eq!(error.field.as_deref(), Some("secretKey"));
    let allowed = [("dangerouslyAllowBrowser", Value::Boolean(true))];
    assert!(read_at(key(), &allowed, browser).is_ok());
}

#[test]
fn options_nothing_is_logged_unless_asked_for() {
    let level = |more: &[Pair]| read(key(), more).unwrap().level;
    assert_eq!(level(&[]), 0);
    assert_eq!(level(&[("logger", object())]), 2);
    assert_eq!(level(&[("logger", object()), ("logLevel", text_of("debug"))]), 4);
}

#[test]
fn options_what_is_copied_along_with_a_key_is_remarked() {
    for (key, words) in [
        (" ab", "white space"),
        ("ab\n", "a line end"),
        ("\"ab\"", "quotation"),
        ("ab'", "quotation"),
    ] {
        assert!(key_remark(key).unwrap().contains(words), "{key:?}");
    }
    assert_eq!(key_remark("5bd2850f"), None);
}
