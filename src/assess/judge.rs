use crate::assess::Finding;
use crate::assess::Settings;
use crate::assess::Tally;
use crate::assess::compose::finding;
use crate::assess::compose::stage_unknown;
use crate::assess::ruling::Basis;
use crate::assess::ruling::rule;
use crate::assess::settings::Case;
use crate::assess::way::Way;
use crate::deals::Deal;
use crate::model::Playbook;

/// Judges one deal by every criterion: counts the verdicts and returns the findings, in the order of the playbook.
///
/// A deal whose stage is not known gets one finding that says so; its verdicts are all `unknown` and all counted.
pub fn judge(playbook: &Playbook, deal: &Deal, settings: &Settings<'_>, tally: &mut Tally) -> Vec<Finding> {
    let way = Way::of(playbook, &deal.record);
    let case = Case { playbook, deal, settings, way: &way, asks_gates: true };
    tally.count_deal(way.stage.ok().and_then(|stage| playbook.stage(stage)).map_or("", |stage| stage.name.as_str()));
    let mut findings = Vec::new();
    let mut without_stage = 0_usize;
    for (id, criterion) in playbook.criteria().filter(|(id, _)| settings.asks(*id)) {
        let ruling = rule(&case, criterion);
        tally.count(id, ruling.verdict);
        without_stage += usize::from(ruling.basis == Basis::StageUnknown);
        findings.extend(ruling.breaches.iter().map(|breach| finding(&case, criterion, breach)));
    }
    if without_stage > 0 {
        findings.push(stage_unknown(&case, without_stage));
    }
    findings
}

/// What a run found.
#[derive(Clone, Debug)]
pub struct Assessment {
    /// The findings, in the order of the deals, then of the criteria.
    pub findings: Vec<Finding>,
    /// The verdicts, counted.
    pub tally: Tally,
}

/// Judges deals, one after the other.
pub fn assess(playbook: &Playbook, deals: impl Iterator<Item = Deal>, settings: &Settings<'_>) -> Assessment {
    let mut tally = Tally::new(playbook);
    let mut findings = Vec::new();
    for deal in deals {
        findings.extend(judge(playbook, &deal, settings, &mut tally));
    }
    Assessment { findings, tally }
}
