//! Sberbank's older gateway, Russia: replies are plain text for HTTP, and have the rouble's old number.

use super::walk::{Bank, REPLIES, Replies, USUAL, Walk};
use super::{Shop, expected, paid};

const BANK: Bank = Bank {
    names: &[
        ("sberbank", "https://securepayments.sberbank.ru/payment/rest"),
        ("sberbank-test", "https://3dsec.sberbank.ru/payment/rest"),
    ],
    currency: ("RUB", "643", "5000.00"),
    comes_back: "orderId={ID}",
    replies: Replies {
        content_type: "text/plain;charset=UTF-8",
        status: r#"{"errorCode":"0","errorMessage":"Успешно","orderNumber":"{NUMBER}","orderStatus":{STATUS},"actionCode":{ACTION},"amount":500000,"currency":"810","attributes":[{"name":"mdOrder","value":"{ID}"}],"paymentAmountInfo":{"paymentState":"{STATE}","approvedAmount":{APPROVED},"depositedAmount":{DEPOSITED},"refundedAmount":{REFUNDED}}}"#,
        changed: r#"{"errorCode":"0","errorMessage":"Успешно"}"#,
        ..REPLIES
    },
    ..USUAL
};

pub(crate) fn walk() -> Walk {
    let mut walk = Walk::at(&BANK);
    walk.registers(
        "userName=shop-api&password=canary+password&orderNumber=1000000001&amount=500000&currency=643&returnUrl=https%3A%2F%2Fshop.example%2Freturn%3Fbpc_return%3D{SOLD}",
    );
    walk.is_paid();
    walk.holds_and_takes_a_part(
        "userName=shop-api&password=canary+password&orderNumber=1000000002&amount=500000&currency=643&returnUrl=https%3A%2F%2Fshop.example%2Freturn%3Fbpc_return%3D{HELD}",
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

/// R11. 810 has been 643 since 1998; no other pair is one currency.
#[test]
fn two_numbers_of_the_rouble_are_one_currency_and_no_other_pair_is() {
    let shop = Shop::at("sberbank", "{}");
    let judged = |ours: &str, theirs: &str| {
        let body = paid(ours);
        let digits = bpc_checkout::Currency::parse(ours).unwrap().digits();
        let body = body.replace(&format!("\"currency\":\"{digits}\""), &format!("\"currency\":\"{theirs}\""));
        shop.verifies(&expected(ours), &[(200, &body)]).outcome().as_str()
    };
    for (ours, theirs, outcome) in [
        ("RUB", "810", "paid"),
        ("RUB", "643", "paid"),
        ("RUR", "643", "paid"),
        ("RUR", "810", "paid"),
        ("BYN", "974", "mismatch"),
        ("BGN", "978", "mismatch"),
        ("EUR", "643", "mismatch"),
        ("RUB", "978", "mismatch"),
        ("RUB", "81", "mismatch"),
    ] {
        assert_eq!(judged(ours, theirs), outcome, "{ours} {theirs}");
    }
}
