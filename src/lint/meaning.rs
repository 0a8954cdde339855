//! What a playbook judges, in a form that two playbooks can be compared by.

use std::fmt::Write;

use crate::expr::Expr;
use crate::model::Barred;
use crate::model::By;
use crate::model::Criterion;
use crate::model::Length;
use crate::model::Owner;
use crate::model::Place;
use crate::model::Playbook;
use crate::model::RoleId;
use crate::model::Rule;
use crate::model::StageId;
use crate::model::decided;

/// Everything that a deal is judged by, by names: two playbooks with the same meaning find the same.
///
/// Roles, fields and tables that nothing uses leave no trace, and neither do rows of a table that no deal comes to.
pub fn meaning(playbook: &Playbook) -> String {
    let mut text = format!(
        "{} {:?} {:?} {:?} {:?} {:?}\n",
        playbook.name, playbook.version, playbook.currency, playbook.zone, playbook.calendar, playbook.recorded_within
    );
    let names = Names { playbook };
    let mut line = |said: String| {
        text.push_str(&said);
        text.push('\n');
    };
    for stage in &playbook.stages {
        line(format!("stage {} {:?} {:?}", stage.name, stage.title, stage.outcome));
    }
    line(format!("main {:?}", names.stages(&playbook.flow.main)));
    for step in &playbook.flow.moves {
        line(format!("move {} {}", names.stage(step.from), names.stage(step.to)));
    }
    for criterion in &playbook.criteria {
        line(names.criterion(criterion));
    }
    for approval in &playbook.approvals {
        let barred: Vec<String> = approval.not_by.iter().map(|barred| names.barred(barred)).collect();
        let covers: Vec<String> =
            approval.covers.iter().map(|cover| format!("{} {:?} {:?}", cover.name, cover.worse, cover.up_to)).collect();
        line(format!(
            "approval {} {:?} by {} not {barred:?} covers {covers:?} {:?} {:?}",
            approval.name,
            approval.title,
            names.by(&approval.by),
            approval.valid.as_ref().map(Length::text),
            approval.conditions.as_ref().map(Length::text)
        ));
    }
    for waiver in &playbook.waivers {
        let covered = match &waiver.covered {
            crate::model::Covered::Deals(ids) => format!("{ids:?}"),
            crate::model::Covered::Where(condition) => condition.text().to_owned(),
        };
        line(format!("waiver {} {:?} {covered} {} {}", waiver.target, waiver.kind, waiver.until, waiver.by));
    }
    line(format!("waivers {:?} rates {:?}", playbook.waiver_policy, playbook.rates));
    for figure in &playbook.figures {
        let of: Vec<&str> = figure.of.values().into_iter().map(Expr::text).collect();
        let by: Vec<&str> = figure.by.iter().map(Expr::text).collect();
        let within = figure.within.as_ref().map(|within| (within.length, within.of.text()));
        let that = figure.that.as_ref().map(|(_, that)| that.text());
        let (when, made) = (figure.when.as_ref().map(Expr::text), std::mem::discriminant(&figure.of));
        line(format!("figure {} {:?} {made:?} {of:?} {when:?} {by:?} {within:?} {that:?}", figure.name, figure.list()));
    }
    if let Some(health) = &playbook.health {
        let read: Vec<&str> = health.expressions().map(Expr::text).collect();
        line(format!("health {:?} {read:?}", health.weights));
    }
    for table in playbook.sources.iter().flat_map(|source| &source.tables) {
        let columns: Vec<String> =
            table.columns.iter().map(|column| format!("{} {}", column.field, column.column.listed())).collect();
        line(format!("table {} {columns:?}", table.file.listed()));
    }
    text
}

struct Names<'a> {
    playbook: &'a Playbook,
}

