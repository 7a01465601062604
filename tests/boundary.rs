//! The boundary between JavaScript and Rust, on Node: every option wrong in every way, and every
//! field of an error, as JavaScript gives and gets them.
#![cfg(target_arch = "wasm32")]
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test panics where it fails"
)]

use js_sys::{Array, BigInt, Date, Function, JSON, Object, Promise, Reflect, Symbol};
use room_engine_admin::wasm::{Client, call_once, inspect_user_sig, sign_user_sig};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::wasm_bindgen_test;

const KEY: &str = "5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b5e";

fn eval(expression: &str) -> JsValue {
    Function::new_no_args(&format!("return ({expression})")).call0(&JsValue::NULL).unwrap()
}

fn with(object: &JsValue, name: &str, value: &JsValue) -> JsValue {
    let copy = Object::assign(&Object::new(), object.unchecked_ref());
    Reflect::set(&copy, &name.into(), value).unwrap();
    copy.into()
}

fn merged(first: &JsValue, second: &JsValue) -> JsValue {
    let copy = Object::assign(&Object::new(), first.unchecked_ref());
    Object::assign(&copy, second.unchecked_ref()).into()
}

fn field(object: &JsValue, name: &str) -> JsValue {
    Reflect::get(object, &name.into()).unwrap()
}

fn text(object: &JsValue, name: &str) -> String {
    field(object, name).as_string().unwrap_or_else(|| panic!("{name} is no text"))
}

/// Who and where, with a fetch that answers with `body`.
fn connection(status: u16, body: &str) -> JsValue {
    let fetch = Function::new_with_args(
        "url, init",
        &format!(
            "globalThis.lastExchange = {{ url, init }};
             return new Response({}, {{ status: {status} }});",
            JSON::stringify(&body.into()).unwrap()
        ),
    );
    let base = eval(&format!(
        "{{ sdkAppId: 1400000000, identifier: 'administrator', secretKey: '{KEY}' }}"
    ));
    with(&base, "fetch", &fetch)
}

