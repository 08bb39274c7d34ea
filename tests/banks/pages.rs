//! `docs/banks`: a page for each bank. The table of a page is made from the bank's line; the text around it is written by hand.
//!
//! `WRITE_PAGES=1 cargo nextest run --test banks pages` writes the tables again.

use std::fmt::Write;
use std::path::PathBuf;

use bpc_checkout::Currency;
use bpc_checkout::model::gateway::{Dialect, dialect};

const BEGIN: &str = "<!-- made from the bank's line in src/model/gateway/banks.rs -->\n";
const END: &str = "<!-- end -->\n";

/// The table of a bank, in words.
fn table(name: &str, dialect: Dialect) -> String {
    let mut rows = String::from("| | |\n|---|---|\n");
    let mut row = |what: &str, text: &str| writeln!(rows, "| {what} | {text} |").unwrap();
    for (end, what) in [("", "`bank`"), ("-test", "`bank` for tests")] {
        let full = format!("{name}{end}");
        let text = dialect::named(&full)
            .map_or("not known: ask the bank".to_owned(), |(root, _)| format!("`\"{full}\"`: `{root}`"));
        row(what, &text);
    }
    row("import", &import(name));
    row("login", if dialect.does("basic") { "`Authorization: Basic` header" } else { "in the request's body" });
    row("requests", if dialect.does("json") { "JSON with typed values" } else { "form" });
    match (dialect.value("only"), dialect.value("currency")) {
        (Some(only), _) => row("currency", &format!("{} only", currency(only))),
        (None, usual) => row("currency", &format!("usually {}", currency(usual.unwrap()))),
    }
    row(
        "languages",
        &dialect.value("languages").map_or("as the bank has them".to_owned(), |known| known.replace(',', ", ")),
    );
    let limits: Vec<String> = ["orderNumber", "description", "email", "childId", "pageView", "jsonParams", "udf"]
        .into_iter()
        .filter_map(|name| {
            let shown = if name == "udf" {
                "`terminalId` and each of `udf1` to `udf5`".to_owned()
            } else {
                format!("`{name}`")
            };
            dialect.value(name).map(|max| format!("{shown} {max}"))
        })
        .collect();
    row("longest texts", &if limits.is_empty() { "as in the reference".to_owned() } else { limits.join(", ") });
    if let Some(minimum) = dialect.value("minimum") {
        row("smallest amount", &format!("{minimum} minor units"));
    }
    if let Some(refused) = dialect.value("without") {
        let each: Vec<String> = refused.chars().map(|c| format!("`{c}`")).collect();
        row("not in `orderNumber` and `description`", &each.join(", "));
    }
    if dialect.does("customer") {
        row("mandatory", "`orderBundle` with `customerDetails`: `customer()` makes it");
    }
    for pair in dialect.value("params").unwrap_or_default().split(',').filter(|pair| !pair.is_empty()) {
        let (name, value) = pair.split_once(':').unwrap();
        let what = match value {
            "#" => "the order number, unless you give it".to_owned(),
            "@" => "your `gateway.terminalId`".to_owned(),
            "!" => "you must give it".to_owned(),
            value => format!("`\"{value}\"`, unless you give it"),
        };
        row(&format!("`jsonParams.{name}`"), &what);
    }
    if dialect.does("one-phase") {
        row("two phases", "no");
    }
    if dialect.does("whole-refund") {
        row("partial refunds", "no: leave `amount` out");
    }
    row(
        "acknowledgement",
        if dialect.does("acknowledge") { "yes: `verify` and `verifyReturn` send it" } else { "none" },
    );
    for code in ["-1", "7", "8", "9"] {
        if let Some(meaning) = dialect.value(code) {
            row(&format!("orderStatus {code}"), meaning);
        }
    }
    if let Some(name) = dialect.value("points") {
        row("points", &format!("`merchantOrderParams.{name}` counts as money"));
    }
    if let Some(name) = dialect.value("id") {
        row("order's id in the return address", &format!("`{name}`"));
    }
    row(
        "`gateway.callback`",
        match dialect.value("callback") {
            Some("jwt") => "`{ jwt: secret }`: JSON Web Tokens",
            Some("hmac") => "`{ secret }`, or `{ publicKey }` if the bank gives you a key",
            Some("json") => "`{ unsigned: true }`: JSON that nobody signs",
            Some("unsigned") => "`{ unsigned: true }`: nobody signs them",
            _ => "not known: ask the bank for HMAC or RSA",
        },
    );
    if let Some(profile) = profile(name) {
        row(
            "sandbox",
            &format!("`npx bpc-checkout sandbox --profile {profile}`, `new Sandbox({{ profile: \"{profile}\" }})`"),
        );
    }
    rows
}

/// The profile of the sandbox that answers as this bank does, from the list of `bpc-checkout init`.
fn profile(name: &str) -> Option<&'static str> {
    let (_, rest) = include_str!("../../npm/cli-init-bank.js").split_once(&format!("[\"{name}\", \""))?;
    rest.split('"').next()
}

/// The import that holds what this bank needs and no more. The package declares one for each bank with ways of its own.
fn import(name: &str) -> String {
    let declared = include_str!("../../npm/package.json").contains(&format!("\"./{name}\": {{"));
    let own = if declared { name } else { "reference" };
    format!("`bpc-checkout`; on Workers and Vercel's edge also `bpc-checkout/{own}`, which is smaller")
}

fn currency(digits: &str) -> String {
    let currency = Currency::parse(digits).unwrap();
    format!("{} ({digits}, {} decimal places)", currency.alpha(), currency.exponent())
}

fn page(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("docs/banks").join(format!("{name}.md"))
}

/// Every bank once.
fn names() -> Vec<String> {
    let mut names: Vec<String> = dialect::names().map(|name| name.trim_end_matches("-test").to_owned()).collect();
    names.sort_unstable();
    names.dedup();
    names
}

#[test]
fn the_page_of_each_bank_is_current() {
    let names = names();
    for name in &names {
        let path = page(name);
        let text = std::fs::read_to_string(&path).unwrap_or_else(|_| panic!("docs/banks/{name}.md is missing"));
        let (before, rest) = text.split_once(BEGIN).unwrap_or_else(|| panic!("{name}: no table"));
        let (found, after) = rest.split_once(END).unwrap_or_else(|| panic!("{name}: no end of the table"));
        let made = format!("\n{}\n", table(name, Dialect::named(name).unwrap()));
        if std::env::var_os("WRITE_PAGES").is_some() {
            std::fs::write(&path, format!("{before}{BEGIN}{made}{END}{after}")).unwrap();
        } else {
            let squeezed = |text: &str| {
                text.split_whitespace().collect::<Vec<_>>().join(" ").replace("---", "-").replace("--", "-")
            };
            assert_eq!(squeezed(found), squeezed(&made), "docs/banks/{name}.md is not current; run with WRITE_PAGES=1");
        }
        assert!(
            before.starts_with("# ") && after.trim().len() > 80,
            "{name}: a title, and a paragraph below the table"
        );
    }
    let files = std::fs::read_dir(page("x").parent().unwrap()).unwrap().count();
    assert_eq!(files, names.len(), "a page without a bank");
}
