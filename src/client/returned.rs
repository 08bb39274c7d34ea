//! What the address says that a customer came back to.

use crate::address::parameters;
use crate::error::{Error, ErrorCode};
use crate::gateway::Gateway;
use crate::order::OrderId;
use crate::return_state::{Claims, PARAMETER};
use crate::verdict::Expected;

/// What the signed state of a return address says of the order that comes back.
///
/// # Errors
/// `return_missing`, `return_invalid` or `return_expired`; `invalid_option` where the gateway has no return key.
pub fn expected_of_return(url: &str, gateway: &Gateway, now_ms: u64) -> Result<Expected, Error> {
    let claims = open(url, gateway, now_ms)?;
    // Two different ids in one address: neither is believed, the sealed number is asked for.
    let mut ids = parameters(url, "orderId");
    let first = ids.next();
    let order_id = first.filter(|first| ids.all(|other| other == *first)).and_then(OrderId::from_query);
    Ok(Expected {
        order_id,
        order_number: claims.order_number,
        amount: claims.amount,
        currency: claims.currency,
        phase: claims.phase,
    })
}

fn open(url: &str, gateway: &Gateway, now_ms: u64) -> Result<Claims, Error> {
    let keys = gateway.return_keys.as_ref().ok_or_else(|| {
        Error::invalid(
            "gateway.returnKey",
            "is missing; the return address cannot be checked without the key that signed it",
        )
    })?;
    let mut tokens = parameters(url, PARAMETER);
    let token = tokens.next().ok_or_else(|| {
        let message = [
            "the return address carries no `",
            PARAMETER,
            "`: it is not one that register signed, or returnKey was missing then",
        ]
        .concat();
        Error::new(ErrorCode::ReturnMissing, message)
    })?;
    if tokens.any(|other| other != token) {
        return Err(Error::new(ErrorCode::ReturnInvalid, "the return address carries two signed states"));
    }
    keys.open(&gateway.scope(), token, now_ms)
}
