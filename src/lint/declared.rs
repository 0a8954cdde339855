//! The levels that a playbook declares for itself.

use crate::lint::Level;
use crate::lint::Setting;
use crate::lint::UnknownLint;
use crate::syntax;
use crate::syntax::Item;
use crate::syntax::LintLevel;
use crate::syntax::LintWord;

/// The levels of `lint { … }`, in the order of the text; names that are no lints are reported by a lint.
pub fn levels(trees: &[syntax::File]) -> Vec<Setting> {
    lines(trees).filter_map(|line| setting(line).ok()).collect()
}

/// The lines of `lint { … }` in all files.
pub(super) fn lines(trees: &[syntax::File]) -> impl Iterator<Item = &LintLevel> {
    let items = trees.iter().flat_map(|tree| &tree.items);
    let lints = items.filter_map(|item| match item {
        Item::Lint(lint) => Some(&lint.levels),
        _ => None,
    });
    lints.flatten()
}

/// What a line sets.
pub(super) fn setting(line: &LintLevel) -> Result<Setting, UnknownLint> {
    let level = match line.level {
        LintWord::Allow => Level::Allow,
        LintWord::Warn => Level::Warn,
        LintWord::Deny => Level::Deny,
    };
    Setting::new(level, &line.code.value, line.on.as_ref().map(syntax::Path::text))
}
