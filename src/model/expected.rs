//! What a store asks about: an order by id, or an order with the price that the store expects.

use crate::model::ids::{OrderId, OrderNumber, Phase};
use crate::model::money::{Amount, Currency};

/// Which order to ask about. Exactly one id is sent: if both are sent, the gateway uses one of them without saying which.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Query {
    /// By the gateway's id.
    OrderId(OrderId),
    /// By the store's order number. Not possible with the public token.
    OrderNumber(OrderNumber),
}

/// What the store expects of an order. The gateway's report is compared with it.
///
/// ```
/// use bpc_checkout::{Amount, Currency, Expected, OrderNumber};
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let expected = Expected::new(OrderNumber::parse("A-1001")?, Amount::from_minor(2000)?, Currency::parse("EUR")?);
/// assert_eq!(expected.amount().minor(), 2000);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expected {
    order_id: Option<OrderId>,
    order_number: OrderNumber,
    amount: Amount,
    currency: Currency,
    phase: Phase,
}

impl Expected {
    /// A one-phase order with this number and price.
    #[must_use]
    pub fn new(order_number: OrderNumber, amount: Amount, currency: Currency) -> Self {
        Self { order_id: None, order_number, amount, currency, phase: Phase::Purchase }
    }

    /// Adds the gateway's id, by which the order is then looked up.
    #[must_use]
    pub fn with_order_id(mut self, order_id: OrderId) -> Self {
        self.order_id = Some(order_id);
        self
    }

    /// Sets the phase; the default is [`Phase::Purchase`].
    #[must_use]
    pub fn with_phase(mut self, phase: Phase) -> Self {
        self.phase = phase;
        self
    }

    /// The gateway's id, where the store knows it.
    #[must_use]
    pub fn order_id(&self) -> Option<&OrderId> {
        self.order_id.as_ref()
    }

    /// The store's number.
    #[must_use]
    pub fn order_number(&self) -> &OrderNumber {
        &self.order_number
    }

    /// The price.
    #[must_use]
    pub fn amount(&self) -> Amount {
        self.amount
    }

    /// The currency of the price.
    #[must_use]
    pub fn currency(&self) -> Currency {
        self.currency
    }

    /// One or two phases.
    #[must_use]
    pub fn phase(&self) -> Phase {
        self.phase
    }

    /// The query that finds this order: by the gateway's id where it is known, else by the store's number.
    #[must_use]
    pub fn query(&self) -> Query {
        match &self.order_id {
            Some(id) => Query::OrderId(id.clone()),
            None => Query::OrderNumber(self.order_number.clone()),
        }
    }
}
