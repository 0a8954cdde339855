use crate::model::StageId;
use crate::source::Span;

/// The moves a deal may make.
#[derive(Clone, Debug, Default)]
pub struct Flow {
    /// The first chain of the flow: the way a deal is meant to take.
    pub main: Vec<StageId>,
    /// Every move that is allowed, the main line's included, in the order of the text.
    pub moves: Vec<Move>,
}

/// `from -> to`
#[derive(Clone, Copy, Debug)]
pub struct Move {
    /// The stage left.
    pub from: StageId,
    /// The stage entered.
    pub to: StageId,
    /// Where it is declared.
    pub span: Span,
}

impl Flow {
    /// The place of a stage on the main line.
    pub fn place(&self, stage: StageId) -> Option<usize> {
        self.main.iter().position(|on_line| *on_line == stage)
    }

    /// Whether a deal may move so.
    pub fn allows(&self, from: StageId, to: StageId) -> bool {
        self.moves.iter().any(|allowed| allowed.from == from && allowed.to == to)
    }
}
