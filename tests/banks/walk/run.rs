//! Walks a bank's steps with the client for Rust programs, and compares them with the recorded ones.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use bpc_checkout::call::{Failure, Request};
use bpc_checkout::client::{Client, Transport};
use bpc_checkout::model::change::Operation;
use bpc_checkout::model::gateway::{Dialect, Runtime, dialect};
use bpc_checkout::model::ids::Phase;
use bpc_checkout::protocol::reply::Reply;
use bpc_checkout::trust::callback::{self, Check, Opened};
use bpc_checkout::{Error, border};
use serde_json::{Value as Json, json, to_value};

use super::super::support::{self, KEY, NOW, committed};
use super::signed::return_state;
use super::{BACK_MS, Walk, parsed, with};

const BY: &str = "Written by `UPDATE=1 cargo nextest run --test banks`.";

/// Walks it at each gateway of the bank, and compares it with `tests/vectors/walks`. `UPDATE=1` writes that file again.
#[track_caller]
pub(crate) fn walked(walk: &Walk) {
    for (name, _) in walk.bank.names {
        let line = Dialect::named(name.trim_end_matches("-test")).unwrap();
        let currency = line.value("only").or(line.value("currency"));
        assert_eq!(currency, Some(walk.bank.currency.1), "{name}: the usual currency");
        let texts = walk.texts(name);
        for step in &walk.steps {
            take(&filled(&walk.gateway(), &texts), &filled(step, &texts), &format!("{name}: {}", step["what"]));
        }
    }
    let (name, _) = walk.bank.names[0];
    committed(&format!("tests/vectors/walks/{name}.mjs"), &recorded(walk));
}

/// Every gateway of the list is walked by exactly one file, and JavaScript walks them all.
pub(crate) fn every_bank(walks: &[Walk]) {
    let mut walked: Vec<String> =
        walks.iter().flat_map(|walk| walk.bank.names).map(|(name, _)| (*name).to_owned()).collect();
    walked.sort_unstable();
    let mut known: Vec<String> = dialect::names().collect();
    known.sort_unstable();
    assert_eq!(walked, known);
    let files: Vec<&str> = walks.iter().map(|walk| walk.bank.names[0].0).collect();
    let name = |file: &str| file.replace('-', "_");
    let imports: Vec<String> =
        files.iter().map(|file| format!("import {} from \"./walks/{file}.mjs\";", name(file))).collect();
    let names: Vec<String> = files.iter().map(|file| format!("  {},", name(file))).collect();
    let text = format!("// {BY}\n\n{}\n\nexport default [\n{}\n];\n", imports.join("\n"), names.join("\n"));
    committed("tests/vectors/walks.mjs", &text);
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/vectors/walks");
    assert_eq!(std::fs::read_dir(folder).unwrap().count(), walks.len(), "a recorded walk of no bank");
}

impl Walk {
    /// The configuration as the store writes it.
    fn gateway(&self) -> Json {
        let mut gateway = json!({ "bank": "{BANK}", "userName": "shop-api", "password": "canary password" });
        gateway["returnKey"] = KEY.into();
        with(gateway, &parsed(self.bank.gateway))
    }

    /// What differs between the gateways of the bank.
    fn texts(&self, name: &str) -> Json {
        let (name, root) = self.bank.names.iter().find(|(known, _)| *known == name).expect("a name of this bank");
        let state = |phase, number, issued| return_state(root, self.bank.currency.1, phase, number, issued);
        let host = root.split('/').nth(2).expect("a host");
        json!({
            "BANK": name, "ROOT": root, "HOST": host,
            "SOLD": state(1, "1000000001", NOW), "HELD": state(2, "1000000002", BACK_MS),
        })
    }
}

/// The walk as a module of JavaScript: JSON behind a line of code.
fn recorded(walk: &Walk) -> String {
    let (name, _) = walk.bank.names[0];
    let list = |rows: &mut dyn Iterator<Item = Json>| {
        let rows: Vec<String> = rows.map(|row| format!("    {row}")).collect();
        format!("[\n{}\n  ]", rows.join(",\n"))
    };
    format!(
        "// {BY}\nexport default {{\n  \"import\": \"{}\",\n  \"gateways\": {},\n  \"gateway\": {},\n  \"steps\": {}\n}};\n",
        import(name.trim_end_matches("-test")),
        list(&mut walk.bank.names.iter().map(|(name, _)| walk.texts(name))),
        walk.gateway(),
        list(&mut walk.steps.iter().cloned()),
    )
}

/// The import that serves one bank of this kind.
fn import(name: &str) -> &str {
    let declared = include_str!("../../../npm/package.json").contains(&format!("\"./{name}\": {{"));
    if declared { name } else { "reference" }
}

/// JSON with the texts of one gateway in their places.
fn filled(json: &Json, texts: &Json) -> Json {
    let texts = texts.as_object().expect("an object");
    let fill = |text: String, (word, value): (&String, &Json)| {
        text.replace(&format!("{{{word}}}"), value.as_str().expect("a text"))
    };
    parsed(&texts.iter().fold(json.to_string(), fill))
}

