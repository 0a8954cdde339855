use std::borrow::Cow;

use chrono::DateTime;
use chrono::FixedOffset;
use chrono::NaiveDate;

use crate::expr::Expr;
use crate::expr::Failure;
use crate::expr::Memo;
use crate::expr::Modules;
use crate::expr::evaluate;
use crate::expr::evaluate::Asked;
use crate::expr::evaluate::operate::Ground;
use crate::value::Calendar;
use crate::value::Currency;
use crate::value::Exchange;
use crate::value::Path;
use crate::value::Rates;
use crate::value::Record;
use crate::value::Schema;
use crate::value::Truth;
use crate::value::Type;
use crate::value::Value;

/// What a condition may speak about, while it is checked.
#[derive(Clone, Copy, Debug)]
pub struct Scope<'a> {
    /// The fields, stages, roles and approvals.
    pub schema: &'a Schema,
    /// The computed fields declared so far.
    pub lets: &'a Lets,
    /// The compiled modules.
    pub modules: &'a Modules,
    /// Names bound around the condition: the element of `for m in milestones`. The last one wins.
    pub locals: &'a [(String, Type)],
    /// The playbook's currency.
    pub currency: Option<Currency>,
}

/// What a condition is asked about: one deal, on one day.
#[derive(Clone, Copy, Debug)]
pub struct Env<'a> {
    /// The deal; its slots are those of `schema`.
    pub deal: &'a Record,
    /// Today.
    pub today: NaiveDate,
    /// Now, in the playbook's time zone.
    pub now: DateTime<FixedOffset>,
    /// Which days are worked.
    pub calendar: &'a Calendar,
    /// The schema the condition was checked against.
    pub schema: &'a Schema,
    /// The computed fields, all of them.
    pub lets: &'a Lets,
    /// The compiled modules.
    pub modules: &'a Modules,
    /// The values of [`Scope::locals`], in that order.
    pub locals: &'a [Value],
    /// Where those values stand in the deal, for the evidence; may be shorter or empty.
    pub local_paths: &'a [Path],
    /// The playbook's currency.
    pub currency: Option<Currency>,
    /// What amounts in two currencies meet through, by the rate of `today`: the day of judgement, whatever day the amounts are of.
    pub rates: &'a Rates,
    /// Who tells how the approvals of the deal stand; without one `approved(…)` is unknown.
    pub gates: Option<&'a dyn Gates>,
    /// The computed fields that are known already; without one each is computed whenever it is read.
    pub memo: Option<&'a Memo>,
}

impl<'a> Env<'a> {
    /// What amounts in two currencies meet through.
    pub(super) fn exchange(&self) -> Exchange<'a> {
        Exchange { rates: self.rates, day: self.today }
    }

    /// A computed field; absent where there is none.
    pub(super) fn computed(&self, at: usize) -> Result<Cow<'_, Value>, Box<Failure>> {
        if let Some(known) = self.memo.and_then(|memo| memo.get(at)) {
            return Ok(Cow::Borrowed(known));
        }
        let Some(expr) = self.lets.get(at) else { return Ok(Cow::Owned(Value::ABSENT)) };
        let asked = Asked { env: self, frame: None };
        let value = match expr.program() {
            Some(program) => program.with(asked, Value::clone),
            None => evaluate::value(expr.node(), asked)?.into_owned(),
        };
        Ok(match self.memo {
            Some(memo) => memo.keep(at, self.lets.named.len(), value).map_or(Cow::Owned(Value::ABSENT), Cow::Borrowed),
            None => Cow::Owned(value),
        })
    }

    /// What arithmetic needs to know.
    pub(super) fn ground(&self) -> Ground<'a> {
        Ground { calendar: self.calendar, exchange: self.exchange() }
    }
}

/// How the approvals of one deal stand.
pub trait Gates: Sync {
    /// How an approval stands, by its place in the schema's enumeration of approvals.
    fn standing(&self, gate: u16) -> Standing;
}

impl std::fmt::Debug for dyn Gates + '_ {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("Gates")
    }
}

/// How an approval of a deal stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Whether it was given.
    pub given: Truth,
    /// The entry of `approvals` that counts, by its place; `None` where there is none, or it cannot be told.
    pub record: Option<usize>,
}

/// What the place of an expression asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// Yes or no; what a module function gives is allowed too.
    Truth,
    /// Anything.
    Any,
    /// A value of this type: the expression has it then, a number being a percent where one is declared.
    Type(Type),
}

/// The computed fields of a deal (`let price_gap = …`), in an order in which each reads only earlier ones.
#[derive(Clone, Debug, Default)]
pub struct Lets {
    named: Vec<(String, Expr)>,
    /// Those that could not be understood, which has been reported: what reads them is not reported again.
    broken: Vec<String>,
}

impl Lets {
    /// Adds a computed field; it was checked against those added before.
    pub fn add(&mut self, name: impl Into<String>, expr: Expr) {
        self.named.push((name.into(), expr));
    }

    /// Notes a computed field that could not be understood, which has been reported.
    pub fn add_broken(&mut self, name: impl Into<String>) {
        self.broken.push(name.into());
    }

    /// Whether a name is one that could not be understood.
    pub fn is_broken(&self, name: &str) -> bool {
        self.broken.iter().any(|known| known == name)
    }

    /// Place and expression of a name.
    pub fn find(&self, name: &str) -> Option<(usize, &Expr)> {
        self.named.iter().enumerate().find(|(_, (known, _))| known == name).map(|(at, (_, expr))| (at, expr))
    }

    /// The expression at a place.
    pub fn get(&self, at: usize) -> Option<&Expr> {
        self.named.get(at).map(|(_, expr)| expr)
    }

    /// All of them, in the order they were added.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Expr)> {
        self.named.iter().map(|(name, expr)| (name.as_str(), expr))
    }
}
