//! Replies of gateways: our own vectors, and recorded ones if they are present. The conformance suite reads the same rows through
//! WebAssembly.

#![cfg(test)]

mod support;

use std::fs;

use bpc_checkout::Query;
use bpc_checkout::call::Failure;
use bpc_checkout::codec::json;
use bpc_checkout::codec::value::Value;
use bpc_checkout::model::ids::OrderId;
use bpc_checkout::protocol::object::Object;
use bpc_checkout::protocol::reply::Reply;
use bpc_checkout::trust::verdict::decide;
use bpc_checkout::{Error, ErrorCode};
use support::vectors::{RECORDED, REPLIES, expected_of, number, recorded, recordings, text};
use support::{Client, Script, gateway, order, reply, rows};

/// Three times the same answer: a status is asked again where that may help.
fn script(reply: &Reply) -> Script {
    Script::new([(); 3].map(|()| Ok::<_, Failure>(reply.clone())))
}

fn register(reply: &Reply) -> Result<(String, String), Error> {
    let gateway = gateway("{}");
    let script = script(reply);
    let registered = Client::new(&gateway, &script).register(&order(r#"{"orderNumber":null}"#))?;
    Ok((registered.order_id().as_str().to_owned(), registered.form_url().to_owned()))
}

fn status(reply: &Reply) -> Result<bpc_checkout::protocol::status::OrderReport, Error> {
    let gateway = gateway("{}");
    let script = script(reply);
    Client::new(&gateway, &script).status(&Query::OrderId(OrderId::new("any").unwrap()))
}

/// Holds a reply against everything its row says.
#[track_caller]
fn judge(name: &str, row: &serde_json::Value, reply: &Reply) {
    if let Some(wanted) = row.get("registered") {
        let (order_id, form_url) = register(reply).unwrap_or_else(|error| panic!("{name}: {error}"));
        let sent = reply.json().unwrap();
        let sent_id = Object::of(&sent).and_then(|object| object.text("orderId"));
        assert_eq!(Some(order_id.as_str()), text(wanted, "orderId").or(sent_id.as_deref()), "{name}");
        assert!(text(wanted, "formUrl").is_none_or(|wanted| wanted == form_url), "{name}: {form_url}");
    } else if let Some(wanted) = row.get("report") {
        judge_report(name, row, wanted, reply);
    } else if row.get("accepted").is_some() {
        let value = reply.json().unwrap();
        assert!(reply.check(Object::of(&value).unwrap()).is_ok(), "{name}");
        assert_eq!(status(reply).unwrap_err().code(), ErrorCode::MalformedReply, "{name}: it is no status");
    } else {
        judge_failure(name, row, reply);
    }
}

#[track_caller]
fn judge_report(name: &str, row: &serde_json::Value, wanted: &serde_json::Value, reply: &Reply) {
    let report = status(reply).unwrap_or_else(|error| panic!("{name}: {error}"));
    contains(name, report.fields(), wanted);
    if let Some(raw) = row.get("raw") {
        contains(name, report.raw(), raw);
    }
    if let Some(outcome) = text(row, "outcome") {
        assert_eq!(decide(expected_of(row), report).outcome().as_str(), outcome, "{name}");
    }
}

#[track_caller]
fn judge_failure(name: &str, row: &serde_json::Value, reply: &Reply) {
    let mut errors = Vec::new();
    let only = text(row, "call").or_else(|| name.split_once(':').map(|(call, _)| call));
    if only != Some("status") {
        let error = register(reply).unwrap_err();
        let is_refusal = (400..500).contains(&reply.status);
        if row.get("malformed").is_some() && !is_refusal {
            assert_eq!(error.code(), ErrorCode::OutcomeUnknown, "{name}: the order may exist: {error}");
            assert_eq!(error.http_status(), Some(reply.status), "{name}");
        } else {
            errors.push(error);
        }
    }
    if only != Some("register") {
        errors.push(status(reply).unwrap_err());
    }
    for error in errors {
        let shown = error.to_string();
        if row.get("malformed").is_some() {
            assert_eq!(error.code(), ErrorCode::MalformedReply, "{name}: {shown}");
            assert_eq!(error.http_status(), Some(reply.status), "{name}");
            assert!(shown.contains(&format!("HTTP {}", reply.status)), "{name}: {shown}");
        } else {
            assert_eq!(error.gateway().map(|gateway| gateway.error_code), number(row, "refused"), "{name}: {shown}");
        }
        if let Some(code) = text(row, "code") {
            assert_eq!(error.code().as_str(), code, "{name}");
        }
        let body = reply.body.as_deref().unwrap_or_default();
        assert!(body.len() < 20 || !shown.contains(body.trim()), "{name}: the message repeats the body");
    }
}

/// Everything that is wanted is there, with its type; more may be.
#[track_caller]
fn contains(name: &str, found: &Value, wanted: &serde_json::Value) {
    match (found, wanted) {
        (Value::Object(_), serde_json::Value::Object(pairs)) => {
            for (key, wanted) in pairs {
                let inner = Object::of(found).and_then(|object| object.get(key));
                contains(&format!("{name}: {key}"), inner.unwrap_or(&Value::Null), wanted);
            }
        }
        (Value::List(items), serde_json::Value::Array(wanted)) => {
            assert_eq!(items.len(), wanted.len(), "{name}");
            for (item, wanted) in items.iter().zip(wanted) {
                contains(name, item, wanted);
            }
        }
        _ => assert_eq!(serde_json::from_str::<serde_json::Value>(&json::stringify(found)).unwrap(), *wanted, "{name}"),
    }
}

#[test]
fn our_own_vectors_are_read_as_their_rows_say() {
    let rows = rows(REPLIES);
    assert!(rows.len() > 60);
    for row in &rows {
        let status = number(row, "http").and_then(|http| u16::try_from(http).ok()).unwrap();
        judge(text(row, "name").unwrap(), row, &reply(status, text(row, "body").unwrap()));
    }
}

#[test]
fn every_vector_names_its_source_once() {
    let rows = rows(REPLIES);
    let mut names: Vec<&str> = rows.iter().filter_map(|row| text(row, "name")).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), rows.len());
    assert!(rows.iter().all(|row| text(row, "source").is_some_and(|source| source.len() > 8)));
}

/// Recorded replies of real gateways cannot be published. They are read if they are present.
#[test]
fn recorded_replies_are_read_as_their_rows_say() {
    let Some(folder) = recordings() else {
        println!("the recorded replies are not here; our own vectors cover the same shapes");
        return;
    };
    let rows = rows(RECORDED);
    let mut known: Vec<&str> = rows.iter().filter_map(|row| text(row, "file")).collect();
    for row in &rows {
        let file = text(row, "file").unwrap();
        let body = recorded(&fs::read_to_string(folder.join(file)).unwrap(), row);
        let http = number(row, "http").and_then(|http| u16::try_from(http).ok()).unwrap_or(200);
        judge(file, row, &reply(http, &body));
    }
    known.dedup();
    let files = fs::read_dir(folder).unwrap().filter(|entry| entry.as_ref().unwrap().file_name() != "INDEX.md").count();
    assert_eq!(known.len(), files, "every file has a row");
}
