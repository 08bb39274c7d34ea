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

fn carry_out(operation: Operation, object: &str, answer: Result<Reply, Failure>) -> (Result<Change, Error>, Script) {
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
        assert!(carry_out(Operation::Refund, refund, Ok(reply(200, done))).0.is_ok(), "{done}");
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
        (r#"{"errorCode":"5","errorMessage":"Amount exceeds the authorized amount"}"#, ErrorCode::InvalidState),
        (r#"{"errorCode":"0","error":"Refused"}"#, ErrorCode::GatewayError),
        ("{}", ErrorCode::OutcomeUnknown),
        (r#"{"errorCode":"","errorMessage":"Something broke"}"#, ErrorCode::OutcomeUnknown),
        (r#"{"errorCode":9007199254740993}"#, ErrorCode::OutcomeUnknown),
        ("", ErrorCode::OutcomeUnknown),
        ("<html>", ErrorCode::OutcomeUnknown),
    ] {
        let (result, script) = carry_out(Operation::Refund, refund, Ok(reply(200, answer)));
        let error = result.unwrap_err();
        assert_eq!((error.code(), error.is_retryable(), script.count()), (code, false, 1), "{answer}");
    }
}

/// The gateway answers in the language of the call, so the words for its own fault are known in every language of the banks.
#[test]
fn code_7_with_words_of_a_fault_is_open_and_with_words_of_a_state_is_not() {
    let refund = |words: &str| {
        let answer = format!(r#"{{"errorCode":"7","errorMessage":"{words}"}}"#);
        carry_out(Operation::Refund, r#"{"orderId":"o-1","amount":500}"#, Ok(reply(200, &answer))).0.unwrap_err().code()
    };
    for fault in [
        "System error",
        "Systemfehler",
        "Erreur système",
        "Erreur technique",
        "Error interno del servidor",
        "Errore interno",
        "Eroare internă",
        "Eroare de sistem",
        "Системная ошибка",
        "Внутренняя ошибка",
        "Техническая ошибка",
        "Системна помилка",
        "Внутрішня помилка",
        "Вътрешна грешка",
        "Σφάλμα συστήματος",
        "Εσωτερικό σφάλμα",
        "Համակարգի սխալ",
        "Ներքին սխալ",
        "خطأ في النظام",
        "خطأ داخلي",
        "Erro interno",
        "Falha interna",
        "Sistem hatası",
        "Dahili hata",
        "Жүйелік қате",
        "Ішкі қате",
        "Technical error",
        "Error técnico",
        "Eroare tehnică",
        "Технічна помилка",
        "Unexpected error",
        "Service is unavailable",
        "Request timed out",
    ] {
        assert_eq!(refund(fault), ErrorCode::OutcomeUnknown, "{fault}");
    }
    for state in [
        "Refund is impossible for current transaction state",
        "Refund amount exceeds deposited amount",
        "Internet payments cannot be refunded in this state",
        "International card: the state does not allow it",
        "Возврат невозможен для данного состояния операции",
        "Сумма возврата превышает сумму списания",
        "Rambursarea nu este posibilă în starea curentă",
        "Le remboursement est impossible dans l'état actuel",
        "Η επιστροφή δεν είναι δυνατή στην τρέχουσα κατάσταση",
        "Վերադարձը հնարավոր չէ",
        "الاسترجاع غير ممكن في الحالة الحالية",
        "Сумата за възстановяване надвишава платената сума",
        "İade mevcut durumda mümkün değil",
    ] {
        assert_eq!(refund(state), ErrorCode::InvalidState, "{state}");
    }
}

#[test]
fn a_change_without_a_reply_is_never_repeated() {
    for failure in [Failure::Network, Failure::Timeout, Failure::Aborted, Failure::TooLarge] {
        let (result, script) = carry_out(Operation::Deposit, r#"{"orderId":"o-1"}"#, Err(failure));
        let error = result.unwrap_err();
        assert_eq!((error.code(), error.is_retryable(), script.count()), (ErrorCode::OutcomeUnknown, false, 1));
        assert_eq!(error.external_refund_id(), None);
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
                        "{}: the gateway answered HTTP {status} without an error code; the gateway may have carried it out; {}",
                        operation.endpoint().name(),
                        advice(operation),
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

/// What an open outcome leads to.
fn advice(operation: Operation) -> &'static str {
    match operation {
        Operation::Refund => {
            "call refund again with the same externalRefundId (this error has it), or call status first"
        }
        _ => "call status before you try again",
    }
}

/// A change with what it needs, and nothing else.
fn least(operation: Operation) -> &'static str {
    match operation {
        Operation::Decline => r#"{"orderId":"o-1","orderNumber":"A-1001"}"#,
        _ => r#"{"orderId":"o-1"}"#,
    }
}

#[test]
fn a_reply_that_cannot_be_read_leaves_the_outcome_open() {
    for operation in Operation::ALL {
        for body in
            ["<html>", "", "not JSON", "[]", "5", r#""done""#, "{}", r#"{"errorCode":"x"}"#, r#"{"errorCode":0"#]
        {
            let (result, script) = carry_out(operation, least(operation), Ok(reply(200, body)));
            let error = result.unwrap_err();
            assert_eq!(
                (error.code(), error.is_retryable(), error.http_status(), script.count()),
                (ErrorCode::OutcomeUnknown, false, Some(200), 1),
                "{operation:?} {body}"
            );
            let end = ["; the gateway may have carried it out; ", advice(operation)].concat();
            assert!(error.to_string().ends_with(&end), "{error}");
            // These say that the request was refused.
            for status in [400, 401, 403, 404, 405, 413] {
                let (result, _) = carry_out(operation, least(operation), Ok(reply(status, body)));
                let error = result.unwrap_err();
                assert_eq!((error.code(), error.is_retryable()), (ErrorCode::MalformedReply, false), "{status} {body}");
                assert_eq!(error.external_refund_id(), None);
            }
        }
        let unread = Reply { status: 200, retry_after: None, body: None };
        let error = carry_out(operation, least(operation), Ok(unread)).0.unwrap_err();
        assert_eq!(error.code(), ErrorCode::OutcomeUnknown, "a body that is not text");
    }
}

#[test]
fn a_change_that_was_not_sent_may_be_repeated() {
    for operation in Operation::ALL {
        for failure in [Failure::Refused, Failure::UnknownHost, Failure::Certificate, Failure::Unconnected] {
            let error = carry_out(operation, least(operation), Err(failure)).0.unwrap_err();
            assert_eq!((error.code(), error.is_retryable()), (ErrorCode::Network, true), "{operation:?} {failure:?}");
        }
        for failure in [Failure::Unbound, Failure::Threw] {
            let error = carry_out(operation, least(operation), Err(failure)).0.unwrap_err();
            assert_eq!((error.code(), error.field()), (ErrorCode::InvalidOption, Some("gateway.fetch")));
        }
        let error = carry_out(operation, least(operation), Err(Failure::Redirect)).0.unwrap_err();
        assert_eq!(error.code(), ErrorCode::UnexpectedRedirect);
        let error = carry_out(operation, least(operation), Err(Failure::Followed)).0.unwrap_err();
        assert_eq!(error.code(), ErrorCode::OutcomeUnknown, "the other address may have passed the request on");
    }
}

#[test]
fn a_refund_has_an_id_with_which_it_is_repeated() {
    let refund = |object: &str, random: u128, answer: Result<Reply, Failure>| {
        let gateway = gateway("{}");
        let script = Script::new([answer]);
        script.random.set(random);
        let result = Client::new(&gateway, &script).change(&read(Operation::Refund, object).unwrap());
        (result, script.only().field("externalRefundId").to_owned())
    };
    let least = least(Operation::Refund);
    let (done, sent) = refund(least, 1 << 70, Ok(reply(200, DONE)));
    assert_eq!(done.unwrap().external_refund_id(), Some(sent.as_str()), "the answer tells the generated id");
    assert!((1..=32).contains(&sent.len()) && sent.bytes().all(|byte| byte.is_ascii_alphanumeric()), "{sent}");
    let (_, other) = refund(least, 1 << 71, Ok(reply(200, DONE)));
    assert_ne!(sent, other, "every refund has its own id");

    let (lost, sent) = refund(least, 5, Err(Failure::Timeout));
    let lost = lost.unwrap_err();
    assert_eq!((lost.code(), lost.external_refund_id()), (ErrorCode::OutcomeUnknown, Some(sent.as_str())));
    assert!(!lost.is_retryable(), "the same request without the id would be another refund");
    let again = format!(r#"{{"orderId":"o-1","externalRefundId":"{sent}"}}"#);
    let (lost, same) = refund(&again, 6, Ok(reply(502, "")));
    let lost = lost.unwrap_err();
    assert_eq!((same, lost.is_retryable(), lost.external_refund_id()), (sent.clone(), true, Some(sent.as_str())));
    for answer in [Err(Failure::Refused), Ok(reply(200, r#"{"errorCode":"7"}"#)), Ok(reply(404, ""))] {
        let (error, _) = refund(least, 7, answer);
        assert_eq!(
            error.unwrap_err().external_refund_id(),
            None,
            "where it was not carried out there is nothing to repeat"
        );
    }
    for operation in [Operation::Deposit, Operation::Reverse] {
        let (done, script) = carry_out(operation, self::least(operation), Ok(reply(200, DONE)));
        assert_eq!(done.unwrap().external_refund_id(), None);
        assert!(!script.only().names().contains(&"externalRefundId"));
    }
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
