//! The signed return URL: only an unchanged state is accepted, only for this store at this gateway, and only in time.

#![cfg(test)]

mod support;

use base64ct::{Base64UrlUnpadded, Encoding};
use bpc_checkout::call::{Failure, Request};
use bpc_checkout::model::credentials::Secret;
use bpc_checkout::model::ids::{OrderNumber, Phase};
use bpc_checkout::model::keys::ReturnKeys as Keys;
use bpc_checkout::model::money::{Amount, Currency};
use bpc_checkout::protocol::reply::Reply;
use bpc_checkout::trust::return_token::{CLOCK_TOLERANCE_MS, Claims, GRACE_MS};
use bpc_checkout::trust::verdict::Outcome;
use bpc_checkout::{Error, ErrorCode};
use hmac::{Hmac, KeyInit, Mac};
use proptest::prelude::*;
use sha2::Sha256;
use support::{
    Client, KEY, NOW, ORDER_ID, REGISTERED, Script, Transport, gateway, order, reply, status_body, thorough,
};
use url::Url;

const SESSION_MS: u64 = 1_200_000;

fn keyed() -> String {
    format!(r#"{{"returnKey":"{KEY}"}}"#)
}

/// The return address that a registration sent to the gateway.
#[track_caller]
fn return_url(order_more: &str, gateway_more: &str) -> String {
    let gateway = gateway(gateway_more);
    let script = Script::answering(REGISTERED);
    Client::new(&gateway, &script).register(&order(order_more)).unwrap();
    script.only().field("returnUrl").to_owned()
}

/// Verifies a return address after so many milliseconds, with a gateway that says "paid". Also: how many calls went out.
fn come_back(url: &str, gateway_more: &str, after_ms: u64) -> (Result<Outcome, Error>, usize) {
    let gateway = gateway(gateway_more);
    let script = Script::answering(&status_body("{}"));
    script.elapsed.set(after_ms);
    let verdict = Client::new(&gateway, &script).verify_return(url);
    (verdict.map(|verdict| verdict.outcome().clone()), script.count())
}

#[track_caller]
fn refused_unasked(url: &str, gateway_more: &str, after_ms: u64) -> ErrorCode {
    let (result, calls) = come_back(url, gateway_more, after_ms);
    assert_eq!(calls, 0, "the gateway was asked about a refused return");
    result.unwrap_err().code()
}

#[test]
fn an_honest_return_asks_by_the_gateways_id_and_is_paid() {
    let url = format!("{}&orderId={ORDER_ID}&lang=en", return_url("{}", &keyed()));
    let gateway = gateway(&keyed());
    let script = Script::answering(&status_body("{}"));
    let verdict = Client::new(&gateway, &script).verify_return(&url).unwrap();
    assert_eq!(*verdict.outcome(), Outcome::Paid);
    let sent = script.only();
    assert_eq!(sent.names(), ["userName", "password", "orderId"], "exactly one id");
    assert_eq!(sent.field("orderId"), ORDER_ID);
}

#[test]
fn without_a_usable_id_the_sealed_number_is_asked_for() {
    let url = return_url("{}", &keyed());
    for tail in [
        "",
        "&paymentID=1",
        "&orderId=",
        "&orderId=a%20b",
        "&orderId=%3Cscript%3E",
        "&orderId=one&orderId=two",
        &format!("&orderId={}", "x".repeat(65)),
    ] {
        let gateway = gateway(&keyed());
        let script = Script::answering(&status_body("{}"));
        let verdict = Client::new(&gateway, &script).verify_return(&format!("{url}{tail}")).unwrap();
        assert_eq!(*verdict.outcome(), Outcome::Paid, "{tail}");
        let sent = script.only();
        assert_eq!(sent.names(), ["userName", "password", "orderNumber"], "{tail}");
        assert_eq!(sent.field("orderNumber"), "A-1001");
    }
}

#[test]
fn nothing_else_in_the_address_counts() {
    let url = format!("{}&status=1&orderStatus=2&success=true&amount=1&orderNumber=B-2", return_url("{}", &keyed()));
    let gateway = gateway(&keyed());
    let script = Script::answering(&status_body(r#"{"orderStatus":0,"actionCode":-100}"#));
    let verdict = Client::new(&gateway, &script).verify_return(&url).unwrap();
    assert_eq!(*verdict.outcome(), Outcome::Open(None));
}

/// Pay a cheap order, come back with another one's state: the commonest hole in shop modules for this gateway.
#[test]
fn another_orders_payment_is_a_mismatch() {
    let dear = return_url(r#"{"amount":200000,"orderNumber":"B-2000"}"#, &keyed());
    let gateway = gateway(&keyed());
    let script = Script::answering(&status_body("{}"));
    let verdict = Client::new(&gateway, &script).verify_return(&format!("{dear}&orderId={ORDER_ID}")).unwrap();
    let Outcome::Mismatch(mismatch) = verdict.outcome() else { panic!("{:?}", verdict.outcome()) };
    assert_eq!(mismatch.field.as_str(), "orderNumber");
}

/// Gateways and proxies rewrite addresses; these are the same characters.
#[test]
fn an_address_that_came_back_changed_is_opened() {
    let url = return_url("{}", &keyed());
    let (before, token) = url.split_once("bpc_return=").unwrap();
    let encoded = token.replace('.', "%2E").replace('-', "%2d");
    for changed in [
        format!("{url}?orderId={ORDER_ID}&lang=en"),
        format!("{before}bpc_return={encoded}&orderId={ORDER_ID}"),
        format!("{before}bpc%5Freturn={token}&orderId={ORDER_ID}"),
        format!("{before}a=1&amp;bpc_return={token}&amp;orderId={ORDER_ID}"),
        format!("{url}&bpc_return={encoded}"),
    ] {
        let (result, calls) = come_back(&changed, &keyed(), 0);
        assert_eq!((result.unwrap(), calls), (Outcome::Paid, 1), "{changed}");
    }
    for other in
        [format!("{before}bpc_return={}", token.replace('.', "%252E")), format!("{before}bpc_return={token}%20")]
    {
        assert_eq!(refused_unasked(&other, &keyed(), 0), ErrorCode::ReturnInvalid, "{other}");
    }
}

#[test]
fn a_missing_state_is_refused() {
    for url in [
        "https://shop.example/return",
        "https://shop.example/return?orderId=1&lang=en",
        "",
        "/return#bpc_return=v1.a.b.c",
    ] {
        assert_eq!(refused_unasked(url, &keyed(), 0), ErrorCode::ReturnMissing, "{url}");
    }
}

#[test]
fn a_state_that_is_not_ours_is_refused() {
    let url = return_url("{}", &keyed());
    let token = url.split_once("bpc_return=").unwrap().1;
    let parts: Vec<&str> = token.split('.').collect();
    let [version, key, payload, mac] = parts.as_slice() else { panic!("{token}") };
    for forged in [
        String::new(),
        "v1".into(),
        format!("{key}.{payload}.{mac}"),
        format!("v2.{key}.{payload}.{mac}"),
        format!("{version}.{key}.{payload}"),
        format!("{version}.{key}.{payload}."),
        format!("{version}.{key}..{mac}"),
        format!("{version}..{payload}.{mac}"),
        format!("{version}.AAAAAA.{payload}.{mac}"),
        format!("{version}.{key}.{payload}.{mac}="),
        format!("{version}.{key}.{payload}.{mac}.{mac}"),
        format!("{version}.{key}.{payload}.{mac}A"),
        token.to_ascii_lowercase(),
        token.repeat(2),
    ] {
        let url = format!("https://shop.example/return?bpc_return={forged}");
        assert_eq!(refused_unasked(&url, &keyed(), 0), ErrorCode::ReturnInvalid, "{forged}");
    }
    let twice = format!("{url}&bpc_return={token}x");
    assert_eq!(refused_unasked(&twice, &keyed(), 0), ErrorCode::ReturnInvalid);
    assert!(come_back(&format!("{url}&bpc_return={token}"), &keyed(), 0).0.is_ok(), "the same one twice is harmless");
}

#[test]
fn every_single_bit_counts() {
    let url = return_url("{}", &keyed());
    let (page, token) = url.split_once("bpc_return=").unwrap();
    for at in 0..token.len() {
        for bit in 0..8 {
            let mut bytes = token.as_bytes().to_vec();
            bytes[at] ^= 1 << bit;
            let Ok(changed) = String::from_utf8(bytes) else { continue };
            let (result, calls) = come_back(&format!("{page}bpc_return={changed}"), &keyed(), 0);
            let code = result.unwrap_err().code();
            assert!(matches!(code, ErrorCode::ReturnInvalid), "{changed}: {code:?}");
            assert_eq!(calls, 0);
        }
    }
}

#[test]
fn another_store_another_gateway_or_another_key_is_foreign() {
    let url = return_url("{}", &keyed());
    for other in [
        format!(r#"{{"returnKey":"{KEY}","userName":"other-api"}}"#),
        format!(r#"{{"returnKey":"{KEY}","baseUrl":"https://other.example/payment/rest"}}"#),
        r#"{"returnKey":"a return key of another store"}"#.to_owned(),
    ] {
        assert_eq!(refused_unasked(&url, &other, 0), ErrorCode::ReturnInvalid, "{other}");
    }
    assert!(come_back(&url, &format!(r#"{{"returnKey":"{KEY}","password":"a new one"}}"#), 0).0.is_ok());
    // A public token that is the same text as a login is another merchant's.
    let token = format!(r#"{{"returnKey":"{KEY}","userName":"absent","password":"absent","token":"shop-api"}}"#);
    let with_id = format!("{url}&orderId={ORDER_ID}");
    assert_eq!(refused_unasked(&with_id, &token, 0), ErrorCode::ReturnInvalid);
    let own = return_url("{}", &token);
    assert!(come_back(&format!("{own}&orderId={ORDER_ID}"), &token, 0).0.is_ok());
}

#[test]
fn during_a_key_rotation_every_customer_is_accepted() {
    let old = return_url("{}", &keyed());
    let rotating = format!(r#"{{"returnKey":["the new key of the store","{KEY}"]}}"#);
    assert!(come_back(&old, &rotating, 0).0.is_ok());
    let new = return_url("{}", &rotating);
    assert!(come_back(&new, r#"{"returnKey":"the new key of the store"}"#, 0).0.is_ok(), "the first key signs");
    assert_eq!(refused_unasked(&new, &keyed(), 0), ErrorCode::ReturnInvalid);
}

#[test]
fn a_token_expires_to_the_millisecond() {
    let url = return_url("{}", &keyed());
    let life = SESSION_MS + GRACE_MS;
    assert!(come_back(&url, &keyed(), life - 1).0.is_ok());
    assert_eq!(refused_unasked(&url, &keyed(), life), ErrorCode::ReturnExpired);

    let long = return_url(r#"{"sessionTimeoutSecs":604800}"#, &keyed());
    assert!(come_back(&long, &keyed(), 604_800_000 + GRACE_MS - 1).0.is_ok());
    assert_eq!(refused_unasked(&long, &keyed(), 604_800_000 + GRACE_MS), ErrorCode::ReturnExpired);

    // 2026-11-26T00:00:00 UTC, three days on; it wins over the session's length.
    let dated = return_url(r#"{"sessionTimeoutSecs":60,"expirationDate":"2026-11-26T00:00:00"}"#, &keyed());
    assert!(come_back(&dated, &keyed(), 3 * 86_400_000 + GRACE_MS - 1).0.is_ok());
    assert_eq!(refused_unasked(&dated, &keyed(), 3 * 86_400_000 + GRACE_MS), ErrorCode::ReturnExpired);
}

/// A clock that is behind the clock that signed.
struct Behind(Script, u64);

impl Transport for Behind {
    fn send(&self, request: Request) -> Result<Reply, Failure> {
        self.0.send(request)
    }

    fn sleep(&self, ms: u64) {
        self.0.sleep(ms);
    }

    fn now_ms(&self) -> u64 {
        NOW - self.1
    }

    fn random(&self) -> u128 {
        0
    }
}

#[test]
fn a_state_from_the_future_is_refused_beyond_five_minutes() {
    let url = return_url("{}", &keyed());
    let gateway = gateway(&keyed());
    let at = |behind| {
        let transport = Behind(Script::new([Ok(reply(200, &status_body("{}")))]), behind);
        Client::new(&gateway, &transport).verify_return(&url).map(|_| ()).map_err(|error| error.code())
    };
    assert_eq!(at(CLOCK_TOLERANCE_MS), Ok(()));
    assert_eq!(at(CLOCK_TOLERANCE_MS + 1), Err(ErrorCode::ReturnExpired));
}

#[test]
fn an_address_that_is_too_long_with_its_state_says_how_long_the_state_is() {
    let url = format!("https://shop.example/return?x={}", "y".repeat(470));
    let gateway = gateway(&keyed());
    let order = order(&format!(r#"{{"returnUrl":"{url}"}}"#));
    let why = Client::new(&gateway, &Script::answering(REGISTERED)).register(&order).unwrap_err().to_string();
    let numbers: Vec<usize> =
        why.split(|c: char| !c.is_ascii_digit()).filter_map(|digits| digits.parse().ok()).collect();
    let [whole, state, most] = numbers[..] else { panic!("{why}") };
    assert_eq!((whole - state, most), (url.len(), 512), "{why}");
}

#[test]
fn without_a_key_no_return_url_is_accepted() {
    let (result, calls) = come_back("https://shop.example/return?bpc_return=v1.a.b.c", "{}", 0);
    assert_eq!(calls, 0);
    assert_eq!(
        result.unwrap_err().to_string(),
        "gateway.returnKey: is missing; the return address cannot be checked without the key that signed it"
    );
}

#[test]
fn the_state_holds_every_kind_of_order() {
    let odd = r#"{"orderNumber":"Заказ №1.2 ~ x","amount":999999999999,"currency":"TND"}"#;
    let url = return_url(odd, &keyed());
    let gateway = gateway(&keyed());
    let script = Script::answering(&status_body(
        r#"{"orderNumber":"Заказ №1.2 ~ x","amount":999999999999,"currency":"788","paymentAmountInfo":"absent"}"#,
    ));
    let verdict = Client::new(&gateway, &script).verify_return(&url).unwrap();
    assert_eq!(*verdict.outcome(), Outcome::Paid);
    assert!(url.len() <= 512);
}

#[test]
fn the_limits_are_what_the_documents_say() {
    assert_eq!((GRACE_MS, CLOCK_TOLERANCE_MS), (86_400_000, 300_000));
}

const SCOPE: &str = "https://bank.example/payment/rest\nshop-api";

fn keys(keys: &[&str]) -> Keys {
    Keys::new(keys.iter().map(|key| Secret::new((*key).to_owned()).unwrap()).collect()).unwrap()
}

fn mac(scope: &str, signed: &str) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(KEY.as_bytes()).unwrap();
    mac.update(format!("bpc-checkout return\n{scope}\n{signed}\n").as_bytes());
    Base64UrlUnpadded::encode_string(&mac.finalize().into_bytes())
}

/// What stands before the MAC, with a MAC that is genuine.
fn genuine(signed: &str) -> String {
    format!("{signed}.{}", mac(SCOPE, signed))
}

/// What the key is named in a token.
fn id() -> String {
    mac("key id", "").chars().take(6).collect()
}

fn genuine_payload(payload: &str) -> String {
    genuine(&format!("v1.{}.{}", id(), Base64UrlUnpadded::encode_string(payload.as_bytes())))
}

fn claims(number: &str, minor: u64, currency: &str, phase: Phase, issued_ms: u64, expires_ms: u64) -> Claims {
    Claims {
        order_number: OrderNumber::new(number, 36).unwrap(),
        amount: Amount::from_minor(minor).unwrap(),
        currency: Currency::parse(currency).unwrap(),
        phase,
        issued_ms,
        expires_ms,
    }
}

/// Customers return with tokens that the previous version signed, so the format is an interface. This token was computed by another
/// implementation.
#[test]
fn a_token_of_the_previous_version_is_accepted() {
    let token = "v1.WDf2hC.MjAwMC45NzguMi4xNzk1MzkyMDAwMDAwLjE3OTUzOTIwMDAwMDEuQS0xMDAx.YjyuUWy_gWIMrltl24KaoNxOeaf785OK1b38tYWo3Hg";
    let sealed = claims("A-1001", 2000, "EUR", Phase::PreAuth, NOW, NOW + 1);
    assert_eq!(keys(&[KEY]).open(SCOPE, token, NOW).as_ref(), Ok(&sealed));
    assert_eq!(keys(&[KEY, "another key of this store"]).seal(SCOPE, &sealed), token);
}

/// Texts that a later version, or the same key for another purpose, may have signed. They are refused.
#[test]
fn a_genuine_mac_over_another_format_is_refused() {
    let id = id();
    let payload = |text: &str| Base64UrlUnpadded::encode_string(text.as_bytes());
    let good = payload(&format!("2000.978.1.{NOW}.{}.A-1001", NOW + 1));
    assert!(keys(&[KEY]).open(SCOPE, &genuine(&format!("v1.{id}.{good}")), NOW).is_ok());
    for signed in [
        format!("v2.{id}.{good}"),
        format!("v1.{id}.{good}.{good}"),
        format!("v1.{id}"),
        format!("v1.AAAAAA.{good}"),
        format!("v1.{id}.{good}="),
        "v1".into(),
        String::new(),
    ] {
        assert_eq!(code(keys(&[KEY]).open(SCOPE, &genuine(&signed), NOW)), Err(ErrorCode::ReturnInvalid), "{signed}");
    }
    for fields in [
        String::new(),
        format!("2000.978.1.{NOW}.{}", NOW + 1),
        format!("2000.978.1.{NOW}.{}.", NOW + 1),
        format!("2000.978.0.{NOW}.{}.A-1001", NOW + 1),
        format!("2000.978.4.{NOW}.{}.A-1001", NOW + 1),
        format!("2000.999.1.{NOW}.{}.A-1001", NOW + 1),
        format!("-1.978.1.{NOW}.{}.A-1001", NOW + 1),
        format!("1000000000000.978.1.{NOW}.{}.A-1001", NOW + 1),
        format!("2000.978.1.x.{}.A-1001", NOW + 1),
        format!("2000.978.1.{NOW}.18446744073709551616.A-1001"),
        format!("2000.978.1.{NOW}.{}.{}", NOW + 1, "A".repeat(37)),
        format!("2000.978.1.{NOW}.{}.A\n1", NOW + 1),
    ] {
        let token = genuine_payload(&fields);
        assert_eq!(code(keys(&[KEY]).open(SCOPE, &token, NOW)), Err(ErrorCode::ReturnInvalid), "{fields}");
    }
    let not_text = Base64UrlUnpadded::encode_string(&[0xff, 0xfe]);
    assert!(keys(&[KEY]).open(SCOPE, &genuine(&format!("v1.{id}.{not_text}")), NOW).is_err());
}

fn code(opened: Result<Claims, Error>) -> Result<Claims, ErrorCode> {
    opened.map_err(|error| error.code())
}

/// 512 characters are what the gateway takes, the state included: not one is given away, and not one too many is sent.
#[test]
fn a_return_address_of_512_characters_goes_out_and_comes_back() {
    let own = return_url("{}", &keyed()).len() - "https://shop.example/return".len();
    let page = |length: usize| format!("https://shop.example/{}", "r".repeat(length - 21));
    for (given, fits) in [(512 - own, true), (513 - own, false)] {
        let gateway = gateway(&keyed());
        let script = Script::answering(REGISTERED);
        let more = format!(r#"{{"returnUrl":"{}"}}"#, page(given));
        let registered = Client::new(&gateway, &script).register(&order(&more));
        assert_eq!(registered.is_ok(), fits);
        assert_eq!(script.count(), usize::from(fits), "what is too long is refused before anything is sent");
        if fits {
            let url = script.only().field("returnUrl").to_owned();
            assert_eq!(url.len(), 512);
            assert_eq!(come_back(&format!("{url}&orderId={ORDER_ID}"), &keyed(), 0).0.unwrap(), Outcome::Paid);
        }
    }
}

fn any_claims() -> impl Strategy<Value = Claims> {
    let time = || prop_oneof![3 => NOW - 10_000_000..NOW + 10_000_000, 1 => any::<u64>()];
    let currency = prop::sample::select((0..1000).filter_map(Currency::from_numeric).collect::<Vec<_>>());
    let number = "\\PC{1,36}".prop_filter_map("an order number", |text| OrderNumber::new(&text, 36).ok());
    let phase = prop_oneof![Just(Phase::Purchase), Just(Phase::PreAuth), Just(Phase::Verify)];
    (number, 0..=Amount::MAX, currency, phase, time(), time()).prop_map(
        |(order_number, minor, currency, phase, issued_ms, expires_ms)| Claims {
            order_number,
            amount: Amount::from_minor(minor).unwrap(),
            currency,
            phase,
            issued_ms,
            expires_ms,
        },
    )
}

proptest! {
    #![proptest_config(thorough())]

    /// To the millisecond at both ends, and to the letter of scope and key.
    #[test]
    fn a_token_is_accepted_only_in_time_and_only_for_its_store(claims in any_claims(), old in any::<bool>()) {
        let (new_key, foreign) = ("the new key of the store", "a return key of another store");
        let sealing = if old { keys(&[KEY]) } else { keys(&[new_key, KEY]) };
        let token = sealing.seal(SCOPE, &claims);
        let rotating = keys(&[new_key, KEY]);
        let (expires, earliest) = (claims.expires_ms, claims.issued_ms.saturating_sub(CLOCK_TOLERANCE_MS));
        let opened = |now: u64| code(rotating.open(SCOPE, &token, now));
        prop_assert_eq!(opened(expires), Err(ErrorCode::ReturnExpired));
        if earliest < expires {
            for now in [earliest, expires - 1] {
                prop_assert_eq!(opened(now), Ok(claims.clone()));
                prop_assert_eq!(sealing.open(SCOPE, &token, now), Ok(claims.clone()));
                prop_assert_eq!(keys(&[KEY]).open(SCOPE, &token, now).is_ok(), old);
                prop_assert_eq!(keys(&[new_key]).open(SCOPE, &token, now).is_ok(), !old);
                for (keys, scope) in [
                    (&keys(&[foreign]), SCOPE),
                    (&rotating, "https://bank.example/payment/rest\nother-api"),
                    (&rotating, "https://bank.example/payment\nshop-api"),
                    (&rotating, ""),
                ] {
                    prop_assert_eq!(code(keys.open(scope, &token, now)), Err(ErrorCode::ReturnInvalid));
                }
            }
        }
        if let Some(before) = earliest.checked_sub(1).filter(|_| claims.issued_ms > CLOCK_TOLERANCE_MS) {
            prop_assert_eq!(opened(before), Err(ErrorCode::ReturnExpired));
        }
    }

    /// One bit, one character less or more, or a part of another token of the same store.
    #[test]
    fn every_changed_token_is_refused(claims in any_claims(), other in any_claims(), place in any::<usize>(), bit in 0..8_u8) {
        let keys = keys(&[KEY]);
        let (token, other_token) = (keys.seal(SCOPE, &claims), keys.seal(SCOPE, &other));
        let place = place % token.len();
        let mut flipped = token.clone().into_bytes();
        flipped[place] ^= 1 << bit;
        let mut shorter = token.clone();
        shorter.remove(place);
        let mut longer = token.clone();
        longer.insert(place, char::from(b'A' + bit));
        let (signed, mac) = token.rsplit_once('.').unwrap();
        let (other_signed, other_mac) = other_token.rsplit_once('.').unwrap();
        let crossed = [format!("{signed}.{other_mac}"), format!("{other_signed}.{mac}")];
        for changed in [String::from_utf8(flipped).unwrap_or_default(), shorter, longer].into_iter().chain(crossed) {
            if changed != token && changed != other_token {
                prop_assert_eq!(code(keys.open(SCOPE, &changed, NOW)), Err(ErrorCode::ReturnInvalid), "{}", changed);
            }
        }
    }

    /// The library signs as the format says, and accepts any token of that format.
    #[test]
    fn the_format_is_what_it_says(claims in any_claims()) {
        let phase = match claims.phase {
            Phase::Purchase => 1,
            Phase::PreAuth => 2,
            Phase::Verify => 3,
        };
        let (minor, currency, number) = (claims.amount.minor(), claims.currency.digits(), &claims.order_number);
        let payload = format!("{minor}.{currency}.{phase}.{}.{}.{number}", claims.issued_ms, claims.expires_ms);
        prop_assert_eq!(keys(&[KEY]).seal(SCOPE, &claims), genuine_payload(&payload));
    }

    /// After the redirects of gateway and browser, the WHATWG parser finds the store's own URL, then the state, then what the
    /// gateway added, and the fragment at the end.
    #[test]
    fn every_return_url_survives_the_redirects(
        page in "/[a-z0-9%/._~!$'()*,;:@-]{0,20}",
        query in prop::option::of("[a-z0-9%+&=?/._~!$'()*,;:@-]{0,24}"),
        fragment in prop::option::of("[a-z0-9%+&=?/._~!-]{0,16}"),
    ) {
        let mark = |mark: char, part: Option<String>| part.map_or(String::new(), |part| format!("{mark}{part}"));
        let plain = format!("https://shop.example{page}{}{}", mark('?', query), mark('#', fragment));
        let signed = return_url(&format!(r#"{{"returnUrl":"{plain}"}}"#), &keyed());
        let (before, mut back) = (Url::parse(&plain).unwrap(), Url::parse(&signed).unwrap());
        let pairs = |url: &Url| url.query_pairs().into_owned().collect::<Vec<_>>();
        let (old, new) = (pairs(&before), pairs(&back));
        prop_assert_eq!(&new[..old.len()], &old[..]);
        prop_assert_eq!(new.len(), old.len() + 1);
        prop_assert_eq!(&new[old.len()].0, "bpc_return");
        prop_assert_eq!((back.path(), back.fragment()), (before.path(), before.fragment()));
        back.query_pairs_mut().append_pair("orderId", ORDER_ID).append_pair("lang", "en");
        prop_assert_eq!(come_back(back.as_str(), &keyed(), 0).0, Ok(Outcome::Paid));
        back.set_fragment(None);
        prop_assert_eq!(come_back(back.as_str(), &keyed(), 0).0, Ok(Outcome::Paid));
    }
}

proptest! {
    #[test]
    fn no_other_text_is_accepted_or_panics(token in "\\PC{0,200}") {
        let (result, calls) = come_back(&format!("https://shop.example/return?bpc_return={token}"), &keyed(), 0);
        prop_assert!(matches!(result.unwrap_err().code(), ErrorCode::ReturnInvalid | ErrorCode::ReturnMissing));
        prop_assert_eq!(calls, 0);
    }
}
