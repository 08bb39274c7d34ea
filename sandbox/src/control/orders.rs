//! Commands about one order: what the bank, its customer or time does to it.

use std::sync::Arc;

use serde::Deserialize;
use serde_json::{Value, json};

use super::{read, to_json};
use crate::operation::Operation;
use crate::order::{Attempt, OnDeposited, Order, OrderRequest, Refused, Rules};
use crate::payment_method::PaymentMethod;
use crate::state::State;
use crate::view;

/// An order by its id or number.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Named {
    order: String,
}

/// An order, and an amount in minor units. Without an amount it is all of it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Part {
    order: String,
    amount: Option<u64>,
}

/// Which orders, newest first.
#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Filter {
    /// A part of the number or of the id.
    search: Option<String>,
    limit: Option<usize>,
    offset: usize,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Resend {
    order: String,
    operation: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Trigger {
    operation: String,
    /// An order by its id or number. Without it a new order is made.
    order: Option<String>,
    /// The address of the callback for a new order. The default is that of the options.
    url: Option<String>,
    /// Minor units of a new order.
    amount: Option<u64>,
}

pub(super) fn list(state: &mut State, arguments: &Value, now_ms: u64) -> Result<Value, String> {
    let Filter { search, limit, offset } = read(arguments)?;
    let (_, orders) =
        state.orders.page(search.as_deref().unwrap_or_default(), offset, limit.unwrap_or(usize::MAX), now_ms);
    to_json(&orders.into_iter().map(view::view).collect::<Vec<_>>())
}

/// A refund in the bank's own console: the store learns of it by a callback or by asking.
pub(super) fn refund(state: &mut State, arguments: &Value, now_ms: u64) -> Result<Value, String> {
    let Part { order, amount } = read(arguments)?;
    let reference = state.random.digits(12);
    let amount = whole_amount(amount)?;
    change(state, &order, now_ms, |order| order.refund(amount, None, None, &reference, now_ms))
}

/// Takes held money in the bank's own console.
pub(super) fn deposit(state: &mut State, arguments: &Value, now_ms: u64) -> Result<Value, String> {
    let Part { order, amount } = read(arguments)?;
    let amount = whole_amount(amount)?;
    change(state, &order, now_ms, |order| order.deposit(amount, now_ms))
}

/// Releases held money in the bank's own console.
pub(super) fn reverse(state: &mut State, arguments: &Value, now_ms: u64) -> Result<Value, String> {
    let Named { order } = read(arguments)?;
    change(state, &order, now_ms, |order| order.reverse(None, OnDeposited::Refused, now_ms))
}

pub(super) fn decline(state: &mut State, arguments: &Value, now_ms: u64) -> Result<Value, String> {
    let Named { order } = read(arguments)?;
    change(state, &order, now_ms, |order| order.decline(now_ms))
}

pub(super) fn expire(state: &mut State, arguments: &Value, now_ms: u64) -> Result<Value, String> {
    let Named { order } = read(arguments)?;
    change(state, &order, now_ms, |order| order.expire(now_ms))
}

/// Sends the last callback of an order again, as it was.
pub(super) fn resend(state: &mut State, arguments: &Value, now_ms: u64) -> Result<Value, String> {
    let Resend { order, operation } = read(arguments)?;
    let id = find(state, &order, now_ms)?.id.clone();
    state.compose_callbacks(now_ms);
    match state.callbacks.resend(&id, operation.as_deref(), now_ms) {
        Some(operation) => Ok(json!({ "operation": operation })),
        None => Err(format!("order: no callback was sent for \"{order}\" until now")),
    }
}

/// Makes a callback. For a named order it is about that order, whatever its state. Otherwise a new order is brought into the
/// state that has this callback.
pub(super) fn trigger(state: &mut State, arguments: &Value, now_ms: u64) -> Result<Value, String> {
    let Trigger { operation, order, url, amount } = read(arguments)?;
    let operation = Operation::parse(&operation).ok_or_else(|| {
        let known: Vec<&str> = Operation::DEFAULT.iter().map(|operation| operation.as_str()).collect();
        format!("operation: unknown \"{operation}\"; known: {}", known.join(", "))
    })?;
    if let Some(name) = order {
        if url.is_some() || amount.is_some() {
            return Err("order: cannot be combined with url or amount".into());
        }
        let notified = state.options.callbacks.url.is_some();
        let order = find(state, &name, now_ms)?;
        if !notified && order.request.callback_url.is_none() {
            return Err("url: there is no callback address".into());
        }
        order.notify(operation, operation != Operation::DeclinedByTimeout, now_ms);
        return to_json(&view::view(order));
    }
    if url.is_none() && state.options.callbacks.url.is_none() {
        return Err("url: there is no callback address: add url, or the option callbacks.url".into());
    }
    let id = make_order(state, operation, url, amount.unwrap_or(2000), now_ms)?;
    to_json(&view::view(find(state, &id, now_ms)?))
}

/// Makes an order that was never registered, in the state after `operation`. Returns its id.
fn make_order(
    state: &mut State,
    operation: Operation,
    callback_url: Option<String>,
    amount: u64,
    now_ms: u64,
) -> Result<String, String> {
    let account = state.accounts.first().map(Arc::clone).ok_or("the sandbox has no account")?;
    let request = OrderRequest {
        number: state.new_order_number(&account, now_ms),
        amount: whole_amount(Some(amount))?,
        currency: account.currencies.first().cloned().unwrap_or_default(),
        return_url: "https://shop.example/return".into(),
        callback_url,
        description: format!("Made by trigger {}", operation.as_str()),
        language: account.dialect.language.into(),
        hold_only: matches!(operation, Operation::Approved | Operation::Reversed),
        expires_ms: now_ms.saturating_add(account.session_secs.saturating_mul(1000)),
        ..OrderRequest::default()
    };
    let rules = Rules {
        max_attempts: state.options.max_attempts,
        decline_closes: account.dialect.decline_closes,
        no_attempt_action: account.dialect.expired_action,
        acknowledge_ms: None,
        notifies: true,
    };
    let mut order = Order::new(state.random.uuid(), account, request, Vec::new(), rules, now_ms);
    bring_to(&mut order, operation, state, now_ms).map_err(|refused| refused.in_words().to_owned())?;
    let id = order.id.clone();
    state.notifies = true;
    state.orders.insert(order);
    Ok(id)
}

fn bring_to(order: &mut Order, operation: Operation, state: &mut State, now_ms: u64) -> Result<(), Refused> {
    if operation == Operation::DeclinedByTimeout {
        return order.expire(now_ms);
    }
    let masked = crate::cards::mask("4111111111111111");
    let mut attempt = Attempt::new(&mut state.random, PaymentMethod::Card, masked, 203_412, "TEST HOLDER", now_ms);
    attempt.approval_code = Some(state.random.digits(6));
    order.approve(attempt, now_ms);
    let reference = state.random.digits(12);
    // Only the last operation is notified.
    match operation {
        Operation::Reversed => {
            order.pending_notifications.clear();
            order.reverse(None, OnDeposited::Refused, now_ms)
        }
        Operation::Refunded => {
            order.pending_notifications.clear();
            order.refund(0, None, None, &reference, now_ms)
        }
        _ => Ok(()),
    }
}

/// Changes an order, and returns it.
pub(super) fn change(
    state: &mut State,
    name: &str,
    now_ms: u64,
    action: impl FnOnce(&mut Order) -> Result<(), Refused>,
) -> Result<Value, String> {
    let order = find(state, name, now_ms)?;
    let was = view::in_words(order);
    action(order).map_err(|refused| format!("order: {} ({was})", refused.in_words()))?;
    to_json(&view::view(order))
}

pub(super) fn find<'a>(state: &'a mut State, name: &str, now_ms: u64) -> Result<&'a mut Order, String> {
    state
        .orders
        .find(name, now_ms)
        .ok_or_else(|| format!("order: no order in this sandbox has the id or number \"{name}\""))
}

/// 0 means everything on the wire. Here no amount does, and 0 is refused.
fn whole_amount(amount: Option<u64>) -> Result<u64, String> {
    match amount {
        Some(0) => Err("amount: must be at least 1; without an amount it is everything".into()),
        Some(amount) if amount > 999_999_999_999 => Err("amount: has more than 12 digits".into()),
        amount => Ok(amount.unwrap_or(0)),
    }
}
