//! The runtime, as the rules need it.

use js_sys::{Date, Function, Promise, Uint32Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use super::failure::{cause_of, plain};
use super::fetch;
use super::source::{JsSource, given};
use super::timer::sleep;
use crate::error::{Error, Kind};
use crate::options::Given;
use crate::options::catalog::{FETCH, ON_ATTEMPT, USER_SIG};
use crate::platform::{Attempt, FetchFailure, HttpAnswer, HttpRequest, Platform, ProviderFailure};
use crate::values::Instant;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_namespace = performance, js_name = now)]
    fn monotonic_now() -> Result<f64, JsValue>;

    #[wasm_bindgen(catch, js_namespace = crypto, js_name = getRandomValues)]
    fn fill_with_random(numbers: &Uint32Array) -> Result<JsValue, JsValue>;
}

/// The functions that a client was given.
pub(super) struct JsPlatform {
    fetch: Option<Function>,
    on_attempt: Option<Function>,
    user_sig: Option<Function>,
}

impl JsPlatform {
    pub(super) fn new(options: &JsSource) -> Self {
        Self {
            fetch: options.function(FETCH.name),
            on_attempt: options.function(ON_ATTEMPT.name),
            user_sig: options.function(USER_SIG.name),
        }
    }
}

impl Platform for JsPlatform {
    async fn fetch(&self, request: HttpRequest) -> Result<HttpAnswer, FetchFailure> {
        fetch::exchange(self.fetch.as_ref(), &request).await
    }

    async fn provide_user_sig(&self) -> Result<String, ProviderFailure> {
        let failed = |thrown: JsValue| ProviderFailure::Failed(cause_of(&thrown, &[]));
        let Some(provider) = &self.user_sig else {
            return Err(ProviderFailure::WrongType("undefined"));
        };
        let started = provider.call0(&JsValue::UNDEFINED).map_err(failed)?;
        let provided = JsFuture::from(Promise::resolve(&started)).await.map_err(failed)?;
        match given(&provided) {
            Given::Text(text) => Ok(text),
            other => Err(ProviderFailure::WrongType(other.type_name())),
        }
    }

    async fn sleep(&self, milliseconds: u32) {
        sleep(milliseconds).await;
    }

    fn now(&self) -> Instant {
        now()
    }

    fn monotonic(&self) -> f64 {
        monotonic_now().unwrap_or_else(|_| Date::now())
    }

    /// Whoever watches must not be able to harm the call.
    fn observe(&self, attempt: &Attempt<'_>) {
        if let Some(on_attempt) = &self.on_attempt {
            let _ = on_attempt.call1(&JsValue::UNDEFINED, &plain(attempt));
        }
    }

    fn random(&self) -> Result<u32, Error> {
        let number = Uint32Array::new_with_length(1);
        fill_with_random(&number).map_err(|thrown| {
            Error::new(Kind::Network, "this runtime has no secure source of randomness")
                .with_cause(cause_of(&thrown, &[]).value)
                .with_hint("crypto.getRandomValues is needed")
        })?;
        Ok(number.get_index(0))
    }
}

/// The platform's clock.
pub(super) fn now() -> Instant {
    Instant::from_milliseconds(Date::now())
}
