//! deposit.do, reverse.do, refund.do and decline.do.

use super::{Call, Token, authenticate};
use crate::http::Response;
use crate::order::{Order, Refused};
use crate::sandbox::Sandbox;
use crate::wire::message::Failure;
use crate::wire::reply;

/// What the operations share beyond the order and the call.
pub(super) struct Desk {
    reverse_deposited: bool,
    /// Reference number for a refund.
    reference: String,
}

type Operation = fn(&mut Order, &Call<'_>, &Desk) -> Result<(), Failure>;

pub(super) fn answer(sandbox: &mut Sandbox, call: &Call<'_>, operation: Operation) -> Response {
    match perform(sandbox, call, operation) {
        Ok(()) => sandbox.json(&call.shop, 200, reply::managed(call.shop.dialect, call.language)),
        Err(failure) => sandbox.refuse(&failure, call),
    }
}

fn perform(sandbox: &mut Sandbox, call: &Call<'_>, operation: Operation) -> Result<(), Failure> {
    authenticate(call, Token::Refused)?;
    let desk = Desk { reverse_deposited: sandbox.options.reverse_deposited, reference: sandbox.rng.digits(12) };
    let order = match (call.params.get("orderId"), call.params.get("orderNumber")) {
        (Some(id), _) => sandbox.store.of_shop(&call.shop, id, call.now_ms),
        (None, Some(number)) => sandbox.store.by_number(&call.shop, number, call.now_ms),
        (None, None) => return Err(Failure::invalid("orderId")),
    };
    operation(order.ok_or_else(Failure::unknown_order)?, call, &desk)
}

pub(super) fn deposit(order: &mut Order, call: &Call<'_>, _desk: &Desk) -> Result<(), Failure> {
    let amount = number(call, "amount")?.ok_or_else(|| Failure::invalid("amount"))?;
    order.deposit(amount, call.now_ms).map_err(explain)
}

pub(super) fn reverse(order: &mut Order, call: &Call<'_>, desk: &Desk) -> Result<(), Failure> {
    let amount = number(call, "amount")?;
    order.reverse(amount, desk.reverse_deposited, call.now_ms).map_err(explain)
}

pub(super) fn refund(order: &mut Order, call: &Call<'_>, desk: &Desk) -> Result<(), Failure> {
    let amount = number(call, "amount")?.ok_or_else(|| Failure::invalid("amount"))?;
    let expected = number(call, "expectedDepositedAmount")?;
    let external_id = call.params.get("externalRefundId");
    if external_id.is_some_and(|id| id.chars().count() > 32) {
        return Err(Failure::invalid("externalRefundId"));
    }
    order.refund(amount, expected, external_id, &desk.reference, call.now_ms).map_err(|refused| match refused {
        Refused::Conflict if expected.is_some() => Failure::invalid("expectedDepositedAmount"),
        Refused::Conflict => Failure::invalid("externalRefundId"),
        other => explain(other),
    })
}

/// Both ids are mandatory here and must belong together.
pub(super) fn decline(order: &mut Order, call: &Call<'_>, _desk: &Desk) -> Result<(), Failure> {
    for name in ["orderId", "orderNumber"] {
        if call.params.get(name).is_none() {
            return Err(Failure::invalid(name));
        }
    }
    if call.params.get("orderNumber") != Some(&order.terms.number) {
        return Err(Failure::unknown_order());
    }
    order.decline(call.now_ms).map_err(explain)
}

/// A whole number of up to 12 digits, or code 5.
fn number(call: &Call<'_>, name: &str) -> Result<Option<u64>, Failure> {
    let Some(text) = call.params.get(name) else { return Ok(None) };
    let digits = text.len() <= 12 && text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|_| digits).map(Some).ok_or_else(|| Failure::invalid(name))
}

fn explain(refused: Refused) -> Failure {
    match refused {
        Refused::WrongState => Failure::wrong_state(),
        Refused::ExceedsApproved => Failure::wrong_amount(),
        Refused::ExceedsDeposited => Failure::exceeds_deposited(),
        Refused::Conflict => Failure::invalid("amount"),
    }
}
