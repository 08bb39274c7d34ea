//! Makes every value the proper way.

use bpc_checkout::call::{Action, Answer, Call, CallStart, Event, Task, expected_of_return};
use bpc_checkout::protocol::reply::Reply;
use bpc_checkout::trust::verdict::Outcome;
use bpc_checkout::{Amount, Change, Currency, Error, Expected, Gateway, Order, OrderId, OrderNumber};

const NOW_MS: u64 = 1_795_392_000_000;
const REGISTERED: &str =
    r#"{"orderId":"7b1f0c52-9d0e-7b6a-8c21-5e7700a0b0c0","formUrl":"https://bank.example/pay?mdOrder=1"}"#;
const PAID: &str = r#"{"errorCode":"0","orderNumber":"A-1001","orderStatus":2,"actionCode":0,"amount":2000,"currency":"978",
    "attributes":[{"name":"mdOrder","value":"7b1f0c52-9d0e-7b6a-8c21-5e7700a0b0c0"}],
    "paymentAmountInfo":{"approvedAmount":2000,"depositedAmount":2000,"refundedAmount":0}}"#;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let gateway = Gateway::builder()
        .base_url("https://bank.example/payment/rest")
        .login("shop-api", "secret")
        .return_keys(["a return key of a test store"])
        .build()?;
    let euro = Currency::parse("EUR")?;
    let amount = Amount::from_decimal("20.00", euro)?;
    let order = Order::purchase(amount, euro, "https://shop.example/return").number("A-1001").build()?;

    let Answer::Registered(registered) = answer(Task::Register(order), &gateway, REGISTERED)? else {
        panic!("no registration")
    };
    let sealed = expected_of_return(registered.return_url(), &gateway, NOW_MS)?;
    assert_eq!(sealed, Expected::new(OrderNumber::parse("A-1001")?, amount, euro));

    let Answer::Verdict(verdict) = answer(Task::Verify(sealed), &gateway, PAID)? else { panic!("no verdict") };
    assert_eq!(verdict.outcome(), &Outcome::Paid);
    assert_eq!(verdict.report().amount(), Some(2000));

    let refund = Change::refund(OrderId::new(registered.order_id().as_str())?).amount(amount).build()?;
    let Answer::Changed(_) = answer(Task::Change(refund), &gateway, r#"{"errorCode":"0"}"#)? else { panic!("no change") };
    Ok(())
}

fn answer(task: Task, gateway: &Gateway, body: &str) -> Result<Answer, Error> {
    let mut call = Call::new(task, gateway, CallStart { now_ms: NOW_MS, random: 7 });
    while !matches!(call.poll(), Action::Done) {
        let reply = Reply { status: 200, retry_after: None, body: Some(body.to_owned()) };
        call.handle(Event { now_ms: NOW_MS, result: Ok(reply) });
    }
    call.into_result()
}
