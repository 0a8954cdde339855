//! The ten rules by hand, a row at a time.

/// One deal, decoded: what the rules ask for, in the types that one would choose.
pub struct Row {
    pub stage: Stage,
    pub owner: Option<String>,
    pub amount: Option<f64>,
    pub list_price: Option<f64>,
    pub probability: Option<f64>,
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

/// The day of judgement.
pub struct Today {
    pub day: i32,
    /// Microseconds.
    pub now: i64,
}

/// How many deals each rule fails.
pub type Counts = [u64; 10];

const DAY: i64 = 86_400_000_000;
const NORTH: u8 = 0;
const B: u8 = 1;

/// `Some(true)` where a rule is broken, nothing where a value is missing.
type Rule = fn(&Row, &Today) -> Option<bool>;

const RULES: [Rule; 10] = [
    |row, _| Some(row.amount? <= 0.0),
    |row, today| Some(row.close_date? < today.day),
    |row, _| Some(1.0 - row.amount? / row.list_price? > 0.2),
    |row, today| Some(today.now - row.last_activity? > 21 * DAY),
    |row, _| Some(!(row.amount? < 900_000.0 || row.region? == NORTH)),
    |row, _| Some(!(row.visits? >= 2 || !row.strategic?)),
    |row, today| Some(row.close_date? > today.day + 365),
    |row, _| Some(!(0.0..=1.0).contains(&row.probability?)),
    |row, _| Some(!(row.tier? >= B || row.amount? <= 950_000.0)),
    |row, _| Some(!row.owner.as_deref()?.contains('@')),
];

/// Judges all rows.
pub fn judge(rows: &[Row], today: &Today) -> Counts {
    let mut counts = [0; 10];
    for row in rows.iter().filter(|row| row.stage == Stage::Open) {
        for (rule, count) in RULES.iter().zip(&mut counts) {
            *count += u64::from(rule(row, today) == Some(true));
        }
    }
    counts
}
