//! One attempt to pay, with what is remembered of the card: never the whole number, never the security code.

use crate::cards::Outcome;
use crate::rng::Rng;

/// What the customer paid with; `paymentWay` of the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Means {
    Card,
    /// A saved card.
    Binding,
    ApplePay,
    GooglePay,
    SamsungPay,
}

impl Means {
    pub(crate) fn payment_way(self) -> &'static str {
        match self {
            Self::Card => "CARD",
            Self::Binding => "CARD_BINDING",
            Self::ApplePay => "APPLE_PAY",
            Self::GooglePay => "GOOGLE_PAY_CARD",
            Self::SamsungPay => "SAMSUNG_PAY",
        }
    }

    /// The wallet behind a `paymentWay`.
    pub(crate) fn wallet(payment_way: &str) -> Option<Self> {
        [Self::ApplePay, Self::GooglePay, Self::SamsungPay].into_iter().find(|means| means.payment_way() == payment_way)
    }
}

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

    /// Electronic commerce indicator: 5 and 2 full, 6 and 1 attempted, 7 none (Visa and Mastercard values).
    pub(crate) fn eci(self, system: &str) -> u8 {
        match (self, system) {
            (Self::None, _) => 7,
            (Self::Attempted, "MASTERCARD") => 1,
            (Self::Attempted, _) => 6,
            (Self::Frictionless | Self::Challenge, "MASTERCARD") => 2,
            (Self::Frictionless | Self::Challenge, _) => 5,
        }
    }
}

#[derive(Clone, Debug)]
pub(crate) struct Attempt {
    pub(crate) at_ms: u64,
    pub(crate) means: Means,
    pub(crate) masked_pan: String,
    /// `YYYYMM`
    pub(crate) expiration: String,
    pub(crate) holder: String,
    pub(crate) three_ds: ThreeDs,
    pub(crate) ip: String,
    /// Retrieval reference, 12 digits.
    pub(crate) reference: String,
    /// Six digits; only an approved attempt has one.
    pub(crate) approval_code: Option<String>,
    /// What the issuer makes of the card, for saving it; `None` when it is not to be saved.
    pub(crate) save: Option<Outcome>,
}

impl Attempt {
    pub(crate) fn new(rng: &mut Rng, means: Means, masked_pan: String, expiry: u32, holder: &str, now_ms: u64) -> Self {
        Self {
            at_ms: now_ms,
            means,
            masked_pan,
            expiration: expiry.to_string(),
            holder: holder.chars().take(26).collect(),
            three_ds: ThreeDs::None,
            // An address of the documentation range (RFC 5737): no customer's address is kept.
            ip: "192.0.2.1".into(),
            reference: rng.digits(12),
            approval_code: None,
            save: None,
        }
    }
}
