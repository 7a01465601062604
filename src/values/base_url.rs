//! Where calls go instead of a region's host.

use super::{Refusal, Value, non_empty_text};
use crate::options::Given;
use crate::text;

/// The start of every URL: scheme, host, port and path, without a slash at the end.
///
/// The UserSig travels in the URL, so that it must be `https:`; `http:` only to this machine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BaseUrl(String);

impl BaseUrl {
    /// The text, without a slash at the end.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The host, and the port if there is one.
    pub fn authority(&self) -> &str {
        authority_of(&self.0)
    }
}

impl Value for BaseUrl {
    fn from_given(given: Given) -> Result<Self, Refusal> {
        let text = non_empty_text(given)?;
        check_url(&text)?;
        Ok(Self(text.trim_end_matches('/').to_owned()))
    }
}

/// Whether `text` is a URL that nobody on the way can read the calls of.
pub(super) fn check_url(text: &str) -> Result<(), Refusal> {
    let (scheme, rest) = text::split_once(text, "://")
        .ok_or_else(|| Refusal::new("must be a URL that starts with https://"))?;
    let (authority, path) = text::split_before(rest, b'/');
    check_characters(authority)?;
    check_characters(path)?;
    let host = host_of(authority)?;
    match scheme.to_ascii_lowercase().as_str() {
        "https" => Ok(()),
        "http" if is_loopback(host) => Ok(()),
        "http" => Err(Refusal::new(
            "must be https: (http: only to a loopback host): what it carries is secret",
        )),
        _ => Err(Refusal::new("must be a URL that starts with https://")),
    }
}

/// The host of a URL, and the port if there is one.
pub(super) fn authority_of(url: &str) -> &str {
    let rest = text::split_once(url, "://").map_or("", |(_, rest)| rest);
    text::split_before(rest, b'/').0
}

/// Only what needs no escaping: everything else is where two parsers read two hosts.
pub(super) fn check_characters(part: &str) -> Result<(), Refusal> {
    let plain = |c: char| {
        c.is_ascii_alphanumeric()
            || matches!(c, '-' | '.' | '_' | '~' | '%' | ':' | '[' | ']' | '/')
    };
    match part.chars().find(|&c| !plain(c)) {
        None => Ok(()),
        Some('@') => Err(Refusal::new("must not hold a user name or password")),
        Some('?' | '#') => Err(Refusal::new("must end before any query or fragment")),
        Some(c) => Err(Refusal::new(
            ["must not hold the character ", &text::shown(c.encode_utf8(&mut [0; 4]), 1)].concat(),
        )),
    }
}

fn host_of(authority: &str) -> Result<&str, Refusal> {
    let no_host = || Refusal::new("must name a host, as in https://example.com");
    let bracketed = authority.strip_prefix('[');
    let (host, port) = match bracketed {
        Some(rest) => text::split_once(rest, "]").ok_or_else(no_host)?,
        None => text::split_before(authority, b':'),
    };
    // Brackets hold an IPv6 address and nothing else: a parser may refuse `[127.0.0.1]`, or not.
    let is_name = !host.bytes().any(|byte| matches!(byte, b'[' | b']' | b'%'));
    if host.is_empty() || !is_name || bracketed.is_some() != host.contains(':') {
        return Err(no_host());
    }
    match port.strip_prefix(':') {
        None if port.is_empty() => Ok(host),
        Some(digits) if digits.parse::<u16>().is_ok_and(|number| number > 0) => Ok(host),
        _ => Err(Refusal::new("must have a port from 1 to 65535, or none")),
    }
}

/// The names and addresses that never leave this machine.
fn is_loopback(host: &str) -> bool {
    let mut octets = host.split('.');
    let is_octet = |part: &str| part.len() <= 3 && part.parse::<u8>().is_ok();
    host.eq_ignore_ascii_case("localhost")
        || host == "::1"
        || (octets.next() == Some("127") && host.split('.').count() == 4 && octets.all(is_octet))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn base_url(text: &str) -> Result<String, Refusal> {
        BaseUrl::from_given(Given::Text(text.to_owned())).map(|url| url.as_str().to_owned())
    }

    #[test]
    fn https_to_anywhere_and_http_to_this_machine() {
        for text in [
            "https://adminapisgp.im.qcloud.com",
            "https://example.com:8443/proxy/v1",
            "http://127.0.0.1:8787",
            "http://127.1.2.3",
            "http://localhost:3000",
            "http://LOCALHOST",
            "http://[::1]:3000",
            "HTTPS://example.com",
        ] {
            assert_eq!(base_url(text).as_deref(), Ok(text));
        }
        assert_eq!(base_url("https://example.com/").as_deref(), Ok("https://example.com"));
    }

    #[test]
    fn what_could_carry_the_user_sig_elsewhere_is_refused() {
        for text in [
            "http://example.com",
            "http://127.0.0.1.example.com",
            "http://127.0.0.1@example.com",
            "http://localhost.example.com",
            "http://127.1",
            "http://[::2]",
            "http://[127.0.0.1]",
            "http://[localhost]:3000",
            "http://127.0.0.999",
            "ftp://example.com",
            "//example.com",
            "example.com",
            "https://",
            "https://:443",
            "https://example.com:0",
            "https://example.com:99999",
            "https://example.com:x",
            "https://user:pass@example.com",
            "https://example.com?a=b",
            "https://example.com/#x",
            "https://exa mple.com",
            "https://example.com\\@evil.com",
            "https://例子.com",
            "https://[::1",
            "javascript:alert(1)",
            "",
        ] {
            assert!(base_url(text).is_err(), "{text}");
        }
    }
}
