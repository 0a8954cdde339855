use crate::assess::Verdict;
use crate::expr::Expr;
use crate::expr::show;
use crate::scenario::draft::candidates::Said;
use crate::scenario::draft::candidates::candidates;
use crate::scenario::draft::candidates::events;
use crate::scenario::draft::candidates::histories;
use crate::scenario::draft::criteria::type_at;
use crate::scenario::draft::distance::distance;
use crate::scenario::draft::sketch::Bench;
use crate::scenario::draft::text::Drafts;
use crate::value::Record;
use crate::value::Step;
use crate::value::Type;
use crate::value::Value;
use crate::value::builtin;

/// More deals are not tried for one criterion.
const MOST_TRIED: usize = 3_000;

/// A field that a condition reads, and the values that are tried for it.
pub(super) struct Unit {
    pub slots: Vec<usize>,
    pub name: String,
    pub ty: Type,
    pub values: Vec<Value>,
}

/// The values of a deal's fields, each by its place among those tried.
type Choice = Vec<usize>;

/// Two deals that differ in one field, and of which one passes and one fails; of those the nearest.
pub(super) fn holds(bench: &Bench<'_>, that: &Expr, drafts: &mut Drafts) {
    let Some(blank) = bench.blank() else { return drafts.lack(bench, "no deal comes to where it is asked") };
    let criterion = bench.criterion;
    let list = criterion.each.as_ref().map(|each| &each.list);
    let exprs: Vec<&Expr> = [Some(that), criterion.when.as_ref(), list].into_iter().flatten().collect();
    let mut units = units(bench, &exprs);
    if units.is_empty() {
        return drafts.lack(bench, "its condition reads no field of the deal that could be given");
    }
    trim(&mut units, MOST_TRIED);
    let tried = every(&units, MOST_TRIED, |choice| bench.judge(&filled(bench, &blank, &units, choice)).0);
    let of = |wanted: Verdict| tried.iter().filter(move |(_, verdict)| *verdict == wanted).map(|(choice, _)| choice);
    let (passing, failing) = match nearest(&units, &tried) {
        Some((passing, failing)) => (Some(passing), Some(failing)),
        None => (of(Verdict::Pass).next().cloned(), of(Verdict::Fail).next().cloned()),
    };
    let differs = |slot: usize| passing.as_ref().zip(failing.as_ref()).is_some_and(|(a, b)| a.get(slot) != b.get(slot));
    let told = |choice: &Choice| -> String {
        let parts = units.iter().enumerate().filter(|(at, _)| differs(*at)).filter_map(|(at, unit)| {
            let value = unit.values.get(*choice.get(at)?)?;
            Some(match value {
                Value::Missing(_) => format!("without {}", unit.name),
                Value::List(items) if items.is_empty() => format!("with empty {}", unit.name),
                Value::List(_) | Value::Record(_) => format!("with such {}", unit.name),
                Value::Text(text) if text.is_empty() => format!("with empty {}", unit.name),
                value => format!("with {} {}", unit.name, show(value, &unit.ty)),
            })
        });
        parts.collect::<Vec<String>>().join(" and ")
    };
    let name = &criterion.name;
    let sides =
        [(&passing, Verdict::Pass, "passes", format!("pass {name}")), (&failing, Verdict::Fail, "fails", name.clone())];
    for (choice, verdict, word, expect) in sides {
        let Some(choice) = choice else {
            drafts.lack(bench, &format!("no deal was found that {word}"));
            continue;
        };
        let record = smallest(bench, &blank, &units, choice, verdict, &differs);
        drafts.add(bench, format!("{name} {word} {}", told(choice)).trim(), &record, &expect);
    }
}

/// The fields that conditions read, with values to try.
pub(super) fn units(bench: &Bench<'_>, exprs: &[&Expr]) -> Vec<Unit> {
    let said = Said::of(bench, exprs.iter().copied());
    let deal = &bench.playbook.schema.deal;
    let mut units: Vec<Unit> = Vec::new();
    let asks_history = ["entered", "last_entered", "left", "visited", "time_in", "moved_back", "history"];
    let asks_events = ["happened", "count", "precedes", "follows", "follows_within", "never_between", "events"];
    let mut add = |slots: Vec<usize>, name: String, ty: Type, values: Vec<Value>| {
        if !values.is_empty() && !units.iter().any(|unit| unit.slots == slots) {
            units.push(Unit { slots, name, ty, values });
        }
    };
    for path in exprs.iter().flat_map(|expr| expr.reads()) {
        let slots = single(deal, path);
        let built_in = slots.first().is_some_and(|slot| {
            matches!(*slot, builtin::STAGE | builtin::HISTORY | builtin::EVENTS | builtin::APPROVALS | builtin::CHANGES)
        });
        let Some(ty) = type_at(&Type::Record(deal.clone()), &slots).filter(|_| !built_in) else { continue };
        let name = Step::show(&slots.iter().map(|slot| Step::Field(*slot)).collect::<Vec<Step>>(), deal);
        let mut values = candidates(bench, &ty, &said);
        values.push(Value::ABSENT);
        add(slots, name.into(), ty, values);
    }
    let of = |slot: usize| deal.fields.get(slot).map(|field| field.ty.clone()).unwrap_or(Type::Any);
    if asks_history.iter().any(|word| said.has(word)) {
        add(vec![builtin::HISTORY], "history".to_owned(), of(builtin::HISTORY), histories(bench, &said));
    }
    if asks_events.iter().any(|word| said.has(word)) {
        add(vec![builtin::EVENTS], "events".to_owned(), of(builtin::EVENTS), events(bench, &said));
    }
    units
}

