//! Lint `unused-module`.

use std::collections::BTreeMap;

use crate::lint::Advice;
use crate::lint::Ground;
use crate::lint::registry::declare_lint;
use crate::source::FileId;

declare_lint! {
    /// ## What it does
    /// Finds rhai modules of which no condition calls a function.
    ///
    /// ## Why is this bad?
    /// The rules in it are written and never asked.
    ///
    /// ## Example
    /// ```text
    /// use "rules/next_step.rhai"          // fn vague_words(step) { … }
    ///
    /// check next_step "There is a next step": present(next_step)
    /// ```
    ///
    /// ## Use instead
    /// ```text
    /// use "rules/next_step.rhai"
    ///
    /// check next_step "The next step names an action": vague_words(next_step)
    /// ```
    UNUSED_MODULE, "unused-module", Warn, Unused, unused_module
}

fn unused_module(ground: &Ground<'_>, out: &mut Vec<Advice>) {
    let mut modules: BTreeMap<FileId, Vec<_>> = BTreeMap::new();
    for function in ground.playbook.modules.functions() {
        modules.entry(function.span.file).or_default().push(function);
    }
    for functions in modules.values() {
        let is_called = functions.iter().any(|function| ground.uses.functions.contains(&function.name));
        if let (Some(first), false) = (functions.first(), is_called) {
            let advice = UNUSED_MODULE.on(
                &first.name,
                "no condition calls a function of this module",
                first.span,
                if functions.len() == 1 { "its only function" } else { "its first function" },
            );
            out.push(advice.help("call one in a condition, or remove the `use` of this file"));
        }
    }
}
