//! What only servers need of the module: UserSigs, and the handler.

use gloo_net::http::{Headers, Response};
use js_sys::{Date, Reflect};
use serde::ser::{Serialize, SerializeMap, Serializer};
use wasm_bindgen::prelude::*;

use super::memory::{Instance, instance};
use super::page::{put, read_client};
use super::write;
use crate::api::options;
use crate::engine::server::{Inspected, inspect as read_user_sig, sign_once as sign_for_once};
use crate::engine::{Id, Moment, Output, Step, Waking, object};
use crate::error::Error;
use crate::gateway::flow::{CallRequest, Handler};
use crate::gateway::guard::RequestHead;
use crate::gateway::{HandlerResponse, headers_to_json};
use crate::text::json::{self, ObjectWriter, Value};
use crate::usersig::UserSig;

/// Says once how calls are woken here: 0 always, 1 in a worker, 2 in one whose requests may not wake each other.
#[wasm_bindgen]
pub fn start(waking: u32) {
    let waking = match waking {
        1 => Waking::Worker,
        2 => Waking::IsolatedWorker,
        _ => Waking::Sure,
    };
    instance().engine.wake_by(waking);
}

/// Shows that a call is still there.
#[wasm_bindgen]
pub fn alive() {
    let instance = &mut *instance();
    let [_, call, mono, ..] = instance.memory.numbers;
    instance.engine.alive(Id::of(call), Moment { mono, ..Moment::default() });
}

/// Notes that an attempt has really gone out now.
#[wasm_bindgen]
pub fn sent() {
    let instance = &mut *instance();
    let [_, call, mono, ..] = instance.memory.numbers;
    instance.engine.sent(Id::of(call), Moment { mono, ..Moment::default() });
}

/// Notes that another version of the package, in the same process, sends an attempt for an app.
#[wasm_bindgen(js_name = sentElsewhere)]
pub fn sent_elsewhere() {
    let instance = &mut *instance();
    let [_, sdk_app_id, mono, ..] = instance.memory.numbers;
    instance.engine.sent_elsewhere(sdk_app_id as u32, mono);
}

/// Signs for an account of a client's app: `[userId, options]`, now.
#[wasm_bindgen]
pub fn sign() -> u32 {
    let instance = &mut *instance();
    let [_, client, unix, ..] = instance.memory.numbers;
    let mut values = instance.memory.values();
    let (user_id, options) = (values.next(), values.next());
    let signed = instance.engine.sign_for(Id::of(client), &user_id, &options, unix);
    put_user_sig(instance, signed)
}

/// Signs for an account of an app: `[options]`, now.
#[wasm_bindgen(js_name = signOnce)]
pub fn sign_once() -> u32 {
    let instance = &mut *instance();
    let [_, unix, ..] = instance.memory.numbers;
    let mut options = instance.memory.secret_values().next();
    let signed = sign_for_once(&options, unix);
    options.wipe();
    put_user_sig(instance, signed)
}

fn put_user_sig(instance: &mut Instance, signed: Result<UserSig, Error>) -> u32 {
    match signed {
        Ok(user_sig) => instance.memory.put(user_sig.as_str().to_owned()),
        Err(error) => instance.memory.put(write::error(&error)),
    }
}

/// Tells what a UserSig says now: `[userSig, options]`. An object, or a text with the error.
#[wasm_bindgen]
pub fn inspect() -> JsValue {
    let (mut values, [_, unix, ..]) = {
        let mut instance = instance();
        (instance.memory.secret_values(), instance.memory.numbers)
    };
    let (user_sig, mut options) = (values.next(), values.next());
    let inspected = read_user_sig(&user_sig, &options, unix);
    options.wipe();
    match inspected {
        Ok(inspected) => to_object(&inspected),
        Err(error) => write::error(&error).into(),
    }
}

struct Claims<'a>(&'a Inspected);

