//! Return tokens and the addresses that carry them: nothing opens but what was sealed, for the same scope and in time.
//!
//! A fuzzer cannot guess a MAC, so the same bytes are tried four ways: as a token, as the payload of a token with a genuine
//! MAC (made by another implementation), as a change of a good token, and as the address that a token is added to.

#![no_main]

use std::sync::LazyLock;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use bpc_checkout::model::address::{Address, parameters};
use bpc_checkout::model::credentials::Secret;
use bpc_checkout::model::keys::ReturnKeys as Keys;
use bpc_checkout::trust::return_token::{CLOCK_TOLERANCE_MS, Claims, PARAMETER};
use hmac_sha256::HMAC;
use libfuzzer_sys::fuzz_target;
use url::Url;

const KEY: &str = "a return key of a fuzzed store";
const SCOPE: &str = "https://bank.example/payment/rest\nshop-api";
const NOW: u64 = 1_795_392_000_000;

static KEYS: LazyLock<Keys> = LazyLock::new(|| keys(&[KEY]));
static OTHERS: LazyLock<Keys> = LazyLock::new(|| keys(&["a return key of another store", "and the one before that"]));
static ROTATING: LazyLock<Keys> = LazyLock::new(|| keys(&["a return key that is the new one", KEY]));

fn keys(keys: &[&str]) -> Keys {
    let secrets = keys.iter().map(|key| Secret::new((*key).to_owned()).expect("a good key"));
    Keys::new(secrets.collect()).expect("long enough")
}

/// The MAC as SECURITY.md describes it, by an implementation that is not the library's.
fn mac(scope: &str, signed: &str) -> String {
    BASE64.encode(HMAC::mac(format!("bpc-checkout return\n{scope}\n{signed}\n"), KEY))
}

fn genuine(payload: &str) -> String {
    let id = mac("key id", "");
    let signed = format!("v1.{}.{}", &id[..6], BASE64.encode(payload));
    format!("{signed}.{}", mac(SCOPE, &signed))
}

/// What no claim may ever hold, whoever signed it.
fn check(claims: &Claims) {
    assert!(claims.amount.minor() < 1_000_000_000_000);
    let number = claims.order_number.as_str();
    assert!((1..=36).contains(&number.chars().count()) && !number.chars().any(char::is_control));
}

/// The token opens in its time and scope, under its key, and nowhere else.
fn opens_in_its_time_only(claims: &Claims) {
    let token = KEYS.seal(SCOPE, claims);
    let opened = |keys: &Keys, scope: &str, now: u64| keys.open(scope, &token, now).ok();
    let earliest = claims.issued_ms.saturating_sub(CLOCK_TOLERANCE_MS);
    if earliest < claims.expires_ms {
        for now in [earliest, claims.expires_ms - 1] {
            assert_eq!(opened(&KEYS, SCOPE, now).as_ref(), Some(claims));
            assert_eq!(opened(&ROTATING, SCOPE, now).as_ref(), Some(claims));
            assert_eq!(opened(&OTHERS, SCOPE, now), None);
            assert_eq!(opened(&KEYS, "https://bank.example/payment/rest\nother-api", now), None);
        }
    }
    assert_eq!(opened(&KEYS, SCOPE, claims.expires_ms), None);
    if claims.issued_ms > CLOCK_TOLERANCE_MS {
        assert_eq!(opened(&KEYS, SCOPE, earliest - 1), None);
    }
}

/// One changed character, chosen by the input (a bit alone does not reach every spelling of a last digit); a cut; and whatever the input itself makes of it.
fn no_change_opens(token: &str, data: &[u8]) {
    let choice = HMAC::mac(data, b"choice");
    let at = usize::from(choice[0]) % token.len();
    let mut altered = token.as_bytes().to_vec();
    altered[at] = choice[1] & 0x7f;
    let mut spliced = token.as_bytes()[..at].to_vec();
    spliced.extend_from_slice(data);
    spliced.extend_from_slice(&token.as_bytes()[at..]);
    for changed in [altered, token.as_bytes()[..at].to_vec(), spliced] {
        let Ok(changed) = String::from_utf8(changed) else { continue };
        let opened = KEYS.open(SCOPE, &changed, NOW);
        assert!(changed == token || opened.is_err(), "{changed}");
    }
}

/// The WHATWG parser sees the same address with one parameter more; our own reader finds it in it.
fn is_carried_by(address: &str, token: &str) {
    let Ok(address) = Address::parse(address) else { return };
    let signed = address.with_parameter(PARAMETER, token);
    let before = parameters(address.as_str(), PARAMETER).len();
    assert_eq!(parameters(&signed, PARAMETER).get(before).map(String::as_str), Some(token));
    let (Ok(old), Ok(new)) = (Url::parse(address.as_str()), Url::parse(&signed)) else { return };
    assert!(matches!(old.scheme(), "https" | "http") && old.username().is_empty() && old.password().is_none());
    let pairs = |url: &Url| url.query_pairs().into_owned().collect::<Vec<_>>();
    let mut wanted = pairs(&old);
    wanted.push((PARAMETER.to_owned(), token.to_owned()));
    assert_eq!(pairs(&new), wanted, "{signed}");
    assert_eq!(
        (new.host(), new.port(), new.path(), new.fragment()),
        (old.host(), old.port(), old.path(), old.fragment())
    );
}

fuzz_target!(|data: &[u8]| {
    let Ok(text) = std::str::from_utf8(data) else { return };
    // Whoever has not the key has no token.
    assert!(KEYS.open(SCOPE, text, NOW).is_err(), "{text}");

    let token = genuine(text);
    let claims = [NOW, 0, u64::MAX - 1].into_iter().find_map(|now| KEYS.open(SCOPE, &token, now).ok());
    if let Some(claims) = claims {
        check(&claims);
        opens_in_its_time_only(&claims);
        let sealed = KEYS.seal(SCOPE, &claims);
        // What was sealed by the library is what the other implementation seals, to the letter.
        let payload = format!(
            "{}.{:03}.{}.{}.{}.{}",
            claims.amount.minor(),
            claims.currency.numeric(),
            claims.phase as u8 + 1,
            claims.issued_ms,
            claims.expires_ms,
            claims.order_number.as_str(),
        );
        assert_eq!(sealed, genuine(&payload));
        if payload == text {
            assert_eq!(sealed, token);
        }
    }
    let good = genuine(&format!("2000.978.1.{NOW}.{}.A-1001", NOW + 1));
    assert!(KEYS.open(SCOPE, &good, NOW).is_ok());
    no_change_opens(&good, data);
    is_carried_by(text, &good);
});
