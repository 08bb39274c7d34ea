//! DSK Bank, Bulgaria: euros since 2026. A declined attempt closes the order, and a payment can be reversed on its day.

use serde_json::json;

use super::walk::{Bank, Money, REPLIES, Replies, USUAL, Walk, Which};

const BANK: Bank = Bank {
    names: &[("dsk", "https://epg.dskbank.bg/payment/rest"), ("dsk-test", "https://uat.dskbank.bg/payment/rest")],
    currency: ("EUR", "978", "5000.00"),
    comes_back: "orderId={ID}&lang=bg",
    replies: Replies {
        registered: r#"{"errorCode":"0","orderId":"{ID}","formUrl":"https://{HOST}/payment/merchants/shop/payment_bg.html?mdOrder={ID}"}"#,
        changed: r#"{"errorCode":"0","errorMessage":"Success"}"#,
        ..REPLIES
    },
    ..USUAL
};

const REVERSED: Money = Money { status: 3, action: 0, state: "REVERSED", amounts: [0, 0, 0] };

pub(crate) fn walk() -> Walk {
    let mut walk = Walk::at(&BANK);
    walk.registers(
        "userName=shop-api&password=canary+password&orderNumber=1000000001&amount=500000&currency=978&returnUrl=https%3A%2F%2Fshop.example%2Freturn%3Fbpc_return%3D{SOLD}",
    );
    walk.is_paid();
    walk.holds_and_takes_a_part(
        "userName=shop-api&password=canary+password&orderNumber=1000000002&amount=500000&currency=978&returnUrl=https%3A%2F%2Fshop.example%2Freturn%3Fbpc_return%3D{HELD}",
        "userName=shop-api&password=canary+password&orderId=7b1f0c52-9d0e-7b6a-8c21-5e7700a0b0c2&amount=300000",
    );
    walk.gives_a_part_back(
        "userName=shop-api&password=canary+password&orderId=7b1f0c52-9d0e-7b6a-8c21-5e7700a0b0c1&amount=50000&externalRefundId=r-1",
    );
    walk.is_told_with_a_checksum();
    walk.is_refunded_a_day_later();
    walk.a_declined_attempt_is_final(71015, ["card_data", "same_card_now"]);
    // A payment in one phase, on its day.
    walk.changes(
        "a payment is reversed",
        "reverse",
        Which::Own,
        &json!({ "orderId": "7b1f0c52-9d0e-7b6a-8c21-5e7700a0b0c4" }),
        "userName=shop-api&password=canary+password&orderId=7b1f0c52-9d0e-7b6a-8c21-5e7700a0b0c4",
        REVERSED,
    );
    let gives = json!({ "outcome": "reversed", "final": true, "next": { "action": "none" } });
    walk.verifies("it is reversed", Which::Own, REVERSED, gives);
    walk.refuses_what_the_reference_refuses();
    walk
}
