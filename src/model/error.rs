//! The error type of the library. A message says what is wrong, where, and what to do. It never contains a secret.

use std::borrow::Cow;
use std::fmt;

use crate::codec::decimal;

/// Why a call failed. The codes are stable; the messages may change with any version.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ErrorCode {
    /// An argument is wrong; [`Error::field`] names it.
    InvalidOption,
    /// Login and password were given inside a browser page.
    CredentialsInPage,
    /// No connection was opened, or, for a status request, it ended before the reply was complete.
    Network,
    /// The deadline passed.
    Timeout,
    /// The caller's signal ended the call.
    Aborted,
    /// A registration or a change was sent, and no reply came that can be read. The gateway may have carried it out.
    OutcomeUnknown,
    /// The order number is registered already, with the same amount and currency.
    AlreadyRegistered,
    /// The order number is registered already, with another amount or currency.
    Conflict,
    /// The gateway says that the order number is in use, and its order could not be read.
    DuplicateOrderNumber,
    /// The gateway's API answered with a redirect. It is not followed, because the request holds the credentials.
    UnexpectedRedirect,
    /// The reply is larger than [`crate::call::MAX_REPLY_BYTES`].
    ResponseTooLarge,
    /// The reply is not a valid reply of the gateway: HTML, empty, incomplete, or with fields of wrong types. After a
    /// registration or a change it has an HTTP status that refuses the request, such as 404; otherwise the code is
    /// [`Self::OutcomeUnknown`].
    MalformedReply,
    /// Gateway code 5: wrong login, password or host, no permission, or a refused value.
    AccessDenied,
    /// Gateway code 4.
    MissingParameter,
    /// Gateway code 3: the currency is not enabled for the merchant.
    UnknownCurrency,
    /// Gateway code 6.
    OrderNotFound,
    /// The order's status does not allow the change, or the amount is larger than what is available. Gateway code 7 on a
    /// deposit, reversal, refund or decline.
    InvalidState,
    /// Any other refusal of the gateway.
    GatewayError,
    /// The return address carries no signed state.
    ReturnMissing,
    /// The signed state was altered, or was signed with another key or for another gateway.
    ReturnInvalid,
    /// The signed state has expired, or was signed more than five minutes in the future.
    ReturnExpired,
    /// The callback has no valid signature, or it can be read in two ways.
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

/// Why a value is invalid. It does not know which argument held the value: [`Invalid::at`] adds that and gives an [`Error`].
/// Boxed, so that a `Result` stays small.
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
    // Not inlined: it has fifty callers, and each copy would add to the module.
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

/// The gateway's own error code and message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GatewayMessage {
    /// `errorCode`; 0 where the gateway reports a failure without a code.
    pub error_code: i64,
    /// `errorMessage`, for the store's operators. At most 512 characters.
    pub error_message: String,
}

/// The error of every call. Boxed, so that a `Result` stays small.
#[derive(Clone, PartialEq, Eq)]
pub struct Error(Box<Details>);

#[derive(Clone, PartialEq, Eq)]
struct Details {
    code: ErrorCode,
    message: String,
    retryable: bool,
    field: Option<String>,
    endpoint: Option<Cow<'static, str>>,
    order_number: Option<String>,
    order_id: Option<String>,
    order_status: Option<i64>,
    refund_id: Option<String>,
    form_url: Option<String>,
    http_status: Option<u16>,
    gateway: Option<GatewayMessage>,
}

impl Error {
    /// An error with a message in lower case, without a final period, and without user data that may be secret.
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
            refund_id: None,
            form_url: None,
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

    /// Whether the same call may succeed later and is safe to repeat.
    #[must_use]
    pub fn retryable(mut self, retryable: bool) -> Self {
        self.0.retryable = retryable;
        self
    }

    /// The gateway method that was called, e.g. `register.do`.
    #[must_use]
    pub fn at(mut self, endpoint: impl Into<Cow<'static, str>>) -> Self {
        self.0.endpoint = Some(endpoint.into());
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

    /// The payment page of the order that exists at the gateway.
    #[must_use]
    pub(crate) fn with_form_url(mut self, form_url: Option<String>) -> Self {
        self.0.form_url = form_url;
        self
    }

    /// The HTTP status of the reply.
    #[must_use]
    pub fn with_status(mut self, status: u16) -> Self {
        self.0.http_status = Some(status);
        self
    }

    /// The gateway's own error code and message.
    #[must_use]
    pub fn with_gateway(mut self, message: GatewayMessage) -> Self {
        self.0.gateway = Some(message);
        self
    }

    /// The store's own id of a refund, given or generated.
    #[must_use]
    pub fn for_refund(mut self, id: Option<&str>) -> Self {
        self.0.refund_id = id.map(str::to_owned);
        self
    }

    /// The same error with another code.
    #[must_use]
    pub(crate) fn with_code(mut self, code: ErrorCode) -> Self {
        self.0.code = code;
        self
    }

    /// The same error with advice added to its message.
    #[must_use]
    pub(crate) fn with_note(mut self, note: &str) -> Self {
        self.0.message = [&self.0.message, "; ", note].concat();
        self
    }

    /// The same error with the gateway's message changed.
    #[must_use]
    pub(crate) fn map_gateway_message(mut self, change: impl FnOnce(&str) -> String) -> Self {
        if let Some(gateway) = &mut self.0.gateway {
            gateway.error_message = change(&gateway.error_message);
        }
        self
    }

    /// The whole message: the gateway method, what is wrong and what to do, then the gateway's own code and message.
    #[must_use]
    pub fn message(&self) -> String {
        let mut message = String::new();
        if let Some(endpoint) = &self.0.endpoint {
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

    /// The code, to match on.
    #[must_use]
    pub fn code(&self) -> ErrorCode {
        self.0.code
    }

    /// Whether the same call may be made again as it is.
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
    pub fn endpoint(&self) -> Option<&str> {
        self.0.endpoint.as_deref()
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

    /// The `orderStatus` of the order that exists already.
    #[must_use]
    pub fn order_status(&self) -> Option<i64> {
        self.0.order_status
    }

    /// The `externalRefundId` of a refund whose outcome is open, given or generated: repeat the refund with it.
    #[must_use]
    pub fn external_refund_id(&self) -> Option<&str> {
        self.0.refund_id.as_deref()
    }

    /// The payment page of the order that exists already, if it is not paid yet and `formUrlPattern` tells the page's address.
    #[must_use]
    pub fn form_url(&self) -> Option<&str> {
        self.0.form_url.as_deref()
    }

    /// The HTTP status of the reply, where one came.
    #[must_use]
    pub fn http_status(&self) -> Option<u16> {
        self.0.http_status
    }

    /// The gateway's own error code and message, where it answered with an error.
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

// Debug prints the code and the message. A derived Debug would also print the parts, which the message already contains.
impl fmt::Debug for Error {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Error({}: {self})", self.0.code.as_str())
    }
}

impl std::error::Error for Error {}
