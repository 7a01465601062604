//! Takes secrets out of texts that others wrote.

use crate::text::split_once;

/// What stands where a secret stood.
const MARK: &str = "[redacted]";

/// `text` without any of `secrets`, and without the value of any `usersig=` parameter.
///
/// Runtimes quote the URL of a failed fetch in their messages, and the UserSig is part of it.
pub fn redact(text: &str, secrets: &[&str]) -> String {
    let mut clean = text.to_owned();
    for secret in secrets.iter().filter(|secret| !secret.is_empty()) {
        clean = without(&clean, secret);
    }
    without_user_sig_parameter(&clean)
}

fn without(text: &str, secret: &str) -> String {
    let mut clean = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = split_once(rest, secret) {
        clean.push_str(before);
        clean.push_str(MARK);
        rest = after;
    }
    clean.push_str(rest);
    clean
}

fn without_user_sig_parameter(text: &str) -> String {
    let mut clean = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = find_ignoring_case(rest, "usersig=") {
        let (before, value) = rest.split_at(start + "usersig=".len());
        clean.push_str(before);
        clean.push_str(MARK);
        let end = value.find(|c: char| !is_user_sig_character(c)).unwrap_or(value.len());
        rest = value.split_at(end).1;
    }
    clean.push_str(rest);
    clean
}

fn find_ignoring_case(text: &str, needle: &str) -> Option<usize> {
    text.as_bytes()
        .windows(needle.len())
        .position(|window| window.eq_ignore_ascii_case(needle.as_bytes()))
}

/// `%` too: a UserSig may stand percent-encoded.
fn is_user_sig_character(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '*' | '-' | '_' | '%' | '[' | ']')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_replaced_wherever_it_stands() {
        assert_eq!(redact("key k3y and k3y", &["k3y", ""]), "key [redacted] and [redacted]");
    }

    #[test]
    fn the_parameter_is_cut_even_when_its_value_is_not_known() {
        let text = "request to https://h/p?a=1&usersig=eJyr*A-b_&random=7 failed, UserSig=%2Axx";
        assert_eq!(
            redact(text, &[]),
            "request to https://h/p?a=1&usersig=[redacted]&random=7 failed, UserSig=[redacted]"
        );
    }

    #[test]
    fn a_text_without_secrets_stays_as_it_is() {
        assert_eq!(redact("fetch failed 用户", &["abc"]), "fetch failed 用户");
    }
}
