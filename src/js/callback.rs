//! `verifyCallback` and `signCallback`: what callbacks need of the platform is the body of a request, and RSA.

use hmac::Mac;
use js_sys::{Array, Promise, Uint8Array};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen_futures::JsFuture;

use super::error::thrown;
use super::guard::{attempted, promise};
use super::perform::configuration;
use super::{read, write};
use crate::border::{self, values};
use crate::call::Failure;
use crate::client::Transport;
use crate::codec::{Form, Value, base64url, hex, json};
use crate::model::credentials::Secret;
use crate::model::error::{Error, ErrorCode};
use crate::model::public_key::{Hash, PublicKey};
use crate::transport::fetch::{FetchTransport, body};
use crate::trust::callback::{self, Check, Event, MAX_BYTES, Opened};

/// The longest address of a callback, in characters.
const MAX_ADDRESS: u32 = 16 * 1024;
const TOO_LARGE: &str = "has more than 8 KB or 64 parameters";
const RSA: &str = "RSASSA-PKCS1-v1_5";
const PUBLIC_KEY: &str = "gateway.callback.publicKey";
const PRIVATE_KEY: &str = "options.privateKey";

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_namespace = ["crypto", "subtle"], js_name = importKey)]
    fn import_key(
        format: &str,
        key: &Uint8Array,
        algorithm: &JsValue,
        extractable: bool,
        uses: &Array,
    ) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(catch, js_namespace = ["crypto", "subtle"], js_name = verify)]
    fn verify(algorithm: &str, key: &JsValue, signature: &Uint8Array, text: &Uint8Array) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(catch, js_namespace = ["crypto", "subtle"], js_name = sign)]
    fn sign(algorithm: &str, key: &JsValue, text: &Uint8Array) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(catch)]
    fn atob(base64: &str) -> Result<String, JsValue>;

    #[wasm_bindgen(catch, js_name = String)]
    fn text_of(value: &JsValue) -> Result<String, JsValue>;
}

/// Checks the signature of a callback. It makes no request.
#[wasm_bindgen(js_name = verifyCallback, skip_typescript)]
pub fn verify_callback(callback: JsValue, gateway: JsValue, options: JsValue) -> Promise {
    let read = move || configuration(&gateway, &options).map_err(|error| thrown(&error));
    match attempted(read) {
        Err(error) => Promise::reject(&error),
        Ok((config, transport, _)) => promise(async move {
            let event = async {
                if transport.is_aborted() {
                    return Err(aborted());
                }
                let query = query_of(&callback, border::read::timeout_ms(&config), &transport).await?;
                let (keys, ignored) = border::read::callback_check(&config)?;
                let check = Check { keys: keys.as_ref(), ignored: &ignored, now_ms: transport.now_ms() };
                proven(callback::open_with(&query, check)?).await
            };
            event.await.map(|event| write::object(&values::event(&event))).map_err(|error| thrown(&error))
        }),
    }
}

/// Signs parameters as the bank would, for a store's own tests.
#[wasm_bindgen(js_name = signCallback, skip_typescript)]
pub fn sign_callback(parameters: JsValue, gateway: JsValue, options: JsValue) -> Promise {
    match attempted(move || Signing::read(&parameters, &gateway, &options).map_err(|error| thrown(&error))) {
        Err(error) => Promise::reject(&error),
        Ok(signing) => promise(async move {
            signing.signed().await.map(|text| JsValue::from_str(&text)).map_err(|error| thrown(&error))
        }),
    }
}

/// The event, once the platform finds an RSA signature good.
async fn proven(opened: Opened<'_>) -> Result<Event, Error> {
    let (event, key) = match opened {
        Opened::Genuine(event) | Opened::Unproven(event) => return Ok(event),
        Opened::NeedsRsa { unverified, key } => (unverified, key),
    };
    if is_signed(&event, key).await.ok_or_else(|| unusable(PUBLIC_KEY))? {
        return Ok(event);
    }
    Err(refused("was altered, or was not signed with the key of gateway.callback"))
}

async fn is_signed(event: &Event, key: &PublicKey) -> Option<bool> {
    let spki = hex::decode(&key.spki())?;
    let signature = hex::decode(event.parameters().get("checksum")?)?;
    let key = imported("spki", &spki, key.hash(), "verify").await?;
    let text = Uint8Array::from(event.parameters().canonical().as_bytes());
    let good = verify(RSA, &key, &Uint8Array::from(signature.as_slice()), &text).ok()?;
    Some(settled(good).await? == true)
}

/// A key in the platform's hands. What it says of one that it refuses may quote the key, and is dropped.
async fn imported(format: &str, der: &[u8], hash: Hash, operation: &str) -> Option<JsValue> {
    let algorithm =
        write::object(&Value::Object(vec![("name".to_owned(), RSA.into()), ("hash".to_owned(), hash.as_str().into())]));
    let uses = Array::of1(&JsValue::from_str(operation));
    settled(import_key(format, &Uint8Array::from(der), &algorithm, false, &uses).ok()?).await
}

