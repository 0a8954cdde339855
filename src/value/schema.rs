use std::sync::Arc;

use crate::value::{Choice, Field, RecordType, Type};

/// What a deal of one playbook looks like: the built-in fields first, then the declared ones.
#[derive(Clone, Debug)]
pub struct Schema {
    /// The deal's fields by slot; see [`builtin`] for the first slots.
    pub deal: Arc<RecordType>,
    /// The names a playbook gives to stages, roles and approvals.
    pub names: Names,
}

/// The enumerations that a playbook declares by declaring stages, roles and approvals.
#[derive(Clone, Debug, Default)]
pub struct Names {
    /// The stages, in the order the flow first names them.
    pub stages: Arc<Choice>,
    /// The roles, as declared.
    pub roles: Arc<Choice>,
    /// The approvals, as declared.
    pub approvals: Arc<Choice>,
}

/// Slots of the built-in fields.
pub mod builtin {
    /// `id: text`
    pub const ID: usize = 0;
    /// `name: text`
    pub const NAME: usize = 1;
    /// `stage`, one of the playbook's stages
    pub const STAGE: usize = 2;
    /// `owner: person`
    pub const OWNER: usize = 3;
    /// `created_at: datetime`
    pub const CREATED_AT: usize = 4;
    /// `team`, a person for each role, in the order of the roles
    pub const TEAM: usize = 5;
    /// `history`, list of [`history`] entries
    pub const HISTORY: usize = 6;
    /// `approvals`
    pub const APPROVALS: usize = 7;
    /// `changes`
    pub const CHANGES: usize = 8;
    /// `events`
    pub const EVENTS: usize = 9;
    /// `pauses`, periods in which a stage's clock stands
    pub const PAUSES: usize = 10;
    /// How many there are.
    pub const COUNT: usize = 11;

    /// Slots of an entry of `approvals`.
    pub mod approvals {
        /// Which approval.
        pub const APPROVAL: usize = 0;
        /// The role it was decided in.
        pub const ROLE: usize = 1;
        /// Who decided.
        pub const BY: usize = 2;
        /// What was decided: [`APPROVED`] and so on.
        pub const DECISION: usize = 3;
        /// When it was asked for.
        pub const REQUESTED_AT: usize = 4;
        /// Who asked for it.
        pub const REQUESTED_BY: usize = 5;
        /// When it was decided.
        pub const AT: usize = 6;
        /// When the system learnt of it.
        pub const RECORDED_AT: usize = 7;
        /// Until when it holds.
        pub const VALID_UNTIL: usize = 8;
        /// What it was given under: text, owner, due, closed on.
        pub const CONDITIONS: usize = 9;
        /// The values it was given for, by the declared fields.
        pub const COVERED: usize = 10;
        /// A decision: approved.
        pub const APPROVED: u16 = 0;
        /// A decision: rejected.
        pub const REJECTED: u16 = 1;
        /// A decision: not taken yet.
        pub const PENDING: u16 = 2;
        /// A decision: approved under conditions.
        pub const CONDITIONAL: u16 = 3;
    }

    /// Slots of an entry of `conditions` of an approval.
    pub mod conditions {
        /// What is asked.
        pub const TEXT: usize = 0;
        /// Who sees to it.
        pub const OWNER: usize = 1;
        /// Until when.
        pub const DUE: usize = 2;
        /// When it was met.
        pub const CLOSED_ON: usize = 3;
    }

    /// Slots of an entry of `changes`.
    pub mod changes {
        /// The field, by name.
        pub const FIELD: usize = 0;
        /// Its value before.
        pub const FROM: usize = 1;
        /// Its value after.
        pub const TO: usize = 2;
        /// When.
        pub const AT: usize = 3;
        /// By whom.
        pub const BY: usize = 4;
    }

    /// Slots of an entry of `events`.
    pub mod events {
        /// What happened.
        pub const NAME: usize = 0;
        /// When.
        pub const AT: usize = 1;
        /// By whom.
        pub const BY: usize = 2;
        /// In which role.
        pub const ROLE: usize = 3;
    }

    /// Slots of an entry of `pauses`.
    pub mod pauses {
        /// When the clock stopped.
        pub const FROM: usize = 0;
        /// When it went on.
        pub const UNTIL: usize = 1;
        /// Why.
        pub const REASON: usize = 2;
    }

    /// Slots of an entry of `history`.
    pub mod history {
        /// The stage that was entered.
        pub const STAGE: usize = 0;
        /// When.
        pub const AT: usize = 1;
        /// By whom.
        pub const BY: usize = 2;
        /// When the system learnt of it.
        pub const RECORDED_AT: usize = 3;
        /// Of a move, an entry of `moves()`: the stage before, which the entry before this one names.
        pub const FROM: usize = 4;
    }
}

/// Slots of an entry of the `people` data: who holds which role when, and who stands in for whom.
pub mod people {
    /// Who.
    pub const PERSON: usize = 0;
    /// The role held.
    pub const ROLE: usize = 1;
    /// The first day; always, where there is none.
    pub const FROM: usize = 2;
    /// The last day, which is in; for good, where there is none.
    pub const UNTIL: usize = 3;
    /// Who stands in for the person in this role and period; the row then is a delegation.
    pub const DEPUTY: usize = 4;
    /// Up to which amount the deputy may decide.
    pub const LIMIT: usize = 5;
    /// Whom the person reports to.
    pub const MANAGER: usize = 6;
}

