//! The tests of this crate compile the programs in `cases`.
