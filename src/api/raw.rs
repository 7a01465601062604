//! What a caller wrote, before it is known to be of any use.

use zeroize::Zeroize;

use crate::text::decimal;
use crate::text::json::{Object, Value, push_signed};

/// A value as it was given.
#[derive(Clone, Debug, PartialEq)]
pub enum RawValue {
    /// Left out, `undefined` or `null`.
    Absent,
    /// `true` or `false`.
    Boolean(bool),
    /// Text with half of a surrogate pair in it.
    BrokenText,
    /// A `Date`, in milliseconds since 1970; NaN where it is invalid.
    Date(f64),
    /// A list.
    List(Vec<Self>),
    /// Any number.
    Number(f64),
    /// An object, property by property.
    Object(Fields),
    /// Anything else, by the name of its type.
    Other(Box<str>),
    /// Well-formed text.
    Text(String),
}

/// The properties of an object, in the order in which they were written.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Fields(pub Vec<(String, RawValue)>);

impl Fields {
    /// What stands behind a name; of several, the last, as in JavaScript.
    pub fn value(&self, name: &str) -> &RawValue {
        let mut found = &RawValue::Absent;
        for (entry, value) in &self.0 {
            if entry == name {
                found = value;
            }
        }
        found
    }

    /// Whether a value other than `undefined` and `null` stands behind a name.
    pub fn has(&self, name: &str) -> bool {
        !matches!(self.value(name), RawValue::Absent)
    }

    /// The names, in the order in which they were written.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|(name, _)| name.as_str())
    }

    /// Overwrites all texts: one of them may be a key.
    pub fn wipe(&mut self) {
        for (_, value) in &mut self.0 {
            value.wipe();
        }
    }
}

impl RawValue {
    /// Reads what the driver made of a JavaScript value.
    ///
    /// What JSON cannot say is a list that begins with the name of a type; a real list begins with 0.
    pub fn from_driver(value: Value) -> Self {
        Self::read(value, true)
    }

    /// Reads a part of a body that a page sent: JSON as it is.
    pub fn from_page(value: Value) -> Self {
        Self::read(value, false)
    }

    fn read(value: Value, is_driver: bool) -> Self {
        match value {
            Value::Null => Self::Absent,
            Value::Bool(value) => Self::Boolean(value),
            Value::Integer(number) => Self::Number(number as f64),
            Value::Number(_) => Self::Other("number".into()),
            Value::String(text) => Self::Text(text),
            Value::BrokenString(_) => Self::BrokenText,
            Value::Object(object) => Self::Object(Fields::read(object, is_driver)),
            Value::Array(items) => {
                if is_driver && let Some(special) = special(&items) {
                    return special;
                }
                let mut list = Vec::with_capacity(items.len());
                let mut items = items.into_iter();
                if is_driver {
                    // It only says that this is a list.
                    items.next();
                }
                for item in items {
                    list.push(Self::read(item, is_driver));
                }
                Self::List(list)
            }
        }
    }

    /// What a message calls it.
    pub fn type_name(&self) -> &str {
        match self {
            Self::Absent => "undefined",
            Self::Boolean(_) => "boolean",
            Self::Date(_) => "Date",
            Self::List(_) => "array",
            Self::Number(number) if number.is_nan() => "NaN",
            Self::Number(_) => "number",
            Self::Object(_) => "object",
            Self::Other(name) => name,
            Self::Text(_) | Self::BrokenText => "string",
        }
    }

    /// What a message shows of it: numbers as they are, everything else by its type, since a text may be a secret
    /// in the wrong place.
    pub fn shown(&self) -> String {
        match *self {
            Self::Number(number) if number.is_finite() => shown_number(number),
            Self::Number(number) if number > 0.0 => "Infinity".into(),
            Self::Number(number) if number < 0.0 => "-Infinity".into(),
            _ => self.type_name().into(),
        }
    }

    /// Whether it is a function.
    pub fn is_function(&self) -> bool {
        matches!(self, Self::Other(name) if &**name == "function")
    }

    /// Overwrites all texts.
    pub fn wipe(&mut self) {
        match self {
            Self::Text(text) => text.zeroize(),
            Self::List(items) => {
                for item in items {
                    item.wipe();
                }
            }
            Self::Object(fields) => fields.wipe(),
            _ => {}
        }
    }
}

