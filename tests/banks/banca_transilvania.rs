//! Banca Transilvania (iPay): login in a header, a mandatory bundle, partial refunds with a status of their own, points, and
//! callbacks as JSON Web Tokens.

use base64ct::{Base64, Base64UrlUnpadded, Encoding};
use bpc_checkout::model::change::Operation;
use bpc_checkout::model::error::ErrorCode;
use bpc_checkout::model::ids::Phase;
use bpc_checkout::model::order::Customer;
use bpc_checkout::trust::callback::{self, Check, Event, Opened};
use bpc_checkout::trust::verdict::Outcome;
use bpc_checkout::{Amount, Currency, Order};
use hmac::{Hmac, KeyInit, Mac};
use serde_json::json;
use sha2::Sha256;

use super::support::{NOW, ORDER_ID};
use super::walk::{Bank, Money, REFUNDED, REPLIES, Replies, USUAL, Walk, Which};
use super::{REFUND_ID, Shop, encoded, expected, gateway, order, paid, read_order, refunded, status};

const BANK: Bank = Bank {
    names: &[
        ("banca-transilvania", "https://ecclients.btrl.ro/payment/rest"),
        ("banca-transilvania-test", "https://ecclients-sandbox.btrl.ro/payment/rest"),
    ],
    currency: ("RON", "946", "5000.00"),
    // The key of `token` below, base64.
    gateway: r#"{"callback":{"jwt":"Y2FuYXJ5IGtleSBvZiB0aGUgYmFuaywgMzIgYnl0ZXM="}}"#,
    authorization: Some("Basic c2hvcC1hcGk6Y2FuYXJ5IHBhc3N3b3Jk"),
    order: r#"{"orderBundle":{"customerDetails":{"email":"ana@shop.example","phone":"40740123456","contact":"Ana Pop","deliveryInfo":{"country":"642","city":"Cluj-Napoca","postAddress":"Str. Dorobantilor 30"},"billingInfo":{"country":"642","city":"Cluj-Napoca","postAddress":"Str. Dorobantilor 30"}}}}"#,
    asks: "orderId={ID}",
    comes_back: "orderId={ID}&token=canary&approvalCode=123456",
    replies: Replies {
        registered: r#"{"errorCode":"0","orderId":"{ID}","formUrl":"https://{HOST}/payment/merchants/shop/payment_ro.html?mdOrder={ID}"}"#,
        changed: r#"{"errorCode":"0","errorMessage":"Success"}"#,
        ..REPLIES
    },
    ..USUAL
};

const CALLED_BACK: &str = r#"{"mdOrder":"7b1f0c52-9d0e-7b6a-8c21-5e7700a0b0c1","orderNumber":"1000000001","status":"1","operation":"refunded"}"#;

