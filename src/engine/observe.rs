//! What those who watch are told of an attempt: without the URL, which carries the UserSig, and without the body.

use crate::text::json::{ObjectWriter, push_signed};
use crate::text::{decimal, shown};

/// An attempt that has ended.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Attempt<'a> {
    /// Which one of the call, from 1 on.
    pub attempt: u32,
    /// The host, and the port if it was given.
    pub host: &'a str,
    /// The HTTP status, if there was an answer.
    pub status: Option<u16>,
    /// The service's ErrorCode, 0 for success, if it was its answer.
    pub code: Option<i64>,
    /// The service's own name of the exchange.
    pub request_id: Option<&'a str>,
    /// How long it took, in milliseconds.
    pub elapsed_ms: f64,
    /// In how many milliseconds the next attempt of the call is to follow, if one is.
    pub will_retry_in_ms: Option<u32>,
}

impl Attempt<'_> {
    /// What `onAttempt` is called with.
    pub fn to_json(&self) -> String {
        let mut fields = ObjectWriter::default();
        fields.integer("attempt", self.attempt.into());
        fields.string("host", self.host);
        if let Some(status) = self.status {
            fields.integer("status", status.into());
        }
        if let Some(code) = self.code {
            fields.integer("code", code);
        }
        if let Some(request_id) = self.request_id {
            fields.string("requestId", request_id);
        }
        let microseconds = (self.elapsed_ms.max(0.0) * 1000.0) as i64;
        let mut elapsed = String::new();
        push_signed(&mut elapsed, microseconds / 1000);
        elapsed.push('.');
        elapsed.push_str(decimal(1000 + microseconds % 1000).get(1..).unwrap_or_default());
        fields.raw("elapsedMs", &elapsed);
        if let Some(pause) = self.will_retry_in_ms {
            fields.integer("willRetryInMs", pause.into());
        }
        fields.into_text()
    }
}

/// A line for the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// 1 for errors, 2 for warnings, 3 for what went well, 4 for everything.
    pub level: u8,
    /// The line.
    pub text: String,
    /// Whether the attempt is told of beside it.
    pub has_attempt: bool,
}

/// The line on an attempt that goes out.
pub fn announced(attempt: u32, host: &str) -> Line {
    let mut text = opening(attempt, host);
    text.push_str(" goes out");
    Line { level: 4, text, has_attempt: false }
}

/// The line on an attempt that has ended.
pub fn ended(attempt: &Attempt<'_>) -> Line {
    let mut line = opening(attempt.attempt, attempt.host);
    line.push_str(": ");
    match (attempt.code, attempt.status) {
        (Some(0), _) => line.push_str("OK"),
        (Some(code), _) => push_number(&mut line, "refused with ", code),
        (None, Some(status)) => push_number(&mut line, "HTTP status ", status.into()),
        (None, None) => line.push_str("no answer"),
    }
    push_number(&mut line, " after ", attempt.elapsed_ms as i64);
    line.push_str(" ms");
    let level = match attempt.will_retry_in_ms {
        Some(pause) => {
            push_number(&mut line, ", next attempt in ", pause.into());
            line.push_str(" ms");
            2
        }
        None if attempt.code == Some(0) => 3,
        None => 1,
    };
    if let Some(request_id) = attempt.request_id {
        line.push_str(" (");
        line.push_str(&shown(request_id, 100));
        line.push(')');
    }
    Line { level, text: line, has_attempt: true }
}

fn opening(attempt: u32, host: &str) -> String {
    let mut line = String::new();
    push_number(&mut line, "room-engine-admin: attempt ", attempt.into());
    line.push_str(" at ");
    line.push_str(host);
    line
}

fn push_number(line: &mut String, words: &str, number: i64) {
    line.push_str(words);
    push_signed(line, number);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn observe_each_outcome_has_its_level_and_words() {
        let attempt = Attempt {
            attempt: 2,
            host: "example.com:8443",
            status: Some(200),
            code: Some(0),
            request_id: Some("Id-1\n"),
            elapsed_ms: 35.7,
            will_retry_in_ms: None,
        };
        let opening = "room-engine-admin: attempt 2 at example.com:8443";
        assert_eq!(announced(2, "example.com:8443").text, [opening, " goes out"].concat());
        let json = attempt.to_json();
        assert!(json.contains("\"elapsedMs\":35.700") && json.contains(r"Id-1\n"), "{json}");
        for (attempt, level, words) in [
            (attempt, 3, r": OK after 35 ms (Id-1\n)"),
            (
                Attempt { code: Some(60007), will_retry_in_ms: Some(250), ..attempt },
                2,
                r": refused with 60007 after 35 ms, next attempt in 250 ms (Id-1\n)",
            ),
            (
                Attempt { code: None, status: Some(502), request_id: None, ..attempt },
                1,
                ": HTTP status 502 after 35 ms",
            ),
            (
                Attempt { code: None, status: None, request_id: None, ..attempt },
                1,
                ": no answer after 35 ms",
            ),
        ] {
            let line = ended(&attempt);
            assert_eq!((line.level, line.text), (level, [opening, words].concat()));
        }
    }
}
