//! The one place that can say "paid": it compares what the gateway reports with what the store expects.
//!
//! | outcome | when |
//! |---|---|
//! | `Mismatch` | the reply carries another order, amount or currency; or it says paid or held and one of them is missing |
//! | `Paid` | orderStatus 2; where reported, a one-phase order is deposited and a two-phase one was approved in full |
//! | `Held` | orderStatus 1; where reported, approved in full |
//! | `Open` | orderStatus 0 |
//! | `Pending` | 5, 7, 8, or an action code that says that the result is not known yet |
//! | `Declined`, `Expired` | orderStatus 6, told apart by the action code |
//! | `Reversed`, `Refunded` | 3, 4 |
//! | `Unknown` | anything else |

use crate::model::expected::Expected;
use crate::model::ids::OrderId;
use crate::protocol::status::{OrderReport, OrderStatus};
use crate::trust::action_code::{self, Class};
use crate::trust::comparison;
pub use crate::trust::outcome::{Compared, Decline, Field, Mismatch, Outcome};

/// The answer to "is it paid?". Only [`decide`] makes one, out of an [`OrderReport`] that only a reply
/// of the gateway makes.
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

    /// What the report was compared with.
    #[must_use]
    pub fn expected(&self) -> &Expected {
        &self.expected
    }

    /// What the gateway reported.
    #[must_use]
    pub fn report(&self) -> &OrderReport {
        &self.report
    }

    /// What the gateway reported, without the verdict.
    #[must_use]
    pub fn into_report(self) -> OrderReport {
        self.report
    }

    /// The gateway's id of the order, as reported or as asked for.
    #[must_use]
    pub fn order_id(&self) -> Option<&str> {
        self.report.order_id().or(self.expected.order_id().map(OrderId::as_str))
    }

    /// Whether the outcome stays as it is until the store itself changes it. An open, held or pending order may still change.
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

/// Compares a report with what the store expects.
#[must_use]
pub fn decide(expected: Expected, report: OrderReport) -> Verdict {
    let stated = stated(&report);
    let outcome = match comparison::difference(&expected, &report, &stated) {
        Some(mismatch) => Outcome::Mismatch(mismatch),
        None => stated,
    };
    Verdict { outcome, expected, report }
}

/// What the report says, of whichever order it is.
fn stated(report: &OrderReport) -> Outcome {
    let status = report.order_status();
    let class = report.action_code().map(action_code::class);
    match status {
        OrderStatus::Other(_) => Outcome::Unknown,
        _ if is_uncertain(status, report.action_code(), class) => Outcome::Pending,
        OrderStatus::Registered => Outcome::Open(decline(report)),
        OrderStatus::Held => Outcome::Held,
        OrderStatus::Deposited => Outcome::Paid,
        OrderStatus::Reversed => Outcome::Reversed,
        OrderStatus::Refunded => {
            Outcome::Refunded { deposited: report.deposited_amount(), refunded: report.refunded_amount() }
        }
        OrderStatus::AuthenticationStarted | OrderStatus::Waiting | OrderStatus::Intermediate => Outcome::Pending,
        OrderStatus::Declined if class == Some(Class::Expired) => Outcome::Expired,
        OrderStatus::Declined => Outcome::Declined(decline(report)),
    }
}

/// -30001 says beside every status that the result is not known yet. Other codes of this class count for an unpaid order: the
/// attempt was sent to the issuer without an answer and may have taken the money.
fn is_uncertain(status: OrderStatus, code: Option<i64>, class: Option<Class>) -> bool {
    code == Some(-30001) || (status == OrderStatus::Registered && class == Some(Class::Uncertain))
}

fn decline(report: &OrderReport) -> Option<Decline> {
    let action_code = report.action_code().filter(|code| action_code::is_decline(*code))?;
    Some(Decline { action_code, description: report.action_code_description().unwrap_or_default().to_owned() })
}
