//! What an exchange must be like to be let in, before its body is read.

use super::HandlerResponse;
use super::origin::Origin;
use crate::text;
use crate::text::fill;

/// What a request says of itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RequestHead {
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
pub struct RequestGuard {
    /// Other sites whose pages may call.
    pub(super) origins: Vec<Origin>,
    /// The hosts that are answered to; all of them where none is named.
    pub(super) hosts: Vec<String>,
    /// The longest body that is read, in bytes.
    pub(super) longest_body: usize,
}

impl RequestGuard {
    /// Nothing if the body is to be read, else the answer.
    ///
    /// Only POST of JSON, which no page can send to another site without asking first.
    pub(super) fn admit(&self, head: &RequestHead) -> Result<(), HandlerResponse> {
        if !self.is_answered_to(head) {
            return Err(HandlerResponse::refusal(
                421,
                "this handler does not answer to that host",
                HOST_HINT,
            ));
        }
        if !self.is_allowed(head) {
            return Err(HandlerResponse::refusal(
                403,
                "pages of this origin may not call",
                ORIGIN_HINT,
            ));
        }
        match head.method.as_str() {
            "POST" => {}
            "OPTIONS" => return Err(preflight(head)),
            _ => {
                let answer = HandlerResponse::refusal(405, "only POST is answered", "");
                return Err(answer.with_header("Allow", "POST, OPTIONS"));
            }
        }
        if !is_json(head.content_type.as_deref().unwrap_or_default()) {
            let hint = "send it with Content-Type: application/json";
            return Err(HandlerResponse::refusal(415, "only JSON is read", hint));
        }
        let length: Option<usize> =
            head.content_length.as_deref().and_then(|length| length.parse().ok());
        match length {
            Some(length) if length > self.longest_body => Err(self.too_long()),
            _ => Ok(()),
        }
    }

