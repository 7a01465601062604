//! What a JSON text holds, and what JavaScript has besides.

use super::{push_flag, push_name, push_signed, push_string};

/// A value, as far as this package needs to tell values apart.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// `null`; of options also what is left out, or `undefined`.
    Absent,
    /// `true` or `false`.
    Boolean(bool),
    /// A text with half of a surrogate pair, which no Rust string can hold: U+FFFD stands in its place, so this is not
    /// the text that was sent.
    BrokenText(String),
    /// A `Date`, in milliseconds since 1970; NaN where it is invalid. JSON has none.
    Date(f64),
    /// A number that is no [`Integer`](Self::Integer), as it was written: reading floats is a lot of code, and no caller
    /// needs their value.
    Digits(Box<str>),
    /// A number written in plain digits that fits: `1.0` and `1e3` are not of this kind.
    Integer(i64),
    /// A list.
    List(Vec<Self>),
    /// Any number that a caller gave.
    Number(f64),
    /// An object.
    Object(Object),
    /// Anything that JSON does not have, by the name of its type.
    Other(Box<str>),
    /// Well-formed text.
    Text(String),
}

impl Value {
    /// The text of a string that came through whole; nothing for a [`Value::BrokenText`].
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The text of a string for showing it to a person, U+FFFD for what could not be read.
    pub fn as_shown(&self) -> Option<&str> {
        match self {
            Self::Text(text) | Self::BrokenText(text) => Some(text),
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

    /// The items of a list.
    pub fn as_list(&self) -> Option<&[Self]> {
        match self {
            Self::List(items) => Some(items),
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

    /// Appends the value as JSON, numbers as they were written.
    pub fn push_to(&self, out: &mut String) {
        match self {
            Self::Boolean(value) => push_flag(out, *value),
            Self::Integer(number) => push_signed(out, *number),
            Self::Digits(text) => out.push_str(text),
            Self::Text(text) | Self::BrokenText(text) => push_string(out, text),
            Self::List(items) => {
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
            Self::Absent | Self::Date(_) | Self::Number(_) | Self::Other(_) => out.push_str("null"),
        }
    }

    /// Calls `change` with each text of it.
    pub fn each_text(&mut self, change: &mut dyn FnMut(&mut String)) {
        match self {
            Self::Text(text) | Self::BrokenText(text) => change(text),
            Self::List(items) => {
                for item in items {
                    item.each_text(change);
                }
            }
            Self::Object(object) => object.each_text(change),
            _ => {}
        }
    }
}

/// The fields of an object, in the order in which they were written, repeated names included.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Object(pub Vec<(String, Value)>);

impl Object {
    /// What stands behind a name, if it is there; of several, the last, as in JavaScript.
    pub fn field(&self, name: &str) -> Option<&Value> {
        let mut found = None;
        for (key, value) in &self.0 {
            if key == name {
                found = Some(value);
            }
        }
        found
    }

    /// The same, where what is missing and what is absent are one.
    pub fn value(&self, name: &str) -> &Value {
        self.field(name).unwrap_or(&Value::Absent)
    }

    /// Whether a value other than `undefined` and `null` stands behind a name.
    pub fn has(&self, name: &str) -> bool {
        !matches!(self.value(name), Value::Absent)
    }

    /// The names.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|(name, _)| name.as_str())
    }

    /// Appends the object as JSON.
    pub fn push_to(&self, out: &mut String) {
        out.push('{');
        self.push_fields(out);
        out.push('}');
    }

    /// The same without brackets, each field with a comma before it unless it is the first.
    pub fn push_fields(&self, out: &mut String) {
        for (name, value) in &self.0 {
            push_name(out, name);
            value.push_to(out);
        }
    }

    /// Calls `change` with each text of it, names included.
    pub fn each_text(&mut self, change: &mut dyn FnMut(&mut String)) {
        for (name, value) in &mut self.0 {
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
