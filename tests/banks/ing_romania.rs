//! ING `WebPay`, Romania: lei, and a path that no other bank has.

use super::walk::{Bank, REPLIES, Replies, USUAL, Walk};

const BANK: Bank = Bank {
    names: &[
        ("ing-romania", "https://securepay.ing.ro/mpi/rest"),
        ("ing-romania-test", "https://securepay-uat.ing.ro/mpi_uat/rest"),
    ],
    currency: ("RON", "946", "5000.00"),
    gateway: r#"{"callback":{"secret":"canary callback secret"},"formUrlPattern":"https://{HOST}/mpi/merchants/shop/payment_{language}.html?mdOrder={orderId}","language":"ro"}"#,
    asks: "userName=shop-api&password=canary+password&orderId={ID}&language=ro",
    comes_back: "orderId={ID}&lang=ro",
    replies: Replies {
        registered: r#"{"orderId":"{ID}","formUrl":"https://{HOST}/mpi/merchants/shop/payment_ro.html?mdOrder={ID}"}"#,
        ..REPLIES
    },
    ..USUAL
};

pub(crate) fn walk() -> Walk {
    let mut walk = Walk::at(&BANK);
    walk.registers(
        "userName=shop-api&password=canary+password&orderNumber=1000000001&amount=500000&currency=946&returnUrl=https%3A%2F%2Fshop.example%2Freturn%3Fbpc_return%3D{SOLD}&language=ro",
    );
    // The double click: the way back to the payment page of the order that nobody has paid.
    let body = "userName=shop-api&password=canary+password&orderNumber=1000000001&amount=500000&currency=946&returnUrl=https%3A%2F%2Fshop.example%2Freturn%3Fbpc_return%3D{SOLD}&language=ro";
    walk.registers_again(body, "userName=shop-api&password=canary+password&orderNumber=1000000001&language=ro");
    walk.is_paid();
    walk.holds_and_takes_a_part(
        "userName=shop-api&password=canary+password&orderNumber=1000000002&amount=500000&currency=946&returnUrl=https%3A%2F%2Fshop.example%2Freturn%3Fbpc_return%3D{HELD}&language=ro",
        "userName=shop-api&password=canary+password&orderId=7b1f0c52-9d0e-7b6a-8c21-5e7700a0b0c2&amount=300000&language=ro",
    );
    walk.gives_a_part_back(
        "userName=shop-api&password=canary+password&orderId=7b1f0c52-9d0e-7b6a-8c21-5e7700a0b0c1&amount=50000&externalRefundId=r-1&language=ro",
    );
    walk.is_told_with_a_checksum();
    walk.is_refunded_a_day_later();
    walk.a_declined_attempt_is_not_final(116, ["funds", "another_card"]);
    walk.refuses_what_the_reference_refuses();
    walk
}
