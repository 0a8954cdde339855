use crate::expr::functions::Function;
use crate::expr::functions::ListFunction;
use crate::expr::phrase::Phrase;
use crate::expr::phrase::Writer;
use crate::expr::tree::Comparison;
use crate::expr::tree::End;
use crate::expr::typed::Kind;
use crate::expr::typed::Node;
use crate::expr::typed::Root;
use crate::value::Type;
use crate::value::Value;

/// Whether something is said or denied.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Sense {
    Holds,
    Denied,
}

impl Sense {
    fn opposite(self) -> Sense {
        match self {
            Sense::Holds => Sense::Denied,
            Sense::Denied => Sense::Holds,
        }
    }
}

/// What holds or does not.
impl Writer<'_> {
    pub fn sentence(&self, node: &Node, sense: Sense) -> Phrase {
        let holds = sense == Sense::Holds;
        match &node.kind {
            Kind::Not(inner) => self.sentence(inner, sense.opposite()),
            Kind::And(all) if holds => self.all(all, sense),
            Kind::Or(all) if !holds => self.all(all, sense),
            Kind::Or(all) | Kind::And(all) => self.any(all, sense),
            Kind::As(inner) => self.sentence(inner, sense),
            Kind::Default(all) if node.ty == Type::Bool => self.with_default(all, sense),
            _ => Phrase::Fact(self.fact(node, sense)),
        }
    }

    /// The same on one line.
    pub fn said(&self, node: &Node, sense: Sense) -> String {
        self.sentence(node, sense).within(self.terms, false)
    }

    fn all(&self, parts: &[Node], sense: Sense) -> Phrase {
        let parts = parts.iter().map(|part| self.sentence(part, sense));
        Phrase::All(
            parts
                .flat_map(|part| match part {
                    Phrase::All(inner) => inner,
                    other => vec![other],
                })
                .collect(),
        )
    }

    fn any(&self, parts: &[Node], sense: Sense) -> Phrase {
        let parts = parts.iter().map(|part| self.sentence(part, sense));
        Phrase::Any(
            parts
                .flat_map(|part| match part {
                    Phrase::Any(inner) => inner,
                    other => vec![other],
                })
                .collect(),
        )
    }

    /// `duplicate_ok ?? false`: what is not recorded counts as the answer behind it.
    fn with_default(&self, all: &[Node], sense: Sense) -> Phrase {
        let (Some((last, first)), holds) = (all.split_last(), sense == Sense::Holds) else {
            return Phrase::Any(Vec::new());
        };
        let sure = match first {
            [only] => self.sentence(only, sense),
            several => self.any(several, sense),
        };
        match last.kind {
            Kind::Constant(Value::Bool(answer)) if answer != holds => sure,
            Kind::Constant(Value::Bool(_)) => {
                let missing = first.iter().map(|one| self.terms.fill(self.terms.not_given, &[&self.value(one)]));
                Phrase::Any([sure].into_iter().chain(missing.map(Phrase::Fact)).collect())
            }
            _ => Phrase::Any(vec![sure, self.sentence(last, sense)]),
        }
    }

    fn fact(&self, node: &Node, sense: Sense) -> String {
        let terms = self.terms;
        let holds = sense == Sense::Holds;
        match &node.kind {
            Kind::Compare(how, a, b) => self.compared(if holds { *how } else { how.opposite() }, a, b),
            Kind::In(a, list) => {
                let form = if holds { terms.one_of } else { terms.none_of };
                terms.fill(form, &[&self.value(a), &self.members(list)])
            }
            Kind::Between(three, end) => {
                let [a, from, to] = three.as_ref();
                let form = match (end, holds) {
                    (End::In, true) => terms.between,
                    (End::Out, true) => terms.between_out,
                    (End::In, false) => terms.not_between,
                    (End::Out, false) => terms.not_between_out,
                };
                terms.fill(form, &[&self.value(a), &self.value(from), &self.value(to)])
            }
            Kind::Over(function, list, body) => self.over(*function, list, body.as_deref(), sense),
            Kind::Call(function, arguments) => self.answered(*function, arguments, sense),
            Kind::Matches(text, pattern) => {
                let form = if holds { terms.matches } else { terms.matches_not };
                terms.fill(form, &[&self.value(text), &terms.code(pattern.as_str())])
            }
            Kind::If(three) => {
                let [when, then, otherwise] = three.as_ref();
                let (then, otherwise) = (self.said(then, sense), self.said(otherwise, sense));
                terms.fill(terms.if_else, &[&self.said(when, Sense::Holds), &then, &otherwise])
            }
            Kind::Constant(Value::Bool(yes)) => if *yes == holds { terms.always } else { terms.never }.to_owned(),
            Kind::Script(name, arguments) => {
                let form = match (arguments.is_empty(), holds) {
                    (false, true) => terms.script_passes,
                    (false, false) => terms.script_fails,
                    (true, true) => terms.script_passes_alone,
                    (true, false) => terms.script_fails_alone,
                };
                terms.fill(form, &[&terms.code(name), &self.listed(arguments)])
            }
            _ => terms.fill(if holds { terms.is_yes } else { terms.is_no }, &[&self.value(node)]),
        }
    }

    /// `a < b`
    fn compared(&self, how: Comparison, a: &Node, b: &Node) -> String {
        // `30 >= age` reads as `age <= 30`.
        if matches!(a.kind, Kind::Constant(_)) && !matches!(b.kind, Kind::Constant(_)) {
            return self.compared(how.mirrored(), b, a);
        }
        if let Some(said) = self.counted(how, a, b) {
            return said;
        }
        if let (Type::Bool, Kind::Constant(Value::Bool(yes)), Comparison::Equal | Comparison::NotEqual) =
            (&a.ty, &b.kind, how)
        {
            let sense = if *yes == (how == Comparison::Equal) { Sense::Holds } else { Sense::Denied };
            return self.said(a, sense);
        }
        let terms = self.terms;
        let forms = match (order_of(a), order_of(b)) {
            (Order::Time, _) | (_, Order::Time) => &terms.dates,
            (Order::Rank, _) | (_, Order::Rank) => &terms.ranks,
            _ => &terms.numbers,
        };
        let b = match (&a.kind, &b.kind) {
            // A year has no thousands.
            (Kind::Part(..), Kind::Constant(Value::Number(number))) => number.normalize().to_string(),
            _ => self.side(b),
        };
        self.agreeing(terms.fill(form(forms, how), &[&self.side(a), &b]), Some(a))
    }

    /// What is asked of the elements of a list.
    pub fn over(&self, function: ListFunction, list: &Node, body: Option<&Node>, sense: Sense) -> String {
        let terms = self.terms;
        let holds = sense == Sense::Holds;
        let form = match (function, holds) {
            (ListFunction::Some, true) | (ListFunction::None, false) => terms.some,
            (ListFunction::None, true) | (ListFunction::Some, false) => terms.none,
            (ListFunction::All, true) => terms.all,
            (ListFunction::All, false) => terms.not_all,
            (ListFunction::Contains, _) => {
                let form = if holds { terms.contains } else { terms.contains_not };
                return terms.fill(form, &[&self.value(list), &body.map(|body| self.value(body)).unwrap_or_default()]);
            }
            _ => {
                let form = if holds { terms.is_yes } else { terms.is_no };
                return terms.fill(form, &[&self.of_list(function, list, body)]);
            }
        };
        terms.fill(
            form,
            &[&self.value(list), &body.map(|body| self.asked(body, terms.has, terms.such_that)).unwrap_or_default()],
        )
    }

    /// What an element must have: `has role “decision maker” and level at least 3`.
    pub fn asked(&self, body: &Node, has: &str, such_that: &str) -> String {
        let parts: Vec<&Node> = match &body.kind {
            Kind::And(all) => all.iter().collect(),
            _ => vec![body],
        };
        let short: Option<Vec<String>> = parts.iter().map(|part| self.trait_of_element(part)).collect();
        match short {
            Some(traits) => self.terms.fill(has, &[&traits.join(self.terms.and)]),
            None => self.terms.fill(such_that, &[&self.said(body, Sense::Holds)]),
        }
    }

    /// A comparison of a field of the element, without a verb.
    fn trait_of_element(&self, node: &Node) -> Option<String> {
        let terms = self.terms;
        match &node.kind {
            Kind::Compare(how, a, b) if !mentions_element(b) => {
                let forms = match order_of(a) {
                    _ if a.ty == Type::Bool => return None,
                    Order::Time => &terms.date_traits,
                    Order::Rank => &terms.rank_traits,
                    Order::Size => &terms.traits,
                };
                Some(terms.fill(form(forms, *how), &[&self.name_in_element(a)?, &self.value(b)]))
            }
            Kind::In(a, list) if !mentions_element(list) => {
                Some(terms.fill(terms.trait_one_of, &[&self.name_in_element(a)?, &self.members(list)]))
            }
            Kind::Call(Function::Present, arguments) => {
                Some(terms.fill(terms.trait_given, &[&self.name_in_element(arguments.first()?)?]))
            }
            _ => None,
        }
    }

    /// A function that answers yes or no.
    fn answered(&self, function: Function, arguments: &[Node], sense: Sense) -> String {
        let terms = self.terms;
        let values: Vec<String> = arguments.iter().map(|argument| self.value(argument)).collect();
        let values: Vec<&str> = values.iter().map(String::as_str).collect();
        match terms.sentence_of(function) {
            Some((said, denied)) => {
                let form = if sense == Sense::Holds { said } else { denied };
                self.agreeing(terms.fill(form, &values), arguments.first())
            }
            None => {
                let form = if sense == Sense::Holds { terms.is_yes } else { terms.is_no };
                terms.fill(form, &[&self.called(function, arguments)])
            }
        }
    }
}

/// What comes first: the earlier, the lower or the smaller.
enum Order {
    Time,
    Rank,
    Size,
}

/// Stages come one after the other, as days do.
fn order_of(node: &Node) -> Order {
    match &node.ty {
        Type::Date | Type::DateTime => Order::Time,
        Type::Choice(choice) if choice.name == "stage" => Order::Time,
        Type::Choice(_) => Order::Rank,
        _ => Order::Size,
    }
}

/// The words of a comparison, in the order of [`Comparison::ALL`].
pub(super) fn form(forms: &[&'static str; 6], how: Comparison) -> &'static str {
    Comparison::ALL.iter().zip(forms).find(|(known, _)| **known == how).map_or("", |(_, form)| form)
}

fn mentions_element(node: &Node) -> bool {
    matches!(node.kind, Kind::Field(Root::Parameter(_), _)) || node.parts().into_iter().any(mentions_element)
}
