//! What texts of strangers need: looking for a part, and showing them safely.
//!
//! By hand, since the library's ways (two-way search, `escape_debug` and its tables of Unicode)
//! are 8 kB of the module for texts of a few hundred bytes.

pub mod json;
pub mod nearest;
mod withhold;

pub(crate) use withhold::{WITHHELD, quotes, withheld};

/// A sentence, with one part for each `*` in it: `format!` is 10 kB of the module.
pub(crate) fn fill(sentence: &str, parts: &[&str]) -> String {
    let mut text = String::new();
    let mut rest = sentence;
    let mut parts = parts.iter();
    while let Some(words) = next_part(&mut rest, b'*') {
        text.push_str(words);
        if let Some(part) = parts.next() {
            text.push_str(part);
        }
    }
    text
}

/// Names in a row, as a message lists them.
pub(crate) fn listed(names: &[&str]) -> String {
    let mut text = String::new();
    for name in names {
        text.push_str(if text.is_empty() { "" } else { ", " });
        text.push_str(name);
    }
    text
}

/// A whole number as people write it.
pub(crate) fn decimal(number: i64) -> String {
    let mut text = String::new();
    json::push_signed(&mut text, number);
    text
}

/// Where `needle` first stands in `text`, in bytes.
pub(crate) fn find(text: &str, needle: &str) -> Option<usize> {
    let (text, needle) = (text.as_bytes(), needle.as_bytes());
    let mut at = 0;
    while let Some(rest) = text.get(at..).filter(|rest| rest.len() >= needle.len()) {
        if rest.starts_with(needle) {
            return Some(at);
        }
        at += 1;
    }
    None
}

/// What stands before and after the first `needle`.
pub(crate) fn split_once<'a>(text: &'a str, needle: &str) -> Option<(&'a str, &'a str)> {
    let start = find(text, needle)?;
    Some((text.get(..start)?, text.get(start + needle.len()..)?))
}

/// What stands before the first `stop`, an ASCII character, and the rest from it on.
pub(crate) fn split_before(text: &str, stop: u8) -> (&str, &str) {
    let mut at = 0;
    for byte in text.bytes() {
        if byte == stop {
            break;
        }
        at += 1;
    }
    text.split_at_checked(at).unwrap_or((text, ""))
}

/// Whether `byte` is one of `bytes`. By hand: the library's search by whole words is four times as large.
pub(crate) fn has(bytes: &[u8], byte: u8) -> bool {
    for each in bytes {
        if *each == byte {
            return true;
        }
    }
    false
}

/// Takes what stands before the next `stop`, an ASCII character, and the `stop` itself, off `rest`; nothing where
/// nothing is left.
pub(crate) fn next_part<'a>(rest: &mut &'a str, stop: u8) -> Option<&'a str> {
    if rest.is_empty() {
        return None;
    }
    let (part, after) = split_before(rest, stop);
    *rest = after.get(1..).unwrap_or_default();
    Some(part)
}

/// What a digit stands for, in a radix up to 16.
pub(crate) fn digit(byte: u8, radix: u32) -> Option<u32> {
    let digit = match byte {
        b'0'..=b'9' => byte - b'0',
        b'a'..=b'f' => byte - b'a' + 10,
        b'A'..=b'F' => byte - b'A' + 10,
        _ => return None,
    };
    Some(digit.into()).filter(|digit| *digit < radix)
}

/// Whether one of the words of `list`, which stand between spaces, is `word`, whatever the case of its letters.
pub(crate) fn has_word(list: &str, word: &str) -> bool {
    let mut rest = list;
    while let Some(known) = next_part(&mut rest, b' ') {
        if known.eq_ignore_ascii_case(word) {
            return true;
        }
    }
    false
}

/// Whether `text` begins with `word` and a space.
pub(crate) fn starts_with_word(text: &str, word: &str) -> bool {
    text.as_bytes().get(word.len()) == Some(&b' ') && text.starts_with(word)
}

/// The rows of a table.
#[cfg(feature = "server")]
pub(crate) type Lines = &'static [&'static str];
/// One text: in the module for pages, the address of a row would weigh as much as a short row.
#[cfg(not(feature = "server"))]
pub(crate) type Lines = &'static str;

/// The line that begins with `word` and a space.
#[cfg(feature = "server")]
pub(crate) fn line_of(lines: Lines, word: &str) -> Option<&'static str> {
    lines.iter().copied().find(|line| starts_with_word(line, word))
}

/// The line that begins with `word` and a space.
#[cfg(not(feature = "server"))]
pub(crate) fn line_of(lines: Lines, word: &str) -> Option<&'static str> {
    let mut rest = lines;
    while let Some(line) = next_part(&mut rest, b'\n') {
        if starts_with_word(line, word) {
            return Some(line);
        }
    }
    None
}

/// A whole number of digits only. One that is too large for any use is cut.
pub(crate) fn digits(text: &str) -> Option<u64> {
    const TOO_LARGE: u64 = 1 << 40;
    let mut number = 0;
    for byte in text.bytes() {
        if !byte.is_ascii_digit() {
            return None;
        }
        number = (number * 10 + u64::from(byte - b'0')).min(TOO_LARGE);
    }
    if text.is_empty() { None } else { Some(number) }
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
        _ if is_unprintable(character) => {
            shown.push_str("\\u{");
            push_hexadecimal(shown, character.into());
            shown.push('}');
        }
        _ => {
            if matches!(character, '"' | '\\') {
                shown.push('\\');
            }
            shown.push(character);
        }
    }
}

fn push_hexadecimal(out: &mut String, number: u32) {
    if number > 15 {
        push_hexadecimal(out, number >> 4);
    }
    let digit = (number & 15) as u8;
    out.push(char::from(if digit < 10 { b'0' + digit } else { b'a' - 10 + digit }));
}

/// Controls, and what turns the direction of text around or cannot be seen.
pub(crate) fn is_unprintable(character: char) -> bool {
    matches!(
        character,
        '\0'..='\u{1f}'
            | '\u{7f}'..='\u{9f}'
            | '\u{ad}'
            | '\u{34f}'
            | '\u{61c}'
            | '\u{115f}'..='\u{1160}'
            | '\u{180e}'
            | '\u{200b}'..='\u{200f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{3164}'
            | '\u{feff}'
            | '\u{ffa0}'
            | '\u{fff9}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e007f}'
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
        assert_eq!(shown("\u{61c}", 9), r"\u{61c}");
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
    fn sentences_are_filled_part_by_part() {
        assert_eq!(fill("`*` is * or *", &["a", "*", "c"]), "`a` is * or c");
        assert_eq!(fill("**", &["用", "b"]), "用b");
        assert_eq!(fill("as it is", &[]), "as it is");
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
