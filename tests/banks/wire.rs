//! What every bank's store can add: parameters that are not listed, any other method, and the way back to the payment page.

use bpc_checkout::call::Failure;
use bpc_checkout::codec::json;
use bpc_checkout::model::change::Operation;
use bpc_checkout::model::ids::Phase;

use super::support::{ORDER_ID, value};
use super::{Shop, order, read_order, status};

const LOGIN: &str = "userName=shop-api&password=canary+password";

fn shop() -> Shop {
    Shop::at("dsk", "{}")
}

/// R15.
#[test]
fn a_parameter_of_the_banks_own_goes_out_and_never_replaces_a_listed_one() {
    let sent = shop().registers(&order("EUR", r#"{"extra":{"ownParameter":"3 & 4"}}"#));
    assert!(sent.body.ends_with("&ownParameter=3+%26+4"), "{}", sent.body);
    for operation in [Operation::Deposit, Operation::Reverse, Operation::Refund] {
        let sent =
            shop().changes(operation, &format!(r#"{{"orderId":"{ORDER_ID}","extra":{{"refundLoyalty":"true"}}}}"#));
        assert_eq!(sent.field("refundLoyalty"), "true");
    }
    for name in [
        "amount",
        "AMOUNT",
        "orderNumber",
        "userName",
        "Password",
        "token",
        "jsonParams",
        "autoReverseDate",
        "returnUrl",
        "extra",
    ] {
        let why =
            read_order("EUR", &format!(r#"{{"extra":{{"{name}":"1"}}}}"#), Phase::Purchase).unwrap_err().to_string();
        assert_eq!(why, format!("order.extra.{name}: is an option of its own; give it outside of extra"));
    }
    for name in ["orderId", "amount", "userName", "language", "orderNumber", "externalRefundId"] {
        let change = format!(r#"{{"orderId":"{ORDER_ID}","extra":{{"{name}":"1"}}}}"#);
        let why = bpc_checkout::border::read::change(&value(&change), Operation::Refund).unwrap_err().to_string();
        assert_eq!(why, format!("change.extra.{name}: is an option of its own; give it outside of extra"));
    }
    for (extra, why) in [
        (r#"{"a b":"1"}"#, "order.extra.a b: is not a parameter's name"),
        (r#"{"":"1"}"#, "order.extra.: is not a parameter's name"),
        (r#"{"a&b":"1"}"#, "order.extra.a&b: is not a parameter's name"),
        (r#"{"own":1}"#, "order.extra.own: expected text, got 1"),
        (r#"{"own":"<b>"}"#, "order.extra.own: contains HTML"),
        (r#"{"own":""}"#, "order.extra.own: is empty"),
        (r#""own=1""#, "order.extra: expected an object, got text"),
    ] {
        let refused = read_order("EUR", &format!(r#"{{"extra":{extra}}}"#), Phase::Purchase).unwrap_err().to_string();
        assert!(refused.starts_with(why), "{refused}");
    }
    // What only one bank knows may be written either way, as number or as text, and never twice.
    for written in [r#"{"installment":3}"#, r#"{"installment":"3"}"#, r#"{"extra":{"installment":"3"}}"#] {
        assert_eq!(shop().registers(&order("EUR", written)).field("installment"), "3", "{written}");
    }
    for (written, why) in [
        (r#"{"installment":"+3"}"#, "order.installment: expected a whole number from 1 to 99"),
        (r#"{"installment":"0"}"#, "order.installment: expected a whole number from 1 to 99"),
        (
            r#"{"installment":3,"extra":{"installment":"4"}}"#,
            "order.extra.installment: is an option of its own; give it outside of extra",
        ),
    ] {
        assert_eq!(read_order("EUR", written, Phase::Purchase).unwrap_err().to_string(), why);
    }
    let decline = format!(r#"{{"orderId":"{ORDER_ID}","orderNumber":"1","extra":{{}}}}"#);
    assert!(bpc_checkout::border::read::change(&value(&decline), Operation::Decline).is_err());
}

#[test]
fn any_other_method_goes_out_with_the_same_login_and_gives_its_reply() {
    let body =
        r#"{"errorCode":"0","bindings":[{"bindingId":"b-1","maskedPan":"4111111111111111"}],"big":123456789012345678}"#;
    let (reply, sent) = shop().asks(&[(200, body)], |client| {
        client.call(
            "getBindings.do",
            r#"{"clientId":"42","showExpired":true,"page":0,"task":{"a":1},"features":["A","B"]}"#,
        )
    });
    assert_eq!(sent[0].url, "https://epg.dskbank.bg/payment/rest/getBindings.do");
    assert_eq!(
        sent[0].body,
        format!("{LOGIN}&clientId=42&showExpired=true&page=0&task=%7B%22a%22%3A1%7D&features=A&features=B")
    );
    let reply = json::stringify(&reply.unwrap());
    assert!(reply.contains(r#""bindingId":"b-1""#) && !reply.contains("4111111111111111"), "{reply}");
    let (_, sent) = Shop::at("banca-transilvania", "{}")
        .asks(&[(200, "[]")], |client| client.call("sbp/c2b/qr/dynamic/get.do", "{}"));
    assert!(sent[0].url.ends_with("/payment/rest/sbp/c2b/qr/dynamic/get.do") && sent[0].authorization.is_some());
    let (_, sent) = Shop::at("sberbank-ecom", "{}")
        .asks(&[(200, "[]")], |client| client.call("unbindCard.do", r#"{"bindingId":"b","n":1,"list":["a"]}"#));
    assert!(sent[0].body.ends_with(r#""bindingId":"b","n":1,"list":["a"]}"#), "{}", sent[0].body);
}

#[test]
fn its_errors_are_the_usual_ones_and_nothing_is_repeated() {
    let error = |answers: Vec<_>| {
        let (result, sent) = shop().meets(answers, |client| client.call("getBindings.do", "{}"));
        assert_eq!(sent.len(), 1);
        result.unwrap_err()
    };
    let replied = |status: u16, body: &str| error(vec![Ok(super::support::reply(status, body))]);
    let denied = replied(200, r#"{"errorCode":"5","errorMessage":"Access denied for canary password"}"#);
    assert_eq!((denied.code().as_str(), denied.endpoint()), ("access_denied", Some("getBindings.do")));
    assert!(!denied.to_string().contains("canary"), "{denied}");
    for (status, body, code) in [
        (200, r#"{"errorCode":"2","errorMessage":"nothing found"}"#, "gateway_error"),
        (200, r#"{"error":{"code":10,"message":"wrong"},"success":false}"#, "gateway_error"),
        (502, "", "outcome_unknown"),
        (200, "<html>", "malformed_reply"),
        (404, r#""no""#, "malformed_reply"),
    ] {
        let error = replied(status, body);
        assert_eq!((error.code().as_str(), error.is_retryable()), (code, false), "{body}");
    }
    for failure in [Failure::Network, Failure::Timeout, Failure::Aborted] {
        assert_eq!(error(vec![Err(failure)]).code().as_str(), "outcome_unknown");
    }
}

#[test]
fn a_method_is_a_name_under_the_rest_root_and_not_one_of_ours() {
    for method in [
        "",
        "getBindings",
        ".do",
        "../getBindings.do",
        "a//b.do",
        "/a.do",
        "a.do?x=1",
        "a.do#",
        "a b.do",
        "https://evil.example/a.do",
        "a%2f.do",
        "a\\b.do",
        "..do",
        "a/../b.do",
        "a.do/",
    ] {
        let (result, sent) = shop().asks(&[], |client| client.call(method, "{}"));
        assert_eq!(sent.len(), 0);
        let why = result.unwrap_err().to_string();
        assert_eq!(
            why, "method: expected the name of a method under the REST root, such as \"getBindings.do\"",
            "{method}"
        );
    }
    for method in ["register.do", "refund.do", "REFUND.do", "deposit.do", "getOrderStatusExtended.do"] {
        let why = shop().asks(&[], |client| client.call(method, "{}")).0.unwrap_err().to_string();
        assert_eq!(why, "method: has a function of its own, which also checks its parameters; call that");
    }
    for name in ["userName", "password", "PASSWORD", "token"] {
        let why = shop().asks(&[], |client| client.call("a.do", &format!(r#"{{"{name}":"x"}}"#))).0.unwrap_err();
        assert_eq!(why.to_string(), format!("parameters.{name}: is taken from gateway; remove it"));
    }
}

const DUPLICATE: &str = r#"{"errorCode":"1","errorMessage":"Order number is duplicated"}"#;
const PATTERN: &str =
    r#""formUrlPattern":"https://epg.dskbank.bg/payment/merchants/shop/payment_{language}.html?mdOrder={orderId}""#;

/// R6.
#[test]
fn an_order_that_is_registered_and_unpaid_tells_its_payment_page() {
    let error = |more: &str, order_more: &str, state: i64| {
        let body = status("EUR", state, [0, 0, 0], "CREATED");
        let shop = Shop::at("dsk", &format!("{{{more}}}"));
        shop.asks(&[(200, DUPLICATE), (200, &body)], |client| client.register(&order("EUR", order_more))).0.unwrap_err()
    };
    let page = |language: &str| {
        Some(format!("https://epg.dskbank.bg/payment/merchants/shop/payment_{language}.html?mdOrder={ORDER_ID}"))
    };
    for (more, order_more, language) in [
        (PATTERN.to_owned(), "{}", "en"),
        (format!(r#"{PATTERN},"language":"bg""#), "{}", "bg"),
        (format!(r#"{PATTERN},"language":"bg","formUrlHosts":["epg.dskbank.bg"]"#), r#"{"language":"de"}"#, "de"),
    ] {
        let error = error(&more, order_more, 0);
        assert_eq!(
            (error.code().as_str(), error.form_url().map(str::to_owned)),
            ("already_registered", page(language))
        );
        assert!(error.to_string().contains("send the customer to the payment page in formUrl"));
    }
    assert_eq!(error(PATTERN, "{}", 5).form_url().map(str::to_owned), page("en"));
    for state in [1, 2, 3, 4, 6, 7, 12] {
        assert_eq!(error(PATTERN, "{}", state).form_url(), None, "{state}");
    }
    assert_eq!(error(r#""language":"en""#, "{}", 0).form_url(), None);
    assert_eq!(error(PATTERN, r#"{"amount":1}"#, 0).form_url(), None, "another order's page is not told");
}

#[test]
fn a_pattern_is_https_on_an_allowed_host_and_has_the_orders_id() {
    for (more, why) in [
        (r#""formUrlPattern":"https://pay.example/{language}""#, "does not contain {orderId}"),
        (r#""formUrlPattern":"http://pay.example/{orderId}""#, "uses http"),
        (r#""formUrlPattern":"http://127.0.0.1/{orderId}""#, "is http although the gateway is https"),
        (r#""formUrlPattern":"/pay/{orderId}""#, "is not an absolute URL"),
        (
            r#""formUrlPattern":"https://pay.example/{orderId}","formUrlHosts":["pay.dsk.example"]"#,
            "has a host that is not in gateway.formUrlHosts",
        ),
        (r#""formUrlPattern":"https://{orderId}.example/""#, "has an empty host"),
        (r#""formUrlPattern":5"#, "expected an absolute URL, got 5"),
    ] {
        let refused = super::gateway("dsk", &format!("{{{more}}}")).unwrap_err().to_string();
        assert!(refused.starts_with(&format!("gateway.formUrlPattern: {why}")), "{refused}");
    }
}
