use std::collections::BTreeMap;

use crate::diagnostic::Diagnostic;
use crate::lower::checks::in_stage;
use crate::lower::checks::top_level;
use crate::lower::collect::Collected;
use crate::lower::collect::twice;
use crate::lower::history::of_flow;
use crate::lower::known::Known;
use crate::lower::lengths;
use crate::lower::requires::bare;
use crate::lower::requires::require;
use crate::lower::requires::with_clauses;
use crate::lower::text::title;
use crate::model;
use crate::model::Criterion;
use crate::model::Flow;
use crate::model::Place;
use crate::model::Role;
use crate::model::Rule;
use crate::model::Stage;
use crate::model::StageId;
use crate::source::Span;
use crate::syntax;
use crate::syntax::BlockKind;

/// The roles, as declared.
pub(super) fn roles(parts: &Collected<'_>) -> Vec<Role> {
    let role = |role: &&syntax::Role| Role {
        name: role.name.value.clone(),
        title: title(role.title.as_ref(), &role.name),
        span: role.name.span,
    };
    parts.roles.iter().map(role).collect()
}

/// The stages, in the order of the schema.
pub(super) fn stages(known: &Known<'_>) -> Vec<Stage> {
    let names = known.schema.names.stages.members.iter();
    let written = names.filter_map(|name| known.parts.stages.iter().find(|stage| stage.name.value == *name));
    let stage = |stage: &&syntax::Stage| Stage {
        name: stage.name.value.clone(),
        title: title(stage.title.as_ref(), &stage.name),
        outcome: stage.outcome.as_ref().map(|outcome| match outcome.value {
            syntax::Outcome::Won => model::Outcome::Won,
            syntax::Outcome::Lost => model::Outcome::Lost,
        }),
        span: stage.name.span,
    };
    written.map(stage).collect()
}

/// Everything a deal is judged by: the stages' criteria, then the checks at the top, in the order of the text.
pub(super) fn criteria(
    known: &Known<'_>,
    flow: &Flow,
    stages: &[Stage],
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Criterion> {
    let mut criteria = Vec::new();
    for stage in &known.parts.stages {
        if let Some(id) = known.schema.names.stages.place(&stage.name.value) {
            of_stage(known, stage, StageId(id), &mut criteria, diagnostics);
        }
    }
    for written in &known.parts.checks {
        criteria.extend(top_level(known, written, flow, stages, diagnostics));
    }
    let built_in = of_flow(known, diagnostics);
    // Namesakes of the built-in checks have been refused.
    criteria.retain(|criterion| built_in.iter().all(|known| known.name != criterion.name));
    let mut criteria = once(criteria, diagnostics);
    criteria.extend(built_in);
    criteria
}

fn of_stage(
    known: &Known<'_>,
    stage: &syntax::Stage,
    id: StageId,
    criteria: &mut Vec<Criterion>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let name = &stage.name.value;
    if let Some(limit) = &stage.at_most {
        let rule = lengths::limit(known, &limit.limit, diagnostics).map(|length| Rule::AtMost(id, length));
        let bare = rule.map(|rule| bare(known, format!("{name}.at_most"), Place::Whole(id), rule, limit.span));
        criteria.extend(bare.and_then(|bare| with_clauses(known, bare, &limit.about, diagnostics)));
    }
    for needs in &stage.needs {
        for role in &needs.roles {
            let rule = known.role(role, diagnostics).map(Rule::Staffed);
            let criterion = format!("{name}.needs.{}", role.value);
            let bare = rule.map(|rule| bare(known, criterion, Place::Whole(id), rule, role.span));
            criteria.extend(bare.and_then(|bare| with_clauses(known, bare, &needs.about, diagnostics)));
        }
    }
    for block in &stage.blocks {
        let (word, place) = match block.kind {
            BlockKind::Entry => ("entry", Place::Entry(id)),
            BlockKind::During => ("during", Place::During(id)),
            BlockKind::Exit => ("exit", Place::Exit(id)),
        };
        for criterion in &block.criteria {
            match criterion {
                syntax::Criterion::Require(written) => {
                    require(known, written, &format!("{name}.{word}"), &place, criteria, diagnostics);
                }
                syntax::Criterion::Check(written) => {
                    criteria.extend(in_stage(known, written, place.clone(), diagnostics));
                }
                syntax::Criterion::Broken(_) => {}
            }
        }
    }
}

/// Keeps the first criterion of every name.
fn once(criteria: Vec<Criterion>, diagnostics: &mut Vec<Diagnostic>) -> Vec<Criterion> {
    let mut seen: BTreeMap<String, Span> = BTreeMap::new();
    let mut kept = Vec::new();
    for criterion in criteria {
        match seen.get(&criterion.name) {
            Some(first) => {
                let name = syntax::Name::new(criterion.name.clone(), criterion.span);
                let kind = if matches!(criterion.rule, Rule::Holds(_)) { "check" } else { "requirement" };
                let problem = twice(kind, &name, *first);
                diagnostics.push(if kind == "check" { problem } else { problem.help("remove one of them") });
            }
            None => {
                seen.insert(criterion.name.clone(), criterion.span);
                kept.push(criterion);
            }
        }
    }
    kept
}
