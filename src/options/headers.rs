//! The headers that a page sends to its handler.

use super::catalog::HEADERS;
use super::{Given, Source};
use crate::error::Error;
use crate::text;

/// Checks what fetch would refuse later, and in words that quote the value: names are HTTP's, and
/// values of visible ASCII. Gives the values, each after a space: a bearer is among them.
pub fn check_headers(headers: &dyn Source) -> Result<String, Error> {
    let mut values = String::new();
    for name in headers.names() {
        let given = headers.given(&name);
        check_header(&name, &given).map_err(|refusal| Error::invalid(HEADERS.name, refusal))?;
        if let Given::Text(value) = given {
            values.push(' ');
            values.push_str(&value);
        }
    }
    Ok(values)
}

fn check_header(name: &str, given: &Given) -> Result<(), String> {
    let shown = text::shown(name, 40);
    let is_name = |c: u8| c.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&c);
    if name.is_empty() || !name.bytes().all(is_name) {
        return Err(["must have HTTP's names for headers: \"", &shown, "\" is none"].concat());
    }
    if name.eq_ignore_ascii_case("content-type") {
        return Err("must leave Content-Type as it is: it is what keeps other sites out".to_owned());
    }
    match given {
        Given::Text(value) if value.bytes().all(|c| matches!(c, b' '..=b'~' | b'\t')) => Ok(()),
        Given::Text(_) => Err(["must be of visible ASCII: \"", &shown, "\" is not"].concat()),
        other => {
            Err(["must have strings as values: \"", &shown, "\" is of type ", other.type_name()]
                .concat())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(name: &'static str, value: Given) -> Result<(), String> {
        let headers: &[_] = &[("x-ok", Given::Text("1".into())), (name, value)];
        check_headers(&headers).map(drop).map_err(|error| error.message.clone())
    }

    #[test]
    fn a_bearer_is_fine() {
        assert_eq!(check("authorization", Given::Text("Bearer abc.def".into())), Ok(()));
    }

    #[test]
    fn the_values_are_given_to_be_kept_out_of_sight() {
        let headers: &[_] =
            &[("a", Given::Text("Bearer abc".into())), ("b", Given::Text("1".into()))];
        assert_eq!(check_headers(&headers).unwrap(), " Bearer abc 1");
    }

    #[test]
    fn what_fetch_would_refuse_is_named_without_its_value() {
        for (name, value, words) in [
            ("", Given::Text("x".into()), "HTTP's names"),
            ("a b", Given::Text("x".into()), "\"a b\" is none"),
            ("Content-Type", Given::Text("text/plain".into()), "must leave Content-Type"),
            ("authorization", Given::Text("Bearer a\r\nx: y".into()), "visible ASCII"),
            ("authorization", Given::Text("Bearer 用".into()), "visible ASCII"),
            ("authorization", Given::Number(1.0), "of type number"),
        ] {
            let message = check(name, value).unwrap_err();
            assert!(message.contains(words) && !message.contains("Bearer"), "{message}");
        }
    }
}
