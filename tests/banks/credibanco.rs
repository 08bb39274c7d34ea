//! Credibanco, Colombia: mandatory jsonParams, one phase, refunds of whole payments, callbacks that nobody signs.

use bpc_checkout::border;
use bpc_checkout::model::change::Operation;
use bpc_checkout::model::ids::Phase;
use bpc_checkout::trust::callback::{self, Check, Opened};
use bpc_checkout::trust::verdict::Outcome;

use super::support::{NOW, ORDER_ID, value};
use super::{Shop, encoded, expected, gateway, order, paid, read_order, refunded, status};

const PARAMS: &str = r#"{"installments":"1","IVA.amount":"79800"}"#;

fn shop() -> Shop {
    Shop::at("credibanco", "{}")
}

#[test]
fn from_the_name_to_money_that_stays() {
    let sent = shop().registers(&order("COP", &format!(r#"{{"jsonParams":{PARAMS}}}"#)));
    assert_eq!(sent.url, "https://eco.credibanco.com/payment/rest/register.do");
    assert_eq!(
        sent.body,
        format!(
            "userName=shop-api&password=canary+password&orderNumber=1000000001&amount=500000&currency=170&returnUrl=https%3A%2F%2Fshop.example%2Freturn&jsonParams={}",
            encoded(PARAMS)
        )
    );
    assert_eq!(shop().verifies(&expected("COP"), &[(200, &paid("COP"))]).outcome(), &Outcome::Paid);
    let refund = shop().changes(Operation::Refund, &format!(r#"{{"orderId":"{ORDER_ID}"}}"#));
    assert_eq!(refund.field("amount"), "0", "for the gateway 0 is the whole amount");
    let body = status("COP", 4, [500_000, 0, 500_000], "REFUNDED");
    assert_eq!(shop().verifies(&expected("COP"), &[(200, &body)]).outcome(), &refunded(0, 500_000));
}

#[test]
fn what_the_bank_refuses_is_not_sent() {
    for (more, name) in [
        ("{}", "installments"),
        (r#"{"jsonParams":{"installments":"1"}}"#, "IVA.amount"),
        (r#"{"jsonParams":{"IVA.amount":"1"}}"#, "installments"),
    ] {
        let why = format!("order.jsonParams.{name}: is missing; this bank wants it with every order");
        assert_eq!(shop().refuses(&order("COP", more)), why);
    }
    let held = read_order("COP", &format!(r#"{{"jsonParams":{PARAMS}}}"#), Phase::PreAuth).unwrap();
    assert_eq!(shop().refuses(&held), "order.phase: gateway.bank has no two-phase orders; use register");
    for (operation, change, why) in [
        (
            Operation::Refund,
            format!(r#"{{"orderId":"{ORDER_ID}","amount":1}}"#),
            "refund.do: change.amount: is given, but this bank refunds whole payments only; omit it, or refund a part in the bank's console",
        ),
        (
            Operation::Deposit,
            format!(r#"{{"orderId":"{ORDER_ID}"}}"#),
            "deposit.do: gateway.bank: has no two-phase orders; use register",
        ),
    ] {
        let change = border::read::change(&value(&change), operation).unwrap();
        let (result, sent) = shop().asks(&[], |client| client.change(&change));
        assert_eq!((result.unwrap_err().to_string().as_str(), sent.len()), (why, 0));
    }
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
