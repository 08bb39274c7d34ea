//! The pages the customer sees: the payment page, the issuer's 3-D Secure page and short notices. No scripts anywhere.

mod control;
mod html;
mod issuer;
mod notice;
mod payment;
mod style;
mod text;

pub(crate) use control::answer as control;
pub(crate) use issuer::answer as issuer;
pub(crate) use payment::answer as payment;
