//! getOrderStatusExtended.do.

use serde_json::{Value, json};

use super::{Call, Token, authenticate};
use crate::http::Response;
use crate::sandbox::Sandbox;
use crate::wire::message::Failure;
use crate::wire::reply;
use crate::wire::status::{self, View};

pub(super) fn extended(sandbox: &mut Sandbox, call: &Call<'_>) -> Response {
    match find(sandbox, call) {
        Ok(body) => sandbox.json(200, body),
        Err(failure) if failure.code == 5 => sandbox.refuse(&failure, call),
        Err(failure) => {
            let mut body = reply::failed(sandbox.dialect.status, &failure, call.language);
            body.insert("merchantOrderParams".into(), json!([]));
            body.insert("attributes".into(), json!([]));
            sandbox.json(200, Value::Object(body))
        }
    }
}

/// `orderId` wins when both ids are given; the public token opens an order by `orderId` only.
fn find(sandbox: &mut Sandbox, call: &Call<'_>) -> Result<Value, Failure> {
    let id = call.params.get("orderId");
    let token = if id.is_some() { Token::Accepted } else { Token::Refused };
    authenticate(&sandbox.options, call, token)?;
    let (profile, version) = (sandbox.options.profile, sandbox.options.version());
    let order = match (id, call.params.get("orderNumber")) {
        (Some(id), _) => sandbox.store.by_id(id, call.now_ms),
        (None, Some(number)) => sandbox.store.by_number(number, call.now_ms),
        (None, None) => return Err(Failure::order_expected()),
    };
    let order = order.ok_or_else(Failure::unknown_order)?;
    Ok(status::extended(order, &View { profile, dialect: profile.dialect(), version, language: call.language }))
}
