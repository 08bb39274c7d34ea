//! The transport of bpc-checkout over `reqwest`.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use bpc_checkout::call::{Failure, MAX_REPLY_BYTES, Request};
use bpc_checkout::client::Transport;
use bpc_checkout::protocol::reply::Reply;
use reqwest::Response;
use reqwest::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, RETRY_AFTER};
use reqwest::redirect::Policy;

/// Sends with a `reqwest` client that follows no redirect: the request holds the credentials.
pub struct Http(reqwest::Client);

impl Http {
    pub fn new() -> reqwest::Result<Self> {
        reqwest::Client::builder().redirect(Policy::none()).build().map(Self)
    }

    async fn post(&self, request: Request) -> Result<Reply, Failure> {
        let sent = self.0.post(request.url).header(CONTENT_TYPE, request.content_type);
        let mut sent = sent.header(ACCEPT, "application/json").body(request.body);
        if let Some(authorization) = request.authorization {
            sent = sent.header(AUTHORIZATION, authorization);
        }
        // Without a connection nothing was sent, so the call may be repeated.
        let failure = |error: reqwest::Error| if error.is_connect() { Failure::Unconnected } else { Failure::Network };
        let mut response = sent.send().await.map_err(failure)?;
        let status = response.status();
        if status.is_redirection() {
            return Err(Failure::Redirect);
        }
        let retry_after = response.headers().get(RETRY_AFTER).and_then(|value| value.to_str().ok()).map(str::to_owned);
        let body = String::from_utf8(body(&mut response).await?).ok();
        Ok(Reply { status: status.as_u16(), retry_after, body })
    }
}

impl Transport for Http {
    async fn send(&self, request: Request) -> Result<Reply, Failure> {
        let deadline = Duration::from_millis(request.timeout_ms.into());
        tokio::time::timeout(deadline, self.post(request)).await.unwrap_or(Err(Failure::Timeout))
    }

    async fn sleep(&self, ms: u64) -> Result<(), Failure> {
        tokio::time::sleep(Duration::from_millis(ms)).await;
        Ok(())
    }

    fn now_ms(&self) -> u64 {
        let time = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
    }

    fn random(&self) -> u128 {
        let mut bytes = [0; 16];
        // Without random bytes the call still works: order numbers then depend on the time alone.
        let _ = getrandom::fill(&mut bytes);
        u128::from_le_bytes(bytes)
    }
}

/// The body, at most as large as a reply may be.
async fn body(response: &mut Response) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(|_| Failure::Network)? {
        bytes.extend_from_slice(&chunk);
        if bytes.len() > MAX_REPLY_BYTES {
            return Err(Failure::TooLarge);
        }
    }
    Ok(bytes)
}
