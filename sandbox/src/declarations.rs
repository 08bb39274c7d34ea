//! Compares the declarations, the JavaScript and the command line in `npm/` with the tables and types of this crate. Each
//! name must be on both sides.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::callback::{CallbackLine, CallbackResult};
use crate::control::{self, Pay, TestCard};
use crate::exchange_log::Exchange;
use crate::fault::{Fault, FaultKind};
use crate::options::{Callbacks, Merchant, Options, field_names};
use crate::order::{Order, OrderRequest, Rules};
use crate::payment::Paid;
use crate::payment_method::PaymentMethod;
use crate::profile::Profile;
use crate::routes::{ECOM_ROOT, REST_ROOT};
use crate::state::State;

const DECLARATIONS: &str = include_str!("../../npm/sandbox.d.ts");
const API: &str = include_str!("../../npm/sandbox-api.js");
const DOCUMENT: &str = include_str!("../../docs/sandbox.md");
const CLI: &str = include_str!("../../npm/cli-sandbox.js");

type Names = BTreeSet<String>;

fn names<T: ToString>(list: impl IntoIterator<Item = T>) -> Names {
    list.into_iter().map(|name| name.to_string()).collect()
}

fn fields(value: &impl Serialize) -> Names {
    names(field_names(value))
}

/// The text between `start` and the next `end`, without comments.
#[track_caller]
fn between(start: &str, end: &str) -> String {
    let (_, rest) = DECLARATIONS.split_once(start).unwrap_or_else(|| panic!("{start} is not declared"));
    let (text, _) = rest.split_once(end).unwrap();
    let lines = text.lines().map(|line| line.split("//").next().unwrap_or_default().trim());
    lines.filter(|line| !line.starts_with('*') && !line.starts_with("/*")).collect::<Vec<_>>().join("\n")
}

/// The strings of a union type.
#[track_caller]
fn union(name: &str) -> Names {
    let text = between(&format!("export type {name} ="), ";");
    text.split('|')
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .map(|part| part.trim_matches('"').to_owned())
        .collect()
}

/// The properties of an interface.
#[track_caller]
fn interface(name: &str) -> Names {
    let text = between(&format!("export interface {name} {{\n"), "\n}");
    let names = text.lines().filter_map(|line| line.split_once(':')).map(|(name, _)| name.trim_end_matches('?'));
    names.map(str::to_owned).collect()
}

#[test]
fn the_declared_faults_are_those_of_the_table() {
    assert_eq!(union("SandboxFaultKind"), names(FaultKind::ALL.iter().map(|kind| kind.as_str())));
    let mut active = interface("SandboxFault");
    active.extend(interface("SandboxActiveFault extends SandboxFault"));
    assert_eq!(active, fields(&Fault::once(FaultKind::Html)));
}

#[test]
fn the_declared_profiles_are_all_profiles() {
    assert_eq!(union("SandboxProfile"), names(Profile::ALL.map(Profile::as_str)));
    let (last, others) = Profile::ALL.split_last().unwrap();
    let others: Vec<&str> = others.iter().map(|profile| profile.as_str()).collect();
    let listed = format!("--profile <name> {} or {} ", others.join(", "), last.as_str());
    let help = CLI.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(help.contains(&listed), "{listed}is not in the help of the command line");
}

#[test]
fn javascript_knows_the_rest_roots() {
    for root in [
        format!("{{ ecom: \"{}\" }}", ECOM_ROOT.trim_end_matches('/')),
        format!("\"{}\"", REST_ROOT.trim_end_matches('/')),
    ] {
        assert!(API.contains(&root), "{root}");
    }
}

/// `now` is an option of JavaScript alone: the crate reads no clock.
#[test]
fn the_declared_options_are_those_of_the_crate() {
    let mut options = fields(&Options::default());
    assert!(options.insert("now".into()));
    assert_eq!(interface("SandboxOptions"), options);
    assert_eq!(interface("SandboxMerchant"), fields(&Merchant::default()));
    assert_eq!(interface("SandboxCallbacks"), fields(&Callbacks::default()));
}

#[test]
fn the_declared_payments_are_those_of_the_command() {
    let mut payment = interface("SandboxCard");
    payment.extend(interface("SandboxWallet"));
    assert!(payment.insert("orderId".into()));
    assert_eq!(payment, fields(&Pay::default()));
    let wallets = between("export interface SandboxWallet {\n  wallet: ", ";");
    let declared = names(wallets.split('|').map(|wallet| wallet.trim().trim_matches('"')));
    assert_eq!(declared, names(PaymentMethod::WALLETS.map(PaymentMethod::payment_way)));
}

#[test]
fn the_declared_results_are_those_of_the_crate() {
    let (at_ms, order_id, operation) = (0, String::new(), String::new());
    let paid = Paid { order_status: 0, action_code: 0, redirect_url: String::new() };
    assert_eq!(interface("SandboxPayment"), fields(&paid));
    let line = CallbackLine {
        at_ms,
        order_id,
        order_number: String::new(),
        operation,
        url: String::new(),
        parameters: String::new(),
        answer: None,
        problem: None,
        then: CallbackResult::Done,
    };
    assert_eq!(interface("SandboxCallback"), fields(&line));
    let card = TestCard { pan: "", expiry: "", cvc: "", action_code: 0, what: String::new() };
    assert_eq!(interface("SandboxTestCard"), fields(&card));
    let results = [CallbackResult::Done, CallbackResult::TriedAgain, CallbackResult::GivenUp];
    let declared = between("  then: ", ";");
    let declared = names(declared.split('|').map(|result| result.trim().trim_matches('"')));
    assert_eq!(declared, names(results.map(CallbackResult::as_str)));
    for result in results {
        assert_eq!(serde_json::to_value(result).unwrap(), result.as_str());
    }
    let (request, parameters, reply) = (String::new(), String::new(), String::new());
    let exchange = Exchange { at_ms, order_id: None, request, parameters, status: 200, reply, reset: false };
    assert_eq!(interface("SandboxExchange"), fields(&exchange));
    let mut state = State::new(Options::default());
    let account = state.accounts.first().unwrap().clone();
    let rules =
        Rules { max_attempts: 1, decline_closes: false, no_attempt_action: 0, acknowledge_ms: None, notifies: false };
    state.orders.insert(Order::new("id".into(), account, OrderRequest::default(), Vec::new(), rules, 0));
    assert_eq!(interface("SandboxOrder"), fields(state.order_views(0).first().unwrap()));
}

#[test]
fn javascript_calls_the_commands_of_the_table() {
    let called = API.split("#command(\"").skip(1).filter_map(|rest| rest.split('"').next());
    assert_eq!(names(called), names(control::names()));
    for name in control::names() {
        assert!(DOCUMENT.contains(&format!("`{name}`")), "{name} is not in docs/sandbox.md");
    }
}
