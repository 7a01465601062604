//! What a JSON text holds.

use super::{push_flag, push_name, push_signed, push_string};

/// A JSON value, as far as this package needs to tell values apart.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// A number written in plain digits that fits: `1.0` and `1e3` are not of this kind.
    Integer(i64),
    /// Any other number, as it was written: reading floats is a lot of code, and no caller needs their value.
    Number(Box<str>),
    /// A string.
    String(String),
    /// A string with an escaped half of a surrogate pair, which no Rust string can hold:
    /// U+FFFD stands in its place, so this is not the text that was sent.
    BrokenString(String),
    /// An array.
    Array(Vec<Self>),
    /// An object.
    Object(Object),
}

impl Value {
    /// The text of a string that came through whole; nothing for a [`Value::BrokenString`].
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::String(text) => Some(text),
            _ => None,
        }
    }

    /// The text of a string for showing it to a person, U+FFFD for what could not be read.
    pub fn as_shown(&self) -> Option<&str> {
        match self {
            Self::String(text) | Self::BrokenString(text) => Some(text),
            _ => None,
        }
    }

    /// The value of an [`Integer`](Value::Integer).
    pub fn as_integer(&self) -> Option<i64> {
        match self {
            Self::Integer(value) => Some(*value),
            _ => None,
        }
    }

    /// The items of an array.
    pub fn as_array(&self) -> Option<&[Self]> {
        match self {
            Self::Array(items) => Some(items),
            _ => None,
        }
    }

    /// The object, if it is one.
    pub fn as_object(&self) -> Option<&Object> {
        match self {
            Self::Object(object) => Some(object),
            _ => None,
        }
    }
}

/// The fields of a JSON object, in the order of the text.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Object {
    fields: Vec<(String, Value)>,
}

impl Object {
    pub(super) fn new(fields: Vec<(String, Value)>) -> Self {
        Self { fields }
    }

    /// All fields in the order of the text, repeated names included.
    pub fn into_fields(self) -> impl Iterator<Item = (String, Value)> {
        self.fields.into_iter()
    }

    /// The field of that name; of several, the last, as in JavaScript.
    pub fn field(&self, name: &str) -> Option<&Value> {
        let mut found = None;
        for (key, value) in &self.fields {
            if key == name {
                found = Some(value);
            }
        }
        found
    }

    /// All fields in the order of the text, repeated names included.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (&str, &Value)> {
        self.fields.iter().map(|(name, value)| (name.as_str(), value))
    }
}

impl Value {
    /// Appends the value as JSON, numbers as they were written.
    pub fn push_to(&self, out: &mut String) {
        match self {
            Self::Null => out.push_str("null"),
            Self::Bool(value) => push_flag(out, *value),
            Self::Integer(number) => push_signed(out, *number),
            Self::Number(text) => out.push_str(text),
            Self::String(text) | Self::BrokenString(text) => push_string(out, text),
            Self::Array(items) => {
                out.push('[');
                for item in items {
                    if out.as_bytes().last() != Some(&b'[') {
                        out.push(',');
                    }
                    item.push_to(out);
                }
                out.push(']');
            }
            Self::Object(object) => object.push_to(out),
        }
    }

    /// Calls `change` with each text of it.
    pub fn each_text(&mut self, change: &mut dyn FnMut(&mut String)) {
        match self {
            Self::String(text) | Self::BrokenString(text) => change(text),
            Self::Array(items) => {
                for item in items {
                    item.each_text(change);
                }
            }
            Self::Object(object) => object.each_text(change),
            _ => {}
        }
    }
}

impl Object {
    /// Appends the object as JSON.
    pub fn push_to(&self, out: &mut String) {
        out.push('{');
        for (name, value) in &self.fields {
            push_name(out, name);
            value.push_to(out);
        }
        out.push('}');
    }

    /// Calls `change` with each text of it, names included.
    pub fn each_text(&mut self, change: &mut dyn FnMut(&mut String)) {
        for (name, value) in &mut self.fields {
            change(name);
            value.each_text(change);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::parse;

    #[test]
    fn json_is_written_as_it_was_read() {
        let text = r#"{"a":[1,-2,1.50e3,true,null,"\"用"],"b":{"c":144115233775727695}}"#;
        let mut out = String::new();
        parse(text).unwrap().push_to(&mut out);
        assert_eq!(out, text);
    }

    #[test]
    fn json_each_text_can_be_changed() {
        let mut value = parse(r#"{"a":["x",1,{"b":"y"}]}"#).unwrap();
        let mut seen = Vec::new();
        value.each_text(&mut |text| seen.push(text.clone()));
        assert_eq!(seen, ["a", "x", "b", "y"]);
    }
}
