//! Reads an RSA public key from PEM: a key (SPKI), or an X.509 certificate, of which only the key is used. The platform's
//! cryptography (`crypto.subtle`) verifies with it.
//!
//! Sources: RFC 7468 (PEM), RFC 5280 section 4.1 (certificate), RFC 8017 appendix A.1 (key), X.690 (DER).

use crate::codec::der::{BIT_STRING, INTEGER, SEQUENCE, VERSION, value};
use crate::codec::{base64url, hex};
use crate::model::error::Invalid;

/// The hash function of an RSA signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hash {
    /// The default. Every documented example verifies with it, whatever its `sign_alias` says.
    Sha512,
    /// For a bank that documents it.
    Sha256,
}

impl Hash {
    /// The name in the Web Cryptography API.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Sha512 => "SHA-512",
            Self::Sha256 => "SHA-256",
        }
    }

    /// The hash with this name in the Web Cryptography API.
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

/// The bank's public key, with which callbacks are verified. It is an RSA key of a permitted length.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicKey {
    spki: Vec<u8>,
    bits: usize,
    hash: Hash,
}

impl PublicKey {
    /// Reads PEM. The dates and the issuer of a certificate are not checked: the store got the certificate from its bank.
    /// With `weak`, keys from 1024 bits are accepted.
    ///
    /// # Errors
    /// Refuses text that is not an RSA key, and keys of fewer than 2048 bits (1024 with `weak`).
    pub fn from_pem(pem: &str, hash: Hash, weak: bool) -> Result<Self, Invalid> {
        let (spki, bits) = find(pem.trim_ascii())
            .ok_or("is not an RSA key in PEM (BEGIN PUBLIC KEY or BEGIN CERTIFICATE); copy the whole block")?;
        if bits < if weak { 1024 } else { 2048 } {
            return Err("has fewer than 2048 bits; allowWeakKey: true accepts 1024".into());
        }
        Ok(Self { spki, bits, hash })
    }

    /// The key as `SubjectPublicKeyInfo` in DER, in hexadecimal digits. `crypto.subtle.importKey` takes it as `spki`.
    #[must_use]
    pub fn spki(&self) -> String {
        hex::encode(&self.spki)
    }

    /// The hash function of its signatures.
    #[must_use]
    pub fn hash(&self) -> Hash {
        self.hash
    }

    /// The length of a signature, in bytes.
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

/// Decodes base64. White space is allowed anywhere.
fn from_base64(text: &str) -> Option<Vec<u8>> {
    let mut digits = Vec::with_capacity(text.len());
    for byte in text.bytes().filter(|byte| !byte.is_ascii_whitespace()) {
        digits.push(match byte {
            b'+' => b'-',
            b'/' => b'_',
            // These belong to base64url.
            b'-' | b'_' => return None,
            byte => byte,
        });
    }
    // Two digits of padding at the most.
    for _ in 0..2 {
        if let Some(b'=') = digits.last() {
            digits.pop();
        }
    }
    base64url::decode(&digits)
}

/// The algorithm of a key: 1.2.840.113549.1.1.1 (rsaEncryption), and NULL.
const RSA: &[u8] = &[SEQUENCE, 13, 0x06, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 1, 0x05, 0];

/// The length of the modulus of an RSA key, in bits. The platform checks the numbers when it imports the key.
fn modulus_bits(spki: &[u8]) -> Option<usize> {
    let bits = only(only(spki, SEQUENCE)?.strip_prefix(RSA)?, BIT_STRING)?;
    let (modulus, exponent) = value(only(bits.strip_prefix(&[0])?, SEQUENCE)?, INTEGER)?;
    // With the exponent 1 every text is its own signature.
    let exponent = only(exponent, INTEGER)?;
    if exponent.first()? >= &0x80 || exponent.last()? % 2 == 0 || matches!(exponent, [1] | [0, ..]) {
        return None;
    }
    // DER writes a zero byte first where the number would otherwise be negative.
    let digits = modulus.strip_prefix(&[0]).unwrap_or(modulus);
    Some(digits.len() * 8 - digits.first()?.leading_zeros() as usize)
}

/// The content of a value that nothing follows.
fn only(der: &[u8], tag: u8) -> Option<&[u8]> {
    value(der, tag).filter(|(_, rest)| rest.is_empty()).map(|(content, _)| content)
}

/// The key of a certificate. It follows the version (absent in version 1), serial number, algorithm, issuer, dates and
/// subject.
fn key_of_certificate(der: &[u8]) -> Option<&[u8]> {
    let body = value(only(der, SEQUENCE)?, SEQUENCE)?.0;
    let mut rest = value(body, VERSION).map_or(body, |(_, rest)| rest);
    for tag in [INTEGER, SEQUENCE, SEQUENCE, SEQUENCE, SEQUENCE] {
        rest = value(rest, tag)?.1;
    }
    let (_, after) = value(rest, SEQUENCE)?;
    rest.strip_suffix(after)
}
