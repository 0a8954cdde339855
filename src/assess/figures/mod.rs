//! Numbers over all deals of a run, which each deal, or each element of a list, reads like a field of its own.

mod entry;
mod group;
mod group_key;
mod made;
mod needed;
mod order;
mod stretches;
mod words;

pub use group::MOST_OTHERS;
pub(super) use words::in_group;

use std::convert::Infallible;

use crate::assess::Settings;
use crate::assess::figures::entry::Entry;
use crate::assess::figures::entry::entry;
use crate::assess::figures::entry::key;
use crate::assess::figures::group::Group;
use crate::assess::figures::group::Members;
use crate::assess::figures::group_key::GroupKey;
use crate::assess::figures::group_key::GroupMap;
use crate::assess::settings::Case;
use crate::assess::way::Way;
use crate::deals::Deal;
use crate::deals::Deals;
use crate::deals::Task;
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
    of: GroupMap<Group>,
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

/// What has been met of each figure: its groups, and how many deals it leaves out.
struct Met {
    groups: Vec<(GroupMap<Members>, u64)>,
}

/// What deals that follow each other add, by the number of the figure, and which figures leave one of them out.
#[derive(Default)]
struct Entries {
    entries: Vec<(usize, GroupKey, Entry)>,
    left_out: Vec<usize>,
}

/// Goes through the deals of a run.
struct Gathering<'a> {
    playbook: &'a Playbook,
    settings: &'a Settings<'a>,
}

impl Figures {
    /// Goes through all deals of a run.
    pub fn of(playbook: &Playbook, deals: impl Iterator<Item = Deal>, settings: &Settings<'_>) -> Figures {
        let mut met = Met::new(playbook);
        let mut found = Entries::default();
        for deal in deals {
            found.add(playbook, &deal, settings);
            met.take(&mut found, playbook, settings);
        }
        met.figures(playbook, settings)
    }

    /// The same, by so many threads. An error of the reading ends the deals; [`Deals::into_outcome`] tells it.
    pub fn of_all(playbook: &Playbook, deals: &mut Deals<'_>, threads: usize, settings: &Settings<'_>) -> Figures {
        let mut met = Met::new(playbook);
        let done = deals.work(threads, &Gathering { playbook, settings }, |_, mut found: Entries| {
            met.take(&mut found, playbook, settings);
            Ok::<Entries, Infallible>(found)
        });
        let Ok(()) = done;
        met.figures(playbook, settings)
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
    fn new(playbook: &Playbook) -> Met {
        Met { groups: playbook.figures.iter().map(|_| (GroupMap::default(), 0)).collect() }
    }

    /// Takes in what deals add, in their order.
    fn take(&mut self, found: &mut Entries, playbook: &Playbook, settings: &Settings<'_>) {
        let exchange = Exchange { rates: &playbook.rates, day: settings.as_of.today };
        for (number, key, entry) in found.entries.drain(..) {
            let figure = playbook.figures.get(number).zip(self.groups.get_mut(number));
            let Some((figure, (groups, _))) = figure else { continue };
            let members = groups.entry(key).or_insert_with(|| Members::of(figure));
            members.add(entry);
            members.compact(figure, playbook.currency, exchange);
        }
        for figure in found.left_out.drain(..) {
            if let Some((_, left_out)) = self.groups.get_mut(figure) {
                *left_out += 1;
            }
        }
    }

    fn figures(self, playbook: &Playbook, settings: &Settings<'_>) -> Figures {
        let exchange = Exchange { rates: &playbook.rates, day: settings.as_of.today };
        let groups = playbook.figures.iter().zip(self.groups).map(|(figure, (groups, left_out))| {
            let made = groups.into_iter().map(|(key, met)| (key, met.made(figure, playbook.currency, exchange)));
            Groups { of: made.collect(), left_out }
        });
        Figures { groups: groups.collect() }
    }
}

impl Entries {
    fn add(&mut self, playbook: &Playbook, deal: &Deal, settings: &Settings<'_>) {
        let way = Way::of(playbook, &deal.record);
        let case = Case::new(playbook, deal, settings, &way);
        for (number, figure) in playbook.figures.iter().enumerate() {
            if self.of_figure((number, figure), &case).is_err() {
                self.left_out.push(number);
            }
        }
    }

    /// Adds a deal, or the elements of its list; a deal of which one cannot be told is left out once.
    fn of_figure(&mut self, (number, figure): (usize, &Figure), case: &Case<'_>) -> Result<(), Gap> {
        let mut member = |item| {
            let entry = entry(figure, case, item)?;
            self.entries.extend(entry.map(|(key, entry)| (number, key, entry)));
            Ok(())
        };
        match case.record.inside(figure.list()) {
            _ if figure.each.is_none() => member(None),
            // Each is taken in, whatever the others are.
            Value::List(items) => items.iter().enumerate().map(|item| member(Some(item))).fold(Ok(()), Result::and),
            // What the export does not have at all is told once for all deals.
            Value::Missing(gap) if gap.is_nothing() || *gap == Gap::NotExported => Ok(()),
            Value::Missing(gap) => Err(*gap),
            _ => Err(Gap::Unreadable),
        }
    }
}

impl Task for Gathering<'_> {
    type State = Entries;
    type Outcome = Entries;
    type Spent = Entries;

    fn begin(&self) -> Entries {
        Entries::default()
    }

    fn deal(&self, found: &mut Entries, deal: &mut Deal) {
        found.add(self.playbook, deal, self.settings);
    }

    fn end(&self, found: &mut Entries) -> Entries {
        std::mem::take(found)
    }

    fn again(&self, found: &mut Entries, spent: Entries) {
        if found.entries.is_empty() && found.left_out.is_empty() {
            *found = spent;
        }
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
