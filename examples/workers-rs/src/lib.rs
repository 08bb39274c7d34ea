//! A Cloudflare Worker that sells one ticket: `POST /buy` sends the customer to the bank's payment page, `GET /return` shows
//! whether the order is paid.
//!
//! The secrets are `GATEWAY_URL`, `GATEWAY_USER`, `GATEWAY_PASSWORD` and `RETURN_KEY`.

mod transport;

use bpc_checkout::client::Client;
use bpc_checkout::{Amount, Currency, Gateway, Order, messages};
use transport::WorkerFetch;
use worker::{Context, Env, Method, Request, Response, Result, Url, event};

#[event(fetch)]
async fn fetch(request: Request, env: Env, _: Context) -> Result<Response> {
    let url = request.url()?;
    match (request.method(), url.path()) {
        (Method::Post, "/buy") => buy(&client(&env)?, &url).await,
        (Method::Get, "/return") => returned(&client(&env)?, &url).await,
        _ => Response::error("not found", 404),
    }
}

fn client(env: &Env) -> Result<Client<WorkerFetch>> {
    let secret = |name| env.secret(name).map(|value| value.to_string());
    let gateway = Gateway::builder()
        .base_url(&secret("GATEWAY_URL")?)
        .login(&secret("GATEWAY_USER")?, &secret("GATEWAY_PASSWORD")?)
        .return_keys([secret("RETURN_KEY")?])
        .build()
        .map_err(failed)?;
    Ok(Client::new(gateway, WorkerFetch))
}

/// The price is the server's. A store with a database stores the order number before it redirects the customer.
async fn buy(client: &Client<WorkerFetch>, url: &Url) -> Result<Response> {
    let euro = Currency::parse("EUR").map_err(failed)?;
    let price = Amount::from_decimal("20.00", euro).map_err(failed)?;
    let order = Order::purchase(price, euro, url.join("/return")?.as_str()).parameter("description", "One ticket");
    let registered = client.register(order.build().map_err(failed)?).await.map_err(failed)?;
    Response::redirect_with_status(Url::parse(registered.form_url())?, 303)
}

/// The signed state in the URL says which order and which price to expect; the gateway says whether it is paid. A store
/// delivers each order number once, since this page may be opened again.
async fn returned(client: &Client<WorkerFetch>, url: &Url) -> Result<Response> {
    let verdict = client.verify_return(url.as_str()).await.map_err(failed)?;
    Response::ok(format!("{}: {}", verdict.outcome().as_str(), messages::message(&verdict, messages::EN)))
}

/// A message of bpc-checkout contains no secret, so the customer may see it.
fn failed(error: impl std::error::Error) -> worker::Error {
    worker::Error::RustError(error.to_string())
}
