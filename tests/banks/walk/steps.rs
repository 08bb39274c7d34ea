//! The steps that a store takes at every bank.

use serde_json::{Value as Json, json};

use super::{A_DAY_MS, BACK_MS, HELD, Money, OPEN, PAID, PRICE, TAKEN, Walk, Which, parsed, signed, with};

impl Walk {
    fn registration(&mut self, what: &str, call: &str, which: Which, body: &str) {
        let reply = self.fill(which, self.bank.replies.registered);
        let exchange = self.exchange(&format!("{call}.do"), body, &reply);
        let mut gives =
            json!({ "orderId": self.id(which), "orderNumber": which.number(), "returnUrl": which.return_url() });
        gives["formUrl"] = parsed(&reply)["formUrl"].clone();
        self.step(what, call, json!([self.order(which, &json!({}))]), &[exchange], gives);
    }

    /// The order is registered with this body. Nobody has paid yet.
    pub(crate) fn registers(&mut self, body: &str) {
        self.registration("an order is registered", "register", Which::Sold, body);
        let gives =
            json!({ "outcome": "open", "final": false, "lastDecline": null, "next": { "action": "offer_retry" } });
        self.verifies("nobody has paid yet", Which::Sold, OPEN, gives);
    }

    /// The order is registered again with these bodies, before anybody has paid: the error leads to its payment page.
    pub(crate) fn registers_again(&mut self, body: &str, asks: &str) {
        let duplicate = r#"{"errorCode":"1","errorMessage":"Order number is duplicated"}"#;
        let exchanges = [
            self.exchange("register.do", body, duplicate),
            self.exchange("getOrderStatusExtended.do", asks, &self.status(Which::Sold, OPEN)),
        ];
        let registered = parsed(&self.fill(Which::Sold, self.bank.replies.registered));
        let error =
            json!({ "code": "already_registered", "orderId": registered["orderId"], "formUrl": registered["formUrl"] });
        let order = json!([self.order(Which::Sold, &json!({}))]);
        self.step("it is registered again", "register", order, &exchanges, json!({ "error": error }));
    }

    /// The customer paid and comes back.
    pub(crate) fn is_paid(&mut self) {
        self.now = BACK_MS;
        let mut exchanges = vec![self.question(Which::Sold, PAID)];
        exchanges.extend(self.acknowledgement(Which::Sold));
        let address = format!("{}&{}", Which::Sold.return_url(), self.fill(Which::Sold, self.bank.comes_back));
        let what = "the customer has paid and comes back";
        self.step(what, "verifyReturn", json!([address]), &exchanges, self.paid(Which::Sold));
    }

    fn acknowledgement(&self, which: Which) -> Option<Json> {
        let (body, reply) = self.bank.acknowledges?;
        Some(self.exchange("public/acknowledgeTransaction.do", &self.fill(which, body), &self.fill(which, reply)))
    }

    /// The bank answers this to the acknowledgement, so the money may be given back: nothing is delivered.
    pub(crate) fn is_not_acknowledged(&mut self, reply: &str) {
        let (body, _) = self.bank.acknowledges.expect("a bank that wants it");
        let answer = self.fill(Which::Sold, reply);
        let asks = self.exchange("public/acknowledgeTransaction.do", &self.fill(Which::Sold, body), &answer);
        let exchanges = [self.question(Which::Sold, PAID), asks];
        let gives = json!({ "outcome": "pending", "final": false, "next": { "action": "ask_again" } });
        self.step("it is not acknowledged", "verify", json!([self.expected(Which::Sold)]), &exchanges, gives);
    }

    /// The verdict of a paid order.
    fn paid(&self, which: Which) -> Json {
        let mut gives =
            json!({ "outcome": "paid", "final": true, "orderId": self.id(which), "orderNumber": which.number() });
        gives["amount"] = PRICE.into();
        gives["currency"] = self.bank.currency.0.into();
        gives["next"] = json!({ "action": "fulfil" });
        gives
    }

    pub(crate) fn verifies(&mut self, what: &str, which: Which, money: Money, gives: Json) {
        let exchange = self.question(which, money);
        self.step(what, "verify", json!([self.expected(which)]), &[exchange], gives);
    }

    /// An order in two phases: registered with this body, held, taken in part with the other.
    pub(crate) fn holds_and_takes_a_part(&mut self, register: &str, deposit: &str) {
        self.registration("an order in two phases is registered", "registerPreAuth", Which::Held, register);
        let gives = json!({ "outcome": "held", "final": false, "next": { "action": "deposit" } });
        self.verifies("the money is held", Which::Held, HELD, gives);
        let change = json!({ "orderId": self.id(Which::Held), "amount": 300_000 });
        self.changes("a part is taken", "deposit", Which::Held, &change, deposit, TAKEN);
        let gives = self.paid(Which::Held);
        let mut exchanges = vec![self.question(Which::Held, TAKEN)];
        exchanges.extend(self.acknowledgement(Which::Held));
        self.step("it is paid", "verify", json!([self.expected(Which::Held)]), &exchanges, gives);
    }

    /// A change of an order, sent with this body, and the question after it.
    pub(crate) fn changes(&mut self, what: &str, call: &str, which: Which, change: &Json, body: &str, after: Money) {
        let change_made = self.exchange(&format!("{call}.do"), body, self.bank.replies.changed);
        let exchanges = [change_made, self.question(which, after)];
        let mut gives = json!({ "left": self.told(after.amounts[1]), "report": { "orderStatus": after.status } });
        if let Some(id) = change.get("externalRefundId") {
            gives["externalRefundId"] = id.clone();
        }
        self.step(what, call, json!([change]), &exchanges, gives);
    }

