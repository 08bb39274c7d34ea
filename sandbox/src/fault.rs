//! Faults on demand: what a real gateway, a proxy or a network does on a bad day. Each is switched on for the next
//! requests, for a share of them, or for one order.

mod tamper;
mod transport;

use serde::{Deserialize, Serialize};

pub(crate) use tamper::tamper;
pub(crate) use transport::{instead, spoil};

use crate::rng::Rng;

/// One kind of bad day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum FaultKind {
    /// HTTP 502 with an empty text body; the call is not carried out.
    BadGateway,
    /// HTTP 500; the call is not carried out.
    ServerError,
    /// HTTP 429; the call is not carried out.
    TooManyRequests,
    /// HTTP 200 with an HTML maintenance page; the call is not carried out.
    Html,
    /// The connection is reset before anything happens.
    Reset,
    /// The call is not carried out, and only after [`Fault::delay_ms`] a proxy gives up, with HTTP 504.
    Stalled,
    /// The call is carried out, then the connection is reset: the reply is lost.
    Lost,
    /// The call is carried out at once and answered late, after [`Fault::delay_ms`].
    Late,
    /// The call is carried out, the body is empty.
    Empty,
    /// The call is carried out, the body ends in the middle.
    Cut,
    /// A JSON string where the object should be.
    JsonString,
    /// A JSON number.
    JsonNumber,
    /// A JSON array around the object.
    JsonArray,
    /// `null`.
    JsonNull,
    /// The body starts with a byte order mark.
    Bom,
    /// Numbers become strings and strings of digits become numbers.
    FlipTypes,
    /// Fields nobody has heard of, nested ones too.
    ExtraFields,
    /// `orderStatus` 12.
    UnknownStatus,
    /// `actionCode` 987654.
    UnknownAction,
    /// No `errorCode`.
    NoErrorCode,
    /// No `orderStatus`.
    NoOrderStatus,
    /// No `actionCode`.
    NoActionCode,
    /// `success: false` beside `errorCode` 0.
    SuccessFalse,
    /// `success: true` beside `errorCode` 5.
    SuccessTrue,
    /// `orderDescription: "null"`.
    NullDescription,
    /// Markup in the name of the bank.
    ScriptInBank,
    /// Another order's number in the status.
    OtherNumber,
    /// Another amount in the status.
    OtherAmount,
    /// Another currency in the status.
    OtherCurrency,
    /// A `refundedDate` although nothing was refunded.
    RefundedDate,
    /// `feUtrnno` with 18 digits, more than a double can hold.
    LongNumber,
    /// An entry of `merchantOrderParams` without value.
    ParamWithoutValue,
    /// The notification's checksum is wrong.
    CallbackWrongChecksum,
    /// The notification's checksum is in lower case.
    CallbackLowerCase,
    /// The notification says `mdorder`.
    CallbackMdorder,
    /// The notification has one more parameter, which nobody signed.
    CallbackExtraParameter,
    /// The notification is about an order that does not exist.
    CallbackUnknownOrder,
    /// The notification says status 0.
    CallbackStatusZero,
    /// The notification is sent twice.
    CallbackTwice,
    /// The notification comes a minute late, after those of later events.
    CallbackLate,
}

impl FaultKind {
    /// Every kind, in the order of the documentation.
    pub const ALL: &[Self] = &[
        Self::BadGateway,
        Self::ServerError,
        Self::TooManyRequests,
        Self::Html,
        Self::Reset,
        Self::Stalled,
        Self::Lost,
        Self::Late,
        Self::Empty,
        Self::Cut,
        Self::JsonString,
        Self::JsonNumber,
        Self::JsonArray,
        Self::JsonNull,
        Self::Bom,
        Self::FlipTypes,
        Self::ExtraFields,
        Self::UnknownStatus,
        Self::UnknownAction,
        Self::NoErrorCode,
        Self::NoOrderStatus,
        Self::NoActionCode,
        Self::SuccessFalse,
        Self::SuccessTrue,
        Self::NullDescription,
        Self::ScriptInBank,
        Self::OtherNumber,
        Self::OtherAmount,
        Self::OtherCurrency,
        Self::RefundedDate,
        Self::LongNumber,
        Self::ParamWithoutValue,
        Self::CallbackWrongChecksum,
        Self::CallbackLowerCase,
        Self::CallbackMdorder,
        Self::CallbackExtraParameter,
        Self::CallbackUnknownOrder,
        Self::CallbackStatusZero,
        Self::CallbackTwice,
        Self::CallbackLate,
    ];

