//! Our types as plain values, under the names that `index.d.ts` declares.

use crate::client::Registered;
use crate::error::Error;
use crate::messages;
use crate::money::{Amount, Currency};
use crate::status::{NameValue, OrderReport, Refund};
use crate::verdict::{Datum, Decline, Outcome, Verdict};
use crate::wire::value::Value;

pub(super) fn registered(registered: &Registered) -> Value {
    let number = registered.order_number.as_ref().map_or(Value::Null, |number| number.as_str().into());
    Value::object([
        ("orderId", Some(registered.registration.order_id.as_str().into())),
        ("formUrl", Some(registered.registration.form_url.as_str().into())),
        ("orderNumber", Some(number)),
    ])
}

pub(super) fn error(error: &Error) -> Value {
    let gateway = error.gateway().map(|gateway| {
        let message = Some(gateway.error_message.as_str().into());
        Value::object([("errorCode", Some(gateway.error_code.into())), ("errorMessage", message)])
    });
    Value::object([
        ("code", Some(error.code().as_str().into())),
        ("message", Some(Value::Text(error.to_string()))),
        ("retryable", Some(Value::Bool(error.is_retryable()))),
        ("endpoint", error.endpoint().map(Into::into)),
        ("field", error.field().map(Into::into)),
        ("orderNumber", error.order_number().map(Into::into)),
        ("orderId", error.order_id().map(Into::into)),
        ("orderStatus", error.order_status().map(Into::into)),
        ("httpStatus", error.http_status().map(|status| Value::Int(status.into()))),
        ("gateway", gateway),
    ])
}

pub(super) fn formatted(amount: Amount, currency: Currency) -> Value {
    Value::object([
        ("decimal", Some(Value::Text(amount.to_decimal(currency)))),
        ("currency", Some(currency.alpha().into())),
        ("digits", i64::try_from(currency.exponent()).ok().map(Value::Int)),
    ])
}

