//! Reading JSON (RFC 8259) that a stranger wrote: strict grammar, bounded depth, no panic.

use super::value::Object;
use super::value::Value;
use crate::text::digit;

/// Arrays and objects may lie in each other this deep; more is refused, not recursed into.
const DEEPEST: usize = 32;

/// Reads one JSON text; nothing but white space may stand around the value.
///
/// # Errors
/// The text is not JSON by RFC 8259, or nests deeper than 32 levels.
pub fn parse(text: &str) -> Result<Value, ReadError> {
    let mut reader = Reader { text, at: 0, is_too_deep: false };
    let value = reader.value(0);
    if value.is_some() {
        reader.skip_space();
    }
    let at = reader.at;
    match value {
        Some(value) if at == text.len() => Ok(value),
        _ if reader.is_too_deep => Err(ReadError::TooDeep { at }),
        _ => Err(ReadError::Syntax { at }),
    }
}

/// [`parse`] for bytes that should be UTF-8.
///
/// # Errors
/// As [`parse`], and for bytes that are not UTF-8. A byte order mark is refused, as `JSON.parse` does.
pub fn parse_bytes(bytes: &[u8]) -> Result<Value, ReadError> {
    match str::from_utf8(bytes) {
        Ok(text) => parse(text),
        Err(fault) => Err(ReadError::NotUtf8 { at: fault.valid_up_to() }),
    }
}

/// Why a text is not JSON. `at` counts bytes from the start, from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ReadError {
    /// The bytes are not UTF-8.
    NotUtf8 {
        /// The first byte that is not.
        at: usize,
    },
    /// The grammar is broken; the end of the text counts as a place, too.
    Syntax {
        /// Where reading stopped.
        at: usize,
    },
    /// Arrays and objects lie in each other deeper than 32 levels.
    TooDeep {
        /// The bracket that is one too many.
        at: usize,
    },
}

impl ReadError {
    /// Where reading stopped, in bytes from the start.
    pub fn at(&self) -> usize {
        match self {
            Self::NotUtf8 { at } | Self::Syntax { at } | Self::TooDeep { at } => *at,
        }
    }
}

/// A place in the text. `at` rests on a character's first byte whenever a slice is cut there, and where reading stopped
/// when it did.
struct Reader<'a> {
    text: &'a str,
    at: usize,
    is_too_deep: bool,
}

