//! The calls that ask about one order: getOrderStatusExtended.do, the older getOrderStatus.do, SATIM's
//! acknowledgeTransaction.do; and addParams.do, which adds to one.

use serde_json::{Value, json};

use super::{Call, Token, authenticate};
use crate::checks;
use crate::http::Response;
use crate::order::Order;
use crate::sandbox::Sandbox;
use crate::wire::message::{self, Failure};
use crate::wire::profile::CodeStyle;
use crate::wire::status::{self, View};
use crate::wire::{legacy, reply};

/// Parameters an order can have, with those added later.
const MAX_PARAMS: usize = 200;

pub(super) fn extended(sandbox: &mut Sandbox, call: &Call<'_>) -> Response {
    match find(sandbox, call) {
        Ok(body) => sandbox.json(&call.shop, 200, body),
        Err(failure) if failure.code == 5 => sandbox.refuse(&failure, call),
        Err(failure) => {
            let mut body = reply::failed(call.shop.dialect.status, &failure, call.language);
            body.insert("merchantOrderParams".into(), json!([]));
            body.insert("attributes".into(), json!([]));
            sandbox.json(&call.shop, 200, Value::Object(body))
        }
    }
}

/// `orderId` wins when both ids are given; the public token opens an order by `orderId` only.
fn find(sandbox: &mut Sandbox, call: &Call<'_>) -> Result<Value, Failure> {
    let id = call.params.get("orderId");
    let token = if id.is_some() { Token::Accepted } else { Token::Refused };
    authenticate(call, token)?;
    let (profile, version) = (call.shop.profile, call.shop.version);
    let order = match (id, call.params.get("orderNumber")) {
        (Some(id), _) => sandbox.store.of_shop(&call.shop, id, call.now_ms),
        (None, Some(number)) => sandbox.store.by_number(&call.shop, number, call.now_ms),
        (None, None) => return Err(Failure::order_expected()),
    };
    let order = order.ok_or_else(Failure::unknown_order)?;
    Ok(status::extended(order, &View { profile, dialect: profile.dialect(), version, language: call.language }))
}

/// An order by one parameter, for the account only.
fn by_id<'a>(sandbox: &'a mut Sandbox, call: &Call<'_>, name: &str) -> Result<&'a mut Order, Failure> {
    authenticate(call, Token::Refused)?;
    let id = call.params.get(name).ok_or_else(|| Failure::invalid(name))?;
    sandbox.store.of_shop(&call.shop, id, call.now_ms).ok_or_else(Failure::unknown_order)
}

pub(super) fn older(sandbox: &mut Sandbox, call: &Call<'_>) -> Response {
    let dialect = call.shop.dialect;
    let body = match by_id(sandbox, call, "orderId") {
        Ok(order) => legacy::status(order, dialect, call.language),
        Err(failure) => legacy::failed(dialect, &failure, call.language),
    };
    sandbox.json(&call.shop, 200, body)
}

/// An unknown order is HTTP 401 with a bare JSON string.
pub(super) fn acknowledge(sandbox: &mut Sandbox, call: &Call<'_>) -> Response {
    let dialect = call.shop.dialect;
    match by_id(sandbox, call, "mdOrder") {
        Ok(order) => {
            if !order.acknowledged && !order.is_open() {
                order.acknowledged = true;
                order.note(call.now_ms, "acknowledged");
            }
            let body = legacy::acknowledged(order, dialect, call.language);
            sandbox.json(&call.shop, 200, body)
        }
        Err(failure) if failure.code == 6 => sandbox.json(&call.shop, 401, "Transaction is not found".into()),
        Err(failure) => sandbox.json(&call.shop, 200, legacy::failed(dialect, &failure, call.language)),
    }
}

/// Adds to `merchantOrderParams`, or replaces what has the same name. Its codes are numbers while its siblings' are not.
pub(super) fn add_params(sandbox: &mut Sandbox, call: &Call<'_>) -> Response {
    let added = by_id(sandbox, call, "orderId").and_then(|order| {
        let text = call.params.get("params").ok_or_else(|| Failure::invalid("params"))?;
        let params = checks::flat_object(text).ok_or_else(|| Failure::invalid("params"))?;
        if order.params.len() + params.len() > MAX_PARAMS {
            return Err(Failure::invalid("params"));
        }
        for (name, value) in params {
            order.params.retain(|(known, _)| *known != name);
            order.params.push((name, value));
        }
        Ok(())
    });
    let body = match added {
        Ok(()) => json!({ "errorCode": 0, "errorMessage": message::success(call.language) }),
        Err(failure) => Value::Object(reply::failed(CodeStyle::Number, &failure, call.language)),
    };
    sandbox.json(&call.shop, 200, body)
}
