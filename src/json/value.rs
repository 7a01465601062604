//! What a JSON text holds.

/// A JSON value, as far as this package needs to tell values apart.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// A number written in plain digits that fits: `1.0` and `1e3` are not of this kind.
    Integer(i64),
    /// Any other number. No caller needs its value, and reading floats is a lot of code.
    Number,
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

    /// The field of that name; of several, the last, as in JavaScript.
    pub fn field(&self, name: &str) -> Option<&Value> {
        self.iter().rev().find(|(key, _)| *key == name).map(|(_, value)| value)
    }

    /// All fields in the order of the text, repeated names included.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (&str, &Value)> {
        self.fields.iter().map(|(name, value)| (name.as_str(), value))
    }
}
