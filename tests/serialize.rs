//! What a Rust web application stores and sends: the names of the JavaScript API, checked on the way in.

#![cfg(test)]
#![cfg(feature = "serde")]

mod support;

use bpc_checkout::codec::Value;
use bpc_checkout::protocol::status;
use bpc_checkout::trust::verdict;
use bpc_checkout::{Amount, Currency, Error, Expected, Order, OrderId, OrderNumber, Phase, Query, border};
use serde_json::{Value as Json, from_value, json, to_value};
use support::{Client, ORDER_ID, REGISTERED, Script, expected, gateway, order, read_order, reply, status_body};

#[test]
fn single_values_are_written_and_read_back_checked() {
    let number = OrderNumber::parse("A-1001").unwrap();
    assert_eq!(to_value(&number).unwrap(), json!("A-1001"));
    assert_eq!(from_value::<OrderNumber>(json!("A-1001")).unwrap(), number);
    let id = OrderId::new(ORDER_ID).unwrap();
    assert_eq!(from_value::<OrderId>(to_value(&id).unwrap()).unwrap(), id);
    let amount = Amount::from_minor(Amount::MAX).unwrap();
    assert_eq!(to_value(amount).unwrap(), json!(999_999_999_999_u64));
    assert_eq!(from_value::<Amount>(json!(999_999_999_999_u64)).unwrap(), amount);
    for (phase, name) in [(Phase::Purchase, "purchase"), (Phase::PreAuth, "preauth"), (Phase::Verify, "verify")] {
        assert_eq!(to_value(phase).unwrap(), json!(name));
        assert_eq!(from_value::<Phase>(json!(name)).unwrap(), phase);
    }
    for written in [json!("EUR"), json!("978"), json!(978)] {
        assert_eq!(to_value(from_value::<Currency>(written).unwrap()).unwrap(), json!("EUR"));
    }
}

