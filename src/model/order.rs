//! What the store sells.

mod builder;
pub mod parameters;

pub use builder::OrderBuilder;

use crate::model::address::Address;
use crate::model::ids::{OrderNumber, Phase};
use crate::model::money::{Amount, Currency};

/// Who numbers the order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Numbering {
    /// The store.
    Given(OrderNumber),
    /// This library, when the order is registered.
    Generated,
    /// The bank: no number is sent.
    ByBank,
}

/// An order to register, valid by construction: only [`OrderBuilder::build`] makes one.
///
/// ```
/// use bpc_checkout::{Amount, Currency, Order};
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let euro = Currency::parse("EUR")?;
/// let order = Order::purchase(Amount::from_decimal("20.00", euro)?, euro, "https://shop.example/return")
///     .number("A-1001")
///     .parameter("description", "Two tickets")
///     .build()?;
/// assert_eq!(order.amount().minor(), 2000);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Order {
    amount: Amount,
    currency: Currency,
    phase: Phase,
    numbering: Numbering,
    return_url: Address,
    fail_url: Option<Address>,
    session_secs: Option<u32>,
    parameters: Vec<(&'static str, String)>,
}

impl Order {
    /// A one-phase order: the money is taken at once. `return_url` is where the customer comes back.
    pub fn purchase(amount: Amount, currency: Currency, return_url: &str) -> OrderBuilder {
        OrderBuilder::new(Phase::Purchase, amount, currency, return_url)
    }

    /// A two-phase order: the money is held, and the store deposits it later.
    pub fn pre_auth(amount: Amount, currency: Currency, return_url: &str) -> OrderBuilder {
        OrderBuilder::new(Phase::PreAuth, amount, currency, return_url)
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

    /// Who numbers it.
    #[must_use]
    pub fn numbering(&self) -> &Numbering {
        &self.numbering
    }

    /// Where the customer comes back.
    #[must_use]
    pub fn return_url(&self) -> &Address {
        &self.return_url
    }

    /// Where a customer whose payment failed comes back, if that is another address.
    #[must_use]
    pub fn fail_url(&self) -> Option<&Address> {
        self.fail_url.as_ref()
    }

    /// How long the customer may pay, in seconds, where the store says so.
    #[must_use]
    pub fn session_secs(&self) -> Option<u32> {
        self.session_secs
    }

    /// Every other parameter under its name on the wire, in the order in which they were given. `features` may repeat.
    #[must_use]
    pub fn parameters(&self) -> &[(&'static str, String)] {
        &self.parameters
    }

    /// The value of one of those parameters.
    #[must_use]
    pub fn parameter(&self, name: &str) -> Option<&str> {
        self.parameters.iter().find(|(known, _)| *known == name).map(|(_, value)| value.as_str())
    }
}
