//! A walk for each bank, from its name alone to money that stays: register, pay, verify, hold and capture, refund, callback, and
//! the status a day later. And what the bank refuses is refused before it is sent.
//!
//! Replies are written by the facts that each bank's line in `gateway::banks` names.

#![cfg(test)]

mod alfa_belarus;
mod alfa_russia;
mod arca;
mod arca_epg;
mod banca_transilvania;
mod bank_of_the_cook_islands;
mod belize_bank;
mod bereke;
mod both;
mod bpc_sandbox;
mod clictopay;
mod credibanco;
mod dsk;
mod in_the_sandbox;
mod inecobank;
mod ing_romania;
mod init;
mod jcc;
mod meezan;
mod pages;
mod satim;
mod sberbank;
mod sberbank_ecom;
mod vtb;
mod vtb_kazakhstan;
mod walk;
mod wire;
mod yookassa;

#[path = "../support/mod.rs"]
mod support;

use bpc_checkout::call::Failure;
use bpc_checkout::codec::json;
use bpc_checkout::codec::value::Value;
use bpc_checkout::model::change::Operation;
use bpc_checkout::model::gateway::{Gateway, Runtime};
use bpc_checkout::model::ids::{OrderId, OrderNumber, Phase};
use bpc_checkout::model::money::{Amount, Currency};
use bpc_checkout::protocol::reply::Reply;
use bpc_checkout::trust::verdict::{Outcome, Verdict};
use bpc_checkout::{Error, Expected, Order, OrderReport, border};

use support::{Client, ORDER_ID, REGISTERED, Script, Sent, reply, value};

/// The files of the banks, each with its walk.
macro_rules! walks {
    ($($file:ident)*) => {
        mod from_the_name_to_money_that_stays {
            $(
                #[test]
                fn $file() {
                    super::walk::walked(&super::$file::walk());
                }
            )*
        }

        #[test]
        fn every_bank_of_the_list_has_a_walk() {
            walk::every_bank(&[$($file::walk()),*]);
        }
    };
}

walks! {
    alfa_belarus alfa_russia arca arca_epg banca_transilvania bank_of_the_cook_islands belize_bank bereke bpc_sandbox clictopay credibanco
    dsk inecobank ing_romania jcc meezan satim sberbank sberbank_ecom vtb vtb_kazakhstan yookassa
}

/// The id of a refund that the store gave none: from the clock and the random numbers of the tests.
const REFUND_ID: &str = "01M82V7M000000000000000000";

pub(crate) const CHANGED: &str = r#"{"errorCode":"0","errorMessage":"Success"}"#;

/// A store at one bank.
pub(crate) struct Shop {
    pub(crate) gateway: Gateway,
}

impl Shop {
    /// A store whose configuration is the bank's name, a login and `more`.
    #[track_caller]
    pub(crate) fn at(bank: &str, more: &str) -> Self {
        Self { gateway: gateway(bank, more).unwrap() }
    }

