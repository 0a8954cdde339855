//! Lint `unchecked-call`.

use crate::lint::Advice;
use crate::lint::Ground;
use crate::lint::registry::declare_lint;
use crate::lint::uses::each_expr;

declare_lint! {
    /// ## What it does
    /// Lists every call of a function of a rhai module in a condition or a message.
    /// It says nothing unless it is asked for (`--warn unchecked-call`, or `--warn strict`).
    ///
    /// ## Why is this bad?
    /// It is not: modules are there to be called.
    /// What a function gives has no type that is known when the playbook is loaded, so a slip in it shows only when a deal is judged.
    /// A review of a playbook looks at these places first.
    ///
    /// ## Example
    /// ```text
    /// use "rules/next_step.rhai"
    ///
    /// check next_step_clear "The next step names an action": vague_words(next_step)
    /// ```
    ///
    /// ## Use instead
    /// A condition of the language where one can say it:
    /// ```playbook
    /// deal { next_step: text }
    /// check next_step_clear "The next step names an action": next_step.len() > 20
    /// ```
    UNCHECKED_CALL, "unchecked-call", Allow, Strict, unchecked_call
}

fn unchecked_call(ground: &Ground<'_>, out: &mut Vec<Advice>) {
    each_expr(ground.playbook, &mut |name, expr| {
        for call in expr.unchecked() {
            let message = format!("what `{}` gives is not type-checked", call.value);
            let advice = UNCHECKED_CALL.on(name, message, call.span, "a function of a module");
            out.push(advice.help("make sure that a test of the playbook exercises it"));
        }
    });
}
