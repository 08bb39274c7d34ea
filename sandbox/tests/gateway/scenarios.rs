//! The life of an order as a shop and its customer see it, one scenario a test (profile `bpc`).
//! Sources: "BPC REST reference" for states, amounts and codes.

use bpc_sandbox::{Card, Challenge, Options, Payment, PaymentError, Request};

use crate::bank::{Bank, ORDER, START};

fn bank() -> Bank {
    Bank::new(Options::default())
}

#[test]
fn registered_and_untouched() {
    let mut bank = bank();
    let id = bank.register("A-1");
    assert_eq!(bank.state(&id), "0/-100 CREATED 0/0/0");
    let status = bank.status(&id);
    for absent in ["ip", "cardAuthInfo", "authDateTime", "authRefNum", "paymentWay"] {
        assert!(status.get(absent).is_none(), "{absent} before any attempt");
    }
}

#[test]
fn paid_with_a_challenge() {
    let mut bank = bank();
    let id = bank.register("A-1");
    let arrival = bank.pay(&id);
    assert_eq!(arrival.status, 302);
    let expected = format!("https://shop.example/pay?cart=7&orderId={id}&lang=en");
    assert_eq!(arrival.header("location"), Some(expected.as_str()));
    assert_eq!(bank.state(&id), "2/0 DEPOSITED 2000/2000/0");
    let status = bank.status(&id);
    assert_eq!(status["cardAuthInfo"]["maskedPan"], "555555**5599");
    assert_eq!(status["cardAuthInfo"]["expiration"], "203412");
    assert_eq!(status["paymentWay"], "CARD");
    assert!(!status.to_string().contains("5555555555555599"), "a whole card number is never remembered");
}

#[test]
fn at_the_issuer_the_outcome_is_open() {
    let mut bank = bank();
    let id = bank.register("A-1");
    let form = "pan=5555555555555599&expiry=12%2F34&newCardCvc=123";
    let to_issuer =
        bank.send(&Request::post(&format!("/payment/merchants/sandbox/payment_en.html?mdOrder={id}"), form));
    assert!(to_issuer.header("location").unwrap().starts_with("https://bank.test/payment/acs/challenge.html?"));
    assert_eq!(bank.state(&id), "5/-100 CREATED 0/0/0");
}

#[test]
fn a_failed_challenge_leaves_the_order_open_and_the_next_attempt_pays() {
    let mut bank = bank();
    let id = bank.register("A-1");
    let arrival = bank.type_card(&id, "5555555555555599", "123", "fail");
    let expected = format!("https://shop.example/pay?cart=7&orderId={id}&lang=en");
    assert_eq!(arrival.header("location"), Some(expected.as_str()), "without failUrl to returnUrl");
    assert_eq!(bank.state(&id), "0/-2025 CREATED 0/0/0");
    let page = bank.page(&id).text();
    assert!(page.contains("role=\"alert\"") && page.contains("-2025") && page.contains("name=\"pan\""), "{page}");
    bank.pay(&id);
    assert_eq!(bank.state(&id), "2/0 DEPOSITED 2000/2000/0");
}

#[test]
fn a_failed_customer_goes_to_fail_url() {
    let mut bank = bank();
    let reply = bank.json("register", &format!("orderNumber=F-1&{ORDER}&failUrl=https%3A%2F%2Fshop.example%2Ffail"));
    let id = reply["orderId"].as_str().unwrap().to_owned();
    let arrival = bank.type_card(&id, "5555555555555599", "123", "fail");
    assert_eq!(arrival.header("location"), Some(format!("https://shop.example/fail?orderId={id}&lang=en").as_str()));
    let paid = bank.pay(&id);
    assert!(paid.header("location").unwrap().starts_with("https://shop.example/pay?"), "a paid one to returnUrl");
}

