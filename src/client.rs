//! The conductor: which calls a task takes, in what order, and what a failure means. It knows no network, no clock and
//! no chance; a [`Transport`] brings them.

use crate::address::parameters;
use crate::error::{Error, ErrorCode};
use crate::gateway::{Endpoint, Gateway};
use crate::lifecycle::{self, Change};
use crate::order::{Numbering, Order, OrderId, OrderNumber};
use crate::register::{self, Prepared, Registration};
use crate::retry::{self, Next};
use crate::return_state::{Claims, PARAMETER};
use crate::status::{self, OrderReport, Query};
use crate::verdict::{self, Expected, Verdict};
use crate::wire::form::Form;
use crate::wire::reply::Reply;
use crate::wire::words::presentable;

/// The largest reply that is read, in bytes. The gateway's largest known one has 3 KB.
pub const MAX_REPLY_BYTES: usize = 256 * 1024;

/// A request that is ready to go: always a form POST.
pub struct Request {
    /// Absolute address.
    pub url: String,
    /// Encoded form. It holds the credentials.
    pub body: String,
    /// How long headers and body together may take, in milliseconds.
    pub timeout_ms: u32,
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
    /// The gateway answered with a redirect.
    Redirect,
    /// The body is larger than [`MAX_REPLY_BYTES`].
    TooLarge,
}

impl Failure {
    /// The same request may get through later.
    fn is_passing(self) -> bool {
        matches!(self, Self::Network | Self::Timeout)
    }
}

/// The world outside: network, clock and chance.
pub trait Transport {
    /// Sends one request and reads the whole reply, all inside `timeout_ms`. Follows no redirect.
    fn send(&self, request: Request) -> impl Future<Output = Result<Reply, Failure>>;
    /// Waits so many milliseconds, or until the caller's signal ends the call.
    fn sleep(&self, ms: u64) -> impl Future<Output = Result<(), Failure>>;
    /// Milliseconds since 1970.
    fn now_ms(&self) -> u64;
    /// 128 random bits.
    fn random(&self) -> u128;
}

/// An order that was registered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Registered {
    /// What the gateway answered.
    pub registration: Registration,
    /// The number it was registered under; `None` where the bank numbers the orders.
    pub order_number: Option<OrderNumber>,
    /// The return address as it was sent, with the signed state: whoever has it may ask how the order stands.
    pub return_url: String,
}

/// The gateway's methods over a transport.
pub struct Client<'a, T> {
    gateway: &'a Gateway,
    transport: &'a T,
}

impl<'a, T: Transport> Client<'a, T> {
    /// A client of a gateway.
    #[must_use]
    pub fn new(gateway: &'a Gateway, transport: &'a T) -> Self {
        Self { gateway, transport }
    }

    /// Registers an order, once. The request is never repeated: a second one could be a second order.
    ///
    /// # Errors
    /// `outcome_unknown` when no reply came; `already_registered` or `conflict` when the number is taken; else as the
    /// gateway says. All of them carry the order number.
    pub async fn register(&self, order: &Order) -> Result<Registered, Error> {
        let endpoint = register::endpoint(order.phase);
        let now = self.transport.now_ms();
        let number = self.number(order, now);
        let prepared = register::prepare(order, number.as_ref(), self.gateway, now)
            .map_err(|error| about(number.as_ref(), error))?;
        let Prepared { form, return_url } = prepared;
        let error = match self.transport.send(self.request(endpoint, form, self.gateway.timeout_ms)).await {
            Err(failure) => lost(failure, number.is_some()),
            Ok(reply) => match register::read(&reply, self.gateway) {
                Ok(registration) => return Ok(Registered { registration, order_number: number, return_url }),
                // A number of our own making was never sent before: whoever has it is somebody else.
                Err(refusal) if is_duplicate(&refusal) && order.numbering == Numbering::Generated => {
                    let message = "the generated order number is taken; nothing was registered, call again";
                    let error = Error::new(ErrorCode::DuplicateOrderNumber, message).retryable(true);
                    return Err(about(number.as_ref(), self.blot(worded(error, &refusal)).at(endpoint.name())));
                }
                Err(refusal) if is_duplicate(&refusal) => {
                    self.explain_duplicate(order, number.as_ref(), refusal, now).await
                }
                Err(error) if error.code() == ErrorCode::MalformedReply => error.with_note(what_next(number.is_some())),
                Err(error) => error,
            },
        };
        Err(about(number.as_ref(), self.blot(error).at(endpoint.name()).retryable(false)))
    }

