//! Lint `unused-allow`.

use crate::lint::Advice;
use crate::lint::Ground;
use crate::lint::Level;
use crate::lint::declared::lines;
use crate::lint::declared::setting;
use crate::lint::registry::declare_lint;

declare_lint! {
    /// ## What it does
    /// Finds lines of `lint { … }` that allow something that is not there.
    ///
    /// ## Why is this bad?
    /// What was allowed has been mended, or the declaration has another name now.
    /// The line stays silent about the next one, which nobody has looked at.
    ///
    /// ## Example
    /// ```playbook
    /// role tax "Tax"
    /// stage bid "Bid" { needs tax }
    /// lint { allow unused-role on tax because "The tax team joins in May" }
    /// ```
    ///
    /// ## Use instead
    /// ```playbook
    /// role tax "Tax"
    /// stage bid "Bid" { needs tax }
    /// ```
    UNUSED_ALLOW, "unused-allow", Warn, Unused, unused_allow
}

/// Looks at what the other lints said, so it comes last.
fn unused_allow(ground: &Ground<'_>, out: &mut Vec<Advice>) {
    let idle = lines(ground.trees).filter(|line| {
        let Ok(setting) = setting(line) else { return false };
        let of_lint = out
            .iter()
            .any(|advice| setting.fits(advice.lint.code, Some(advice.lint.group), Some(&advice.on)).is_some());
        let of_loading = ground.warnings.iter().any(|warning| setting.fits(warning.code, None, None).is_some());
        setting.level == Level::Allow && !of_lint && !of_loading
    });
    let advice = idle.map(|line| {
        let on = line.on.as_ref().map(|on| format!(" on `{}`", on.text())).unwrap_or_default();
        let message = format!("there is nothing to allow for `{}`{on}", line.code.value);
        let advice = UNUSED_ALLOW.on(&line.code.value, message, line.span, "matches nothing");
        advice.help("remove this line").removing(Some(line.span), "a line that allows nothing")
    });
    let advice: Vec<Advice> = advice.collect();
    out.extend(advice);
}
