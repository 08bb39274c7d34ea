//! What each bank demands and does, as strictly as the bank: refusals first. Sources: "Banca Transilvania iPay", "SATIM
//! integration guide", specification of the Sber e-commerce gateway, "DSK Bank e-commerce guide", "Credibanco
//! Manual REST", replies of `ArCa` and `ClicToPay`.

use bpc_sandbox::{Callback, Callbacks, Fault, FaultKind, Method, Options, Payment, PaymentError, Profile, Request};
use serde_json::{Value, json};

use crate::bank::{ACCOUNT, Bank, START, encode, json_request, post};
use crate::profiles::{CUSTOMER, order};

/// Registers an order with what the bank requires, and gives its id.
fn registered(bank: &mut Bank, profile: Profile, number: &str) -> String {
    id_of(&bank.json("register", &order(profile, number)))
}

#[track_caller]
fn id_of(reply: &Value) -> String {
    reply["orderId"].as_str().unwrap_or_else(|| panic!("{reply}")).to_owned()
}

/// The order of a profile with one field replaced, or left out.
fn with(profile: Profile, field: &str, value: Option<&str>) -> String {
    let whole = order(profile, "B-1");
    let others = whole.split('&').filter(|pair| !pair.starts_with(&format!("{field}=")));
    let mut form: Vec<String> = others.map(str::to_owned).collect();
    form.extend(value.map(|value| format!("{field}={}", encode(value))));
    form.join("&")
}

fn notified(profile: Profile, callbacks: Callbacks) -> Bank {
    let callbacks = Callbacks { url: Some("https://shop.example/bank".into()), ..callbacks };
    Bank::new(Options { callbacks, ..Options::of(profile) })
}

fn first_callback(bank: &mut Bank) -> Callback {
    bank.sandbox.take_callbacks(bank.now).into_iter().next().unwrap()
}

// Banca Transilvania

