//! Credibanco, Colombia: mandatory jsonParams, one phase, refunds of whole payments, callbacks that nobody signs.

use bpc_checkout::trust::callback::{self, Check, Opened};
use serde_json::json;

use super::gateway;
use super::support::{NOW, ORDER_ID};
use super::walk::{Bank, Money, REPLIES, Replies, USUAL, Walk};

const BANK: Bank = Bank {
    names: &[
        ("credibanco", "https://eco.credibanco.com/payment/rest"),
        ("credibanco-test", "https://ecouat.credibanco.com/payment/rest"),
    ],
    currency: ("COP", "170", "5000.00"),
    gateway: r#"{"callback":{"unsigned":true,"ignore":"route"}}"#,
    order: r#"{"jsonParams":{"installments":"1","IVA.amount":"79800"}}"#,
    comes_back: "orderId={ID}&lang=es",
    replies: Replies {
        registered: r#"{"orderId":"{ID}","formUrl":"https://{HOST}/payment/merchants/shop/payment_es.html?mdOrder={ID}"}"#,
        ..REPLIES
    },
    ..USUAL
};

const ALL_BACK: Money = Money { status: 4, action: 0, state: "REFUNDED", amounts: [500_000, 0, 500_000] };

pub(crate) fn walk() -> Walk {
    let mut walk = Walk::at(&BANK);
    walk.registers(
        "userName=shop-api&password=canary+password&orderNumber=1000000001&amount=500000&currency=170&returnUrl=https%3A%2F%2Fshop.example%2Freturn%3Fbpc_return%3D{SOLD}&jsonParams=%7B%22installments%22%3A%221%22%2C%22IVA.amount%22%3A%2279800%22%7D",
    );
    walk.is_paid();
    let why = "order.phase: gateway.bank has no two-phase orders; use register";
    walk.refuses("registerPreAuth", &json!({}), "order.phase", why);
    let why = "deposit.do: gateway.bank: has no two-phase orders; use register";
    walk.refuses("deposit", &json!({ "amount": 300_000 }), "gateway.bank", why);
    let why = "refund.do: change.amount: is given, but this bank refunds whole payments only; omit it, or refund a part in the bank's console";
    walk.refuses("refund", &json!({ "amount": 50_000 }), "change.amount", why);
    walk.refunds_leave(ALL_BACK);
    walk.gives_back(
        "everything is given back",
        &json!({}),
        "userName=shop-api&password=canary+password&orderId=7b1f0c52-9d0e-7b6a-8c21-5e7700a0b0c1&amount=0&externalRefundId=r-1",
    );
    // The shop's own parameter is ignored, and so is the name of a key that nobody uses.
    let callback = "route=payment&mdOrder={ID}&operation=refunded&orderNumber={NUMBER}&status=1&sign_alias=x";
    walk.is_told_by(callback, &json!({ "proven": false }));
    walk.is_refunded_a_day_later();
    walk.a_declined_attempt_is_not_final(116, ["funds", "another_card"]);
    walk.refuses(
        "register",
        &json!({ "jsonParams": null }),
        "order.jsonParams.installments",
        "order.jsonParams.installments: is missing; this bank wants it with every order",
    );
    for (params, name) in
        [(json!({ "IVA.amount": "1" }), "installments"), (json!({ "installments": "1" }), "IVA.amount")]
    {
        let field = format!("order.jsonParams.{name}");
        let why = format!("{field}: is missing; this bank wants it with every order");
        walk.refuses("register", &json!({ "jsonParams": params }), &field, &why);
    }
    let params = json!({ "installments": "1", "IVA.amount": "0", "note": "x".repeat(1_024) });
    let why = "order.jsonParams: has 1071 characters, at most 1024 are allowed";
    walk.refuses("register", &json!({ "jsonParams": params }), "order.jsonParams", why);
    let why = "order.description: has 513 characters, at most 512 are allowed";
    walk.refuses("register", &json!({ "description": "é".repeat(513) }), "order.description", why);
    let why = "order.orderNumber: has 33 characters, at most 32 are allowed";
    walk.refuses("register", &json!({ "orderNumber": "1".repeat(33) }), "order.orderNumber", why);
    walk.refuses_what_the_reference_refuses();
    walk
}

/// R8: a hint by name and by type; and the shop's own parameters in the address.
#[test]
fn its_callbacks_prove_nothing_and_the_shops_own_parameters_are_left_out() {
    let gateway = gateway("credibanco", r#"{"callback":{"unsigned":true,"ignore":["route"]}}"#).unwrap();
    let check = Check { keys: gateway.callback_keys(), ignored: gateway.callback_ignored(), now_ms: NOW };
    let query = format!(
        "route=payment&mdOrder={ORDER_ID}&orderNumber=1000000001&operation=deposited&status=1&sign_alias=x&route=2"
    );
    let Ok(Opened::Unproven(event)) = callback::open_with(&query, check) else { panic!("an unproven event") };
    assert_eq!((event.order_number(), event.is_proven()), (Some("1000000001"), false));
    assert_eq!(event.parameters().get("route"), None);
}
