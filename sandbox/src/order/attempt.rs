//! One attempt to pay. It keeps the masked card number, never the whole number and never the security code.

use crate::cards::{Outcome, PaymentSystem};
use crate::payment_method::PaymentMethod;
use crate::random::Random;

/// How the cardholder was authenticated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ThreeDs {
    None,
    Attempted,
    Frictionless,
    Challenge,
}

impl ThreeDs {
    /// `threeDsType` and `authTypeIndicator` of the wire.
    pub(crate) fn kind(self) -> &'static str {
        match self {
            Self::None => "0",
            Self::Attempted => "5",
            Self::Frictionless => "4",
            Self::Challenge => "3",
        }
    }

    /// Electronic commerce indicator. Visa and Mastercard: 5 and 2 authenticated, 6 and 1 attempted, 7 not authenticated.
    pub(crate) fn eci(self, system: PaymentSystem) -> u8 {
        match (self, system) {
            (Self::None, _) => 7,
            (Self::Attempted, PaymentSystem::Mastercard) => 1,
            (Self::Attempted, _) => 6,
            (Self::Frictionless | Self::Challenge, PaymentSystem::Mastercard) => 2,
            (Self::Frictionless | Self::Challenge, _) => 5,
        }
    }
}

#[derive(Clone, Debug)]
pub(crate) struct Attempt {
    pub(crate) at_ms: u64,
    pub(crate) method: PaymentMethod,
    pub(crate) masked_pan: String,
    /// `YYYYMM`
    pub(crate) expiration: String,
    pub(crate) holder: String,
    pub(crate) three_ds: ThreeDs,
    pub(crate) ip: String,
    /// Retrieval reference, 12 digits.
    pub(crate) reference: String,
    /// Six digits. Only an approved attempt has them.
    pub(crate) approval_code: Option<String>,
    /// The outcome of later payments with this card. `None` when the card is not to be saved.
    pub(crate) save: Option<Outcome>,
}

impl Attempt {
    /// `VISA 411111**1111`, with the name of the wallet before it.
    pub(crate) fn label(&self) -> String {
        let system = PaymentSystem::of(&self.masked_pan).as_str();
        match self.method {
            PaymentMethod::Card => format!("{system} {}", self.masked_pan),
            PaymentMethod::Binding => format!("saved card {system} {}", self.masked_pan),
            wallet => format!("{} {system} {}", wallet.payment_way(), self.masked_pan),
        }
    }

    pub(crate) fn new(
        random: &mut Random,
        method: PaymentMethod,
        masked_pan: String,
        expiry: u32,
        holder: &str,
        now_ms: u64,
    ) -> Self {
        Self {
            at_ms: now_ms,
            method,
            masked_pan,
            expiration: expiry.to_string(),
            holder: holder.chars().take(26).collect(),
            three_ds: ThreeDs::None,
            // The documentation range of RFC 5737: the customer's own address is not kept.
            ip: "192.0.2.1".into(),
            reference: random.digits(12),
            approval_code: None,
            save: None,
        }
    }
}
