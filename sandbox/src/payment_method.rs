//! How a customer pays: with a card, a saved card or a wallet.

/// `paymentWay` of the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PaymentMethod {
    Card,
    /// A saved card.
    Binding,
    ApplePay,
    GooglePay,
    SamsungPay,
}

impl PaymentMethod {
    pub(crate) fn payment_way(self) -> &'static str {
        match self {
            Self::Card => "CARD",
            Self::Binding => "CARD_BINDING",
            Self::ApplePay => "APPLE_PAY",
            Self::GooglePay => "GOOGLE_PAY_CARD",
            Self::SamsungPay => "SAMSUNG_PAY",
        }
    }

    /// The wallets, in the order of the payment page.
    pub(crate) const WALLETS: [Self; 3] = [Self::ApplePay, Self::GooglePay, Self::SamsungPay];

    /// The name that customers know.
    pub(crate) fn label(self) -> &'static str {
        match self {
            Self::Card => "Card",
            Self::Binding => "Saved card",
            Self::ApplePay => "Apple\u{A0}Pay",
            Self::GooglePay => "Google\u{A0}Pay",
            Self::SamsungPay => "Samsung\u{A0}Pay",
        }
    }

    /// The wallet of this `paymentWay`.
    pub(crate) fn wallet(payment_way: &str) -> Option<Self> {
        Self::WALLETS.into_iter().find(|method| method.payment_way() == payment_way)
    }
}
