//! A call as JavaScript tells it, and what it needs next.

use super::{convert, input};
use crate::callback;
use crate::client::{self, Begun, Event, Failure, Next, Task};
use crate::error::Error;
use crate::gateway::{Gateway, Place};
use crate::lifecycle::{Change, Operation};
use crate::options::Options;
use crate::order::{Order, Phase};
use crate::wire::object::Object;
use crate::wire::reply::Reply;
use crate::wire::value::Value;

pub(super) fn next(call: &Value) -> Result<Value, Error> {
    let call = Options::of("call", call)?;
    let argument = call.get("argument").unwrap_or(&Value::Null);
    let name = call.get("task").map_or("", input::text);
    match name {
        "minorUnits" => return input::decimal(argument).map(|money| convert::done(convert::money(money))),
        "formatAmount" => return input::minor(argument).map(|money| convert::done(convert::money(money))),
        _ => {}
    }
    let events = if let Some(Value::List(events)) = call.get("events") { events } else { &[][..] };
    let mut events = events.iter().filter_map(Object::of);
    let begun = begun(events.next());
    #[cfg(feature = "test-panic")]
    if name == "testPanic" {
        return Ok(if events.next().is_none() { convert::wait(0) } else { super::panic::now(input::text(argument)) });
    }
    let in_page = matches!(call.get("inPage"), Some(Value::Bool(true)));
    let place = if in_page { Place::Page } else { Place::Server };
    let gateway = Gateway::read(call.get("gateway").unwrap_or(&Value::Null), place)?;
    if name == "verifyCallback" {
        return callback::open(input::text(argument), gateway.callback.as_ref())
            .map(|opened| convert::done(convert::opened(&opened)));
    }
    let task = task(name, argument, &gateway, begun.now_ms)?;
    Ok(match client::next(task, &gateway, begun, events.map(event))? {
        Next::Request(request) => convert::request(&request),
        Next::Wait(ms) => convert::wait(ms),
        Next::Done(answer) => convert::answered(answer, gateway.language.as_deref()),
    })
}

/// The caller's argument, checked, as what is to be done.
fn task(name: &str, argument: &Value, gateway: &Gateway, now_ms: u64) -> Result<Task, Error> {
    Ok(match name {
        "register" => Task::Register(Order::read(argument, Phase::Purchase, gateway)?),
        "registerPreAuth" => Task::Register(Order::read(argument, Phase::PreAuth, gateway)?),
        "status" => Task::Status(input::query(argument)?),
        "verify" => Task::Verify(input::expected(argument)?),
        "verifyReturn" => Task::Verify(client::expected_of_return(&input::url(argument)?, gateway, now_ms)?),
        _ => Task::Change(Change::read(argument, operation(name)?)?),
    })
}

fn operation(name: &str) -> Result<Operation, Error> {
    Ok(match name {
        "deposit" => Operation::Deposit,
        "reverse" => Operation::Reverse,
        "refund" => Operation::Refund,
        "decline" => Operation::Decline,
        _ => return Err(Error::invalid("call.task", "is none")),
    })
}

/// `{ now, random }`: milliseconds, and up to four numbers of 32 bits.
fn begun(call: Option<Object<'_>>) -> Begun {
    let word = |part: &Value| if let Value::Int(bits) = part { bits.unsigned_abs().into() } else { 0_u128 };
    let random = call.map_or(&[][..], |call| call.list("random")).iter();
    Begun { now_ms: call.map_or(0, now_ms), random: random.fold(0, |bits, part| (bits << 32) | word(part)) }
}

fn now_ms(event: Object<'_>) -> u64 {
    event.natural("now").ok().flatten().unwrap_or(0)
}

/// A moment with `{ status, retryAfter, body }`, or with the name of a `failure`.
fn event(event: Object<'_>) -> Event {
    let status = event.natural("status").ok().flatten().and_then(|status| u16::try_from(status).ok());
    let body = if let Some(Value::Text(body)) = event.get("body") { Some(body.clone()) } else { None };
    let came = match status {
        Some(status) => Ok(Reply { status, retry_after: event.text("retryAfter"), body }),
        None => Err(Failure::named(&event.text("failure").unwrap_or_default())),
    };
    Event { now_ms: now_ms(event), came }
}
