//! The commands of tests and developers. JavaScript, the control API and the control page use the same commands.

mod api;
mod orders;

pub(crate) use api::answer as api;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::callback::Answer;
use crate::cards::{self, Card};
use crate::fault::Fault;
use crate::payment::{self, Challenge, Payment};
use crate::state::State;

type Run = fn(&mut State, &Value, u64) -> Result<Value, String>;

/// Every command.
const COMMANDS: &[(&str, Run)] = &[
    ("orders", orders::list),
    ("pay", pay),
    ("deposit", orders::deposit),
    ("reverse", orders::reverse),
    ("refund", orders::refund),
    ("decline", orders::decline),
    ("expire", orders::expire),
    ("advance", |state, arguments, _| Ok(state.clock.advance(read::<Advance>(arguments)?.ms).into())),
    ("now", |_, _, now_ms| Ok(now_ms.into())),
    ("injectFault", |state, arguments, _| state.faults.inject(read::<Fault>(arguments)?).map(|()| Value::Null)),
    ("clearFaults", |state, _, _| {
        state.faults.clear();
        Ok(Value::Null)
    }),
    ("faults", |state, _, _| to_json(&state.faults.list())),
    ("exchanges", exchanges),
    ("callbacks", callbacks),
    ("testCards", test_cards),
    ("resend", orders::resend),
    ("trigger", orders::trigger),
    ("deliver", |state, _, now_ms| {
        state.compose_callbacks(now_ms);
        Ok(state.callbacks.hurry(now_ms).into())
    }),
    ("reset", |state, _, _| {
        state.reset();
        Ok(Value::Null)
    }),
    ("takeEvents", |state, _, now_ms| to_json(&state.take_events(now_ms))),
    ("takeCallbacks", |state, _, now_ms| to_json(&state.take_callbacks(now_ms))),
    ("reportCallback", |state, arguments, now_ms| {
        let Report { id, answer: status, problem, refused } = read(arguments)?;
        state.report_callback(id, Answer { status, problem, refused: refused.unwrap_or_default() }, now_ms);
        Ok(Value::Null)
    }),
];

/// Former names of commands.
const FORMER_NAMES: &[(&str, &str)] = &[("fail", "injectFault"), ("heal", "clearFaults")];

/// Carries out a command. Arguments and result are JSON.
///
/// # Errors
/// When the command is unknown or an argument is wrong. The text names it.
pub(crate) fn run(state: &mut State, name: &str, arguments: &Value, now_ms: u64) -> Result<Value, String> {
    let name = FORMER_NAMES.iter().find(|(former, _)| *former == name).map_or(name, |(_, name)| *name);
    match COMMANDS.iter().find(|(known, _)| *known == name) {
        Some((_, run)) => run(state, arguments, now_ms),
        None => Err(format!("unknown command \"{name}\"; known: {}", names().join(", "))),
    }
}

/// The names of all commands.
pub(crate) fn names() -> Vec<&'static str> {
    COMMANDS.iter().map(|(name, _)| *name).collect()
}

/// The arguments of `pay`: the id of the order, and a wallet or a card. What a card leaves out comes from the table of test
/// cards.
#[derive(Default, Deserialize)]
#[cfg_attr(test, derive(Serialize))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Pay {
    order_id: String,
    wallet: Option<String>,
    pan: Option<String>,
    expiry: Option<String>,
    cvc: Option<String>,
    holder: Option<String>,
    /// `success` (the default), `fail`, `cancel` or `leave`.
    challenge: Option<String>,
    /// Whether the customer ticks "save this card".
    save: Option<bool>,
    /// The action code with which a wallet is declined.
    decline: Option<i64>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Advance {
    ms: u64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Report {
    id: u64,
    answer: Option<u16>,
    /// Why there was no answer.
    problem: Option<String>,
    /// Whether the callback is not to be sent again.
    refused: Option<bool>,
}

/// Which lines of a log, and of which order.
#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Lines {
    /// The id or the number of an order.
    order: Option<String>,
    limit: Option<usize>,
}

/// Lines of a log that are returned without a `limit`.
const DEFAULT_LINES: usize = 100;

