//! Several accounts in one sandbox, each with orders, numbers and a profile of its own.

use bpc_sandbox::{Merchant, Options, Profile, Request};

use crate::bank::{Bank, ORDER};
use crate::profiles::order;

fn merchant(name: &str, profile: Profile) -> Merchant {
    let token = format!("{name}_token");
    Merchant { user_name: name.into(), password: "secret".into(), token, profile: Some(profile), ..Merchant::default() }
}

fn bank() -> Bank {
    let merchants =
        vec![merchant("numbers", Profile::Numeric), merchant("bank_t", Profile::Bt), merchant("json", Profile::Ecom)];
    Bank::new(Options { merchants, ..Options::default() })
}

fn send(bank: &mut Bank, call: &str, form: &str) -> String {
    bank.send(&Request::post(&format!("/payment/rest/{call}.do"), form)).text()
}

#[test]
fn each_is_answered_in_its_own_profile() {
    let mut bank = bank();
    let numbers = send(&mut bank, "register", &format!("userName=numbers&password=secret&orderNumber=1&{ORDER}"));
    assert!(numbers.starts_with(r#"{"errorCode":0,"orderId""#), "{numbers}");
    let denied =
        send(&mut bank, "register", &format!("userName=numbers&password=test_user_password&orderNumber=2&{ORDER}"));
    assert_eq!(denied, r#"{"errorCode":5,"errorMessage":"Access denied"}"#, "one account's password is not another's");
    let token = send(&mut bank, "register", &format!("token=numbers_token&orderNumber=3&{ORDER}"));
    assert!(token.starts_with(r#"{"errorCode":0"#), "{token}");
    let mut basic = Request::post("/payment/rest/register.do", &order(Profile::Bt, "1"));
    basic.headers.push(("Authorization".into(), "Basic YmFua190OnNlY3JldA==".into()));
    assert!(bank.send(&basic).text().starts_with(r#"{"errorCode":"0","orderId""#));
    let body =
        r#"{"userName":"json","password":"secret","orderNumber":"1","amount":1,"returnUrl":"https://s.example"}"#;
    let mut json = Request::post("/ecomm/gw/partner/api/v1/register.do", body);
    json.headers = vec![("content-type".into(), "application/json".into())];
    assert!(bank.send(&json).text().contains("externalParams"));
}

#[test]
fn numbers_and_orders_are_each_ones_own() {
    let mut bank = bank();
    let id = bank.register("1");
    let theirs = send(&mut bank, "register", &format!("userName=numbers&password=secret&orderNumber=1&{ORDER}"));
    assert!(theirs.contains("orderId"), "the same number again: {theirs}");
    for ask in [format!("orderId={id}"), "orderNumber=none".into()] {
        let reply = send(&mut bank, "getOrderStatusExtended", &format!("userName=numbers&password=secret&{ask}"));
        assert!(reply.starts_with(r#"{"errorCode":6,"#), "{reply}");
    }
    for call in ["deposit", "refund", "reverse"] {
        let reply = send(&mut bank, call, &format!("userName=numbers&password=secret&orderId={id}&amount=0"));
        assert!(reply.starts_with(r#"{"errorCode":6,"#), "{call}: {reply}");
    }
    let list = "from=20261123051400&to=20261123051500&size=10&transactionStates=CREATED&searchByCreatedDate=true";
    let reply = send(&mut bank, "getLastOrdersForMerchants", &format!("userName=numbers&password=secret&{list}"));
    assert!(reply.contains(r#""totalCount":1"#), "{reply}");
}
