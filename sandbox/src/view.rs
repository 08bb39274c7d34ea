//! Orders as tests and the control page see them.

use serde::Serialize;

use crate::action;
use crate::order::{Feature, Order, State};
use crate::wire::status;

/// An order as tests and the control page see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct OrderView {
    /// The gateway's id.
    pub order_id: String,
    /// The merchant's number.
    pub order_number: String,
    /// `orderStatus`.
    pub order_status: u8,
    /// `actionCode`.
    pub action_code: i64,
    /// The state in words: `paid`, `at 3-D Secure`, `declined: Not enough money on the card`.
    pub state: String,
    /// Registered amount in minor units.
    pub amount: u64,
    /// Numeric currency code.
    pub currency: String,
    /// Minor units that are on hold or captured.
    pub approved_amount: u64,
    /// Minor units that are captured and not refunded.
    pub deposited_amount: u64,
    /// Minor units that are refunded.
    pub refunded_amount: u64,
    /// Time of the registration, epoch milliseconds.
    pub created_ms: u64,
    /// End of the session, epoch milliseconds.
    pub expires_ms: u64,
    /// The history, oldest first. It has the last 50 entries.
    pub history: Vec<HistoryLine>,
}

/// An entry of an order's history.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct HistoryLine {
    /// Epoch milliseconds.
    pub at_ms: u64,
    /// What happened, in English.
    pub what: String,
}

/// The state of an order in words.
pub(crate) fn in_words(order: &Order) -> String {
    let failed = !matches!(order.action_code, action::WAITING | action::OK);
    let describe = |code| action::describe(order.account.profile, code, "en");
    match order.state {
        State::Created if failed => format!("declined, still open: {}", describe(order.action_code)),
        State::Created => "waiting for payment".into(),
        State::AtIssuer => "at 3-D Secure".into(),
        State::Approved => "held".into(),
        State::Deposited if order.amounts.deposited < order.request.amount => "paid in part".into(),
        State::Deposited => "paid".into(),
        State::Reversed if order.has(Feature::Verify) => "card verified".into(),
        State::Reversed => "reversed".into(),
        State::Refunded if order.amounts.deposited > 0 => "refunded in part".into(),
        State::Refunded => "refunded".into(),
        State::Declined => match order.action_code {
            action::NO_ATTEMPT | action::EXPIRED | action::LEFT_AT_ACS => "expired".into(),
            action::DECLINED_BY_MERCHANT => "declined by the shop".into(),
            action::CANCELLED_BY_CUSTOMER => "cancelled by the customer".into(),
            code => format!("declined: {}", describe(code)),
        },
    }
}

pub(crate) fn view(order: &Order) -> OrderView {
    OrderView {
        order_id: order.id.clone(),
        order_number: order.request.number.clone(),
        order_status: status::order_status(order),
        action_code: order.action_code,
        state: in_words(order),
        amount: order.request.amount,
        currency: order.request.currency.clone(),
        approved_amount: order.amounts.approved,
        deposited_amount: order.amounts.deposited,
        refunded_amount: order.amounts.refunded,
        created_ms: order.created_ms,
        expires_ms: order.request.expires_ms,
        history: order
            .history
            .iter()
            .map(|entry| HistoryLine { at_ms: entry.at_ms, what: entry.what.clone() })
            .collect(),
    }
}
