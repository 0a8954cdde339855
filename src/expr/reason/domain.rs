use std::cmp::Ordering;

use crate::expr::Comparison;
use crate::expr::reason::claim::Limit;
use crate::expr::reason::fact::Term;
use crate::expr::reason::fact::all_values;
use crate::value::Decimal;
use crate::value::Type;
use crate::value::Value;
use crate::value::compare;

/// A whole number has so few places between its bounds that each is looked at.
const FEW: i64 = 64;

/// What a value can still be.
///
/// Bounds that do not compare (two currencies, working days and days) are left out: then more seems possible than is.
#[derive(Clone, Debug)]
pub struct Domain {
    whole: bool,
    low: Option<Bound>,
    high: Option<Bound>,
    /// These it is not.
    not: Vec<Value>,
    /// One of these it is, where they can be counted.
    only: Option<Vec<Value>>,
}

/// An end of a stretch, and whether it belongs to it.
#[derive(Clone, Debug)]
pub struct Bound {
    /// The value.
    pub at: Value,
    /// Whether the value itself is in.
    pub is_in: bool,
}

impl Domain {
    /// Everything that a term can be in any deal.
    pub fn of(term: &Term) -> Domain {
        let whole = term.ty == Type::Integer;
        let mut domain = Domain { whole, low: None, high: None, not: Vec::new(), only: all_values(&term.ty) };
        if let Some(limit) = &term.always {
            domain.add(limit, true);
        }
        domain
    }

    /// Leaves what is such, or is not.
    pub fn add(&mut self, limit: &Limit, holds: bool) {
        match (limit, holds) {
            (Limit::Compared(sign, value), true) => self.compared(*sign, value),
            (Limit::Compared(sign, value), false) => self.compared(sign.opposite(), value),
            (Limit::OneOf(values), true) => self.one_of(values),
            (Limit::OneOf(values), false) => self.not.extend(values.iter().cloned()),
            (Limit::Within(from, to), true) => {
                self.compared(Comparison::AtLeast, from);
                self.compared(Comparison::AtMost, to);
            }
            // Below or above: two alternatives, which are made where facts are made.
            (Limit::Within(..), false) => {}
        }
    }

    fn one_of(&mut self, values: &[Value]) {
        self.only = Some(match self.only.take() {
            None => values.to_vec(),
            Some(known) => {
                known.into_iter().filter(|one| values.iter().any(|other| may_be(one, other, Ordering::is_eq))).collect()
            }
        });
    }

    fn compared(&mut self, sign: Comparison, value: &Value) {
        let bound = |is_in| Bound { at: value.clone(), is_in };
        match sign {
            Comparison::Equal => {
                self.raise(bound(true));
                self.lower(bound(true));
            }
            Comparison::NotEqual => self.not.push(value.clone()),
            Comparison::More => self.raise(bound(false)),
            Comparison::AtLeast => self.raise(bound(true)),
            Comparison::Less => self.lower(bound(false)),
            Comparison::AtMost => self.lower(bound(true)),
        }
    }

    fn raise(&mut self, bound: Bound) {
        let Some(known) = &self.low else { return self.low = Some(bound) };
        if tighter(&bound, known, Ordering::Greater) {
            self.low = Some(bound);
        }
    }

    fn lower(&mut self, bound: Bound) {
        let Some(known) = &self.high else { return self.high = Some(bound) };
        if tighter(&bound, known, Ordering::Less) {
            self.high = Some(bound);
        }
    }

    /// Whether nothing is left.
    pub fn is_empty(&self) -> bool {
        if let Some(only) = &self.only {
            return !only.iter().any(|value| self.may_hold(value));
        }
        let (Some(low), Some(high)) = (&self.low, &self.high) else { return false };
        match compare(&low.at, &high.at) {
            Ok(Ordering::Greater) => true,
            Ok(Ordering::Equal) => !(low.is_in && high.is_in) || self.is_excluded(&low.at),
            Ok(Ordering::Less) => self.whole && !self.has_whole_number(low, high),
            Err(_) => false,
        }
    }

    fn may_hold(&self, value: &Value) -> bool {
        let above = self
            .low
            .as_ref()
            .is_none_or(|low| may_be(value, &low.at, |order| order.is_gt() || (low.is_in && order.is_eq())));
        let below = self
            .high
            .as_ref()
            .is_none_or(|high| may_be(value, &high.at, |order| order.is_lt() || (high.is_in && order.is_eq())));
        above && below && !self.is_excluded(value)
    }

    fn is_excluded(&self, value: &Value) -> bool {
        self.not.iter().any(|other| compare(value, other).is_ok_and(Ordering::is_eq))
    }

    /// Whether a whole number lies between two bounds and is not excluded.
    fn has_whole_number(&self, low: &Bound, high: &Bound) -> bool {
        let (Value::Number(from), Value::Number(to)) = (&low.at, &high.at) else { return true };
        let first = if low.is_in { from.ceil() } else { from.floor() + Decimal::ONE };
        let last = if high.is_in { to.floor() } else { to.ceil() - Decimal::ONE };
        if last - first > Decimal::from(FEW) {
            return true;
        }
        let numbers = std::iter::successors(Some(first), |number| number.checked_add(Decimal::ONE));
        numbers.take_while(|number| *number <= last).any(|number| !self.is_excluded(&Value::Number(number)))
    }

    /// Whether every value here is above every value there, or the same where that is asked for.
    pub fn is_above(&self, other: &Domain, or_same: bool) -> bool {
        let (Some(low), Some(high)) = (&self.low, &other.high) else { return false };
        match compare(&low.at, &high.at) {
            Ok(Ordering::Greater) => true,
            Ok(Ordering::Equal) => or_same || !(low.is_in && high.is_in),
            _ => false,
        }
    }
}

/// Whether two values may stand in such an order; where it cannot be told they may.
fn may_be(left: &Value, right: &Value, such: impl Fn(Ordering) -> bool) -> bool {
    compare(left, right).map_or(true, such)
}

/// Whether a new bound leaves less than a known one, on the side that the order says.
fn tighter(new: &Bound, known: &Bound, side: Ordering) -> bool {
    match compare(&new.at, &known.at) {
        Ok(Ordering::Equal) => known.is_in && !new.is_in,
        Ok(order) => order == side,
        Err(_) => false,
    }
}