/// What JSON cannot say, by the name of its type.
fn special(items: &[Value]) -> Option<RawValue> {
    let name = items.first()?.as_str()?;
    let integer = |place: usize| items.get(place).and_then(Value::as_integer);
    Some(match name {
        "number" => {
            let half = |place| integer(place).unwrap_or_default().cast_unsigned() & 0xffff_ffff;
            RawValue::Number(f64::from_bits(half(1) << 32 | half(2)))
        }
        "Date" => RawValue::Date(integer(1).map_or(f64::NAN, |number| number as f64)),
        name => RawValue::Other(name.into()),
    })
}

impl Fields {
    /// Reads what the driver made of an object.
    pub fn from_driver(object: Object) -> Self {
        Self::read(object, true)
    }

    /// Reads an object of a body that a page sent.
    pub fn from_page(object: Object) -> Self {
        Self::read(object, false)
    }

    fn read(object: Object, is_driver: bool) -> Self {
        let mut fields = Vec::new();
        for (name, value) in object.into_fields() {
            fields.push((name, RawValue::read(value, is_driver)));
        }
        Self(fields)
    }
}

/// Up to three decimals: the full formatting of floats would be 10 kB of the module.
fn shown_number(number: f64) -> String {
    const TOO_LARGE: f64 = 1e18;
    let size = number.abs();
    if size >= TOO_LARGE {
        return "a number beyond 1e18".into();
    }
    let mut text = String::from(if number < 0.0 { "-" } else { "" });
    let whole = size as i64;
    push_signed(&mut text, whole);
    if whole as f64 != size {
        let thousandths = ((size - whole as f64) * 1000.0) as i64;
        // The leading 1 keeps the zeros of 1.015.
        let digits = decimal(1000 + thousandths);
        text.push('.');
        text.push_str(digits.get(1..).unwrap_or_default());
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::json;

    fn driver(text: &str) -> RawValue {
        RawValue::from_driver(json::parse(text).unwrap())
    }

    #[test]
    fn values_what_json_cannot_say_has_a_form_of_its_own() {
        assert_eq!(
            driver("[0,1,[0]]"),
            RawValue::List(vec![RawValue::Number(1.0), RawValue::List(vec![])])
        );
        assert_eq!(driver("[\"number\",1071644672,0]"), RawValue::Number(0.5));
        assert!(matches!(driver("[\"number\",2146959360,0]"), RawValue::Number(n) if n.is_nan()));
        assert_eq!(driver("[\"Date\",-5]"), RawValue::Date(-5.0));
        assert!(matches!(driver("[\"Date\",null]"), RawValue::Date(ms) if ms.is_nan()));
        assert!(driver("[\"function\"]").is_function());
        assert_eq!(driver("\"\\ud800\""), RawValue::BrokenText);
        assert_eq!(driver("null"), RawValue::Absent);
    }

    #[test]
    fn values_of_a_page_have_no_special_form() {
        let page = |text: &str| RawValue::from_page(json::parse(text).unwrap());
        assert_eq!(page("[\"function\"]"), RawValue::List(vec![RawValue::Text("function".into())]));
        assert_eq!(page("1.5").type_name(), "number");
    }

    #[test]
    fn values_of_several_fields_of_a_name_the_last_counts() {
        let RawValue::Object(fields) = driver("{\"a\":1,\"a\":2}") else { panic!("no object") };
        assert_eq!(fields.value("a"), &RawValue::Number(2.0));
        assert!(!fields.has("b"));
    }

    #[test]
    fn values_numbers_are_shown_as_a_person_would() {
        for (number, shown) in [
            (0.0, "0"),
            (-1.0, "-1"),
            (0.5, "0.500"),
            (-1.25, "-1.250"),
            (1.015_625, "1.015"),
            (4_294_967_296.0, "4294967296"),
            (1e300, "a number beyond 1e18"),
            (f64::INFINITY, "Infinity"),
            (f64::NEG_INFINITY, "-Infinity"),
            (f64::NAN, "NaN"),
        ] {
            assert_eq!(RawValue::Number(number).shown(), shown);
        }
    }

    #[test]
    fn values_a_text_is_never_shown_and_can_be_wiped() {
        let mut text = RawValue::Text("5bd2850f".into());
        assert_eq!(text.shown(), "string");
        text.wipe();
        assert_eq!(text, RawValue::Text(String::new()));
    }
}
