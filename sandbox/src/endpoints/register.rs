//! register.do and registerPreAuth.do.

use std::sync::Arc;

use super::reply;
use crate::call::{Call, Token};
use crate::checks::{self, Context, Draft};
use crate::http::Response;
use crate::options::Options;
use crate::order::{Order, Rules};
use crate::profile::Dialect;
use crate::state::State;
use crate::wire;
use crate::wire::message::Failure;

/// Registers an order whose payment is captured at once.
pub(super) fn register(state: &mut State, call: &Call<'_>) -> Response {
    answer(state, call, false)
}

/// Registers an order whose payment is held.
pub(super) fn register_pre_auth(state: &mut State, call: &Call<'_>) -> Response {
    answer(state, call, true)
}

fn answer(state: &mut State, call: &Call<'_>, hold_only: bool) -> Response {
    match check(state, call, hold_only) {
        Ok(draft) => insert(state, call, draft),
        Err(failure) => reply::error(call, &failure),
    }
}

fn check(state: &mut State, call: &Call<'_>, hold_only: bool) -> Result<Draft, Failure> {
    checks::refuse_markup(&call.params)?;
    require_credentials(call)?;
    call.authenticate(Token::Accepted)?;
    let context = Context { account: &call.account, origin: &call.origin, now_ms: call.now_ms, hold_only };
    let mut draft = checks::registration(&call.params, &context)?;
    if draft.request.number.is_empty() {
        draft.request.number = state.new_order_number(&call.account, call.now_ms);
    }
    if draft.request.binding_id.is_some() && state.saved_cards.named(&call.account, &draft.request).is_none() {
        return Err(Failure::invalid("bindingId"));
    }
    if let Some(earlier) = state.orders.by_number(&call.account, &draft.request.number, call.now_ms) {
        return Err(Failure::duplicate(!earlier.is_open()));
    }
    Ok(draft)
}

/// A missing login or password has an error code of its own. A wrong one is refused later.
fn require_credentials(call: &Call<'_>) -> Result<(), Failure> {
    // Where the header is the way to log in, no parameter is missing.
    let others = call.params.get("token").is_some() || call.account.dialect.basic_login;
    match ["userName", "password"].into_iter().find(|name| call.params.get(name).is_none()) {
        Some(name) if !others => Err(Failure::missing(name)),
        _ => Ok(()),
    }
}

fn insert(state: &mut State, call: &Call<'_>, draft: Draft) -> Response {
    let dialect = call.account.dialect;
    let rules = Rules {
        max_attempts: state.options.max_attempts,
        decline_closes: dialect.decline_closes,
        no_attempt_action: dialect.expired_action,
        acknowledge_ms: acknowledge_ms(dialect, &state.options),
        notifies: draft.request.callback_url.is_some() || state.options.callbacks.url.is_some(),
    };
    let profile = call.account.profile;
    let id = if dialect.short_order_ids { state.random.short_id() } else { state.random.uuid() };
    let order = Order::new(id, Arc::clone(&call.account), draft.request, draft.params, rules, call.now_ms);
    let form_url = wire::reply::form_url(&call.origin, &order, profile);
    let body = wire::reply::registered(dialect, &order, &form_url, call.language);
    state.notifies |= order.rules.notifies;
    state.orders.insert(order);
    reply::json(call, 200, body)
}

/// Milliseconds after which a payment is given back that was not acknowledged. 0 seconds in the options mean never.
fn acknowledge_ms(dialect: &Dialect, options: &Options) -> Option<u64> {
    let default = dialect.acknowledge_secs?;
    let secs = options.acknowledge_secs.unwrap_or(default);
    (secs > 0).then(|| secs.saturating_mul(1000))
}
