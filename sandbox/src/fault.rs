//! Faults on request: failures of a gateway, a proxy or a network. A fault can be limited to a number of requests, to a
//! share of them, to one order or to one call.

mod body;
mod kind;
mod transport;

use serde::{Deserialize, Serialize};

pub(crate) use body::tamper;
pub use kind::FaultKind;
pub(crate) use transport::{corrupt, replace};

use crate::random::Random;
use kind::Effect;

/// A fault that is active.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Fault {
    /// What goes wrong.
    pub kind: FaultKind,
    /// For how many requests. The default is one. With `share` or `order` there is no limit by default.
    #[serde(default)]
    pub times: Option<u32>,
    /// For this share of the requests, 0 to 1.
    #[serde(default)]
    pub share: Option<f64>,
    /// Only for requests about the order with this id or number, whichever of the two the request names.
    #[serde(default)]
    pub order: Option<String>,
    /// Only for this call, such as `register`.
    #[serde(default)]
    pub call: Option<String>,
    /// Milliseconds that a `late` or `stalled` response takes. The default is 30,000.
    #[serde(default)]
    pub delay_ms: Option<u64>,
    /// How many requests and callbacks have met the fault. 0 means that it has changed nothing yet: the order that it names
    /// may never come. Only [`Sandbox::faults`](crate::Sandbox::faults) sets it.
    #[serde(skip_deserializing)]
    pub hits: u32,
}

impl Fault {
    /// This fault for the next request.
    #[must_use]
    pub fn once(kind: FaultKind) -> Self {
        Self { kind, times: None, share: None, order: None, call: None, delay_ms: None, hits: 0 }
    }

    /// Whether the fault is about an order that has one of these ids or numbers.
    fn concerns_order(&self, ids: &[String]) -> bool {
        self.order.as_ref().is_none_or(|only| ids.contains(only))
    }

    fn concerns_call(&self, call: &str) -> bool {
        self.call.as_deref().is_none_or(|only| only.trim_end_matches(".do") == call)
    }
}

/// The faults that change a call in this way.
fn with_effect(faults: &[Fault], effect: Effect) -> impl Iterator<Item = &Fault> {
    faults.iter().filter(move |fault| fault.kind.effect() == effect)
}

/// Faults that can be active at the same time.
const MAX_FAULTS: usize = 100;

/// The faults that are active.
#[derive(Debug, Default)]
pub(crate) struct Faults(Vec<Fault>);

impl Faults {
    pub(crate) fn inject(&mut self, mut fault: Fault) -> Result<(), String> {
        if fault.share.is_some_and(|share| !(0.0..=1.0).contains(&share)) {
            return Err("share: must be 0 to 1".into());
        }
        if fault.times == Some(0) {
            return Err("times: must be at least 1".into());
        }
        if self.0.len() >= MAX_FAULTS {
            return Err(format!("faults: at most {MAX_FAULTS} can be active"));
        }
        if fault.share.is_none() && fault.order.is_none() {
            fault.times = fault.times.or(Some(1));
        }
        self.0.push(fault);
        Ok(())
    }

    pub(crate) fn clear(&mut self) {
        self.0.clear();
    }

    pub(crate) fn list(&self) -> &[Fault] {
        &self.0
    }

    /// The faults of one request. `ids` are the ids and the numbers of the orders that the request names.
    pub(crate) fn for_request(&mut self, call: &str, ids: &[String], random: &mut Random) -> Vec<Fault> {
        self.select(random, |fault| {
            fault.kind.effect() != Effect::Callback && fault.concerns_call(call) && fault.concerns_order(ids)
        })
    }

    /// The faults of one callback.
    pub(crate) fn for_callback(&mut self, ids: &[String], random: &mut Random) -> Vec<FaultKind> {
        let selected =
            self.select(random, |fault| fault.kind.effect() == Effect::Callback && fault.concerns_order(ids));
        selected.into_iter().map(|fault| fault.kind).collect()
    }

    /// Selects faults by their condition and their share, and counts them down.
    fn select(&mut self, random: &mut Random, condition: impl Fn(&Fault) -> bool) -> Vec<Fault> {
        let mut selected = Vec::new();
        for fault in &mut self.0 {
            if !condition(fault) || !falls_into(fault.share, random) {
                continue;
            }
            selected.push(fault.clone());
            fault.hits = fault.hits.saturating_add(1);
            fault.times = fault.times.map(|times| times.saturating_sub(1));
        }
        self.0.retain(|fault| fault.times != Some(0));
        selected
    }
}

/// Whether a request falls into this share, to a millionth. A share of 1 is always, a share of 0 is never.
fn falls_into(share: Option<f64>, random: &mut Random) -> bool {
    share.is_none_or(|share| f64::from(u32::try_from(random.below(1_000_000)).unwrap_or(0)) < share * 1_000_000.0)
}
