//! The registration request: every byte of its form, and the values that are refused.

#![cfg(test)]

mod support;

use bpc_checkout::call::{Action, Call, CallStart, Task};
use bpc_checkout::model::ids::{OrderNumber, Phase};
use proptest::prelude::*;
use support::{Client, KEY, REGISTERED, Script, Sent, gateway, order, read_gateway, read_order};

/// Registers an order and returns the request.
#[track_caller]
fn sent(order_more: &str, gateway_more: &str) -> Sent {
    let gateway = gateway(gateway_more);
    let script = Script::answering(REGISTERED);
    Client::new(&gateway, &script).register(&order(order_more)).unwrap();
    script.only()
}

#[track_caller]
fn refused(more: &str) -> String {
    read_order(more, Phase::Purchase).unwrap_err().to_string()
}

/// The bank's own first example: seven pairs and nothing else. Source: BPC REST reference, redirect integration.
#[test]
fn a_store_whose_bank_gives_the_number_sends_no_number() {
    let gateway = gateway(
        r#"{"baseUrl":"https://bank.example/payment/rest","userName":"test_user","password":"test_user_password"}"#,
    );
    let order = order(
        r#"{"orderNumber":null,"amount":2000,"currency":978,"returnUrl":"https://mybestmerchantreturnurl.com","description":"my_first_order","language":"en"}"#,
    );
    let start = CallStart { now_ms: support::NOW, random: 0 };
    let Action::Send(request) = Call::new(Task::Register(order), &gateway, start).poll() else { panic!("a request") };
    assert_eq!(
        request.body,
        "userName=test_user&password=test_user_password&amount=2000&currency=978\
         &returnUrl=https%3A%2F%2Fmybestmerchantreturnurl.com&description=my_first_order&language=en"
    );
}

