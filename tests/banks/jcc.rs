//! JCC, Cyprus: euros. Nothing else is known to differ from the reference.

use super::walk::{Bank, USUAL, Walk};

const BANK: Bank = Bank {
    names: &[
        ("jcc", "https://gateway.jcc.com.cy/payment/rest"),
        ("jcc-test", "https://gateway-test.jcc.com.cy/payment/rest"),
    ],
    currency: ("EUR", "978", "5000.00"),
    ..USUAL
};

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
    walk.a_declined_attempt_is_not_final(116, ["funds", "another_card"]);
    walk.refuses_what_the_reference_refuses();
    walk
}
