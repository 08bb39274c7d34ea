//! An order, as the JavaScript API takes it, and its phase.

use serde::de::{self, Deserialize, Deserializer};
use serde::ser::{Serialize, Serializer};

use crate::border::read;
use crate::codec::{Value, json};
use crate::model::ids::Phase;
use crate::model::order::parameters::{self, Shape};
use crate::model::order::{Numbering, Order};

/// The key beside those of the JavaScript API, where the function's name says it.
const PHASE: &str = "phase";

impl Serialize for Order {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut entries = vec![
            ("amount", self.amount().minor().into()),
            ("currency", self.currency().alpha().into()),
            ("returnUrl", self.return_url().as_str().into()),
        ];
        if let Some(url) = self.fail_url() {
            entries.push(("failUrl", url.as_str().into()));
        }
        match self.numbering() {
            Numbering::Given(number) => entries.push(("orderNumber", number.as_str().into())),
            Numbering::ByBank => entries.push(("orderNumber", Value::Null)),
            Numbering::Generated => {}
        }
        if self.phase() == Phase::PreAuth {
            entries.push((PHASE, "preauth".into()));
        }
        for (name, text) in self.parameters() {
            add(&mut entries, name, text);
        }
        serializer.collect_map(entries)
    }
}

/// Adds a parameter as the value that the caller would write.
fn add(entries: &mut Vec<(&'static str, Value)>, name: &'static str, text: &str) {
    let value = match parameters::find(name).map(|parameter| &parameter.shape) {
        Some(Shape::Repeated(_)) => {
            if let Some((_, Value::List(items))) = entries.iter_mut().find(|(known, _)| *known == name) {
                items.push(text.into());
                return;
            }
            Value::List(vec![text.into()])
        }
        Some(Shape::Json | Shape::Whole(..)) => json::parse(text).unwrap_or_else(|_| text.into()),
        _ => text.into(),
    };
    entries.push((name, value));
}

impl<'de> Deserialize<'de> for Order {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut value = Value::deserialize(deserializer)?;
        let phase = take_phase(&mut value).map_err(de::Error::custom)?;
        read::order(&value, phase).map_err(de::Error::custom)
    }
}

/// A purchase, unless the object says otherwise.
fn take_phase(order: &mut Value) -> Result<Phase, crate::Error> {
    let Value::Object(entries) = order else { return Ok(Phase::Purchase) };
    let Some(at) = entries.iter().position(|(name, _)| name == PHASE) else { return Ok(Phase::Purchase) };
    let (_, phase) = entries.remove(at);
    read::phase(&phase).map_err(|invalid| invalid.at("order.phase"))
}