#[test]
fn a_wrong_code_shows_the_link_to_the_shop_and_leaves_the_order_open() {
    let mut bank = bank();
    let id = bank.register("A-1");
    let arrival = bank.type_card(&id, "5555555555555599", "999", "");
    let location = arrival.header("location").unwrap().to_owned();
    assert_eq!(location, format!("https://bank.test/payment/merchants/sandbox/payment_en.html?mdOrder={id}"));
    assert_eq!(bank.state(&id), "0/71015 CREATED 0/0/0");
    let page = bank.page(&id).text();
    let link = format!("id=\"return-to-shop\" href=\"https://shop.example/pay?cart=7&amp;orderId={id}&amp;lang=en\"");
    assert!(page.contains(&link), "{page}");
}

#[test]
fn issuers_decline_and_the_order_stays_open() {
    let mut bank = bank();
    for (number, pan, code) in
        [("D-1", "4000001111111126", "5"), ("D-2", "4999900001160000", "116"), ("D-3", "4012888888881881", "125")]
    {
        let id = bank.register(number);
        bank.type_card(&id, pan, "123", "");
        assert_eq!(bank.state(&id), format!("0/{code} CREATED 0/0/0"));
        assert!(bank.status(&id)["cardAuthInfo"].get("approvalCode").is_none());
    }
}

#[test]
fn attempts_run_out() {
    let mut bank = Bank::new(Options { max_attempts: 2, ..Options::default() });
    let id = bank.register("A-1");
    bank.type_card(&id, "4000001111111126", "123", "");
    assert_eq!(bank.state(&id), "0/5 CREATED 0/0/0");
    let arrival = bank.type_card(&id, "4000001111111126", "123", "");
    assert_eq!(bank.state(&id), "6/-2013 DECLINED 0/0/0");
    assert!(
        arrival.header("location").unwrap().starts_with("https://shop.example/pay?"),
        "the last decline leads back"
    );
    bank.pay(&id);
    assert_eq!(bank.state(&id), "6/-2013 DECLINED 0/0/0", "a closed order takes no money");
}

#[test]
fn the_session_ends_at_the_millisecond() {
    let mut bank = bank();
    let id = bank.register("A-1");
    bank.now = START + 1_200_000 - 1;
    assert_eq!(bank.state(&id), "0/-100 CREATED 0/0/0");
    bank.now += 1;
    assert_eq!(bank.state(&id), "6/-2014 DECLINED 0/0/0");
    bank.pay(&id);
    assert_eq!(bank.state(&id), "6/-2014 DECLINED 0/0/0");
    assert!(bank.page(&id).text().contains("The time for this payment has run out"));
}

#[test]
fn the_three_ends_of_a_session_differ() {
    let mut bank = bank();
    let tried = bank.register("A-1");
    bank.type_card(&tried, "4000001111111126", "123", "");
    let left = bank.register("A-2");
    let form = "pan=5555555555555599&expiry=12%2F34&newCardCvc=123";
    bank.send(&Request::post(&format!("/payment/merchants/sandbox/payment_en.html?mdOrder={left}"), form));
    bank.now += 1_200_000;
    assert_eq!(bank.state(&tried), "6/-2007 DECLINED 0/0/0");
    assert_eq!(bank.state(&left), "6/-2009 DECLINED 0/0/0");
}

#[test]
fn a_session_of_the_shops_own_length() {
    let mut bank = bank();
    let short = bank.json("register", &format!("orderNumber=S-1&{ORDER}&sessionTimeoutSecs=60"));
    let dated = bank
        .json("register", &format!("orderNumber=S-2&{ORDER}&sessionTimeoutSecs=60&expirationDate=2026-11-23T05:24:00"));
    let (short, dated) = (short["orderId"].as_str().unwrap(), dated["orderId"].as_str().unwrap());
    bank.now = START + 60_000;
    assert_eq!(bank.status(short)["orderStatus"], 6);
    assert_eq!(bank.status(dated)["orderStatus"], 0, "expirationDate wins");
    bank.now = START + 600_000;
    assert_eq!(bank.status(dated)["orderStatus"], 6);
}

#[test]
fn time_never_runs_backwards_and_can_be_moved_ahead() {
    let mut bank = bank();
    let id = bank.register("A-1");
    bank.sandbox.advance(1_200_000);
    assert_eq!(bank.status(&id)["orderStatus"], 6);
    bank.now = 0;
    assert_eq!(bank.status(&id)["orderStatus"], 6);
    let later = bank.register("A-2");
    assert_eq!(bank.status(&later)["date"], START + 1_200_000, "an earlier clock counts as the latest moment seen");
}

