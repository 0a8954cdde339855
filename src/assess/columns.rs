//! Judges many deals at once, as far as columns tell: who passes all that is asked is counted, and no deal is made of it.

use std::collections::BTreeSet;

use crate::assess::Settings;
use crate::assess::Tally;
use crate::assess::Verdict;
use crate::assess::way::Reach;
use crate::assess::way::Way;
use crate::expr::Env;
use crate::expr::Many;
use crate::expr::decide_many;
use crate::model::Covered;
use crate::model::Criterion;
use crate::model::CriterionId;
use crate::model::HistoryRule;
use crate::model::Playbook;
use crate::model::Rule;
use crate::value::Bits;
use crate::value::Column;
use crate::value::Columns;
use crate::value::Data;
use crate::value::Gap;
use crate::value::Held;
use crate::value::Record;
use crate::value::Value;
use crate::value::builtin;

/// Where deals that have no history come, by the stage they are in.
#[derive(Clone, Debug)]
pub(super) struct Reached {
    /// For each stage; criteria of one place share these.
    stages: Vec<Vec<bool>>,
    /// Which of them each criterion has.
    of: Vec<usize>,
}

impl Reached {
    pub fn of(playbook: &Playbook) -> Reached {
        let slots = playbook.schema.deal.fields.len();
        let in_stage = |stage: usize| {
            let mut deal = Record::empty(slots);
            if let (Some(place), Ok(stage)) = (deal.values.get_mut(builtin::STAGE), u16::try_from(stage)) {
                *place = Value::Choice(stage);
            }
            Way::of(playbook, &deal)
        };
        let ways: Vec<Way> = (0..playbook.stages.len()).map(in_stage).collect();
        let mut reached = Reached { stages: Vec::new(), of: Vec::new() };
        for (_, criterion) in playbook.criteria() {
            let stages: Vec<bool> =
                ways.iter().map(|way| matches!(way.reach(&criterion.place), Reach::Yes(_))).collect();
            let known = reached.stages.iter().position(|known| *known == stages);
            reached.of.push(known.unwrap_or(reached.stages.len()));
            if known.is_none() {
                reached.stages.push(stages);
            }
        }
        reached
    }

    /// The rows that come to each of the places where criteria are asked.
    fn rows(&self, stages: &[u16]) -> Vec<Bits> {
        let rows = |by_stage: &Vec<bool>| match by_stage.iter().all(|reached| *reached) {
            true => Bits::all(stages.len(), true),
            false => Bits::of(stages, |stage| by_stage.get(usize::from(stage)) == Some(&true)),
        };
        self.stages.iter().map(rows).collect()
    }

    /// Those of a criterion.
    fn here<'r>(&self, criterion: CriterionId, rows: &'r [Bits]) -> Option<&'r Bits> {
        rows.get(*self.of.get(criterion.0 as usize)?)
    }
}

/// What a criterion says of many deals.
#[derive(Debug)]
struct Said {
    /// The rows that pass; where the criterion does not apply is what is left.
    passes: Bits,
    /// The rows that fail, that cannot be decided, or of which columns do not tell.
    rest: Bits,
}

/// What columns tell of many deals.
#[derive(Debug)]
pub(super) struct Told {
    /// The deals that were counted: nothing of them is left to say.
    pub counted: Bits,
    /// The deals of which criteria are told; of any other each has to be judged.
    judged: Bits,
    /// What the criteria say that are asked, in their order.
    said: Vec<(CriterionId, Said)>,
}

impl Told {
    /// What is told of a criterion on the deal of a row; nothing where it has to be judged.
    pub fn of(&self, criterion: CriterionId, row: usize) -> Option<Verdict> {
        let at = self.said.binary_search_by_key(&criterion, |(id, _)| *id).ok()?;
        let (_, said) = self.said.get(at)?;
        if !self.judged.get(row) || said.rest.get(row) {
            return None;
        }
        Some(if said.passes.get(row) { Verdict::Pass } else { Verdict::NotApplicable })
    }
}