/// A test card, as the payment page shows it.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct TestCard {
    pub(crate) pan: &'static str,
    pub(crate) expiry: &'static str,
    pub(crate) cvc: &'static str,
    /// 0, or the action code of the decline.
    pub(crate) action_code: i64,
    /// What happens, in words.
    pub(crate) what: String,
}

/// The test cards of the main account.
fn test_cards(state: &mut State, _: &Value, _: u64) -> Result<Value, String> {
    let profile = state.accounts.first().map_or_else(Default::default, |account| account.profile);
    let cards = cards::with_numbers(profile.dialect().test_cards).into_iter().map(|card| TestCard {
        pan: card.pan,
        expiry: card.expiry,
        cvc: card.cvc,
        action_code: card.outcome.action_code(),
        what: card.outcome.in_words(profile),
    });
    to_json(&cards.collect::<Vec<_>>())
}

/// The last calls, newest first.
fn exchanges(state: &mut State, arguments: &Value, now_ms: u64) -> Result<Value, String> {
    let Lines { order, limit } = read(arguments)?;
    let id = order.map(|name| orders::find(state, &name, now_ms).map(|order| order.id.clone())).transpose()?;
    let lines = state.exchanges.lines().filter(|line| id.is_none() || line.order_id == id);
    to_json(&lines.take(limit.unwrap_or(DEFAULT_LINES)).collect::<Vec<_>>())
}

/// The results of the last callbacks, oldest first.
fn callbacks(state: &mut State, arguments: &Value, now_ms: u64) -> Result<Value, String> {
    let Lines { order, limit } = read(arguments)?;
    let id = order.map(|name| orders::find(state, &name, now_ms).map(|order| order.id.clone())).transpose()?;
    let lines = state.callbacks.lines().rev().filter(|line| id.as_ref().is_none_or(|id| line.order_id == *id));
    let mut last: Vec<_> = lines.take(limit.unwrap_or(DEFAULT_LINES)).collect();
    last.reverse();
    to_json(&last)
}

fn pay(state: &mut State, arguments: &Value, now_ms: u64) -> Result<Value, String> {
    let pay: Pay = read(arguments)?;
    let payment = pay.payment()?;
    // The number of an order is accepted too. An unknown id is the payment's own error.
    let id = orders::find(state, &pay.order_id, now_ms).map(|order| order.id.clone());
    let id = id.unwrap_or_else(|_| pay.order_id.clone());
    let paid = payment::pay(state, &id, &payment, now_ms).map_err(|error| error.to_string())?;
    to_json(&paid)
}

impl Pay {
    fn payment(&self) -> Result<Payment, String> {
        let known = Card::test(self.pan.as_deref().unwrap_or("5555555555555599"));
        let Some(wallet) = &self.wallet else {
            let or = |given: &Option<String>, known: String| given.clone().unwrap_or(known);
            let card = Card {
                pan: known.pan,
                expiry: or(&self.expiry, known.expiry),
                cvc: or(&self.cvc, known.cvc),
                holder: or(&self.holder, known.holder),
                save: self.save.unwrap_or_default(),
            };
            if self.decline.is_some() {
                return Err(
                    "decline: is for a wallet; a card number 49999SCCCCCC0000 is declined with code CCCCCC".into()
                );
            }
            return Ok(Payment::Card { card, challenge: self.challenge()? });
        };
        let card = [&self.pan, &self.expiry, &self.cvc, &self.holder, &self.challenge];
        if card.into_iter().any(Option::is_some) || self.save.is_some() {
            return Err("wallet: cannot be combined with a card".into());
        }
        Ok(Payment::Wallet { way: wallet.clone(), decline: self.decline.filter(|code| *code != 0) })
    }

    fn challenge(&self) -> Result<Challenge, String> {
        let Some(given) = self.challenge.as_deref() else { return Ok(Challenge::Success) };
        Challenge::parse(given).ok_or_else(|| {
            format!("challenge: expected \"success\", \"fail\", \"cancel\" or \"leave\", got \"{given}\"")
        })
    }
}

fn read<T: DeserializeOwned>(arguments: &Value) -> Result<T, String> {
    T::deserialize(arguments).map_err(|error| error.to_string().replace('`', "\""))
}

fn to_json<T: Serialize>(value: &T) -> Result<Value, String> {
    serde_json::to_value(value).map_err(|error| error.to_string())
}
