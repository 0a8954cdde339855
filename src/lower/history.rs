use crate::diagnostic::Diagnostic;
use crate::diagnostic::did_you_mean;
use crate::diagnostic::list_of;
use crate::lower::collect::twice;
use crate::lower::known::Known;
use crate::lower::requires::bare;
use crate::lower::requires::with_clauses;
use crate::model::Criterion;
use crate::model::HistoryRule;
use crate::model::Place;
use crate::model::Rule;
use crate::source::Span;
use crate::syntax;
use crate::syntax::About;

/// What every playbook with a flow asks of a history without further words; `backdated` only where a limit is set.
///
/// A check of the author with one of these names is refused: both would be counted under it.
pub(super) fn of_flow(known: &Known<'_>, diagnostics: &mut Vec<Diagnostic>) -> Vec<Criterion> {
    let Some(flow) = known.parts.flows.first().and_then(|flow| flow.chains.first()) else { return Vec::new() };
    let recorded = known.parts.header.and_then(|header| header.recorded_at_within.as_ref());
    let asked = HistoryRule::ALL.into_iter().filter(|asked| *asked != HistoryRule::Backdated || recorded.is_some());
    let mut criteria = Vec::new();
    let written = spoken_of(known, recorded.is_some(), diagnostics);
    for asked in asked {
        let span = match (asked, recorded) {
            (HistoryRule::Backdated, Some(within)) => within.span,
            _ => flow.span,
        };
        refuse_namesakes(known, asked, span, diagnostics);
        let name = asked.name().to_owned();
        let bare = bare(known, name, Place::Always, Rule::History(asked), span);
        let about = written.iter().find(|(kind, _)| kind.value == asked.name());
        criteria.extend(match about {
            Some((_, about)) => with_clauses(known, bare, about, diagnostics),
            None => Some(bare),
        });
    }
    criteria
}

/// The checks of the flow for which clauses are given, and the clauses.
fn spoken_of<'a>(
    known: &Known<'a>,
    records: bool,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<(&'a syntax::Name, &'a About)> {
    let names = || HistoryRule::ALL.into_iter().map(HistoryRule::name);
    let mut written: Vec<(&syntax::Name, &About)> = Vec::new();
    let on = known.parts.flows.iter().flat_map(|flow| &flow.on);
    for (kind, about) in on.flat_map(|on| on.kinds.iter().map(move |kind| (kind, &on.about))) {
        if !names().any(|name| name == kind.value) {
            let message = format!("the flow has no check `{}`", kind.value);
            let problem = Diagnostic::error("lower/unknown-kind", message).at(kind.span, "not one of its checks");
            diagnostics.push(match did_you_mean(&kind.value, names()) {
                Some(near) => problem.help(format!("did you mean `{near}`?")),
                None => problem.help(format!("its checks are {}", list_of(names()))),
            });
        } else if let Some((first, _)) = written.iter().find(|(first, _)| first.value == kind.value) {
            diagnostics.push(twice("kind", kind, first.span).help("put their clauses together"));
        } else {
            if kind.value == HistoryRule::Backdated.name() && !records {
                let problem = Diagnostic::warning("lower/never-asked", "nothing asks when moves were recorded");
                let problem = problem.at(kind.span, "so there are no such findings");
                diagnostics.push(problem.help("say `recorded_at_within 5 days` in the header, or remove this"));
            }
            written.push((kind, about));
        }
    }
    written
}

fn refuse_namesakes(known: &Known<'_>, asked: HistoryRule, flow: Span, diagnostics: &mut Vec<Diagnostic>) {
    for check in checks(known).filter(|check| check.name.value == asked.name()) {
        let name = &check.name.value;
        let message = format!("every playbook with a flow has a check `{name}` of its own");
        let problem = Diagnostic::error("lower/built-in-check", message);
        let problem = problem.at(check.name.span, "a second check of this name").at(flow, asks(asked));
        diagnostics.push(problem.help(format!("give this check another name, `own_{name}` say")));
    }
}

/// Every check of the author, at the top and in stages.
pub(super) fn checks<'a>(known: &Known<'a>) -> impl Iterator<Item = &'a syntax::Check> {
    let parts = known.parts;
    let blocks = parts.stages.iter().flat_map(|stage| &stage.blocks);
    let in_stages = blocks.flat_map(|block| &block.criteria).filter_map(|criterion| match criterion {
        syntax::Criterion::Check(check) => Some(check.as_ref()),
        syntax::Criterion::Require(_) | syntax::Criterion::Broken(_) => None,
    });
    parts.checks.iter().copied().chain(in_stages)
}

/// What a built-in check asks, as a label below the flow.
fn asks(asked: HistoryRule) -> &'static str {
    match asked {
        HistoryRule::Skipped => "the built-in one finds stages of this line that a deal left out",
        HistoryRule::IllegalMove => "the built-in one finds moves that this flow does not have",
        HistoryRule::Mismatch => "the built-in one compares the end of the history with the deal's stage",
        HistoryRule::Unordered => "the built-in one finds histories whose times run backwards",
        HistoryRule::Backdated => "the built-in one finds moves that were recorded later than this",
        HistoryRule::DuplicateId => "the built-in one finds deals that share an id",
    }
}
