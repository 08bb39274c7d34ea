//! deposit.do, reverse.do, refund.do and decline.do.

use super::reply;
use crate::call::{Call, Token};
use crate::checks;
use crate::digits;
use crate::http::Response;
use crate::order::{OnDeposited, Order, Refused};
use crate::profile::{Body, ReverseDeposited};
use crate::state::State;
use crate::wire;
use crate::wire::message::Failure;

/// What an operation depends on besides the order and the call.
struct Context {
    on_deposited: OnDeposited,
    /// Reference number of a refund.
    reference: String,
}

pub(super) fn deposit(state: &mut State, call: &Call<'_>) -> Response {
    perform(state, call, |order, call, _| {
        let amount = number(call, "amount")?.ok_or_else(|| Failure::invalid("amount"))?;
        let points = moves_points(order, call, "depositLoyalty")?;
        order.deposit(amount, call.now_ms).map_err(failure)?;
        note_points(order, call, points, "deposited");
        Ok(())
    })
}

pub(super) fn reverse(state: &mut State, call: &Call<'_>) -> Response {
    perform(state, call, |order, call, context| {
        let amount = number(call, "amount")?;
        let points = moves_points(order, call, "reverseLoyalty")?;
        order.reverse(amount, context.on_deposited, call.now_ms).map_err(failure)?;
        note_points(order, call, points, "reversed");
        Ok(())
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
    let on_deposited = match call.account.dialect.reverse_deposited {
        ReverseDeposited::Whole => OnDeposited::TakenBack,
        ReverseDeposited::WithPermission if state.options.reverse_deposited => OnDeposited::Held,
        ReverseDeposited::WithPermission => OnDeposited::Refused,
    };
    let context = Context { on_deposited, reference: state.random.digits(12) };
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
    let external_id = external_refund_id(call)?;
    if external_id.as_ref().is_some_and(|id| id.chars().count() > 32) {
        return Err(Failure::invalid("externalRefundId"));
    }
    let account = &call.account;
    if account.strict && !account.dialect.partial_refunds && order.is_partial(amount) {
        return Err(Failure::not_permitted("partial refunds"));
    }
    let points = moves_points(order, call, "refundLoyalty")?;
    order.refund(amount, expected, external_id.as_deref(), &context.reference, call.now_ms).map_err(failure)?;
    note_points(order, call, points, "refunded");
    Ok(())
}

/// The merchant's id of a refund: a parameter, or a key of `jsonParams`.
fn external_refund_id(call: &Call<'_>) -> Result<Option<String>, Failure> {
    const NAME: &str = "externalRefundId";
    let account = &call.account;
    if !account.dialect.refund_id_in_params {
        return Ok(call.params.get(NAME).map(str::to_owned));
    }
    let pairs = match call.params.get("jsonParams") {
        None => Vec::new(),
        Some(text) => checks::flat_object(text).ok_or_else(|| Failure::invalid("jsonParams"))?,
    };
    let inside = pairs.into_iter().find(|(name, _)| name == NAME).and_then(|(_, value)| value);
    let outside = || call.params.get(NAME).filter(|_| !account.strict).map(str::to_owned);
    Ok(inside.or_else(outside))
}

/// Whether the operation also moves the points of an order that was paid with some. Only a bank with points reads the flag.
fn moves_points(order: &Order, call: &Call<'_>, name: &str) -> Result<bool, Failure> {
    match call.params.get(name).filter(|_| call.account.dialect.points.is_some()) {
        None | Some("false") => Ok(false),
        Some("true") => Ok(order.request.points > 0),
        Some(_) => Err(Failure::invalid(name)),
    }
}

fn note_points(order: &mut Order, call: &Call<'_>, moved: bool, what: &str) {
    if moved {
        order.note(call.now_ms, format!("points {what}: {}", order.request.points));
    }
}

/// decline.do requires both ids, and both must name the same order. The gateway of JSON bodies takes either of them.
fn decline_order(order: &mut Order, call: &Call<'_>, _context: &Context) -> Result<(), Failure> {
    if call.account.dialect.body == Body::Json && call.params.get("orderNumber").is_none() {
        return order.decline(call.now_ms).map_err(failure);
    }
    for name in ["orderId", "orderNumber"] {
        if call.params.get(name).is_none() && call.account.dialect.body == Body::Form {
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
