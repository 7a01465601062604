//! The boundary between JavaScript and Rust in a browser's page: its fetch, its timers, its
//! AbortSignal, its other realms, and no secret key. `cargo xtask test web` runs it in Chromium and
//! in Firefox.
#![cfg(target_arch = "wasm32")]
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test panics where it fails"
)]

use js_sys::{Array, Function, Object, Promise, Reflect};
use room_engine_admin::wasm::{Client, call_once, inspect_user_sig, sign_user_sig};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

const KEY: &str = "5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b5e";

const OK: &str = r#"{"ActionStatus":"OK","ErrorCode":0,"ErrorInfo":"","RequestId":"Id-1"}"#;

/// A fetch that never answers, and shows the signal it was given.
const SILENT: &str =
    "(url, init) => { globalThis.given = init.signal; return new Promise(() => {}); }";

fn eval(expression: &str) -> JsValue {
    Function::new_no_args(&format!("return ({expression})"))
        .call0(&JsValue::UNDEFINED)
        .unwrap_or_else(|thrown| panic!("{expression}: {thrown:?}"))
}

async fn eval_async(body: &str) -> JsValue {
    let promise = eval(&format!("(async () => {{ {body} }})()"));
    JsFuture::from(promise.unchecked_into::<Promise>()).await.unwrap()
}

fn field(object: &JsValue, name: &str) -> JsValue {
    Reflect::get(object, &name.into()).unwrap()
}

fn text(object: &JsValue, name: &str) -> String {
    field(object, name).as_string().unwrap_or_else(|| panic!("{name} is no text"))
}

fn with(object: &JsValue, name: &str, value: &JsValue) -> JsValue {
    let copy: Object = Object::assign(&Object::new(), object.unchecked_ref());
    Reflect::set(&copy, &name.into(), value).unwrap();
    copy.into()
}

/// Who calls, with a UserSig as a page has one, and a fetch.
fn who(fetch: &str) -> JsValue {
    let signing = eval(&format!(
        "{{ sdkAppId: 1400000000, identifier: 'administrator', secretKey: '{KEY}' }}"
    ));
    let user_sig: JsValue = sign_user_sig(&signing).ok().unwrap().into();
    let who = eval("{ sdkAppId: 1400000000, identifier: 'administrator', maxRetries: 0 }");
    with(&with(&who, "userSig", &user_sig), "fetch", &eval(fetch))
}

fn member() -> JsValue {
    eval("{ roomId: 'room-test', memberAccount: 'user4', nameCard: 'jack' }")
}

fn call(who: &JsValue, member: &JsValue, request: &JsValue) -> Promise {
    let client = Client::new(who).unwrap_or_else(|error| panic!("{:?}", text(&error, "message")));
    client.call("updateRoomMemberInfo", member, request)
}

async fn rejection(promise: Promise) -> JsValue {
    JsFuture::from(promise).await.expect_err("the call should have been refused")
}

fn answering(body: &str) -> String {
    format!("() => Promise.resolve(new Response('{body}'))")
}

#[wasm_bindgen_test]
async fn the_page_s_own_fetch_makes_the_exchange() {
    // The server of these tests knows no such path; that it says so is what has to arrive.
    let who = with(&who("undefined"), "baseUrl", &eval("location.origin"));
    let expected = eval_async(
        "const { status } = await fetch('/v4/room_engine_http_srv/x', { method: 'POST' });
         return status;",
    )
    .await;
    assert_ne!(expected.as_f64(), Some(200.0));
    for fetch in ["undefined", "fetch", "globalThis.fetch"] {
        let who = with(&who, "fetch", &eval(fetch));
        let error = rejection(call(&who, &member(), &JsValue::UNDEFINED)).await;
        assert_eq!(text(&error, "kind"), "http", "{fetch}: {}", text(&error, "message"));
        assert_eq!(field(&error, "status"), expected);
        assert_eq!(field(&error, "attempts").as_f64(), Some(1.0));
    }
}

#[wasm_bindgen_test]
async fn a_place_that_cannot_be_reached_is_told_with_its_cause() {
    let who = with(&who("undefined"), "baseUrl", &"http://127.0.0.1:1".into());
    let error = rejection(call(&who, &member(), &JsValue::UNDEFINED)).await;
    assert_eq!(text(&error, "kind"), "network");
    assert_eq!(text(&field(&error, "cause"), "name"), "TypeError");
}

