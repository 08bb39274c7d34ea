//! `deposit.do`, `reverse.do`, `refund.do`, `decline.do`: the form of a change, and its reply.
//!
//! Source: BPC REST reference, the four methods.

use crate::codec::Form;
use crate::model::change::{Change, Operation};
use crate::model::error::{Error, ErrorCode};
use crate::model::gateway::Gateway;
use crate::protocol::reply::{Reply, speaks_of_own_fault};

/// The form that asks for a change.
#[must_use]
pub fn form(change: &Change, gateway: &Gateway) -> Form {
    let mut form = Form::new();
    gateway.credentials().push_to(&mut form);
    form.push("orderId", change.order_id().as_str());
    if let Some(number) = change.order_number() {
        form.push("orderNumber", number.as_str());
    }
    let takes_amount = matches!(change.operation(), Operation::Deposit | Operation::Refund);
    match change.amount() {
        Some(amount) => form.push("amount", &amount.digits()),
        // The gateway's word for everything.
        None if takes_amount => form.push("amount", "0"),
        None => {}
    }
    if let Some(currency) = change.currency() {
        form.push("currency", &currency.digits());
    }
    if let Some(id) = change.external_refund_id() {
        form.push("externalRefundId", id);
    }
    if let Some(amount) = change.expected_deposited() {
        form.push("expectedDepositedAmount", &amount.digits());
    }
    for (name, text) in change.json() {
        form.push(name, text);
    }
    if let Some(language) = gateway.language() {
        form.push("language", language);
    }
    form
}

/// Reads the gateway's reply: no error is success.
///
/// # Errors
/// The gateway's refusal: `invalid_state` where it names a state or a value, `outcome_unknown` where it names a fault of its own;
/// or `malformed_reply`.
pub fn read(reply: &Reply) -> Result<(), Error> {
    let value = reply.json()?;
    let object = reply.object(&value)?;
    reply.check(object).map_err(|refusal| explain(refusal, reply.status))?;
    let code = object.int("errorCode").map_err(|field| reply.bad_field(&field))?;
    if code.is_none() && object.flag("success") != Some(true) {
        return Err(reply.malformed("neither an error nor a success"));
    }
    Ok(())
}

fn explain(refusal: Error, status: u16) -> Error {
    let Some(words) = refusal.gateway().cloned() else { return refusal };
    let (code, message) = match words.error_code {
        7 if speaks_of_own_fault(&words.error_message) => {
            (ErrorCode::OutcomeUnknown, "the gateway reports an internal error")
        }
        7 => (ErrorCode::InvalidState, "the order's state does not allow this, or the amount is more than there is"),
        5 if refusal.code() == ErrorCode::GatewayError => {
            (ErrorCode::InvalidState, "the gateway refused a value, or the order's state does not allow this")
        }
        _ => return refusal,
    };
    Error::new(code, message).with_gateway(words).with_status(status)
}
