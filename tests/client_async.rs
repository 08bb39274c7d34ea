//! The asynchronous client over a transport that answers by script: what goes out, how often, and what a lost reply, a
//! failure that passes and a dropped future mean.

#![cfg(test)]
#![cfg(feature = "client")]

mod support;

use std::cell::RefCell;
use std::collections::VecDeque;
use std::pin::{Pin, pin};
use std::task::{Context, Poll, Waker};

use bpc_checkout::call::{Failure, Request};
use bpc_checkout::client::{Client, Transport};
use bpc_checkout::model::change::Operation;
use bpc_checkout::protocol::reply::Reply;
use bpc_checkout::{Amount, ErrorCode, Expected, OrderId, OrderNumber, OrderStatus, Outcome, Phase, Query};
use support::{KEY, NOW, ORDER_ID, REGISTERED, change, expected, gateway, order, reply, status_body};

/// What the network and the clock do, one after the other.
enum Step {
    Answer(Result<Reply, Failure>),
    /// The answer comes when the future is polled for the second time.
    Late(Result<Reply, Failure>),
    /// No answer ever comes.
    Never,
    /// The wait that is asked for next is cut short.
    CutShort(Failure),
}

#[derive(Default)]
struct Script {
    steps: RefCell<VecDeque<Step>>,
    /// The methods that were called, and `wait` with its milliseconds.
    log: RefCell<Vec<String>>,
    elapsed_ms: RefCell<u64>,
}

impl Script {
    fn new(steps: impl IntoIterator<Item = Step>) -> Self {
        Self { steps: RefCell::new(steps.into_iter().collect()), ..Self::default() }
    }

    fn log(&self) -> Vec<String> {
        self.log.borrow().clone()
    }
}

impl Transport for &Script {
    async fn send(&self, request: Request) -> Result<Reply, Failure> {
        self.log.borrow_mut().push(request.url.rsplit('/').next().unwrap().to_owned());
        *self.elapsed_ms.borrow_mut() += 100;
        let step = self.steps.borrow_mut().pop_front();
        match step.expect("the script has no more steps") {
            Step::Answer(answer) => answer,
            Step::Late(answer) => {
                pause().await;
                answer
            }
            Step::Never => std::future::pending().await,
            Step::CutShort(_) => panic!("a request is sent where a wait was to come"),
        }
    }

    async fn sleep(&self, ms: u64) -> Result<(), Failure> {
        self.log.borrow_mut().push(format!("wait {ms}"));
        *self.elapsed_ms.borrow_mut() += ms;
        let mut steps = self.steps.borrow_mut();
        if let Some(Step::CutShort(failure)) = steps.front() {
            let failure = *failure;
            steps.pop_front();
            return Err(failure);
        }
        Ok(())
    }

    fn now_ms(&self) -> u64 {
        NOW + *self.elapsed_ms.borrow()
    }

    /// Repetitions are then not spread.
    fn random(&self) -> u128 {
        0
    }
}

/// Gives the executor one turn.
async fn pause() {
    let mut first = true;
    std::future::poll_fn(move |_| if std::mem::take(&mut first) { Poll::Pending } else { Poll::Ready(()) }).await;
}

fn poll<F: Future>(future: Pin<&mut F>) -> Poll<F::Output> {
    future.poll(&mut Context::from_waker(Waker::noop()))
}

/// Nothing here waits for an event from outside, so a future that is polled often enough is ready.
#[track_caller]
fn run<F: Future>(future: F) -> F::Output {
    let mut future = pin!(future);
    for _ in 0..10 {
        if let Poll::Ready(output) = poll(future.as_mut()) {
            return output;
        }
    }
    panic!("still pending");
}

fn ok(body: &str) -> Step {
    Step::Answer(Ok(reply(200, body)))
}

fn by_id() -> Query {
    Query::OrderId(OrderId::new(ORDER_ID).unwrap())
}

#[test]
fn every_method_sends_its_request_and_reads_its_answer() {
    let script = Script::new([
        ok(REGISTERED),
        ok(&status_body("{}")),
        ok(&status_body("{}")),
        ok(DONE),
        ok(&status_body("{}")),
        ok(DONE),
        ok(&status_body("{}")),
    ]);
    let client = Client::new(gateway("{}"), &script);
    let registered = run(client.register(order("{}"))).unwrap();
    assert_eq!(registered.order_id().as_str(), ORDER_ID);
    assert_eq!(run(client.status(by_id())).unwrap().order_status(), OrderStatus::Deposited);
    assert_eq!(run(client.verify(expected())).unwrap().outcome(), &Outcome::Paid);
    let refunded = run(client.change(change(Operation::Refund, ORDER_ID, "A-1001", Some(500)))).unwrap();
    assert_eq!(refunded.left(), Some(2000));
    assert!(refunded.change().external_refund_id().is_some());
    run(client.change(change(Operation::Decline, ORDER_ID, "A-1001", None))).unwrap();
    let status = "getOrderStatusExtended.do";
    assert_eq!(script.log(), ["register.do", status, status, "refund.do", status, "decline.do", status]);
}