pub(crate) fn walk() -> Walk {
    let mut walk = Walk::at(&BANK);
    walk.registers(
        "orderNumber=1000000001&amount=500000&currency=946&returnUrl=https%3A%2F%2Fshop.example%2Freturn%3Fbpc_return%3D{SOLD}&orderBundle=%7B%22customerDetails%22%3A%7B%22email%22%3A%22ana%40shop.example%22%2C%22phone%22%3A%2240740123456%22%2C%22contact%22%3A%22Ana+Pop%22%2C%22deliveryInfo%22%3A%7B%22country%22%3A%22642%22%2C%22city%22%3A%22Cluj-Napoca%22%2C%22postAddress%22%3A%22Str.+Dorobantilor+30%22%7D%2C%22billingInfo%22%3A%7B%22country%22%3A%22642%22%2C%22city%22%3A%22Cluj-Napoca%22%2C%22postAddress%22%3A%22Str.+Dorobantilor+30%22%7D%7D%7D&jsonParams=%7B%22FORCE_3DS2%22%3A%22true%22%7D",
    );
    walk.is_paid();
    walk.holds_and_takes_a_part(
        "orderNumber=1000000002&amount=500000&currency=946&returnUrl=https%3A%2F%2Fshop.example%2Freturn%3Fbpc_return%3D{HELD}&orderBundle=%7B%22customerDetails%22%3A%7B%22email%22%3A%22ana%40shop.example%22%2C%22phone%22%3A%2240740123456%22%2C%22contact%22%3A%22Ana+Pop%22%2C%22deliveryInfo%22%3A%7B%22country%22%3A%22642%22%2C%22city%22%3A%22Cluj-Napoca%22%2C%22postAddress%22%3A%22Str.+Dorobantilor+30%22%7D%2C%22billingInfo%22%3A%7B%22country%22%3A%22642%22%2C%22city%22%3A%22Cluj-Napoca%22%2C%22postAddress%22%3A%22Str.+Dorobantilor+30%22%7D%7D%7D&jsonParams=%7B%22FORCE_3DS2%22%3A%22true%22%7D",
        "orderId=7b1f0c52-9d0e-7b6a-8c21-5e7700a0b0c2&amount=300000",
    );
    // A partial refund has a status of its own.
    walk.refunds_leave(Money { status: 7, ..REFUNDED });
    walk.gives_a_part_back("orderId=7b1f0c52-9d0e-7b6a-8c21-5e7700a0b0c1&amount=50000&externalRefundId=r-1");
    let now = NOW / 1000 + 300;
    walk.is_told_by(&token(HEADER, &claims(now, now + 300, CALLED_BACK), KEY), &json!({}));
    walk.is_refunded_a_day_later();
    let short = r#"{"errorCode":"0","orderNumber":"1000000001","orderStatus":7,"amount":500000,"currency":"946"}"#;
    let exchange = walk.exchange("getOrderStatusExtended.do", "orderId=7b1f0c52-9d0e-7b6a-8c21-5e7700a0b0c1", short);
    let gives = json!({ "outcome": "refunded", "final": true, "depositedAmount": null, "refundedAmount": null });
    walk.step("without the sums", "verify", json!([walk.expected(Which::Sold)]), &[exchange], gives);
    walk.a_declined_attempt_is_final(915, ["funds", "another_card"]);
    let why = "order.orderBundle: is mandatory at this bank, with customerDetails that has email, phone (digits only), deliveryInfo and billingInfo; customer() makes it";
    walk.refuses("register", &json!({ "orderBundle": null }), "order.orderBundle", why);
    let why = "order.orderNumber: contains `%`, which this bank refuses";
    walk.refuses("register", &json!({ "orderNumber": "50%" }), "order.orderNumber", why);
    let why = "order.description: contains `+`, which this bank refuses";
    walk.refuses("register", &json!({ "description": "1 + 1" }), "order.description", why);
    // With what the bank wants in every order.
    let why = "order.jsonParams: has 1025 characters, at most 1024 are allowed";
    walk.refuses("register", &json!({ "jsonParams": { "x": "x".repeat(997) } }), "order.jsonParams", why);
    let why = "order.orderNumber: has 33 characters, at most 32 are allowed";
    walk.refuses("register", &json!({ "orderNumber": "1".repeat(33) }), "order.orderNumber", why);
    walk
}

const ROOT: &str = "https://ecclients.btrl.ro/payment/rest";
const PLACE: &str = r#"{"country":"642","city":"Cluj-Napoca","postAddress":"Str. Dorobantilor 30"}"#;

fn bundle() -> String {
    format!(
        r#"{{"customerDetails":{{"email":"ana@shop.example","phone":"40740123456","contact":"Ana Pop","deliveryInfo":{PLACE},"billingInfo":{PLACE}}}}}"#
    )
}