#[test]
fn a_hold_is_captured_in_full_or_in_part() {
    let mut bank = bank();
    let full = bank.hold("H-1");
    let part = bank.hold("H-2");
    for id in [&full, &part] {
        bank.pay(id);
        assert_eq!(bank.state(id), "1/0 APPROVED 2000/0/0");
    }
    assert_eq!(
        bank.call("deposit", &format!("orderId={full}&amount=0")),
        r#"{"errorCode":0,"errorMessage":"Success"}"#
    );
    assert_eq!(bank.state(&full), "2/0 DEPOSITED 2000/2000/0");
    assert_eq!(bank.code("deposit", &format!("orderId={part}&amount=2001")), "5");
    assert_eq!(bank.code("deposit", &format!("orderId={part}&amount=700")), "0");
    assert_eq!(bank.state(&part), "2/0 DEPOSITED 2000/700/0");
    assert_eq!(bank.code("deposit", &format!("orderId={part}&amount=1")), "7", "a capture is final");
}

#[test]
fn a_hold_is_reversed_once() {
    let mut bank = bank();
    let id = bank.hold("H-1");
    assert_eq!(bank.code("reverse", &format!("orderId={id}")), "7", "nothing is held yet");
    bank.pay(&id);
    assert_eq!(bank.code("reverse", &format!("orderId={id}&amount=2001")), "5");
    assert_eq!(bank.code("reverse", &format!("orderId={id}")), "0");
    assert_eq!(bank.state(&id), "3/0 REVERSED 0/0/0");
    assert_eq!(bank.code("reverse", &format!("orderId={id}")), "7");
    assert_eq!(bank.code("deposit", &format!("orderId={id}&amount=0")), "7");
}

#[test]
fn part_of_a_hold_is_reversed_and_the_rest_captured() {
    let mut bank = bank();
    let id = bank.hold("H-1");
    bank.pay(&id);
    assert_eq!(bank.code("reverse", &format!("orderId={id}&amount=500")), "0");
    assert_eq!(bank.state(&id), "1/0 APPROVED 1500/0/0");
    assert_eq!(bank.code("reverse", &format!("orderId={id}&amount=500")), "7", "once per order");
    assert_eq!(bank.code("deposit", &format!("orderId={id}&amount=0")), "0");
    assert_eq!(bank.state(&id), "2/0 DEPOSITED 1500/1500/0");
}

#[test]
fn a_capture_is_reversed_only_with_permission() {
    for (permission, code, state) in [(false, "7", "2/0 DEPOSITED 2000/2000/0"), (true, "0", "1/0 APPROVED 2000/0/0")] {
        let mut bank = Bank::new(Options { reverse_deposited: permission, ..Options::default() });
        let id = bank.register("R-1");
        bank.pay(&id);
        assert_eq!(bank.code("reverse", &format!("orderId={id}")), code);
        assert_eq!(bank.state(&id), state);
    }
}

#[test]
fn refunds_in_parts_until_nothing_is_left() {
    let mut bank = bank();
    let id = bank.register("R-1");
    assert_eq!(bank.code("refund", &format!("orderId={id}&amount=1")), "7", "nothing is paid yet");
    bank.pay(&id);
    assert_eq!(bank.code("refund", &format!("orderId={id}&amount=2001")), "7");
    assert_eq!(bank.code("refund", &format!("orderId={id}&amount=500")), "0");
    assert_eq!(bank.state(&id), "4/0 REFUNDED 2000/1500/500");
    assert_eq!(bank.code("refund", &format!("orderId={id}&amount=0")), "0");
    assert_eq!(bank.state(&id), "4/0 REFUNDED 2000/0/2000");
    assert_eq!(bank.code("refund", &format!("orderId={id}&amount=0")), "7");
}

