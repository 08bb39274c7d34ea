//! The reply of getOrderStatusExtended.do. Its fields depend on the state of the order, the version and the profile.

use serde_json::{Map, Value, json};

use super::message;
use crate::action;
use crate::calendar;
use crate::cards::PaymentSystem;
use crate::order::{Attempt, Order, State, ThreeDs};
use crate::profile::{Dialect, Profile};

/// The terminal of every payment.
const TERMINAL: &str = "10000001";

/// What a status reply depends on besides the order.
pub(crate) struct View<'a> {
    pub(crate) dialect: &'a Dialect,
    /// Version of the reply. Fields of later versions are left out.
    pub(crate) version: u8,
    pub(crate) language: &'a str,
}

/// The fields of a reply. A field of a later version is not added.
struct Body {
    fields: Map<String, Value>,
    version: u8,
}

impl Body {
    fn put(&mut self, since: u8, name: &str, value: impl Into<Value>) {
        if self.version >= since {
            self.fields.insert(name.into(), value.into());
        }
    }

    fn put_some(&mut self, since: u8, name: &str, value: Option<impl Into<Value>>) {
        if let Some(value) = value {
            self.put(since, name, value);
        }
    }
}

/// `orderStatus`. Some banks have their own for a partial refund.
pub(crate) fn order_status(order: &Order) -> u8 {
    if order.state == State::Refunded && order.amounts.deposited > 0 {
        return order.account.dialect.partly_refunded_status;
    }
    order.state.code()
}

pub(crate) fn extended(order: &Order, view: &View<'_>) -> Value {
    let mut body = Body { fields: Map::new(), version: view.version };
    let request = &order.request;
    if let Some(code) = message::code(view.dialect.status, 0) {
        body.put(0, "errorCode", code);
    }
    body.put(0, "errorMessage", message::success(view.language));
    body.put(0, "orderNumber", request.number.as_str());
    body.put(0, "orderStatus", order_status(order));
    body.put(0, "actionCode", order.action_code);
    body.put(0, "actionCodeDescription", action::describe(view.dialect.profile, order.action_code, view.language));
    body.put(33, "displayErrorMessage", "");
    body.put(0, "amount", order.reported_amount());
    body.put(0, "currency", request.currency.as_str());
    body.put(0, "date", order.created_ms);
    body.put_some(10, "depositedDate", order.deposited_ms);
    body.put_some(12, "refundedDate", order.refunded_ms);
    body.put_some(12, "reversedDate", order.reversed_ms);
    body.put(0, "orderDescription", request.description.as_str());
    body.put_some(0, "ip", order.attempt.as_ref().map(|attempt| attempt.ip.as_str()));
    body.put(0, "merchantOrderParams", pairs(&order.params));
    body.put(14, "transactionAttributes", json!([]));
    body.put(0, "attributes", json!([{ "name": "mdOrder", "value": order.id }]));
    if let Some(attempt) = &order.attempt {
        put_attempt(&mut body, attempt, view.dialect.profile);
    }
    put_binding(&mut body, order);
    put_money(&mut body, order);
    put_payer(&mut body, order);
    put_dialect(&mut body, order, view.dialect.profile);
    Value::Object(body.fields)
}

fn put_attempt(body: &mut Body, attempt: &Attempt, profile: Profile) {
    body.put(0, "cardAuthInfo", card_info(attempt, profile, body.version));
    body.put(2, "authDateTime", attempt.at_ms);
    body.put(2, "terminalId", TERMINAL);
    if attempt.approval_code.is_some() {
        body.put(2, "authRefNum", attempt.reference.as_str());
    }
    body.put(9, "paymentWay", attempt.method.payment_way());
}

fn card_info(attempt: &Attempt, profile: Profile, version: u8) -> Value {
    let system = PaymentSystem::of(&attempt.masked_pan);
    let mut body = Body { fields: Map::new(), version };
    if profile != Profile::Classic {
        body.put(0, "maskedPan", attempt.masked_pan.as_str());
    }
    body.put(0, "expiration", attempt.expiration.as_str());
    body.put(0, "cardholderName", attempt.holder.as_str());
    body.put_some(0, "approvalCode", attempt.approval_code.as_deref());
    body.put(8, "paymentSystem", system.as_str());
    body.put(17, "productCategory", "DEBIT");
    body.put(35, "corporateCard", "false");
    body.put(7, "secureAuthInfo", secure_info(attempt.three_ds, system, version));
    body.put(0, "pan", attempt.masked_pan.as_str());
    Value::Object(body.fields)
}

