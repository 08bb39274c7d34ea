//! The caller's objects, read by name: every error says which field is wrong, and an unknown key is one.

use crate::credentials::Secret;
use crate::digits;
use crate::error::{Error, Refusal};
use crate::money::{Amount, Currency};
use crate::order::{OrderId, OrderNumber};
use crate::wire::json;
use crate::wire::value::Value;

/// An options object under the name that its errors carry, e.g. `order`.
pub struct Options<'a> {
    name: &'static str,
    entries: &'a [(String, Value)],
}

impl<'a> Options<'a> {
    /// The object called `name`.
    ///
    /// # Errors
    /// `invalid_option` for anything that is no object.
    pub fn of(name: &'static str, value: &'a Value) -> Result<Self, Error> {
        match value {
            Value::Object(entries) => Ok(Self { name, entries }),
            other => Err(got("expected an object", other).at(name)),
        }
    }

    /// Every pair that is there; a key whose value is `null` or `undefined` counts as absent.
    pub fn entries(&self) -> impl Iterator<Item = (&'a str, &'a Value)> {
        self.entries.iter().filter(|(_, value)| !matches!(value, Value::Null)).map(|(key, value)| (key.as_str(), value))
    }

    /// Whether the key was written, with whatever value.
    #[must_use]
    pub fn mentions(&self, key: &str) -> bool {
        self.entries.iter().any(|(known, _)| known == key)
    }

    /// Whether the key has a value.
    #[must_use]
    pub fn has(&self, key: &str) -> bool {
        self.get(key).is_some()
    }

