//! Card payments by redirect through any bank that runs the BPC (RBS, `SmartVista`) payment gateway.

#[cfg(feature = "border")]
pub mod border;
pub mod call;
#[cfg(feature = "client")]
pub mod client;
pub mod codec;
#[cfg(all(feature = "js", target_arch = "wasm32"))]
pub mod js;
pub mod messages;
pub mod model;
pub mod protocol;
#[cfg(feature = "serde")]
pub mod serialize;
#[cfg(all(feature = "fetch", target_arch = "wasm32"))]
pub mod transport;
pub mod trust;

pub use call::Registered;
pub use model::address::Address;
pub use model::change::{Change, ChangeBuilder};
pub use model::error::{Error, ErrorCode, Invalid};
pub use model::expected::{Expected, Query};
pub use model::gateway::{Gateway, GatewayBuilder};
pub use model::ids::{OrderId, OrderNumber, Phase};
pub use model::money::{Amount, Currency};
pub use model::order::{Order, OrderBuilder};
pub use protocol::status::{OrderReport, OrderStatus};
pub use trust::verdict::{Outcome, Verdict};