    /// The number that an order goes out under, if it has one.
    fn number(&self, order: &Order, now_ms: u64) -> Option<OrderNumber> {
        match &order.numbering {
            Numbering::Given(number) => Some(number.clone()),
            Numbering::Generated => {
                Some(OrderNumber::generate(now_ms, self.transport.random(), self.gateway.order_number_max))
            }
            Numbering::ByBank => None,
        }
    }

    /// The number is taken: by this very order (its first reply was lost), or by another one?
    async fn explain_duplicate(
        &self,
        order: &Order,
        number: Option<&OrderNumber>,
        refusal: Error,
        began: u64,
    ) -> Error {
        let Some(number) = number else { return refusal };
        let report = match self.ask(&Query::OrderNumber(number.clone()), began).await {
            Ok(report) => report,
            Err(error) if error.code() == ErrorCode::OrderNotFound => {
                return worded(Error::new(ErrorCode::DuplicateOrderNumber, REFUSED_NUMBER), &refusal);
            }
            Err(_) => return worded(Error::new(ErrorCode::DuplicateOrderNumber, NOT_LOOKED_UP), &refusal),
        };
        let (Some(amount), Some(currency)) = (report.amount, report.currency.as_deref()) else {
            return worded(Error::new(ErrorCode::DuplicateOrderNumber, NOT_LOOKED_UP), &refusal);
        };
        let same = amount == order.amount.minor()
            && order.currency.is(currency)
            && report.order_number.as_deref() == Some(number.as_str());
        let (code, message) =
            if same { (ErrorCode::AlreadyRegistered, SAME_ORDER) } else { (ErrorCode::Conflict, OTHER_ORDER) };
        worded(Error::new(code, message).existing(report.order_id.as_deref(), report.order_status), &refusal)
    }

    /// Asks about an order; asks again on trouble that may pass, inside the one deadline.
    ///
    /// # Errors
    /// As the gateway says, or as the last try failed.
    pub async fn status(&self, query: &Query) -> Result<OrderReport, Error> {
        self.ask(query, self.transport.now_ms()).await
    }

    /// The same, inside a deadline that began earlier.
    async fn ask(&self, query: &Query, began: u64) -> Result<OrderReport, Error> {
        let name = Endpoint::Status.name();
        if matches!(query, Query::OrderNumber(_)) && self.gateway.credentials.are_public() {
            let why = "the public token can ask by orderId only; give orderId, or login and password";
            return Err(Error::invalid("orderNumber", why).at(name));
        }
        let budget = u64::from(self.gateway.timeout_ms);
        let left = || budget.saturating_sub(self.transport.now_ms().saturating_sub(began));
        let mut tries = 1;
        loop {
            let timeout = u32::try_from(left()).unwrap_or(self.gateway.timeout_ms).max(1);
            let request = self.request(Endpoint::Status, status::form(query, self.gateway), timeout);
            let (error, retry_after) = match self.transport.send(request).await {
                Err(failure) => (failed(failure), None),
                Ok(reply) => match status::read(&reply) {
                    Ok(report) => return Ok(report),
                    Err(error) => (self.blot(error), reply.retry_after.as_deref().and_then(retry::retry_after_ms)),
                },
            };
            let error = error.at(name);
            if !error.is_retryable() {
                return Err(error);
            }
            let jitter = u64::try_from(self.transport.random() & 0xFFFF_FFFF).unwrap_or(0);
            match retry::next(tries, jitter, retry_after, left()) {
                Next::Stop => return Err(error),
                Next::After(ms) => self.transport.sleep(ms).await.map_err(|failure| failed(failure).at(name))?,
            }
            tries += 1;
        }
    }

