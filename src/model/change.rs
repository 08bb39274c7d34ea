//! A deposit, reversal, refund or decline of an order.
//!
//! On the wire amount 0 means "everything". Here everything is said by leaving the amount out, so that a zero by mistake is
//! an error and never takes or returns the whole sum. Source: BPC REST reference, the four methods.

use crate::model::error::{Error, Invalid};
use crate::model::gateway::Endpoint;
use crate::model::ids::{OrderId, OrderNumber};
use crate::model::money::{Amount, Currency};
use crate::model::order::parameters::Shape;
use crate::model::text;

/// What to do with an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operation {
    /// Take held money, all or part; the rest is released.
    Deposit,
    /// Release held money.
    Reverse,
    /// Give taken money back, all or part; several times, up to what was taken.
    Refund,
    /// Close an order that nobody has paid, together with its payment page.
    Decline,
}

impl Operation {
    /// Every operation.
    pub const ALL: [Self; 4] = [Self::Deposit, Self::Reverse, Self::Refund, Self::Decline];

    /// The name in the JavaScript API.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Deposit => "deposit",
            Self::Reverse => "reverse",
            Self::Refund => "refund",
            Self::Decline => "decline",
        }
    }

    /// The gateway's method.
    #[must_use]
    pub fn endpoint(self) -> Endpoint {
        match self {
            Self::Deposit => Endpoint::Deposit,
            Self::Reverse => Endpoint::Reverse,
            Self::Refund => Endpoint::Refund,
            Self::Decline => Endpoint::Decline,
        }
    }

    /// What a change of this kind may hold.
    pub(crate) fn options(self) -> &'static [&'static str] {
        match self {
            Self::Deposit => &["orderId", "amount", "currency", "depositItems", "jsonParams"],
            Self::Reverse => &["orderId", "amount", "currency", "jsonParams"],
            Self::Refund => &[
                "orderId",
                "amount",
                "currency",
                "externalRefundId",
                "expectedDepositedAmount",
                "refundItems",
                "jsonParams",
            ],
            Self::Decline => &["orderId", "orderNumber"],
        }
    }
}

/// An operation on an order, valid by construction: only [`ChangeBuilder::build`] makes one.
///
/// ```
/// use bpc_checkout::{Amount, Change, OrderId};
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let order_id = OrderId::new("7b1f0c52-9d0e-7b6a-8c21-5e7700a0b0c0")?;
/// let refund = Change::refund(order_id).amount(Amount::from_minor(500)?).external_refund_id("R-1").build()?;
/// assert!(refund.is_idempotent());
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    operation: Operation,
    order_id: OrderId,
    pub(crate) order_number: Option<OrderNumber>,
    amount: Option<Amount>,
    pub(crate) currency: Option<Currency>,
    external_refund_id: Option<String>,
    pub(crate) expected_deposited: Option<Amount>,
    pub(crate) json: Vec<(&'static str, String)>,
}

impl Change {
    /// Takes held money.
    pub fn deposit(order_id: OrderId) -> ChangeBuilder {
        ChangeBuilder::new(Operation::Deposit, order_id)
    }

    /// Releases held money.
    pub fn reverse(order_id: OrderId) -> ChangeBuilder {
        ChangeBuilder::new(Operation::Reverse, order_id)
    }

    /// Gives taken money back.
    pub fn refund(order_id: OrderId) -> ChangeBuilder {
        ChangeBuilder::new(Operation::Refund, order_id)
    }

    /// Closes an unpaid order. The gateway wants both ids.
    pub fn decline(order_id: OrderId, order_number: OrderNumber) -> ChangeBuilder {
        ChangeBuilder::new(Operation::Decline, order_id).order_number(order_number)
    }

    /// What to do.
    #[must_use]
    pub fn operation(&self) -> Operation {
        self.operation
    }

    /// With which order.
    #[must_use]
    pub fn order_id(&self) -> &OrderId {
        &self.order_id
    }

    /// The store's number of the order, where it was given.
    #[must_use]
    pub fn order_number(&self) -> Option<&OrderNumber> {
        self.order_number.as_ref()
    }

