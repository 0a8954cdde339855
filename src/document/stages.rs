use crate::document::approvals;
use crate::document::contents::Flow;
use crate::document::contents::Note;
use crate::document::contents::RolePart;
use crate::document::contents::StagePart;
use crate::document::criteria;
use crate::document::lengths;
use crate::document::terms::Terms;
use crate::model::Outcome;
use crate::model::Owner;
use crate::model::Place;
use crate::model::Playbook;
use crate::model::Role;
use crate::model::RoleId;
use crate::model::Rule;
use crate::model::Stage;
use crate::model::StageId;

/// The titles of the flow; it is drawn when they stand there in every language.
pub(super) fn flow(playbook: &Playbook, terms: Terms) -> Flow {
    Flow {
        titles: playbook.stages.iter().map(|stage| terms.text(&stage.title)).collect(),
        outcomes: playbook.stages.iter().map(|stage| outcome_word(terms, stage)).collect(),
        ..Flow::default()
    }
}

pub(super) fn all(playbook: &Playbook, terms: Terms) -> Vec<StagePart> {
    (0..).map(StageId).zip(&playbook.stages).map(|(id, stage)| part(playbook, terms, id, stage)).collect()
}

fn part(playbook: &Playbook, terms: Terms, id: StageId, stage: &Stage) -> StagePart {
    StagePart {
        title: terms.text(&stage.title),
        name: stage.name.clone(),
        outcome: match stage.outcome {
            Some(Outcome::Won) => "won",
            Some(Outcome::Lost) => "lost",
            None => "",
        }
        .to_owned(),
        outcome_word: outcome_word(terms, stage),
        facts: facts(playbook, terms, id),
        entry: criteria::at(playbook, terms, |place| *place == Place::Entry(id)),
        during: criteria::at(playbook, terms, |place| *place == Place::During(id)),
        exit: criteria::at(playbook, terms, |place| *place == Place::Exit(id)),
    }
}

/// How it ends, where the title does not say it.
fn outcome_word(terms: Terms, stage: &Stage) -> String {
    let word = match stage.outcome {
        Some(Outcome::Won) => terms.pick("won", "赢单"),
        Some(Outcome::Lost) => terms.pick("lost", "输单"),
        None => "",
    };
    let said = terms.text(&stage.title).eq_ignore_ascii_case(word);
    if said { String::new() } else { word.to_owned() }
}

fn facts(playbook: &Playbook, terms: Terms, id: StageId) -> Vec<Note> {
    let mut facts = Vec::new();
    let mut needed = Vec::new();
    for criterion in playbook.criteria.iter().filter(|criterion| criterion.place == Place::Whole(id)) {
        match &criterion.rule {
            Rule::AtMost(_, limit) => {
                facts.push(terms.note("At most", "最长", lengths::said(playbook, terms, limit)));
            }
            Rule::Staffed(role) => needed.extend(playbook.role(*role).map(|role| terms.text(&role.title))),
            _ => {}
        }
    }
    if !needed.is_empty() {
        facts.push(terms.note("Staffed with", "须指定", terms.list(&needed)));
    }
    let next = playbook.flow.moves.iter().filter(|step| step.from == id).filter_map(|step| playbook.stage(step.to));
    let next: Vec<String> = next.map(|stage| terms.text(&stage.title)).collect();
    if !next.is_empty() {
        facts.push(terms.note("Leads to", "可进入", terms.choice(&next)));
    }
    facts
}

/// What the holders of each role decide and do.
pub(super) fn roles(playbook: &Playbook, terms: Terms) -> Vec<RolePart> {
    let ids = (0..).map(RoleId);
    ids.zip(&playbook.roles).map(|(id, role)| role_part(playbook, terms, id, role)).collect()
}

fn role_part(playbook: &Playbook, terms: Terms, id: RoleId, role: &Role) -> RolePart {
    let mut tasks: Vec<Note> = Vec::new();
    let staffed: Vec<String> = playbook
        .criteria
        .iter()
        .filter(|criterion| matches!(criterion.rule, Rule::Staffed(needed) if needed == id))
        .filter_map(|criterion| approvals::gate(playbook, terms, &criterion.place))
        .collect();
    if !staffed.is_empty() {
        tasks.push(terms.note("Needed", "参与", terms.list(&staffed)));
    }
    let decides: Vec<String> =
        approvals::decided_by(playbook, id).map(|approval| terms.text(&approval.title)).collect();
    if !decides.is_empty() {
        tasks.push(terms.note("May decide", "可决定", terms.list(&decides)));
    }
    let acts = playbook.criteria.iter().filter(|criterion| criterion.owner == Owner::Role(id));
    let mut acts: Vec<String> = acts.map(|criterion| criteria::title(playbook, terms, criterion)).collect();
    acts.dedup();
    if !acts.is_empty() {
        tasks.push(terms.note("Acts on", "负责处理", acts.join(terms.pick("; ", "；"))));
    }
    RolePart { title: terms.text(&role.title), name: role.name.clone(), tasks }
}
