//! The operations that a callback reports.

/// The operation of a callback, as the gateway names it.
///
/// Source: BPC REST reference, callback notifications.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operation {
    /// The amount was held.
    Approved,
    /// The amount was charged.
    Deposited,
    /// A hold or payment was cancelled.
    Reversed,
    /// An amount was refunded.
    Refunded,
    /// The order was declined because its time limit ended.
    DeclinedByTimeout,
    /// A payment with a present card was declined.
    DeclinedCardPresent,
    /// A card was saved.
    BindingCreated,
    /// A saved card was enabled or disabled.
    BindingActivityChanged,
    /// An unknown operation, or none: some banks send none for saved cards.
    Unknown,
}

impl Operation {
    /// Every operation.
    pub const ALL: [Self; 9] = [
        Self::Approved,
        Self::Deposited,
        Self::Reversed,
        Self::Refunded,
        Self::DeclinedByTimeout,
        Self::DeclinedCardPresent,
        Self::BindingCreated,
        Self::BindingActivityChanged,
        Self::Unknown,
    ];

    /// The gateway's name; `unknown` for [`Self::Unknown`].
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Approved => "approved",
            Self::Deposited => "deposited",
            Self::Reversed => "reversed",
            Self::Refunded => "refunded",
            Self::DeclinedByTimeout => "declinedByTimeout",
            Self::DeclinedCardPresent => "declinedCardPresent",
            Self::BindingCreated => "bindingCreated",
            Self::BindingActivityChanged => "bindingActivityChanged",
            Self::Unknown => "unknown",
        }
    }

    /// The operation with this name. `declinedCardPresent` has two spellings.
    pub(super) fn named(name: Option<&str>) -> Self {
        match name {
            Some("declinedCardpresent") => Self::DeclinedCardPresent,
            Some(name) => Self::ALL.into_iter().find(|known| known.as_str() == name).unwrap_or(Self::Unknown),
            None => Self::Unknown,
        }
    }
}
