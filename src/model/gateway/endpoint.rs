//! The methods of the gateway.

/// A method of the gateway. The names are constants, so that no value of a caller can change the target of a request.
///
/// Source: BPC REST reference.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Endpoint {
    /// `register.do`: one-phase registration.
    Register,
    /// `registerPreAuth.do`: two-phase registration.
    RegisterPreAuth,
    /// `getOrderStatusExtended.do`: the status of an order.
    Status,
    /// `public/acknowledgeTransaction.do`: confirms a payment, at SATIM. Source: SATIM integration guide.
    Acknowledge,
    /// `deposit.do`: charges the held amount.
    Deposit,
    /// `reverse.do`: releases the held amount.
    Reverse,
    /// `refund.do`: returns the deposited amount.
    Refund,
    /// `decline.do`: closes an unpaid order.
    Decline,
}

impl Endpoint {
    /// Every method.
    pub const ALL: [Self; 8] = [
        Self::Register,
        Self::RegisterPreAuth,
        Self::Status,
        Self::Acknowledge,
        Self::Deposit,
        Self::Reverse,
        Self::Refund,
        Self::Decline,
    ];

    /// The name under the REST root, e.g. `register.do`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Register => "register.do",
            Self::RegisterPreAuth => "registerPreAuth.do",
            Self::Status => "getOrderStatusExtended.do",
            Self::Acknowledge => "public/acknowledgeTransaction.do",
            Self::Deposit => "deposit.do",
            Self::Reverse => "reverse.do",
            Self::Refund => "refund.do",
            Self::Decline => "decline.do",
        }
    }
}