const DONE: &str = r#"{"errorCode":"0"}"#;

#[test]
fn a_change_that_was_made_is_no_error_whatever_becomes_of_the_question() {
    let other = status_body(r#"{"attributes":[{"name":"mdOrder","value":"another-order"}]}"#);
    let refused = r#"{"errorCode":"5","errorMessage":"Access denied"}"#;
    for answer in [Err(Failure::Aborted), Ok(reply(200, "<html>")), Ok(reply(200, refused)), Ok(reply(200, &other))] {
        let script = Script::new([ok(DONE), Step::Answer(answer)]);
        let deposit = change(Operation::Deposit, ORDER_ID, "A-1001", None);
        // Each request takes 100 ms: the deadline of the change leaves time for one question.
        let impatient = gateway(r#"{"timeoutMs":150}"#);
        let changed = run(Client::new(impatient, &script).change(deposit)).unwrap();
        assert!(changed.report().is_none());
        assert_eq!(changed.left(), None);
        assert_eq!(script.log(), ["deposit.do", "getOrderStatusExtended.do"]);
    }
}

#[test]
fn what_is_left_is_held_or_taken() {
    let amounts = r#""paymentAmountInfo":{"approvedAmount":1500,"depositedAmount":700,"refundedAmount":300}"#;
    let unknown = r#""paymentAmountInfo":{}"#;
    for (status, amounts, left) in [
        (1, amounts, Some(1500)),
        (1, unknown, Some(2000)),
        (2, amounts, Some(700)),
        (2, unknown, None),
        (4, amounts, Some(700)),
        (7, amounts, Some(700)),
        (3, amounts, Some(0)),
        (6, amounts, Some(0)),
        (99, amounts, None),
    ] {
        let script = Script::new([ok(DONE), ok(&status_body(&format!(r#"{{"orderStatus":{status},{amounts}}}"#)))]);
        let reverse = change(Operation::Reverse, ORDER_ID, "A-1001", None);
        let changed = run(Client::new(gateway("{}"), &script).change(reverse)).unwrap();
        assert_eq!(changed.left(), left, "orderStatus {status}, {amounts}");
    }
}

#[test]
fn an_order_is_found_by_its_number_and_no_other_one_is() {
    let find = |body: &str| {
        let script = Script::new([ok(body)]);
        let found = run(Client::new(gateway("{}"), &script).order_id(OrderNumber::parse("A-1001").unwrap()));
        assert_eq!(script.log(), ["getOrderStatusExtended.do"]);
        found.map(|id| id.as_str().to_owned()).map_err(|error| error.code())
    };
    assert_eq!(find(&status_body("{}")), Ok(ORDER_ID.to_owned()));
    assert_eq!(find(&status_body(r#"{"orderNumber":"A-1002"}"#)), Err(ErrorCode::MalformedReply));
    assert_eq!(find(&status_body(r#"{"attributes":[]}"#)), Err(ErrorCode::MalformedReply));
    let unknown = r#"{"errorCode":"6","errorMessage":"Unknown order id"}"#;
    assert_eq!(find(unknown), Err(ErrorCode::OrderNotFound));
}

#[test]
fn an_answer_that_comes_late_is_waited_for() {
    let script = Script::new([Step::Late(Ok(reply(200, REGISTERED)))]);
    let client = Client::new(gateway("{}"), &script);
    let mut registration = pin!(client.register(order("{}")));
    assert!(poll(registration.as_mut()).is_pending());
    assert!(poll(registration.as_mut()).is_ready());
    assert_eq!(script.log(), ["register.do"], "sent once, however often it is polled");
}

#[test]
fn a_lost_reply_to_a_registration_is_in_doubt_and_carries_the_number() {
    for failure in [Failure::Network, Failure::Timeout, Failure::Aborted, Failure::TooLarge] {
        let script = Script::new([Step::Answer(Err(failure))]);
        let error = run(Client::new(gateway("{}"), &script).register(order("{}"))).unwrap_err();
        assert_eq!((error.code(), error.order_number()), (ErrorCode::OutcomeUnknown, Some("A-1001")));
        assert_eq!(script.log(), ["register.do"], "{failure:?}");
    }
    // The recovery that the error asks for: the same number again, which the gateway refuses and the library looks up.
    let duplicate = r#"{"errorCode":"1","errorMessage":"Order with this number was processed already"}"#;
    let script = Script::new([Step::Answer(Err(Failure::Network)), ok(duplicate), ok(&status_body("{}"))]);
    let client = Client::new(gateway("{}"), &script);
    run(client.register(order("{}"))).unwrap_err();
    let error = run(client.register(order("{}"))).unwrap_err();
    assert_eq!((error.code(), error.order_id()), (ErrorCode::AlreadyRegistered, Some(ORDER_ID)));
}

#[test]
fn a_lost_reply_to_a_change_is_in_doubt() {
    let script = Script::new([Step::Answer(Err(Failure::Timeout))]);
    let refund = change(Operation::Refund, ORDER_ID, "A-1001", None);
    let error = run(Client::new(gateway("{}"), &script).change(refund)).unwrap_err();
    assert_eq!((error.code(), error.is_retryable()), (ErrorCode::OutcomeUnknown, false));
    assert_eq!(script.log(), ["refund.do"]);
}

#[test]
fn a_question_is_repeated_after_a_wait() {
    let script =
        Script::new([Step::Answer(Err(Failure::Network)), Step::Late(Ok(reply(502, ""))), ok(&status_body("{}"))]);
    let verdict = run(Client::new(gateway("{}"), &script).verify(expected())).unwrap();
    assert_eq!(verdict.outcome(), &Outcome::Paid);
    let status = "getOrderStatusExtended.do";
    assert_eq!(script.log(), [status, "wait 250", status, "wait 500", status]);
}

#[test]
fn a_wait_that_is_cut_short_ends_the_call() {
    let script = Script::new([Step::Answer(Err(Failure::Network)), Step::CutShort(Failure::Aborted)]);
    let error = run(Client::new(gateway("{}"), &script).status(by_id())).unwrap_err();
    assert_eq!(error.code(), ErrorCode::Aborted);
    assert_eq!(script.log(), ["getOrderStatusExtended.do", "wait 250"]);
}

#[test]
fn a_dropped_future_sends_nothing_more_and_the_client_can_be_used_again() {
    let script = Script::new([Step::Never, ok(&status_body("{}"))]);
    let client = Client::new(gateway("{}"), &script);
    {
        let mut registration = pin!(client.register(order("{}")));
        assert!(poll(registration.as_mut()).is_pending());
        assert!(poll(registration.as_mut()).is_pending());
    }
    assert_eq!(script.log(), ["register.do"]);
    // What it had sent may have been carried out, so the store asks.
    assert_eq!(run(client.verify(expected())).unwrap().outcome(), &Outcome::Paid);

    let unpolled = client.register(order("{}"));
    drop(unpolled);
    assert_eq!(script.log().len(), 2, "a future that is never polled sends nothing");
}

#[test]
fn a_return_address_is_verified_and_a_forged_one_is_not_asked_about() {
    let script = Script::new([ok(REGISTERED), ok(&status_body("{}"))]);
    let client = Client::new(gateway(&format!(r#"{{"returnKey":"{KEY}"}}"#)), &script);
    let registered = run(client.register(order("{}"))).unwrap();
    let back = format!("{}&orderId={ORDER_ID}", registered.return_url());
    let verdict = run(client.verify_return(&back)).unwrap();
    assert_eq!((verdict.outcome(), verdict.expected().phase()), (&Outcome::Paid, Phase::Purchase));

    let error = run(client.verify_return("https://shop.example/return?orderId=1")).unwrap_err();
    assert_eq!((error.code(), script.log().len()), (ErrorCode::ReturnMissing, 2));
}

#[test]
fn two_calls_of_one_client_do_not_disturb_each_other() {
    let script = Script::new([Step::Late(Ok(reply(200, REGISTERED))), ok(&status_body("{}"))]);
    let client = Client::new(gateway("{}"), &script);
    let mut registration = pin!(client.register(order("{}")));
    assert!(poll(registration.as_mut()).is_pending());
    let other = Expected::new(expected().order_number().clone(), Amount::from_minor(1).unwrap(), expected().currency());
    assert_eq!(run(client.verify(other)).unwrap().outcome().as_str(), "mismatch");
    let Poll::Ready(registered) = poll(registration.as_mut()) else { panic!("still pending") };
    assert_eq!(registered.unwrap().order_id().as_str(), ORDER_ID);
}

/// Where the transport's futures are `Send`, the client's are: an executor with threads takes them.
#[test]
fn futures_are_send_where_the_transports_are() {
    struct Threads;
    impl Transport for Threads {
        async fn send(&self, _: Request) -> Result<Reply, Failure> {
            Err(Failure::Network)
        }
        async fn sleep(&self, _: u64) -> Result<(), Failure> {
            Ok(())
        }
        fn now_ms(&self) -> u64 {
            NOW
        }
        fn random(&self) -> u128 {
            1
        }
    }
    fn sendable<T: Send>(future: T) -> T {
        future
    }
    let client = Client::new(gateway("{}"), Threads);
    let error = run(sendable(client.register(order("{}")))).unwrap_err();
    assert_eq!(error.code(), ErrorCode::OutcomeUnknown);
    let error = run(sendable(client.verify(expected()))).unwrap_err();
    assert_eq!(error.code(), ErrorCode::Network);
    assert_eq!(
        run(sendable(client.verify_return("https://shop.example/"))).unwrap_err().code(),
        ErrorCode::InvalidOption
    );
}