fn with_bundle(more: &str) -> Order {
    order("RON", &format!(r#"{{"orderBundle":{}{more}}}"#, bundle()))
}

fn shop() -> Shop {
    Shop::at("banca-transilvania", "{}")
}

#[test]
fn the_login_is_a_header_and_the_bundle_and_3ds2_go_out() {
    let sent = shop().registers(&with_bundle(""));
    assert_eq!(sent.url, format!("{ROOT}/register.do"));
    assert_eq!(sent.authorization.as_deref(), Some("Basic c2hvcC1hcGk6Y2FuYXJ5IHBhc3N3b3Jk"));
    assert_eq!(
        sent.body,
        format!(
            "orderNumber=1000000001&amount=500000&currency=946&returnUrl=https%3A%2F%2Fshop.example%2Freturn&orderBundle={}&jsonParams={}",
            encoded(&bundle()),
            encoded(r#"{"FORCE_3DS2":"true"}"#)
        )
    );
    let own = shop()
        .registers(&with_bundle(r#","jsonParams":{"FORCE_3DS2":"false","loyaltyAmount":"2000"},"installment":3"#));
    assert_eq!(own.field("jsonParams"), r#"{"FORCE_3DS2":"false","loyaltyAmount":"2000"}"#);
    assert_eq!(own.field("installment"), "3");
    let recurring = r#","recurrenceType":"AUTOMATIC","recurrenceStartDate":"20270101","recurrenceEndDate":20271231,"childId":"sub-1""#;
    let recurring = shop().registers(&with_bundle(recurring));
    assert_eq!(
        (recurring.field("recurrenceStartDate"), recurring.field("recurrenceEndDate")),
        ("20270101", "20271231")
    );
}

#[test]
fn a_customer_makes_the_bundle() {
    let ana = Customer {
        email: "ana@shop.example",
        phone: "+40 740 123-456",
        name: Some("Ana Pop"),
        country: "642",
        city: "Cluj-Napoca",
        address: "Str. Dorobantilor 30",
    };
    let ron = Currency::parse("RON").unwrap();
    let begin = || Order::purchase(Amount::from_minor(500_000).unwrap(), ron, "https://shop.example/return");
    let sent = shop().registers(&begin().customer(&ana).build().unwrap());
    assert_eq!(sent.field("orderBundle"), bundle());
    let twice = begin().parameter("orderBundle", "{}").customer(&ana).build().unwrap_err().to_string();
    assert_eq!(twice, "order.customer: cannot be combined with orderBundle; use one of them");
    for (customer, why) in [
        (
            Customer { phone: "0740", ..ana },
            "customer.phone: expected the country's code and the number, such as \"40740123456\"",
        ),
        (Customer { country: "RO", ..ana }, "customer.country: expected three digits, such as \"642\" for Romania"),
        (Customer { city: "", ..ana }, "customer.city: is empty; omit it instead"),
        (Customer { address: "<b>", ..ana }, "customer.address: contains HTML, which the gateway rejects"),
    ] {
        assert_eq!(begin().customer(&customer).build().unwrap_err().to_string(), why);
    }
}

#[test]
fn what_the_bank_refuses_is_not_sent() {
    let mandatory = "order.orderBundle: is mandatory at this bank, with customerDetails that has email, phone (digits only), deliveryInfo and billingInfo; customer() makes it";
    for more in [
        "{}",
        r#"{"orderBundle":{}}"#,
        r#"{"orderBundle":{"customerDetails":{"email":"a@b.example","phone":"40740123456"}}}"#,
        r#"{"orderBundle":{"customerDetails":{"phone":"40740123456","deliveryInfo":{},"billingInfo":{}}}}"#,
    ] {
        assert_eq!(shop().refuses(&order("RON", more)), mandatory, "{more}");
    }
    let plus = order("RON", &format!(r#"{{"orderBundle":{}}}"#, bundle().replace("40740123456", "+40740123456")));
    assert_eq!(shop().refuses(&plus), mandatory);
    for (more, why) in [
        (r#","orderNumber":"50%""#, "order.orderNumber: contains `%`, which this bank refuses"),
        (r#","orderNumber":"a+b""#, "order.orderNumber: contains `+`, which this bank refuses"),
        (r#","description":"1 + 1""#, "order.description: contains `+`, which this bank refuses"),
    ] {
        assert_eq!(shop().refuses(&with_bundle(more)), why);
    }
    let long = |name: &str, length: usize| with_bundle(&format!(r#","{name}":"{}""#, "x".repeat(length)));
    let too_long = |name, max| format!("order.{name}: has {} characters, at most {max} are allowed", max + 1);
    for (name, max) in [("orderNumber", 32), ("description", 512), ("childId", 100), ("pageView", 20)] {
        assert_eq!(shop().refuses(&long(name, max + 1)), too_long(name, max));
        shop().registers(&long(name, max));
    }
    let email = |length: usize| with_bundle(&format!(r#","email":"{}@b.example""#, "x".repeat(length - 10)));
    shop().registers(&email(254));
    assert_eq!(Shop::at("dsk", "{}").refuses(&email(41)), too_long("email", 40), "elsewhere 40, as the reference says");
    assert!(read_order("RON", r#"{"installment":0}"#, Phase::Purchase).is_err());
}

#[test]
fn paid_held_deposited_and_given_back() {
    let verdict = shop().verifies(&expected("RON"), &[(200, &paid("RON"))]);
    assert_eq!(verdict.outcome(), &Outcome::Paid);
    let held = expected("RON").with_phase(Phase::PreAuth);
    let body = status("RON", 1, [500_000, 0, 0], "APPROVED");
    assert_eq!(shop().verifies(&held, &[(200, &body)]).outcome(), &Outcome::Held);
    let deposit = shop().changes(
        Operation::Deposit,
        &format!(r#"{{"orderId":"{ORDER_ID}","amount":300000,"extra":{{"depositLoyalty":"true"}}}}"#),
    );
    assert_eq!(deposit.url, format!("{ROOT}/deposit.do"));
    assert_eq!(deposit.body, format!("orderId={ORDER_ID}&amount=300000&depositLoyalty=true"));
    assert!(deposit.authorization.is_some());
    let refund = shop().changes(Operation::Refund, &format!(r#"{{"orderId":"{ORDER_ID}","amount":50000}}"#));
    assert_eq!(refund.body, format!("orderId={ORDER_ID}&amount=50000&externalRefundId={REFUND_ID}"));
}

#[test]
fn status_7_is_a_partial_refund_with_or_without_amounts() {
    let body = status("RON", 7, [500_000, 450_000, 50_000], "REFUNDED");
    assert_eq!(shop().verifies(&expected("RON"), &[(200, &body)]).outcome(), &refunded(450_000, 50_000));
    let short = r#"{"errorCode":"0","orderNumber":"1000000001","orderStatus":7,"amount":500000,"currency":"946"}"#;
    let verdict = shop().verifies(&expected("RON"), &[(200, short)]);
    assert_eq!(verdict.outcome(), &Outcome::Refunded { deposited: None, refunded: None });
    assert!(verdict.is_final());
    let elsewhere = Shop::at("dsk", "{}").verifies(&expected("RON"), &[(200, short)]);
    assert_eq!(elsewhere.outcome(), &Outcome::Pending, "another bank's 7 is a payment in progress");
}

/// The price of 500000 as money and points.
fn with_points(money: u64, params: &str) -> String {
    status("RON", 2, [money, money, 0], "DEPOSITED")
        .replace("\"amount\":500000", &format!("\"amount\":{money}"))
        .replace("\"attributes\"", &format!("\"merchantOrderParams\":[{params}],\"attributes\""))
}

/// R10.
#[test]
fn points_count_as_money_where_the_bank_has_them() {
    let points =
        |value: &str| format!(r#"{{"name":"FORCE_3DS2","value":"true"}},{{"name":"loyaltyAmount","value":"{value}"}}"#);
    let judged =
        |bank: &str, body: &str| Shop::at(bank, "{}").verifies(&expected("RON"), &[(200, body)]).outcome().as_str();
    assert_eq!(judged("banca-transilvania", &with_points(400_000, &points("100000"))), "paid");
    assert_eq!(judged("banca-transilvania-test", &with_points(0, &points("500000"))), "paid");
    assert_eq!(
        judged("dsk", &with_points(400_000, &points("100000"))),
        "mismatch",
        "only where the bank's line says so"
    );
    for (money, params) in [
        (400_000, points("99999")),
        (400_000, points("100001")),
        (400_000, points("-100000")),
        (400_000, points("1e5")),
        (400_000, points("18446744073709151615")),
        (400_000, format!("{},{}", points("100000"), points("100000"))),
        (400_000, points("100000").replace("loyaltyAmount", "loyalty")),
        (400_000, r#"{"name":"loyaltyAmount"}"#.to_owned()),
        (600_000, points("100000")),
    ] {
        assert_eq!(judged("banca-transilvania", &with_points(money, &params)), "mismatch", "{money} {params}");
    }
    let short =
        with_points(400_000, &points("100000")).replace("\"depositedAmount\":400000", "\"depositedAmount\":399999");
    assert_eq!(judged("banca-transilvania", &short), "mismatch");
}

// ---------------------------------------------------------------------------------------------- callbacks

const KEY: &[u8] = b"canary key of the bank, 32 bytes";

fn token(header: &str, claims: &str, key: &[u8]) -> String {
    let signed = [header, claims].map(|part| Base64UrlUnpadded::encode_string(part.as_bytes())).join(".");
    let mut mac = Hmac::<Sha256>::new_from_slice(key).unwrap();
    mac.update(signed.as_bytes());
    format!("{signed}.{}", Base64UrlUnpadded::encode_string(&mac.finalize().into_bytes()))
}

const HEADER: &str = r#"{"alg":"HS256"}"#;
const PAYLOAD: &str = r#"{"mdOrder":"7b1f0c52-9d0e-7b6a-8c21-5e7700a0b0c0","orderNumber":"1000000001","eci":"05","actionCode":"0",
    "actionCodeDescription":"Payment approved; thank you","status":"1","operation":"deposited"}"#;

fn claims(begin: u64, end: u64, payload: &str) -> String {
    format!(r#"{{"sub":"callback_service","iss":"bank","iat":{begin},"nbf":{begin},"payload":{payload},"exp":{end}}}"#)
}

fn opened(text: &str, secrets: &str) -> Result<Event, (ErrorCode, String)> {
    let gateway = gateway("banca-transilvania", &format!(r#"{{"callback":{{"jwt":{secrets}}}}}"#)).unwrap();
    let check = Check { keys: gateway.callback_keys(), ignored: gateway.callback_ignored(), now_ms: NOW };
    match callback::open_with(text, check) {
        Ok(Opened::Genuine(event)) => Ok(event),
        Ok(other) => panic!("{other:?}"),
        Err(error) => Err((error.code(), error.to_string())),
    }
}

#[test]
fn a_token_of_the_bank_is_an_event() {
    let now = NOW / 1000;
    let secret = format!("\"{}\"", Base64::encode_string(KEY));
    let event = opened(&token(HEADER, &claims(now - 2, now + 300, PAYLOAD), KEY), &secret).unwrap();
    assert_eq!((event.operation().as_str(), event.succeeded(), event.is_proven()), ("deposited", Some(true), true));
    assert_eq!((event.order_id(), event.order_number()), (Some(ORDER_ID), Some("1000000001")));
    assert_eq!(event.parameters().get("actionCodeDescription"), Some("Payment approved; thank you"));
    let two = format!("[\"{}\",{secret}]", Base64::encode_string(b"the key before"));
    for header in [r#"{"alg":"HS256","typ":"JWT"}"#, r#"{"typ":"JWT","kid":"1","alg":"HS256"}"#] {
        assert!(opened(&token(header, &claims(now, now + 1, PAYLOAD), KEY), &two).is_ok(), "{header}");
    }
    let url_alphabet = format!("\"{}\"", Base64UrlUnpadded::encode_string(KEY));
    assert!(opened(&token(HEADER, &claims(now, now + 1, PAYLOAD), KEY), &url_alphabet).is_ok());
}

#[test]
fn a_token_is_read_up_to_the_size_that_is_documented() {
    let now = NOW / 1000;
    let secret = format!("\"{}\"", Base64::encode_string(KEY));
    let padded = |spaces: usize| token(HEADER, &(claims(now, now + 300, PAYLOAD) + &" ".repeat(spaces)), KEY);
    let spaces = (0..callback::MAX_BYTES).find(|spaces| padded(*spaces).len() >= callback::MAX_BYTES).unwrap();
    assert_eq!(padded(spaces).len(), callback::MAX_BYTES);
    assert!(opened(&padded(spaces), &secret).is_ok());
    assert!(opened(&padded(spaces + 1), &secret).unwrap_err().1.contains("8 KB"));
}

#[test]
fn nothing_else_is_accepted() {
    let now = NOW / 1000;
    let good = claims(now, now + 300, PAYLOAD);
    let secret = format!("\"{}\"", Base64::encode_string(KEY));
    let whole = token(HEADER, &good, KEY);
    let unsigned = format!("{}.", whole.rsplit_once('.').unwrap().0);
    let flipped = whole.replacen("eyJzdWIi", "eyJzdWIj", 1);
    let refused = [
        token(r#"{"alg":"none"}"#, &good, KEY),
        token(r#"{"alg":"RS256"}"#, &good, KEY),
        token(r#"{"alg":"HS512"}"#, &good, KEY),
        token(r#"{"alg":"hs256"}"#, &good, KEY),
        token(r#"{"alg":["HS256"]}"#, &good, KEY),
        token(r#"{"ALG":"HS256"}"#, &good, KEY),
        token("{}", &good, KEY),
        token("[]", &good, KEY),
        token("HS256", &good, KEY),
        token(r#"{"alg":"HS256","typ":"JWE"}"#, &good, KEY),
        token(r#"{"alg":"HS256","typ":1}"#, &good, KEY),
        token(r#"{"alg":"HS256","crit":["b64"],"b64":false}"#, &good, KEY),
        token(r#"{"alg":"HS256","zip":"DEF"}"#, &good, KEY),
        token(r#"{"alg":"none","alg":"HS256"}"#, &good, KEY),
        token(r#"{"alg":"HS256","ALG":"none"}"#, &good, KEY),
        token(HEADER, &good, b"another key"),
        token(HEADER, &good, Base64::encode_string(KEY).as_bytes()),
        token(HEADER, &good, b""),
        token(HEADER, &claims(now - 600, now, PAYLOAD), KEY),
        token(HEADER, &claims(now - 600, now - 300, PAYLOAD), KEY),
        token(HEADER, &claims(now + 301, now + 600, PAYLOAD), KEY),
        token(HEADER, &good.replace("\"exp\"", "\"expires\""), KEY),
        token(HEADER, &good.replace(&format!("\"exp\":{}", now + 300), "\"exp\":\"soon\""), KEY),
        token(
            HEADER,
            &good.replace(&format!("\"exp\":{}", now + 300), &format!("\"exp\":1,\"exp\":{}", now + 300)),
            KEY,
        ),
        token(HEADER, &claims(now, now + 300, "\"text\""), KEY),
        token(HEADER, &good.replace("\"payload\"", "\"load\""), KEY),
        token(HEADER, &claims(now, now + 300, &PAYLOAD.replace("\"eci\"", "\"status\"")), KEY),
        token(HEADER, &claims(now, now + 300, &PAYLOAD.replace("1000000001", " ")), KEY),
        token(HEADER, &claims(now, now + 300, &PAYLOAD.replace("7b1f0c52", "7b1f<c52")), KEY),
        format!("{whole}."),
        format!("{whole}.{whole}"),
        format!(".{whole}"),
        format!("{whole}\n"),
        format!("{whole}="),
        unsigned,
        flipped,
        String::new(),
        "..".to_owned(),
        "mdOrder=1&status=1&checksum=00".to_owned(),
        format!("{}{}", "x".repeat(9_000), whole),
    ];
    for text in refused {
        let (code, why) = opened(&text, &secret).expect_err(&text);
        assert_eq!(code, ErrorCode::CallbackInvalid, "{why}");
        assert!(!why.contains("canary") && why.len() < 200, "{why}");
    }
    assert!(opened(&whole, &secret).is_ok());
    assert!(opened(&whole, "\"not base64!\"").unwrap_err().1.contains("is not base64"));
    let shared = gateway("banca-transilvania", r#"{"callback":{"secret":"k3y"}}"#).unwrap();
    assert!(callback::open(&whole, shared.callback_keys()).is_err());
    let jwt = gateway("banca-transilvania", &format!(r#"{{"callback":{{"jwt":{secret}}}}}"#)).unwrap();
    assert!(callback::open(&whole, jwt.callback_keys()).is_err(), "without a clock every token has expired");
    assert!(!format!("{jwt:?}").contains("Y2FuYXJ5") && !format!("{jwt:?}").contains("canary"));
}