pub(super) fn verdict(verdict: &Verdict, language: Option<&str>) -> Value {
    let expected = verdict.expected();
    let mut entries = vec![
        ("outcome", verdict.outcome().as_str().into()),
        ("orderId", verdict.order_id().map_or(Value::Null, Into::into)),
        ("orderNumber", expected.order_number.as_str().into()),
        ("amount", expected.amount.minor().into()),
        ("currency", expected.currency.alpha().into()),
        ("final", Value::Bool(verdict.is_final())),
        ("message", Value::Text(messages::message(verdict, language))),
        ("report", report(verdict.report())),
    ];
    entries.extend(details(verdict.outcome()));
    Value::Object(entries.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
}

fn details(outcome: &Outcome) -> Vec<(&'static str, Value)> {
    let minor = |amount: Option<u64>| amount.map_or(Value::Null, Into::into);
    match outcome {
        Outcome::Open(decline) => vec![("lastDecline", self::decline(decline.as_ref()))],
        Outcome::Declined(decline) => vec![("decline", self::decline(decline.as_ref()))],
        Outcome::Refunded { deposited, refunded } => {
            vec![("depositedAmount", minor(*deposited)), ("refundedAmount", minor(*refunded))]
        }
        Outcome::Mismatch(mismatch) => vec![
            ("field", mismatch.field.into()),
            ("expected", datum(&mismatch.expected)),
            ("actual", mismatch.actual.as_ref().map_or(Value::Null, datum)),
        ],
        _ => vec![],
    }
}

fn decline(decline: Option<&Decline>) -> Value {
    decline.map_or(Value::Null, |decline| {
        let description = Some(decline.description.as_str().into());
        Value::object([("actionCode", Some(decline.action_code.into())), ("description", description)])
    })
}

fn datum(datum: &Datum) -> Value {
    match datum {
        Datum::Text(text) => text.as_str().into(),
        Datum::Minor(minor) => (*minor).into(),
    }
}

pub(super) fn report(report: &OrderReport) -> Value {
    let (amounts, dates) = (&report.amounts, &report.dates);
    Value::object([
        ("orderId", text(report.order_id.as_ref())),
        ("orderNumber", text(report.order_number.as_ref())),
        ("orderStatus", Some(report.order_status.into())),
        ("actionCode", report.action_code.map(Into::into)),
        ("actionCodeDescription", text(report.action_code_description.as_ref())),
        ("displayErrorMessage", text(report.display_error_message.as_ref())),
        ("amount", amounts.amount.map(Into::into)),
        ("currency", text(report.currency.as_ref())),
        ("approvedAmount", amounts.approved.map(Into::into)),
        ("depositedAmount", amounts.deposited.map(Into::into)),
        ("refundedAmount", amounts.refunded.map(Into::into)),
        ("totalAmount", amounts.total.map(Into::into)),
        ("feeAmount", amounts.fee.map(Into::into)),
        ("paymentState", text(report.payment_state.as_ref())),
        ("date", dates.date.map(Into::into)),
        ("authDateTime", dates.auth.map(Into::into)),
        ("depositedDate", dates.deposited.map(Into::into)),
        ("refundedDate", dates.refunded.map(Into::into)),
        ("reversedDate", dates.reversed.map(Into::into)),
        ("paymentWay", text(report.payment_way.as_ref())),
        ("orderDescription", text(report.order_description.as_ref())),
        ("ip", text(report.ip.as_ref())),
        ("terminalId", text(report.terminal_id.as_ref())),
        ("authRefNum", text(report.auth_ref_num.as_ref())),
        ("chargeback", report.chargeback.map(Value::Bool)),
        ("card", card(report)),
        ("binding", binding(report)),
        ("bank", bank(report)),
        ("payer", payer(report)),
        ("merchantOrderParams", Some(name_values(&report.merchant_order_params))),
        ("attributes", Some(name_values(&report.attributes))),
        ("transactionAttributes", Some(name_values(&report.transaction_attributes))),
        ("refunds", Some(Value::List(report.refunds.iter().map(refund).collect()))),
        ("raw", Some(report.raw.clone())),
    ])
}

fn text(text: Option<&String>) -> Option<Value> {
    text.map(|text| Value::Text(text.clone()))
}

fn card(report: &OrderReport) -> Option<Value> {
    let card = report.card.as_ref()?;
    Some(Value::object([
        ("maskedPan", text(card.masked_pan.as_ref())),
        ("expiration", text(card.expiration.as_ref())),
        ("cardholderName", text(card.cardholder_name.as_ref())),
        ("approvalCode", text(card.approval_code.as_ref())),
        ("paymentSystem", text(card.payment_system.as_ref())),
    ]))
}

fn binding(report: &OrderReport) -> Option<Value> {
    let binding = report.binding.as_ref()?;
    Some(Value::object([
        ("clientId", text(binding.client_id.as_ref())),
        ("bindingId", text(binding.binding_id.as_ref())),
    ]))
}

fn bank(report: &OrderReport) -> Option<Value> {
    let bank = report.bank.as_ref()?;
    Some(Value::object([
        ("name", text(bank.name.as_ref())),
        ("countryCode", text(bank.country_code.as_ref())),
        ("countryName", text(bank.country_name.as_ref())),
    ]))
}

fn payer(report: &OrderReport) -> Option<Value> {
    let payer = report.payer.as_ref()?;
    Some(Value::object([
        ("email", text(payer.email.as_ref())),
        ("phone", text(payer.phone.as_ref())),
        ("postAddress", text(payer.post_address.as_ref())),
    ]))
}

fn name_values(pairs: &[NameValue]) -> Value {
    let pair = |pair: &NameValue| {
        let value = text(pair.value.as_ref()).unwrap_or(Value::Null);
        Value::object([("name", Some(pair.name.as_str().into())), ("value", Some(value))])
    };
    Value::List(pairs.iter().map(pair).collect())
}

fn refund(refund: &Refund) -> Value {
    Value::object([
        ("amount", refund.amount.map(Into::into)),
        ("referenceNumber", text(refund.reference_number.as_ref())),
        ("externalRefundId", text(refund.external_refund_id.as_ref())),
        ("actionCode", refund.action_code.map(Into::into)),
        ("date", text(refund.date.as_ref())),
    ])
}
