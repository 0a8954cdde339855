//! Where a part of a condition takes its value from.

use std::borrow::Cow;

use crate::expr::compile::Make;
use crate::expr::evaluate::Asked;
use crate::expr::typed::Kind;
use crate::expr::typed::Node;
use crate::expr::typed::Root;
use crate::value::Gap;
use crate::value::Value;
use crate::value::builtin;

/// A part as a value.
pub enum Operand {
    /// The same for every deal.
    Constant(Value),
    /// A value of the deal.
    Spot(Spot),
    /// A computed field.
    Let(usize),
    /// Made when it is asked for.
    Made(Make),
}

impl Operand {
    /// Asks something about the value.
    #[inline]
    pub fn with<T>(&self, asked: Asked<'_>, ask: impl FnOnce(&Value) -> T) -> T {
        match self {
            Operand::Constant(value) => ask(value),
            Operand::Spot(spot) => ask(spot.get(asked)),
            Operand::Let(at) => ask(&computed(*at, asked)),
            Operand::Made(make) => ask(&make(asked)),
        }
    }

    /// The value, copied only where it is made.
    pub fn cow<'s>(&'s self, asked: Asked<'s>) -> Cow<'s, Value> {
        match self {
            Operand::Constant(value) => Cow::Borrowed(value),
            Operand::Spot(spot) => Cow::Borrowed(spot.get(asked)),
            Operand::Let(at) => computed(*at, asked),
            Operand::Made(make) => Cow::Owned(make(asked)),
        }
    }
}

/// A computed field; it was compiled, so it does not fail.
fn computed<'s>(at: usize, asked: Asked<'s>) -> Cow<'s, Value> {
    asked.env.computed(at).unwrap_or(Cow::Owned(Value::Missing(Gap::Unreadable)))
}

/// A place in the deal, or in the element that a closure is asked about.
pub trait Reach: Send + Sync + 'static {
    /// What stands there.
    fn get<'a>(&self, asked: Asked<'a>) -> &'a Value;
}

/// A field of the deal.
pub struct Slot(pub usize);

/// A field of a record of the deal.
pub struct Inside(pub usize, pub usize);

/// A field of the innermost element.
pub struct Part(pub usize);

/// Any place.
pub enum Spot {
    /// See [`Slot`].
    Slot(usize),
    /// See [`Inside`].
    Inside(usize, usize),
    /// See [`Part`].
    Part(usize),
    /// Slots from the deal, however many.
    Deal(Box<[usize]>),
    /// Slots from a name bound around the condition.
    Local(usize, Box<[usize]>),
    /// Slots from the parameter of a closure, counted from the innermost.
    Element(usize, Box<[usize]>),
}

impl Reach for Slot {
    #[inline]
    fn get<'a>(&self, asked: Asked<'a>) -> &'a Value {
        asked.env.deal.get(self.0)
    }
}

impl Reach for Inside {
    #[inline]
    fn get<'a>(&self, asked: Asked<'a>) -> &'a Value {
        below(asked.env.deal.get(self.0), self.1)
    }
}

impl Reach for Part {
    #[inline]
    fn get<'a>(&self, asked: Asked<'a>) -> &'a Value {
        asked.frame.map_or(&Value::ABSENT, |frame| below(frame.value, self.0))
    }
}

impl Reach for Spot {
    fn get<'a>(&self, asked: Asked<'a>) -> &'a Value {
        let along = |start: &'a Value, slots: &[usize]| slots.iter().fold(start, |value, slot| below(value, *slot));
        match self {
            Spot::Slot(slot) => Slot(*slot).get(asked),
            Spot::Inside(slot, inner) => Inside(*slot, *inner).get(asked),
            Spot::Part(slot) => Part(*slot).get(asked),
            Spot::Deal(slots) => match slots.split_first() {
                Some((first, rest)) => along(asked.env.deal.get(*first), rest),
                None => &Value::ABSENT,
            },
            Spot::Local(at, slots) => along(asked.env.locals.get(*at).unwrap_or(&Value::ABSENT), slots),
            Spot::Element(up, slots) => {
                let mut frame = asked.frame;
                for _ in 0..*up {
                    frame = frame.and_then(|frame| frame.outer);
                }
                along(frame.map_or(&Value::ABSENT, |frame| frame.value), slots)
            }
        }
    }
}

#[inline]
fn below(value: &Value, slot: usize) -> &Value {
    match value {
        Value::Record(record) => record.get(slot),
        gap @ Value::Missing(_) => gap,
        _ => &Value::ABSENT,
    }
}

impl Spot {
    /// The place that a part is; `None` where its value is made.
    pub fn of(node: &Node) -> Option<Spot> {
        let Kind::Field(root, slots) = &node.kind else { return None };
        Some(match (root, slots.as_ref()) {
            (Root::Deal, [slot]) => Spot::Slot(*slot),
            (Root::Deal, [slot, inner]) => Spot::Inside(*slot, *inner),
            (Root::Deal, slots) => Spot::Deal(slots.into()),
            (Root::Parameter(0), [slot]) => Spot::Part(*slot),
            (Root::Parameter(up), slots) => Spot::Element(*up, slots.into()),
            (Root::Local(at), slots) => Spot::Local(*at, slots.into()),
            (Root::Let(_) | Root::Of(_), _) => return None,
        })
    }
}

/// The place of who holds a role.
pub fn holder(role: u16) -> Make {
    let place = Inside(builtin::TEAM, usize::from(role));
    Box::new(move |asked| match asked.env.deal.get(builtin::TEAM) {
        Value::Record(_) | Value::Missing(_) => place.get(asked).clone(),
        _ => Value::Missing(Gap::Unreadable),
    })
}

/// Makes something of a place, with the places that occur most known when it is compiled.
macro_rules! reach {
    ($spot:expr, $make:ident($($argument:expr),*)) => {
        match $spot {
            $crate::expr::compile::operand::Spot::Slot(slot) => {
                $make($crate::expr::compile::operand::Slot(slot), $($argument),*)
            }
            $crate::expr::compile::operand::Spot::Inside(slot, inner) => {
                $make($crate::expr::compile::operand::Inside(slot, inner), $($argument),*)
            }
            $crate::expr::compile::operand::Spot::Part(slot) => {
                $make($crate::expr::compile::operand::Part(slot), $($argument),*)
            }
            spot => $make(spot, $($argument),*),
        }
    };
}
pub(super) use reach;
