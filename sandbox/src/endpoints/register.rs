//! register.do and registerPreAuth.do.

use std::sync::Arc;

use super::{Call, Token, authenticate};
use crate::checks::{self, Context, Draft};
use crate::http::Response;
use crate::order::{Order, Rules};
use crate::sandbox::Sandbox;
use crate::wire::message::Failure;
use crate::wire::profile::Profile;
use crate::wire::reply;

pub(super) fn register(sandbox: &mut Sandbox, call: &Call<'_>, hold_only: bool) -> Response {
    match create(sandbox, call, hold_only) {
        Ok(response) => response,
        Err(failure) => sandbox.refuse(&failure, call),
    }
}

fn create(sandbox: &mut Sandbox, call: &Call<'_>, hold_only: bool) -> Result<Response, Failure> {
    checks::refuse_markup(&call.params)?;
    require_credentials(call)?;
    authenticate(call, Token::Accepted)?;
    let context = Context { shop: &call.shop, origin: &call.origin, now_ms: call.now_ms, hold_only };
    let mut draft = checks::registration(&call.params, &context)?;
    if draft.terms.number.is_empty() {
        draft.terms.number = sandbox.next_number(&call.shop, call.now_ms);
    }
    if draft.terms.binding_id.is_some() && sandbox.bindings.named(&call.shop, &draft.terms).is_none() {
        return Err(Failure::invalid("bindingId"));
    }
    if let Some(earlier) = sandbox.store.by_number(&call.shop, &draft.terms.number, call.now_ms) {
        return Err(Failure::duplicate(!earlier.is_open()));
    }
    Ok(store(sandbox, call, draft))
}

/// A missing login or password has its own code; a wrong one is refused afterwards.
fn require_credentials(call: &Call<'_>) -> Result<(), Failure> {
    let otherwise = call.params.get("token").is_some()
        || (call.shop.profile == Profile::Bt && call.request.header("authorization").is_some());
    match ["userName", "password"].into_iter().find(|name| call.params.get(name).is_none()) {
        Some(name) if !otherwise => Err(Failure::missing(name)),
        _ => Ok(()),
    }
}

fn store(sandbox: &mut Sandbox, call: &Call<'_>, draft: Draft) -> Response {
    let profile = call.shop.profile;
    let rules = Rules {
        max_attempts: sandbox.options.max_attempts,
        decline_closes: call.shop.dialect.decline_closes,
        untouched_action: call.shop.dialect.expired_action,
        acknowledge_ms: sandbox.options.acknowledge_secs.map(|secs| secs.saturating_mul(1000)),
        announces: draft.terms.callback_url.is_some() || sandbox.options.callbacks.url.is_some(),
    };
    let id = if profile == Profile::Satim { sandbox.rng.twenty() } else { sandbox.rng.uuid() };
    let order = Order::new(id, Arc::clone(&call.shop), draft.terms, draft.params, rules, call.now_ms);
    let form_url = reply::form_url(&call.origin, &order, profile);
    let body = reply::registered(call.shop.dialect, &order, &form_url, call.language);
    sandbox.announces |= order.rules.announces;
    sandbox.store.insert(order);
    sandbox.json(&call.shop, 200, body)
}
