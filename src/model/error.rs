//! The one error of the library: what was wrong, where, and what to do. Never a secret.

use std::borrow::Cow;
use std::fmt;

use crate::codec::decimal;

/// Every way a call can fail. Codes are stable, messages are not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ErrorCode {
    /// An argument is wrong; [`Error::field`] names it.
    InvalidOption,
    /// Login and password were given inside a browser page.
    CredentialsInPage,
    /// No complete reply came.
    Network,
    /// The deadline passed.
    Timeout,
    /// The caller's signal ended the call.
    Aborted,
    /// A registration went out and no reply came: the order may exist at the gateway.
    OutcomeUnknown,
    /// The order number is registered already, with the same amount and currency.
    AlreadyRegistered,
    /// The order number is registered already, with another amount or currency.
    Conflict,
    /// The gateway says that the order number is taken, and the order could not be looked up.
    DuplicateOrderNumber,
    /// The gateway's API answered with a redirect; credentials never follow one.
    UnexpectedRedirect,
    /// The reply is larger than [`crate::call::MAX_REPLY_BYTES`].
    ResponseTooLarge,
    /// The reply is not one of the gateway's: HTML, empty, cut off, wrong types.
    MalformedReply,
    /// Gateway code 5: wrong login, password or host, no permission, or a refused value.
    AccessDenied,
    /// Gateway code 4.
    MissingParameter,
    /// Gateway code 3: the currency is not enabled for the merchant.
    UnknownCurrency,
    /// Gateway code 6.
    OrderNotFound,
    /// The order's state does not allow it, or the amount exceeds what there is. Gateway code 7 on anything but a
    /// registration or a status.
    InvalidState,
    /// Any other refusal of the gateway.
    GatewayError,
    /// The return address carries no signed state.
    ReturnMissing,
    /// The signed state is altered, foreign or unreadable.
    ReturnInvalid,
    /// The signed state is too old, or from a clock far ahead.
    ReturnExpired,
    /// The callback is unsigned, forged, altered, ambiguous or none at all.
    CallbackInvalid,
}

impl ErrorCode {
    /// Every code.
    pub const ALL: [Self; 22] = [
        Self::InvalidOption,
        Self::CredentialsInPage,
        Self::Network,
        Self::Timeout,
        Self::Aborted,
        Self::OutcomeUnknown,
        Self::AlreadyRegistered,
        Self::Conflict,
        Self::DuplicateOrderNumber,
        Self::UnexpectedRedirect,
        Self::ResponseTooLarge,
        Self::MalformedReply,
        Self::AccessDenied,
        Self::MissingParameter,
        Self::UnknownCurrency,
        Self::OrderNotFound,
        Self::InvalidState,
        Self::GatewayError,
        Self::ReturnMissing,
        Self::ReturnInvalid,
        Self::ReturnExpired,
        Self::CallbackInvalid,
    ];

    /// The code's name in the JavaScript union `CheckoutErrorCode`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::InvalidOption => "invalid_option",
            Self::CredentialsInPage => "credentials_in_page",
            Self::Network => "network",
            Self::Timeout => "timeout",
            Self::Aborted => "aborted",
            Self::OutcomeUnknown => "outcome_unknown",
            Self::AlreadyRegistered => "already_registered",
            Self::Conflict => "conflict",
            Self::DuplicateOrderNumber => "duplicate_order_number",
            Self::UnexpectedRedirect => "unexpected_redirect",
            Self::ResponseTooLarge => "response_too_large",
            Self::MalformedReply => "malformed_reply",
            Self::AccessDenied => "access_denied",
            Self::MissingParameter => "missing_parameter",
            Self::UnknownCurrency => "unknown_currency",
            Self::OrderNotFound => "order_not_found",
            Self::InvalidState => "invalid_state",
            Self::GatewayError => "gateway_error",
            Self::ReturnMissing => "return_missing",
            Self::ReturnInvalid => "return_invalid",
            Self::ReturnExpired => "return_expired",
            Self::CallbackInvalid => "callback_invalid",
        }
    }
}

/// Why a single value is invalid, without its place: the reader that knows the place turns it into an [`Error`]. Boxed, so
/// that results stay small.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invalid(Box<Cow<'static, str>>);

impl Invalid {
    /// The error for the argument of this name, e.g. `order.amount`.
    #[must_use]
    pub fn at(self, field: &str) -> Error {
        Error::invalid(field, self.as_str())
    }

    /// What is wrong with the value.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Invalid {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.as_str())
    }
}

impl From<&'static str> for Invalid {
    // Not inlined: it has fifty callers.
    #[inline(never)]
    fn from(text: &'static str) -> Self {
        Self(Box::new(Cow::Borrowed(text)))
    }
}

impl std::error::Error for Invalid {}

impl From<String> for Invalid {
    fn from(text: String) -> Self {
        Self(Box::new(Cow::Owned(text)))
    }
}

/// The gateway's own code and words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GatewayMessage {
    /// `errorCode`; 0 where the gateway reports a failure without a code.
    pub error_code: i64,
    /// `errorMessage`, for operators; cut at 512 characters.
    pub error_message: String,
}

