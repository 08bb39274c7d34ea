//! Reads the query or form of a callback strictly. Text that can be read in two ways is refused.

use crate::codec::hex;

/// The largest query or form that is read, in bytes. A callback with every optional parameter has about 3 KB.
pub const MAX_BYTES: usize = 8 * 1024;

/// The largest number of parameters that is read. About 90 are documented; a bank sends those that the merchant has chosen.
pub const MAX_PARAMETERS: usize = 64;

const TOO_LARGE: &str = "has more than 8 KB or 64 parameters";
const NOT_TEXT: &str = "has a parameter with a `;` or invalid percent-encoding";
const TWICE: &str = "has a parameter twice, or one without a name";

/// The names from which an event is read, in lower case.
const READ: &[&str] = &["mdorder", "ordernumber", "operation", "status", "checksum"];

/// The decoded parameters, in their order. Every name occurs once. They are stored as one text, `name;value;` for each: it can
/// be split in one way only, because no name and no value contains `;`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parameters(String);

impl Parameters {
    /// Reads `name=value&…`. As in the URL standard, a parameter without `=` has an empty value.
    ///
    /// # Errors
    /// Refuses more than [`MAX_BYTES`] or [`MAX_PARAMETERS`], a name that is empty or occurs twice (in any case, if an event is read from it), a `;` in a name or value
    /// (also as `%3B`), invalid percent-encoding, and bytes that are not UTF-8.
    pub fn parse(text: &str) -> Result<Self, &'static str> {
        let mut decoded = Vec::new();
        let pairs = text.as_bytes().split(|byte| *byte == b'&').filter(|pair| !pair.is_empty());
        for (before, pair) in pairs.enumerate() {
            if before == MAX_PARAMETERS || text.len() > MAX_BYTES {
                return Err(TOO_LARGE);
            }
            decode(pair, &mut decoded).ok_or(NOT_TEXT)?;
        }
        let read = Self(String::from_utf8(decoded).map_err(|_| NOT_TEXT)?);
        let once = |name: &str| read.all().filter(|(other, _)| are_same(other, name)).count() == 1;
        if read.all().all(|(name, _)| !name.is_empty() && once(name)) { Ok(read) } else { Err(TWICE) }
    }

    /// Every parameter, whether it is signed or not.
    fn all(&self) -> impl Iterator<Item = (&str, &str)> {
        let mut parts = self.0.split(';');
        std::iter::from_fn(move || parts.next().zip(parts.next()))
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
            let at = signed.partition_point(|known| *known < pair);
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

/// Adds `name;value;` to the text. `+` is a space, and `%XX` is a byte. `None` for any other character after `%`, and for a
/// `;`, percent-encoded or not.
fn decode(pair: &[u8], text: &mut Vec<u8>) -> Option<()> {
    let mut rest = pair.iter();
    let mut end: &[u8] = b";;";
    while let Some(byte) = rest.next() {
        let byte = match byte {
            b'=' if end.len() == 2 => {
                end = b";";
                text.push(b';');
                continue;
            }
            b'+' => b' ',
            b'%' => hex::next_byte(&mut rest)?,
            plain => *plain,
        };
        if byte == b';' {
            return None;
        }
        text.push(byte);
    }
    text.extend_from_slice(end);
    Some(())
}
