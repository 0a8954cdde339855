use crate::assess::approvals::Asked;
use crate::assess::approvals::Wrong;
use crate::assess::approvals::decision::Decision;
use crate::assess::approvals::need::Leaf;
use crate::model::Cover;
use crate::model::Tolerance;
use crate::model::Worse;
use crate::value::Calendar;
use crate::value::Decimal;
use crate::value::Gap;
use crate::value::Money;
use crate::value::Path;
use crate::value::Rates;
use crate::value::Step;
use crate::value::Type;
use crate::value::Value;
use crate::value::builtin;
use crate::value::builtin::approvals;
use crate::value::compare;
use smallvec::smallvec;

/// The covered values that are worse than what was approved, beyond their tolerance, and those of which that cannot be told.
pub(super) fn outgrown(asked: &Asked<'_>, leaf: &Leaf, decision: &Decision) -> Vec<Wrong> {
    let mut wrong = Vec::new();
    let (mut not_told, mut not_known) = (Vec::new(), Vec::new());
    for cover in &asked.approval.covers {
        match one(asked, leaf, decision, cover) {
            Seen::Fine => {}
            Seen::Worse(worse) => wrong.push(*worse),
            Seen::NotTold(gap, path) => not_told.push((cover, gap, path)),
            Seen::NotKnown(gap, path) => not_known.push((cover, gap, path)),
        }
    }
    // However many values an approval does not tell, it is one thing to ask for.
    wrong.extend((!not_told.is_empty()).then(|| asked.words.covered_unknown(decision, &not_told)));
    wrong.extend((!not_known.is_empty()).then(|| asked.words.value_unknown(decision, &not_known)));
    wrong
}

/// What there is to say of a covered value.
enum Seen {
    Fine,
    Worse(Box<Wrong>),
    /// The approval does not tell what was approved.
    NotTold(Gap, Path),
    /// What it is now is not known.
    NotKnown(Gap, Path),
}

fn one(asked: &Asked<'_>, leaf: &Leaf, decision: &Decision, cover: &Cover) -> Seen {
    let now_path: Path = cover.slots.iter().map(|slot| Step::Field(*slot)).collect();
    let then_path = covered_path(decision, cover);
    let deal = asked.case.record;
    let now = deal.at(&now_path).unwrap_or(&Value::ABSENT);
    let then = deal.at(&then_path).unwrap_or(&Value::ABSENT);
    let ty = type_of(asked, cover);
    match (then, now) {
        // Nothing was approved and nothing is there.
        (Value::Missing(Gap::Absent), Value::Missing(Gap::Absent)) => Seen::Fine,
        (Value::Missing(gap), _) => Seen::NotTold(*gap, then_path),
        (_, Value::Missing(gap)) => Seen::NotKnown(*gap, now_path),
        (then, now) => match is_worse(then, now, cover, &ty, &asked.case.playbook.rates, asked) {
            None => Seen::Fine,
            Some(Ok(())) => {
                let paths = [then_path, now_path];
                Seen::Worse(Box::new(asked.words.outgrown(leaf, decision, cover, (then, now, &ty), paths)))
            }
            Some(Err(gap)) => Seen::NotKnown(gap, now_path),
        },
    }
}

/// Where the approved value of a covered field stands: `covered` holds the declared fields.
pub(super) fn covered_path(decision: &Decision, cover: &Cover) -> Path {
    let mut path =
        smallvec![Step::Field(builtin::APPROVALS), Step::Item(decision.item), Step::Field(approvals::COVERED)];
    let slots = cover.slots.iter().enumerate();
    path.extend(slots.map(|(at, slot)| Step::Field(if at == 0 { slot.saturating_sub(builtin::COUNT) } else { *slot })));
    path
}

fn type_of(asked: &Asked<'_>, cover: &Cover) -> Type {
    let mut ty = Type::Record(asked.case.playbook.schema.deal.clone());
    for slot in &cover.slots {
        let Type::Record(record) = &ty else { return Type::Any };
        let Some(field) = record.fields.get(*slot) else { return Type::Any };
        ty = field.ty.clone();
    }
    ty
}

