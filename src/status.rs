//! `getOrderStatusExtended.do`: what the gateway says of an order, typed. It decides nothing.
//!
//! Source: BPC REST reference, `getOrderStatusExtended.do`. Old gateways answer with capitalised keys, without amounts,
//! and spell some names differently; all of them are read.

mod read;

pub use read::read;

use crate::gateway::Gateway;
use crate::order::{OrderId, OrderNumber};
use crate::wire::form::Form;
use crate::wire::value::Value;

/// Which order to ask about. Exactly one id goes to the gateway: of two, it would silently take its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Query {
    /// By the gateway's id.
    OrderId(OrderId),
    /// By the store's number. Not possible with the public token.
    OrderNumber(OrderNumber),
}

/// The form that asks.
#[must_use]
pub fn form(query: &Query, gateway: &Gateway) -> Form {
    let mut form = Form::new();
    for (name, secret) in gateway.credentials.fields() {
        form.push(name, secret);
    }
    match query {
        Query::OrderId(id) => form.push("orderId", id.as_str()),
        Query::OrderNumber(number) => form.push("orderNumber", number.as_str()),
    }
    if let Some(language) = &gateway.language {
        form.push("language", language);
    }
    form
}

/// A name with a value; some gateways leave the value out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NameValue {
    /// Its name.
    pub name: String,
    /// Its value, where it has one.
    pub value: Option<String>,
}

/// The card, as far as a store may know it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Card {
    /// First six and last four digits at most.
    pub masked_pan: Option<String>,
    /// `YYYYMM`.
    pub expiration: Option<String>,
    /// As embossed.
    pub cardholder_name: Option<String>,
    /// Of the issuer.
    pub approval_code: Option<String>,
    /// `VISA`, `MASTERCARD`, …
    pub payment_system: Option<String>,
}

/// The stored card.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Binding {
    /// The store's id of the customer.
    pub client_id: Option<String>,
    /// The gateway's id of the stored card.
    pub binding_id: Option<String>,
}

/// The issuing bank. Unknown ones come as `<UNKNOWN>`, angle brackets and all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct IssuingBank {
    /// Its name.
    pub name: Option<String>,
    /// Two letters.
    pub country_code: Option<String>,
    /// In the language asked for.
    pub country_name: Option<String>,
}

/// The payer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Payer {
    /// E-mail address.
    pub email: Option<String>,
    /// Phone number.
    pub phone: Option<String>,
    /// Delivery address.
    pub post_address: Option<String>,
}

/// A refund that was made.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Refund {
    /// Minor units.
    pub amount: Option<u64>,
    /// RRN.
    pub reference_number: Option<String>,
    /// The store's idempotency key.
    pub external_refund_id: Option<String>,
    /// 0 is success.
    pub action_code: Option<i64>,
    /// As the gateway writes it.
    pub date: Option<String>,
}

/// Amounts in minor units; those that the reply carried.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Amounts {
    /// Registered.
    pub amount: Option<u64>,
    /// Held or approved.
    pub approved: Option<u64>,
    /// Taken, less what was refunded.
    pub deposited: Option<u64>,
    /// Given back.
    pub refunded: Option<u64>,
    /// With fee.
    pub total: Option<u64>,
    /// Fee.
    pub fee: Option<u64>,
}

/// Times in milliseconds since 1970; those that the reply carried.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Dates {
    /// Registered.
    pub date: Option<u64>,
    /// Last authorisation attempt.
    pub auth: Option<u64>,
    /// Deposited.
    pub deposited: Option<u64>,
    /// Refunded. Some gateways fill it although nothing was refunded.
    pub refunded: Option<u64>,
    /// Reversed.
    pub reversed: Option<u64>,
}

/// What the gateway says of an order. `None` was not in the reply.
#[derive(Clone, Debug, PartialEq)]
pub struct OrderReport {
    /// The gateway's id (`attributes[mdOrder]`).
    pub order_id: Option<String>,
    /// The store's number.
    pub order_number: Option<String>,
    /// The order's state; 0 to 6 are common to all banks.
    pub order_status: i64,
    /// Response code of the last attempt.
    pub action_code: Option<i64>,
    /// Its words, for operators.
    pub action_code_description: Option<String>,
    /// Words for the customer.
    pub display_error_message: Option<String>,
    /// Minor units.
    pub amounts: Amounts,
    /// As on the wire.
    pub currency: Option<String>,
    /// As on the wire.
    pub payment_state: Option<String>,
    /// Milliseconds since 1970.
    pub dates: Dates,
    /// `CARD`, `APPLE_PAY`, …
    pub payment_way: Option<String>,
    /// As registered.
    pub order_description: Option<String>,
    /// The payer's address.
    pub ip: Option<String>,
    /// Terminal.
    pub terminal_id: Option<String>,
    /// RRN.
    pub auth_ref_num: Option<String>,
    /// Whether the payer disputes it.
    pub chargeback: Option<bool>,
    /// The card, once one was entered.
    pub card: Option<Card>,
    /// The stored card, if any.
    pub binding: Option<Binding>,
    /// The issuing bank.
    pub bank: Option<IssuingBank>,
    /// The payer.
    pub payer: Option<Payer>,
    /// What was registered as `jsonParams`, and what the gateway added.
    pub merchant_order_params: Vec<NameValue>,
    /// The gateway's own attributes.
    pub attributes: Vec<NameValue>,
    /// The processing's attributes.
    pub transaction_attributes: Vec<NameValue>,
    /// Refunds made.
    pub refunds: Vec<Refund>,
    /// The whole reply, card numbers masked.
    pub raw: Value,
}
