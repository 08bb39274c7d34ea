//! Replies as bytes: key order, types, what is left out. Sources: "BPC REST reference" (register.do,
//! getOrderStatusExtended.do); the values are ours.

use bpc_sandbox::{Options, Profile, Request};

use crate::bank::{ACCOUNT, Bank, ORDER, START, encode};

/// The ids of the default seed.
const FIRST_ID: &str = "first";

fn without_ids(text: &str, id: &str) -> String {
    text.replace(id, FIRST_ID)
}

#[test]
fn a_successful_registration_has_no_error_code() {
    let mut bank = Bank::of(Profile::Bpc);
    let text = bank.call("register", &format!("orderNumber=A-1&{ORDER}"));
    let id = text.get(12..48).unwrap().to_owned();
    assert_eq!(
        without_ids(&text, &id),
        r#"{"orderId":"first","formUrl":"https://bank.test/payment/merchants/sandbox/payment_en.html?mdOrder=first"}"#
    );
    let shape: Vec<usize> = id.split('-').map(str::len).collect();
    assert_eq!(shape, [8, 4, 4, 4, 12], "{id}");
    assert_eq!(id.chars().nth(14), Some('7'), "{id}");
}

#[test]
fn the_seed_decides_the_ids() {
    let id = |seed| Bank::new(Options { seed, ..Options::default() }).register("A-1");
    assert_eq!(id(7), id(7));
    assert_ne!(id(7), id(8));
}

#[test]
fn an_untouched_order() {
    let mut bank = Bank::of(Profile::Bpc);
    let json_params = "jsonParams=%7B%22cart%22%3A7%2C%22gift%22%3Atrue%2C%22note%22%3Anull%7D";
    let reply = bank.json("register", &format!("orderNumber=A-1&{ORDER}&description=Two+mugs&{json_params}"));
    let id = reply["orderId"].as_str().unwrap();
    let text = bank.call("getOrderStatusExtended", &format!("orderId={id}"));
    assert_eq!(
        without_ids(&text, id),
        concat!(
            r#"{"errorCode":"0","errorMessage":"Success","orderNumber":"A-1","orderStatus":0,"actionCode":-100,"#,
            r#""actionCodeDescription":"No payment attempt yet","amount":2000,"currency":"978","date":1795410840000,"#,
            r#""orderDescription":"Two mugs","merchantOrderParams":[{"name":"cart","value":"7"},"#,
            r#"{"name":"gift","value":"true"},{"name":"note"}],"transactionAttributes":[],"#,
            r#""attributes":[{"name":"mdOrder","value":"first"}],"#,
            r#""paymentAmountInfo":{"paymentState":"CREATED","approvedAmount":0,"depositedAmount":0,"refundedAmount":0,"#,
            r#""feeAmount":0,"totalAmount":2000},"#,
            r#""bankInfo":{"bankCountryCode":"UNKNOWN","bankCountryName":"<Неизвестно>"},"chargeback":false}"#
        )
    );
}

#[test]
fn a_paid_order() {
    let mut bank = Bank::of(Profile::Bpc);
    let id = bank.register("A-1");
    bank.now = START + 5000;
    bank.pay(&id);
    let mut status = bank.status(&id);
    let digits =
        |value: &serde_json::Value| value.as_str().is_some_and(|text| text.bytes().all(|b| b.is_ascii_digit()));
    assert!(digits(&status["authRefNum"]) && status["authRefNum"].as_str().unwrap().len() == 12);
    assert!(digits(&status["cardAuthInfo"]["approvalCode"]));
    status["authRefNum"] = "000000000000".into();
    status["cardAuthInfo"]["approvalCode"] = "000000".into();
    assert_eq!(
        without_ids(&status.to_string(), &id),
        concat!(
            r#"{"errorCode":"0","errorMessage":"Success","orderNumber":"A-1","orderStatus":2,"actionCode":0,"#,
            r#""actionCodeDescription":"","amount":2000,"currency":"978","date":1795410840000,"#,
            r#""depositedDate":1795410845000,"orderDescription":"","ip":"192.0.2.1","merchantOrderParams":[],"#,
            r#""transactionAttributes":[],"attributes":[{"name":"mdOrder","value":"first"}],"#,
            r#""cardAuthInfo":{"maskedPan":"555555**5599","expiration":"203412","cardholderName":"TEST HOLDER","#,
            r#""approvalCode":"000000","paymentSystem":"MASTERCARD","productCategory":"DEBIT","#,
            r#""secureAuthInfo":{"eci":2,"authTypeIndicator":"3","threeDSProtocolVersion":"2.2.0","aresTransStatus":"C"},"#,
            r#""pan":"555555**5599"},"authDateTime":1795410845000,"terminalId":"10000001","authRefNum":"000000000000","#,
            r#""paymentWay":"CARD","paymentAmountInfo":{"paymentState":"DEPOSITED","approvedAmount":2000,"#,
            r#""depositedAmount":2000,"refundedAmount":0,"feeAmount":0,"totalAmount":2000},"#,
            r#""bankInfo":{"bankName":"TEST CARD","bankCountryCode":"UNKNOWN","bankCountryName":"<UNKNOWN>"},"#,
            r#""chargeback":false}"#
        )
    );
}

