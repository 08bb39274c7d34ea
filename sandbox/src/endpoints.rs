//! The REST calls. Each reads its parameters, asks the order, and leaves the shape of the answer to `wire`.

mod last_orders;
mod lifecycle;
mod register;
mod status;

use std::sync::Arc;

use crate::checks;
use crate::form::Params;
use crate::http::{Request, Response};
use crate::options::Options;
use crate::sandbox::Sandbox;
use crate::shop::{self, Shop};
use crate::wire::message::Failure;
use crate::wire::profile::Profile;

/// One call with everything that came with it.
pub(crate) struct Call<'a> {
    pub(crate) request: &'a Request,
    /// Whose call it claims to be.
    pub(crate) shop: Arc<Shop>,
    pub(crate) params: Params,
    /// Scheme and host the sandbox is reached at.
    pub(crate) origin: String,
    /// Language of the messages.
    pub(crate) language: &'static str,
    pub(crate) now_ms: u64,
}

impl<'a> Call<'a> {
    /// `None` without any account, which cannot be.
    pub(crate) fn new(request: &'a Request, options: &Options, shops: &[Arc<Shop>], now_ms: u64) -> Option<Self> {
        let form = Params::parse(&request.query, &request.body);
        let is_json = request.header("content-type").is_some_and(|kind| kind.contains("json"));
        // Only the e-commerce gateway reads JSON; whose call it is then stands in the JSON.
        let object = if is_json { Params::parse_json(&request.query, &request.body) } else { None };
        let claimed = shop::claimed(shops, request, object.as_ref().unwrap_or(&form))?;
        let (params, shop) = (object.filter(|_| claimed.profile == Profile::Ecom).unwrap_or(form), Arc::clone(claimed));
        let asked = params.get("language").and_then(checks::known_language);
        let language = asked.unwrap_or(shop.dialect.language);
        Some(Self { request, shop, origin: origin(request, options), params, language, now_ms })
    }
}

/// Where the sandbox is reached, for `formUrl`.
fn origin(request: &Request, options: &Options) -> String {
    if let Some(origin) = &options.origin {
        return origin.trim_end_matches('/').to_owned();
    }
    let valid =
        |host: &&str| !host.is_empty() && host.bytes().all(|b| b.is_ascii_alphanumeric() || b".-:[]_".contains(&b));
    let Some(host) = request.header("host").filter(valid) else { return "https://gateway.sandbox.test".into() };
    let loopback = ["localhost", "127.", "[::1]"].iter().any(|start| host.starts_with(start));
    match request.header("x-forwarded-proto") {
        Some("http") => format!("http://{host}"),
        Some("https") => format!("https://{host}"),
        _ if loopback => format!("http://{host}"),
        _ => format!("https://{host}"),
    }
}

type Answer = fn(&mut Sandbox, &Call<'_>) -> Response;

/// The calls of every profile.
const CALLS: &[(&str, Answer)] = &[
    ("register", |sandbox, call| register::register(sandbox, call, false)),
    ("registerPreAuth", |sandbox, call| register::register(sandbox, call, true)),
    ("getOrderStatusExtended", status::extended),
    ("getOrderStatus", status::older),
    ("deposit", |sandbox, call| lifecycle::answer(sandbox, call, lifecycle::deposit)),
    ("reverse", |sandbox, call| lifecycle::answer(sandbox, call, lifecycle::reverse)),
    ("refund", |sandbox, call| lifecycle::answer(sandbox, call, lifecycle::refund)),
    ("decline", |sandbox, call| lifecycle::answer(sandbox, call, lifecycle::decline)),
    ("addParams", status::add_params),
    ("getLastOrdersForMerchants", last_orders::answer),
];

/// What SATIM has besides.
const SATIM_CALLS: &[(&str, Answer)] = &[("public/acknowledgeTransaction", status::acknowledge)];

fn calls(profile: Profile) -> impl Iterator<Item = &'static (&'static str, Answer)> {
    let own = if profile == Profile::Satim { SATIM_CALLS } else { &[] };
    CALLS.iter().chain(own)
}

pub(crate) fn answer(sandbox: &mut Sandbox, method: &str, call: &Call<'_>) -> Response {
    if !matches!(call.request.method.as_str(), "GET" | "POST") {
        let text = format!("{} is not accepted here: send a POST (or a GET with a query)\n", call.request.method);
        return Response::new(405, "text/plain;charset=UTF-8", text).with("allow", "GET, POST");
    }
    let profile = call.shop.profile;
    if let Some((_, answer)) = calls(profile).find(|(name, _)| *name == method) {
        return answer(sandbox, call);
    }
    let known: Vec<String> = calls(profile).map(|(name, _)| format!("{name}.do")).collect();
    let text = format!("no such call: {method}.do. This sandbox knows {}\n", known.join(", "));
    Response::new(404, "text/plain;charset=UTF-8", text)
}

/// Whether a call may come with the public token instead of the account.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Token {
    Accepted,
    Refused,
}

/// Checks the account, or the public token where the call takes it.
fn authenticate(call: &Call<'_>, token: Token) -> Result<(), Failure> {
    let merchant = &call.shop.merchant;
    let basic = call.request.header("authorization").filter(|_| call.shop.profile == Profile::Bt);
    let granted = if let Some(header) = basic {
        call.shop.is_basic(header)
    } else if let (Some(given), None) = (call.params.get("token"), call.params.get("userName")) {
        token == Token::Accepted && given == merchant.token
    } else {
        let given = |name: &str| call.params.get(name);
        given("userName") == Some(&merchant.user_name) && given("password") == Some(&merchant.password)
    };
    if granted { Ok(()) } else { Err(Failure::access_denied()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_origin_is_where_the_request_went() {
        let with = |headers: &[(&str, &str)]| {
            let headers = headers.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect();
            origin(&Request { headers, ..Request::default() }, &Options::default())
        };
        assert_eq!(with(&[]), "https://gateway.sandbox.test");
        assert_eq!(with(&[("Host", "127.0.0.1:8788")]), "http://127.0.0.1:8788");
        assert_eq!(with(&[("host", "bank.example")]), "https://bank.example");
        assert_eq!(with(&[("host", "bank.example"), ("X-Forwarded-Proto", "http")]), "http://bank.example");
        assert_eq!(with(&[("host", "a\"><script>")]), "https://gateway.sandbox.test");
        let fixed = Options { origin: Some("https://pay.test/".into()), ..Options::default() };
        assert_eq!(origin(&Request::default(), &fixed), "https://pay.test");
    }
}
