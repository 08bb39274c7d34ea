//! `register.do` and `registerPreAuth.do`: an order becomes a form, the reply a [`Registration`].
//!
//! Source: BPC REST reference, `register.do` and `registerPreAuth.do`.

use crate::address::Address;
use crate::digits;
use crate::error::Error;
use crate::gateway::{Endpoint, Gateway};
use crate::order::moment::utc_ms;
use crate::order::parameters::{MAX_URL, too_long};
use crate::order::{Order, OrderId, OrderNumber, Phase};
use crate::return_state::{Claims, GRACE_MS, PARAMETER};
use crate::wire::form::Form;
use crate::wire::reply::Reply;

/// The life of an order whose store and bank say nothing else, in seconds. Source: BPC REST reference, `sessionTimeoutSecs`.
const DEFAULT_SESSION_SECS: u32 = 1200;

/// A registered order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Registration {
    /// The gateway's id.
    pub order_id: OrderId,
    /// The payment page.
    pub form_url: String,
}

/// The method for an order's phase.
#[must_use]
pub fn endpoint(phase: Phase) -> Endpoint {
    match phase {
        Phase::Purchase => Endpoint::Register,
        Phase::PreAuth => Endpoint::RegisterPreAuth,
    }
}

/// The form that registers an order under a number, with the signed state in its return addresses.
///
/// # Errors
/// `invalid_option` when a return address grows too long with the state.
pub fn form(order: &Order, number: Option<&OrderNumber>, gateway: &Gateway, now_ms: u64) -> Result<Form, Error> {
    let token = seal(order, number, gateway, now_ms);
    let mut form = Form::new();
    gateway.credentials.push_to(&mut form);
    if let Some(number) = number {
        form.push("orderNumber", number.as_str());
    }
    form.push("amount", &order.amount.digits());
    form.push("currency", &order.currency.digits());
    form.push("returnUrl", &signed("returnUrl", &order.return_url, token.as_deref())?);
    if let Some(fail_url) = &order.fail_url {
        form.push("failUrl", &signed("failUrl", fail_url, token.as_deref())?);
    }
    for (name, value) in &order.parameters {
        form.push(name, value);
    }
    if let Some(language) = &gateway.language
        && !order.parameters.iter().any(|(name, _)| *name == "language")
    {
        form.push("language", language);
    }
    Ok(form)
}

/// The return address as it stands in the [`form`] of the same moment.
///
/// # Errors
/// Those of [`form`].
pub fn return_url(
    order: &Order,
    number: Option<&OrderNumber>,
    gateway: &Gateway,
    now_ms: u64,
) -> Result<String, Error> {
    signed("returnUrl", &order.return_url, seal(order, number, gateway, now_ms).as_deref())
}

fn seal(order: &Order, number: Option<&OrderNumber>, gateway: &Gateway, now_ms: u64) -> Option<String> {
    let (number, keys) = (number?, gateway.return_keys.as_ref()?);
    let session_ms = u64::from(order.session_secs.unwrap_or(DEFAULT_SESSION_SECS)) * 1000;
    // It wins over the session's length. Its zone is the bank's; the grace is longer than any zone is away from UTC.
    let date = order.parameters.iter().find(|(name, _)| *name == "expirationDate");
    let session_end = date.and_then(|(_, date)| utc_ms(date)).unwrap_or_else(|| now_ms.saturating_add(session_ms));
    let claims = Claims {
        order_number: number.clone(),
        amount: order.amount,
        currency: order.currency,
        phase: order.phase,
        issued_ms: now_ms,
        expires_ms: session_end.saturating_add(GRACE_MS),
    };
    Some(keys.seal(&gateway.scope(), &claims))
}

fn signed(name: &str, url: &Address, token: Option<&str>) -> Result<String, Error> {
    let field = ["order.", name].concat();
    let Some(token) = token else { return Ok(url.as_str().to_owned()) };
    if crate::address::parameters(url.as_str(), PARAMETER).next().is_some() {
        return Err(Error::invalid(&field, &["already has a parameter `", PARAMETER, "`, which is ours"].concat()));
    }
    let signed = url.with_parameter(PARAMETER, token);
    let length = signed.chars().count();
    if length > MAX_URL {
        let own = length - url.as_str().chars().count();
        let state = [" with the signed state (", &digits::count(own), " of them)"].concat();
        let why = [&too_long(length, &state), "; shorten it"].concat();
        return Err(Error::invalid(&field, &why));
    }
    Ok(signed)
}

/// Reads the gateway's reply: `orderId` and `formUrl` together are success, whatever else is there or missing.
///
/// # Errors
/// The gateway's refusal, or `malformed_reply`.
pub fn read(reply: &Reply, gateway: &Gateway) -> Result<Registration, Error> {
    let value = reply.json()?;
    let object = reply.object(&value)?;
    reply.check(object)?;
    let (Some(order_id), Some(form_url)) = (object.text("orderId"), object.text("formUrl")) else {
        return Err(reply.malformed("neither an error nor both orderId and formUrl"));
    };
    let order_id =
        OrderId::new(&order_id).map_err(|why| reply.malformed(&["an `orderId` that ", why.as_str()].concat()))?;
    gateway.check_form_url(&form_url).map_err(|why| reply.malformed(&["a `formUrl` that ", why.as_str()].concat()))?;
    Ok(Registration { order_id, form_url })
}
