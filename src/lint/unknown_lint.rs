//! Lint `unknown-lint`.

use crate::lint::Advice;
use crate::lint::Ground;
use crate::lint::declared::lines;
use crate::lint::declared::setting;
use crate::lint::level::names;
use crate::lint::registry::declare_lint;

declare_lint! {
    /// ## What it does
    /// Finds lines of `lint { … }` that name no lint, no group of lints and no warning of loading.
    ///
    /// ## Why is this bad?
    /// The level is set for nothing: what was to be allowed is reported, and what was to be denied is not.
    ///
    /// ## Example
    /// ```playbook
    /// lint { deny unused-rule }
    /// ```
    ///
    /// ## Use instead
    /// ```playbook
    /// lint { deny unused-role }
    /// ```
    UNKNOWN_LINT, "unknown-lint", Warn, Unused, unknown_lint
}

fn unknown_lint(ground: &Ground<'_>, out: &mut Vec<Advice>) {
    for line in lines(ground.trees) {
        let Err(unknown) = setting(line) else { continue };
        let code = &line.code;
        let message = format!("no lint is named `{}`", code.value);
        let advice = UNKNOWN_LINT.on(&code.value, message, code.span, "not known");
        let mut advice = match unknown.near {
            Some(near) => advice.help(format!("did you mean `{near}`?")),
            None => advice.help("`docs/lints.md` lists them"),
        };
        advice.diagnostic = advice.diagnostic.renaming(code.span, &code.value, names(), "");
        out.push(advice);
    }
}
