use crate::assess::Finding;
use crate::assess::Judging;
use crate::assess::Settings;
use crate::assess::Tally;
use crate::assess::Verdict;
use crate::assess::WaiverNote;
use crate::assess::compose::counted;
use crate::assess::compose::finding;
use crate::assess::compose::stage_unknown;
use crate::assess::health;
use crate::assess::history::Twin;
use crate::assess::refs::Refs;
use crate::assess::ruling::Basis;
use crate::assess::ruling::Ruling;
use crate::assess::ruling::rule;
use crate::assess::settings::Case;
use crate::assess::waivers;
use crate::assess::waivers::Uses;
use crate::assess::way::Way;
use crate::deals::Deal;
use crate::model::Criterion;
use crate::model::CriterionId;
use crate::model::Playbook;

/// Judges one deal by every criterion: counts the verdicts and returns the findings, in the order of the playbook.
///
/// A deal whose stage is not known gets one finding that says so; what needs the stage is `unknown` and counted.
/// Whether another deal has the same id is not asked here: see [`assess`].
pub fn judge(playbook: &Playbook, deal: &Deal, settings: &Settings<'_>, tally: &mut Tally) -> Vec<Finding> {
    let mut findings = Vec::new();
    let alone = (&Twin::Alone, &Refs::NONE);
    judge_among(playbook, deal, settings, alone, tally, &mut Uses::default(), &mut findings);
    findings
}

/// The same of a deal among others; the findings go behind those that are there.
pub(super) fn judge_among(
    playbook: &Playbook,
    deal: &Deal,
    settings: &Settings<'_>,
    among: (&Twin, &Refs),
    tally: &mut Tally,
    uses: &mut Uses,
    findings: &mut Vec<Finding>,
) {
    judge_rest(playbook, deal, settings, among, |_| None, (tally, uses, findings));
}

/// The same, where the verdicts of some criteria are told, because nothing of them is wrong or open.
pub(super) fn judge_rest(
    playbook: &Playbook,
    deal: &Deal,
    settings: &Settings<'_>,
    (twin, refs): (&Twin, &Refs),
    told: impl Fn(CriterionId) -> Option<Verdict>,
    (tally, uses, findings): (&mut Tally, &mut Uses, &mut Vec<Finding>),
) {
    let way = Way::of(playbook, &deal.record);
    let case = Case::new(playbook, deal, settings, &way).among(twin).telling(refs);
    tally.count_deal(way.stage.ok().and_then(|stage| playbook.stage(stage)).map_or("", |stage| stage.name.as_str()));
    waivers::meet(&case, uses);
    let (mut without_stage, mut lost, before) = (0_usize, 0, findings.len());
    for (id, criterion) in playbook.criteria().filter(|(id, _)| refs.asks(*id, settings)) {
        if let Some(verdict) = told(id) {
            tally.count(id, verdict);
            continue;
        }
        let ruling = verdict_into(&case, id, criterion, uses, findings);
        tally.count(id, ruling.verdict);
        without_stage += usize::from(ruling.basis == Basis::StageUnknown);
        lost += health::lost(playbook.health.as_ref(), criterion, &ruling);
    }
    if without_stage > 0 {
        findings.push(stage_unknown(&case, without_stage));
    }
    if let Some(health) = tally.health.count(&case, lost) {
        findings.iter_mut().skip(before).for_each(|finding| finding.health = Some(health));
    }
}

/// The verdict of a criterion on a deal, after the waivers, and a finding for each of its breaches.
pub(super) fn verdict(
    case: &Case<'_>,
    id: CriterionId,
    criterion: &Criterion,
    uses: &mut Uses,
) -> (Ruling, Vec<Finding>) {
    let mut findings = Vec::new();
    let ruling = verdict_into(case, id, criterion, uses, &mut findings);
    (ruling, findings)
}

fn verdict_into(
    case: &Case<'_>,
    id: CriterionId,
    criterion: &Criterion,
    uses: &mut Uses,
    findings: &mut Vec<Finding>,
) -> Ruling {
    let rewound = case.rewinds().then(|| case.at(&criterion.place));
    let case = rewound.as_ref().unwrap_or(case);
    let (ruling, waivers) = ruled(case, id, criterion, uses);
    for (breach, waiver) in ruling.breaches.iter().zip(waivers) {
        let compose = if case.refs.counts { counted } else { finding };
        let mut finding = compose(case, id, criterion, breach);
        finding.waiver = waiver;
        findings.push(finding);
    }
    ruling
}

/// The verdict of a criterion on the values it looks at, after the waivers, and the waiver of each breach.
fn ruled(
    case: &Case<'_>,
    id: CriterionId,
    criterion: &Criterion,
    uses: &mut Uses,
) -> (Ruling, Vec<Option<WaiverNote>>) {
    let mut ruling = rule(case, criterion);
    if ruling.breaches.is_empty() {
        return (ruling, Vec::new());
    }
    let breaches = ruling.breaches.iter_mut();
    let waivers = breaches.map(|breach| waivers::waive(case, id, criterion, breach, uses)).collect();
    let basis = ruling.basis;
    (Ruling { basis, ..Ruling::of(ruling.breaches) }, waivers)
}

/// Judges one deal by every criterion and counts the verdicts; no finding is composed.
///
/// For figures alone: it comes to the counts of [`judge`], in less time.
pub fn count(playbook: &Playbook, deal: &Deal, settings: &Settings<'_>, tally: &mut Tally) {
    let way = Way::of(playbook, &deal.record);
    let case = Case::new(playbook, deal, settings, &way);
    let (mut uses, mut lost) = (Uses::default(), 0);
    tally.count_deal(way.stage.ok().and_then(|stage| playbook.stage(stage)).map_or("", |stage| stage.name.as_str()));
    for (id, criterion) in playbook.criteria().filter(|(id, _)| settings.asks(*id)) {
        let rewound = case.rewinds().then(|| case.at(&criterion.place));
        let (ruling, _) = ruled(rewound.as_ref().unwrap_or(&case), id, criterion, &mut uses);
        tally.count(id, ruling.verdict);
        lost += health::lost(playbook.health.as_ref(), criterion, &ruling);
    }
    tally.health.count(&case, lost);
}

/// What a run found.
#[derive(Clone, Debug)]
pub struct Assessment {
    /// The findings, in the order of the deals, then of the criteria; those on waivers themselves are the last.
    pub findings: Vec<Finding>,
    /// The verdicts, counted.
    pub tally: Tally,
}

/// Judges deals, one after the other, and the waivers by what they met.
pub fn assess(playbook: &Playbook, deals: impl Iterator<Item = Deal>, settings: &Settings<'_>) -> Assessment {
    let mut judging = Judging::new(playbook, settings);
    let mut findings = Vec::new();
    for deal in deals {
        findings.extend(judging.deal(&deal));
    }
    let (last, tally) = judging.end();
    findings.extend(last);
    Assessment { findings, tally }
}