    fn is_callback(self) -> bool {
        matches!(
            self,
            Self::CallbackWrongChecksum
                | Self::CallbackLowerCase
                | Self::CallbackMdorder
                | Self::CallbackExtraParameter
                | Self::CallbackUnknownOrder
                | Self::CallbackStatusZero
                | Self::CallbackTwice
                | Self::CallbackLate
        )
    }
}

/// A fault that is switched on.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Fault {
    /// What goes wrong.
    pub kind: FaultKind,
    /// For how many requests; once, unless `share` or `order` is given: then until it is switched off.
    #[serde(default)]
    pub times: Option<u32>,
    /// For this share of the requests, 0 to 1.
    #[serde(default)]
    pub share: Option<f64>,
    /// Only for requests about the order with this id or number.
    #[serde(default)]
    pub order: Option<String>,
    /// Only for this call, such as `register`.
    #[serde(default)]
    pub call: Option<String>,
    /// Milliseconds a late or stalled answer takes; 30,000.
    #[serde(default)]
    pub delay_ms: Option<u64>,
}

impl Fault {
    /// This fault for the next request.
    #[must_use]
    pub fn once(kind: FaultKind) -> Self {
        Self { kind, times: None, share: None, order: None, call: None, delay_ms: None }
    }
}

/// Faults that can be switched on at the same time.
const MAX_FAULTS: usize = 100;

#[derive(Debug, Default)]
pub(crate) struct Faults(Vec<Fault>);

impl Faults {
    pub(crate) fn add(&mut self, mut fault: Fault) -> Result<(), String> {
        if fault.share.is_some_and(|share| !(0.0..=1.0).contains(&share)) {
            return Err("share: must be 0 to 1".into());
        }
        if fault.times == Some(0) {
            return Err("times: must be at least 1".into());
        }
        if self.0.len() >= MAX_FAULTS {
            return Err(format!("faults: at most {MAX_FAULTS} can be switched on"));
        }
        if fault.share.is_none() && fault.order.is_none() {
            fault.times = fault.times.or(Some(1));
        }
        self.0.push(fault);
        Ok(())
    }

    pub(crate) fn clear(&mut self) {
        self.0.clear();
    }

    pub(crate) fn list(&self) -> &[Fault] {
        &self.0
    }

    /// What befalls this request. `ids` are the ids and numbers it names.
    pub(crate) fn for_request(&mut self, call: &str, ids: &[&str], rng: &mut Rng) -> Vec<Fault> {
        self.strike(rng, |fault| {
            !fault.kind.is_callback()
                && fault.call.as_deref().is_none_or(|only| only.trim_end_matches(".do") == call)
                && fault.order.as_deref().is_none_or(|only| ids.contains(&only))
        })
    }

    /// What befalls this notification.
    pub(crate) fn for_callback(&mut self, ids: &[&str], rng: &mut Rng) -> Vec<FaultKind> {
        let struck = self.strike(rng, |fault| {
            fault.kind.is_callback() && fault.order.as_deref().is_none_or(|only| ids.contains(&only))
        });
        struck.into_iter().map(|fault| fault.kind).collect()
    }

    fn strike(&mut self, rng: &mut Rng, concerns: impl Fn(&Fault) -> bool) -> Vec<Fault> {
        let mut struck = Vec::new();
        for fault in &mut self.0 {
            if !concerns(fault) || !chance(fault.share, rng) {
                continue;
            }
            struck.push(fault.clone());
            fault.times = fault.times.map(|times| times.saturating_sub(1));
        }
        self.0.retain(|fault| fault.times != Some(0));
        struck
    }
}

fn chance(share: Option<f64>, rng: &mut Rng) -> bool {
    // A millionth is as fine as anybody needs; a share of 1 is always, of 0 never.
    share.is_none_or(|share| f64::from(u32::try_from(rng.below(1_000_000)).unwrap_or(0)) < share * 1_000_000.0)
}
