use std::collections::BTreeMap;

use crate::diagnostic::Diagnostic;
use crate::source::Span;
use crate::syntax;
use crate::syntax::Item;
use crate::syntax::Name;

/// The declarations of all files by kind, in the order of the text.
#[derive(Default)]
pub(super) struct Collected<'a> {
    pub header: Option<&'a syntax::Playbook>,
    pub calendars: Vec<&'a syntax::Calendar>,
    pub deals: Vec<&'a syntax::Deal>,
    pub roles: Vec<&'a syntax::Role>,
    pub flows: Vec<&'a syntax::Flow>,
    pub stages: Vec<&'a syntax::Stage>,
    pub checks: Vec<&'a syntax::Check>,
    pub approvals: Vec<&'a syntax::Approval>,
    pub authorities: Vec<&'a syntax::Authority>,
    pub sources: Vec<&'a syntax::Source>,
    pub rates: Vec<&'a syntax::Rates>,
    pub waivers: Vec<&'a syntax::Waivers>,
    pub waives: Vec<&'a syntax::Waive>,
    pub scores: Vec<&'a syntax::Score>,
    pub tests: Vec<&'a syntax::Test>,
    pub survivors: Vec<&'a syntax::Survivor>,
    pub figures: Vec<&'a syntax::Figure>,
    pub healths: Vec<&'a syntax::Health>,
    /// Declarations that could not be understood, and have been reported.
    pub broken: Vec<&'a syntax::Broken>,
}

impl Collected<'_> {
    /// Whether a declaration of this kind and name could not be understood: then its name is not reported as unknown.
    pub fn is_broken(&self, keyword: &str, name: &str) -> bool {
        let named = |broken: &&syntax::Broken| broken.name.as_ref().is_none_or(|known| known.value == name);
        self.broken.iter().filter(|broken| broken.keyword == keyword).any(named)
    }
}

/// Sorts declarations by kind, and reports what is declared twice or not at all.
pub(super) fn collect<'a>(files: &'a [syntax::File], diagnostics: &mut Vec<Diagnostic>) -> Collected<'a> {
    let mut parts = Collected::default();
    for item in files.iter().flat_map(|file| &file.items) {
        match item {
            Item::Playbook(header) => match parts.header {
                None => parts.header = Some(header),
                Some(first) => diagnostics.push(twice("playbook header", &header.name, first.name.span)),
            },
            Item::Calendar(item) => parts.calendars.push(item),
            Item::Deal(item) => parts.deals.push(item),
            Item::Role(item) => parts.roles.push(item),
            Item::Flow(item) => parts.flows.push(item),
            Item::Stage(item) => parts.stages.push(item),
            Item::Check(item) => parts.checks.push(item),
            Item::Source(item) => parts.sources.push(item),
            Item::Broken(item) => parts.broken.push(item),
            // What lints make of it is theirs.
            Item::Lint(_) => {}
            Item::Include(_) | Item::Use(_) => {}
            // It has removed what it names; in a playbook that extends none there is nothing below.
            Item::Remove(remove) => diagnostics.push(nothing_below("remove", "takes something out of", remove.span)),
            Item::Amend(amend) => diagnostics.push(nothing_below("amend", "changes something of", amend.span)),
            Item::Approval(item) => parts.approvals.push(item),
            Item::Authority(item) => parts.authorities.push(item),
            Item::Rates(item) => parts.rates.push(item),
            Item::Waivers(item) => parts.waivers.push(item),
            Item::Waive(item) => parts.waives.push(item),
            Item::Score(item) => parts.scores.push(item),
            Item::Test(item) => parts.tests.push(item),
            Item::Survivor(item) => parts.survivors.push(item),
            Item::Figure(item) => parts.figures.push(item),
            Item::Health(item) => parts.healths.push(item),
        }
    }
    parts.roles = once("role", parts.roles, |role| &role.name, diagnostics);
    parts.stages = once("stage", parts.stages, |stage| &stage.name, diagnostics);
    parts.calendars = once("calendar", parts.calendars, |calendar| &calendar.name, diagnostics);
    parts.sources = once("source", parts.sources, |source| &source.name, diagnostics);
    parts.authorities = once("authority", parts.authorities, |authority| &authority.name, diagnostics);
    parts.approvals = once("approval", parts.approvals, |approval| &approval.name, diagnostics);
    parts.figures = once("figure", parts.figures, |figure| &figure.name, diagnostics);
    missing(&parts, files, diagnostics);
    parts
}

fn missing(parts: &Collected<'_>, files: &[syntax::File], diagnostics: &mut Vec<Diagnostic>) {
    // What stands in a broken declaration is not missing; an empty file has been reported.
    let broken = |keyword: &str| parts.broken.iter().any(|broken| broken.keyword == keyword);
    let place = files.iter().rev().find_map(|file| file.items.first()).map(Item::span);
    let Some(place) = place else { return };
    let place = Span { end: place.start, ..place };
    if parts.header.is_none() && !broken("playbook") {
        let problem = Diagnostic::error("lower/no-header", "the playbook has no header");
        diagnostics.push(problem.at(place, "").help("begin with `playbook name \"Title\" { … }`"));
    }
    if parts.flows.is_empty() && !broken("flow") {
        let problem = Diagnostic::error("lower/no-flow", "the playbook has no flow");
        diagnostics.push(problem.at(place, "").help("say which way deals take: `flow { lead -> bid -> won }`"));
    }
}

fn nothing_below(word: &str, does: &str, at: Span) -> Diagnostic {
    let message = format!("`{word}` {does} the playbook that this one extends");
    Diagnostic::error("lower/nothing-below", message)
        .at(at, "this playbook extends none")
        .help("change the declaration itself, or write `extends` behind the title of the header")
}

/// Keeps the first of every name.
fn once<'a, T>(
    kind: &str,
    items: Vec<&'a T>,
    name: impl Fn(&'a T) -> &'a Name,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<&'a T> {
    let mut seen: BTreeMap<&str, Span> = BTreeMap::new();
    items
        .into_iter()
        .filter(|item| {
            let name = name(item);
            match seen.get(name.value.as_str()) {
                Some(first) => {
                    diagnostics.push(twice(kind, name, *first));
                    false
                }
                None => {
                    seen.insert(&name.value, name.span);
                    true
                }
            }
        })
        .collect()
}

/// The problem of a second declaration.
pub(super) fn twice(kind: &str, name: &Name, first: Span) -> Diagnostic {
    Diagnostic::error("lower/declared-twice", format!("the {kind} `{}` is declared twice", name.value))
        .at(name.span, "declared again")
        .at(first, "first declared here")
        .help("give one of them another name, or remove it")
}
