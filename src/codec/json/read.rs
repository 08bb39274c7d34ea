//! A strict JSON parser (RFC 8259).

use crate::codec::value::Value;

/// The largest depth of nested values. Without a limit, a reply of 1.5 MiB could nest a million values and overflow the stack.
pub const MAX_DEPTH: u8 = 32;

/// The text is not JSON, or is nested deeper than [`MAX_DEPTH`]. The error repeats no part of the text, which may hold personal
/// data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotJson;

/// Reads JSON text. A byte order mark at its start is ignored.
///
/// # Errors
/// [`NotJson`].
pub fn parse(text: &str) -> Result<Value, NotJson> {
    let mut reader = Reader { text: text.strip_prefix('\u{feff}').unwrap_or(text), at: 0 };
    let value = reader.value(MAX_DEPTH)?;
    reader.blanks();
    if reader.at == reader.text.len() { Ok(value) } else { Err(NotJson) }
}

/// The text, and the number of bytes that are read.
struct Reader<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Reader<'a> {
    fn value(&mut self, depth: u8) -> Result<Value, NotJson> {
        self.blanks();
        match self.peek() {
            Some(b'{') => self.object(depth.checked_sub(1).ok_or(NotJson)?),
            Some(b'[') => self.list(depth.checked_sub(1).ok_or(NotJson)?),
            Some(b'"') => self.string().map(Value::Text),
            Some(b't') => self.word("true", Value::Bool(true)),
            Some(b'f') => self.word("false", Value::Bool(false)),
            Some(b'n') => self.word("null", Value::Null),
            _ => self.number(),
        }
    }

    fn object(&mut self, depth: u8) -> Result<Value, NotJson> {
        let mut entries = Vec::new();
        self.at += 1;
        if self.takes(b'}') {
            return Ok(Value::Object(entries));
        }
        loop {
            self.blanks();
            let key = self.string()?;
            self.needs(b':')?;
            entries.push((key, self.value(depth)?));
            if !self.takes(b',') {
                self.needs(b'}')?;
                return Ok(Value::Object(entries));
            }
        }
    }

    fn list(&mut self, depth: u8) -> Result<Value, NotJson> {
        let mut items = Vec::new();
        self.at += 1;
        if self.takes(b']') {
            return Ok(Value::List(items));
        }
        loop {
            items.push(self.value(depth)?);
            if !self.takes(b',') {
                self.needs(b']')?;
                return Ok(Value::List(items));
            }
        }
    }

    fn string(&mut self) -> Result<String, NotJson> {
        self.eats(b'"').ok_or(NotJson)?;
        let mut string = self.plain().to_owned();
        loop {
            match self.next() {
                Some(b'"') => return Ok(string),
                Some(b'\\') => string.push(self.escape()?),
                _ => return Err(NotJson),
            }
            string.push_str(self.plain());
        }
    }

    /// Reads the characters of a string up to the next quote, escape or control character.
    fn plain(&mut self) -> &'a str {
        self.run(|byte| !matches!(byte, b'"' | b'\\' | ..=0x1f))
    }

    fn escape(&mut self) -> Result<char, NotJson> {
        Ok(match self.next().ok_or(NotJson)? {
            byte @ (b'"' | b'\\' | b'/') => byte.into(),
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => self.unicode()?,
            _ => return Err(NotJson),
        })
    }

    /// Reads the four digits after `\u`, and those of the second half of a surrogate pair. A single half is not a character; it
    /// becomes the replacement character.
    fn unicode(&mut self) -> Result<char, NotJson> {
        let first = self.four_digits()?;
        let mut ahead = Reader { ..*self };
        if matches!(first, 0xD800..=0xDBFF)
            && ahead.passes("\\u")
            && let second @ 0xDC00..=0xDFFF = ahead.four_digits()?
        {
            self.at = ahead.at;
            let code = 0x1_0000 + ((first - 0xD800) << 10) + (second - 0xDC00);
            return char::from_u32(code).ok_or(NotJson);
        }
        Ok(char::from_u32(first).unwrap_or(char::REPLACEMENT_CHARACTER))
    }

    fn four_digits(&mut self) -> Result<u32, NotJson> {
        let mut code = 0;
        for _ in 0..4 {
            code = code * 16 + self.next().and_then(|digit| char::from(digit).to_digit(16)).ok_or(NotJson)?;
        }
        Ok(code)
    }

    /// `-? (0 | 1-9 digits*) (. digits+)? ((e|E) (+|-)? digits+)?`
    fn number(&mut self) -> Result<Value, NotJson> {
        let start = self.at;
        let _ = self.eats(b'-');
        let whole = self.digits()?;
        if whole.len() > 1 && whole.starts_with('0') {
            return Err(NotJson);
        }
        let integer = self.since(start);
        // 20.00 is the whole number 20. A number with an exponent, or with another fraction, is kept as text.
        let mut is_whole = true;
        if self.eats(b'.').is_some() {
            is_whole = self.digits()?.bytes().all(|digit| digit == b'0');
        }
        if self.eats(b'e').or_else(|| self.eats(b'E')).is_some() {
            let _ = self.eats(b'+').or_else(|| self.eats(b'-'));
            self.digits()?;
            is_whole = false;
        }
        let literal = self.since(start);
        let number = if is_whole { integer.parse().ok() } else { None };
        Ok(number.map_or_else(|| Value::Number(literal.to_owned()), Value::Int))
    }

    /// Reads one or more digits.
    fn digits(&mut self) -> Result<&'a str, NotJson> {
        let digits = self.run(|byte| byte.is_ascii_digit());
        if digits.is_empty() { Err(NotJson) } else { Ok(digits) }
    }

    fn word(&mut self, word: &str, value: Value) -> Result<Value, NotJson> {
        if self.passes(word) { Ok(value) } else { Err(NotJson) }
    }

    fn blanks(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    /// Skips white space, then this byte if it comes next. Returns whether it did.
    fn takes(&mut self, byte: u8) -> bool {
        self.blanks();
        self.eats(byte).is_some()
    }

    fn needs(&mut self, byte: u8) -> Result<(), NotJson> {
        if self.takes(byte) { Ok(()) } else { Err(NotJson) }
    }

    /// Skips this byte if it comes next.
    fn eats(&mut self, byte: u8) -> Option<u8> {
        if self.peek() != Some(byte) {
            return None;
        }
        self.at += 1;
        Some(byte)
    }

    /// Skips this word if it comes next. Returns whether it did.
    fn passes(&mut self, word: &str) -> bool {
        let is_next = self.text.as_bytes().get(self.at..).is_some_and(|rest| rest.starts_with(word.as_bytes()));
        self.at += if is_next { word.len() } else { 0 };
        is_next
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// Reads one byte.
    fn next(&mut self) -> Option<u8> {
        let byte = self.peek()?;
        self.at += 1;
        Some(byte)
    }

    /// Reads the bytes for which `holds` is true.
    fn run(&mut self, holds: impl Fn(u8) -> bool) -> &'a str {
        let start = self.at;
        let rest = self.text.as_bytes().get(start..).unwrap_or_default();
        self.at += rest.iter().position(|byte| !holds(*byte)).unwrap_or(rest.len());
        self.since(start)
    }

    /// The text that was read since `start`. Both ends are beside a one-byte character, so the slice
    /// is valid UTF-8.
    fn since(&self, start: usize) -> &'a str {
        self.text.get(start..self.at).unwrap_or_default()
    }
}
