//! The headers that a page sends to its handler.

use crate::error::Error;
use crate::text::json::{Object, Value};
use crate::text::{fill, has, has_word, nearest};

/// Checks what fetch would refuse later, and in words that quote the value: names are HTTP's, and
/// values of visible ASCII. Gives the values that may be secret: a bearer is among them.
pub fn check_headers(headers: &Object) -> Result<Vec<String>, Error> {
    let mut values = Vec::new();
    for (name, given) in &headers.0 {
        if let Some(words) = fault(name, given) {
            return Err(Error::invalid("headers", words));
        }
        if let Value::Text(value) = given
            && !has_word(PUBLIC, name)
        {
            values.push(value.clone());
        }
    }
    Ok(values)
}

/// Headers whose values are words of everybody.
const PUBLIC: &str = "accept accept-language cache-control pragma user-agent x-requested-with";

fn fault(name: &str, given: &Value) -> Option<String> {
    let shown = nearest::name_shown(name).unwrap_or_else(|| "(not shown)".into());
    let is_name = |c: u8| c.is_ascii_alphanumeric() || has(b"!#$%&'*+-.^_`|~", c);
    if name.is_empty() || !name.bytes().all(is_name) {
        return Some(fill("has an invalid header name: \"*\"", &[&shown]));
    }
    if name.eq_ignore_ascii_case("content-type") {
        return Some("must leave Content-Type as it is: it is what keeps other sites out".into());
    }
    match given {
        Value::Text(value) if value.bytes().all(|c| matches!(c, b' '..=b'~' | b'\t')) => None,
        Value::Text(_) => Some(fill("must be of visible ASCII: \"*\" is not", &[&shown])),
        other => {
            let sentence = "must have strings as values: \"*\" is of type *";
            Some(fill(sentence, &[&shown, other.type_name()]))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(name: &'static str, value: Value) -> Result<(), String> {
        let ok = ("x-ok".to_owned(), Value::Text("1".into()));
        check_headers(&Object(vec![ok, (name.to_owned(), value)]))
            .map(drop)
            .map_err(|error| error.message.clone())
    }

    #[test]
    fn headers_a_bearer_is_fine() {
        assert_eq!(check("authorization", Value::Text("Bearer abc.def".into())), Ok(()));
    }

    #[test]
    fn headers_the_values_are_given_to_be_kept_out_of_sight() {
        let text = |text: &str| Value::Text(text.to_owned());
        let headers = Object(vec![
            ("a".into(), text("Bearer abc")),
            ("Accept".into(), text("application/json")),
            ("b".into(), text("1")),
        ]);
        assert_eq!(check_headers(&headers).unwrap(), ["Bearer abc", "1"]);
    }

    #[test]
    fn headers_what_fetch_would_refuse_is_named_without_its_value() {
        for (name, value, words) in [
            ("", Value::Text("x".into()), "invalid header name"),
            ("a b", Value::Text("x".into()), "invalid header name: \"a b\""),
            ("Content-Type", Value::Text("text/plain".into()), "must leave Content-Type"),
            ("authorization", Value::Text("Bearer a\r\nx: y".into()), "visible ASCII"),
            ("authorization", Value::Text("Bearer 用".into()), "visible ASCII"),
            ("authorization", Value::Number(1.0), "of type number"),
        ] {
            let message = check(name, value).unwrap_err();
            assert!(message.contains(words) && !message.contains("Bearer"), "{message}");
        }
    }
}