    /// How much; `None` is everything.
    #[must_use]
    pub fn amount(&self) -> Option<Amount> {
        self.amount
    }

    /// Currency of the amount, where the store says it.
    #[must_use]
    pub fn currency(&self) -> Option<Currency> {
        self.currency
    }

    /// The store's own id of a refund: the gateway recognises a repetition by it.
    #[must_use]
    pub fn external_refund_id(&self) -> Option<&str> {
        self.external_refund_id.as_deref()
    }

    /// Refund only if so much is deposited now: of two refunds at the same time, one fails.
    #[must_use]
    pub fn expected_deposited(&self) -> Option<Amount> {
        self.expected_deposited
    }

    /// JSON parameters by their names on the wire.
    #[must_use]
    pub fn json(&self) -> &[(&'static str, String)] {
        &self.json
    }

    /// After a lost reply the same change may be sent again: the gateway recognises the repetition.
    #[must_use]
    pub fn is_idempotent(&self) -> bool {
        self.external_refund_id.is_some()
    }
}

/// A change under construction. The first wrong value is kept, and [`Self::build`] reports it.
#[derive(Clone, Debug)]
#[must_use]
pub struct ChangeBuilder {
    change: Change,
    error: Option<Error>,
}

impl ChangeBuilder {
    pub(crate) fn new(operation: Operation, order_id: OrderId) -> Self {
        let change = Change {
            operation,
            order_id,
            order_number: None,
            amount: None,
            currency: None,
            external_refund_id: None,
            expected_deposited: None,
            json: Vec::new(),
        };
        Self { change, error: None }
    }

    pub(crate) fn order_number(mut self, number: OrderNumber) -> Self {
        self.change.order_number = Some(number);
        self
    }

    /// How much, not zero; without it, everything.
    pub fn amount(mut self, amount: Amount) -> Self {
        self.set_amount(amount);
        self
    }

    /// Currency of the amount.
    pub fn currency(mut self, currency: Currency) -> Self {
        self.allow("currency");
        self.change.currency = Some(currency);
        self
    }

    /// The store's own id of a refund, at most 32 characters: a repetition with the same id is the same refund.
    pub fn external_refund_id(mut self, id: &str) -> Self {
        self.allow("externalRefundId");
        self.set_external_refund_id(id);
        self
    }

    /// Refund only if so much is deposited now.
    pub fn expected_deposited(mut self, amount: Amount) -> Self {
        self.allow("expectedDepositedAmount");
        self.change.expected_deposited = Some(amount);
        self
    }

    /// One of `depositItems`, `refundItems` and `jsonParams`: the JSON text of an object.
    pub fn json(mut self, name: &'static str, text: &str) -> Self {
        self.allow(name);
        match Shape::Json.check(text) {
            Ok(text) => self.change.json.push((name, text)),
            Err(invalid) => self.fail(name, invalid),
        }
        self
    }

    /// The change itself, for options whose reader has checked them already.
    pub(crate) fn parts(&mut self) -> &mut Change {
        &mut self.change
    }

    pub(crate) fn set_amount(&mut self, amount: Amount) {
        self.allow("amount");
        if amount.minor() == 0 {
            self.fail("amount", "is 0, which the gateway reads as everything; leave it out to mean that".into());
        }
        self.change.amount = Some(amount);
    }

    pub(crate) fn set_external_refund_id(&mut self, id: &str) {
        match text::checked(id, 32) {
            Ok(id) => self.change.external_refund_id = Some(id),
            Err(invalid) => self.fail("externalRefundId", invalid),
        }
    }

    /// Refuses an option that this operation does not take.
    fn allow(&mut self, name: &str) {
        if !self.change.operation.options().contains(&name) {
            self.fail(name, ["is not an option of ", self.change.operation.as_str()].concat().into());
        }
    }

    fn fail(&mut self, name: &str, invalid: Invalid) {
        self.error.get_or_insert(invalid.at(&["change.", name].concat()));
    }

    /// The change.
    ///
    /// # Errors
    /// `invalid_option` for the first wrong value, and for an option that this operation does not take.
    pub fn build(self) -> Result<Change, Error> {
        match self.error {
            Some(error) => Err(error),
            None => Ok(self.change),
        }
    }
}