    /// Asks about the expected order and decides.
    ///
    /// # Errors
    /// As [`Client::status`].
    pub async fn verify(&self, expected: Expected) -> Result<Verdict, Error> {
        let query = match &expected.order_id {
            Some(order_id) => Query::OrderId(order_id.clone()),
            None => Query::OrderNumber(expected.order_number.clone()),
        };
        let number = expected.order_number.clone();
        let report = self.status(&query).await.map_err(|error| error.for_order_number(Some(number.as_str())))?;
        Ok(verdict::decide(expected, report))
    }

    /// Deposits, reverses, refunds or declines, once: a repeat could take or return money twice.
    ///
    /// # Errors
    /// `outcome_unknown` when no reply came (`retryable` only for a refund with an `externalRefundId`, which the gateway
    /// recognises); `invalid_state` when the order does not allow it; else as the gateway says.
    pub async fn change(&self, change: &Change) -> Result<(), Error> {
        let name = change.operation.endpoint().name();
        if self.gateway.credentials.are_public() {
            let why = "is the public token, which cannot change an order; give login and password";
            return Err(Error::invalid("gateway.token", why).at(name));
        }
        let request = self.request(change.operation.endpoint(), change.form(self.gateway), self.gateway.timeout_ms);
        let error = match self.transport.send(request).await {
            Err(failure) => failed_change(failure).retryable(change.is_idempotent() && failure.is_passing()),
            Ok(reply) => match lifecycle::read(&reply) {
                Ok(()) => return Ok(()),
                Err(error) if error.code() == ErrorCode::MalformedReply => error.with_note(ASK_FIRST).retryable(false),
                Err(error) => error.retryable(false),
            },
        };
        Err(self.blot(error).at(name))
    }

    /// Opens the signed state of a return address, and verifies the order it names.
    ///
    /// # Errors
    /// `return_missing`, `return_invalid` or `return_expired` before anything is asked; else as [`Client::verify`].
    pub async fn verify_return(&self, url: &str) -> Result<Verdict, Error> {
        self.verify(self.expected_of_return(url)?).await
    }

    /// What the signed state of a return address says of the order that comes back.
    ///
    /// # Errors
    /// `return_missing`, `return_invalid` or `return_expired`.
    pub fn expected_of_return(&self, url: &str) -> Result<Expected, Error> {
        let claims = self.open_return(url)?;
        // Two different ids in one address: neither is believed, the sealed number is asked for.
        let mut ids = parameters(url, "orderId");
        let first = ids.next();
        let order_id = first.filter(|first| ids.all(|other| other == *first)).and_then(OrderId::from_query);
        Ok(Expected {
            order_id,
            order_number: claims.order_number,
            amount: claims.amount,
            currency: claims.currency,
            phase: claims.phase,
        })
    }

    fn open_return(&self, url: &str) -> Result<Claims, Error> {
        let keys = self.gateway.return_keys.as_ref().ok_or_else(|| {
            Error::invalid(
                "gateway.returnKey",
                "is missing; the return address cannot be checked without the key that signed it",
            )
        })?;
        let mut tokens = parameters(url, PARAMETER);
        let token = tokens.next().ok_or_else(|| {
            let message = format!("the return address carries no `{PARAMETER}`: it is not one that register signed, or returnKey was missing then");
            Error::new(ErrorCode::ReturnMissing, message)
        })?;
        if tokens.any(|other| other != token) {
            return Err(Error::new(ErrorCode::ReturnInvalid, "the return address carries two signed states"));
        }
        keys.open(&self.gateway.scope(), token, self.transport.now_ms())
    }

