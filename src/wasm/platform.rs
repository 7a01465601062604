//! The runtime, as the rules need it.

use std::cell::RefCell;

use js_sys::{Date, Function, Object, Reflect, Uint32Array};
use wasm_bindgen::prelude::*;

use super::environment::page_host;
use super::failure::{cause_of, plain};
use super::fetch;
use super::promised::settled;
use super::source::{JsSource, given};
use super::timer::sleep;
use crate::error::{Error, Kind};
use crate::logging;
use crate::options::catalog::{FETCH, LOGGER, ON_ATTEMPT, USER_SIG};
use crate::options::{ClientOptions, Given};
use crate::platform::{Attempt, FetchFailure, HttpAnswer, HttpRequest, Platform, ProviderFailure};
use crate::values::{Instant, LogLevel};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_namespace = performance, js_name = now)]
    fn monotonic_now() -> Result<f64, JsValue>;

    #[wasm_bindgen(catch, js_namespace = crypto, js_name = getRandomValues)]
    fn fill_with_random(numbers: &Uint32Array) -> Result<JsValue, JsValue>;
}

/// The functions that a client was given, and the headers for its handler.
pub(super) struct JsPlatform {
    fetch: Option<Function>,
    headers: Option<Object>,
    /// What the headers say.
    secrets: String,
    log_level: LogLevel,
    logger: Option<JsValue>,
    on_attempt: Option<Function>,
    user_sig: Option<Function>,
}

impl JsPlatform {
    pub(super) fn new(
        source: &JsSource,
        options: &ClientOptions,
        (headers, secrets): (Option<Object>, String),
    ) -> Self {
        Self {
            fetch: source.function(FETCH.name),
            headers,
            secrets,
            log_level: options.log_level,
            logger: source
                .value(LOGGER.name)
                .filter(|logger| !logger.is_null_or_undefined())
                .cloned(),
            on_attempt: source.function(ON_ATTEMPT.name),
            user_sig: source.function(USER_SIG.name),
        }
    }

    /// Whether the caller's own function makes the exchange.
    pub(super) fn has_own_fetch(&self) -> bool {
        self.fetch.is_some()
    }

    /// A logger that fails must not harm the call.
    pub(super) fn log(&self, level: LogLevel, line: &str, more: &JsValue) {
        if level > self.log_level {
            return;
        }
        let console = || Reflect::get(&js_sys::global(), &"console".into()).unwrap_or_default();
        let logger = self.logger.clone().unwrap_or_else(console);
        let function = Reflect::get(&logger, &level.name().into()).unwrap_or_default();
        if let Some(function) = function.dyn_ref::<Function>() {
            let _ = match more.is_undefined() {
                true => function.call1(&logger, &line.into()),
                false => function.call2(&logger, &line.into(), more),
            };
        }
    }
}

/// A path's host is the page's; outside a page, where a caller's own fetch knows, the path stays.
fn named(host: &str) -> String {
    let page = if host.starts_with('/') { page_host() } else { None };
    page.unwrap_or_else(|| host.to_owned())
}

impl Platform for JsPlatform {
    async fn fetch(&self, request: HttpRequest) -> Result<HttpAnswer, FetchFailure> {
        let Self { fetch, headers, secrets, .. } = self;
        fetch::exchange(fetch.as_ref(), &request, headers.as_ref(), secrets).await
    }

    async fn provide_user_sig(&self) -> Result<String, ProviderFailure> {
        let failed = |thrown: JsValue| ProviderFailure::Failed(cause_of(&thrown, &[]));
        let Some(provider) = &self.user_sig else {
            return Err(ProviderFailure::WrongType("undefined"));
        };
        let started = provider.call0(&JsValue::UNDEFINED).map_err(failed)?;
        let provided = settled(&started).await.map_err(failed)?;
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

    fn announce(&self, attempt: u32, host: &str) {
        if self.log_level >= LogLevel::Debug {
            let line = logging::announced(attempt, &named(host));
            self.log(LogLevel::Debug, &line, &JsValue::UNDEFINED);
        }
    }

    /// Whoever watches must not be able to harm the call.
    fn observe(&self, attempt: &Attempt<'_>) {
        if self.on_attempt.is_none() && self.log_level == LogLevel::Off {
            return;
        }
        let host = named(attempt.host);
        let attempt = Attempt { host: &host, ..*attempt };
        let fields = plain(&attempt);
        if let Some(on_attempt) = &self.on_attempt {
            let _ = on_attempt.call1(&JsValue::UNDEFINED, &fields);
        }
        let (level, line) = logging::ended(&attempt);
        self.log(level, &line, &fields);
    }

    fn random(&self) -> Result<u32, Error> {
        RANDOM.with_borrow_mut(|numbers| {
            if numbers.is_empty() {
                *numbers = random_numbers()?;
            }
            Ok(numbers.pop().unwrap_or_default())
        })
    }
}

thread_local! {
    /// Some at a time: to ask for one takes Node as long as to sign.
    static RANDOM: RefCell<Vec<u32>> = const { RefCell::new(Vec::new()) };
}

fn random_numbers() -> Result<Vec<u32>, Error> {
    let numbers = Uint32Array::new_with_length(64);
    fill_with_random(&numbers).map_err(|thrown| {
        Error::new(Kind::Network, "this runtime has no secure source of randomness")
            .with_cause(cause_of(&thrown, &[]).value)
            .with_hint("crypto.getRandomValues is needed")
    })?;
    Ok(numbers.to_vec())
}

/// The platform's clock.
pub(super) fn now() -> Instant {
    Instant::from_milliseconds(Date::now())
}
