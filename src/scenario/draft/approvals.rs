use crate::assess::Seat;
use crate::assess::SeatPart;
use crate::assess::Verdict;
use crate::assess::seats;
use crate::expr::Expr;
use crate::model::Approval;
use crate::model::ApprovalId;
use crate::model::Barred;
use crate::model::By;
use crate::model::Cell;
use crate::model::Owner;
use crate::model::Party;
use crate::model::RoleId;
use crate::scenario::draft::conditions::Unit;
use crate::scenario::draft::conditions::filled;
use crate::scenario::draft::conditions::step;
use crate::scenario::draft::conditions::trim;
use crate::scenario::draft::conditions::units;
use crate::scenario::draft::sketch::Bench;
use crate::scenario::draft::sketch::set;
use crate::scenario::draft::text::Drafts;
use crate::value::Moment;
use crate::value::Record;
use crate::value::Value;
use crate::value::builtin;
use crate::value::builtin::approvals;

/// More deals are not tried for one approval.
const MOST_TRIED: usize = 2_000;

/// Of every row of a table and every body of a matrix: decided by whom it names, and by fewer or a weaker one.
pub(super) fn approved(bench: &Bench<'_>, id: ApprovalId, drafts: &mut Drafts) {
    let Some(approval) = bench.playbook.approval(id) else { return };
    let Some(mut base) = bench.came() else { return drafts.lack(bench, "no deal comes to where it is asked") };
    people(bench, approval, &mut base);
    let name = &bench.criterion.name;
    let mut units = asked_values(bench, approval);
    trim(&mut units, MOST_TRIED);
    let found = deciding(bench, &base, &units);
    if found.is_empty() {
        return drafts.lack(bench, "no values were found for which it can be told who decides");
    }
    for (part, record) in found {
        let (told, roles) = deciders(bench, approval, &part);
        let all = decided(bench, id, approval, &record, &roles);
        if bench.judge(&all).0 == Verdict::Pass {
            drafts.add(bench, &format!("{name} passes decided by {told}"), &all, &format!("pass {name}"));
        } else {
            drafts.lack(bench, &format!("no deal was found that passes decided by {told}"));
        }
        let (less, fewer) = less(bench, &part, &roles);
        let failing = decided(bench, id, approval, &record, &fewer);
        let (verdict, findings) = bench.judge(&failing);
        match findings.first().filter(|_| verdict == Verdict::Fail) {
            Some(finding) => {
                let title = format!("{name} fails where {told} must decide and {less}");
                drafts.add(bench, &title, &failing, &format!("{name}.{}", finding.kind.name()));
            }
            None => drafts.lack(bench, &format!("no deal was found that fails where {told} must decide")),
        }
    }
}

/// Holders of roles who must not have decided; without them nobody can tell.
fn people(bench: &Bench<'_>, approval: &Approval, base: &mut Record) {
    for barred in &approval.not_by {
        let (Barred::Person(who) | Barred::Reports(who)) = barred;
        match who {
            // Each decision names who asked for it.
            Party::Requester => {}
            Party::Of(Owner::DealOwner) => bench.put(base, &[builtin::OWNER], Value::Text("the owner".into())),
            Party::Of(Owner::Role(role)) => {
                let name = bench.playbook.role(*role).map(|role| role.name.clone()).unwrap_or_default();
                bench.put(base, &[builtin::TEAM, usize::from(role.0)], Value::Text(format!("the {name}").into()));
            }
        }
    }
}

/// The fields that say who decides and whether it is asked at all, with the limits of the table and one step beyond.
fn asked_values(bench: &Bench<'_>, approval: &Approval) -> Vec<Unit> {
    let mut exprs: Vec<&Expr> = bench.criterion.when.iter().collect();
    let mut cells: Vec<(&Expr, &Cell)> = Vec::new();
    columns(bench, &approval.by, &mut exprs, &mut cells);
    let mut units = units(bench, &exprs);
    for (column, cell) in cells {
        let bounds: Vec<Value> = match cell {
            Cell::Any => Vec::new(),
            Cell::OneOf(values) => values.clone(),
            Cell::Compare(_, bound) => vec![bound.clone()],
            Cell::Range(first, last) => vec![first.clone(), last.clone()],
        };
        let reads = column.reads();
        for unit in units.iter_mut().filter(|unit| {
            reads.iter().any(|path| {
                path.len() == unit.slots.len()
                    && path.iter().zip(&unit.slots).all(|(step, slot)| *step == crate::value::Step::Field(*slot))
            })
        }) {
            for bound in bounds.iter().rev().filter(|bound| fits(bound, &unit.ty)) {
                for value in beside(bound).into_iter().rev() {
                    unit.values.retain(|known| *known != value);
                    unit.values.insert(0, value);
                }
            }
        }
    }
    // Where it is decided by a covered value, that must be there to be covered.
    for cover in &approval.covers {
        if let Some(unit) = units.iter_mut().find(|unit| unit.slots == cover.slots) {
            unit.values.retain(|value| !value.is_missing());
        }
    }
    units
}

