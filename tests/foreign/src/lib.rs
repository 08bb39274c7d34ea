//! A program that depends on bpc-checkout and has an allocator and a wasm-bindgen of its own.

use bpc_checkout::{Amount, Currency, Gateway, Order};
use wasm_bindgen::prelude::wasm_bindgen;

#[global_allocator]
static ALLOCATOR: std::alloc::System = std::alloc::System;

/// The only export of this program.
#[wasm_bindgen]
pub fn price(decimal: &str) -> Result<f64, String> {
    let euro = Currency::parse("EUR").map_err(|why| why.to_string())?;
    let amount = Amount::from_decimal(decimal, euro).map_err(|why| why.to_string())?;
    let gateway = Gateway::builder().base_url("https://bank.example/payment/rest").login("shop-api", "secret");
    gateway.build().map_err(|error| error.to_string())?;
    let order =
        Order::purchase(amount, euro, "https://shop.example/return").build().map_err(|error| error.to_string())?;
    Ok(order.amount().minor() as f64)
}
