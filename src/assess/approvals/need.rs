use chrono::NaiveDate;
use compact_str::CompactString;

use crate::assess::approvals::faults::Guard;
use crate::assess::settings::Case;
use crate::expr::Answer;
use crate::expr::eval;
use crate::expr::inputs;
use crate::expr::rests_on;
use crate::expr::show;
use crate::model::Approval;
use crate::model::Authority;
use crate::model::By;
use crate::model::Cell;
use crate::model::Column;
use crate::model::RoleId;
use crate::model::Table;
use crate::value::Gap;
use crate::value::Path;
use crate::value::Truth;
use crate::value::Value;

/// Who must decide on one deal.
#[derive(Clone, Debug)]
pub(super) enum Need {
    Leaf(Leaf),
    All(Vec<Need>),
    Then(Vec<Need>),
    Count(usize, Vec<Leaf>),
    /// No body of the matrix may decide this, and why.
    Nobody(Vec<Why>),
}

/// A decision that one body must take.
#[derive(Clone, Debug)]
pub(super) struct Leaf {
    /// Who must decide.
    pub role: RoleId,
    /// Who may decide in its place: the stronger bodies of its matrix.
    pub stronger: Vec<RoleId>,
    /// What makes it this body and not another.
    pub why: Vec<Why>,
}

/// What decides: `discount 18%` against the limit `<= 15%` of a weaker body, or the cell of the row that matches.
#[derive(Clone, Debug)]
pub(super) struct Why {
    /// The field, as written.
    pub field: String,
    /// Its value, as people write it.
    pub value: String,
    /// What the weaker body may decide, or what the row asks.
    pub limit: String,
    /// Whether the value is beyond the limit.
    pub beyond: bool,
    /// Where the value stands.
    pub paths: Vec<Path>,
}

/// What keeps the requirement from being known: the fields and why they have no value.
#[derive(Clone, Debug, Default)]
pub(in crate::assess) struct Open {
    pub gaps: Vec<(Path, String, Gap)>,
}

impl Need {
    /// Every decision that may be asked for.
    pub fn leaves(&self) -> Vec<&Leaf> {
        match self {
            Need::Leaf(leaf) => vec![leaf],
            Need::All(parts) | Need::Then(parts) => parts.iter().flat_map(Need::leaves).collect(),
            Need::Count(_, leaves) => leaves.iter().collect(),
            Need::Nobody(_) => Vec::new(),
        }
    }
}

impl Need {
    /// Says of every decision what makes it this body, where nothing says so yet.
    fn rest_on(&mut self, why: &[Why]) {
        let say = |leaf: &mut Leaf| {
            if leaf.why.is_empty() {
                leaf.why = why.to_vec();
            }
        };
        match self {
            Need::Leaf(leaf) => say(leaf),
            Need::All(parts) | Need::Then(parts) => parts.iter_mut().for_each(|part| part.rest_on(why)),
            Need::Count(_, leaves) => leaves.iter_mut().for_each(say),
            Need::Nobody(_) => {}
        }
    }
}

impl Leaf {
    fn plain(role: RoleId) -> Leaf {
        Leaf { role, stronger: Vec::new(), why: Vec::new() }
    }

    /// Whether a decision of this role will do.
    pub fn accepts(&self, role: RoleId) -> bool {
        self.role == role || self.stronger.contains(&role)
    }
}

/// Who must decide, by the values of the deal; `None` where the matrix does not bind on that day.
pub(super) fn need(case: &Case<'_>, approval: &Approval, guard: &Guard) -> Result<Option<Need>, Open> {
    by(case, &approval.by, guard)
}

fn by(case: &Case<'_>, by: &By, guard: &Guard) -> Result<Option<Need>, Open> {
    let all = |parts: &[By]| -> Result<Vec<Need>, Open> {
        let parts = parts.iter().map(|part| self::by(case, part, guard));
        Ok(parts.collect::<Result<Vec<Option<Need>>, Open>>()?.into_iter().flatten().collect())
    };
    Ok(Some(match by {
        By::Role(role) => Need::Leaf(Leaf::plain(*role)),
        By::All(parts) => Need::All(all(parts)?),
        By::Then(parts) => Need::Then(all(parts)?),
        By::Count(wanted, roles) => Need::Count(*wanted, roles.iter().map(|role| Leaf::plain(*role)).collect()),
        By::Authority(id) => match case.playbook.authorities.get(usize::from(id.0)) {
            Some(authority) if binds(authority, guard.day(case)) => matrix(case, authority)?,
            _ => return Ok(None),
        },
        By::Table(table) => return self::table(case, table, guard),
    }))
}

fn binds(authority: &Authority, day: NaiveDate) -> bool {
    authority.from.is_none_or(|from| from <= day) && authority.until.is_none_or(|until| day <= until)
}

