//! The one place that can say "paid": what the store expects, held against what the gateway reports.
//!
//! | outcome | when |
//! |---|---|
//! | `Mismatch` | the reply carries another order, amount or currency; or it says paid or held and misses one of them |
//! | `Paid` | orderStatus 2; where reported, a one-phase order is deposited and a two-phase one was approved in full |
//! | `Held` | orderStatus 1; where reported, approved in full |
//! | `Open` | orderStatus 0 |
//! | `Pending` | 5, 7, 8, or an action code that says that the outcome is being established |
//! | `Declined`, `Expired` | orderStatus 6, told apart by the action code |
//! | `Reversed`, `Refunded` | 3, 4 |
//! | `Unknown` | anything else |

use crate::action_code::{self, Class};
use crate::money::{Amount, Currency};
use crate::order::{OrderId, OrderNumber, Phase};
use crate::status::{OrderReport, Query};

/// What the store expects of an order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expected {
    /// The gateway's id, where the store knows it.
    pub order_id: Option<OrderId>,
    /// The store's number.
    pub order_number: OrderNumber,
    /// Price.
    pub amount: Amount,
    /// Currency of the price.
    pub currency: Currency,
    /// One or two phases.
    pub phase: Phase,
}

impl Expected {
    /// The question about it: by the gateway's id where the store knows it.
    #[must_use]
    pub fn query(&self) -> Query {
        match &self.order_id {
            Some(order_id) => Query::OrderId(order_id.clone()),
            None => Query::OrderNumber(self.order_number.clone()),
        }
    }
}

/// Why an attempt or an order was declined.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decline {
    /// The bank's action code.
    pub action_code: i64,
    /// The gateway's words, for operators.
    pub description: String,
}

/// What the gateway reports otherwise than the store expects.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mismatch {
    /// `orderId`, `orderNumber`, `amount`, `currency`, `approvedAmount` or `depositedAmount`.
    pub field: &'static str,
    /// What the store expects.
    pub expected: Datum,
    /// What the gateway reports; `None` where it reports nothing.
    pub actual: Option<Datum>,
}

/// A compared value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Datum {
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
    /// Not paid yet; the last attempt may have been declined.
    Open(Option<Decline>),
    /// Being established: ask again, never pay again.
    Pending,
    /// Declined for good.
    Declined(Option<Decline>),
    /// The time to pay is over.
    Expired,
    /// The hold or payment was cancelled.
    Reversed,
    /// Money went back: what is still deposited, what was refunded, in minor units.
    Refunded {
        /// Still the store's.
        deposited: Option<u64>,
        /// Given back.
        refunded: Option<u64>,
    },
    /// Not the expected order.
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
            Self::Open(_) => "open",
            Self::Pending => "pending",
            Self::Declined(_) => "declined",
            Self::Expired => "expired",
            Self::Reversed => "reversed",
            Self::Refunded { .. } => "refunded",
            Self::Mismatch(_) => "mismatch",
            Self::Unknown => "unknown",
        }
    }
}

/// The answer to "is it paid?". Only [`decide`] makes one.
///
/// ```compile_fail
/// use bpc_checkout::verdict::{Outcome, Verdict};
/// let forged = Verdict { outcome: Outcome::Paid };
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Verdict {
    outcome: Outcome,
    expected: Expected,
    report: OrderReport,
}

impl Verdict {
    /// The outcome.
    #[must_use]
    pub fn outcome(&self) -> &Outcome {
        &self.outcome
    }

    /// What it was held against.
    #[must_use]
    pub fn expected(&self) -> &Expected {
        &self.expected
    }

    /// What the gateway reported.
    #[must_use]
    pub fn report(&self) -> &OrderReport {
        &self.report
    }

    /// The same, to keep.
    #[must_use]
    pub fn into_report(self) -> OrderReport {
        self.report
    }

    /// The gateway's id of the order, as reported or as asked for.
    #[must_use]
    pub fn order_id(&self) -> Option<&str> {
        self.report.order_id.as_deref().or(self.expected.order_id.as_ref().map(OrderId::as_str))
    }

    /// Nothing more will happen without the store's doing. An open, held or pending order may still change by itself.
    #[must_use]
    pub fn is_final(&self) -> bool {
        match self.outcome {
            Outcome::Open(_) | Outcome::Pending | Outcome::Held | Outcome::Unknown => false,
            Outcome::Paid
            | Outcome::Declined(_)
            | Outcome::Expired
            | Outcome::Reversed
            | Outcome::Refunded { .. }
            | Outcome::Mismatch(_) => true,
        }
    }
}

