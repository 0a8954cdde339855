//! Numbers over all deals of a run, which each deal, or each element of a list, reads like a field of its own.

mod entry;
mod group;
mod made;
mod order;
mod stretches;
mod words;

pub use group::MOST_OTHERS;
pub(super) use words::in_group;

use std::collections::BTreeMap;

use crate::assess::Settings;
use crate::assess::figures::entry::entry;
use crate::assess::figures::entry::key;
use crate::assess::figures::group::Group;
use crate::assess::figures::group::Members;
use crate::assess::settings::Case;
use crate::assess::way::Way;
use crate::deals::Deal;
use crate::model::Figure;
use crate::model::Playbook;
use crate::value::Exchange;
use crate::value::Gap;
use crate::value::Record;
use crate::value::Value;

/// The figures over all deals of a run: what each group of deals comes to.
///
/// A deal of which it cannot be told whether it counts, to which group it belongs or what its value is, is left out, and counted.
#[derive(Clone, Debug, Default)]
pub struct Figures {
    groups: Vec<Groups>,
}

/// One figure.
#[derive(Clone, Debug, Default)]
struct Groups {
    /// What each group comes to, by what its deals have alike.
    of: BTreeMap<Vec<String>, Group>,
    left_out: u64,
}

/// What of the deals a figure does not tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Untold {
    /// Deals of which, or of whose elements, something is not known.
    pub left_out: u64,
    /// Groups with more members than each can be compared with.
    pub crowded: usize,
}

/// What has been met of one figure.
#[derive(Default)]
struct Met {
    groups: BTreeMap<Vec<String>, Members>,
    left_out: u64,
}

impl Figures {
    /// Goes through all deals of a run.
    pub fn of(playbook: &Playbook, deals: impl Iterator<Item = Deal>, settings: &Settings<'_>) -> Figures {
        let mut met: Vec<Met> = playbook.figures.iter().map(|_| Met::default()).collect();
        for deal in deals {
            let way = Way::of(playbook, &deal.record);
            let case = Case::new(playbook, &deal, settings, &way);
            for (figure, met) in playbook.figures.iter().zip(&mut met) {
                met.deal(figure, &case);
            }
        }
        let exchange = Exchange { rates: &playbook.rates, day: settings.as_of.today };
        let groups = playbook.figures.iter().zip(met).map(|(figure, met)| {
            let made = met.groups.into_iter().map(|(key, met)| (key, met.made(figure, playbook.currency, exchange)));
            Groups { of: made.collect(), left_out: met.left_out }
        });
        Figures { groups: groups.collect() }
    }

    /// Puts the figures of its groups into a deal.
    ///
    /// A group that no deal counts for has a count and a sum of zero, and nothing else; a deal whose group is not known has no figure.
    pub fn put_into(&self, playbook: &Playbook, deal: &mut Deal, settings: &Settings<'_>) {
        let way = Way::of(playbook, &deal.record);
        let case = Case::new(playbook, deal, settings, &way);
        let mut found: Vec<(&Figure, Option<usize>, Value)> = Vec::new();
        for (figure, groups) in playbook.figures.iter().zip(&self.groups) {
            if figure.each.is_none() {
                found.push((figure, None, groups.read(figure, &case, None)));
            } else if let Value::List(items) = deal.record.inside(figure.list()) {
                let of_item = |(at, item)| (figure, Some(at), groups.read(figure, &case, Some((at, item))));
                found.extend(items.iter().enumerate().map(of_item));
            }
        }
        for (figure, item, value) in found {
            if let Some(place) = place(&mut deal.record, figure.list(), item, figure.slot) {
                *place = value;
            }
        }
    }

    /// Each figure, and what of the deals it does not tell.
    pub fn untold<'p>(&self, playbook: &'p Playbook) -> Vec<(&'p Figure, Untold)> {
        let untold = self.groups.iter().map(|groups| Untold {
            left_out: groups.left_out,
            crowded: groups.of.values().filter(|group| group.is_crowded()).count(),
        });
        playbook.figures.iter().zip(untold).collect()
    }
}

impl Met {
    /// Takes in a deal, or the elements of its list; a deal of which one cannot be told is left out once.
    fn deal(&mut self, figure: &Figure, case: &Case<'_>) {
        let told = match case.record.inside(figure.list()) {
            _ if figure.each.is_none() => self.member(figure, case, None),
            Value::List(items) => {
                let members = items.iter().enumerate().map(|item| self.member(figure, case, Some(item)));
                // Each is taken in, whatever the others are.
                members.fold(Ok(()), Result::and)
            }
            // What the export does not have at all is told once for all deals.
            Value::Missing(gap) if gap.is_nothing() || *gap == Gap::NotExported => Ok(()),
            Value::Missing(gap) => Err(*gap),
            _ => Err(Gap::Unreadable),
        };
        self.left_out += u64::from(told.is_err());
    }

    fn member(&mut self, figure: &Figure, case: &Case<'_>, item: Option<(usize, &Value)>) -> Result<(), Gap> {
        if let Some((key, entry)) = entry(figure, case, item)? {
            self.groups.entry(key).or_insert_with(|| Members::of(figure)).add(entry);
        }
        Ok(())
    }
}

impl Groups {
    /// What a deal, or an element of it, reads.
    fn read(&self, figure: &Figure, case: &Case<'_>, item: Option<(usize, &Value)>) -> Value {
        match key(figure, case, item) {
            Ok(key) => {
                let group = self.of.get(&key).unwrap_or(&Group::Empty);
                group.read(figure, case, item).unwrap_or_else(Value::Missing)
            }
            Err(gap) => Value::Missing(gap),
        }
    }
}

/// The place of a figure in a deal, or in an element of a list of it.
fn place<'r>(record: &'r mut Record, list: &[usize], item: Option<usize>, slot: usize) -> Option<&'r mut Value> {
    let Some((first, rest)) = list.split_first() else { return record.values.get_mut(slot) };
    match record.values.get_mut(*first)? {
        Value::Record(inner) => place(inner, rest, item, slot),
        Value::List(items) => match items.get_mut(item?)? {
            Value::Record(element) => element.values.get_mut(slot),
            _ => None,
        },
        _ => None,
    }
}

/// The value of an answer, or why there is none.
fn known(answer: crate::expr::Answer) -> Result<Value, Gap> {
    use crate::expr::Answer;
    match answer {
        Answer::Known(Value::Missing(gap)) | Answer::Unknown(gap) => Err(gap),
        Answer::Known(value) => Ok(value),
        Answer::Failed(_) => Err(Gap::InScript),
    }
}
