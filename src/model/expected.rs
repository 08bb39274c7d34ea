//! Which order to ask about, and what the store expects of it.

use crate::model::ids::{OrderId, OrderNumber, Phase};
use crate::model::money::{Amount, Currency};

/// Which order to ask about. Exactly one id goes to the gateway: given two, it would silently use one of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Query {
    /// By the gateway's id.
    OrderId(OrderId),
    /// By the store's number. Not possible with the public token.
    OrderNumber(OrderNumber),
}

/// What the store sold, to compare the gateway's report with.
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
    /// A one-phase order under the store's number, with its price.
    #[must_use]
    pub fn new(order_number: OrderNumber, amount: Amount, currency: Currency) -> Self {
        Self { order_id: None, order_number, amount, currency, phase: Phase::Purchase }
    }

    /// The same, asked for by the gateway's id.
    #[must_use]
    pub fn with_order_id(mut self, order_id: OrderId) -> Self {
        self.order_id = Some(order_id);
        self
    }

    /// The same with one or two phases.
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

    /// The question that finds this order: by the gateway's id where it is known, else by the store's number.
    #[must_use]
    pub fn query(&self) -> Query {
        match &self.order_id {
            Some(id) => Query::OrderId(id.clone()),
            None => Query::OrderNumber(self.order_number.clone()),
        }
    }
}
