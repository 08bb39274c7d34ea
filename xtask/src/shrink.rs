//! What wasm-bindgen leaves in a module that nothing can reach or that need not be so long.
//!
//! The steps run between wasm-bindgen and wasm-opt, which then removes what they set free.

use std::collections::{HashMap, HashSet};

use anyhow::{Result, ensure};
use walrus::ir::Value;
use walrus::{ConstExpr, Element, ElementItems, ElementKind, FunctionId, Module, TableId};

/// Functions by which JavaScript calls a Rust closure: their path inside the crate `wasm_bindgen`.
const CLOSURE_ENTRY: &str = "::convert::closures::_::invoke::<";

/// How names begin that are private to the module and its glue. What others call (our own exports, `memory`) never does.
const PRIVATE: [&str; 2] = ["__", "wasm_bindgen_"];

/// Drops closure entries from the function table, and gives back how many.
///
/// Only JavaScript calls them, and through exports of their own. Their place in the table comes from wasm-bindgen's
/// descriptions (`inform(invoke as usize)`), which it has read and removed by now; js-sys alone describes fifty closure
/// types that nobody uses. A function that is called from Rust code is never one of them.
pub(crate) fn drop_unused_closure_entries(module: &mut Module) -> usize {
    let mut dropped = 0;
    let elements: Vec<_> = module.elements.iter().map(Element::id).collect();
    for id in elements {
        let element = module.elements.get(id);
        let ElementKind::Active { table, offset: ConstExpr::Value(Value::I32(offset)) } = element.kind else {
            continue;
        };
        let ElementItems::Functions(functions) = &element.items else { continue };
        let kept: Vec<Option<FunctionId>> =
            functions.iter().map(|id| (!is_closure_entry(module, *id)).then_some(*id)).collect();
        let holes = kept.iter().filter(|slot| slot.is_none()).count();
        if holes == 0 {
            continue;
        }
        dropped += holes;
        module.tables.get_mut(table).elem_segments.remove(&id);
        module.elements.delete(id);
        add_runs(module, table, offset, &kept);
    }
    walrus::passes::gc::run(module);
    dropped
}

fn is_closure_entry(module: &Module, id: FunctionId) -> bool {
    let name = module.funcs.get(id).name.as_deref().unwrap_or_default();
    // Demangled names carry the crate's hash: `wasm_bindgen[bcd5dce6e0790307]::convert::…`.
    let path = name.strip_prefix("wasm_bindgen").map(|rest| match rest.split_once(']') {
        Some((hash, path)) if hash.starts_with('[') => path,
        _ => rest,
    });
    path.is_some_and(|path| path.starts_with(CLOSURE_ENTRY))
}

/// One element segment for each run of slots that are not empty: every function keeps its index.
fn add_runs(module: &mut Module, table: TableId, offset: i32, slots: &[Option<FunctionId>]) {
    let mut start = offset;
    for run in slots.split(Option::is_none) {
        let functions: Vec<FunctionId> = run.iter().flatten().copied().collect();
        let length = i32::try_from(functions.len()).unwrap_or(i32::MAX);
        if length > 0 {
            let kind = ElementKind::Active { table, offset: ConstExpr::Value(Value::I32(start)) };
            let segment = module.elements.add(kind, ElementItems::Functions(functions));
            module.tables.get_mut(table).elem_segments.insert(segment);
        }
        start += length + 1;
    }
}

/// Gives private imports and exports short names, in the module and in its glue alike, and drops exports that the glue
/// does not use.
///
/// wasm-bindgen's names carry hashes, which no compressor can shorten, and each stands in both files.
pub(crate) fn shorten_names(module: &mut Module, glue: &str) -> Result<String> {
    let words: Vec<&str> = words(glue).collect();
    let used: HashSet<&str> = words.iter().copied().collect();
    let exports: Vec<_> = module.exports.iter().map(|export| (export.id(), export.name.clone())).collect();
    for (id, name) in exports {
        if is_private(&name) && !used.contains(name.as_str()) {
            module.exports.delete(id);
        }
    }
    let mut short = HashMap::new();
    let imports = module.imports.iter_mut().map(|import| &mut import.name);
    let exports = module.exports.iter_mut().map(|export| &mut export.name);
    for name in imports.chain(exports).filter(|name| is_private(name)) {
        ensure!(used.contains(name.as_str()), "the glue does not mention `{name}`, so it cannot be renamed");
        let next = format!("${}", short.len());
        ensure!(!used.contains(next.as_str()), "the glue already has the name `{next}`");
        name.clone_from(short.entry(name.clone()).or_insert(next));
    }
    Ok(words.into_iter().map(|word| short.get(word).map_or(word, String::as_str)).collect())
}

fn is_private(name: &str) -> bool {
    PRIVATE.iter().any(|start| name.starts_with(start))
}

/// The text in pieces: identifiers, and what stands between them.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let is_word = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$') || !byte.is_ascii();
    text.as_bytes().chunk_by(move |a, b| is_word(a) == is_word(b)).filter_map(|piece| std::str::from_utf8(piece).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_whole_names_are_replaced() {
        let pieces: Vec<&str> = words("wasm.__wbg_set_1(a, __wbg_set_12) // ü").collect();
        assert_eq!(pieces.concat(), "wasm.__wbg_set_1(a, __wbg_set_12) // ü");
        assert!(pieces.contains(&"__wbg_set_1") && pieces.contains(&"__wbg_set_12"));
    }

    #[test]
    fn functions_keep_their_index_when_a_closure_entry_leaves_the_table() {
        let mut module = Module::default();
        let table = module.tables.add_local(false, 8, None, walrus::RefType::FUNCREF);
        let mut function = |name: &str| {
            let mut builder = walrus::FunctionBuilder::new(&mut module.types, &[], &[]);
            builder.name(name.into()).func_body().i32_const(1).drop();
            builder.finish(Vec::new(), &mut module.funcs)
        };
        let (one, entry, two) =
            (function("one"), function(&format!("wasm_bindgen[0a1b]{CLOSURE_ENTRY}u32, true>")), function("two"));
        let kind = ElementKind::Active { table, offset: ConstExpr::Value(Value::I32(1)) };
        let segment = module.elements.add(kind, ElementItems::Functions(vec![one, entry, entry, two]));
        module.tables.get_mut(table).elem_segments.insert(segment);
        module.exports.add("table", table);

        assert_eq!(drop_unused_closure_entries(&mut module), 2);
        let mut slots = Vec::new();
        for element in module.elements.iter() {
            let ElementKind::Active { offset: ConstExpr::Value(Value::I32(offset)), .. } = element.kind else {
                panic!()
            };
            let ElementItems::Functions(functions) = &element.items else { panic!() };
            slots.push((offset, functions.clone()));
        }
        assert_eq!(slots, [(1, vec![one]), (4, vec![two])]);
        assert!(module.funcs.iter().all(|function| function.id() != entry), "the entry itself is gone");
    }
}