fn fits(bound: &Value, ty: &crate::value::Type) -> bool {
    use crate::value::Type;
    matches!(
        (bound, ty),
        (Value::Money(_), Type::Money)
            | (Value::Number(_), Type::Number | Type::Integer | Type::Percent)
            | (Value::Choice(_), Type::Choice(_))
            | (Value::Text(_), Type::Text | Type::Person)
            | (Value::Bool(_), Type::Bool)
            | (Value::Date(_), Type::Date)
    )
}

/// A limit and the values at both its sides.
fn beside(bound: &Value) -> Vec<Value> {
    use crate::value::Decimal;
    match bound {
        Value::Money(money) => [Decimal::ZERO, Decimal::NEGATIVE_ONE, Decimal::ONE]
            .map(|by| Value::Money(crate::value::Money { amount: (money.amount + by).normalize(), ..*money }))
            .into(),
        Value::Number(number) => {
            let by = if number.is_integer() && !number.is_zero() { Decimal::ONE } else { Decimal::new(1, 4) };
            [Decimal::ZERO, -by, by].map(|by| Value::Number((number + by).normalize())).into()
        }
        other => vec![other.clone()],
    }
}

fn columns<'a>(bench: &Bench<'a>, by: &'a By, exprs: &mut Vec<&'a Expr>, cells: &mut Vec<(&'a Expr, &'a Cell)>) {
    match by {
        By::Role(_) | By::Count(..) => {}
        By::All(parts) | By::Then(parts) => parts.iter().for_each(|part| columns(bench, part, exprs, cells)),
        By::Authority(id) => {
            let Some(authority) = bench.playbook.authorities.get(usize::from(id.0)) else { return };
            for row in &authority.rows {
                exprs.push(&row.column.value);
                cells.extend(row.cells.iter().map(|cell| (&row.column.value, cell)));
            }
        }
        By::Table(table) => {
            exprs.extend(table.columns.iter().map(|column| &column.value));
            for row in &table.rows {
                cells.extend(table.columns.iter().zip(&row.cells).map(|(column, cell)| (&column.value, cell)));
                columns(bench, &row.by, exprs, cells);
            }
        }
    }
}

/// For every part that may say who decides, the first deal for which it does.
fn deciding(bench: &Bench<'_>, base: &Record, units: &[Unit]) -> Vec<(Vec<SeatPart>, Record)> {
    let mut found: Vec<(Vec<SeatPart>, Record)> = Vec::new();
    let mut choice = vec![0_usize; units.len()];
    for _ in 0..MOST_TRIED {
        let record = filled(bench, base, units, &choice);
        // Nobody has decided: it fails where it is asked and can be told who must.
        if bench.judge(&record).0 == Verdict::Fail {
            let seats = seats(bench.playbook, &bench.deal(&record), &bench.settings());
            let parts: Vec<SeatPart> = seats.into_iter().map(|seat: Seat| seat.part).collect();
            let bodies = |part: &SeatPart| match part {
                SeatPart::Body(id, at) => {
                    let authority = bench.playbook.authorities.get(usize::from(id.0));
                    authority.is_some_and(|authority| *at < authority.bodies.len())
                }
                SeatPart::Row(_) => true,
            };
            if parts.iter().all(bodies) && !found.iter().any(|(known, _)| *known == parts) {
                found.push((parts, record));
            }
        }
        if !step(&mut choice, units) {
            break;
        }
    }
    found.sort_by(|a, b| a.0.cmp(&b.0));
    found
}

/// Who must decide, in words and as roles in their order.
fn deciders(bench: &Bench<'_>, approval: &Approval, parts: &[SeatPart]) -> (String, Vec<RoleId>) {
    let mut roles = Vec::new();
    collect(bench, &approval.by, parts, &mut roles);
    let names: Vec<String> = roles.iter().map(|role| name(bench, *role)).collect();
    (names.join(" and "), roles)
}

