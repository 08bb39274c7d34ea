//! Faults of the transport: a response is replaced, or damaged on the way.

use super::{Effect, Fault, FaultKind, with_effect};
use crate::http::Response;

/// Default milliseconds of a late response: longer than a client waits.
const LATE_MS: u64 = 30_000;

const MAINTENANCE: &str =
    "<!doctype html>\n<html><head><title>Maintenance</title></head><body><h1>We will be back soon</h1></body></html>\n";

/// The response that replaces the call. `None` when the call is to be carried out.
pub(crate) fn replace(faults: &[Fault]) -> Option<Response> {
    with_effect(faults, Effect::Replace).find_map(|fault| match fault.kind {
        FaultKind::BadGateway => Some(Response::new(502, "text/plain", Vec::new())),
        FaultKind::ServerError => {
            Some(Response::new(500, "text/html;charset=UTF-8", "<h1>Internal Server Error</h1>\n"))
        }
        FaultKind::TooManyRequests => Some(Response::new(429, "text/plain", "Too many requests\n")),
        FaultKind::Html => Some(Response::new(200, "text/html;charset=UTF-8", MAINTENANCE)),
        FaultKind::Stalled => {
            let delay_ms = fault.delay_ms.unwrap_or(LATE_MS);
            Some(Response { delay_ms, ..Response::new(504, "text/plain", Vec::new()) })
        }
        FaultKind::Reset => Some(Response { reset: true, ..Response::new(502, "text/plain", Vec::new()) }),
        _ => None,
    })
}

/// The response of a call that was carried out, with the faults in it.
pub(crate) fn corrupt(faults: &[Fault], mut response: Response) -> Response {
    for fault in with_effect(faults, Effect::Corrupt) {
        match fault.kind {
            FaultKind::Lost => response.reset = true,
            FaultKind::Late => response.delay_ms = fault.delay_ms.unwrap_or(LATE_MS),
            FaultKind::Empty => response.body.clear(),
            FaultKind::Cut => response.body.truncate(response.body.len() / 2),
            FaultKind::JsonString => response.body = b"\"Service is unavailable\"".to_vec(),
            FaultKind::JsonNumber => response.body = b"0".to_vec(),
            FaultKind::JsonNull => response.body = b"null".to_vec(),
            FaultKind::JsonArray => {
                response.body.insert(0, b'[');
                response.body.push(b']');
            }
            FaultKind::Bom => response.body = [b"\xEF\xBB\xBF", response.body.as_slice()].concat(),
            _ => {}
        }
    }
    response
}
