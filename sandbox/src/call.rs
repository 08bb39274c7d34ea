//! A request together with everything that is read from it: account, parameters, origin and language.

use std::sync::Arc;

use crate::account::{self, Account};
use crate::fault::Fault;
use crate::http::Request;
use crate::json_body::{self, BodyProblem};
use crate::language;
use crate::options::Options;
use crate::params::Params;
use crate::profile::Body;
use crate::wire::message::Failure;

/// One request to the sandbox.
pub(crate) struct Call<'a> {
    pub(crate) request: &'a Request,
    /// The account that the request names. [`Call::authenticate`] checks its credentials.
    pub(crate) account: Arc<Account>,
    pub(crate) params: Params,
    /// Why the body is refused, where the account takes JSON and nothing else.
    pub(crate) body_problem: Option<BodyProblem>,
    /// Scheme and host of the sandbox, as the client reaches it.
    pub(crate) origin: String,
    /// Language of the messages.
    pub(crate) language: &'static str,
    pub(crate) now_ms: u64,
    /// The faults of this request.
    pub(crate) active_faults: Vec<Fault>,
}

/// Whether a call accepts the public token instead of login and password.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Token {
    Accepted,
    Refused,
}

impl<'a> Call<'a> {
    /// Reads a request. Returns `None` when there are no accounts.
    pub(crate) fn new(request: &'a Request, options: &Options, accounts: &[Arc<Account>], now_ms: u64) -> Option<Self> {
        let form = Params::parse(&request.query, &request.body);
        let is_json = request.header("content-type").is_some_and(|kind| kind.contains("json"));
        // Only some gateways read JSON. The account is named in the JSON then.
        let json = if is_json { Params::parse_json(&request.query, &request.body) } else { None };
        let account = Arc::clone(account::claimed(accounts, request, json.as_ref().unwrap_or(&form))?);
        let reads_json = account.dialect.body == Body::Json;
        let body_problem = if reads_json && account.strict { json_body::problem(request) } else { None };
        let params = json.filter(|_| reads_json).unwrap_or(form);
        let requested = params.get("language").and_then(language::known);
        let language = requested.unwrap_or(account.dialect.language);
        let origin = origin(request, options);
        Some(Self { request, account, params, body_problem, origin, language, now_ms, active_faults: Vec::new() })
    }

    /// Whether a page of another site sent the request. Only browsers send these headers. Without `Sec-Fetch-Site` the `Origin`
    /// decides: under the `no-referrer` policy of our own pages it is `null`.
    pub(crate) fn is_from_another_site(&self) -> bool {
        match self.request.header("sec-fetch-site") {
            Some(site) => !matches!(site, "same-origin" | "none"),
            None => self.request.header("origin").is_some_and(|origin| origin != self.origin),
        }
    }

    /// Checks login and password, or the public token when the call accepts it.
    pub(crate) fn authenticate(&self, token: Token) -> Result<(), Failure> {
        let merchant = &self.account.merchant;
        let given = |name: &str| self.params.get(name);
        let basic = self.request.header("authorization").filter(|_| self.account.dialect.basic_login);
        let granted = if let Some(header) = basic {
            self.account.is_basic(header)
        } else if self.account.basic_only {
            false
        } else if let (Some(given), None) = (given("token"), given("userName")) {
            token == Token::Accepted && given == merchant.token
        } else {
            given("userName") == Some(&merchant.user_name) && given("password") == Some(&merchant.password)
        };
        if granted { Ok(()) } else { Err(Failure::access_denied()) }
    }
}

/// Scheme and host of the sandbox.
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