/// `Some(Ok)` where it is worse beyond the tolerance, `Some(Err)` where that cannot be told, `None` where it is not.
fn is_worse(
    then: &Value,
    now: &Value,
    cover: &Cover,
    ty: &Type,
    rates: &Rates,
    asked: &Asked<'_>,
) -> Option<Result<(), Gap>> {
    let now = match (then, now) {
        (Value::Money(then), Value::Money(now)) => {
            match rates.convert(*now, then.currency, asked.case.settings.as_of.today) {
                Some(now) => Value::Money(now),
                None => return Some(Err(Gap::NoRate)),
            }
        }
        (_, now) => now.clone(),
    };
    let beyond = |up: bool| {
        let bound = moved(then, cover.up_to.as_ref(), up, ty, &asked.case.playbook.calendar)?;
        let order = compare(&now, &bound)?;
        Ok(if up { order.is_gt() } else { order.is_lt() })
    };
    let worse = match cover.worse {
        Worse::More => beyond(true),
        Worse::Less => beyond(false),
        Worse::Any if cover.up_to.is_none() => compare(&now, then).map(|order| order.is_ne()),
        Worse::Any => beyond(true).and_then(|up| Ok(up || beyond(false)?)),
    };
    match worse {
        Ok(true) => Some(Ok(())),
        Ok(false) => None,
        Err(gap) => Some(Err(gap)),
    }
}

/// The approved value, moved by the tolerance.
fn moved(then: &Value, by: Option<&Tolerance>, up: bool, ty: &Type, calendar: &Calendar) -> Result<Value, Gap> {
    let Some(by) = by else { return Ok(then.clone()) };
    let signed = |amount: Decimal| if up { amount } else { -amount };
    let plus = |base: Decimal, amount: Decimal| base.checked_add(signed(amount)).ok_or(Gap::OutOfRange);
    let share = |base: Decimal, share: Decimal| base.abs().checked_mul(share).ok_or(Gap::OutOfRange);
    match (then, by) {
        // Of a percent: so many points.
        (Value::Number(base), Tolerance::Share(points)) if *ty == Type::Percent => {
            Ok(Value::Number(plus(*base, *points)?))
        }
        (Value::Number(base), Tolerance::Share(part)) => Ok(Value::Number(plus(*base, share(*base, *part)?)?)),
        (Value::Number(base), Tolerance::Amount(Value::Number(amount))) => Ok(Value::Number(plus(*base, *amount)?)),
        (Value::Money(base), Tolerance::Share(part)) => {
            Ok(Value::Money(Money { amount: plus(base.amount, share(base.amount, *part)?)?, ..*base }))
        }
        (Value::Money(base), Tolerance::Amount(Value::Money(amount))) if amount.currency == base.currency => {
            Ok(Value::Money(Money { amount: plus(base.amount, amount.amount)?, ..*base }))
        }
        (Value::Money(_), Tolerance::Amount(Value::Money(_))) => Err(Gap::NoRate),
        (Value::Date(base), Tolerance::Amount(Value::Duration(length))) => {
            let count = if up { length.count } else { -length.count };
            let length = crate::value::Duration::new(count, length.unit);
            calendar.add(*base, length).map(Value::Date).ok_or(Gap::OutOfRange)
        }
        _ => Err(Gap::UnlikeUnits),
    }
}

/// How far a value is off, where that is a number: " (-6.1%)", " (+3 points)".
pub(super) fn difference(then: &Value, now: &Value, ty: &Type) -> String {
    let rounded = |number: Decimal, places: u32, unit: &str| {
        let sign = if number.is_sign_positive() { "+" } else { "" };
        format!(" ({sign}{}{unit})", number.round_dp(places).normalize())
    };
    let signed = |number: Decimal, unit: &str| rounded(number, 1, unit);
    let part =
        |then: Decimal, now: Decimal| now.checked_sub(then)?.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(then.abs());
    match (then, now) {
        (Value::Number(then), Value::Number(now)) if *ty == Type::Percent => {
            let points = now.checked_sub(*then).and_then(|off| off.checked_mul(Decimal::ONE_HUNDRED));
            points.map(|points| rounded(points, 4, " pp")).unwrap_or_default()
        }
        // A count says by itself how far it is off.
        (Value::Number(_), Value::Number(_)) if *ty == Type::Integer => String::new(),
        (Value::Number(then), Value::Number(now)) => part(*then, *now).map(|off| signed(off, "%")).unwrap_or_default(),
        (Value::Money(then), Value::Money(now)) if then.currency == now.currency => {
            part(then.amount, now.amount).map(|off| signed(off, "%")).unwrap_or_default()
        }
        _ => String::new(),
    }
}
