//! What a caller wrote, before it is known to be of any use.

use zeroize::Zeroize;

use crate::text::decimal;
use crate::text::json::{Value, push_signed};

impl Value {
    /// Reads what the driver made of a JavaScript value.
    ///
    /// What JSON cannot say is a list that begins with the name of a type; a real list begins with 0.
    pub fn from_driver(mut value: Self) -> Self {
        value.settle(true);
        value
    }

    /// Reads a part of a body that a page sent: JSON as it is.
    pub fn from_page(mut value: Self) -> Self {
        value.settle(false);
        value
    }

    /// Makes of JSON what a caller gave.
    fn settle(&mut self, is_driver: bool) {
        match self {
            Self::Integer(number) => *self = Self::Number(*number as f64),
            Self::Digits(_) => *self = Self::Other("number".into()),
            Self::List(items) => {
                if is_driver && let Some(special) = special(items) {
                    *self = special;
                    return;
                }
                // The first only says that this is a list.
                let first = usize::from(is_driver).min(items.len());
                items.drain(..first);
                for item in items {
                    item.settle(is_driver);
                }
            }
            Self::Object(object) => {
                for (_, value) in &mut object.0 {
                    value.settle(is_driver);
                }
            }
            _ => {}
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
            Self::Number(_) | Self::Integer(_) | Self::Digits(_) => "number",
            Self::Object(_) => "object",
            Self::Other(name) => name,
            Self::Text(_) | Self::BrokenText(_) => "string",
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

    /// Overwrites all texts: one of them may be a key.
    pub fn wipe(&mut self) {
        self.each_text(&mut |text| text.zeroize());
    }
}

/// What JSON cannot say, by the name of its type.
fn special(items: &[Value]) -> Option<Value> {
    let name = items.first()?.as_str()?;
    let integer = |place: usize| items.get(place).and_then(Value::as_integer);
    Some(match name {
        "number" => {
            let half = |place| integer(place).unwrap_or_default().cast_unsigned() & 0xffff_ffff;
            Value::Number(f64::from_bits(half(1) << 32 | half(2)))
        }
        "Date" => Value::Date(integer(1).map_or(f64::NAN, |number| number as f64)),
        name => Value::Other(name.into()),
    })
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
        // 1.2 is a little less than that.
        let thousandths = (((size - whole as f64) * 1000.0 + 1e-6) as i64).min(999);
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

    fn driver(text: &str) -> Value {
        Value::from_driver(json::parse(text).unwrap())
    }

    #[test]
    fn values_what_json_cannot_say_has_a_form_of_its_own() {
        assert_eq!(driver("[0,1,[0]]"), Value::List(vec![Value::Number(1.0), Value::List(vec![])]));
        assert_eq!(driver("[\"number\",1071644672,0]"), Value::Number(0.5));
        assert!(matches!(driver("[\"number\",2146959360,0]"), Value::Number(n) if n.is_nan()));
        assert_eq!(driver("[\"Date\",-5]"), Value::Date(-5.0));
        assert!(matches!(driver("[\"Date\",null]"), Value::Date(ms) if ms.is_nan()));
        assert!(driver("[\"function\"]").is_function());
        assert!(matches!(driver("\"\\ud800\""), Value::BrokenText(_)));
        assert_eq!(driver("null"), Value::Absent);
    }

    #[test]
    fn values_of_a_page_have_no_special_form() {
        let page = |text: &str| Value::from_page(json::parse(text).unwrap());
        assert_eq!(page("[\"function\"]"), Value::List(vec![Value::Text("function".into())]));
        assert_eq!(page("1.5").type_name(), "number");
    }

    #[test]
    fn values_of_several_fields_of_a_name_the_last_counts() {
        let Value::Object(fields) = driver("{\"a\":1,\"a\":2}") else { panic!("no object") };
        assert_eq!(fields.value("a"), &Value::Number(2.0));
        assert!(!fields.has("b"));
    }

    #[test]
    fn values_numbers_are_shown_as_a_person_would() {
        for (number, shown) in [
            (0.0, "0"),
            (-1.0, "-1"),
            (0.5, "0.500"),
            (-1.25, "-1.250"),
            (1.2, "1.200"),
            (1.015_625, "1.015"),
            (4_294_967_296.0, "4294967296"),
            (1e300, "a number beyond 1e18"),
            (f64::INFINITY, "Infinity"),
            (f64::NEG_INFINITY, "-Infinity"),
            (f64::NAN, "NaN"),
        ] {
            assert_eq!(Value::Number(number).shown(), shown);
        }
    }

    #[test]
    fn values_a_text_is_never_shown_and_can_be_wiped() {
        let mut text = Value::Text("5bd2850f".into());
        assert_eq!(text.shown(), "string");
        text.wipe();
        assert_eq!(text, Value::Text(String::new()));
    }
}
