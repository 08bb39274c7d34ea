//! An order: what the merchant requested, its state, and how time changes it.

mod attempt;
mod lifecycle;
mod notification;

pub(crate) use attempt::{Attempt, ThreeDs};
pub(crate) use lifecycle::{OnDeposited, Refused};
pub(crate) use notification::Notification;

use std::sync::Arc;

use serde_json::Value;

use crate::account::Account;
use crate::action;
use crate::operation::Operation;

/// What the merchant requested. It never changes after registration.
#[derive(Clone, Debug, Default)]
pub(crate) struct OrderRequest {
    pub(crate) number: String,
    /// Minor units.
    pub(crate) amount: u64,
    /// What the customer pays besides the amount, in minor units.
    pub(crate) surcharge: u64,
    /// What of the amount is paid in loyalty points, in minor units.
    pub(crate) points: u64,
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
    /// The saved card that the order is to be paid with.
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
    /// When a hold is captured by itself, in epoch milliseconds.
    pub(crate) auto_deposit_ms: Option<u64>,
    /// When a hold is released by itself, in epoch milliseconds.
    pub(crate) auto_reverse_ms: Option<u64>,
}

impl OrderRequest {
    /// What the card pays, in minor units.
    pub(crate) fn charged(&self) -> u64 {
        (self.amount + self.surcharge).saturating_sub(self.points)
    }

    /// `returnUrl` and `failUrl`.
    pub(crate) fn return_urls(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.return_url.as_str()).chain(self.fail_url.as_deref())
    }
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

/// The merchant's settings for orders. Each order has a copy, so that time can change its state without any other input.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Rules {
    pub(crate) max_attempts: u32,
    /// Whether the first declined attempt closes the order.
    pub(crate) decline_closes: bool,
    /// Action code of a session that ended without an attempt to pay.
    pub(crate) no_attempt_action: i64,
    /// Milliseconds within which a paid order must be acknowledged. Otherwise the payment is reversed.
    pub(crate) acknowledge_ms: Option<u64>,
    /// Whether the merchant is notified of this order.
    pub(crate) notifies: bool,
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
    pub(crate) const ALL: [Self; 7] = [
        Self::Created,
        Self::Approved,
        Self::Deposited,
        Self::Reversed,
        Self::Refunded,
        Self::AtIssuer,
        Self::Declined,
    ];

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

    /// `paymentState` of the wire. It has no name of its own for the issuer's page.
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

/// A refund that was made.
#[derive(Clone, Debug)]
pub(crate) struct Refund {
    pub(crate) at_ms: u64,
    pub(crate) amount: u64,
    pub(crate) external_id: Option<String>,
    pub(crate) reference: String,
}

/// An entry of the order's history.
#[derive(Clone, Debug)]
pub(crate) struct HistoryEntry {
    pub(crate) at_ms: u64,
    pub(crate) what: String,
}

/// Entries that a history keeps. The oldest is removed first.
const MAX_HISTORY: usize = 50;

#[derive(Clone, Debug)]
pub(crate) struct Order {
    pub(crate) id: String,
    pub(crate) account: Arc<Account>,
    pub(crate) request: OrderRequest,
    pub(crate) rules: Rules,
    pub(crate) created_ms: u64,
    pub(crate) state: State,
    pub(crate) action_code: i64,
    pub(crate) amounts: Amounts,
    pub(crate) failed_attempts: u32,
    /// The last attempt, successful or not.
    pub(crate) attempt: Option<Attempt>,
    /// The saved card that paid the order, or that was saved by it.
    pub(crate) binding_id: Option<String>,
    /// The id of the challenge that is open on the issuer's page.
    pub(crate) challenge: Option<String>,
    /// Names and values of `merchantOrderParams`. A value may be missing.
    pub(crate) params: Vec<(String, Option<String>)>,
    pub(crate) refunds: Vec<Refund>,
    pub(crate) reversal_used: bool,
    pub(crate) acknowledged: bool,
    pub(crate) deposited_ms: Option<u64>,
    pub(crate) reversed_ms: Option<u64>,
    pub(crate) refunded_ms: Option<u64>,
    pub(crate) history: Vec<HistoryEntry>,
    /// The last entries of the history that [`Order::take_fresh`] has not returned yet.
    fresh: usize,
    /// Notifications that were not handed out yet.
    pub(crate) pending_notifications: Vec<Notification>,
}

impl Order {
    pub(crate) fn new(
        id: String,
        account: Arc<Account>,
        request: OrderRequest,
        params: Vec<(String, Option<String>)>,
        rules: Rules,
        now_ms: u64,
    ) -> Self {
        let mut order = Self {
            id,
            account,
            request,
            rules,
            created_ms: now_ms,
            state: State::Created,
            action_code: action::WAITING,
            amounts: Amounts::default(),
            failed_attempts: 0,
            attempt: None,
            binding_id: None,
            challenge: None,
            params,
            refunds: Vec::new(),
            reversal_used: false,
            acknowledged: false,
            deposited_ms: None,
            reversed_ms: None,
            refunded_ms: None,
            history: Vec::new(),
            fresh: 0,
            pending_notifications: Vec::new(),
        };
        order.note(now_ms, "registered");
        // The call that registers is an event of its own.
        order.fresh = 0;
        order
    }

