//! Reads DER (X.690): as much of it as a public key or a certificate needs.

pub(crate) const INTEGER: u8 = 0x02;
pub(crate) const BIT_STRING: u8 = 0x03;
pub(crate) const SEQUENCE: u8 = 0x30;
/// The version of a certificate: an explicit tag 0.
pub(crate) const VERSION: u8 = 0xa0;

/// The content of the value that comes first, if it has this tag, and what follows it. Lengths are written in the one way
/// that DER has for them, with at most two digits.
pub(crate) fn value(der: &[u8], tag: u8) -> Option<(&[u8], &[u8])> {
    let (length, rest) = match der.strip_prefix(&[tag])? {
        [length @ 0..=0x7f, rest @ ..] | [0x81, length @ 0x80..=0xff, rest @ ..] => (u16::from(*length), rest),
        [0x82, high @ 1..=0xff, low, rest @ ..] => (u16::from_be_bytes([*high, *low]), rest),
        _ => return None,
    };
    rest.split_at_checked(usize::from(length))
}
