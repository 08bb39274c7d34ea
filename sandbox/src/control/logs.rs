//! The commands that list the last calls and callbacks.

use serde::Deserialize;
use serde_json::Value;

use super::{orders, read, to_json};
use crate::state::State;

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

/// The last calls, newest first.
pub(super) fn exchanges(state: &mut State, arguments: &Value, now_ms: u64) -> Result<Value, String> {
    let Lines { order, limit } = read(arguments)?;
    let id = order.map(|name| orders::find(state, &name, now_ms).map(|order| order.id.clone())).transpose()?;
    let lines = state.exchanges.lines().filter(|line| id.is_none() || line.order_id == id);
    to_json(&lines.take(limit.unwrap_or(DEFAULT_LINES)).collect::<Vec<_>>())
}

/// The results of the last callbacks, oldest first.
pub(super) fn callbacks(state: &mut State, arguments: &Value, now_ms: u64) -> Result<Value, String> {
    let Lines { order, limit } = read(arguments)?;
    let id = order.map(|name| orders::find(state, &name, now_ms).map(|order| order.id.clone())).transpose()?;
    let lines = state.callbacks.lines().rev().filter(|line| id.as_ref().is_none_or(|id| line.order_id == *id));
    let mut last: Vec<_> = lines.take(limit.unwrap_or(DEFAULT_LINES)).collect();
    last.reverse();
    to_json(&last)
}
