//! Inecobank, Armenia: the customer comes back with `paymentID`, and `paymentState` is in another letter case. A test gateway is not known.

use bpc_checkout::trust::verdict::Outcome;

use super::support::{KEY, ORDER_ID};
use super::walk::{Bank, REPLIES, Replies, USUAL, Walk};
use super::{Shop, order, paid};

const BANK: Bank = Bank {
    names: &[("inecobank", "https://pg.inecoecom.am/payment/rest")],
    currency: ("AMD", "051", "5000.00"),
    comes_back: "paymentID={ID}&lang=hy",
    replies: Replies {
        status: r#"{"errorCode":"0","orderNumber":"{NUMBER}","orderStatus":{STATUS},"actionCode":{ACTION},"amount":500000,"currency":"{DIGITS}","attributes":[{"name":"mdOrder","value":"{ID}"}],"paymentAmountInfo":{"paymentState":"{state}","approvedAmount":{APPROVED},"depositedAmount":{DEPOSITED},"refundedAmount":{REFUNDED}}}"#,
        ..REPLIES
    },
    ..USUAL
};

pub(crate) fn walk() -> Walk {
    let mut walk = Walk::at(&BANK);
    walk.registers(
        "userName=shop-api&password=canary+password&orderNumber=1000000001&amount=500000&currency=051&returnUrl=https%3A%2F%2Fshop.example%2Freturn%3Fbpc_return%3D{SOLD}",
    );
    walk.is_paid();
    walk.holds_and_takes_a_part(
        "userName=shop-api&password=canary+password&orderNumber=1000000002&amount=500000&currency=051&returnUrl=https%3A%2F%2Fshop.example%2Freturn%3Fbpc_return%3D{HELD}",
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

/// Both names are read here, and elsewhere only `orderId`.
#[test]
fn the_id_in_the_return_address_has_the_banks_name() {
    for (bank, name) in [("inecobank", "paymentID"), ("arca", "orderId"), ("inecobank", "orderId")] {
        let shop = Shop::at(bank, &format!(r#"{{"returnKey":"{KEY}"}}"#));
        let url = shop.registers(&order("AMD", "{}")).field("returnUrl").to_owned();
        let (verdict, sent) =
            shop.asks(&[(200, &paid("AMD"))], |client| client.verify_return(&format!("{url}&{name}={ORDER_ID}")));
        assert_eq!(verdict.unwrap().outcome(), &Outcome::Paid);
        assert_eq!(sent[0].field("orderId"), ORDER_ID);
        let two = format!("{url}&paymentID={ORDER_ID}&orderId=another");
        let (_, sent) = shop.asks(&[(200, &paid("AMD"))], |client| client.verify_return(&two));
        assert_eq!(sent[0].names().contains(&"orderNumber"), bank == "inecobank", "two ids: the signed number decides");
    }
}
