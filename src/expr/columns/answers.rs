use crate::value::Bits;
use crate::value::Column;
use crate::value::Data;
use crate::value::Gap;
use crate::value::Gaps;
use crate::value::Truth;
use crate::value::Value;

/// What a condition says of many deals.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answers {
    /// The rows of which it can be told.
    pub known: Bits,
    // INVARIANT: no row is yes that is not known.
    /// The rows of which it holds.
    pub yes: Bits,
}

impl Answers {
    /// Those of the known rows that hold.
    pub fn new(known: Bits, yes: &Bits) -> Answers {
        let yes = yes.and(&known);
        Answers { known, yes }
    }

    /// The same answer for all.
    pub fn all(answer: Result<bool, Gap>, rows: usize) -> Answers {
        let known = Bits::all(rows, answer.is_ok());
        Answers { known, yes: Bits::all(rows, answer == Ok(true)) }
    }

    /// An answer for each row in turn.
    pub fn of_rows(rows: usize, mut ask: impl FnMut(usize) -> Result<bool, Gap>) -> Answers {
        let mut yes = Bits::all(rows, false);
        let known = Bits::of_rows(rows, |row| {
            let answer = ask(row);
            yes.set(row, answer == Ok(true));
            answer.is_ok()
        });
        Answers { known, yes }
    }

    /// The answers that a column of yes and no gives.
    pub fn of_column(column: &Column) -> Answers {
        match &column.data {
            Data::Bools(yes) => Answers::new(column.given.clone(), yes),
            Data::Same(value) => Answers::all(verdict(value), column.rows()),
            _ => Answers::of_rows(column.rows(), |row| verdict(&column.value(row))),
        }
    }

    /// The answer of one row.
    pub fn of(&self, row: usize) -> Truth {
        if self.known.get(row) { Truth::from(self.yes.get(row)) } else { Truth::Unknown }
    }

    /// The rows of which it surely does not hold.
    pub fn no(&self) -> Bits {
        self.known.without(&self.yes)
    }

    /// The opposite.
    #[must_use]
    pub fn opposite(self) -> Answers {
        let yes = self.no();
        Answers { known: self.known, yes }
    }

    /// Kleene's and: one no decides.
    #[must_use]
    pub fn and(&self, other: &Answers) -> Answers {
        let yes = self.yes.and(&other.yes);
        let no = self.no().or(&other.no());
        Answers { known: yes.or(&no), yes }
    }

    /// Kleene's or: one yes decides.
    #[must_use]
    pub fn or(&self, other: &Answers) -> Answers {
        let yes = self.yes.or(&other.yes);
        let no = self.no().and(&other.no());
        Answers { known: yes.or(&no), yes }
    }

    /// One of two answers, as this one says; where it cannot be told, what both say.
    #[must_use]
    pub fn choose(&self, then: &Answers, other: &Answers) -> Answers {
        let agree = then.yes.and(&other.yes).or(&then.no().and(&other.no()));
        let (yes, no) = (&self.yes, &self.no());
        let known = yes.and(&then.known).or(&no.and(&other.known)).or(&agree.without(&self.known));
        let chosen = yes.and(&then.yes).or(&no.and(&other.yes)).or(&then.yes.without(&self.known));
        Answers::new(known, &chosen)
    }

    /// The answers as a column. Why one cannot be told, answers do not say.
    pub fn into_column(self) -> Column {
        let gaps = if self.known.is_all() { Gaps::Absent } else { Gaps::Untold };
        Column::bools(self.known, self.yes, gaps)
    }
}

fn verdict(value: &Value) -> Result<bool, Gap> {
    match value {
        Value::Bool(yes) => Ok(*yes),
        Value::Missing(gap) => Err(*gap),
        _ => Err(Gap::Unreadable),
    }
}

#[cfg(test)]
mod tests {
    use super::Answers;
    use crate::value::Gap;
    use crate::value::Truth;

    #[test]
    fn answers_follow_kleene() {
        let three = [Ok(true), Ok(false), Err(Gap::Absent)];
        let truth = |answer: Result<bool, Gap>| answer.map_or(Truth::Unknown, Truth::from);
        for a in three {
            for b in three {
                let (one, two) = (Answers::all(a, 1), Answers::all(b, 1));
                assert_eq!(one.and(&two).of(0), truth(a).and(truth(b)));
                assert_eq!(one.or(&two).of(0), truth(a).or(truth(b)));
                assert_eq!(one.clone().opposite().of(0), !truth(a));
                for c in three {
                    let chosen = match c {
                        Ok(true) => truth(a),
                        Ok(false) => truth(b),
                        Err(_) if a == b => truth(a),
                        Err(_) => Truth::Unknown,
                    };
                    assert_eq!(Answers::all(c, 1).choose(&one, &two).of(0), chosen);
                }
            }
        }
    }
}
