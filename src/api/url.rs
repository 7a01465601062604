//! URLs that callers give: where calls go instead of a region's host, and where a handler is.

use super::check::Violation;
use crate::text;

/// The start of every URL: scheme, host, port and path, without a slash at the end.
///
/// The UserSig travels in the URL, so that it must be `https:`; `http:` only to this machine.
pub fn base_url(text: &str) -> Result<String, Violation> {
    check_url(text)?;
    Ok(text.trim_end_matches('/').to_owned())
}

/// Where a handler is: a path of the page's own site, or a URL.
///
/// A page's cookies and headers travel there, so that a URL must be `https:`; `http:` only to this machine.
pub fn endpoint(text: &str) -> Result<String, Violation> {
    match text.strip_prefix('/') {
        // Two slashes, and a backslash as well, start the name of another host.
        Some(rest) if rest.starts_with('/') => {
            return Err(Violation::new("must be a path with one slash at the start, or a URL"));
        }
        Some(rest) => check_characters(rest)?,
        None => check_url(text)?,
    }
    Ok(text.to_owned())
}

/// Whether `text` is a URL that nobody on the way can read the calls of.
fn check_url(text: &str) -> Result<(), Violation> {
    let (scheme, rest) = text::split_once(text, "://").unwrap_or_default();
    let (authority, path) = text::split_before(rest, b'/');
    let is_http = scheme.eq_ignore_ascii_case("http");
    if scheme.is_empty() {
        return Err(Violation::new("must be a URL that starts with https://"));
    }
    check_characters(authority)?;
    check_characters(path)?;
    let (host, port) = host_of(authority)
        .ok_or_else(|| Violation::new("must name a host, as in https://example.com"))?;
    let port_number = port.strip_prefix(':').and_then(text::digits);
    if !port.is_empty() && !port_number.is_some_and(|number| (1..1 << 16).contains(&number)) {
        return Err(Violation::new("must have a port from 1 to 65535, or none"));
    }
    if is_http && !is_loopback(host) {
        return Err(Violation::new(
            "must be https: (http: only to a loopback host): what it carries is secret",
        ));
    }
    if !is_http && !scheme.eq_ignore_ascii_case("https") {
        return Err(Violation::new("must be a URL that starts with https://"));
    }
    Ok(())
}

/// The host of a URL, and the port if there is one.
pub fn authority_of(url: &str) -> &str {
    let rest = text::split_once(url, "://").map_or("", |(_, rest)| rest);
    text::split_before(rest, b'/').0
}

/// Only what needs no escaping: everything else is where two parsers read two hosts.
fn check_characters(part: &str) -> Result<(), Violation> {
    let is_plain = |c: char| {
        c.is_ascii_alphanumeric()
            || matches!(c, '-' | '.' | '_' | '~' | '%' | ':' | '[' | ']' | '/')
    };
    for c in part.chars() {
        if c == '@' {
            return Err(Violation::new("must not hold a user name or password"));
        }
        if c == '?' || c == '#' {
            return Err(Violation::new("must end before any query or fragment"));
        }
        if !is_plain(c) {
            let shown = text::shown(c.encode_utf8(&mut [0; 4]), 1);
            return Err(Violation::filled("must not hold the character *", &[&shown]));
        }
    }
    Ok(())
}

/// The host, and what stands after it.
fn host_of(authority: &str) -> Option<(&str, &str)> {
    let bracketed = authority.strip_prefix('[');
    let (host, port) = match bracketed {
        Some(rest) => text::split_once(rest, "]")?,
        None => text::split_before(authority, b':'),
    };
    // Brackets hold an IPv6 address and nothing else: a parser may refuse `[127.0.0.1]`, or not.
    let holds = |sign| text::has(host.as_bytes(), sign);
    let is_name = !host.is_empty() && !holds(b'[') && !holds(b']') && !holds(b'%');
    (is_name && bracketed.is_some() == holds(b':')).then_some((host, port))
}

/// The names and addresses that never leave this machine.
fn is_loopback(host: &str) -> bool {
    if host.eq_ignore_ascii_case("localhost") || host == "::1" {
        return true;
    }
    let mut octets = 0;
    let mut rest = host;
    while let Some(octet) = text::next_part(&mut rest, b'.') {
        octets += 1;
        let is_octet = octet.len() <= 3 && text::digits(octet).is_some_and(|number| number < 256);
        if !is_octet || octets == 1 && octet != "127" {
            return false;
        }
    }
    octets == 4 && !host.ends_with('.')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base_url_https_to_anywhere_and_http_to_this_machine() {
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
    fn base_url_what_could_carry_the_user_sig_elsewhere_is_refused() {
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

    #[test]
    fn endpoint_a_path_or_a_safe_url() {
        for (text, name) in [
            ("/api/room-engine", "/api/room-engine"),
            ("/", "/"),
            ("/api/", "/api/"),
            ("https://admin.example.com/api/", "admin.example.com"),
            ("http://127.0.0.1:8787/api", "127.0.0.1:8787"),
        ] {
            assert_eq!(endpoint(text).as_deref(), Ok(text));
            assert!(text.starts_with('/') || authority_of(text) == name);
        }
    }

    #[test]
    fn endpoint_what_leads_elsewhere_is_refused() {
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
