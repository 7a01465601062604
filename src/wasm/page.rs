//! What both modules offer to the driver.

use wasm_bindgen::prelude::*;

use super::memory::{Instance, Values, instance};
use super::write;
use crate::api::options::{self, check_names};
use crate::engine::reply::HttpResponse;
use crate::engine::{
    Client, Engine, Environment, Event, Id, Moment, Output, check_request_options, check_signal,
    object, optional_object,
};
use crate::error::Error;
use crate::text::json::{ObjectWriter, Value};

/// The address of an input buffer for so many bytes; only this moves it.
#[wasm_bindgen]
pub fn room(bytes: u32) -> u32 {
    instance().memory.room(bytes as usize)
}

/// The address of the numbers that every other function is told; they never move.
#[wasm_bindgen]
pub fn numbers() -> u32 {
    instance().memory.numbers.as_ptr() as u32
}

/// Makes a client of `[options, pageHost]`, and flags.
#[wasm_bindgen]
pub fn connect() -> u32 {
    let instance = &mut *instance();
    let [_, flags, ..] = instance.memory.numbers;
    let connected = read_client(&mut instance.memory.secret_values(), flags, &OWN_OPTIONS);
    let text = match connected {
        Ok(client) => {
            let id = instance.engine.connect(client);
            let mut fields = ObjectWriter::default();
            fields.integer("client", id.number().cast_signed());
            fields.into_text()
        }
        Err(error) => write::error(&error),
    };
    instance.memory.put(text)
}

/// What a client is told of itself.
const OWN_OPTIONS: [&str; 3] = [options::SERVICE, options::CALLING, options::REMOTE];

/// What a call is told beside its own options if it is made without a client.
const OF_ONE_CALL: [&str; 4] =
    [options::SERVICE, options::CALLING, options::REMOTE, options::PER_CALL];

/// A client of the next two values: options, which are wiped, and the page's host.
pub(super) fn read_client(
    values: &mut Values,
    flags: f64,
    known: &[&'static str],
) -> Result<Client, Error> {
    let mut given = values.next();
    let page_host = values.next_text();
    let environment = environment(flags, page_host.as_deref());
    let client = object(&given, "options").and_then(|fields| {
        check_names(fields, known, &[])?;
        Engine::read_client(fields, environment)
    });
    given.wipe();
    client
}

fn environment(flags: f64, page_host: Option<&str>) -> Environment<'_> {
    let flags = flags as u32;
    Environment { is_browser: flags & 1 != 0, has_own_fetch: flags & 2 != 0, page_host }
}

/// Begins the call of `[operation, options, requestOptions]`, by a client, at a moment.
#[wasm_bindgen]
pub fn begin() -> u32 {
    let instance = &mut *instance();
    let [_, client, unix, mono, random, ..] = instance.memory.numbers;
    let mut values = instance.memory.values();
    let output = begin_call(instance, client, &mut values, Moment::of(unix, mono, random));
    put(instance, &output)
}

fn begin_call(
    instance: &mut Instance,
    client: f64,
    values: &mut Values,
    moment: Moment,
) -> Result<Output, Error> {
    let name = values.next_text().unwrap_or_default();
    let (given, request) = (values.next(), values.next());
    let fields = match instance.engine.operation(&name) {
        Ok(operation) if operation.fields.is_empty() => optional_object(&given, "options")?,
        _ => object(&given, "options")?,
    };
    #[cfg(feature = "server")]
    if name == "request" {
        let request = optional_object(&request, "requestOptions")?;
        check_request_options(request, "effect")?;
        return instance.engine.begin_command(Id::of(client), fields, request, moment);
    }
    let prepared = instance.engine.prepare(&name, fields, &[])?;
    check_request_options(optional_object(&request, "requestOptions")?, "")?;
    Ok(instance.engine.begin(Id::of(client), prepared, moment))
}

/// Begins the call of `[operation, options, pageHost]`, whose options say everything at once, with flags, at a moment.
#[wasm_bindgen]
pub fn once() -> u32 {
    let instance = &mut *instance();
    let [_, flags, unix, mono, random, ..] = instance.memory.numbers;
    let mut values = instance.memory.secret_values();
    let name = values.next_text().unwrap_or_default();
    let mut given = values.next();
    let page_host = values.next_text();
    let moment = Moment::of(unix, mono, random);
    let environment = environment(flags, page_host.as_deref());
    let output = begin_once(instance, &name, &given, environment, moment);
    given.wipe();
    put(instance, &output)
}

