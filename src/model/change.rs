//! A deposit, reversal, refund or decline of an order.
//!
//! For the gateway, amount 0 means the whole amount. Here an absent amount means that, and 0 is an error: a 0 by mistake must
//! not take or return everything. Source: BPC REST reference, the four methods.

use crate::model::error::{Error, Invalid};
use crate::model::gateway::Endpoint;
use crate::model::ids::{OrderId, OrderNumber};
use crate::model::money::{Amount, Currency};
use crate::model::order::parameters::{Shape, is_one_of, unlisted};
use crate::model::text;

/// A kind of change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operation {
    /// Charges all or part of the held amount. The rest is released.
    Deposit,
    /// Releases the held amount.
    Reverse,
    /// Returns all or part of the deposited amount. Several refunds are possible, up to the deposited amount.
    Refund,
    /// Closes an unpaid order and its payment page.
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

    /// The options of a change of this kind.
    pub(crate) fn options(self) -> &'static [&'static str] {
        match self {
            Self::Deposit => &["orderId", "amount", "currency", "depositItems", "orderBundle", "jsonParams", "extra"],
            Self::Reverse => &["orderId", "amount", "currency", "orderBundle", "jsonParams", "extra"],
            Self::Refund => &[
                "orderId",
                "amount",
                "currency",
                "externalRefundId",
                "expectedDepositedAmount",
                "refundItems",
                "orderBundle",
                "jsonParams",
                "extra",
            ],
            Self::Decline => &["orderId", "orderNumber"],
        }
    }
}

/// A change of an order. Only [`ChangeBuilder::build`] makes one, so every value in it has been checked.
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
    pub(crate) external_refund_id: Option<String>,
    pub(crate) expected_deposited: Option<Amount>,
    pub(crate) json: Vec<(&'static str, String)>,
    extra: Vec<(String, String)>,
}

impl Change {
    /// The longest `externalRefundId`, in characters.
    pub const MAX_REFUND_ID: usize = 32;

    /// Begins a deposit: all or part of the held amount is charged.
    pub fn deposit(order_id: OrderId) -> ChangeBuilder {
        ChangeBuilder::new(Operation::Deposit, order_id)
    }

    /// Begins a reversal: the held amount is released.
    pub fn reverse(order_id: OrderId) -> ChangeBuilder {
        ChangeBuilder::new(Operation::Reverse, order_id)
    }

    /// Begins a refund: all or part of the deposited amount is returned.
    pub fn refund(order_id: OrderId) -> ChangeBuilder {
        ChangeBuilder::new(Operation::Refund, order_id)
    }

    /// Begins a decline: an unpaid order is closed. The gateway requires both ids.
    pub fn decline(order_id: OrderId, order_number: OrderNumber) -> ChangeBuilder {
        ChangeBuilder::new(Operation::Decline, order_id).order_number(order_number)
    }

    /// The kind of change.
    #[must_use]
    pub fn operation(&self) -> Operation {
        self.operation
    }

    /// The gateway's id of the order.
    #[must_use]
    pub fn order_id(&self) -> &OrderId {
        &self.order_id
    }

    /// The store's number of the order, where it was given.
    #[must_use]
    pub fn order_number(&self) -> Option<&OrderNumber> {
        self.order_number.as_ref()
    }

    /// The amount; `None` means the whole amount.
    #[must_use]
    pub fn amount(&self) -> Option<Amount> {
        self.amount
    }

    /// The currency of the amount, where it was given.
    #[must_use]
    pub fn currency(&self) -> Option<Currency> {
        self.currency
    }

    /// The store's own id of a refund. The gateway uses it to recognise a repetition.
    #[must_use]
    pub fn external_refund_id(&self) -> Option<&str> {
        self.external_refund_id.as_deref()
    }

    /// The deposited amount that the store expects. The gateway refuses the refund if it differs, so that one of two
    /// simultaneous refunds fails.
    #[must_use]
    pub fn expected_deposited(&self) -> Option<Amount> {
        self.expected_deposited
    }

