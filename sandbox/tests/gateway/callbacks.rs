//! Callbacks: which, when, their signature, and how often. Sources: "BPC REST reference, callback notifications",
//! "Banca Transilvania iPay".

use bpc_sandbox::{Callback, Callbacks, Method, Options, Profile, Signature};

use crate::bank::{Bank, ORDER, START};
use crate::profiles::order;

fn bank(callbacks: Callbacks) -> Bank {
    Bank::new(Options { callbacks, ..Options::default() })
}

fn configured() -> Callbacks {
    Callbacks { url: Some("https://shop.example/bank".into()), ..Callbacks::default() }
}

fn due(bank: &mut Bank) -> Vec<Callback> {
    bank.sandbox.take_callbacks(bank.now)
}

/// `operation/status` of the callbacks that are due. All of them are answered with 200.
fn delivered(bank: &mut Bank) -> Vec<String> {
    let callbacks = due(bank);
    for callback in &callbacks {
        bank.sandbox.report_callback(callback.id, Some(200), bank.now);
    }
    let status = |callback: &Callback| callback.url.split("status=").nth(1).unwrap().get(..1).unwrap().to_owned();
    callbacks.iter().map(|callback| format!("{}/{}", callback.operation, status(callback))).collect()
}

#[test]
fn no_callback_without_an_address() {
    let mut bank = bank(Callbacks::default());
    let id = bank.register("A-1");
    bank.pay(&id);
    assert_eq!(due(&mut bank), []);
}

#[test]
fn one_notification_for_each_operation() {
    let mut bank = bank(configured());
    let paid = bank.register("A-1");
    assert!(delivered(&mut bank).is_empty(), "a registration has no callback");
    bank.type_card(&paid, "5555555555555599", "123", "fail");
    assert!(delivered(&mut bank).is_empty(), "nor has an attempt that leaves the order open");
    bank.pay(&paid);
    assert_eq!(delivered(&mut bank), ["deposited/1"]);
    bank.code("refund", &format!("orderId={paid}&amount=1"));
    assert_eq!(delivered(&mut bank), ["refunded/1"]);
    bank.code("refund", &format!("orderId={paid}&amount=9999"));
    assert!(delivered(&mut bank).is_empty(), "a refused operation has no callback");
    let (held, captured) = (bank.hold("H-1"), bank.hold("H-2"));
    bank.pay(&held);
    bank.pay(&captured);
    assert_eq!(delivered(&mut bank), ["approved/1", "approved/1"]);
    bank.code("reverse", &format!("orderId={held}"));
    bank.code("deposit", &format!("orderId={captured}&amount=0"));
    let mut both = delivered(&mut bank);
    both.sort();
    assert_eq!(both, ["deposited/1", "reversed/1"]);
    bank.register("E-1");
    bank.now += 1_200_000;
    assert_eq!(delivered(&mut bank), ["declinedByTimeout/0"]);
    assert!(delivered(&mut bank).is_empty(), "once");
}

#[test]
fn a_decline_that_closes_the_order_has_a_callback() {
    let mut bank = Bank::new(Options { max_attempts: 1, callbacks: configured(), ..Options::default() });
    let id = bank.register("A-1");
    bank.type_card(&id, "4000001111111126", "123", "");
    assert_eq!(delivered(&mut bank), ["deposited/0"]);
}

#[test]
fn parameters_and_checksum_of_a_get() {
    let extra =
        ["amount", "depositFlag", "callbackCreationDate", "approvalCode", "nonsense"].map(String::from).to_vec();
    let mut bank = bank(Callbacks { secret: "k3y".into(), extra, ..configured() });
    let id = bank.register("A%2B1");
    bank.pay(&id);
    let callbacks = due(&mut bank);
    let callback = callbacks.first().unwrap();
    assert_eq!((callback.method, callback.body.as_deref(), callback.to_sign.as_deref()), (Method::Get, None, None));
    let (front, checksum) = callback.url.rsplit_once("&checksum=").unwrap();
    let (front, approval) = front.rsplit_once("&approvalCode=").unwrap();
    assert_eq!(
        front.replace(&id, "first"),
        "https://shop.example/bank?mdOrder=first&orderNumber=A%2B1&operation=deposited&status=1&amount=2000&depositFlag=1\
         &callbackCreationDate=Mon%20Nov%2023%2005%3A14%3A00%20UTC%202026"
    );
    assert_eq!(approval.len(), 6);
    assert!(
        checksum.len() == 64 && checksum.bytes().all(|b| b.is_ascii_digit() || b"ABCDEF".contains(&b)),
        "{checksum}"
    );
}