/// Holds a report against what the store expects.
#[must_use]
pub fn decide(expected: Expected, report: OrderReport) -> Verdict {
    let stated = state(&report);
    let claims_money = matches!(stated, Outcome::Paid | Outcome::Held);
    let outcome = match difference(&expected, &report, claims_money).or_else(|| shortfall(&expected, &report, &stated))
    {
        Some(mismatch) => Outcome::Mismatch(mismatch),
        None => stated,
    };
    Verdict { outcome, expected, report }
}

/// What the report says, for whichever order it is.
fn state(report: &OrderReport) -> Outcome {
    let class = report.action_code.map(action_code::class);
    let in_doubt = match report.order_status {
        // The code that says "being established" counts beside every status.
        0..=8 if report.action_code == Some(-30001) => true,
        // Sent to the issuer without an answer: the attempt may have taken the money.
        0 => class == Some(Class::Uncertain),
        _ => false,
    };
    match report.order_status {
        _ if in_doubt => Outcome::Pending,
        0 => Outcome::Open(decline(report)),
        1 => Outcome::Held,
        2 => Outcome::Paid,
        3 => Outcome::Reversed,
        4 => Outcome::Refunded { deposited: report.deposited_amount, refunded: report.refunded_amount },
        5 | 7 | 8 => Outcome::Pending,
        6 if class == Some(Class::Expired) => Outcome::Expired,
        6 => Outcome::Declined(decline(report)),
        _ => Outcome::Unknown,
    }
}

fn decline(report: &OrderReport) -> Option<Decline> {
    let action_code = report.action_code.filter(|code| action_code::is_decline(*code))?;
    Some(Decline { action_code, description: report.action_code_description.clone().unwrap_or_default() })
}

/// The first field in which the report differs. What is missing cannot match where money is claimed; a reply that claims
/// none may be as short as the old gateways make it.
fn difference(expected: &Expected, report: &OrderReport, claims_money: bool) -> Option<Mismatch> {
    let text = |field, expected: &str, actual: Option<&str>, same: bool| {
        let differs = actual.map_or(claims_money, |_| !same);
        differs.then(|| Mismatch {
            field,
            expected: Datum::Text(expected.to_owned()),
            actual: actual.map(|text| Datum::Text(text.to_owned())),
        })
    };
    let order_id = || {
        let (asked, reported) = (expected.order_id.as_ref()?.as_str(), report.order_id.as_deref()?);
        text("orderId", asked, Some(reported), asked == reported)
    };
    let order_number = || {
        let (number, reported) = (expected.order_number.as_str(), report.order_number.as_deref());
        text("orderNumber", number, reported, reported == Some(number))
    };
    let amount = || {
        let (minor, reported) = (expected.amount.minor(), report.amount);
        let differs = reported.map_or(claims_money, |reported| reported != minor);
        differs.then(|| Mismatch { field: "amount", expected: Datum::Minor(minor), actual: reported.map(Datum::Minor) })
    };
    let currency = || {
        let reported = report.currency.as_deref();
        let same = reported.is_some_and(|text| expected.currency.is(text));
        text("currency", &expected.currency.digits(), reported, same)
    };
    order_number().or_else(amount).or_else(currency).or_else(order_id)
}

/// Less money than was sold: held or approved in part (the feature `PARTIAL_AUTHORIZATION`, or a hold that was partly
/// released), or a one-phase order that was taken in part. A two-phase one may be: then the store did it, out of a full hold.
fn shortfall(expected: &Expected, report: &OrderReport, stated: &Outcome) -> Option<Mismatch> {
    let minor = expected.amount.minor();
    let short = |field, actual: Option<u64>| {
        let actual = actual.filter(|actual| *actual < minor)?;
        Some(Mismatch { field, expected: Datum::Minor(minor), actual: Some(Datum::Minor(actual)) })
    };
    match (stated, expected.phase) {
        (Outcome::Paid, Phase::Purchase) => short("depositedAmount", report.deposited_amount),
        (Outcome::Paid, Phase::PreAuth) if report.deposited_amount == Some(0) => {
            short("depositedAmount", report.deposited_amount)
        }
        // 0 beside a hold is a gateway that does not fill the field.
        (Outcome::Paid | Outcome::Held, _) => short("approvedAmount", report.approved_amount.filter(|held| *held > 0)),
        _ => None,
    }
}