    /// What a call gives when the gateway answers this, and what was sent.
    pub(crate) fn asks<T>(
        &self,
        replies: &[(u16, &str)],
        act: impl FnOnce(&Client<'_, Script>) -> T,
    ) -> (T, Vec<Sent>) {
        self.meets(replies.iter().map(|(status, body)| Ok(reply(*status, body))).collect(), act)
    }

    pub(crate) fn meets<T>(
        &self,
        answers: Vec<Result<Reply, Failure>>,
        act: impl FnOnce(&Client<'_, Script>) -> T,
    ) -> (T, Vec<Sent>) {
        let script = Script::new(answers);
        let result = act(&Client::new(&self.gateway, &script));
        (result, script.sent.into_inner())
    }

    /// The one request of a registration.
    #[track_caller]
    pub(crate) fn registers(&self, order: &Order) -> Sent {
        let (registered, mut sent) = self.asks(&[(200, REGISTERED)], |client| client.register(order));
        assert_eq!(registered.unwrap().order_id().as_str(), ORDER_ID);
        assert_eq!(sent.len(), 1);
        sent.remove(0)
    }

    /// The error of a registration that is not sent.
    #[track_caller]
    pub(crate) fn refuses(&self, order: &Order) -> String {
        let (result, sent) = self.asks(&[], |client| client.register(order));
        assert!(sent.is_empty(), "something was sent");
        result.unwrap_err().to_string()
    }

    #[track_caller]
    pub(crate) fn verifies(&self, expected: &Expected, replies: &[(u16, &str)]) -> Verdict {
        self.asks(replies, |client| client.verify(expected.clone())).0.unwrap()
    }

    /// The one request of a change that the gateway accepts.
    #[track_caller]
    pub(crate) fn changes(&self, operation: Operation, change: &str) -> Sent {
        let change = border::read::change(&value(change), operation).unwrap();
        let (result, mut sent) = self.asks(&[(200, CHANGED)], |client| client.change(&change));
        result.unwrap();
        assert_eq!(sent.len(), 1);
        sent.remove(0)
    }
}

pub(crate) fn gateway(bank: &str, more: &str) -> Result<Gateway, Error> {
    let Value::Object(mut options) = value(more) else { panic!("expected an object") };
    for (name, text) in [("bank", bank), ("userName", "shop-api"), ("password", "canary password")] {
        options.push((name.to_owned(), text.into()));
    }
    border::read::gateway(&Value::Object(options), Runtime::Server)
}

/// An order in the bank's currency, changed by `more`.
#[track_caller]
pub(crate) fn order(currency: &str, more: &str) -> Order {
    read_order(currency, more, Phase::Purchase).unwrap()
}

pub(crate) fn read_order(currency: &str, more: &str, phase: Phase) -> Result<Order, Error> {
    let Value::Object(more) = value(more) else { panic!("expected an object") };
    let usual = [
        ("orderNumber", Value::from("1000000001")),
        ("amount", Value::Int(500_000)),
        ("currency", currency.into()),
        ("returnUrl", "https://shop.example/return".into()),
    ];
    let mut pairs: Vec<_> = usual.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    pairs.retain(|(name, _)| !more.iter().any(|(other, _)| other == name));
    pairs.extend(more);
    border::read::order(&Value::Object(pairs), phase)
}

pub(crate) fn expected(currency: &str) -> Expected {
    let number = OrderNumber::parse("1000000001").unwrap();
    let amount = Amount::from_minor(500_000).unwrap();
    Expected::new(number, amount, Currency::parse(currency).unwrap()).with_order_id(OrderId::new(ORDER_ID).unwrap())
}

/// The status of that order, by the reference.
pub(crate) fn status(currency: &str, status: i64, [approved, deposited, refunded]: [u64; 3], state: &str) -> String {
    let digits = Currency::parse(currency).unwrap().digits();
    format!(
        r#"{{"errorCode":"0","errorMessage":"Success","orderNumber":"1000000001","orderStatus":{status},"actionCode":0,"amount":500000,
        "currency":"{digits}","attributes":[{{"name":"mdOrder","value":"{ORDER_ID}"}}],"paymentAmountInfo":{{"paymentState":"{state}",
        "approvedAmount":{approved},"depositedAmount":{deposited},"refundedAmount":{refunded}}}}}"#
    )
}

pub(crate) fn paid(currency: &str) -> String {
    status(currency, 2, [500_000, 500_000, 0], "DEPOSITED")
}

pub(crate) fn refunded(still: u64, back: u64) -> Outcome {
    Outcome::Refunded { deposited: Some(still), refunded: Some(back) }
}

/// A field of a report as JSON text.
pub(crate) fn field(report: &OrderReport, name: &str) -> String {
    let Value::Object(fields) = report.fields() else { panic!("a report is an object") };
    fields.iter().find(|(known, _)| known == name).map(|(_, value)| json::stringify(value)).unwrap_or_default()
}

pub(crate) fn encoded(json: &str) -> String {
    form_urlencoded::byte_serialize(json.as_bytes()).collect()
}