#[test]
fn a_post_carries_the_same_as_a_form() {
    let mut get = bank(configured());
    let mut post = bank(Callbacks { method: Method::Post, ..configured() });
    let send = |bank: &mut Bank| {
        let id = bank.register("A-1");
        bank.pay(&id);
        due(bank).remove(0)
    };
    let (get, post) = (send(&mut get), send(&mut post));
    assert_eq!(post.url, "https://shop.example/bank");
    assert_eq!(post.content_type.as_deref(), Some("application/x-www-form-urlencoded"));
    assert_eq!(format!("{}?{}", post.url, post.body.unwrap()), get.url);
}

#[test]
fn the_sender_signs_with_rsa() {
    let mut bank = bank(Callbacks { signature: Signature::Rsa, ..configured() });
    let id = bank.register("A-1");
    bank.pay(&id);
    let callback = due(&mut bank).remove(0);
    assert_eq!(callback.to_sign.unwrap(), format!("mdOrder;{id};operation;deposited;orderNumber;A-1;status;1;"));
    assert!(callback.url.ends_with("&sign_alias=SHA-256%20with%20RSA") && !callback.url.contains("checksum"));
}

#[test]
fn the_address_of_the_order_comes_first() {
    let mut bank = bank(configured());
    let form = format!("orderNumber=A-1&{ORDER}&dynamicCallbackUrl=https%3A%2F%2Fshop.example%2Fown%3Fa%3D1");
    let id = bank.json("register", &form)["orderId"].as_str().unwrap().to_owned();
    bank.pay(&id);
    assert!(due(&mut bank).remove(0).url.starts_with("https://shop.example/own?a=1&mdOrder="));
}

#[test]
fn only_200_is_a_success() {
    let mut bank = bank(configured());
    let id = bank.register("A-1");
    bank.pay(&id);
    for (at, answer) in [(0, Some(204)), (30_000, None), (60_000, Some(500))] {
        bank.now = START + at;
        if at > 0 {
            bank.now -= 1;
            assert_eq!(due(&mut bank), [], "not before 30 seconds have passed");
            bank.now += 1;
        }
        let callback = due(&mut bank).remove(0);
        assert_eq!(due(&mut bank), [], "not twice while on its way");
        bank.sandbox.report_callback(callback.id, answer, bank.now);
    }
    bank.now += 86_400_000;
    assert!(due(&mut bank).is_empty(), "given up after three failures");
    let lines: Vec<_> = bank.sandbox.callback_lines().iter().map(|line| (line.answer, line.then.as_str())).collect();
    assert_eq!(lines, [(Some(204), "tried again"), (None, "tried again"), (Some(500), "given up")]);
}

#[test]
fn a_delay_lets_the_browser_come_first() {
    let mut bank = bank(Callbacks { delay_ms: 5000, ..configured() });
    let id = bank.register("A-1");
    bank.pay(&id);
    assert_eq!(due(&mut bank), []);
    bank.now += 5000;
    assert_eq!(due(&mut bank).len(), 1);
}

#[test]
fn only_configured_operations_have_a_callback() {
    let mut bank = bank(Callbacks { operations: vec!["refunded".into()], ..configured() });
    let id = bank.register("A-1");
    bank.pay(&id);
    bank.code("refund", &format!("orderId={id}&amount=0"));
    assert_eq!(delivered(&mut bank), ["refunded/1"]);
}

#[test]
fn profile_bt_posts_a_jwt() {
    let callbacks = Callbacks { secret: "a2V5".into(), ..configured() };
    let mut bank = Bank::new(Options { profile: Profile::Bt, callbacks, ..Options::default() });
    let reply = bank.json("register", &order(Profile::Bt, "B-1"));
    bank.pay(reply["orderId"].as_str().unwrap());
    let callback = due(&mut bank).remove(0);
    assert_eq!((callback.method, callback.url.as_str()), (Method::Post, "https://shop.example/bank"));
    let token = callback.body.unwrap();
    assert_eq!(token.split('.').count(), 3);
    assert!(token.starts_with("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJjYWxsYmFja19zZXJ2aWNlI"), "{token}");
}

#[test]
fn waiting_callbacks_are_bounded() {
    let mut bank = bank(configured());
    for number in 0..1100 {
        bank.register(&format!("N-{number}"));
    }
    bank.now += 1_200_000;
    assert_eq!(due(&mut bank).len(), 1000);
}
