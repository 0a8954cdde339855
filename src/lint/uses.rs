//! What the playbook uses of what it declares.

use std::collections::BTreeSet;

use crate::expr::Expr;
use crate::model::AuthorityId;
use crate::model::Barred;
use crate::model::By;
use crate::model::Covered;
use crate::model::Criterion;
use crate::model::Length;
use crate::model::Owner;
use crate::model::Party;
use crate::model::Playbook;
use crate::model::RoleId;
use crate::model::Rule;
use crate::model::Table;
use crate::value::RecordType;
use crate::value::Step;
use crate::value::Type;
use crate::value::builtin;
use crate::value::mapping::Target;

/// Everything that something uses.
#[derive(Debug, Default)]
pub(super) struct Uses {
    /// Fields by their names from the deal on, as far as they are read: `account.name`, `contacts`.
    fields: BTreeSet<Vec<String>>,
    pub lets: BTreeSet<usize>,
    pub roles: BTreeSet<RoleId>,
    pub authorities: BTreeSet<AuthorityId>,
    pub functions: BTreeSet<String>,
}

impl Uses {
    /// Goes through the whole playbook.
    pub fn of(playbook: &Playbook) -> Uses {
        let mut uses = Uses::default();
        each_expr(playbook, &mut |_, expr| uses.expr(expr, playbook));
        for criterion in &playbook.criteria {
            uses.criterion(criterion, playbook);
        }
        for approval in &playbook.approvals {
            uses.by(&approval.by);
            for barred in &approval.not_by {
                if let Barred::Person(Party::Of(owner)) | Barred::Reports(Party::Of(owner)) = barred {
                    uses.owner(owner);
                }
            }
            for cover in &approval.covers {
                uses.read(&cover.slots, playbook);
            }
        }
        for authority in &playbook.authorities {
            uses.roles.extend(&authority.bodies);
        }
        // Who may decide a waiver is often a role.
        let deciders = (0..).map(RoleId).zip(&playbook.roles);
        uses.roles
            .extend(deciders.filter(|(_, role)| playbook.waiver_policy.by.contains(&role.name)).map(|(id, _)| id));
        uses.sources(playbook);
        uses
    }

    /// Whether the field, or a part of it, is read.
    pub fn reads_below(&self, path: &[&str]) -> bool {
        self.fields.iter().any(|read| path.iter().zip(read).all(|(a, b)| a == b))
    }

    /// Whether the field is read as a whole, and its parts with it.
    pub fn reads_whole(&self, path: &[&str]) -> bool {
        self.fields.iter().any(|read| read.len() <= path.len() && path.iter().zip(read).all(|(a, b)| a == b))
    }

    fn criterion(&mut self, criterion: &Criterion, playbook: &Playbook) {
        criterion.owners().for_each(|owner| self.owner(&owner));
        match &criterion.rule {
            Rule::Filled(slots, _) => self.read(slots, playbook),
            Rule::Staffed(role) => {
                self.roles.insert(*role);
            }
            _ => {}
        }
    }

    fn owner(&mut self, owner: &Owner) {
        if let Owner::Role(role) = owner {
            self.roles.insert(*role);
        }
    }

    fn by(&mut self, by: &By) {
        match by {
            By::Role(role) => {
                self.roles.insert(*role);
            }
            By::All(parts) | By::Then(parts) => parts.iter().for_each(|part| self.by(part)),
            By::Count(_, roles) => self.roles.extend(roles),
            By::Authority(id) => {
                self.authorities.insert(*id);
            }
            By::Table(table) => table.rows.iter().for_each(|row| self.by(&row.by)),
        }
    }

    fn expr(&mut self, expr: &Expr, playbook: &Playbook) {
        for path in expr.reads() {
            let slots = path.iter().filter_map(|step| match step {
                Step::Field(slot) => Some(*slot),
                Step::Item(_) => None,
            });
            self.read(&slots.collect::<Vec<usize>>(), playbook);
        }
        let named = expr.mentions();
        self.lets.extend(&named.lets);
        self.roles.extend(named.roles.into_iter().map(RoleId));
        self.functions.extend(named.functions);
    }

