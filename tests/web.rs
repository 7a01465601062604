//! The boundary between JavaScript and Rust in a browser's page: its fetch, its timers, its
//! AbortSignal, its other realms, and no secret key. `cargo xtask test web` runs it in Chromium and
//! in Firefox, with the default features and with none.
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
    Client, IS_PAGE, KEY, OK, eval, eval_async, field, member, refused_client, rejection, set,
    text, value, with,
};
use js_sys::{Array, Function, Object, Promise};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

/// A fetch that never answers, and shows the signal it was given.
const SILENT: &str =
    "(url, init) => { globalThis.given = init.signal; return new Promise(() => {}); }";

/// Who calls, with a UserSig as a page has one, or by a handler, and a fetch.
fn who(fetch: &str) -> JsValue {
    let who = match IS_PAGE {
        true => eval("{ endpoint: '/api/room-engine', maxRetries: 0 }"),
        false => eval(
            "{ sdkAppId: 1400000000, identifier: 'administrator', userSig: 'eJx', maxRetries: 0 }",
        ),
    };
    with(&who, "fetch", &eval(fetch))
}

/// The same, where calls go to that place.
fn who_at(place: &str) -> JsValue {
    let option = if IS_PAGE { "endpoint" } else { "baseUrl" };
    with(&who("undefined"), option, &eval(place))
}

fn call(who: &JsValue, member: &JsValue, request: &JsValue) -> Promise {
    Client::new(who).call("updateRoomMemberInfo", member, request)
}

fn answering(body: &str) -> String {
    format!("() => Promise.resolve(new Response('{body}'))")
}

