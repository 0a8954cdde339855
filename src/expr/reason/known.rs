use std::collections::BTreeSet;

use crate::expr::Lets;
use crate::expr::reason::claim::Claim;
use crate::expr::reason::fact::Fact;
use crate::expr::reason::facts::Alternatives;
use crate::expr::reason::facts::MOST;
use crate::expr::reason::facts::Reader;
use crate::expr::reason::world;
use crate::value::Schema;

/// What some claims come to: the ways in which they are true together, of one deal at one moment.
#[derive(Clone, Debug)]
pub struct Known {
    alternatives: Alternatives,
    /// The names of the values that it speaks of.
    names: BTreeSet<String>,
}

impl Known {
    /// Understands claims.
    pub fn of(claims: &[Claim<'_>], schema: &Schema, lets: &Lets) -> Known {
        let alternatives = Reader { schema, lets }.all(claims);
        let facts = alternatives.iter().flatten().flatten();
        let names = facts.flat_map(Fact::names).map(str::to_owned).collect();
        Known { alternatives, names }
    }

    /// Whether the claims may be true; `true` also where that cannot be told.
    pub fn is_possible(&self) -> bool {
        // With too many alternatives to go through nothing is said.
        let Some(alternatives) = &self.alternatives else { return true };
        alternatives.iter().any(|facts| world::is_possible(facts.iter()))
    }

    /// Whether these claims and others may be true together; `true` also where that cannot be told.
    pub fn is_possible_with(&self, others: &[&Known]) -> bool {
        let mut ways: Vec<Vec<&Fact>> = vec![Vec::new()];
        for known in std::iter::once(self).chain(others.iter().copied()) {
            let Some(alternatives) = &known.alternatives else { return true };
            if ways.len().saturating_mul(alternatives.len()) > MOST {
                return true;
            }
            ways = ways
                .iter()
                .flat_map(|way| alternatives.iter().map(|more| way.iter().copied().chain(more).collect()))
                .collect();
        }
        ways.iter().any(|facts| world::is_possible(facts.iter().copied()))
    }

    /// Whether both speak of one value; otherwise they cannot contradict each other.
    pub fn shares_a_value_with(&self, other: &Known) -> bool {
        let (few, many) = if self.names.len() < other.names.len() { (self, other) } else { (other, self) };
        few.names.iter().any(|name| many.names.contains(name))
    }
}
