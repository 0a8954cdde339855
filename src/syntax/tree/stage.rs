use crate::source::{Span, Spanned};
use crate::syntax::{About, Check, Limit, Name, OnKind, Require, Title};

/// `flow { lead -> bid -> won }`
#[derive(Clone, Debug)]
pub struct Flow {
    /// Its lines, in the order of the text.
    pub chains: Vec<Chain>,
    /// `on illegal_move { severity minor }`: what its built-in checks say.
    pub on: Vec<OnKind>,
    /// All of it.
    pub span: Span,
}

/// `lead, bid -> lost`
#[derive(Clone, Debug)]
pub struct Chain {
    /// The stages between the arrows; each of one link leads to each of the next.
    pub links: Vec<Vec<Name>>,
    /// All of it.
    pub span: Span,
}

/// `stage bid "Bid" { … }`
#[derive(Clone, Debug)]
pub struct Stage {
    /// Its name.
    pub name: Name,
    /// Its title.
    pub title: Option<Title>,
    /// `at most 60 working days`
    pub at_most: Option<AtMost>,
    /// `needs AR, SR`
    pub needs: Vec<Needs>,
    /// `outcome won`
    pub outcome: Option<Spanned<Outcome>>,
    /// `entry`, `during` and `exit`, in the order of the text.
    pub blocks: Vec<Block>,
    /// All of it.
    pub span: Span,
}

/// `at most 60 working days { severity minor }`
#[derive(Clone, Debug)]
pub struct AtMost {
    /// How long a stay may be.
    pub limit: Limit,
    /// Its clauses.
    pub about: About,
    /// What names it: the limit, or where its clauses are amended.
    pub span: Span,
}

/// `needs AR, SR { policy "§3" }`
#[derive(Clone, Debug)]
pub struct Needs {
    /// The roles.
    pub roles: Vec<Name>,
    /// The clauses for each of them.
    pub about: About,
}

/// How a deal ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// `won`
    Won,
    /// `lost`
    Lost,
}

/// `entry { … }`
#[derive(Clone, Debug)]
pub struct Block {
    /// When it must hold.
    pub kind: BlockKind,
    /// What must hold, in the order of the text.
    pub criteria: Vec<Criterion>,
    /// All of it.
    pub span: Span,
}

/// When a block must hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BlockKind {
    /// When the deal enters the stage.
    Entry,
    /// For as long as the deal is in the stage.
    During,
    /// When the deal leaves the stage.
    Exit,
}

/// One thing a block asks for.
#[derive(Clone, Debug)]
pub enum Criterion {
    /// `require amount`
    Require(Box<Require>),
    /// `check champion "…" { … }`
    Check(Box<Check>),
    /// A check that could not be understood, reported, by its name.
    Broken(Option<Name>),
}