/// Takes one step: sends exactly what it says, and gives what it says.
#[track_caller]
fn take(gateway: &Json, step: &Json, what: &str) {
    let gateway = if step["gateway"].is_null() { gateway.clone() } else { with(gateway.clone(), &step["gateway"]) };
    let exchanges = step["exchanges"].as_array().expect("a list");
    let script = Script {
        now: Cell::new(step["now"].as_u64().expect("a time")),
        exchanges: RefCell::new(exchanges.iter().cloned().collect()),
        what: what.to_owned(),
    };
    let given = perform(&gateway, step, &script).unwrap_or_else(|error| json!({ "error": error }));
    if let Some(difference) = differs(&step["gives"], &given, "") {
        panic!("{what}: {difference}");
    }
    assert_eq!(script.exchanges.into_inner().len(), 0, "{what}: requests that were not sent");
}

/// The call of a step, as a Rust program makes it; its result as the API for JavaScript writes it.
fn perform(gateway: &Json, step: &Json, script: &Script) -> Result<Json, Error> {
    let gateway = border::read::gateway(&value(gateway), Runtime::Server)?;
    let argument = value(&step["arguments"][0]);
    let text = || step["arguments"][0].as_str().expect("a text");
    let change = |operation| border::read::change(&argument, operation);
    let call = step["call"].as_str().expect("a call");
    if call == "minorUnits" {
        let sum = json!({ "decimal": step["arguments"][0], "currency": step["arguments"][1] });
        let step = parsed(&border::step(&json!({ "task": "minorUnits", "argument": sum }).to_string(), &[]));
        return Ok(if step["error"].is_null() { step["value"]["minor"].clone() } else { step });
    }
    if call == "verifyCallback" {
        let check =
            Check { keys: gateway.callback_keys(), ignored: gateway.callback_ignored(), now_ms: script.now.get() };
        return match callback::open_with(text(), check)? {
            Opened::Genuine(event) | Opened::Unproven(event) => Ok(to_value(event).unwrap()),
            Opened::NeedsRsa { .. } => panic!("no bank of the list gives the tests a private key"),
        };
    }
    let client = Client::new(gateway, script);
    at_once(async {
        let written = match call {
            "register" => to_value(client.register(border::read::order(&argument, Phase::Purchase)?).await?),
            "registerPreAuth" => to_value(client.register(border::read::order(&argument, Phase::PreAuth)?).await?),
            "verify" => to_value(client.verify(border::read::expected(&argument)?).await?),
            "verifyReturn" => to_value(client.verify_return(text()).await?),
            _ => {
                let operation = Operation::ALL.into_iter().find(|operation| operation.as_str() == call);
                let changed = client.change(change(operation.expect("a change"))?).await?;
                let mut given = json!({ "left": changed.left(), "report": changed.report() });
                if let Some(id) = changed.change().external_refund_id() {
                    given["externalRefundId"] = id.into();
                }
                Ok(given)
            }
        };
        Ok(written.unwrap())
    })
}

fn value(json: &Json) -> bpc_checkout::codec::Value {
    support::value(&json.to_string())
}

/// The result of a future that waits for nothing.
fn at_once<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(result) => result,
        Poll::Pending => panic!("it waits"),
    }
}

/// The first place where `given` has not what is wanted. An object may have more.
fn differs(wanted: &Json, given: &Json, path: &str) -> Option<String> {
    match (wanted, given) {
        (Json::Object(wanted), Json::Object(given)) => {
            let found = |name| given.get(name).unwrap_or(&Json::Null);
            wanted.iter().find_map(|(name, value)| differs(value, found(name), &format!("{path}.{name}")))
        }
        _ if wanted == given => None,
        _ => Some(format!("{path}: expected {wanted}, got {given}")),
    }
}

/// A gateway that is asked exactly this.
struct Script {
    now: Cell<u64>,
    exchanges: RefCell<VecDeque<Json>>,
    what: String,
}

impl Transport for &Script {
    async fn send(&self, request: Request) -> Result<Reply, Failure> {
        let Some(exchange) = self.exchanges.borrow_mut().pop_front() else {
            panic!("{}: one request too many: {} {}", self.what, request.url, request.body)
        };
        let Request { url, content_type, authorization, body, timeout_ms: _ } = request;
        let sent = json!([url, content_type, authorization, body]);
        let wanted = json!([exchange["url"], exchange["type"], exchange["authorization"], exchange["body"]]);
        assert_eq!(sent, wanted, "{}", self.what);
        Ok(Reply { status: 200, retry_after: None, body: exchange["reply"]["body"].as_str().map(str::to_owned) })
    }

    async fn sleep(&self, ms: u64) -> Result<(), Failure> {
        panic!("{}: it waits for {ms} ms", self.what)
    }

    fn now_ms(&self) -> u64 {
        self.now.get()
    }

    fn random(&self) -> u128 {
        0
    }
}
