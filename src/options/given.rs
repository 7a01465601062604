//! What may stand behind an option's name.

use crate::text::decimal;

/// A value as the caller gave it, before it is known to be of any use.
#[derive(Clone, Debug, PartialEq)]
pub enum Given {
    /// Left out, `undefined` or `null`.
    Absent,
    /// `true` or `false`.
    Boolean(bool),
    /// Text with half of a surrogate pair in it.
    BrokenText,
    /// A `Date`, in milliseconds since 1970; NaN where it is invalid.
    Date(f64),
    /// A function.
    Function,
    /// Any number.
    Number(f64),
    /// Anything else, by the name of its type.
    Other(&'static str),
    /// Well-formed text.
    Text(String),
}

impl Given {
    /// What a refusal calls it.
    pub fn type_name(&self) -> &'static str {
        match self {
            Self::Absent => "undefined",
            Self::Boolean(_) => "boolean",
            Self::Date(_) => "Date",
            Self::Function => "function",
            Self::Number(number) if number.is_nan() => "NaN",
            Self::Number(_) => "number",
            Self::Other(name) => name,
            Self::Text(_) | Self::BrokenText => "string",
        }
    }

    /// What a refusal shows of it: numbers as they are, everything else by its type, since a
    /// text may be a secret in the wrong place.
    pub fn shown(&self) -> String {
        match *self {
            Self::Number(number) if number.is_finite() => shown_number(number),
            Self::Number(number) if number > 0.0 => "Infinity".to_owned(),
            Self::Number(number) if number < 0.0 => "-Infinity".to_owned(),
            _ => self.type_name().to_owned(),
        }
    }
}

/// Up to three decimals: the full formatting of floats would be 10 kB of the module.
fn shown_number(number: f64) -> String {
    const TOO_LARGE: f64 = 1e18;
    if number.abs() >= TOO_LARGE {
        return "a number beyond 1e18".to_owned();
    }
    let thousandths = ((number.abs().fract() * 1000.0) as i64).min(999);
    let sign = if number < 0.0 { "-" } else { "" };
    let whole = decimal(number.abs() as i64);
    if number.fract() == 0.0 {
        return [sign, &whole].concat();
    }
    // The leading 1 keeps the zeros of 1.015.
    let digits = decimal(1000 + thousandths);
    [sign, &whole, ".", digits.strip_prefix('1').unwrap_or_default()].concat()
}

/// A bag of options, whatever it is made of.
pub trait Source {
    /// The names that the caller wrote.
    fn names(&self) -> Vec<String>;

    /// What stands behind a name.
    fn given(&self, name: &str) -> Given;
}

/// Pairs are a source too: what a test, or a parsed body, has.
impl Source for &[(&str, Given)] {
    fn names(&self) -> Vec<String> {
        self.iter().map(|(name, _)| (*name).to_owned()).collect()
    }

    fn given(&self, name: &str) -> Given {
        let entry = self.iter().find(|(entry, _)| *entry == name);
        entry.map_or(Given::Absent, |(_, given)| given.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_shown_as_a_person_would() {
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
            assert_eq!(Given::Number(number).shown(), shown);
        }
    }

    #[test]
    fn a_text_is_never_shown() {
        assert_eq!(Given::Text("5bd2850f".into()).shown(), "string");
    }
}
