//! The ten rules by hand, a row at a time: with binary fractions, as one would write them, and with exact decimals, as Tollgate has them.

use std::ops::Div;
use std::ops::Sub;

/// One deal, decoded: what the rules ask for, in the types that one would choose.
pub struct Row<N> {
    pub stage: Stage,
    pub owner: Option<String>,
    pub amount: Option<N>,
    pub list_price: Option<N>,
    pub probability: Option<N>,
    /// Days.
    pub close_date: Option<i32>,
    /// Microseconds.
    pub last_activity: Option<i64>,
    pub visits: Option<i64>,
    pub strategic: Option<bool>,
    pub region: Option<u8>,
    pub tier: Option<u8>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    Open,
    Closed,
}

/// What the rules compare with.
pub struct Limits<N> {
    /// The day of judgement.
    pub day: i32,
    /// Its end, in microseconds.
    pub now: i64,
    pub nothing: N,
    pub one: N,
    /// 0.2
    pub discount: N,
    /// 900,000
    pub large: N,
    /// 950,000
    pub largest: N,
}

/// How many deals each rule fails.
pub type Counts = [u64; 10];

const DAY: i64 = 86_400_000_000;
const NORTH: u8 = 0;
const B: u8 = 1;

/// `Some(true)` where a rule is broken, nothing where a value is missing.
type Rule<N> = fn(&Row<N>, &Limits<N>) -> Option<bool>;

fn rules<N: Copy + PartialOrd + Sub<Output = N> + Div<Output = N>>() -> [Rule<N>; 10] {
    [
        |row, limits| Some(row.amount? <= limits.nothing),
        |row, limits| Some(row.close_date? < limits.day),
        |row, limits| Some(limits.one - row.amount? / row.list_price? > limits.discount),
        |row, limits| Some(limits.now - row.last_activity? > 21 * DAY),
        |row, limits| Some(!(row.amount? < limits.large || row.region? == NORTH)),
        |row, _| Some(!(row.visits? >= 2 || !row.strategic?)),
        |row, limits| Some(row.close_date? > limits.day + 365),
        |row, limits| Some(!(limits.nothing..=limits.one).contains(&row.probability?)),
        |row, limits| Some(!(row.tier? >= B || row.amount? <= limits.largest)),
        |row, _| Some(!row.owner.as_deref()?.contains('@')),
    ]
}

/// Judges all rows.
pub fn judge<N: Copy + PartialOrd + Sub<Output = N> + Div<Output = N>>(rows: &[Row<N>], limits: &Limits<N>) -> Counts {
    let rules = rules::<N>();
    let mut counts = [0; 10];
    for row in rows.iter().filter(|row| row.stage == Stage::Open) {
        for (rule, count) in rules.iter().zip(&mut counts) {
            *count += u64::from(rule(row, limits) == Some(true));
        }
    }
    counts
}
