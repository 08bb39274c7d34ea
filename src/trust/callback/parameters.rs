//! Reads the query or form of a callback strictly. Text that can be read in two ways is refused.

use crate::codec::{hex, json};
use crate::protocol::object::{self, Object};

/// The largest query or form that is read, in bytes. A callback with every optional parameter has about 3 KB.
pub const MAX_BYTES: usize = 8 * 1024;

/// The largest number of parameters that is read. About 90 are documented; a bank sends those that the merchant has chosen.
pub const MAX_PARAMETERS: usize = 64;

pub(super) const TOO_LARGE: &str = "has more than 8 KB or 64 parameters";
const NOT_TEXT: &str = "has a parameter with a `;` or invalid percent-encoding";
const TWICE: &str = "has a parameter twice, or one without a name";

/// The names from which an event is read, in lower case.
const READ: &[&str] = &["mdorder", "ordernumber", "operation", "status", "checksum"];

/// The decoded parameters, in their order. Every name occurs once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parameters(Vec<(String, String)>);

impl Parameters {
    /// Reads `name=value&…`. As in the URL standard, a parameter without `=` has an empty value.
    ///
    /// # Errors
    /// Refuses more than [`MAX_BYTES`] or [`MAX_PARAMETERS`], a name that is empty or occurs twice (in any case, if an event is read from it), a `;` in a name or value
    /// (also as `%3B`), invalid percent-encoding, and bytes that are not UTF-8.
    pub fn parse(text: &str) -> Result<Self, &'static str> {
        Self::parse_without(text, &[])
    }

    /// The same, without the parameters of these names: the store's own.
    pub(super) fn parse_without(text: &str, ignored: &[String]) -> Result<Self, &'static str> {
        let mut read = Vec::new();
        let pairs = text.as_bytes().split(|byte| *byte == b'&').filter(|pair| !pair.is_empty());
        for (before, pair) in pairs.enumerate() {
            if before == MAX_PARAMETERS || text.len() > MAX_BYTES {
                return Err(TOO_LARGE);
            }
            let mut halves = pair.splitn(2, |byte| *byte == b'=');
            let mut half = || decode(halves.next().unwrap_or_default()).ok_or(NOT_TEXT);
            let name = half()?;
            // The store's own value may be anything.
            if !ignored.contains(&name) {
                read.push((name, half()?));
            }
        }
        Self(read).once()
    }

    /// Reads a JSON object. A number is given as its digits, and anything else that is not text as its JSON text.
    pub(super) fn of_object(object: Object<'_>) -> Result<Self, &'static str> {
        let entries = object
            .entries()
            .map(|(name, value)| (name.to_owned(), object::text(value).unwrap_or_else(|| json::stringify(value))));
        let read = Self(entries.collect());
        if read.0.len() > MAX_PARAMETERS { Err(TOO_LARGE) } else { read.once() }
    }

    /// Refuses a name that is empty or occurs twice.
    fn once(self) -> Result<Self, &'static str> {
        let once = |name: &str| self.all().filter(|(other, _)| are_same(other, name)).count() == 1;
        if self.all().all(|(name, _)| !name.is_empty() && once(name)) { Ok(self) } else { Err(TWICE) }
    }

    /// Every parameter, whether it is signed or not.
    fn all(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// The value of a parameter, whether it is signed or not.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.all().find(|(known, _)| *known == name).map(|(_, value)| value)
    }

    /// Every signed parameter: all except `checksum` and `sign_alias`.
    pub fn signed(&self) -> impl Iterator<Item = (&str, &str)> {
        self.all().filter(|(name, _)| !matches!(*name, "checksum" | "sign_alias"))
    }

    /// The text that the gateway signs: `name;value;` of each signed parameter, sorted by the bytes of the names (upper case
    /// comes before lower case). Values are not changed.
    #[must_use]
    pub fn canonical(&self) -> String {
        // A few dozen names. The library's sort would be 1 KB of the module.
        let mut signed: Vec<(&str, &str)> = Vec::new();
        for pair in self.signed() {
            let (Ok(at) | Err(at)) = signed.binary_search(&pair);
            signed.insert(at, pair);
        }
        let mut text = String::new();
        for (name, value) in signed {
            for part in [name, ";", value, ";"] {
                text.push_str(part);
            }
        }
        text
    }
}

/// Whether two names are the same. Of those that are read, in any case: the next reader may not tell `OrderNumber` from
/// `orderNumber`.
fn are_same(one: &str, other: &str) -> bool {
    // Upper and lower case differ in this bit.
    let alike = |one: &str, other: &str| {
        one.len() == other.len() && one.bytes().zip(other.bytes()).all(|(one, other)| (one ^ other) & !0x20 == 0)
    };
    alike(one, other) && (one == other || READ.iter().any(|read| alike(read, one)))
}

/// The decoded text: `+` is a space, and `%XX` is a byte. `None` for any other character after `%`, for a `;`, percent-encoded or
/// not, and for bytes that are not UTF-8.
fn decode(text: &[u8]) -> Option<String> {
    let mut decoded = Vec::with_capacity(text.len());
    let mut rest = text.iter();
    while let Some(byte) = rest.next() {
        let byte = match byte {
            b'+' => b' ',
            b'%' => hex::next_byte(&mut rest)?,
            plain => *plain,
        };
        if byte == b';' {
            return None;
        }
        decoded.push(byte);
    }
    String::from_utf8(decoded).ok()
}
