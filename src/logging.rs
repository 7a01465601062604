//! Log lines: what `onAttempt` is told, for people.

use crate::platform::Attempt;
use crate::text::decimal;
use crate::values::LogLevel;

/// The line on an attempt that goes out, of level [`LogLevel::Debug`].
pub fn announced(attempt: u32, host: &str) -> String {
    [&opening(attempt, host), " goes out"].concat()
}

/// The line on an attempt that has ended, and its level.
pub fn ended(attempt: &Attempt<'_>) -> (LogLevel, String) {
    let mut line = opening(attempt.attempt, attempt.host);
    line.push_str(": ");
    match (attempt.code, attempt.status) {
        (Some(0), _) => line.push_str("OK"),
        (Some(code), _) => line.push_str(&["refused with ", &decimal(code)].concat()),
        (None, Some(status)) => line.push_str(&["HTTP status ", &decimal(status.into())].concat()),
        (None, None) => line.push_str("no answer"),
    }
    line.push_str(&[" after ", &decimal(attempt.elapsed_ms as i64), " ms"].concat());
    let level = match attempt.will_retry_in_ms {
        Some(pause) => {
            line.push_str(&[", next attempt in ", &decimal(pause.into()), " ms"].concat());
            LogLevel::Warn
        }
        None if attempt.code == Some(0) => LogLevel::Info,
        None => LogLevel::Error,
    };
    if let Some(request_id) = attempt.request_id {
        line.push_str(&[" (", &crate::text::shown(request_id, 100), ")"].concat());
    }
    (level, line)
}

fn opening(attempt: u32, host: &str) -> String {
    ["room-engine-admin: attempt ", &decimal(attempt.into()), " at ", host].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_outcome_has_its_level_and_words() {
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
        assert_eq!(announced(2, "example.com:8443"), [opening, " goes out"].concat());
        for (attempt, level, words) in [
            (attempt, LogLevel::Info, r": OK after 35 ms (Id-1\n)"),
            (
                Attempt { code: Some(60007), will_retry_in_ms: Some(250), ..attempt },
                LogLevel::Warn,
                r": refused with 60007 after 35 ms, next attempt in 250 ms (Id-1\n)",
            ),
            (
                Attempt { code: None, status: Some(502), request_id: None, ..attempt },
                LogLevel::Error,
                ": HTTP status 502 after 35 ms",
            ),
            (
                Attempt { code: None, status: None, request_id: None, ..attempt },
                LogLevel::Error,
                ": no answer after 35 ms",
            ),
        ] {
            assert_eq!(ended(&attempt), (level, [opening, words].concat()));
        }
    }
}
