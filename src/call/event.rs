//! What a call is told: when it began, and the result of each thing it asked for.

use crate::protocol::reply::Reply;

/// The start of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CallStart {
    /// Milliseconds since 1970. The deadline counts from here.
    pub now_ms: u64,
    /// 128 random bits, for an order number where the store gives none; 32 are enough to spread the repetitions of many
    /// callers.
    pub random: u128,
}

/// The result of an [`Action`](super::Action).
#[derive(Clone)]
pub struct Event {
    /// When it came, in milliseconds since 1970.
    pub now_ms: u64,
    /// The reply, or why there is none. A wait that was not cut short ends with [`Failure::Timeout`].
    pub result: Result<Reply, Failure>,
}

/// Why no reply came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failure {
    /// The connection failed, or broke before the body was complete.
    Network,
    /// The deadline passed.
    Timeout,
    /// The caller's signal ended the call.
    Aborted,
    /// The caller's signal had ended the call before anything was sent.
    NotSent,
    /// The platform allows no timers here, so nothing was sent.
    NoTimers,
    /// The gateway answered with a redirect.
    Redirect,
    /// The body is larger than [`MAX_REPLY_BYTES`](super::MAX_REPLY_BYTES).
    TooLarge,
}

impl Failure {
    /// Every failure.
    pub const ALL: [Self; 7] =
        [Self::Network, Self::Timeout, Self::Aborted, Self::NotSent, Self::NoTimers, Self::Redirect, Self::TooLarge];

    /// The failure's name in `npm/exchange.js`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Network => "network",
            Self::Timeout => "timeout",
            Self::Aborted => "aborted",
            Self::NotSent => "not sent",
            Self::NoTimers => "unable",
            Self::Redirect => "redirect",
            Self::TooLarge => "too large",
        }
    }

    /// The failure with this name. An unknown name counts as a broken connection.
    #[must_use]
    pub fn named(name: &str) -> Self {
        Self::ALL.into_iter().find(|known| known.as_str() == name).unwrap_or(Self::Network)
    }

    /// Whether the same request may succeed later.
    pub(super) fn is_passing(self) -> bool {
        matches!(self, Self::Network | Self::Timeout)
    }
}
