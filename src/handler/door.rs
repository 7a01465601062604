//! What an exchange must be like to be let in, before its body is read.

use super::answer::Answer;
use super::{LONGEST_BODY, Origin};
use crate::text;

/// What a request says of itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Head {
    /// The HTTP method.
    pub method: String,
    /// The whole URL.
    pub url: String,
    /// Host: what the client has called. No page can set it.
    pub host: Option<String>,
    /// Where the page is from that asks: browsers always say so where it matters.
    pub origin: Option<String>,
    /// Sec-Fetch-Site: what the browser thinks of that. No page can set it.
    pub site: Option<String>,
    /// The Content-Type.
    pub content_type: Option<String>,
    /// The Content-Length.
    pub content_length: Option<String>,
    /// Access-Control-Request-Headers.
    pub requested_headers: Option<String>,
}

/// Who is let in.
#[derive(Debug)]
pub struct Door {
    origins: Vec<Origin>,
}

impl Door {
    /// A door for pages of its own site and of `origins`.
    pub fn new(origins: Vec<Origin>) -> Self {
        Self { origins }
    }

    /// Nothing if the body is to be read, else the answer.
    ///
    /// Only POST of JSON, which no page can send to another site without asking first.
    pub fn admit(&self, head: &Head) -> Result<(), Answer> {
        if !self.is_allowed(head) {
            return Err(Answer::refusal(403, "pages of this origin may not call", ORIGIN_HINT));
        }
        match head.method.as_str() {
            "POST" => {}
            "OPTIONS" => return Err(preflight(head)),
            _ => {
                let answer = Answer::refusal(405, "only POST is answered", "");
                return Err(answer.with_header("Allow", "POST, OPTIONS"));
            }
        }
        if !is_json(head.content_type.as_deref().unwrap_or_default()) {
            let hint = "send it with Content-Type: application/json";
            return Err(Answer::refusal(415, "only JSON is read", hint));
        }
        let length: Option<usize> =
            head.content_length.as_deref().and_then(|length| length.parse().ok());
        match length {
            Some(length) if length > LONGEST_BODY => Err(Answer::too_long()),
            _ => Ok(()),
        }
    }

    /// `answer` as the page that asked may read it.
    pub fn opened(&self, head: &Head, answer: Answer) -> Answer {
        if self.origins.is_empty() {
            return answer;
        }
        let answer = answer.with_header("Vary", "Origin");
        match &head.origin {
            Some(origin) if self.is_listed(origin) => {
                answer.with_header("Access-Control-Allow-Origin", origin.as_str())
            }
            _ => answer,
        }
    }

    /// Without an origin it is no page that calls, unless the browser says otherwise.
    fn is_allowed(&self, head: &Head) -> bool {
        let site = head.site.as_deref();
        match head.origin.as_deref() {
            None => !matches!(site, Some("cross-site" | "same-site")),
            Some(origin) => {
                site == Some("same-origin")
                    || is_origin_of(&head.url, origin)
                    || is_origin_of_host(head, origin)
                    || self.is_listed(origin)
            }
        }
    }

    fn is_listed(&self, origin: &str) -> bool {
        self.origins.iter().any(|listed| listed.as_str() == origin)
    }
}

const ORIGIN_HINT: &str = "the handler's `allowedOrigins` names the sites that may";

fn is_origin_of(url: &str, origin: &str) -> bool {
    let rest = url.strip_prefix(origin);
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '?', '#']))
}

/// Some servers put a name of their own into the URL: Next.js writes localhost.
fn is_origin_of_host(head: &Head, origin: &str) -> bool {
    let scheme = text::split_once(&head.url, "://").map(|(scheme, _)| scheme);
    let called = text::split_once(origin, "://");
    called.is_some_and(|(of, host)| scheme == Some(of) && head.host.as_deref() == Some(host))
}

fn is_json(content_type: &str) -> bool {
    text::split_before(content_type, b';').0.trim().eq_ignore_ascii_case("application/json")
}

