use compact_str::CompactString;
use compact_str::ToCompactString;
use std::sync::Arc;

use crate::assess::CriterionRef;
use crate::assess::DealRef;
use crate::assess::Evidence;
use crate::assess::Finding;
use crate::assess::Kind;
use crate::assess::Responsible;
use crate::assess::Settings;
use crate::assess::Verdict;
use crate::assess::fingerprint::fingerprint;
use crate::assess::waivers::Use;
use crate::assess::waivers::Uses;
use crate::assess::waivers::standing::authorised;
use crate::assess::waivers::words::Said;
use crate::assess::waivers::words::Words;
use crate::model::Covered;
use crate::model::Criterion;
use crate::model::Playbook;
use crate::model::Severity;
use crate::model::Waiver;
use crate::value::Truth;

/// What is wrong with the waivers themselves, at the end of a run: for each deal that they name, or for all.
///
/// A waiver of criteria that were not all asked is left alone: what it covers was not looked at.
pub(in crate::assess) fn findings(playbook: &Playbook, settings: &Settings<'_>, uses: &Uses) -> Vec<Finding> {
    let words = Words::of(settings);
    let mut findings = Vec::new();
    for (place, waiver) in playbook.waivers.iter().enumerate() {
        if !waiver.criteria.iter().all(|id| settings.asks(*id)) {
            continue;
        }
        let met = uses.get(place);
        for deal in named(waiver) {
            for fault in faults(playbook, settings, waiver, &met, deal, &words) {
                findings.push(finding(playbook, settings, waiver, deal, fault, &words));
            }
        }
    }
    findings
}

/// What is wrong with a waiver.
struct Fault {
    kind: Kind,
    verdict: Verdict,
    severity: Severity,
    said: Said,
}

/// The deals that a waiver names, by id; `None` for all.
fn named(waiver: &Waiver) -> Vec<Option<&str>> {
    match &waiver.covered {
        Covered::Deals(ids) => ids.iter().map(|id| Some(id.as_str())).collect(),
        Covered::Where(_) => vec![None],
    }
}

fn faults(
    playbook: &Playbook,
    settings: &Settings<'_>,
    waiver: &Waiver,
    met: &Use,
    deal: Option<&str>,
    words: &Words,
) -> Vec<Fault> {
    let fails = |kind, severity, said| Fault { kind, verdict: Verdict::Fail, severity, said };
    let today = settings.as_of.today;
    let needed = deal.map_or(!met.deals.is_empty(), |id| met.deals.contains(id));
    let mut faults = Vec::new();
    let criteria: Vec<&Criterion> =
        waiver.criteria.iter().filter_map(|id| playbook.criteria.get(id.0 as usize)).collect();
    let forbidden = criteria.iter().any(|criterion| criterion.never_waive);
    if forbidden {
        faults.push(fails(Kind::WaiverForbidden, Severity::Major, words.forbidden(waiver)));
    }
    match authorised(playbook, settings, waiver) {
        Truth::Yes => {}
        Truth::No => {
            let said = words.unauthorised(waiver, &playbook.waiver_policy.by);
            faults.push(fails(Kind::WaiverUnauthorised, Severity::Major, said));
        }
        Truth::Unknown => faults.push(Fault {
            kind: Kind::Undecided,
            verdict: Verdict::Unknown,
            severity: Severity::Major,
            said: words.author_unknown(waiver, &playbook.waiver_policy.by),
        }),
    }
    if waiver.until < today {
        faults.push(fails(Kind::WaiverExpired, Severity::Minor, words.expired(waiver, today, needed)));
        return faults;
    }
    let last =
        playbook.waiver_policy.longest.and_then(|longest| Some((longest, playbook.calendar.add(today, longest)?)));
    if let Some((longest, last)) = last.filter(|(_, last)| waiver.until > *last) {
        faults.push(fails(Kind::WaiverTooLong, Severity::Major, words.too_long(waiver, longest, last)));
    }
    if !needed && !forbidden {
        let is_there = deal.is_none_or(|id| met.judged.contains(id));
        faults.push(fails(Kind::WaiverUnused, Severity::Minor, words.unused(waiver, deal, is_there)));
    }
    faults
}

fn finding(
    playbook: &Playbook,
    settings: &Settings<'_>,
    waiver: &Waiver,
    deal: Option<&str>,
    fault: Fault,
    words: &Words,
) -> Finding {
    let id = deal.map_or_else(|| words.every_deal(), str::to_owned);
    // The words for all deals are another in every language; a fingerprint is not.
    let place = deal.unwrap_or("*");
    let until = Evidence {
        path: CompactString::const_new("until"),
        value: Some(waiver.until.to_compact_string()),
        expected: fault.said.expected.map(Into::into),
        note: None,
        place: None,
    };
    Finding {
        fingerprint: fingerprint(&[&playbook.name, "waivers", fault.kind.name(), place, &waiver.target]),
        criterion: Arc::new(CriterionRef {
            name: "waivers".to_owned(),
            title: words.title(),
            because: None,
            policy: None,
            tags: Vec::new(),
            declared: waiver.declared.clone(),
            kind: None,
        }),
        kind: fault.kind,
        verdict: fault.verdict,
        severity: fault.severity,
        deal: Arc::new(DealRef { id: id.into(), name: None, owner: None, stage: None, amount: None }),
        element: Some(waiver.target.clone()),
        message: fault.said.message,
        fix: Some(fault.said.fix.into()),
        owner: Responsible { role: None, person: Some(waiver.by.as_str().into()) },
        due: None,
        evidence: vec![until],
        as_of: settings.as_of.today,
        waiver: None,
        health: None,
        baseline: None,
    }
}