#[test]
fn older_versions_lack_what_came_later() {
    for (version, present, absent) in [
        (0, "cardAuthInfo", "authDateTime"),
        (2, "authRefNum", "paymentAmountInfo"),
        (3, "bankInfo", "chargeback"),
        (8, "chargeback", "paymentWay"),
        (9, "paymentWay", "depositedDate"),
        (13, "depositedDate", "transactionAttributes"),
        (32, "transactionAttributes", "displayErrorMessage"),
        (46, "displayErrorMessage", "neverAField"),
    ] {
        let mut bank = Bank::new(Options { response_version: Some(version), ..Options::default() });
        let id = bank.register("A-1");
        bank.pay(&id);
        let status = bank.status(&id);
        assert!(status.get(present).is_some(), "version {version} has {present}");
        assert!(status.get(absent).is_none(), "version {version} has no {absent}");
    }
}

#[test]
fn parameters_come_from_query_or_form_by_get_or_post() {
    let mut bank = Bank::of(Profile::Bpc);
    let target = |number: &str| format!("/payment/rest/register.do?{ACCOUNT}&orderNumber={number}&{ORDER}");
    let json_type = |mut request: Request| {
        request.headers = vec![("Content-Type".into(), "application/json".into())];
        request
    };
    for request in [
        Request::get(&target("G-1")),
        Request::post(&target("G-2"), ""),
        json_type(Request::post(&target("G-3"), "")),
        Request::post("/payment/rest/register.do?orderNumber=G-4", &format!("{ACCOUNT}&{ORDER}")),
    ] {
        let reply = bank.send(&request);
        assert!(reply.text().starts_with("{\"orderId\":"), "{request:?}: {}", reply.text());
        assert_eq!(reply.header("content-type"), Some("application/json;charset=UTF-8"));
        assert_eq!(reply.header("cache-control"), Some("no-store"));
    }
}

#[test]
fn the_vendors_first_example_needs_no_order_number() {
    let mut bank = Bank::of(Profile::Bpc);
    let form = "amount=2000&currency=978&userName=test_user&password=test_user_password\
                &returnUrl=https%3A%2F%2Fmybestmerchantreturnurl.com&description=my_first_order&language=en";
    let reply = bank.send(&Request::post("/payment/rest/register.do", form));
    assert!(reply.text().starts_with("{\"orderId\":"), "{}", reply.text());
    assert_eq!(bank.sandbox.orders(START).first().unwrap().order_number.len(), 10);
}

#[test]
fn a_status_is_found_by_either_id_and_order_id_wins() {
    let mut bank = Bank::of(Profile::Bpc);
    let first = bank.register("A-1");
    bank.register("A-2");
    assert_eq!(bank.json("getOrderStatusExtended", "orderNumber=A-2")["orderNumber"], "A-2");
    let both = bank.json("getOrderStatusExtended", &format!("orderId={first}&orderNumber=A-2"));
    assert_eq!(both["orderNumber"], "A-1");
}

#[test]
fn the_cart_and_the_payer_come_back() {
    let mut bank = Bank::of(Profile::Bpc);
    let bundle = r#"{"cartItems":{"items":[{"positionId":1,"name":"mug","quantity":{"value":2,"measure":"pcs"},"itemPrice":1000,"itemAmount":2000}]}}"#;
    let encoded = encode(bundle);
    let reply = bank
        .json("register", &format!("orderNumber=A-1&{ORDER}&orderBundle={encoded}&email=a%40b.c&phone=79000000000"));
    let status = bank.status(reply["orderId"].as_str().unwrap());
    assert_eq!(status["orderBundle"].to_string(), bundle);
    assert_eq!(status["payerData"].to_string(), r#"{"email":"a@b.c","phone":"79000000000"}"#);
}
