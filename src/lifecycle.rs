//! The rest of an order's life: `deposit.do`, `reverse.do`, `refund.do`, `decline.do`.
//!
//! Source: BPC REST reference, the four methods. On the wire amount 0 means "everything"; here everything is said by
//! leaving the amount out, so that a zero by mistake is an error and never takes or returns the whole sum.

use crate::error::{Error, ErrorCode, Refusal};
use crate::gateway::{Endpoint, Gateway};
use crate::money::{Amount, Currency};
use crate::options::{self, Options};
use crate::order::{OrderId, OrderNumber};
use crate::wire::form::Form;
use crate::wire::reply::Reply;
use crate::wire::value::Value;

/// What to do with an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operation {
    /// Take held money, all or part; the rest is released.
    Deposit,
    /// Release held money.
    Reverse,
    /// Give taken money back, all or part; several times, up to what was taken.
    Refund,
    /// Close an order that nobody has paid, its payment page too.
    Decline,
}

impl Operation {
    /// The gateway's method.
    #[must_use]
    pub fn endpoint(self) -> Endpoint {
        match self {
            Self::Deposit => Endpoint::Deposit,
            Self::Reverse => Endpoint::Reverse,
            Self::Refund => Endpoint::Refund,
            Self::Decline => Endpoint::Decline,
        }
    }

    /// What the caller's object may hold.
    fn known(self) -> &'static [&'static str] {
        match self {
            Self::Deposit => &["orderId", "amount", "currency", "depositItems", "jsonParams"],
            Self::Reverse => &["orderId", "amount", "currency", "jsonParams"],
            Self::Refund => &[
                "orderId",
                "amount",
                "currency",
                "externalRefundId",
                "expectedDepositedAmount",
                "refundItems",
                "jsonParams",
            ],
            Self::Decline => &["orderId", "orderNumber"],
        }
    }
}

/// An operation on an order, checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// What to do.
    pub operation: Operation,
    /// With which order.
    pub order_id: OrderId,
    /// The store's number; [`Operation::Decline`] sends it too.
    pub order_number: Option<OrderNumber>,
    /// How much; `None` is everything.
    pub amount: Option<Amount>,
    /// Currency of the amount, where the store says it.
    pub currency: Option<Currency>,
    /// The store's idempotency key of a refund, at most 32 characters: a repeat with the same key is the same refund.
    pub external_refund_id: Option<String>,
    /// Refund only if so much is deposited now: two refunds at once cannot both pass.
    pub expected_deposited: Option<Amount>,
    /// JSON parameters by their names on the wire.
    pub json: Vec<(&'static str, String)>,
}

impl Change {
    /// An operation on the whole amount of an order.
    #[must_use]
    pub fn of(operation: Operation, order_id: OrderId) -> Self {
        Self {
            operation,
            order_id,
            order_number: None,
            amount: None,
            currency: None,
            external_refund_id: None,
            expected_deposited: None,
            json: Vec::new(),
        }
    }

    /// Reads the caller's object.
    ///
    /// # Errors
    /// `invalid_option` that names the field.
    pub fn read(value: &Value, operation: Operation) -> Result<Self, Error> {
        let change = Options::of("change", value)?;
        change.allow_only(operation.known())?;
        if operation == Operation::Decline && !change.has("orderNumber") {
            return Err(Error::invalid("change.orderNumber", "is missing; the gateway declines by both ids"));
        }
        Ok(Self {
            operation,
            amount: change.read("amount", part)?,
            currency: change.read("currency", options::currency)?,
            expected_deposited: change.read("expectedDepositedAmount", options::amount)?,
            order_id: change.require("orderId", options::order_id)?,
            order_number: change.read("orderNumber", |value| options::order_number(value, OrderNumber::MAX_LENGTH))?,
            external_refund_id: change.read("externalRefundId", |value| options::text(value, 32))?,
            json: read_json(&change)?,
        })
    }

    /// A lost reply may simply be asked for again: the gateway recognises the repeat.
    #[must_use]
    pub fn is_idempotent(&self) -> bool {
        self.external_refund_id.is_some()
    }

    /// The form that asks for it.
    #[must_use]
    pub fn form(&self, gateway: &Gateway) -> Form {
        let mut form = Form::new();
        gateway.credentials.push_to(&mut form);
        form.push("orderId", self.order_id.as_str());
        if let Some(number) = &self.order_number {
            form.push("orderNumber", number.as_str());
        }
        let takes_amount = matches!(self.operation, Operation::Deposit | Operation::Refund);
        match self.amount {
            Some(amount) => form.push("amount", &amount.digits()),
            None if takes_amount => form.push("amount", "0"),
            None => {}
        }
        if let Some(currency) = self.currency {
            form.push("currency", &currency.digits());
        }
        if let Some(id) = &self.external_refund_id {
            form.push("externalRefundId", id);
        }
        if let Some(amount) = self.expected_deposited {
            form.push("expectedDepositedAmount", &amount.digits());
        }
        for (name, text) in &self.json {
            form.push(name, text);
        }
        if let Some(language) = &gateway.language {
            form.push("language", language);
        }
        form
    }
}

fn read_json(change: &Options<'_>) -> Result<Vec<(&'static str, String)>, Error> {
    let mut json = Vec::new();
    for name in ["depositItems", "refundItems", "jsonParams"] {
        if let Some(text) = change.read(name, options::json_object)? {
            json.push((name, text));
        }
    }
    Ok(json)
}

/// A part of an order's money: not zero, which the gateway reads as everything.
fn part(value: &Value) -> Result<Amount, Refusal> {
    match options::amount(value)? {
        amount if amount.minor() == 0 => {
            Err("is 0, which the gateway reads as everything; leave it out to mean that".into())
        }
        amount => Ok(amount),
    }
}

/// Reads the gateway's reply: no error is success.
///
/// # Errors
/// The gateway's refusal, with code 7 as `invalid_state`, or `malformed_reply`.
pub fn read(reply: &Reply) -> Result<(), Error> {
    let value = reply.json()?;
    let object = reply.object(&value)?;
    reply.check(object).map_err(|refusal| match refusal.gateway() {
        Some(words) if words.error_code == 7 => {
            let message = "the order is not in a state for this, or the amount exceeds what there is";
            Error::new(ErrorCode::InvalidState, message).with_gateway(words.clone()).with_status(reply.status)
        }
        _ => refusal,
    })?;
    let code = object.int("errorCode").map_err(|field| reply.bad_field(&field))?;
    if code.is_none() && object.flag("success") != Some(true) {
        return Err(reply.malformed("neither an error nor a success"));
    }
    Ok(())
}
