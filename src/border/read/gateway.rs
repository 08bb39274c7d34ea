//! Reads the caller's `gateway` object.

use crate::border::options::{self, Options};
use crate::codec::Value;
use crate::model::credentials::Secret;
use crate::model::error::{Error, Invalid};
use crate::model::gateway::{Gateway, GatewayBuilder, Runtime};
use crate::model::keys::CallbackKeys;
use crate::model::public_key::{Hash, PublicKey};
use crate::model::text::EXPECTED_LANGUAGE;

/// The options of a `gateway` object, without its `fetch`.
pub const GATEWAY_OPTIONS: &[&str] = &[
    "baseUrl",
    "bank",
    "userName",
    "password",
    "token",
    "language",
    "messages",
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
    gateway.allow_only(GATEWAY_OPTIONS)?;
    refuse_empty(&gateway)?;
    // The fields are set directly. The setters of the builder move the whole builder, which would add a third to this function.
    let mut builder = Gateway::builder();
    read_texts(&mut builder, &gateway)?;
    builder.timeout_ms = gateway.read("timeoutMs", |value| whole(value, 1, 120_000))?;
    builder.order_number_max = gateway.read("orderNumberMaxLength", |value| whole(value, 10, 36))?;
    builder.return_keys = gateway.read("returnKey", options::secrets)?;
    builder.form_url_hosts = gateway.read("formUrlHosts", options::texts)?;
    builder.callback_keys = gateway.get("callback").map(callback_keys).transpose()?;
    builder.build_for(runtime)
}

/// Sets the options that are texts.
fn read_texts(builder: &mut GatewayBuilder, gateway: &Options<'_>) -> Result<(), Error> {
    let fields: [(&str, Read, &mut Option<String>); 6] = [
        ("baseUrl", options::address, &mut builder.base_url),
        ("bank", bank, &mut builder.bank),
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
    let secrets = Secret::all(&options::secrets(value)?)?;
    if secrets.is_empty() {
        return Err("is an empty list; give at least one secret".into());
    }
    // The bank chose the secret, so only a text that anybody guesses is refused.
    if secrets.iter().any(|secret| secret.variety() < 3) {
        return Err("has fewer than 3 different characters; check the environment variable".into());
    }
    Ok(secrets)
}
