//! Other people's crates read the same input: public keys with `spki` and `x509-cert`, currencies with `iso_currency`.

#![cfg(test)]

mod support;

use std::collections::BTreeSet;

use bpc_checkout::Currency;
use bpc_checkout::model::public_key::{Hash, PublicKey};
use iso_currency::IntoEnumIterator;
use proptest::prelude::*;
use spki::SubjectPublicKeyInfoOwned;
use spki::der::{DecodePem, Encode};
use support::callback::{hex, key_rows, text};
use x509_cert::Certificate;

/// The key in PEM text, as DER in hexadecimal digits, as the other crates read it.
fn by_others(pem: &str) -> Option<String> {
    let spki = if pem.contains("CERTIFICATE") {
        Certificate::from_pem(pem).ok()?.tbs_certificate().subject_public_key_info().to_der()
    } else {
        SubjectPublicKeyInfoOwned::from_pem(pem).ok()?.to_der()
    };
    spki.ok().map(|der| hex(&der))
}

fn by_us(pem: &str) -> Option<String> {
    PublicKey::from_pem(pem, Hash::Sha512, true).ok().map(|key| key.spki())
}

#[test]
fn the_key_of_every_vector_is_the_key_that_others_read() {
    let rows = key_rows();
    assert!(rows.iter().any(|row| text(row, "publicKey").contains("CERTIFICATE")));
    for row in rows {
        let pem = text(&row, "publicKey");
        let ours = by_us(pem);
        assert!(ours.is_some(), "{}", text(&row, "name"));
        assert_eq!(ours, by_others(pem.trim()), "{}", text(&row, "name"));
    }
}

proptest! {
    #![proptest_config(support::thorough())]

    /// Where both read an altered key, they read the same one.
    #[test]
    fn an_altered_key_is_never_read_as_another_key(row: prop::sample::Index, place: prop::sample::Index, bit in 0..8_u8) {
        use base64ct::{Base64, Encoding};
        let rows = key_rows();
        let pem = text(&rows[row.index(rows.len())], "publicKey");
        let label = if pem.contains("CERTIFICATE") { "CERTIFICATE" } else { "PUBLIC KEY" };
        let base64: String = pem.lines().filter(|line| !line.starts_with('-')).collect();
        let mut bytes = Base64::decode_vec(&base64).unwrap();
        let place = place.index(bytes.len());
        bytes[place] ^= 1 << bit;
        let base64 = Base64::encode_string(&bytes);
        let lines: Vec<&str> = base64.as_bytes().chunks(64).map(|line| std::str::from_utf8(line).unwrap()).collect();
        let altered = format!("-----BEGIN {label}-----\n{}\n-----END {label}-----", lines.join("\n"));
        if let (Some(ours), Some(theirs)) = (by_us(&altered), by_others(&altered)) {
            prop_assert_eq!(ours, theirs);
        }
    }
}

/// A currency as one line: letters, number, and digits of the minor unit.
fn line(letters: &str, number: u16, digits: usize) -> String {
    format!("{letters} {number:03} {digits}")
}

/// Every currency of our table, found by its number.
fn ours() -> BTreeSet<String> {
    let all = (0..1000).filter_map(Currency::from_numeric);
    all.map(|currency| line(currency.alpha(), currency.numeric(), currency.exponent())).collect()
}

fn theirs() -> BTreeSet<String> {
    iso_currency::Currency::iter()
        .filter_map(|currency| Some(line(currency.code(), currency.numeric(), currency.exponent()?.into())))
        .collect()
}

/// What `iso_currency` has and we do not: no card is charged in it.
const LEFT_OUT: [(&str, &[&str]); 3] = [
    ("fund codes", &["BOV 984 2", "CHE 947 2", "CHW 948 2", "COU 970 2", "MXV 979 2", "USN 997 2", "UYI 940 0"]),
    ("an accounting unit", &["XAD 396 2"]),
    ("withdrawn from ISO 4217", &["CUC 931 2", "HRK 191 2", "SLL 694 2", "ZWL 932 2"]),
];

#[test]
fn the_table_of_currencies_is_that_of_iso_currency_with_named_differences() {
    let (ours, theirs) = (ours(), theirs());
    let only_ours: Vec<&str> = ours.difference(&theirs).map(String::as_str).collect();
    let only_theirs: BTreeSet<&str> = theirs.difference(&ours).map(String::as_str).collect();
    assert_eq!(only_ours, ["RUR 810 2"], "the rouble before 1998: old installations still send it");
    let left_out: BTreeSet<&str> = LEFT_OUT.iter().flat_map(|(_, lines)| lines.iter().copied()).collect();
    assert_eq!(only_theirs, left_out);
}
