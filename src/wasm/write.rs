//! Outputs as the driver reads them.

use crate::engine::observe::Line;
use crate::engine::{Exchange, Id, LEVELS, Output, Step};
use crate::error::{Cause, Error};
use crate::text::json::ObjectWriter;

/// What comes of a step.
pub(super) fn output(output: &Result<Output, Error>) -> String {
    let mut fields = ObjectWriter::default();
    match output {
        Ok(output) => all_of(&mut fields, output),
        Err(error) => failed(&mut fields, error),
    }
    fields.into_text()
}

fn all_of(fields: &mut ObjectWriter, output: &Output) {
    step(fields, &output.step);
    if let Some(call) = output.call {
        fields.integer("call", call.number().cast_signed());
    }
    if !output.wake.is_empty() {
        fields.raw("wake", &ids(&output.wake));
    }
    if let Some(told) = &output.told {
        fields.raw("told", told);
    }
    if !output.lines.is_empty() {
        fields.raw("log", &log(&output.lines));
    }
    if let Some(slow_down) = &output.slow_down {
        fields.raw("slowDown", slow_down);
    }
}

/// `{"error":…}`.
pub(super) fn error(error: &Error) -> String {
    let mut fields = ObjectWriter::default();
    fields.raw("error", &error.to_json());
    fields.into_text()
}

fn step(fields: &mut ObjectWriter, step: &Step) {
    match step {
        Step::Send(exchange) => send(fields, exchange),
        Step::Wait { until } => {
            fields.string("step", "wait");
            if let Some(until) = until {
                // Not before it: a timer that fires early costs a second look.
                fields.integer("until", until.ceil() as i64);
            }
        }
        #[cfg(feature = "server")]
        Step::Ask { timeout_ms } => {
            fields.string("step", "ask");
            fields.integer("timeoutMs", (*timeout_ms).into());
        }
        #[cfg(feature = "server")]
        Step::Acquire { attempt } => {
            fields.string("step", "acquire");
            fields.integer("attempt", (*attempt).into());
        }
        Step::Done(reply) => {
            fields.string("step", "done");
            fields.raw("reply", reply);
        }
        Step::Failed(error) => failed(fields, error),
        #[cfg(feature = "server")]
        Step::Respond(response) => {
            fields.string("step", "done");
            fields.raw("response", &response.to_json());
        }
        Step::Gone => fields.string("step", "gone"),
    }
}

fn failed(fields: &mut ObjectWriter, error: &Error) {
    fields.string("step", "failed");
    fields.raw("error", &error.to_json());
    if let Some(cause) = error.cause {
        fields.string("cause", if cause == Cause::Own { "own" } else { "asked" });
    }
}

fn send(fields: &mut ObjectWriter, exchange: &Exchange) {
    fields.string("step", "send");
    fields.string("url", &exchange.url);
    fields.string("body", &exchange.body);
    fields.integer("timeoutMs", exchange.timeout_ms.into());
    if exchange.has_cookies {
        fields.boolean("cookies", true);
    }
    if exchange.has_headers {
        fields.boolean("headers", true);
    }
}

/// A list of calls.
pub(super) fn ids(ids: &[Id]) -> String {
    let mut text = String::from("[");
    for id in ids {
        text.push_str(if text.len() == 1 { "" } else { "," });
        crate::text::json::push_integer(&mut text, id.number());
    }
    text.push(']');
    text
}

fn log(lines: &[Line]) -> String {
    let mut text = String::from("[");
    for line in lines {
        let mut fields = ObjectWriter::default();
        fields.string("level", LEVELS.get(usize::from(line.level)).copied().unwrap_or_default());
        fields.string("line", &line.text);
        fields.boolean("attempt", line.has_attempt);
        text.push_str(if text.len() == 1 { "" } else { "," });
        text.push_str(&fields.into_text());
    }
    text.push(']');
    text
}
