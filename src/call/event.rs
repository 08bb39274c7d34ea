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
    /// The connection failed, or it ended before the body was complete. The request may have been sent.
    Network,
    /// The gateway's host refused the connection, so nothing was sent.
    Refused,
    /// No host has the gateway's name, so nothing was sent.
    UnknownHost,
    /// The TLS certificate of the gateway was not accepted, so nothing was sent.
    Certificate,
    /// No connection was opened, for another reason, so nothing was sent.
    Unconnected,
    /// The deadline passed.
    Timeout,
    /// The caller aborted the call.
    Aborted,
    /// The caller had aborted the call before anything was sent.
    NotSent,
    /// The platform allows no timers here, so nothing was sent.
    NoTimers,
    /// The `fetch` of the configuration needs the object that it belongs to, so nothing was sent.
    Unbound,
    /// The `fetch` of the configuration threw an exception before it returned a promise, so nothing was sent.
    Threw,
    /// The gateway answered with a redirect, which was not followed.
    Redirect,
    /// The transport followed a redirect: the request, with its credentials, was sent to another address.
    Followed,
    /// The body is larger than [`MAX_REPLY_BYTES`](super::MAX_REPLY_BYTES).
    TooLarge,
}

impl Failure {
    /// Every failure.
    pub const ALL: [Self; 14] = [
        Self::Network,
        Self::Refused,
        Self::UnknownHost,
        Self::Certificate,
        Self::Unconnected,
        Self::Timeout,
        Self::Aborted,
        Self::NotSent,
        Self::NoTimers,
        Self::Unbound,
        Self::Threw,
        Self::Redirect,
        Self::Followed,
        Self::TooLarge,
    ];

    /// The failure's name in `npm/exchange.js`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Network => "network",
            Self::Refused => "refused",
            Self::UnknownHost => "unknown host",
            Self::Certificate => "certificate",
            Self::Unconnected => "unconnected",
            Self::Timeout => "timeout",
            Self::Aborted => "aborted",
            Self::NotSent => "not sent",
            Self::NoTimers => "unable",
            Self::Unbound => "unbound",
            Self::Threw => "threw",
            Self::Redirect => "redirect",
            Self::Followed => "followed",
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
        matches!(self, Self::Network | Self::Timeout) || self.no_connection().is_some()
    }

    /// Why there was no connection. Then nothing was sent, and nothing has changed at the gateway.
    pub(super) fn no_connection(self) -> Option<&'static str> {
        match self {
            Self::Refused => Some("the connection was refused"),
            Self::UnknownHost => Some("no host has this name"),
            Self::Certificate => Some("its TLS certificate was not accepted"),
            Self::Unconnected => Some("no connection could be opened"),
            _ => None,
        }
    }
}
