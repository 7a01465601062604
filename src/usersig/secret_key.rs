//! What a secret key looks like that was not taken as it is.

use crate::text::is_unprintable;

/// What stands around a key that has no such thing in the console, for a hint where the service
/// finds its signatures wrong (70009). `None` for a key that looks well.
pub fn key_looks_padded(key: &str) -> Option<&'static str> {
    let at_an_end = |is: fn(char) -> bool| key.starts_with(is) || key.ends_with(is);
    if at_an_end(|character| matches!(character, '\r' | '\n')) {
        Some("a line end")
    } else if at_an_end(|character| character.is_whitespace() || is_unprintable(character)) {
        Some("white space")
    } else if at_an_end(is_quote) {
        Some("a quotation mark")
    } else {
        None
    }
}

fn is_quote(character: char) -> bool {
    matches!(character, '"' | '\'' | '`' | '\u{2018}' | '\u{2019}' | '\u{201c}' | '\u{201d}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_around_a_key_is_named() {
        for (key, expected) in [
            ("0123abcd", None),
            ("", None),
            ("a b\"c", None),
            ("0123abcd\n", Some("a line end")),
            ("\"0123abcd\"\r\n", Some("a line end")),
            (" 0123abcd", Some("white space")),
            ("0123abcd\t", Some("white space")),
            ("\u{feff}0123abcd", Some("white space")),
            ("0123abcd\u{200b}", Some("white space")),
            ("\"0123abcd\"", Some("a quotation mark")),
            ("0123abcd'", Some("a quotation mark")),
            ("\u{201c}0123abcd", Some("a quotation mark")),
        ] {
            assert_eq!(key_looks_padded(key), expected, "{key:?}");
        }
    }
}
