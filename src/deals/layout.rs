use std::sync::Arc;

use crate::deals::join::Joined;
use crate::deals::plan::Plan;
use crate::value::RecordType;

/// What all deals of a run share, so that each can tell where its values stand.
#[derive(Debug)]
pub(super) struct Layout {
    /// What a deal looks like.
    pub(super) ty: Arc<RecordType>,
    pub(super) form: Form,
}

/// How deals were made.
#[derive(Debug)]
pub(super) enum Form {
    /// Documents that have their shape.
    Shaped,
    /// By a map.
    Mapped(Box<Mapped>),
}

/// The tables of a source.
#[derive(Debug)]
pub(super) struct Mapped {
    /// The deals' own table.
    pub(super) plan: Plan,
    /// The joined ones.
    pub(super) joined: Vec<Joined>,
    /// Lists that the events of the deals' own log fill.
    pub(super) inner: Vec<Plan>,
    /// Where a deal's stage comes from.
    pub(super) stage: StageOf,
}

/// Where a deal's stage comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum StageOf {
    /// A column says it.
    Column,
    /// It is the last one of the history.
    History,
}