/// Judges the deals in columns by every criterion that is asked, and counts those that pass them all, or to which they do not apply.
pub(super) fn judge_columns(
    playbook: &Playbook,
    settings: &Settings<'_>,
    reached: &Reached,
    columns: &Columns,
    tally: &mut Tally,
) -> Told {
    let nobody = || Bits::all(columns.rows(), false);
    let Some((stages, known)) = stages(columns) else {
        return Told { counted: nobody(), judged: nobody(), said: Vec::new() };
    };
    let judged = known.and(&columns.deals).and(&without_history(columns));
    let nothing = Record::empty(0);
    let of_deals = playbook.figures.iter().filter(|figure| figure.each.is_none());
    let figures = of_deals.map(|figure| figure.slot).collect();
    let many = Many::new(env(playbook, settings, &nothing), columns).without(figures);
    // The health of records counts every deal with its owner and its weight.
    let mut left = match playbook.health {
        Some(_) => nobody(),
        None => judged.without(&named_in_waivers(playbook, columns)),
    };
    let mut all: Vec<(CriterionId, Said)> = Vec::new();
    let places = reached.rows(&stages);
    for (id, criterion) in playbook.criteria().filter(|(id, _)| settings.asks(*id)) {
        let said = match reached.here(id, &places) {
            Some(here) => said(criterion, here.clone(), &stages, columns, &many),
            None => Said { passes: nobody(), rest: judged.clone() },
        };
        left = left.without(&said.rest);
        all.push((id, said));
    }
    count(playbook, &left, &stages, &all, tally);
    Told { counted: left, judged, said: all }
}

fn count(playbook: &Playbook, rows: &Bits, stages: &[u16], said: &[(CriterionId, Said)], tally: &mut Tally) {
    let all = rows.count() as u64;
    for (id, said) in said {
        let passes = said.passes.and(rows).count() as u64;
        tally.count_times(*id, Verdict::Pass, passes);
        tally.count_times(*id, Verdict::NotApplicable, all - passes);
    }
    let mut by_stage = vec![0_u64; playbook.stages.len()];
    for stage in rows.rows().filter_map(|row| stages.get(row)) {
        if let Some(count) = by_stage.get_mut(usize::from(*stage)) {
            *count += 1;
        }
    }
    for (stage, count) in playbook.stages.iter().zip(by_stage) {
        tally.count_deals(&stage.name, count);
    }
}

/// What conditions see of the day; the deals stand in columns.
fn env<'a>(playbook: &'a Playbook, settings: &Settings<'_>, nothing: &'a Record) -> Env<'a> {
    Env {
        deal: nothing,
        today: settings.as_of.today,
        now: settings.as_of.now,
        calendar: &playbook.calendar,
        schema: &playbook.schema,
        lets: &playbook.lets,
        modules: &playbook.modules,
        locals: &[],
        local_paths: &[],
        currency: playbook.currency,
        rates: &playbook.rates,
        gates: None,
        memo: None,
    }
}

/// The stage of each row, and the rows that have a known one.
fn stages(columns: &Columns) -> Option<(Vec<u16>, Bits)> {
    let Held::Column(column) = columns.at(&[builtin::STAGE]) else { return None };
    match &column.data {
        Data::Members(stages) => Some((stages.clone(), column.given.clone())),
        Data::Same(Value::Choice(stage)) => Some((vec![*stage; column.rows()], column.given.clone())),
        _ => None,
    }
}

