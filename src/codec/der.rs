//! Reads DER (X.690): as much of it as a public key or a certificate needs.

pub(crate) const INTEGER: u8 = 0x02;
pub(crate) const BIT_STRING: u8 = 0x03;
pub(crate) const SEQUENCE: u8 = 0x30;
/// The version of a certificate: an explicit tag 0.
pub(crate) const VERSION: u8 = 0xa0;

/// The content of the first value, if it has this tag, and the bytes after it. Its length must have the shortest encoding, as
/// DER requires, in at most two bytes.
pub(crate) fn value(der: &[u8], tag: u8) -> Option<(&[u8], &[u8])> {
    let (length, rest) = match der.strip_prefix(&[tag])? {
        [length @ 0..=0x7f, rest @ ..] | [0x81, length @ 0x80..=0xff, rest @ ..] => (u16::from(*length), rest),
        [0x82, high @ 1..=0xff, low, rest @ ..] => (u16::from_be_bytes([*high, *low]), rest),
        _ => return None,
    };
    rest.split_at_checked(usize::from(length))
}
