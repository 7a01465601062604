//! A JavaScript object as a source of options.

use js_sys::{Array, Date, JsString, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};

use super::failure::{cause_of, tag_of};
use crate::error::Error;
use crate::options::{Given, Source};
use crate::text::find;

/// An object's own properties, each read once: a getter cannot answer twice.
pub(super) struct JsSource {
    entries: Vec<(String, JsValue)>,
}

impl JsSource {
    /// Reads `object`, which the caller knows as `name`.
    pub(super) fn read(name: &'static str, object: &JsValue) -> Result<Self, Error> {
        let given = given(object);
        if !matches!(given, Given::Other("object")) {
            let refusal = ["must be an object, got ", given.type_name()].concat();
            return Err(Error::invalid(name, refusal));
        }
        Self::entries_of(object)
    }

    /// The items of an array, by their index, or the properties of any other object.
    pub(super) fn entries_of(object: &JsValue) -> Result<Self, Error> {
        let keys = Object::keys(object.unchecked_ref::<Object>());
        let mut entries = Vec::with_capacity(keys.length() as usize);
        for key in keys.iter() {
            let text = key.as_string().unwrap_or_default();
            match Reflect::get(object, &key) {
                Ok(value) => entries.push((text, value)),
                Err(thrown) => {
                    let error = Error::invalid(text, "cannot be read: its getter threw");
                    return Err(error.with_cause(cause_of(&thrown, &[]).value));
                }
            }
        }
        Ok(Self { entries })
    }

    /// The same for options that may be left out as a whole.
    pub(super) fn read_optional(name: &'static str, object: &JsValue) -> Result<Self, Error> {
        if object.is_undefined() || object.is_null() {
            return Ok(Self { entries: Vec::new() });
        }
        // It has no properties of its own, and would be taken for no options at all.
        if tag_of(object) == "[object AbortSignal]" {
            return Err(Error::invalid(name, "must be an object with options, got an AbortSignal")
                .with_hint("write it as { signal }"));
        }
        Self::read(name, object)
    }

    /// What stands behind a name, as it is.
    pub(super) fn value(&self, name: &str) -> Option<&JsValue> {
        self.entries.iter().find(|(entry, _)| entry == name).map(|(_, value)| value)
    }

    /// The function behind a name, if there is one.
    pub(super) fn function(&self, name: &str) -> Option<js_sys::Function> {
        self.value(name).and_then(|value| value.dyn_ref::<js_sys::Function>()).cloned()
    }
}

impl Source for JsSource {
    fn names(&self) -> Vec<String> {
        self.entries.iter().map(|(name, _)| name.clone()).collect()
    }

    fn given(&self, name: &str) -> Given {
        self.value(name).map_or(Given::Absent, given)
    }
}

/// What a JavaScript value is.
pub(super) fn given(value: &JsValue) -> Given {
    if value.is_undefined() || value.is_null() {
        Given::Absent
    } else if let Some(text) = value.as_string() {
        given_text(value, text)
    } else if let Some(number) = value.as_f64() {
        Given::Number(number)
    } else if let Some(boolean) = value.as_bool() {
        Given::Boolean(boolean)
    } else if value.is_function() {
        Given::Function
    } else if value.is_symbol() {
        Given::Other("symbol")
    } else if value.is_bigint() {
        Given::Other("bigint")
    } else if Array::is_array(value) {
        Given::Other("array")
    } else if is_date(value) {
        Given::Date(value.unchecked_ref::<Date>().get_time())
    } else {
        Given::Other("object")
    }
}

/// Half a surrogate pair crosses into Rust as U+FFFD, so that only a text with one needs the
/// slow look.
fn given_text(value: &JsValue, text: String) -> Given {
    if find(&text, "\u{FFFD}").is_some() && !value.unchecked_ref::<JsString>().is_valid_utf16() {
        return Given::BrokenText;
    }
    Given::Text(text)
}

/// Not by `instanceof`: a Date of another realm is a Date too.
fn is_date(value: &JsValue) -> bool {
    tag_of(value) == "[object Date]"
}