fn begin_once(
    instance: &mut Instance,
    name: &str,
    given: &Value,
    environment: Environment<'_>,
    moment: Moment,
) -> Result<Output, Error> {
    let fields = object(given, "options")?;
    let operation = instance.engine.operation(name)?;
    check_names(fields, &OF_ONE_CALL, &operation.fields)?;
    let client = Engine::read_client(fields, environment)?;
    let prepared = instance.engine.prepare(name, fields, &OF_ONE_CALL)?;
    check_signal(fields)?;
    let client = instance.engine.connect(client);
    let output = instance.engine.begin(client, prepared, moment);
    instance.engine.free(client);
    Ok(output)
}

/// Writes what comes of a step.
pub(super) fn put(instance: &mut Instance, output: &Result<Output, Error>) -> u32 {
    instance.memory.put(write::output(output))
}

/// Tells a call what happened: which event, a text and three numbers that belong to it, and the moment.
#[wasm_bindgen]
pub fn step() -> u32 {
    let instance = &mut *instance();
    let [_, call, event, a, b, c, unix, mono, random] = instance.memory.numbers;
    let event = read_event(event as u32, instance.memory.text(), [a, b, c]);
    #[cfg(feature = "server")]
    let is_secret = matches!(event, Event::UserSig(_));
    let output = instance.engine.step(Id::of(call), event, Moment::of(unix, mono, random));
    #[cfg(feature = "server")]
    if is_secret {
        instance.memory.wipe();
    }
    put(instance, &Ok(output))
}

/// What has happened, by the number that the driver gives it; anything else is a wake.
mod events {
    #![cfg_attr(not(feature = "server"), expect(dead_code, reason = "pages are asked for less"))]
    pub(super) const ANSWERED: u32 = 1;
    pub(super) const FAILED: u32 = 2;
    pub(super) const TIMED_OUT: u32 = 3;
    pub(super) const GAVE_TEXT: u32 = 4;
    pub(super) const THREW: u32 = 5;
    pub(super) const GAVE_NO_TEXT: u32 = 6;
    pub(super) const GAVE_NOTHING: u32 = 7;
    pub(super) const ACQUIRED: u32 = 8;
    pub(super) const LIMITER_THREW: u32 = 9;
}

fn read_event(event: u32, text: &str, numbers: [f64; 3]) -> Event<'_> {
    #[cfg(feature = "server")]
    use crate::engine::UserSigAnswer;
    match event {
        events::ANSWERED => Event::Answered(read_response(text, numbers)),
        events::FAILED => Event::Failed(text),
        events::TIMED_OUT => Event::TimedOut,
        #[cfg(feature = "server")]
        events::GAVE_TEXT => Event::UserSig(UserSigAnswer::Text(text)),
        #[cfg(feature = "server")]
        events::THREW => Event::UserSig(UserSigAnswer::Threw(text)),
        #[cfg(feature = "server")]
        events::GAVE_NO_TEXT => Event::UserSig(UserSigAnswer::Gave(text)),
        #[cfg(feature = "server")]
        events::GAVE_NOTHING => Event::UserSig(UserSigAnswer::Nothing),
        #[cfg(feature = "server")]
        events::ACQUIRED => Event::Acquired,
        #[cfg(feature = "server")]
        events::LIMITER_THREW => Event::LimiterFailed(text),
        _ => Event::Woke,
    }
}

fn read_response(text: &str, [status, retry_after_ms, date_ms]: [f64; 3]) -> HttpResponse<'_> {
    let (content_type, body) = crate::text::split_once(text, "\0").unwrap_or_default();
    HttpResponse {
        status: status as u16,
        content_type,
        retry_after_ms: (retry_after_ms >= 0.0).then_some(retry_after_ms),
        date: (date_ms >= 0.0).then_some((date_ms / 1000.0) as u64),
        body,
    }
}

/// Gives a call up, at a moment; the text says who may go on now.
#[wasm_bindgen]
pub fn cancel() -> u32 {
    let instance = &mut *instance();
    let [_, call, unix, mono, ..] = instance.memory.numbers;
    let wake = instance.engine.cancel(Id::of(call), Moment::of(unix, mono, 0.0));
    let mut fields = ObjectWriter::default();
    fields.raw("wake", &write::ids(&wake));
    instance.memory.put(fields.into_text())
}

/// Forgets a client; its calls under way go on.
#[wasm_bindgen]
pub fn free() {
    let instance = &mut *instance();
    let [_, client, ..] = instance.memory.numbers;
    instance.engine.free(Id::of(client));
}

/// Whether a text quotes what is secret of a client, or of a call.
#[wasm_bindgen]
pub fn quotes() -> bool {
    let instance = instance();
    let [_, client, call, ..] = instance.memory.numbers;
    instance.engine.quotes(Id::of(call), Id::of(client), instance.memory.text())
}
