//! The sites whose pages may call.

use crate::api::check::Violation;
use crate::text::json::Value;

/// Scheme, host and port of a site, as browsers write them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Origin(String);

impl Origin {
    /// As it stands in the header of that name.
    pub(super) fn as_str(&self) -> &str {
        &self.0
    }
}

impl Origin {
    /// Reads an item of `allowedOrigins`.
    pub(super) fn read(given: &Value) -> Result<Self, Violation> {
        let Value::Text(text) = given else {
            return Err(Violation::of_type("a string", given));
        };
        let (scheme, host) = crate::text::split_once(text, "://").unwrap_or_default();
        let is_scheme = |c: u8| c.is_ascii_lowercase() || c.is_ascii_digit() || b"+-.".contains(&c);
        // An extension of Safari has capitals, a site never.
        let is_site = matches!(scheme, "http" | "https");
        let is_host = |c: u8| {
            c.is_ascii_lowercase()
                || c.is_ascii_digit()
                || b"-._:[]".contains(&c)
                || !is_site && c.is_ascii_uppercase()
        };
        let has_default_port = scheme == "http" && host.ends_with(":80")
            || scheme == "https" && host.ends_with(":443");
        let is_origin = scheme.starts_with(|c: char| c.is_ascii_lowercase())
            && scheme.bytes().all(is_scheme)
            && (!host.is_empty() || scheme == "file")
            && host.bytes().all(is_host)
            && !has_default_port;
        if is_origin {
            return Ok(Self(text.clone()));
        }
        Err(Violation::new(
            "must hold origins as browsers write them, such as https://console.example.com: \
             no path, no port that goes without saying, no capitals, no *",
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn origins_only_what_a_browser_could_send() {
        let read = |text: &str| Origin::read(&Value::Text(text.to_owned()));
        for text in [
            "https://console.example.com",
            "http://localhost:3000",
            "http://[::1]:8080",
            "https://a_b.example:80",
            "file://",
            "safari-web-extension://140BB581-A2C0-4000-8000-0A0A0A0A0A0A",
            "chrome-extension://abcdefghijklmnopabcdefghijklmnop",
            "moz-extension://5a1b2c3d-0000-4000-8000-000000000000",
        ] {
            assert_eq!(read(text).unwrap().as_str(), text);
        }
        for text in [
            "*",
            "null",
            "https://",
            "https:",
            "://a",
            "https://example.com/",
            "https://Example.com",
            "https://example.com:443",
            "http://[::1]:80",
            "https://*.example.com",
            "https://a b",
            "example.com",
            "",
        ] {
            assert!(read(text).is_err(), "{text}");
        }
        assert_eq!(
            Origin::read(&Value::Number(1.0)).unwrap_err().words,
            "must be a string, got number"
        );
    }
}
