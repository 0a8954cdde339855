use crate::diagnostic::Diagnostic;
use crate::lower::known::Known;
use crate::lower::requires::bare;
use crate::model::Criterion;
use crate::model::HistoryRule;
use crate::model::Place;
use crate::model::Rule;
use crate::source::Span;
use crate::syntax;

/// What every playbook with a flow asks of a history without further words; `backdated` only where a limit is set.
///
/// A check of the author with one of these names is refused: both would be counted under it.
pub(super) fn of_flow(known: &Known<'_>, diagnostics: &mut Vec<Diagnostic>) -> Vec<Criterion> {
    let Some(flow) = known.parts.flows.first().and_then(|flow| flow.chains.first()) else { return Vec::new() };
    let recorded = known.parts.header.and_then(|header| header.recorded_at_within.as_ref());
    let asked = HistoryRule::ALL.into_iter().filter(|asked| *asked != HistoryRule::Backdated || recorded.is_some());
    let mut criteria = Vec::new();
    for asked in asked {
        let span = match (asked, recorded) {
            (HistoryRule::Backdated, Some(within)) => within.span,
            _ => flow.span,
        };
        refuse_namesakes(known, asked, span, diagnostics);
        let name = asked.name().to_owned();
        criteria.push(bare(known, name, Place::Always, Rule::History(asked), span));
    }
    criteria
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
