//! The checksum of a callback (HMAC-SHA256 of its canonical text), and the compact JWS of profile `bt`.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use crate::encoding;

/// `name;value;` of every parameter but `checksum` and `sign_alias`, sorted by name in byte order.
pub(super) fn canonical(params: &[(String, String)]) -> String {
    let mut sorted: Vec<_> = params.iter().filter(|(name, _)| name != "checksum" && name != "sign_alias").collect();
    sorted.sort_by(|a, b| a.0.cmp(&b.0));
    sorted.into_iter().flat_map(|(name, value)| [name, ";", value, ";"]).collect()
}

/// The text that the checksum of a sent form is made of. `None` when the form has no checksum.
pub(crate) fn signed_text(form: &str) -> Option<String> {
    let params: Vec<(String, String)> = form_urlencoded::parse(form.as_bytes()).into_owned().collect();
    params.iter().any(|(name, _)| name == "checksum" || name == "sign_alias").then(|| canonical(&params))
}

fn hmac(key: &[u8], text: &str) -> Vec<u8> {
    // An HMAC takes a key of any length, so that this cannot fail.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key) else { return Vec::new() };
    mac.update(text.as_bytes());
    mac.finalize().into_bytes().to_vec()
}

/// The `checksum` parameter: upper-case hex.
pub(super) fn checksum(secret: &str, params: &[(String, String)]) -> String {
    encoding::hex(&hmac(secret.as_bytes(), &canonical(params)))
}

/// A compact JWS with HS256 over the claims.
pub(super) fn jws(secret: &str, claims: &str) -> String {
    let key = encoding::from_base64(secret).unwrap_or_else(|| secret.as_bytes().to_vec());
    let signed = format!("{}.{}", encoding::base64url(br#"{"alg":"HS256"}"#), encoding::base64url(claims.as_bytes()));
    let signature = encoding::base64url(&hmac(&key, &signed));
    format!("{signed}.{signature}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(list: &[(&str, &str)]) -> Vec<(String, String)> {
        list.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect()
    }

    #[test]
    fn upper_case_sorts_before_lower_case_and_empty_values_count() {
        let params =
            pairs(&[("depositedAmount", "5"), ("depositFlag", "1"), ("checksum", "x"), ("sign_alias", "y"), ("a", "")]);
        assert_eq!(canonical(&params), "a;;depositFlag;1;depositedAmount;5;");
    }

    /// Values of our own, computed with OpenSSL: `printf %s "<text>" | openssl dgst -sha256 -hmac k3y`.
    #[test]
    fn hmac_as_openssl_computes_it() {
        let params =
            pairs(&[("mdOrder", "o-1"), ("operation", "deposited"), ("orderNumber", "Заказ 1"), ("status", "1")]);
        assert_eq!(checksum("k3y", &params), OPENSSL_CHECKSUM);
    }

    const OPENSSL_CHECKSUM: &str = "C832D6D0460ECB3EEAE9793D176DBDCA8008B7670409A142E7C265DD751E505E";

    #[test]
    fn a_jws_as_openssl_computes_it() {
        assert_eq!(
            jws("a2V5", r#"{"sub":"x"}"#),
            "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ4In0.ERTbwLdvvyt7uJ28SGAxb_0aD9nlp6M-N2NfJOom7ro"
        );
        assert_eq!(
            jws("key!", "{}"),
            "eyJhbGciOiJIUzI1NiJ9.e30.WEzZmI90Hs440i7exerxoGWZR6z_KlgPEklAVdHyz70",
            "a secret that is no base64 is itself the key"
        );
    }
}