impl Names<'_> {
    fn stage(&self, id: StageId) -> &str {
        self.playbook.stage(id).map_or("?", |stage| &stage.name)
    }

    fn stages(&self, ids: &[StageId]) -> Vec<&str> {
        ids.iter().map(|id| self.stage(*id)).collect()
    }

    fn role(&self, id: RoleId) -> &str {
        self.playbook.role(id).map_or("?", |role| &role.name)
    }

    fn owner(&self, owner: &Owner) -> String {
        match owner {
            Owner::DealOwner => "the owner".to_owned(),
            Owner::Role(id) => self.role(*id).to_owned(),
        }
    }

    fn barred(&self, barred: &Barred) -> String {
        match barred {
            Barred::Person(party) => party.name(|role| self.role(role).to_owned()),
            Barred::Reports(party) => format!("reports of {}", party.name(|role| self.role(role).to_owned())),
        }
    }

    fn place(&self, place: &Place) -> String {
        match place {
            Place::Entry(id) => format!("entry of {}", self.stage(*id)),
            Place::During(id) => format!("during {}", self.stage(*id)),
            Place::Exit(id) => format!("exit of {}", self.stage(*id)),
            Place::Whole(id) => format!("in {}", self.stage(*id)),
            Place::Always => "always".to_owned(),
            Place::Stages(ids) => format!("in {:?}", self.stages(ids)),
        }
    }

    fn rule(&self, rule: &Rule) -> String {
        match rule {
            Rule::Filled(_, field) => format!("filled {field}"),
            Rule::Staffed(role) => format!("staffed {}", self.role(*role)),
            Rule::Holds(that) => format!("holds {}", that.text()),
            Rule::Approved(id) => format!("approved {}", self.playbook.approval(*id).map_or("?", |known| &known.name)),
            Rule::History(asked) => format!("{asked:?}"),
            Rule::AtMost(id, limit) => format!("{} at most {}", self.stage(*id), limit.text()),
        }
    }

    fn criterion(&self, criterion: &Criterion) -> String {
        let mut said = format!("{} {} {}", criterion.name, self.place(&criterion.place), self.rule(&criterion.rule));
        let when = criterion.when.as_ref().map(Expr::text);
        let each = criterion.each.as_ref().map(|each| (each.name.as_str(), each.list.text()));
        let places = criterion.messages().flat_map(|said| said.text.expressions()).map(Expr::text);
        // Writing to a string does not fail.
        let _ = write!(
            said,
            " {when:?} {each:?} {:?} {:?} {} {:?} {:?} {:?} {:?} {} {:?} {:?} {:?} {:?}",
            criterion.title,
            criterion.severity,
            self.owner(&criterion.owner),
            criterion.because,
            criterion.fix,
            criterion.due,
            criterion.policy,
            criterion.never_waive,
            criterion.tags,
            criterion.from,
            criterion.until,
            places.collect::<Vec<&str>>(),
        );
        for own in &criterion.kinds {
            let owner = own.owner.map(|owner| self.owner(&owner));
            let _ = write!(
                said,
                " on {} {:?} {:?} {owner:?} {:?} {:?} {:?} {:?} {:?}",
                own.kind, own.title, own.severity, own.because, own.fix, own.due, own.policy, own.tags,
            );
        }
        said
    }

    fn by(&self, by: &By) -> String {
        let all = |parts: &[By]| parts.iter().map(|part| self.by(part)).collect::<Vec<String>>();
        match by {
            By::Role(role) => self.role(*role).to_owned(),
            By::All(parts) => format!("all {:?}", all(parts)),
            By::Then(parts) => format!("then {:?}", all(parts)),
            By::Count(count, roles) => {
                format!("{count} of {:?}", roles.iter().map(|role| self.role(*role)).collect::<Vec<&str>>())
            }
            By::Authority(id) => {
                let Some(authority) = self.playbook.authorities.get(usize::from(id.0)) else { return "?".to_owned() };
                let bodies: Vec<&str> = authority.bodies.iter().map(|role| self.role(*role)).collect();
                let rows: Vec<String> =
                    authority.rows.iter().map(|row| format!("{} {:?}", row.column.name, row.cells)).collect();
                format!("{} {bodies:?} {rows:?} {:?} {:?}", authority.name, authority.from, authority.until)
            }
            By::Table(table) => {
                let columns: Vec<&str> = table.columns.iter().map(|column| column.name.as_str()).collect();
                // Where the table is too large to tell, every row counts.
                let used = decided(table).map_or_else(|| vec![true; table.rows.len()], |decided| decided.used);
                let rows = table.rows.iter().zip(used).filter(|(_, used)| *used);
                let rows: Vec<String> = rows.map(|(row, _)| format!("{:?} {}", row.cells, self.by(&row.by))).collect();
                format!("{columns:?} {rows:?}")
            }
        }
    }
}
