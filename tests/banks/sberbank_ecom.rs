//! Sberbank's newer gateway: JSON with typed values, chosen by the bank's name, by the dialect, or by the end of the address.

use bpc_checkout::border;
use bpc_checkout::model::change::Operation;
use bpc_checkout::model::gateway::Runtime;
use bpc_checkout::model::ids::Phase;
use bpc_checkout::trust::callback::{self, Check, Opened};
use bpc_checkout::trust::verdict::Outcome;
use serde_json::json;

use super::support::{NOW, ORDER_ID, value};
use super::walk::{Bank, Replies, USUAL, Walk, Which};
use super::{Shop, expected, gateway, order, paid, read_order, refunded};

const BANK: Bank = Bank {
    names: &[
        ("sberbank-ecom", "https://ecommerce.sberbank.ru/ecomm/gw/partner/api/v1"),
        ("sberbank-ecom-test", "https://ecomtest.sberbank.ru/ecomm/gw/partner/api/v1"),
    ],
    currency: ("RUB", "643", "5000.00"),
    gateway: r#"{"callback":{"unsigned":true}}"#,
    content_type: "application/json",
    asks: r#"{"userName":"shop-api","password":"canary password","orderId":"{ID}"}"#,
    comes_back: "orderId={ID}&lang=ru",
    replies: Replies {
        content_type: "application/json;charset=UTF-8",
        registered: r#"{"errorCode":"0","orderId":"{ID}","formUrl":"https://{HOST}/pp/pay_ru?orderId={ID}","externalParams":{"sbpPayload":"https://qr.nspk.ru/AS1"}}"#,
        status: r#"{"errorCode":"0","orderId":"{ID}","orderNumber":"{NUMBER}","orderStatus":{STATUS},"paymentState":"{STATE}","actionCode":{ACTION},"amount":500000,"currency":"{DIGITS}","attributes":[{"name":"mdOrder","value":"{ID}"}],"operations":[]}"#,
        changed: r#"{"errorCode":"0","errorMessage":"Успешно"}"#,
    },
    ..USUAL
};

pub(crate) fn walk() -> Walk {
    let mut walk = Walk::at(&BANK);
    walk.registers(
        r#"{"userName":"shop-api","password":"canary password","orderNumber":"1000000001","amount":500000,"currency":"643","returnUrl":"https://shop.example/return?bpc_return={SOLD}"}"#,
    );
    walk.is_paid();
    walk.holds_and_takes_a_part(
        r#"{"userName":"shop-api","password":"canary password","orderNumber":"1000000002","amount":500000,"currency":"643","returnUrl":"https://shop.example/return?bpc_return={HELD}"}"#,
        r#"{"userName":"shop-api","password":"canary password","orderId":"7b1f0c52-9d0e-7b6a-8c21-5e7700a0b0c2","amount":300000}"#,
    );
    walk.gives_a_part_back(
        r#"{"userName":"shop-api","password":"canary password","orderId":"7b1f0c52-9d0e-7b6a-8c21-5e7700a0b0c1","amount":50000,"jsonParams":{"externalRefundId":"r-1"}}"#,
    );
    let callback =
        r#"{"mdOrder":"{ID}","orderNumber":"{NUMBER}","operation":"refunded","status":1,"additionalParams":{"a":"1"}}"#;
    walk.is_told_by(callback, &json!({ "proven": false }));
    walk.is_refunded_a_day_later();
    // The bank's guide has the sums, and a date that is a text. Some of its replies have neither.
    let body = r#"{"errorCode":"0","orderNumber":"1000000001","orderStatus":4,"actionCode":0,"amount":500000,"currency":"643","refundedDate":"2026-11-23T23:59:59","paymentAmountInfo":{"paymentState":"REFUNDED","approvedAmount":500000,"depositedAmount":450000,"refundedAmount":50000}}"#;
    let asks =
        r#"{"userName":"shop-api","password":"canary password","orderId":"7b1f0c52-9d0e-7b6a-8c21-5e7700a0b0c1"}"#;
    let exchange = walk.exchange("getOrderStatusExtended.do", asks, body);
    let gives = json!({ "outcome": "refunded", "final": true, "depositedAmount": 450_000, "refundedAmount": 50_000 });
    walk.step("with the sums", "verify", json!([walk.expected(Which::Sold)]), &[exchange], gives);
    walk.a_declined_attempt_is_not_final(116, ["funds", "another_card"]);
    let why = "order.language: is not a language of this bank; it has ru,en";
    walk.refuses("register", &json!({ "language": "de" }), "order.language", why);
    walk.refuses_what_the_reference_refuses();
    walk
}

