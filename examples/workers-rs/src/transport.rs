//! The transport of bpc-checkout over the `fetch` of a Worker.

use std::pin::pin;
use std::time::Duration;

use bpc_checkout::call::{Failure, MAX_REPLY_BYTES, Request};
use bpc_checkout::client::Transport;
use bpc_checkout::protocol::reply::Reply;
use futures_util::StreamExt;
use futures_util::future::{Either, select};
use worker::{
    AbortController, AbortSignal, Date, Delay, Fetch, Headers, Method, RequestInit, RequestRedirect, Response,
};

/// Sends with the Worker's `fetch`.
pub struct WorkerFetch;

impl Transport for WorkerFetch {
    async fn send(&self, request: Request) -> Result<Reply, Failure> {
        let abort = AbortController::default();
        let signal = abort.signal();
        let deadline = Delay::from(Duration::from_millis(request.timeout_ms.into()));
        match select(pin!(post(&request, &signal)), deadline).await {
            Either::Left((reply, _)) => reply,
            Either::Right(_) => {
                abort.abort();
                Err(Failure::Timeout)
            }
        }
    }

    async fn sleep(&self, ms: u64) -> Result<(), Failure> {
        Delay::from(Duration::from_millis(ms)).await;
        Ok(())
    }

    fn now_ms(&self) -> u64 {
        Date::now().as_millis()
    }

    fn random(&self) -> u128 {
        let mut bytes = [0; 16];
        // Without random bytes the call still works: order numbers then depend on the time alone.
        let _ = getrandom::fill(&mut bytes);
        u128::from_le_bytes(bytes)
    }
}

async fn post(request: &Request, signal: &AbortSignal) -> Result<Reply, Failure> {
    let sent = Fetch::Request(form(request).map_err(|_| Failure::NotSent)?);
    let mut response = sent.send_with_signal(signal).await.map_err(|_| Failure::Network)?;
    let status = response.status_code();
    if (300..400).contains(&status) {
        return Err(Failure::Redirect);
    }
    let retry_after = response.headers().get("retry-after").ok().flatten();
    Ok(Reply { status, retry_after, body: String::from_utf8(body(&mut response).await?).ok() })
}

/// A POST that follows no redirect: it holds the credentials.
fn form(request: &Request) -> worker::Result<worker::Request> {
    let headers = Headers::new();
    headers.set("content-type", request.content_type)?;
    headers.set("accept", "application/json")?;
    if let Some(authorization) = &request.authorization {
        headers.set("authorization", authorization)?;
    }
    let mut init = RequestInit::new();
    init.with_method(Method::Post).with_headers(headers).with_redirect(RequestRedirect::Manual);
    init.with_body(Some(request.body.as_str().into()));
    worker::Request::new_with_init(&request.url, &init)
}

/// The body, at most as large as a reply may be.
async fn body(response: &mut Response) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    // A response without a body has no stream.
    let Ok(mut chunks) = response.stream() else { return Ok(bytes) };
    while let Some(chunk) = chunks.next().await {
        bytes.extend(chunk.map_err(|_| Failure::Network)?);
        if bytes.len() > MAX_REPLY_BYTES {
            return Err(Failure::TooLarge);
        }
    }
    Ok(bytes)
}
