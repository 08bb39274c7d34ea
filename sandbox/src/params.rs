//! The parameters of one call.

use serde_json::Value;

/// Names and values in the order they came, those of the query before those of the body.
#[derive(Clone, Debug, Default)]
pub(crate) struct Params(Vec<(String, String)>);

/// The most pairs that are read. No documented call has as many.
const MAX_PAIRS: usize = 256;

impl Params {
    /// Reads a query and a form-encoded body. Bytes that are not UTF-8 become replacement characters.
    pub(crate) fn parse(query: &str, body: &[u8]) -> Self {
        let pairs = pairs(query.as_bytes()).chain(pairs(body));
        Self(pairs.take(MAX_PAIRS).collect())
    }

    /// Reads a query and a JSON body, as the e-commerce gateway takes it. A nested object stays JSON text. A list becomes a
    /// repeated parameter. Returns `None` when the body is not a JSON object.
    pub(crate) fn parse_json(query: &str, body: &[u8]) -> Option<Self> {
        let Ok(Value::Object(fields)) = serde_json::from_slice(body) else { return None };
        let fields = fields.into_iter().flat_map(|(name, value)| values(value).map(move |value| (name.clone(), value)));
        Some(Self(pairs(query.as_bytes()).chain(fields).take(MAX_PAIRS).collect()))
    }

    /// The first value of this name. An empty value counts as absent, as it does at the gateway.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(key, value)| key == name && !value.is_empty()).map(|(_, value)| value.as_str())
    }

    /// Every value of this name.
    pub(crate) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }
}

fn pairs(encoded: &[u8]) -> impl Iterator<Item = (String, String)> {
    form_urlencoded::parse(encoded).into_owned().take(MAX_PAIRS)
}

/// The values of one field of a JSON body.
fn values(value: Value) -> impl Iterator<Item = String> {
    let values = match value {
        Value::Null => Vec::new(),
        Value::Array(items) => items.into_iter().map(text).collect(),
        other => vec![text(other)],
    };
    values.into_iter()
}

fn text(value: Value) -> String {
    match value {
        Value::String(text) => text,
        other => other.to_string(),
    }
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
            assert_eq!(Params::parse(&format!("x={text}"), b"").get("x"), Some(value), "{text}");
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

    #[test]
    fn pairs_beyond_the_limit_are_not_read() {
        let query = "a=1&".repeat(MAX_PAIRS);
        let params = Params::parse(&query, b"b=2");
        assert_eq!((params.iter().count(), params.get("b")), (MAX_PAIRS, None));
    }
}
