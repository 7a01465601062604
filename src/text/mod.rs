//! What texts of strangers need: looking for a part, and showing them safely.
//!
//! By hand, since the library's ways (two-way search, `escape_debug` and its tables of Unicode)
//! are 8 kB of the module for texts of a few hundred bytes.

pub mod json;
pub mod nearest;
mod withhold;

pub(crate) use withhold::{WITHHELD, quotes, withheld};

use json::push_integer;

/// A whole number as people write it.
pub(crate) fn decimal(number: i64) -> String {
    let mut text = String::from(if number < 0 { "-" } else { "" });
    push_integer(&mut text, number.unsigned_abs());
    text
}

/// Where `needle` first stands in `text`, in bytes.
pub(crate) fn find(text: &str, needle: &str) -> Option<usize> {
    text.as_bytes().windows(needle.len().max(1)).position(|part| part == needle.as_bytes())
}

/// What stands before and after the first `needle`.
pub(crate) fn split_once<'a>(text: &'a str, needle: &str) -> Option<(&'a str, &'a str)> {
    let start = find(text, needle)?;
    Some((text.get(..start)?, text.get(start + needle.len()..)?))
}

/// What stands before the first `stop`, an ASCII character, and the rest from it on.
pub(crate) fn split_before(text: &str, stop: u8) -> (&str, &str) {
    let at = text.bytes().position(|byte| byte == stop).unwrap_or(text.len());
    (text.get(..at).unwrap_or(text), text.get(at..).unwrap_or_default())
}

/// A whole number of digits only. One that is too large for any use is cut.
pub(crate) fn digits(text: &str) -> Option<u64> {
    if text.is_empty() || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    Some(text.bytes().fold(0, |number: u64, byte| {
        number.saturating_mul(10).saturating_add(u64::from(byte - b'0')).min(1 << 40)
    }))
}

/// At most `most` characters of `text`, with those escaped that would garble a terminal or a log.
pub(crate) fn shown(text: &str, most: usize) -> String {
    let mut shown = String::new();
    for (count, character) in text.chars().enumerate() {
        if count == most {
            shown.push('…');
            break;
        }
        push_shown(&mut shown, character);
    }
    shown
}

fn push_shown(shown: &mut String, character: char) {
    match character {
        '\n' => shown.push_str("\\n"),
        '\r' => shown.push_str("\\r"),
        '\t' => shown.push_str("\\t"),
        '"' | '\\' => shown.extend(['\\', character]),
        _ if is_unprintable(character) => {
            shown.push_str("\\u{");
            let code = u32::from(character);
            let places = (0..6).rev().skip_while(|place| *place > 0 && code >> (4 * place) == 0);
            shown.extend(
                places.filter_map(|place| char::from_digit((code >> (4 * place)) & 15, 16)),
            );
            shown.push('}');
        }
        _ => shown.push(character),
    }
}

/// Controls, and what turns the direction of text around or cannot be seen.
pub(crate) fn is_unprintable(character: char) -> bool {
    matches!(
        character,
        '\0'..='\u{1f}'
            | '\u{7f}'..='\u{9f}'
            | '\u{ad}'
            | '\u{200b}'..='\u{200f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{feff}'
            | '\u{fff9}'..='\u{fffb}'
    )
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn odd_characters_are_escaped_and_long_texts_cut() {
        assert_eq!(shown("a\u{1b}[31m\n\"b\\ 用户😀", 40), r#"a\u{1b}[31m\n\"b\\ 用户😀"#);
        assert_eq!(shown("\u{202e}\u{0}\u{feff}", 9), r"\u{202e}\u{0}\u{feff}");
        assert_eq!(shown("12345", 3), "123…");
        assert_eq!(shown("123", 3), "123");
    }

    #[test]
    fn numbers_are_written_in_full() {
        for number in [0, -1, 42, i64::MAX, i64::MIN] {
            assert_eq!(decimal(number), number.to_string());
        }
    }

    #[test]
    fn splitting_before_keeps_the_stop() {
        assert_eq!(split_before("用户/a/b", b'/'), ("用户", "/a/b"));
        assert_eq!(split_before("用户", b'/'), ("用户", ""));
    }

    #[test]
    fn splitting_leaves_out_the_needle() {
        assert_eq!(split_once("a://b://c", "://"), Some(("a", "b://c")));
        assert_eq!(split_once("://", "://"), Some(("", "")));
        assert_eq!(split_once("a:/b", "://"), None);
    }

    proptest! {
        #[test]
        fn finding_agrees_with_the_library(text in "[ab用]{0,12}", needle in "[ab用]{1,3}") {
            prop_assert_eq!(find(&text, &needle), text.find(&needle));
            prop_assert_eq!(split_once(&text, &needle), text.split_once(&needle));
        }
    }
}
