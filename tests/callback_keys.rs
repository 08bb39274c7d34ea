//! The keys of callbacks: every mistake of the configuration has a name, and what is read as a key is one.

#![cfg(test)]

mod support;

use bpc_checkout::ErrorCode;
use bpc_checkout::model::keys::CallbackKeys as Keys;
use bpc_checkout::model::public_key::{Hash, PublicKey};
use proptest::prelude::*;
use support::callback::{SECRET, key_rows, keys, shared, text};

#[track_caller]
fn misconfigured(callback: &str) -> String {
    let error =
        support::read_gateway(&format!(r#"{{"callback":{callback}}}"#), bpc_checkout::model::gateway::Runtime::Server);
    let error = error.unwrap_err();
    assert_eq!(error.code(), ErrorCode::InvalidOption);
    error.to_string()
}

#[test]
fn each_configuration_error_names_its_field() {
    const EITHER: &str =
        "gateway.callback: expected one of secret, publicKey, jwt, or unsigned: true; check the environment variable";
    const PEM: &str = "gateway.callback.publicKey: is not an RSA key in PEM (BEGIN PUBLIC KEY or BEGIN CERTIFICATE); copy the whole block";
    let key = serde_json::json!(text(&key_rows()[0], "publicKey")).to_string();
    let with_key = |more: &str| format!(r#"{{"publicKey":{key},{more}}}"#);
    for (callback, message) in [
        ("null", "gateway.callback: is missing; set its environment variable"),
        (r#""token""#, "gateway.callback: expected an object, got text"),
        ("{}", EITHER),
        (r#"{"secret":null}"#, EITHER),
        (r#"{"hash":"SHA-512"}"#, EITHER),
        (r#"{"secret":"k3y","publicKey":"x"}"#, EITHER),
        (r#"{"secret":""}"#, "gateway.callback.secret: is empty"),
        (r#"{"secret":" k3y"}"#, "gateway.callback.secret: starts or ends with white space; remove it"),
        (r#"{"secret":["k3y",""]}"#, "gateway.callback.secret: is empty"),
        (r#"{"secret":["k3y",null]}"#, "gateway.callback.secret: expected text"),
        (r#"{"secret":[]}"#, "gateway.callback.secret: is an empty list; give at least one secret"),
        (r#"{"secret":5}"#, "gateway.callback.secret: expected text"),
        (r#"{"secrets":"k3y"}"#, "gateway.callback.secrets: is not a known option; did you mean `secret`?"),
        (r#"{"sign_alias":"k3y"}"#, "gateway.callback.sign_alias: is not a known option"),
        (r#"{"secret":"k3y","hash":"SHA-256"}"#, "gateway.callback.hash: is not a known option"),
        (r#"{"secret":"k3y","allowWeakKey":true}"#, "gateway.callback.allowWeakKey: is not a known option"),
        (&with_key(r#""hash":"SHA-1""#), "gateway.callback.hash: expected \"SHA-512\" or \"SHA-256\""),
        (&with_key(r#""hash":512"#), "gateway.callback.hash: expected \"SHA-512\" or \"SHA-256\""),
        (&with_key(r#""allowWeakKey":"yes""#), "gateway.callback.allowWeakKey: expected true or false"),
        (r#"{"publicKey":5}"#, PEM),
        (r#"{"publicKey":"token"}"#, PEM),
    ] {
        assert_eq!(misconfigured(callback), message, "{callback}");
    }
    assert_eq!(format!("{:?}", shared()), "Shared([Secret(hidden)])");
}

#[test]
fn the_hash_is_what_is_configured_or_sha_512() {
    let key = serde_json::json!(text(&key_rows()[0], "publicKey")).to_string();
    for (more, hash) in [
        ("", Hash::Sha512),
        (r#","hash":"SHA-512""#, Hash::Sha512),
        (r#","hash":"SHA-256""#, Hash::Sha256),
        (r#","hash":null,"allowWeakKey":false"#, Hash::Sha512),
    ] {
        let Keys::Public(read) = keys(&format!(r#"{{"publicKey":{key}{more}}}"#)) else { panic!("{more}") };
        assert_eq!(read.hash(), hash, "{more}");
    }
}

/// What everybody can know would make a bad secret.
#[test]
fn a_public_key_is_refused_as_a_secret() {
    for row in key_rows() {
        let pem = text(&row, "publicKey");
        for secret in [pem.to_owned(), pem.trim().replace('\n', "\\n"), format!("-----BEGIN PUBLIC KEY-----{SECRET}")] {
            let message = misconfigured(&serde_json::json!({ "secret": ["k3y", secret] }).to_string());
            assert_eq!(
                message,
                "gateway.callback.secret: is a PEM key; expected a password, a token or a shared secret"
            );
        }
    }
}

#[test]
fn a_weak_key_must_be_allowed() {
    for row in key_rows().into_iter().filter(|row| row["bits"] == 1024) {
        for more in ["", r#","allowWeakKey":false"#] {
            let key = serde_json::json!(text(&row, "publicKey"));
            let message = misconfigured(&format!(r#"{{"publicKey":{key}{more}}}"#));
            assert_eq!(
                message,
                "gateway.callback.publicKey: has fewer than 2048 bits; allowWeakKey: true accepts 1024"
            );
        }
    }
}

// ---------------------------------------------------------------------------------------------------- PEM and DER

fn der(tag: u8, content: &[u8]) -> Vec<u8> {
    let length = content.len();
    let head = match u8::try_from(length) {
        Ok(short) if short < 0x80 => vec![tag, short],
        Ok(byte) => vec![tag, 0x81, byte],
        Err(_) => [&[tag, 0x82][..], &u16::try_from(length).unwrap().to_be_bytes()].concat(),
    };
    [head, content.to_vec()].concat()
}

const RSA: &[u8] = &[0x30, 13, 0x06, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 1, 0x05, 0];
const E: &[u8] = &[1, 0, 1];

/// A key of these parts, right in everything else.
fn spki_of(algorithm: &[u8], modulus: &[u8], exponent: &[u8]) -> Vec<u8> {
    let key = der(0x30, &[der(2, modulus), der(2, exponent)].concat());
    der(0x30, &[algorithm.to_vec(), der(3, &[&[0][..], &key].concat())].concat())
}

/// A modulus of so many bits; it has a zero in front where the bits fill the first byte.
fn modulus(bits: usize) -> Vec<u8> {
    let first = 1_u8 << ((bits - 1) % 8);
    let zero: &[u8] = if first == 0x80 { &[0] } else { &[] };
    [zero, &[first], &vec![0xa5; bits.div_ceil(8) - 1]].concat()
}

fn pem(label: &str, der: &[u8]) -> String {
    use base64ct::{Base64, Encoding};
    let base64 = Base64::encode_string(der);
    let lines: Vec<&str> = base64.as_bytes().chunks(64).map(|line| std::str::from_utf8(line).unwrap()).collect();
    format!("-----BEGIN {label}-----\n{}\n-----END {label}-----\n", lines.join("\n"))
}

/// The bytes of a signature of this key, or why it is refused.
fn read_key(pem: &str, weak: bool) -> Result<usize, String> {
    let read = PublicKey::from_pem(pem, Hash::Sha512, weak);
    read.map(|key| key.signature_bytes()).map_err(|why| why.to_string())
}

const UNREADABLE: &str = "is not an RSA key in PEM (BEGIN PUBLIC KEY or BEGIN CERTIFICATE); copy the whole block";

#[test]
fn the_size_of_a_key_is_counted_in_bits() {
    let weak = "has fewer than 2048 bits; allowWeakKey: true accepts 1024";
    for (bits, allowed, wanted) in [
        (512, true, Err(weak)),
        (1023, true, Err(weak)),
        (1023, false, Err(weak)),
        (1024, false, Err(weak)),
        (1024, true, Ok(128)),
        (1025, true, Ok(129)),
        (2047, false, Err(weak)),
        (2047, true, Ok(256)),
        (2048, false, Ok(256)),
        (2049, false, Ok(257)),
        (4096, false, Ok(512)),
    ] {
        let key = pem("PUBLIC KEY", &spki_of(RSA, &modulus(bits), E));
        assert_eq!(read_key(&key, allowed), wanted.map_err(str::to_owned), "{bits} {allowed}");
    }
}

#[test]
fn a_key_is_an_rsa_key() {
    let good = spki_of(RSA, &modulus(2048), E);
    assert_eq!(read_key(&pem("PUBLIC KEY", &good), false), Ok(256));
    let n = modulus(2048);
    let bits = |content: &[u8]| der(0x30, &[RSA.to_vec(), der(3, content)].concat());
    let numbers = [der(2, &n), der(2, E)].concat();
    for (what, bad) in [
        ("nothing", vec![]),
        ("cut off", good[..good.len() - 1].to_vec()),
        ("an elliptic curve", spki_of(&[0x30, 2, 0x06, 0], &n, E)),
        ("no parameters", spki_of(&[0x30, 11, 0x06, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 1], &n, E)),
        ("PSS", spki_of(&[0x30, 13, 0x06, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 10, 0x05, 0], &n, E)),
        ("unused bits", bits(&[&[1][..], &der(0x30, &numbers)].concat())),
        ("no bits", bits(&[])),
        ("a set of numbers", bits(&[&[0][..], &der(0x31, &numbers)].concat())),
        ("no number", bits(&[&[0][..], &der(0x30, &der(4, &n))].concat())),
        ("a byte after the key", [&good[..], &[0]].concat()),
        ("a value after the bits", der(0x30, &[&good[4..], &der(2, E)].concat())),
        ("a third number", bits(&[&[0][..], &der(0x30, &[numbers.clone(), der(2, E)].concat())].concat())),
        ("no exponent", bits(&[&[0][..], &der(0x30, &der(2, &n))].concat())),
        ("the exponent 1", spki_of(RSA, &n, &[1])),
        ("the exponent 1 in two bytes", spki_of(RSA, &n, &[0, 1])),
        ("the exponent 0", spki_of(RSA, &n, &[0])),
        ("an even exponent", spki_of(RSA, &n, &[1, 0, 0])),
        ("a negative exponent", spki_of(RSA, &n, &[0x81])),
        ("an empty exponent", spki_of(RSA, &n, &[])),
        ("an empty modulus", spki_of(RSA, &[], E)),
        ("a modulus of zero", spki_of(RSA, &[0], E)),
    ] {
        let why = read_key(&pem("PUBLIC KEY", &bad), true);
        assert_eq!(why, Err(UNREADABLE.into()), "{what}");
    }
}

#[test]
fn a_length_has_one_encoding() {
    let body = &spki_of(RSA, &modulus(2048), E)[4..];
    let high = u8::try_from(body.len() >> 8).unwrap();
    let low = u8::try_from(body.len() & 0xff).unwrap();
    let read = |head: &[u8]| read_key(&pem("PUBLIC KEY", &[head, body].concat()), false);
    assert_eq!(read(&[0x30, 0x82, high, low]), Ok(256));
    assert_eq!(read(&[0x31, 0x82, high, low]), Err(UNREADABLE.into()), "another tag");
    for head in [
        &[0x30, 0x83, 0, high, low][..],
        &[0x30, 0x80],
        &[0x30, 0x84, 0, 0, high, low],
        &[0x30, 0x82, high, low + 1],
        &[0x30, 0x82, high, low - 1],
    ] {
        assert_eq!(read(head), Err(UNREADABLE.into()), "{head:?}");
    }
    // The algorithm's 13 bytes with a length that has a digit too many.
    for head in [&[0x30, 0x81, 13][..], &[0x30, 0x82, 0, 13]] {
        let algorithm = [head, &RSA[2..]].concat();
        assert_eq!(
            read_key(&pem("PUBLIC KEY", &spki_of(&algorithm, &modulus(2048), E)), false),
            Err(UNREADABLE.into())
        );
    }
    // A modulus of 1024 bits has 129 bytes: the length with one digit.
    let tagged = |tag: u8| {
        let modulus = der(2, &modulus(1024));
        let key = der(0x30, &[[vec![tag], modulus[1..].to_vec()].concat(), der(2, E)].concat());
        pem("PUBLIC KEY", &der(0x30, &[RSA.to_vec(), der(3, &[&[0][..], &key].concat())].concat()))
    };
    assert_eq!(read_key(&tagged(2), true), Ok(128));
    assert_eq!(read_key(&tagged(4), true), Err(UNREADABLE.into()));
}

#[test]
fn a_certificate_gives_its_key_and_nothing_else() {
    let (version, serial) = (der(0xa0, &[2, 1, 2]), der(2, &[1]));
    let some = der(0x30, &[5, 0]);
    let spki = spki_of(RSA, &modulus(2048), E);
    let signature = [some.clone(), der(3, &[0, 1, 2])].concat();
    let certificate =
        |parts: &[&[u8]]| pem("CERTIFICATE", &der(0x30, &[der(0x30, &parts.concat()), signature.clone()].concat()));
    let whole = certificate(&[&version, &serial, &some, &some, &some, &some, &spki]);
    assert_eq!(read_key(&whole, false), Ok(256));
    let extensions = der(0xa3, &some);
    assert_eq!(
        read_key(&certificate(&[&version, &serial, &some, &some, &some, &some, &spki, &extensions]), false),
        Ok(256)
    );
    assert_eq!(read_key(&certificate(&[&serial, &some, &some, &some, &some, &spki]), false), Ok(256), "of version 1");
    for parts in [
        &[&version[..], &serial, &some, &some, &some, &spki][..],
        &[&version, &some, &some, &some, &some, &spki],
        &[&version, &serial, &some, &some, &some, &some],
        &[&version, &version, &serial, &some, &some, &some, &some, &spki],
        &[&spki],
        &[],
    ] {
        assert_eq!(read_key(&certificate(parts), true), Err(UNREADABLE.into()));
    }
    let inside = [&version[..], &serial, &some, &some, &some, &some, &spki].concat();
    let followed = [der(0x30, &[der(0x30, &inside), signature.clone()].concat()), vec![0]].concat();
    assert_eq!(read_key(&pem("CERTIFICATE", &followed), true), Err(UNREADABLE.into()), "a byte after the certificate");
    assert_eq!(read_key(&pem("PUBLIC KEY", &spki), false), Ok(256));
    assert_eq!(read_key(&pem("CERTIFICATE", &spki), true), Err(UNREADABLE.into()), "a key is no certificate");
}

#[test]
fn pem_is_one_block_of_a_known_kind() {
    let spki = spki_of(RSA, &modulus(2048), E);
    let good = pem("PUBLIC KEY", &spki);
    for same in [
        good.clone(),
        good.replace('\n', "\r\n"),
        format!("\n  {good}\n\n"),
        good.replace('\n', ""),
        good.replace('\n', " \t"),
    ] {
        assert_eq!(read_key(&same, false), Ok(256), "{same}");
    }
    // Three lengths in a row: with two digits of padding, with one, and with none.
    let lengths = [2048, 2056, 2064].map(|bits| pem("PUBLIC KEY", &spki_of(RSA, &modulus(bits), E)));
    for key in &lengths {
        assert!(read_key(key, false).is_ok(), "{key}");
    }
    assert_eq!(lengths.iter().filter(|key| key.contains('=')).count(), 2);
    for bad in [
        String::new(),
        "-----BEGIN PUBLIC KEY-----".into(),
        "-----BEGIN PUBLIC KEY-----END PUBLIC KEY-----".into(),
        good.repeat(2),
        good.replace("BEGIN PUBLIC", "BEGIN RSA PUBLIC").replace("END PUBLIC", "END RSA PUBLIC"),
        good.replace("PUBLIC", "PRIVATE"),
        good.replace("END PUBLIC KEY", "END CERTIFICATE"),
        good.replace('\n', "\\n"),
        good.replacen("MII", "MI.", 1),
        good.replacen("MII", "=MII", 1),
        good.replace("\n-----END", "===\n-----END"),
        good.replace("-----\n", "----\n"),
        format!("Key: \n{good}"),
        format!("{good}x"),
    ] {
        assert_eq!(read_key(&bad, true), Err(UNREADABLE.into()), "{bad}");
    }
    let urlsafe = pem("PUBLIC KEY", &spki_of(RSA, &[&[0][..], &[0xff; 256]].concat(), E));
    assert_eq!(read_key(&urlsafe, false), Ok(256));
    assert!(urlsafe.contains('/'));
    assert_eq!(read_key(&urlsafe.replace('/', "_"), true), Err(UNREADABLE.into()), "another alphabet");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(10_000))]

    /// A key of which a bit is changed, or that is cut, is another key or none; reading it never fails otherwise.
    #[test]
    fn altered_keys_are_read_or_refused(row in 0..3_usize, place: prop::sample::Index, bit in 0..8_u8, cut: bool) {
        use base64ct::{Base64, Encoding};
        let row = &key_rows()[row];
        let pem_text = text(row, "publicKey");
        let label = if pem_text.contains("CERTIFICATE") { "CERTIFICATE" } else { "PUBLIC KEY" };
        let base64: String = pem_text.lines().filter(|line| !line.starts_with('-')).collect();
        let mut bytes = Base64::decode_vec(&base64).unwrap();
        let place = place.index(bytes.len());
        if cut { bytes.truncate(place) } else { bytes[place] ^= 1 << bit }
        let read = read_key(&pem(label, &bytes), true);
        prop_assert!(!cut || read.is_err());
prop_assert!(read.is_err() || read.is_ok_and(|length| length < bytes.len()));
    }
}
