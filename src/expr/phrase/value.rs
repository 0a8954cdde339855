use crate::expr::functions::Function;
use crate::expr::functions::ListFunction;
use crate::expr::phrase::Titles;
use crate::expr::phrase::Writer;
use crate::expr::phrase::sentence::Sense;
use crate::expr::phrase::terms::Terms;
use crate::expr::show::show;
use crate::expr::tree::Operator;
use crate::expr::typed::DatePart;
use crate::expr::typed::Kind;
use crate::expr::typed::Node;
use crate::expr::typed::Root;
use crate::value::Decimal;
use crate::value::Type;
use crate::value::Value;

/// What is compared or computed with.
impl Writer<'_> {
    pub fn value(&self, node: &Node) -> String {
        let terms = self.terms;
        match &node.kind {
            Kind::Constant(value) => self.constant(value, &node.ty),
            Kind::Field(Root::Parameter(_) | Root::Local(_), _) => match self.name_in_element(node) {
                Some(name) => terms.fill(terms.its, &[&name]),
                None => terms.it.to_owned(),
            },
            Kind::Field(Root::Of(inner), _) => {
                let text = self.expr.text_at(node.span);
                let field = text.rsplit('.').next().unwrap_or(text);
                terms.fill(terms.part_of, &[&terms.name(field), &self.value(inner)])
            }
            // A yes or no is named, and not told with an article: “strategic” is yes.
            Kind::Field(..) if node.ty == Type::Bool && !terms.names_as_written => {
                terms.fill(terms.title, &[&self.bare(node).unwrap_or_else(|| terms.bare(&self.path(node)))])
            }
            Kind::Field(..) => field(&self.path(node), terms, self.titles),
            Kind::Minus(inner) => terms.fill("−{0}", &[&self.operand(inner)]),
            Kind::Compute(how, a, b) => self.computed(*how, a, b),
            Kind::Default(all) => match all.split_first() {
                Some((first, [])) => self.value(first),
                Some((first, rest)) => {
                    let rest: Vec<String> = rest.iter().map(|part| self.value(part)).collect();
                    terms.fill(terms.or_else, &[&self.value(first), &rest.join(terms.then_else)])
                }
                None => String::new(),
            },
            Kind::List(_) => self.members(node),
            Kind::Member(inner, _) | Kind::As(inner) => self.value(inner),
            Kind::Part(part, inner) => {
                let form = match part {
                    DatePart::Year => terms.year,
                    DatePart::Quarter => terms.quarter,
                    DatePart::Month => terms.month,
                    DatePart::Day => terms.day,
                };
                terms.fill(form, &[&self.value(inner)])
            }
            Kind::Index(list, at) => match at.kind {
                Kind::Constant(Value::Number(place)) => {
                    let place = show(&Value::Number(place.saturating_add(Decimal::ONE)), &Type::Integer);
                    terms.fill(terms.element, &[&self.value(list), &place])
                }
                _ => terms.fill(terms.element_at, &[&self.value(list), &self.value(at)]),
            },
            Kind::Over(function, list, body) => self.of_list(*function, list, body.as_deref()),
            Kind::Call(function, arguments) => match terms.value_of(*function) {
                Some(_) => self.called(*function, arguments),
                None => terms.fill(terms.whether, &[&self.said(node, Sense::Holds)]),
            },
            Kind::Script(name, arguments) => {
                let form = if arguments.is_empty() { terms.script_alone } else { terms.script };
                terms.fill(form, &[&terms.code(name), &self.listed(arguments)])
            }
            Kind::If(three) => {
                let [when, then, otherwise] = three.as_ref();
                let (then, otherwise) = (self.value(then), self.value(otherwise));
                terms.fill(terms.value_if, &[&self.said(when, Sense::Holds), &then, &otherwise])
            }
            Kind::Not(_)
            | Kind::And(_)
            | Kind::Or(_)
            | Kind::Compare(..)
            | Kind::In(..)
            | Kind::Between(..)
            | Kind::Matches(..) => terms.fill(terms.whether, &[&self.said(node, Sense::Holds)]),
        }
    }

    /// The names on the way to a field, as written, without blanks between.
    fn path(&self, node: &Node) -> String {
        self.expr.text_at(node.span).split('.').map(str::trim).collect::<Vec<&str>>().join(".")
    }

    /// The name of a field of an element, without the element.
    pub fn name_in_element(&self, node: &Node) -> Option<String> {
        match &node.kind {
            Kind::Field(Root::Parameter(0) | Root::Local(_), slots) if !slots.is_empty() => {
                let path = self.path(node);
                let names: Vec<String> = path.split('.').skip(1).map(|name| self.terms.name(name)).collect();
                Some(names.join(self.terms.of))
            }
            Kind::Member(inner, _) | Kind::As(inner) => self.name_in_element(inner),
            _ => None,
        }
    }

    /// The name of a list without an article: `contacts`.
    pub fn bare(&self, list: &Node) -> Option<String> {
        match &list.kind {
            Kind::Field(Root::Deal, _) => {
                let path = self.path(list);
                let title = (self.titles.field)(&path).map(|title| self.terms.fill(self.terms.title, &[&title]));
                Some(title.unwrap_or_else(|| self.terms.bare(&path)))
            }
            Kind::As(inner) => self.bare(inner),
            _ => None,
        }
    }

    fn computed(&self, how: Operator, a: &Node, b: &Node) -> String {
        let terms = self.terms;
        if how == Operator::Multiply {
            // Nothing of a unit is nothing, whatever the unit.
            if is_zero(a) || is_zero(b) {
                return "0".to_owned();
            }
            // `list_price * 80%` is "80% of the list price", whichever side the share stands on.
            if is_share(b) {
                return terms.fill(terms.share_of, &[&self.value(b), &self.operand(a)]);
            }
            if is_share(a) {
                return terms.fill(terms.share_of, &[&self.value(a), &self.operand(b)]);
            }
        }
        let sign = match how {
            Operator::Add => "+",
            Operator::Subtract => "−",
            Operator::Multiply => "×",
            Operator::Divide => "÷",
            Operator::Remainder => return terms.fill(terms.rest, &[&self.operand(a), &self.operand(b)]),
        };
        // Sums stand first or last without brackets, as in school.
        let sums = matches!(how, Operator::Add | Operator::Subtract);
        let left = if sums { self.side(a) } else { self.operand(a) };
        let right = match (&b.kind, how) {
            (Kind::Compute(Operator::Multiply | Operator::Divide, ..), Operator::Add | Operator::Subtract) => {
                self.value(b)
            }
            _ => self.operand(b),
        };
        format!("{left} {sign} {right}")
    }

    /// A computed part inside another one, in brackets.
    fn operand(&self, node: &Node) -> String {
        match node.kind {
            Kind::Compute(..) | Kind::Default(_) | Kind::If(_) => {
                self.terms.fill(self.terms.brackets, &[&self.value(node)])
            }
            _ => self.value(node),
        }
    }

    /// One side of a comparison: a choice between values stands in brackets.
    pub fn side(&self, node: &Node) -> String {
        match node.kind {
            Kind::If(_) => self.terms.fill(self.terms.brackets, &[&self.value(node)]),
            _ => self.value(node),
        }
    }

    /// `"A", "B"` as alternatives.
    pub fn members(&self, list: &Node) -> String {
        match &list.kind {
            Kind::List(all) => {
                let all: Vec<String> = all.iter().map(|member| self.value(member)).collect();
                match all.split_last() {
                    Some((last, rest)) if !rest.is_empty() => {
                        format!("{}{}{last}", rest.join(self.terms.comma), self.terms.or_word)
                    }
                    _ => all.concat(),
                }
            }
            _ => self.value(list),
        }
    }

    pub fn listed(&self, all: &[Node]) -> String {
        all.iter().map(|one| self.value(one)).collect::<Vec<String>>().join(self.terms.comma)
    }

    /// A function that gives a value.
    pub fn called(&self, function: Function, arguments: &[Node]) -> String {
        let value = |argument: &Node| match (function, &argument.kind) {
            (Function::InCurrency, Kind::Constant(Value::Text(code))) => code.to_string(),
            _ => self.value(argument),
        };
        let values: Vec<String> = arguments.iter().map(value).collect();
        let form = self.terms.value_of(function).unwrap_or_default();
        self.terms.fill(form, &values.iter().map(String::as_str).collect::<Vec<&str>>())
    }

    /// What is made of a list.
    pub fn of_list(&self, function: ListFunction, list: &Node, body: Option<&Node>) -> String {
        let terms = self.terms;
        let (plain, asking) = match function {
            ListFunction::Len | ListFunction::Count => (terms.number_of, terms.number_that),
            ListFunction::Filter => (terms.those_of, terms.those_of),
            ListFunction::Map => (terms.each_of, terms.each_of),
            ListFunction::Sum => (terms.sum, terms.sum_of),
            ListFunction::Min => (terms.least, terms.least_of),
            ListFunction::Max => (terms.most, terms.most_of),
            ListFunction::First => (terms.first, terms.first),
            ListFunction::Last => (terms.last, terms.last),
            ListFunction::Some | ListFunction::All | ListFunction::None | ListFunction::Contains => {
                return terms.fill(terms.whether, &[&self.over(function, list, body, Sense::Holds)]);
            }
        };
        // The largest of the levels of the contacts is the largest level of the contacts.
        if let (ListFunction::Sum | ListFunction::Min | ListFunction::Max, None) = (function, body)
            && let Kind::Over(ListFunction::Map, inner, Some(of)) = &list.kind
        {
            let of_each = self.name_in_element(of).unwrap_or_else(|| self.value(of));
            return terms.fill(asking, &[&self.value(inner), &of_each]);
        }
        let items = self.value(list);
        match (function, body) {
            (_, None) => terms.fill(plain, &[&items]),
            (ListFunction::Count | ListFunction::Filter, Some(body)) => {
                terms.fill(asking, &[&items, &self.asked(body, terms.have, terms.such_that_all)])
            }
            (_, Some(body)) => {
                let of_each = self.name_in_element(body).unwrap_or_else(|| self.value(body));
                terms.fill(asking, &[&items, &of_each])
            }
        }
    }

    /// A sentence about a field whose name is a plural: "the contacts are filled in".
    pub fn agreeing(&self, sentence: String, subject: Option<&Node>) -> String {
        let Some(subject) = subject.filter(|node| matches!(node.kind, Kind::Field(..)) && node.ty != Type::Bool) else {
            return sentence;
        };
        let said = self.value(subject);
        let plural = said.ends_with('s') && !["ss", "us", "is"].iter().any(|ending| said.ends_with(ending));
        match sentence.strip_prefix(&said).and_then(|rest| rest.strip_prefix(" is ")) {
            Some(rest) if plural => format!("{said} are {rest}"),
            _ => sentence,
        }
    }

    fn constant(&self, value: &Value, ty: &Type) -> String {
        let terms = self.terms;
        match (value, ty) {
            (Value::Choice(place), Type::Choice(choice)) => {
                let title = (self.titles.member)(choice, *place);
                terms.fill(terms.title, &[&title.unwrap_or_else(|| terms.label(choice.member(*place)))])
            }
            (Value::Bool(true), _) => terms.yes.to_owned(),
            (Value::Bool(false), _) => terms.no.to_owned(),
            (Value::Duration(length), _) => terms.length(*length),
            (Value::Text(text), _) if text.is_empty() => terms.empty_text.to_owned(),
            (Value::Text(text), _) => terms.fill(terms.title, &[text]),
            (Value::List(items), Type::List(item)) => {
                let items: Vec<String> = items.iter().map(|one| self.constant(one, item)).collect();
                items.join(terms.comma)
            }
            _ => show(value, ty).into(),
        }
    }
}

fn is_zero(node: &Node) -> bool {
    matches!(node.kind, Kind::Constant(Value::Number(number)) if number.is_zero())
}

/// Whether it is a constant that was written as a percent.
fn is_share(node: &Node) -> bool {
    matches!((&node.kind, &node.ty), (Kind::Constant(Value::Number(_)), Type::Percent))
}

/// A field of the deal, or a computed one: its title, or its name in words.
pub(super) fn field(path: &str, terms: &Terms, titles: Titles<'_>) -> String {
    if let Some(title) = (titles.field)(path) {
        return terms.fill(terms.title, &[&title]);
    }
    let mut names = path.split('.');
    let first = names.next().unwrap_or(path);
    let rest: Vec<String> = names.map(|name| terms.name(name)).collect();
    match (terms.built_in(first), rest.is_empty()) {
        (Some(known), true) => known.to_owned(),
        (Some(known), false) => terms.fill(terms.part_of, &[&rest.join(terms.of), known]),
        _ => terms.path(path),
    }
}
