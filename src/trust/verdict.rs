//! The one place that can say "paid": it compares what the gateway reports with what the store expects.
//!
//! | outcome | when |
//! |---|---|
//! | `Mismatch` | the reply carries another order, amount or currency; it says paid, held or verified and one of them is missing; or another field contradicts it |
//! | `Paid` | orderStatus 2 |
//! | `Held` | orderStatus 1 |
//! | `Verified` | orderStatus 1, 2 or 3 of a card check (feature `VERIFY`, or amount 0) |
//! | `Chargeback` | orderStatus 1, 2 or 4 with `chargeback` |
//! | `Open` | orderStatus 0 |
//! | `Pending` | 5, 7, 8; or an action code that says that the result is not known yet; or a payment that must be acknowledged first |
//! | `Declined`, `Expired` | orderStatus 6, told apart by the action code |
//! | `Reversed`, `Refunded` | 3, 4; 7 where an amount was refunded |
//! | `Unknown` | anything else |
//!
//! What other statuses than these mean at a bank is in its line of [`crate::model::gateway::banks`].
//!
//! Which fields decide, in which order. The property `paid_needs_every_field_to_agree` in `tests/verdict.rs` holds every
//! combination of them against this table:
//!
//! | fields | rule | why |
//! |---|---|---|
//! | orderStatus | gives the outcome | the only field that every gateway fills |
//! | chargeback | set beside 1, 2 or 4: `Chargeback` | the money is not the store's any more |
//! | actionCode | uncertain: `Pending`, beside every status | the bank itself does not know |
//! | orderNumber, amount, currency, orderId | must be the expected ones | a paid order is not *this* paid order |
//! | feeAmount, surcharge, surchargeAmount; the attributes airTax.amount, tips.amount | where they explain it exactly, amount may be more than was sold; it may never be less | a bank adds them for the customer, and the price of the store is paid |
//! | errorCode, error, errors, success | must say success where money is claimed | a reply that reports an error proves no payment |
//! | orderStatus, orderNumber, amount, currency | each spelling and repetition must agree | two readers could read two results |
//! | actionCode | 0, or the code of a later operation, where money is claimed | a declined payment is not paid |
//! | depositedAmount, approvedAmount | not less than was sold (two-phase: deposited more than nothing); more never contradicts | a part is not the price; a bank adds a fee, and a store may take more than it held |
//! | partialAuthorization | not `PARTIAL_AMOUNT` where money is claimed | a part is not the price |
//! | refundedAmount, refunds, operations | nothing given back where money is claimed | what was given back is not the store's |
//! | paymentState | the word for taken or held money, where there is one | as orderStatus |
//! | every other field | nothing: of whatever type it is, it fails no reply and changes no verdict | what describes a payment must not cost a customer who paid |

use crate::codec::Value;
use crate::model::expected::Expected;
use crate::model::ids::{OrderId, Phase};
use crate::protocol::status::{OrderReport, OrderStatus};
use crate::trust::action_code::{Class, CodeList, Meaning};
pub use crate::trust::next::{Next, NextAction};
pub use crate::trust::outcome::{Compared, Decline, Field, Mismatch, Outcome};
use crate::trust::{comparison, consistency, next};

/// The answer to "is it paid?". Only [`decide`] makes one, out of an [`OrderReport`] that only a reply
/// of the gateway makes.
#[derive(Clone, Debug, PartialEq)]
pub struct Verdict {
    outcome: Outcome,
    awaits_acknowledgement: bool,
    expected: Expected,
    report: OrderReport,
    attempt: Meaning,
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

    /// The code of a later operation beside money that was taken or held: a refund that failed, for example.
    #[must_use]
    pub fn warning(&self) -> Option<Decline> {
        let report = &self.report;
        let code = report.action_code()?;
        // By the general list, as in `consistency`: what that lets pass beside paid money is told here.
        let meaning = Meaning::of(code, CodeList::General);
        let is_told = meaning.class() == Class::Operation && matches!(self.outcome, Outcome::Paid | Outcome::Held);
        is_told.then(|| Decline::new(code, meaning, report.action_code_description()))
    }

    /// What the store does now.
    #[must_use]
    pub fn next(&self) -> Next {
        next::next(&self.outcome, self.attempt)
    }

    /// Whether the order is paid, and the bank gives the money back unless the payment is acknowledged. The outcome is `Pending`.
    #[must_use]
    pub fn awaits_acknowledgement(&self) -> bool {
        self.awaits_acknowledgement
    }

