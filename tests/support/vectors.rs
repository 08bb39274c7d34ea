//! The rows of tests/vectors: replies as gateways send them, and what each must be read as.

use std::fs;
use std::path::{Path, PathBuf};

use bpc_checkout::Expected;
use bpc_checkout::model::ids::OrderNumber;
use bpc_checkout::model::money::{Amount, Currency};

use super::rows;

/// Our own vectors.
pub(crate) const REPLIES: &str = include_str!("../vectors/replies.mjs");

/// How the recorded replies must be read, if they are present.
pub(crate) const RECORDED: &str = include_str!("../vectors/recorded.mjs");

/// The folder of the recorded replies, which are not ours to publish.
pub(crate) fn recordings() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/gateway/wire-samples");
    folder.is_dir().then_some(folder)
}

pub(crate) fn text<'a>(row: &'a serde_json::Value, name: &str) -> Option<&'a str> {
    row.get(name).and_then(serde_json::Value::as_str)
}

pub(crate) fn number(row: &serde_json::Value, name: &str) -> Option<i64> {
    row.get(name).and_then(serde_json::Value::as_i64)
}

/// The store that the vectors are about: two mugs for 45.50 EUR.
fn mugs() -> Expected {
    sold("M-204", 4550, "EUR")
}

/// The order that a row is about.
pub(crate) fn expected_of(row: &serde_json::Value) -> Expected {
    row.get("expected").map_or_else(mugs, |expected| {
        sold(expected[0].as_str().unwrap(), expected[1].as_u64().unwrap(), expected[2].as_str().unwrap())
    })
}

#[track_caller]
fn sold(number: &str, minor: u64, currency: &str) -> Expected {
    Expected::new(
        OrderNumber::parse(number).unwrap(),
        Amount::from_minor(minor).unwrap(),
        Currency::parse(currency).unwrap(),
    )
}

/// The part of a file that is the reply.
pub(crate) fn recorded(file: &str, row: &serde_json::Value) -> String {
    if row.get("httpMessage").is_some() {
        // A whole HTTP message whose URL was removed when it was recorded.
        let (head, body) = file.split_once("\n\n").unwrap();
        assert!(head.contains("Content-Type: text/plain"));
        return body.replace(r#""formUrl":"...""#, r#""formUrl":"https://bank.example/page""#);
    }
    let Some(path) = row.get("take").and_then(serde_json::Value::as_array) else { return file.to_owned() };
    let mut part: serde_json::Value = serde_json::from_str(file).unwrap();
    for step in path {
        part = step
            .as_str()
            .map_or_else(|| part[usize::try_from(step.as_u64().unwrap()).unwrap()].clone(), |key| part[key].clone());
    }
    part.to_string()
}

/// A reply of the rows: its HTTP status, its body, and the order that it is about.
pub(crate) struct Sample {
    pub(crate) name: String,
    pub(crate) http: u16,
    pub(crate) body: String,
    pub(crate) expected: Expected,
}

/// Every reply: our own vectors, and the recorded ones if they are present.
pub(crate) fn samples() -> Vec<Sample> {
    let sample = |row: &serde_json::Value, name: &str, body: String| Sample {
        name: name.to_owned(),
        http: number(row, "http").and_then(|http| u16::try_from(http).ok()).unwrap_or(200),
        body,
        expected: expected_of(row),
    };
    let mut samples: Vec<Sample> = rows(REPLIES)
        .iter()
        .map(|row| sample(row, text(row, "name").unwrap(), text(row, "body").unwrap().to_owned()))
        .collect();
    if let Some(folder) = recordings() {
        for row in rows(RECORDED) {
            let file = text(&row, "file").unwrap();
            samples.push(sample(&row, file, recorded(&fs::read_to_string(folder.join(file)).unwrap(), &row)));
        }
    }
    samples
}
