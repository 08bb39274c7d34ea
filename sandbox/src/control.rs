//! What a test or a developer does to the sandbox besides being its customer: one list of commands, for JavaScript, for the
//! JSON API at `/sandbox/api/` and for the control page.

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::cards::Card;
use crate::endpoints::Call;
use crate::fault::Fault;
use crate::http::Response;
use crate::payment::Payment;
use crate::sandbox::Sandbox;

/// Every command, as the error for an unknown one lists them.
const COMMANDS: &[&str] = &[
    "orders",
    "pay",
    "advance",
    "now",
    "fail",
    "heal",
    "faults",
    "exchanges",
    "callbacks",
    "takeCallbacks",
    "reportCallback",
];

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Pay {
    order_id: String,
    pan: Option<String>,
    expiry: Option<String>,
    cvc: Option<String>,
    holder: Option<String>,
    wallet: Option<String>,
    /// `success` (also when left out) or `fail`.
    challenge: Option<String>,
    /// Whether the customer ticks "save this card".
    #[serde(default)]
    save: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Advance {
    ms: u64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Report {
    id: u64,
    answer: Option<u16>,
}

impl Sandbox {
    /// Carries out a command: `orders`, `pay`, `advance`, `now`, `fail`, `heal`, `faults`, `exchanges`, `callbacks`,
    /// `takeCallbacks` or `reportCallback`, with the arguments and results of the methods of the same names as JSON.
    ///
    /// # Errors
    /// An unknown command or bad arguments; the text says which.
    pub fn command(&mut self, name: &str, arguments: &Value, now_ms: u64) -> Result<Value, String> {
        match name {
            "orders" => to_json(&self.orders(now_ms)),
            "pay" => {
                let pay: Pay = read(arguments)?;
                let payment = pay.payment()?;
                self.pay(&pay.order_id, &payment, now_ms)
                    .map_err(|error| error.to_string())
                    .and_then(|paid| to_json(&paid))
            }
            "advance" => {
                self.advance(read::<Advance>(arguments)?.ms);
                Ok(self.at(now_ms).into())
            }
            "now" => Ok(self.at(now_ms).into()),
            "fail" => self.fail(read::<Fault>(arguments)?).map(|()| Value::Null),
            "heal" => {
                self.heal();
                Ok(Value::Null)
            }
            "faults" => to_json(&self.faults()),
            "exchanges" => to_json(&self.exchanges()),
            "callbacks" => to_json(&self.callback_lines()),
            "takeCallbacks" => to_json(&self.take_callbacks(now_ms)),
            "reportCallback" => {
                let report: Report = read(arguments)?;
                self.report_callback(report.id, report.answer, now_ms);
                Ok(Value::Null)
            }
            _ => Err(format!("unknown command \"{name}\"; known: {}", COMMANDS.join(", "))),
        }
    }
}

impl Pay {
    fn payment(&self) -> Result<Payment, String> {
        if let Some(wallet) = &self.wallet {
            return Ok(Payment::Wallet(wallet.clone()));
        }
        let passes_challenge = match self.challenge.as_deref() {
            None | Some("success") => true,
            Some("fail") => false,
            Some(other) => return Err(format!("challenge: \"{other}\" is neither \"success\" nor \"fail\"")),
        };
        let known = Card::test(self.pan.as_deref().unwrap_or("5555555555555599"));
        let or = |given: &Option<String>, known: String| given.clone().unwrap_or(known);
        let (expiry, cvc) = (or(&self.expiry, known.expiry), or(&self.cvc, known.cvc));
        let card = Card { pan: known.pan, expiry, cvc, holder: or(&self.holder, known.holder), save: self.save };
        Ok(Payment::Card { card, passes_challenge })
    }
}

fn read<T: DeserializeOwned>(arguments: &Value) -> Result<T, String> {
    T::deserialize(arguments).map_err(|error| error.to_string().replace('`', "\""))
}

fn to_json<T: serde::Serialize>(value: &T) -> Result<Value, String> {
    serde_json::to_value(value).map_err(|error| error.to_string())
}

/// `POST /sandbox/api/<command>` with the arguments as a JSON object. The content type must be JSON: a page of another
/// origin cannot send that without asking, and nobody answers such a question here.
pub(crate) fn api(sandbox: &mut Sandbox, call: &Call<'_>, name: &str) -> Response {
    let reply = |status, body: Value| Response::new(status, "application/json;charset=UTF-8", body.to_string());
    let is_json = call.request.header("content-type").is_some_and(|kind| kind.starts_with("application/json"));
    if call.request.method != "POST" || !is_json {
        return reply(405, json!({ "error": "send a POST with content type application/json" }));
    }
    let body: &[u8] = if call.request.body.is_empty() { b"{}" } else { &call.request.body };
    let Ok(arguments) = serde_json::from_slice(body) else {
        return reply(400, json!({ "error": "the body is no JSON" }));
    };
    match sandbox.command(name, &arguments, call.now_ms) {
        Ok(result) => reply(200, json!({ "result": result })),
        Err(error) => reply(400, json!({ "error": error })),
    }
}