/// What went wrong. Boxed: results stay small.
#[derive(Clone, PartialEq, Eq)]
pub struct Error(Box<Details>);

#[derive(Clone, PartialEq, Eq)]
struct Details {
    code: ErrorCode,
    message: String,
    retryable: bool,
    field: Option<String>,
    endpoint: Option<&'static str>,
    order_number: Option<String>,
    order_id: Option<String>,
    order_status: Option<i64>,
    http_status: Option<u16>,
    gateway: Option<GatewayMessage>,
}

impl Error {
    /// An error with a message of our own making: lower case, no final period, no user data that may be secret.
    #[must_use]
    pub fn new(code: ErrorCode, message: impl Into<String>) -> Self {
        Self(Box::new(Details {
            code,
            message: message.into(),
            retryable: false,
            field: None,
            endpoint: None,
            order_number: None,
            order_id: None,
            order_status: None,
            http_status: None,
            gateway: None,
        }))
    }

    /// A wrong argument: `field` is its path, e.g. `order.amount`.
    #[must_use]
    pub fn invalid(field: &str, why: &str) -> Self {
        let mut error = Self::new(ErrorCode::InvalidOption, [field, ": ", why].concat());
        error.0.field = Some(field.to_owned());
        error
    }

    /// The same call, as it is, may succeed later and cannot do harm.
    #[must_use]
    pub fn retryable(mut self, retryable: bool) -> Self {
        self.0.retryable = retryable;
        self
    }

    /// The gateway method that was called, e.g. `register.do`.
    #[must_use]
    pub fn at(mut self, endpoint: &'static str) -> Self {
        self.0.endpoint = Some(endpoint);
        self
    }

    /// The store's number of the order concerned.
    #[must_use]
    pub fn for_order_number(mut self, number: Option<&str>) -> Self {
        self.0.order_number = number.map(str::to_owned);
        self
    }

    /// The order that exists at the gateway.
    #[must_use]
    pub fn existing(mut self, order_id: Option<&str>, order_status: i64) -> Self {
        self.0.order_id = order_id.map(str::to_owned);
        self.0.order_status = Some(order_status);
        self
    }

    /// The HTTP status of the reply.
    #[must_use]
    pub fn with_status(mut self, status: u16) -> Self {
        self.0.http_status = Some(status);
        self
    }

    /// The gateway's own code and words.
    #[must_use]
    pub fn with_gateway(mut self, message: GatewayMessage) -> Self {
        self.0.gateway = Some(message);
        self
    }

    /// The same error with something to do about it.
    #[must_use]
    pub(crate) fn with_note(mut self, note: &str) -> Self {
        self.0.message = [&self.0.message, "; ", note].concat();
        self
    }

    /// The same error with the gateway's words changed.
    #[must_use]
    pub(crate) fn map_words(mut self, change: impl FnOnce(&str) -> String) -> Self {
        if let Some(gateway) = &mut self.0.gateway {
            gateway.error_message = change(&gateway.error_message);
        }
        self
    }

    /// What was wrong, where, and what to do; with the gateway's code and words, where it answered.
    #[must_use]
    pub fn message(&self) -> String {
        let mut message = String::new();
        if let Some(endpoint) = self.0.endpoint {
            message.push_str(endpoint);
            message.push_str(": ");
        }
        message.push_str(&self.0.message);
        if let Some(GatewayMessage { error_code, error_message }) = &self.0.gateway {
            message.push_str(" (gateway code ");
            message.push_str(&decimal::signed(*error_code));
            if !error_message.is_empty() {
                message.push_str(": ");
                message.push_str(error_message);
            }
            message.push(')');
        }
        message
    }

    /// The code to switch on.
    #[must_use]
    pub fn code(&self) -> ErrorCode {
        self.0.code
    }

    /// Whether the same call may simply be made again.
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        self.0.retryable
    }

    /// The argument that is wrong, e.g. `order.amount`.
    #[must_use]
    pub fn field(&self) -> Option<&str> {
        self.0.field.as_deref()
    }

    /// The gateway method that was called.
    #[must_use]
    pub fn endpoint(&self) -> Option<&'static str> {
        self.0.endpoint
    }

    /// The store's number of the order concerned, given or generated.
    #[must_use]
    pub fn order_number(&self) -> Option<&str> {
        self.0.order_number.as_deref()
    }

    /// The gateway's id of the order that exists already.
    #[must_use]
    pub fn order_id(&self) -> Option<&str> {
        self.0.order_id.as_deref()
    }

    /// The orderStatus of the order that exists already.
    #[must_use]
    pub fn order_status(&self) -> Option<i64> {
        self.0.order_status
    }

    /// The HTTP status of the reply, where one came.
    #[must_use]
    pub fn http_status(&self) -> Option<u16> {
        self.0.http_status
    }

    /// The gateway's own code and words, where it answered.
    #[must_use]
    pub fn gateway(&self) -> Option<&GatewayMessage> {
        self.0.gateway.as_ref()
    }
}

impl fmt::Display for Error {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.message())
    }
}

// Prints as the message: a derived Debug would repeat every part, and people paste Debug output into tickets.
impl fmt::Debug for Error {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Error({}: {self})", self.0.code.as_str())
    }
}

impl std::error::Error for Error {}
