//! The operations that change the state of an order.
//!
//! Approved, deposited and refunded amounts are A/0/0 when held, A/D/0 when captured, A/(D−R)/R when refunded and 0/0/0
//! when reversed (BPC REST reference, deposit.do, reverse.do, refund.do).

use super::{Amounts, Attempt, Feature, Order, Refund, State};
use crate::action;
use crate::operation::Operation;

/// Why an operation is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Refused {
    WrongState,
    /// More than was approved.
    ExceedsApproved,
    /// More than was captured and not yet refunded.
    ExceedsDeposited,
    /// The refund id was used before with another amount.
    UsedRefundId,
    /// The deposited amount is not the one that the merchant expects.
    UnexpectedDeposited,
}

/// What a reversal does with a captured payment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum OnDeposited {
    /// It is refused.
    Refused,
    /// The capture is reversed, the amount is on hold again.
    Held,
    /// The whole payment is reversed.
    TakenBack,
}

impl Refused {
    /// The reason in words, for developers.
    pub(crate) fn in_words(self) -> &'static str {
        match self {
            Self::WrongState => "the state of the order does not allow this",
            Self::ExceedsApproved => "the amount is more than is held",
            Self::ExceedsDeposited => "the amount is more than is left of what was taken",
            Self::UsedRefundId | Self::UnexpectedDeposited => "the amounts do not match",
        }
    }
}

/// Refunds of one order. The gateway's own limit is not published.
const MAX_REFUNDS: usize = 100;

impl Order {
    /// The customer was sent to the issuer's page.
    pub(crate) fn start_challenge(&mut self, attempt: Attempt, id: String, now_ms: u64) {
        self.note(now_ms, format!("payment at the issuer's 3-D Secure page: {}", attempt.label()));
        self.attempt = Some(attempt);
        self.challenge = Some(id);
        self.state = State::AtIssuer;
        self.action_code = action::WAITING;
    }

    /// An attempt was approved: the amount is held or captured. A verification of the card is reversed at once.
    pub(crate) fn approve(&mut self, attempt: Attempt, now_ms: u64) {
        self.note(now_ms, format!("payment approved: {}", attempt.label()));
        self.attempt = Some(attempt);
        self.challenge = None;
        self.action_code = action::OK;
        let amount = self.request.charged();
        if self.has(Feature::Verify) {
            self.state = State::Reversed;
            self.reversed_ms = Some(now_ms);
            self.notify(Operation::Reversed, true, now_ms);
        } else if self.request.hold_only {
            self.state = State::Approved;
            self.amounts = Amounts { approved: amount, ..Amounts::default() };
            self.notify(Operation::Approved, true, now_ms);
        } else {
            self.state = State::Deposited;
            self.amounts = Amounts { approved: amount, deposited: amount, refunded: 0 };
            self.deposited_ms = Some(now_ms);
            self.notify(Operation::Deposited, true, now_ms);
        }
    }

    /// An attempt was declined. The order stays open, unless the limit of attempts is reached or a decline closes it.
    pub(crate) fn decline_attempt(&mut self, attempt: Attempt, code: i64, now_ms: u64) {
        self.note(now_ms, format!("payment declined {code}: {}", attempt.label()));
        self.attempt = Some(attempt);
        self.challenge = None;
        self.state = State::Created;
        self.action_code = code;
        self.failed_attempts += 1;
        if self.rules.decline_closes {
            self.close(now_ms, "closed by the decline");
        } else if self.failed_attempts >= self.rules.max_attempts {
            self.action_code = action::ATTEMPTS_EXHAUSTED;
            self.close(now_ms, "attempts exhausted");
        }
        // It is not documented whether an attempt that leaves the order open is notified. Here it is not.
        if !self.is_open() {
            let operation = if self.request.hold_only { Operation::Approved } else { Operation::Deposited };
            self.notify(operation, false, now_ms);
        }
    }

    /// Captures a hold. 0 captures all of it. A smaller amount is final: the rest is released.
    pub(crate) fn deposit(&mut self, amount: u64, now_ms: u64) -> Result<(), Refused> {
        if self.state != State::Approved {
            return Err(Refused::WrongState);
        }
        let amount = if amount == 0 { self.amounts.approved } else { amount };
        if amount > self.amounts.approved {
            return Err(Refused::ExceedsApproved);
        }
        self.amounts.deposited = amount;
        self.state = State::Deposited;
        self.deposited_ms = Some(now_ms);
        self.note(now_ms, format!("deposited {}", self.money(amount)));
        self.notify(Operation::Deposited, true, now_ms);
        Ok(())
    }

    /// Releases a hold, all of it or a part, once per order.
    pub(crate) fn reverse(
        &mut self,
        amount: Option<u64>,
        on_deposited: OnDeposited,
        now_ms: u64,
    ) -> Result<(), Refused> {
        if self.reversal_used {
            return Err(Refused::WrongState);
        }
        let amount = amount.filter(|amount| *amount > 0);
        match self.state {
            State::Approved => self.release(amount, now_ms)?,
            State::Deposited if on_deposited == OnDeposited::TakenBack => {
                if amount.is_some_and(|amount| amount != self.amounts.deposited) {
                    return Err(Refused::WrongState);
                }
                self.take_back(now_ms, "captured payment reversed");
            }
            State::Deposited if on_deposited == OnDeposited::Held => {
                self.amounts.deposited = 0;
                self.state = State::Approved;
                self.deposited_ms = None;
                self.note(now_ms, "capture reversed");
            }
            _ => return Err(Refused::WrongState),
        }
        self.reversal_used = true;
        self.notify(Operation::Reversed, true, now_ms);
        Ok(())
    }