impl Serialize for Claims<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Inspected { claims, now, verified } = self.0;
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("sdkAppId", &f64::from(claims.sdk_app_id()))?;
        map.serialize_entry("identifier", claims.identifier())?;
        map.serialize_entry("issuedAt", &(claims.issued_at() as f64 * 1000.0))?;
        map.serialize_entry("expiresAt", &(claims.expires_at() as f64 * 1000.0))?;
        map.serialize_entry("expired", &claims.is_expired(*now))?;
        if let Some(verified) = verified {
            map.serialize_entry("verified", verified)?;
        }
        map.end()
    }
}

fn to_object(inspected: &Inspected) -> JsValue {
    let serializer = serde_wasm_bindgen::Serializer::new().serialize_maps_as_objects(true);
    let object = Claims(inspected).serialize(&serializer).unwrap_or(JsValue::UNDEFINED);
    for name in ["issuedAt", "expiresAt"] {
        // A plain object of our own: reading and setting a property of it cannot fail.
        let moment = Reflect::get(&object, &name.into()).unwrap_or_default();
        let _ = Reflect::set(&object, &name.into(), &Date::new(&moment));
    }
    object
}

/// Makes a handler of `[options, pageHost]`, and flags.
#[wasm_bindgen]
pub fn handler() -> u32 {
    let instance = &mut *instance();
    let text = make_handler(instance);
    instance.memory.wipe();
    let text = text.unwrap_or_else(|error| write::error(&error));
    instance.memory.put(text)
}

fn make_handler(instance: &mut Instance) -> Result<String, Error> {
    let [_, flags, ..] = instance.memory.numbers;
    let known = [options::SERVICE, options::CALLING, options::HANDLER];
    let client = read_client(&mut instance.memory.values(), flags, &known)?;
    let mut given = instance.memory.values().next();
    let own = object(&given, "options").and_then(|fields| Handler::read(fields, Id::default()));
    given.wipe();
    let (mut own, level) = (own?, client.level());
    own.client = instance.engine.connect(client);
    let mut fields = ObjectWriter::default();
    fields.integer("client", own.client.number().cast_signed());
    fields.integer("requestTimeoutMs", own.request_timeout_ms.into());
    fields.integer("maxPending", own.max_pending.into());
    fields.integer("level", level.into());
    fields.integer("handler", instance.handlers.insert(own).number().cast_signed());
    Ok(fields.into_text())
}

/// Forgets a handler and its client; its calls under way go on.
#[wasm_bindgen(js_name = freeHandler)]
pub fn free_handler() {
    let instance = &mut *instance();
    let [_, handler, ..] = instance.memory.numbers;
    if let Some(own) = instance.handlers.remove(Id::of(handler)) {
        instance.engine.free(own.client);
    }
}

/// What a request says of itself, as JSON.
#[wasm_bindgen(js_name = readHead)]
pub fn read_head(request: &JsValue) -> u32 {
    let text = head_of(request);
    instance().memory.put(text)
}

/// Looked at property by property: what calls itself a Request need not be one.
fn head_of(request: &JsValue) -> String {
    let property = |name: &str| Reflect::get(request, &name.into()).unwrap_or_default();
    let mut fields = ObjectWriter::default();
    for name in ["method", "url"] {
        fields.string(name, &property(name).as_string().unwrap_or_default());
    }
    let headers = property("headers");
    if let Some(headers) = headers.dyn_ref::<web_sys::Headers>() {
        let headers = Headers::from_raw(headers.clone());
        for name in HEADERS {
            if let Some(value) = headers.get(name) {
                fields.string(name, &value);
            }
        }
    }
    fields.into_text()
}

const HEADERS: [&str; 6] = [
    "host",
    "origin",
    "sec-fetch-site",
    "content-type",
    "content-length",
    "access-control-request-headers",
];