/// Whose origin is listed may send what headers it likes: `authorize` looks at them.
fn preflight(head: &Head) -> Answer {
    let is_plain = |c: u8| c.is_ascii_alphanumeric() || b"-_, ".contains(&c);
    let asked = head.requested_headers.as_deref().unwrap_or_default();
    let headers = if asked.bytes().all(is_plain) { asked } else { "" };
    Answer::empty(204)
        .with_header("Allow", "POST, OPTIONS")
        .with_header("Access-Control-Allow-Methods", "POST")
        .with_header("Access-Control-Allow-Headers", headers)
        .with_header("Access-Control-Max-Age", "600")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::options::Given;
    use crate::values::Value;

    fn door() -> Door {
        let origin = Origin::from_given(Given::Text("https://console.example.com".into()));
        Door::new(vec![origin.unwrap()])
    }

    fn post() -> Head {
        Head {
            method: "POST".into(),
            url: "https://api.example.com/room-engine".into(),
            content_type: Some("application/json".into()),
            ..Head::default()
        }
    }

    fn status(head: &Head) -> u16 {
        door().admit(head).map_or_else(|answer| answer.status, |()| 200)
    }

    #[test]
    fn a_post_of_json_is_read() {
        for content_type in ["application/json", "Application/JSON ; charset=utf-8"] {
            assert_eq!(status(&Head { content_type: Some(content_type.into()), ..post() }), 200);
        }
    }

    #[test]
    fn anything_else_is_not() {
        for content_type in
            ["text/plain", "application/x-www-form-urlencoded", "application/jsonp", ""]
        {
            let head = Head { content_type: Some(content_type.into()), ..post() };
            assert_eq!(status(&head), 415, "{content_type}");
        }
        assert_eq!(status(&Head { content_type: None, ..post() }), 415);
        for method in ["GET", "PUT", "HEAD", "DELETE", "post"] {
            assert_eq!(status(&Head { method: method.into(), ..post() }), 405, "{method}");
        }
        assert_eq!(status(&Head { content_length: Some("4096".into()), ..post() }), 200);
        assert_eq!(status(&Head { content_length: Some("4097".into()), ..post() }), 413);
    }

    #[test]
    fn pages_of_the_own_site_and_of_listed_ones_may_call() {
        for (origin, site, expected) in [
            (None, None, 200),
            (None, Some("same-origin"), 200),
            (None, Some("none"), 200),
            (None, Some("cross-site"), 403),
            (None, Some("same-site"), 403),
            (Some("https://api.example.com"), None, 200),
            (Some("https://api.example.com"), Some("same-origin"), 200),
            // A gateway has changed the URL.
            (Some("https://www.example.com"), Some("same-origin"), 200),
            (Some("https://console.example.com"), Some("same-site"), 200),
            (Some("https://www.example.com"), Some("same-site"), 403),
            (Some("https://evil.example"), Some("cross-site"), 403),
            (Some("https://evil.example"), None, 403),
            (Some("https://api.example.co"), None, 403),
            (Some("https://console.example.com.evil.example"), None, 403),
            (Some("null"), None, 403),
            (Some(""), None, 403),
        ] {
            let (origin, site) = (origin.map(str::to_owned), site.map(str::to_owned));
            let head = Head { origin: origin.clone(), site: site.clone(), ..post() };
            assert_eq!(status(&head), expected, "{origin:?} {site:?}");
        }
    }

    #[test]
    fn the_own_site_is_also_what_the_client_has_called() {
        for (origin, host, expected) in [
            ("http://admin.test:3000", "admin.test:3000", 200),
            ("http://admin.test:3000", "admin.test", 403),
            ("http://admin.test", "admin.test:3000", 403),
            // Where TLS ends before the handler, the page is not known to be of the same scheme.
            ("https://admin.test:3000", "admin.test:3000", 403),
            ("null", "null", 403),
            ("", "", 403),
        ] {
            let url = "http://localhost:3000/api".into();
            let (origin, host) = (Some(origin.to_owned()), Some(host.to_owned()));
            let head = Head { url, origin, host, ..post() };
            assert_eq!(status(&head), expected, "{head:?}");
        }
        let origin = Some("http://admin.test".into());
        let head = Head { url: "http://localhost/api".into(), origin, host: None, ..post() };
        assert_eq!(status(&head), 403);
    }

    #[test]
    fn a_preflight_opens_for_listed_origins_only() {
        let headers = |origin: &str, asked: &str| {
            let head = Head {
                method: "OPTIONS".into(),
                origin: Some(origin.into()),
                requested_headers: Some(asked.into()),
                content_type: None,
                ..post()
            };
            let answer = door().admit(&head).unwrap_err();
            door().opened(&head, answer)
        };
        let answer = headers("https://console.example.com", "authorization, content-type");
        assert_eq!((answer.status, answer.body.as_str()), (204, ""));
        for header in [
            ("Access-Control-Allow-Origin", "https://console.example.com"),
            ("Access-Control-Allow-Headers", "authorization, content-type"),
            ("Access-Control-Allow-Methods", "POST"),
            ("Vary", "Origin"),
        ] {
            assert!(answer.headers.contains(&(header.0, header.1.to_owned())), "{header:?}");
        }
        let answer = headers("https://evil.example", "content-type");
        assert_eq!(answer.status, 403);
        assert!(answer.headers.iter().all(|(name, _)| !name.starts_with("Access-Control")));
        let answer = headers("https://console.example.com", "x\r\ny: z");
        assert!(answer.headers.contains(&("Access-Control-Allow-Headers", String::new())));
    }
}
