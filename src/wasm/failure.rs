//! Our errors as JavaScript's, and JavaScript's as the causes of ours.

use std::rc::Rc;

use js_sys::{Function, JsString, Object, Reflect, Symbol};
use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::prelude::*;

use super::host;
use crate::error::{Error, redact};
use crate::platform::Cause;
use crate::text::find;

#[wasm_bindgen]
extern "C" {
    /// `Object.prototype.toString`, which tells what an object is in every realm.
    #[wasm_bindgen(catch, js_namespace = ["Object", "prototype", "toString"], js_name = call)]
    fn to_string_tag(value: &JsValue) -> Result<String, JsValue>;
}

/// What an object is, as `[object Date]`; nothing where it throws when looked at.
pub(super) fn tag_of(value: &JsValue) -> String {
    to_string_tag(value).unwrap_or_default()
}

/// What a call rejects with.
pub(super) fn to_js(error: &Error) -> JsValue {
    let fields = plain(error);
    let cause = error.cause.as_ref().and_then(|cause| cause.downcast_ref::<JsValue>());
    if let Some(cause) = cause {
        // A plain object of our own: setting a property of it cannot fail.
        let _ = Reflect::set(&fields, &"cause".into(), cause);
    }
    host::failure(fields)
}

/// A plain object with the fields of `value`, without those that are none.
pub(super) fn plain(value: &impl Serialize) -> JsValue {
    value
        .serialize(&Serializer::new().serialize_maps_as_objects(true))
        .unwrap_or(JsValue::UNDEFINED)
}

/// What a platform threw, free of `secrets`: the very object where it can be shown to hold none,
/// else a copy without them.
pub(super) fn cause_of(thrown: &JsValue, secrets: &[&str]) -> Cause {
    let is_clean = is_clean(thrown, secrets, DEPTH, &mut BREADTH.clone());
    let value = if is_clean { thrown.clone() } else { cleaned(thrown, secrets, DEPTH) };
    Cause { message: redact(&message_of(thrown), secrets), value: Some(Rc::new(value)) }
}

/// How deep, and over how many properties, an error is searched for secrets.
const DEPTH: u32 = 4;
const BREADTH: u32 = 200;

/// Only errors and plain data can be shown to be clean: a Request, a socket, an agent cannot.
fn is_clean(value: &JsValue, secrets: &[&str], depth: u32, budget: &mut u32) -> bool {
    if let Some(text) = value.as_string() {
        return redact(&text, secrets) == text;
    }
    if let Some(symbol) = value.dyn_ref::<Symbol>() {
        return is_clean(&symbol.description().into(), secrets, depth, budget);
    }
    if !value.is_object() {
        return !value.is_function();
    }
    let is_data = is_plain(value);
    let Ok(keys) = Reflect::own_keys(value) else { return false };
    *budget = budget.saturating_sub(1 + keys.length());
    if !is_data || depth == 0 || *budget == 0 {
        return false;
    }
    let message = property(value, "message");
    is_clean(&message, secrets, depth - 1, budget)
        && keys.iter().all(|key| {
            let inner = Reflect::get(value, &key).unwrap_or(JsValue::UNDEFINED);
            is_clean(&key, secrets, depth - 1, budget)
                && is_clean(&inner, secrets, depth - 1, budget)
        })
}

/// Whether the platform made its class: a class of somebody else's may hold, and show, what cannot
/// be looked at from outside.
fn is_plain(object: &JsValue) -> bool {
    let tag = tag_of(object);
    let is_data = ["[object Error]", "[object DOMException]", "[object Object]", "[object Array]"];
    let prototype = Reflect::get_prototype_of(object).map_or(JsValue::NULL, JsValue::from);
    let class = property(&prototype, "constructor");
    is_data.contains(&tag.as_str())
        && (prototype.is_null()
            || class.dyn_ref::<Function>().is_some_and(|class| {
                let source = class.to_string().as_string().unwrap_or_default();
                find(&source, "[native code]").is_some()
            }))
}

/// A copy of what tells something of an error: name, message, code, stack and causes.
fn cleaned(thrown: &JsValue, secrets: &[&str], depth: u32) -> JsValue {
    if !thrown.is_object() {
        return redact(&message_of(thrown), secrets).into();
    }
    let copy = js_sys::Error::new(&redact(&message_of(thrown), secrets));
    for name in ["name", "code", "stack"] {
        let value = property(thrown, name);
        let value = value.as_string().map_or(value, |text| redact(&text, secrets).into());
        if value.is_string() || value.as_f64().is_some() {
            define(&copy, name, &value);
        }
    }
    let cause = property(thrown, "cause");
    if depth > 0 && !cause.is_undefined() {
        define(&copy, "cause", &cleaned(&cause, secrets, depth - 1));
    }
    copy.into()
}

/// Like the platform's own properties of an error, it is not enumerable.
fn define(object: &Object, name: &str, value: &JsValue) {
    let descriptor = Object::new();
    for (key, value) in
        [("value", value), ("configurable", &JsValue::TRUE), ("writable", &JsValue::TRUE)]
    {
        let _ = Reflect::set(&descriptor, &key.into(), value);
    }
    Object::define_property(object, &name.into(), &descriptor);
}

fn message_of(thrown: &JsValue) -> String {
    if let Some(text) = thrown.as_string() {
        return text;
    }
    if !thrown.is_object() {
        return JsString::from(thrown.clone()).as_string().unwrap_or_default();
    }
    property(thrown, "message").as_string().unwrap_or_else(|| tag_of(thrown))
}

fn property(object: &JsValue, name: &str) -> JsValue {
    Reflect::get(object, &name.into()).unwrap_or(JsValue::UNDEFINED)
}
