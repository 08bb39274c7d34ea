//! Reads a query or form strictly: whatever could be understood in two ways is refused.

use crate::codec::hex;

/// The longest query or form that is read, in bytes. With every optional parameter a callback has about 3 KB.
pub const MAX_BYTES: usize = 8 * 1024;

/// The most parameters that are read; about 90 are documented, and a bank sends those that were asked for.
pub const MAX_PARAMETERS: usize = 64;

const TOO_LARGE: &str = "has more than 8 KB or 64 parameters";
const NO_TEXT: &str = "has a parameter with a `;` or broken percent-encoding";
pub(super) const TWICE: &str = "has a parameter twice, or one without a name";

/// Parameters with their values, decoded: every name once, in the order they came. Held as `name;value;` of each, which can
/// be read in one way only, since no name and no value has a `;`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parameters(String);

impl Parameters {
    /// Reads `name=value&…`. A parameter without `=` has an empty value, as the URL standard has it.
    ///
    /// # Errors
    /// Refuses more than [`MAX_BYTES`] and [`MAX_PARAMETERS`], names that come twice or are empty, `;` in names and values
    /// (however it is spelt), broken percent-encoding, and bytes that are not UTF-8.
    pub fn parse(text: &str) -> Result<Self, &'static str> {
        let mut decoded = Vec::new();
        let pairs = text.as_bytes().split(|byte| *byte == b'&').filter(|pair| !pair.is_empty());
        for (before, pair) in pairs.enumerate() {
            if before == MAX_PARAMETERS || text.len() > MAX_BYTES {
                return Err(TOO_LARGE);
            }
            decode(pair, &mut decoded).ok_or(NO_TEXT)?;
        }
        let read = Self(String::from_utf8(decoded).map_err(|_| NO_TEXT)?);
        let once = |name: &str| read.all().filter(|(other, _)| *other == name).count() == 1;
        if read.all().all(|(name, _)| !name.is_empty() && once(name)) { Ok(read) } else { Err(TWICE) }
    }

    /// Every parameter, signed or not.
    fn all(&self) -> impl Iterator<Item = (&str, &str)> {
        let mut parts = self.0.split(';');
        std::iter::from_fn(move || parts.next().zip(parts.next()))
    }

    /// The value of a parameter, signed or not.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.all().find(|(known, _)| *known == name).map(|(_, value)| value)
    }

    /// Every parameter that the checksum protects: all but itself, and the name of a key.
    pub fn signed(&self) -> impl Iterator<Item = (&str, &str)> {
        self.all().filter(|(name, _)| !matches!(*name, "checksum" | "sign_alias"))
    }

    /// What the gateway signs: `name;value;` of each, in the byte order of the names (upper case comes before lower case),
    /// values as they are.
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

/// Adds `name;value;` to the text. `+` is a space and `%XX` a byte; anything else after `%`, and a `;` in any spelling, is
/// no text.
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
