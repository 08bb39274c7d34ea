//! A store's walk at one bank, written as data.
//!
//! The bank's file says of each step what the store calls, the exact requests, the bank's replies, and what the call gives. None of it is
//! made by the library: return addresses and callbacks are signed in `signed`. `run` walks it with the client for Rust programs. The
//! same data lies in `tests/vectors/walks`, where tests/conformance/walks.test.mjs walks it with the packages for JavaScript.

mod run;
mod signed;
mod steps;

use serde_json::{Value as Json, json};

use super::support::NOW;

pub(crate) use run::{every_bank, walked};

/// The price of every order, minor units.
const PRICE: u64 = 500_000;
/// When the customer comes back, and the order in two phases is registered.
const BACK_MS: u64 = NOW + 5 * 60 * 1000;
const A_DAY_MS: u64 = 24 * 60 * 60 * 1000;

/// What a bank's file says of its gateway.
#[derive(Clone, Copy)]
pub(crate) struct Bank {
    /// The name of each gateway and its REST root. The first one gives the file of the recorded walk its name.
    pub(crate) names: &'static [(&'static str, &'static str)],
    /// The currency's letters and digits, and 500000 of its minor units as a price.
    pub(crate) currency: (&'static str, &'static str, &'static str),
    /// What the store's configuration has besides the bank's name, the login and the return key.
    pub(crate) gateway: &'static str,
    /// The gateway's ids of the orders of a walk.
    pub(crate) ids: [&'static str; 4],
    pub(crate) content_type: &'static str,
    pub(crate) authorization: Option<&'static str>,
    /// What the store gives with every order besides number, price and return address.
    pub(crate) order: &'static str,
    /// The exact body of a question about `{ID}`.
    pub(crate) asks: &'static str,
    /// What the bank adds to the return address.
    pub(crate) comes_back: &'static str,
    /// The exact body that acknowledges a payment, and the reply.
    pub(crate) acknowledges: Option<(&'static str, &'static str)>,
    pub(crate) replies: Replies,
}

/// How the bank's gateway writes its replies: text with `{ID}`, `{NUMBER}`, and the words of `Walk::status`.
#[derive(Clone, Copy)]
pub(crate) struct Replies {
    pub(crate) content_type: &'static str,
    pub(crate) registered: &'static str,
    pub(crate) status: &'static str,
    pub(crate) changed: &'static str,
}

/// As the vendor's reference says.
pub(crate) const REPLIES: Replies = Replies {
    content_type: "application/json;charset=UTF-8",
    registered: r#"{"orderId":"{ID}","formUrl":"https://{HOST}/payment/merchants/shop/payment_en.html?mdOrder={ID}"}"#,
    status: r#"{"errorCode":"0","errorMessage":"Success","orderNumber":"{NUMBER}","orderStatus":{STATUS},"actionCode":{ACTION},"amount":500000,"currency":"{DIGITS}","date":1795392000000,"merchantOrderParams":[],"transactionAttributes":[],"attributes":[{"name":"mdOrder","value":"{ID}"}],"paymentAmountInfo":{"paymentState":"{STATE}","approvedAmount":{APPROVED},"depositedAmount":{DEPOSITED},"refundedAmount":{REFUNDED}}}"#,
    changed: r#"{"errorCode":0,"errorMessage":"Success"}"#,
};

/// A bank that does nothing that the reference does not.
pub(crate) const USUAL: Bank = Bank {
    names: &[],
    currency: ("", "", ""),
    gateway: r#"{"callback":{"secret":"canary callback secret"}}"#,
    ids: [
        "7b1f0c52-9d0e-7b6a-8c21-5e7700a0b0c1",
        "7b1f0c52-9d0e-7b6a-8c21-5e7700a0b0c2",
        "7b1f0c52-9d0e-7b6a-8c21-5e7700a0b0c3",
        "7b1f0c52-9d0e-7b6a-8c21-5e7700a0b0c4",
    ],
    content_type: "application/x-www-form-urlencoded",
    authorization: None,
    order: "{}",
    asks: "userName=shop-api&password=canary+password&orderId={ID}",
    comes_back: "orderId={ID}&lang=en",
    acknowledges: None,
    replies: REPLIES,
};

/// The orders of a walk, numbered 1000000001 and on.
#[derive(Clone, Copy)]
pub(crate) enum Which {
    /// In one phase: paid, and given back in part.
    Sold,
    /// In two phases: held, and taken in part.
    Held,
    /// An attempt is declined.
    Declined,
    /// For what only one bank does.
    Own,
}

impl Which {
    fn number(self) -> &'static str {
        ["1000000001", "1000000002", "1000000003", "1000000004"][self as usize]
    }

    /// The address to which the customer returns, as it was sent.
    fn return_url(self) -> &'static str {
        match self {
            Self::Held => "https://shop.example/return?bpc_return={HELD}",
            _ => "https://shop.example/return?bpc_return={SOLD}",
        }
    }
}