impl Reader<'_> {
    fn value(&mut self, depth: usize) -> Option<Value> {
        self.skip_space();
        match self.peek() {
            b'{' | b'[' if depth == DEEPEST => {
                self.is_too_deep = true;
                None
            }
            b'{' => self.object(depth + 1),
            b'[' => self.array(depth + 1),
            b'"' => {
                let (text, is_broken) = self.string()?;
                Some(if is_broken { Value::BrokenText(text) } else { Value::Text(text) })
            }
            b't' => self.word("true", Value::Boolean(true)),
            b'f' => self.word("false", Value::Boolean(false)),
            b'n' => self.word("null", Value::Absent),
            _ => self.number(),
        }
    }

    fn object(&mut self, depth: usize) -> Option<Value> {
        let mut fields = Vec::new();
        while self.has_next(fields.is_empty(), b'}')? {
            self.skip_space();
            let (name, _) = self.string()?;
            self.skip_space();
            self.expect(b':')?;
            fields.push((name, self.value(depth)?));
        }
        Some(Value::Object(Object(fields)))
    }

    fn array(&mut self, depth: usize) -> Option<Value> {
        let mut items = Vec::new();
        while self.has_next(items.is_empty(), b']')? {
            items.push(self.value(depth)?);
        }
        Some(Value::List(items))
    }

    /// Goes to the next item of what ends with `end`, over the bracket that opens it or a comma.
    fn has_next(&mut self, is_first: bool, end: u8) -> Option<bool> {
        self.at += usize::from(is_first);
        self.skip_space();
        if is_first {
            return Some(!self.skip(end));
        }
        if self.skip(b',') {
            return Some(true);
        }
        self.expect(end)?;
        Some(false)
    }

    /// A string, and whether half a surrogate pair was lost in it.
    fn string(&mut self) -> Option<(String, bool)> {
        self.expect(b'"')?;
        let mut text = String::new();
        let mut is_broken = false;
        loop {
            let from = self.at;
            while !matches!(self.peek(), 0..b' ' | b'"' | b'\\') {
                self.at += 1;
            }
            text.push_str(self.text.get(from..self.at)?);
            if self.skip(b'"') {
                return Some((text, is_broken));
            }
            self.expect(b'\\')?;
            let escaped = self.escape()?;
            is_broken |= escaped.is_none();
            text.push(escaped.unwrap_or(char::REPLACEMENT_CHARACTER));
        }
    }

    /// What stands behind a backslash; nothing for half a surrogate pair.
    fn escape(&mut self) -> Option<Option<char>> {
        let character = match self.peek() {
            mark @ (b'"' | b'\\' | b'/') => char::from(mark),
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => return self.unicode_escape(),
            _ => return None,
        };
        self.at += 1;
        Some(Some(character))
    }

    /// `u` and four digits, and the other half if it is one of a surrogate pair.
    fn unicode_escape(&mut self) -> Option<Option<char>> {
        let unit = self.four_digits()?;
        let after = self.at;
        if matches!(unit, 0xd800..0xdc00) && self.skip(b'\\') && self.peek() == b'u' {
            let second = self.four_digits()?;
            if matches!(second, 0xdc00..0xe000) {
                return Some(char::from_u32(0x10000 + ((unit - 0xd800) << 10) + (second - 0xdc00)));
            }
        }
        // Not a pair: the next escape, if there is one, is read for itself.
        self.at = after;
        Some(char::from_u32(unit))
    }

    /// The number that stands in four digits after this place.
    fn four_digits(&mut self) -> Option<u32> {
        let mut unit = 0;
        for _ in 0..4 {
            self.at += 1;
            unit = unit << 4 | digit(self.peek(), 16)?;
        }
        self.at += 1;
        Some(unit)
    }

    fn number(&mut self) -> Option<Value> {
        let from = self.at;
        self.skip(b'-');
        // A leading zero stands alone: 01 is no number.
        if !self.skip(b'0') {
            self.digits()?;
        }
        let mut is_whole = true;
        if self.skip(b'.') {
            is_whole = false;
            self.digits()?;
        }
        if self.skip(b'e') || self.skip(b'E') {
            is_whole = false;
            let _ = self.skip(b'+') || self.skip(b'-');
            self.digits()?;
        }
        let digits = self.text.get(from..self.at)?;
        let integer = if is_whole { integer(digits) } else { None };
        Some(integer.map_or_else(|| Value::Digits(digits.into()), Value::Integer))
    }

    /// One digit or more.
    fn digits(&mut self) -> Option<()> {
        if !self.peek().is_ascii_digit() {
            return None;
        }
        while self.peek().is_ascii_digit() {
            self.at += 1;
        }
        Some(())
    }

    fn word(&mut self, word: &str, value: Value) -> Option<Value> {
        for byte in word.bytes() {
            self.expect(byte)?;
        }
        Some(value)
    }

    fn skip_space(&mut self) {
        while matches!(self.peek(), b' ' | b'\t' | b'\n' | b'\r') {
            self.at += 1;
        }
    }

    fn expect(&mut self, byte: u8) -> Option<()> {
        if self.skip(byte) { Some(()) } else { None }
    }

    fn skip(&mut self, byte: u8) -> bool {
        let found = self.peek() == byte;
        self.at += usize::from(found);
        found
    }

    /// The next byte. At the end 0, which no JSON has outside of an escape.
    fn peek(&self) -> u8 {
        self.text.as_bytes().get(self.at).copied().unwrap_or_default()
    }
}

/// A whole number in plain digits, if it fits.
fn integer(text: &str) -> Option<i64> {
    // So many digits never overflow; more than that never fit.
    const MOST: usize = 19;
    let digits = text.strip_prefix('-');
    let is_negative = digits.is_some();
    let digits = digits.unwrap_or(text);
    let mut number = 0_u64;
    for digit in digits.bytes() {
        number = number.wrapping_mul(10).wrapping_add(u64::from(digit - b'0'));
    }
    let most = i64::MAX.cast_unsigned() + u64::from(is_negative);
    let fits = digits.len() <= MOST && number <= most;
    let number = number.cast_signed();
    fits.then_some(if is_negative { number.wrapping_neg() } else { number })
}

#[cfg(test)]
mod tests;
