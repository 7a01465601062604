//! The boundary between JavaScript and Rust, on Node: every option wrong in every way, and every
//! field of an error, as JavaScript gives and gets them. Of both modules: with the default features, the one for servers;
//! with none, the one for pages that ask a handler.
#![cfg(target_arch = "wasm32")]
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test panics where it fails"
)]

mod edge;

use edge::{
    Client, IS_PAGE, KEY, OK, call_once, eval, field, member, merged, refused_client, rejection,
    text, value, with,
};
use js_sys::{Array, BigInt, Date, Function, JSON, Object, Symbol};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::wasm_bindgen_test;

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
    let base = match IS_PAGE {
        true => "{ endpoint: 'https://console.example.com/api' }".to_owned(),
        false => {
            format!("{{ sdkAppId: 1400000000, identifier: 'administrator', secretKey: '{KEY}' }}")
        }
    };
    with(&eval(&base), "fetch", &fetch)
}

fn ok_connection() -> JsValue {
    connection(200, OK)
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
async fn boundary_a_call_gives_the_reply_with_its_four_fields() {
    let client = Client::new(&ok_connection());
    let promise = client.call("updateRoomMemberInfo", &member(), &JsValue::UNDEFINED);
    let reply = value(promise).await;
    assert_eq!(
        JSON::stringify(&reply).unwrap(),
        r#"{"actionStatus":"OK","errorCode":0,"errorInfo":"","requestId":"Id-1"}"#
    );
    let sent = eval("globalThis.lastExchange");
    let (url, body) = match IS_PAGE {
        true => (
            "https://console.example.com/api",
            r#"{"operation":"updateRoomMemberInfo","options":{"roomId":"room-test","memberAccount":"user4","nameCard":"jack"}}"#,
        ),
        false => (
            "https://adminapisgp.im.qcloud.com/v4/",
            r#"{"RoomId":"room-test","MemberInfo":{"Member_Account":"user4","NameCard":"jack"}}"#,
        ),
    };
    assert!(text(&sent, "url").starts_with(url));
    let init = field(&sent, "init");
    assert_eq!(text(&init, "method"), "POST");
    assert_eq!(text(&init, "redirect"), "manual");
    assert_eq!(text(&field(&init, "headers"), "Content-Type"), "application/json");
    assert_eq!(text(&init, "body"), body);
}

#[wasm_bindgen_test]
async fn boundary_lists_and_rows_go_in_and_moments_come_out() {
    let client = Client::new(&ok_connection());
    let rows = eval(
        "{ roomId: 'r', commandType: 'delete', memberList: [{ memberAccount: 'm', marks: [1000, 2000] }] }",
    );
    value(client.call("markRoomMember", &rows, &JsValue::UNDEFINED)).await;
    let sent = text(&field(&eval("globalThis.lastExchange"), "init"), "body");
    assert!(sent.contains("[1000,2000]"), "{sent}");
    for (wrong, place) in [
        ("[{ memberAccount: 'm', marks: [1000, 1] }]", "memberList[0].marks[1]"),
        ("[{ memberAccount: 'm', marks: [1000] }, 1]", "memberList[1]"),
        ("[{ memberAccount: 'm', mark: 1 }]", "memberList[0].mark"),
        ("{ memberAccount: 'm' }", "memberList"),
    ] {
        let options = with(&rows, "memberList", &eval(wrong));
        let error = rejection(client.call("markRoomMember", &options, &JsValue::NULL)).await;
        assert_eq!(text(&error, "field"), place);
    }
    let body = match IS_PAGE {
        true => {
            r#"{"ErrorCode":0,"Reply":{"bannedMembers":[{"memberAccount":"m","bannedUntil":{"$date":1700000000000}}]}}"#
        }
        false => {
            r#"{"ErrorCode":0,"Response":{"BannedAccountList":[{"Member_Account":"m","BannedUntil":1700000000}]}}"#
        }
    };
    let client = Client::new(&connection(200, body));
    let reply = value(client.call("getBannedMemberList", &eval("{ roomId: 'r' }"), &JsValue::NULL));
    let member = Array::from(&field(&reply.await, "bannedMembers")).get(0);
    let until: Date = field(&member, "bannedUntil").dyn_into().expect("a Date");
    assert_eq!(until.get_time(), 1_700_000_000_000.0);
}

#[wasm_bindgen_test]
async fn boundary_every_client_option_of_a_wrong_type_is_refused_by_name() {
    let of_both = [
        ("timeoutMs", &["number"][..]),
        ("maxRetries", &["number"]),
        ("fetch", &["function"]),
        ("onAttempt", &["function"]),
        ("logLevel", &["string"]),
        ("dangerouslyAllowBrowser", &["boolean"]),
    ];
    let of_server = [
        ("sdkAppId", &["number"][..]),
        ("identifier", &["string"]),
        ("secretKey", &["string"]),
        ("region", &["string"]),
        ("baseUrl", &["string"]),
        ("userSigTtl", &["number"]),
        ("callsPerSecond", &["number"]),
        ("limiter", &["object", "Date"]),
    ];
    let of_page = [("endpoint", &["string"][..]), ("headers", &["object"])];
    let of_place = if IS_PAGE { &of_page[..] } else { &of_server };
    for (option, fits) in of_both.iter().chain(of_place) {
        for (name, value) in wrong_types(fits) {
            let error = refused_client(&with(&ok_connection(), option, &value)).await;
            assert_eq!(text(&error, "kind"), "invalid");
            assert_eq!(text(&error, "field"), *option, "{name}");
            let message = text(&error, "message");
            assert!(message.starts_with(&format!("`{option}` must be ")), "{message}");
            // What stays with the driver is known by its shape only: it may be an object of any class.
            let stays = ["fetch", "onAttempt", "limiter"].contains(option);
            let name = if stays && name == "Date" { "object" } else { name };
            assert!(message.ends_with(&format!(", got {name}")), "{message}");
        }
    }
}

#[wasm_bindgen_test]
async fn boundary_every_call_option_of_a_wrong_type_is_refused_by_name() {
    for option in ["roomId", "memberAccount", "nameCard", "role", "customInfo"] {
        for (name, value) in wrong_types(&["string"]) {
            let client = Client::new(&ok_connection());
            let options = with(&member(), option, &value);
            let error =
                rejection(client.call("updateRoomMemberInfo", &options, &JsValue::NULL)).await;
            assert_eq!(text(&error, "message"), format!("`{option}` must be a string, got {name}"));
            assert_eq!(text(&error, "field"), option);
        }
    }
}

#[wasm_bindgen_test]
async fn boundary_numbers_arrive_as_they_are() {
    let client = Client::new(&ok_connection());
    let ban = eval("{ roomId: 'r', memberAccounts: ['m'], reason: '' }");
    for (number, said) in [
        ("-1", "-1"),
        ("0.5", "0.500"),
        ("NaN", "NaN"),
        ("Infinity", "Infinity"),
        ("2 ** 53", "9007199254740992"),
        ("1e300", "a number beyond 1e18"),
    ] {
        let options = with(&ban, "duration", &eval(number));
        let error = rejection(client.call("banRoomMember", &options, &JsValue::NULL)).await;
        let message = text(&error, "message");
        assert!(message.ends_with(&format!("got {said}")), "{message}");
    }
    for number in ["0", "-0", "2 ** 53 - 1"] {
        let options = with(&ban, "duration", &eval(number));
        value(client.call("banRoomMember", &options, &JsValue::NULL)).await;
    }
}

#[wasm_bindgen_test]
async fn boundary_half_a_surrogate_pair_is_refused_and_a_real_replacement_character_is_not() {
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
        value(call_once("updateRoomMemberInfo", &options)).await;
    }
}

