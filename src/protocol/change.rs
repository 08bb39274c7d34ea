//! `deposit.do`, `reverse.do`, `refund.do`, `decline.do`: the form of a change, and its reply.
//!
//! Source: BPC REST reference, the four methods.

use crate::codec::{Form, Value, json};
use crate::model::change::{Change, Operation};
use crate::model::error::{Error, ErrorCode};
use crate::model::gateway::{Gateway, built};
use crate::protocol::fit::entries;
use crate::protocol::reply::{Reply, speaks_of_own_fault};

/// The form of a change.
#[must_use]
pub fn form(change: &Change, gateway: &Gateway) -> Form {
    let mut form = gateway.form();
    form.push("orderId", change.order_id().as_str());
    if let Some(number) = change.order_number() {
        form.push("orderNumber", number.as_str());
    }
    let takes_amount = matches!(change.operation(), Operation::Deposit | Operation::Refund);
    match change.amount() {
        Some(amount) => form.push_json("amount", &amount.digits()),
        // For the gateway, 0 means the whole amount.
        None if takes_amount => form.push_json("amount", "0"),
        None => {}
    }
    if let Some(currency) = change.currency() {
        form.push("currency", &currency.digits());
    }
    // Sberbank's newer gateway has no such parameter: the id goes into jsonParams.
    let id_in_params = change
        .external_refund_id()
        .filter(|_| built::REFUND_ID_IN_PARAMS && gateway.dialect().does("refund-id-in-params"));
    if let Some(id) = change.external_refund_id().filter(|_| id_in_params.is_none()) {
        form.push("externalRefundId", id);
    }
    if let Some(amount) = change.expected_deposited() {
        form.push_json("expectedDepositedAmount", &amount.digits());
    }
    let mut params =
        entries(change.json().iter().find(|(name, _)| *name == "jsonParams").map(|(_, text)| text.as_str()));
    if let Some(id) = id_in_params {
        params.retain(|(name, _)| name != "externalRefundId");
        params.push(("externalRefundId".to_owned(), id.into()));
    }
    for (name, text) in change.json().iter().filter(|(name, _)| *name != "jsonParams") {
        form.push_json(name, text);
    }
    if !params.is_empty() {
        form.push_json("jsonParams", &json::stringify(&Value::Object(params)));
    }
    for (name, text) in change.extra() {
        form.push(name, text);
    }
    if let Some(language) = gateway.language() {
        form.push("language", language);
    }
    form
}

/// Reads the gateway's reply. It is a success if it has no error.
///
/// # Errors
/// The gateway's refusal: `invalid_state` if its message is about a status or a value, `outcome_unknown` if it is about an internal
/// error. `malformed_reply` for any other text.
pub fn read(reply: &Reply) -> Result<(), Error> {
    let value = reply.json()?;
    let object = reply.object(&value)?;
    reply.check(object).map_err(|refusal| explain(refusal, reply.status))?;
    let code = object.int("errorCode").map_err(|field| reply.bad_field(&field))?;
    if code.is_none() && object.flag("success") != Some(true) {
        return Err(reply.malformed("no error and no success"));
    }
    Ok(())
}

fn explain(refusal: Error, status: u16) -> Error {
    let Some(words) = refusal.gateway().cloned() else { return refusal };
    let (code, message) = match words.error_code {
        7 if speaks_of_own_fault(&words.error_message) => {
            (ErrorCode::OutcomeUnknown, "the gateway reports an internal error")
        }
        7 => (
            ErrorCode::InvalidState,
            "the order's status does not allow this, or the amount is larger than what is available",
        ),
        5 if refusal.code() == ErrorCode::GatewayError => {
            (ErrorCode::InvalidState, "the gateway refused a value, or the order's state does not allow this")
        }
        _ => return refusal,
    };
    Error::new(code, message).with_gateway(words).with_status(status)
}
