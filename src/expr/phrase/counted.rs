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
        let (how, b) = at_least_one(how, b).map_or((how, self.value(b)), |how| (how, "1".to_owned()));
        let amount = terms.fill(form(&terms.amounts, how), &[&b]);
        match &a.kind {
            Kind::Call(
                function @ (Function::DaysBetween | Function::WorkingDaysBetween | Function::WorkingHoursBetween),
                arguments,
            ) => {
                let [from, to] = arguments.as_slice() else { return None };
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
            Kind::Over(ListFunction::Len, list, None) => {
                let name = self.bare(list)?;
                Some(terms.fill(terms.recorded, &[&amount, &name]))
            }
            Kind::Over(ListFunction::Count, list, Some(body)) => {
                Some(terms.fill(terms.counted, &[&amount, &self.value(list), &self.asked(body, terms.have)]))
            }
            Kind::Call(Function::Length, arguments) => {
                Some(terms.fill(terms.letters, &[&self.value(arguments.first()?), &amount]))
            }
            Kind::Call(Function::CountEvents, arguments) => {
                Some(terms.fill(terms.happened_times, &[&self.value(arguments.first()?), &amount]))
            }
            _ => None,
        }
    }
}

/// More than none is at least one.
fn at_least_one(how: Comparison, b: &Node) -> Option<Comparison> {
    let none = matches!(b.kind, Kind::Constant(Value::Number(number)) if number == Decimal::ZERO);
    (none && how == Comparison::More).then_some(Comparison::AtLeast)
}