    fn request(&self, endpoint: Endpoint, form: Form, timeout_ms: u32) -> Request {
        Request { url: self.gateway.url(endpoint), body: form.into_body(), timeout_ms }
    }

    /// The gateway's words made fit to be shown: whole, first, so that a cut cannot hide half a secret from us.
    fn blot(&self, error: Error) -> Error {
        error.map_words(|words| {
            if self.gateway.credentials.appear_in(words) {
                String::from("(hidden: the gateway repeated a credential)")
            } else {
                presentable(words)
            }
        })
    }
}

const SAME_ORDER: &str = "this order is registered already, with the same amount and currency: verify it; a new number only once it is declined or expired";
const OTHER_ORDER: &str = "this order number is registered already, with another amount or currency; take a new number";
const NOT_LOOKED_UP: &str = "this order number is taken, and the order could not be looked up: verify it, or register again with the same number, which tells; never with a new one";
const REFUSED_NUMBER: &str = "the gateway refuses this order number, and knows no order under it";

/// The error with the gateway's words of another.
fn worded(error: Error, refusal: &Error) -> Error {
    match refusal.gateway() {
        Some(words) => error.with_gateway(words.clone()),
        None => error,
    }
}

/// The same error with the number of the order that it is about.
fn about(number: Option<&OrderNumber>, error: Error) -> Error {
    error.for_order_number(number.map(OrderNumber::as_str))
}

/// Gateway code 1 on a registration: the order number is taken.
fn is_duplicate(error: &Error) -> bool {
    error.gateway().is_some_and(|gateway| gateway.error_code == 1)
}

fn failed(failure: Failure) -> Error {
    let (code, message, retryable) = match failure {
        Failure::Network => (ErrorCode::Network, "the gateway could not be reached, or the connection broke", true),
        Failure::Timeout => (ErrorCode::Timeout, "the gateway did not answer in time", true),
        Failure::Aborted | Failure::NotSent => (ErrorCode::Aborted, "the call was aborted by its signal", false),
        Failure::Redirect => (
            ErrorCode::UnexpectedRedirect,
            "the gateway answered with a redirect, which is not followed; is the base URL right?",
            false,
        ),
        Failure::TooLarge => {
            (ErrorCode::ResponseTooLarge, "the reply is larger than 256 KiB; is the base URL right?", false)
        }
    };
    Error::new(code, message).retryable(retryable)
}

/// A registration without a reply. Only what was certainly not sent is certainly not registered.
fn lost(failure: Failure, numbered: bool) -> Error {
    match failure {
        Failure::NotSent | Failure::Redirect => failed(failure),
        Failure::TooLarge => failed(failure).with_note(what_next(numbered)),
        lost => Error::new(ErrorCode::OutcomeUnknown, what_happened(lost)).with_note(what_next(numbered)),
    }
}

fn what_happened(failure: Failure) -> &'static str {
    match failure {
        Failure::Timeout => "no reply came in time",
        Failure::Aborted => "the call was aborted after it had begun",
        Failure::TooLarge => "the reply was too large",
        Failure::Network | Failure::NotSent | Failure::Redirect => "the connection failed",
    }
}

/// A change without a reply.
fn failed_change(failure: Failure) -> Error {
    match failure {
        Failure::NotSent | Failure::Redirect => failed(failure),
        lost => Error::new(ErrorCode::OutcomeUnknown, what_happened(lost)).with_note(ASK_FIRST),
    }
}

/// What a store does after a change whose reply cannot be used.
const ASK_FIRST: &str = "it may have been carried out: ask for the status before you try again";

/// What a store does after a registration whose reply cannot be used.
fn what_next(numbered: bool) -> &'static str {
    if numbered {
        "the order may exist at the gateway: register again with the same orderNumber, never with a new one"
    } else {
        "the order may exist at the gateway: look into the bank's console before you register again"
    }
}
