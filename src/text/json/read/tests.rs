//! `serde_json` is the oracle: the same texts are accepted, and they mean the same.

use proptest::prelude::*;
use serde::de::IgnoredAny;

use super::*;

fn string(text: &str) -> Value {
    Value::Text(text.into())
}

/// The same value, as `serde_json` would read it. Nothing where the two models differ on purpose.
fn same(ours: &Value, theirs: &serde_json::Value) -> bool {
    match (ours, theirs) {
        (Value::Absent, serde_json::Value::Null) => true,
        (Value::Boolean(ours), serde_json::Value::Bool(theirs)) => ours == theirs,
        // "-0" is a float to serde_json.
        (Value::Integer(0), serde_json::Value::Number(theirs)) => theirs.as_f64() == Some(0.0),
        (Value::Integer(ours), serde_json::Value::Number(theirs)) => theirs.as_i64() == Some(*ours),
        (Value::Digits(_), serde_json::Value::Number(theirs)) => theirs.as_i64().is_none(),
        (Value::Text(ours), serde_json::Value::String(theirs)) => ours == theirs,
        (Value::List(ours), serde_json::Value::Array(theirs)) => {
            ours.len() == theirs.len()
                && ours.iter().zip(theirs).all(|(ours, theirs)| same(ours, theirs))
        }
        (Value::Object(ours), serde_json::Value::Object(theirs)) => {
            ours.names().all(|name| theirs.contains_key(name))
                && theirs.iter().all(|(name, theirs)| same(ours.field(name).unwrap(), theirs))
        }
        _ => false,
    }
}

fn depth(brackets: usize) -> String {
    "[".repeat(brackets) + &"]".repeat(brackets)
}

/// Checks one text against the oracle; texts both accept must mean the same.
fn agrees(text: &str) {
    // `IgnoredAny` checks the grammar alone: no range of numbers, no halves of surrogate pairs.
    let grammar = serde_json::from_str::<IgnoredAny>(text).is_ok();
    let ours = parse(text);
    if matches!(ours, Err(ReadError::TooDeep { .. })) {
        return;
    }
    assert_eq!(ours.is_ok(), grammar, "{text:?} {ours:?}");
    if let (Ok(ours), Ok(theirs)) = (ours, serde_json::from_str(text)) {
        assert!(same(&ours, &theirs), "{text:?} {ours:?} {theirs:?}");
    }
}

#[test]
fn every_kind_of_value() {
    let text = r#" { "a" : [ null , true , false , -7 , 1.5 , "x" , { } , [ ] ] } "#;
    let value = parse(text).unwrap();
    let items = value.as_object().unwrap().field("a").unwrap().as_list().unwrap();
    let object = Value::Object(Object::default());
    let array = Value::List(Vec::new());
    let (yes, no) = (Value::Boolean(true), Value::Boolean(false));
    assert_eq!(
        items,
        [
            Value::Absent,
            yes,
            no,
            Value::Integer(-7),
            Value::Digits("1.5".into()),
            string("x"),
            object,
            array
        ]
    );
    assert_eq!(items[3].as_integer(), Some(-7));
    assert_eq!(items[4].as_integer(), None);
    assert_eq!(items[5].as_str(), Some("x"));
}

#[test]
fn only_plain_digits_that_fit_are_integers() {
    for (text, expected) in [
        ("0", Value::Integer(0)),
        ("-0", Value::Integer(0)),
        ("9223372036854775807", Value::Integer(i64::MAX)),
        ("-9223372036854775808", Value::Integer(i64::MIN)),
        ("9223372036854775808", Value::Digits("9223372036854775808".into())),
        ("-9223372036854775809", Value::Digits("-9223372036854775809".into())),
        (
            "99999999999999999999999999999999",
            Value::Digits("99999999999999999999999999999999".into()),
        ),
        ("1.0", Value::Digits("1.0".into())),
        ("1e3", Value::Digits("1e3".into())),
        ("1E+3", Value::Digits("1E+3".into())),
        ("0e0", Value::Digits("0e0".into())),
        ("1e99999", Value::Digits("1e99999".into())),
    ] {
        assert_eq!(parse(text), Ok(expected), "{text}");
    }
}

#[test]
fn what_is_not_json() {
    for text in [
        "",
        " ",
        "01",
        "-",
        "+1",
        ".5",
        "1.",
        "1e",
        "1e+",
        "0x1",
        "NaN",
        "Infinity",
        "tru",
        "nulll",
        "True",
        "'a'",
        "\"",
        "\"\\\"",
        "\"\n\"",
        "\"\u{1f}\"",
        "\"\\x41\"",
        "\"\\u12\"",
        "\"\\u12g4\"",
        "\"\\u+123\"",
        "[",
        "[1",
        "[1,",
        "[1,]",
        "[,1]",
        "[1 2]",
        "]",
        "{",
        "{\"a\"",
        "{\"a\":",
        "{\"a\":1",
        "{\"a\":1,}",
        "{a:1}",
        "{\"a\" 1}",
        "{1:1}",
        "{,}",
        "1 2",
        "{}{}",
        "[]]",
        "//",
        "1 //",
        "\u{feff}1",
        "\u{a0}1",
        "1\u{c}",
        "\0",
    ] {
        assert!(matches!(parse(text), Err(ReadError::Syntax { .. })), "{text:?}");
        agrees(text);
    }
}