    /// `answer` as the page that asked may read it.
    pub(super) fn opened(&self, head: &RequestHead, answer: HandlerResponse) -> HandlerResponse {
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

    /// A body that is too long.
    pub(super) fn too_long(&self) -> HandlerResponse {
        let limit = text::decimal(self.longest_body as i64);
        HandlerResponse::refusal(413, &fill("a call is at most * bytes long", &[&limit]), "")
    }

    /// The host as the client called it: its own word, or that of the URL where no header says it.
    fn is_answered_to(&self, head: &RequestHead) -> bool {
        let host = head.host.as_deref().unwrap_or_else(|| crate::api::url::authority_of(&head.url));
        self.hosts.is_empty() || self.hosts.iter().any(|named| named.eq_ignore_ascii_case(host))
    }

    /// Without an origin it is no page that calls, unless the browser says otherwise.
    fn is_allowed(&self, head: &RequestHead) -> bool {
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

const HOST_HINT: &str = "the handler's `hosts` names those that it answers to";

const ORIGIN_HINT: &str = "the handler's `allowedOrigins` names the sites that may";

/// Whole origins are compared: the beginning of one is none.
fn is_origin_of(url: &str, origin: &str) -> bool {
    let Some((scheme, _)) = text::split_once(url, "://") else { return false };
    let of_url = fill("*://*", &[scheme, crate::api::url::authority_of(url)]);
    origin == of_url
}

/// Some servers put a name of their own into the URL: Next.js writes localhost.
fn is_origin_of_host(head: &RequestHead, origin: &str) -> bool {
    let scheme = text::split_once(&head.url, "://").map(|(scheme, _)| scheme);
    let called = text::split_once(origin, "://");
    called.is_some_and(|(of, host)| scheme == Some(of) && head.host.as_deref() == Some(host))
}

fn is_json(content_type: &str) -> bool {
    text::split_before(content_type, b';').0.trim().eq_ignore_ascii_case("application/json")
}

/// Whose origin is listed may send what headers it likes: `authorize` looks at them.
fn preflight(head: &RequestHead) -> HandlerResponse {
    let is_plain = |c: u8| c.is_ascii_alphanumeric() || b"-_, ".contains(&c);
    let asked = head.requested_headers.as_deref().unwrap_or_default();
    let headers = if asked.bytes().all(is_plain) { asked } else { "" };
    HandlerResponse::empty(204)
        .with_header("Allow", "POST, OPTIONS")
        .with_header("Access-Control-Allow-Methods", "POST")
        .with_header("Access-Control-Allow-Headers", headers)
        .with_header("Access-Control-Max-Age", "600")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::json::Value;

    fn guard() -> RequestGuard {
        let origin = Origin::read(&Value::Text("https://console.example.com".into())).unwrap();
        RequestGuard { origins: vec![origin], hosts: Vec::new(), longest_body: 4096 }
    }

    fn post() -> RequestHead {
        RequestHead {
            method: "POST".into(),
            url: "https://api.example.com/room-engine".into(),
            content_type: Some("application/json".into()),
            ..RequestHead::default()
        }
    }

    fn status(head: &RequestHead) -> u16 {
        guard().admit(head).map_or_else(|answer| answer.status, |()| 200)
    }

    #[test]
    fn guard_a_post_of_json_is_read() {
        for content_type in ["application/json", "Application/JSON ; charset=utf-8"] {
            assert_eq!(
                status(&RequestHead { content_type: Some(content_type.into()), ..post() }),
                200
            );
        }
    }

    #[test]
    fn guard_anything_else_is_not() {
        for content_type in
            ["text/plain", "application/x-www-form-urlencoded", "application/jsonp", ""]
        {
            let head = RequestHead { content_type: Some(content_type.into()), ..post() };
            assert_eq!(status(&head), 415, "{content_type}");
        }
        assert_eq!(status(&RequestHead { content_type: None, ..post() }), 415);
        for method in ["GET", "PUT", "HEAD", "DELETE", "post"] {
            assert_eq!(status(&RequestHead { method: method.into(), ..post() }), 405, "{method}");
        }
        assert_eq!(status(&RequestHead { content_length: Some("4096".into()), ..post() }), 200);
        assert_eq!(status(&RequestHead { content_length: Some("4097".into()), ..post() }), 413);
    }

    #[test]
    fn guard_pages_of_the_own_site_and_of_listed_ones_may_call() {
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
            (Some("https:"), None, 403),
            (Some("https:/"), None, 403),
            (Some("https://"), None, 403),
            (Some("null"), None, 403),
            (Some(""), None, 403),
        ] {
            let (origin, site) = (origin.map(str::to_owned), site.map(str::to_owned));
            let head = RequestHead { origin: origin.clone(), site: site.clone(), ..post() };
            assert_eq!(status(&head), expected, "{origin:?} {site:?}");
        }
    }

    #[test]
    fn guard_the_own_site_is_also_what_the_client_has_called() {
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
            let head = RequestHead { url, origin, host, ..post() };
            assert_eq!(status(&head), expected, "{head:?}");
        }
        let origin = Some("http://admin.test".into());
        let head = RequestHead { url: "http://localhost/api".into(), origin, host: None, ..post() };
        assert_eq!(status(&head), 403);
    }

    #[test]
    fn guard_hosts_that_are_not_named_are_not_answered_to() {
        let guard = RequestGuard { hosts: vec!["api.example.com".into()], ..guard() };
        for (host, expected) in [
            (None, 200),
            (Some("api.example.com"), 200),
            (Some("API.example.com"), 200),
            (Some("api.example.com:8080"), 421),
            (Some("evil.example"), 421),
            (Some(""), 421),
        ] {
            let head = RequestHead { host: host.map(str::to_owned), ..post() };
            let status = guard.admit(&head).map_or_else(|answer| answer.status, |()| 200);
            assert_eq!(status, expected, "{host:?}");
        }
    }

    #[test]
    fn guard_a_preflight_opens_for_listed_origins_only() {
        let headers = |origin: &str, asked: &str| {
            let head = RequestHead {
                method: "OPTIONS".into(),
                origin: Some(origin.into()),
                requested_headers: Some(asked.into()),
                content_type: None,
                ..post()
            };
            let answer = guard().admit(&head).unwrap_err();
            guard().opened(&head, answer)
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
