use serde::Serialize;

use crate::assess::HealthGroup;
use crate::expr::Expr;
use crate::model::Severity;
use crate::report::Report;
use crate::value::Decimal;

/// How healthy the records are.
#[derive(Serialize)]
pub(super) struct HealthShape<'a> {
    title: &'a str,
    by: &'a str,
    weigh: Option<&'a str>,
    weights: WeightsShape,
    left_out: u64,
    groups: Vec<GroupShape<'a>>,
}

/// What a finding takes away.
#[derive(Serialize)]
struct WeightsShape {
    critical: u8,
    major: u8,
    minor: u8,
    info: u8,
}

#[derive(Serialize)]
struct GroupShape<'a> {
    group: Option<&'a str>,
    deals: u64,
    mean: Option<f64>,
    weighed_mean: Option<f64>,
    without_weight: u64,
}

impl<'a> HealthShape<'a> {
    /// Nothing where the playbook does not say what health is.
    pub fn of(report: &Report<'a>) -> Option<HealthShape<'a>> {
        let health = report.playbook.health.as_ref()?;
        // What is made of something private is private.
        let is_private = health.weigh.as_ref().is_some_and(Expr::is_private);
        let groups = report.tally.health.groups.iter().map(|(name, group)| {
            let shape = GroupShape::of(name, group);
            GroupShape { weighed_mean: shape.weighed_mean.filter(|_| !is_private), ..shape }
        });
        Some(HealthShape {
            title: health.title.in_language(report.language),
            by: health.by.text().trim(),
            weigh: health.weigh.as_ref().map(|weigh| weigh.text().trim()),
            weights: WeightsShape {
                critical: health.weight(Severity::Critical),
                major: health.weight(Severity::Major),
                minor: health.weight(Severity::Minor),
                info: health.weight(Severity::Info),
            },
            left_out: report.tally.health.left_out,
            groups: groups.collect(),
        })
    }
}

impl<'a> GroupShape<'a> {
    fn of(name: &'a str, group: &HealthGroup) -> GroupShape<'a> {
        // One place is shown, so the nearest number of the machine is written as that.
        let shown = |mean: Option<Decimal>| mean.and_then(|mean| f64::try_from(mean.round_dp(1)).ok());
        GroupShape {
            group: Some(name).filter(|name| !name.is_empty()),
            deals: group.deals,
            mean: shown(group.mean()),
            weighed_mean: shown(group.weighed_mean()),
            without_weight: group.unweighed,
        }
    }
}