#[wasm_bindgen_test]
async fn boundary_what_is_no_object_is_refused() {
    for given in ["undefined", "null", "1", "'text'", "[]", "() => {}", "Symbol()"] {
        let given = eval(given);
        assert_eq!(text(&refused_client(&given).await, "field"), "options");
        let error = rejection(call_once("updateRoomMemberInfo", &given)).await;
        assert_eq!(text(&error, "field"), "options");
        let client = Client::new(&ok_connection());
        let error = rejection(client.call("updateRoomMemberInfo", &given, &JsValue::NULL)).await;
        assert_eq!(text(&error, "field"), "options");
        #[cfg(feature = "server")]
        assert_eq!(text(&rejection(edge::sign_user_sig(&given)).await, "field"), "options");
    }
}

#[wasm_bindgen_test]
async fn boundary_unknown_names_are_refused_with_the_nearest() {
    let options = with(&member(), "namecard", &"jack".into());
    let client = Client::new(&ok_connection());
    let error = rejection(client.call("updateRoomMemberInfo", &options, &JsValue::NULL)).await;
    assert_eq!(text(&error, "field"), "namecard");
    assert_eq!(text(&error, "hint"), "did you mean `nameCard`?");
    let request = eval("{ signall: null }");
    let error = rejection(client.call("updateRoomMemberInfo", &member(), &request)).await;
    assert_eq!(text(&error, "field"), "signall");
    let options = with(&ok_connection(), "secretkey", &KEY.into());
    assert_eq!(text(&refused_client(&options).await, "field"), "secretkey");
}

