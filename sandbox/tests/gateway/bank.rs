//! Helpers of the tests: a merchant that calls the sandbox, and a browser without scripts.
use bpc_sandbox::{Options, Profile, Request, Response, Sandbox};
use serde_json::Value;

/// 2026-11-23T05:14:00Z
pub(crate) const START: u64 = 1_795_410_840_000;
pub(crate) const ACCOUNT: &str = "userName=test_user&password=test_user_password";
pub(crate) const ORDER: &str =
    "amount=2000&currency=978&returnUrl=https%3A%2F%2Fshop.example%2Fpay%3Fcart%3D7&language=en";

/// Every byte percent-encoded.
pub(crate) fn encode(text: &str) -> String {
    let digit = |half: u8| char::from_digit(half.into(), 16).unwrap();
    text.bytes().flat_map(|byte| ['%', digit(byte >> 4), digit(byte & 15)]).collect()
}

/// A call in the form of its profile: JSON with the types of the specification for `ecom`, otherwise a form.
pub(crate) fn post(profile: Profile, method: &str, form: &str) -> Request {
    if profile != Profile::Ecom {
        return Request::post(&format!("/payment/rest/{method}.do"), form);
    }
    let fields = form_urlencoded::parse(form.as_bytes()).into_owned().map(|(name, value)| {
        let typed = match name.as_str() {
            "amount" | "sessionTimeoutSecs" | "jsonParams" | "orderBundle" | "params" => {
                serde_json::from_str(&value).ok()
            }
            _ => None,
        };
        (name, typed.unwrap_or(Value::String(value)))
    });
    json_request(method, &Value::Object(fields.collect()))
}

/// A call of profile `ecom` with this JSON body.
pub(crate) fn json_request(method: &str, body: &Value) -> Request {
    let mut request = Request::post(&format!("/ecomm/gw/partner/api/v1/{method}.do"), &body.to_string());
    request.headers = vec![("content-type".into(), "application/json".into())];
    request
}

/// A sandbox, and the time of the test.
pub(crate) struct Bank {
    pub(crate) sandbox: Sandbox,
    pub(crate) now: u64,
    profile: Profile,
}

impl Bank {
    pub(crate) fn new(options: Options) -> Self {
        let profile = options.profile;
        Self { sandbox: Sandbox::new(options), now: START, profile }
    }

    pub(crate) fn of(profile: Profile) -> Self {
        Self::new(Options::of(profile))
    }

    pub(crate) fn send(&mut self, request: &Request) -> Response {
        let mut request = request.clone();
        request.headers.push(("host".into(), "bank.test".into()));
        self.sandbox.handle(&request, self.now)
    }

    /// The body of a call with the account, as the bytes on the wire.
    pub(crate) fn call(&mut self, method: &str, form: &str) -> String {
        let response = self.send(&post(self.profile, method, &format!("{ACCOUNT}&{form}")));
        assert_eq!(response.status, 200, "{method}: {}", response.text());
        response.text()
    }

    pub(crate) fn json(&mut self, method: &str, form: &str) -> Value {
        serde_json::from_str(&self.call(method, form)).unwrap()
    }

    /// Registers an order of 20.00 EUR and gives its id.
    pub(crate) fn register(&mut self, number: &str) -> String {
        let reply = self.json("register", &format!("orderNumber={number}&{ORDER}"));
        reply["orderId"].as_str().unwrap_or_else(|| panic!("{reply}")).to_owned()
    }

    pub(crate) fn hold(&mut self, number: &str) -> String {
        let reply = self.json("registerPreAuth", &format!("orderNumber={number}&{ORDER}"));
        reply["orderId"].as_str().unwrap().to_owned()
    }

    pub(crate) fn status(&mut self, id: &str) -> Value {
        self.json("getOrderStatusExtended", &format!("orderId={id}"))
    }

    /// `orderStatus/actionCode state approved/deposited/refunded`, all of a status in one line.
    pub(crate) fn state(&mut self, id: &str) -> String {
        let status = self.status(id);
        let info = &status["paymentAmountInfo"];
        format!(
            "{}/{} {} {}/{}/{}",
            status["orderStatus"],
            status["actionCode"],
            info["paymentState"].as_str().unwrap_or_default(),
            info["approvedAmount"],
            info["depositedAmount"],
            info["refundedAmount"]
        )
    }

    /// `errorCode` of a call, as a string or a number.
    pub(crate) fn code(&mut self, method: &str, form: &str) -> String {
        let reply = self.json(method, form);
        match &reply["errorCode"] {
            Value::String(code) => code.clone(),
            Value::Null => "none".into(),
            other => other.to_string(),
        }
    }

    pub(crate) fn page(&mut self, id: &str) -> Response {
        self.send(&Request::get(&format!("/payment/merchants/sandbox/payment_en.html?mdOrder={id}")))
    }

    /// Submits the card form. If the browser is redirected to the issuer's page, it answers there.
    pub(crate) fn type_card(&mut self, id: &str, pan: &str, cvc: &str, answer: &str) -> Response {
        let form = format!("pan={pan}&expiry=12%2F34&newCardCvc={cvc}&cardholderName=TEST+HOLDER");
        let response =
            self.send(&Request::post(&format!("/payment/merchants/sandbox/payment_en.html?mdOrder={id}"), &form));
        match response.header("location") {
            Some(place) if place.contains("/acs/") => {
                let query = place.split_once('?').unwrap().1.to_owned();
                self.send(&Request::post("/payment/acs/challenge.html", &format!("{query}&answer={answer}")))
            }
            _ => response,
        }
    }

    /// Pays with the first test card and passes 3-D Secure.
    pub(crate) fn pay(&mut self, id: &str) -> Response {
        self.type_card(id, "5555555555555599", "123", "success")
    }
}
