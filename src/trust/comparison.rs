//! Compares whose order a report is of, and its price, with what the store expects.

use crate::codec::Value;
use crate::model::expected::Expected;
use crate::model::ids::OrderId;
use crate::protocol::object::{Object, int};
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

/// Whether an amount of the reply is the price: what was sold, or what is left of it after the bank's points, or that and what the
/// bank added to it for the customer. The reply must name each addition, and they must explain the difference exactly. Less than
/// what was sold, without points, is never the price.
pub(crate) fn is_price(amount: u64, sold: u64, report: &OrderReport) -> bool {
    let is_left = amount.checked_add(report.points()) == Some(sold);
    is_left || amount.checked_sub(sold).is_some_and(|more| explain(more, &ADDITIONS, report))
}

/// Whether some of the additions of these names are exactly so much.
fn explain(more: u64, names: &[&'static str], report: &OrderReport) -> bool {
    let Some((name, others)) = names.split_first() else { return more == 0 };
    let without = || addition(name, report).and_then(|added| more.checked_sub(added));
    explain(more, others, report) || without().is_some_and(|rest| explain(rest, others, report))
}

/// The names of what a bank adds to the amount: its fee, and the attributes with which a store asks for taxes and tips.
///
/// Source: BPC REST reference (`feeAmount`); a bank's manual (`jsonParams`: `airTax.amount`, `tips.amount`).
const ADDITIONS: [&str; 8] =
    ["feeAmount", "surcharge", "surchargeAmount", "surcharge.amount", "airTax.amount", "airTax", "tips.amount", "tips"];

/// What the reply names as added, among its attributes or as a field of its own.
fn addition(name: &'static str, report: &OrderReport) -> Option<u64> {
    let attribute = |list: &&str| {
        let Value::List(pairs) = report.field(list)? else { return None };
        let pair = pairs.iter().filter_map(Object::of).find(|pair| pair.text("name").as_deref() == Some(name))?;
        pair.get("value")
    };
    let own = || report.field(name).or_else(|| Object::of(report.raw())?.get(name));
    let value = ["merchantOrderParams", "attributes"].iter().find_map(attribute).or_else(own)?;
    u64::try_from(int(value)?).ok()
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
            report.amount().is_some_and(|amount| is_price(amount, minor, report)),
        ),
        Row::text(Field::Currency, &expected.currency().digits(), report.currency(), currency),
        Row::text(Field::OrderId, asked_id, reported_id, reported_id.is_none_or(|reported| reported == asked_id)),
    ]
}
