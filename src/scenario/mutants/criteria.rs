use std::sync::Arc;

use crate::expr::Expr;
use crate::model::Criterion;
use crate::model::CriterionId;
use crate::model::Place;
use crate::model::Playbook;
use crate::model::Rule;
use crate::model::StageId;
use crate::scenario::mutants::Sight;
use crate::scenario::mutants::conditions::condition;
use crate::scenario::mutants::kinds;
use crate::scenario::mutants::lengths;
use crate::scenario::mutants::mill::About;
use crate::scenario::mutants::mill::Mill;
use crate::value::Type;

/// The changes of every criterion.
pub(super) fn all(mill: &mut Mill<'_>) {
    let playbook = mill.playbook;
    for (id, criterion) in playbook.criteria() {
        if matches!(criterion.rule, Rule::History(_)) {
            continue;
        }
        let about =
            About { owner: criterion.name.clone(), span: criterion.span, criteria: vec![id], sight: Sight::Applying };
        mill.drop(&about, id, format!("`{}` dropped", criterion.name));
        let locals = locals(criterion);
        match &criterion.rule {
            Rule::Holds(that) => {
                let about = About { owner: format!("{}/that", criterion.name), ..about.clone() };
                let put = Arc::new(move |playbook: &mut Playbook, expr: Expr| {
                    with(playbook, id, |criterion| criterion.rule = Rule::Holds(expr));
                });
                condition(mill, &about, that, &locals, &(put as _));
            }
            Rule::AtMost(_, limit) => lengths::all(mill, &about, limit),
            // An approval's clauses stand in the approval, see there; the rest is asked or not.
            Rule::Approved(_) | Rule::Filled(..) | Rule::Staffed(_) | Rule::History(_) => {}
        }
        if let Some(each) = &criterion.each {
            let about = About { owner: format!("{}/for", criterion.name), sight: Sight::Judging, ..about.clone() };
            let put = Arc::new(move |playbook: &mut Playbook, expr: Expr| {
                with(playbook, id, |criterion| {
                    if let Some(each) = &mut criterion.each {
                        each.list = expr;
                    }
                });
            });
            condition(mill, &about, &each.list, &[], &(put as _));
        }
        if !matches!(criterion.rule, Rule::Approved(_)) {
            asked(mill, &[id], criterion, &criterion.name);
            kinds::all(mill, &[id], criterion, &criterion.name);
        }
        stages(mill, id, criterion, &about);
    }
}

/// The clauses that say whether a criterion applies; those of an approval hold for every gate that requires it.
pub(super) fn asked(mill: &mut Mill<'_>, ids: &[CriterionId], criterion: &Criterion, name: &str) {
    let about = |clause: &str| About {
        owner: format!("{name}/{clause}"),
        span: criterion.span,
        criteria: ids.to_vec(),
        sight: Sight::Judging,
    };
    if let Some(when) = &criterion.when {
        let (all, about) = (ids.to_vec(), about("when"));
        let put = Arc::new(move |playbook: &mut Playbook, expr: Expr| {
            all.iter().for_each(|id| with(playbook, *id, |criterion| criterion.when = Some(expr.clone())));
        });
        condition(mill, &about, when, &locals(criterion), &(put as _));
        let all = ids.to_vec();
        let text = when.text().split_whitespace().collect::<Vec<&str>>().join(" ");
        let about = About { span: when.span(), ..about };
        let edit = Arc::new(move |playbook: &mut Playbook| {
            all.iter().for_each(|id| with(playbook, *id, |criterion| criterion.when = None));
        });
        mill.add(&about, "dropped", format!("`when {text}` dropped"), edit);
    }
    if let Some(from) = criterion.from {
        let all = ids.to_vec();
        let edit = Arc::new(move |playbook: &mut Playbook| {
            all.iter().for_each(|id| with(playbook, *id, |criterion| criterion.from = None));
        });
        mill.add(&about("from"), "dropped", format!("`from {from}` dropped"), edit);
    }
    if let Some(until) = criterion.until {
        let all = ids.to_vec();
        let edit = Arc::new(move |playbook: &mut Playbook| {
            all.iter().for_each(|id| with(playbook, *id, |criterion| criterion.until = None));
        });
        mill.add(&about("until"), "dropped", format!("`until {until}` dropped"), edit);
    }
}

/// The range of `during`, without its first or its last stage. Every open stage is no text of the author's.
fn stages(mill: &mut Mill<'_>, id: CriterionId, criterion: &Criterion, about: &About) {
    let Place::Stages(stages) = &criterion.place else { return };
    let open = (0..).map(StageId).zip(&mill.playbook.stages).filter(|(_, stage)| stage.outcome.is_none());
    if open.map(|(stage, _)| stage).eq(stages.iter().copied()) || stages.len() < 2 {
        return;
    }
    let about = About { owner: format!("{}/during", criterion.name), sight: Sight::Judging, ..about.clone() };
    for left_out in stages.first().into_iter().chain(stages.last()).copied() {
        let name = mill.playbook.stage(left_out).map(|stage| stage.name.clone()).unwrap_or_default();
        let edit = Arc::new(move |playbook: &mut Playbook| {
            with(playbook, id, |criterion| {
                if let Place::Stages(stages) = &mut criterion.place {
                    stages.retain(|stage| *stage != left_out);
                }
            });
        });
        mill.add(&about, &format!("without {name}"), format!("`during` without `{name}`"), edit);
    }
}

fn locals(criterion: &Criterion) -> Vec<(String, Type)> {
    let each = criterion.each.iter();
    each.map(|each| match each.list.ty() {
        Type::List(item) => (each.name.clone(), item.as_ref().clone()),
        _ => (each.name.clone(), Type::Any),
    })
    .collect()
}

/// Changes one criterion.
fn with(playbook: &mut Playbook, id: CriterionId, change: impl FnOnce(&mut Criterion)) {
    if let Some(criterion) = playbook.criteria.get_mut(id.0 as usize) {
        change(criterion);
    }
}