/// What a status says of an order's money.
#[derive(Clone, Copy)]
pub(crate) struct Money {
    pub(crate) status: i64,
    pub(crate) action: i64,
    pub(crate) state: &'static str,
    /// Approved, deposited, refunded; minor units.
    pub(crate) amounts: [u64; 3],
}

const OPEN: Money = Money { status: 0, action: -100, state: "CREATED", amounts: [0, 0, 0] };
const PAID: Money = Money { status: 2, action: 0, state: "DEPOSITED", amounts: [PRICE, PRICE, 0] };
const HELD: Money = Money { status: 1, action: 0, state: "APPROVED", amounts: [PRICE, 0, 0] };
const TAKEN: Money = Money { status: 2, action: 0, state: "DEPOSITED", amounts: [PRICE, 300_000, 0] };
pub(crate) const REFUNDED: Money = Money { status: 4, action: 0, state: "REFUNDED", amounts: [PRICE, 450_000, 50_000] };

pub(crate) struct Walk {
    bank: &'static Bank,
    now: u64,
    /// `orderStatus` and amounts of the order that is given back.
    refunded: Money,
    steps: Vec<Json>,
}

impl Walk {
    pub(crate) fn at(bank: &'static Bank) -> Self {
        let mut walk = Self { bank, now: NOW, refunded: REFUNDED, steps: Vec::new() };
        let (letters, _, decimal) = bank.currency;
        walk.step("the price", "minorUnits", json!([decimal, letters]), &[], json!(PRICE));
        walk
    }

    /// A step that is written out whole.
    pub(crate) fn step(&mut self, what: &str, call: &str, arguments: Json, exchanges: &[Json], gives: Json) {
        let mut step = json!({ "what": what, "now": self.now, "call": call });
        step["arguments"] = arguments;
        step["exchanges"] = exchanges.into();
        step["gives"] = gives;
        self.steps.push(step);
    }

    /// A request and its reply.
    pub(crate) fn exchange(&self, path: &str, body: &str, reply: &str) -> Json {
        let mut exchange = json!({ "url": format!("{{ROOT}}/{path}"), "type": self.bank.content_type });
        exchange["authorization"] = self.bank.authorization.into();
        exchange["body"] = body.into();
        exchange["reply"] = json!({ "type": self.bank.replies.content_type, "body": reply });
        exchange
    }

    pub(crate) fn id(&self, which: Which) -> &'static str {
        self.bank.ids[which as usize]
    }

    fn fill(&self, which: Which, text: &str) -> String {
        text.replace("{ID}", self.id(which)).replace("{NUMBER}", which.number())
    }

    fn question(&self, which: Which, money: Money) -> Json {
        let reply = self.status(which, money);
        self.exchange("getOrderStatusExtended.do", &self.fill(which, self.bank.asks), &reply)
    }

    fn status(&self, which: Which, money: Money) -> String {
        let [approved, deposited, refunded] = money.amounts.map(|amount| amount.to_string());
        let (status, action, lower) = (money.status.to_string(), money.action.to_string(), money.state.to_lowercase());
        let words = [
            ("{STATUS}", status.as_str()),
            ("{ACTION}", &action),
            ("{STATE}", money.state),
            ("{state}", &lower),
            ("{APPROVED}", &approved),
            ("{DEPOSITED}", &deposited),
            ("{REFUNDED}", &refunded),
            ("{DIGITS}", self.bank.currency.1),
        ];
        words.iter().fold(self.fill(which, self.bank.replies.status), |text, (word, value)| text.replace(word, value))
    }

    /// An amount, where the bank's status has amounts.
    fn told(&self, amount: u64) -> Option<u64> {
        self.bank.replies.status.contains("{DEPOSITED}").then_some(amount)
    }

    fn order(&self, which: Which, more: &Json) -> Json {
        let mut order = json!({ "orderNumber": which.number(), "amount": PRICE, "currency": self.bank.currency.0 });
        order["returnUrl"] = "https://shop.example/return".into();
        with(with(order, &parsed(self.bank.order)), more)
    }

    pub(crate) fn expected(&self, which: Which) -> Json {
        let mut expected = json!({ "orderId": self.id(which), "orderNumber": which.number(), "amount": PRICE });
        expected["currency"] = self.bank.currency.0.into();
        if matches!(which, Which::Held) {
            expected["phase"] = "preauth".into();
        }
        expected
    }
}

#[track_caller]
fn parsed(text: &str) -> Json {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

/// An object with the entries of another put in their places; `null` takes one away.
fn with(mut object: Json, more: &Json) -> Json {
    let entries = object.as_object_mut().expect("an object");
    for (name, value) in more.as_object().expect("an object") {
        if value.is_null() {
            entries.shift_remove(name);
        } else {
            entries.insert(name.clone(), value.clone());
        }
    }
    object
}
