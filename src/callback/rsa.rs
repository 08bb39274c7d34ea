//! An RSA public key out of PEM: the key itself (SPKI), or the X.509 certificate around it, of which nothing else is read.
//! The platform does the arithmetic; here is decided what it is given.
//!
//! Sources: RFC 7468 (PEM), RFC 5280 section 4.1 (certificate), RFC 8017 appendix A.1 (key), X.690 (DER).

use crate::error::Refusal;
use crate::return_state::base64url;
use crate::wire::form;
use crate::wire::value::Value;

/// What RSA signs is a hash of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hash {
    /// What every documented example verifies with, whatever its `sign_alias` says.
    Sha512,
    /// Where the bank says so.
    Sha256,
}

impl Hash {
    /// Its name in the platform's cryptography.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Sha512 => "SHA-512",
            Self::Sha256 => "SHA-256",
        }
    }

    pub(super) fn read(value: &Value) -> Result<Self, Refusal> {
        match value {
            Value::Text(text) if text == "SHA-512" => Ok(Self::Sha512),
            Value::Text(text) if text == "SHA-256" => Ok(Self::Sha256),
            _ => Err("expected \"SHA-512\" or \"SHA-256\"".into()),
        }
    }
}

/// A key that signs callbacks, checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicKey {
    spki: Vec<u8>,
    bits: usize,
    hash: Hash,
}

impl PublicKey {
    /// Reads PEM. The dates and the issuer of a certificate do not matter: the store trusts what it was given by its bank.
    ///
    /// # Errors
    /// Refuses what is no RSA key, and keys of fewer than 2048 bits: 1024 bits are taken where `weak` allows it.
    pub fn read(pem: &Value, hash: Hash, weak: bool) -> Result<Self, Refusal> {
        let found = if let Value::Text(pem) = pem { find(pem.trim()) } else { None };
        let (spki, bits) =
            found.ok_or("is no RSA key in PEM (BEGIN PUBLIC KEY or BEGIN CERTIFICATE); copy it whole")?;
        if bits < if weak { 1024 } else { 2048 } {
            return Err("is weak, with fewer than 2048 bits; allowWeakKey: true takes 1024".into());
        }
        Ok(Self { spki, bits, hash })
    }

    /// The key in DER, as the platform imports it, in hexadecimal digits.
    #[must_use]
    pub fn spki(&self) -> String {
        form::hex(&self.spki)
    }

    /// What it signs a hash with.
    #[must_use]
    pub fn hash(&self) -> Hash {
        self.hash
    }

    /// The length of a signature.
    #[must_use]
    pub fn signature_bytes(&self) -> usize {
        self.bits.div_ceil(8)
    }
}

fn find(pem: &str) -> Option<(Vec<u8>, usize)> {
    let between = |first, last| pem.strip_prefix(first)?.strip_suffix(last);
    let key = between("-----BEGIN PUBLIC KEY-----", "-----END PUBLIC KEY-----");
    let certificate = between("-----BEGIN CERTIFICATE-----", "-----END CERTIFICATE-----");
    let der = from_base64(key.or(certificate)?)?;
    let spki = if key.is_some() { &der } else { key_of_certificate(&der)? };
    Some((spki.to_vec(), modulus_bits(spki)?))
}

/// Base64 with white space anywhere.
fn from_base64(text: &str) -> Option<Vec<u8>> {
    let mut digits = Vec::with_capacity(text.len());
    for byte in text.bytes().filter(|byte| !byte.is_ascii_whitespace()) {
        digits.push(match byte {
            b'+' => b'-',
            b'/' => b'_',
            // Of the other alphabet.
            b'-' | b'_' => return None,
            byte => byte,
        });
    }
    while let Some(b'=') = digits.last() {
        digits.pop();
    }
    base64url::decode(&digits)
}

const INTEGER: u8 = 0x02;
const BIT_STRING: u8 = 0x03;
const SEQUENCE: u8 = 0x30;
const VERSION: u8 = 0xa0;

/// The algorithm of a key: 1.2.840.113549.1.1.1 (rsaEncryption), and NULL.
const RSA: &[u8] = &[SEQUENCE, 13, 0x06, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 1, 0x05, 0];

/// The bits of the modulus of an RSA key. What else a key must be, the platform checks when it imports it.
fn modulus_bits(spki: &[u8]) -> Option<usize> {
    let bits = value(value(spki, SEQUENCE)?.0.strip_prefix(RSA)?, BIT_STRING)?.0;
    let modulus = value(value(bits.strip_prefix(&[0])?, SEQUENCE)?.0, INTEGER)?.0;
    // A zero in front keeps a number from being negative.
    let digits = modulus.strip_prefix(&[0]).unwrap_or(modulus);
    Some(digits.len() * 8 - digits.first()?.leading_zeros() as usize)
}

/// The key in a certificate: it follows the version (which the oldest do not have), serial number, algorithm, issuer, dates and
/// subject.
fn key_of_certificate(der: &[u8]) -> Option<&[u8]> {
    let body = value(value(der, SEQUENCE)?.0, SEQUENCE)?.0;
    let mut rest = value(body, VERSION).map_or(body, |(_, rest)| rest);
    for tag in [INTEGER, SEQUENCE, SEQUENCE, SEQUENCE, SEQUENCE] {
        rest = value(rest, tag)?.1;
    }
    let (_, after) = value(rest, SEQUENCE)?;
    rest.strip_suffix(after)
}

/// The content of the value that comes first, if it has this tag, and what follows it. Lengths are written in the one way
/// that DER has for them, with at most two digits.
fn value(der: &[u8], tag: u8) -> Option<(&[u8], &[u8])> {
    let (length, rest) = match der.strip_prefix(&[tag])? {
        [length @ 0..=0x7f, rest @ ..] | [0x81, length @ 0x80..=0xff, rest @ ..] => (u16::from(*length), rest),
        [0x82, high @ 1..=0xff, low, rest @ ..] => (u16::from_be_bytes([*high, *low]), rest),
        _ => return None,
    };
    rest.split_at_checked(usize::from(length))
}
