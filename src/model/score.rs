use crate::expr::Expr;
use crate::model::TextPlace;
use crate::model::Title;
use crate::value::Decimal;

/// A sum of points, read like a number field: a deal has as many as conditions hold.
#[derive(Clone, Debug)]
pub struct Score {
    /// Its name, which is the computed field's too.
    pub name: String,
    /// Its title.
    pub title: Title,
    /// What counts, in the order of the text.
    pub parts: Vec<ScorePart>,
    /// Where it is declared.
    pub declared: TextPlace,
}

impl Score {
    /// The points of a deal for which everything counts.
    pub fn most(&self) -> Decimal {
        self.parts.iter().map(|part| part.points).filter(|points| points.is_sign_positive()).sum()
    }
}

/// One thing that counts for a score.
#[derive(Clone, Debug)]
pub struct ScorePart {
    /// How much; negative where it counts against the deal.
    pub points: Decimal,
    /// Its name.
    pub name: String,
    /// Its title.
    pub title: Title,
    /// When it counts.
    pub when: Expr,
}
