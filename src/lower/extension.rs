//! What a playbook asks less than the one it extends.

use std::collections::BTreeSet;

use crate::diagnostic::Diagnostic;
use crate::expr::Expr;
use crate::lower::collect::collect;
use crate::lower::overlay::Layered;
use crate::lower::playbook;
use crate::model::Approval;
use crate::model::AuthorityRow;
use crate::model::Barred;
use crate::model::By;
use crate::model::Criterion;
use crate::model::Extension;
use crate::model::How;
use crate::model::Loosening;
use crate::model::Party;
use crate::model::Place;
use crate::model::Playbook;
use crate::model::RoleId;
use crate::model::Rule;
use crate::model::StageId;
use crate::source::FileId;
use crate::source::Sources;
use crate::source::Span;

/// Notes what a playbook loosens, and refuses what the playbook below forbids to loosen.
pub(super) fn compare(
    sources: &Sources,
    layers: &Layered,
    modules: &[FileId],
    own: &mut Playbook,
    diagnostics: &mut Vec<Diagnostic>,
) {
    // What is wrong below shows in the whole as well, unless this playbook mends it.
    let mut quiet = Vec::new();
    let parts = collect(std::slice::from_ref(&layers.base), &mut quiet);
    let Some(base) = playbook(sources, &parts, modules, &mut quiet) else { return };
    let at = layers.extended_at.unwrap_or_default();
    let mut loosened = Vec::new();
    for before in &base.criteria {
        let after = own.criteria.iter().find(|criterion| criterion.name == before.name);
        let ways = match after {
            None => vec![How::Removed],
            Some(after) => ways(&base, before, own, after),
        };
        let declared = |playbook: &Playbook, criterion: &Criterion| match &criterion.rule {
            Rule::Approved(id) => playbook.approval(*id).map_or(criterion.span, |approval| approval.span),
            _ => criterion.span,
        };
        let below = declared(&base, before);
        let at = after.map(|after| declared(own, after)).filter(|span| *span != below).unwrap_or(at);
        loosened.extend(ways.into_iter().map(|how| Loosening {
            check: before.name.clone(),
            forbidden: before.never_loosen,
            at: match &how {
                How::Reads(name) => changed_at(&base, own, name).unwrap_or(at),
                _ => at,
            },
            how,
            below,
        }));
    }
    for one in loosened.iter().filter(|one| one.forbidden) {
        diagnostics.push(
            Diagnostic::error("lower/loosened", format!("`{}` {}, and may not be loosened", one.check, one.how))
                .at(one.at, "changed here")
                .at(one.below, "never to be loosened")
                .help("leave it as it is below, or ask whoever keeps that playbook"),
        );
    }
    own.extends = Some(Extension { name: base.name, version: base.version, loosened });
}

