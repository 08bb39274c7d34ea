//! The commands of tests and developers. JavaScript, the control API and the control page use the same commands.

mod api;
mod logs;
mod orders;
mod pay;

pub(crate) use api::answer as api;
#[cfg(test)]
pub(crate) use pay::{Pay, TestCard};

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::callback::Answer;
use crate::fault::Fault;
use crate::state::State;

type Run = fn(&mut State, &Value, u64) -> Result<Value, String>;

/// Every command.
const COMMANDS: &[(&str, Run)] = &[
    ("orders", orders::list),
    ("pay", pay::pay),
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
    ("exchanges", logs::exchanges),
    ("callbacks", logs::callbacks),
    ("testCards", pay::test_cards),
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

fn read<T: DeserializeOwned>(arguments: &Value) -> Result<T, String> {
    T::deserialize(arguments).map_err(|error| error.to_string().replace('`', "\""))
}

fn to_json<T: Serialize>(value: &T) -> Result<Value, String> {
    serde_json::to_value(value).map_err(|error| error.to_string())
}