#[wasm_bindgen_test]
async fn a_domexception_of_fetch_is_the_cause_itself() {
    let fetch =
        "() => Promise.reject(globalThis.thrown = new DOMException('gone', 'NetworkError'))";
    let error = rejection(call(&who(fetch), &member(), &JsValue::UNDEFINED)).await;
    assert_eq!(text(&error, "kind"), "network");
    assert!(Object::is(&field(&error, "cause"), &eval("globalThis.thrown")));
}

#[wasm_bindgen_test]
async fn texts_arrive_as_they_are_and_half_a_pair_is_refused() {
    let fetch = "async (url, init) => {
        globalThis.sent = JSON.parse(await new Request(url, init).text());
        return new Response('{\"ActionStatus\":\"OK\",\"ErrorCode\":0,\"ErrorInfo\":\"\"}');
    }";
    for card in ["\u{1F600}\u{FEFF}", "\0\u{7F}\u{2028}\"\\", "\u{FFFD}", "用户甲"] {
        let member = with(&member(), "nameCard", &card.into());
        JsFuture::from(call(&who(fetch), &member, &JsValue::UNDEFINED)).await.unwrap();
        assert_eq!(text(&field(&eval("globalThis.sent"), "MemberInfo"), "NameCard"), card);
    }
    for broken in ["'\\ud83d'", "'a\\ude00b'", "'\\ude00\\ud83d'"] {
        let member = with(&member(), "nameCard", &eval(broken));
        let error = rejection(call(&who(fetch), &member, &JsValue::UNDEFINED)).await;
        assert_eq!(text(&error, "field"), "nameCard");
    }
}

#[wasm_bindgen_test]
async fn an_abort_rejects_with_its_reason_and_ends_the_exchange() {
    for reason in
        ["undefined", "new DOMException('left', 'NotAllowedError')", "'text'", "0", "null"]
    {
        let controller = eval("globalThis.controller = new AbortController()");
        let request = with(&Object::new(), "signal", &field(&controller, "signal"));
        let promise = call(&who(SILENT), &member(), &request);
        assert_eq!(eval("globalThis.given.aborted"), JsValue::FALSE);
        assert!(eval("globalThis.given !== globalThis.controller.signal").is_truthy());
        eval(&format!("globalThis.controller.abort({reason})"));
        let thrown = rejection(promise).await;
        assert!(Object::is(&thrown, &eval("globalThis.controller.signal.reason")), "{reason}");
        assert_eq!(eval("globalThis.given.aborted"), JsValue::TRUE, "{reason}");
    }
}

#[wasm_bindgen_test]
async fn the_platform_s_own_clock_may_abort() {
    let request = eval("{ signal: globalThis.signal = AbortSignal.timeout(30) }");
    let thrown = rejection(call(&who(SILENT), &member(), &request)).await;
    assert!(Object::is(&thrown, &eval("globalThis.signal.reason")));
    assert_eq!(text(&thrown, "name"), "TimeoutError");
    assert_eq!(eval("globalThis.given.aborted"), JsValue::TRUE);
}

#[wasm_bindgen_test]
async fn a_signal_serves_many_calls_and_is_left_without_a_listener() {
    let request = eval(
        "(() => {
            const { signal } = new AbortController();
            globalThis.listeners = 0;
            const { addEventListener, removeEventListener } = EventTarget.prototype;
            signal.addEventListener = function (...all) {
                globalThis.listeners += 1;
                addEventListener.apply(this, all);
            };
            signal.removeEventListener = function (...all) {
                globalThis.listeners -= 1;
                removeEventListener.apply(this, all);
            };
            return { signal };
        })()",
    );
    let client = Client::new(&who(&answering(OK))).ok().unwrap();
    let calls: Array =
        (0..20).map(|_| client.call("updateRoomMemberInfo", &member(), &request)).collect();
    assert_eq!(eval("globalThis.listeners").as_f64(), Some(20.0));
    let replies: Array = JsFuture::from(Promise::all(&calls)).await.unwrap().unchecked_into();
    assert!(replies.iter().all(|reply| text(&reply, "requestId") == "Id-1"));
    assert_eq!(eval("globalThis.listeners").as_f64(), Some(0.0));
}

