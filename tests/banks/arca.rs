//! `ArCa`, Armenia: drams, a test gateway at a port of its own, codes that are numbers. A declined attempt closes the order.

use super::walk::{Bank, REPLIES, Replies, USUAL, Walk};

const BANK: Bank = Bank {
    names: &[
        ("arca", "https://ipay.arca.am/payment/rest"),
        ("arca-test", "https://ipaytest.arca.am:8445/payment/rest"),
    ],
    currency: ("AMD", "051", "5000.00"),
    order: r#"{"jsonParams":{"FORCE_3DS2":"true"}}"#,
    comes_back: "orderId={ID}&lang=hy",
    replies: Replies {
        registered: r#"{"errorCode":0,"error":false,"orderId":"{ID}","formUrl":"https://{HOST}/payment/merchants/shop/payment_hy.html?mdOrder={ID}"}"#,
        status: r#"{"errorCode":0,"error":false,"orderNumber":"{NUMBER}","orderStatus":{STATUS},"actionCode":{ACTION},"amount":500000,"currency":"{DIGITS}","attributes":[{"name":"mdOrder","value":"{ID}"}],"paymentAmountInfo":{"paymentState":"{STATE}","approvedAmount":{APPROVED},"depositedAmount":{DEPOSITED},"refundedAmount":{REFUNDED}}}"#,
        changed: r#"{"errorCode":0,"error":false}"#,
        ..REPLIES
    },
    ..USUAL
};

pub(crate) fn walk() -> Walk {
    let mut walk = Walk::at(&BANK);
    walk.registers(
        "userName=shop-api&password=canary+password&orderNumber=1000000001&amount=500000&currency=051&returnUrl=https%3A%2F%2Fshop.example%2Freturn%3Fbpc_return%3D{SOLD}&jsonParams=%7B%22FORCE_3DS2%22%3A%22true%22%7D",
    );
    walk.is_paid();
    walk.holds_and_takes_a_part(
        "userName=shop-api&password=canary+password&orderNumber=1000000002&amount=500000&currency=051&returnUrl=https%3A%2F%2Fshop.example%2Freturn%3Fbpc_return%3D{HELD}&jsonParams=%7B%22FORCE_3DS2%22%3A%22true%22%7D",
        "userName=shop-api&password=canary+password&orderId=7b1f0c52-9d0e-7b6a-8c21-5e7700a0b0c2&amount=300000",
    );
    walk.gives_a_part_back(
        "userName=shop-api&password=canary+password&orderId=7b1f0c52-9d0e-7b6a-8c21-5e7700a0b0c1&amount=50000&externalRefundId=r-1",
    );
    walk.is_told_with_a_checksum();
    walk.is_refunded_a_day_later();
    walk.a_declined_attempt_is_final(116, ["funds", "another_card"]);
    walk.refuses_what_the_reference_refuses();
    walk
}