async fn settled(promise: JsValue) -> Option<JsValue> {
    JsFuture::from(Promise::resolve(&promise)).await.ok()
}

/// A GET says everything in its query, a POST in its body; a text is an address, or the query or form itself.
async fn query_of(callback: &JsValue, ms: u32, transport: &FetchTransport) -> Result<String, Error> {
    if read::is_longer(callback, MAX_ADDRESS) {
        return Err(refused(TOO_LARGE));
    }
    let query = written_in(callback, ms, transport).await?;
    // Before anything else is done with it.
    if query.len() > MAX_BYTES { Err(refused(TOO_LARGE)) } else { Ok(query) }
}

async fn written_in(callback: &JsValue, ms: u32, transport: &FetchTransport) -> Result<String, Error> {
    if let Some(text) = callback.as_string() {
        return Ok(if is_address(&text) {
            query_in(&text)
        } else {
            text.strip_prefix('?').unwrap_or(&text).to_owned()
        });
    }
    if read::kind(callback).is_ok_and(|kind| kind == "URLSearchParams") {
        return text_of(callback).map_err(|_| neither());
    }
    let property = |name| read::property(callback, name).ok();
    if ["href", "url"].iter().filter_map(|name| property(name)).any(|text| read::is_longer(&text, MAX_ADDRESS)) {
        return Err(refused(TOO_LARGE));
    }
    let text = |name| property(name).and_then(|text| text.as_string());
    if let Some(href) = text("href") {
        return Ok(query_in(&href));
    }
    let (Some(url), Some(method)) = (text("url"), text("method")) else { return Err(neither()) };
    match method.as_str() {
        "GET" => Ok(query_in(&url)),
        "POST" => body_of(callback, ms, transport).await,
        _ => Err(refused("is not a GET or POST request")),
    }
}

fn is_address(text: &str) -> bool {
    let begins = |scheme: &str| text.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme));
    begins("http://") || begins("https://") || begins("/")
}

/// As it was written: what decodes it must see it first.
fn query_in(address: &str) -> String {
    let before_fragment = address.split('#').next().unwrap_or_default();
    before_fragment.split_once('?').map(|(_, query)| query.to_owned()).unwrap_or_default()
}

async fn body_of(request: &JsValue, ms: u32, transport: &FetchTransport) -> Result<String, Error> {
    let of = |name| read::property(request, name).unwrap_or(JsValue::UNDEFINED);
    let (body, used) = (of("body"), of("bodyUsed"));
    if body.is_null() && used == false {
        return Ok(String::new());
    }
    let is_locked = read::property(&body, "locked").is_ok_and(|locked| locked.is_truthy());
    let mut deadline = transport.deadline(ms.into()).map_err(|_| aborted())?;
    let reader = if used == false && !is_locked { body::Reader::of(&body, &deadline) } else { None };
    let reader = reader.ok_or_else(|| {
        Error::invalid("callback", "its body was already read; pass a clone of the request, or the text of its body")
    })?;
    let bytes = match reader.read_to_end(MAX_BYTES).await {
        Err(_) if transport.is_aborted() => return Err(aborted()),
        Err(Failure::Timeout) => return Err(refused("has a body that did not arrive within gateway.timeoutMs")),
        bytes => bytes.ok(),
    };
    deadline.is_met();
    bytes
        .and_then(|bytes| String::from_utf8(bytes).ok())
        .ok_or_else(|| refused("has a body that is not a form, is longer than 8 KB, or is incomplete"))
}

fn aborted() -> Error {
    Error::new(ErrorCode::Aborted, "the call was aborted by its signal")
}

/// Parameters to sign, and what with. For tests: they are not checked.
struct Signing {
    parameters: Vec<(String, String)>,
    key: SigningKey,
}

enum SigningKey {
    Shared(Secret),
    Jwt(Secret),
    Unsigned,
    Private { pem: Option<String>, hash: Option<Hash> },
}

