//! The calls that read one order: getOrderStatusExtended.do, the older getOrderStatus.do and SATIM's
//! acknowledgeTransaction.do. And addParams.do, which adds parameters to an order.

use serde_json::{Value, json};

use super::reply;
use crate::call::{Call, Token};
use crate::checks;
use crate::http::Response;
use crate::order::Order;
use crate::profile::CodeStyle;
use crate::state::State;
use crate::wire::message::{self, Failure};
use crate::wire::status::{self, View};
use crate::wire::{self, legacy};

/// Parameters that an order can have, including those that were added.
const MAX_PARAMS: usize = 200;

pub(super) fn get_order_status_extended(state: &mut State, call: &Call<'_>) -> Response {
    match extended(state, call) {
        Ok(body) => reply::json(call, 200, body),
        Err(failure) if failure.code == 5 => reply::error(call, &failure),
        Err(failure) => {
            let mut body = wire::reply::failed(call.account.dialect.status, &failure, call.language);
            body.insert("merchantOrderParams".into(), json!([]));
            body.insert("attributes".into(), json!([]));
            reply::json(call, 200, Value::Object(body))
        }
    }
}

/// `orderId` comes before `orderNumber`. The public token reads an order by `orderId` only.
fn extended(state: &mut State, call: &Call<'_>) -> Result<Value, Failure> {
    let id = call.params.get("orderId");
    let token = if id.is_some() { Token::Accepted } else { Token::Refused };
    call.authenticate(token)?;
    let account = &call.account;
    let order = match (id, call.params.get("orderNumber")) {
        (Some(id), _) => state.orders.of_account(account, id, call.now_ms),
        (None, Some(number)) => state.orders.by_number(account, number, call.now_ms),
        (None, None) => return Err(Failure::order_expected()),
    };
    let order = order.ok_or_else(Failure::unknown_order)?;
    let view = View { dialect: account.dialect, version: account.version, language: call.language };
    Ok(status::extended(order, &view))
}

/// The order that a parameter names. Login and password are required.
fn by_id<'a>(state: &'a mut State, call: &Call<'_>, name: &str) -> Result<&'a mut Order, Failure> {
    call.authenticate(Token::Refused)?;
    let id = call.params.get(name).ok_or_else(|| Failure::invalid(name))?;
    state.orders.of_account(&call.account, id, call.now_ms).ok_or_else(Failure::unknown_order)
}

pub(super) fn get_order_status(state: &mut State, call: &Call<'_>) -> Response {
    let dialect = call.account.dialect;
    match by_id(state, call, "orderId") {
        Ok(order) => reply::json(call, 200, legacy::status(order, dialect, call.language)),
        Err(failure) => reply::refused(call, &failure, legacy::failed(dialect, &failure, call.language)),
    }
}

/// An unknown order is HTTP 401 with a JSON string as the body.
pub(super) fn acknowledge(state: &mut State, call: &Call<'_>) -> Response {
    let dialect = call.account.dialect;
    match by_id(state, call, "mdOrder") {
        Ok(order) => {
            if !order.acknowledged && !order.is_open() {
                order.acknowledged = true;
                order.note(call.now_ms, "acknowledged");
            }
            reply::json(call, 200, legacy::acknowledged(order, dialect, call.language))
        }
        Err(failure) if failure.code == 6 => reply::json(call, 401, "Transaction is not found".into()),
        Err(failure) => reply::refused(call, &failure, legacy::failed(dialect, &failure, call.language)),
    }
}

/// The codes of this reply are numbers in every profile.
pub(super) fn add_params(state: &mut State, call: &Call<'_>) -> Response {
    match try_add_params(state, call) {
        Ok(()) => reply::json(call, 200, json!({ "errorCode": 0, "errorMessage": message::success(call.language) })),
        Err(failure) => {
            let body = wire::reply::failed(CodeStyle::Number, &failure, call.language);
            reply::refused(call, &failure, Value::Object(body))
        }
    }
}

/// Adds to `merchantOrderParams`. A parameter replaces an earlier one of the same name.
fn try_add_params(state: &mut State, call: &Call<'_>) -> Result<(), Failure> {
    let order = by_id(state, call, "orderId")?;
    let text = call.params.get("params").ok_or_else(|| Failure::invalid("params"))?;
    let params = checks::flat_object(text).ok_or_else(|| Failure::invalid("params"))?;
    if order.params.len() + params.len() > MAX_PARAMS {
        return Err(Failure::invalid("params"));
    }
    for (name, value) in params {
        order.params.retain(|(known, _)| *known != name);
        order.params.push((name, value));
    }
    let id = order.id.clone();
    state.orders.weigh_again(&id);
    Ok(())
}
