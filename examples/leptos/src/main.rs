//! A Leptos store: the server function `buy` registers an order, and the page `/return` shows whether it is paid.
//!
//! It reads `GATEWAY_URL`, `GATEWAY_USER`, `GATEWAY_PASSWORD`, `RETURN_KEY` and `STORE_URL` from the environment.

mod transport;

use std::sync::Arc;

use axum::extract::{OriginalUri, State};
use axum::response::Html;
use axum::routing::{get, post};
use bpc_checkout::client::Client;
use bpc_checkout::{Amount, Currency, Gateway, Order, messages};
use leptos::prelude::*;
use transport::Http;

type Checkout = Arc<Client<Http>>;
type Failed = Box<dyn std::error::Error + Send + Sync>;

/// Registers the order, and redirects the customer to the payment page. The price is the server's.
#[server(prefix = "/api", endpoint = "buy")]
async fn buy() -> Result<(), ServerFnError> {
    let checkout = expect_context::<Checkout>();
    let order = ticket().map_err(ServerFnError::new)?;
    let registered = checkout.register(order).await.map_err(ServerFnError::new)?;
    leptos_axum::redirect(registered.form_url());
    Ok(())
}

fn ticket() -> Result<Order, Failed> {
    let euro = Currency::parse("EUR")?;
    let return_url = format!("{}/return", std::env::var("STORE_URL")?);
    Ok(Order::purchase(Amount::from_decimal("20.00", euro)?, euro, &return_url)
        .parameter("description", "One ticket")
        .build()?)
}

/// A form, so that the store works without JavaScript.
#[component]
fn Store() -> impl IntoView {
    view! { <form method="post" action="/api/buy"><button>"Buy a ticket for 20 euro"</button></form> }
}

/// The signed state in the URL says which order and price to expect; the gateway says whether it is paid. A store delivers each
/// order number once, since this page may be opened again.
async fn returned(State(checkout): State<Checkout>, OriginalUri(uri): OriginalUri) -> Html<String> {
    let text = match checkout.verify_return(&uri.to_string()).await {
        Ok(verdict) => messages::message(&verdict, messages::EN),
        Err(error) => error.to_string(),
    };
    Html(view! { <p>{text}</p> }.to_html())
}

#[tokio::main]
async fn main() -> Result<(), Failed> {
    let gateway = Gateway::builder()
        .base_url(&std::env::var("GATEWAY_URL")?)
        .login(&std::env::var("GATEWAY_USER")?, &std::env::var("GATEWAY_PASSWORD")?)
        .return_keys([std::env::var("RETURN_KEY")?]);
    let checkout: Checkout = Arc::new(Client::new(gateway.build()?, Http::new()?));
    let context = checkout.clone();
    let api =
        move |request| leptos_axum::handle_server_fns_with_context(move || provide_context(context.clone()), request);
    let app = axum::Router::new()
        .route("/", get(|| async { Html(view! { <Store/> }.to_html()) }))
        .route("/api/buy", post(api))
        .route("/return", get(returned))
        .with_state(checkout);
    let address = std::env::var("LISTEN").unwrap_or_else(|_| "127.0.0.1:3000".to_owned());
    let listener = tokio::net::TcpListener::bind(address).await?;
    println!("http://{}", listener.local_addr()?);
    Ok(axum::serve(listener, app).await?)
}
