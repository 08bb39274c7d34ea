//! Reads the caller's `gateway` object.

use crate::border::options::{self, Options};
use crate::codec::Value;
use crate::model::credentials::Secret;
use crate::model::error::{Error, Invalid};
use crate::model::gateway::{Gateway, GatewayBuilder, Runtime};
use crate::model::keys::CallbackKeys;
use crate::model::public_key::{Hash, PublicKey};
use crate::model::text;

const OPTIONS: &[&str] = &[
    "baseUrl",
    "bank",
    "userName",
    "password",
    "token",
    "language",
    "timeoutMs",
    "returnKey",
    "callback",
    "formUrlHosts",
    "orderNumberMaxLength",
];

/// Reads the `gateway` object. Its property `fetch` is not part of it: the transport uses it.
///
/// # Errors
/// `invalid_option` that names the field; `credentials_in_page` for login and password in a browser page.
pub fn gateway(value: &Value, runtime: Runtime) -> Result<Gateway, Error> {
    let gateway = Options::of("gateway", value)?;
    gateway.allow_only(OPTIONS)?;
    refuse_empty(&gateway)?;
    let mut builder = texts(Gateway::builder(), &gateway)?;
    if let Some(ms) = gateway.read("timeoutMs", |value| whole(value, 1, 120_000))? {
        builder = builder.timeout_ms(ms);
    }
    if let Some(max) = gateway.read("orderNumberMaxLength", |value| whole(value, 10, 36))? {
        builder = builder.order_number_max(max);
    }
    if let Some(keys) = gateway.read("returnKey", options::secrets)? {
        builder = builder.return_keys(keys);
    }
    if let Some(hosts) = gateway.read("formUrlHosts", options::texts)? {
        builder = builder.form_url_hosts(hosts);
    }
    if let Some(keys) = gateway.get("callback").map(callback_keys).transpose()? {
        builder = builder.callback_keys(keys);
    }
    builder.build_for(runtime)
}

/// Sets the options that are texts.
fn texts(mut builder: GatewayBuilder, gateway: &Options<'_>) -> Result<GatewayBuilder, Error> {
    let setters: [(&str, Read, Set); 6] = [
        ("baseUrl", options::address, GatewayBuilder::base_url),
        ("bank", bank, GatewayBuilder::bank),
        ("userName", options::secret, GatewayBuilder::user_name),
        ("password", options::secret, GatewayBuilder::password),
        ("token", options::secret, GatewayBuilder::token),
        ("language", language, GatewayBuilder::language),
    ];
    for (name, read, set) in setters {
        if let Some(text) = gateway.read(name, read)? {
            builder = set(builder, text);
        }
    }
    Ok(builder)
}

type Read = for<'a> fn(&'a Value) -> Result<&'a str, Invalid>;
type Set = fn(GatewayBuilder, &str) -> GatewayBuilder;

fn bank(value: &Value) -> Result<&str, Invalid> {
    options::text(value).map_err(|_| "expected the name of a bank".into())
}

fn language(value: &Value) -> Result<&str, Invalid> {
    options::text(value).map_err(|_| text::EXPECTED_LANGUAGE.into())
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
        Some(key) => {
            let why = "is undefined or null; set its environment variable, or remove the key";
            Err(Error::invalid(&gateway.path(key), why))
        }
    }
}

/// Reads the callback keys: shared secrets, or a public key.
fn callback_keys(value: &Value) -> Result<CallbackKeys, Error> {
    let callback = Options::of("gateway.callback", value)?;
    callback.allow_only(&["secret", "publicKey", "hash", "allowWeakKey"])?;
    if callback.has("secret") == callback.has("publicKey") {
        let why = "expected either secret or publicKey; check the environment variable";
        return Err(Error::invalid("gateway.callback", why));
    }
    if callback.has("secret") {
        callback.allow_only(&["secret"])?;
        return callback.require("secret", secrets).map(CallbackKeys::Shared);
    }
    let hash = callback.read("hash", |value| Hash::named(options::text(value).unwrap_or_default()))?;
    let weak = callback.read("allowWeakKey", options::flag)?.unwrap_or(false);
    let pem = |value| PublicKey::from_pem(options::text(value).unwrap_or_default(), hash.unwrap_or(Hash::Sha512), weak);
    callback.require("publicKey", pem).map(CallbackKeys::Public)
}

fn secrets(value: &Value) -> Result<Vec<Secret>, Invalid> {
    let secrets: Vec<Secret> =
        options::secrets(value)?.into_iter().map(|text| Secret::new(text.to_owned())).collect::<Result<_, _>>()?;
    if secrets.is_empty() { Err("is an empty list; give at least one secret".into()) } else { Ok(secrets) }
}