#[wasm_bindgen_test]
async fn boundary_a_getter_is_asked_once_and_may_throw() {
    let counted = eval(
        "{ get roomId() { globalThis.roomReads = (globalThis.roomReads ?? 0) + 1; return 'r'; }, memberAccount: 'm' }",
    );
    let client = Client::new(&ok_connection());
    value(client.call("updateRoomMemberInfo", &counted, &JsValue::NULL)).await;
    assert_eq!(eval("globalThis.roomReads").as_f64(), Some(1.0));
    let throwing = eval("{ get roomId() { throw new TypeError('no'); } }");
    let error = rejection(client.call("updateRoomMemberInfo", &throwing, &JsValue::NULL)).await;
    assert_eq!((text(&error, "kind"), text(&error, "field")), ("invalid".into(), "roomId".into()));
    assert_eq!(text(&field(&error, "cause"), "message"), "no");
}

#[wasm_bindgen_test]
async fn boundary_a_signal_is_known_by_its_shape() {
    let client = Client::new(&ok_connection());
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
async fn boundary_an_error_has_the_fields_of_its_kind_and_no_others() {
    let api = r#"{"ErrorCode":100004,"ErrorInfo":"gone","RequestId":"Id-9"}"#;
    // A page has no table of codes: its handler sends the advice along.
    let of_api = match IS_PAGE {
        true => "attempts,code,info,kind,requestId,retryable",
        false => "attempts,code,hint,info,kind,requestId,retryable",
    };
    for (status, body, expected) in [
        (200, api, of_api),
        (503, "busy", "attempts,hint,kind,retryable,status"),
        (200, "<html>", "attempts,hint,kind,retryable"),
    ] {
        let client = Client::new(&with(&connection(status, body), "maxRetries", &0.into()));
        let promise = client.call("updateRoomMemberInfo", &member(), &JsValue::NULL);
        let error = rejection(promise).await;
        let keys = Object::keys(error.unchecked_ref::<Object>());
        assert_eq!(keys.sort().join(",").as_string().unwrap(), expected);
        // As every Error has it: not among those that are listed.
        assert!(!text(&error, "message").is_empty());
        assert_eq!(field(&error, "attempts").as_f64(), Some(1.0));
    }
}

#[cfg(feature = "server")]
mod server {
    use js_sys::Promise;
    use wasm_bindgen_futures::JsFuture;

    use super::*;
    use crate::edge::{create_handler, inspect_user_sig, sign_user_sig};

    #[wasm_bindgen_test]
    async fn boundary_a_user_sig_is_asked_for_and_what_the_function_gives_is_checked() {
        let who = with(&ok_connection(), "secretKey", &JsValue::UNDEFINED);
        let with_function = |body: &str| with(&who, "userSig", &eval(body));
        for good in ["() => 'eJx'", "async () => 'eJx\\n'", "() => ({ then(go) { go('eJx'); } })"] {
            let client = Client::new(&with_function(good));
            value(client.call("updateRoomMemberInfo", &member(), &JsValue::NULL)).await;
            assert!(text(&eval("globalThis.lastExchange"), "url").contains("&usersig=eJx&"));
        }
        for (wrong, words) in [
            ("() => {}", "returned undefined"),
            ("() => 1", "returned number"),
            ("() => new Date()", "returned Date"),
            ("() => ''", "returned no UserSig"),
            ("() => { throw new RangeError('no') }", "failed: no"),
            ("() => Promise.reject(new RangeError('no'))", "failed: no"),
        ] {
            let error = refused_client(&with_function(wrong)).await;
            assert_eq!(text(&error, "field"), "userSig", "{wrong}");
            let message = text(&error, "message");
            assert!(message.contains(words), "{message}");
            let has_cause = !field(&error, "cause").is_undefined();
            assert_eq!(has_cause, words.starts_with("failed"), "{wrong}");
        }
    }

    #[wasm_bindgen_test]
    async fn boundary_signing_and_inspecting_agree() {
        let options = eval(&format!(
            "{{ sdkAppId: 1400000000, identifier: '用户甲', secretKey: '{KEY}', ttl: 60, now: new Date(1700000000999) }}"
        ));
        let user_sig = value(sign_user_sig(&options)).await;
        let options = eval(&format!("{{ secretKey: '{KEY}', now: 1700000061000 }}"));
        let claims = value(inspect_user_sig(&user_sig, &options)).await;
        assert_eq!(
            JSON::stringify(&claims).unwrap(),
            r#"{"sdkAppId":1400000000,"identifier":"用户甲","issuedAt":"2023-11-14T22:13:20.000Z","expiresAt":"2023-11-14T22:14:20.000Z","expired":true,"verified":true}"#
        );
        let claims = value(inspect_user_sig(&user_sig, &JsValue::UNDEFINED)).await;
        assert!(field(&claims, "verified").is_undefined());
    }

    #[wasm_bindgen_test]
    async fn boundary_every_option_of_signing_is_refused_by_name() {
        let base = eval(&format!("{{ sdkAppId: 1, identifier: 'a', secretKey: '{KEY}' }}"));
        for (option, fits) in [
            ("sdkAppId", &["number"][..]),
            ("identifier", &["string"]),
            ("secretKey", &["string"]),
            ("ttl", &["number"]),
            ("now", &["Date", "number"]),
        ] {
            for (name, value) in wrong_types(fits) {
                let error = rejection(sign_user_sig(&with(&base, option, &value))).await;
                assert_eq!(text(&error, "field"), option, "{name}");
            }
        }
        for (option, value) in
            [("ttl", "-1"), ("ttl", "0.5"), ("now", "1700000000"), ("now", "new Date(NaN)")]
        {
            let error = rejection(sign_user_sig(&with(&base, option, &eval(value)))).await;
            assert_eq!(text(&error, "field"), option, "{value}");
        }
        for (name, value) in wrong_types(&["string"]) {
            let error = rejection(inspect_user_sig(&value, &JsValue::UNDEFINED)).await;
            assert_eq!(text(&error, "field"), "userSig", "{name}");
        }
        let error = rejection(inspect_user_sig(&"x".into(), &JsValue::NULL)).await;
        assert_eq!(text(&error, "kind"), "invalid");
    }

    #[wasm_bindgen_test]
    async fn boundary_a_handler_takes_a_request_and_gives_a_response() {
        let options = with(&ok_connection(), "authorize", &eval("() => true"));
        let handler: Function = create_handler(&options).unchecked_into();
        let call =
            r#"{"operation":"updateRoomMemberInfo","options":{"roomId":"r","memberAccount":"m"}}"#;
        for (method, body, status, words) in [
            ("POST", call, 200, "\"RequestId\":\"Id-1\""),
            ("POST", "{}", 400, "`operation` must be a string"),
            ("PUT", call, 405, "only POST is answered"),
        ] {
            let init = eval(&format!(
                "{{ method: '{method}', body: '{body}', headers: {{ 'content-type': 'application/json' }} }}"
            ));
            let request = with(&Object::new().into(), "init", &init);
            let make = Function::new_with_args(
                "given",
                "return new Request('https://console.example.com/api', given.init)",
            );
            let request = make.call1(&JsValue::NULL, &request).unwrap();
            let promise: Promise =
                handler.call1(&JsValue::NULL, &request).unwrap().unchecked_into();
            let response: web_sys::Response = value(promise).await.unchecked_into();
            assert_eq!(response.status(), status);
            let said = JsFuture::from(response.text().unwrap()).await.unwrap().as_string().unwrap();
            assert!(said.contains(words), "{said}");
        }
        assert!(text(&eval("globalThis.lastExchange"), "url").contains("/v4/"));
    }
}
