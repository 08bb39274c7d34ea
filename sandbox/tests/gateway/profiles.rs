//! What each profile does differently, as bytes. Sources: "BPC REST reference", "Sber and Alfa manuals of the older
//! installations", "Sber e-commerce gateway manual", "Banca Transilvania iPay integration guide", "SATIM integration guide".

use bpc_sandbox::{Options, Profile, Request};
use serde_json::{Value, json};

use crate::bank::{ACCOUNT, Bank, START, encode, post};

/// A registration in the profile's own currency, with what its bank requires.
pub(crate) fn order(profile: Profile, number: &str) -> String {
    let currency = match profile {
        Profile::Classic => "810",
        Profile::Ecom => "643",
        Profile::Bt => "946",
        Profile::Satim => "012",
        Profile::Arca => "051",
        Profile::Credibanco => "170",
        Profile::Clictopay => "788",
        _ => "978",
    };
    let params = encode(match profile {
        Profile::Bt => r#"{"FORCE_3DS2":"true"}"#,
        Profile::Credibanco => r#"{"installments":"1","IVA.amount":"0"}"#,
        _ => r#"{"force_terminal_id":"E005","udf1":"u-1"}"#,
    });
    let bundle = match profile {
        Profile::Bt => format!("&orderBundle={}", encode(CUSTOMER)),
        _ => String::new(),
    };
    format!(
        "orderNumber={number}&amount=5000&currency={currency}&returnUrl=https%3A%2F%2Fs.example%2Fr&jsonParams={params}{bundle}"
    )
}

/// The least `orderBundle` of Banca Transilvania.
pub(crate) const CUSTOMER: &str = r#"{"customerDetails":{"email":"ana@shop.test","phone":"40740123456","billingInfo":{"country":"642","city":"Cluj","postAddress":"Strada 1"},"deliveryInfo":{"country":"040","city":"Wien","postAddress":"Ring 2"}}}"#;

fn masked(reply: &Value) -> (String, String) {
    let id = reply["orderId"].as_str().unwrap().to_owned();
    (reply.to_string().replace(&id, "first"), id)
}

