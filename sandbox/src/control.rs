//! The commands of tests and developers. JavaScript, the control API and the control page use the same commands.

mod api;

pub(crate) use api::answer as api;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::cards::Card;
use crate::fault::Fault;
use crate::payment::{self, Payment};
use crate::state::State;

type Run = fn(&mut State, &Value, u64) -> Result<Value, String>;

/// Every command.
const COMMANDS: &[(&str, Run)] = &[
    ("orders", |state, _, now_ms| to_json(&state.order_views(now_ms))),
    ("pay", pay),
    ("advance", |state, arguments, _| Ok(state.clock.advance(read::<Advance>(arguments)?.ms).into())),
    ("now", |_, _, now_ms| Ok(now_ms.into())),
    ("injectFault", |state, arguments, _| state.faults.inject(read::<Fault>(arguments)?).map(|()| Value::Null)),
    ("clearFaults", |state, _, _| {
        state.faults.clear();
        Ok(Value::Null)
    }),
    ("faults", |state, _, _| to_json(&state.faults.list())),
    ("exchanges", |state, _, _| to_json(&state.exchanges.lines().collect::<Vec<_>>())),
    ("callbacks", |state, _, _| to_json(&state.callbacks.lines().collect::<Vec<_>>())),
    ("takeCallbacks", |state, _, now_ms| to_json(&state.take_callbacks(now_ms))),
    ("reportCallback", |state, arguments, now_ms| {
        let Report { id, answer } = read(arguments)?;
        state.report_callback(id, answer, now_ms);
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
    /// `success` (the default) or `fail`.
    challenge: Option<String>,
    /// Whether the customer ticks "save this card".
    save: Option<bool>,
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
}

fn pay(state: &mut State, arguments: &Value, now_ms: u64) -> Result<Value, String> {
    let pay: Pay = read(arguments)?;
    let payment = pay.payment()?;
    let paid = payment::pay(state, &pay.order_id, &payment, now_ms).map_err(|error| error.to_string())?;
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
            return Ok(Payment::Card { card, passes_challenge: self.passes_challenge()? });
        };
        let card = [&self.pan, &self.expiry, &self.cvc, &self.holder, &self.challenge];
        if card.into_iter().any(Option::is_some) || self.save.is_some() {
            return Err("wallet: cannot be combined with a card".into());
        }
        Ok(Payment::Wallet(wallet.clone()))
    }

    fn passes_challenge(&self) -> Result<bool, String> {
        match self.challenge.as_deref() {
            None | Some("success") => Ok(true),
            Some("fail") => Ok(false),
            Some(other) => Err(format!("challenge: expected \"success\" or \"fail\", got \"{other}\"")),
        }
    }
}

fn read<T: DeserializeOwned>(arguments: &Value) -> Result<T, String> {
    T::deserialize(arguments).map_err(|error| error.to_string().replace('`', "\""))
}

fn to_json<T: Serialize>(value: &T) -> Result<Value, String> {
    serde_json::to_value(value).map_err(|error| error.to_string())
}
