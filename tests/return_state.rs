//! The signed return: nothing but what was sealed, for this store, at this gateway, in time.

#![cfg(test)]

mod support;

use bpc_checkout::client::{Failure, Transport};
use bpc_checkout::return_state::{CLOCK_TOLERANCE_MS, GRACE_MS};
use bpc_checkout::verdict::Outcome;
use bpc_checkout::{Error, ErrorCode};
use proptest::prelude::*;
use support::{Client, KEY, NOW, ORDER_ID, REGISTERED, Script, gateway, order, reply, status_body};

const SESSION_MS: u64 = 1_200_000;

fn keyed() -> String {
    format!(r#"{{"returnKey":"{KEY}"}}"#)
}

/// The return address that a registration sent to the gateway.
#[track_caller]
fn return_url(order_more: &str, gateway_more: &str) -> String {
    let gateway = gateway(gateway_more);
    let script = Script::answering(REGISTERED);
    Client::new(&gateway, &script).register(&order(order_more, &gateway)).unwrap();
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
    assert_eq!(mismatch.field, "orderNumber");
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
}

#[test]
fn keys_are_rotated_without_losing_a_customer() {
    let old = return_url("{}", &keyed());
    let rotating = format!(r#"{{"returnKey":["the new key of the store","{KEY}"]}}"#);
    assert!(come_back(&old, &rotating, 0).0.is_ok());
    let new = return_url("{}", &rotating);
    assert!(come_back(&new, r#"{"returnKey":"the new key of the store"}"#, 0).0.is_ok(), "the first key signs");
    assert_eq!(refused_unasked(&new, &keyed(), 0), ErrorCode::ReturnInvalid);
}

#[test]
fn it_ends_to_the_millisecond() {
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

/// A clock that runs behind the one that sealed.
struct Behind(Script, u64);

impl Transport for Behind {
    async fn send(&self, request: bpc_checkout::client::Request) -> Result<bpc_checkout::wire::reply::Reply, Failure> {
        self.0.send(request).await
    }

    async fn sleep(&self, ms: u64) -> Result<(), Failure> {
        self.0.sleep(ms).await
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
fn without_a_key_nothing_is_believed() {
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

proptest! {
    #[test]
    fn no_text_in_its_place_opens_or_panics(token in "\\PC{0,200}") {
        let (result, calls) = come_back(&format!("https://shop.example/return?bpc_return={token}"), &keyed(), 0);
        prop_assert!(matches!(result.unwrap_err().code(), ErrorCode::ReturnInvalid | ErrorCode::ReturnMissing));
        prop_assert_eq!(calls, 0);
    }
}