    /// A field by its slots; of `team` the role, of `covered` the field that was covered.
    fn read(&mut self, slots: &[usize], playbook: &Playbook) {
        if let [builtin::TEAM, role, ..] = slots {
            self.roles.extend(u16::try_from(*role).ok().map(RoleId));
        }
        let names = names(&playbook.schema.deal, slots);
        if let [approvals, covered, field @ ..] = names.as_slice()
            && approvals == "approvals"
            && covered == "covered"
            && !field.is_empty()
        {
            self.fields.insert(field.to_vec());
        }
        self.fields.insert(names);
    }

    /// What a source fills is used: it is there to be shown.
    fn sources(&mut self, playbook: &Playbook) {
        for table in playbook.sources.iter().flat_map(|source| &source.tables) {
            let above: Vec<usize> = match table.target {
                Target::Deals => Vec::new(),
                Target::Record(slot) | Target::List(slot) => vec![slot],
                Target::People => continue,
            };
            for column in &table.columns {
                let slots: Vec<usize> = above.iter().chain(&column.slots).copied().collect();
                self.read(&slots, playbook);
            }
        }
    }
}

/// The names along slots, through records and the elements of lists.
fn names(root: &RecordType, slots: &[usize]) -> Vec<String> {
    let mut names = Vec::new();
    let mut record = Some(root);
    for slot in slots {
        let Some(field) = record.and_then(|record| record.fields.get(*slot)) else { break };
        names.push(field.name.clone());
        record = inner(&field.ty);
    }
    names
}

fn inner(ty: &Type) -> Option<&RecordType> {
    match ty {
        Type::Record(record) => Some(record),
        Type::List(item) => inner(item),
        _ => None,
    }
}

/// Every condition and every place of a message, with the name of the declaration it stands in, each once.
pub(super) fn each_expr(playbook: &Playbook, ask: &mut dyn FnMut(&str, &Expr)) {
    let mut seen = BTreeSet::new();
    let mut once = |name: &str, expr: &Expr| {
        if seen.insert(expr.span()) {
            ask(name, expr);
        }
    };
    for (name, expr) in playbook.lets.iter() {
        once(name, expr);
    }
    for criterion in &playbook.criteria {
        match &criterion.rule {
            Rule::Holds(that) => once(&criterion.name, that),
            Rule::AtMost(_, limit) => limit.expressions().into_iter().for_each(|expr| once(&criterion.name, expr)),
            _ => {}
        }
        criterion.when.iter().for_each(|when| once(&criterion.name, when));
        criterion.each.iter().for_each(|each| once(&criterion.name, &each.list));
        let texts = criterion.messages().flat_map(|said| std::iter::once(&said.text).chain(said.translations.values()));
        texts.flat_map(|text| text.expressions()).for_each(|place| once(&criterion.name, place));
    }
    for approval in &playbook.approvals {
        columns(&approval.by, &mut |table| {
            table.columns.iter().for_each(|column| once(&approval.name, &column.value));
        });
        let lengths = approval.valid.iter().chain(&approval.conditions);
        lengths.flat_map(Length::expressions).for_each(|expr| once(&approval.name, expr));
    }
    for authority in &playbook.authorities {
        authority.rows.iter().for_each(|row| once(&authority.name, &row.column.value));
    }
    for figure in &playbook.figures {
        figure.expressions().for_each(|expr| once(&figure.name, expr));
    }
    if let Some(health) = &playbook.health {
        health.expressions().for_each(|expr| once("health", expr));
    }
    for waiver in &playbook.waivers {
        if let Covered::Where(condition) = &waiver.covered {
            once(&waiver.target, condition);
        }
    }
}

/// The decision tables of an approval.
pub(super) fn columns<'a>(by: &'a By, ask: &mut dyn FnMut(&'a Table)) {
    match by {
        By::Table(table) => {
            ask(table);
            table.rows.iter().for_each(|row| columns(&row.by, ask));
        }
        By::All(parts) | By::Then(parts) => parts.iter().for_each(|part| columns(part, ask)),
        By::Role(_) | By::Count(..) | By::Authority(_) => {}
    }
}
