use crate::expr::functions::Function;
use crate::expr::functions::ListFunction;
use crate::expr::phrase::Writer;
use crate::expr::phrase::sentence::form;
use crate::expr::tree::Comparison;
use crate::expr::typed::Kind;
use crate::expr::typed::Node;
use crate::value::Decimal;
use crate::value::Value;

/// Comparisons of a count: "at most 21 days have passed since …" in place of "the number of days … is at most 21".
impl Writer<'_> {
    pub fn counted(&self, how: Comparison, a: &Node, b: &Node) -> Option<String> {
        let terms = self.terms;
        let none = matches!(b.kind, Kind::Constant(Value::Number(number)) if number == Decimal::ZERO);
        let amount = match (how, none) {
            (Comparison::More, true) => terms.fill(form(&terms.amounts, Comparison::AtLeast), &["1"]),
            _ => terms.fill(form(&terms.amounts, how), &[&self.side(b)]),
        };
        match &a.kind {
            Kind::Call(
                function @ (Function::DaysBetween | Function::WorkingDaysBetween | Function::WorkingHoursBetween),
                arguments,
            ) => {
                let [from, to] = arguments.as_slice() else { return None };
                if none {
                    // No day lies between them: which of the two comes first is what is asked.
                    return Some(terms.fill(form(&terms.dates, how), &[&self.value(to), &self.value(from)]));
                }
                let unit = match function {
                    Function::DaysBetween => terms.days,
                    Function::WorkingDaysBetween => terms.working_days,
                    _ => terms.working_hours,
                };
                let form = match (&from.kind, &to.kind) {
                    (_, Kind::Call(Function::Today | Function::Now, _)) => terms.passed,
                    (Kind::Call(Function::Today | Function::Now, _), _) => terms.left_until,
                    _ => terms.lie_between,
                };
                Some(terms.fill(form, &[&amount, unit, &self.value(from), &self.value(to)]))
            }
            Kind::Over(ListFunction::Len, list, None) => match &list.kind {
                Kind::Over(ListFunction::Filter, list, Some(body)) => Some(self.so_many(&amount, list, body)),
                _ => Some(match (how, none) {
                    (Comparison::More | Comparison::NotEqual, true) => {
                        terms.fill(terms.some_recorded, &[&self.bare(list)?])
                    }
                    (Comparison::Equal | Comparison::AtMost, true) => {
                        terms.fill(terms.none_recorded, &[&self.bare(list)?])
                    }
                    _ => terms.fill(terms.recorded, &[&amount, &self.bare(list)?]),
                }),
            },
            Kind::Over(ListFunction::Count, list, Some(body)) => Some(self.so_many(&amount, list, body)),
            Kind::Call(Function::Length, arguments) => {
                Some(terms.fill(terms.letters, &[&self.value(arguments.first()?), &amount]))
            }
            Kind::Call(Function::CountEvents, arguments) => {
                Some(terms.fill(terms.happened_times, &[&self.value(arguments.first()?), &amount]))
            }
            _ => None,
        }
    }

    /// So many elements of which each is so.
    fn so_many(&self, amount: &str, list: &Node, body: &Node) -> String {
        let terms = self.terms;
        terms.fill(terms.counted, &[amount, &self.value(list), &self.asked(body, terms.have, terms.such_that_all)])
    }
}
