use crate::source::Span;
use crate::syntax::{Condition, Name};
use crate::value::Type;

/// `deal { amount: money … }`
#[derive(Clone, Debug)]
pub struct Deal {
    /// The declared fields, in the order of the text.
    pub fields: Vec<Field>,
    /// The computed fields, in the order of the text.
    pub lets: Vec<Let>,
    /// The built-in fields that are private.
    pub private: Vec<Name>,
    /// All of it.
    pub span: Span,
}

/// `amount: money`, `email: private text`
#[derive(Clone, Debug)]
pub struct Field {
    /// Its name.
    pub name: Name,
    /// Its type.
    pub ty: TypeRef,
    /// Whether it is declared private.
    pub private: bool,
    /// All of it.
    pub span: Span,
}

/// `let price_gap = list_price - amount`, `let discount: percent = 1 - amount / list_price`
#[derive(Clone, Debug)]
pub struct Let {
    /// Its name.
    pub name: Name,
    /// Its type, where it is declared.
    pub ty: Option<TypeRef>,
    /// How it is computed.
    pub value: Condition,
    /// All of it.
    pub span: Span,
}

/// A type as written.
#[derive(Clone, Debug)]
pub struct TypeRef {
    /// What it is.
    pub kind: TypeKind,
    /// All of it.
    pub span: Span,
}

/// What a type is.
#[derive(Clone, Debug)]
pub enum TypeKind {
    /// `money`
    Plain(Type),
    /// `one of S, A, B`
    OneOf(Vec<Name>),
    /// `{ name: text }`
    Record(Vec<Field>),
    /// `list of text`
    ListOf(Box<TypeRef>),
    /// A word that is no type, or a line that could not be read; it has been reported.
    Unknown,
}
