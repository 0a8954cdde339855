use chrono::DateTime;
use chrono::FixedOffset;

use crate::assess::Finding;
use crate::assess::compose::describe;
use crate::assess::settings::Case;
use crate::assess::wording::Wording;
use crate::deals::Deal;
use crate::model::StageId;
use crate::value::Gap;
use crate::value::Moment;
use crate::value::Path;
use crate::value::Record;
use crate::value::Step;
use crate::value::Value;
use crate::value::builtin;

/// A deal as it would be if it moved at this moment: what a gate is judged on.
pub(super) struct Moved<'a> {
    /// The deal as it is.
    before: &'a Deal,
    /// The deal as it would be.
    pub deal: Deal,
    /// How many entries of the history are not made up.
    real: usize,
    /// The entry of the move; `None` where the history cannot be read.
    item: Option<usize>,
}

impl<'a> Moved<'a> {
    /// Puts the deal into a stage, and writes the move into its history.
    ///
    /// Where the history does not end in the stage the deal is in (or there is none), an entry without a date says so first:
    /// the deal moves from where it is.
    pub fn of(before: &'a Deal, from: StageId, to: StageId, now: DateTime<FixedOffset>) -> Moved<'a> {
        let mut deal = before.clone();
        let history = match before.record.get(builtin::HISTORY) {
            Value::List(entries) => Some(entries.clone()),
            Value::Missing(Gap::Absent) => Some(Vec::new()),
            _ => None,
        };
        let real = history.as_ref().map_or(0, Vec::len);
        let mut item = None;
        if let Some(mut entries) = history {
            if entries.last().and_then(stage) != Some(from) {
                entries.push(entry(from, Value::ABSENT));
            }
            item = Some(entries.len());
            entries.push(entry(to, Value::Moment(Moment::At(now))));
            set(&mut deal.record, builtin::HISTORY, Value::List(entries));
        }
        set(&mut deal.record, builtin::STAGE, Value::Choice(to.0));
        Moved { before, deal, real, item }
    }

    /// Whether something rests on the move itself, and not on an earlier one.
    pub fn is_about(&self, rests_on: &[(Path, Option<String>)]) -> bool {
        let Some(item) = self.item else { return false };
        let entry = [Step::Field(builtin::HISTORY), Step::Item(item)];
        rests_on.iter().any(|(path, _)| path.starts_with(&entry))
    }

    /// Puts a finding on the deal as it is; what is made up has no place in the data.
    pub fn told_of_the_real_one(&self, case: &Case<'_>, mut finding: Finding) -> Finding {
        finding.deal = describe(case.playbook, self.before).into();
        let last = self.item.unwrap_or(self.real);
        for evidence in &mut finding.evidence {
            let made_up = (self.real..=last).any(|item| evidence.path.starts_with(&format!("history[{item}]")));
            if made_up || evidence.path == "stage" || evidence.path == "history" {
                evidence.place = None;
                evidence.note = Some(Wording::of(case.settings.language).if_it_moves().into());
            }
        }
        finding
    }
}

fn stage(entry: &Value) -> Option<StageId> {
    match entry {
        Value::Record(entry) => match entry.get(builtin::history::STAGE) {
            Value::Choice(stage) => Some(StageId(*stage)),
            _ => None,
        },
        _ => None,
    }
}

fn entry(stage: StageId, at: Value) -> Value {
    let mut entry = Record::empty(builtin::history::RECORDED_AT + 1);
    set(&mut entry, builtin::history::STAGE, Value::Choice(stage.0));
    set(&mut entry, builtin::history::AT, at);
    Value::Record(Box::new(entry))
}

fn set(record: &mut Record, slot: usize, value: Value) {
    if let Some(place) = record.values.get_mut(slot) {
        *place = value;
    }
}