/// Every way in which a criterion asks less than before, or may ask less.
fn ways(base: &Playbook, before: &Criterion, own: &Playbook, after: &Criterion) -> Vec<How> {
    let mut ways = Vec::new();
    if after.severity < before.severity {
        ways.push(How::Milder(before.severity, after.severity));
    }
    let mut kinds: Vec<&'static str> = before.kinds.iter().chain(&after.kinds).map(|own| own.kind).collect();
    kinds.sort_unstable();
    kinds.dedup();
    for kind in kinds {
        let (from, to) = (before.severity_of(kind), after.severity_of(kind));
        // Where no clause says another, it has been told above.
        if to < from && (from, to) != (before.severity, after.severity) {
            ways.push(How::MilderKind(kind, from, to));
        }
    }
    if before.never_waive && !after.never_waive {
        ways.push(How::Waivable);
    }
    if before.never_loosen && !after.never_loosen {
        ways.push(How::Loosenable);
    }
    let text = |expr: Option<&Expr>| expr.map(|expr| expr.text().trim().to_owned());
    let is_other = match (&before.rule, &after.rule) {
        (Rule::Holds(a), Rule::Holds(b)) => {
            a.text().trim() != b.text().trim()
                || text(before.each.as_ref().map(|each| &each.list)) != text(after.each.as_ref().map(|each| &each.list))
        }
        (Rule::Holds(_), _) | (_, Rule::Holds(_)) => true,
        _ => false,
    };
    if is_other {
        ways.push(How::Condition);
    }
    if after.when.is_some() && text(before.when.as_ref()) != text(after.when.as_ref()) {
        ways.push(How::When);
    }
    if fewer_places(base, &before.place, own, &after.place) {
        ways.push(How::Places);
    }
    if let (Rule::AtMost(_, from), Rule::AtMost(_, to)) = (&before.rule, &after.rule) {
        match (from.fixed(), to.fixed()) {
            (Some(from), Some(to)) if to.order(from).is_none_or(|order| order.is_gt()) => {
                ways.push(How::Longer(from, to));
            }
            (Some(_), Some(_)) => {}
            _ if from.text() != to.text() => ways.push(How::Lengths),
            _ => {}
        }
    }
    if (after.from, after.until) != (None, None) && (before.from, before.until) != (after.from, after.until) {
        ways.push(How::Period);
    }
    if let (Rule::Approved(a), Rule::Approved(b)) = (&before.rule, &after.rule)
        && let (Some(a), Some(b)) = (base.approval(*a), own.approval(*b))
    {
        of_approval(base, a, own, b, &mut ways);
    }
    if matches!((&before.rule, &after.rule), (Rule::History(_), Rule::History(_)))
        && !moves(own).is_subset(&moves(base))
    {
        ways.push(How::Flow);
    }
    let reads = changed_lets(base, own).into_iter().filter(|name| mentions(before, name) || mentions(after, name));
    ways.extend(reads.map(How::Reads));
    ways
}

fn of_approval(base: &Playbook, a: &Approval, own: &Playbook, b: &Approval, ways: &mut Vec<How>) {
    let barred = barred(own, b);
    if decides(base, &a.by) != decides(own, &b.by) || !self::barred(base, a).is_subset(&barred) {
        ways.push(How::Approvers);
    }
    let longer = match (&a.valid, &b.valid) {
        (None, _) => false,
        (Some(_), None) => true,
        (Some(from), Some(to)) => match (from.fixed(), to.fixed()) {
            (Some(from), Some(to)) => to.order(from).is_none_or(|order| order.is_gt()),
            _ => from.text() != to.text(),
        },
    };
    let covers = |approval: &Approval| {
        let covers =
            approval.covers.iter().map(|cover| (cover.name.clone(), format!("{:?} {:?}", cover.worse, cover.up_to)));
        covers.collect::<BTreeSet<(String, String)>>()
    };
    if longer || !covers(a).is_subset(&covers(b)) {
        ways.push(How::Validity);
    }
}

/// Who decides, in names: roles, bodies and matrices are numbered anew in each playbook.
fn decides(playbook: &Playbook, by: &By) -> String {
    let role = |id: &RoleId| playbook.role(*id).map_or("", |role| role.name.as_str()).to_owned();
    let roles = |ids: &[RoleId]| ids.iter().map(role).collect::<Vec<String>>().join(", ");
    let all =
        |parts: &[By], word: &str| parts.iter().map(|part| decides(playbook, part)).collect::<Vec<_>>().join(word);
    match by {
        By::Role(id) => role(id),
        By::All(parts) => format!("({})", all(parts, " and ")),
        By::Then(parts) => format!("({})", all(parts, " then ")),
        By::Count(wanted, ids) => format!("{wanted} of {}", roles(ids)),
        By::Authority(id) => playbook.authorities.get(usize::from(id.0)).map_or_else(String::new, |matrix| {
            let row = |row: &AuthorityRow| format!("{} {:?}", row.column.value.text().trim(), row.cells);
            format!("{}: {}", roles(&matrix.bodies), matrix.rows.iter().map(row).collect::<Vec<String>>().join("; "))
        }),
        By::Table(table) => {
            let columns = table.columns.iter().map(|column| column.value.text().trim()).collect::<Vec<&str>>();
            let rows = table.rows.iter().map(|row| format!("{:?} {}", row.cells, decides(playbook, &row.by)));
            format!("{columns:?} {}", rows.collect::<Vec<String>>().join("; "))
        }
    }
}

