use std::sync::Arc;

use crate::model::Approval;
use crate::model::ApprovalId;
use crate::model::AuthorityId;
use crate::model::Barred;
use crate::model::By;
use crate::model::CriterionId;
use crate::model::Length;
use crate::model::Party;
use crate::model::Playbook;
use crate::model::RoleId;
use crate::model::Rule;
use crate::model::Table;
use crate::scenario::mutants::Sight;
use crate::scenario::mutants::cells::other_cells;
use crate::scenario::mutants::cells::shown;
use crate::scenario::mutants::criteria::asked;
use crate::scenario::mutants::kinds;
use crate::scenario::mutants::lengths;
use crate::scenario::mutants::mill::About;
use crate::scenario::mutants::mill::Mill;

/// The changes of every approval that some gate requires, and of the matrices that say who decides.
pub(super) fn all(mill: &mut Mill<'_>) {
    let playbook = mill.playbook;
    for (id, approval) in (0..).map(ApprovalId).zip(&playbook.approvals) {
        let criteria = requiring(playbook, |required| required == id);
        let first = criteria.first().and_then(|first| playbook.criteria.get(first.0 as usize));
        let Some(criterion) = first else { continue };
        asked(mill, &criteria, criterion, &approval.name);
        kinds::all(mill, &criteria, criterion, &approval.name);
        let about = |clause: &str| About {
            owner: format!("{}/{clause}", approval.name),
            span: approval.span,
            criteria: criteria.clone(),
            sight: Sight::Applying,
        };
        by(mill, id, &approval.by, &[], &about("by"));
        not_by(mill, id, approval, &about("not by"));
        terms(mill, id, approval, &about);
    }
    matrices(mill);
}

fn requiring(playbook: &Playbook, is_meant: impl Fn(ApprovalId) -> bool) -> Vec<CriterionId> {
    let required = playbook.criteria().filter(|(_, criterion)| match criterion.rule {
        Rule::Approved(id) => is_meant(id),
        _ => false,
    });
    required.map(|(id, _)| id).collect()
}

/// Who decides: another role, one less, in any order.
fn by(mill: &mut Mill<'_>, id: ApprovalId, who: &By, way: &[usize], about: &About) {
    let playbook = mill.playbook;
    let name = |role: RoleId| playbook.role(role).map(|role| role.name.clone()).unwrap_or_default();
    let put = |other: By| {
        let way = way.to_vec();
        Arc::new(move |playbook: &mut Playbook| {
            let approval = playbook.approvals.get_mut(usize::from(id.0));
            if let Some(place) = approval.and_then(|approval| part(&mut approval.by, &way)) {
                *place = other.clone();
            }
        })
    };
    match who {
        By::Role(role) => {
            if let Some(other) = other_role(playbook, *role) {
                let (old, new) = (name(*role), name(other));
                mill.add(about, &format!("{old} -> {new}"), format!("`{old}` → `{new}`"), put(By::Role(other)));
            }
        }
        By::All(parts) | By::Then(parts) => {
            let again = |parts: Vec<By>| if matches!(who, By::Then(_)) { By::Then(parts) } else { By::All(parts) };
            for (at, dropped) in parts.iter().enumerate() {
                let kept = parts.iter().enumerate().filter(|(place, _)| *place != at);
                let kept: Vec<By> = kept.map(|(_, part)| part.clone()).collect();
                if !kept.is_empty() {
                    let dropped = told(playbook, dropped);
                    let edit = put(again(kept));
                    mill.add(about, &format!("without {dropped}"), format!("`{dropped}` dropped"), edit);
                }
            }
            if matches!(who, By::Then(_)) {
                let change = format!("`{}` in any order", told(playbook, who));
                mill.add(about, "in any order", change, put(By::All(parts.clone())));
            }
            for (at, inner) in parts.iter().enumerate() {
                by(mill, id, inner, &[way, &[at]].concat(), about);
            }
        }
        By::Count(wanted, roles) => {
            for other in [wanted + 1, wanted.saturating_sub(1)] {
                if other > 0 && other <= roles.len() {
                    let change = format!("`{wanted} of …` → `{other} of …`");
                    let edit = put(By::Count(other, roles.clone()));
                    mill.add(about, &format!("{wanted} -> {other}"), change, edit);
                }
            }
            for left_out in roles.iter().filter(|_| roles.len() > *wanted) {
                let kept = roles.iter().filter(|role| *role != left_out).copied().collect();
                let left_out = name(*left_out);
                let edit = put(By::Count(*wanted, kept));
                mill.add(about, &format!("without {left_out}"), format!("`{left_out}` dropped"), edit);
            }
        }
        By::Authority(_) => {}
        By::Table(table) => self::table(mill, id, table, about),
    }
}

