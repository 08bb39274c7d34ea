//! Compares whose order a report is of, and its price, with what the store expects.

use crate::model::expected::Expected;
use crate::model::ids::OrderId;
use crate::protocol::status::OrderReport;
use crate::trust::outcome::{Compared, Field, Mismatch, Outcome};

/// One field of the comparison.
struct Row {
    field: Field,
    expected: Compared,
    actual: Option<Compared>,
    agrees: bool,
}

impl Row {
    fn text(field: Field, expected: &str, actual: Option<&str>, agrees: bool) -> Self {
        let text = |text: &str| Compared::Text(text.to_owned());
        Self { field, expected: text(expected), actual: actual.map(text), agrees }
    }

    fn minor(field: Field, expected: u64, actual: Option<u64>, agrees: bool) -> Self {
        Self { field, expected: Compared::Minor(expected), actual: actual.map(Compared::Minor), agrees }
    }

    fn into_mismatch(self) -> Mismatch {
        Mismatch { field: self.field, expected: self.expected, actual: self.actual }
    }
}

/// The first field in which the report differs from what the store expects.
pub(super) fn difference(expected: &Expected, report: &OrderReport, stated: &Outcome) -> Option<Mismatch> {
    let claims_money = matches!(stated, Outcome::Paid | Outcome::Held | Outcome::Verified | Outcome::Chargeback);
    // A field that is missing differs where money is claimed. A reply that claims none may be as short as old gateways make it.
    let differs = |row: &Row| !row.agrees && (claims_money || row.actual.is_some());
    identity(expected, report).into_iter().find(differs).map(Row::into_mismatch)
}

/// Whether an amount is the price, or what is left of it after the bank's points.
pub(super) fn is_price(amount: u64, report: &OrderReport, price: u64) -> bool {
    amount == price || amount.checked_add(report.points()) == Some(price)
}

/// Whose order it is, and its price.
fn identity(expected: &Expected, report: &OrderReport) -> [Row; 4] {
    let number = expected.order_number().as_str();
    let minor = expected.amount().minor();
    let currency = report.currency().is_some_and(|reported| expected.currency().is(reported));
    // Most replies carry the gateway's id, but not all: a missing id does not differ.
    let reported_id = report.order_id().filter(|_| expected.order_id().is_some());
    let asked_id = expected.order_id().map_or("", OrderId::as_str);
    [
        Row::text(Field::OrderNumber, number, report.order_number(), report.order_number() == Some(number)),
        Row::minor(
            Field::Amount,
            minor,
            report.amount(),
            report.amount().is_some_and(|amount| is_price(amount, report, minor)),
        ),
        Row::text(Field::Currency, &expected.currency().digits(), report.currency(), currency),
        Row::text(Field::OrderId, asked_id, reported_id, reported_id.is_none_or(|reported| reported == asked_id)),
    ]
}