fn secure_info(three_ds: ThreeDs, system: PaymentSystem, version: u8) -> Value {
    let mut body = Body { fields: Map::new(), version };
    body.put(0, "eci", three_ds.eci(system));
    // Version 42 added the second name, version 43 removed the first one.
    if version <= 42 {
        body.put(0, "authTypeIndicator", three_ds.kind());
    }
    body.put(42, "threeDsType", three_ds.kind());
    if three_ds != ThreeDs::None {
        let first = match three_ds {
            ThreeDs::Challenge => "C",
            ThreeDs::Attempted => "A",
            ThreeDs::Frictionless | ThreeDs::None => "Y",
        };
        body.put(30, "threeDSProtocolVersion", "2.2.0");
        body.put(30, "aresTransStatus", first);
    }
    Value::Object(body.fields)
}

fn put_binding(body: &mut Body, order: &Order) {
    let (Some(binding), Some(client), Some(attempt)) = (&order.binding_id, &order.request.client_id, &order.attempt)
    else {
        return;
    };
    let info = json!({ "clientId": client, "bindingId": binding, "authDateTime": attempt.at_ms,
        "authRefNum": attempt.reference, "terminalId": TERMINAL });
    body.put(0, "bindingInfo", info);
}

fn put_money(body: &mut Body, order: &Order) {
    let amounts = order.amounts;
    let mut info = json!({
        "paymentState": order.state.payment_state(),
        "approvedAmount": amounts.approved,
        "depositedAmount": amounts.deposited,
        "refundedAmount": amounts.refunded,
    });
    if let (true, Some(info)) = (body.version >= 18, info.as_object_mut()) {
        info.insert("feeAmount".into(), 0.into());
        info.insert("totalAmount".into(), order.request.charged().into());
    }
    body.put(3, "paymentAmountInfo", info);
    let bank = match &order.attempt {
        // Installations write these angle brackets. A page that shows the value must escape them.
        None => json!({ "bankCountryCode": "UNKNOWN", "bankCountryName": "<Неизвестно>" }),
        Some(_) => json!({ "bankName": "TEST CARD", "bankCountryCode": "UNKNOWN", "bankCountryName": "<UNKNOWN>" }),
    };
    body.put(3, "bankInfo", bank);
    if order.refunds.is_empty() {
        return;
    }
    let refunds: Vec<Value> = order
        .refunds
        .iter()
        .map(|refund| {
            json!({ "date": refund.at_ms.to_string(), "externalRefundId": refund.external_id, "actionCode": "000",
                    "referenceNumber": refund.reference, "amount": refund.amount })
        })
        .collect();
    body.put(5, "refunds", refunds);
}

fn put_payer(body: &mut Body, order: &Order) {
    let request = &order.request;
    let mut payer = Map::new();
    for (name, value) in [("email", &request.email), ("phone", &request.phone), ("postAddress", &request.post_address)]
    {
        if let Some(value) = value {
            payer.insert(name.into(), value.as_str().into());
        }
    }
    if !payer.is_empty() {
        body.put(13, "payerData", payer);
    }
    body.put_some(1, "orderBundle", request.bundle.clone());
    body.put(6, "chargeback", false);
}

fn put_dialect(body: &mut Body, order: &Order, profile: Profile) {
    match profile {
        Profile::Ecom => {
            for name in ["paymentAmountInfo", "bankInfo", "ip"] {
                body.fields.shift_remove(name);
            }
            // Of all dates, this one is a text in the gateway's time zone.
            if let Some(at_ms) = order.refunded_ms {
                let local = at_ms.saturating_add(order.account.dialect.zone_hours * 3_600_000);
                body.put(12, "refundedDate", calendar::iso(local));
            }
            if let Some(attempt) = &order.attempt {
                let operation = json!({ "date": attempt.at_ms, "type": "AUTHORIZATION", "amount": order.request.charged(),
                    "referenceNumber": attempt.reference, "approvalCode": attempt.approval_code,
                    "actionCode": order.action_code.to_string() });
                body.put(0, "operations", json!([operation]));
            }
        }
        Profile::Bt if order.attempt.is_some() => {
            if let Some(Value::Array(params)) = body.fields.get_mut("merchantOrderParams") {
                params.push(json!({ "name": "discountedAmount" }));
            }
        }
        _ => {}
    }
}

/// `merchantOrderParams`: names with string values or without a value.
pub(crate) fn pairs(params: &[(String, Option<String>)]) -> Value {
    params
        .iter()
        .map(|(name, value)| match value {
            Some(value) => json!({ "name": name, "value": value }),
            None => json!({ "name": name }),
        })
        .collect()
}
