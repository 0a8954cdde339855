use std::collections::BTreeMap;

use serde::Serialize;

use crate::assess::DealRef;
use crate::diff::CheckImpact;
use crate::diff::CheckLine;
use crate::diff::Comparison;
use crate::diff::Direction;
use crate::diff::Group;
use crate::diff::Head;
use crate::diff::Line;
use crate::diff::Shift;
use crate::diff::Side;
use crate::diff::Standing;
use crate::diff::Told;
use crate::report::diff::Impacted;

/// The version of both documents; it grows when a field changes its meaning or goes away.
const VERSION: u32 = 1;

#[derive(Serialize)]
struct SideShape<'a> {
    file: &'a str,
    name: &'a str,
    title: &'a str,
    version: Option<&'a str>,
}

impl<'a> SideShape<'a> {
    fn of(side: &'a Side) -> SideShape<'a> {
        SideShape { file: &side.file, name: &side.name, title: &side.title, version: side.version.as_deref() }
    }
}

/// Two results, compared.
#[derive(Serialize)]
pub(super) struct ComparisonShape<'a> {
    format: &'static str,
    version: u32,
    old: HeadShape<'a>,
    new: HeadShape<'a>,
    counts: CountsShape,
    checks: Vec<CheckShape<'a>>,
    new_findings: Vec<ToldShape<'a>>,
    changed: Vec<ToldShape<'a>>,
    no_longer_waived: Vec<ToldShape<'a>>,
    fixed: Vec<ToldShape<'a>>,
    waived_now: Vec<ToldShape<'a>>,
}

#[derive(Serialize)]
struct HeadShape<'a> {
    #[serde(flatten)]
    side: SideShape<'a>,
    as_of: String,
    deals: u64,
    data_errors: u64,
    not_listed: u64,
}

#[derive(Serialize)]
struct CountsShape {
    new: usize,
    changed: usize,
    no_longer_waived: usize,
    fixed: usize,
    waived_now: usize,
    still_there: u64,
}

#[derive(Serialize)]
struct CheckShape<'a> {
    check: &'a str,
    title: &'a str,
    severity: &'static str,
    was: u64,
    fixed: u64,
    new: u64,
    is: u64,
}

#[derive(Serialize)]
struct ToldShape<'a> {
    fingerprint: &'a str,
    check: &'a str,
    kind: &'a str,
    was_kind: Option<&'a str>,
    verdict: &'static str,
    severity: &'static str,
    title: &'a str,
    message: &'a str,
    deal: &'a DealRef,
    element: Option<&'a str>,
    known_since: Option<String>,
}

impl<'a> ComparisonShape<'a> {
    pub fn of(comparison: &'a Comparison) -> ComparisonShape<'a> {
        let told = |all: &'a [Told]| all.iter().map(|told| ToldShape::of(told, None)).collect();
        let changed = comparison.changed.iter().map(|(was, now)| ToldShape::of(now, Some(&was.kind)));
        ComparisonShape {
            format: "tollgate-diff",
            version: VERSION,
            old: HeadShape::of(&comparison.old),
            new: HeadShape::of(&comparison.new),
            counts: CountsShape {
                new: comparison.appeared.len(),
                changed: comparison.changed.len(),
                no_longer_waived: comparison.unwaived.len(),
                fixed: comparison.gone.len(),
                waived_now: comparison.waived.len(),
                still_there: comparison.stayed,
            },
            checks: comparison.checks.iter().map(CheckShape::of).collect(),
            new_findings: told(&comparison.appeared),
            changed: changed.collect(),
            no_longer_waived: told(&comparison.unwaived),
            fixed: told(&comparison.gone),
            waived_now: told(&comparison.waived),
        }
    }
}

impl<'a> HeadShape<'a> {
    fn of(head: &'a Head) -> HeadShape<'a> {
        HeadShape {
            side: SideShape::of(&head.side),
            as_of: head.as_of.to_string(),
            deals: head.deals,
            data_errors: head.errors,
            not_listed: head.not_listed,
        }
    }
}

impl<'a> CheckShape<'a> {
    fn of(line: &'a CheckLine) -> CheckShape<'a> {
        CheckShape {
            check: &line.check,
            title: &line.title,
            severity: line.severity.name(),
            was: line.was,
            fixed: line.gone,
            new: line.new,
            is: line.is,
        }
    }
}

impl<'a> ToldShape<'a> {
    fn of(told: &'a Told, was: Option<&'a str>) -> ToldShape<'a> {
        ToldShape {
            fingerprint: &told.fingerprint,
            check: &told.check,
            kind: &told.kind,
            was_kind: was,
            verdict: told.verdict.name(),
            severity: told.severity.name(),
            title: &told.title,
            message: &told.message,
            deal: &told.deal,
            element: told.element.as_deref(),
            known_since: told.baseline.as_ref().map(|known| known.since.to_string()),
        }
    }
}

/// The impact of a change of the playbook.
#[derive(Serialize)]
pub(super) struct ImpactShape<'a> {
    format: &'static str,
    version: u32,
    old: SideShape<'a>,
    new: SideShape<'a>,
    as_of: String,
    language: &'a str,
    amount: Option<&'a str>,
    deals: u64,
    only_old: u64,
    only_new: u64,
    data_errors: usize,
    unchanged_checks: usize,
    worse: GroupShape<'a>,
    better: GroupShape<'a>,
    checks: Vec<CheckImpactShape<'a>>,
}

#[derive(Serialize)]
struct CheckImpactShape<'a> {
    check: &'a str,
    title: Option<&'a str>,
    standing: &'static str,
    old_severity: Option<&'static str>,
    new_severity: Option<&'static str>,
    still_wrong: u64,
    changes: Vec<ShiftShape<'a>>,
}