    /// JSON parameters under the gateway's names.
    #[must_use]
    pub fn json(&self) -> &[(&'static str, String)] {
        &self.json
    }

    /// The parameters that this library does not list, as they are sent.
    #[must_use]
    pub fn extra(&self) -> &[(String, String)] {
        &self.extra
    }

    /// Whether the same change may be sent again after a lost reply, because the gateway recognises the repetition. (A gateway that
    /// does not know `externalRefundId` ignores it: ask the bank.)
    #[must_use]
    pub fn is_idempotent(&self) -> bool {
        self.external_refund_id.is_some()
    }
}

/// The builder of a [`Change`]. It keeps the first error, and [`Self::build`] returns it.
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
            extra: Vec::new(),
        };
        Self { change, error: None }
    }

    pub(crate) fn order_number(mut self, number: OrderNumber) -> Self {
        self.change.order_number = Some(number);
        self
    }

    /// The amount, which must not be zero. Without it, the whole amount.
    pub fn amount(mut self, amount: Amount) -> Self {
        self.set_amount(amount);
        self
    }

    /// The currency of the amount.
    pub fn currency(mut self, currency: Currency) -> Self {
        self.allow("currency");
        self.change.currency = Some(currency);
        self
    }

    /// The store's own id of a refund, at most 32 characters: a repetition with the same id is the same refund. Without it,
    /// the call generates one.
    pub fn external_refund_id(mut self, id: &str) -> Self {
        self.allow("externalRefundId");
        self.set_external_refund_id(id);
        self
    }

    /// The deposited amount that the store expects: the gateway refuses the refund if it differs.
    pub fn expected_deposited(mut self, amount: Amount) -> Self {
        self.allow("expectedDepositedAmount");
        self.change.expected_deposited = Some(amount);
        self
    }

    /// A parameter that this library does not list, under the gateway's name: a bank's own. It never replaces a listed one.
    pub fn extra(mut self, name: &str, text: &str) -> Self {
        self.allow("extra");
        self.add_extra(name, text);
        self
    }

    pub(crate) fn add_extra(&mut self, name: &str, text: &str) {
        let is_listed =
            is_one_of(name, &["orderNumber", "language"]) || is_one_of(name, self.change.operation.options());
        match unlisted(name, text, is_listed) {
            Ok(text) => self.change.extra.push((name.to_owned(), text)),
            Err(invalid) => self.fail(&["extra.", name].concat(), invalid),
        }
    }

    /// Sets `depositItems`, `refundItems`, `orderBundle` or `jsonParams` to the JSON text of an object.
    pub fn json(mut self, name: &'static str, text: &str) -> Self {
        self.allow(name);
        match Shape::Json.check(text) {
            Ok(text) => self.change.json.push((name, text)),
            Err(invalid) => self.fail(name, invalid),
        }
        self
    }

    /// The change, to set options that are already checked.
    #[cfg(feature = "border")]
    pub(crate) fn parts(&mut self) -> &mut Change {
        &mut self.change
    }

    pub(crate) fn set_amount(&mut self, amount: Amount) {
        self.allow("amount");
        if amount.minor() == 0 {
            self.fail(
                "amount",
                "is 0, which the gateway reads as the whole amount; omit it to mean the whole amount".into(),
            );
        }
        self.change.amount = Some(amount);
    }

    pub(crate) fn set_external_refund_id(&mut self, id: &str) {
        match text::checked(id, Change::MAX_REFUND_ID) {
            Ok(id) => self.change.external_refund_id = Some(id),
            Err(invalid) => self.fail("externalRefundId", invalid),
        }
    }

    /// Refuses an option that this operation does not have.
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
    /// `invalid_option` for the first invalid value, and for an option that this operation does not have.
    pub fn build(self) -> Result<Change, Error> {
        match self.error {
            Some(error) => Err(error),
            None => Ok(self.change),
        }
    }
}
