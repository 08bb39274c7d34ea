//! Reads the caller's `gateway` object.

use crate::border::options::{self, Options};
use crate::codec::Value;
use crate::model::credentials::Secret;
use crate::model::error::{Error, Invalid};
use crate::model::gateway::{Gateway, GatewayBuilder, Runtime, UNSET, built};
use crate::model::keys::CallbackKeys;
use crate::model::public_key::{Hash, PublicKey};
use crate::model::text::EXPECTED_LANGUAGE;

/// The options of a `gateway` object, without its `fetch`.
pub const GATEWAY_OPTIONS: &[&str] = &[
    "baseUrl",
    "bank",
    "dialect",
    "terminalId",
    "userName",
    "password",
    "token",
    "language",
    "messages",
    "timeoutMs",
    "returnKey",
    "callback",
    "formUrlHosts",
    "formUrlPattern",
    "orderNumberMaxLength",
];

/// Reads the `gateway` object. Its property `fetch` is not part of it: the transport uses it.
///
/// # Errors
/// `invalid_option` that names the field; `credentials_in_page` for login and password in a browser page.
pub fn gateway(value: &Value, runtime: Runtime) -> Result<Gateway, Error> {
    let gateway = Options::of("gateway", value)?;
    gateway.allow_only(GATEWAY_OPTIONS)?;
    refuse_empty(&gateway)?;
    // The fields are set directly. The setters of the builder move the whole builder, which would add a third to this function.
    let mut builder = Gateway::builder();
    read_texts(&mut builder, &gateway)?;
    builder.timeout_ms = gateway.read("timeoutMs", |value| whole(value, 1, 120_000))?;
    builder.order_number_max = gateway.read("orderNumberMaxLength", |value| whole(value, 10, 36))?;
    builder.return_keys = gateway.read("returnKey", options::secrets)?;
    builder.form_url_hosts = gateway.read("formUrlHosts", options::texts)?;
    (builder.callback_keys, builder.callback_ignored) = callback(&gateway)?;
    let gateway = builder.finish()?;
    gateway.allow_in(runtime)?;
    Ok(gateway)
}

/// Reads what a callback is checked with: its keys, and the names of parameters that the store's own address adds. A `gateway`
/// object that has nothing but `callback` is enough.
///
/// # Errors
/// As [`gateway`].
pub fn callback_check(value: &Value) -> Result<(Option<CallbackKeys>, Vec<String>), Error> {
    let options = Options::of("gateway", value)?;
    if ["baseUrl", "bank", "userName", "password"].iter().any(|name| options.mentions(name)) {
        self::gateway(value, Runtime::Server)?;
    }
    options.allow_only(GATEWAY_OPTIONS)?;
    refuse_empty(&options)?;
    callback(&options)
}

/// The deadline of a `gateway` object in milliseconds; the default if there is none, or a wrong one.
#[cfg(feature = "js")]
#[must_use]
pub fn timeout_ms(value: &Value) -> u32 {
    let read = |options: Options<'_>| options.read("timeoutMs", |value| whole(value, 1, 120_000)).ok().flatten();
    let given = Options::of("gateway", value).ok().and_then(read);
    given.unwrap_or(Gateway::DEFAULT_TIMEOUT_MS)
}

/// Sets the options that are texts.
fn read_texts(builder: &mut GatewayBuilder, gateway: &Options<'_>) -> Result<(), Error> {
    let fields: [(&str, Read, &mut Option<String>); 9] = [
        ("baseUrl", options::address, &mut builder.base_url),
        ("bank", bank, &mut builder.bank),
        ("dialect", bank, &mut builder.dialect),
        ("terminalId", options::number_text, &mut builder.terminal_id),
        ("formUrlPattern", options::address, &mut builder.form_url_pattern),
        ("userName", options::secret, &mut builder.user_name),
        ("password", options::secret, &mut builder.password),
        ("token", options::secret, &mut builder.token),
        ("language", language, &mut builder.language),
    ];
    for (name, read, field) in fields {
        *field = gateway.read(name, read)?.map(str::to_owned);
    }
    Ok(())
}

type Read = for<'a> fn(&'a Value) -> Result<&'a str, Invalid>;

fn bank(value: &Value) -> Result<&str, Invalid> {
    options::text(value).map_err(|_| "expected the name of a bank".into())
}

fn language(value: &Value) -> Result<&str, Invalid> {
    options::text(value).map_err(|_| EXPECTED_LANGUAGE.into())
}

