use std::cmp::Ordering;

use crate::expr::Comparison;

/// The orders in which two values may stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Orders {
    /// The left one may be below.
    pub less: bool,
    /// They may be the same.
    pub equal: bool,
    /// The left one may be above.
    pub more: bool,
}

impl Orders {
    /// Those for which a comparison holds.
    pub fn of(sign: Comparison) -> Orders {
        let holds = |order| sign.holds(order);
        Orders { less: holds(Ordering::Less), equal: holds(Ordering::Equal), more: holds(Ordering::Greater) }
    }

    /// Those that are in both.
    pub fn and(self, other: Orders) -> Orders {
        Orders { less: self.less && other.less, equal: self.equal && other.equal, more: self.more && other.more }
    }

    /// The same with the sides exchanged.
    pub fn mirrored(self) -> Orders {
        Orders { less: self.more, equal: self.equal, more: self.less }
    }

    /// Whether none is left.
    pub fn is_none(self) -> bool {
        !(self.less || self.equal || self.more)
    }
}
