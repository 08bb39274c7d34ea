//! The signed return URL: it carries what the store expects of an order, so that the store needs no database.
//!
//! The token is `v1.<key id>.<payload>.<mac>`. The payload is readable (base64url of `amount.currency.phase.issued.
//! expires.number`); the MAC is HMAC-SHA256 with the store's return key over the gateway's URL, the merchant and the three
//! parts before it. So a token of another order, merchant or gateway is refused.

use hmac::{Hmac, Mac};
use sha2::Sha256;

use crate::codec::time::utc_ms;
use crate::codec::{base64url, decimal, split};
use crate::model::address::{Address, parameters};
use crate::model::credentials::Secret;
use crate::model::error::{Error, ErrorCode};
use crate::model::expected::Expected;
use crate::model::gateway::Gateway;
use crate::model::ids::{OrderNumber, Phase};
use crate::model::keys::ReturnKeys;
use crate::model::money::{Amount, Currency};
use crate::model::order::Order;
use crate::model::order::parameters::{MAX_URL, too_long};
use crate::protocol::register::Addresses;

/// The query parameter that carries the token.
pub const PARAMETER: &str = "bpc_return";

/// How long a token is valid after the time limit of the order, in milliseconds: the customer may open the page again the next
/// day.
pub const GRACE_MS: u64 = 24 * 60 * 60 * 1000;

/// How far the clock that signed a token may be ahead of the clock that checks it, in milliseconds: five minutes.
pub const CLOCK_TOLERANCE_MS: u64 = 5 * 60 * 1000;

/// The default time limit of a payment, in seconds. Source: BPC REST reference,
/// `sessionTimeoutSecs`.
const DEFAULT_SESSION_SECS: u32 = 1200;

const VERSION: &str = "v1";

/// The content of a token: the order as the store registered it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claims {
    /// The store's number.
    pub order_number: OrderNumber,
    /// Price.
    pub amount: Amount,
    /// Currency of the price.
    pub currency: Currency,
    /// One or two phases.
    pub phase: Phase,
    /// When the token was signed, in milliseconds since 1970.
    pub issued_ms: u64,
    /// When the token expires, in milliseconds since 1970.
    pub expires_ms: u64,
}

impl ReturnKeys {
    /// Signs claims for a scope (gateway and merchant) with the first key, and gives the token.
    #[must_use]
    pub fn seal(&self, scope: &str, claims: &Claims) -> String {
        let Some(key) = self.secrets().first() else { return String::new() };
        let payload = base64url::encode(claims.to_text().as_bytes());
        let signed = [VERSION, ".", &key_id(key), ".", &payload].concat();
        let mac = mac(key, scope, &signed).finalize().into_bytes();
        [&signed, ".", &base64url::encode(&mac)].concat()
    }

    /// Checks a token that [`ReturnKeys::seal`] made for the same scope, and gives its claims.
    ///
    /// # Errors
    /// `return_invalid` for a token that was altered or signed with another key or for another scope. `return_expired` for an
    /// expired token, and for one that was signed more than [`CLOCK_TOLERANCE_MS`] in the future.
    pub fn open(&self, scope: &str, token: &str, now_ms: u64) -> Result<Claims, Error> {
        let claims = self.authenticate(scope, token).ok_or_else(|| {
            Error::new(
                ErrorCode::ReturnInvalid,
                "the return address was altered, or signed with another gateway.returnKey, login or gateway address",
            )
        })?;
        if now_ms >= claims.expires_ms {
            return Err(expired(&claims, "the return address has expired; call verify with the order number"));
        }
        if claims.issued_ms > now_ms.saturating_add(CLOCK_TOLERANCE_MS) {
            return Err(expired(
                &claims,
                "the return address was signed in the future; check the clock of this server",
            ));
        }
        Ok(claims)
    }

    fn authenticate(&self, scope: &str, token: &str) -> Option<Claims> {
        let mut parts = split::parts(token, ".");
        let (version, id, payload, tag) = (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
        if version != VERSION || parts.next().is_some() {
            return None;
        }
        let signed = token.get(..token.len() - tag.len() - 1)?;
        let tag = base64url::decode(tag.as_bytes())?;
        // `verify_slice` compares in constant time.
        let genuine = |key: &&Secret| key_id(key) == id && mac(key, scope, signed).verify_slice(&tag).is_ok();
        self.secrets().iter().find(genuine)?;
        Claims::from_text(&String::from_utf8(base64url::decode(payload.as_bytes())?).ok()?)
    }
}

/// The claims are authentic, so the error has the order number: the store can look the order up.
fn expired(claims: &Claims, message: &str) -> Error {
    Error::new(ErrorCode::ReturnExpired, message).for_order_number(Some(claims.order_number.as_str()))
}

impl Claims {
    /// What the store expects of the order.
    #[must_use]
    pub fn into_expected(self) -> Expected {
        Expected::new(self.order_number, self.amount, self.currency).with_phase(self.phase)
    }