impl Schema {
    /// What an entry of the `people` data looks like.
    pub fn people(&self) -> RecordType {
        RecordType::new([
            Field::new("person", Type::Person),
            Field::new("role", Type::Choice(self.names.roles.clone())),
            Field::new("from", Type::Date),
            Field::new("until", Type::Date),
            Field::new("deputy", Type::Person),
            Field::new("limit", Type::Money),
            Field::new("manager", Type::Person),
        ])
    }

    /// The same with built-in fields that are private.
    #[must_use]
    pub fn hiding(mut self, slots: &[usize]) -> Schema {
        let deal = Arc::make_mut(&mut self.deal);
        for (_, field) in deal.fields.iter_mut().enumerate().filter(|(slot, _)| slots.contains(slot)) {
            field.private = true;
        }
        self
    }

    /// The same with a field behind the others for each figure: of the deal, or of the elements of the list at these slots.
    #[must_use]
    pub fn with_figures(&self, figures: impl Iterator<Item = (Vec<usize>, Field)>) -> Schema {
        let deal = figures.fold(self.deal.as_ref().clone(), |deal, (list, field)| behind(deal, &list, field));
        Schema { deal: Arc::new(deal), names: self.names.clone() }
    }

    /// What an element of the list at these slots looks like, where it is a record.
    pub fn element(&self, list: &[usize]) -> Option<&RecordType> {
        let (last, way) = list.split_last()?;
        let record = way.iter().try_fold(self.deal.as_ref(), |record, slot| match &record.fields.get(*slot)?.ty {
            Type::Record(inner) => Some(inner.as_ref()),
            _ => None,
        })?;
        match &record.fields.get(*last)?.ty {
            Type::List(item) => match item.as_ref() {
                Type::Record(element) => Some(element),
                _ => None,
            },
            _ => None,
        }
    }

    /// The schema of a playbook with these names and declared fields.
    pub fn new(names: Names, declared: impl IntoIterator<Item = Field>) -> Schema {
        let declared: Vec<Field> = declared.into_iter().collect();
        // What a change was from and to is not known to be of another field.
        let hidden = declared.iter().any(|field| field.private || field.ty.holds_private());
        let of_change = |name: &str| Field { private: hidden, ..Field::new(name, Type::Any) };
        let stage = || Type::Choice(names.stages.clone());
        let role = || Type::Choice(names.roles.clone());
        let list = |fields: Vec<Field>| Type::list(Type::Record(Arc::new(RecordType::new(fields))));
        let team = names.roles.members.iter().map(|role| Field::new(role, Type::Person));
        let decision = Choice::new("", ["approved", "rejected", "pending", "conditional"]);
        let built_in = [
            Field::new("id", Type::Text),
            Field::new("name", Type::Text),
            Field::new("stage", stage()),
            Field::new("owner", Type::Person),
            Field::new("created_at", Type::DateTime),
            Field::new("team", Type::Record(Arc::new(RecordType::new(team)))),
            Field::new(
                "history",
                list(vec![
                    Field::new("stage", stage()),
                    Field::new("at", Type::DateTime),
                    Field::new("by", Type::Person),
                    Field::new("recorded_at", Type::DateTime),
                ]),
            ),
            Field::new(
                "approvals",
                list(vec![
                    Field::new("approval", Type::Choice(names.approvals.clone())),
                    Field::new("role", role()),
                    Field::new("by", Type::Person),
                    Field::new("decision", Type::Choice(Arc::new(decision))),
                    Field::new("requested_at", Type::DateTime),
                    Field::new("requested_by", Type::Person),
                    Field::new("at", Type::DateTime),
                    Field::new("recorded_at", Type::DateTime),
                    Field::new("valid_until", Type::DateTime),
                    Field::new(
                        "conditions",
                        list(vec![
                            Field::new("text", Type::Text),
                            Field::new("owner", Type::Person),
                            Field::new("due", Type::Date),
                            Field::new("closed_on", Type::Date),
                        ]),
                    ),
                    Field::new("covered", Type::Record(Arc::new(RecordType::new(declared.iter().cloned())))),
                ]),
            ),
            Field::new(
                "changes",
                list(vec![
                    Field::new("field", Type::Text),
                    // Of the type of the field that changed.
                    of_change("from"),
                    of_change("to"),
                    Field::new("at", Type::DateTime),
                    Field::new("by", Type::Person),
                ]),
            ),
            Field::new(
                "events",
                list(vec![
                    Field::new("name", Type::Text),
                    Field::new("at", Type::DateTime),
                    Field::new("by", Type::Person),
                    Field::new("role", Type::Text),
                ]),
            ),
            Field::new(
                "pauses",
                list(vec![
                    Field::new("from", Type::DateTime),
                    Field::new("until", Type::DateTime),
                    Field::new("reason", Type::Text),
                ]),
            ),
        ];
        Schema { deal: Arc::new(RecordType::new(built_in.into_iter().chain(declared))), names }
    }
}

/// A record type with one more field: of its own, or of the elements of a list that slots lead to.
fn behind(record: RecordType, list: &[usize], field: Field) -> RecordType {
    let mut fields = record.fields;
    match list.split_first() {
        None => fields.push(field),
        Some((slot, rest)) => {
            if let Some(place) = fields.get_mut(*slot) {
                place.ty = match &place.ty {
                    Type::Record(inner) => Type::Record(Arc::new(behind(inner.as_ref().clone(), rest, field))),
                    Type::List(item) => match item.as_ref() {
                        Type::Record(inner) => {
                            Type::list(Type::Record(Arc::new(behind(inner.as_ref().clone(), rest, field))))
                        }
                        other => Type::list(other.clone()),
                    },
                    other => other.clone(),
                };
            }
        }
    }
    RecordType::new(fields)
}