    /// Whether the customer can still pay. Call [`Order::settle`] first.
    pub(crate) fn is_open(&self) -> bool {
        matches!(self.state, State::Created | State::AtIssuer)
    }

    /// `amount` of the replies. After a payment with points, it is what the card has paid.
    pub(crate) fn reported_amount(&self) -> u64 {
        let paid = !self.is_open() && self.state != State::Declined;
        if paid && self.request.points > 0 { self.request.charged() } else { self.request.amount }
    }

    /// Whether an approved card is saved without a question to the customer. A verification saves the card, because it has
    /// no other use (BPC REST reference, `features`).
    pub(crate) fn saves_card(&self) -> bool {
        self.request.client_id.is_some() && (self.has(Feature::ForceCreateBinding) || self.has(Feature::Verify))
    }

    pub(crate) fn has(&self, feature: Feature) -> bool {
        self.request.features.contains(&feature)
    }

    /// The value of a parameter of `merchantOrderParams`. An empty value counts as absent.
    pub(crate) fn param(&self, name: &str) -> Option<&str> {
        let value = self.params.iter().find(|(key, _)| key == name).and_then(|(_, value)| value.as_deref());
        value.filter(|value| !value.is_empty())
    }

    /// Brings the order up to date: ends its session, captures or releases a hold on its date. It may be called at any time.
    pub(crate) fn settle(&mut self, now_ms: u64) {
        if self.is_open() && now_ms >= self.request.expires_ms {
            self.action_code = match (self.state, &self.attempt) {
                (State::AtIssuer, _) => action::LEFT_AT_ACS,
                (_, Some(_)) => action::EXPIRED,
                (_, None) => self.rules.no_attempt_action,
            };
            self.close(self.request.expires_ms, "session ended");
            self.notify(Operation::DeclinedByTimeout, false, self.request.expires_ms);
        }
        self.settle_hold(now_ms);
        self.settle_unacknowledged(now_ms);
    }

    fn close(&mut self, at_ms: u64, what: &str) {
        self.state = State::Declined;
        self.challenge = None;
        self.note(at_ms, what);
    }

    pub(crate) fn notify(&mut self, operation: Operation, success: bool, at_ms: u64) {
        self.notify_amount(operation, success, at_ms, None);
    }

    fn notify_amount(&mut self, operation: Operation, success: bool, at_ms: u64, refunded: Option<u64>) {
        if self.rules.notifies {
            self.pending_notifications.push(Notification { operation, success, at_ms, refunded });
        }
    }

    /// An amount of this order in words: `14.00 EUR`.
    pub(crate) fn money(&self, amount: u64) -> String {
        crate::money::display(amount, &self.request.currency)
    }

    pub(crate) fn note(&mut self, at_ms: u64, what: impl Into<String>) {
        if self.history.len() >= MAX_HISTORY {
            self.history.remove(0);
        }
        self.history.push(HistoryEntry { at_ms, what: what.into() });
        self.fresh = (self.fresh + 1).min(self.history.len());
    }

    pub(crate) fn has_fresh(&self) -> bool {
        self.fresh > 0
    }

    /// The entries of the history since the last call of this method, oldest first.
    pub(crate) fn take_fresh(&mut self) -> &[HistoryEntry] {
        let first = self.history.len().saturating_sub(std::mem::take(&mut self.fresh));
        self.history.get(first..).unwrap_or_default()
    }

    /// Ends the payment session now, as its end does.
    pub(crate) fn expire(&mut self, now_ms: u64) -> Result<(), Refused> {
        if !self.is_open() {
            return Err(Refused::WrongState);
        }
        self.request.expires_ms = now_ms;
        self.settle(now_ms);
        Ok(())
    }

    /// An estimate of the memory that the order takes, in bytes.
    pub(crate) fn weight(&self) -> usize {
        let request = &self.request;
        let texts = [&request.return_url, &request.description, &request.number];
        let optional = [
            &request.fail_url,
            &request.callback_url,
            &request.client_id,
            &request.binding_id,
            &request.email,
            &request.phone,
            &request.post_address,
            &request.holder,
        ];
        let refunds: usize =
            self.refunds.iter().map(|refund| 128 + refund.external_id.as_ref().map_or(0, String::len)).sum();
        let params: usize =
            self.params.iter().map(|(name, value)| name.len() + value.as_ref().map_or(0, String::len)).sum();
        let bundle = self.request.bundle.as_ref().map_or(0, |bundle| bundle.to_string().len() * 4);
        let texts = texts.into_iter().chain(optional.into_iter().flatten()).map(String::len).sum::<usize>();
        4096 + texts + refunds + params * 2 + bundle
    }
}
