//! An order to register, and its builder.

mod builder;
mod customer;
pub mod parameters;

pub use builder::OrderBuilder;
pub use customer::Customer;

use crate::model::address::Address;
use crate::model::ids::{OrderNumber, Phase};
use crate::model::money::{Amount, Currency};

/// Who gives the order its number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Numbering {
    /// The store gives this number.
    Given(OrderNumber),
    /// This library generates the number when the order is registered.
    Generated,
    /// The bank gives a number. None is sent.
    ByBank,
}

/// An order to register. Only [`OrderBuilder::build`] makes one, so every value in it has been checked.
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
    extra: Vec<(String, String)>,
}

impl Order {
    /// Begins a one-phase order: the payment charges the card. The customer returns to `return_url` after the payment page.
    pub fn purchase(amount: Amount, currency: Currency, return_url: &str) -> OrderBuilder {
        OrderBuilder::new(Phase::Purchase, amount, currency, return_url)
    }

    /// Begins a two-phase order (pre-authorisation): the payment holds the amount, and the store deposits it later.
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

    /// Who gives the order its number.
    #[must_use]
    pub fn numbering(&self) -> &Numbering {
        &self.numbering
    }

    /// The URL to which the customer returns.
    #[must_use]
    pub fn return_url(&self) -> &Address {
        &self.return_url
    }

    /// The URL to which a customer returns after a failed payment, where it differs.
    #[must_use]
    pub fn fail_url(&self) -> Option<&Address> {
        self.fail_url.as_ref()
    }

    /// The time limit of the payment in seconds, where the store sets one.
    #[must_use]
    pub fn session_secs(&self) -> Option<u32> {
        self.session_secs
    }

    /// Every other parameter of `register.do`, in the order in which they were given. `features` may occur several times.
    #[must_use]
    pub fn parameters(&self) -> &[(&'static str, String)] {
        &self.parameters
    }

    /// The value of one of these parameters.
    #[must_use]
    pub fn parameter(&self, name: &str) -> Option<&str> {
        self.parameters.iter().find(|(known, _)| *known == name).map(|(_, value)| value.as_str())
    }
    /// The parameters that this library does not list, as they are sent.
    #[must_use]
    pub fn extra(&self) -> &[(String, String)] {
        &self.extra
    }

    /// Sets a parameter whose text is already checked.
    pub(crate) fn set(&mut self, name: &'static str, text: String) {
        self.parameters.retain(|(known, _)| *known != name);
        self.parameters.push((name, text));
    }
}
