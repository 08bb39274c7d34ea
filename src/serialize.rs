//! Serialize and Deserialize for what a web application stores and sends, under the names of the TypeScript declarations.
//!
//! | type | serialized as | read back |
//! |---|---|---|
//! | `OrderNumber`, `OrderId` | text | yes, checked |
//! | `Amount` | a number of minor units | yes, checked |
//! | `Currency` | ISO 4217 letters | yes, from letters, digits or a number |
//! | `Phase` | `"purchase"`, `"preauth"`, `"verify"` | yes |
//! | `Query`, `Expected`, `Order` | an object, as the JavaScript API takes it; an order with its `phase` | yes, checked |
//! | `Value` | any JSON | yes |
//! | `Registered`, `Error`, `Event` | an object, as the JavaScript API gives it | no |
//! | `OrderReport`, `Verdict` | an object, as the JavaScript API gives it | **no** |
//!
//! A verdict or a report that could be read back could be forged: "paid" comes from the gateway, in answer to a request of
//! this program's own, and from nowhere else. What a program stores is the [`Expected`] order; it asks again.

mod order;
mod value;

use std::fmt;

use serde::de::{self, Deserialize, Deserializer, Visitor};
use serde::ser::{Serialize, Serializer};

use crate::border::{read, values};
use crate::call::Registered;
use crate::codec::Value;
use crate::model::error::{Error, Invalid};
use crate::model::expected::{Expected, Query};
use crate::model::ids::{OrderId, OrderNumber, Phase};
use crate::model::money::{Amount, Currency};
use crate::protocol::status::OrderReport;
use crate::trust::callback::Event;
use crate::trust::verdict::Verdict;

/// Text that is checked on the way in.
struct Checked<T> {
    expected: &'static str,
    read: fn(&str) -> Result<T, Invalid>,
}

impl<T> Visitor<'_> for Checked<T> {
    type Value = T;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.expected)
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<T, E> {
        (self.read)(text).map_err(E::custom)
    }
}

impl Serialize for OrderNumber {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for OrderNumber {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(Checked { expected: "an order number", read: Self::parse })
    }
}

impl Serialize for OrderId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for OrderId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(Checked { expected: "an order id", read: Self::new })
    }
}

impl Serialize for Amount {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u64(self.minor())
    }
}

impl<'de> Deserialize<'de> for Amount {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::from_minor(u64::deserialize(deserializer)?).map_err(de::Error::custom)
    }
}

impl Serialize for Currency {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.alpha())
    }
}

impl<'de> Deserialize<'de> for Currency {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        crate::border::options::currency(&Value::deserialize(deserializer)?).map_err(de::Error::custom)
    }
}

impl Serialize for Phase {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Phase {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        read::phase(&Value::deserialize(deserializer)?).map_err(de::Error::custom)
    }
}

impl Serialize for Query {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (name, id) = match self {
            Self::OrderId(id) => ("orderId", id.as_str()),
            Self::OrderNumber(number) => ("orderNumber", number.as_str()),
        };
        serializer.collect_map([(name, id)])
    }
}

impl<'de> Deserialize<'de> for Query {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        read::query(&Value::deserialize(deserializer)?).map_err(de::Error::custom)
    }
}

impl Serialize for Expected {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let id = self.order_id().map(|id| ("orderId", Value::from(id.as_str())));
        serializer.collect_map(id.into_iter().chain([
            ("orderNumber", self.order_number().as_str().into()),
            ("amount", self.amount().minor().into()),
            ("currency", self.currency().alpha().into()),
            ("phase", self.phase().as_str().into()),
        ]))
    }
}

impl<'de> Deserialize<'de> for Expected {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        read::expected(&Value::deserialize(deserializer)?).map_err(de::Error::custom)
    }
}

impl Serialize for Registered {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        values::registered(self).serialize(serializer)
    }
}

impl Serialize for OrderReport {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        values::report(self).serialize(serializer)
    }
}

/// With the message for the customer in English.
impl Serialize for Verdict {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        values::verdict(self).serialize(serializer)
    }
}

/// The fields of a `CheckoutError`. It holds no secret.
impl Serialize for Error {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        values::error(self).serialize(serializer)
    }
}

/// A callback, as `verifyCallback` gives it: a hint, never a result.
impl Serialize for Event {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        values::event(self).serialize(serializer)
    }
}