/// The cells of a decision table, and whom its rows name.
fn table(mill: &mut Mill<'_>, id: ApprovalId, table: &Table, about: &About) {
    for (at, row) in table.rows.iter().enumerate() {
        let about = About { owner: format!("{} row {}", about.owner, at + 1), span: row.span, ..about.clone() };
        for (place, (cell, column)) in row.cells.iter().zip(&table.columns).enumerate() {
            for other in other_cells(cell, column) {
                let (old, new) = (shown(cell, column), shown(&other, column));
                let what = format!("{} {old} -> {new}", column.name);
                let change = format!("`{}` `{old}` → `{new}`", column.name);
                let edit = Arc::new(move |playbook: &mut Playbook| {
                    let approval = playbook.approvals.get_mut(usize::from(id.0));
                    let Some(By::Table(table)) = approval.map(|approval| &mut approval.by) else { return };
                    let row = table.rows.get_mut(at);
                    if let Some(cell) = row.and_then(|row| row.cells.get_mut(place)) {
                        *cell = other.clone();
                    }
                });
                mill.add(&about, &what, change, edit);
            }
        }
        by(mill, id, &row.by, &[at], &about);
    }
}

/// The cells of the matrices that some required approval goes by.
fn matrices(mill: &mut Mill<'_>) {
    let playbook = mill.playbook;
    for (id, authority) in (0..).map(AuthorityId).zip(&playbook.authorities) {
        let uses = |approval: ApprovalId| playbook.approval(approval).is_some_and(|known| goes_by(&known.by, id));
        let criteria = requiring(playbook, uses);
        if criteria.is_empty() {
            continue;
        }
        for (at, row) in authority.rows.iter().enumerate() {
            for (body, cell) in row.cells.iter().enumerate() {
                let role = authority.bodies.get(body).and_then(|role| playbook.role(*role));
                let role = role.map(|role| role.name.as_str()).unwrap_or_default();
                let about = About {
                    owner: format!("{}/{}/{role}", authority.name, row.column.name),
                    span: row.span,
                    criteria: criteria.clone(),
                    sight: Sight::Applying,
                };
                for other in other_cells(cell, &row.column) {
                    let (old, new) = (shown(cell, &row.column), shown(&other, &row.column));
                    let change = format!("`{}` of `{role}` `{old}` → `{new}`", row.column.name);
                    let edit = Arc::new(move |playbook: &mut Playbook| {
                        let authority = playbook.authorities.get_mut(usize::from(id.0));
                        let row = authority.and_then(|authority| authority.rows.get_mut(at));
                        if let Some(cell) = row.and_then(|row| row.cells.get_mut(body)) {
                            *cell = other.clone();
                        }
                    });
                    mill.add(&about, &format!("{old} -> {new}"), change, edit);
                }
            }
        }
    }
}

fn not_by(mill: &mut Mill<'_>, id: ApprovalId, approval: &Approval, about: &About) {
    for (at, barred) in approval.not_by.iter().enumerate() {
        let person = |party: &Party| {
            party.name(|role| mill.playbook.role(role).map(|role| role.name.clone()).unwrap_or_default())
        };
        let who = match barred {
            Barred::Person(party) => person(party),
            Barred::Reports(party) => format!("reports of {}", person(party)),
        };
        let edit = Arc::new(move |playbook: &mut Playbook| {
            with(playbook, id, |approval| {
                if at < approval.not_by.len() {
                    approval.not_by.remove(at);
                }
            });
        });
        mill.add(about, &format!("without {who}"), format!("`not by {who}` dropped"), edit);
    }
}

