//! A program that depends on this crate can make a value that promises something only through the function that checks it. Each
//! file in `cases` but `proper_use.rs` is a program that tries another way: it must not compile, and for the reason in its
//! `.stderr` file.
//!
//! After a change of compiler, `TRYBUILD=overwrite cargo test --package bpc-checkout-forgery` writes the `.stderr` files again.
//! Read the difference.

#![cfg(test)]

use std::path::Path;

#[test]
fn a_foreign_crate_cannot_forge_alter_or_expose_a_value() {
    let cases = trybuild::TestCases::new();
    cases.pass("cases/proper_use.rs");
    for attempts in ["cases/forged_*.rs", "cases/altered_*.rs", "cases/exposed_*.rs"] {
        cases.compile_fail(attempts);
    }
}

/// A `.stderr` file could also be written for a misspelt name. Then it would say "not found" instead of "private".
#[test]
fn every_attempt_fails_because_something_is_private() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("cases");
    let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let outputs: Vec<_> =
        files.filter(|path| path.extension().is_some_and(|extension| extension == "stderr")).collect();
    assert_eq!(outputs.len(), 18, "one for each attempt");
    for path in outputs {
        let text = std::fs::read_to_string(&path).unwrap();
        let errors: Vec<&str> = text.lines().filter(|line| line.starts_with("error")).collect();
        assert!(!errors.is_empty(), "{}", path.display());
        for error in errors {
            assert!(error.contains("private"), "{}: {error}", path.display());
        }
    }
}
