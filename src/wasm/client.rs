//! Clients and calls.

use std::rc::Rc;

use js_sys::{Object, Promise};
use wasm_bindgen::prelude::*;

use super::abort::{AbortSignal, or_abort};
use super::environment;
use super::failure::{plain, to_js};
use super::platform::{JsPlatform, now};
use super::source::{JsSource, given};
use super::task;
use crate::call;
use crate::error::Error;
use crate::operations::{self, Operation};
use crate::options::catalog::{CLIENT, HEADERS, MINT, PER_CALL, REMOTE, check_names};
use crate::options::{ClientOptions, MintOptions, Source, check_headers};
use crate::reply::Reply;
use crate::values::{Identifier, LogLevel, Value};

/// Who calls and where, and what is kept from call to call.
#[wasm_bindgen]
pub struct Client(Rc<Inner>);

pub(super) struct Inner {
    client: call::Client,
    platform: JsPlatform,
}

#[wasm_bindgen]
impl Client {
    /// Checks the options of `new RoomEngineAdmin(options)`.
    #[wasm_bindgen(constructor)]
    pub fn new(options: &JsValue) -> Result<Self, JsValue> {
        let inner = JsSource::read("options", options).and_then(|source| {
            check_names(&source, &[CLIENT, REMOTE])?;
            Inner::new(&source)
        });
        inner.map(|inner| Self(Rc::new(inner))).map_err(|error| to_js(&error))
    }

    /// Starts the call that is known as `operation`. Never throws: what is wrong rejects.
    pub fn call(&self, operation: &str, options: &JsValue, request: &JsValue) -> Promise {
        let prepared = find(operation).and_then(|operation| {
            let options = JsSource::read("options", options)?;
            check_names(&options, &[operation.options])?;
            let request = JsSource::read_optional("requestOptions", request)?;
            check_names(&request, &[PER_CALL])?;
            Prepared::new(&self.0, operation, &options, &request)
        });
        start(prepared.map(|prepared| (Rc::clone(&self.0), prepared)))
    }

    /// Signs for an account of the app.
    #[wasm_bindgen(js_name = signUserSig)]
    pub fn sign_user_sig(&self, user_id: &JsValue, options: &JsValue) -> Result<String, JsValue> {
        self.sign(user_id, options).map_err(|error| to_js(&error))
    }
}

impl Client {
    fn sign(&self, user_id: &JsValue, options: &JsValue) -> Result<String, Error> {
        let identifier = Identifier::from_given(given(user_id))
            .map_err(|refusal| Error::invalid("userId", refusal))?;
        let options = JsSource::read_optional("options", options)?;
        check_names(&options, &[MINT])?;
        let ttl = MintOptions::read(&options)?.ttl;
        let user_sig = self.0.client.sign_user_sig(&identifier, ttl, now())?;
        Ok(user_sig.as_str().to_owned())
    }
}

/// Starts a call whose options say everything at once.
#[wasm_bindgen(js_name = callOnce)]
pub fn call_once(operation: &str, options: &JsValue) -> Promise {
    let prepared = find(operation).and_then(|operation| {
        let options = JsSource::read("options", options)?;
        check_names(&options, &[CLIENT, REMOTE, operation.options, PER_CALL])?;
        let inner = Inner::new(&options)?;
        let prepared = Prepared::new(&inner, operation, &options, &options)?;
        Ok((Rc::new(inner), prepared))
    });
    start(prepared)
}

impl Inner {
    pub(super) fn new(source: &JsSource) -> Result<Self, Error> {
        let options = ClientOptions::read(source)?;
        environment::refuse_key_in_browser(&options)?;
        let platform = JsPlatform::new(source, &options, headers(source)?);
        if !platform.has_own_fetch() {
            environment::refuse_path_outside_page(&options)?;
        }
        Ok(Self { client: call::Client::new(options), platform })
    }

    pub(super) fn log_error(&self, line: &str, thrown: &JsValue) {
        self.platform.log(LogLevel::Error, line, thrown);
    }

    /// Makes the call.
    pub(super) async fn call(
        &self,
        operation: &Operation,
        prepared: &operations::Prepared,
    ) -> Result<Reply, Error> {
        if !self.platform.has_own_fetch() {
            environment::require_fetch()?;
        }
        self.client.call(&self.platform, operation, prepared).await
    }
}

/// The headers for a handler, as they are now, and what they say.
fn headers(source: &JsSource) -> Result<(Option<Object>, String), Error> {
    let Some(given) = source.value(HEADERS.name).filter(|given| !given.is_null_or_undefined())
    else {
        return Ok((None, String::new()));
    };
    let secrets = check_headers(&JsSource::read(HEADERS.name, given)?)?;
    Ok((Some(Object::assign(&Object::new(), given.unchecked_ref())), secrets))
}

/// A call whose options have been read.
struct Prepared {
    operation: &'static Operation,
    prepared: operations::Prepared,
    signal: Option<AbortSignal>,
}

impl Prepared {
    fn new(
        inner: &Inner,
        operation: &'static Operation,
        options: &dyn Source,
        request: &JsSource,
    ) -> Result<Self, Error> {
        let prepared = inner.client.prepare(operation, options)?;
        Ok(Self { operation, prepared, signal: AbortSignal::read(request)? })
    }
}

fn find(operation: &str) -> Result<&'static Operation, Error> {
    operations::find(operation).ok_or_else(|| Error::invalid("operation", "is not known"))
}

fn start(prepared: Result<(Rc<Inner>, Prepared), Error>) -> Promise {
    let (inner, prepared) = match prepared {
        Ok(ready) => ready,
        Err(error) => return Promise::reject(&to_js(&error)),
    };
    let Prepared { operation, prepared, signal } = prepared;
    task::promise(or_abort(signal, async move {
        let outcome = inner.call(operation, &prepared).await;
        outcome.map(|reply| plain(&reply)).map_err(|error| to_js(&error))
    }))
}
