//! The input of a call: its start, and the result of each action.

use crate::protocol::reply::Reply;

/// The start of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CallStart {
    /// Milliseconds since 1970. The deadline counts from here.
    pub now_ms: u64,
    /// 128 random bits. A generated order number consists of them; 32 bits are enough where the store gives the number. They
    /// also vary the delay before a repetition. They need not be secret.
    pub random: u128,
}

/// The result of an [`Action`](super::Action).
#[derive(Clone)]
pub struct Event {
    /// The time of the result, in milliseconds since 1970.
    pub now_ms: u64,
    /// The reply, or why there is none. After a wait it is [`Failure::Timeout`], unless the wait was aborted.
    pub result: Result<Reply, Failure>,
}

/// Why no reply came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failure {
    /// The connection failed, or it ended before the body was complete.
    Network,
    /// The deadline passed.
    Timeout,
    /// The caller aborted the call.
    Aborted,
    /// The caller had aborted the call before anything was sent.
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

    /// The failure with this name. An unknown name gives [`Self::Network`].
    #[must_use]
    pub fn named(name: &str) -> Self {
        Self::ALL.into_iter().find(|known| known.as_str() == name).unwrap_or(Self::Network)
    }

    /// Whether the same request may succeed later.
    pub(super) fn is_passing(self) -> bool {
        matches!(self, Self::Network | Self::Timeout)
    }
}
