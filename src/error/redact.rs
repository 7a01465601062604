//! Takes secrets out of texts that others wrote.

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
    while let Some(next) = rest.chars().next() {
        if let Some(after) = after_secret(rest, secret) {
            clean.push_str(MARK);
            rest = after;
        } else {
            clean.push(next);
            rest = rest.get(next.len_utf8()..).unwrap_or_default();
        }
    }
    clean
}

/// What follows `secret` where `text` starts with it, as it is, percent-encoded (`%2A`), or escaped
/// as in JSON (`\u002a`), each character in its own way.
fn after_secret<'a>(text: &'a str, secret: &str) -> Option<&'a str> {
    secret.bytes().try_fold(text, |rest, byte| {
        let written = |prefix: &str| {
            let digits = rest.strip_prefix(prefix)?;
            let value = u8::from_str_radix(digits.get(..2)?, 16).ok()?;
            digits.get(2..).filter(|_| value == byte)
        };
        match rest.bytes().next()? {
            first if first == byte => rest.get(1..),
            b'%' => written("%"),
            b'\\' => written("\\u00"),
            _ => None,
        }
    })
}

fn without_user_sig_parameter(text: &str) -> String {
    let mut clean = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, value)) = split_after_parameter(rest) {
        clean.push_str(before);
        clean.push_str(MARK);
        rest = value.trim_start_matches(is_user_sig_character);
    }
    clean.push_str(rest);
    clean
}

fn split_after_parameter(text: &str) -> Option<(&str, &str)> {
    const NAME: &[u8] = b"usersig=";
    let mut windows = text.as_bytes().windows(NAME.len());
    let end = windows.position(|window| window.eq_ignore_ascii_case(NAME))? + NAME.len();
    Some((text.get(..end)?, text.get(end..)?))
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
    fn a_secret_in_disguise_is_found_too() {
        for text in ["a*-_b", "a%2A-_b", "a%2a%2d%5Fb", "\\u0061*-\\u005fb"] {
            assert_eq!(redact(&["<", text, ">"].concat(), &["a*-_b"]), "<[redacted]>", "{text}");
        }
        for text in ["a*-_", "a%2B-_b", "a%2", "a%zz-_b", "\\u006", "用a*用"] {
            assert_eq!(redact(text, &["a*-_b"]), text);
        }
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
