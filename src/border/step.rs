//! One step of a call, for a caller that keeps the events itself.

use crate::border::options::Options;
use crate::border::write::{Raw, Words};
use crate::border::{read, write};
use crate::call::{self, Action, Call, CallStart, Event, Failure, Task};
use crate::codec::{Value, json};
use crate::model::change::Operation;
use crate::model::error::Error;
use crate::model::gateway::{Gateway, Runtime};
use crate::model::ids::Phase;
use crate::protocol::object::Object;
use crate::protocol::reply::Reply;
use crate::trust::callback::{self, Check};

/// Says what a call needs next.
///
/// `call` is the JSON text of `{ task, argument, gateway, inPage, words, events }`, where `task` is the name of a public function and
/// `events` are the start of the call and then the result of each request so far. `reply` is the body of the last event as
/// bytes, so that it need not be written into JSON and read again. The result is the JSON text of `{ value }`, `{ error }` with the
/// fields of a `CheckoutError`, or `{ request: { url, body, ms, cap } }`; a request without `url` is a wait. If the
/// `raw` of a report is `null`, the caller uses `reply` instead.
///
/// No state is kept between two steps: the whole call is computed again from its events. So a trap of the module cannot damage
/// another call.
///
/// ```
/// let sum = r#"{"task":"minorUnits","argument":{"decimal":"20.00","currency":"EUR"}}"#;
/// let step = bpc_checkout::border::step(sum, &[]);
/// assert_eq!(step, r#"{"value":{"minor":2000,"decimal":"20.00","currency":"EUR","digits":2}}"#);
/// ```
#[must_use]
pub fn step(call: &str, reply: &[u8]) -> String {
    let call = json::parse(call).unwrap_or(Value::Null);
    next(&call, reply).unwrap_or_else(|error| write::failed(&error))
}

fn next(call: &Value, reply: &[u8]) -> Result<String, Error> {
    let call = Options::of("call", call)?;
    let argument = call.get("argument").unwrap_or(&Value::Null);
    let name = call.get("task").map_or("", read::text_or_empty);
    match name {
        "minorUnits" => return read::decimal(argument).map(write::money),
        "formatAmount" => return read::minor(argument).map(write::money),
        _ => {}
    }
    let words = if call.has("words") { Words::Numbered } else { Words::Text };
    let events = if let Some(Value::List(events)) = call.get("events") { events } else { &[][..] };
    let mut events = events.iter().filter_map(Object::of);
    let start = start(events.next());
    let in_page = matches!(call.get("inPage"), Some(Value::Bool(true)));
    let gateway = call.get("gateway").unwrap_or(&Value::Null);
    if name == "verifyCallback" {
        let (keys, ignored) = read::callback_check(gateway)?;
        let check = Check { keys: keys.as_ref(), ignored: &ignored, now_ms: start.now_ms };
        return callback::open_with(read::text_or_empty(argument), check).map(|opened| write::opened(&opened));
    }
    let gateway = read::gateway(gateway, Runtime::Server)?;
    let task = task(name, argument, &gateway, start.now_ms)?;
    // Not before this: a wrong argument is reported first, and `verifyCallback` may run in a page.
    gateway.allow_in(if in_page { Runtime::Page } else { Runtime::Server })?;
    let mut call = Call::new(task, &gateway, start);
    let mut raw = Raw::Written;
    for told in events {
        let event = event(told, reply);
        raw = if told.mentions("body") { Raw::Written } else { Raw::Received };
        call.handle(event);
    }
    Ok(match call.poll() {
        Action::Send(request) => write::request(&request),
        Action::Wait(ms) => write::wait(ms),
        Action::Done => write::answered(call.into_result()?, words, raw),
    })
}

/// Reads the caller's argument as a task.
pub(crate) fn task(name: &str, argument: &Value, gateway: &Gateway, now_ms: u64) -> Result<Task, Error> {
    Ok(match name {
        "register" => Task::Register(read::order(argument, Phase::Purchase)?),
        "registerPreAuth" => Task::Register(read::order(argument, Phase::PreAuth)?),
        "status" => Task::Status(read::query(argument)?),
        "verify" => Task::Verify(read::expected(argument)?),
        "verifyReturn" => Task::Verify(call::expected_of_return(&read::url(argument)?, gateway, now_ms)?),
        "call" => Task::Other(read::other(argument, gateway)?),
        _ => {
            let known = Operation::ALL.into_iter().find(|operation| operation.as_str() == name);
            let operation = known.ok_or_else(|| Error::invalid("call.task", "is not a public function"))?;
            Task::Change(read::change(argument, operation)?)
        }
    })
}

/// `{ now, random }`: milliseconds, and up to four numbers of 32 bits.
fn start(call: Option<Object<'_>>) -> CallStart {
    let word = |part: &Value| if let Value::Int(bits) = part { bits.unsigned_abs().into() } else { 0_u128 };
    let random = call.map_or(&[][..], |call| call.list("random")).iter();
    CallStart { now_ms: call.map_or(0, now_ms), random: random.fold(0, |bits, part| (bits << 32) | word(part)) }
}

fn now_ms(event: Object<'_>) -> u64 {
    event.natural("now").ok().flatten().unwrap_or(0)
}

/// `{ now }` with `{ status, retryAfter, body }`, or with the name of a `failure`.
fn event(event: Object<'_>, reply: &[u8]) -> Event {
    let status = event.natural("status").ok().flatten().and_then(|status| u16::try_from(status).ok());
    let result = match status {
        Some(status) => Ok(Reply { status, retry_after: event.text("retryAfter"), body: body(event, reply) }),
        None => Err(Failure::named(&event.text("failure").unwrap_or_default())),
    };
    Event { now_ms: now_ms(event), result }
}

/// If the event has no `body`, the body is `reply`. The value `null` means that the body was not UTF-8.
fn body(event: Object<'_>, reply: &[u8]) -> Option<String> {
    match event.get("body") {
        Some(Value::Text(body)) => Some(body.clone()),
        _ if event.mentions("body") => None,
        _ => std::str::from_utf8(reply).ok().map(str::to_owned),
    }
}