#[test]
fn a_wrong_value_is_refused_with_the_librarys_own_words() {
    fn refused<T: serde::de::DeserializeOwned>(json: Json) -> String {
        from_value::<T>(json).err().expect("it was taken").to_string()
    }
    assert_eq!(refused::<OrderNumber>(json!(" A")), "starts or ends with white space");
    assert_eq!(refused::<OrderId>(json!("")), "is empty; omit it instead");
    assert_eq!(
        refused::<Amount>(json!(1_000_000_000_000_u64)),
        "has more than 12 digits; the gateway accepts at most 12"
    );
    assert!(refused::<Amount>(json!(-1)).contains("u64"));
    assert!(refused::<Amount>(json!(10.5)).contains("u64"));
    assert!(refused::<Currency>(json!("ZZZ")).contains("ISO 4217"));
    assert_eq!(refused::<Phase>(json!("both")), r#"expected "purchase", "preauth" or "verify""#);
    let unknown = json!({"orderNumber":"A","amount":1,"currency":"EUR","price":1});
    assert!(refused::<Expected>(unknown).contains("expected.price"));
    assert!(refused::<Expected>(json!({"orderNumber":"A","currency":"EUR"})).contains("expected.amount: is missing"));
    assert!(refused::<Query>(json!({"orderId":"1","orderNumber":"2"})).contains("use one of them"));
    assert!(
        refused::<Order>(json!({"amount":0,"currency":"EUR","returnUrl":"https://shop.example/"}))
            .contains("order.amount")
    );
    assert!(
        refused::<Order>(json!({"amount":1,"currency":"EUR","returnUrl":"https://shop.example/","phase":5}))
            .contains("order.phase")
    );
    assert!(refused::<Order>(json!([])).contains("expected an object"));
}

#[test]
fn what_a_store_expects_survives_its_database() {
    let one = expected();
    assert_eq!(
        to_value(&one).unwrap(),
        json!({"orderNumber":"A-1001","amount":2000,"currency":"EUR","phase":"purchase"})
    );
    let other = expected().with_order_id(OrderId::new(ORDER_ID).unwrap()).with_phase(Phase::PreAuth);
    for expected in [one, other] {
        let text = serde_json::to_string(&expected).unwrap();
        assert_eq!(serde_json::from_str::<Expected>(&text).unwrap(), expected);
    }
    for query in
        [Query::OrderId(OrderId::new(ORDER_ID).unwrap()), Query::OrderNumber(OrderNumber::parse("A-1").unwrap())]
    {
        assert_eq!(from_value::<Query>(to_value(&query).unwrap()).unwrap(), query);
    }
}

#[test]
fn an_order_survives_with_every_kind_of_parameter() {
    let more = r#"{"failUrl":"https://shop.example/failed","description":"mugs","jsonParams":{"a":{"b":[1,"2",null]}},
        "features":["FORCE_TDS","FORCE_SSL"],"sessionTimeoutSecs":1200,"feeInput":50,"mcc":"0742",
        "expirationDate":"2026-12-31T23:59:59","dynamicCallbackUrl":"https://shop.example/callback","language":"de"}"#;
    for (order, phase) in [
        (order(more), Phase::Purchase),
        (order(r#"{"orderNumber":null}"#), Phase::Purchase),
        (order(r#"{"orderNumber":"absent"}"#), Phase::Purchase),
        (read_order(r#"{"autoReverseDate":"2026-12-31T23:59:59"}"#, Phase::PreAuth).unwrap(), Phase::PreAuth),
    ] {
        let text = serde_json::to_string(&order).unwrap();
        let back: Order = serde_json::from_str(&text).unwrap();
        assert_eq!((&back, back.phase()), (&order, phase), "{text}");
    }
    let written = to_value(order(more)).unwrap();
    assert_eq!(written["jsonParams"], json!({"a":{"b":[1,"2",null]}}), "an object, not its text");
    assert_eq!(written["features"], json!(["FORCE_TDS", "FORCE_SSL"]));
    assert_eq!((&written["feeInput"], &written["mcc"]), (&json!(50), &json!("0742")));
}

#[test]
fn answers_are_written_as_javascript_gets_them() {
    let gateway = gateway("{}");
    let script = Script::answering(REGISTERED);
    let registered = Client::new(&gateway, &script).register(&order("{}")).unwrap();
    assert_eq!(
        to_value(&registered).unwrap(),
        json!({"orderId":ORDER_ID,"formUrl":"https://bank.example/payment/page.html?mdOrder=7b1f0c52",
            "orderNumber":"A-1001","returnUrl":"https://shop.example/return"})
    );
    let report = status::read(&reply(200, &status_body("{}"))).unwrap();
    let written = to_value(&report).unwrap();
    assert_eq!((&written["orderStatus"], &written["raw"]["orderStatus"]), (&json!(2), &json!(2)));
    let verdict = to_value(verdict::decide(expected(), report)).unwrap();
    assert_eq!(
        (&verdict["outcome"], &verdict["final"], &verdict["amount"]),
        (&json!("paid"), &json!(true), &json!(2000))
    );
    let short = status::read(&reply(200, &status_body(r#"{"amount":1999}"#))).unwrap();
    let verdict = to_value(verdict::decide(expected(), short)).unwrap();
    assert_eq!(
        (&verdict["outcome"], &verdict["field"], &verdict["actual"]),
        (&json!("mismatch"), &json!("amount"), &json!(1999))
    );
    let error = Error::invalid("order.x", "is wrong");
    assert_eq!(
        to_value(&error).unwrap(),
        json!({"code":"invalid_option","message":"order.x: is wrong","retryable":false,"field":"order.x"})
    );
}

#[test]
fn a_loose_value_goes_both_ways_as_our_own_json_does() {
    for text in
        [r#"{"a":[1,-2,null,true,"x",{}],"b":10.5,"c":9007199254740991,"d":""}"#, "9007199254740993", "1e300", "-0.5"]
    {
        let ours = bpc_checkout::codec::json::parse(text).unwrap();
        let written = to_value(&ours).unwrap();
        assert_eq!(
            written,
            serde_json::from_str::<Json>(&bpc_checkout::codec::json::stringify(&ours)).unwrap(),
            "{text}"
        );
        let back: Value = serde_json::from_value(written.clone()).unwrap();
        assert_eq!(to_value(&back).unwrap(), written, "{text}");
    }
    assert_eq!(serde_json::from_str::<Value>("2.0").unwrap(), Value::Int(2));
    assert_eq!(
        serde_json::from_str::<Value>("18446744073709551615").unwrap(),
        Value::Number("18446744073709551615".into())
    );
}

/// What a Rust program reads and what JavaScript's reader takes is the same thing.
#[test]
fn the_javascript_reader_takes_what_is_written() {
    let written = serde_json::to_string(&expected()).unwrap();
    let value = bpc_checkout::codec::json::parse(&written).unwrap();
    assert_eq!(border::read::expected(&value).unwrap(), expected());
}
