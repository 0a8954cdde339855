use std::fmt;

use crate::diagnostic::Code;
use crate::lint::Advice;
use crate::lint::Ground;
use crate::lint::Level;

/// One kind of advice.
pub struct Lint {
    /// Its name: "allow `unused-role`" makes sense.
    pub name: &'static str,
    /// The code of its diagnostics: `lint/` and the name.
    pub code: Code,
    /// What becomes of its advice where nobody says otherwise.
    pub level: Level,
    /// What it belongs to.
    pub group: Group,
    /// What it means, why that is bad, an example, and what to write instead; the doc comment of its file.
    doc: &'static str,
    /// Looks for it.
    pub(super) check: fn(&Ground<'_>, &mut Vec<Advice>),
}

impl Lint {
    /// The lint of a name, with or without `lint/`.
    pub fn find(name: &str) -> Option<&'static Lint> {
        let name = name.strip_prefix("lint/").unwrap_or(name);
        LINTS.iter().copied().find(|lint| lint.name == name)
    }

    /// What it means, why that is bad, an example, and what to write instead, in Markdown.
    pub fn text(&self) -> String {
        // Each line of a doc comment begins with a blank.
        let lines = self.doc.lines().map(|line| line.strip_prefix(' ').unwrap_or(line).trim_end());
        lines.collect::<Vec<&str>>().join("\n").trim().to_owned()
    }

    pub(super) const fn new(
        name: &'static str,
        code: Code,
        level: Level,
        group: Group,
        doc: &'static str,
        check: fn(&Ground<'_>, &mut Vec<Advice>),
    ) -> Lint {
        Lint { name, code, level, group, doc, check }
    }
}

impl fmt::Debug for Lint {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.name)
    }
}

/// What a lint belongs to; a level may be set for all lints of a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group {
    /// Declarations that nothing uses.
    Unused,
    /// Checks and their tests.
    Tests,
    /// Stages and moves.
    Flow,
    /// Conditions that cannot be what was meant.
    Conditions,
    /// Who decides what.
    Approvals,
    /// What differs from the playbook below.
    Extension,
    /// What is right and worth a look; silent unless asked for.
    Strict,
}

impl Group {
    /// Every group.
    pub const ALL: [Group; 7] = [
        Group::Unused,
        Group::Tests,
        Group::Flow,
        Group::Conditions,
        Group::Approvals,
        Group::Extension,
        Group::Strict,
    ];

    /// As written on the command line and in a playbook.
    pub fn name(self) -> &'static str {
        match self {
            Group::Unused => "unused",
            Group::Tests => "tests",
            Group::Flow => "flow",
            Group::Conditions => "conditions",
            Group::Approvals => "approvals",
            Group::Extension => "extension",
            Group::Strict => "strict",
        }
    }
}

/// Declares a lint: its doc comment is at the same time the text that is shown to the author.
macro_rules! declare_lint {
    ($(#[doc = $doc:literal])+ $constant:ident, $name:literal, $level:ident, $group:ident, $check:path) => {
        $(#[doc = $doc])+
        pub(super) static $constant: crate::lint::Lint = crate::lint::Lint::new(
            $name,
            concat!("lint/", $name),
            crate::lint::Level::$level,
            crate::lint::Group::$group,
            concat!($($doc, "\n"),+),
            $check,
        );
    };
}
pub(super) use declare_lint;

/// Every lint, group by group.
pub static LINTS: &[&Lint] = &[
    &super::unused_role::UNUSED_ROLE,
    &super::unused_field::UNUSED_FIELD,
    &super::unused_computed_field::UNUSED_COMPUTED_FIELD,
    &super::unused_element::UNUSED_ELEMENT,
    &super::unused_calendar::UNUSED_CALENDAR,
    &super::unused_authority::UNUSED_AUTHORITY,
    &super::unused_module::UNUSED_MODULE,
    &super::untested_check::UNTESTED_CHECK,
    &super::unknown_lint::UNKNOWN_LINT,
    &super::unreachable_stage::UNREACHABLE_STAGE,
    &super::stage_without_exit::STAGE_WITHOUT_EXIT,
    &super::cycle_without_end::CYCLE_WITHOUT_END,
    &super::condition_always_true::CONDITION_ALWAYS_TRUE,
    &super::condition_always_false::CONDITION_ALWAYS_FALSE,
    &super::check_never_applies::CHECK_NEVER_APPLIES,
    &super::contradictory_criteria::CONTRADICTORY_CRITERIA,
    &super::contradictory_move::CONTRADICTORY_MOVE,
    &super::repeated_check::REPEATED_CHECK,
    &super::waiver_without_match::WAIVER_WITHOUT_MATCH,
    &super::authority_not_monotone::AUTHORITY_NOT_MONOTONE,
    &super::impossible_approval::IMPOSSIBLE_APPROVAL,
    &super::role_before_named::ROLE_BEFORE_NAMED,
    &super::touching_rows::TOUCHING_ROWS,
    &super::unreachable_row::UNREACHABLE_ROW,
    &super::loosened_check::LOOSENED_CHECK,
    &super::unchecked_call::UNCHECKED_CALL,
    &super::overlapping_rows::OVERLAPPING_ROWS,
    // The last: it looks at what the others said.
    &super::unused_allow::UNUSED_ALLOW,
];
