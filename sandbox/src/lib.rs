//! A BPC payment gateway to develop and test against: pure core, no I/O.