fn collect(bench: &Bench<'_>, by: &By, parts: &[SeatPart], roles: &mut Vec<RoleId>) {
    match by {
        By::Role(role) => roles.push(*role),
        By::All(all) | By::Then(all) => all.iter().for_each(|by| collect(bench, by, parts, roles)),
        By::Count(wanted, all) => roles.extend(all.iter().take(*wanted)),
        By::Authority(id) => {
            let at = parts.iter().find_map(|part| match part {
                SeatPart::Body(known, at) if known == id => Some(*at),
                _ => None,
            });
            let authority = bench.playbook.authorities.get(usize::from(id.0));
            roles.extend(at.zip(authority).and_then(|(at, authority)| authority.bodies.get(at)));
        }
        By::Table(table) => {
            let at = parts.iter().find_map(|part| match part {
                SeatPart::Row(at) => Some(*at),
                SeatPart::Body(..) => None,
            });
            if let Some(row) = at.and_then(|at| table.rows.get(at)) {
                collect(bench, &row.by, parts, roles);
            }
        }
    }
}

/// A weaker body where there is one, else one decision less.
fn less(bench: &Bench<'_>, parts: &[SeatPart], roles: &[RoleId]) -> (String, Vec<RoleId>) {
    let weaker = parts.iter().find_map(|part| match part {
        SeatPart::Body(id, at) => {
            let authority = bench.playbook.authorities.get(usize::from(id.0))?;
            authority.bodies.get(at.checked_sub(1)?).copied()
        }
        SeatPart::Row(_) => None,
    });
    match (weaker, roles.split_last()) {
        (Some(weaker), _) if roles.len() == 1 => (format!("{} did", name(bench, weaker)), vec![weaker]),
        (_, Some((last, fewer))) if !fewer.is_empty() => (format!("{} did not", name(bench, *last)), fewer.to_vec()),
        _ => ("nobody did".to_owned(), Vec::new()),
    }
}

fn name(bench: &Bench<'_>, role: RoleId) -> String {
    bench.playbook.role(role).map(|role| role.name.clone()).unwrap_or_default()
}

/// The deal with the decisions of these roles, one day after the other, for the values that it has.
fn decided(bench: &Bench<'_>, id: ApprovalId, approval: &Approval, record: &Record, roles: &[RoleId]) -> Record {
    let count = roles.len();
    let decisions = roles.iter().enumerate().map(|(at, role)| {
        let mut decision = Record::empty(approvals::COVERED + 1);
        let day = bench.day_before(u64::try_from(count - at).unwrap_or(1));
        set(&mut decision, approvals::APPROVAL, Value::Choice(id.0));
        set(&mut decision, approvals::ROLE, Value::Choice(role.0));
        set(&mut decision, approvals::BY, Value::Text(format!("somebody in {}", name(bench, *role)).into()));
        set(&mut decision, approvals::DECISION, Value::Choice(approvals::APPROVED));
        set(&mut decision, approvals::AT, Value::Moment(Moment::Day(day)));
        if approval
            .not_by
            .iter()
            .any(|barred| matches!(barred, Barred::Person(Party::Requester) | Barred::Reports(Party::Requester)))
        {
            set(&mut decision, approvals::REQUESTED_BY, Value::Text("the requester".into()));
        }
        if let Some(covered) = covered(bench, approval, record) {
            set(&mut decision, approvals::COVERED, covered);
        }
        Value::Record(Box::new(decision))
    });
    let list: Vec<Value> = decisions.collect();
    let mut record = record.clone();
    if !list.is_empty() {
        bench.put(&mut record, &[builtin::APPROVALS], Value::List(list));
    }
    record
}

/// The covered values as the deal has them.
fn covered(bench: &Bench<'_>, approval: &Approval, record: &Record) -> Option<Value> {
    let declared: Vec<crate::value::Field> =
        bench.playbook.schema.deal.fields.iter().skip(builtin::COUNT).cloned().collect();
    let ty = crate::value::RecordType::new(declared);
    let mut covered = Record::empty(ty.fields.len());
    for cover in &approval.covers {
        let path: Vec<crate::value::Step> = cover.slots.iter().map(|slot| crate::value::Step::Field(*slot)).collect();
        let value = record.at(&path).cloned().unwrap_or(Value::ABSENT);
        let Some((first, rest)) = cover.slots.split_first() else { continue };
        let slots: Vec<usize> =
            std::iter::once(first.checked_sub(builtin::COUNT)?).chain(rest.iter().copied()).collect();
        covered.put(&ty, &slots, value);
    }
    covered.values.iter().any(|value| !value.is_missing()).then(|| Value::Record(Box::new(covered)))
}
