//! Where a handler of this package is.

use super::base_url::{authority_of, check_characters, check_url};
use super::{Refusal, Value, non_empty_text};
use crate::options::Given;

/// A path of the page's own site, or a URL.
///
/// A page's cookies and headers travel there, so that a URL must be `https:`; `http:` only to this
/// machine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Endpoint(String);

impl Endpoint {
    /// The text as it was given.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether only a page can tell which host it is on.
    pub fn is_path(&self) -> bool {
        self.0.starts_with('/')
    }

    /// The host, and the port if there is one; of a path, the path.
    pub fn name(&self) -> &str {
        if self.is_path() { &self.0 } else { authority_of(&self.0) }
    }
}

impl Value for Endpoint {
    fn from_given(given: Given) -> Result<Self, Refusal> {
        let text = non_empty_text(given)?;
        match text.strip_prefix('/') {
            // Two slashes, and a backslash as well, start the name of another host.
            Some(rest) if rest.starts_with('/') => {
                return Err(Refusal::new("must be a path with one slash at the start, or a URL"));
            }
            Some(rest) => check_characters(rest)?,
            None => check_url(&text)?,
        }
        Ok(Self(text))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn endpoint(text: &str) -> Result<Endpoint, Refusal> {
        Endpoint::from_given(Given::Text(text.to_owned()))
    }

    #[test]
    fn a_path_or_a_safe_url() {
        for (text, name) in [
            ("/api/room-engine", "/api/room-engine"),
            ("/", "/"),
            ("/api/", "/api/"),
            ("https://admin.example.com/api/", "admin.example.com"),
            ("http://127.0.0.1:8787/api", "127.0.0.1:8787"),
        ] {
            let endpoint = endpoint(text).unwrap();
            assert_eq!((endpoint.as_str(), endpoint.name()), (text, name));
            assert_eq!(endpoint.is_path(), text == name);
        }
    }

    #[test]
    fn what_leads_elsewhere_is_refused() {
        for text in [
            "//evil.example",
            "/\\evil.example",
            "http://example.com/api",
            "api/room-engine",
            "/api?x=1",
            "/api#x",
            "/a b",
            "javascript:alert(1)",
            "",
        ] {
            assert!(endpoint(text).is_err(), "{text}");
        }
    }
}
