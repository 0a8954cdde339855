use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::expr::reason::domain::Domain;
use crate::expr::reason::fact::Fact;
use crate::expr::reason::order::Orders;

/// What is known where some facts are true.
#[derive(Default)]
struct World<'a> {
    domains: BTreeMap<&'a str, Domain>,
    orders: BTreeMap<(&'a str, &'a str), Orders>,
    filled: BTreeSet<&'a str>,
    missing: BTreeSet<&'a str>,
    wholes: BTreeMap<&'a str, bool>,
    contradiction: bool,
}

/// Whether no fact contradicts the others.
pub fn is_possible<'a>(facts: impl Iterator<Item = &'a Fact>) -> bool {
    let mut world = World::default();
    facts.for_each(|fact| world.add(fact));
    !world.contradiction
        && world.filled.is_disjoint(&world.missing)
        && !world.domains.values().any(Domain::is_empty)
        && !world.orders.iter().any(|((left, right), orders)| world.is_against(left, right, *orders))
}

impl<'a> World<'a> {
    fn add(&mut self, fact: &'a Fact) {
        match fact {
            Fact::Value(term, limit, holds) => {
                self.domains.entry(&term.name).or_insert_with(|| Domain::of(term)).add(limit, *holds);
                self.filled.extend(term.is_filled_where_known().then_some(term.name.as_str()));
            }
            Fact::Ordered(left, right, orders) => {
                for term in [left, right] {
                    self.domains.entry(&term.name).or_insert_with(|| Domain::of(term));
                    self.filled.extend(term.is_filled_where_known().then_some(term.name.as_str()));
                }
                let (key, orders) = if left.name <= right.name {
                    ((left.name.as_str(), right.name.as_str()), *orders)
                } else {
                    ((right.name.as_str(), left.name.as_str()), orders.mirrored())
                };
                let known = self.orders.entry(key).or_insert(orders);
                *known = known.and(orders);
                self.contradiction |= known.is_none();
            }
            Fact::Filled(term) => {
                self.filled.insert(&term.name);
            }
            Fact::Missing(term) => {
                self.missing.insert(&term.name);
            }
            Fact::Whole(name, holds) => {
                let known = *self.wholes.entry(name).or_insert(*holds);
                self.contradiction |= known != *holds;
            }
        }
    }

    /// Whether the bounds of two values rule out every order in which they may stand.
    fn is_against(&self, left: &str, right: &str, orders: Orders) -> bool {
        let (Some(left), Some(right)) = (self.domains.get(left), self.domains.get(right)) else { return false };
        (!orders.more && left.is_above(right, !orders.equal)) || (!orders.less && right.is_above(left, !orders.equal))
    }
}
