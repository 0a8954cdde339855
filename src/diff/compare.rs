use compact_str::CompactString;
use std::cmp::Reverse;
use std::collections::HashMap;
use std::collections::VecDeque;

use chrono::NaiveDate;
use indexmap::IndexMap;

use crate::assess::Verdict;
use crate::diff::ResultFile;
use crate::diff::Side;
use crate::diff::Told;
use crate::model::Severity;

/// What is different between two results.
#[derive(Clone, Debug)]
pub struct Comparison {
    /// The older result.
    pub old: Head,
    /// The newer one.
    pub new: Head,
    /// Findings that only the newer one has.
    pub appeared: Vec<Told>,
    /// Findings of which check, deal and element are in both, and the kind is another: what was unknown now fails.
    pub changed: Vec<(Told, Told)>,
    /// Findings that a waiver covered, and that it covers no longer.
    pub unwaived: Vec<Told>,
    /// Findings that only the older one has.
    pub gone: Vec<Told>,
    /// Findings that a waiver covers now.
    pub waived: Vec<Told>,
    /// How many are still there.
    pub stayed: u64,
    /// The same by check: the worst first, then the one with the most that is new.
    pub checks: Vec<CheckLine>,
}

/// One of the results.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    /// Its file and playbook.
    pub side: Side,
    /// The date of the judgement.
    pub as_of: NaiveDate,
    /// Deals judged.
    pub deals: u64,
    /// Errors in the data.
    pub errors: u64,
    /// Findings that are counted and not listed, and so cannot be compared.
    pub not_listed: u64,
}

/// The numbers of one check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckLine {
    /// The criterion's name.
    pub check: String,
    /// Its title.
    pub title: String,
    /// How bad, as the newer result has it, or else the older one.
    pub severity: Severity,
    /// Findings of the older result.
    pub was: u64,
    /// Findings that are new, or fail in another way, or are no longer waived.
    pub new: u64,
    /// Findings that are gone, or are waived now.
    pub gone: u64,
    /// Findings of the newer result.
    pub is: u64,
}

impl Comparison {
    /// How many findings are new, in whatever way, and make a run fail whose limit is this severity.
    pub fn failing(&self, fail_on: Severity) -> usize {
        let changed = self.changed.iter().map(|(_, now)| now);
        let all = self.appeared.iter().chain(changed).chain(&self.unwaived);
        all.filter(|told| told.fails(fail_on)).count()
    }
}

/// Compares two results by the fingerprints of their findings; of several with one fingerprint each has its own.
pub fn compare(old: ResultFile, new: ResultFile) -> Comparison {
    let (old_head, before) = head(old);
    let (new_head, now) = head(new);
    let mut checks = Checks::default();
    let mut left: HashMap<String, VecDeque<usize>> = HashMap::new();
    for (at, told) in before.iter().enumerate() {
        checks.of(told).was += 1;
        left.entry(told.fingerprint.clone()).or_default().push_back(at);
    }
    let mut before: Vec<Option<Told>> = before.into_iter().map(Some).collect();
    let (mut appeared, mut unwaived, mut waived, mut stayed) = (Vec::new(), Vec::new(), Vec::new(), 0);
    for told in now {
        let line = checks.of(&told);
        line.is += 1;
        line.severity = told.severity;
        let at = left.get_mut(&told.fingerprint).and_then(VecDeque::pop_front);
        let was = at.and_then(|at| before.get_mut(at)).and_then(Option::take);
        let covered = |told: &Told| told.verdict == Verdict::Waived;
        match was {
            None => appeared.push(told),
            Some(was) if covered(&was) && !covered(&told) => unwaived.push(told),
            Some(was) if !covered(&was) && covered(&told) => waived.push(told),
            Some(_) => stayed += 1,
        }
    }
    let (changed, appeared, gone) = pairs(appeared, before.into_iter().flatten().collect());
    let now_wrong = appeared.iter().chain(changed.iter().map(|(_, now)| now)).chain(&unwaived);
    now_wrong.for_each(|told| checks.of(told).new += 1);
    let no_longer = gone.iter().chain(changed.iter().map(|(was, _)| was)).chain(&waived);
    no_longer.for_each(|told| checks.of(told).gone += 1);
    let checks = checks.sorted();
    Comparison { old: old_head, new: new_head, appeared, changed, unwaived, gone, waived, stayed, checks }
}

fn head(result: ResultFile) -> (Head, Vec<Told>) {
    let ResultFile { side, as_of, deals, errors, not_listed, findings } = result;
    (Head { side, as_of, deals, errors, not_listed }, findings)
}

/// Puts what is new and what is gone together where check, deal and element are the same.
fn pairs(appeared: Vec<Told>, gone: Vec<Told>) -> (Vec<(Told, Told)>, Vec<Told>, Vec<Told>) {
    type Subject = (String, CompactString, Option<String>);
    let subject = |told: &Told| (told.check.clone(), told.deal.id.clone(), told.element.clone());
    let mut left: HashMap<Subject, VecDeque<usize>> = HashMap::new();
    for (at, told) in gone.iter().enumerate() {
        left.entry(subject(told)).or_default().push_back(at);
    }
    let mut gone: Vec<Option<Told>> = gone.into_iter().map(Some).collect();
    let (mut changed, mut new) = (Vec::new(), Vec::new());
    for told in appeared {
        let at = left.get_mut(&subject(&told)).and_then(VecDeque::pop_front);
        match at.and_then(|at| gone.get_mut(at)).and_then(Option::take) {
            Some(was) => changed.push((was, told)),
            None => new.push(told),
        }
    }
    (changed, new, gone.into_iter().flatten().collect())
}

/// The numbers, by check.
#[derive(Default)]
struct Checks(IndexMap<String, CheckLine>);

impl Checks {
    fn of(&mut self, told: &Told) -> &mut CheckLine {
        let line = || CheckLine {
            check: told.check.clone(),
            title: told.title.clone(),
            severity: told.severity,
            was: 0,
            new: 0,
            gone: 0,
            is: 0,
        };
        self.0.entry(told.check.clone()).or_insert_with(line)
    }

    fn sorted(self) -> Vec<CheckLine> {
        let mut lines: Vec<CheckLine> = self.0.into_values().collect();
        lines.sort_by(|one, other| {
            let key = |line: &CheckLine| Reverse((line.severity, line.new, line.gone, line.is));
            key(one).cmp(&key(other)).then_with(|| one.check.cmp(&other.check))
        });
        lines
    }
}
