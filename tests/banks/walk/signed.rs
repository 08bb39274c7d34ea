//! What the store and the bank sign, made without the library.

use base64ct::{Base64UrlUnpadded, Encoding};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use super::super::support::KEY;
use super::super::support::callback::hex;

/// The key of the usual callbacks.
const SECRET: &str = "canary callback secret";

fn hmac(key: &[u8], parts: &[&str]) -> Vec<u8> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).unwrap();
    for part in parts {
        mac.update(part.as_bytes());
    }
    mac.finalize().into_bytes().to_vec()
}

/// The state that the library adds to the return address of an order: `phase` is 1 or 2.
pub(super) fn return_state(root: &str, digits: &str, phase: u8, number: &str, issued_ms: u64) -> String {
    let expires = issued_ms + (1200 + 24 * 60 * 60) * 1000;
    let payload = format!("500000.{digits}.{phase}.{issued_ms}.{expires}.{number}");
    let key_id = Base64UrlUnpadded::encode_string(&hmac(KEY.as_bytes(), &["bpc-checkout return\n", "key id\n", "\n"]));
    let signed = format!("v1.{}.{}", key_id.get(..6).unwrap(), Base64UrlUnpadded::encode_string(payload.as_bytes()));
    let scope = format!("{root}\nshop-api");
    let mac = hmac(KEY.as_bytes(), &["bpc-checkout return\n", &scope, "\n", &signed, "\n"]);
    format!("{signed}.{}", Base64UrlUnpadded::encode_string(&mac))
}

/// A callback's parameters, which need no encoding, with their checksum.
pub(super) fn with_checksum(query: &str) -> String {
    let mut pairs: Vec<(&str, &str)> = query.split('&').filter_map(|pair| pair.split_once('=')).collect();
    pairs.sort_unstable();
    let parts: Vec<&str> = pairs.iter().flat_map(|(name, value)| [name, ";", value, ";"]).collect();
    format!("{query}&checksum={}", hex(&hmac(SECRET.as_bytes(), &parts)))
}