fn barred(playbook: &Playbook, approval: &Approval) -> BTreeSet<String> {
    let person = |party: &Party| party.name(|id| playbook.role(id).map_or("", |role| role.name.as_str()).to_owned());
    let barred = approval.not_by.iter().map(|barred| match barred {
        Barred::Person(party) => person(party),
        Barred::Reports(party) => format!("reports of {}", person(party)),
    });
    barred.collect()
}

/// Where a criterion was asked and is not any more, by the names of the stages.
fn fewer_places(base: &Playbook, before: &Place, own: &Playbook, after: &Place) -> bool {
    let names = |playbook: &Playbook, place: &Place| -> Vec<String> {
        let named =
            |ids: &[StageId]| ids.iter().filter_map(|id| playbook.stage(*id)).map(|stage| stage.name.clone()).collect();
        match place {
            Place::Stages(stages) => named(stages),
            Place::Entry(id) | Place::During(id) | Place::Exit(id) | Place::Whole(id) => named(&[*id]),
            Place::Always => Vec::new(),
        }
    };
    if matches!(after, Place::Always) || std::mem::discriminant(before) != std::mem::discriminant(after) {
        return before != after;
    }
    let after = names(own, after);
    names(base, before).iter().any(|stage| !after.contains(stage))
}

/// The moves of the flow, by the names of the stages.
fn moves(playbook: &Playbook) -> BTreeSet<(String, String)> {
    let name = |id| playbook.stage(id).map(|stage| stage.name.clone()).unwrap_or_default();
    playbook.flow.moves.iter().map(|one| (name(one.from), name(one.to))).collect()
}

/// Computed fields that are computed otherwise, and those that read one of them.
fn changed_lets(base: &Playbook, own: &Playbook) -> Vec<String> {
    let text = |playbook: &Playbook, name: &str| {
        playbook.lets.find(name).map(|(_, expr)| expr.text().split_whitespace().collect::<Vec<&str>>().join(" "))
    };
    let changed = base.lets.iter().filter(|(name, _)| text(base, name) != text(own, name));
    let mut changed: Vec<String> = changed.map(|(name, _)| name.to_owned()).collect();
    for (name, expr) in base.lets.iter() {
        if !changed.iter().any(|known| known == name) && changed.iter().any(|known| has_word(expr.text(), known)) {
            changed.push(name.to_owned());
        }
    }
    changed
}

/// Where the computed field stands that makes another one come to something else: itself, or one that it reads.
fn changed_at(base: &Playbook, own: &Playbook, name: &str) -> Option<Span> {
    let (_, before) = base.lets.find(name)?;
    let is_same = own.lets.find(name).filter(|(_, after)| after.span() == before.span());
    if is_same.is_none() {
        return own.lets.find(name).map(|(_, after)| after.span());
    }
    let read = base.lets.iter().map(|(read, _)| read).filter(|read| *read != name && has_word(before.text(), read));
    read.into_iter().find_map(|read| changed_at(base, own, read))
}

fn mentions(criterion: &Criterion, name: &str) -> bool {
    let that = match &criterion.rule {
        Rule::Holds(that) => Some(that),
        _ => None,
    };
    let each = criterion.each.as_ref().map(|each| &each.list);
    let lengths = match &criterion.rule {
        // One that is the same for every deal is compared by itself.
        Rule::AtMost(_, length) if length.fixed().is_none() => length.expressions(),
        _ => Vec::new(),
    };
    that.into_iter().chain(&criterion.when).chain(each).chain(lengths).any(|expr| has_word(expr.text(), name))
}

fn has_word(text: &str, word: &str) -> bool {
    let is_part = |letter: char| letter.is_alphanumeric() || letter == '_';
    text.match_indices(word).any(|(at, _)| {
        let before = text.get(..at).unwrap_or_default().chars().next_back();
        let after = text.get(at + word.len()..).unwrap_or_default().chars().next();
        !before.is_some_and(|letter| is_part(letter) || letter == '.') && !after.is_some_and(is_part)
    })
}
