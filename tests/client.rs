//! The state machine of a call: which requests are repeated, which never are, and what a lost reply means.

#![cfg(test)]

mod support;

use bpc_checkout::Query;
use bpc_checkout::call::{Action, Call, CallStart, Event, Failure, MAX_ORDER_BYTES, MAX_REPLY_BYTES, Task};
use bpc_checkout::model::ids::{OrderId, OrderNumber};
use bpc_checkout::protocol::reply::Reply;
use bpc_checkout::{Error, ErrorCode};
use proptest::prelude::*;
use support::{Client, NOW, ORDER_ID, REGISTERED, Script, expected, gateway, order, reply, status_body, thorough};

const DUPLICATE: &str = r#"{"errorCode":"1","errorMessage":"Order with this number was processed already"}"#;

#[track_caller]
fn register(more: &str, answers: Vec<Result<Reply, Failure>>) -> (Error, Script) {
    let gateway = gateway("{}");
    let script = Script::new(answers);
    let error = Client::new(&gateway, &script).register(&order(more)).unwrap_err();
    (error, script)
}

fn ask(answers: Vec<Result<Reply, Failure>>, more: &str) -> (Result<i64, Error>, Script) {
    let gateway = gateway(more);
    let script = Script::new(answers);
    let query = Query::OrderId(OrderId::new(ORDER_ID).unwrap());
    let report = Client::new(&gateway, &script).status(&query);
    (report.map(|report| report.order_status().code()), script)
}

