//! Reads the address to which a customer came back.

use crate::model::address::parameters;
use crate::model::error::{Error, ErrorCode};
use crate::model::expected::Expected;
use crate::model::gateway::Gateway;
use crate::model::ids::OrderId;
use crate::trust::return_token::{Claims, PARAMETER};

/// What the signed state of a return address says of the order that comes back.
///
/// # Errors
/// `return_missing`, `return_invalid` or `return_expired`; `invalid_option` where the gateway has no return key.
pub fn expected_of_return(url: &str, gateway: &Gateway, now_ms: u64) -> Result<Expected, Error> {
    let claims = open(url, gateway, now_ms)?;
    // Of two different ids neither is believed: the question goes by the sealed number.
    let ids = parameters(url, "orderId");
    let order_id = the_one(&ids).and_then(OrderId::from_query);
    let expected = claims.into_expected();
    Ok(match order_id {
        Some(order_id) => expected.with_order_id(order_id),
        None => expected,
    })
}

fn open(url: &str, gateway: &Gateway, now_ms: u64) -> Result<Claims, Error> {
    let keys = gateway.return_keys().ok_or_else(|| {
        Error::invalid(
            "gateway.returnKey",
            "is missing; the return address cannot be checked without the key that signed it",
        )
    })?;
    let tokens = parameters(url, PARAMETER);
    if tokens.is_empty() {
        let message = [
            "the return address has no parameter `",
            PARAMETER,
            "`: register did not sign it, or gateway.returnKey was missing at that time",
        ]
        .concat();
        return Err(Error::new(ErrorCode::ReturnMissing, message));
    }
    let token = the_one(&tokens)
        .ok_or_else(|| Error::new(ErrorCode::ReturnInvalid, "the return address has two different signed states"))?;
    keys.open(&gateway.scope(), token, now_ms)
}

/// The value that all of them are.
fn the_one(values: &[String]) -> Option<&str> {
    let first = values.first()?;
    values.iter().all(|value| value == first).then_some(first)
}