    /// The value under a key, unless absent, `null` or `undefined`.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&'a Value> {
        self.entries().find(|(known, _)| *known == key).map(|(_, value)| value)
    }

    /// The value under a key, read by `read`.
    ///
    /// # Errors
    /// `invalid_option` under the key's path.
    pub fn read<T>(&self, key: &str, read: impl FnOnce(&'a Value) -> Result<T, Refusal>) -> Result<Option<T>, Error> {
        match self.get(key).map(read) {
            None => Ok(None),
            Some(Ok(value)) => Ok(Some(value)),
            Some(Err(refusal)) => Err(self.refuse(key, refusal)),
        }
    }

    /// The same, for a key that must be there.
    ///
    /// # Errors
    /// `invalid_option` under the key's path, for an absent one too.
    pub fn require<T>(&self, key: &str, read: impl FnOnce(&'a Value) -> Result<T, Refusal>) -> Result<T, Error> {
        match self.get(key).map(read) {
            None => Err(self.refuse(key, "is missing".into())),
            Some(Ok(value)) => Ok(value),
            Some(Err(refusal)) => Err(self.refuse(key, refusal)),
        }
    }

    /// Why the value under a key is refused. Apart from the readers, which are compiled anew for every type they read.
    fn refuse(&self, key: &str, refusal: Refusal) -> Error {
        refusal.at(&self.path(key))
    }

    /// Refuses keys that are not among `known`.
    ///
    /// # Errors
    /// `invalid_option` that names the first unknown key, and a known one that looks like it.
    pub fn allow_only(&self, known: &[&str]) -> Result<(), Error> {
        match self.entries.iter().find(|(key, _)| !known.contains(&key.as_str())) {
            None => Ok(()),
            Some((key, _)) => Err(self.unknown(key, known)),
        }
    }

    /// The error for an unknown key.
    #[must_use]
    pub fn unknown(&self, key: &str, known: &[&str]) -> Error {
        // A key is the caller's own code, but it may be long or odd all the same.
        let shown: String = key.chars().filter(|c| !c.is_control()).take(40).collect();
        let meant = known.iter().find(|name| name.eq_ignore_ascii_case(key) || is_a_slip_of(name, key));
        let why = meant.map_or_else(
            || "is not a known option".to_owned(),
            |name| ["is not a known option; did you mean `", name, "`?"].concat(),
        );
        Error::invalid(&self.path(&shown), &why)
    }

    /// The path of a key, e.g. `order.amount`.
    #[must_use]
    pub fn path(&self, key: &str) -> String {
        [self.name, ".", key].concat()
    }
}

/// One character added, dropped or changed, or two neighbours swapped: the usual slip of the pen.
fn is_a_slip_of(known: &str, typed: &str) -> bool {
    let head = known.bytes().zip(typed.bytes()).take_while(|(x, y)| x == y).count();
    let tail = known.bytes().rev().zip(typed.bytes().rev()).take_while(|(x, y)| x == y).count();
    let differing = known.len().max(typed.len()).saturating_sub(head + tail);
    differing <= 1 || (differing == 2 && known.len() == typed.len())
}

/// The refusal of a value of another kind: `expected text, got a list`.
pub(crate) fn got(expected: &str, value: &Value) -> Refusal {
    [expected, ", got ", &value.describe()].concat().into()
}

/// Text of `1..=max` characters without control characters and without HTML, which the gateway refuses.
///
/// Source of the content rule: BPC REST reference, general requirements.
pub(crate) fn text(value: &Value, max: usize) -> Result<String, Refusal> {
    let Value::Text(text) = value else {
        return Err(got("expected text", value));
    };
    let text = plain(text, max)?;
    if looks_like_html(&text) {
        return Err("contains HTML, which the gateway refuses".into());
    }
    Ok(text)
}

/// Text of `1..=max` characters without control characters.
pub(crate) fn plain(text: &str, max: usize) -> Result<String, Refusal> {
    let length = text.chars().count();
    if length == 0 {
        return Err("is empty; leave it out instead".into());
    }
    if length > max {
        let why =
            ["has ", &digits::count(length), " characters, at most ", &digits::count(max), " are allowed"].concat();
        return Err(why.into());
    }
    if text.chars().any(char::is_control) {
        return Err("contains a control character such as a line break".into());
    }
    Ok(text.to_owned())
}

fn looks_like_html(text: &str) -> bool {
    let opens = |pair: &[u8]| matches!(pair, [b'<', next] if next.is_ascii_alphabetic() || matches!(next, b'/' | b'!'));
    text.as_bytes().windows(2).any(opens)
}

/// A whole number from `min` to `max`.
pub(crate) fn whole(value: &Value, min: i64, max: i64) -> Result<i64, Refusal> {
    match value {
        Value::Int(number) if (min..=max).contains(number) => Ok(*number),
        other => Err(got(
            &["expected a whole number from ", &digits::signed(min), " to ", &digits::signed(max)].concat(),
            other,
        )),
    }
}

/// An amount in minor units: a whole number, from JavaScript a safe integer or a bigint.
pub(crate) fn amount(value: &Value) -> Result<Amount, Refusal> {
    if let Value::Int(number) = value
        && let Ok(minor) = u64::try_from(*number)
    {
        return Amount::from_minor(minor);
    }
    let got = got("expected whole minor units, such as 2000 for 20.00 EUR", value);
    Err([got.as_str(), "; minorUnits(\"20.00\", \"EUR\") converts"].concat().into())
}

/// A currency: letters, digits as text, or a number.
pub(crate) fn currency(value: &Value) -> Result<Currency, Refusal> {
    match value {
        Value::Text(text) => Currency::parse(text),
        Value::Int(number) => Currency::parse(&digits::signed(*number)),
        other => Err(got(Currency::EXPECTED, other)),
    }
}

/// The gateway's id of an order.
pub(crate) fn order_id(value: &Value) -> Result<OrderId, Refusal> {
    OrderId::new(&text(value, 64)?)
}

/// The store's number of an order, of at most `max` characters.
pub(crate) fn order_number(value: &Value, max: usize) -> Result<OrderNumber, Refusal> {
    match value {
        Value::Int(_) => Err("expected text; write the number in quotes".into()),
        value => OrderNumber::new(&text(value, max)?, max),
    }
}

/// A JSON object, as the text in which it is sent.
pub(crate) fn json_object(value: &Value) -> Result<String, Refusal> {
    match value {
        Value::Object(_) => Ok(json::stringify(value)),
        other => Err(got("expected an object (it is sent as JSON text)", other)),
    }
}

/// Two letters, as the gateway wants its languages, in lower case.
pub(crate) fn language(value: &Value) -> Result<String, Refusal> {
    match value {
        Value::Text(text) if text.len() == 2 && text.bytes().all(|b| b.is_ascii_alphabetic()) => {
            Ok(text.to_ascii_lowercase())
        }
        _ => Err("expected a language of two letters such as \"en\"".into()),
    }
}

/// A secret.
pub(crate) fn secret(value: &Value) -> Result<Secret, Refusal> {
    match value {
        Value::Text(text) => Secret::new(text.clone()),
        _ => Err("expected text".into()),
    }
}

/// A list of secrets; one counts as a list of one.
pub(crate) fn secrets(value: &Value) -> Result<Vec<Secret>, Refusal> {
    match value {
        Value::List(items) => each(items, secret),
        one => Ok(vec![secret(one)?]),
    }
}

/// A list of texts; one text counts as a list of one.
pub(crate) fn texts(value: &Value, max: usize) -> Result<Vec<String>, Refusal> {
    match value {
        Value::List(items) => each(items, |item| text(item, max)),
        one => Ok(vec![text(one, max)?]),
    }
}

/// Every item read, or the first refusal.
pub(crate) fn each<T>(items: &[Value], read: impl Fn(&Value) -> Result<T, Refusal>) -> Result<Vec<T>, Refusal> {
    let mut read_items = Vec::new();
    for item in items {
        read_items.push(read(item)?);
    }
    Ok(read_items)
}