    /// The verdict after the reply to the acknowledgement. It is paid only if that reply, too, says so of this order.
    ///
    /// Source: SATIM integration guide: `respCode` 00, `ErrorCode` 0 and `OrderStatus` 2.
    pub(crate) fn acknowledged_by(mut self, reply: &OrderReport) -> Self {
        let is_good = matches!(reply.field("respCode"), Some(Value::Text(code)) if code == "00");
        if is_good && matches!(judge(&self.expected, reply, attempt(reply, CodeList::General)), Outcome::Paid) {
            self.report.add_acknowledgement(reply);
            return decide(self.expected, self.report);
        }
        self
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

    /// Whether the payment is over: there is no need to ask again on a schedule. An open, held or pending order may still change. A
    /// final one changes only by an operation on it: a refund, a reversal, or a chargeback.
    #[must_use]
    pub fn is_final(&self) -> bool {
        match self.outcome {
            Outcome::Open(_) | Outcome::Pending | Outcome::Held | Outcome::Unknown => false,
            Outcome::Paid
            | Outcome::Verified
            | Outcome::Chargeback
            | Outcome::Declined(_)
            | Outcome::Expired
            | Outcome::Reversed
            | Outcome::Refunded { .. }
            | Outcome::Mismatch(_) => true,
        }
    }
}

/// Compares a report with what the store expects. Codes have their general meaning.
///
/// At a bank that gives back what nobody acknowledges, a paid order is `Pending` until it is acknowledged.
#[must_use]
pub fn decide(expected: Expected, report: OrderReport) -> Verdict {
    decide_by(CodeList::General, expected, report)
}

/// Compares a report with what the store expects, at a bank with this list of response codes.
#[must_use]
pub fn decide_by(list: CodeList, expected: Expected, report: OrderReport) -> Verdict {
    let attempt = attempt(&report, list);
    let outcome = judge(&expected, &report, attempt);
    let awaits_acknowledgement = matches!(outcome, Outcome::Paid) && report.awaits_acknowledgement();
    let outcome = if awaits_acknowledgement { Outcome::Pending } else { outcome };
    Verdict { outcome, awaits_acknowledgement, expected, report, attempt }
}

/// What the report says of the last attempt.
fn attempt(report: &OrderReport, list: CodeList) -> Meaning {
    report.action_code().map_or(Meaning::NotTried, |code| Meaning::of(code, list))
}

/// What the report proves of the expected order.
fn judge(expected: &Expected, report: &OrderReport, attempt: Meaning) -> Outcome {
    let stated = stated(expected, report, attempt);
    let mismatch = comparison::difference(expected, report, &stated)
        .or_else(|| consistency::contradiction(expected, report, &stated));
    mismatch.map_or(stated, Outcome::Mismatch)
}

/// What the report says, of whichever order it is.
fn stated(expected: &Expected, report: &OrderReport, attempt: Meaning) -> Outcome {
    let status = report.order_status();
    let class = attempt.class();
    let is_check = expected.phase() == Phase::Verify || expected.amount().minor() == 0;
    let meaning = report.meaning();
    let refunded = || Outcome::Refunded { deposited: report.deposited_amount(), refunded: report.refunded_amount() };
    match status {
        _ if meaning == Some("verified") && is_check => Outcome::Verified,
        _ if matches!(meaning, Some("unknown" | "verified")) => Outcome::Unknown,
        _ if meaning == Some("declined") => Outcome::Declined(decline(report, attempt)),
        OrderStatus::Other(_) => Outcome::Unknown,
        OrderStatus::Held | OrderStatus::Deposited | OrderStatus::Refunded if consistency::is_charged_back(report) => {
            Outcome::Chargeback
        }
        // The bank does not know the result: the attempt may have taken the money, or not.
        _ if class == Class::Uncertain => Outcome::Pending,
        OrderStatus::Held | OrderStatus::Deposited if class == Class::InProgress => Outcome::Pending,
        OrderStatus::Held | OrderStatus::Deposited | OrderStatus::Reversed if is_check => Outcome::Verified,
        OrderStatus::Registered => Outcome::Open(decline(report, attempt)),
        OrderStatus::Held => Outcome::Held,
        OrderStatus::Deposited => Outcome::Paid,
        OrderStatus::Reversed => Outcome::Reversed,
        OrderStatus::Refunded => refunded(),
        _ if meaning == Some("refunded") => refunded(),
        // At some banks 7 is an order of which a part was given back: the amounts tell.
        OrderStatus::Waiting if report.refunded_amount().is_some_and(|refunded| refunded > 0) => refunded(),
        OrderStatus::AuthenticationStarted | OrderStatus::Waiting | OrderStatus::Intermediate => Outcome::Pending,
        OrderStatus::Declined if class == Class::Expired => Outcome::Expired,
        OrderStatus::Declined => Outcome::Declined(decline(report, attempt)),
    }
}

fn decline(report: &OrderReport, attempt: Meaning) -> Option<Decline> {
    let code = report.action_code().filter(|_| attempt.is_decline())?;
    Some(Decline::new(code, attempt, report.action_code_description()))
}
