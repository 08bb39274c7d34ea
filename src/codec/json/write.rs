//! A value as JSON text.

use crate::codec::decimal;
use crate::codec::value::{MAX_SAFE_INTEGER, Value};

/// Writes JSON text. Integers that JavaScript would round are written as text.
#[must_use]
pub fn stringify(value: &Value) -> String {
    let mut out = String::new();
    write(value, &mut out);
    out
}

/// Appends the JSON text of a value.
pub(crate) fn write(value: &Value, out: &mut String) {
    match value {
        Value::Null => out.push_str("null"),
        Value::Bool(true) => out.push_str("true"),
        Value::Bool(false) => out.push_str("false"),
        Value::Int(number) if number.unsigned_abs() > MAX_SAFE_INTEGER => write_text(&decimal::signed(*number), out),
        Value::Int(number) => decimal::push_signed(out, *number),
        Value::Number(literal) => out.push_str(literal),
        Value::Text(text) => write_text(text, out),
        Value::List(items) => {
            out.push('[');
            for (index, item) in items.iter().enumerate() {
                separate(index, out);
                write(item, out);
            }
            out.push(']');
        }
        Value::Object(entries) => {
            out.push('{');
            for (index, (key, value)) in entries.iter().enumerate() {
                separate(index, out);
                write_text(key, out);
                out.push(':');
                write(value, out);
            }
            out.push('}');
        }
    }
}

fn separate(index: usize, out: &mut String) {
    if index > 0 {
        out.push(',');
    }
}

/// Appends the JSON text of a text.
pub(crate) fn write_text(text: &str, out: &mut String) {
    out.push('"');
    let mut rest = text;
    while let Some((plain, special)) = next_special(rest) {
        out.push_str(plain);
        let mut special = special.chars();
        match special.next() {
            Some(c @ ('"' | '\\')) => {
                out.push('\\');
                out.push(c);
            }
            Some(c) => {
                out.push_str("\\u00");
                out.push(if c < '\u{10}' { '0' } else { '1' });
                out.extend(char::from_digit(u32::from(c) & 15, 16));
            }
            None => {}
        }
        rest = special.as_str();
    }
    out.push_str(rest);
    out.push('"');
}

/// The text before and from the first character that cannot stand for itself.
fn next_special(text: &str) -> Option<(&str, &str)> {
    let at = text.bytes().position(|byte| matches!(byte, b'"' | b'\\' | ..=0x1f))?;
    text.split_at_checked(at)
}
