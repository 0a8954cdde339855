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
    }
}

impl Schema {
    /// The schema of a playbook with these names and declared fields.
    pub fn new(names: Names, declared: impl IntoIterator<Item = Field>) -> Schema {
        let declared: Vec<Field> = declared.into_iter().collect();
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
                    Field::new("at", Type::DateTime),
                    Field::new("valid_until", Type::DateTime),
                    Field::new("covered", Type::Record(Arc::new(RecordType::new(declared.iter().cloned())))),
                ]),
            ),
            Field::new(
                "changes",
                list(vec![
                    Field::new("field", Type::Text),
                    Field::new("from", Type::Text),
                    Field::new("to", Type::Text),
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
