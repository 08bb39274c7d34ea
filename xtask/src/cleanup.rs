//! Takes out of a module what only a panic would run: the destructors on its way up.
//!
//! A panic that unwinds drops what every frame holds, and this code, which no test of a correct program ever enters, is a
//! tenth of a module. Without it a panic leaks what the call held and still ends where it is caught: at the promise that it
//! rejects. Whoever catches restores the stack pointer, so the next call finds the module as it was.

use std::collections::HashSet;

use walrus::ir::{self, Instr, InstrSeqId, LegacyCatch, Visitor};
use walrus::{Function, FunctionId, ImportKind, LocalFunction, Module};

/// What a handler calls that catches a panic. Demangled names carry the crate's hash: `std[bcd5dce6e0790307]::panicking::…`.
const CATCHES_PANIC: &str = "::catch_unwind::cleanup";

/// What a handler calls that catches what an import throws.
const CATCHES_IMPORT: &str = "__wbindgen_exn_store";

/// Makes every `try` that catches nothing a plain block, and gives back how many.
pub(crate) fn drop_cleanup(module: &mut Module) -> usize {
    let catchers = &named(module, CATCHES_PANIC) | &named(module, CATCHES_IMPORT);
    let mut dropped = 0;
    for (_, function) in module.funcs.iter_local_mut() {
        let tries = tries(function);
        if tries.iter().any(|found| found.handlers.iter().any(|handler| calls(function, *handler, &catchers))) {
            continue;
        }
        dropped += tries.len();
        for Try { sequence, index, body, .. } in tries {
            if let Some((instruction, _)) = function.block_mut(sequence).instrs.get_mut(index) {
                *instruction = Instr::Block(ir::Block { seq: body });
            }
        }
    }
    dropped
}

/// The imports whose exceptions the module catches, by name.
pub(crate) fn caught_imports(module: &Module) -> HashSet<String> {
    let catchers = named(module, CATCHES_IMPORT);
    let mut called = Called(HashSet::new());
    for (_, function) in module.funcs.iter_local() {
        for found in tries(function) {
            if found.handlers.iter().any(|handler| calls(function, *handler, &catchers)) {
                ir::dfs_in_order(&mut called, function, found.body);
            }
        }
    }
    let imports = module.imports.iter().filter(|import| match import.kind {
        ImportKind::Function(id) => called.0.contains(&id),
        _ => false,
    });
    imports.map(|import| import.name.clone()).collect()
}

/// The functions whose names end so.
fn named(module: &Module, end: &str) -> HashSet<FunctionId> {
    let functions =
        module.funcs.iter().filter(|function| function.name.as_deref().is_some_and(|name| name.ends_with(end)));
    functions.map(Function::id).collect()
}

/// A `try`: where it stands, what it runs, and what handles an exception.
struct Try {
    sequence: InstrSeqId,
    index: usize,
    body: InstrSeqId,
    handlers: Vec<InstrSeqId>,
}

/// Every `try` of a function, those inside handlers too.
fn tries(function: &LocalFunction) -> Vec<Try> {
    let mut sequences = Sequences(Vec::new());
    ir::dfs_in_order(&mut sequences, function, function.entry_block());
    let mut found = Vec::new();
    for sequence in sequences.0 {
        for (index, (instruction, _)) in function.block(sequence).instrs.iter().enumerate() {
            if let Instr::Try(ir::Try { seq, catches }) = instruction {
                let handlers = catches.iter().filter_map(handler).collect();
                found.push(Try { sequence, index, body: *seq, handlers });
            }
        }
    }
    found
}

fn handler(catch: &LegacyCatch) -> Option<InstrSeqId> {
    match catch {
        LegacyCatch::Catch { handler, .. } | LegacyCatch::CatchAll { handler } => Some(*handler),
        LegacyCatch::Delegate { .. } => None,
    }
}

fn calls(function: &LocalFunction, start: InstrSeqId, wanted: &HashSet<FunctionId>) -> bool {
    let mut called = Called(HashSet::new());
    ir::dfs_in_order(&mut called, function, start);
    !called.0.is_disjoint(wanted)
}

struct Sequences(Vec<InstrSeqId>);

impl<'a> Visitor<'a> for Sequences {
    fn start_instr_seq(&mut self, sequence: &'a ir::InstrSeq) {
        self.0.push(sequence.id());
    }
}

struct Called(HashSet<FunctionId>);

impl Visitor<'_> for Called {
    fn visit_call(&mut self, call: &ir::Call) {
        self.0.insert(call.func);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use walrus::{FunctionBuilder, FunctionKind};

    /// A function whose body is `try { work } catch_all { cleanup; rethrow }`.
    fn guarded(module: &mut Module, name: &str, work: FunctionId, cleanup: FunctionId) -> FunctionId {
        let mut builder = FunctionBuilder::new(&mut module.types, &[], &[]);
        let body = builder.dangling_instr_seq(None).call(work).id();
        let rethrow = ir::Rethrow { relative_depth: 0 };
        let handler = builder.dangling_instr_seq(None).call(cleanup).instr(rethrow).id();
        let catches = vec![LegacyCatch::CatchAll { handler }];
        builder.name(name.into()).func_body().instr(ir::Try { seq: body, catches });
        builder.finish(Vec::new(), &mut module.funcs)
    }

    fn tries_in(module: &Module, id: FunctionId) -> usize {
        let FunctionKind::Local(function) = &module.funcs.get(id).kind else { panic!() };
        tries(function).len()
    }

    #[test]
    fn what_only_cleans_up_goes_and_what_catches_stays() {
        let mut module = Module::default();
        let mut plain = |name: &str| {
            let mut builder = FunctionBuilder::new(&mut module.types, &[], &[]);
            builder.name(name.into());
            builder.finish(Vec::new(), &mut module.funcs)
        };
        let (work, drop_it) = (plain("work"), plain("drop_in_place"));
        let caught = plain("std[0a1b]::panicking::catch_unwind::cleanup");
        let cleans = guarded(&mut module, "cleans", work, drop_it);
        let catches = guarded(&mut module, "catches", work, caught);

        assert_eq!(drop_cleanup(&mut module), 1);
        assert_eq!((tries_in(&module, cleans), tries_in(&module, catches)), (0, 1));

        let FunctionKind::Local(function) = &module.funcs.get(cleans).kind else { panic!() };
        let (called, handled) = (HashSet::from([work]), HashSet::from([drop_it]));
        assert!(calls(function, function.entry_block(), &called), "the work is still done");
        assert!(!calls(function, function.entry_block(), &handled), "its clean-up is gone");
    }
}
