//! The signed return: what the store expects of an order, sealed into the return address.
//!
//! The token is `v1.<key id>.<payload>.<mac>`. The payload is readable (base64url of `amount.currency.phase.issued.
//! expires.number`); the MAC is HMAC-SHA256 under the store's return key over the gateway's address, the merchant and
//! the three parts before it. So a token of another order, merchant or gateway is refused, and the store needs no database.

use hmac::{Hmac, Mac};
use sha2::Sha256;

use crate::codec::time::utc_ms;
use crate::codec::{base64url, decimal};
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

/// How long a token is valid after the order's own session, in milliseconds: a customer may return to the tab the next day.
pub const GRACE_MS: u64 = 24 * 60 * 60 * 1000;

/// How far a clock may be ahead of the one that sealed, in milliseconds: five minutes.
pub const CLOCK_TOLERANCE_MS: u64 = 5 * 60 * 1000;

/// How long an order can be paid when store and bank say nothing else, in seconds. Source: BPC REST reference,
/// `sessionTimeoutSecs`.
const DEFAULT_SESSION_SECS: u32 = 1200;

const VERSION: &str = "v1";

/// What was sealed: the order as the store sold it.
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
    /// When it was sealed, milliseconds since 1970.
    pub issued_ms: u64,
    /// From when on it is refused, milliseconds since 1970.
    pub expires_ms: u64,
}

impl ReturnKeys {
    /// Seals claims for the given scope (gateway and merchant).
    #[must_use]
    pub fn seal(&self, scope: &str, claims: &Claims) -> String {
        let Some(key) = self.secrets().first() else { return String::new() };
        let payload = base64url::encode(claims.to_text().as_bytes());
        let signed = [VERSION, ".", &key_id(key), ".", &payload].concat();
        let mac = mac(key, scope, &signed).finalize().into_bytes();
        [&signed, ".", &base64url::encode(&mac)].concat()
    }

    /// Opens a token that [`ReturnKeys::seal`] made for the same scope.
    ///
    /// # Errors
    /// `return_invalid` for one that is altered, foreign or unreadable; `return_expired` for one that is too old, or issued
    /// more than [`CLOCK_TOLERANCE_MS`] in the future.
    pub fn open(&self, scope: &str, token: &str, now_ms: u64) -> Result<Claims, Error> {
        let claims = self.authenticate(scope, token).ok_or_else(|| {
            Error::new(
                ErrorCode::ReturnInvalid,
                "the return address was not signed by this store for this gateway, or was altered",
            )
        })?;
        if now_ms >= claims.expires_ms {
            return Err(expired(&claims, "the return address is too old; look the order up by its number"));
        }
        if claims.issued_ms > now_ms.saturating_add(CLOCK_TOLERANCE_MS) {
            return Err(expired(
                &claims,
                "the return address was signed in the future; is the clock of this machine right?",
            ));
        }
        Ok(claims)
    }

    fn authenticate(&self, scope: &str, token: &str) -> Option<Claims> {
        let (signed, tag) = token.rsplit_once('.')?;
        let mut parts = signed.split('.');
        let (version, id, payload) = (parts.next()?, parts.next()?, parts.next()?);
        if version != VERSION || parts.next().is_some() {
            return None;
        }
        let tag = base64url::decode(tag.as_bytes())?;
        // The comparison is the MAC's own, in constant time.
        let genuine = |key: &&Secret| key_id(key) == id && mac(key, scope, signed).verify_slice(&tag).is_ok();
        self.secrets().iter().find(genuine)?;
        Claims::from_text(&String::from_utf8(base64url::decode(payload.as_bytes())?).ok()?)
    }
}

/// The claims are genuine, so the error may carry the number: the store can look the order up by it.
fn expired(claims: &Claims, message: &str) -> Error {
    Error::new(ErrorCode::ReturnExpired, message).for_order_number(Some(claims.order_number.as_str()))
}

impl Claims {
    /// What the store expects of the order that comes back.
    #[must_use]
    pub fn into_expected(self) -> Expected {
        Expected::new(self.order_number, self.amount, self.currency).with_phase(self.phase)
    }

    /// The number comes last: it may contain anything, points too.
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
        let mut parts = text.splitn(6, '.');
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
            order_number: OrderNumber::new(parts.next()?, OrderNumber::MAX_LENGTH).ok()?,
        })
    }
}

/// The return addresses of an order as they are sent: with the signed state, where the gateway has return keys and the order
/// has a number.
///
/// # Errors
/// `invalid_option` when an address becomes too long, or has the parameter already.
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
    // A date wins over the session's length. Its zone is the bank's; GRACE_MS is longer than any zone differs from UTC.
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