fn read_request_head(text: &str) -> RequestHead {
    let fields = match json::parse(text) {
        Ok(Value::Object(fields)) => fields,
        _ => json::Object::default(),
    };
    let field = |name: &str| fields.field(name).and_then(Value::as_shown).map(str::to_owned);
    RequestHead {
        method: field("method").unwrap_or_default(),
        url: field("url").unwrap_or_default(),
        host: field("host"),
        origin: field("origin"),
        site: field("sec-fetch-site"),
        content_type: field("content-type"),
        content_length: field("content-length"),
        requested_headers: field("access-control-request-headers"),
    }
}

/// Looks at the head of a request.
#[wasm_bindgen]
pub fn admit() -> u32 {
    let instance = &mut *instance();
    let head = read_request_head(instance.memory.text());
    let Some(own) = instance.asked_handler() else { return instance.memory.put("{}".to_owned()) };
    let mut fields = ObjectWriter::default();
    match own.admit(&head) {
        Ok(limit) => fields.integer("limit", limit as i64),
        Err(response) => fields.raw("response", &response.to_json()),
    }
    fields.raw("headers", &headers_to_json(&own.headers_for(&head)));
    instance.memory.put(fields.into_text())
}

/// Reads and checks the call of a body.
#[wasm_bindgen]
pub fn check() -> u32 {
    let instance = &mut *instance();
    let [_, handler, ..] = instance.memory.numbers;
    let asked = CallRequest::read(instance.memory.bytes());
    let Instance { engine, handlers, .. } = instance;
    let Some(own) = handlers.get(Id::of(handler)) else {
        return instance.memory.put("{}".to_owned());
    };
    let call = asked.and_then(|asked| Ok(own.check(engine, &asked)?.to_call()));
    let mut fields = ObjectWriter::default();
    match call {
        Ok(call) => fields.string("call", &call),
        Err(response) => fields.raw("response", &response.to_json()),
    }
    instance.memory.put(fields.into_text())
}

/// The answer to a request that cannot become a call, by its status.
#[wasm_bindgen]
pub fn refuse() -> u32 {
    let instance = &mut *instance();
    let [_, _, status, ..] = instance.memory.numbers;
    let response = match instance.asked_handler() {
        Some(own) => own.refuse(status as u16),
        None => HandlerResponse::empty(500),
    };
    let mut fields = ObjectWriter::default();
    fields.raw("response", &response.to_json());
    instance.memory.put(fields.into_text())
}

/// Begins the call that has been checked and allowed, at a moment.
#[wasm_bindgen(js_name = beginHandled)]
pub fn begin_handled() -> u32 {
    let instance = &mut *instance();
    let [_, handler, unix, mono, random, ..] = instance.memory.numbers;
    let asked = CallRequest::read(instance.memory.bytes());
    let Instance { engine, handlers, .. } = instance;
    let output = match handlers.get(Id::of(handler)) {
        Some(own) => asked
            .and_then(|asked| {
                let prepared = own.check(engine, &asked)?;
                Ok(engine.begin_for_page(own.client, prepared, Moment::of(unix, mono, random)))
            })
            .unwrap_or_else(|response| Output::of(Step::Respond(response))),
        None => Output::of(Step::Gone),
    };
    put(instance, &Ok(output))
}

/// A platform's Response of `{"status","headers","body"}`.
#[wasm_bindgen]
pub fn respond() -> Result<JsValue, JsValue> {
    let parsed = json::parse(instance().memory.text());
    let Ok(Value::Object(fields)) = parsed else { return Err(no_response()) };
    let status = fields.field("status").and_then(Value::as_integer).unwrap_or(500);
    let mut builder = Response::builder().status(status as u16);
    for header in fields.field("headers").and_then(Value::as_list).unwrap_or_default() {
        if let Some([Value::Text(name), Value::Text(value)]) = header.as_list() {
            builder = builder.header(name, value);
        }
    }
    let body = fields.field("body").and_then(Value::as_shown).filter(|body| !body.is_empty());
    let response = builder.body(body).map_err(|_| no_response())?;
    Ok(web_sys::Response::from(response).into())
}

fn no_response() -> JsValue {
    JsError::new("this runtime has no Response").into()
}
