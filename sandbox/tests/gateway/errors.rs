//! The documented error codes, in the order of the checks. Source: "BPC REST reference", error codes of each call.

use bpc_sandbox::{Options, Profile, Request};

use crate::bank::{ACCOUNT, Bank, ORDER, START, encode};

/// A registration with one field replaced, left out (`None`) or added.
fn register(bank: &mut Bank, field: &str, value: Option<&str>) -> String {
    let fields = [
        ("userName", "test_user"),
        ("password", "test_user_password"),
        ("orderNumber", "E-1"),
        ("amount", "2000"),
        ("currency", "978"),
        ("returnUrl", "https://shop.example/"),
        ("language", "en"),
    ];
    let mut form: Vec<String> = fields
        .iter()
        .filter(|(name, _)| *name != field)
        .map(|(name, value)| format!("{name}={}", encode(value)))
        .collect();
    form.extend(value.map(|value| format!("{field}={}", encode(value))));
    bank.send(&Request::post("/payment/rest/register.do", &form.join("&"))).text()
}

#[test]
fn every_refusal_of_register() {
    let long = |count: usize| "x".repeat(count);
    let cases: Vec<(&str, Option<String>, &str, &str)> = vec![
        ("userName", None, "4", "[userName] is empty"),
        ("password", Some(String::new()), "4", "[password] is empty"),
        ("password", Some("wrong".into()), "5", "Access denied"),
        ("userName", Some("TEST_USER".into()), "5", "Access denied"),
        ("amount", None, "4", "[amount] is empty"),
        ("returnUrl", None, "4", "[returnUrl] is empty"),
        ("amount", Some("-1".into()), "5", "[amount] is invalid"),
        ("amount", Some("+1".into()), "5", "[amount] is invalid"),
        ("amount", Some("20.00".into()), "5", "[amount] is invalid"),
        ("amount", Some("0".into()), "5", "[amount] is invalid"),
        ("amount", Some("1000000000000".into()), "5", "[amount] is invalid"),
        ("returnUrl", Some("/return".into()), "4", "The return URL is invalid"),
        ("returnUrl", Some("./return".into()), "4", "The return URL is invalid"),
        ("returnUrl", Some("javascript://%0aalert(1)".into()), "5", "[returnUrl] is invalid"),
        ("returnUrl", Some("vbscript://x".into()), "4", "The return URL is invalid"),
        ("returnUrl", Some("https://a.example/\r\nSet-Cookie: x".into()), "4", "The return URL is invalid"),
        ("returnUrl", Some(format!("https://{}", long(505))), "5", "[returnUrl] is invalid"),
        ("failUrl", Some("/fail".into()), "4", "The return URL is invalid"),
        ("currency", Some("EUR".into()), "5", "[currency] is invalid"),
        ("currency", Some("97".into()), "5", "[currency] is invalid"),
        ("currency", Some("554".into()), "3", "Unknown currency: 554 is not enabled for this merchant (enabled: 978)"),
        ("language", Some("xx".into()), "5", "[language] is invalid"),
        ("jsonParams", Some("not json".into()), "5", "[jsonParams] is invalid"),
        ("jsonParams", Some("[1]".into()), "5", "[jsonParams] is invalid"),
        ("jsonParams", Some(r#"{"a":{"b":1}}"#.into()), "5", "[jsonParams] is invalid"),
        ("description", Some("<script>alert(1)</script>".into()), "5", "[description] is invalid"),
        ("description", Some("see JavaScript:alert(1)".into()), "5", "[description] is invalid"),
        ("description", Some(long(599)), "5", "[description] is invalid"),
        ("email", Some(long(41)), "5", "[email] is invalid"),
        ("orderNumber", Some(long(37)), "5", "[orderNumber] is invalid"),
        ("expirationDate", Some("2026-11-24 00:00:00".into()), "5", "[expirationDate] is invalid"),
        ("expirationDate", Some("2026-11-23T05:14:00".into()), "5", "[expirationDate] is invalid"),
        ("sessionTimeoutSecs", Some("0".into()), "5", "[sessionTimeoutSecs] is invalid"),
        ("sessionTimeoutSecs", Some("1e3".into()), "5", "[sessionTimeoutSecs] is invalid"),
        ("sessionTimeoutSecs", Some("+600".into()), "5", "[sessionTimeoutSecs] is invalid"),
        ("sessionTimeoutSecs", Some("1000000000".into()), "5", "[sessionTimeoutSecs] is invalid"),
        ("features", Some("FORCE_MAGIC".into()), "5", "[features] is invalid"),
        ("features", Some("FORCE_CREATE_BINDING".into()), "5", "[features] is invalid"),
        ("pageView", Some("../../etc".into()), "5", "[pageView] is invalid"),
        ("mcc", Some("12345".into()), "5", "[mcc] is invalid"),
        ("mcc", Some("food".into()), "5", "[mcc] is invalid"),
        ("mvv", Some(long(11)), "5", "[mvv] is invalid"),
        ("feeInput", Some("100000000".into()), "5", "[feeInput] is invalid"),
        ("feeInput", Some("0.50".into()), "5", "[feeInput] is invalid"),
        ("taxSystem", Some("6".into()), "5", "[taxSystem] is invalid"),
        (
            "billingAndShippingAddressMatchIndicator",
            Some("yes".into()),
            "5",
            "[billingAndShippingAddressMatchIndicator] is invalid",
        ),
    ];
    for (field, value, code, message) in cases {
        let mut bank = Bank::of(Profile::Bpc);
        let text = register(&mut bank, field, value.as_deref());
        let expected = format!(r#"{{"errorCode":"{code}","errorMessage":"{message}"}}"#);
        assert_eq!(text, expected, "{field}={value:?}");
        assert!(bank.sandbox.orders(START).is_empty(), "a refused order is not stored");
    }
}

#[test]
fn what_is_just_inside_the_limits_passes() {
    let long = |count: usize| "x".repeat(count);
    for (field, value) in [
        ("amount", "1".to_owned()),
        ("amount", "999999999999".into()),
        ("orderNumber", long(36)),
        ("description", long(598)),
        ("description", "5 < 6 & 7 > 4".into()),
        ("returnUrl", format!("https://{}", long(504))),
        ("returnUrl", "shop.example/return".into()),
        ("returnUrl", "myapp://paid".into()),
        ("language", "DE".into()),
        ("jsonParams", "{}".into()),
        ("sessionTimeoutSecs", "999999999".into()),
        ("features", "FORCE_TDS".into()),
        ("mcc", "0742".into()),
        ("mvv", long(10)),
        ("feeInput", "99999999".into()),
        ("taxSystem", "5".into()),
        ("billingAndShippingAddressMatchIndicator", "N".into()),
    ] {
        let mut bank = Bank::of(Profile::Bpc);
        let text = register(&mut bank, field, Some(&value));
        assert!(text.starts_with("{\"orderId\":"), "{field}={value}: {text}");
    }
}

#[test]
fn a_return_url_without_scheme_is_the_gateways_own() {
    let mut bank = Bank::of(Profile::Bpc);
    register(&mut bank, "returnUrl", Some("shop.example/r"));
    let id = bank.sandbox.orders(START).first().unwrap().order_id.clone();
    let arrival = bank.pay(&id);
    assert!(arrival.header("location").unwrap().starts_with("https://bank.test/payment/shop.example/r?orderId="));
}

#[test]
fn a_number_is_used_once() {
    let mut bank = Bank::of(Profile::Bpc);
    let id = bank.register("A-1");
    let again = format!("orderNumber=A-1&{ORDER}");
    let waiting = r#"{"errorCode":"1","errorMessage":"An order with this number is registered but not paid"}"#;
    let processed = r#"{"errorCode":"1","errorMessage":"An order with this number was already processed"}"#;
    assert_eq!(bank.call("register", &again), waiting);
    assert_eq!(bank.call("registerPreAuth", &again), waiting);
    bank.pay(&id);
    assert_eq!(bank.call("register", &again), processed);
    assert_eq!(bank.sandbox.orders(START).len(), 1);
}

#[test]
fn refusals_of_status() {
    let mut bank = Bank::of(Profile::Bpc);
    let id = bank.register("A-1");
    assert_eq!(
        bank.call("getOrderStatusExtended", "language=en"),
        r#"{"errorCode":"1","errorMessage":"[orderId] or [orderNumber] expected","merchantOrderParams":[],"attributes":[]}"#
    );
    for unknown in ["orderId=00000000-0000-7000-8000-000000000000", "orderNumber=nope"] {
        assert_eq!(
            bank.call("getOrderStatusExtended", unknown),
            r#"{"errorCode":"6","errorMessage":"Order not found","merchantOrderParams":[],"attributes":[]}"#
        );
    }
    for account in
        ["", "userName=test_user", "userName=test_user&password=no", "userName=no&password=test_user_password"]
    {
        let form = format!("{account}&orderId={id}");
        let reply = bank.send(&Request::post("/payment/rest/getOrderStatusExtended.do", &form));
        assert_eq!(reply.text(), r#"{"errorCode":"5","errorMessage":"Access denied"}"#, "{account}");
        assert_eq!(reply.status, 200);
    }
}

#[test]
fn the_public_token_opens_three_calls_and_no_more() {
    let mut bank = Bank::of(Profile::Bpc);
    let send = |bank: &mut Bank, method: &str, form: &str| {
        bank.send(&Request::post(&format!("/payment/rest/{method}.do"), form)).text()
    };
    let registered = send(&mut bank, "register", &format!("token=test_token&orderNumber=T-1&{ORDER}"));
    assert!(registered.starts_with("{\"orderId\":"), "{registered}");
    assert!(
        send(&mut bank, "registerPreAuth", &format!("token=test_token&orderNumber=T-2&{ORDER}")).contains("formUrl")
    );
    let id = bank.sandbox.orders(START).first().unwrap().order_id.clone();
    let denied = r#"{"errorCode":"5","errorMessage":"Access denied"}"#;
    assert!(
        send(&mut bank, "getOrderStatusExtended", &format!("token=test_token&orderId={id}"))
            .contains("\"orderStatus\":0")
    );
    assert_eq!(send(&mut bank, "getOrderStatusExtended", "token=test_token&orderNumber=T-1"), denied);
    assert_eq!(send(&mut bank, "getOrderStatusExtended", &format!("token=guess&orderId={id}")), denied);
    for method in ["deposit", "reverse", "refund", "decline"] {
        assert_eq!(send(&mut bank, method, &format!("token=test_token&orderId={id}&amount=0")), denied, "{method}");
    }
}

#[test]
fn refusals_of_the_operations() {
    let mut bank = Bank::of(Profile::Bpc);
    let id = bank.register("A-1");
    for method in ["deposit", "reverse", "refund"] {
        assert_eq!(bank.code(method, "orderId=nope&amount=0"), "6", "{method} of an unknown order");
        assert_eq!(bank.code(method, "amount=0"), "5", "{method} without an order");
        assert_eq!(bank.code(method, &format!("orderId={id}&amount=0")), "7", "{method} of an unpaid order");
        assert_eq!(bank.code(method, &format!("orderId={id}&amount=1.5")), "5", "{method} of a fraction");
    }
    for method in ["deposit", "refund"] {
        assert_eq!(bank.code(method, &format!("orderId={id}")), "5", "{method} without an amount");
    }
    assert_eq!(bank.code("refund", &format!("orderId={id}&amount=1&externalRefundId={}", "x".repeat(33))), "5");
}

#[test]
fn a_refund_names_the_parameter_that_does_not_fit() {
    let mut bank = Bank::of(Profile::Bpc);
    let id = bank.register("A-1");
    bank.pay(&id);
    let invalid = |name: &str| format!(r#"{{"errorCode":"5","errorMessage":"[{name}] is invalid"}}"#);
    let refund = |bank: &mut Bank, more: &str| bank.call("refund", &format!("orderId={id}&{more}"));
    assert!(refund(&mut bank, "amount=100&externalRefundId=r-1&expectedDepositedAmount=2000").contains("Success"));
    // The id decides, although the expected amount does not fit either.
    let used = refund(&mut bank, "amount=200&externalRefundId=r-1&expectedDepositedAmount=5");
    assert_eq!(used, invalid("externalRefundId"));
    assert_eq!(refund(&mut bank, "amount=100&expectedDepositedAmount=2000"), invalid("expectedDepositedAmount"));
    assert_eq!(refund(&mut bank, "amount=+100"), invalid("amount"));
    assert_eq!(bank.state(&id), "4/0 REFUNDED 2000/1900/100");
}

#[test]
fn unknown_places_say_what_there_is() {
    let mut bank = Bank::of(Profile::Bpc);
    let unknown = bank.send(&Request::post("/payment/rest/explode.do", ACCOUNT));
    assert_eq!(unknown.status, 404);
    assert!(unknown.text().starts_with("unknown call: explode.do. Known calls: register.do, "), "{}", unknown.text());
    let nowhere = bank.send(&Request::get("/nowhere"));
    assert_eq!((nowhere.status, nowhere.text().contains("https://bank.test/payment/rest/")), (404, true));
    let mut put = Request::post("/payment/rest/register.do", ACCOUNT);
    put.method = "PUT".into();
    assert_eq!(bank.send(&put).status, 405);
}

#[test]
fn carts_must_add_up() {
    let item = |price: &str, amount: &str, quantity: &str| {
        format!(
            r#"{{"cartItems":{{"items":[{{"itemPrice":{price},"itemAmount":{amount},"quantity":{{"value":{quantity}}}}}]}}}}"#
        )
    };
    for (bundle, good) in [
        (item("1000", "2000", "2"), true),
        (item("\"1000\"", "2000", "\"2\""), true),
        (item("1000", "1500", "1.5"), true),
        (item("1000", "2001", "2"), false),
        (item("1000", "2000", "-2"), false),
        (item("1000", "1000", "1.0001"), false),
        (item("\"+1000\"", "2000", "2"), false),
        (item("1000", "2000", "\"+2\""), false),
        ("[]".to_owned(), false),
        ("{}".to_owned(), true),
    ] {
        let mut bank = Bank::new(Options::default());
        let text = register(&mut bank, "orderBundle", Some(&bundle));
        assert_eq!(text.starts_with("{\"orderId\":"), good, "{bundle}: {text}");
        assert!(good || text.contains(r#""errorCode":"5""#), "{text}");
    }
}