#[test]
fn every_documented_parameter_goes_out_under_its_name() {
    let sent = sent(
        r#"{"amount":1050,"currency":"012","orderNumber":"N-7","failUrl":"https://shop.example/fail?a=1","description":"Три кружки & <3",
        "language":"RO","clientId":"c1","bindingId":"b1","jsonParams":{"cart":"7","nested":{"deep":[1,2.5,true,null]}},
        "orderBundle":{"cartItems":{"items":[{"positionId":1,"name":"Mug","quantity":{"value":1,"measure":"pcs"}}]}},
        "features":["FORCE_TDS","FORCE_CREATE_BINDING"],"sessionTimeoutSecs":600,"expirationDate":"2026-12-31T23:59:59",
        "dynamicCallbackUrl":"https://shop.example/callback","email":"buyer@shop.example","phone":"+40700000000","ip":"2001:db8::1",
        "pageView":"MOBILE","postAddress":"Str. 1","cardholderName":"A BUYER","merchantLogin":"child","childId":"4","feeInput":10,
        "taxSystem":0,"mcc":5411,"mvv":"A1","paymentFacilitator":{"pfId":"1"},"billingPayerData":{"payerAccount":"1"},
        "shippingPayerData":{"shippingCity":"Iași"},"preOrderPayerData":{"preOrderPurchaseInd":"01"},"orderPayerData":{"homePhone":"40700000000"},
        "billingAndShippingAddressMatchIndicator":"Y","prepaymentMdOrder":"m-1"}"#,
        "{}",
    );
    assert_eq!(sent.url, "https://bank.example/payment/rest/register.do");
    for (name, value) in [
        ("userName", "shop-api"),
        ("password", "canary password"),
        ("orderNumber", "N-7"),
        ("amount", "1050"),
        ("currency", "012"),
        ("returnUrl", "https://shop.example/return"),
        ("failUrl", "https://shop.example/fail?a=1"),
        ("description", "Три кружки & <3"),
        ("language", "ro"),
        ("jsonParams", r#"{"cart":"7","nested":{"deep":[1,2.5,true,null]}}"#),
        (
            "orderBundle",
            r#"{"cartItems":{"items":[{"positionId":1,"name":"Mug","quantity":{"value":1,"measure":"pcs"}}]}}"#,
        ),
        ("sessionTimeoutSecs", "600"),
        ("expirationDate", "2026-12-31T23:59:59"),
        ("dynamicCallbackUrl", "https://shop.example/callback"),
        ("email", "buyer@shop.example"),
        ("phone", "+40700000000"),
        ("ip", "2001:db8::1"),
        ("feeInput", "10"),
        ("taxSystem", "0"),
        ("mcc", "5411"),
        ("shippingPayerData", r#"{"shippingCity":"Iași"}"#),
        ("billingAndShippingAddressMatchIndicator", "Y"),
        ("prepaymentMdOrder", "m-1"),
    ] {
        assert_eq!(sent.field(name), value);
    }
    let features: Vec<&str> =
        sent.fields.iter().filter(|(name, _)| name == "features").map(|(_, value)| value.as_str()).collect();
    assert_eq!(features, ["FORCE_TDS", "FORCE_CREATE_BINDING"], "a repeated field, not a list");
    assert_eq!(sent.fields.len(), 2 + 34 + 1, "credentials, 34 parameters, and `features` twice");
}

#[test]
fn a_two_phase_order_has_two_more() {
    let gateway = gateway("{}");
    let order = read_order(r#"{"autocompletionDate":"2026-12-31T00:00:00"}"#, Phase::PreAuth).unwrap();
    let script = Script::answering(REGISTERED);
    Client::new(&gateway, &script).register(&order).unwrap();
    let sent = script.only();
    assert_eq!(sent.url, "https://bank.example/payment/rest/registerPreAuth.do");
    assert_eq!(sent.field("autocompletionDate"), "2026-12-31T00:00:00");

    let both = r#"{"autocompletionDate":"2026-12-31T00:00:00","autoReverseDate":"2026-12-31T00:00:00"}"#;
    assert_eq!(
        read_order(both, Phase::PreAuth).unwrap_err().to_string(),
        "order.autoReverseDate: cannot be combined with autocompletionDate; use one of them"
    );
    assert_eq!(
        refused(r#"{"autoReverseDate":"2026-12-31T00:00:00"}"#),
        "order.autoReverseDate: is an option of registerPreAuth only"
    );
}

#[test]
fn the_public_token_goes_alone() {
    let sent = sent("{}", r#"{"userName":"absent","password":"absent","token":"public"}"#);
    assert_eq!(sent.names(), ["token", "orderNumber", "amount", "currency", "returnUrl"]);
}

#[test]
fn the_gateways_language_is_the_default() {
    assert_eq!(sent("{}", r#"{"language":"de"}"#).field("language"), "de");
    assert_eq!(sent(r#"{"language":"fr"}"#, r#"{"language":"de"}"#).field("language"), "fr");
}

#[test]
fn an_order_without_a_number_gets_one() {
    let gateway = gateway("{}");
    let script = Script::answering(REGISTERED);
    script.random.set(7);
    let registered = Client::new(&gateway, &script).register(&order(r#"{"orderNumber":"absent"}"#)).unwrap();
    let sent = script.only();
    assert_eq!(registered.return_url(), sent.field("returnUrl"));
    assert!(!format!("{registered:?}").contains("shop.example"), "it is private: {registered:?}");
    assert_eq!(Some(sent.field("orderNumber")), registered.order_number().map(OrderNumber::as_str));
    assert_eq!(sent.field("orderNumber").len(), 26);
}

#[test]
fn mistakes_in_an_order_are_named() {
    let too_long = format!(r#"{{"description":"{}"}}"#, "ж".repeat(599));
    for (more, message) in [
        (r#"{"amount":"absent"}"#, "order.amount: is missing"),
        (
            r#"{"amount":10.5}"#,
            "order.amount: expected whole minor units, such as 2000 for 20.00 EUR, got 10.5; minorUnits(\"20.00\", \"EUR\") converts",
        ),
        (
            r#"{"amount":"20.00"}"#,
            "order.amount: expected whole minor units, such as 2000 for 20.00 EUR, got text; minorUnits(\"20.00\", \"EUR\") converts",
        ),
        (
            r#"{"amount":-1}"#,
            "order.amount: expected whole minor units, such as 2000 for 20.00 EUR, got -1; minorUnits(\"20.00\", \"EUR\") converts",
        ),
        (r#"{"amount":1000000000000}"#, "order.amount: has more than 12 digits; the gateway accepts at most 12"),
        (r#"{"amount":0}"#, "order.amount: is 0, which is allowed only for a card check with features: [\"VERIFY\"]"),
        (r#"{"currency":"absent"}"#, "order.currency: is missing"),
        (r#"{"currency":"EURO"}"#, "order.currency: expected an ISO 4217 currency code such as \"EUR\" or \"978\""),
        (r#"{"returnUrl":"absent"}"#, "order.returnUrl: is missing"),
        (r#"{"returnUrl":"/return"}"#, "order.returnUrl: is not an absolute URL; start it with https://"),
        (
            r#"{"returnUrl":"http://shop.example/r"}"#,
            "order.returnUrl: uses http; use https (http is allowed for loopback hosts only)",
        ),
        (r#"{"returnUrl":"javascript:alert(1)"}"#, "order.returnUrl: is not an absolute URL; start it with https://"),
        (r#"{"failUrl":7}"#, "order.failUrl: expected an absolute URL, got 7"),
        (r#"{"orderNumber":""}"#, "order.orderNumber: is empty; omit it instead"),
        (r#"{"orderNumber":1001}"#, "order.orderNumber: expected text; write the number in quotes"),
        (r#"{"orderNumber":"A 1\r\nB"}"#, "order.orderNumber: contains a control character such as a line break"),
        (
            r#"{"orderNumber":"1234567890123456789012345678901234567"}"#,
            "order.orderNumber: has 37 characters, at most 36 are allowed",
        ),
        (r#"{"description":"<b>bold</b>"}"#, "order.description: contains HTML, which the gateway rejects"),
        (r#"{"description":"two\nlines"}"#, "order.description: contains a control character such as a line break"),
        (too_long.as_str(), "order.description: has 599 characters, at most 598 are allowed"),
        (r#"{"language":"en-US"}"#, "order.language: expected a language of two letters such as \"en\""),
        (r#"{"jsonParams":"{}"}"#, "order.jsonParams: expected an object (it is sent as JSON text), got text"),
        (r#"{"orderBundle":[]}"#, "order.orderBundle: expected an object (it is sent as JSON text), got a list"),
        (r#"{"features":[1]}"#, "order.features: expected text, got 1"),
        (r#"{"sessionTimeoutSecs":0}"#, "order.sessionTimeoutSecs: expected a whole number from 1 to 999999999, got 0"),
        (
            r#"{"expirationDate":"31.12.2026"}"#,
            "order.expirationDate: expected a date and time such as \"2026-12-31T23:59:59\", without a zone",
        ),
        (
            r#"{"billingAndShippingAddressMatchIndicator":"yes"}"#,
            "order.billingAndShippingAddressMatchIndicator: expected one of: Y, N",
        ),
        (r#"{"mcc":"54"}"#, "order.mcc: expected 4 digits"),
        (r#"{"amuont":2000}"#, "order.amuont: is not a known option; did you mean `amount`?"),
        (r#"{"returnURL":"https://x.example"}"#, "order.returnURL: is not a known option; did you mean `returnUrl`?"),
        (
            r#"{"dynamicCallbackURL":"https://x.example"}"#,
            "order.dynamicCallbackURL: is not a known option; did you mean `dynamicCallbackUrl`?",
        ),
        (r#"{"price":1}"#, "order.price: is not a known option"),
        (r#"{"userName":"evil"}"#, "order.userName: is not a known option"),
    ] {
        assert_eq!(refused(more), message, "{more}");
    }
    assert!(read_order(r#"{"amount":0,"features":["VERIFY"]}"#, Phase::Purchase).is_ok());
    let keyed = gateway(&format!(r#"{{"returnKey":"{KEY}"}}"#));
    let unsent =
        |more: &str, gateway| Client::new(gateway, &Script::default()).register(&order(more)).unwrap_err().to_string();
    assert_eq!(
        unsent(r#"{"orderNumber":null}"#, &keyed),
        "order.orderNumber: is null, but the signed return needs a number; remove gateway.returnKey, or give an orderNumber"
    );
    let satim = read_gateway(r#"{"orderNumberMaxLength":10}"#, bpc_checkout::model::gateway::Runtime::Server).unwrap();
    assert_eq!(
        unsent(r#"{"orderNumber":"ABCDEFGHIJK"}"#, &satim),
        "order.orderNumber: has 11 characters, at most 10 are allowed"
    );
}

#[test]
fn return_addresses_carry_the_state_and_fit() {
    let keyed = format!(r#"{{"returnKey":"{KEY}"}}"#);
    let sent = sent(r#"{"returnUrl":"https://shop.example/r?cart=7#top","failUrl":"https://shop.example/f"}"#, &keyed);
    let (return_url, fail_url) = (sent.field("returnUrl"), sent.field("failUrl"));
    assert!(
        return_url.starts_with("https://shop.example/r?cart=7&bpc_return=v1.") && return_url.ends_with("#top"),
        "{return_url}"
    );
    assert!(fail_url.starts_with("https://shop.example/f?bpc_return=v1."), "{fail_url}");

    let gateway = gateway(&keyed);
    let long = format!(r#"{{"returnUrl":"https://shop.example/{}"}}"#, "a".repeat(470));
    let error = Client::new(&gateway, &Script::default()).register(&order(&long)).unwrap_err();
    assert!(error.to_string().contains("order.returnUrl: has "), "{error}");
    assert!(error.to_string().ends_with("the gateway accepts at most 512; shorten it"), "{error}");

    let ours = order(r#"{"returnUrl":"https://shop.example/r?bpc_return=1"}"#);
    let error = Client::new(&gateway, &Script::default()).register(&ours).unwrap_err();
    assert!(
        error.to_string().contains("order.returnUrl: already has a parameter `bpc_return`, which register adds itself"),
        "{error}"
    );
}

proptest! {
    /// Whatever text is accepted arrives as it is, and no parameter comes twice or under another name.
    #[test]
    fn accepted_text_arrives_unchanged(description in "\\PC{1,60}", number in "\\PC{1,36}", param in "\\PC{0,40}") {
        let gateway = gateway("{}");
        let more = serde_json::json!({ "description": description, "orderNumber": number, "jsonParams": { "p": param } }).to_string();
        let Ok(order) = read_order(&more, Phase::Purchase) else { return Ok(()) };
        let script = Script::answering(REGISTERED);
        Client::new(&gateway, &script).register(&order).unwrap();
        let sent = script.only();
        prop_assert_eq!(sent.field("description"), &description);
        prop_assert_eq!(sent.field("orderNumber"), &number);
        let params: serde_json::Value = serde_json::from_str(sent.field("jsonParams")).unwrap();
        prop_assert_eq!(params["p"].as_str(), Some(param.as_str()));
        prop_assert_eq!(sent.fields.len(), 8);
        prop_assert!(sent.url == "https://bank.example/payment/rest/register.do");
    }
}

/// What a bank would refuse in an object is named by its path, and nothing is sent.
#[test]
fn a_bank_refuses_entries_of_objects_by_name() {
    let refusal = |bank: &str, usual: &str, more: &str| {
        let gateway = gateway(&format!(r#"{{"baseUrl":null,{bank}}}"#));
        let script = Script::answering(REGISTERED);
        let order = order(&format!("{{{usual}{more}}}"));
        let result = Client::new(&gateway, &script).register(&order);
        result.map_err(|error| {
            assert_eq!(script.count(), 0, "{more}");
            error.to_string()
        })
    };
    let credibanco = |params: &str| {
        refusal(r#""bank":"credibanco""#, r#""currency":"COP","jsonParams":"#, params)
            .map_err(|why| why.strip_prefix("order.jsonParams.").unwrap_or_else(|| panic!("{why}")).to_owned())
    };
    let installments = "installments: expected a whole number from 1 to 99";
    for wrong in ["\"0\"", "0", "\"100\"", "\"abc\"", "\"\"", "-1", "\"1.5\"", "null", "[]"] {
        let params = format!(r#"{{"installments":{wrong},"IVA.amount":"0"}}"#);
        assert_eq!(credibanco(&params).unwrap_err(), installments, "{wrong}");
    }
    for wrong in ["\"12.50\"", "\"x\"", "-1"] {
        let params = format!(r#"{{"installments":1,"IVA.amount":{wrong}}}"#);
        assert_eq!(credibanco(&params).unwrap_err(), "IVA.amount: expected a whole number from 0 to 999999999999");
    }
    for right in [r#"{"installments":"1","IVA.amount":"0"}"#, r#"{"installments":99,"IVA.amount":38000}"#] {
        assert!(credibanco(right).is_ok(), "{right}");
    }

    let satim = |params: &str| {
        let usual = r#""currency":"DZD","amount":500000,"orderNumber":"1000000001","jsonParams":"#;
        refusal(r#""bank":"satim","terminalId":"E010000001""#, usual, params)
    };
    let long = "x".repeat(21);
    for (params, why) in [
        (r#"{"udf1":""}"#.to_owned(), "order.jsonParams.udf1: is empty; omit it instead"),
        (format!(r#"{{"udf1":"{long}"}}"#), "order.jsonParams.udf1: has 21 characters, at most 20 are allowed"),
        (format!(r#"{{"udf5":"{long}"}}"#), "order.jsonParams.udf5: has 21 characters, at most 20 are allowed"),
    ] {
        assert_eq!(satim(&params).unwrap_err(), why);
    }
    assert!(
        satim(r#"{"udf1":"a customer","udf5":"xxxxxxxxxxxxxxxxxxxx","other":"a text of more than 20 characters"}"#)
            .is_ok()
    );

    let address = r#"{"country":"642","city":"Cluj","postAddress":"Horea 1"}"#;
    let bundle = |delivery: &str, billing: &str| {
        format!(
            r#"{{"customerDetails":{{"email":"a@b.example","phone":"40740123456","deliveryInfo":{delivery},"billingInfo":{billing}}}}}"#
        )
    };
    let transilvania = |delivery: &str, billing: &str, more: &str| {
        let bundle = bundle(delivery, billing);
        refusal(r#""bank":"banca-transilvania""#, r#""currency":"RON","orderBundle":"#, &format!("{bundle}{more}"))
    };
    let why = |name: &str| {
        format!(
            "order.orderBundle.customerDetails.{name}: needs country (three digits), city and postAddress; customer() makes it"
        )
    };
    for wrong in [
        "{}",
        r#"{"city":"Cluj","postAddress":"Horea 1"}"#,
        r#"{"country":"RO","city":"Cluj","postAddress":"Horea 1"}"#,
        r#"{"country":"642","city":"","postAddress":"Horea 1"}"#,
        r#"{"country":"642","city":"Cluj"}"#,
    ] {
        assert_eq!(transilvania(wrong, address, "").unwrap_err(), why("deliveryInfo"), "{wrong}");
        assert_eq!(transilvania(address, wrong, "").unwrap_err(), why("billingInfo"), "{wrong}");
    }
    assert!(transilvania(address, address, "").is_ok());
    let params = format!(r#","jsonParams":{{"a":"{}"}}"#, "x".repeat(1_000));
    let too_long = "order.jsonParams: has 1028 characters, at most 1024 are allowed";
    assert_eq!(transilvania(address, address, &params).unwrap_err(), too_long, "with what the library adds");
}

/// The gateway rejects HTML in every parameter; the text of an object is one.
#[test]
fn html_inside_an_object_is_refused() {
    for name in ["jsonParams", "orderBundle", "billingPayerData"] {
        for html in ["<script>", "a </b>", "<!-- x -->", "<img src=x>"] {
            let why = refused(&format!(r#"{{"{name}":{{"a":[{{"b":"{html}"}}]}}}}"#));
            assert_eq!(why, format!("order.{name}: contains HTML, which the gateway rejects"), "{html}");
        }
    }
    assert!(read_order(r#"{"jsonParams":{"a":"3 < 4 & <3"}}"#, Phase::Purchase).is_ok());
}

#[test]
fn a_date_that_no_clock_shows_is_refused() {
    for wrong in [
        "2026-13-31T23:59:59",
        "2026-00-01T00:00:00",
        "2026-12-32T00:00:00",
        "2026-12-31T24:00:00",
        "2026-12-31T23:60:00",
    ] {
        let why = refused(&format!(r#"{{"expirationDate":"{wrong}"}}"#));
        assert_eq!(
            why, "order.expirationDate: expected a date and time such as \"2026-12-31T23:59:59\", without a zone",
            "{wrong}"
        );
    }
    assert_eq!(
        refused(r#"{"feeInput":100000000}"#),
        "order.feeInput: expected a whole number from 0 to 99999999, got 100000000"
    );
}