impl Signing {
    fn read(parameters: &JsValue, gateway: &JsValue, options: &JsValue) -> Result<Self, Error> {
        let mut options = read::options(options)?;
        let private_key = options.take("privateKey");
        options.none_left("options")?;
        let parameters = texts(parameters)?;
        let callback = read::Fields::of(gateway, "gateway")?.take("callback");
        let callback = read::plain(&callback, "gateway.callback")?;
        let get = |name| match &callback {
            Value::Object(entries) => entries.iter().find(|(known, _)| known == name).map(|(_, value)| value),
            _ => None,
        };
        let key = match get("publicKey") {
            Some(Value::Text(pem)) if !pem.is_empty() => SigningKey::Private {
                pem: private_key.as_string(),
                hash: match get("hash") {
                    Some(Value::Text(name)) => Hash::named(name).ok(),
                    _ => Some(Hash::Sha512),
                },
            },
            _ if get("unsigned").is_some() => SigningKey::Unsigned,
            _ if get("jwt").is_some() => {
                let secret = first_text(get("jwt")).and_then(|text| Secret::new(text).ok());
                SigningKey::Jwt(secret.ok_or_else(|| unusable("gateway.callback.jwt"))?)
            }
            _ => {
                let secret = first_text(get("secret")).and_then(|text| Secret::new(text).ok());
                SigningKey::Shared(secret.ok_or_else(|| unusable("gateway.callback.secret"))?)
            }
        };
        Ok(Self { parameters, key })
    }

    /// The query or form, with its checksum.
    async fn signed(&self) -> Result<String, Error> {
        let text = self.text();
        let mut form = Form::new();
        for (name, value) in &self.parameters {
            form.push(name, value);
        }
        let checksum = match &self.key {
            SigningKey::Unsigned => return Ok(form.into_body()),
            SigningKey::Jwt(secret) => {
                return self.token(secret).ok_or_else(|| unusable("gateway.callback.jwt"));
            }
            SigningKey::Shared(secret) => secret.mac().chain_update(text.as_bytes()).finalize().into_bytes().to_vec(),
            SigningKey::Private { pem, hash } => {
                rsa(pem.as_deref(), *hash, &text).await.ok_or_else(|| unusable(PRIVATE_KEY))?
            }
        };
        form.push("checksum", &hex::encode(&checksum).to_ascii_uppercase());
        Ok(form.into_body())
    }

    /// A token that is valid for five minutes, as the bank's are.
    fn token(&self, secret: &Secret) -> Option<String> {
        let object = |entries: &[(&str, Value)]| {
            let entries = entries.iter().map(|(name, value)| ((*name).to_owned(), value.clone()));
            Value::Object(entries.collect())
        };
        let payload = self.parameters.iter().map(|(name, value)| (name.clone(), Value::from(value.as_str()))).collect();
        let seconds = FetchTransport::seconds();
        let claims = object(&[("exp", Value::from(seconds + 300)), ("payload", Value::Object(payload))]);
        let part = |value: &Value| base64url::encode(json::stringify(value).as_bytes());
        let signed = [part(&object(&[("alg", "HS256".into())])), part(&claims)].join(".");
        let signature = secret.mac_of_base64()?.chain_update(signed.as_bytes()).finalize().into_bytes();
        Some([signed, base64url::encode(&signature)].join("."))
    }

    /// `name;value;` of each, sorted as Java and JavaScript compare texts.
    fn text(&self) -> String {
        let mut named: Vec<_> = self.parameters.iter().filter(|(name, _)| name != "sign_alias").collect();
        named.sort_by_key(|(name, _)| name.encode_utf16().collect::<Vec<_>>());
        named.into_iter().flat_map(|(name, value)| [name, ";", value, ";"]).collect()
    }
}

fn texts(parameters: &JsValue) -> Result<Vec<(String, String)>, Error> {
    let wrong = || Error::invalid("parameters", "expected texts by name, without a checksum");
    let fields = read::Fields::of(parameters, "parameters").map_err(|_| wrong())?;
    let text =
        |(name, value): (String, JsValue)| value.as_string().filter(|_| name != "checksum").map(|text| (name, text));
    fields.into_entries().map(text).collect::<Option<_>>().ok_or_else(wrong)
}

fn first_text(secret: Option<&Value>) -> Option<String> {
    let first = match secret {
        Some(Value::List(secrets)) => secrets.first(),
        one => one,
    };
    if let Some(Value::Text(text)) = first { Some(text.clone()) } else { None }
}

async fn rsa(pem: Option<&str>, hash: Option<Hash>, text: &str) -> Option<Vec<u8>> {
    let base64 = pem?.split("-----").nth(2)?;
    let der: Option<Vec<u8>> = atob(base64).ok()?.chars().map(|digit| u8::try_from(u32::from(digit)).ok()).collect();
    let key = imported("pkcs8", &der?, hash?, "sign").await?;
    let signature = settled(sign(RSA, &key, &Uint8Array::from(text.as_bytes())).ok()?).await?;
    Some(Uint8Array::new(&signature).to_vec())
}

fn neither() -> Error {
    Error::invalid("callback", "expected a Request, its address, or its query or form")
}

fn unusable(field: &str) -> Error {
    Error::invalid(field, "is missing, or no key that this platform's WebCrypto takes")
}

fn refused(why: &str) -> Error {
    Error::new(ErrorCode::CallbackInvalid, ["the callback ", why].concat())
}
