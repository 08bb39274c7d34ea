//! The signed return: what the store expects of an order, sealed into the address where the customer comes back.
//!
//! The token is `v1.<key id>.<payload>.<mac>`. The payload is readable (base64url of `amount.currency.phase.issued.
//! expires.number`); the MAC is HMAC-SHA256 under the store's return key over the gateway's address, the merchant and
//! the three parts before it. So a token of another order, merchant or gateway is refused, and the store needs no database.

pub(crate) mod base64url;

use hmac::{Hmac, Mac};
use sha2::Sha256;

use crate::credentials::Secret;
use crate::digits;
use crate::error::{Error, ErrorCode, Refusal};
use crate::money::{Amount, Currency};
use crate::order::{OrderNumber, Phase};

/// The query parameter that carries the token.
pub const PARAMETER: &str = "bpc_return";

/// How long a token lives after the order's own session, in milliseconds: a customer may come back to the tab next day.
pub const GRACE_MS: u64 = 24 * 60 * 60 * 1000;

/// How far a clock may be ahead of the one that sealed, in milliseconds: five minutes.
pub const CLOCK_TOLERANCE_MS: u64 = 5 * 60 * 1000;

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
    /// The first millisecond in which it is no longer good.
    pub expires_ms: u64,
}

/// The store's return keys: the first signs, all are accepted.
#[derive(Clone, Debug)]
pub struct Keys(Vec<Secret>);

impl Keys {
    /// Takes one key, or several while they are rotated.
    ///
    /// # Errors
    /// Refuses none, and keys of fewer than 16 characters.
    pub fn new(keys: Vec<Secret>) -> Result<Self, Refusal> {
        if keys.is_empty() {
            return Err("is an empty list; give at least one key".into());
        }
        if keys.iter().any(|key| key.expose().chars().count() < 16) {
            return Err("is shorter than 16 characters; make one with: openssl rand -hex 32".into());
        }
        Ok(Self(keys))
    }

    /// Seals claims for the given scope (gateway and merchant).
    #[must_use]
    pub fn seal(&self, scope: &str, claims: &Claims) -> String {
        let Some(key) = self.0.first() else { return String::new() };
        let payload = base64url::encode(claims.to_text().as_bytes());
        let signed = [VERSION, ".", &key_id(key), ".", &payload].concat();
        let mac = mac(key, scope, &signed).finalize().into_bytes();
        [&signed, ".", &base64url::encode(&mac)].concat()
    }

    /// Opens a token that [`Keys::seal`] made for the same scope.
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
            return Err(expired(&claims, "the return address is from the future; is this machine's clock right?"));
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
        self.0.iter().find(genuine)?;
        Claims::from_text(&String::from_utf8(base64url::decode(payload.as_bytes())?).ok()?)
    }
}

/// The claims are genuine, so the number may be told: the store can look the order up by it.
fn expired(claims: &Claims, message: &str) -> Error {
    Error::new(ErrorCode::ReturnExpired, message).for_order_number(Some(claims.order_number.as_str()))
}

impl Claims {
    /// The number comes last: it may contain anything, points too.
    fn to_text(&self) -> String {
        let phase = match self.phase {
            Phase::Purchase => "1",
            Phase::PreAuth => "2",
        };
        let (amount, currency) = (self.amount.digits(), self.currency.digits());
        let (issued, expires) = (digits::padded(self.issued_ms, 1), digits::padded(self.expires_ms, 1));
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
                _ => return None,
            },
            issued_ms: parts.next()?.parse().ok()?,
            expires_ms: parts.next()?.parse().ok()?,
            order_number: OrderNumber::new(parts.next()?, OrderNumber::MAX_LENGTH).ok()?,
        })
    }
}

fn mac(key: &Secret, scope: &str, signed: &str) -> Hmac<Sha256> {
    let mut mac = key.mac();
    for part in ["bpc-checkout return", scope, signed] {
        mac.update(part.as_bytes());
        mac.update(b"\n");
    }
    mac
}

/// Names a key without telling it: six characters of its own MAC over a constant.
fn key_id(key: &Secret) -> String {
    let id = mac(key, "key id", "").finalize().into_bytes();
    base64url::encode(&id).get(..6).unwrap_or_default().to_owned()
}