fn whole(value: &Value, min: i64, max: i64) -> Result<u32, Invalid> {
    u32::try_from(options::whole(value, min, max)?).map_err(|_| "is too large".into())
}

/// Refuses an option that is present without a value. It usually comes from an environment variable that is not set. Without
/// this check it would count as absent without any error.
fn refuse_empty(gateway: &Options<'_>) -> Result<(), Error> {
    let empty = |key: &&&str| gateway.mentions(key) && !gateway.has(key);
    match ["returnKey", "callback", "formUrlHosts"].iter().find(empty) {
        None => Ok(()),
        Some(key) => Err(Error::invalid(&gateway.path(key), UNSET)),
    }
}

/// How a callback may be signed, and whether this build checks it.
const KINDS: [(&str, bool); 4] = [
    ("secret", built::CHECKSUMS),
    ("publicKey", built::CHECKSUMS),
    ("jwt", built::TOKENS),
    ("unsigned", built::UNSIGNED),
];

const ONE_KEY: &str = "expected one of secret, publicKey, jwt, or unsigned: true; check the environment variable";

/// Parameters that this library reads, or that the signature needs.
const NEVER_IGNORED: &[&str] = &["mdOrder", "mdorder", "orderNumber", "operation", "status", "checksum", "sign_alias"];

/// Reads the option `callback`.
fn callback(gateway: &Options<'_>) -> Result<(Option<CallbackKeys>, Vec<String>), Error> {
    let Some(value) = gateway.get("callback") else { return Ok((None, Vec::new())) };
    let callback = Options::of("gateway.callback", value)?;
    let keys = callback_keys(&callback)?;
    let ignored = callback.read("ignore", options::texts)?.unwrap_or_default();
    if ignored.iter().any(|name| NEVER_IGNORED.contains(&name.as_str())) {
        let why = "contains a parameter of the bank; give the names that your own address adds";
        return Err(Error::invalid("gateway.callback.ignore", why));
    }
    Ok((Some(keys), ignored))
}

/// Reads the callback keys: shared secrets, a public key, secrets of tokens, or none.
fn callback_keys(callback: &Options<'_>) -> Result<CallbackKeys, Error> {
    callback.allow_only(&["secret", "publicKey", "hash", "allowWeakKey", "jwt", "unsigned", "ignore"])?;
    if built::BANK.is_some()
        && let Some((name, _)) = KINDS.iter().find(|(name, is_built)| !is_built && callback.has(name))
    {
        let why = "is not how this bank signs; if it does, import from \"bpc-checkout\", which has every way";
        return Err(Error::invalid(&callback.path(name), why));
    }
    let given = ["secret", "jwt", "unsigned", "publicKey"].map(|kind| callback.has(kind));
    if given.iter().filter(|given| **given).count() != 1 {
        return Err(Error::invalid("gateway.callback", ONE_KEY));
    }
    let [shared, jwt, unsigned, _] = given;
    if built::CHECKSUMS && !shared && !jwt && !unsigned {
        return public_key(callback);
    }
    callback.allow_only(&["secret", "jwt", "unsigned", "ignore"])?;
    if unsigned {
        let is_meant = callback.require("unsigned", options::flag)?;
        return if is_meant { Ok(CallbackKeys::Unsigned) } else { Err(Error::invalid("gateway.callback", ONE_KEY)) };
    }
    let secrets = callback.require(if jwt { "jwt" } else { "secret" }, secrets)?;
    Ok(if jwt { CallbackKeys::Jwt(secrets) } else { CallbackKeys::Shared(secrets) })
}

fn public_key(callback: &Options<'_>) -> Result<CallbackKeys, Error> {
    let hash = callback.read("hash", |value| Hash::named(options::text(value).unwrap_or_default()))?;
    let weak = callback.read("allowWeakKey", options::flag)?.unwrap_or(false);
    let pem = |value| PublicKey::from_pem(options::text(value).unwrap_or_default(), hash.unwrap_or(Hash::Sha512), weak);
    callback.require("publicKey", pem).map(CallbackKeys::Public)
}

fn secrets(value: &Value) -> Result<Vec<Secret>, Invalid> {
    let secrets = Secret::all(&options::secrets(value)?)?;
    if secrets.is_empty() {
        return Err("is an empty list; give at least one secret".into());
    }
    // The bank chose the secret, so only a text that anybody guesses is refused.
    if secrets.iter().any(|secret| !secret.is_varied(3)) {
        return Err("has fewer than 3 different characters; check the environment variable".into());
    }
    Ok(secrets)
}