#[test]
fn a_refund_id_makes_a_repeat_harmless() {
    let mut bank = bank();
    let id = bank.register("R-1");
    bank.pay(&id);
    for _ in 0..2 {
        assert_eq!(bank.code("refund", &format!("orderId={id}&amount=500&externalRefundId=r-1")), "0");
        assert_eq!(bank.state(&id), "4/0 REFUNDED 2000/1500/500");
    }
    assert_eq!(bank.code("refund", &format!("orderId={id}&amount=501&externalRefundId=r-1")), "5");
    assert_eq!(bank.code("refund", &format!("orderId={id}&amount=1&expectedDepositedAmount=2000")), "5");
    assert_eq!(bank.code("refund", &format!("orderId={id}&amount=1&expectedDepositedAmount=1500")), "0");
    assert_eq!(bank.state(&id), "4/0 REFUNDED 2000/1499/501");
}

#[test]
fn a_declined_order_takes_no_payment() {
    let mut bank = bank();
    let id = bank.register("X-1");
    assert_eq!(bank.code("decline", &format!("orderId={id}")), "5", "both ids are mandatory");
    assert_eq!(bank.code("decline", &format!("orderId={id}&orderNumber=other")), "6");
    assert_eq!(
        bank.call("decline", &format!("orderId={id}&orderNumber=X-1")),
        r#"{"errorCode":0,"errorMessage":"Success"}"#
    );
    assert_eq!(bank.state(&id), "6/4005 DECLINED 0/0/0");
    assert_eq!(bank.code("decline", &format!("orderId={id}&orderNumber=X-1")), "7");
    bank.pay(&id);
    assert_eq!(bank.state(&id), "6/4005 DECLINED 0/0/0");
    assert!(bank.page(&id).text().contains("can no longer be paid"));
}

#[test]
fn a_verified_card_costs_nothing() {
    let mut bank = bank();
    let form = "orderNumber=V-1&amount=0&features=VERIFY&returnUrl=https%3A%2F%2Fshop.example%2F";
    let id = bank.json("register", form)["orderId"].as_str().unwrap().to_owned();
    bank.pay(&id);
    assert_eq!(bank.state(&id), "3/0 REVERSED 0/0/0");
}

#[test]
fn holds_with_a_date_settle_themselves() {
    let mut bank = bank();
    let mut hold = |name: &str, extra: &str| {
        let form = format!("orderNumber={name}&{ORDER}&{extra}=2026-11-24T05:14:00");
        bank.json("registerPreAuth", &form)["orderId"].as_str().unwrap().to_owned()
    };
    let (capture, release) = (hold("T-1", "autocompletionDate"), hold("T-2", "autoReverseDate"));
    let unpaid = hold("T-3", "autocompletionDate");
    bank.pay(&capture);
    bank.pay(&release);
    bank.now = START + 86_400_000 - 1;
    assert_eq!(
        (bank.state(&capture), bank.state(&release)),
        ("1/0 APPROVED 2000/0/0".into(), "1/0 APPROVED 2000/0/0".into())
    );
    bank.now += 1;
    assert_eq!(bank.state(&capture), "2/0 DEPOSITED 2000/2000/0");
    assert_eq!(bank.state(&release), "3/0 REVERSED 0/0/0");
    assert_eq!(bank.status(&unpaid)["orderStatus"], 6, "an unpaid order expires");
}

#[test]
fn wallets_pay_with_their_own_payment_way() {
    let mut bank = bank();
    for (number, way) in [("W-1", "APPLE_PAY"), ("W-2", "GOOGLE_PAY_CARD"), ("W-3", "SAMSUNG_PAY")] {
        let id = bank.register(number);
        let page = bank.page(&id).text();
        assert!(page.contains(&format!("name=\"wallet\" value=\"{way}\"")), "{page}");
        let target = format!("/payment/merchants/sandbox/payment_en.html?mdOrder={id}");
        let arrival = bank.send(&Request::post(&target, &format!("wallet={way}")));
        assert_eq!(arrival.status, 302);
        assert_eq!(bank.status(&id)["paymentWay"], way);
        assert_eq!(bank.status(&id)["orderStatus"], 2);
    }
    let id = bank.register("W-4");
    let target = format!("/payment/merchants/sandbox/payment_en.html?mdOrder={id}");
    bank.send(&Request::post(&target, "wallet=PURSE"));
    assert_eq!(bank.state(&id), "0/-100 CREATED 0/0/0", "an unknown wallet is no attempt");
}

