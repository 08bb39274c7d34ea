//! Rules about dependencies that the compiler does not check: which files may use which names.

#![cfg(test)]

use std::fs;
use std::path::{Path, PathBuf};

/// Every source file of the library, with its path below `src/`. Tests and comments are left out of the text.
fn sources() -> Vec<(String, String)> {
    sources_below("src")
}

fn sources_below(folder: &str) -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut folders = vec![root.clone()];
    let mut files: Vec<PathBuf> = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() { folders.push(path) } else { files.push(path) }
        }
    }
    let code = |path: PathBuf| {
        let text = fs::read_to_string(&path).unwrap();
        let code = text.split("#[cfg(test)]\nmod tests").next().unwrap_or_default();
        let lines: Vec<&str> = code.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
        (path.strip_prefix(&root).unwrap().to_str().unwrap().to_owned(), lines.join("\n"))
    };
    files.into_iter().map(code).collect()
}

/// The files, without those below `allowed`, whose code contains one of the words.
fn naming(words: &[&str], allowed: &[&str]) -> Vec<String> {
    naming_in(sources(), words, allowed)
}

fn naming_in(sources: Vec<(String, String)>, words: &[&str], allowed: &[&str]) -> Vec<String> {
    assert!(sources.len() > 20, "the sources were not found");
    let others = sources.into_iter().filter(|(path, _)| !allowed.iter().any(|allowed| path.starts_with(allowed)));
    others.filter(|(_, code)| words.iter().any(|word| code.contains(word))).map(|(path, _)| path).collect()
}

const PLATFORM: [&str; 5] = ["web_sys", "js_sys", "gloo_net", "serde_wasm_bindgen", "wasm_bindgen"];

#[test]
fn only_the_boundary_uses_javascript() {
    let words = [&PLATFORM[..], &["wasm32"]].concat();
    // `lib.rs` names the target, to leave these modules out elsewhere.
    assert_eq!(naming(&words, &["lib.rs", "js.rs", "js/", "transport/"]), [""; 0]);
    let found = naming_in(sources_below("sandbox/src"), &words, &[]);
    assert!(!found.is_empty(), "the test finds what it looks for");
}

#[test]
fn in_the_sandbox_only_its_boundary_uses_javascript() {
    let sandbox = || sources_below("sandbox/src");
    assert_eq!(naming_in(sandbox(), &PLATFORM, &["js.rs", "js/"]), [""; 0]);
    assert!(!naming_in(sandbox(), &PLATFORM, &[]).is_empty(), "the test finds what it looks for");
}

#[test]
fn only_one_place_says_paid() {
    assert_eq!(
        naming(
            &["Outcome::Paid", "Self::Paid"],
            &[
                "trust/verdict.rs",
                "trust/outcome.rs",
                "trust/comparison.rs",
                "trust/consistency.rs",
                "trust/next.rs",
                "messages.rs",
                "border/write.rs"
            ]
        ),
        [""; 0]
    );
    // `comparison`, `next` and `messages` only look at what the verdict said.
    let says = |path: &str, word: &str| {
        let code = sources().into_iter().find(|(known, _)| known == path).unwrap().1;
        code.matches(word).count()
    };
    assert_eq!(says("trust/verdict.rs", "OrderStatus::Deposited => Outcome::Paid"), 1);
    for path in ["trust/comparison.rs", "trust/consistency.rs", "trust/next.rs", "messages.rs", "border/write.rs"] {
        assert_eq!(says(path, "=> Outcome::Paid"), 0, "{path}");
        assert_eq!(says(path, "outcome: Outcome::Paid"), 0, "{path}");
    }
    assert_eq!(says("messages.rs", "Outcome::Paid"), 1);
}

#[test]
fn the_core_uses_no_clock_no_random_source_no_network_and_no_environment() {
    let words =
        ["SystemTime", "Instant::", "std::env", "std::net", "std::thread", "rand::", "println!", "eprintln!", "dbg!"];
    assert_eq!(naming(&words, &[]), [""; 0]);
}

/// A callback's checksum is compared by the MAC itself, in constant time, in one place; RSA's by the platform.
#[test]
fn a_callback_is_compared_in_one_place() {
    let code: String =
        sources().into_iter().filter(|(path, _)| path.starts_with("trust/callback")).map(|(_, code)| code).collect();
    assert_eq!(code.matches(".verify_slice(").count(), 1);
    for word in ["checksum ==", "tag ==", "signature ==", "mac ==", "ct_eq", "eq_ignore_ascii_case"] {
        assert!(!code.contains(word), "{word}");
    }
    assert_eq!(code.matches("sign_alias").count(), 1, "left out, and read nowhere");
}

