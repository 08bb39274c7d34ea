//! The builder of an [`Order`]. It keeps the first error, and [`OrderBuilder::build`] returns it.

use crate::model::address::Address;
use crate::model::error::{Error, Invalid};
use crate::model::ids::{OrderNumber, Phase};
use crate::model::money::{Amount, Currency};
use crate::model::order::parameters::{self, Parameter};
use crate::model::order::{Customer, Numbering, Order};
use crate::model::unknown::unknown;

/// An order under construction: [`Order::purchase`] or [`Order::pre_auth`] begins one.
#[derive(Clone, Debug)]
#[must_use]
pub struct OrderBuilder {
    amount: Amount,
    currency: Currency,
    phase: Phase,
    pub(crate) numbering: Numbering,
    return_url: String,
    pub(crate) fail_url: Option<String>,
    parameters: Vec<(&'static str, String)>,
    extra: Vec<(String, String)>,
    error: Option<Error>,
}

impl OrderBuilder {
    pub(super) fn new(phase: Phase, amount: Amount, currency: Currency, return_url: &str) -> Self {
        Self {
            amount,
            currency,
            phase,
            numbering: Numbering::Generated,
            return_url: return_url.to_owned(),
            fail_url: None,
            parameters: Vec::new(),
            extra: Vec::new(),
            error: None,
        }
    }

    /// The store's order number, at most 36 characters; some banks accept fewer. Without a call of this method the library
    /// generates a number.
    pub fn number(mut self, number: &str) -> Self {
        self.set_number(number);
        self
    }

    pub(crate) fn set_number(&mut self, number: &str) {
        match OrderNumber::parse(number) {
            Ok(number) => self.numbering = Numbering::Given(number),
            Err(invalid) => self.fail("orderNumber", invalid),
        }
    }

    /// The bank gives the order its number: none is sent.
    pub fn numbered_by_bank(mut self) -> Self {
        self.numbering = Numbering::ByBank;
        self
    }

    /// The URL to which a customer returns after a failed payment. Without it, the return URL is used for both.
    pub fn fail_url(mut self, url: &str) -> Self {
        self.fail_url = Some(url.to_owned());
        self
    }

    /// Any other parameter of `register.do`, under the gateway's name and as the text that is sent: an amount in minor units, a
    /// JSON object as JSON text. `features` may be given several times.
    ///
    /// The names and limits are those of the gateway's reference; an unknown name is an error. The table is in the source of
    /// [`parameters`].
    pub fn parameter(mut self, name: &str, text: &str) -> Self {
        let Some(parameter) = parameters::find(name) else {
            self.keep(unknown("order", name, &parameters::names()));
            return self;
        };
        match parameter.shape.check(text) {
            Ok(text) => self.push(parameter, text),
            Err(invalid) => self.fail(name, invalid),
        }
        self
    }

    /// Who buys. It becomes the `orderBundle`, which some banks want.
    pub fn customer(mut self, customer: &Customer<'_>) -> Self {
        match customer.bundle() {
            Ok(_) if self.has("orderBundle", None) => {
                self.fail("customer", "cannot be combined with orderBundle; use one of them".into());
            }
            Ok(bundle) => self.parameters.push(("orderBundle", bundle)),
            Err(error) => self.keep(error),
        }
        self
    }

    /// A parameter that this library does not list, under the gateway's name: a bank's own. It never replaces a listed one.
    pub fn extra(mut self, name: &str, text: &str) -> Self {
        self.add_extra(name, text);
        self
    }

    pub(crate) fn add_extra(&mut self, name: &str, text: &str) {
        let is_given = self.parameters.iter().any(|(given, _)| *given == name);
        match parameters::unlisted(name, text, is_given || parameters::is_listed(name)) {
            Ok(text) => self.extra.push((name.to_owned(), text)),
            Err(invalid) => self.fail(&["extra.", name].concat(), invalid),
        }
    }

    /// Adds a parameter whose text is already checked.
    pub(crate) fn push(&mut self, parameter: &Parameter, text: String) {
        if self.extra.iter().any(|(given, _)| given == parameter.name) {
            self.fail(parameter.name, "is given in extra too; remove one of them".into());
        }
        self.parameters.push((parameter.name, text));
    }

    fn fail(&mut self, name: &str, invalid: Invalid) {
        self.keep(invalid.at(&["order.", name].concat()));
    }

    fn keep(&mut self, error: Error) {
        self.error.get_or_insert(error);
    }

    fn has(&self, name: &str, value: Option<&str>) -> bool {
        self.parameters.iter().any(|(known, text)| *known == name && value.is_none_or(|value| value == text))
    }

    /// The order.
    ///
    /// # Errors
    /// `invalid_option` for the first invalid value. It names the field and says what is expected.
    pub fn build(self) -> Result<Order, Error> {
        if let Some(error) = self.error {
            return Err(error);
        }
        self.check_combinations()?;
        let is_check = self.has("features", Some("VERIFY")) && self.phase == Phase::Purchase;
        let session = self.parameters.iter().find(|(name, _)| *name == "sessionTimeoutSecs");
        Ok(Order {
            session_secs: session.and_then(|(_, secs)| u32::try_from(secs.parse::<u64>().ok()?).ok()),
            amount: self.amount,
            currency: self.currency,
            phase: if is_check { Phase::Verify } else { self.phase },
            return_url: parameters::address(&self.return_url).map_err(|invalid| invalid.at("order.returnUrl"))?,
            fail_url: match self.fail_url {
                Some(url) => Some(fail_url(&url)?),
                None => None,
            },
            numbering: self.numbering,
            parameters: self.parameters,
            extra: self.extra,
        })
    }

    fn check_combinations(&self) -> Result<(), Error> {
        if self.phase == Phase::Purchase
            && let Some((name, _)) = self.parameters.iter().find(|(name, _)| parameters::is_pre_auth_only(name))
        {
            return Err(Error::invalid(&["order.", name].concat(), "is an option of registerPreAuth only"));
        }
        if self.has("autocompletionDate", None) && self.has("autoReverseDate", None) {
            let why = "cannot be combined with autocompletionDate; use one of them";
            return Err(Error::invalid("order.autoReverseDate", why));
        }
        if self.amount.minor() == 0 && !self.has("features", Some("VERIFY")) {
            let why = "is 0, which is allowed only for a card check with features: [\"VERIFY\"]";
            return Err(Error::invalid("order.amount", why));
        }
        Ok(())
    }
}

fn fail_url(url: &str) -> Result<Address, Error> {
    parameters::address(url).map_err(|invalid| invalid.at("order.failUrl"))
}
