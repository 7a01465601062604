//! Writing the parts of a JSON text that need care: strings and integers.

/// Appends `text` as a JSON string, quotes included, escaped exactly as `JSON.stringify` does.
pub fn push_string(out: &mut String, text: &str) {
    out.push('"');
    let mut written = 0;
    for (at, byte) in text.bytes().enumerate() {
        if byte >= b' ' && byte != b'"' && byte != b'\\' {
            continue;
        }
        out.push_str(text.get(written..at).unwrap_or_default());
        push_escape(out, byte);
        written = at + 1;
    }
    out.push_str(text.get(written..).unwrap_or_default());
    out.push('"');
}

/// Appends `value` in decimal.
///
/// Used instead of `core::fmt`, which would add its whole machinery to the module.
pub fn push_integer(out: &mut String, value: u64) {
    // Division of 64-bit numbers is slow in WebAssembly; of the usual 32-bit ones it is not.
    match u32::try_from(value) {
        Ok(small) => push_digits(out, small, 1),
        Err(_) => {
            push_integer(out, value / NINE_DIGITS);
            push_digits(out, (value % NINE_DIGITS) as u32, 9);
        }
    }
}

const NINE_DIGITS: u64 = 1_000_000_000;

/// Appends `value` with at least `least` digits (at most 10).
fn push_digits(out: &mut String, mut value: u32, least: usize) {
    let mut digits = [b'0'; 10];
    let mut count = 0;
    for (index, digit) in digits.iter_mut().rev().enumerate() {
        if value == 0 && index >= least {
            break;
        }
        *digit = b'0' + (value % 10) as u8;
        value /= 10;
        count = index + 1;
    }
    let written = digits.get(digits.len() - count..).unwrap_or_default();
    out.push_str(str::from_utf8(written).unwrap_or_default());
}

// Apart from the loop, which is for speed.
#[cold]
fn push_escape(out: &mut String, byte: u8) {
    let short = match byte {
        b'"' => "\\\"",
        b'\\' => "\\\\",
        0x08 => "\\b",
        0x09 => "\\t",
        0x0a => "\\n",
        0x0c => "\\f",
        0x0d => "\\r",
        _ => {
            out.push_str(if byte < 0x10 { "\\u000" } else { "\\u001" });
            out.push(char::from_digit(u32::from(byte & 0x0f), 16).unwrap_or('0'));
            return;
        }
    };
    out.push_str(short);
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn every_control_character_is_escaped_as_javascript_does() {
        let mut out = String::new();
        push_string(&mut out, "\0\u{1}\u{8}\t\n\u{b}\u{c}\r\u{e}\u{1f} \"\\/\u{7f}\u{2028}<é😀");
        // What node's JSON.stringify answers for the same text.
        let expected =
            "\"\\u0000\\u0001\\b\\t\\n\\u000b\\f\\r\\u000e\\u001f \\\"\\\\/\u{7f}\u{2028}<é😀\"";
        assert_eq!(out, expected);
    }

    #[test]
    fn integers_at_every_border() {
        let powers = (0..=19).map(|power| 10_u64.pow(power));
        let borders = powers.chain([0, u64::from(u32::MAX), 1 << 32, u64::MAX]);
        for value in borders.flat_map(|n| [n.saturating_sub(1), n, n.saturating_add(1)]) {
            let mut out = String::new();
            push_integer(&mut out, value);
            assert_eq!(out, value.to_string());
        }
    }

    proptest! {
        #[test]
        fn any_string_is_written_as_serde_json_does(text in any::<String>()) {
            let mut out = String::from("before");
            push_string(&mut out, &text);
            let expected = serde_json::to_string(&text).unwrap();
            prop_assert_eq!(out.strip_prefix("before"), Some(expected.as_str()));
        }

        #[test]
        fn any_mix_of_awkward_characters(text in "[\0-\u{22}\\\\/a\u{7f}-\u{a0}\u{2028}\u{2029}😀]{0,40}") {
            let mut out = String::new();
            push_string(&mut out, &text);
            prop_assert_eq!(out, serde_json::to_string(&text).unwrap());
        }

        #[test]
        fn any_integer(value in any::<u64>()) {
            let mut out = String::new();
            push_integer(&mut out, value);
            prop_assert_eq!(out, value.to_string());
        }
    }
}
