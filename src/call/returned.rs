//! Reads the URL to which a customer returned.

use crate::model::address::parameters;
use crate::model::error::{Error, ErrorCode};
use crate::model::expected::Expected;
use crate::model::gateway::{Gateway, built};
use crate::model::ids::OrderId;
use crate::trust::return_token::{Claims, PARAMETER};

/// The order that the signed state of a return URL describes: what the store expects of it.
///
/// # Errors
/// `return_missing`, `return_invalid` or `return_expired`; `invalid_option` where the gateway has no return key.
pub fn expected_of_return(url: &str, gateway: &Gateway, now_ms: u64) -> Result<Expected, Error> {
    let claims = open(url, gateway, now_ms)?;
    // With two different ids neither is used: the order is looked up by the signed number.
    let mut ids = parameters(url, "orderId");
    if built::RETURN_ID
        && let Some(name) = gateway.dialect().value("id")
    {
        ids.extend(parameters(url, name));
    }
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
            "`; it was removed, or gateway.returnKey was not set when the order was registered",
        ]
        .concat();
        return Err(Error::new(ErrorCode::ReturnMissing, message));
    }
    let token = the_one(&tokens).ok_or_else(|| {
        Error::new(ErrorCode::ReturnInvalid, "the return address has two different parameters `bpc_return`")
    })?;
    keys.open(&gateway.scope(), token, now_ms)
}

/// The value, if all values are equal.
fn the_one(values: &[String]) -> Option<&str> {
    let first = values.first()?;
    values.iter().all(|value| value == first).then_some(first)
}
