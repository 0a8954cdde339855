//! Whether conditions can hold together: sound, and silent where it cannot tell.
//!
//! A condition becomes alternatives, each a list of plain facts about values (`facts`); an alternative is impossible
//! where its facts contradict each other (`world`): a value above and below a bound, a text that is two texts, a
//! condition that holds and does not.
//! No deal is looked at and nothing is tried out, so "possible" means only that no contradiction was found.

mod bounds;
mod claim;
mod constant;
mod domain;
mod fact;
mod facts;
mod known;
mod order;
mod world;

pub use claim::Claim;
pub use claim::Limit;
pub use claim::Part;
pub use claim::parts;
pub use known::Known;
