//! An order and its life: what the shop asked for, what has happened since, and what time does to it.

mod attempt;
mod lifecycle;

pub(crate) use attempt::{Attempt, Means, ThreeDs};
pub(crate) use lifecycle::Refused;

use std::sync::Arc;

use serde_json::Value;

use crate::action;
use crate::callback::News;
use crate::shop::Shop;

/// What the shop asked for; it never changes after registration.
#[derive(Clone, Debug, Default)]
pub(crate) struct Terms {
    pub(crate) number: String,
    /// Minor units.
    pub(crate) amount: u64,
    /// Numeric ISO 4217 code, three digits.
    pub(crate) currency: String,
    pub(crate) return_url: String,
    pub(crate) fail_url: Option<String>,
    /// `dynamicCallbackUrl`
    pub(crate) callback_url: Option<String>,
    pub(crate) description: String,
    pub(crate) language: String,
    pub(crate) hold_only: bool,
    pub(crate) client_id: Option<String>,
    /// The saved card this order is to be paid with.
    pub(crate) binding_id: Option<String>,
    pub(crate) email: Option<String>,
    pub(crate) phone: Option<String>,
    pub(crate) post_address: Option<String>,
    pub(crate) holder: Option<String>,
    pub(crate) page_view: Option<String>,
    pub(crate) features: Vec<Feature>,
    pub(crate) bundle: Option<Value>,
    /// End of the session in epoch milliseconds.
    pub(crate) expires_ms: u64,
    pub(crate) auto_deposit_ms: Option<u64>,
    pub(crate) auto_reverse_ms: Option<u64>,
}

/// `features` of register.do (BPC REST reference).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Feature {
    Verify,
    ForceTds,
    ForceSsl,
    ForceFullTds,
    ForceCreateBinding,
    PartialAuthorization,
    ForcePaymentWay,
    AutoPayment,
}

impl Feature {
    pub(crate) fn parse(text: &str) -> Option<Self> {
        Some(match text {
            "VERIFY" => Self::Verify,
            "FORCE_TDS" => Self::ForceTds,
            "FORCE_SSL" => Self::ForceSsl,
            "FORCE_FULL_TDS" => Self::ForceFullTds,
            "FORCE_CREATE_BINDING" => Self::ForceCreateBinding,
            "PARTIAL_AUTHORIZATION" => Self::PartialAuthorization,
            "FORCE_PAYMENT_WAY" => Self::ForcePaymentWay,
            "AUTO_PAYMENT" => Self::AutoPayment,
            _ => return None,
        })
    }
}

/// How this merchant's orders behave; copied into the order so that time alone can move it on.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Rules {
    pub(crate) max_attempts: u32,
    pub(crate) decline_closes: bool,
    /// Action code of a session that ended before anybody tried.
    pub(crate) untouched_action: i64,
    /// Milliseconds within which a paid order must be acknowledged, or it is given back.
    pub(crate) acknowledge_ms: Option<u64>,
    /// Whether anybody is to be told what happens.
    pub(crate) announces: bool,
}

/// `orderStatus` of the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum State {
    Created,
    Approved,
    Deposited,
    Reversed,
    Refunded,
    AtIssuer,
    Declined,
}

impl State {
    pub(crate) fn code(self) -> u8 {
        match self {
            Self::Created => 0,
            Self::Approved => 1,
            Self::Deposited => 2,
            Self::Reversed => 3,
            Self::Refunded => 4,
            Self::AtIssuer => 5,
            Self::Declined => 6,
        }
    }

    /// `paymentState` of the wire. The issuer's page has no name of its own there.
    pub(crate) fn payment_state(self) -> &'static str {
        match self {
            Self::Created | Self::AtIssuer => "CREATED",
            Self::Approved => "APPROVED",
            Self::Deposited => "DEPOSITED",
            Self::Reversed => "REVERSED",
            Self::Refunded => "REFUNDED",
            Self::Declined => "DECLINED",
        }
    }
}

/// The three amounts of the status reply, in minor units.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Amounts {
    pub(crate) approved: u64,
    pub(crate) deposited: u64,
    pub(crate) refunded: u64,
}

/// One refund that was made.
#[derive(Clone, Debug)]
pub(crate) struct Refund {
    pub(crate) at_ms: u64,
    pub(crate) amount: u64,
    pub(crate) external_id: Option<String>,
    pub(crate) reference: String,
}

/// A line of the order's history.
#[derive(Clone, Debug)]
pub(crate) struct Event {
    pub(crate) at_ms: u64,
    pub(crate) what: String,
}