    /// The number comes last, because it may contain dots.
    fn to_text(&self) -> String {
        let phase = match self.phase {
            Phase::Purchase => "1",
            Phase::PreAuth => "2",
            Phase::Verify => "3",
        };
        let (amount, currency) = (self.amount.digits(), self.currency.digits());
        let (issued, expires) = (decimal::padded(self.issued_ms, 1), decimal::padded(self.expires_ms, 1));
        [&amount, &currency, phase, &issued, &expires, self.order_number.as_str()].join(".")
    }

    fn from_text(text: &str) -> Option<Self> {
        let mut parts = split::parts(text, ".");
        Some(Self {
            amount: Amount::from_minor(parts.next()?.parse().ok()?).ok()?,
            currency: Currency::parse(parts.next()?).ok()?,
            phase: match parts.next()? {
                "1" => Phase::Purchase,
                "2" => Phase::PreAuth,
                "3" => Phase::Verify,
                _ => return None,
            },
            issued_ms: parts.next()?.parse().ok()?,
            expires_ms: parts.next()?.parse().ok()?,
            order_number: OrderNumber::new(parts.rest()?, OrderNumber::MAX_LENGTH).ok()?,
        })
    }
}

/// The return URLs of an order as they are sent: with the signed state if the gateway has return keys and the order has a
/// number.
///
/// # Errors
/// `invalid_option` if a URL becomes too long, or already has the parameter.
pub fn addresses(
    order: &Order,
    number: Option<&OrderNumber>,
    gateway: &Gateway,
    now_ms: u64,
) -> Result<Addresses, Error> {
    let token = number.and_then(|number| seal(order, number, gateway, now_ms));
    let signed = |field, url| signed(field, url, token.as_deref());
    Ok(Addresses {
        return_url: signed("order.returnUrl", order.return_url())?,
        fail_url: order.fail_url().map(|url| signed("order.failUrl", url)).transpose()?,
    })
}

fn seal(order: &Order, number: &OrderNumber, gateway: &Gateway, now_ms: u64) -> Option<String> {
    let session_ms = u64::from(order.session_secs().unwrap_or(DEFAULT_SESSION_SECS)) * 1000;
    // expirationDate replaces sessionTimeoutSecs. It is in the bank's time zone; GRACE_MS is longer than any offset from UTC.
    let date = order.parameter("expirationDate").and_then(utc_ms);
    let session_end = date.unwrap_or_else(|| now_ms.saturating_add(session_ms));
    let claims = Claims {
        order_number: number.clone(),
        amount: order.amount(),
        currency: order.currency(),
        phase: order.phase(),
        issued_ms: now_ms,
        expires_ms: session_end.saturating_add(GRACE_MS),
    };
    gateway.return_keys().map(|keys| keys.seal(&gateway.scope(), &claims))
}

fn signed(field: &str, url: &Address, token: Option<&str>) -> Result<String, Error> {
    let Some(token) = token else { return Ok(url.as_str().to_owned()) };
    if !parameters(url.as_str(), PARAMETER).is_empty() {
        let why = ["already has a parameter `", PARAMETER, "`, which register adds itself"].concat();
        return Err(Error::invalid(field, &why));
    }
    let signed = url.with_parameter(PARAMETER, token);
    let length = signed.chars().count();
    if length > MAX_URL {
        let own = length - url.as_str().chars().count();
        let state = [" with the signed state (", &decimal::count(own), " of them)"].concat();
        return Err(Error::invalid(field, &[&too_long(length, &state), "; shorten it"].concat()));
    }
    Ok(signed)
}

fn mac(key: &Secret, scope: &str, signed: &str) -> Hmac<Sha256> {
    let mut mac = key.mac();
    for part in ["bpc-checkout return", scope, signed] {
        mac.update(part.as_bytes());
        mac.update(b"\n");
    }
    mac
}

/// Identifies a key without revealing it: six characters of its own MAC over a constant.
fn key_id(key: &Secret) -> String {
    let id = mac(key, "key id", "").finalize().into_bytes();
    base64url::encode(&id).get(..6).unwrap_or_default().to_owned()
}
