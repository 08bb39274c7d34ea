//! Reads the properties of a caller's object. Every error names the property, and an unknown property is an error.

use crate::codec::{Value, decimal, json};
use crate::model::error::{Error, Invalid};
use crate::model::ids::{OrderId, OrderNumber};
use crate::model::money::{Amount, Currency};
use crate::model::order::parameters::expected_whole;
use crate::model::text::without_html;
use crate::model::unknown::unknown;

/// A caller's object, with the name that its errors use, e.g. `order`.
pub struct Options<'a> {
    name: &'static str,
    entries: &'a [(String, Value)],
}

impl<'a> Options<'a> {
    /// The object called `name`.
    ///
    /// # Errors
    /// `invalid_option` for a value that is not an object.
    pub fn of(name: &'static str, value: &'a Value) -> Result<Self, Error> {
        match value {
            Value::Object(entries) => Ok(Self { name, entries }),
            other => Err(got("expected an object", other).at(name)),
        }
    }

    /// Every property. A property with the value `null` or `undefined` counts as absent.
    #[must_use]
    pub fn entries(&self) -> impl DoubleEndedIterator<Item = (&'a str, &'a Value)> {
        self.entries.iter().filter(|(_, value)| !matches!(value, Value::Null)).map(|(key, value)| (key.as_str(), value))
    }

    /// Whether the key is present, with any value, including `null`.
    #[must_use]
    pub fn mentions(&self, key: &str) -> bool {
        self.entries.iter().any(|(known, _)| known == key)
    }

    /// Whether the key has a value.
    #[must_use]
    pub fn has(&self, key: &str) -> bool {
        self.get(key).is_some()
    }

    /// The value of a key, unless it is absent, `null` or `undefined`. Of a repeated key the last value counts.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&'a Value> {
        self.entries().rfind(|(known, _)| *known == key).map(|(_, value)| value)
    }

    /// Reads the value of a key with `read`.
    ///
    /// # Errors
    /// `invalid_option` with the path of the key.
    pub fn read<T>(&self, key: &str, read: impl FnOnce(&'a Value) -> Result<T, Invalid>) -> Result<Option<T>, Error> {
        match self.get(key).map(read) {
            None => Ok(None),
            Some(Ok(value)) => Ok(Some(value)),
            Some(Err(invalid)) => Err(self.invalid(key, invalid)),
        }
    }

    /// Reads the value of a required key.
    ///
    /// # Errors
    /// `invalid_option` with the path of the key, also if it is absent.
    pub fn require<T>(&self, key: &str, read: impl FnOnce(&'a Value) -> Result<T, Invalid>) -> Result<T, Error> {
        match self.get(key).map(read) {
            None => Err(self.invalid(key, "is missing".into())),
            Some(Ok(value)) => Ok(value),
            Some(Err(invalid)) => Err(self.invalid(key, invalid)),
        }
    }

    /// The error for the value of a key. It is a separate function because its callers are compiled once for each type.
    fn invalid(&self, key: &str, invalid: Invalid) -> Error {
        invalid.at(&self.path(key))
    }

    /// Refuses a key that is not in `known`.
    ///
    /// # Errors
    /// `invalid_option` with the first unknown key, and a known key with a similar name.
    pub fn allow_only(&self, known: &[&str]) -> Result<(), Error> {
        match self.entries.iter().find(|(key, _)| !known.contains(&key.as_str())) {
            None => Ok(()),
            Some((key, _)) => Err(self.unknown(key, known)),
        }
    }

    /// The error for an unknown key.
    #[must_use]
    pub fn unknown(&self, key: &str, known: &[&str]) -> Error {
        unknown(self.name, key, known)
    }

    /// The path of a key, e.g. `order.amount`.
    #[must_use]
    pub fn path(&self, key: &str) -> String {
        [self.name, ".", key].concat()
    }
}

/// The message for a value of a wrong type: `expected text, got a list`.
pub(crate) fn got(expected: &str, value: &Value) -> Invalid {
    [expected, ", got ", &value.describe()].concat().into()
}

/// The text of a value.
pub(crate) fn text(value: &Value) -> Result<&str, Invalid> {
    match value {
        Value::Text(text) => Ok(text),
        other => Err(got("expected text", other)),
    }
}

/// A whole number from `min` to `max`.
pub(crate) fn whole(value: &Value, min: i64, max: i64) -> Result<i64, Invalid> {
    match value {
        Value::Int(number) if (min..=max).contains(number) => Ok(*number),
        other => Err(got(&expected_whole(min, max), other)),
    }
}

/// An amount in minor units: a whole number, from JavaScript a safe integer or a bigint.
pub(crate) fn amount(value: &Value) -> Result<Amount, Invalid> {
    if let Value::Int(number) = value
        && let Ok(minor) = u64::try_from(*number)
    {
        return Amount::from_minor(minor);
    }
    let got = got("expected whole minor units, such as 2000 for 20.00 EUR", value);
    Err([got.as_str(), "; minorUnits(\"20.00\", \"EUR\") converts"].concat().into())
}

/// A currency: letters, digits as text, or a number.
pub(crate) fn currency(value: &Value) -> Result<Currency, Invalid> {
    match value {
        Value::Text(text) => Currency::parse(text),
        Value::Int(number) => Currency::parse(&decimal::signed(*number)),
        other => Err(got(Currency::EXPECTED, other)),
    }
}

/// The gateway's id of an order.
pub(crate) fn order_id(value: &Value) -> Result<OrderId, Invalid> {
    OrderId::new(text(value)?)
}

/// The store's number of an order.
pub(crate) fn order_number(value: &Value) -> Result<OrderNumber, Invalid> {
    OrderNumber::parse(number_text(value)?)
}

/// The text of an order number. A number would lose leading zeros.
pub(crate) fn number_text(value: &Value) -> Result<&str, Invalid> {
    match value {
        Value::Int(_) => Err("expected text; write the number in quotes".into()),
        value => text(value),
    }
}

/// A JSON object, as the text in which it is sent.
pub(crate) fn json_object(value: &Value) -> Result<String, Invalid> {
    match value {
        Value::Object(_) => without_html(json::stringify(value)),
        other => Err(got("expected an object (it is sent as JSON text)", other)),
    }
}

/// A list of texts. A single text counts as a list of one.
pub(crate) fn texts(value: &Value) -> Result<Vec<String>, Invalid> {
    list(value, text)
}

/// The text of a secret. The error does not describe the value.
pub(crate) fn secret(value: &Value) -> Result<&str, Invalid> {
    match value {
        Value::Text(text) => Ok(text),
        _ => Err("expected text".into()),
    }
}

/// A list of secrets. A single secret counts as a list of one.
pub(crate) fn secrets(value: &Value) -> Result<Vec<String>, Invalid> {
    list(value, secret)
}

fn list(value: &Value, read: fn(&Value) -> Result<&str, Invalid>) -> Result<Vec<String>, Invalid> {
    let items = if let Value::List(items) = value { items } else { std::slice::from_ref(value) };
    let mut texts = Vec::with_capacity(items.len());
    for item in items {
        texts.push(read(item)?.to_owned());
    }
    Ok(texts)
}

/// The text of a URL, which is not yet checked.
pub(crate) fn address(value: &Value) -> Result<&str, Invalid> {
    match value {
        Value::Text(text) => Ok(text),
        other => Err(got("expected an absolute URL", other)),
    }
}

/// A boolean.
pub(crate) fn flag(value: &Value) -> Result<bool, Invalid> {
    match value {
        Value::Bool(flag) => Ok(*flag),
        _ => Err("expected true or false".into()),
    }
}
