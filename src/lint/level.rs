use crate::diagnostic::Code;
use crate::diagnostic::did_you_mean;
use crate::lint::Group;
use crate::lint::LINTS;
use crate::lint::Lint;

/// What becomes of advice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// It is counted and not shown.
    Allow,
    /// It is shown.
    Warn,
    /// It is shown, and `tollgate lint` fails.
    Deny,
}

impl Level {
    /// As written.
    pub fn name(self) -> &'static str {
        match self {
            Level::Allow => "allow",
            Level::Warn => "warn",
            Level::Deny => "deny",
        }
    }
}

/// What a level is set for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Everything that is shown as a warning otherwise.
    Warnings,
    /// All lints of a group.
    Group(Group),
    /// One code: a lint, or a warning of loading.
    Code(Code),
}

/// One level, as set by the author or the user.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setting {
    /// The level.
    pub level: Level,
    /// For what.
    pub scope: Scope,
    /// Only for this declaration; `None` for all.
    pub on: Option<String>,
}

/// A name that is no lint, group or warning, and the nearest one that is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownLint {
    /// What is near.
    pub near: Option<&'static str>,
}

impl Setting {
    /// The level of a lint, a group, `warnings`, or the code of a warning of loading.
    pub fn new(level: Level, name: &str, on: Option<String>) -> Result<Setting, UnknownLint> {
        let group = Group::ALL.into_iter().find(|group| group.name() == name);
        let loading = LOADING.iter().find(|code| **code == name);
        let scope = match (Lint::find(name), group, loading) {
            _ if name == WARNINGS => Scope::Warnings,
            (Some(lint), ..) => Scope::Code(lint.code),
            (_, Some(group), _) => Scope::Group(group),
            (_, _, Some(code)) => Scope::Code(code),
            _ => {
                return Err(UnknownLint { near: did_you_mean(name, names()) });
            }
        };
        Ok(Setting { level, scope, on })
    }

    /// Whether it speaks of a code, and how closely: a declaration beats a code, a code beats a group.
    pub(super) fn fits(&self, code: Code, group: Option<Group>, on: Option<&str>) -> Option<u8> {
        if self.on.is_some() && self.on.as_deref() != on {
            return None;
        }
        let near = match self.scope {
            Scope::Code(known) if known == code => 2,
            Scope::Group(known) if Some(known) == group => 1,
            Scope::Warnings => 0,
            _ => return None,
        };
        Some(near + if self.on.is_some() { 4 } else { 0 })
    }
}

/// Every name that a level may be set for.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    let groups = Group::ALL.into_iter().map(Group::name);
    LINTS.iter().map(|lint| lint.name).chain(groups).chain(LOADING.iter().copied()).chain([WARNINGS])
}

/// Everything that is shown as a warning otherwise.
const WARNINGS: &str = "warnings";

/// What loading a playbook warns of; levels hold for it too.
const LOADING: &[Code] = &["lower/dead-row", "lower/table-hole", "lower/table-not-checked", "lower/unused-approval"];

/// The levels of a run: what the command line says comes before what the playbook says.
#[derive(Clone, Debug, Default)]
pub struct Levels {
    /// Set by the author.
    pub playbook: Vec<Setting>,
    /// Set on the command line.
    pub command_line: Vec<Setting>,
}

impl Levels {
    /// The level of advice of a lint on a declaration, and of a warning of loading.
    pub fn of(&self, code: Code, on: Option<&str>) -> Level {
        let lint = Lint::find(code).filter(|lint| lint.code == code);
        let own = lint.map_or(Level::Warn, |lint| lint.level);
        let group = lint.map(|lint| lint.group);
        // What is silent on its own is not a warning that `--deny warnings` could mean.
        let told = nearest(&self.playbook, code, group, on, own).unwrap_or(own);
        nearest(&self.command_line, code, group, on, told).unwrap_or(told)
    }
}

/// The level that the nearest setting gives; of two that are equally near, the last.
fn nearest(settings: &[Setting], code: Code, group: Option<Group>, on: Option<&str>, before: Level) -> Option<Level> {
    let fitting = settings.iter().filter_map(|setting| Some((setting.fits(code, group, on)?, setting)));
    let fitting = fitting.filter(|(_, setting)| setting.scope != Scope::Warnings || before != Level::Allow);
    fitting.max_by_key(|(near, _)| *near).map(|(_, setting)| setting.level)
}
