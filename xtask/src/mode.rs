//! How thoroughly the tests run, and what a step may look at.

use crate::manifest::Manifest;

/// How thoroughly the tests run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mode {
    /// While somebody writes: format, lint, Rust tests, build and one Node, in less than two minutes.
    Quick,
    /// Before a change is merged: everything, with enough random cases to find a planted fault.
    Short,
    /// Every night: a minute for each fuzz target, ten thousand cases for each property.
    Long,
}

/// What a step may look at.
pub(crate) struct Run {
    pub(crate) manifest: Manifest,
    pub(crate) mode: Mode,
}
