//! The lists of `npm/index.d.ts` against the lists of the library: each name stands in both, and in no third place.

#![cfg(test)]

use std::collections::BTreeSet;

use bpc_checkout::ErrorCode;
use bpc_checkout::border;
use bpc_checkout::model::change::Operation;
use bpc_checkout::trust::action_code::{CodeList, Meaning, Retry};
use bpc_checkout::trust::callback;
use bpc_checkout::trust::verdict::{Field, NextAction};

const DECLARED: &str = include_str!("../npm/index.d.ts");

/// The declarations between `from` and the first `to` behind it.
#[track_caller]
fn part(from: &str, to: &str) -> &'static str {
    let behind = DECLARED.split_once(from).unwrap_or_else(|| panic!("{from} is not declared")).1;
    behind.split_once(to).expect("an end").0
}

/// The texts in quotation marks.
fn quoted(part: &str) -> BTreeSet<&str> {
    part.lines()
        .filter(|line| !line.trim_start().starts_with('*'))
        .flat_map(|line| line.split('"').skip(1).step_by(2))
        .collect()
}

/// The properties of an interface, at its own level.
fn properties(part: &str) -> BTreeSet<&str> {
    let is_property = |line: &&str| {
        line.starts_with("  ") && !line.starts_with("   ") && !line.trim_start().starts_with(['*', '/', '}'])
    };
    part.lines().filter(is_property).filter_map(|line| line.trim().split([':', '?', '(']).next()).collect()
}

fn set<'a>(names: impl IntoIterator<Item = &'a str>) -> BTreeSet<&'a str> {
    names.into_iter().collect()
}

#[test]
fn error_codes() {
    let ours = set(ErrorCode::ALL.map(ErrorCode::as_str));
    let mut declared = quoted(part("export type CheckoutErrorCode =", ";"));
    // Only JavaScript can meet a trap of the module.
    assert!(declared.remove("internal"));
    assert_eq!(declared, ours);
}

#[test]
fn operations_of_callbacks() {
    let declared = quoted(part("export interface CallbackEvent {", "succeeded"));
    assert_eq!(declared, set(callback::Operation::ALL.map(callback::Operation::as_str)));
}

#[test]
fn fields_of_a_mismatch() {
    let declared = quoted(part("export interface Mismatch extends VerdictBase {", "expected:"));
    assert_eq!(declared, set(Field::ALL.map(Field::as_str).into_iter().chain(["mismatch", "investigate"])));
}

#[test]
fn classes_and_advice_of_response_codes() {
    // More than enough: every class and every advice is of one of the codes.
    let meanings: Vec<Meaning> = (-31_000..400_000).map(|code| Meaning::of(code, CodeList::General)).collect();
    let classes = meanings.iter().map(|meaning| meaning.class().as_str());
    assert_eq!(quoted(part("export type CodeClass =", ";")), set(classes));
    let retries = meanings.iter().filter_map(|meaning| meaning.retry()).map(Retry::as_str);
    assert_eq!(quoted(part("export type Retry =", ";")), set(retries));
}

#[test]
fn actions_of_a_store() {
    use NextAction::{AskAgain, Deposit, Fulfil, Investigate, NewOrder, OfferRetry};
    let ours = [Fulfil, Deposit, OfferRetry, NewOrder, AskAgain, Investigate, NextAction::None];
    assert_eq!(quoted(part("export interface Next {", "/**")), set(ours.map(NextAction::as_str)));
}

#[test]
fn functions_that_change_an_order() {
    for operation in Operation::ALL {
        assert!(DECLARED.contains(&format!("export function {}(change: ", operation.as_str())), "{operation:?}");
    }
}

#[test]
fn options_of_a_gateway() {
    let mut declared = properties(part("export interface GatewayOptions {", "\n}"));
    // The transport's own, and the observer's.
    assert!(declared.remove("fetch") && declared.remove("onExchange"));
    for union in ["export type GatewayAddress =", "export type GatewayLogin ="] {
        let members = part(union, "\n    };").lines().filter_map(|line| line.strip_prefix("      "));
        declared
            .extend(members.filter_map(|line| line.split([':', '?']).next()).filter(|name| !name.contains(['/', '*'])));
    }
    assert_eq!(declared, set(border::read::GATEWAY_OPTIONS.iter().copied()));
}

#[test]
fn parameters_of_an_order() {
    let order = properties(part("export interface Order {", "\n}"));
    let pre_auth = properties(part("export interface PreAuthOrder extends Order {", "\n}"));
    let declared: BTreeSet<&str> = order.union(&pre_auth).copied().collect();
    assert_eq!(declared, set(bpc_checkout::model::order::parameters::names()));
}