/// The rows whose deals have no history, and of which no change is told: they are where their stage says.
fn without_history(columns: &Columns) -> Bits {
    let empty = |slot: usize, is_empty: fn(&Value) -> bool| match columns.at(&[slot]) {
        Held::Nothing => Bits::all(columns.rows(), true),
        Held::Column(Column { data: Data::Any(values), .. }) => {
            Bits::of_rows(columns.rows(), |row| values.get(row).is_none_or(is_empty))
        }
        Held::Column(column) => Bits::of_rows(columns.rows(), |row| is_empty(&column.value(row))),
        Held::Inside(..) | Held::Parts => Bits::all(columns.rows(), false),
    };
    let no_history = |value: &Value| match value {
        Value::Missing(gap) => *gap == Gap::Absent,
        Value::List(entries) => entries.is_empty(),
        _ => false,
    };
    empty(builtin::HISTORY, no_history).and(&empty(builtin::CHANGES, Value::is_missing))
}

/// The rows whose deals waivers name: the waivers are told that they met them.
fn named_in_waivers(playbook: &Playbook, columns: &Columns) -> Bits {
    let ids = playbook.waivers.iter().flat_map(|waiver| match &waiver.covered {
        Covered::Deals(ids) => ids.as_slice(),
        Covered::Where(_) => &[],
    });
    let ids: BTreeSet<&str> = ids.map(String::as_str).collect();
    match columns.at(&[builtin::ID]) {
        Held::Column(Column { data: Data::Texts(texts), given, .. }) if !ids.is_empty() => {
            Bits::of_rows(columns.rows(), |row| given.get(row) && ids.contains(texts.text(row)))
        }
        _ => Bits::all(columns.rows(), false),
    }
}

fn said(criterion: &Criterion, reached: Bits, stages: &[u16], columns: &Columns, many: &Many<'_>) -> Said {
    let nobody = || Bits::all(columns.rows(), false);
    let open = |rest: Bits| Said { passes: nobody(), rest };
    // When a deal without a history came there is not known, and elements are judged one by one.
    if criterion.from.is_some() || criterion.until.is_some() || criterion.each.is_some() {
        return open(reached);
    }
    let (applies, undecided) = match &criterion.when {
        None => (reached, nobody()),
        Some(when) => match decide_many(when, many) {
            None => return open(reached),
            Some(answers) => (reached.and(&answers.yes), reached.without(&answers.known)),
        },
    };
    let passing = |those: &Bits| Said { passes: applies.and(those), rest: applies.without(those).or(&undecided) };
    match &criterion.rule {
        Rule::Filled(slots, _) => passing(&filled(columns, slots)),
        Rule::Staffed(role) => passing(&filled(columns, &[builtin::TEAM, usize::from(role.0)])),
        Rule::Holds(condition) => match decide_many(condition, many) {
            Some(answers) => passing(&answers.yes),
            None => passing(&nobody()),
        },
        // Of the present stay nobody knows when it began; of others there is nothing to say.
        Rule::AtMost(stage, _) => {
            Said { passes: nobody(), rest: applies.and(&Bits::of(stages, |known| known == stage.0)).or(&undecided) }
        }
        Rule::Approved(_) => passing(&nobody()),
        Rule::History(HistoryRule::DuplicateId) => {
            let passes = match columns.at(&[builtin::ID]) {
                Held::Column(Column { data: Data::Texts(_), given, .. }) => applies.and(given),
                Held::Column(_) | Held::Inside(..) | Held::Parts => return passing(&nobody()),
                Held::Nothing => nobody(),
            };
            Said { passes, rest: undecided }
        }
        // There is no history to say anything of.
        Rule::History(_) => Said { passes: nobody(), rest: undecided },
    }
}

/// The rows in which a field is surely filled.
fn filled(columns: &Columns, slots: &[usize]) -> Bits {
    match columns.at(slots) {
        Held::Column(column) => column.filled().1,
        Held::Inside(column, from) => {
            let below = slots.get(from..).unwrap_or_default();
            Bits::of_rows(columns.rows(), |row| column.inside(row, below).is_filled() == Some(true))
        }
        Held::Parts | Held::Nothing => Bits::all(columns.rows(), false),
    }
}