/// How long an approval holds, what it covers, and how long its conditions may stay open.
fn terms(mill: &mut Mill<'_>, id: ApprovalId, approval: &Approval, about: &dyn Fn(&str) -> About) {
    if let Some(valid) = &approval.valid {
        let edit = Arc::new(move |playbook: &mut Playbook| with(playbook, id, |approval| approval.valid = None));
        let said = valid.text();
        mill.add(&about("valid"), "dropped", format!("`valid {said}` dropped"), edit);
        let fixed = match valid {
            Length::Fixed(length) => lengths::shifted(*length),
            // One that a computed field says is changed with that field.
            _ => Vec::new(),
        };
        for other in fixed {
            let edit = Arc::new(move |playbook: &mut Playbook| {
                with(playbook, id, |approval| approval.valid = Some(Length::Fixed(other)));
            });
            let change = format!("`valid {said}` → `valid {other}`");
            mill.add(&about("valid"), &format!("{said} -> {other}"), change, edit);
        }
    }
    if let Some(within) = &approval.conditions {
        let within = within.text();
        let edit = Arc::new(move |playbook: &mut Playbook| with(playbook, id, |approval| approval.conditions = None));
        mill.add(&about("conditions"), "dropped", format!("`conditions within {within}` dropped"), edit);
    }
    for (at, cover) in approval.covers.iter().enumerate() {
        let edit = Arc::new(move |playbook: &mut Playbook| {
            with(playbook, id, |approval| {
                if at < approval.covers.len() {
                    approval.covers.remove(at);
                }
            });
        });
        mill.add(
            &about("covers"),
            &format!("without {}", cover.name),
            format!("`covers {}` dropped", cover.name),
            edit,
        );
        if cover.up_to.is_some() {
            let edit = Arc::new(move |playbook: &mut Playbook| {
                with(playbook, id, |approval| {
                    if let Some(cover) = approval.covers.get_mut(at) {
                        cover.up_to = None;
                    }
                });
            });
            let change = format!("`covers {}` without its tolerance", cover.name);
            mill.add(&about("covers"), &format!("{} without tolerance", cover.name), change, edit);
        }
    }
}

fn with(playbook: &mut Playbook, id: ApprovalId, change: impl FnOnce(&mut Approval)) {
    if let Some(approval) = playbook.approvals.get_mut(usize::from(id.0)) {
        change(approval);
    }
}

/// The part at a way through all that must decide; of a table, whom a row names.
fn part<'b>(by: &'b mut By, way: &[usize]) -> Option<&'b mut By> {
    let Some((first, rest)) = way.split_first() else { return Some(by) };
    match by {
        By::All(parts) | By::Then(parts) => part(parts.get_mut(*first)?, rest),
        By::Table(table) => part(&mut table.rows.get_mut(*first)?.by, rest),
        By::Role(_) | By::Count(..) | By::Authority(_) => None,
    }
}

fn goes_by(by: &By, authority: AuthorityId) -> bool {
    match by {
        By::Authority(id) => *id == authority,
        By::All(parts) | By::Then(parts) => parts.iter().any(|part| goes_by(part, authority)),
        By::Table(table) => table.rows.iter().any(|row| goes_by(&row.by, authority)),
        By::Role(_) | By::Count(..) => false,
    }
}

/// The next role that is declared.
fn other_role(playbook: &Playbook, role: RoleId) -> Option<RoleId> {
    let count = u16::try_from(playbook.roles.len()).ok()?;
    let next = role.0.checked_add(1)?.checked_rem(count)?;
    (next != role.0).then_some(RoleId(next))
}

fn told(playbook: &Playbook, by: &By) -> String {
    let name = |role: &RoleId| playbook.role(*role).map(|role| role.name.clone()).unwrap_or_default();
    let all = |parts: &[By], word: &str| {
        parts.iter().map(|part| told(playbook, part)).collect::<Vec<String>>().join(&format!(" {word} "))
    };
    match by {
        By::Role(role) => name(role),
        By::All(parts) => all(parts, "and"),
        By::Then(parts) => all(parts, "then"),
        By::Count(wanted, roles) => {
            format!("{wanted} of {}", roles.iter().map(name).collect::<Vec<String>>().join(", "))
        }
        By::Authority(id) => {
            let authority = playbook.authorities.get(usize::from(id.0));
            format!("authority {}", authority.map(|authority| authority.name.as_str()).unwrap_or_default())
        }
        By::Table(_) => "table".to_owned(),
    }
}