#[test]
fn secrets_are_exposed_to_the_form_and_the_mac_only() {
    assert_eq!(naming(&[".expose()"], &["model/credentials.rs", "model/keys.rs", "trust/return_token.rs"]), [""; 0]);
}

#[test]
fn no_file_is_too_long() {
    for (path, code) in sources() {
        let lines = code.lines().count();
        assert!(lines <= 400, "{path} has {lines} lines of code");
    }
}

/// The paths that a `use` names, with what stands in braces written out: `a::{b, c::d}` is `a::b` and `a::c::d`.
fn written_out(path: &str) -> Vec<String> {
    let Some((start, rest)) = path.split_once('{') else { return vec![path.trim().to_owned()] };
    let (mut depth, mut parts, mut part) = (1, Vec::new(), String::new());
    for c in rest.chars() {
        depth += match c {
            '{' => 1,
            '}' => -1,
            _ => 0,
        };
        if depth == 0 || (depth == 1 && c == ',') {
            parts.push(std::mem::take(&mut part));
        } else {
            part.push(c);
        }
        if depth == 0 {
            break;
        }
    }
    parts.iter().flat_map(|part| written_out(part.trim())).map(|part| [start, &part].concat()).collect()
}

/// A file and what it imports from other files of its crate, by `crate::` and `super::`: `a/b` for both `a/b.rs` and a name in it.
fn imports(sources: &[(String, String)]) -> Vec<(String, Vec<String>)> {
    let module = |path: &str| path.trim_end_matches(".rs").replace('/', "::");
    let modules: Vec<String> = sources.iter().map(|(path, _)| module(path)).collect();
    let imported = |(path, code): &(String, String)| {
        let own = module(path);
        let parent = own.rsplit_once("::").map_or("", |(parent, _)| parent);
        let uses = code.split("use ").skip(1).filter_map(|rest| rest.split(';').next());
        let paths = uses.flat_map(|text| written_out(&text.replace('\n', " ")));
        let whole = paths.filter_map(|path| match path.split_once("::")? {
            ("crate", rest) => Some(rest.to_owned()),
            ("super", rest) if parent.is_empty() => Some(rest.to_owned()),
            ("super", rest) => Some(format!("{parent}::{rest}")),
            _ => None,
        });
        let of = |path: String| {
            let found = modules.iter().filter(|module| path == **module || path.starts_with(&format!("{module}::")));
            found.max_by_key(|module| module.len()).cloned()
        };
        let mut found: Vec<String> = whole.filter_map(of).filter(|found| *found != own).collect();
        found.dedup();
        (own, found)
    };
    sources.iter().map(imported).collect()
}

/// Files that import each other in a circle: what is left when files that import no other file, or that no other file imports, are
/// taken away, again and again.
fn circle(mut files: Vec<(String, Vec<String>)>) -> Vec<String> {
    loop {
        let names: Vec<String> = files.iter().map(|(name, _)| name.clone()).collect();
        for (_, imported) in &mut files {
            imported.retain(|name| names.contains(name));
        }
        let wanted: Vec<String> = files.iter().flat_map(|(_, imported)| imported.clone()).collect();
        files.retain(|(name, imported)| !imported.is_empty() && wanted.contains(name));
        if files.len() == names.len() {
            return names;
        }
    }
}

#[test]
fn no_files_import_each_other_in_a_circle() {
    for folder in ["src", "sandbox/src", "xtask/src"] {
        let files = imports(&sources_below(folder));
        let edges: usize = files.iter().map(|(_, imported)| imported.len()).sum();
        assert!(edges > 30, "the imports of {folder} were not found: {edges}");
        assert_eq!(circle(files), [""; 0], "{folder}");
    }
    let file = |name: &str, code: &str| (format!("{name}.rs"), code.to_owned());
    let two =
        [file("a", "use crate::b::{C, D};"), file("b", "use std::fmt;\nuse super::a::E;"), file("c", "use crate::a;")];
    assert!(circle(imports(&two)).contains(&"a".to_owned()), "the test finds what it looks for");
}
