//! The functions of the language: their names and how many arguments they take.

use crate::value::builtin;

/// A function over values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Function {
    /// `today`, a name without brackets
    Today,
    /// `now`, a name without brackets
    Now,
    /// `days_between(a, b)`
    DaysBetween,
    /// `working_days_between(a, b)`
    WorkingDaysBetween,
    /// `working_hours_between(a, b)`
    WorkingHoursBetween,
    /// `entered(stage)`
    Entered,
    /// `last_entered(stage)`
    LastEntered,
    /// `left(stage)`
    Left,
    /// `visited(stage)`
    Visited,
    /// `time_in(stage)`
    TimeIn,
    /// `moved_back()`
    MovedBack,
    /// `moves()`
    Moves,
    /// `holder(role)`
    Holder,
    /// `approved(gate)`
    Approved,
    /// `approval(gate)`
    Approval,
    /// `happened(event)`
    Happened,
    /// `count(event)`
    CountEvents,
    /// `precedes(a, b)`
    Precedes,
    /// `follows(a, b)`
    Follows,
    /// `follows_within(a, b, length)`
    FollowsWithin,
    /// `never_between(x, a, b)`
    NeverBetween,
    /// `same_person(a, b)`
    SamePerson,
    /// `done_by(event)`
    DoneBy,
    /// `first_at(event)`
    FirstAt,
    /// `last_at(event)`
    LastAt,
    /// `first_event()`
    FirstEvent,
    /// `last_event()`
    LastEvent,
    /// `in_currency(amount, "EUR")`
    InCurrency,
    /// `present(x)`
    Present,
    /// `missing(x)`
    Missing,
    /// `len(text)`
    Length,
    /// `text.contains(part)`
    ContainsText,
    /// `starts_with`
    StartsWith,
    /// `ends_with`
    EndsWith,
    /// `matches`
    Matches,
    /// `trim`
    Trim,
    /// `lower`
    Lower,
    /// `is_blank`
    IsBlank,
    /// `similar(a, b)`
    Similar,
    /// `similarity(a, b)`
    Similarity,
}

impl Function {
    /// The built-in fields of the deal that it reads by itself.
    pub fn reads(self) -> &'static [usize] {
        use Function as F;
        match self {
            F::Entered | F::LastEntered | F::Left | F::Visited | F::MovedBack | F::Moves => &[builtin::HISTORY],
            F::TimeIn => &[builtin::HISTORY, builtin::PAUSES],
            F::Holder => &[builtin::TEAM],
            F::Approved | F::Approval => &[builtin::APPROVALS],
            F::Happened
            | F::CountEvents
            | F::Precedes
            | F::Follows
            | F::FollowsWithin
            | F::NeverBetween
            | F::SamePerson
            | F::DoneBy
            | F::FirstAt
            | F::LastAt
            | F::FirstEvent
            | F::LastEvent => &[builtin::EVENTS],
            _ => &[],
        }
    }
}

/// A function over the elements of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ListFunction {
    /// Whether one element is so.
    Some,
    /// Whether every element is so.
    All,
    /// Whether no element is so.
    None,
    /// How many elements are so.
    Count,
    /// The elements that are so.
    Filter,
    /// What is made from each element.
    Map,
    /// The sum.
    Sum,
    /// The smallest.
    Min,
    /// The largest.
    Max,
    /// How many elements there are.
    Len,
    /// The first.
    First,
    /// The last.
    Last,
    /// Whether an element is the same.
    Contains,
}

/// Functions over values by name, with the least and the most arguments.
pub const FUNCTIONS: [(&str, Function, usize, usize); 37] = [
    ("days_between", Function::DaysBetween, 2, 2),
    ("working_days_between", Function::WorkingDaysBetween, 2, 2),
    ("working_hours_between", Function::WorkingHoursBetween, 2, 2),
    ("entered", Function::Entered, 1, 1),
    ("last_entered", Function::LastEntered, 1, 1),
    ("left", Function::Left, 1, 1),
    ("visited", Function::Visited, 1, 1),
    ("time_in", Function::TimeIn, 1, 1),
    ("moved_back", Function::MovedBack, 0, 0),
    ("moves", Function::Moves, 0, 0),
    ("holder", Function::Holder, 1, 1),
    ("approved", Function::Approved, 1, 1),
    ("approval", Function::Approval, 1, 1),
    ("happened", Function::Happened, 1, 1),
    ("precedes", Function::Precedes, 2, 2),
    ("follows", Function::Follows, 2, 2),
    ("follows_within", Function::FollowsWithin, 3, 3),
    ("never_between", Function::NeverBetween, 3, 3),
    ("same_person", Function::SamePerson, 2, 2),
    ("done_by", Function::DoneBy, 1, 1),
    ("first_at", Function::FirstAt, 1, 1),
    ("last_at", Function::LastAt, 1, 1),
    ("first_event", Function::FirstEvent, 0, 0),
    ("last_event", Function::LastEvent, 0, 0),
    ("in_currency", Function::InCurrency, 2, 2),
    ("present", Function::Present, 1, 1),
    ("missing", Function::Missing, 1, 1),
    ("starts_with", Function::StartsWith, 2, 2),
    ("ends_with", Function::EndsWith, 2, 2),
    ("matches", Function::Matches, 2, 2),
    ("trim", Function::Trim, 1, 1),
    ("lower", Function::Lower, 1, 1),
    ("is_blank", Function::IsBlank, 1, 1),
    ("similar", Function::Similar, 2, 2),
    ("similarity", Function::Similarity, 2, 2),
    // Over texts; over lists they are in `LIST_FUNCTIONS`.
    ("len", Function::Length, 1, 1),
    ("contains", Function::ContainsText, 2, 2),
];

/// Functions over lists by name, with the least and the most arguments, the list among them.
pub const LIST_FUNCTIONS: [(&str, ListFunction, usize, usize); 13] = [
    ("some", ListFunction::Some, 2, 2),
    ("all", ListFunction::All, 2, 2),
    ("none", ListFunction::None, 2, 2),
    ("count", ListFunction::Count, 1, 2),
    ("filter", ListFunction::Filter, 2, 2),
    ("map", ListFunction::Map, 2, 2),
    ("sum", ListFunction::Sum, 1, 2),
    ("min", ListFunction::Min, 1, 2),
    ("max", ListFunction::Max, 1, 2),
    ("len", ListFunction::Len, 1, 1),
    ("first", ListFunction::First, 1, 1),
    ("last", ListFunction::Last, 1, 1),
    ("contains", ListFunction::Contains, 2, 2),
];

/// The names that are used without brackets.
pub const NAMES: [(&str, Function); 2] = [("today", Function::Today), ("now", Function::Now)];

/// The name of a function over a list.
pub fn list_name(function: ListFunction) -> &'static str {
    LIST_FUNCTIONS.iter().find(|(_, known, ..)| *known == function).map_or("", |(name, ..)| name)
}

/// All names of functions.
pub fn names() -> impl Iterator<Item = &'static str> {
    let values = FUNCTIONS.iter().map(|(name, ..)| *name);
    values.chain(LIST_FUNCTIONS.iter().map(|(name, ..)| *name))
}