/// Lines of history an order keeps; the oldest go first.
const MAX_HISTORY: usize = 50;

#[derive(Clone, Debug)]
pub(crate) struct Order {
    pub(crate) id: String,
    pub(crate) shop: Arc<Shop>,
    pub(crate) terms: Terms,
    pub(crate) rules: Rules,
    pub(crate) created_ms: u64,
    pub(crate) state: State,
    pub(crate) action_code: i64,
    pub(crate) amounts: Amounts,
    pub(crate) failed_attempts: u32,
    /// The last attempt, successful or not.
    pub(crate) attempt: Option<Attempt>,
    /// The saved card the order was paid with, or that was saved by it.
    pub(crate) bound: Option<String>,
    /// The challenge the customer is answering on the issuer's page.
    pub(crate) challenge: Option<String>,
    /// Name and value of `merchantOrderParams`; a value may be missing.
    pub(crate) params: Vec<(String, Option<String>)>,
    pub(crate) refunds: Vec<Refund>,
    pub(crate) reversal_used: bool,
    pub(crate) acknowledged: bool,
    pub(crate) deposited_ms: Option<u64>,
    pub(crate) reversed_ms: Option<u64>,
    pub(crate) refunded_ms: Option<u64>,
    pub(crate) history: Vec<Event>,
    /// What the shop has not been told yet.
    pub(crate) news: Vec<News>,
}

impl Order {
    pub(crate) fn new(
        id: String,
        shop: Arc<Shop>,
        terms: Terms,
        params: Vec<(String, Option<String>)>,
        rules: Rules,
        now_ms: u64,
    ) -> Self {
        let mut order = Self {
            id,
            shop,
            terms,
            rules,
            created_ms: now_ms,
            state: State::Created,
            action_code: action::WAITING,
            amounts: Amounts::default(),
            failed_attempts: 0,
            attempt: None,
            bound: None,
            challenge: None,
            params,
            refunds: Vec::new(),
            reversal_used: false,
            acknowledged: false,
            deposited_ms: None,
            reversed_ms: None,
            refunded_ms: None,
            history: Vec::new(),
            news: Vec::new(),
        };
        order.note(now_ms, "registered");
        order
    }

    /// Whether a customer may still pay. Ask [`Order::settle`] first what time has done.
    pub(crate) fn is_open(&self) -> bool {
        matches!(self.state, State::Created | State::AtIssuer)
    }

    pub(crate) fn has(&self, feature: Feature) -> bool {
        self.terms.features.contains(&feature)
    }

    /// Lets time pass: the session ends, a hold is captured or released on its date. Safe to call at any time.
    pub(crate) fn settle(&mut self, now_ms: u64) {
        if self.is_open() && now_ms >= self.terms.expires_ms {
            self.action_code = match (self.state, &self.attempt) {
                (State::AtIssuer, _) => action::LEFT_AT_ACS,
                (_, Some(_)) => action::EXPIRED,
                (_, None) => self.rules.untouched_action,
            };
            self.close(self.terms.expires_ms, "session ended");
            self.announce("declinedByTimeout", false, self.terms.expires_ms);
        }
        self.settle_hold(now_ms);
        self.settle_unacknowledged(now_ms);
    }

    fn close(&mut self, at_ms: u64, what: &str) {
        self.state = State::Declined;
        self.challenge = None;
        self.note(at_ms, what);
    }

    pub(crate) fn announce(&mut self, operation: &'static str, success: bool, at_ms: u64) {
        self.announce_amount(operation, success, at_ms, None);
    }

    fn announce_amount(&mut self, operation: &'static str, success: bool, at_ms: u64, refunded: Option<u64>) {
        if self.rules.announces {
            self.news.push(News { operation, success, at_ms, refunded });
        }
    }

    pub(crate) fn note(&mut self, at_ms: u64, what: impl Into<String>) {
        if self.history.len() >= MAX_HISTORY {
            self.history.remove(0);
        }
        self.history.push(Event { at_ms, what: what.into() });
    }

    /// Roughly the memory this order takes, in bytes.
    pub(crate) fn weight(&self) -> usize {
        let texts = [&self.terms.return_url, &self.terms.description, &self.terms.number];
        let params: usize =
            self.params.iter().map(|(name, value)| name.len() + value.as_ref().map_or(0, String::len)).sum();
        let bundle = self.terms.bundle.as_ref().map_or(0, |bundle| bundle.to_string().len() * 4);
        4096 + texts.iter().map(|text| text.len()).sum::<usize>() + params * 2 + bundle
    }
}