#[wasm_bindgen_test]
async fn page_the_page_s_own_fetch_makes_the_exchange() {
    // The server of these tests knows no such path; that it says so is what has to arrive.
    let who = who_at(if IS_PAGE { "location.origin + '/nothing/x'" } else { "location.origin" });
    let expected = eval_async(
        "const { status } = await fetch('/nothing/x', { method: 'POST' });
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
async fn page_a_place_that_cannot_be_reached_is_told_with_its_cause() {
    let who = who_at("'http://127.0.0.1:1'");
    let error = rejection(call(&who, &member(), &JsValue::UNDEFINED)).await;
    assert_eq!(text(&error, "kind"), "network");
    assert_eq!(text(&field(&error, "cause"), "name"), "TypeError");
}

#[wasm_bindgen_test]
async fn page_a_domexception_of_fetch_is_the_cause_itself() {
    let fetch =
        "() => Promise.reject(globalThis.thrown = new DOMException('gone', 'NetworkError'))";
    let error = rejection(call(&who(fetch), &member(), &JsValue::UNDEFINED)).await;
    assert_eq!(text(&error, "kind"), "network");
    assert!(Object::is(&field(&error, "cause"), &eval("globalThis.thrown")));
}

#[wasm_bindgen_test]
async fn page_texts_arrive_as_they_are_and_half_a_pair_is_refused() {
    let fetch = "async (url, init) => {
        globalThis.sent = JSON.parse(await new Request(url, init).text());
        return new Response('{\"ActionStatus\":\"OK\",\"ErrorCode\":0,\"ErrorInfo\":\"\"}');
    }";
    for card in ["\u{1F600}\u{FEFF}", "\0\u{7F}\u{2028}\"\\", "\u{FFFD}", "用户甲"] {
        let member = with(&member(), "nameCard", &card.into());
        value(call(&who(fetch), &member, &JsValue::UNDEFINED)).await;
        let (part, name) =
            if IS_PAGE { ("options", "nameCard") } else { ("MemberInfo", "NameCard") };
        assert_eq!(text(&field(&eval("globalThis.sent"), part), name), card);
    }
    for broken in ["'\\ud83d'", "'a\\ude00b'", "'\\ude00\\ud83d'"] {
        let member = with(&member(), "nameCard", &eval(broken));
        let error = rejection(call(&who(fetch), &member, &JsValue::UNDEFINED)).await;
        assert_eq!(text(&error, "field"), "nameCard");
    }
}

#[wasm_bindgen_test]
async fn page_an_abort_rejects_with_its_reason_and_ends_the_exchange() {
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
async fn page_the_platform_s_own_clock_may_abort() {
    let request = eval("{ signal: globalThis.signal = AbortSignal.timeout(30) }");
    let thrown = rejection(call(&who(SILENT), &member(), &request)).await;
    assert!(Object::is(&thrown, &eval("globalThis.signal.reason")));
    assert_eq!(text(&thrown, "name"), "TimeoutError");
    assert_eq!(eval("globalThis.given.aborted"), JsValue::TRUE);
}

#[wasm_bindgen_test]
async fn page_a_signal_serves_many_calls_and_is_left_without_a_listener() {
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
    let client = Client::new(&who(&answering(OK)));
    let calls: Array =
        (0..20).map(|_| client.call("updateRoomMemberInfo", &member(), &request)).collect();
    // One for all of them: Node warns of more than ten, and each costs.
    assert_eq!(eval("globalThis.listeners").as_f64(), Some(1.0));
    let replies: Array = value(Promise::all(&calls)).await.unchecked_into();
    assert!(replies.iter().all(|reply| text(&reply, "requestId") == "Id-1"));
    assert_eq!(eval("globalThis.listeners").as_f64(), Some(0.0));
}

#[wasm_bindgen_test]
async fn page_neither_a_silent_server_nor_an_endless_body_outlasts_the_timeout() {
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
async fn page_a_call_that_has_ended_leaves_no_timer_running() {
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
    value(call(&who(&answering(OK)), &member(), &JsValue::NULL)).await;
    let answered = eval("globalThis.timers.size");
    let failing = "() => Promise.reject(new TypeError('Failed to fetch'))";
    rejection(call(&who(failing), &member(), &JsValue::NULL)).await;
    let failed = eval("globalThis.timers.size");
    eval("globalThis.restore()");
    assert_eq!((answered.as_f64(), failed.as_f64()), (Some(0.0), Some(0.0)));
}

#[wasm_bindgen_test]
async fn page_what_comes_from_a_frame_is_taken_for_what_it_is() {
    let frame = eval("document.body.appendChild(document.createElement('iframe'))");
    set(&js_sys::global(), "frame", &field(&frame, "contentWindow"));
    let request = eval("{ signal: (globalThis.controller = new frame.AbortController()).signal }");
    let member = eval("frame.JSON.parse('{\"roomId\":\"r\",\"memberAccount\":\"m\"}')");
    let promise = call(&who(SILENT), &member, &request);
    eval("globalThis.controller.abort()");
    let thrown = rejection(promise).await;
    assert!(Object::is(&thrown, &eval("globalThis.controller.signal.reason")));

    let fetch = format!("() => Promise.resolve(new frame.Response('{OK}'))");
    value(call(&who(&fetch), &member, &JsValue::UNDEFINED)).await;
    field(&frame, "remove").unchecked_into::<Function>().call0(&frame).unwrap();
}

#[cfg(not(feature = "server"))]
#[wasm_bindgen_test]
async fn page_a_secret_key_has_no_place_beside_an_endpoint() {
    let key = with(&who(&answering(OK)), "secretKey", &KEY.into());
    let refused = refused_client(&key).await;
    assert_eq!(
        (text(&refused, "kind"), text(&refused, "field")),
        ("invalid".into(), "secretKey".into())
    );
    assert!(!text(&refused, "message").contains(KEY));
}

#[cfg(not(feature = "server"))]
#[wasm_bindgen_test]
async fn page_a_path_is_of_the_pages_own_site_and_its_cookies_go_along() {
    let fetch = format!(
        "(url, init) => {{ globalThis.sent = {{ url, init }}; return Promise.resolve(new Response('{OK}')); }}"
    );
    let headers = eval("{ Authorization: 'Bearer abc' }");
    let who = with(&who(&fetch), "headers", &headers);
    value(call(&who, &member(), &JsValue::UNDEFINED)).await;
    let sent = eval("globalThis.sent");
    assert_eq!(text(&sent, "url"), "/api/room-engine");
    let init = field(&sent, "init");
    assert_eq!(text(&init, "credentials"), "same-origin");
    assert_eq!(text(&field(&init, "headers"), "Authorization"), "Bearer abc");
}

#[cfg(feature = "server")]
mod server {
    use js_sys::{Date, Reflect};

    use super::*;
    use crate::edge::{call_once, create_handler, inspect_user_sig, sign_user_sig};

    #[wasm_bindgen_test]
    async fn page_a_secret_key_has_no_place_in_a_page() {
        let who = with(&who(&answering(OK)), "userSig", &JsValue::UNDEFINED);
        let key = with(&who, "secretKey", &KEY.into());
        let all = ["roomId", "memberAccount"]
            .iter()
            .fold(key.clone(), |all, name| with(&all, name, &field(&member(), name)));
        for refused in
            [refused_client(&key).await, rejection(call_once("updateRoomMemberInfo", &all)).await]
        {
            assert_eq!(text(&refused, "kind"), "invalid");
            assert_eq!(text(&refused, "field"), "secretKey");
            assert!(text(&refused, "hint").contains("dangerouslyAllowBrowser"));
            assert!(!text(&refused, "message").contains(KEY));
        }
        let insisting = with(&key, "dangerouslyAllowBrowser", &JsValue::TRUE);
        let reply = value(call(&insisting, &member(), &JsValue::UNDEFINED)).await;
        assert_eq!(text(&reply, "actionStatus"), "OK");
    }

    #[wasm_bindgen_test]
    async fn page_a_date_of_a_frame_is_a_date() {
        let frame = eval("document.body.appendChild(document.createElement('iframe'))");
        set(&js_sys::global(), "dates", &field(&frame, "contentWindow"));
        let signing = with(
            &eval(&format!("{{ sdkAppId: 1, identifier: 'a', secretKey: '{KEY}', ttl: 60 }}")),
            "now",
            &eval("new dates.Date(1700000000000)"),
        );
        let user_sig = value(sign_user_sig(&signing)).await;
        let claims = value(inspect_user_sig(&user_sig, &JsValue::UNDEFINED)).await;
        let issued: Date = field(&claims, "issuedAt").dyn_into().expect("a Date of this page");
        assert_eq!(issued.get_time(), 1_700_000_000_000.0);
        Reflect::get(&frame, &"remove".into())
            .unwrap()
            .unchecked_into::<Function>()
            .call0(&frame)
            .unwrap();
    }

    #[wasm_bindgen_test]
    async fn page_a_handler_reads_a_browsers_request_and_gives_a_response() {
        let key = with(&who(&answering(OK)), "userSig", &JsValue::UNDEFINED);
        let key = with(&key, "secretKey", &KEY.into());
        let key = with(&key, "dangerouslyAllowBrowser", &JsValue::TRUE);
        let handler: Function =
            create_handler(&with(&key, "authorize", &eval("() => true"))).unchecked_into();
        let request = eval(
            "new Request(location.origin + '/api', { method: 'POST',
                headers: { 'Content-Type': 'application/json' },
                body: JSON.stringify({ operation: 'updateRoomMemberInfo',
                    options: { roomId: 'r', memberAccount: 'm' } }) })",
        );
        let promise = handler.call1(&JsValue::NULL, &request).unwrap();
        let response: web_sys::Response = value(promise.unchecked_into()).await.unchecked_into();
        assert_eq!(response.status(), 200);
        let said = value(response.text().unwrap()).await;
        assert!(said.as_string().unwrap().contains("\"RequestId\":\"Id-1\""), "{said:?}");
    }
}
