//! Properties: no request makes the sandbox panic, and whatever happens to an order, its amounts stay consistent.

use bpc_sandbox::{Card, Challenge, Options, Payment, Profile, Request};
use proptest::prelude::*;
use serde_json::Value;

use crate::bank::{ACCOUNT, Bank, ORDER, encode, post};

/// What a shop, a customer or time may do next; numbers are amounts or milliseconds.
#[derive(Clone, Debug)]
enum Step {
    Pay(bool),
    Decline(i32),
    Deposit(u64),
    Reverse(Option<u64>),
    Refund(u64),
    Close,
    Wait(u64),
}

fn steps() -> impl Strategy<Value = Step> {
    let amount = prop_oneof![Just(0), 1..3000_u64];
    prop_oneof![
        any::<bool>().prop_map(Step::Pay),
        (1..200).prop_map(Step::Decline),
        amount.clone().prop_map(Step::Deposit),
        prop::option::of(amount.clone()).prop_map(Step::Reverse),
        amount.prop_map(Step::Refund),
        Just(Step::Close),
        (0..700_000_u64).prop_map(Step::Wait),
    ]
}

fn perform(bank: &mut Bank, id: &str, step: &Step) {
    let pay = |pan: &str, passes| {
        let challenge = if passes { Challenge::Success } else { Challenge::Fail };
        Payment::Card { card: Card::test(pan), challenge }
    };
    match step {
        Step::Pay(passes) => drop(bank.sandbox.pay(id, &pay("5555555555555599", *passes), bank.now)),
        Step::Decline(code) => drop(bank.sandbox.pay(id, &pay(&format!("499990{code:06}0000"), true), bank.now)),
        Step::Deposit(amount) => drop(bank.json("deposit", &format!("orderId={id}&amount={amount}"))),
        Step::Reverse(None) => drop(bank.json("reverse", &format!("orderId={id}"))),
        Step::Reverse(Some(amount)) => drop(bank.json("reverse", &format!("orderId={id}&amount={amount}"))),
        Step::Refund(amount) => drop(bank.json("refund", &format!("orderId={id}&amount={amount}"))),
        Step::Close => drop(bank.json("decline", &format!("orderId={id}&orderNumber=P-1"))),
        Step::Wait(ms) => bank.now += ms,
    }
}

