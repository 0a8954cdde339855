//! `on late { severity minor }`: clauses for single kinds of findings.

use crate::diagnostic::Diagnostic;
use crate::diagnostic::did_you_mean;
use crate::diagnostic::list_of;
use crate::lower::checks::owner;
use crate::lower::checks::severity;
use crate::lower::collect::twice;
use crate::lower::known::Known;
use crate::lower::text::message;
use crate::lower::text::no_places;
use crate::lower::text::plain;
use crate::model::ApprovalId;
use crate::model::Criterion;
use crate::model::OfKind;
use crate::model::Rule;
use crate::syntax::Name;
use crate::syntax::OnKind;
use crate::value::Type;

/// What clauses are about: its name, and the kinds of findings that it can make.
pub(super) struct Subject {
    name: String,
    kinds: Vec<&'static str>,
}

impl Subject {
    /// A criterion.
    pub fn of(criterion: &Criterion) -> Subject {
        Subject { name: criterion.name.clone(), kinds: criterion.rule.all_kinds() }
    }

    /// An approval, which several gates may require.
    pub fn approval(name: &str) -> Subject {
        Subject { name: name.to_owned(), kinds: Rule::Approved(ApprovalId(0)).all_kinds() }
    }

    /// A check.
    pub fn check(name: &str) -> Subject {
        Subject { name: name.to_owned(), kinds: vec!["failed", "undecided", "script_error"] }
    }
}

/// The clauses for single kinds, checked; `None` where one is wrong.
pub(super) fn kinds(
    known: &Known<'_>,
    written: &[OnKind],
    locals: &[(String, Type)],
    subject: &Subject,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Vec<OfKind>> {
    let mut all: Vec<OfKind> = Vec::new();
    let mut met: Vec<&Name> = Vec::new();
    let mut right = true;
    for on in written {
        let found = of_kind(known, on, locals, diagnostics);
        right &= found.is_some();
        for name in &on.kinds {
            let kind = subject.kinds.iter().find(|kind| **kind == name.value);
            let Some(kind) = kind else {
                right = false;
                diagnostics.push(unknown(name, subject));
                continue;
            };
            if let Some(first) = met.iter().find(|first| first.value == name.value) {
                right = false;
                diagnostics.push(twice("kind", name, first.span).help("put their clauses together"));
                continue;
            }
            met.push(name);
            all.extend(found.clone().map(|found| OfKind { kind, ..found }));
        }
    }
    right.then_some(all)
}

fn of_kind(
    known: &Known<'_>,
    on: &OnKind,
    locals: &[(String, Type)],
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<OfKind> {
    let about = &on.about;
    no_places(about, diagnostics);
    let said = about.message.as_ref().map(|written| message(known, written, locals, diagnostics));
    Some(OfKind {
        kind: "",
        title: about.title.as_ref().map(plain),
        severity: about.severity.as_ref().map(|severity| self::severity(severity.value)),
        message: said.map_or(Some(None), |said| said.map(Some))?,
        because: about.because.as_ref().map(plain),
        fix: about.fix.as_ref().map(plain),
        owner: about.owner.as_ref().map(|name| owner(known, Some(name), diagnostics)),
        due: about.due.as_ref().map(|due| due.value),
        policy: about.policy.as_ref().map(|policy| policy.value.clone()),
        tags: about.tags.iter().map(|tag| tag.value.clone()).collect(),
    })
}

fn unknown(name: &Name, subject: &Subject) -> Diagnostic {
    let message = format!("`{}` has no kind of finding `{}`", subject.name, name.value);
    let problem = Diagnostic::error("lower/unknown-kind", message).at(name.span, "not one of its kinds");
    let kinds = || subject.kinds.iter().copied();
    match did_you_mean(&name.value, kinds()) {
        Some(near) => problem.help(format!("did you mean `{near}`?")).renaming(name.span, &name.value, kinds(), ""),
        None => problem.help(format!("its kinds are {}", list_of(kinds()))),
    }
}
