//! A status reply, read by meaning.

use super::{Amounts, Binding, Card, Dates, IssuingBank, NameValue, OrderReport, Payer, Refund};
use crate::error::Error;
use crate::wire::object::{BadField, Object};
use crate::wire::reply::Reply;
use crate::wire::value::Value;

/// Reads the reply to a status question.
///
/// # Errors
/// The gateway's refusal (`order_not_found` for an unknown order), or `malformed_reply`.
pub fn read(reply: &Reply) -> Result<OrderReport, Error> {
    let mut value = reply.json()?;
    mask_cards(&mut value);
    let object = Object::of(&value).ok_or_else(|| reply.malformed("no object"))?;
    reply.check(object)?;
    // The wallet and token payments wrap the very same status into an object called `orderStatus`.
    let status = object.object("orderStatus").unwrap_or(object);
    reply.check(status)?;
    let report = report(status, &value).map_err(|field| reply.bad_field(&field))?;
    report.ok_or_else(|| reply.malformed("neither an error nor an orderStatus"))
}

fn report(status: Object<'_>, whole: &Value) -> Result<Option<OrderReport>, BadField> {
    let Some(order_status) = status.int("orderStatus")? else { return Ok(None) };
    let attributes = name_values(status, "attributes");
    let attribute = |name: &str| attributes.iter().find(|pair| pair.name == name).and_then(|pair| pair.value.clone());
    let amounts = status.object("paymentAmountInfo");
    Ok(Some(OrderReport {
        order_id: attribute("mdOrder").or_else(|| status.text("orderId")).or_else(|| status.text("mdOrder")),
        order_number: status.text("orderNumber"),
        order_status,
        action_code: status.int("actionCode")?,
        action_code_description: status.text("actionCodeDescription"),
        display_error_message: status.text("displayErrorMessage"),
        amounts: read_amounts(status, amounts)?,
        currency: status.text("currency"),
        payment_state: amounts.and_then(|amounts| amounts.text("paymentState")).or_else(|| status.text("paymentState")),
        dates: read_dates(status)?,
        payment_way: status.text("paymentWay"),
        order_description: status.text("orderDescription"),
        ip: status.text("ip"),
        terminal_id: status.text("terminalId"),
        auth_ref_num: status.text("authRefNum"),
        chargeback: status.flag("chargeback"),
        card: card(status),
        binding: status
            .object("bindingInfo")
            .map(|info| Binding { client_id: info.text("clientId"), binding_id: info.text("bindingId") }),
        bank: status.object("bankInfo").map(|info| IssuingBank {
            name: info.text("bankName"),
            country_code: info.text("bankCountryCode"),
            country_name: info.text("bankCountryName"),
        }),
        payer: status.object("payerData").map(|data| Payer {
            email: data.text("email"),
            phone: data.text("phone"),
            post_address: data.text("postAddress"),
        }),
        merchant_order_params: name_values(status, "merchantOrderParams"),
        transaction_attributes: name_values(status, "transactionAttributes"),
        attributes,
        refunds: status.list("refunds").iter().filter_map(Object::of).map(refund).collect::<Result<_, _>>()?,
        raw: whole.clone(),
    }))
}

/// Below version 3 there is no `paymentAmountInfo`; the older call has `depositAmount` at the top.
fn read_amounts(status: Object<'_>, info: Option<Object<'_>>) -> Result<Amounts, BadField> {
    let inner = |name| info.map_or(Ok(None), |info| info.natural(name));
    Ok(Amounts {
        amount: status.natural("amount")?,
        approved: inner("approvedAmount")?,
        deposited: inner("depositedAmount")?.or(status.natural("depositAmount")?),
        refunded: inner("refundedAmount")?,
        total: inner("totalAmount")?.or(status.natural("totalAmount")?),
        fee: inner("feeAmount")?.or(status.natural("feeAmount")?),
    })
}

fn read_dates(status: Object<'_>) -> Result<Dates, BadField> {
    // One family of old gateways counts seconds; no payment was made in early 1973.
    let date = |name| Ok(status.natural(name)?.map(|time| if time < 100_000_000_000 { time * 1000 } else { time }));
    Ok(Dates {
        date: date("date")?,
        auth: date("authDateTime")?,
        deposited: date("depositedDate")?,
        refunded: date("refundedDate")?,
        reversed: date("reversedDate")?,
    })
}

fn card(status: Object<'_>) -> Option<Card> {
    let info = status.object("cardAuthInfo");
    let text = |name: &str| info.and_then(|info| info.text(name)).or_else(|| status.text(name));
    let card = Card {
        masked_pan: text("maskedPan").or_else(|| text("pan")),
        expiration: text("expiration"),
        cardholder_name: text("cardholderName"),
        approval_code: text("approvalCode"),
        payment_system: text("paymentSystem"),
    };
    (card != Card::default()).then_some(card)
}

fn refund(refund: Object<'_>) -> Result<Refund, BadField> {
    Ok(Refund {
        amount: refund.natural("amount")?,
        reference_number: refund.text("referenceNumber"),
        external_refund_id: refund.text("externalRefundId"),
        action_code: refund.int("actionCode")?,
        date: refund.text("date"),
    })
}

fn name_values(status: Object<'_>, name: &str) -> Vec<NameValue> {
    let pair = |pair: Object<'_>| Some(NameValue { name: pair.text("name")?, value: pair.text("value") });
    status.list(name).iter().filter_map(Object::of).filter_map(pair).collect()
}

/// Masks every card number in the reply: test gateways are known to send whole ones.
fn mask_cards(value: &mut Value) {
    match value {
        Value::List(items) => items.iter_mut().for_each(mask_cards),
        Value::Object(entries) => {
            for (key, value) in entries {
                match value {
                    Value::Text(text) if holds_card_number(key) => *text = mask(text),
                    Value::Int(number) if holds_card_number(key) => *value = Value::Text(mask(&number.to_string())),
                    _ => mask_cards(value),
                }
            }
        }
        _ => {}
    }
}

fn holds_card_number(key: &str) -> bool {
    let key = key.to_ascii_lowercase();
    key.ends_with("pan") || key.starts_with("pan") || key.contains("panrepresentation")
}

/// Six digits, stars, four digits; what is too short to be a whole number, or masked already, stays as it is.
fn mask(text: &str) -> String {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    if digits < 12 {
        return text.to_owned();
    }
    let mut seen = 0;
    let hide = |c: char| {
        if !c.is_ascii_digit() {
            return c;
        }
        seen += 1;
        if seen > 6 && seen <= digits - 4 { '*' } else { c }
    };
    text.chars().map(hide).collect()
}

#[cfg(test)]
mod tests {
    use super::mask;

    #[test]
    fn whole_card_numbers_are_masked_and_masked_ones_kept() {
        for (pan, masked) in [
            ("4111111111111111", "411111******1111"),
            ("4111 1111 1111 1111", "4111 11** **** 1111"),
            ("411111**1111", "411111**1111"),
            ("427650XXXXXX2890", "427650XXXXXX2890"),
            ("411111111111", "411111**1111"),
            ("", ""),
        ] {
            assert_eq!(mask(pan), masked);
        }
    }
}
