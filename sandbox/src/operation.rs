//! The operations of an order that a merchant can be notified of.

/// `operation` of a callback (BPC REST reference, callback notifications).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Operation {
    Approved,
    Deposited,
    Reversed,
    Refunded,
    DeclinedByTimeout,
    BindingCreated,
}

impl Operation {
    /// The operations of which a merchant is notified by default.
    pub(crate) const DEFAULT: [Self; 5] =
        [Self::Approved, Self::Deposited, Self::Reversed, Self::Refunded, Self::DeclinedByTimeout];

    /// The operation of this name, unless it is about a saved card.
    pub(crate) fn parse(name: &str) -> Option<Self> {
        Self::DEFAULT.into_iter().find(|operation| operation.as_str() == name)
    }

    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Approved => "approved",
            Self::Deposited => "deposited",
            Self::Reversed => "reversed",
            Self::Refunded => "refunded",
            Self::DeclinedByTimeout => "declinedByTimeout",
            Self::BindingCreated => "bindingCreated",
        }
    }
}
