//! Saved cards. Source: "BPC REST reference, stored credentials".

use bpc_sandbox::{Callbacks, Merchant, Options, Payment, PaymentError, Request};

use crate::bank::{Bank, ORDER};

fn register(bank: &mut Bank, number: &str, extra: &str) -> String {
    let reply = bank.json("register", &format!("orderNumber={number}&{ORDER}&{extra}"));
    reply["orderId"].as_str().unwrap_or_else(|| panic!("{reply}")).to_owned()
}

fn submit(bank: &mut Bank, id: &str, form: &str) -> bpc_sandbox::Response {
    bank.send(&Request::post(&format!("/payment/merchants/sandbox/payment_en.html?mdOrder={id}"), form))
}

const CARD: &str = "pan=4111111111111111&expiry=12%2F34&newCardCvc=123&cardholderName=ANN+O";

/// Saves a card of customer 7 and gives its id.
fn saved(bank: &mut Bank) -> String {
    let id = register(bank, "S-0", "clientId=7");
    submit(bank, &id, &format!("{CARD}&saveCard=true"));
    let info = bank.status(&id)["bindingInfo"].clone();
    assert_eq!(info["clientId"], "7");
    info["bindingId"].as_str().unwrap_or_else(|| panic!("{info}")).to_owned()
}

#[test]
fn only_a_known_customer_is_offered_to_save() {
    let mut bank = Bank::new(Options::default());
    let known = register(&mut bank, "K-1", "clientId=7");
    let unknown = register(&mut bank, "K-2", "");
    assert!(bank.page(&known).text().contains("name=\"saveCard\""));
    assert!(!bank.page(&unknown).text().contains("name=\"saveCard\""));
    submit(&mut bank, &known, CARD);
    assert!(bank.status(&known).get("bindingInfo").is_none(), "not ticked");
    submit(&mut bank, &unknown, &format!("{CARD}&saveCard=true"));
    assert!(bank.status(&unknown).get("bindingInfo").is_none(), "no customer is named");
}

#[test]
fn a_saved_card_pays_with_the_code_alone() {
    let mut bank = Bank::new(Options::default());
    let binding = saved(&mut bank);
    let id = register(&mut bank, "S-1", &format!("clientId=7&bindingId={binding}"));
    let page = bank.page(&id).text();
    assert!(page.contains("411111**1111") && page.contains("newCardCvc") && !page.contains("name=\"pan\""));
    assert!(submit(&mut bank, &id, "newCardCvc=x").text().contains("newCardCvc-mistake"));
    submit(&mut bank, &id, "newCardCvc=999");
    assert_eq!(bank.state(&id), "0/71015 CREATED 0/0/0");
    submit(&mut bank, &id, "newCardCvc=123");
    let status = bank.status(&id);
    assert_eq!((&status["orderStatus"], &status["paymentWay"]), (&2.into(), &"CARD_BINDING".into()));
    assert_eq!(
        (&status["bindingInfo"]["bindingId"], &status["cardAuthInfo"]["cardholderName"]),
        (&binding.into(), &"ANN O".into())
    );
}