/// The slots of a path up to the first list: a list is tried as a whole.
fn single(deal: &crate::value::RecordType, path: &[Step]) -> Vec<usize> {
    let mut slots = Vec::new();
    let mut ty = Type::Record(std::sync::Arc::new(deal.clone()));
    for step in path {
        let (Step::Field(slot), Type::Record(record)) = (step, &ty) else { break };
        let Some(field) = record.fields.get(*slot) else { break };
        slots.push(*slot);
        ty = field.ty.clone();
    }
    slots
}

/// Leaves out values, the least telling first, until all combinations can be tried.
pub(super) fn trim(units: &mut [Unit], most: usize) {
    while units.iter().map(|unit| unit.values.len()).try_fold(1_usize, usize::checked_mul).is_none_or(|all| all > most)
    {
        let Some(longest) = units.iter_mut().max_by_key(|unit| unit.values.len()) else { return };
        if longest.values.len() < 2 {
            return;
        }
        longest.values.pop();
    }
}

/// What every combination comes to.
fn every(units: &[Unit], most: usize, judge: impl Fn(&Choice) -> Verdict) -> Vec<(Choice, Verdict)> {
    let mut choice = vec![0_usize; units.len()];
    let mut tried = Vec::new();
    for _ in 0..most {
        tried.push((choice.clone(), judge(&choice)));
        if !step(&mut choice, units) {
            break;
        }
    }
    tried
}

/// The next combination; `false` after the last.
pub(super) fn step(choice: &mut [usize], units: &[Unit]) -> bool {
    for (at, unit) in choice.iter_mut().zip(units) {
        *at += 1;
        if *at < unit.values.len() {
            return true;
        }
        *at = 0;
    }
    false
}

/// The pair that differs in one field by the least.
fn nearest(units: &[Unit], tried: &[(Choice, Verdict)]) -> Option<(Choice, Choice)> {
    let known: std::collections::BTreeMap<&Choice, Verdict> =
        tried.iter().map(|(choice, verdict)| (choice, *verdict)).collect();
    let mut best: Option<(crate::value::Decimal, Choice, Choice)> = None;
    for (passing, _) in tried.iter().filter(|(_, verdict)| *verdict == Verdict::Pass) {
        for (slot, unit) in units.iter().enumerate() {
            let own = passing.get(slot).and_then(|at| unit.values.get(*at));
            for (at, value) in unit.values.iter().enumerate() {
                let mut other = passing.clone();
                if let Some(place) = other.get_mut(slot) {
                    *place = at;
                }
                if known.get(&other) != Some(&Verdict::Fail) {
                    continue;
                }
                let apart = own.map(|own| distance(own, value)).unwrap_or_default();
                if best.as_ref().is_none_or(|(known, _, _)| apart < *known) {
                    best = Some((apart, passing.clone(), other));
                }
            }
        }
    }
    best.map(|(_, passing, failing)| (passing, failing))
}

pub(super) fn filled(bench: &Bench<'_>, blank: &Record, units: &[Unit], choice: &[usize]) -> Record {
    let mut record = blank.clone();
    for (unit, at) in units.iter().zip(choice) {
        if let Some(value) = unit.values.get(*at).filter(|value| !value.is_missing()) {
            bench.put(&mut record, &unit.slots, value.clone());
        }
    }
    record
}

/// The same deal without the fields that change nothing.
fn smallest(
    bench: &Bench<'_>,
    blank: &Record,
    units: &[Unit],
    choice: &Choice,
    verdict: Verdict,
    differs: &dyn Fn(usize) -> bool,
) -> Record {
    let mut kept: Vec<bool> = vec![true; units.len()];
    let build = |kept: &[bool]| {
        let mut record = blank.clone();
        for ((unit, at), _) in units.iter().zip(choice).zip(kept).filter(|(_, kept)| **kept) {
            if let Some(value) = unit.values.get(*at).filter(|value| !value.is_missing()) {
                bench.put(&mut record, &unit.slots, value.clone());
            }
        }
        record
    };
    for at in (0..units.len()).filter(|at| !differs(*at)) {
        let mut fewer = kept.clone();
        if let Some(place) = fewer.get_mut(at) {
            *place = false;
        }
        if bench.judge(&build(&fewer)).0 == verdict {
            kept = fewer;
        }
    }
    build(&kept)
}