#[test]
fn a_successful_registration_in_every_profile() {
    let page = "/payment/merchants/sandbox/payment";
    for (profile, expected) in [
        (Profile::Bpc, format!(r#"{{"orderId":"first","formUrl":"https://bank.test{page}_en.html?mdOrder=first"}}"#)),
        (Profile::Classic, format!(r#"{{"orderId":"first","formUrl":"https://bank.test{page}_ru.html?mdOrder=first"}}"#)),
        (Profile::Numeric, format!(r#"{{"errorCode":0,"orderId":"first","formUrl":"https://bank.test{page}_en.html?mdOrder=first"}}"#)),
        (
            Profile::Allstrings,
            format!(r#"{{"errorCode":"0","orderId":"first","formUrl":"https://bank.test{page}_en.html?mdOrder=first","errorMessage":"Success"}}"#),
        ),
        (
            Profile::Ecom,
            r#"{"errorCode":"0","externalParams":{"sbpPayload":"https://qr.sandbox.invalid/","sbolDeepLink":"sandbox://pay"},"orderId":"first","formUrl":"https://bank.test/pp/pay_ru?orderId=first","errorMessage":"Успешно"}"#.into(),
        ),
        (
            Profile::Bt,
            format!(r#"{{"errorCode":"0","orderId":"first","formUrl":"https://bank.test{page}_ro.html?mdOrder=first","errorMessage":"Success"}}"#),
        ),
        (
            Profile::Satim,
            r#"{"errorCode":0,"orderId":"first","formUrl":"https://bank.test/payment/epg/merchants/merchantsatim/payment.html?mdOrder=first&language=fr"}"#.into(),
        ),
        (
            Profile::Arca,
            format!(r#"{{"errorCode":0,"orderId":"first","formUrl":"https://bank.test{page}_hy.html?mdOrder=first","error":false}}"#),
        ),
        (
            Profile::Dsk,
            format!(r#"{{"errorCode":"0","orderId":"first","formUrl":"https://bank.test{page}_bg.html?mdOrder=first","errorMessage":"Success"}}"#),
        ),
        (Profile::Credibanco, format!(r#"{{"orderId":"first","formUrl":"https://bank.test{page}_es.html?mdOrder=first"}}"#)),
        (Profile::Clictopay, format!(r#"{{"orderId":"first","formUrl":"https://bank.test{page}_fr.html?mdOrder=first"}}"#)),
    ] {
        let mut bank = Bank::of(profile);
        let (text, id) = masked(&bank.json("register", &order(profile, "P-1")));
        assert_eq!(text, expected, "{}", profile.as_str());
        assert_eq!(id.len(), if profile == Profile::Satim { 20 } else { 36 });
        let url = expected.split("formUrl\":\"https://bank.test").nth(1).unwrap().split('"').next().unwrap().replace("first", &id);
        let page = bank.send(&Request::get(&url));
        assert!(page.status == 200 && page.text().contains("name=\"pan\""), "{}: {url} is a page", profile.as_str());
    }
}

#[test]
fn wrong_credentials_in_every_profile() {
    for (profile, status, body) in [
        (Profile::Bpc, 200, r#"{"errorCode":"5","errorMessage":"Access denied"}"#),
        (Profile::Classic, 200, r#"{"errorCode":"5","errorMessage":"Доступ запрещён"}"#),
        (Profile::Numeric, 200, r#"{"errorCode":5,"errorMessage":"Access denied"}"#),
        (Profile::Allstrings, 200, r#"{"errorCode":"5","errorMessage":"Access denied"}"#),
        (Profile::Ecom, 200, r#"{"errorCode":"5","errorMessage":"Доступ запрещён"}"#),
        (Profile::Bt, 401, r#"{"errorCode":"5","errorMessage":"Access denied"}"#),
        (Profile::Satim, 200, r#"{"errorCode":5,"errorMessage":"Access denied"}"#),
        (Profile::Arca, 200, r#"{"errorCode":5,"errorMessage":"Access denied","error":true}"#),
        (Profile::Dsk, 200, r#"{"errorCode":"5","errorMessage":"Access denied"}"#),
    ] {
        let mut bank = Bank::of(profile);
        for method in ["register", "getOrderStatusExtended", "refund"] {
            let form = format!("userName=test_user&password=no&orderId=x&{}", order(profile, "P-1"));
            let reply = bank.send(&post(profile, method, &form));
            assert_eq!((reply.status, reply.text().as_str()), (status, body), "{} {method}", profile.as_str());
        }
        // The calls whose replies have another shape have the same HTTP status.
        for method in ["getOrderStatus", "addParams", "getLastOrdersForMerchants", "deposit", "reverse", "decline"] {
            let reply = bank.send(&post(profile, method, "userName=test_user&password=no&orderId=x&language=en"));
            assert_eq!(reply.status, status, "{} {method}", profile.as_str());
            assert!(reply.text().contains("Access denied"), "{} {method}: {}", profile.as_str(), reply.text());
        }
    }
}

#[test]
fn types_of_a_paid_status_in_every_profile() {
    for (profile, code, status, amount, amounts_block) in [
        (Profile::Bpc, json!("0"), json!(2), json!(5000), true),
        (Profile::Classic, json!("0"), json!(2), json!(5000), true),
        (Profile::Numeric, json!(0), json!(2), json!(5000), true),
        (Profile::Allstrings, json!("0"), json!("2"), json!("5000"), true),
        (Profile::Ecom, json!("0"), json!(2), json!(5000), false),
        (Profile::Bt, json!("0"), json!(2), json!(5000), true),
        (Profile::Satim, json!("0"), json!(2), json!(5000), true),
    ] {
        let mut bank = Bank::of(profile);
        let (_, id) = masked(&bank.json("register", &order(profile, "P-1")));
        bank.pay(&id);
        let reply = bank.status(&id);
        assert_eq!(
            (&reply["errorCode"], &reply["orderStatus"], &reply["amount"]),
            (&code, &status, &amount),
            "{}",
            profile.as_str()
        );
        assert!(reply["currency"].is_string() && reply["attributes"][0]["value"] == id.as_str());
        assert_eq!(reply.get("paymentAmountInfo").is_some(), amounts_block, "{}", profile.as_str());
        assert_eq!(reply.get("bankInfo").is_some(), amounts_block, "{}", profile.as_str());
        assert_eq!(reply.get("operations").is_some(), profile == Profile::Ecom);
        assert_eq!(reply["cardAuthInfo"].get("maskedPan").is_some(), profile != Profile::Classic);
    }
}

#[test]
fn operation_replies_in_every_profile() {
    for (profile, body) in [
        (Profile::Bpc, r#"{"errorCode":0,"errorMessage":"Success"}"#),
        (Profile::Classic, r#"{"errorCode":"0","errorMessage":"Успешно"}"#),
        (Profile::Numeric, r#"{"errorCode":0,"errorMessage":"Success"}"#),
        (Profile::Allstrings, r#"{"errorCode":"0","errorMessage":"Success"}"#),
        (Profile::Ecom, r#"{"errorCode":"0","errorMessage":"Успешно"}"#),
        (Profile::Bt, r#"{"errorCode":"0","errorMessage":"Success"}"#),
        (Profile::Satim, r#"{"errorCode":0,"errorMessage":"Success"}"#),
    ] {
        let mut bank = Bank::of(profile);
        let (_, id) = masked(&bank.json("registerPreAuth", &order(profile, "P-1")));
        bank.pay(&id);
        assert_eq!(bank.call("deposit", &format!("orderId={id}&amount=0")), body, "{}", profile.as_str());
        assert_eq!(bank.code("deposit", &format!("orderId={id}&amount=0")), "7");
    }
}

#[test]
fn declines_and_ends_of_sessions_in_every_profile() {
    for (profile, declined, expired) in [
        (Profile::Bpc, "0/5", "6/-2014"),
        (Profile::Classic, "0/5", "6/-2007"),
        (Profile::Numeric, "0/5", "6/-2014"),
        (Profile::Ecom, "0/5", "6/-2007"),
        (Profile::Bt, "6/5", "6/-2007"),
        (Profile::Satim, "6/5", "6/-2007"),
        (Profile::Arca, "6/5", "6/-2007"),
        (Profile::Dsk, "6/5", "6/-2007"),
        (Profile::Credibanco, "0/5", "6/-2007"),
        (Profile::Clictopay, "6/5", "6/-2007"),
    ] {
        let mut bank = Bank::of(profile);
        let (_, tried) = masked(&bank.json("register", &order(profile, "P-1")));
        let (_, left) = masked(&bank.json("register", &order(profile, "P-2")));
        bank.type_card(&tried, "4000001111111126", "123", "");
        let state = |reply: Value| format!("{}/{}", reply["orderStatus"], reply["actionCode"]);
        assert_eq!(state(bank.status(&tried)), declined, "{}", profile.as_str());
        bank.now = START + 1_200_000;
        assert_eq!(state(bank.status(&left)), expired, "{}", profile.as_str());
    }
}

#[test]
fn classic_speaks_russian_as_text_with_a_cookie() {
    let mut bank = Bank::of(Profile::Classic);
    let reply = bank
        .send(&Request::post("/payment/rest/register.do", &format!("{ACCOUNT}&{}", order(Profile::Classic, "P-1"))));
    assert_eq!(reply.header("content-type"), Some("text/plain;charset=UTF-8"));
    assert!(reply.header("set-cookie").unwrap().starts_with("JSESSIONID="));
    assert!(
        bank.call("register", "orderNumber=P-2&amount=1&returnUrl=https%3A%2F%2Fs.example").contains("payment_ru.html")
    );
    let unknown = bank.call("getOrderStatusExtended", "orderId=nope");
    assert_eq!(
        unknown,
        r#"{"errorCode":"6","errorMessage":"Заказ не найден","merchantOrderParams":[],"attributes":[]}"#
    );
    let english = bank.call("getOrderStatusExtended", "orderId=nope&language=en");
    assert!(english.contains("Order not found"));
    let local = format!("{}&expirationDate=2026-11-23T08:14:01", order(Profile::Classic, "P-3"));
    let (_, id) = masked(&bank.json("register", &local));
    bank.now = START + 1000;
    assert_eq!(bank.status(&id)["orderStatus"], 6, "dates without zone are Moscow time");
}

#[test]
fn bt_takes_basic_and_tells_partial_refunds_apart() {
    let mut bank = Bank::of(Profile::Bt);
    let mut request = Request::post("/payment/rest/register.do", &order(Profile::Bt, "P-1"));
    request.headers.push(("Authorization".into(), "Basic dGVzdF91c2VyOnRlc3RfdXNlcl9wYXNzd29yZA==".into()));
    let (_, id) = masked(&serde_json::from_slice(&bank.send(&request).body).unwrap());
    request.headers = vec![("Authorization".into(), "Basic bm86bm8=".into())];
    assert_eq!(bank.send(&request).status, 401);
    let arrival = bank.pay(&id);
    let location = arrival.header("location").unwrap();
    assert!(
        location.contains("&token=") && location.contains("&approvalCode=") && !location.contains("lang="),
        "{location}"
    );
    bank.code("refund", &format!("orderId={id}&amount=2000"));
    assert_eq!(bank.status(&id)["orderStatus"], 7);
    bank.code("refund", &format!("orderId={id}&amount=0"));
    assert_eq!(bank.status(&id)["orderStatus"], 4);
    let params = &bank.status(&id)["merchantOrderParams"];
    assert_eq!(
        params.as_array().unwrap().last(),
        Some(&json!({ "name": "discountedAmount" })),
        "an entry without value"
    );
}

#[test]
fn satim_has_its_own_rules() {
    let mut bank = Bank::of(Profile::Satim);
    let long = order(Profile::Satim, "12345678901");
    assert_eq!(bank.call("register", &long), r#"{"errorCode":5,"errorMessage":"[orderNumber] is invalid"}"#);
    let cheap = order(Profile::Satim, "S-1").replace("amount=5000", "amount=4999");
    assert_eq!(bank.code("register", &cheap), "5");
    let bare = order(Profile::Satim, "S-1").split("&jsonParams").next().unwrap().to_owned();
    assert_eq!(bank.call("register", &bare), r#"{"errorCode":5,"errorMessage":"[force_terminal_id] is invalid"}"#);
    assert_eq!(bank.code("register", &format!("{bare}&jsonParams={}", encode(r#"{"force_terminal_id":"E"}"#))), "5");
}

#[test]
fn satims_acknowledgement() {
    let mut bank = Bank::of(Profile::Satim);
    let (_, id) = masked(&bank.json("register", &order(Profile::Satim, "S-1")));
    let ask = format!("mdOrder={id}&language=en");
    assert_eq!(
        bank.call("public/acknowledgeTransaction", &ask),
        r#"{"depositAmount":0,"currency":"012","actionCode":-100,"actionCodeDescription":"No payment attempt yet","ErrorCode":"0","ErrorMessage":"Success","OrderStatus":0,"OrderNumber":"S-1","Pan":"","Amount":5000,"Description":""}"#
    );
    bank.type_card(&id, "6280581110007215", "373", "");
    let paid = bank.json("public/acknowledgeTransaction", &ask);
    assert_eq!((&paid["ErrorCode"], &paid["OrderStatus"], &paid["actionCode"]), (&json!("0"), &json!(2), &json!(0)));
    assert_eq!(
        (&paid["params"]["respCode"], &paid["params"]["udf1"], &paid["SvfeResponse"]),
        (&json!("00"), &json!("u-1"), &json!("00"))
    );
    assert_eq!((&paid["depositAmount"], &paid["Pan"]), (&json!(5000), &json!("628058**7215")));
    for (number, pan, action, processing) in [
        ("S-2", "6280581110006712", 119, json!("37")),
        ("S-3", "6280580610061110", 116, json!("51")),
        ("S-4", "6280581110007017", 2003, Value::Null),
    ] {
        let (_, id) = masked(&bank.json("register", &order(Profile::Satim, number)));
        bank.type_card(&id, pan, "123", "");
        let reply = bank.json("public/acknowledgeTransaction", &format!("mdOrder={id}"));
        assert_eq!((&reply["ErrorCode"], &reply["OrderStatus"]), (&json!("2"), &json!(6)), "{pan}");
        assert_eq!((&reply["actionCode"], &reply["params"]["respCode"]), (&json!(action), &processing), "{pan}");
    }
    let unknown =
        bank.send(&Request::post("/payment/rest/public/acknowledgeTransaction.do", &format!("{ACCOUNT}&mdOrder=nope")));
    assert_eq!((unknown.status, unknown.text().as_str()), (401, r#""Transaction is not found""#));
    let denied = bank.send(&Request::post("/payment/rest/public/acknowledgeTransaction.do", &format!("mdOrder={id}")));
    assert_eq!((denied.status, denied.text().as_str()), (200, r#"{"ErrorCode":"5","ErrorMessage":"Access denied"}"#));
    let elsewhere =
        Bank::of(Profile::Bpc).send(&Request::post("/payment/rest/public/acknowledgeTransaction.do", ACCOUNT));
    assert_eq!(elsewhere.status, 404);
}

#[test]
fn the_older_status_has_capitalised_keys() {
    let mut bank = Bank::of(Profile::Classic);
    let (_, id) = masked(&bank.json("registerPreAuth", &order(Profile::Classic, "P-1")));
    let ask = format!("orderId={id}");
    assert_eq!(
        bank.call("getOrderStatus", &ask),
        r#"{"depositAmount":0,"currency":"810","ErrorCode":"0","ErrorMessage":"Успешно","OrderStatus":0,"OrderNumber":"P-1","Pan":"","Amount":5000}"#
    );
    bank.pay(&id);
    bank.code("deposit", &format!("{ask}&amount=100"));
    let mut paid = bank.json("getOrderStatus", &ask);
    assert_eq!(paid["approvalCode"].as_str().unwrap().len(), 6);
    paid["approvalCode"] = "000000".into();
    assert_eq!(
        paid.to_string(),
        r#"{"expiration":"203412","cardholderName":"TEST HOLDER","approvalCode":"000000","depositAmount":100,"currency":"810","authCode":2,"ErrorCode":"0","ErrorMessage":"Успешно","OrderStatus":2,"OrderNumber":"P-1","Pan":"555555**5599","Amount":5000,"Ip":"192.0.2.1"}"#
    );
    assert_eq!(bank.call("getOrderStatus", "orderId=nope"), r#"{"ErrorCode":"6","ErrorMessage":"Заказ не найден"}"#);
    assert_eq!(bank.json("getOrderStatus", "language=en")["ErrorCode"], "5");
}

#[test]
fn parameters_are_added_later() {
    let mut bank = Bank::of(Profile::Bpc);
    let (_, id) = masked(&bank.json("register", &order(Profile::Bpc, "P-1")));
    let params = encode(r#"{"udf1":"changed","late":1}"#);
    assert_eq!(
        bank.call("addParams", &format!("orderId={id}&params={params}")),
        r#"{"errorCode":0,"errorMessage":"Success"}"#
    );
    let names = bank.status(&id)["merchantOrderParams"].to_string();
    assert_eq!(
        names,
        r#"[{"name":"force_terminal_id","value":"E005"},{"name":"udf1","value":"changed"},{"name":"late","value":"1"}]"#
    );
    assert_eq!(
        bank.call("addParams", &format!("orderId=nope&params={params}")),
        r#"{"errorCode":6,"errorMessage":"Order not found"}"#
    );
    assert_eq!(
        bank.call("addParams", &format!("orderId={id}&params=x")),
        r#"{"errorCode":5,"errorMessage":"[params] is invalid"}"#
    );
    let many: Vec<String> = (0..199).map(|at| format!("\"k{at}\":1")).collect();
    let many = encode(&format!("{{{}}}", many.join(",")));
    assert_eq!(bank.code("addParams", &format!("orderId={id}&params={many}")), "5", "within limits");
}

#[test]
fn the_last_orders_by_page() {
    let mut bank = Bank::new(Options::default());
    let ids: Vec<String> = (0..3)
        .map(|at| {
            bank.now = START + at * 60_000;
            masked(&bank.json("register", &order(Profile::Bpc, &format!("L-{at}")))).1
        })
        .collect();
    bank.pay(ids.first().unwrap());
    let ask = "from=20261123051400&to=20261123051500&size=1&page=0&transactionStates=CREATED,DEPOSITED&merchants=&searchByCreatedDate=true";
    let reply = bank.json("getLastOrdersForMerchants", ask);
    assert_eq!(
        (&reply["errorCode"], &reply["totalCount"], &reply["page"], &reply["pageSize"]),
        (&json!(0), &json!(2), &json!(0), &json!(1))
    );
    assert_eq!(reply["orderStatuses"].as_array().unwrap().len(), 1);
    assert_eq!(
        (&reply["orderStatuses"][0]["errorCode"], &reply["orderStatuses"][0]["orderNumber"]),
        (&json!("0"), &json!("L-1"))
    );
    let second = bank.json("getLastOrdersForMerchants", &ask.replace("page=0", "page=1"));
    assert_eq!(second["orderStatuses"][0]["orderNumber"], "L-0");
    let by_payment = bank.json("getLastOrdersForMerchants", &ask.replace("true", "false"));
    assert_eq!(by_payment["totalCount"], 1, "L-0 was paid later");
    for bad in ["size=1", "size=0", "from=20261123051400", "transactionStates=CREATED"] {
        let form = ask.replace(bad, if bad == "size=1" { "size=201" } else { "" });
        let reply = bank.call("getLastOrdersForMerchants", &form);
        assert_eq!(reply.contains(r#""errorCode":5"#), bad != "size=0", "{bad}: {reply}");
    }
    for bad in [ask.replace("size=1", "size=+1"), ask.replace("page=0", "page=+0")] {
        let bad = bad.replace('+', "%2B");
        assert!(bank.call("getLastOrdersForMerchants", &bad).contains(r#""errorCode":5"#), "{bad}");
    }
    let refused = bank.call("getLastOrdersForMerchants", "size=1");
    assert!(refused.ends_with(r#""orderStatuses":[],"totalCount":0,"page":0,"pageSize":0}"#), "{refused}");
}

#[test]
fn satim_reverses_a_payment_that_is_not_acknowledged() {
    let options = Options { acknowledge_secs: Some(300), ..Options::of(Profile::Satim) };
    let mut bank = Bank::new(options);
    let mut paid = |number: &str| {
        let (_, id) = masked(&bank.json("register", &order(Profile::Satim, number)));
        bank.type_card(&id, "6280581110007215", "373", "");
        id
    };
    let (acknowledged, forgotten) = (paid("S-1"), paid("S-2"));
    bank.json("public/acknowledgeTransaction", &format!("mdOrder={acknowledged}"));
    bank.now = START + 300_000 - 1;
    assert_eq!(bank.status(&forgotten)["orderStatus"], 2);
    bank.now += 1;
    assert_eq!(
        (&bank.status(&forgotten)["orderStatus"], &bank.status(&acknowledged)["orderStatus"]),
        (&json!(3), &json!(2))
    );
    assert_eq!(bank.status(&forgotten)["paymentAmountInfo"]["approvedAmount"], 0);
}
