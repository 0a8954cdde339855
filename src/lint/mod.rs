//! Advice on a playbook that is valid, and probably not what was meant.
//!
//! In: the resolved playbook, and its trees for the places of what leaves no trace in it. Out: advice, a diagnostic each.
//! Not here: what makes a playbook invalid (`syntax`, `expr`, `lower`), deals, printing (`cli`).
//! One file is one lint: its doc comment is the text that `tollgate explain` prints.
//! Where a lint cannot be sure it says nothing.
//! Start reading at [`lint`] and [`LINTS`].

mod advice;
mod conditions;
mod declared;
mod graph;
mod level;
mod meaning;
mod mend;
mod registry;
mod sorted;
mod uses;

mod authority_not_monotone;
mod check_never_applies;
mod condition_always_false;
mod condition_always_true;
mod contradictory_criteria;
mod contradictory_move;
mod cycle_without_end;
mod impossible_approval;
mod loosened_check;
mod overlapping_rows;
mod repeated_check;
mod role_before_named;
mod stage_without_exit;
mod touching_rows;
mod unchecked_call;
mod unknown_lint;
mod unreachable_row;
mod unreachable_stage;
mod untested_check;
mod unused_allow;
mod unused_authority;
mod unused_calendar;
mod unused_computed_field;
mod unused_element;
mod unused_field;
mod unused_module;
mod unused_role;
mod waiver_without_match;

pub use advice::Advice;
pub use declared::levels;
pub use level::Level;
pub use level::Levels;
pub use level::Scope;
pub use level::Setting;
pub use level::UnknownLint;
pub use meaning::meaning;
pub use mend::Mended;
pub use mend::mend;
pub use registry::Group;
pub use registry::LINTS;
pub use registry::Lint;
pub use sorted::Sorted;

use std::collections::BTreeSet;

use crate::diagnostic::Diagnostic;
use crate::lint::uses::Uses;
use crate::model::Playbook;
use crate::source::FileId;
use crate::syntax;

/// What is looked at.
#[derive(Debug)]
pub struct Subject<'a> {
    /// The resolved playbook.
    pub playbook: &'a Playbook,
    /// The trees of all its files, the main file's last.
    pub trees: &'a [syntax::File],
    /// What loading warned of.
    pub warnings: &'a [Diagnostic],
}

/// All advice on a playbook, whatever the levels, in the order of the lints.
pub fn lint(subject: &Subject<'_>) -> Vec<Advice> {
    let uses = Uses::of(subject.playbook);
    let Subject { playbook, trees, warnings } = *subject;
    let ground = Ground { playbook, trees, warnings, uses: &uses };
    let mut out = Vec::new();
    for lint in LINTS {
        (lint.check)(&ground, &mut out);
    }
    // What stands in a playbook that is extended is a matter of whoever keeps that one.
    let below: BTreeSet<FileId> = trees.iter().filter(|tree| tree.depth > 0).filter_map(file_of).collect();
    out.retain(|advice| advice.diagnostic.span().is_none_or(|span| !below.contains(&span.file)));
    out
}

/// The text that a tree was made from.
fn file_of(tree: &syntax::File) -> Option<FileId> {
    tree.items.first().map(|item| item.span().file)
}

/// What every lint may look at.
struct Ground<'a> {
    playbook: &'a Playbook,
    trees: &'a [syntax::File],
    warnings: &'a [Diagnostic],
    uses: &'a Uses,
}

impl Ground<'_> {
    /// The declarations of all files, in the order of the text.
    fn items(&self) -> impl Iterator<Item = &syntax::Item> {
        self.trees.iter().flat_map(|tree| &tree.items)
    }
}
