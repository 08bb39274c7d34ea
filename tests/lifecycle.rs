//! Deposit, reverse, refund, decline: the form of each request, which is sent once, and the meaning of the replies.

#![cfg(test)]

mod support;

use bpc_checkout::call::Failure;
use bpc_checkout::model::change::{Change, Operation};
use bpc_checkout::protocol::reply::Reply;
use bpc_checkout::{Error, ErrorCode, border};
use support::{Client, Script, gateway, reply, value};

const DONE: &str = r#"{"errorCode":0,"errorMessage":"Success"}"#;

fn read(operation: Operation, object: &str) -> Result<Change, Error> {
    border::read::change(&value(object), operation)
}

fn carry_out(operation: Operation, object: &str, answer: Result<Reply, Failure>) -> (Result<(), Error>, Script) {
    let gateway = gateway("{}");
    let script = Script::new([answer]);
    let result = Client::new(&gateway, &script).change(&read(operation, object).unwrap());
    (result, script)
}

#[track_caller]
fn fields(operation: Operation, object: &str) -> (String, Vec<(String, String)>) {
    let (result, script) = carry_out(operation, object, Ok(reply(200, DONE)));
    result.unwrap();
    let mut sent = script.only();
    // Behind the login.
    (sent.url.clone(), sent.fields.split_off(2))
}