const ROOT: &str = "https://ecommerce.sberbank.ru/ecomm/gw/partner/api/v1";
const LOGIN: &str = r#""userName":"shop-api","password":"canary password""#;

fn shop() -> Shop {
    Shop::at("sberbank-ecom", "{}")
}

/// R9.
#[test]
fn every_request_is_json_with_typed_values() {
    let more = r#"{"language":"ru","features":["VERIFY","FORCE_TDS"],"sessionTimeoutSecs":600,"jsonParams":{"qrType":"DYNAMIC_QR_SBP"},
        "orderBundle":{"cartItems":{"items":[{"positionId":1,"name":"\"A\"","quantity":{"value":1,"measure":"0"}}]}},"extra":{"own":"1"}}"#;
    let sent = shop().registers(&order("RUB", more));
    assert_eq!((sent.url, sent.content_type), (format!("{ROOT}/register.do"), "application/json"));
    assert_eq!(
        sent.body,
        format!(
            r#"{{{LOGIN},"orderNumber":"1000000001","amount":500000,"currency":"643","returnUrl":"https://shop.example/return","language":"ru","sessionTimeoutSecs":600,"jsonParams":{{"qrType":"DYNAMIC_QR_SBP"}},"orderBundle":{{"cartItems":{{"items":[{{"positionId":1,"name":"\"A\"","quantity":{{"value":1,"measure":"0"}}}}]}}}},"features":"VERIFY;FORCE_TDS","own":"1"}}"#
        )
    );
    let (_, sent) = shop().asks(&[(200, &paid("RUB"))], |client| client.status(&expected("RUB").query()));
    assert_eq!(sent[0].body, format!(r#"{{{LOGIN},"orderId":"{ORDER_ID}"}}"#));
    let pre_auth = read_order("RUB", "{}", Phase::PreAuth).unwrap();
    assert_eq!(shop().registers(&pre_auth).url, format!("{ROOT}/registerPreAuth.do"));
}

#[test]
fn the_address_or_the_dialect_tells_too() {
    for more in [
        r#""baseUrl":"https://proxy.shop.example/ecomm/gw/partner/api/v1/""#,
        r#""baseUrl":"http://127.0.0.1:8788/payment/rest","dialect":"sberbank-ecom""#,
    ] {
        let options = value(&format!(r#"{{{more},"userName":"u","password":"p"}}"#));
        let shop = Shop { gateway: border::read::gateway(&options, Runtime::Server).unwrap() };
        assert!(shop.registers(&order("RUB", "{}")).body.starts_with(r#"{"userName":"u","password":"p","#), "{more}");
    }
    let why = gateway("satim", r#"{"dialect":"satim"}"#).unwrap_err().to_string();
    assert_eq!(why, "gateway.dialect: belongs to gateway.baseUrl; gateway.bank has its own");
    let why = gateway("sberbank-ecom", r#"{"language":"de"}"#).unwrap_err().to_string();
    assert_eq!(why, "gateway.language: is not a language of this bank; it has ru,en");
}

#[test]
fn a_refund_carries_its_id_and_its_receipt_inside() {
    let cart = r#"{"cartItems":{"items":[]}}"#;
    let refund = format!(
        r#"{{"orderId":"{ORDER_ID}","amount":50000,"externalRefundId":"r-1","orderBundle":{cart},"jsonParams":{{"a":1}}}}"#
    );
    let sent = shop().changes(Operation::Refund, &refund);
    assert_eq!(
        sent.body,
        format!(
            r#"{{{LOGIN},"orderId":"{ORDER_ID}","amount":50000,"orderBundle":{cart},"jsonParams":{{"a":1,"externalRefundId":"r-1"}}}}"#
        )
    );
    let deposit = shop().changes(Operation::Deposit, &format!(r#"{{"orderId":"{ORDER_ID}","orderBundle":{cart}}}"#));
    assert_eq!(deposit.body, format!(r#"{{{LOGIN},"orderId":"{ORDER_ID}","amount":0,"orderBundle":{cart}}}"#));
    let elsewhere = Shop::at("sberbank", "{}").changes(Operation::Refund, &refund);
    assert_eq!((elsewhere.field("externalRefundId"), elsewhere.field("jsonParams")), ("r-1", r#"{"a":1}"#));
}

#[test]
fn its_short_replies_are_paid_and_refunded() {
    let flat = format!(
        r#"{{"errorCode":"0","orderId":"{ORDER_ID}","orderNumber":"1000000001","orderStatus":2,"paymentState":"DEPOSITED","actionCode":0,
        "amount":500000,"currency":"643","operations":[{{"type":"AUTHORIZATION","amount":500000,"actionCode":0}}]}}"#
    );
    assert_eq!(shop().verifies(&expected("RUB"), &[(200, &flat)]).outcome(), &Outcome::Paid);
    let old = flat.replace("\"643\"", "\"810\"");
    assert_eq!(shop().verifies(&expected("RUB"), &[(200, &old)]).outcome(), &Outcome::Paid, "R11: 810 is 643");
    let next_day = flat.replace("\"orderStatus\":2", "\"orderStatus\":4,\"refundedDate\":\"2026-12-31T23:59:59\"").replace(
        "\"operations\"",
        "\"paymentAmountInfo\":{\"approvedAmount\":500000,\"depositedAmount\":450000,\"refundedAmount\":50000},\"operations\"",
    );
    assert_eq!(shop().verifies(&expected("RUB"), &[(200, &next_day)]).outcome(), &refunded(450_000, 50_000));
}

/// R8: the bank signs nothing.
#[test]
fn a_json_callback_is_a_hint_that_proves_nothing() {
    let unsigned = gateway("sberbank-ecom", r#"{"callback":{"unsigned":true}}"#).unwrap();
    let open = |text: &str| {
        let check = Check { keys: unsigned.callback_keys(), ignored: unsigned.callback_ignored(), now_ms: NOW };
        callback::open_with(text, check).map(|opened| match opened {
            Opened::Unproven(event) => event,
            other => panic!("{other:?}"),
        })
    };
    let body = format!(
        r#" {{"mdOrder":"{ORDER_ID}","orderNumber":"1000000001","operation":"deposited","status":1,"additionalParams":{{"a":"1"}}}}"#
    );
    let event = open(&body).unwrap();
    assert_eq!((event.operation().as_str(), event.succeeded(), event.is_proven()), ("deposited", Some(true), false));
    assert_eq!((event.order_id(), event.order_number()), (Some(ORDER_ID), Some("1000000001")));
    assert_eq!(event.parameters().get("additionalParams"), Some(r#"{"a":"1"}"#));
    assert!(!open(&format!("mdOrder={ORDER_ID}&orderNumber=1&operation=refunded&status=1")).unwrap().is_proven());
    for bad in [
        r#"{"mdOrder":"1","mdOrder":"2"}"#.to_owned(),
        r#"{"mdOrder":"1","mdorder":"2"}"#.to_owned(),
        r#"{"mdOrder":"<b>"}"#.to_owned(),
        r#"{"mdOrder":"1""#.to_owned(),
        format!(r#"{{"mdOrder":"1","x":"{}"}}"#, "y".repeat(9_000)),
    ] {
        assert!(open(&bad).is_err(), "{bad}");
    }
    let padded = |bytes: usize| format!("{body}{}", " ".repeat(bytes - body.len()));
    assert!(open(&padded(callback::MAX_BYTES)).is_ok(), "the largest callback that is read");
    assert!(open(&padded(callback::MAX_BYTES + 1)).is_err(), "a byte more");
    let object = |count: usize| {
        let names: Vec<String> = (0..count).map(|index| format!(r#""n{index}":1"#)).collect();
        format!("{{{}}}", names.join(","))
    };
    assert!(open(&object(callback::MAX_PARAMETERS)).is_ok(), "the most parameters that are read");
    for count in [callback::MAX_PARAMETERS + 1, callback::MAX_PARAMETERS + 2] {
        assert!(open(&object(count)).is_err(), "{count}");
    }
    let signed = gateway("sberbank-ecom", r#"{"callback":{"secret":"k3y"}}"#).unwrap();
    assert!(callback::open(&body, signed.callback_keys()).is_err(), "with a key, only what is signed is an event");
    for more in [r#"{"unsigned":false}"#, r#"{"unsigned":true,"secret":"k3y"}"#, r#"{"unsigned":true,"jwt":"a2V5"}"#] {
        let why = gateway("sberbank-ecom", &format!(r#"{{"callback":{more}}}"#)).unwrap_err().to_string();
        assert!(
            why.starts_with("gateway.callback: expected one of secret, publicKey, jwt, or unsigned: true"),
            "{why}"
        );
    }
}
