//! The sandbox as the gateway at the other end of the wire: two crates that share no code, joined by requests and replies.

use std::cell::{Cell, RefCell};

use bpc_checkout::call::{Failure, Request};
use bpc_checkout::model::gateway::Gateway;
use bpc_checkout::protocol::reply::Reply;
use bpc_sandbox::{Card, Challenge, Options, OrderView, Payment, Sandbox};

use super::{Client, NOW, Transport, gateway};

pub(crate) struct Bank {
    pub(crate) sandbox: RefCell<Sandbox>,
    clock: Cell<u64>,
    chance: Cell<u128>,
    /// The last reply on the wire, as text.
    last: RefCell<String>,
    pub(crate) gateway: Gateway,
}

impl Bank {
    pub(crate) fn new(options: Options) -> Self {
        Self {
            sandbox: RefCell::new(Sandbox::new(options)),
            clock: Cell::new(NOW),
            chance: Cell::new(1),
            last: RefCell::default(),
            gateway: gateway(
                r#"{"userName":"test_user","password":"test_user_password","returnKey":"a return key of a test store","orderNumberMaxLength":10}"#,
            ),
        }
    }

    pub(crate) fn client(&self) -> Client<'_, Self> {
        Client::new(&self.gateway, self)
    }

    /// The bytes of the last reply.
    pub(crate) fn wire(&self) -> String {
        self.last.borrow().clone()
    }

    pub(crate) fn advance(&self, ms: u64) {
        self.clock.set(self.clock.get() + ms);
    }

    /// A customer pays with a card; says where the browser is sent.
    pub(crate) fn pay(
        &self,
        order_id: &str,
        pan: &str,
        cvc: Option<&str>,
        passes_challenge: bool,
    ) -> Result<String, String> {
        let known = Card::test(pan);
        let card = Card { cvc: cvc.map_or(known.cvc.clone(), str::to_owned), ..known };
        let challenge = if passes_challenge { Challenge::Success } else { Challenge::Fail };
        let payment = Payment::Card { card, challenge };
        let paid =
            self.sandbox.borrow_mut().pay(order_id, &payment, self.clock.get()).map_err(|error| error.to_string())?;
        Ok(paid.redirect_url)
    }

    /// The gateway's own books.
    pub(crate) fn ledger(&self) -> Vec<OrderView> {
        self.sandbox.borrow_mut().orders(self.clock.get())
    }
}

impl Transport for Bank {
    fn send(&self, request: Request) -> Result<Reply, Failure> {
        let (_, path) =
            request.url.split_once("://").and_then(|(_, rest)| rest.split_once('/')).ok_or(Failure::Network)?;
        let response = {
            let mut post = bpc_sandbox::Request::post(&format!("/{path}"), &request.body);
            post.headers = vec![("content-type".into(), request.content_type.into())];
            self.sandbox.borrow_mut().handle(&post, self.clock.get())
        };
        if response.reset {
            return Err(Failure::Network);
        }
        if response.delay_ms > u64::from(request.timeout_ms) {
            self.advance(u64::from(request.timeout_ms));
            return Err(Failure::Timeout);
        }
        *self.last.borrow_mut() = response.text().clone();
        Ok(Reply {
            status: response.status,
            retry_after: response.header("retry-after").map(str::to_owned),
            body: String::from_utf8(response.body).ok(),
        })
    }

    fn sleep(&self, ms: u64) {
        self.advance(ms);
    }

    fn now_ms(&self) -> u64 {
        self.clock.get()
    }

    // Numbers that differ are all that is asked for.
    fn random(&self) -> u128 {
        self.chance
            .set(self.chance.get().wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407));
        self.chance.get() >> 16
    }
}
