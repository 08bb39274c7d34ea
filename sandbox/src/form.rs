//! `application/x-www-form-urlencoded`, written from the WHATWG URL standard, and the parameters of one call.

use serde_json::Value;

/// Names and values in the order they came, the query before the body.
#[derive(Clone, Debug, Default)]
pub(crate) struct Params(Vec<(String, String)>);

/// More pairs than any documented call has; what comes after is not read.
const MAX_PAIRS: usize = 256;

impl Params {
    pub(crate) fn parse(query: &str, body: &[u8]) -> Self {
        let mut pairs = decode_pairs(query.as_bytes());
        pairs.extend(decode_pairs(body));
        pairs.truncate(MAX_PAIRS);
        Self(pairs)
    }

    /// The newer e-commerce gateway takes one JSON object where the others take a form: nested objects stay JSON text, a
    /// list becomes a repeated parameter. `None` when the body is not a JSON object.
    pub(crate) fn parse_json(query: &str, body: &[u8]) -> Option<Self> {
        let Ok(Value::Object(fields)) = serde_json::from_slice(body) else { return None };
        let mut pairs = decode_pairs(query.as_bytes());
        for (name, value) in fields {
            match value {
                Value::Null => {}
                Value::String(text) => pairs.push((name, text)),
                Value::Array(items) => pairs.extend(items.iter().map(|item| (name.clone(), scalar_text(item)))),
                other => pairs.push((name, other.to_string())),
            }
        }
        pairs.truncate(MAX_PAIRS);
        Some(Self(pairs))
    }

    /// The first value of this name; an empty value counts as absent, as it does at the gateway.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(key, value)| key == name && !value.is_empty()).map(|(_, value)| value.as_str())
    }

    pub(crate) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }
}

fn scalar_text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn decode_pairs(text: &[u8]) -> Vec<(String, String)> {
    text.split(|byte| *byte == b'&')
        .filter(|pair| !pair.is_empty())
        .take(MAX_PAIRS)
        .map(|pair| {
            let mut halves = pair.splitn(2, |byte| *byte == b'=');
            (decode(halves.next().unwrap_or_default()), decode(halves.next().unwrap_or_default()))
        })
        .collect()
}

/// `+` is a space, `%XX` a byte, a stray `%` itself; bytes that are not UTF-8 become replacement characters.
fn decode(text: &[u8]) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some((&first, tail)) = rest.split_first() {
        rest = tail;
        match (first, hex_pair(tail)) {
            (b'%', Some(byte)) => {
                bytes.push(byte);
                rest = tail.get(2..).unwrap_or_default();
            }
            (b'+', _) => bytes.push(b' '),
            _ => bytes.push(first),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn hex_pair(text: &[u8]) -> Option<u8> {
    let digit = |at: usize| text.get(at).and_then(|byte| char::from(*byte).to_digit(16));
    u8::try_from(digit(0)? * 16 + digit(1)?).ok()
}

/// Percent-encodes everything but the unreserved characters of RFC 3986.
pub(crate) fn encode(value: &str) -> String {
    let mut text = String::with_capacity(value.len());
    for byte in value.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            text.push(char::from(byte));
        } else {
            text.push('%');
            text.extend(
                [byte >> 4, byte & 15]
                    .into_iter()
                    .filter_map(|half| char::from_digit(u32::from(half), 16))
                    .map(|c| c.to_ascii_uppercase()),
            );
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn query_comes_before_body_and_the_first_value_wins() {
        let params = Params::parse("amount=1&features=A", b"amount=2&features=B&empty=");
        assert_eq!(params.get("amount"), Some("1"));
        assert_eq!(params.all("features").collect::<Vec<_>>(), ["A", "B"]);
        assert_eq!(params.get("empty"), None);
        assert_eq!(params.get("absent"), None);
    }

    #[test]
    fn decodes_what_browsers_and_clients_send() {
        for (text, value) in
            [("a+b%20c", "a b c"), ("%D0%97", "З"), ("100%", "100%"), ("%zz", "%zz"), ("%4", "%4"), ("%FF", "\u{FFFD}")]
        {
            assert_eq!(decode(text.as_bytes()), value, "{text}");
        }
    }

    #[test]
    fn a_parameter_without_a_value_does_not_hide_the_next() {
        let params = Params::parse("", b"flag&x=1");
        assert_eq!((params.get("flag"), params.get("x")), (None, Some("1")));
    }

    #[test]
    fn json_bodies_keep_nested_objects_as_text() {
        let body = br#"{"amount":5,"jsonParams":{"b":1,"a":"x"},"features":["A","B"],"none":null}"#;
        let params = Params::parse_json("", body).unwrap();
        assert_eq!(params.get("amount"), Some("5"));
        assert_eq!(params.get("jsonParams"), Some(r#"{"b":1,"a":"x"}"#));
        assert_eq!(params.all("features").count(), 2);
        assert!(Params::parse_json("", b"[1]").is_none());
    }
}