    fn release(&mut self, amount: Option<u64>, now_ms: u64) -> Result<(), Refused> {
        let approved = self.amounts.approved;
        let amount = amount.unwrap_or(approved);
        if amount > approved {
            return Err(Refused::ExceedsApproved);
        }
        self.note(now_ms, format!("reversed {}", self.money(amount)));
        if amount < approved {
            self.amounts.approved = approved - amount;
            return Ok(());
        }
        self.amounts = Amounts::default();
        self.state = State::Reversed;
        self.reversed_ms = Some(now_ms);
        Ok(())
    }

    /// Gives a captured payment back as if it had never been made.
    fn take_back(&mut self, at_ms: u64, what: &str) {
        self.amounts = Amounts::default();
        self.state = State::Reversed;
        self.deposited_ms = None;
        self.reversed_ms = Some(at_ms);
        self.note(at_ms, what);
    }

    /// Refunds a captured amount. 0 refunds all of it. A repeated `external_id` with the same amount changes nothing.
    pub(crate) fn refund(
        &mut self,
        amount: u64,
        expected_deposited: Option<u64>,
        external_id: Option<&str>,
        reference: &str,
        now_ms: u64,
    ) -> Result<(), Refused> {
        if !matches!(self.state, State::Deposited | State::Refunded) {
            return Err(Refused::WrongState);
        }
        if let Some(earlier) =
            self.refunds.iter().find(|refund| external_id.is_some() && refund.external_id.as_deref() == external_id)
        {
            return if amount == 0 || amount == earlier.amount { Ok(()) } else { Err(Refused::UsedRefundId) };
        }
        let left = self.amounts.deposited;
        if expected_deposited.is_some_and(|expected| expected != left) {
            return Err(Refused::UnexpectedDeposited);
        }
        if left == 0 || self.refunds.len() >= MAX_REFUNDS {
            return Err(Refused::WrongState);
        }
        let amount = if amount == 0 { left } else { amount };
        let deposited = left.checked_sub(amount).ok_or(Refused::ExceedsDeposited)?;
        self.amounts.deposited = deposited;
        self.amounts.refunded += amount;
        self.state = State::Refunded;
        self.refunded_ms = Some(now_ms);
        self.note(now_ms, format!("refunded {}", self.money(amount)));
        self.notify_amount(Operation::Refunded, true, now_ms, Some(amount));
        self.refunds.push(Refund {
            at_ms: now_ms,
            amount,
            external_id: external_id.map(str::to_owned),
            reference: reference.to_owned(),
        });
        Ok(())
    }

    /// The customer gives the payment up with the button of the payment page. At SATIM this closes the order (code 10). Other
    /// pages only lead back to the shop, and the order stays open.
    pub(crate) fn cancel_by_customer(&mut self, closes: bool, now_ms: u64) {
        if closes {
            self.action_code = action::CANCELLED_BY_CUSTOMER;
            self.close(now_ms, "cancelled by the customer");
            let operation = if self.request.hold_only { Operation::Approved } else { Operation::Deposited };
            self.notify(operation, false, now_ms);
        } else {
            self.note(now_ms, "the customer left the payment page");
        }
    }

    /// Whether a refund of this amount leaves a part of the payment.
    pub(crate) fn is_partial(&self, amount: u64) -> bool {
        amount > 0 && amount < self.amounts.deposited
    }

    /// The merchant closes an order that is not paid.
    pub(crate) fn decline(&mut self, now_ms: u64) -> Result<(), Refused> {
        if !self.is_open() {
            return Err(Refused::WrongState);
        }
        self.action_code = action::DECLINED_BY_MERCHANT;
        self.close(now_ms, "declined by the merchant");
        Ok(())
    }

    /// Reverses a payment that was not acknowledged in time ("SATIM integration guide"; the time is not published).
    pub(super) fn settle_unacknowledged(&mut self, now_ms: u64) {
        let limit = self.rules.acknowledge_ms.filter(|_| self.state == State::Deposited && !self.acknowledged);
        let due = limit.zip(self.deposited_ms).map(|(limit, paid)| paid.saturating_add(limit));
        if let Some(at) = due.filter(|at| now_ms >= *at) {
            self.take_back(at, "given back: not acknowledged in time");
            self.notify(Operation::Reversed, true, at);
        }
    }

    /// Captures or releases a hold on its date, unless the merchant changed it before.
    pub(super) fn settle_hold(&mut self, now_ms: u64) {
        if self.state != State::Approved || self.reversal_used {
            return;
        }
        // Both operations are possible in this state. If one were refused, the hold would stay.
        if let Some(at) = self.request.auto_deposit_ms.filter(|at| now_ms >= *at) {
            let _captured = self.deposit(0, at);
        } else if let Some(at) = self.request.auto_reverse_ms.filter(|at| now_ms >= *at) {
            let _released = self.reverse(None, OnDeposited::Refused, at);
        }
    }
}