#[test]
fn a_registration_is_read_from_every_shape_of_success() {
    for body in [
        REGISTERED.to_owned(),
        REGISTERED.replace('{', r#"{"errorCode":"0","errorMessage":"Success","#),
        REGISTERED.replace('{', r#"{"errorCode":0,"#),
        REGISTERED.replace('{', r#"{"ErrorCode":"0","unknown":{"deep":[1]},"#),
        REGISTERED.replace('{', r#"{"success":true,"errorCode":7,"#),
        format!("\u{feff}  {REGISTERED}\n"),
    ] {
        let gateway = gateway("{}");
        let script = Script::new([Ok(reply(201, &body))]);
        let registered = Client::new(&gateway, &script).register(&order("{}")).unwrap();
        assert_eq!(registered.order_id().as_str(), ORDER_ID, "{body}");
        assert_eq!(registered.order_number().unwrap().as_str(), "A-1001");
    }
}

#[test]
fn a_lost_reply_leaves_the_outcome_unknown_and_is_never_sent_again() {
    for (failure, message) in [
        (Failure::Network, "register.do: the connection failed"),
        (Failure::Timeout, "register.do: no reply came within the deadline"),
        (Failure::Aborted, "register.do: the call was aborted after it had begun"),
        (Failure::TooLarge, "register.do: the reply was too large"),
    ] {
        let (error, script) = register("{}", vec![Err(failure)]);
        assert_eq!(error.code(), ErrorCode::OutcomeUnknown);
        assert_eq!(
            error.to_string(),
            format!(
                "{message}; the order may exist at the gateway; call register again with the same orderNumber, not with a new one"
            )
        );
        assert_eq!((error.order_number(), error.is_retryable(), script.count()), (Some("A-1001"), false, 1));
    }
    let (error, _) = register(r#"{"orderNumber":null}"#, vec![Err(Failure::Timeout)]);
    assert!(error.to_string().ends_with("check the bank's console before you call register again"), "{error}");
    let (error, _) = register(r#"{"orderNumber":"absent"}"#, vec![Err(Failure::Timeout)]);
    assert_eq!(error.order_number().map(str::len), Some(26), "a generated number is not lost");
}

#[test]
fn a_request_that_was_not_sent_changed_nothing() {
    let (error, _) = register("{}", vec![Err(Failure::NotSent)]);
    assert_eq!((error.code(), error.is_retryable()), (ErrorCode::Aborted, false));
    let (error, _) = register("{}", vec![Err(Failure::Redirect)]);
    assert_eq!(error.code(), ErrorCode::UnexpectedRedirect);
    let (error, _) = register("{}", vec![Err(Failure::NoTimers)]);
    assert_eq!((error.code(), error.is_retryable()), (ErrorCode::Network, false));
    assert_eq!(
        error.to_string(),
        "register.do: setTimeout is not available here (global scope of a Worker?), so nothing was sent; call this inside a request handler"
    );
}

/// Where the platform says that there was no connection, nothing exists at the gateway.
#[test]
fn an_order_that_was_not_sent_may_be_registered_again() {
    for (failure, why) in [
        (Failure::Refused, "the connection was refused"),
        (Failure::UnknownHost, "no host has this name"),
        (Failure::Certificate, "its TLS certificate was not accepted"),
        (Failure::Unconnected, "no connection could be opened"),
    ] {
        let (error, script) = register("{}", vec![Err(failure)]);
        assert_eq!(
            (error.code(), error.is_retryable(), error.order_number(), script.count()),
            (ErrorCode::Network, true, Some("A-1001"), 1)
        );
        assert_eq!(error.to_string(), format!("register.do: no connection to bank.example: {why}; nothing was sent"));
    }
    for (root, question) in [
        ("http://127.0.0.1:8480/payment/rest", true),
        ("http://localhost:8480/rest", true),
        ("https://[::1]:8480/rest", true),
        ("https://bank.example:8443/rest", false),
    ] {
        let gateway = gateway(&format!(r#"{{"baseUrl":"{root}"}}"#));
        let script = Script::new([Err(Failure::Refused), Err(Failure::Refused), Err(Failure::Refused)]);
        let error = Client::new(&gateway, &script).verify(expected()).unwrap_err().to_string();
        assert!(error.contains(root.split('/').nth(2).unwrap()), "{error}");
        let asked = error.ends_with("; is the sandbox running? Start it with: npx bpc-checkout sandbox");
        assert_eq!(asked, question, "{error}");
    }
}

/// The address of `new Sandbox()`, which no network has.
#[test]
fn a_sandbox_without_its_fetch_says_so() {
    for (root, is_told) in [
        ("https://gateway.sandbox.test/payment/rest", true),
        ("https://gateway.sandbox.test.bank.example/payment/rest", false),
    ] {
        let gateway = gateway(&format!(r#"{{"baseUrl":"{root}"}}"#));
        let script = Script::new([Err(Failure::UnknownHost)]);
        let error = Client::new(&gateway, &script).register(&order("{}")).unwrap_err().to_string();
        assert!(error.starts_with("register.do: no connection to gateway.sandbox.test"), "{error}");
        let told = error.ends_with("; nothing was sent; for a Sandbox, set gateway.fetch to its fetch");
        assert_eq!(told, is_told, "{error}");
    }
}

#[test]
fn a_fetch_that_throws_sent_nothing() {
    for (failure, advice) in [(Failure::Unbound, "fetch: env.BANK"), (Failure::Threw, "check this function")] {
        let (error, _) = register("{}", vec![Err(failure)]);
        assert_eq!(
            (error.code(), error.field(), error.is_retryable()),
            (ErrorCode::InvalidOption, Some("gateway.fetch"), false)
        );
        assert!(error.to_string().contains("nothing was sent") && error.to_string().contains(advice), "{error}");
    }
}

#[test]
fn a_redirect_that_was_followed_leaves_the_outcome_open() {
    let (error, _) = register("{}", vec![Err(Failure::Followed)]);
    assert_eq!((error.code(), error.is_retryable()), (ErrorCode::OutcomeUnknown, false));
    let (status, script) = ask(vec![Err(Failure::Followed)], "{}");
    assert_eq!((status.unwrap_err().code(), script.count()), (ErrorCode::UnexpectedRedirect, 1));
}

#[test]
fn a_registration_whose_reply_cannot_be_read_may_exist() {
    let unsafe_page = REGISTERED.replace("https://bank", "http://bank");
    for body in [
        "<html>",
        "",
        "[]",
        "{}",
        r#"{"orderId":"x"}"#,
        r#"{"errorCode":"?"}"#,
        REGISTERED.trim_end_matches('}'),
        &unsafe_page,
    ] {
        let (error, _) = register("{}", vec![Ok(reply(200, body))]);
        assert_eq!((error.code(), error.http_status()), (ErrorCode::OutcomeUnknown, Some(200)), "{body}");
        assert!(error.to_string().ends_with("call register again with the same orderNumber, not with a new one"));
        for status in [400, 401, 403, 404] {
            let (error, _) = register("{}", vec![Ok(reply(status, body))]);
            assert_eq!((error.code(), error.is_retryable()), (ErrorCode::MalformedReply, false), "{status} {body}");
            assert!(!error.to_string().contains("may exist"), "{error}");
        }
    }
}

/// What `register` lets out can come back: the gateway repeats the cart in each status reply.
#[test]
fn an_order_that_is_too_large_to_come_back_is_not_sent() {
    let cart = |bytes: usize| format!(r#"{{"orderBundle":{{"x":"{}"}}}}"#, "я".repeat((bytes - 8) / 2));
    let gateway = gateway("{}");
    let script = Script::answering(REGISTERED);
    Client::new(&gateway, &script).register(&order(&cart(MAX_ORDER_BYTES))).unwrap();
    assert_eq!(script.count(), 1);
    let (error, script) = register(&cart(MAX_ORDER_BYTES + 2), vec![]);
    assert_eq!((error.code(), error.field(), script.count()), (ErrorCode::InvalidOption, Some("order"), 0));
    // The gateway repeats it with every character escaped: six bytes for each of these of two bytes.
    let escaped = "\\u044f".repeat((MAX_ORDER_BYTES - 8) / 2);
    let body = status_body("{}").replacen('{', &format!(r#"{{"orderBundle":"{{\"x\":\"{escaped}\"}}","#), 1);
    assert!(body.len() <= MAX_REPLY_BYTES, "{}", body.len());
    assert!(ask(vec![Ok(reply(200, &body))], "{}").0.is_ok());
}

#[test]
fn no_reply_causes_a_second_registration() {
    for (status, body) in
        [(502, ""), (500, "{}"), (429, ""), (200, "<html>"), (200, r#"{"errorCode":"7"}"#), (200, "{}")]
    {
        let (error, script) = register("{}", vec![Ok(reply(status, body))]);
        assert_eq!(script.count(), 1, "{status} {body}");
        assert!(!error.is_retryable(), "{status} {body}");
        assert_eq!(error.order_number(), Some("A-1001"));
    }
}

#[test]
fn a_duplicate_is_looked_up_once_and_explained() {
    let (error, script) =
        register("{}", vec![Ok(reply(200, DUPLICATE)), Ok(reply(200, &status_body(r#"{"orderStatus":0}"#)))]);
    assert_eq!(error.code(), ErrorCode::AlreadyRegistered);
    assert_eq!(
        (error.order_id(), error.order_status(), error.order_number()),
        (Some(ORDER_ID), Some(0), Some("A-1001"))
    );
    assert_eq!(
        error.to_string(),
        "register.do: this order is already registered with the same amount and currency; call verify. Use a new number only after it is declined or expired \
         (gateway code 1: Order with this number was processed already)"
    );
    let sent = script.sent.into_inner();
    assert_eq!(sent.len(), 2);
    assert_eq!(sent[1].url, "https://bank.example/payment/rest/getOrderStatusExtended.do");
    assert_eq!(sent[1].names(), ["userName", "password", "orderNumber"]);

    for other in [r#"{"amount":1}"#, r#"{"currency":"840"}"#, r#"{"orderNumber":"A-1"}"#] {
        let (error, _) = register("{}", vec![Ok(reply(200, DUPLICATE)), Ok(reply(200, &status_body(other)))]);
        assert_eq!(error.code(), ErrorCode::Conflict, "{other}");
    }
    let unknown = r#"{"errorCode":"6","errorMessage":"Order not found"}"#;
    let (error, _) = register("{}", vec![Ok(reply(200, DUPLICATE)), Ok(reply(200, unknown))]);
    assert_eq!(error.code(), ErrorCode::DuplicateOrderNumber);
    assert!(error.to_string().contains("finds no order with it; ask your bank"), "{error}");
    // It may be the same order: a new number could be a second payment.
    let short = r#"{"errorCode":"0","orderStatus":0}"#;
    for lookup in [Err(Failure::Aborted), Ok(reply(200, short)), Ok(reply(403, ""))] {
        let (error, _) = register("{}", vec![Ok(reply(200, DUPLICATE)), lookup]);
        assert_eq!((error.code(), error.is_retryable()), (ErrorCode::DuplicateOrderNumber, false));
        assert!(error.to_string().contains("Do not use a new number"), "{error}");
    }
    assert_eq!(error.gateway().map(|gateway| gateway.error_code), Some(1));
    let (error, script) = register(r#"{"orderNumber":null}"#, vec![Ok(reply(200, DUPLICATE))]);
    assert_eq!((error.code(), script.count()), (ErrorCode::GatewayError, 1), "nothing to look up");
}

/// Another order has the generated number. The error must contain nothing of that order.
#[test]
fn a_generated_number_in_use_never_gives_the_order_of_another_customer() {
    let gateway = gateway("{}");
    let script = Script::new([Ok(reply(200, DUPLICATE))]);
    let order = order(r#"{"orderNumber":"absent"}"#);
    let error = Client::new(&gateway, &script).register(&order).unwrap_err();
    assert_eq!((error.code(), error.is_retryable()), (ErrorCode::DuplicateOrderNumber, true));
    assert_eq!((error.order_id(), script.count()), (None, 1));
}

#[test]
fn the_lookup_of_a_duplicate_is_within_the_deadline_of_the_registration() {
    let gateway = gateway(r#"{"timeoutMs":2000}"#);
    let script = Script::new([Ok(reply(200, DUPLICATE)), Ok(reply(200, &status_body("{}")))]);
    script.answer_ms.set(1500);
    Client::new(&gateway, &script).register(&order("{}")).unwrap_err();
    let timeouts: Vec<u32> = script.sent.into_inner().iter().map(|sent| sent.timeout_ms).collect();
    assert_eq!(timeouts, [2000, 500]);
}

#[test]
fn a_status_is_repeated_after_a_temporary_failure() {
    let good = || Ok(reply(200, &status_body("{}")));
    for trouble in [
        Err(Failure::Network),
        Err(Failure::Timeout),
        Ok(reply(502, "")),
        Ok(reply(500, "{}")),
        Ok(reply(429, "slow down")),
        Ok(reply(200, "<html>maintenance</html>")),
        Ok(reply(200, r#"{"errorCode":"7","errorMessage":"System error"}"#)),
    ] {
        let (status, script) = ask(vec![trouble.clone(), trouble, good()], "{}");
        assert_eq!(status, Ok(2));
        assert_eq!((script.count(), script.slept.into_inner()), (3, vec![250, 500]));
    }
}

#[test]
fn a_status_is_not_repeated_after_a_permanent_failure() {
    for useless in [
        Err(Failure::Aborted),
        Err(Failure::NotSent),
        Err(Failure::Redirect),
        Err(Failure::TooLarge),
        Ok(reply(404, "<html>")),
        Ok(reply(403, "")),
        Ok(reply(200, r#"{"errorCode":"5","errorMessage":"Access denied"}"#)),
        Ok(reply(200, r#"{"errorCode":"6"}"#)),
    ] {
        let (status, script) = ask(vec![useless], "{}");
        assert!(!status.unwrap_err().is_retryable());
        assert_eq!(script.count(), 1);
    }
}

#[test]
fn after_three_attempts_the_last_failure_is_returned() {
    let (status, script) = ask(vec![Err(Failure::Network), Ok(reply(502, "")), Ok(reply(503, ""))], "{}");
    let error = status.unwrap_err();
    assert_eq!((error.http_status(), error.is_retryable(), script.count()), (Some(503), true, 3));
    assert_eq!(error.to_string(), "getOrderStatusExtended.do: the gateway answered HTTP 503 with an empty body");
}

#[test]
fn all_attempts_share_one_deadline() {
    let gateway = gateway(r#"{"timeoutMs":2000}"#);
    let script = Script::new([Ok(reply(502, "")), Ok(reply(502, "")), Ok(reply(502, ""))]);
    script.answer_ms.set(900);
    let query = Query::OrderId(OrderId::new(ORDER_ID).unwrap());
    Client::new(&gateway, &script).status(&query).unwrap_err();
    let timeouts: Vec<u32> = script.sent.into_inner().iter().map(|sent| sent.timeout_ms).collect();
    assert_eq!(
        timeouts,
        [2000, 850],
        "900 ms for the first try, 250 ms of sleep, and no third try: 500 ms would not fit"
    );
    assert_eq!(script.slept.into_inner(), [250]);
}

#[test]
fn retry_after_is_honoured_inside_the_deadline() {
    let overloaded = |after: &str| Ok(Reply { retry_after: Some(after.into()), ..reply(429, "") });
    let (status, script) = ask(vec![overloaded("2"), Ok(reply(200, &status_body("{}")))], "{}");
    assert_eq!((status, script.slept.into_inner()), (Ok(2), vec![2000]));
    let (status, script) = ask(vec![overloaded("3600")], "{}");
    assert_eq!((status.unwrap_err().http_status(), script.count()), (Some(429), 1));
    let (_, script) = ask(vec![overloaded("soon"), Ok(reply(200, &status_body("{}")))], "{}");
    assert_eq!(script.slept.into_inner(), [250]);
}

#[test]
fn the_public_token_asks_by_the_gateways_id_only() {
    let gateway = gateway(r#"{"userName":"absent","password":"absent","token":"public"}"#);
    let script = Script::default();
    let error = Client::new(&gateway, &script).verify(expected()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "getOrderStatusExtended.do: orderNumber: the public token allows orderId only; give orderId, or use login and password"
    );
    assert_eq!(script.count(), 0);
}

#[test]
fn a_secret_in_a_message_of_the_gateway_is_not_repeated() {
    let echo =
        r#"{"errorCode":"5","errorMessage":"wrong password canary password for shop-api, card 4111111111111111"}"#;
    for error in [register("{}", vec![Ok(reply(200, echo))]).0, ask(vec![Ok(reply(200, echo))], "{}").0.unwrap_err()] {
        let shown = format!("{error} {error:?} {:?}", error.gateway());
        for secret in ["canary", "shop-api", "4111"] {
            assert!(!shown.contains(secret), "{shown}");
        }
    }
    // Half a secret behind the cut, and an encoded one.
    let cut = format!(r#"{{"errorCode":"5","errorMessage":"{} canary password"}}"#, "x".repeat(504));
    for echo in [cut.as_str(), r#"{"errorCode":"5","errorMessage":"userName=shop%2Dapi&password=canary+password"}"#] {
        let error = ask(vec![Ok(reply(200, echo))], "{}").0.unwrap_err();
        assert!(!format!("{error}").contains("canary"), "{error}");
    }
    let card = r#"{"errorCode":"5","errorMessage":"card 4111111111111111 is not accepted"}"#;
    let error = ask(vec![Ok(reply(200, card))], "{}").0.unwrap_err();
    assert_eq!(error.gateway().unwrap().error_message, "card *** is not accepted");
}

/// A gateway may repeat the login where the id of an order belongs.
#[test]
fn an_id_that_is_a_credential_is_in_no_error() {
    for secret in ["shop-api", "canary"] {
        let gateway = gateway(r#"{"password":"canary"}"#);
        let echo = status_body(&format!(r#"{{"attributes":[{{"name":"mdOrder","value":"{secret}"}}]}}"#));
        let script = Script::new([Ok(reply(200, DUPLICATE)), Ok(reply(200, &echo))]);
        let error = Client::new(&gateway, &script).register(&order("{}")).unwrap_err();
        assert_eq!((error.code(), error.order_id()), (ErrorCode::AlreadyRegistered, None), "{secret}");
    }
}

#[test]
fn exactly_one_id_goes_to_the_gateway() {
    let gateway = gateway(r#"{"language":"de"}"#);
    for (query, names) in [
        (Query::OrderId(OrderId::new(ORDER_ID).unwrap()), ["userName", "password", "orderId", "language"]),
        (
            Query::OrderNumber(OrderNumber::new("A-1001", 36).unwrap()),
            ["userName", "password", "orderNumber", "language"],
        ),
    ] {
        let script = Script::answering(&status_body("{}"));
        Client::new(&gateway, &script).status(&query).unwrap();
        assert_eq!(script.only().names(), names);
    }
}

/// The result of a request: HTTP status and body, or a failure.
type Came = Result<(u16, String), Failure>;

/// Any sequence of results, each with the milliseconds since the result before it.
fn coming() -> impl Strategy<Value = Vec<(u64, Came)>> {
    let failures = prop::sample::select(Failure::ALL.to_vec());
    let bodies = prop::sample::select(vec![
        REGISTERED.to_owned(),
        DUPLICATE.to_owned(),
        status_body("{}"),
        status_body(r#"{"amount":1}"#),
        r#"{"errorCode":"6"}"#.to_owned(),
        r#"{"errorCode":"7"}"#.to_owned(),
        "<html>".to_owned(),
    ]);
    let replies = (prop::sample::select(vec![200, 429, 500, 503]), bodies).prop_map(Ok);
    prop::collection::vec((0_u64..9_000, prop_oneof![failures.prop_map(Err), replies]), 0..9)
}

fn events(coming: Vec<(u64, Came)>) -> Vec<Event> {
    let mut now_ms = NOW;
    let event = |(ms, came): (u64, Came)| {
        now_ms += ms;
        Event { now_ms, result: came.map(|(status, body)| reply(status, &body)) }
    };
    coming.into_iter().map(event).collect()
}

/// The next action of a task after these events: the URL of a request, a wait, or the result as text.
fn after(task: &Task, events: &[Event]) -> Result<String, String> {
    let gateway = gateway("{}");
    let mut call = Call::new(task.clone(), &gateway, CallStart { now_ms: NOW, random: 1 << 40 });
    for event in events {
        call.handle(event.clone());
    }
    match call.poll() {
        Action::Send(request) => Ok(request.url.rsplit('/').next().unwrap().to_owned()),
        Action::Wait(_) => Ok("wait".into()),
        Action::Done => Err(call.into_result().map_or_else(|error| error.to_string(), |_| "done".into())),
    }
}

proptest! {
    #![proptest_config(thorough())]

    #[test]
    fn no_sequence_of_events_sends_a_registration_twice_or_reopens_a_finished_call(coming in coming()) {
        let events = events(coming);
        let task = Task::Register(order("{}"));
        let steps: Vec<_> = (0..=events.len()).map(|count| after(&task, &events[..count])).collect();
        prop_assert_eq!(&steps[0], &Ok("register.do".to_owned()));
        prop_assert!(steps[1..].iter().all(|step| step.as_deref() != Ok("register.do")), "{:?}", steps);
        let asked = steps.iter().filter(|step| step.as_deref() == Ok("getOrderStatusExtended.do")).count();
        prop_assert!(asked <= 3, "{:?}", steps);
        for pair in steps.windows(2) {
            prop_assert!(pair[0].is_ok() || pair[0] == pair[1], "{:?}", steps);
        }
    }
}