/// The leftmost body that may decide every row.
fn matrix(case: &Case<'_>, authority: &Authority) -> Result<Need, Open> {
    let mut open = Open::default();
    let mut why = Vec::new();
    for (at, body) in authority.bodies.iter().enumerate() {
        let mut decides = Truth::Yes;
        let mut body_open = Open::default();
        let mut beyond = Vec::new();
        for row in &authority.rows {
            let Some(cell) = row.cells.get(at) else { continue };
            let (accepts, value) = asked(case, &row.column, cell);
            if accepts == Truth::No {
                beyond.push(reason(case, &row.column, cell, &value, true));
            }
            if accepts == Truth::Unknown {
                body_open.add(case, &row.column, &value);
            }
            decides = decides.and(accepts);
        }
        match decides {
            Truth::Yes if open.gaps.is_empty() => {
                let stronger = authority.bodies.get(at + 1..).unwrap_or_default().to_vec();
                return Ok(Need::Leaf(Leaf { role: *body, stronger, why }));
            }
            // A weaker body might have done, if more were known.
            Truth::Yes => return Err(open),
            Truth::Unknown => open.extend(body_open),
            // What is unknown of this body does not matter: it may not decide.
            Truth::No => why = beyond,
        }
    }
    if open.gaps.is_empty() { Ok(Need::Nobody(why)) } else { Err(open) }
}

/// The first row that matches.
fn table(case: &Case<'_>, table: &Table, guard: &Guard) -> Result<Option<Need>, Open> {
    let mut open = Open::default();
    for row in &table.rows {
        let mut matches = Truth::Yes;
        let mut row_open = Open::default();
        for (cell, column) in row.cells.iter().zip(&table.columns) {
            let (accepts, value) = asked(case, column, cell);
            if accepts == Truth::Unknown {
                row_open.add(case, column, &value);
            }
            matches = matches.and(accepts);
        }
        match matches {
            Truth::No => {}
            Truth::Yes if open.gaps.is_empty() => {
                let mut need = by(case, &row.by, guard)?;
                explain(case, table, row, need.as_mut());
                return Ok(need);
            }
            Truth::Yes => return Err(open),
            Truth::Unknown => open.extend(row_open),
        }
    }
    if open.gaps.is_empty() {
        // A hole of the table: it was reported when the playbook was loaded.
        for column in &table.columns {
            open.add(case, column, &Value::Missing(Gap::OutOfRange));
        }
    }
    Err(open)
}

/// Says which cells of the row made it this body.
fn explain(case: &Case<'_>, table: &Table, row: &crate::model::Row, need: Option<&mut Need>) {
    let Some(need) = need else { return };
    let telling = row.cells.iter().zip(&table.columns).filter(|(cell, _)| !matches!(cell, Cell::Any));
    let why = telling.map(|(cell, column)| {
        let (_, value) = asked(case, column, cell);
        reason(case, column, cell, &value, false)
    });
    need.rest_on(&why.collect::<Vec<Why>>());
}

/// Whether a cell accepts the column's value, and the value.
pub(in crate::assess) fn asked(case: &Case<'_>, column: &Column, cell: &Cell) -> (Truth, Value) {
    if *cell == Cell::Any {
        return (Truth::Yes, Value::ABSENT);
    }
    match eval(&column.value, &case.env()) {
        Answer::Known(value) => (cell.accepts(&value, &case.playbook.rates, case.settings.as_of.today), value),
        Answer::Unknown(gap) => (Truth::Unknown, Value::Missing(gap)),
        Answer::Failed(_) => (Truth::Unknown, Value::Missing(Gap::InScript)),
    }
}

fn reason(case: &Case<'_>, column: &Column, cell: &Cell, value: &Value, beyond: bool) -> Why {
    let ty = column.value.ty();
    let limit = match cell {
        Cell::Any => String::new(),
        Cell::OneOf(values) => values.iter().map(|value| show(value, ty)).collect::<Vec<CompactString>>().join(", "),
        Cell::Compare(sign, bound) => format!("{} {}", sign.sign(), show(bound, ty)),
        Cell::Range(first, last) => format!("{} .. {}", show(first, ty), show(last, ty)),
    };
    let paths = rests_on(&column.value, &case.env()).into_iter().map(|seen| seen.path).collect();
    Why { field: column.name.clone(), value: show(value, ty).into(), limit, beyond, paths }
}

impl Open {
    /// Takes in what else is open.
    pub fn extend(&mut self, more: Open) {
        for gap in more.gaps {
            if !self.gaps.iter().any(|(_, name, _)| *name == gap.1) {
                self.gaps.push(gap);
            }
        }
    }

    /// Notes that the value of a column is not known.
    pub fn add(&mut self, case: &Case<'_>, column: &Column, value: &Value) {
        let gap = if let Value::Missing(gap) = value { *gap } else { Gap::NoRate };
        let found = inputs(&column.value, &case.env()).gaps;
        let path = found.into_iter().find(|open| !open.path.is_empty()).map(|open| open.path).unwrap_or_default();
        if !self.gaps.iter().any(|(_, name, _)| *name == column.name) {
            self.gaps.push((path, column.name.clone(), gap));
        }
    }
}
