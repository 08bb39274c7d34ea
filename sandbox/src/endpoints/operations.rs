//! deposit.do, reverse.do, refund.do and decline.do.

use super::reply;
use crate::call::{Call, Token};
use crate::digits;
use crate::http::Response;
use crate::order::{Order, Refused};
use crate::state::State;
use crate::wire;
use crate::wire::message::Failure;

/// What an operation depends on besides the order and the call.
struct Context {
    reverse_deposited: bool,
    /// Reference number of a refund.
    reference: String,
}

pub(super) fn deposit(state: &mut State, call: &Call<'_>) -> Response {
    perform(state, call, |order, call, _| {
        let amount = number(call, "amount")?.ok_or_else(|| Failure::invalid("amount"))?;
        order.deposit(amount, call.now_ms).map_err(failure)
    })
}

pub(super) fn reverse(state: &mut State, call: &Call<'_>) -> Response {
    perform(state, call, |order, call, context| {
        let amount = number(call, "amount")?;
        order.reverse(amount, context.reverse_deposited, call.now_ms).map_err(failure)
    })
}

pub(super) fn refund(state: &mut State, call: &Call<'_>) -> Response {
    perform(state, call, refund_order)
}

pub(super) fn decline(state: &mut State, call: &Call<'_>) -> Response {
    perform(state, call, decline_order)
}

type Operation = fn(&mut Order, &Call<'_>, &Context) -> Result<(), Failure>;

/// Carries out an operation on the order that the call names.
fn perform(state: &mut State, call: &Call<'_>, operation: Operation) -> Response {
    match try_perform(state, call, operation) {
        Ok(()) => reply::json(call, 200, wire::reply::operation_reply(call.account.dialect, call.language)),
        Err(failure) => reply::error(call, &failure),
    }
}

fn try_perform(state: &mut State, call: &Call<'_>, operation: Operation) -> Result<(), Failure> {
    call.authenticate(Token::Refused)?;
    let context = Context { reverse_deposited: state.options.reverse_deposited, reference: state.random.digits(12) };
    let order = match (call.params.get("orderId"), call.params.get("orderNumber")) {
        (Some(id), _) => state.orders.of_account(&call.account, id, call.now_ms),
        (None, Some(number)) => state.orders.by_number(&call.account, number, call.now_ms),
        (None, None) => return Err(Failure::invalid("orderId")),
    };
    let order = order.ok_or_else(Failure::unknown_order)?;
    let id = order.id.clone();
    operation(order, call, &context)?;
    state.orders.weigh_again(&id);
    Ok(())
}

fn refund_order(order: &mut Order, call: &Call<'_>, context: &Context) -> Result<(), Failure> {
    let amount = number(call, "amount")?.ok_or_else(|| Failure::invalid("amount"))?;
    let expected = number(call, "expectedDepositedAmount")?;
    let external_id = call.params.get("externalRefundId");
    if external_id.is_some_and(|id| id.chars().count() > 32) {
        return Err(Failure::invalid("externalRefundId"));
    }
    order.refund(amount, expected, external_id, &context.reference, call.now_ms).map_err(failure)
}

/// decline.do requires both ids, and both must name the same order.
fn decline_order(order: &mut Order, call: &Call<'_>, _context: &Context) -> Result<(), Failure> {
    for name in ["orderId", "orderNumber"] {
        if call.params.get(name).is_none() {
            return Err(Failure::invalid(name));
        }
    }
    if call.params.get("orderNumber") != Some(&order.request.number) {
        return Err(Failure::unknown_order());
    }
    order.decline(call.now_ms).map_err(failure)
}

/// A whole number of at most 12 digits. Anything else is an error with code 5.
fn number(call: &Call<'_>, name: &str) -> Result<Option<u64>, Failure> {
    let Some(text) = call.params.get(name) else { return Ok(None) };
    digits::whole(text, 12).map(Some).ok_or_else(|| Failure::invalid(name))
}

fn failure(refused: Refused) -> Failure {
    match refused {
        Refused::WrongState => Failure::wrong_state(),
        Refused::ExceedsApproved => Failure::wrong_amount(),
        Refused::ExceedsDeposited => Failure::exceeds_deposited(),
        Refused::UsedRefundId => Failure::invalid("externalRefundId"),
        Refused::UnexpectedDeposited => Failure::invalid("expectedDepositedAmount"),
    }
}
