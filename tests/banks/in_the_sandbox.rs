//! The banks with ways of their own against the sandbox, which shares no code with the library.

use bpc_checkout::border;
use bpc_checkout::call::MAX_ORDER_BYTES;
use bpc_checkout::model::change::Operation;
use bpc_checkout::model::gateway::{Gateway, Runtime};
use bpc_checkout::trust::verdict::Outcome;
use bpc_sandbox::{Options, Profile};

use super::order;
use super::support::bank::Bank;
use super::support::value;

/// A card that is paid without a challenge.
const PLAIN: &str = "4444555511113333";

fn gateway(more: &str) -> Gateway {
    gateway_with(&format!(r#","baseUrl":"https://bank.example/payment/rest",{more}"#))
}

fn gateway_with(more: &str) -> Gateway {
    let usual = r#""userName":"test_user","password":"test_user_password","returnKey":"a return key of a test store""#;
    border::read::gateway(&value(&format!("{{{usual}{more}}}")), Runtime::Server).unwrap()
}

/// R1: what the store is told is paid stays paid.
#[test]
fn a_payment_at_satim_is_not_given_back() {
    let options = |secs| Options { acknowledge_secs: Some(secs), ..Options::of(Profile::Satim) };
    let mut bank = Bank::new(options(600));
    bank.gateway = gateway(r#""dialect":"satim","terminalId":"E010000001""#);
    let registered = bank.client().register(&order("DZD", "{}")).unwrap();
    let (id, url) = (registered.order_id().as_str(), registered.return_url());
    let open = bank.client().verify_return(url).unwrap();
    assert_eq!(open.outcome().as_str(), "open");
    bank.pay(id, PLAIN, None, true).unwrap();
    assert_eq!(bank.client().verify_return(url).unwrap().outcome(), &Outcome::Paid);
    for minutes in [11, 60, 10 * 60] {
        bank.advance(minutes * 60_000);
        let verdict = bank.client().verify_return(url).unwrap();
        assert_eq!((verdict.outcome(), verdict.is_final()), (&Outcome::Paid, true), "{minutes}");
    }
    let refund = border::read::change(&value(&format!(r#"{{"orderId":"{id}","amount":100000}}"#)), Operation::Refund);
    bank.client().change(&refund.unwrap()).unwrap();
    let verdict = bank.client().verify_return(url).unwrap();
    assert_eq!(verdict.outcome(), &Outcome::Refunded { deposited: Some(400_000), refunded: Some(100_000) });
}

/// The test above would fail without the acknowledgement.
#[test]
fn without_the_dialect_the_sandbox_gives_it_back() {
    let mut bank = Bank::new(Options { acknowledge_secs: Some(600), ..Options::of(Profile::Satim) });
    bank.gateway = gateway(r#""orderNumberMaxLength":10"#);
    let params = r#"{"jsonParams":{"force_terminal_id":"E1","udf1":"1"}}"#;
    let registered = bank.client().register(&order("DZD", params)).unwrap();
    bank.pay(registered.order_id().as_str(), PLAIN, None, true).unwrap();
    bank.advance(11 * 60_000);
    assert_eq!(bank.client().verify_return(registered.return_url()).unwrap().outcome(), &Outcome::Reversed);
}

/// The largest order that the library sends, in letters of two and of three bytes and in quotes: the sandbox takes it, and its status
/// can be read.
#[test]
fn the_largest_order_that_goes_out_is_taken_by_the_sandbox() {
    let banks = [
        (Profile::Bpc, "EUR", r#","baseUrl":"https://bank.example/payment/rest""#),
        (
            Profile::Ecom,
            "RUB",
            r#","baseUrl":"http://127.0.0.1:8788/ecomm/gw/partner/api/v1","dialect":"sberbank-ecom""#,
        ),
    ];
    for (profile, currency, more) in banks {
        for letter in ["я", "語", r#"\""#] {
            let mut bank = Bank::new(Options::of(profile));
            bank.gateway = gateway_with(more);
            let frame = r#"{"x":""}"#.len();
            let cart =
                |letters: usize| order(currency, &format!(r#"{{"orderBundle":{{"x":"{}"}}}}"#, letter.repeat(letters)));
            let most = (MAX_ORDER_BYTES - frame) / letter.len();
            let registered =
                bank.client().register(&cart(most)).unwrap_or_else(|error| panic!("{profile:?} {letter}: {error}"));
            let verdict = bank.client().verify_return(registered.return_url()).unwrap();
            assert_eq!(verdict.outcome().as_str(), "open", "{profile:?} {letter}");
            assert_eq!(
                bank.client().register(&cart(most + 1)).unwrap_err().field(),
                Some("order"),
                "{profile:?} {letter}"
            );
        }
    }
}
