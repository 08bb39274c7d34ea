//! The methods of the gateway.

/// A method of the gateway. The names are constants: nothing that a caller gives can change where a request goes.
///
/// Source: BPC REST reference.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Endpoint {
    /// One-phase registration.
    Register,
    /// Two-phase registration.
    RegisterPreAuth,
    /// The extended status.
    Status,
    /// Takes held money.
    Deposit,
    /// Releases held money.
    Reverse,
    /// Gives taken money back.
    Refund,
    /// Closes an unpaid order.
    Decline,
}

impl Endpoint {
    /// The name under the REST root, e.g. `register.do`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Register => "register.do",
            Self::RegisterPreAuth => "registerPreAuth.do",
            Self::Status => "getOrderStatusExtended.do",
            Self::Deposit => "deposit.do",
            Self::Reverse => "reverse.do",
            Self::Refund => "refund.do",
            Self::Decline => "decline.do",
        }
    }
}
