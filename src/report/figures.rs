use std::collections::BTreeMap;

use crate::assess::Counts;
use crate::assess::Verdict;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Level;
use crate::model::Criterion;
use crate::model::Severity;
use crate::report::Report;

/// The numbers of a report, as every format tells them.
#[derive(Debug)]
pub struct Figures<'a> {
    /// Deals by stage, in the order of the playbook; only stages in which there is a deal.
    pub stages: Vec<StageFigure<'a>>,
    /// The criteria that were asked, in the order of the playbook.
    pub checks: Vec<CheckFigure<'a>>,
    /// All verdicts.
    pub verdicts: Counts,
    /// Findings by severity, the mildest first, shown or not.
    pub severities: [usize; 4],
    /// Findings that make the run fail.
    pub failing: usize,
    /// Findings milder than asked for.
    pub hidden: usize,
    /// Places in the data that have an error.
    pub errors: usize,
    /// Places in the data that have a warning.
    pub warnings: usize,
}

/// How many deals are in a stage.
#[derive(Debug)]
pub struct StageFigure<'a> {
    /// The stage's name; `None` where the stage is not known.
    pub name: Option<&'a str>,
    /// Its title.
    pub title: Option<&'a str>,
    /// Deals in it.
    pub deals: u64,
}

/// The verdicts on one criterion.
#[derive(Debug)]
pub struct CheckFigure<'a> {
    /// The criterion.
    pub criterion: &'a Criterion,
    /// Its verdicts.
    pub counts: Counts,
}

impl CheckFigure<'_> {
    /// How often it does not hold.
    pub fn broken(&self) -> u64 {
        self.counts.of(Verdict::Fail)
    }
}

impl<'a> Figures<'a> {
    /// Counts what a report holds.
    pub fn of(report: &Report<'a>) -> Figures<'a> {
        let counted = report.playbook.criteria().map(|(id, criterion)| (criterion, report.tally.of(id)));
        // Every criterion that is asked gets a verdict on every deal.
        let asked = counted.filter(|(_, counts)| counts.total() > 0);
        let places = |level| report.problems.iter().filter(|problem| problem.level == level).map(places).sum();
        Figures {
            stages: stages(report),
            checks: asked.map(|(criterion, counts)| CheckFigure { criterion, counts }).collect(),
            verdicts: report.tally.total(),
            severities: report.counts.by_severity(),
            failing: report.failing(),
            hidden: report.counts.below(report.least),
            errors: places(Level::Error),
            warnings: places(Level::Warning),
        }
    }

    /// The criteria that do not hold for some deal: the most often broken first, then the worse, then in the order of the playbook.
    pub fn most_broken(&self) -> Vec<&CheckFigure<'a>> {
        let mut broken: Vec<&CheckFigure<'a>> = self.checks.iter().filter(|check| check.broken() > 0).collect();
        broken.sort_by_key(|check| std::cmp::Reverse((check.broken(), check.criterion.severities().first().copied())));
        broken
    }

    /// Findings of a severity.
    pub fn of_severity(&self, severity: Severity) -> usize {
        self.severities.get(severity as usize).copied().unwrap_or(0)
    }
}

/// How many places of the data have a problem; one that has no row counts once.
pub(super) fn places(problem: &Diagnostic) -> usize {
    problem.cells.as_ref().map_or(1, |cells| cells.lines.len().max(1))
}

fn stages<'a>(report: &Report<'a>) -> Vec<StageFigure<'a>> {
    let mut left: BTreeMap<&str, u64> =
        report.tally.by_stage.iter().map(|(name, deals)| (name.as_str(), *deals)).collect();
    let mut stages = Vec::new();
    for stage in &report.playbook.stages {
        if let Some(deals) = left.remove(stage.name.as_str()) {
            let title = stage.title.in_language(report.language);
            stages.push(StageFigure { name: Some(&stage.name), title: Some(title), deals });
        }
    }
    let known = |name: &'a str| Some(name).filter(|name| !name.is_empty());
    stages.extend(left.into_iter().map(|(name, deals)| StageFigure { name: known(name), title: None, deals }));
    stages
}
