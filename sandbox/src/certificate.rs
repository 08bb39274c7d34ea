//! The public key of RSA callbacks as PEM, alone and in a self-signed X.509 certificate (RFC 5280).
//!
//! The sandbox holds no private key: the caller signs [`to_be_signed`] with RSA and SHA-512.

use crate::encoding::base64;

const SEQUENCE: u8 = 0x30;
const SET: u8 = 0x31;
const INTEGER: u8 = 0x02;
const BIT_STRING: u8 = 0x03;
const NULL: u8 = 0x05;
const OBJECT_ID: u8 = 0x06;
const UTF8_STRING: u8 = 0x0C;
const UTC_TIME: u8 = 0x17;
/// Context-specific tag 0, which holds the version.
const VERSION: u8 = 0xA0;

/// 1.2.840.113549.1.1.13, `sha512WithRSAEncryption`.
const SHA512_WITH_RSA: &[u8] = &[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x0D];
/// 2.5.4.3, `commonName`.
const COMMON_NAME: &[u8] = &[0x55, 0x04, 0x03];

/// The public key as PEM. `spki` is its `SubjectPublicKeyInfo` in DER.
#[must_use]
pub fn public_key_pem(spki: &[u8]) -> String {
    pem("PUBLIC KEY", spki)
}

/// The signed part of the certificate of a public key: version 3, valid from 2020 to 2049.
#[must_use]
pub fn to_be_signed(spki: &[u8]) -> Vec<u8> {
    let version = der(VERSION, &[&der(INTEGER, &[&[2]])]);
    let serial = der(INTEGER, &[&[1]]);
    let common_name = der(SEQUENCE, &[&der(OBJECT_ID, &[COMMON_NAME]), &der(UTF8_STRING, &[b"bpc-checkout sandbox"])]);
    let name = der(SEQUENCE, &[&der(SET, &[&common_name])]);
    let validity = der(SEQUENCE, &[&der(UTC_TIME, &[b"200101000000Z"]), &der(UTC_TIME, &[b"491231235959Z"])]);
    der(SEQUENCE, &[&version, &serial, &algorithm(), &name, &validity, &name, spki])
}

/// The certificate as PEM: the signed part and its signature.
#[must_use]
pub fn certificate_pem(to_be_signed: &[u8], signature: &[u8]) -> String {
    pem("CERTIFICATE", &certificate(to_be_signed, signature))
}

fn certificate(to_be_signed: &[u8], signature: &[u8]) -> Vec<u8> {
    // A bit string starts with the number of unused bits.
    let signature = der(BIT_STRING, &[&[0], signature]);
    der(SEQUENCE, &[to_be_signed, &algorithm(), &signature])
}

fn algorithm() -> Vec<u8> {
    der(SEQUENCE, &[&der(OBJECT_ID, &[SHA512_WITH_RSA]), &der(NULL, &[])])
}

/// A DER value: tag, length, content.
fn der(tag: u8, parts: &[&[u8]]) -> Vec<u8> {
    let content = parts.concat();
    [&[tag], length(content.len()).as_slice(), &content].concat()
}

/// One byte below 128. Otherwise the number of bytes that follow, with the highest bit set, and the bytes.
fn length(length: usize) -> Vec<u8> {
    if let Some(short) = u8::try_from(length).ok().filter(|short| *short < 0x80) {
        return vec![short];
    }
    let bytes: Vec<u8> = length.to_be_bytes().into_iter().skip_while(|byte| *byte == 0).collect();
    let count = u8::try_from(bytes.len()).unwrap_or_default();
    [&[0x80 | count], bytes.as_slice()].concat()
}

fn pem(label: &str, der: &[u8]) -> String {
    let mut text = format!("-----BEGIN {label}-----\n");
    let encoded = base64(der);
    for (at, digit) in encoded.chars().enumerate() {
        if at > 0 && at.is_multiple_of(64) {
            text.push('\n');
        }
        text.push(digit);
    }
    text + &format!("\n-----END {label}-----\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_as_x_690_gives_them() {
        for (number, bytes) in [
            (0, &[0][..]),
            (127, &[127]),
            (128, &[0x81, 128]),
            (255, &[0x81, 255]),
            (256, &[0x82, 1, 0]),
            (65_535, &[0x82, 255, 255]),
            (65_536, &[0x83, 1, 0, 0]),
        ] {
            assert_eq!(length(number), bytes, "{number}");
        }
    }

    #[test]
    fn pem_lines_have_64_characters() {
        let text = public_key_pem(&[0; 50]);
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines.iter().map(|line| line.len()).collect::<Vec<_>>(), [26, 64, 4, 24]);
        assert!(text.starts_with("-----BEGIN PUBLIC KEY-----\nAAAA") && text.ends_with("-----END PUBLIC KEY-----\n"));
    }

    /// The tags of the values inside a sequence. Fails when a length is wrong.
    fn tags(sequence: &[u8]) -> Vec<u8> {
        let value = |bytes: &[u8]| match bytes[1] {
            0x81 => (3, usize::from(bytes[2])),
            0x82 => (4, usize::from(bytes[2]) << 8 | usize::from(bytes[3])),
            short => (2, usize::from(short)),
        };
        let (head, length) = value(sequence);
        assert_eq!((sequence[0], sequence.len()), (SEQUENCE, head + length));
        let (mut tags, mut rest) = (Vec::new(), &sequence[head..]);
        while !rest.is_empty() {
            let (head, length) = value(rest);
            tags.push(rest[0]);
            rest = &rest[head + length..];
        }
        tags
    }

    /// The JavaScript tests verify a whole certificate with OpenSSL.
    #[test]
    fn a_certificate_has_the_structure_of_rfc_5280() {
        let spki = der(SEQUENCE, &[&der(BIT_STRING, &[&[7; 300]])]);
        let body = to_be_signed(&spki);
        assert_eq!(tags(&body), [VERSION, INTEGER, SEQUENCE, SEQUENCE, SEQUENCE, SEQUENCE, SEQUENCE]);
        assert!(body.ends_with(&spki));
        assert_eq!(tags(&certificate(&body, &[7; 256])), [SEQUENCE, SEQUENCE, BIT_STRING]);
    }
}
