use std::collections::BTreeSet;

use crate::assess::Seat;
use crate::assess::SeatPart;
use crate::assess::Tally;
use crate::assess::Verdict;
use crate::assess::seats;
use crate::model::Approval;
use crate::model::ApprovalId;
use crate::model::AuthorityId;
use crate::model::By;
use crate::model::Playbook;
use crate::model::Rule;
use crate::model::TextPlace;
use crate::scenario::Scenario;

/// Which verdicts the tests saw on each criterion, and which parts of tables decided.
#[derive(Clone, Debug)]
pub struct Coverage {
    /// The criteria that the playbook declares, in the order of the text; not what every flow asks of a history.
    pub criteria: Vec<Covered>,
    /// Rows of decision tables and bodies of matrices, by approval.
    pub seats: Vec<SeatCovered>,
    by_place: Vec<Option<usize>>,
}

/// The verdicts that tests saw on one criterion: in how many tests each.
#[derive(Clone, Debug)]
pub struct Covered {
    /// Its name.
    pub check: String,
    /// Where it is declared.
    pub declared: TextPlace,
    /// Tests in which it passes.
    pub pass: usize,
    /// Tests in which it fails, waived or not.
    pub fail: usize,
    /// Tests in which it cannot be decided.
    pub unknown: usize,
    /// Tests in which it does not apply.
    pub not_applicable: usize,
}

/// A row of a decision table or a body of a matrix, and in how many tests it decides.
#[derive(Clone, Debug)]
pub struct SeatCovered {
    /// The approval.
    pub approval: String,
    /// The row as written, or the body.
    pub part: String,
    /// Where it stands.
    pub declared: TextPlace,
    /// Tests in which it says who must decide.
    pub tests: usize,
    seat: Seat,
}

impl Covered {
    /// Whether tests saw it pass and fail.
    pub fn is_whole(&self) -> bool {
        self.pass > 0 && self.fail > 0
    }

    /// How many of the two, pass and fail, tests saw.
    pub fn sides(&self) -> usize {
        usize::from(self.pass > 0) + usize::from(self.fail > 0)
    }
}

impl Coverage {
    /// Nothing seen yet.
    pub(super) fn new(playbook: &Playbook) -> Coverage {
        let mut criteria = Vec::new();
        let mut by_place = Vec::new();
        for criterion in &playbook.criteria {
            if matches!(criterion.rule, Rule::History(_)) {
                by_place.push(None);
                continue;
            }
            by_place.push(Some(criteria.len()));
            criteria.push(Covered {
                check: criterion.name.clone(),
                declared: criterion.declared.clone(),
                pass: 0,
                fail: 0,
                unknown: 0,
                not_applicable: 0,
            });
        }
        Coverage { criteria, seats: parts(playbook), by_place }
    }

    /// Counts what one test saw.
    pub(super) fn add(&mut self, playbook: &Playbook, scenario: &Scenario<'_>, tally: &Tally) {
        for (id, _) in playbook.criteria() {
            let counts = tally.of(id);
            let at = self.by_place.get(id.0 as usize).copied().flatten();
            let Some(covered) = at.and_then(|at| self.criteria.get_mut(at)) else { continue };
            let saw = |verdict: Verdict| usize::from(counts.of(verdict) > 0);
            covered.pass += saw(Verdict::Pass);
            covered.fail += saw(Verdict::Fail) + saw(Verdict::Waived);
            covered.unknown += saw(Verdict::Unknown);
            covered.not_applicable += saw(Verdict::NotApplicable);
        }
        if self.seats.is_empty() {
            return;
        }
        let decides: BTreeSet<Seat> = seats(playbook, &scenario.deal, &scenario.settings()).into_iter().collect();
        for part in self.seats.iter_mut().filter(|part| decides.contains(&part.seat)) {
            part.tests += 1;
        }
    }

    /// The share of sides that tests saw: every criterion has two, pass and fail.
    pub fn sides(&self) -> (usize, usize) {
        (self.criteria.iter().map(Covered::sides).sum(), self.criteria.len() * 2)
    }

    /// The same in full percent, rounded down: 100 only where nothing is left.
    pub fn percent(&self) -> usize {
        let (seen, all) = self.sides();
        (seen * 100).checked_div(all).unwrap_or(0)
    }
}

/// All rows and bodies that may decide, of approvals that some gate requires.
fn parts(playbook: &Playbook) -> Vec<SeatCovered> {
    let required: BTreeSet<ApprovalId> = playbook
        .criteria
        .iter()
        .filter_map(|criterion| match criterion.rule {
            Rule::Approved(id) => Some(id),
            _ => None,
        })
        .collect();
    let mut parts = Vec::new();
    for (id, approval) in (0..).map(ApprovalId).zip(&playbook.approvals) {
        if required.contains(&id) {
            collect(playbook, id, approval, &approval.by, &mut parts);
        }
    }
    parts
}

fn collect(playbook: &Playbook, id: ApprovalId, approval: &Approval, by: &By, parts: &mut Vec<SeatCovered>) {
    match by {
        By::Role(_) | By::Count(..) => {}
        By::All(all) | By::Then(all) => all.iter().for_each(|by| collect(playbook, id, approval, by, parts)),
        By::Authority(authority) => bodies(playbook, id, approval, *authority, parts),
        By::Table(table) => {
            for (at, row) in table.rows.iter().enumerate() {
                let line = approval.declared.line;
                parts.push(SeatCovered {
                    approval: approval.name.clone(),
                    part: format!("row {}", at + 1),
                    declared: TextPlace { file: approval.declared.file.clone(), line },
                    tests: 0,
                    seat: Seat { approval: id, part: SeatPart::Row(at) },
                });
                collect(playbook, id, approval, &row.by, parts);
            }
        }
    }
}

fn bodies(
    playbook: &Playbook,
    id: ApprovalId,
    approval: &Approval,
    authority: AuthorityId,
    parts: &mut Vec<SeatCovered>,
) {
    let Some(matrix) = playbook.authorities.get(usize::from(authority.0)) else { return };
    for (at, body) in matrix.bodies.iter().enumerate() {
        let seat = Seat { approval: id, part: SeatPart::Body(authority, at) };
        if parts.iter().any(|part| part.seat == seat) {
            continue;
        }
        parts.push(SeatCovered {
            approval: approval.name.clone(),
            part: playbook.role(*body).map(|role| role.name.clone()).unwrap_or_default(),
            declared: approval.declared.clone(),
            tests: 0,
            seat,
        });
    }
}
