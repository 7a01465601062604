//! The handler: a platform's Request in, a platform's Response out.

use std::rc::Rc;

use gloo_net::http::{Headers, Response};
use js_sys::{Function, JSON, Promise, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;

use super::abort::{AbortSignal, or_abort};
use super::client::Inner;
use super::failure::to_js;
use super::promised::settled;
use super::source::JsSource;
use super::task;
use crate::error::Error;
use crate::handler::{Answer, Asked, Door, Head, LONGEST_BODY, origins};
use crate::options::catalog::{ALLOWED_ORIGINS, AUTHORIZE, CLIENT, HANDLER, check_names};
use crate::options::{Given, Source};
use crate::values::Refusal;

#[wasm_bindgen]
extern "C" {
    type Reader;

    #[wasm_bindgen(catch, method)]
    fn read(this: &Reader) -> Result<JsValue, JsValue>;

    type Body;

    /// Throws where somebody else has read it.
    #[wasm_bindgen(catch, method, js_name = getReader)]
    fn reader(this: &Body) -> Result<Reader, JsValue>;
}

/// What `createHandler` makes.
#[wasm_bindgen]
pub struct Handler(Rc<Behind>);

struct Behind {
    authorize: Option<Function>,
    client: Inner,
    door: Door,
}

#[wasm_bindgen]
impl Handler {
    /// Checks the options of `createHandler(options)`.
    #[wasm_bindgen(constructor)]
    pub fn new(options: &JsValue) -> Result<Self, JsValue> {
        let behind = JsSource::read("options", options).and_then(|source| Behind::new(&source));
        behind.map(|behind| Self(Rc::new(behind))).map_err(|error| to_js(&error))
    }

    /// Answers a request. Rejects only where the handler itself is not set up right.
    pub fn answer(&self, request: web_sys::Request) -> Promise {
        let behind = Rc::clone(&self.0);
        task::promise(async move {
            let head = head_of(&request);
            let answer = match behind.door.admit(&head) {
                Ok(()) => behind.admitted(&request).await.map_err(|error| to_js(&error))?,
                Err(answer) => answer,
            };
            response(&behind.door.opened(&head, answer))
        })
    }
}

impl Behind {
    fn new(source: &JsSource) -> Result<Self, Error> {
        check_names(source, &[CLIENT, HANDLER])?;
        match source.given(AUTHORIZE.name) {
            Given::Absent | Given::Function => {}
            given => {
                let refusal = Refusal::type_mismatch("a function", &given);
                return Err(Error::invalid(AUTHORIZE.name, refusal));
            }
        }
        let origins = match source.given(ALLOWED_ORIGINS.name) {
            Given::Absent => Vec::new(),
            Given::Other("array") => {
                let items = source.value(ALLOWED_ORIGINS.name).map(JsSource::entries_of);
                items.transpose()?.map_or_else(|| Ok(Vec::new()), |items| origins(&items))?
            }
            given => {
                let refusal = Refusal::type_mismatch("an array of strings", &given);
                return Err(Error::invalid(ALLOWED_ORIGINS.name, refusal));
            }
        };
        let authorize = source.function(AUTHORIZE.name);
        Ok(Self { authorize, client: Inner::new(source)?, door: Door::new(origins) })
    }

    async fn admitted(&self, request: &web_sys::Request) -> Result<Answer, Error> {
        let body = match body_of(request).await? {
            Ok(body) => body,
            Err(answer) => return Ok(answer),
        };
        let asked = match Asked::read(&body) {
            Ok(asked) => asked,
            Err(error) => return Ok(Answer::invalid(&error)),
        };
        if !self.authorizes(request, &asked).await {
            return Ok(Answer::not_authorized());
        }
        self.carry_out(request, &asked).await
    }

    /// Only `true` itself: what is merely truthy may be a user who may do other things.
    async fn authorizes(&self, request: &web_sys::Request, asked: &Asked) -> bool {
        let Some(authorize) = &self.authorize else { return false };
        let Ok(call) = JSON::parse(&asked.text) else { return false };
        let said = match authorize.call2(&JsValue::UNDEFINED, request, &call) {
            Ok(said) => settled(&said).await,
            Err(thrown) => Err(thrown),
        };
        match said {
            Ok(said) => said.as_bool() == Some(true),
            Err(thrown) => {
                self.client.log_error("room-engine-admin: `authorize` failed", &thrown);
                false
            }
        }
    }

    /// Who asked may leave meanwhile, which ends the call.
    async fn carry_out(&self, request: &web_sys::Request, asked: &Asked) -> Result<Answer, Error> {
        let signal = Reflect::get(request, &"signal".into()).unwrap_or_default();
        let signal = AbortSignal::of(&signal);
        let mut outcome = None;
        let call = async {
            outcome = Some(self.client.call(asked.operation, &asked.prepared).await);
            Ok(JsValue::UNDEFINED)
        };
        // What it rejects with is for nobody to read.
        let _ = or_abort(signal, call).await;
        match outcome {
            Some(Ok(reply)) => Ok(Answer::reply(&reply)),
            Some(Err(error)) => Answer::failure(&error).ok_or(error),
            None => Ok(Answer::empty(CLIENT_CLOSED_REQUEST)),
        }
    }
}

/// What servers log where the client has left.
const CLIENT_CLOSED_REQUEST: u16 = 499;

fn head_of(request: &web_sys::Request) -> Head {
    let headers = Headers::from_raw(request.headers());
    Head {
        method: request.method(),
        url: request.url(),
        host: headers.get("host"),
        origin: headers.get("origin"),
        site: headers.get("sec-fetch-site"),
        content_type: headers.get("content-type"),
        content_length: headers.get("content-length"),
        requested_headers: headers.get("access-control-request-headers"),
    }
}

/// The body, or the answer to one that is too long or no text.
async fn body_of(request: &web_sys::Request) -> Result<Result<String, Answer>, Error> {
    let body = Reflect::get(request, &"body".into()).unwrap_or_default();
    if body.is_null_or_undefined() {
        return Ok(Ok(String::new()));
    }
    let reader = body.unchecked_ref::<Body>().reader().map_err(|_| {
        Error::invalid("request", "has been read before")
            .with_hint("give the handler a request whose body nobody has read")
    })?;
    let mut bytes = Vec::new();
    loop {
        let part = match reader.read() {
            Ok(part) => settled(&part).await,
            Err(thrown) => Err(thrown),
        };
        let Ok(part) = part else { return Ok(Err(Answer::empty(CLIENT_CLOSED_REQUEST))) };
        let value = Reflect::get(&part, &"value".into()).unwrap_or_default();
        let Some(chunk) = value.dyn_ref::<Uint8Array>() else { break };
        if bytes.len() + chunk.length() as usize > LONGEST_BODY {
            return Ok(Err(Answer::too_long()));
        }
        bytes.extend(chunk.to_vec());
    }
    let not_utf8 = |_| Answer::invalid(&Error::invalid("body", "must be UTF-8"));
    Ok(String::from_utf8(bytes).map_err(not_utf8))
}

fn response(answer: &Answer) -> Result<JsValue, JsValue> {
    let mut builder = Response::builder().status(answer.status);
    for (name, value) in &answer.headers {
        builder = builder.header(name, value);
    }
    let body = Some(answer.body.as_str()).filter(|body| !body.is_empty());
    let response = builder.body(body).map_err(|_| JsError::new("this runtime has no Response"))?;
    Ok(web_sys::Response::from(response).into())
}