#[test]
fn a_saved_card_belongs_to_its_customer() {
    let mut bank = Bank::new(Options::default());
    let binding = saved(&mut bank);
    for wrong in
        [format!("clientId=8&bindingId={binding}"), format!("bindingId={binding}"), "clientId=7&bindingId=x".into()]
    {
        let reply = bank.call("register", &format!("orderNumber=W-1&{ORDER}&{wrong}"));
        assert_eq!(reply, r#"{"errorCode":"5","errorMessage":"[bindingId] is invalid"}"#, "{wrong}");
    }
}

#[test]
fn the_same_card_is_saved_once_and_the_shop_can_insist() {
    let mut bank = Bank::new(Options::default());
    let first = saved(&mut bank);
    let id = register(&mut bank, "S-2", "clientId=7&features=FORCE_CREATE_BINDING");
    assert!(!bank.page(&id).text().contains("saveCard"), "no question asked");
    submit(&mut bank, &id, CARD);
    assert_eq!(bank.status(&id)["bindingInfo"]["bindingId"], first.as_str());
    let other = register(&mut bank, "S-3", "clientId=8&features=FORCE_CREATE_BINDING");
    submit(&mut bank, &other, CARD);
    assert_ne!(bank.status(&other)["bindingInfo"]["bindingId"], first.as_str());
}

#[test]
fn a_card_that_asks_three_d_secure_asks_again() {
    let mut bank = Bank::new(Options::default());
    let id = register(&mut bank, "C-1", "clientId=7&features=FORCE_CREATE_BINDING");
    bank.pay(&id);
    let binding = bank.status(&id)["bindingInfo"]["bindingId"].as_str().unwrap().to_owned();
    let next = register(&mut bank, "C-2", &format!("clientId=7&bindingId={binding}"));
    assert!(submit(&mut bank, &next, "newCardCvc=123").header("location").unwrap().contains("/acs/"));
    assert_eq!(bank.status(&next)["orderStatus"], 5);
}

#[test]
fn a_declined_card_is_not_saved() {
    let mut bank = Bank::new(Options::default());
    let id = register(&mut bank, "D-1", "clientId=7&features=FORCE_CREATE_BINDING");
    submit(&mut bank, &id, &CARD.replace("4111111111111111", "4000001111111126"));
    assert!(bank.status(&id).get("bindingInfo").is_none());
}

#[test]
fn a_saved_card_has_a_callback_to_the_static_address() {
    let operations = ["deposited", "bindingCreated"].map(String::from).to_vec();
    let callbacks = Callbacks { url: Some("https://shop.example/bank".into()), operations, ..Callbacks::default() };
    let mut bank = Bank::new(Options { callbacks, ..Options::default() });
    let own = "dynamicCallbackUrl=https%3A%2F%2Fshop.example%2Fown";
    let id = register(&mut bank, "B-1", &format!("clientId=7&features=FORCE_CREATE_BINDING&{own}"));
    submit(&mut bank, &id, CARD);
    let binding = bank.status(&id)["bindingInfo"]["bindingId"].as_str().unwrap().to_owned();
    let urls: Vec<String> = bank.sandbox.take_callbacks(bank.now).into_iter().map(|callback| callback.url).collect();
    assert!(urls.first().unwrap().starts_with("https://shop.example/own?mdOrder="), "{urls:?}");
    let expected = format!(
        "https://shop.example/bank?bindingId={binding}&clientId=7&enabled=true&panMasked=411111%2A%2A1111&checksum="
    );
    assert!(urls.get(1).unwrap().starts_with(&expected), "{urls:?}");
}

#[test]
fn a_customer_of_another_merchant_with_the_same_id_has_no_saved_card() {
    let other = Merchant { user_name: "other".into(), ..Merchant::default() };
    let mut bank = Bank::new(Options { merchants: vec![other], ..Options::default() });
    let binding = saved(&mut bank);
    let form =
        format!("userName=other&password=test_user_password&orderNumber=1&{ORDER}&clientId=7&bindingId={binding}");
    let reply = bank.send(&Request::post("/payment/rest/register.do", &form)).text();
    assert!(reply.contains("[bindingId] is invalid"), "{reply}");
}

/// `features=VERIFY` with an amount of 0: the card is checked and saved, and the customer is charged nothing.
#[test]
fn a_verification_saves_the_card_and_charges_nothing() {
    let mut bank = Bank::new(Options::default());
    let order = "amount=0&currency=978&returnUrl=https%3A%2F%2Fshop.example%2Fpay&features=VERIFY&clientId=7";
    for (number, method) in [("V-1", "register"), ("V-2", "registerPreAuth")] {
        let reply = bank.json(method, &format!("orderNumber={number}&{order}"));
        let id = reply["orderId"].as_str().unwrap_or_else(|| panic!("{reply}")).to_owned();
        assert!(!bank.page(&id).text().contains("saveCard"), "the merchant has decided");
        submit(&mut bank, &id, CARD);
        assert_eq!(bank.state(&id), "3/0 REVERSED 0/0/0", "{method}");
        let status = bank.status(&id);
        assert_eq!((&status["amount"], &status["cardAuthInfo"]["maskedPan"]), (&0.into(), &"411111**1111".into()));
        assert!(status["cardAuthInfo"]["approvalCode"].is_string() && status["reversedDate"].is_number());
        let binding = status["bindingInfo"]["bindingId"].as_str().unwrap_or_else(|| panic!("{status}")).to_owned();
        assert_eq!(status["bindingInfo"]["clientId"], "7");
        let next = register(&mut bank, &format!("{number}-pays"), &format!("clientId=7&bindingId={binding}"));
        submit(&mut bank, &next, "newCardCvc=123");
        assert_eq!(bank.state(&next), "2/0 DEPOSITED 2000/2000/0", "the verified card pays");
    }
}

#[test]
fn a_verification_without_a_customer_or_with_a_decline_saves_nothing() {
    let mut bank = Bank::new(Options::default());
    let unknown = register(&mut bank, "V-1", "features=VERIFY");
    submit(&mut bank, &unknown, CARD);
    let status = bank.status(&unknown);
    assert_eq!((&status["orderStatus"], status.get("bindingInfo")), (&3.into(), None));
    let declined = register(&mut bank, "V-2", "features=VERIFY&clientId=7");
    submit(&mut bank, &declined, &CARD.replace("4111111111111111", "4000001111111126"));
    let status = bank.status(&declined);
    assert_eq!((&status["orderStatus"], status.get("bindingInfo")), (&0.into(), None));
}

#[test]
fn a_wallet_cannot_pay_an_order_of_a_saved_card() {
    let mut bank = Bank::new(Options::default());
    let binding = saved(&mut bank);
    let id = register(&mut bank, "W-1", &format!("clientId=7&bindingId={binding}"));
    assert!(!bank.page(&id).text().contains("name=\"wallet\""), "the page offers no wallet");
    let reply = submit(&mut bank, &id, "wallet=APPLE_PAY");
    assert_eq!((reply.status, bank.state(&id).as_str()), (200, "0/-100 CREATED 0/0/0"));
    let error =
        bank.sandbox.pay(&id, &Payment::Wallet { way: "APPLE_PAY".into(), decline: None }, bank.now).unwrap_err();
    assert_eq!(error, PaymentError::SavedCardOnly);
    submit(&mut bank, &id, "newCardCvc=123");
    assert_eq!(bank.status(&id)["paymentWay"], "CARD_BINDING");
}

#[test]
fn the_cards_of_a_customer_are_listed_switched_off_and_charged() {
    let mut bank = Bank::new(Options::default());
    assert_eq!(bank.call("getBindings", ""), r#"{"errorCode":"1","errorMessage":"[clientId] is empty"}"#);
    assert_eq!(bank.json("getBindings", "clientId=7")["errorCode"], "2", "no card yet");
    let binding = saved(&mut bank);
    let list = bank.json("getBindings", "clientId=7");
    let card = &list["bindings"][0];
    assert_eq!(
        (&card["bindingId"], &card["maskedPan"], &card["expiryDate"]),
        (&binding.clone().into(), &"411111**1111".into(), &"203412".into())
    );
    assert_eq!(bank.json("getBindings", "clientId=8")["errorCode"], "2", "another customer's cards are not shown");

    let id = register(&mut bank, "B-1", "clientId=7");
    for (form, code) in [
        (format!("mdOrder={id}&bindingId={binding}"), "4"),
        (format!("mdOrder={id}&bindingId={binding}&tii=X"), "5"),
        (format!("mdOrder={id}&bindingId=x&tii=U"), "2"),
        (format!("mdOrder=x&bindingId={binding}&tii=U"), "6"),
    ] {
        assert_eq!(bank.json("paymentOrderBinding", &form)["errorCode"], code, "{form}");
    }
    let paid = bank.json("paymentOrderBinding", &format!("mdOrder={id}&bindingId={binding}&tii=U"));
    assert_eq!(paid["errorCode"], 0);
    assert!(paid["redirect"].as_str().is_some_and(|url| url.contains(&id)), "{paid}");
    assert_eq!(bank.state(&id), "2/0 DEPOSITED 2000/2000/0");
    let again = bank.json("paymentOrderBinding", &format!("mdOrder={id}&bindingId={binding}&tii=U"));
    assert_eq!(again["errorCode"], "7", "paid once");

    let off = format!("bindingId={binding}");
    assert_eq!(bank.json("unBindCard", &off)["errorCode"], "0");
    assert_eq!(bank.json("unBindCard", &off)["errorCode"], "2", "already off");
    assert_eq!(bank.json("getBindings", "clientId=7")["errorCode"], "2");
    let next = register(&mut bank, "B-2", "clientId=7");
    let refused = bank.json("paymentOrderBinding", &format!("mdOrder={next}&bindingId={binding}&tii=U"));
    assert_eq!(refused["errorCode"], "2", "a card that is off pays nothing");
    assert_eq!(bank.json("bindCard", &off)["errorCode"], "0");
    assert_eq!(bank.json("getBindings", "clientId=7")["errorCode"], "0");
}

#[test]
fn a_saved_card_that_is_declined_or_challenged_says_so() {
    let mut bank = Bank::new(Options::default());
    let id = register(&mut bank, "C-0", "clientId=7");
    let challenged = "pan=5555555555555599&expiry=12%2F34&newCardCvc=123&cardholderName=ANN+O&saveCard=true";
    let page = submit(&mut bank, &id, challenged);
    let location = page.header("location").unwrap_or_default().to_owned();
    let creq = location.split("creq=").nth(1).unwrap_or_default().to_owned();
    bank.send(&Request::post("/payment/acs/challenge.html", &format!("mdOrder={id}&creq={creq}&answer=success")));
    let binding = bank.status(&id)["bindingInfo"]["bindingId"].as_str().unwrap_or_default().to_owned();

    let declined = register(&mut bank, "C-1", "clientId=7");
    let form = format!("mdOrder={declined}&bindingId={binding}&tii=U&cvc=999");
    let reply = bank.json("paymentOrderBinding", &form);
    assert_eq!((&reply["errorCode"], &reply["error"]), (&0.into(), &"The payment was declined".into()));
    assert_eq!(bank.state(&declined), "0/71015 CREATED 0/0/0");

    let form = format!("mdOrder={declined}&bindingId={binding}&tii=F&cvc=123");
    let reply = bank.json("paymentOrderBinding", &form);
    let creq = reply["packedCReq"].as_str().unwrap_or_default();
    assert!(reply["acsUrl"].as_str().is_some_and(|url| url.contains("/payment/acs/challenge.html")), "{reply}");
    bank.send(&Request::post("/payment/acs/challenge.html", &format!("mdOrder={declined}&creq={creq}&answer=success")));
    assert_eq!(bank.state(&declined), "2/0 DEPOSITED 2000/2000/0");
}