#[test]
fn features_demand_or_forbid_three_d_secure() {
    for (feature, pan, state) in [
        ("FORCE_TDS", "4444555511113333", "0/2003"),
        ("FORCE_TDS", "4111111111111111", "2/0"),
        ("FORCE_FULL_TDS", "4000001111111118", "0/4032"),
        ("FORCE_FULL_TDS", "4111111111111111", "2/0"),
        ("FORCE_SSL", "5555555555555599", "2/0"),
    ] {
        let mut bank = bank();
        let id = bank.json("register", &format!("orderNumber=1&{ORDER}&features={feature}"))["orderId"]
            .as_str()
            .unwrap()
            .to_owned();
        let response = bank.type_card(&id, pan, "123", "no answer");
        let status = bank.status(&id);
        let got = format!("{}/{}", status["orderStatus"], status["actionCode"]);
        assert_eq!(got, state, "{feature} {pan} {:?}", response.header("location"));
    }
}

#[test]
fn paying_without_a_browser() {
    let mut bank = bank();
    let id = bank.register("A-1");
    let pay = |bank: &mut Bank, id: &str, pan: &str, passes| {
        bank.sandbox.pay(
            id,
            &Payment::Card {
                card: Card::test(pan),
                challenge: if passes { Challenge::Success } else { Challenge::Fail },
            },
            START,
        )
    };
    let failed = pay(&mut bank, &id, "5555555555555599", false).unwrap();
    assert_eq!((failed.order_status, failed.action_code), (0, -2025));
    for pan in ["1234", "5555555555555598", "4242424242424242"] {
        let mistakes = pay(&mut bank, &id, pan, true).unwrap_err().to_string();
        assert!(
            mistakes.starts_with("card: the payment form does not accept pan: expected 12 to 19 digits"),
            "{mistakes}"
        );
        assert!(mistakes.contains("Luhn") && mistakes.contains("testCards()"), "{mistakes}");
    }
    let paid = pay(&mut bank, &id, "5555555555555599", true).unwrap();
    assert_eq!((paid.order_status, paid.action_code), (2, 0));
    assert_eq!(paid.redirect_url, format!("https://shop.example/pay?cart=7&orderId={id}&lang=en"));
    assert_eq!(pay(&mut bank, &id, "5555555555555599", true), Err(PaymentError::Closed(2)));
    assert_eq!(pay(&mut bank, "nope", "5555555555555599", true), Err(PaymentError::UnknownOrder));
    let wallet = bank.sandbox.pay(&id, &Payment::Wallet { way: "PURSE".into(), decline: None }, START).unwrap_err();
    assert!(wallet.to_string().contains("wallet: expected APPLE_PAY, GOOGLE_PAY_CARD or SAMSUNG_PAY, got \"PURSE\""));
}

#[test]
fn an_answer_counts_once_and_only_for_its_own_challenge() {
    let mut bank = bank();
    let id = bank.register("A-1");
    let form = "pan=5555555555555599&expiry=12%2F34&newCardCvc=123";
    let target = format!("/payment/merchants/sandbox/payment_en.html?mdOrder={id}");
    let mut question = || {
        let reply = bank.send(&Request::post(&target, form));
        reply.header("location").unwrap().split_once('?').unwrap().1.to_owned()
    };
    let (first, second) = (question(), question());
    bank.send(&Request::post("/payment/acs/challenge.html", &format!("{first}&answer=success")));
    assert_eq!(bank.status(&id)["orderStatus"], 5, "the first question was overtaken");
    bank.send(&Request::post("/payment/acs/challenge.html", &format!("{second}&answer=success")));
    bank.send(&Request::post("/payment/acs/challenge.html", &format!("{second}&answer=fail")));
    assert_eq!(bank.state(&id), "2/0 DEPOSITED 2000/2000/0");
}
