use crate::assess::Kind;
use crate::assess::Verdict;
use crate::assess::history::Entry;
use crate::assess::history::fails;
use crate::assess::history::open;
use crate::assess::history::words::Words;
use crate::assess::ruling::Basis;
use crate::assess::ruling::Ruling;
use crate::assess::settings::Case;
use crate::assess::stays::longer;
use crate::value::Truth;
use crate::value::builtin::history;
use crate::value::length_of_stay;

/// Whether the history ends in the deal's stage.
pub(super) fn mismatch(case: &Case<'_>, words: &Words<'_>, entries: &[Entry]) -> Ruling {
    let (Ok(stage), Some(last)) = (case.way.stage, entries.last()) else {
        return Ruling::clear(Verdict::Unknown, Basis::StageUnknown);
    };
    match last.stage {
        Err(_) => Ruling::of(vec![open(words.unknown_stages(&[last]))]),
        Ok(end) if end == stage => Ruling::of(Vec::new()),
        Ok(_) if entries.iter().any(|other| last.is_before(other)) => Ruling::of(vec![open(words.end_in_doubt(last))]),
        Ok(end) => Ruling::of(vec![fails(Kind::HistoryMismatch, words.mismatch(last, end, stage))]),
    }
}

/// Whether times run forwards. Moments on one day that are known only by it are in order, as are equal ones.
pub(super) fn unordered(words: &Words<'_>, entries: &[Entry]) -> Ruling {
    let in_order = |pair: &[Entry]| matches!(pair, [before, after] if !after.is_before(before));
    if entries.iter().all(|entry| entry.at.is_ok()) && entries.windows(2).all(in_order) {
        return Ruling::of(Vec::new());
    }
    if entries.iter().all(|entry| entry.at.is_err()) {
        return Ruling::clear(Verdict::NotApplicable, Basis::NoDates);
    }
    let dated: Vec<&Entry> = entries.iter().filter(|entry| entry.at.is_ok()).collect();
    let mut backwards = Vec::new();
    for pair in dated.windows(2) {
        let [before, after] = pair else { continue };
        if after.is_before(before) {
            backwards.push((*before, *after));
        }
    }
    let mut breaches: Vec<_> = match (backwards.as_slice(), dated.first(), dated.last()) {
        // An export that lists the newest first is wrong once, not at every entry.
        (all, Some(first), Some(last)) if all.len() > 1 && all.len() + 1 == dated.len() => {
            vec![fails(Kind::UnorderedHistory, words.newest_first(first, last))]
        }
        (all, ..) => {
            all.iter().map(|(before, after)| fails(Kind::UnorderedHistory, words.backwards(before, after))).collect()
        }
    };
    let undated: Vec<&Entry> = entries.iter().filter(|entry| entry.at.is_err()).collect();
    if !undated.is_empty() {
        breaches.push(open(words.undated(&undated, history::AT)));
    }
    Ruling::of(breaches)
}

/// Whether moves were recorded soon after they were made.
///
/// A history that never says when it was recorded does not ask for it; one that says it for some entries leaves the others open.
pub(super) fn backdated(case: &Case<'_>, words: &Words<'_>, entries: &[Entry]) -> Ruling {
    let Some(limit) = case.playbook.recorded_within else {
        return Ruling::clear(Verdict::NotApplicable, Basis::NoDates);
    };
    if entries.iter().all(|entry| entry.recorded_at.is_err()) {
        return Ruling::clear(Verdict::NotApplicable, Basis::NoRecords);
    }
    let mut breaches = Vec::new();
    let mut without: Vec<&Entry> = Vec::new();
    let mut same_day: Vec<&Entry> = Vec::new();
    for entry in entries {
        let (Ok(at), Ok(recorded)) = (entry.at, entry.recorded_at) else {
            without.push(entry);
            continue;
        };
        let length = length_of_stay(at, recorded, limit.unit, &case.playbook.calendar, &[]);
        match longer(length, limit, &case.playbook.calendar) {
            Truth::Yes => breaches.push(fails(Kind::Backdated, words.backdated(entry, recorded, length, limit))),
            Truth::Unknown => same_day.push(entry),
            Truth::No => {}
        }
    }
    if !without.is_empty() {
        let (undated, unrecorded): (Vec<&Entry>, Vec<&Entry>) =
            without.into_iter().partition(|entry| entry.at.is_err());
        if !undated.is_empty() {
            breaches.push(open(words.undated(&undated, history::AT)));
        }
        if !unrecorded.is_empty() {
            breaches.push(open(words.undated(&unrecorded, history::RECORDED_AT)));
        }
    }
    if !same_day.is_empty() {
        breaches.push(open(words.recorded_same_day(&same_day, limit)));
    }
    Ruling::of(breaches)
}