#[wasm_bindgen_test]
async fn neither_a_silent_server_nor_an_endless_body_outlasts_the_timeout() {
    let endless = "(url, init) => {
        globalThis.given = init.signal;
        return Promise.resolve(new Response(new ReadableStream({})));
    }";
    for fetch in [SILENT, endless] {
        let who = with(&who(fetch), "timeoutMs", &50.into());
        let start = eval("performance.now()").as_f64().unwrap();
        let error = rejection(call(&who, &member(), &JsValue::UNDEFINED)).await;
        let took = eval("performance.now()").as_f64().unwrap() - start;
        assert_eq!(text(&error, "kind"), "timeout");
        // Browsers' clocks are coarse on purpose.
        assert!((45.0..2_000.0).contains(&took), "{took} ms");
        assert_eq!(eval("globalThis.given.aborted"), JsValue::TRUE);
    }
}

#[wasm_bindgen_test]
async fn a_call_that_has_ended_leaves_no_timer_running() {
    eval(
        "(() => {
            globalThis.timers = new Set();
            const { setTimeout, clearTimeout } = globalThis;
            globalThis.restore = () => Object.assign(globalThis, { setTimeout, clearTimeout });
            globalThis.setTimeout = (run, ms) => {
                const timer = setTimeout(() => { globalThis.timers.delete(timer); run(); }, ms);
                globalThis.timers.add(timer);
                return timer;
            };
            globalThis.clearTimeout = (timer) => {
                globalThis.timers.delete(timer);
                clearTimeout(timer);
            };
        })()",
    );
    JsFuture::from(call(&who(&answering(OK)), &member(), &JsValue::NULL)).await.unwrap();
    let answered = eval("globalThis.timers.size");
    let failing = "() => Promise.reject(new TypeError('Failed to fetch'))";
    rejection(call(&who(failing), &member(), &JsValue::NULL)).await;
    let failed = eval("globalThis.timers.size");
    eval("globalThis.restore()");
    assert_eq!((answered.as_f64(), failed.as_f64()), (Some(0.0), Some(0.0)));
}

#[wasm_bindgen_test]
async fn a_secret_key_has_no_place_in_a_page() {
    let who = with(&who(&answering(OK)), "userSig", &JsValue::UNDEFINED);
    let key = with(&who, "secretKey", &KEY.into());
    let all = ["roomId", "memberAccount"]
        .iter()
        .fold(key.clone(), |all, name| with(&all, name, &field(&member(), name)));
    for refused in [
        Client::new(&key).err().expect("a client with a key should have been refused"),
        rejection(call_once("updateRoomMemberInfo", &all)).await,
    ] {
        assert_eq!(text(&refused, "kind"), "invalid");
        assert_eq!(text(&refused, "field"), "secretKey");
        assert!(text(&refused, "hint").contains("dangerouslyAllowBrowser"));
        assert!(!text(&refused, "message").contains(KEY));
    }
    let insisting = with(&key, "dangerouslyAllowBrowser", &JsValue::TRUE);
    let reply = JsFuture::from(call(&insisting, &member(), &JsValue::UNDEFINED)).await.unwrap();
    assert_eq!(text(&reply, "actionStatus"), "OK");
}

#[wasm_bindgen_test]
async fn what_comes_from_a_frame_is_taken_for_what_it_is() {
    let frame = eval("document.body.appendChild(document.createElement('iframe'))");
    Reflect::set(&js_sys::global(), &"frame".into(), &field(&frame, "contentWindow")).unwrap();
    let signing = with(
        &eval(&format!("{{ sdkAppId: 1, identifier: 'a', secretKey: '{KEY}', ttl: 60 }}")),
        "now",
        &eval("new frame.Date(1700000000000)"),
    );
    let user_sig: JsValue = sign_user_sig(&signing).ok().unwrap().into();
    let claims: JsValue = inspect_user_sig(&user_sig, &JsValue::UNDEFINED).ok().unwrap().into();
    let issued = field(&claims, "issuedAt").unchecked_into::<js_sys::Date>();
    assert_eq!(issued.get_time(), 1_700_000_000_000.0);

    let request = eval("{ signal: (globalThis.controller = new frame.AbortController()).signal }");
    let member = eval("frame.JSON.parse('{\"roomId\":\"r\",\"memberAccount\":\"m\"}')");
    let promise = call(&who(SILENT), &member, &request);
    eval("globalThis.controller.abort()");
    let thrown = rejection(promise).await;
    assert!(Object::is(&thrown, &eval("globalThis.controller.signal.reason")));

    let fetch = format!("() => Promise.resolve(new frame.Response('{OK}'))");
    JsFuture::from(call(&who(&fetch), &member, &JsValue::UNDEFINED)).await.unwrap();
    field(&frame, "remove").unchecked_into::<Function>().call0(&frame).unwrap();
}
