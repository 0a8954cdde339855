use crate::expr::Expr;
use crate::model::Severity;
use crate::model::Title;

/// How healthy the record of a deal is: 100 less what its findings take away, 0 at least.
#[derive(Clone, Debug)]
pub struct Health {
    /// Its title.
    pub title: Title,
    /// What a finding takes away, by severity, the mildest first: whole numbers from 0 to 100.
    pub weights: [u8; 4],
    /// What a deal weighs in the mean of its group; `None` where only each counts alike.
    pub weigh: Option<Expr>,
    /// Which deals count; all, where nothing is said.
    pub when: Option<Expr>,
    /// Whose deals are told together.
    pub by: Expr,
}

impl Health {
    /// What a finding of a severity takes away.
    pub fn weight(&self, severity: Severity) -> u8 {
        self.weights.get(severity as usize).copied().unwrap_or(0)
    }

    /// What is left of 100 when so much was taken away.
    pub fn left(lost: u64) -> u8 {
        u8::try_from(100_u64.saturating_sub(lost)).unwrap_or(0)
    }

    /// Every condition that it is made of.
    pub fn expressions(&self) -> impl Iterator<Item = &Expr> {
        self.weigh.iter().chain(&self.when).chain(std::iter::once(&self.by))
    }
}