/// The invariants of every status, and of the step from one to the next.
fn consistent(before: &Value, after: &Value) -> Result<(), TestCaseError> {
    let info = |status: &Value, name: &str| status["paymentAmountInfo"][name].as_u64().unwrap();
    let (approved, deposited, refunded) =
        (info(after, "approvedAmount"), info(after, "depositedAmount"), info(after, "refundedAmount"));
    prop_assert!(approved <= 2000 && deposited + refunded <= approved);
    prop_assert!(refunded >= info(before, "refundedAmount"), "a refund is never taken back");
    let status = after["orderStatus"].as_u64().unwrap();
    let money = match status {
        0 | 3 | 5 | 6 => approved == 0 && deposited == 0 && refunded == 0,
        1 => approved > 0 && deposited == 0 && refunded == 0,
        2 => deposited > 0 && refunded == 0,
        4 => refunded > 0,
        _ => false,
    };
    prop_assert!(money, "status {status} with {approved}/{deposited}/{refunded}");
    let earlier = before["orderStatus"].as_u64().unwrap();
    let followers: &[u64] = match earlier {
        0 | 5 => &[0, 1, 2, 5, 6],
        1 => &[1, 2, 3],
        2 => &[1, 2, 4],
        other => &[other],
    };
    prop_assert!(followers.contains(&status), "{earlier} became {status}");
    prop_assert_eq!(after["amount"].as_u64(), Some(2000));
    prop_assert_eq!(after["actionCode"] == 0, matches!(status, 1..=4));
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn amounts_stay_consistent(
        hold in any::<bool>(), reverse_deposited in any::<bool>(), steps in prop::collection::vec(steps(), 0..20)
    ) {
        let mut bank = Bank::new(Options { reverse_deposited, ..Options::default() });
        let id = if hold { bank.hold("P-1") } else { bank.register("P-1") };
        let mut before = bank.status(&id);
        for step in steps {
            perform(&mut bank, &id, &step);
            let after = bank.status(&id);
            consistent(&before, &after)?;
            before = after;
        }
    }

    #[test]
    fn random_requests_never_panic(
        method in "GET|POST|PUT|", path in "(/payment/(rest|merchants/x|acs)/)?\\PC{0,20}(\\.do|\\.html)?",
        query in "\\PC{0,60}", header in "\\PC{0,20}", body in prop::collection::vec(any::<u8>(), 0..200), now in any::<u64>(),
        profile in prop::sample::select(Profile::ALL.as_slice())
    ) {
        let mut bank = Bank::of(profile);
        let headers = vec![("content-type".into(), header.clone()), ("host".into(), header)];
        bank.sandbox.handle(&Request { method, path, query, headers, body }, now);
    }

    #[test]
    fn random_values_in_real_calls_never_panic(
        method in prop::sample::select(vec!["register", "registerPreAuth", "getOrderStatusExtended", "deposit", "refund", "reverse"]),
        name in prop::sample::select(vec!["amount", "currency", "returnUrl", "jsonParams", "orderBundle", "expirationDate",
            "orderNumber", "features", "language", "sessionTimeoutSecs", "orderId", "pageView", "autoReverseDate"]),
        value in "[ -~]{0,40}|\\PC{0,20}", profile in prop::sample::select(Profile::ALL.as_slice()), now in any::<u64>()
    ) {
        let mut bank = Bank::of(profile);
        bank.now = now;
        let encoded = encode(&value);
        let form = format!("{ACCOUNT}&{name}={encoded}&{ORDER}");
        let reply = bank.send(&post(profile, method, &form));
        prop_assert!(serde_json::from_slice::<Value>(&reply.body).is_ok(), "{}", reply.text());
    }

    #[test]
    fn random_customers_and_developers_never_panic(
        place in prop::sample::select(vec!["/payment/merchants/x/payment_en.html", "/payment/acs/challenge.html", "/"]),
        name in prop::sample::select(vec!["pan", "expiry", "newCardCvc", "cardholderName", "wallet", "saveCard", "creq",
            "answer", "action", "seconds", "times", "kind", "order", "shown", "amount", "call", "useCard", "cancel", "confirm"]),
        value in "[0-9/ ]{0,20}|\\PC{0,20}", action in "advance|clearFaults|refund|deposit|resend|expire|", command in "pay|advance|injectFault|fail|reportCallback|refund|trigger|resend|orders|exchanges|x",
        arguments in "\\{(\"(ms|id|kind|share|orderId|pan|order|operation|limit)\":(-?[0-9]{1,20}|\"html\"|\"late\"|1e400|null))?\\}|\\PC{0,20}"
    ) {
        let mut bank = Bank::of(Profile::Bpc);
        let id = bank.register("R-1");
        let form = format!("mdOrder={id}&action={action}&{name}={}", encode(&value));
        let reply = bank.send(&Request::post(place, &form));
        prop_assert!(matches!(reply.status, 200 | 302 | 303 | 404), "{}", reply.status);
        prop_assert!(reply.text().matches("<script").count() <= usize::from(place == "/"));
        let mut request = Request::post(&format!("/sandbox/api/{command}"), &arguments);
        request.headers = vec![("content-type".into(), "application/json".into())];
        let reply = bank.send(&request);
        prop_assert!(matches!(reply.status, 200 | 400), "{}", reply.status);
        bank.sandbox.take_callbacks(u64::MAX);
        prop_assert_eq!(bank.sandbox.orders(u64::MAX).len(), 1);
    }
}
