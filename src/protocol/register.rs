//! `register.do` and `registerPreAuth.do`: the form of an order, and its reply as a [`Registration`].
//!
//! Source: BPC REST reference, `register.do` and `registerPreAuth.do`.

use crate::codec::Form;
use crate::model::error::Error;
use crate::model::gateway::{Endpoint, Gateway};
use crate::model::ids::{OrderId, OrderNumber, Phase};
use crate::model::order::Order;
use crate::model::order::parameters::{self, Shape};
use crate::protocol::reply::Reply;

/// A registered order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Registration {
    /// The gateway's id of the order.
    pub order_id: OrderId,
    /// The URL of the payment page.
    pub form_url: String,
}

/// The method for an order's phase.
#[must_use]
pub fn endpoint(phase: Phase) -> Endpoint {
    match phase {
        Phase::Purchase | Phase::Verify => Endpoint::Register,
        Phase::PreAuth => Endpoint::RegisterPreAuth,
    }
}

/// The return URLs as they are sent: with the signed state where the store has a return key. So they have no `Debug`.
#[derive(Clone, PartialEq, Eq)]
pub struct Addresses {
    /// `returnUrl`.
    pub return_url: String,
    /// `failUrl`, where the order has one.
    pub fail_url: Option<String>,
}

/// The form that registers an order under a number.
#[must_use]
pub fn form(order: &Order, number: Option<&OrderNumber>, addresses: &Addresses, gateway: &Gateway) -> Form {
    let mut form = gateway.form();
    if let Some(number) = number {
        form.push("orderNumber", number.as_str());
    }
    form.push_json("amount", &order.amount().digits());
    form.push("currency", &order.currency().digits());
    form.push("returnUrl", &addresses.return_url);
    if let Some(fail_url) = &addresses.fail_url {
        form.push("failUrl", fail_url);
    }
    push_parameters(order, &mut form);
    if let Some(language) = gateway.language()
        && order.parameter("language").is_none()
    {
        form.push("language", language);
    }
    form
}

/// In JSON, a parameter that occurs several times is one text with `;` between its values.
/// Source: the specification (`OpenAPI`) of Sberbank's e-commerce gateway, `register.do`.
fn push_parameters(order: &Order, form: &mut Form) {
    let mut joined = Vec::new();
    for (name, value) in order.parameters() {
        match parameters::find(name).map(|parameter| &parameter.shape) {
            Some(Shape::Repeated(_)) if form.is_json() => joined.push(value.as_str()),
            Some(Shape::Json | Shape::Whole(..)) => form.push_json(name, value),
            _ => form.push(name, value),
        }
    }
    if !joined.is_empty() {
        form.push("features", &joined.join(";"));
    }
    for (name, value) in order.extra() {
        form.push(name, value);
    }
}

/// Reads the gateway's reply. It is a success if it has `orderId` and `formUrl` and no error.
///
/// # Errors
/// The gateway's refusal, or `malformed_reply`.
pub fn read(reply: &Reply, gateway: &Gateway) -> Result<Registration, Error> {
    let value = reply.json()?;
    let object = reply.object(&value)?;
    reply.check(object)?;
    let (Some(order_id), Some(form_url)) = (object.text("orderId"), object.text("formUrl")) else {
        return Err(reply.malformed("no error, and not both orderId and formUrl"));
    };
    let order_id =
        OrderId::new(&order_id).map_err(|why| reply.malformed(&["an `orderId` that ", why.as_str()].concat()))?;
    gateway.check_form_url(&form_url).map_err(|why| reply.malformed(&["a `formUrl` that ", why.as_str()].concat()))?;
    Ok(Registration { order_id, form_url })
}
