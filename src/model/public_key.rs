//! An RSA public key from PEM: the key itself (SPKI), or an X.509 certificate, of which only the key is read. The platform
//! does the arithmetic.
//!
//! Sources: RFC 7468 (PEM), RFC 5280 section 4.1 (certificate), RFC 8017 appendix A.1 (key), X.690 (DER).

use crate::codec::der::{BIT_STRING, INTEGER, SEQUENCE, VERSION, value};
use crate::codec::{base64url, hex};
use crate::model::error::Invalid;

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

    /// The hash with this name in the platform's cryptography.
    ///
    /// # Errors
    /// Refuses any other name.
    pub fn named(name: &str) -> Result<Self, Invalid> {
        match name {
            "SHA-512" => Ok(Self::Sha512),
            "SHA-256" => Ok(Self::Sha256),
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
    /// Reads PEM. The dates and the issuer of a certificate are not checked: the store trusts what its bank gave it.
    ///
    /// # Errors
    /// Refuses what is no RSA key, and keys of fewer than 2048 bits: 1024 bits are taken where `weak` allows it.
    pub fn from_pem(pem: &str, hash: Hash, weak: bool) -> Result<Self, Invalid> {
        let (spki, bits) =
            find(pem.trim()).ok_or("is no RSA key in PEM (BEGIN PUBLIC KEY or BEGIN CERTIFICATE); copy it whole")?;
        if bits < if weak { 1024 } else { 2048 } {
            return Err("is weak, with fewer than 2048 bits; allowWeakKey: true takes 1024".into());
        }
        Ok(Self { spki, bits, hash })
    }

    /// The key in DER, as the platform imports it, in hexadecimal digits.
    #[must_use]
    pub fn spki(&self) -> String {
        hex::encode(&self.spki)
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
