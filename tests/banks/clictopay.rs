//! `ClicToPay`, Tunisia: dinars have three decimal places. A declined attempt closes the order, and its status has an error code.

use serde_json::json;

use super::walk::{Bank, USUAL, Walk, Which};

const BANK: Bank = Bank {
    names: &[
        ("clictopay", "https://ipay.clictopay.com/payment/rest"),
        ("clictopay-test", "https://test.clictopay.com/payment/rest"),
    ],
    currency: ("TND", "788", "500.000"),
    comes_back: "orderId={ID}&lang=fr",
    ..USUAL
};

pub(crate) fn walk() -> Walk {
    let mut walk = Walk::at(&BANK);
    walk.registers(
        "userName=shop-api&password=canary+password&orderNumber=1000000001&amount=500000&currency=788&returnUrl=https%3A%2F%2Fshop.example%2Freturn%3Fbpc_return%3D{SOLD}",
    );
    walk.is_paid();
    walk.holds_and_takes_a_part(
        "userName=shop-api&password=canary+password&orderNumber=1000000002&amount=500000&currency=788&returnUrl=https%3A%2F%2Fshop.example%2Freturn%3Fbpc_return%3D{HELD}",
        "userName=shop-api&password=canary+password&orderId=7b1f0c52-9d0e-7b6a-8c21-5e7700a0b0c2&amount=300000",
    );
    walk.gives_a_part_back(
        "userName=shop-api&password=canary+password&orderId=7b1f0c52-9d0e-7b6a-8c21-5e7700a0b0c1&amount=50000&externalRefundId=r-1",
    );
    walk.is_told_with_a_checksum();
    walk.is_refunded_a_day_later();
    // As shops have logged it: the names of the older call, and code 2 beside the status.
    let body = r#"{"depositAmount":0,"currency":"788","ErrorCode":"2","ErrorMessage":"Payment is declined","OrderStatus":6,"OrderNumber":"1000000003","Amount":500000}"#;
    let asks = "userName=shop-api&password=canary+password&orderId=7b1f0c52-9d0e-7b6a-8c21-5e7700a0b0c3";
    let exchange = walk.exchange("getOrderStatusExtended.do", asks, body);
    let gives = json!({ "outcome": "declined", "final": true, "next": { "action": "new_order" } });
    walk.step("an attempt is declined", "verify", json!([walk.expected(Which::Declined)]), &[exchange], gives);
    let why = "decimal: has more than 3 fraction digits, the most that TND has; round it first";
    let gives = json!({ "error": { "code": "invalid_option", "field": "decimal", "message": why } });
    walk.step("a fourth decimal place", "minorUnits", json!(["500.0005", "TND"]), &[], gives);
    walk.refuses_what_the_reference_refuses();
    walk
}
