use std::sync::Arc;

use crate::diagnostic::Diagnostic;
use crate::lower::approval_names::approvals;
use crate::lower::collect::Collected;
use crate::lower::known::Known;
use crate::lower::text::titles;
use crate::model::Flow;
use crate::model::Move;
use crate::model::StageId;
use crate::syntax::Chain;
use crate::value::Choice;
use crate::value::Names;

/// The stages in the order the flow first names them, then those it does not name; the roles and approvals as declared.
pub(super) fn names(parts: &Collected<'_>) -> Names {
    let mut stages: Vec<String> = Vec::new();
    let in_flow = parts.flows.iter().flat_map(|flow| &flow.chains).flat_map(|chain| chain.links.iter().flatten());
    let declared = parts.stages.iter().map(|stage| &stage.name);
    for name in in_flow.chain(declared) {
        let is_stage = parts.stages.iter().any(|stage| stage.name.value == name.value);
        if is_stage && !stages.contains(&name.value) {
            stages.push(name.value.clone());
        }
    }
    let roles = parts.roles.iter().map(|role| role.name.value.clone());
    let of_stage = |name: &String| parts.stages.iter().find(|stage| stage.name.value == *name);
    let stage_titles = stages.iter().map(|name| titles(of_stage(name).and_then(|stage| stage.title.as_ref())));
    let stage_titles = stage_titles.collect();
    let role_titles = parts.roles.iter().map(|role| titles(role.title.as_ref())).collect();
    Names {
        stages: Arc::new(Choice::new("stage", stages).titled(stage_titles)),
        roles: Arc::new(Choice::new("role", roles).titled(role_titles)),
        approvals: Arc::new(approvals(parts)),
    }
}

/// The moves of all chains; the first chain is the main line.
pub(super) fn flow(known: &Known<'_>, diagnostics: &mut Vec<Diagnostic>) -> Flow {
    let mut flow = Flow::default();
    for (at, chain) in known.parts.flows.iter().flat_map(|flow| &flow.chains).enumerate() {
        let links: Vec<Vec<Option<StageId>>> =
            chain.links.iter().map(|link| link.iter().map(|name| known.stage(name, diagnostics)).collect()).collect();
        if at == 0 {
            flow.main = main_line(chain, &links, diagnostics);
        }
        for pair in links.windows(2) {
            let [from, to] = pair else { continue };
            for from in from.iter().flatten() {
                for to in to.iter().flatten() {
                    if !flow.allows(*from, *to) {
                        flow.moves.push(Move { from: *from, to: *to, span: chain.span });
                    }
                }
            }
        }
    }
    flow
}

fn main_line(chain: &Chain, links: &[Vec<Option<StageId>>], diagnostics: &mut Vec<Diagnostic>) -> Vec<StageId> {
    let mut line = Vec::new();
    for (names, stages) in chain.links.iter().zip(links) {
        if let [_, second, ..] = names.as_slice() {
            diagnostics.push(
                Diagnostic::error(
                    "lower/main-line",
                    "the first line of the flow is the main line: one stage after the other",
                )
                .at(second.span, "a second stage at the same place")
                .help("put the main line first, and moves of several stages on lines of their own"),
            );
        }
        if let Some(Some(stage)) = stages.first() {
            if line.contains(stage) {
                if let Some(name) = names.first() {
                    let message = format!("the main line comes to `{}` twice", name.value);
                    diagnostics.push(
                        Diagnostic::error("lower/main-line", message)
                            .at(name.span, "again")
                            .help("put a move back on a line of its own"),
                    );
                }
            } else {
                line.push(*stage);
            }
        }
    }
    line
}