    /// What a partial refund leaves, where it is not what the reference says.
    pub(crate) fn refunds_leave(&mut self, money: Money) {
        self.refunded = money;
    }

    /// A part of the money is given back with this body.
    pub(crate) fn gives_a_part_back(&mut self, body: &str) {
        self.gives_back("a part is given back", &json!({ "amount": 50_000 }), body);
    }

    pub(crate) fn gives_back(&mut self, what: &str, more: &Json, body: &str) {
        let change = with(json!({ "orderId": self.id(Which::Sold), "externalRefundId": "r-1" }), more);
        self.changes(what, "refund", Which::Sold, &change, body, self.refunded);
    }

    /// The bank tells of the refund in this text.
    pub(crate) fn is_told_by(&mut self, callback: &str, more: &Json) {
        let mut gives = json!({ "operation": "refunded", "succeeded": true });
        gives["orderId"] = self.id(Which::Sold).into();
        gives["orderNumber"] = Which::Sold.number().into();
        let callback = self.fill(Which::Sold, callback);
        self.step("the bank tells of it", "verifyCallback", json!([callback]), &[], with(gives, more));
    }

    /// The bank tells of the refund, with the checksum of the reference.
    pub(crate) fn is_told_with_a_checksum(&mut self) {
        let parameters = self.fill(Which::Sold, "mdOrder={ID}&operation=refunded&orderNumber={NUMBER}&status=1");
        let callback = signed::with_checksum(&parameters);
        self.is_told_by(&callback, &json!({}));
        let other = json!([callback.replace("operation=refunded", "operation=deposited")]);
        let why = "the callback was altered, or was not signed with the key of gateway.callback";
        let gives = json!({ "error": { "code": "callback_invalid", "message": why } });
        self.step("another text under the same checksum", "verifyCallback", other, &[], gives);
    }

    /// The day after.
    pub(crate) fn is_refunded_a_day_later(&mut self) {
        self.now += A_DAY_MS;
        let [_, left, back] = self.refunded.amounts;
        let (left, back) = (self.told(left), self.told(back));
        let mut gives =
            json!({ "outcome": "refunded", "final": true, "depositedAmount": left, "refundedAmount": back });
        gives["next"] = json!({ "action": "none" });
        self.verifies("a day later", Which::Sold, self.refunded, gives);
    }

    /// A declined attempt closes the order. `[class, retry]` of its code.
    pub(crate) fn a_declined_attempt_is_final(&mut self, code: i64, [class, retry]: [&str; 2]) {
        let money = Money { status: 6, action: code, state: "DECLINED", ..OPEN };
        let mut gives = json!({ "outcome": "declined", "final": true, "next": { "action": "new_order" } });
        gives["decline"] = json!({ "code": code, "class": class, "retry": retry });
        self.verifies("an attempt is declined, which closes the order", Which::Declined, money, gives);
    }

    /// After a declined attempt the customer can try again. `[class, retry]` of its code.
    pub(crate) fn a_declined_attempt_is_not_final(&mut self, code: i64, [class, retry]: [&str; 2]) {
        let money = Money { action: code, ..OPEN };
        let mut gives = json!({ "outcome": "open", "final": false, "next": { "action": "offer_retry" } });
        gives["lastDecline"] = json!({ "code": code, "class": class, "retry": retry });
        self.verifies("an attempt is declined", Which::Declined, money, gives);
    }

    /// A call that is refused before anything is sent. `more` changes the order, or the change of the sold one.
    pub(crate) fn refuses(&mut self, call: &str, more: &Json, field: &str, why: &str) {
        let argument = match call {
            "register" | "registerPreAuth" => self.order(Which::Sold, more),
            _ => with(json!({ "orderId": self.id(Which::Sold) }), more),
        };
        self.step(&format!("refused: {field}"), call, json!([argument]), &[], refusal(field, why));
    }

    /// A configuration with which nothing is sent. `more` changes it; `null` takes an option away.
    pub(crate) fn refuses_configured(&mut self, more: &Json, field: &str, why: &str) {
        let order = self.order(Which::Sold, &json!({}));
        self.step(&format!("refused: {field}"), "register", json!([order]), &[], refusal(field, why));
        if let Some(step) = self.steps.last_mut() {
            step["gateway"] = more.clone();
        }
    }

    /// What every gateway of this kind refuses.
    pub(crate) fn refuses_what_the_reference_refuses(&mut self) {
        let number = "1".repeat(37);
        let why = "order.orderNumber: has 37 characters, at most 36 are allowed";
        self.refuses("register", &json!({ "orderNumber": number }), "order.orderNumber", why);
        let why = "order.email: has 41 characters, at most 40 are allowed";
        self.refuses("register", &json!({ "email": "x".repeat(32) + "@a.exampl" }), "order.email", why);
        self.refuses("register", &json!({ "amount": 10.5 }), "order.amount", r#"order.amount: expected whole minor units, such as 2000 for 20.00 EUR, got 10.5; minorUnits("20.00", "EUR") converts"#);
        self.refuses(
            "register",
            &json!({ "returnUrl": "/return" }),
            "order.returnUrl",
            "order.returnUrl: is not an absolute URL; start it with https://",
        );
        self.refuses(
            "refund",
            &json!({ "amount": 0 }),
            "change.amount",
            "change.amount: is 0, which the gateway reads as the whole amount; omit it to mean the whole amount",
        );
        self.refuses_configured(
            &json!({ "terminalId": "E1" }),
            "gateway.terminalId",
            "gateway.terminalId: is not sent to this bank; remove it, or give gateway.bank or gateway.dialect",
        );
    }
}

fn refusal(field: &str, why: &str) -> Json {
    json!({ "error": { "code": "invalid_option", "field": field, "message": why } })
}
