//! What a layer takes out of the playbook below.

use crate::syntax;
use crate::syntax::BlockKind;
use crate::syntax::Criterion;
use crate::syntax::Item;
use crate::syntax::Required;

/// Removes a check, an approval with all that requires it, or a requirement; `false` where there is none of the name.
pub(super) fn remove(below: &mut Vec<Item>, path: &syntax::Path) -> bool {
    let text = path.text();
    let before = below.len();
    below.retain(|item| match item {
        Item::Check(check) => check.name.value != text,
        Item::Approval(approval) => approval.name.value != text,
        Item::Score(score) => score.name.value != text,
        Item::Figure(figure) => figure.name.value != text,
        Item::Source(source) => source.name.value != text,
        _ => true,
    });
    let mut removed = below.len() < before;
    for item in below {
        if let Item::Stage(stage) = item {
            removed |= from_stage(stage, &text);
        }
    }
    removed
}

fn from_stage(stage: &mut syntax::Stage, text: &str) -> bool {
    let mut removed = false;
    let own = format!("{}.", stage.name.value);
    let rest = text.strip_prefix(&own);
    if rest == Some("at_most") && stage.at_most.take().is_some() {
        removed = true;
    }
    let needed = rest.and_then(|rest| rest.strip_prefix("needs."));
    for needs in &mut stage.needs {
        let before = needs.roles.len();
        needs.roles.retain(|role| Some(role.value.as_str()) != needed);
        removed |= needs.roles.len() < before;
    }
    for block in &mut stage.blocks {
        let wanted = rest.and_then(|rest| rest.strip_prefix(word(block.kind))?.strip_prefix('.'));
        block.criteria.retain_mut(|criterion| match criterion {
            Criterion::Check(check) if check.name.value == text => {
                removed = true;
                false
            }
            Criterion::Require(require) => {
                let (left, gone) = without(&mut require.what, text, wanted);
                removed |= gone;
                left > 0
            }
            _ => true,
        });
    }
    removed
}

/// Takes a name out of what is required: how many are left, and whether one went.
fn without(required: &mut Required, text: &str, wanted: Option<&str>) -> (usize, bool) {
    let (before, after) = match required {
        Required::Fields(paths) => {
            let before = paths.len();
            paths.retain(|path| Some(path.text().as_str()) != wanted);
            (before, paths.len())
        }
        Required::Roles(names) => {
            let before = names.len();
            names.retain(|name| Some(name.value.as_str()) != wanted);
            (before, names.len())
        }
        // An approval that is gone is required nowhere.
        Required::Approvals(names) => {
            let before = names.len();
            names.retain(|name| Some(name.value.as_str()) != wanted && name.value != text);
            (before, names.len())
        }
    };
    (after, after < before)
}

/// How a block begins.
pub(super) fn word(kind: BlockKind) -> &'static str {
    match kind {
        BlockKind::Entry => "entry",
        BlockKind::During => "during",
        BlockKind::Exit => "exit",
    }
}

/// Everything that could be removed, as it is named.
pub(super) fn names(below: &[Item]) -> Vec<String> {
    let mut names = Vec::new();
    for item in below {
        match item {
            Item::Check(check) => names.push(check.name.value.clone()),
            Item::Approval(approval) => names.push(approval.name.value.clone()),
            Item::Stage(stage) => of_stage(stage, &mut names),
            _ => {}
        }
    }
    names
}

fn of_stage(stage: &syntax::Stage, names: &mut Vec<String>) {
    let own = &stage.name.value;
    names.extend(stage.at_most.iter().map(|_| format!("{own}.at_most")));
    let needed = stage.needs.iter().flat_map(|needs| &needs.roles);
    names.extend(needed.map(|role| format!("{own}.needs.{}", role.value)));
    for block in &stage.blocks {
        let named = |name: &str| format!("{own}.{}.{name}", word(block.kind));
        for criterion in &block.criteria {
            match criterion {
                Criterion::Check(check) => names.push(check.name.value.clone()),
                Criterion::Require(require) => match &require.what {
                    Required::Fields(paths) => names.extend(paths.iter().map(|path| named(&path.text()))),
                    Required::Roles(all) | Required::Approvals(all) => {
                        names.extend(all.iter().map(|name| named(&name.value)));
                    }
                },
                Criterion::Broken(_) => {}
            }
        }
    }
}
