//! The sites whose pages may call.

use crate::error::Error;
use crate::options::catalog::ALLOWED_ORIGINS;
use crate::options::{Given, Source};
use crate::values::{Refusal, Value};

/// Scheme, host and port of a site, as browsers write them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin(String);

impl Origin {
    /// As it stands in the header of that name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Value for Origin {
    fn from_given(given: Given) -> Result<Self, Refusal> {
        let Given::Text(text) = given else {
            return Err(Refusal::type_mismatch("an array of strings", &given));
        };
        let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
        let is_host = |c: u8| c.is_ascii_lowercase() || c.is_ascii_digit() || b"-.:[]".contains(&c);
        match rest {
            Some(host) if !host.is_empty() && host.bytes().all(is_host) => Ok(Self(text)),
            _ => Err(Refusal::new(
                "must hold origins as browsers write them, such as https://console.example.com: \
                 no path, no capitals, no *",
            )),
        }
    }
}

/// The option `allowedOrigins`, from the items of its array.
pub fn origins(items: &dyn Source) -> Result<Vec<Origin>, Error> {
    let item = |index: &String| {
        Origin::from_given(items.given(index))
            .map_err(|refusal| Error::invalid(ALLOWED_ORIGINS.name, refusal))
    };
    items.names().iter().map(item).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_a_browser_could_send() {
        for text in ["https://console.example.com", "http://localhost:3000", "http://[::1]:80"] {
            assert_eq!(Origin::from_given(Given::Text(text.into())).unwrap().as_str(), text);
        }
        for text in [
            "*",
            "null",
            "https://",
            "https://example.com/",
            "https://Example.com",
            "https://*.example.com",
            "https://a b",
            "example.com",
            "",
        ] {
            assert!(Origin::from_given(Given::Text(text.into())).is_err(), "{text}");
        }
    }

    #[test]
    fn a_wrong_item_is_an_error_of_the_option() {
        let items: &[_] = &[("0", Given::Number(1.0))];
        let error = origins(&items).unwrap_err();
        assert_eq!(error.message, "`allowedOrigins` must be an array of strings, got number");
    }
}