#[test]
fn bt_refuses_an_order_without_the_customer() {
    let details = |replaced: &str, by: &str| CUSTOMER.replace(replaced, by);
    for (bundle, text) in [
        (None, "[orderBundle] is empty"),
        (Some("no".to_owned()), "[orderBundle] is invalid"),
        (Some("{}".into()), "[orderBundle.customerDetails] is empty"),
        (Some(details(r#""email":"ana@shop.test","#, "")), "[orderBundle.customerDetails.email] is empty"),
        (Some(details("ana@shop.test", "ana")), "[orderBundle.customerDetails.email] is invalid"),
        (Some(details(r#""phone":"40740123456","#, "")), "[orderBundle.customerDetails.phone] is empty"),
        (Some(details("40740123456", "+40740123456")), "[orderBundle.customerDetails.phone] is invalid"),
        (Some(details("billingInfo", "otherInfo")), "[orderBundle.customerDetails.billingInfo] is empty"),
        (Some(details("\"642\"", "\"RO\"")), "[orderBundle.customerDetails.billingInfo.country] is invalid"),
        (Some(details(r#""city":"Cluj","#, "")), "[orderBundle.customerDetails.billingInfo.city] is empty"),
        (Some(details("Strada 1", " ")), "[orderBundle.customerDetails.billingInfo.postAddress] is empty"),
        (Some(details("deliveryInfo", "otherInfo")), "[orderBundle.customerDetails.deliveryInfo] is empty"),
        (Some(details(r#""city":"Wien","#, "")), "[orderBundle.customerDetails.deliveryInfo.city] is empty"),
        (Some(details("\"040\"", "40")), "[orderBundle.customerDetails.deliveryInfo.country] is invalid"),
    ] {
        let mut bank = Bank::of(Profile::Bt);
        let reply = bank.json("register", &with(Profile::Bt, "orderBundle", bundle.as_deref()));
        assert_eq!(reply["errorCode"], "8", "{bundle:?}: {reply}");
        assert!(reply["errorMessage"].as_str().unwrap().starts_with(text), "{bundle:?}: {reply}");
        assert!(bank.sandbox.orders(START).is_empty());
    }
    let numeric = CUSTOMER.replace("\"642\"", "642");
    let reply = Bank::of(Profile::Bt).json("register", &with(Profile::Bt, "orderBundle", Some(&numeric)));
    assert_eq!(reply["errorCode"], "0", "a country as a number: {reply}");
}

#[test]
fn bt_refuses_what_breaks_its_processing() {
    let long = |count: usize| "x".repeat(count);
    for (field, value) in [
        ("orderNumber", long(33)),
        ("orderNumber", "A%1".into()),
        ("orderNumber", "A+1".into()),
        ("orderNumber", "A\r1".into()),
        ("description", "50 % off".into()),
        ("description", "mug + cup".into()),
        ("description", "two\nlines".into()),
        ("description", long(513)),
        ("email", format!("{}@shop.test", long(245))),
        ("childId", long(101)),
        ("installment", "0".into()),
        ("installment", "+3".into()),
        ("recurrenceEndDate", "2027-01-31".into()),
    ] {
        let mut bank = Bank::of(Profile::Bt);
        let reply = bank.call("register", &with(Profile::Bt, field, Some(&value)));
        assert_eq!(reply, format!(r#"{{"errorCode":"5","errorMessage":"[{field}] is invalid"}}"#), "{value:?}");
    }
    for params in [None, Some("{}"), Some(r#"{"FORCE_3DS2":"false"}"#)] {
        let reply = Bank::of(Profile::Bt).call("register", &with(Profile::Bt, "jsonParams", params));
        assert_eq!(reply, r#"{"errorCode":"5","errorMessage":"[FORCE_3DS2] is invalid"}"#, "{params:?}");
    }
    for (field, value) in [
        ("orderNumber", long(32)),
        ("email", format!("{}@shop.test", long(200))),
        ("description", long(512)),
        ("installment", "3".into()),
        ("recurrenceEndDate", "20270131".into()),
        ("jsonParams", r#"{"FORCE_3DS2":true}"#.into()),
    ] {
        let reply = Bank::of(Profile::Bt).json("register", &with(Profile::Bt, field, Some(&value)));
        assert_eq!(reply["errorCode"], "0", "{field}={value}: {reply}");
    }
}

#[test]
fn a_lenient_profile_refuses_what_every_installation_refuses() {
    for profile in [Profile::Bt, Profile::Satim, Profile::Credibanco] {
        let mut bank = Bank::new(Options { strict: false, ..Options::of(profile) });
        let bare = "orderNumber=B-1&amount=5000&returnUrl=https%3A%2F%2Fs.example";
        assert!(bank.json("register", bare)["orderId"].is_string(), "{}", profile.as_str());
        assert_eq!(bank.code("register", "orderNumber=B-2&amount=x&returnUrl=https%3A%2F%2Fs.example"), "5");
    }
    let mut ecom = Bank::new(Options { strict: false, ..Options::of(Profile::Ecom) });
    let form = format!("{ACCOUNT}&{}", order(Profile::Ecom, "B-1"));
    assert!(ecom.send(&Request::post("/payment/rest/register.do", &form)).text().contains("orderId"));
}

#[test]
fn bt_can_demand_the_header() {
    let mut bank = Bank::new(Options { basic_login_only: true, ..Options::of(Profile::Bt) });
    for method in ["register", "getOrderStatusExtended", "getOrderStatus", "refund", "addParams"] {
        for account in [ACCOUNT, "token=test_token", ""] {
            let form = format!("{account}&orderId=x&{}", order(Profile::Bt, "B-1"));
            let reply = bank.send(&post(Profile::Bt, method, &form));
            assert_eq!((reply.status, reply.text().contains("Access denied")), (401, true), "{method} {account}");
        }
    }
    let mut bare = Bank::of(Profile::Bt).send(&post(Profile::Bt, "register", &order(Profile::Bt, "B-1")));
    assert_eq!((bare.status, bare.text().contains("Access denied")), (401, true), "no login at all");
    bare = Bank::of(Profile::Bpc).send(&post(Profile::Bpc, "register", &order(Profile::Bpc, "B-1")));
    assert_eq!((bare.status, bare.text().contains("[userName] is empty")), (200, true));
    let mut request = post(Profile::Bt, "register", &order(Profile::Bt, "B-1"));
    request.headers.push(("authorization".into(), "Basic dGVzdF91c2VyOnRlc3RfdXNlcl9wYXNzd29yZA==".into()));
    assert_eq!((bank.send(&request).status, bank.sandbox.orders(START).len()), (200, 1));
    let mut elsewhere = Bank::new(Options { basic_login_only: true, ..Options::default() });
    elsewhere.register("A-1");
}

#[test]
fn bt_counts_points_as_a_part_of_the_payment() {
    let mut bank = Bank::of(Profile::Bt);
    for bad in ["+1", "-1", "x", "5001"] {
        let params = format!(r#"{{"FORCE_3DS2":"true","loyaltyAmount":"{bad}"}}"#);
        let reply = bank.call("register", &with(Profile::Bt, "jsonParams", Some(&params)));
        assert_eq!(reply, r#"{"errorCode":"5","errorMessage":"[loyaltyAmount] is invalid"}"#, "{bad}");
    }
    let params = r#"{"FORCE_3DS2":"true","loyaltyAmount":"2000"}"#;
    let id = id_of(&bank.json("register", &with(Profile::Bt, "jsonParams", Some(params))));
    assert_eq!(bank.status(&id)["amount"], 5000, "nobody has paid yet");
    bank.pay(&id);
    let status = bank.status(&id);
    assert_eq!((&status["orderStatus"], &status["amount"]), (&json!(2), &json!(3000)));
    assert_eq!(status["paymentAmountInfo"]["depositedAmount"], 3000);
    assert_eq!(status["merchantOrderParams"][1], json!({ "name": "loyaltyAmount", "value": "2000" }));
    let refund =
        |bank: &mut Bank, flag: &str| bank.code("refund", &format!("orderId={id}&amount=0&refundLoyalty={flag}"));
    assert_eq!((refund(&mut bank, "yes").as_str(), refund(&mut bank, "true").as_str()), ("5", "0"));
    assert_eq!(bank.state(&id), "4/0 REFUNDED 3000/0/3000");
    let history = bank.sandbox.orders(START).remove(0).history;
    assert_eq!(history.last().unwrap().what, "points refunded: 2000");
}

/// The parts of a compact JWS as JSON, and its signature.
fn parts(token: &str) -> (Value, Value, String) {
    let parts: Vec<&str> = token.split('.').collect();
    let [head, claims, signature] = parts[..] else { panic!("{token}") };
    let read = |part: &str| {
        let bits = part.bytes().flat_map(|byte| {
            let alphabet = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
            let value = alphabet.iter().position(|known| *known == byte).unwrap();
            (0..6).rev().map(move |bit| value >> bit & 1)
        });
        let bits: Vec<usize> = bits.collect();
        let bytes = bits.chunks_exact(8).map(|bits| bits.iter().fold(0, |byte, bit| byte << 1 | bit));
        serde_json::from_slice(&bytes.map(|byte| u8::try_from(byte).unwrap()).collect::<Vec<u8>>()).unwrap()
    };
    (read(head), read(claims), signature.to_owned())
}

#[test]
fn a_jwt_of_bt_has_the_claims_and_the_faults() {
    let token = |kinds: &[FaultKind]| {
        let mut bank = notified(Profile::Bt, Callbacks { secret: "a2V5".into(), ..Callbacks::default() });
        let id = registered(&mut bank, Profile::Bt, "B-1");
        bank.pay(&id);
        for kind in kinds {
            bank.sandbox.inject_fault(Fault::once(*kind)).unwrap();
        }
        (first_callback(&mut bank).body.unwrap(), id)
    };
    let (good, id) = token(&[]);
    let (head, claims, signature) = parts(&good);
    assert_eq!(head, json!({ "alg": "HS256" }));
    assert_eq!(claims["exp"].as_u64().unwrap() - claims["iat"].as_u64().unwrap(), 300);
    let payload = &claims["payload"];
    for (name, value) in [
        ("mdOrder", id.as_str()),
        ("orderNumber", "B-1"),
        ("operation", "deposited"),
        ("status", "1"),
        ("actionCode", "0"),
        ("eci", "02"),
    ] {
        assert_eq!(payload[name], value, "{claims}");
    }
    let reversed: String = signature.chars().rev().collect();
    assert_eq!(parts(&token(&[FaultKind::CallbackWrongChecksum]).0).2, reversed);
    assert_eq!(parts(&token(&[FaultKind::CallbackStatusZero]).0).1["payload"]["status"], "0");
    let unknown = parts(&token(&[FaultKind::CallbackUnknownOrder]).0).1;
    assert!(unknown["payload"]["mdOrder"].as_str().unwrap().starts_with("00000000-"));
}

// SATIM

#[test]
fn satim_requires_the_currency_and_its_own_parameters() {
    let refused = |form: &str| Bank::of(Profile::Satim).call("register", form);
    assert_eq!(
        refused(&with(Profile::Satim, "currency", None)),
        r#"{"errorCode":4,"errorMessage":"[currency] is empty"}"#
    );
    for (params, name) in [
        (r#"{"udf1":"1"}"#.to_owned(), "force_terminal_id"),
        (r#"{"force_terminal_id":"","udf1":"1"}"#.into(), "force_terminal_id"),
        (r#"{"force_terminal_id":"E1"}"#.into(), "udf1"),
        (format!(r#"{{"force_terminal_id":"E1","udf1":"{}"}}"#, "1".repeat(21)), "udf1"),
        (format!(r#"{{"force_terminal_id":"E1","udf1":"1","udf5":"{}"}}"#, "1".repeat(21)), "udf5"),
    ] {
        let expected = format!(r#"{{"errorCode":5,"errorMessage":"[{name}] is invalid"}}"#);
        assert_eq!(refused(&with(Profile::Satim, "jsonParams", Some(&params))), expected, "{params}");
    }
    let empty = r#"{"force_terminal_id":"E1","udf1":"1","udf2":""}"#;
    assert!(refused(&with(Profile::Satim, "jsonParams", Some(empty))).contains("formUrl"));
}

/// Their guides list the languages. 5 is the code of a wrong value.
#[test]
fn satim_and_ecom_take_no_language_but_their_own() {
    for (profile, taken, others) in [
        (Profile::Satim, &["fr", "AR", "en"][..], ["he", "ru", "de"]),
        (Profile::Ecom, &["ru", "EN"], ["fr", "de", "ar"]),
    ] {
        let code = |bank: &mut Bank, tag: &str| bank.code("register", &with(profile, "language", Some(tag)));
        for tag in taken {
            assert_ne!(code(&mut Bank::of(profile), tag), "5", "{tag}");
        }
        for tag in others {
            assert_eq!(code(&mut Bank::of(profile), tag), "5", "{tag}");
        }
        let mut lenient = Bank::new(Options { strict: false, ..Options::of(profile) });
        assert_ne!(code(&mut lenient, "de"), "5", "another gateway has German");
    }
    let refused = Bank::of(Profile::Satim).call("register", &with(Profile::Satim, "language", Some("de")));
    assert_eq!(refused, r#"{"errorCode":5,"errorMessage":"[language] is invalid"}"#);
}

#[test]
fn satim_gives_back_what_nobody_acknowledges() {
    let paid = |bank: &mut Bank, number: &str| {
        let id = registered(bank, Profile::Satim, number);
        bank.type_card(&id, "6280581110007215", "373", "");
        id
    };
    let mut bank = Bank::of(Profile::Satim);
    let (acknowledged, forgotten) = (paid(&mut bank, "S-1"), paid(&mut bank, "S-2"));
    for _ in 0..2 {
        let reply = bank.json("public/acknowledgeTransaction", &format!("mdOrder={acknowledged}"));
        assert_eq!(reply["ErrorCode"], "0", "once and again");
    }
    bank.now = START + 600_000 - 1;
    assert_eq!(bank.state(&forgotten), "2/0 DEPOSITED 5000/5000/0");
    bank.now += 1;
    assert_eq!(bank.state(&forgotten), "3/0 REVERSED 0/0/0");
    assert_eq!(bank.state(&acknowledged), "2/0 DEPOSITED 5000/5000/0");
    let history = bank.sandbox.orders(bank.now).into_iter().find(|order| order.order_id == forgotten).unwrap().history;
    assert_eq!(history.last().unwrap().what, "given back: not acknowledged in time");

    let mut never = Bank::new(Options { acknowledge_secs: Some(0), ..Options::of(Profile::Satim) });
    let id = paid(&mut never, "S-1");
    never.now += 86_400_000;
    assert_eq!(never.status(&id)["orderStatus"], 2);
    let mut elsewhere = Bank::new(Options { acknowledge_secs: Some(60), ..Options::default() });
    let id = elsewhere.register("A-1");
    elsewhere.pay(&id);
    elsewhere.now += 86_400_000;
    assert_eq!(elsewhere.status(&id)["orderStatus"], 2, "only SATIM acknowledges");
}

#[test]
fn satims_page_has_its_own_cards_and_no_wallets() {
    let mut bank = Bank::of(Profile::Satim);
    let id = registered(&mut bank, Profile::Satim, "S-1");
    let page = bank.page(&id).text();
    for part in ["CIB", "EDAHABIA", "6280581110007215", "6280580610061011"] {
        assert!(page.contains(part), "{part} is missing in {page}");
    }
    assert!(!page.contains("name=\"wallet\"") && !page.contains("4111111111111111"), "{page}");
    let error = bank.sandbox.pay(&id, &Payment::Wallet { way: "APPLE_PAY".into(), decline: None }, START).unwrap_err();
    assert_eq!(error, PaymentError::WalletNotOffered);
    bank.type_card(&id, "6280580610061011", "992", "");
    assert_eq!(bank.status(&id)["cardAuthInfo"]["paymentSystem"], "CIB");
    let other = Bank::of(Profile::Bpc).register("A-1");
    let mut vendor = Bank::of(Profile::Bpc);
    assert_eq!(vendor.register("A-1"), other);
    assert!(vendor.page(&other).text().contains("name=\"wallet\""));
}

#[test]
fn satim_says_why_in_its_words() {
    for (language, code_119, accepted) in [
        ("fr", "Carte temporairement bloquée", "Votre paiement a été accepté"),
        ("en", "The card is temporarily blocked", "Your payment was accepted"),
        ("ar", "البطاقة محظورة مؤقتا", "تم قبول عملية الدفع"),
    ] {
        let mut bank = Bank::of(Profile::Satim);
        let declined = registered(&mut bank, Profile::Satim, "S-1");
        bank.type_card(&declined, "6280581110006712", "897", "");
        let status = bank.json("getOrderStatusExtended", &format!("orderId={declined}&language={language}"));
        assert_eq!((&status["actionCode"], &status["actionCodeDescription"]), (&json!(119), &json!(code_119)));
        let ask = |id: &str| format!("mdOrder={id}&language={language}");
        assert_eq!(bank.json("public/acknowledgeTransaction", &ask(&declined))["params"]["respCode_desc"], code_119);
        let paid = registered(&mut bank, Profile::Satim, "S-2");
        bank.type_card(&paid, "6280581110007215", "373", "");
        assert_eq!(bank.json("public/acknowledgeTransaction", &ask(&paid))["params"]["respCode_desc"], accepted);
    }
}

// Sber e-commerce

fn ecom_order() -> Value {
    json!({ "userName": "test_user", "password": "test_user_password", "orderNumber": "J-1", "amount": 5000,
        "returnUrl": "https://s.example/r", "jsonParams": { "qrType": "DYNAMIC" }, "features": "FORCE_TDS" })
}

#[test]
fn ecom_takes_json_and_nothing_else() {
    let mut bank = Bank::of(Profile::Ecom);
    let form = format!("{ACCOUNT}&{}", order(Profile::Ecom, "J-1"));
    let form = bank.send(&Request::post("/ecomm/gw/partner/api/v1/register.do", &form));
    assert_eq!(form.status, 415);
    assert!(form.text().contains("Unsupported Media Type"), "{}", form.text());
    let mut broken = json_request("register", &json!({}));
    broken.body = b"[1]".to_vec();
    assert_eq!(bank.send(&broken).status, 400);
    let query = format!("/ecomm/gw/partner/api/v1/getOrderStatusExtended.do?{ACCOUNT}&orderId=x");
    assert_eq!(bank.send(&Request::get(&query)).status, 405);
    let mut elsewhere = json_request("register", &ecom_order());
    elsewhere.path = "/payment/rest/register.do".into();
    let reply = bank.send(&elsewhere);
    assert_eq!(reply.status, 404);
    assert!(reply.text().contains("https://bank.test/ecomm/gw/partner/api/v1/"), "{}", reply.text());
    assert!(bank.sandbox.orders(START).is_empty());

    let reply: Value = serde_json::from_slice(&bank.send(&json_request("register", &ecom_order())).body).unwrap();
    let status = bank.status(&id_of(&reply));
    assert_eq!(status["merchantOrderParams"], json!([{ "name": "qrType", "value": "DYNAMIC" }]));
    for (features, good) in [("FORCE_TDS;FORCE_FULL_TDS", true), ("FORCE_TDS,FORCE_FULL_TDS", false)] {
        let mut body = ecom_order();
        body["features"] = features.into();
        let reply = Bank::of(Profile::Ecom).send(&json_request("register", &body)).text();
        assert_eq!(reply.contains("formUrl"), good, "{features}: {reply}");
    }
    let mut form_gateway = Bank::of(Profile::Bpc);
    let text = form_gateway.send(&elsewhere).text();
    assert!(text.contains(r#""errorCode":"4""#), "a form gateway does not read JSON: {text}");
    assert_eq!(form_gateway.send(&json_request("register", &ecom_order())).status, 404, "nor has it this path");
}

#[test]
fn ecom_takes_the_right_types_and_nothing_else() {
    for (name, value) in [
        ("orderNumber", json!(1)),
        ("amount", json!("5000")),
        ("amount", json!(5000.5)),
        ("currency", json!(643)),
        ("jsonParams", json!("{\"qrType\":\"DYNAMIC\"}")),
        ("orderBundle", json!("{}")),
        ("features", json!(["FORCE_TDS"])),
        ("sessionTimeoutSecs", json!("600")),
        ("password", json!(1)),
    ] {
        let mut bank = Bank::of(Profile::Ecom);
        let mut body = ecom_order();
        body[name] = value.clone();
        body["language"] = "en".into();
        let reply = bank.send(&json_request("register", &body));
        let expected = format!(r#"{{"errorCode":"5","errorMessage":"[{name}] is invalid"}}"#);
        assert_eq!((reply.status, reply.text()), (200, expected), "{name}: {value}");
        assert!(bank.sandbox.orders(START).is_empty());
    }
    let mut bank = Bank::of(Profile::Ecom);
    let id = registered(&mut bank, Profile::Ecom, "J-1");
    let ask = json!({ "userName": "test_user", "password": "test_user_password", "orderId": id, "amount": "1" });
    assert!(bank.send(&json_request("refund", &ask)).text().contains(r#""errorCode":"5""#));
}

#[test]
fn ecom_reads_the_refund_id_in_json_params() {
    let mut bank = Bank::of(Profile::Ecom);
    let id = registered(&mut bank, Profile::Ecom, "J-1");
    bank.pay(&id);
    let refund = |bank: &mut Bank, amount: u64, more: (&str, Value)| {
        let mut body = json!({ "userName": "test_user", "password": "test_user_password", "orderId": id,
            "amount": amount, "language": "en" });
        body[more.0] = more.1;
        bank.send(&json_request("refund", &body)).text()
    };
    let inside = |refund_id: &str| ("jsonParams", json!({ "externalRefundId": refund_id }));
    for _ in 0..2 {
        assert!(refund(&mut bank, 1000, inside("r-1")).contains("Success"), "a repeat changes nothing");
    }
    assert!(refund(&mut bank, 2000, inside("r-1")).contains("[externalRefundId] is invalid"));
    assert!(refund(&mut bank, 1000, inside(&"r".repeat(33))).contains("[externalRefundId] is invalid"));
    assert_eq!(bank.sandbox.orders(START).remove(0).refunded_amount, 1000);
    assert!(refund(&mut bank, 1000, ("externalRefundId", "r-1".into())).contains("Success"));
    assert_eq!(bank.sandbox.orders(START).remove(0).refunded_amount, 2000, "outside it is no id");
    assert_eq!(bank.status(&id)["refundedDate"], "2026-11-23T08:14:00", "a text, in Moscow time");
}

#[test]
fn ecom_posts_its_callbacks_as_json() {
    let extra = vec!["amount".to_owned()];
    let mut bank = notified(Profile::Ecom, Callbacks { extra, ..Callbacks::default() });
    let id = registered(&mut bank, Profile::Ecom, "J-1");
    bank.pay(&id);
    let callback = first_callback(&mut bank);
    assert_eq!((callback.method, callback.url.as_str()), (Method::Post, "https://shop.example/bank"));
    assert_eq!((callback.content_type.as_deref(), callback.to_sign.as_deref()), (Some("application/json"), None));
    assert_eq!(
        serde_json::from_str::<Value>(&callback.body.unwrap()).unwrap(),
        json!({ "mdOrder": id, "orderNumber": "J-1", "operation": "deposited", "status": 1,
            "additionalParams": { "amount": "5000" } })
    );
    assert_eq!(pauses(&mut bank, callback.id), [60, 60]);
}

/// The seconds between the attempts to send a callback that fails every time. Its first attempt is on its way.
fn pauses(bank: &mut Bank, mut id: u64) -> Vec<u64> {
    let mut pauses = Vec::new();
    loop {
        let failed = bank.now;
        bank.sandbox.report_callback(id, Some(500), failed);
        let next = (1..=7200).find_map(|secs| {
            bank.now = failed + secs * 1000;
            bank.sandbox.take_callbacks(bank.now).into_iter().next().map(|callback| (secs, callback.id))
        });
        let Some((secs, next)) = next else { return pauses };
        pauses.push(secs);
        id = next;
    }
}

// ArCa, DSK, Credibanco, ClicToPay

#[test]
fn arca_has_a_boolean_error_in_every_reply() {
    let mut bank = Bank::of(Profile::Arca);
    let id = registered(&mut bank, Profile::Arca, "R-1");
    bank.pay(&id);
    for (method, form, error) in [
        ("getOrderStatusExtended", format!("orderId={id}"), false),
        ("getOrderStatusExtended", "orderId=nope".into(), true),
        ("getOrderStatus", format!("orderId={id}"), false),
        ("getOrderStatus", "orderId=nope".into(), true),
        ("refund", format!("orderId={id}&amount=1"), false),
        ("refund", format!("orderId={id}&amount=999999"), true),
        ("register", order(Profile::Arca, "R-1"), true),
    ] {
        let reply = bank.json(method, &form);
        assert_eq!(reply["error"], error, "{method}: {reply}");
    }
    assert!(Bank::of(Profile::Bpc).json("getOrderStatusExtended", "orderId=nope").get("error").is_none());
}

#[test]
fn dsk_takes_a_captured_payment_back() {
    let mut bank = Bank::of(Profile::Dsk);
    let paid = |bank: &mut Bank, number: &str| {
        let id = registered(bank, Profile::Dsk, number);
        bank.pay(&id);
        id
    };
    let id = paid(&mut bank, "D-1");
    assert_eq!(bank.code("reverse", &format!("orderId={id}&amount=1")), "7", "all of it or nothing");
    assert_eq!(bank.code("reverse", &format!("orderId={id}")), "0");
    assert_eq!(bank.state(&id), "3/0 REVERSED 0/0/0");
    assert_eq!(bank.code("reverse", &format!("orderId={id}")), "7", "once");
    let refunded = paid(&mut bank, "D-2");
    assert_eq!(bank.code("refund", &format!("orderId={refunded}&amount=1")), "0");
    assert_eq!(bank.code("reverse", &format!("orderId={refunded}")), "7", "not after a refund");
    let held = id_of(&bank.json("registerPreAuth", &order(Profile::Dsk, "D-3")));
    bank.pay(&held);
    assert_eq!(bank.code("reverse", &format!("orderId={held}&amount=1000")), "0");
    assert_eq!(bank.state(&held), "1/0 APPROVED 4000/0/0", "a hold can be reversed in part");

    let declined = registered(&mut bank, Profile::Dsk, "D-4");
    bank.type_card(&declined, "4748364006477854", "999", "");
    let status = bank.status(&declined);
    assert_eq!((&status["orderStatus"], &status["actionCode"]), (&json!(6), &json!(71_015)));
    assert_eq!(status["paymentAmountInfo"]["paymentState"], "DECLINED");
    assert_eq!(bank.code("register", &with(Profile::Dsk, "currency", Some("975"))), "3", "the lev is history");
}

#[test]
fn credibanco_requires_instalments_and_tax() {
    for (params, name) in [
        (r"{}".to_owned(), "installments"),
        (r#"{"IVA.amount":"0"}"#.into(), "installments"),
        (r#"{"installments":"0","IVA.amount":"0"}"#.into(), "installments"),
        (r#"{"installments":"100","IVA.amount":"0"}"#.into(), "installments"),
        (r#"{"installments":"+1","IVA.amount":"0"}"#.into(), "installments"),
        (r#"{"installments":"1"}"#.into(), "IVA.amount"),
        (r#"{"installments":"1","IVA.amount":"1.5"}"#.into(), "IVA.amount"),
        (r#"{"installments":"1","IVA.amount":"0","IAC.amount":"-1"}"#.into(), "IAC.amount"),
        (r#"{"installments":"1","IVA.amount":"0","tips.amount":"x"}"#.into(), "tips.amount"),
    ] {
        let reply =
            Bank::of(Profile::Credibanco).call("register", &with(Profile::Credibanco, "jsonParams", Some(&params)));
        assert_eq!(reply, format!(r#"{{"errorCode":"5","errorMessage":"[{name}] is invalid"}}"#), "{params}");
    }
    let mut bank = Bank::of(Profile::Credibanco);
    assert_eq!(bank.code("register", &with(Profile::Credibanco, "features", Some("MAGIC"))), "14");
    assert_eq!(bank.code("register", &with(Profile::Credibanco, "orderNumber", Some(&"1".repeat(33)))), "5");
    let two_phase = bank.call("registerPreAuth", &order(Profile::Credibanco, "C-1"));
    assert_eq!(two_phase, r#"{"errorCode":"5","errorMessage":"pre-authorization payments are restricted"}"#);
    assert!(bank.sandbox.orders(START).is_empty());
}

#[test]
fn credibanco_adds_surcharges_and_refunds_only_the_whole() {
    let mut bank = Bank::of(Profile::Credibanco);
    let params = r#"{"installments":"12","IVA.amount":"800","airTax.amount":"300","tips.amount":"200"}"#;
    let id = id_of(&bank.json("register", &with(Profile::Credibanco, "jsonParams", Some(params))));
    assert!(bank.page(&id).text().contains("55.00\u{A0}COP"), "the page shows the sum");
    bank.type_card(&id, "4563960122001999", "347", "");
    let status = bank.status(&id);
    assert_eq!((&status["orderStatus"], &status["amount"]), (&json!(2), &json!(5000)));
    let info = &status["paymentAmountInfo"];
    for name in ["approvedAmount", "depositedAmount", "totalAmount"] {
        assert_eq!(info[name], 5500, "{name}");
    }
    let partial = bank.call("refund", &format!("orderId={id}&amount=5000"));
    assert!(partial.contains(r#""errorCode":"5""#) && partial.contains("partial refunds"), "{partial}");
    assert_eq!(bank.code("refund", &format!("orderId={id}&amount=5500")), "0");
    assert_eq!(bank.state(&id), "4/0 REFUNDED 5500/0/5500");
}

#[test]
fn credibancos_callbacks_are_unsigned_and_patient() {
    let mut bank = notified(Profile::Credibanco, Callbacks::default());
    let id = registered(&mut bank, Profile::Credibanco, "C-1");
    bank.pay(&id);
    let callback = first_callback(&mut bank);
    assert!(!callback.url.contains("checksum") && callback.url.contains("&sign_alias="), "{}", callback.url);
    assert_eq!(callback.to_sign, None);
    assert_eq!(pauses(&mut bank, callback.id), [600, 1200, 1800, 2400, 3000], "given up after six failures");
    let mut own =
        notified(Profile::Credibanco, Callbacks { retry_secs: Some(5), max_failures: Some(3), ..Callbacks::default() });
    let id = registered(&mut own, Profile::Credibanco, "C-1");
    own.pay(&id);
    let callback = first_callback(&mut own);
    assert_eq!(pauses(&mut own, callback.id), [5, 5], "the options come first");
}

#[test]
fn credibancos_test_cards() {
    for (pan, code) in [
        ("639002000000000003", 0),
        ("4444444444446666", -20_010),
        ("5555555555555557", -2011),
        ("4444444444444422", 913),
        ("4444444411111111", 5),
        ("4444444499999999", 151_017),
    ] {
        let mut bank = Bank::of(Profile::Credibanco);
        let id = registered(&mut bank, Profile::Credibanco, "C-1");
        assert!(bank.page(&id).text().contains(pan));
        bank.type_card(&id, pan, "123", "");
        let status = bank.status(&id);
        assert_eq!(status["actionCode"], code, "{pan}");
        assert_eq!(status["actionCodeDescription"] == "", code == 0, "{status}");
    }
}

#[test]
fn clictopay_counts_in_thousandths() {
    let mut bank = Bank::of(Profile::Clictopay);
    let id = registered(&mut bank, Profile::Clictopay, "T-1");
    assert!(bank.page(&id).text().contains("5.000\u{A0}TND"));
    bank.type_card(&id, "4000001111111126", "123", "");
    let status = bank.json("getOrderStatus", &format!("orderId={id}&language=en"));
    assert_eq!(
        (&status["ErrorCode"], &status["OrderStatus"], &status["Amount"], &status["depositAmount"]),
        (&json!("2"), &json!(6), &json!(5000), &json!(0))
    );
    assert_eq!(status["ErrorMessage"], "The card was declined for an unknown reason");
    assert_eq!(bank.code("register", &with(Profile::Clictopay, "currency", Some("978"))), "3");
}

/// Every decline says why, in the language of the profile where it has a text, and otherwise in English.
#[test]
fn every_decline_carries_a_text() {
    for profile in Profile::ALL {
        let mut bank = Bank::of(profile);
        let id = registered(&mut bank, profile, "W-1");
        bank.type_card(&id, "4999900001160000", "123", "");
        let english = bank.json("getOrderStatusExtended", &format!("orderId={id}&language=en"));
        assert_eq!(english["actionCodeDescription"], "The card has insufficient funds for the purchase");
        let own = bank.status(&id)["actionCodeDescription"].as_str().unwrap().to_owned();
        let expected = match profile {
            Profile::Classic | Profile::Ecom => "Недостаточно средств на карте",
            Profile::Bt => "Fonduri insuficiente",
            Profile::Satim | Profile::Clictopay => "Solde insuffisant",
            Profile::Arca => "Քարտի վրա միջոցները բավարար չեն",
            Profile::Dsk => "Недостатъчна наличност",
            Profile::Credibanco => "Fondos insuficientes",
            _ => "The card has insufficient funds for the purchase",
        };
        assert_eq!(own, expected, "{}", profile.as_str());
    }
}
