//! Strict JSON (RFC 8259), read in one pass.

use crate::wire::value::Value;

/// How deep values may nest. A reply of 256 KiB could nest 200,000 deep and overflow the stack, which wasm cannot survive.
pub const MAX_DEPTH: u8 = 32;

/// The text is not JSON, or nests deeper than [`MAX_DEPTH`]. Says nothing of the text: it may hold personal data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotJson;

/// Reads JSON text; a byte order mark in front is passed over.
///
/// # Errors
/// [`NotJson`].
pub fn parse(text: &str) -> Result<Value, NotJson> {
    let mut reader = Reader { rest: text.strip_prefix('\u{feff}').unwrap_or(text) };
    let value = reader.value(MAX_DEPTH)?;
    reader.blanks();
    if reader.rest.is_empty() { Ok(value) } else { Err(NotJson) }
}

/// What is left to read.
struct Reader<'a> {
    rest: &'a str,
}

impl<'a> Reader<'a> {
    fn value(&mut self, depth: u8) -> Result<Value, NotJson> {
        self.blanks();
        match self.rest.as_bytes().first() {
            Some(b'{') => self.object(depth.checked_sub(1).ok_or(NotJson)?),
            Some(b'[') => self.list(depth.checked_sub(1).ok_or(NotJson)?),
            Some(b'"') => self.text().map(Value::Text),
            Some(b't') => self.word("true", Value::Bool(true)),
            Some(b'f') => self.word("false", Value::Bool(false)),
            Some(b'n') => self.word("null", Value::Null),
            _ => self.number(),
        }
    }

    fn object(&mut self, depth: u8) -> Result<Value, NotJson> {
        let mut entries = Vec::new();
        self.takes('{');
        if self.takes('}') {
            return Ok(Value::Object(entries));
        }
        loop {
            self.blanks();
            let key = self.text()?;
            self.needs(':')?;
            entries.push((key, self.value(depth)?));
            if !self.takes(',') {
                self.needs('}')?;
                return Ok(Value::Object(entries));
            }
        }
    }

    fn list(&mut self, depth: u8) -> Result<Value, NotJson> {
        let mut items = Vec::new();
        self.takes('[');
        if self.takes(']') {
            return Ok(Value::List(items));
        }
        loop {
            items.push(self.value(depth)?);
            if !self.takes(',') {
                self.needs(']')?;
                return Ok(Value::List(items));
            }
        }
    }

    fn text(&mut self) -> Result<String, NotJson> {
        self.rest = self.rest.strip_prefix('"').ok_or(NotJson)?;
        let mut text = String::new();
        loop {
            let end = self.rest.find(|c| matches!(c, '"' | '\\' | '\0'..='\u{1f}')).ok_or(NotJson)?;
            text.push_str(self.skip(end));
            match self.next() {
                Some('"') => return Ok(text),
                Some('\\') => text.push(self.escape()?),
                _ => return Err(NotJson),
            }
        }
    }

    fn escape(&mut self) -> Result<char, NotJson> {
        Ok(match self.next().ok_or(NotJson)? {
            c @ ('"' | '\\' | '/') => c,
            'b' => '\u{8}',
            'f' => '\u{c}',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'u' => self.unicode()?,
            _ => return Err(NotJson),
        })
    }

    /// The four digits behind `\u`, and those of the second half of a surrogate pair. A half on its own, which is no
    /// character, becomes the replacement character.
    fn unicode(&mut self) -> Result<char, NotJson> {
        let first = self.four_digits()?;
        if let (0xD800..=0xDBFF, Some(rest)) = (first, self.rest.strip_prefix("\\u")) {
            let mut ahead = Reader { rest };
            if let second @ 0xDC00..=0xDFFF = ahead.four_digits()? {
                self.rest = ahead.rest;
                let code = 0x1_0000 + ((first - 0xD800) << 10) + (second - 0xDC00);
                return char::from_u32(code).ok_or(NotJson);
            }
        }
        Ok(char::from_u32(first).unwrap_or(char::REPLACEMENT_CHARACTER))
    }

    fn four_digits(&mut self) -> Result<u32, NotJson> {
        let mut code = 0;
        for _ in 0..4 {
            code = code * 16 + self.next().and_then(|c| c.to_digit(16)).ok_or(NotJson)?;
        }
        Ok(code)
    }

    fn number(&mut self) -> Result<Value, NotJson> {
        let end = self.rest.find(|c: char| !c.is_ascii_digit() && !matches!(c, '-' | '+' | '.' | 'e' | 'E'));
        let literal = self.skip(end.unwrap_or(self.rest.len()));
        if !is_number(literal) {
            return Err(NotJson);
        }
        // 20.00 is the whole number 20; where an exponent or a real fraction is, the text stands for itself.
        let whole = literal.split_once('.').filter(|(_, fraction)| fraction.bytes().all(|digit| digit == b'0'));
        let whole = whole.map_or(literal, |(whole, _)| whole);
        Ok(whole.parse().map_or_else(|_| Value::Number(literal.to_owned()), Value::Int))
    }

    fn word(&mut self, word: &str, value: Value) -> Result<Value, NotJson> {
        self.rest = self.rest.strip_prefix(word).ok_or(NotJson)?;
        Ok(value)
    }

    fn blanks(&mut self) {
        self.rest = self.rest.trim_start_matches([' ', '\t', '\n', '\r']);
    }

    /// Whether the next sign is this one; if so it is passed.
    fn takes(&mut self, sign: char) -> bool {
        self.blanks();
        let rest = self.rest.strip_prefix(sign);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    fn needs(&mut self, sign: char) -> Result<(), NotJson> {
        if self.takes(sign) { Ok(()) } else { Err(NotJson) }
    }

    fn next(&mut self) -> Option<char> {
        let mut characters = self.rest.chars();
        let next = characters.next();
        self.rest = characters.as_str();
        next
    }

    /// Passes so many bytes, which end between characters, and gives them back.
    fn skip(&mut self, bytes: usize) -> &'a str {
        let (passed, rest) = self.rest.split_at_checked(bytes).unwrap_or((self.rest, ""));
        self.rest = rest;
        passed
    }
}

/// `-? (0 | 1-9 digits*) (. digits+)? ((e|E) (+|-)? digits+)?`
fn is_number(literal: &str) -> bool {
    let (mantissa, exponent) = literal.split_once(['e', 'E']).unwrap_or((literal, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, "0"));
    let whole = whole.strip_prefix('-').unwrap_or(whole);
    let exponent = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    digits(whole) && digits(fraction) && digits(exponent) && (whole == "0" || !whole.starts_with('0'))
}
