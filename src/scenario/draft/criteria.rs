use chrono::Days;

use crate::assess::Verdict;
use crate::model::Cell;
use crate::model::Length;
use crate::model::LengthTable;
use crate::model::RoleId;
use crate::model::Rule;
use crate::model::StageId;
use crate::scenario::draft::candidates::benign;
use crate::scenario::draft::sketch::Bench;
use crate::scenario::draft::sketch::set;
use crate::scenario::draft::text::Drafts;
use crate::value::Moment;
use crate::value::Record;
use crate::value::Step;
use crate::value::Type;
use crate::value::Unit;
use crate::value::Value;
use crate::value::builtin;

/// No stay that a playbook allows is longer, in days or hours.
const LONGEST: u64 = 2_000;

/// With the field and without it.
pub(super) fn filled(bench: &Bench<'_>, slots: &[usize], name: &str, drafts: &mut Drafts) {
    let ty = type_at(&Type::Record(bench.playbook.schema.deal.clone()), slots);
    let value = ty.and_then(|ty| benign(bench, &ty));
    let (Some(blank), Some(value)) = (bench.blank(), value) else {
        return drafts.lack(bench, "no deal comes to where it is asked, or its field has no plain value");
    };
    let mut full = blank.clone();
    bench.put(&mut full, slots, value);
    pair(bench, &full, &blank, &format!("with {name}"), &format!("without {name}"), drafts);
}

/// With somebody in the role and with nobody.
pub(super) fn staffed(bench: &Bench<'_>, role: RoleId, drafts: &mut Drafts) {
    let Some(blank) = bench.blank() else { return drafts.lack(bench, "no deal comes to where it is asked") };
    let name = bench.playbook.role(role).map(|role| role.name.clone()).unwrap_or_default();
    let mut full = blank.clone();
    bench.put(&mut full, &[builtin::TEAM, usize::from(role.0)], Value::Text(format!("somebody as {name}").into()));
    pair(bench, &full, &blank, &format!("with {name}"), &format!("without {name}"), drafts);
}

/// The longest stay that is in time, and one step more.
pub(super) fn at_most(bench: &Bench<'_>, stage: StageId, drafts: &mut Drafts) {
    let Rule::AtMost(_, limit) = &bench.criterion.rule else { return };
    let by_hours = limit.fixed().is_some_and(|limit| matches!(limit.unit, Unit::Seconds | Unit::WorkingSeconds));
    let stay = |length: u64| -> Option<Record> {
        let mut record = bench.blank()?;
        if let Length::Table(table) = limit {
            in_first_row(bench, table, &mut record);
        }
        bench.put(&mut record, &[builtin::STAGE], Value::Choice(stage.0));
        let at = if by_hours {
            let hours = chrono::Duration::hours(i64::try_from(length).ok()?);
            Moment::At(bench.now().now.checked_sub_signed(hours)?)
        } else {
            Moment::Day(bench.on.checked_sub_days(Days::new(length))?)
        };
        let mut entry = Record::empty(4);
        set(&mut entry, builtin::history::STAGE, Value::Choice(stage.0));
        set(&mut entry, builtin::history::AT, Value::Moment(at));
        bench.put(&mut record, &[builtin::HISTORY], Value::List(vec![Value::Record(Box::new(entry))]));
        Some(record)
    };
    let mut last = None;
    for length in 0..LONGEST {
        let Some(record) = stay(length) else { break };
        match bench.judge(&record).0 {
            Verdict::Pass => last = Some(record),
            Verdict::Fail => {
                let Some(last) = last else { break };
                let words = ("as long as allowed", "a step longer than allowed");
                return pair(bench, &last, &record, words.0, words.1, drafts);
            }
            _ => {}
        }
    }
    drafts.lack(bench, "no stay was found that is just too long");
}

/// Gives the deal the values of the first row that limits anything; columns that are computed keep what they are.
fn in_first_row(bench: &Bench<'_>, table: &LengthTable, record: &mut Record) {
    let Some(row) = table.rows.iter().find(|row| row.length.is_some()) else { return };
    for (column, cell) in table.columns.iter().zip(&row.cells) {
        let value = match cell {
            Cell::Any => continue,
            Cell::OneOf(values) => values.first(),
            Cell::Compare(_, bound) | Cell::Range(bound, _) => Some(bound),
        };
        let slots = match column.value.reads() {
            [path] => path.iter().map(|step| match step {
                Step::Field(slot) => Some(*slot),
                Step::Item(_) => None,
            }),
            _ => continue,
        };
        if let (Some(value), Some(slots)) = (value, slots.collect::<Option<Vec<usize>>>()) {
            bench.put(record, &slots, value.clone());
        }
    }
}

/// Adds a deal that passes and one that fails, where they do.
pub(super) fn pair(
    bench: &Bench<'_>,
    passing: &Record,
    failing: &Record,
    how_passing: &str,
    how_failing: &str,
    drafts: &mut Drafts,
) {
    let name = &bench.criterion.name;
    let (verdict, _) = bench.judge(passing);
    if verdict == Verdict::Pass {
        drafts.add(bench, &format!("{name} passes {how_passing}"), passing, &format!("pass {name}"));
    } else {
        drafts.lack(bench, &format!("no deal was found that passes; the nearest one is {verdict}"));
    }
    let (verdict, _) = bench.judge(failing);
    if verdict == Verdict::Fail {
        drafts.add(bench, &format!("{name} fails {how_failing}"), failing, name);
    } else {
        drafts.lack(bench, &format!("no deal was found that fails; the nearest one is {verdict}"));
    }
}

/// The type at slots through records.
pub(super) fn type_at(root: &Type, slots: &[usize]) -> Option<Type> {
    slots.iter().try_fold(root.clone(), |ty, slot| match ty {
        Type::Record(record) => record.fields.get(*slot).map(|field| field.ty.clone()),
        _ => None,
    })
}