#[derive(Serialize)]
struct ShiftShape<'a> {
    from: Option<&'static str>,
    to: Option<&'static str>,
    direction: &'static str,
    #[serde(flatten)]
    group: GroupShape<'a>,
}

#[derive(Serialize)]
struct GroupShape<'a> {
    #[serde(flatten)]
    all: LineShape,
    by_stage: Vec<NamedShape<'a>>,
    by_owner: Vec<NamedShape<'a>>,
    largest: Vec<&'a DealRef>,
}

#[derive(Serialize)]
struct NamedShape<'a> {
    name: Option<&'a str>,
    #[serde(flatten)]
    line: LineShape,
}

/// Amounts are text, so that no program rounds them.
#[derive(Serialize)]
struct LineShape {
    deals: u64,
    amounts: BTreeMap<String, String>,
    without_amount: u64,
}

impl<'a> ImpactShape<'a> {
    pub fn of(impacted: &Impacted<'a>) -> ImpactShape<'a> {
        let impact = impacted.impact;
        ImpactShape {
            format: "tollgate-impact",
            version: VERSION,
            old: SideShape::of(impacted.old),
            new: SideShape::of(impacted.new),
            as_of: impacted.as_of.to_string(),
            language: impacted.language,
            amount: impacted.amount,
            deals: impact.deals,
            only_old: impact.only_old,
            only_new: impact.only_new,
            data_errors: impacted.errors,
            unchanged_checks: impact.unchanged,
            worse: GroupShape::of(&impact.worse),
            better: GroupShape::of(&impact.better),
            checks: impact.checks.iter().map(CheckImpactShape::of).collect(),
        }
    }
}

impl<'a> CheckImpactShape<'a> {
    fn of(check: &'a CheckImpact) -> CheckImpactShape<'a> {
        CheckImpactShape {
            check: &check.name,
            title: check.title.as_deref(),
            standing: match check.standing {
                Standing::Kept => "changed",
                Standing::Added => "added",
                Standing::Removed => "removed",
            },
            old_severity: check.old_severity.map(|severity| severity.name()),
            new_severity: check.new_severity.map(|severity| severity.name()),
            still_wrong: check.still_wrong,
            changes: check.shifts.iter().map(ShiftShape::of).collect(),
        }
    }
}

impl<'a> ShiftShape<'a> {
    fn of(shift: &'a Shift) -> ShiftShape<'a> {
        ShiftShape {
            from: shift.from.map(|verdict| verdict.name()),
            to: shift.to.map(|verdict| verdict.name()),
            direction: match shift.direction() {
                Direction::Worse => "worse",
                Direction::Other => "other",
                Direction::Better => "better",
            },
            group: GroupShape::of(&shift.group),
        }
    }
}

impl<'a> GroupShape<'a> {
    fn of(group: &'a Group) -> GroupShape<'a> {
        let named = |lines: Vec<(Option<&'a str>, &'a Line)>| {
            lines.into_iter().map(|(name, line)| NamedShape { name, line: LineShape::of(line) }).collect()
        };
        GroupShape {
            all: LineShape::of(&group.all),
            by_stage: named(group.stages()),
            by_owner: named(group.owners()),
            largest: group.largest.iter().map(|changed| &changed.deal).collect(),
        }
    }
}

impl LineShape {
    fn of(line: &Line) -> LineShape {
        let amounts = line.sums.iter().map(|sum| (sum.currency.to_string(), sum.amount.normalize().to_string()));
        LineShape { deals: line.deals, amounts: amounts.collect(), without_amount: line.without_amount }
    }
}