#[test]
fn errors_say_where() {
    assert_eq!(parse("{\"a\": x}"), Err(ReadError::Syntax { at: 6 }));
    assert_eq!(parse("[1, 2").map_err(|error| error.at()), Err(5));
    assert_eq!(parse_bytes(b"\"a\xff\""), Err(ReadError::NotUtf8 { at: 2 }));
}

#[test]
fn surrogates_pair_up_or_are_marked_broken() {
    let broken = |text: &str| Ok(Value::BrokenText(text.into()));
    assert_eq!(parse(r#""\ud83d\uDE00""#), Ok(string("😀")));
    assert_eq!(parse(r#""\ud800\udc00\udbff\udfff""#), Ok(string("\u{10000}\u{10ffff}")));
    assert_eq!(parse(r#""\ud83d""#), broken("\u{fffd}"));
    assert_eq!(parse(r#""\ude00\ud83d""#), broken("\u{fffd}\u{fffd}"));
    assert_eq!(parse(r#""\ud83d\u0041""#), broken("\u{fffd}A"));
    assert_eq!(parse(r#""\ud83d\ud83d\ude00""#), broken("\u{fffd}😀"));
    assert_eq!(parse(r#""\ud83d\n""#), broken("\u{fffd}\n"));
    assert_eq!(parse(r#""\ufffd""#), Ok(string("\u{fffd}")));
    assert_eq!(parse(r#""\ud83d""#).unwrap().as_str(), None);
    assert_eq!(parse(r#""\ud83d""#).unwrap().as_shown(), Some("\u{fffd}"));
    assert!(parse(r#""\ud83d\u00""#).is_err());
}

#[test]
fn of_repeated_names_the_last_counts() {
    let value = parse(r#"{"a":1,"b":2,"a":3,"":4}"#).unwrap();
    let object = value.as_object().unwrap();
    assert_eq!(object.field("a"), Some(&Value::Integer(3)));
    assert_eq!(object.field(""), Some(&Value::Integer(4)));
    assert_eq!(object.field("c"), None);
    assert_eq!(object.0.len(), 4);
}

#[test]
fn nesting_is_bounded() {
    assert!(parse(&depth(32)).is_ok());
    assert_eq!(parse(&depth(33)), Err(ReadError::TooDeep { at: 32 }));
    assert_eq!(parse(&"[".repeat(1_000_000)), Err(ReadError::TooDeep { at: 32 }));
    assert_eq!(parse(&"{\"a\":".repeat(1_000_000)), Err(ReadError::TooDeep { at: 160 }));
    assert!(parse(&"[],".repeat(3)).is_err());
}

/// JSON values of every kind, and of every spelling `serde_json` writes.
fn any_json() -> impl Strategy<Value = serde_json::Value> {
    let leaf = prop_oneof![
        Just(serde_json::Value::Null),
        any::<bool>().prop_map(Into::into),
        any::<i64>().prop_map(Into::into),
        any::<u64>().prop_map(Into::into),
        any::<f64>().prop_map(Into::into),
        any::<String>().prop_map(Into::into),
    ];
    leaf.prop_recursive(5, 40, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Into::into),
            prop::collection::hash_map(any::<String>(), inner, 0..6)
                .prop_map(|fields| serde_json::Value::Object(fields.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn any_json_is_read_alike(value in any_json()) {
        let compact = value.to_string();
        prop_assert!(same(&parse(&compact).unwrap(), &value));
        let pretty = serde_json::to_string_pretty(&value).unwrap();
        prop_assert!(same(&parse(&pretty).unwrap(), &value));
    }

    #[test]
    fn any_cut_or_damaged_json_is_judged_alike(value in any_json(), at in any::<usize>(), other in any::<char>()) {
        let mut characters: Vec<char> = value.to_string().chars().collect();
        let at = at % characters.len();
        agrees(&characters[..at].iter().collect::<String>());
        characters[at] = other;
        agrees(&characters.iter().collect::<String>());
    }

    #[test]
    fn any_text_is_judged_alike(text in any::<String>()) {
        agrees(&text);
    }

    #[test]
    fn any_text_of_json_marks_is_judged_alike(text in "[\\[\\]{}:,\" \t\n\\\\/0-9.eE+\\-truefalsn]{0,20}") {
        agrees(&text);
    }

    #[test]
    fn any_number_like_text_is_judged_alike(text in "-?[0-9]{0,3}[.]?[0-9]{0,2}[eE]?[+-]?[0-9]{0,3}") {
        agrees(&text);
    }

    #[test]
    fn any_escape_is_judged_alike(text in "\"(\\\\[\"\\\\/bfnrtux]|\\\\u[0-9a-fA-F]{4}|\\\\u[dD][89a-fA-F][0-9a-f]{2}|[a-c\u{1}😀]){0,8}\"") {
        agrees(&text);
    }

    #[test]
    fn any_bytes_do_not_panic(bytes in any::<Vec<u8>>()) {
        prop_assert_eq!(parse_bytes(&bytes).is_ok(), serde_json::from_slice::<IgnoredAny>(&bytes).is_ok());
    }
}
