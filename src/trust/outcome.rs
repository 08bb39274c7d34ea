//! The outcomes of a payment. They are names only: what proves an outcome is the [`Verdict`](crate::Verdict) around it.

use crate::protocol::redact::redacted;
use crate::trust::action_code::{Class, Meaning, Retry};

/// Why an attempt or an order was declined.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decline {
    /// The bank's action code.
    pub code: i64,
    /// What it means at this bank.
    pub meaning: Meaning,
    /// The gateway's words, for operators.
    pub description: String,
}

impl Decline {
    /// The description without card numbers and e-mail addresses.
    pub(super) fn new(code: i64, meaning: Meaning, description: Option<&str>) -> Self {
        Self { code, meaning, description: redacted(description.unwrap_or_default()) }
    }

    /// The class of the code.
    #[must_use]
    pub fn class(&self) -> Class {
        self.meaning.class()
    }

    /// What may be tried next; `None` where nothing may.
    #[must_use]
    pub fn retry(&self) -> Option<Retry> {
        self.meaning.retry()
    }
}

/// A field of the report that differs from what the store expects.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mismatch {
    /// Which field differs.
    pub field: Field,
    /// What the store expects.
    pub expected: Compared,
    /// What the gateway reports; `None` where it reports nothing.
    pub actual: Option<Compared>,
}

/// A field that is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// The store's number.
    OrderNumber,
    /// The registered amount.
    Amount,
    /// The currency.
    Currency,
    /// The gateway's id.
    OrderId,
    /// What was held or approved.
    ApprovedAmount,
    /// What was given back.
    RefundedAmount,
    /// The refunds of the order.
    Refunds,
    /// The state of the payment in a word.
    PaymentState,
    /// The order's state.
    OrderStatus,
    /// The response code of the last attempt.
    ActionCode,
    /// An error code beside a report.
    ErrorCode,
    /// An error flag or text beside a report.
    Error,
    /// A list of errors beside a report.
    Errors,
    /// A flag that says that the request failed.
    Success,
    /// What was taken.
    DepositedAmount,
}

impl Field {
    /// Every field.
    pub const ALL: [Self; 15] = [
        Self::OrderNumber,
        Self::Amount,
        Self::Currency,
        Self::OrderId,
        Self::ApprovedAmount,
        Self::DepositedAmount,
        Self::RefundedAmount,
        Self::Refunds,
        Self::PaymentState,
        Self::OrderStatus,
        Self::ActionCode,
        Self::ErrorCode,
        Self::Error,
        Self::Errors,
        Self::Success,
    ];

    /// The field's name in the TypeScript `OrderReport`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::OrderNumber => "orderNumber",
            Self::Amount => "amount",
            Self::Currency => "currency",
            Self::OrderId => "orderId",
            Self::ApprovedAmount => "approvedAmount",
            Self::DepositedAmount => "depositedAmount",
            Self::RefundedAmount => "refundedAmount",
            Self::Refunds => "refunds",
            Self::PaymentState => "paymentState",
            Self::OrderStatus => "orderStatus",
            Self::ActionCode => "actionCode",
            Self::ErrorCode => "errorCode",
            Self::Error => "error",
            Self::Errors => "errors",
            Self::Success => "success",
        }
    }
}

/// A compared value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Compared {
    /// A number, an id or a currency.
    Text(String),
    /// Minor units.
    Minor(u64),
}

/// The outcome of a payment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The money is the store's.
    Paid,
    /// The money is on hold.
    Held,
    /// A card check succeeded. No money was taken.
    Verified,
    /// Not paid yet; the last attempt may have been declined.
    Open(Option<Decline>),
    /// The bank does not know the result yet: ask again, do not charge again.
    Pending,
    /// Declined, and final.
    Declined(Option<Decline>),
    /// The time to pay is over.
    Expired,
    /// The hold or payment was cancelled.
    Reversed,
    /// Money was given back. Amounts in minor units.
    Refunded {
        /// Still the store's.
        deposited: Option<u64>,
        /// Given back.
        refunded: Option<u64>,
    },
    /// The cardholder's bank took the money back, or has begun to.
    Chargeback,
    /// Another order, amount or currency than expected, or a reply that contradicts itself.
    Mismatch(Mismatch),
    /// A status that this version does not know.
    Unknown,
}

impl Outcome {
    /// The outcome's name in the JavaScript union.
    #[must_use]
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Paid => "paid",
            Self::Held => "held",
            Self::Verified => "verified",
            Self::Open(_) => "open",
            Self::Pending => "pending",
            Self::Declined(_) => "declined",
            Self::Expired => "expired",
            Self::Reversed => "reversed",
            Self::Refunded { .. } => "refunded",
            Self::Chargeback => "chargeback",
            Self::Mismatch(_) => "mismatch",
            Self::Unknown => "unknown",
        }
    }
}
