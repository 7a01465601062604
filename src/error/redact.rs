//! Takes secrets out of texts that others wrote.

use crate::text::split_once;

/// What stands where a secret stood.
const MARK: &str = "[redacted]";

/// Shorter words are in any text.
const LEAST_WORD: usize = 12;

/// `text` without any of `secrets`, and without the value of any `usersig=` parameter. Of a secret
/// that has spaces in it, as `Bearer abc`, each long word is one.
///
/// Runtimes quote the URL of a failed fetch in their messages, and the UserSig is part of it.
pub fn redact(text: &str, secrets: &[&str]) -> String {
    let mut clean = text.to_owned();
    for secret in secrets {
        let mut rest = *secret;
        while !rest.is_empty() {
            let (word, after) = split_once(rest, " ").unwrap_or((rest, ""));
            if word.len() >= LEAST_WORD || word.len() == secret.len() {
                clean = without(&clean, word);
            }
            rest = after;
        }
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
/// as in JSON (`\u002a`), each character in its own way. The beginning of a long one is enough:
/// what was cut short is a secret still.
fn after_secret<'a>(text: &'a str, secret: &str) -> Option<&'a str> {
    const ENOUGH: usize = 16;
    let mut rest = text;
    for (count, byte) in secret.bytes().enumerate() {
        match after_byte(rest, byte) {
            Some(after) => rest = after,
            None if count >= ENOUGH => break,
            None => return None,
        }
    }
    Some(rest)
}

fn after_byte(text: &str, byte: u8) -> Option<&str> {
    let written = |prefix: &str| {
        let digits = text.strip_prefix(prefix)?;
        let value = u8::from_str_radix(digits.get(..2)?, 16).ok()?;
        digits.get(2..).filter(|_| value == byte)
    };
    match text.bytes().next()? {
        first if first == byte => text.get(1..),
        b'%' => written("%"),
        b'\\' => written("\\u00"),
        _ => None,
    }
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

/// After `usersig=`, in any case, with the sign as it is or percent-encoded, as where a URL is a
/// parameter of another.
fn split_after_parameter(text: &str) -> Option<(&str, &str)> {
    const NAME: &[u8] = b"usersig";
    const SIGNS: [&str; 3] = ["=", "%3D", "%3d"];
    let starts = text.as_bytes().windows(NAME.len()).enumerate();
    starts.filter(|(_, window)| window.eq_ignore_ascii_case(NAME)).find_map(|(start, _)| {
        let after = text.get(start + NAME.len()..)?;
        let value = SIGNS.iter().find_map(|sign| after.strip_prefix(sign))?;
        Some((text.get(..text.len() - value.len())?, value))
    })
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
    fn long_words_of_a_secret_are_secrets_and_short_ones_are_in_any_text() {
        let secret = " Bearer 4f0c7e5b1d9a8b6c 1";
        let text = "Bearer 4f0c7e5b1d9a8b6c: attempt 1";
        assert_eq!(redact(text, &[secret]), "Bearer [redacted]: attempt 1");
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
    fn the_beginning_of_a_long_secret_is_one_too() {
        let secret = "eJyrVgrxCdYrSy1SslIy0jNQ";
        assert_eq!(redact("{\"eJyrVgrxCdYrSy1S", &[secret]), "{\"[redacted]");
        assert_eq!(redact("eJyrVgrxCdYrSy1", &[secret]), "eJyrVgrxCdYrSy1");
    }

    #[test]
    fn the_parameter_of_an_encoded_url_is_cut_too() {
        let text = "to=https%3A%2F%2Fh%2Fp%3Fusersig%3DeJx%2Aabc%26random%3D1";
        assert_eq!(redact(text, &[]), "to=https%3A%2F%2Fh%2Fp%3Fusersig%3D[redacted]");
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
