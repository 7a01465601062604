//! Reading JSON (RFC 8259) that a stranger wrote: strict grammar, bounded depth, no panic.

use super::value::Object;
use super::value::Value;

/// Arrays and objects may lie in each other this deep; more is refused, not recursed into.
const DEEPEST: usize = 32;

/// Reads one JSON text; nothing but white space may stand around the value.
///
/// # Errors
/// The text is not JSON by RFC 8259, or nests deeper than 32 levels.
pub fn parse(text: &str) -> Result<Value, ReadError> {
    let mut reader = Reader { text, at: 0 };
    let value = reader.value(0)?;
    reader.skip_space();
    match reader.peek() {
        None => Ok(value),
        Some(_) => Err(reader.fault()),
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

/// A place in the text. `at` rests on a character's first byte whenever a slice is cut there.
struct Reader<'a> {
    text: &'a str,
    at: usize,
}

impl Reader<'_> {
    fn value(&mut self, depth: usize) -> Result<Value, ReadError> {
        self.skip_space();
        match self.peek() {
            Some(b'{' | b'[') if depth == DEEPEST => Err(ReadError::TooDeep { at: self.at }),
            Some(b'{') => self.object(depth + 1),
            Some(b'[') => self.array(depth + 1),
            Some(b'"') => self.string().map(Text::into_value),
            Some(b't') => self.word("true", Value::Bool(true)),
            Some(b'f') => self.word("false", Value::Bool(false)),
            Some(b'n') => self.word("null", Value::Null),
            _ => self.number(),
        }
    }

    fn object(&mut self, depth: usize) -> Result<Value, ReadError> {
        self.at += 1;
        let mut fields = Vec::new();
        self.skip_space();
        if self.skip(b'}') {
            return Ok(Value::Object(Object::new(fields)));
        }
        loop {
            self.skip_space();
            let name = self.string()?.text;
            self.skip_space();
            self.expect(b':')?;
            fields.push((name, self.value(depth)?));
            self.skip_space();
            if !self.skip(b',') {
                self.expect(b'}')?;
                return Ok(Value::Object(Object::new(fields)));
            }
        }
    }

    fn array(&mut self, depth: usize) -> Result<Value, ReadError> {
        self.at += 1;
        let mut items = Vec::new();
        self.skip_space();
        if self.skip(b']') {
            return Ok(Value::Array(items));
        }
        loop {
            items.push(self.value(depth)?);
            self.skip_space();
            if !self.skip(b',') {
                self.expect(b']')?;
                return Ok(Value::Array(items));
            }
        }
    }

    fn string(&mut self) -> Result<Text, ReadError> {
        self.expect(b'"')?;
        let mut read = Text { text: String::new(), broken: false };
        loop {
            let from = self.at;
            while matches!(self.peek(), Some(byte) if byte >= b' ' && byte != b'"' && byte != b'\\')
            {
                self.at += 1;
            }
            read.text.push_str(self.text.get(from..self.at).unwrap_or_default());
            if self.skip(b'"') {
                return Ok(read);
            }
            self.expect(b'\\')?;
            match self.escape()? {
                Some(character) => read.text.push(character),
                None => {
                    read.text.push(char::REPLACEMENT_CHARACTER);
                    read.broken = true;
                }
            }
        }
    }

    /// What stands behind a backslash; nothing for half a surrogate pair.
    fn escape(&mut self) -> Result<Option<char>, ReadError> {
        let character = match self.peek() {
            Some(mark @ (b'"' | b'\\' | b'/')) => char::from(mark),
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => {
                self.at += 1;
                return self.code_point();
            }
            _ => return Err(self.fault()),
        };
        self.at += 1;
        Ok(Some(character))
    }

    fn code_point(&mut self) -> Result<Option<char>, ReadError> {
        let unit = self.four_digits()?;
        let after = self.at;
        if (0xd800..0xdc00).contains(&unit) && self.skip(b'\\') && self.skip(b'u') {
            let second = self.four_digits()?;
            if (0xdc00..0xe000).contains(&second) {
                return Ok(char::from_u32(0x1_0000 + ((unit - 0xd800) << 10) + (second - 0xdc00)));
            }
        }
        // Not a pair: the next escape, if there is one, is read for itself.
        self.at = after;
        Ok(char::from_u32(unit))
    }

    fn four_digits(&mut self) -> Result<u32, ReadError> {
        let mut unit = 0;
        for _ in 0..4 {
            let digit = self.peek().and_then(|byte| char::from(byte).to_digit(16));
            unit = unit << 4 | digit.ok_or_else(|| self.fault())?;
            self.at += 1;
        }
        Ok(unit)
    }

    fn number(&mut self) -> Result<Value, ReadError> {
        let from = self.at;
        self.skip(b'-');
        // A leading zero stands alone: 01 is no number.
        if !self.skip(b'0') {
            self.digits()?;
        }
        let mut whole = true;
        if self.skip(b'.') {
            whole = false;
            self.digits()?;
        }
        if self.skip(b'e') || self.skip(b'E') {
            whole = false;
            let _ = self.skip(b'+') || self.skip(b'-');
            self.digits()?;
        }
        let digits = self.text.get(from..self.at).unwrap_or_default();
        let integer = if whole { digits.parse().ok() } else { None };
        Ok(integer.map_or_else(|| Value::Number(digits.into()), Value::Integer))
    }

    /// One digit or more.
    fn digits(&mut self) -> Result<(), ReadError> {
        let from = self.at;
        while matches!(self.peek(), Some(b'0'..=b'9')) {
            self.at += 1;
        }
        if self.at > from { Ok(()) } else { Err(self.fault()) }
    }

    fn word(&mut self, word: &str, value: Value) -> Result<Value, ReadError> {
        for byte in word.bytes() {
            self.expect(byte)?;
        }
        Ok(value)
    }

    fn skip_space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    fn expect(&mut self, byte: u8) -> Result<(), ReadError> {
        if self.skip(byte) { Ok(()) } else { Err(self.fault()) }
    }

    fn skip(&mut self, byte: u8) -> bool {
        let found = self.peek() == Some(byte);
        self.at += usize::from(found);
        found
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn fault(&self) -> ReadError {
        ReadError::Syntax { at: self.at }
    }
}

/// A string as read, and whether half a surrogate pair was lost in it.
struct Text {
    text: String,
    broken: bool,
}

impl Text {
    fn into_value(self) -> Value {
        if self.broken { Value::BrokenString(self.text) } else { Value::String(self.text) }
    }
}

#[cfg(test)]
mod tests;
