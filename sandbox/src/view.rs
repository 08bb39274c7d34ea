//! Orders as a test or a developer sees them.

use serde::Serialize;

use crate::order::Order;
use crate::wire::status;

/// An order as a test or a control page sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct OrderView {
    /// The gateway's id.
    pub order_id: String,
    /// The shop's number.
    pub order_number: String,
    /// `orderStatus`.
    pub order_status: u8,
    /// `actionCode`.
    pub action_code: i64,
    /// Registered amount in minor units.
    pub amount: u64,
    /// Numeric currency code.
    pub currency: String,
    /// Minor units on hold or captured.
    pub approved_amount: u64,
    /// Minor units captured and not given back.
    pub deposited_amount: u64,
    /// Minor units given back.
    pub refunded_amount: u64,
    /// When it was registered, epoch milliseconds.
    pub created_ms: u64,
    /// When its session ends or ended, epoch milliseconds.
    pub expires_ms: u64,
    /// What happened and when, oldest first; the last 50 lines.
    pub history: Vec<HistoryLine>,
}

/// One line of an order's history.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct HistoryLine {
    /// Epoch milliseconds.
    pub at_ms: u64,
    /// In English, for people.
    pub what: String,
}

pub(crate) fn view(order: &Order) -> OrderView {
    OrderView {
        order_id: order.id.clone(),
        order_number: order.terms.number.clone(),
        order_status: status::order_status(order),
        action_code: order.action_code,
        amount: order.terms.amount,
        currency: order.terms.currency.clone(),
        approved_amount: order.amounts.approved,
        deposited_amount: order.amounts.deposited,
        refunded_amount: order.amounts.refunded,
        created_ms: order.created_ms,
        expires_ms: order.terms.expires_ms,
        history: order
            .history
            .iter()
            .map(|event| HistoryLine { at_ms: event.at_ms, what: event.what.clone() })
            .collect(),
    }
}
