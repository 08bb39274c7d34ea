//! `npm/cli-banks.js`: what `bpc-checkout init` needs to know of each bank. It is made from the lines of the banks.
//!
//! `WRITE_PAGES=1 cargo nextest run --test banks init` writes it again.

use std::fmt::Write;
use std::path::PathBuf;

use bpc_checkout::Currency;
use bpc_checkout::model::gateway::{Dialect, dialect};

const HEAD: &str = "// Made from src/model/gateway/banks.rs: `WRITE_PAGES=1 cargo nextest run --test banks init`.

/**
 * What `bpc-checkout init` needs to know of a bank. `names`: of its gateways, that for tests first. `roots`: their REST roots. `path`: the
 * end of an address that no other bank's gateway has. `currency`: letters, ISO number, decimal places. `minimum`: the smallest amount, minor units. `terminal`, `customer`, `params`: what every order must have, `params` in
 * jsonParams. `onePhase`: it holds no money. `callback`: how callbacks are signed; absent if it is not known.
 * @typedef {{ names: string[], roots: string[], path?: string, currency: [string, string, number], minimum?: number, terminal?: true, customer?: true, params?: string[], onePhase?: true, callback?: string }} Bank
 */

/** @type {Record<string, Bank>} */
export const BANKS = {
";

fn line(name: &str) -> String {
    let dialect = Dialect::named(name).unwrap();
    let number = dialect.value("only").or(dialect.value("currency")).unwrap();
    let currency = Currency::parse(number).unwrap();
    let params: Vec<(&str, &str)> =
        dialect.value("params").unwrap_or_default().split(',').filter_map(|pair| pair.split_once(':')).collect();
    let with = |kind: &str| -> Vec<String> {
        params.iter().filter(|(_, value)| *value == kind).map(|(name, _)| format!("\"{name}\"")).collect()
    };
    let (names, roots): (Vec<String>, Vec<String>) = [format!("{name}-test"), name.to_owned()]
        .into_iter()
        .filter_map(|gateway| Some((format!("\"{gateway}\""), format!("\"{}\"", dialect::named(&gateway).ok()?.0))))
        .unzip();
    let mut bank = format!("names: [{}], roots: [{}]", names.join(", "), roots.join(", "));
    if let Some(path) = dialect.value("path") {
        write!(bank, ", path: \"{path}\"").unwrap();
    }
    write!(bank, ", currency: [\"{}\", \"{number}\", {}]", currency.alpha(), currency.exponent()).unwrap();
    if let Some(minimum) = dialect.value("minimum") {
        write!(bank, ", minimum: {minimum}").unwrap();
    }
    if !with("@").is_empty() {
        bank += ", terminal: true";
    }
    if dialect.does("customer") {
        bank += ", customer: true";
    }
    if !with("!").is_empty() {
        write!(bank, ", params: [{}]", with("!").join(", ")).unwrap();
    }
    if dialect.does("one-phase") {
        bank += ", onePhase: true";
    }
    if let Some(callback) = dialect.value("callback") {
        write!(bank, ", callback: \"{callback}\"").unwrap();
    }
    let key = if name.contains('-') { format!("\"{name}\"") } else { name.to_owned() };
    format!("  {key}: {{ {bank} }},\n")
}

#[test]
fn the_list_of_init_is_current() {
    let mut names: Vec<String> = dialect::names().map(|name| name.trim_end_matches("-test").to_owned()).collect();
    names.sort_unstable();
    names.dedup();
    let made = format!("{HEAD}{}}};\n", names.iter().map(|name| line(name)).collect::<String>());
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("npm/cli-banks.js");
    if std::env::var_os("WRITE_PAGES").is_some() {
        std::fs::write(&path, &made).unwrap();
    }
    // Prettier breaks the lines otherwise.
    let words = |text: &str| text.split_whitespace().collect::<String>().replace(",}", "}").replace(",]", "]");
    let found = std::fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(words(&found), words(&made), "npm/cli-banks.js is not current; run with WRITE_PAGES=1");
}