#[test]
fn each_operation_has_its_form() {
    let pairs = |pairs: &[(&str, &str)]| -> Vec<(String, String)> {
        pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    };
    let root = "https://bank.example/payment/rest/";
    for (operation, object, method, expected) in [
        (Operation::Deposit, r#"{"orderId":"o-1"}"#, "deposit.do", vec![("orderId", "o-1"), ("amount", "0")]),
        (
            Operation::Deposit,
            r#"{"orderId":"o-1","amount":1500,"currency":"EUR","depositItems":{"items":[]}}"#,
            "deposit.do",
            vec![("orderId", "o-1"), ("amount", "1500"), ("currency", "978"), ("depositItems", r#"{"items":[]}"#)],
        ),
        (Operation::Reverse, r#"{"orderId":"o-1"}"#, "reverse.do", vec![("orderId", "o-1")]),
        (
            Operation::Reverse,
            r#"{"orderId":"o-1","amount":1}"#,
            "reverse.do",
            vec![("orderId", "o-1"), ("amount", "1")],
        ),
        (
            Operation::Refund,
            r#"{"orderId":"o-1","amount":500,"externalRefundId":"r-1","expectedDepositedAmount":2000}"#,
            "refund.do",
            vec![
                ("orderId", "o-1"),
                ("amount", "500"),
                ("externalRefundId", "r-1"),
                ("expectedDepositedAmount", "2000"),
            ],
        ),
        (
            Operation::Decline,
            r#"{"orderId":"o-1","orderNumber":"A-1001"}"#,
            "decline.do",
            vec![("orderId", "o-1"), ("orderNumber", "A-1001")],
        ),
    ] {
        assert_eq!(fields(operation, object), (format!("{root}{method}"), pairs(&expected)), "{object}");
    }
}

#[test]
fn mistakes_are_named() {
    for (operation, object, message) in [
        (Operation::Deposit, r#"{"amount":1}"#, "change.orderId: is missing"),
        (
            Operation::Deposit,
            r#"{"orderId":"o-1","amount":0}"#,
            "change.amount: is 0, which the gateway reads as the whole amount; omit it to mean the whole amount",
        ),
        (
            Operation::Refund,
            r#"{"orderId":"o-1","amount":0}"#,
            "change.amount: is 0, which the gateway reads as the whole amount; omit it to mean the whole amount",
        ),
        (
            Operation::Reverse,
            r#"{"orderId":"o-1","externalRefundId":"r"}"#,
            "change.externalRefundId: is not a known option",
        ),
        (
            Operation::Decline,
            r#"{"orderId":"o-1"}"#,
            "change.orderNumber: is missing; decline needs orderId and orderNumber",
        ),
        (
            Operation::Decline,
            r#"{"orderId":"o-1","orderNumber":7}"#,
            "change.orderNumber: expected text; write the number in quotes",
        ),
        (Operation::Refund, "[]", "change: expected an object, got a list"),
    ] {
        assert_eq!(read(operation, object).unwrap_err().to_string(), message, "{object}");
    }
}

#[test]
fn replies_mean_the_same_in_every_spelling() {
    let refund = r#"{"orderId":"o-1","amount":500}"#;
    for done in [DONE, r#"{"errorCode":"0"}"#, r#"{"ErrorCode":"0"}"#, r#"{"success":true}"#] {
        assert_eq!(carry_out(Operation::Refund, refund, Ok(reply(200, done))).0, Ok(()), "{done}");
    }
    for (answer, code) in [
        (r#"{"errorCode":"7","errorMessage":"Wrong state"}"#, ErrorCode::InvalidState),
        (r#"{"errorCode":7}"#, ErrorCode::InvalidState),
        (r#"{"errorCode":"7","errorMessage":"System error"}"#, ErrorCode::OutcomeUnknown),
        (r#"{"errorCode":"7","errorMessage":"Erreur interne"}"#, ErrorCode::OutcomeUnknown),
        (r#"{"errorCode":"7","errorMessage":"ERREUR SYSTÈME"}"#, ErrorCode::OutcomeUnknown),
        (r#"{"errorCode":"7","errorMessage":"Interner Fehler"}"#, ErrorCode::OutcomeUnknown),
        (r#"{"errorCode":"7","errorMessage":"Вътрешна грешка"}"#, ErrorCode::OutcomeUnknown),
        (r#"{"errorCode":"7","errorMessage":"Internet and international payments are off"}"#, ErrorCode::InvalidState),
        (r#"{"errorCode":"6"}"#, ErrorCode::OrderNotFound),
        (r#"{"errorCode":"5"}"#, ErrorCode::AccessDenied),
        (r#"{"errorCode":"0","error":"Refused"}"#, ErrorCode::GatewayError),
        ("{}", ErrorCode::MalformedReply),
        (r#"{"errorCode":"","errorMessage":"Something broke"}"#, ErrorCode::MalformedReply),
        (r#"{"errorCode":9007199254740993}"#, ErrorCode::MalformedReply),
        ("", ErrorCode::MalformedReply),
        ("<html>", ErrorCode::MalformedReply),
    ] {
        let (result, script) = carry_out(Operation::Refund, refund, Ok(reply(200, answer)));
        let error = result.unwrap_err();
        assert_eq!((error.code(), error.is_retryable(), script.count()), (code, false, 1), "{answer}");
    }
}

#[test]
fn a_change_without_a_reply_is_never_repeated() {
    for failure in [Failure::Network, Failure::Timeout, Failure::Aborted, Failure::TooLarge] {
        let (result, script) = carry_out(Operation::Refund, r#"{"orderId":"o-1"}"#, Err(failure));
        let error = result.unwrap_err();
        assert_eq!((error.code(), error.is_retryable(), script.count()), (ErrorCode::OutcomeUnknown, false, 1));
        assert!(
            error.to_string().ends_with("the gateway may have carried it out; call status before you try again"),
            "{error}"
        );
    }
    let keyed = r#"{"orderId":"o-1","amount":5,"externalRefundId":"r-1"}"#;
    assert!(
        carry_out(Operation::Refund, keyed, Err(Failure::Timeout)).0.unwrap_err().is_retryable(),
        "the key makes it one refund"
    );
    assert!(!carry_out(Operation::Refund, keyed, Err(Failure::Aborted)).0.unwrap_err().is_retryable());
    assert_eq!(carry_out(Operation::Refund, keyed, Err(Failure::NotSent)).0.unwrap_err().code(), ErrorCode::Aborted);
}

#[test]
fn the_public_token_changes_nothing() {
    let gateway = gateway(r#"{"userName":"absent","password":"absent","token":"public"}"#);
    let script = Script::default();
    let change = read(Operation::Reverse, r#"{"orderId":"o-1"}"#).unwrap();
    let error = Client::new(&gateway, &script).change(&change).unwrap_err();
    assert_eq!(
        error.to_string(),
        "reverse.do: gateway.token: is the public token, which cannot change an order; use login and password"
    );
    assert_eq!(script.count(), 0);
}

/// Under these HTTP statuses a reply without an error code is no refusal: a proxy or an overloaded gateway wrote it.
#[test]
fn a_failure_without_an_error_code_leaves_the_outcome_open() {
    let bodies = [
        r#"{"status":500,"error":"Internal Server Error"}"#,
        r#"{"errorMessage":"busy"}"#,
        r#"{"errorCode":"0"}"#,
        r#"{"success":false}"#,
        "{}",
        "<html>",
        "",
        "not JSON",
    ];
    for operation in Operation::ALL {
        let object = if operation == Operation::Decline {
            r#"{"orderId":"o-1","orderNumber":"A-1001"}"#
        } else {
            r#"{"orderId":"o-1"}"#
        };
        for status in [500, 502, 503, 504, 408, 425, 429] {
            for body in bodies {
                let (result, script) = carry_out(operation, object, Ok(reply(status, body)));
                let error = result.unwrap_err();
                assert_eq!((error.code(), error.is_retryable()), (ErrorCode::OutcomeUnknown, false), "{status} {body}");
                assert_eq!((error.http_status(), script.count()), (Some(status), 1));
                assert_eq!(
                    error.to_string(),
                    format!(
                        "{}: the gateway answered HTTP {status} without an error code; the gateway may have carried it out; call status before you try again",
                        operation.endpoint().name()
                    )
                );
            }
        }
    }
    for status in [401, 403, 400] {
        let (result, _) = carry_out(Operation::Refund, r#"{"orderId":"o-1"}"#, Ok(reply(status, bodies[0])));
        assert_ne!(result.unwrap_err().code(), ErrorCode::OutcomeUnknown, "{status}");
    }
    let keyed = r#"{"orderId":"o-1","amount":1,"externalRefundId":"r-1"}"#;
    let (result, _) = carry_out(Operation::Refund, keyed, Ok(reply(500, bodies[0])));
    assert!(result.unwrap_err().is_retryable(), "the gateway recognises the repetition");
}

#[test]
fn codes_5_and_7_are_told_apart_by_the_gateways_words() {
    for (code, words, expected) in [
        (5, "Access denied", ErrorCode::AccessDenied),
        (5, "Доступ запрещён", ErrorCode::AccessDenied),
        (5, "Неверный логин или пароль", ErrorCode::AccessDenied),
        (5, "", ErrorCode::AccessDenied),
        (5, "Общая сумма возвратов превышает сумму заказа", ErrorCode::InvalidState),
        (5, "Amount is more than deposited", ErrorCode::InvalidState),
        (7, "Payment must be in the right state", ErrorCode::InvalidState),
        (7, "Системная ошибка", ErrorCode::OutcomeUnknown),
        (7, "System error", ErrorCode::OutcomeUnknown),
    ] {
        let body = format!(r#"{{"errorCode":"{code}","errorMessage":"{words}"}}"#);
        let (result, _) = carry_out(Operation::Refund, r#"{"orderId":"o-1"}"#, Ok(reply(200, &body)));
        assert_eq!(result.unwrap_err().code(), expected, "{code} {words}");
    }
}
