//! Memory stays within the stated limits.

use bpc_sandbox::{Options, Request};

use crate::bank::{Bank, ORDER, START};

#[test]
fn the_oldest_order_is_removed_with_its_number() {
    let mut bank = Bank::new(Options { max_orders: 3, ..Options::default() });
    let ids: Vec<String> = (1..=4).map(|number| bank.register(&format!("N-{number}"))).collect();
    let numbers: Vec<String> = bank.sandbox.orders(START).into_iter().map(|order| order.order_number).collect();
    assert_eq!(numbers, ["N-4", "N-3", "N-2"]);
    assert_eq!(bank.code("getOrderStatusExtended", &format!("orderId={}", ids.first().unwrap())), "6");
    assert_eq!(bank.code("getOrderStatusExtended", "orderNumber=N-1"), "6");
    assert_eq!(bank.code("getOrderStatusExtended", "orderNumber=N-2"), "0");
    bank.register("N-1");
}

#[test]
fn bytes_are_bounded_too() {
    let mut bank = Bank::new(Options { max_order_bytes: 200_000, ..Options::default() });
    let params = format!("%7B%22note%22%3A%22{}%22%7D", "x".repeat(30_000));
    for number in 1..=20 {
        bank.json("register", &format!("orderNumber=N-{number}&{ORDER}&jsonParams={params}"));
    }
    assert_eq!(bank.sandbox.orders(START).len(), 3);
}

/// Parameters that are added later count as those of the registration do.
#[test]
fn parameters_that_are_added_count_too() {
    let mut bank = Bank::new(Options { max_order_bytes: 150_000, ..Options::default() });
    let ids: Vec<String> = (1..=20).map(|number| bank.register(&format!("N-{number}"))).collect();
    assert_eq!(bank.sandbox.orders(START).len(), 20);
    let add = |bank: &mut Bank, id: &str, name: &str| {
        let params = format!("%7B%22{name}%22%3A%22{}%22%7D", "x".repeat(50_000));
        bank.code("addParams", &format!("orderId={id}&params={params}"))
    };
    let last = ids.last().unwrap();
    assert_eq!(add(&mut bank, last, "a"), "0");
    let left = bank.sandbox.orders(START).len();
    assert!((2..20).contains(&left), "the oldest orders make space: {left}");
    for name in ["b", "c", "d"] {
        assert_eq!(add(&mut bank, last, name), "0");
    }
    assert_eq!(bank.sandbox.orders(START).len(), 1, "the newest order always stays");
    bank.register("N-21");
    assert_eq!(bank.sandbox.orders(START).len(), 1, "and gives way to the next one");
}

#[test]
fn every_text_of_an_order_counts() {
    let mut bank = Bank::new(Options { max_order_bytes: 200_000, ..Options::default() });
    for number in 1..=20 {
        let phone = "1".repeat(60_000);
        bank.json("register", &format!("orderNumber=N-{number}&{ORDER}&phone={phone}"));
    }
    assert_eq!(bank.sandbox.orders(START).len(), 3);
}

#[test]
fn a_body_beyond_the_limit_is_not_read() {
    let mut bank = Bank::new(Options { max_body_bytes: 100, ..Options::default() });
    assert_eq!(bank.send(&Request::post("/payment/rest/register.do", &"a".repeat(101))).status, 413);
    assert_eq!(bank.send(&Request::post("/payment/rest/register.do", &"a".repeat(100))).status, 200);
}

#[test]
fn history_is_bounded() {
    let mut bank = Bank::new(Options { max_attempts: 1000, ..Options::default() });
    let id = bank.register("H-1");
    for _ in 0..80 {
        bank.type_card(&id, "4000001111111126", "123", "");
    }
    let history = bank.sandbox.orders(START).first().unwrap().history.clone();
    assert_eq!(history.len(), 50);
    assert_eq!(history.last().unwrap().what, "payment declined 5: VISA 400000**1126");
}

#[test]
fn refunds_are_bounded() {
    let mut bank = Bank::new(Options::default());
    let id = bank.register("R-1");
    bank.pay(&id);
    let codes: Vec<String> = (0..101).map(|_| bank.code("refund", &format!("orderId={id}&amount=1"))).collect();
    assert_eq!((codes.get(99).map(String::as_str), codes.get(100).map(String::as_str)), (Some("0"), Some("7")));
}
