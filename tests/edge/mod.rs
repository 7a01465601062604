//! The package as JavaScript has it: the driver's own files around the module that the tests are in, and JavaScript by
//! the line.
#![allow(dead_code, unreachable_pub, reason = "a module of tests, each of which uses a part of it")]

use js_sys::{Array, Function, Object, Promise, Reflect};
use room_engine_admin::wasm;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

pub const KEY: &str = "5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b5e";

pub const OK: &str = r#"{"ActionStatus":"OK","ErrorCode":0,"ErrorInfo":"","RequestId":"Id-1"}"#;

/// Whether this is the module for pages that ask a handler.
pub const IS_PAGE: bool = cfg!(not(feature = "server"));

/// Each after those that it imports.
const FILES: [(&str, &str); 14] = [
    ("causes", include_str!("../../pkg-template/src/causes.js")),
    ("environment", include_str!("../../pkg-template/src/environment.js")),
    ("errors", include_str!("../../pkg-template/src/errors.js")),
    ("exchange", include_str!("../../pkg-template/src/exchange.js")),
    ("signals", include_str!("../../pkg-template/src/signals.js")),
    ("options", include_str!("../../pkg-template/src/options.js")),
    ("pages", include_str!("../../pkg-template/src/pages.js")),
    ("reason", include_str!("../../pkg-template/src/reason.js")),
    ("driver", include_str!("../../pkg-template/src/driver.js")),
    ("memory", include_str!("../../pkg-template/src/memory.js")),
    ("instance", include_str!("../../pkg-template/src/instance.js")),
    ("collect", include_str!("../../pkg-template/src/collect.js")),
    ("client", include_str!("../../pkg-template/src/client.js")),
    ("handler", include_str!("../../pkg-template/src/handler.js")),
];

thread_local! {
    static PACKAGE: JsValue = package();
}

fn package() -> JsValue {
    let files: Array =
        FILES.into_iter().map(|(name, text)| Array::of2(&name.into(), &text.into())).collect();
    let make: Function = eval(include_str!("edge.js").trim_end().trim_end_matches(';')).into();
    let given = [files.into(), wasm_bindgen::exports(), functions(), IS_PAGE.into()];
    make.apply(&JsValue::NULL, &Array::from_iter(given)).unwrap()
}

/// What takes or gives JavaScript's own objects goes through wasm-bindgen's glue, everything else to the module itself.
fn functions() -> JsValue {
    let functions: JsValue = Object::new().into();
    #[cfg(feature = "server")]
    {
        let inspect = Closure::<dyn Fn() -> JsValue>::new(wasm::inspect);
        let read_head = Closure::<dyn Fn(JsValue) -> u32>::new(|head| wasm::read_head(&head));
        let respond = Closure::<dyn Fn() -> Result<JsValue, JsValue>>::new(wasm::respond);
        set(&functions, "inspect", &inspect.into_js_value());
        set(&functions, "readHead", &read_head.into_js_value());
        set(&functions, "respond", &respond.into_js_value());
    }
    // Else nothing of the crate would be linked.
    let room = Closure::<dyn Fn(u32) -> u32>::new(wasm::room);
    set(&functions, "room", &room.into_js_value());
    functions
}

fn function(name: &str) -> Function {
    PACKAGE.with(|package| field(package, name)).unchecked_into()
}

fn run(name: &str, given: &[&JsValue]) -> JsValue {
    let given: Array = given.iter().copied().collect();
    function(name).apply(&JsValue::NULL, &given).unwrap()
}

/// A client of the package.
pub struct Client(JsValue);

impl Client {
    pub fn new(options: &JsValue) -> Self {
        Self(Reflect::construct(&function("Client"), &Array::of1(options)).unwrap())
    }

    pub fn call(&self, operation: &str, options: &JsValue, request: &JsValue) -> Promise {
        run("call", &[&self.0, &operation.into(), options, request]).unchecked_into()
    }
}

/// What a call of a client of these options is refused with.
pub async fn refused_client(options: &JsValue) -> JsValue {
    let client = Client::new(options);
    rejection(client.call("updateRoomMemberInfo", &member(), &JsValue::UNDEFINED)).await
}

pub fn call_once(operation: &str, options: &JsValue) -> Promise {
    run("once", &[&operation.into(), options]).unchecked_into()
}

pub fn sign_user_sig(options: &JsValue) -> Promise {
    run("signUserSig", &[options]).unchecked_into()
}

pub fn inspect_user_sig(user_sig: &JsValue, options: &JsValue) -> Promise {
    run("inspectUserSig", &[user_sig, options]).unchecked_into()
}

pub fn create_handler(options: &JsValue) -> JsValue {
    run("createHandler", &[options])
}

pub async fn value(promise: Promise) -> JsValue {
    JsFuture::from(promise).await.unwrap_or_else(|error| panic!("{}", shown(&error)))
}

pub async fn rejection(promise: Promise) -> JsValue {
    match JsFuture::from(promise).await {
        Ok(value) => panic!("it should have been refused: {}", shown(&value)),
        Err(error) => error,
    }
}

fn shown(value: &JsValue) -> String {
    field(value, "message").as_string().unwrap_or_else(|| format!("{value:?}"))
}

pub fn eval(expression: &str) -> JsValue {
    Function::new_no_args(&format!("return ({expression})"))
        .call0(&JsValue::UNDEFINED)
        .unwrap_or_else(|thrown| panic!("{expression}: {thrown:?}"))
}

pub async fn eval_async(body: &str) -> JsValue {
    value(eval(&format!("(async () => {{ {body} }})()")).unchecked_into()).await
}

pub fn set(object: &JsValue, name: &str, value: &JsValue) {
    Reflect::set(object, &name.into(), value).unwrap();
}

pub fn with(object: &JsValue, name: &str, value: &JsValue) -> JsValue {
    let copy: JsValue = Object::assign(&Object::new(), object.unchecked_ref()).into();
    set(&copy, name, value);
    copy
}

pub fn merged(first: &JsValue, second: &JsValue) -> JsValue {
    let copy = Object::assign(&Object::new(), first.unchecked_ref());
    Object::assign(&copy, second.unchecked_ref()).into()
}

pub fn field(object: &JsValue, name: &str) -> JsValue {
    Reflect::get(object, &name.into()).unwrap_or_default()
}

pub fn text(object: &JsValue, name: &str) -> String {
    field(object, name).as_string().unwrap_or_else(|| panic!("{name} is no text"))
}

pub fn member() -> JsValue {
    eval("{ roomId: 'room-test', memberAccount: 'user4', nameCard: 'jack' }")
}