fn ok_connection() -> JsValue {
    connection(200, r#"{"ActionStatus":"OK","ErrorCode":0,"ErrorInfo":"","RequestId":"Id-1"}"#)
}

fn member() -> JsValue {
    eval("{ roomId: 'room-test', memberAccount: 'user4', nameCard: 'jack' }")
}

async fn rejection(promise: Promise) -> JsValue {
    JsFuture::from(promise).await.expect_err("the call should have been refused")
}

/// Every kind of value that is none of `fits`.
fn wrong_types(fits: &[&str]) -> Vec<(&'static str, JsValue)> {
    let kinds = [
        ("boolean", JsValue::TRUE),
        ("number", 42.into()),
        ("string", "text".into()),
        ("function", Function::new_no_args("").into()),
        ("object", Object::new().into()),
        ("array", Array::new().into()),
        ("symbol", Symbol::for_("x").into()),
        ("bigint", BigInt::from(1u64).into()),
        ("Date", Date::new_0().into()),
    ];
    kinds.into_iter().filter(|(name, _)| !fits.contains(name)).collect()
}

#[wasm_bindgen_test]
async fn a_call_gives_the_reply_with_its_four_fields() {
    let client = Client::new(&ok_connection()).ok().unwrap();
    let promise = client.call("updateRoomMemberInfo", &member(), &JsValue::UNDEFINED);
    let reply = JsFuture::from(promise).await.unwrap();
    assert_eq!(
        JSON::stringify(&reply).unwrap(),
        r#"{"actionStatus":"OK","errorCode":0,"errorInfo":"","requestId":"Id-1"}"#
    );
    let sent = eval("globalThis.lastExchange");
    assert!(text(&sent, "url").starts_with("https://adminapisgp.im.qcloud.com/v4/"));
    let init = field(&sent, "init");
    assert_eq!(text(&init, "method"), "POST");
    assert_eq!(text(&init, "redirect"), "manual");
    assert_eq!(text(&field(&init, "headers"), "Content-Type"), "application/json");
    assert_eq!(
        text(&init, "body"),
        r#"{"RoomId":"room-test","MemberInfo":{"Member_Account":"user4","NameCard":"jack"}}"#
    );
}

#[wasm_bindgen_test]
async fn every_client_option_of_a_wrong_type_is_refused_by_name() {
    for (option, fits) in [
        ("sdkAppId", &["number"][..]),
        ("identifier", &["string"]),
        ("secretKey", &["string"]),
        ("region", &["string"]),
        ("baseUrl", &["string"]),
        ("userSigTtl", &["number"]),
        ("timeoutMs", &["number"]),
        ("maxRetries", &["number"]),
        ("callsPerSecond", &["number"]),
        ("fetch", &["function"]),
        ("onAttempt", &["function"]),
        ("dangerouslyAllowBrowser", &["boolean"]),
    ] {
        for (name, value) in wrong_types(fits) {
            let options = with(&ok_connection(), option, &value);
            let error = Client::new(&options).err().unwrap_or_else(|| panic!("{option}: {name}"));
            assert_eq!(text(&error, "kind"), "invalid");
            assert_eq!(text(&error, "field"), option);
            let message = text(&error, "message");
            assert!(message.starts_with(&format!("`{option}` must be a")), "{message}");
            assert!(message.ends_with(&format!(", got {name}")), "{message}");
        }
    }
}

#[wasm_bindgen_test]
async fn every_call_option_of_a_wrong_type_is_refused_by_name() {
    for option in ["roomId", "memberAccount", "nameCard", "role", "customInfo"] {
        for (name, value) in wrong_types(&["string"]) {
            let client = Client::new(&ok_connection()).ok().unwrap();
            let options = with(&member(), option, &value);
            let error =
                rejection(client.call("updateRoomMemberInfo", &options, &JsValue::NULL)).await;
            assert_eq!(text(&error, "message"), format!("`{option}` must be a string, got {name}"));
            assert_eq!(text(&error, "field"), option);
        }
    }
}

#[wasm_bindgen_test]
async fn half_a_surrogate_pair_is_refused_and_a_real_replacement_character_is_not() {
    for option in ["roomId", "memberAccount", "nameCard", "customInfo"] {
        for broken in ["'\\ud800'", "'a\\udc00b'", "'\\udc00\\ud800'"] {
            let options = with(&member(), option, &eval(broken));
            let options = merged(&ok_connection(), &options);
            let error = rejection(call_once("updateRoomMemberInfo", &options)).await;
            assert_eq!(text(&error, "field"), option);
            assert!(text(&error, "message").contains("surrogate"), "{option}");
        }
        let options = with(&member(), option, &"\u{FFFD} 😀".into());
        let options = merged(&ok_connection(), &options);
        assert!(JsFuture::from(call_once("updateRoomMemberInfo", &options)).await.is_ok());
    }
}

#[wasm_bindgen_test]
async fn what_is_no_object_is_refused() {
    for value in ["undefined", "null", "1", "'text'", "[]", "() => {}", "Symbol()"] {
        let value = eval(value);
        assert_eq!(text(&Client::new(&value).err().unwrap(), "field"), "options");
        let error = rejection(call_once("updateRoomMemberInfo", &value)).await;
        assert_eq!(text(&error, "field"), "options");
        assert_eq!(text(&sign_user_sig(&value).unwrap_err(), "field"), "options");
    }
}

#[wasm_bindgen_test]
async fn unknown_names_are_refused_with_the_nearest() {
    let options = with(&member(), "namecard", &"jack".into());
    let client = Client::new(&ok_connection()).ok().unwrap();
    let error = rejection(client.call("updateRoomMemberInfo", &options, &JsValue::NULL)).await;
    assert_eq!(text(&error, "field"), "namecard");
    assert_eq!(text(&error, "hint"), "did you mean `nameCard`?");
    let request = eval("{ signall: null }");
    let error = rejection(client.call("updateRoomMemberInfo", &member(), &request)).await;
    assert_eq!(text(&error, "field"), "signall");
    let options = with(&ok_connection(), "secretkey", &KEY.into());
    assert_eq!(text(&Client::new(&options).err().unwrap(), "field"), "secretkey");
}

#[wasm_bindgen_test]
async fn a_getter_is_asked_once_and_may_throw() {
    let counted = eval(
        "{ get roomId() { globalThis.roomReads = (globalThis.roomReads ?? 0) + 1; return 'r'; }, memberAccount: 'm' }",
    );
    let client = Client::new(&ok_connection()).ok().unwrap();
    JsFuture::from(client.call("updateRoomMemberInfo", &counted, &JsValue::NULL)).await.unwrap();
    assert_eq!(eval("globalThis.roomReads").as_f64(), Some(1.0));
    let throwing = eval("{ get roomId() { throw new TypeError('no'); } }");
    let error = rejection(client.call("updateRoomMemberInfo", &throwing, &JsValue::NULL)).await;
    assert_eq!((text(&error, "kind"), text(&error, "field")), ("invalid".into(), "roomId".into()));
    assert_eq!(text(&field(&error, "cause"), "message"), "no");
}

#[wasm_bindgen_test]
async fn a_signal_is_known_by_its_shape() {
    let client = Client::new(&ok_connection()).ok().unwrap();
    for wrong in ["1", "'x'", "{}", "{ aborted: false }", "() => {}", "new AbortController()"] {
        let request = with(&Object::new().into(), "signal", &eval(wrong));
        let error = rejection(client.call("updateRoomMemberInfo", &member(), &request)).await;
        assert_eq!(text(&error, "field"), "signal", "{wrong}");
    }
    let bare = eval("AbortSignal.abort('mine')");
    let error = rejection(client.call("updateRoomMemberInfo", &member(), &bare)).await;
    assert_eq!(text(&error, "hint"), "write it as { signal }");
    let request = with(&Object::new().into(), "signal", &eval("AbortSignal.abort('mine')"));
    let reason = rejection(client.call("updateRoomMemberInfo", &member(), &request)).await;
    assert_eq!(reason.as_string().as_deref(), Some("mine"));
}

#[wasm_bindgen_test]
async fn an_error_has_the_fields_of_its_kind_and_no_others() {
    let api = r#"{"ErrorCode":100004,"ErrorInfo":"gone","RequestId":"Id-9"}"#;
    for (status, body, expected) in [
        (200, api, "attempts,code,hint,kind,message,requestId,retryable"),
        (503, "busy", "attempts,hint,kind,message,retryable,status"),
        (200, "<html>", "attempts,hint,kind,message,retryable"),
    ] {
        let client = Client::new(&with(&connection(status, body), "maxRetries", &0.into())).ok();
        let promise = client.unwrap().call("updateRoomMemberInfo", &member(), &JsValue::NULL);
        let error = rejection(promise).await;
        let keys = Object::keys(error.unchecked_ref::<Object>());
        assert_eq!(keys.sort().join(",").as_string().unwrap(), expected);
        assert_eq!(field(&error, "attempts").as_f64(), Some(1.0));
    }
}

#[wasm_bindgen_test]
fn signing_and_inspecting_agree() {
    let options = eval(&format!(
        "{{ sdkAppId: 1400000000, identifier: '用户甲', secretKey: '{KEY}', ttl: 60, now: new Date(1700000000999) }}"
    ));
    let user_sig: JsValue = sign_user_sig(&options).unwrap().into();
    let options = eval(&format!("{{ secretKey: '{KEY}', now: 1700000061000 }}"));
    let claims: JsValue = inspect_user_sig(&user_sig, &options).unwrap().into();
    assert_eq!(
        JSON::stringify(&claims).unwrap(),
        r#"{"sdkAppId":1400000000,"identifier":"用户甲","issuedAt":"2023-11-14T22:13:20.000Z","expiresAt":"2023-11-14T22:14:20.000Z","expired":true,"verified":true}"#
    );
    let claims: JsValue = inspect_user_sig(&user_sig, &JsValue::UNDEFINED).unwrap().into();
    assert!(field(&claims, "verified").is_undefined());
}

#[wasm_bindgen_test]
fn every_option_of_signing_is_refused_by_name() {
    let base = eval(&format!("{{ sdkAppId: 1, identifier: 'a', secretKey: '{KEY}' }}"));
    for (option, fits) in [
        ("sdkAppId", &["number"][..]),
        ("identifier", &["string"]),
        ("secretKey", &["string"]),
        ("ttl", &["number"]),
        ("now", &["Date", "number"]),
    ] {
        for (name, value) in wrong_types(fits) {
            let error = sign_user_sig(&with(&base, option, &value)).unwrap_err();
            assert_eq!(text(&error, "field"), option, "{name}");
        }
    }
    for (option, value) in
        [("ttl", "-1"), ("ttl", "0.5"), ("now", "1700000000"), ("now", "new Date(NaN)")]
    {
        let error = sign_user_sig(&with(&base, option, &eval(value))).unwrap_err();
        assert_eq!(text(&error, "field"), option, "{value}");
    }
    for (name, value) in wrong_types(&["string"]) {
        let error = inspect_user_sig(&value, &JsValue::UNDEFINED).unwrap_err();
        assert_eq!(text(&error, "field"), "userSig", "{name}");
    }
    assert_eq!(
        text(&inspect_user_sig(&"x".into(), &JsValue::NULL).unwrap_err(), "kind"),
        "invalid"
    );
}
