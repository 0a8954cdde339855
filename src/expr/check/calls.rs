//! Calls: built-in functions, list functions, functions of modules.

use crate::expr::check::Checker;
use crate::expr::check::words;
use crate::expr::functions::FUNCTIONS;
use crate::expr::functions::Function;
use crate::expr::functions::LIST_FUNCTIONS;
use crate::expr::functions::NAMES;
use crate::expr::tree::Form;
use crate::expr::tree::Tree;
use crate::expr::typed::Kind;
use crate::expr::typed::Node;
use crate::source::Span;
use crate::source::Spanned;
use crate::value::Choice;
use crate::value::Currency;
use crate::value::Field;
use crate::value::RecordType;
use crate::value::Type;
use crate::value::Value;
use crate::value::builtin;

use regex::RegexBuilder;
use std::sync::Arc;

/// Largest compiled pattern: 256 kB holds the patterns people write and keeps a hostile one small.
const PATTERN_SIZE: usize = 256 * 1024;

impl Checker<'_> {
    pub(super) fn call(&mut self, name: &Spanned<String>, arguments: &[Tree], span: Span) -> Option<Node> {
        let value = FUNCTIONS.iter().find(|(known, ..)| *known == name.value);
        let list = LIST_FUNCTIONS.iter().find(|(known, ..)| *known == name.value);
        if value.is_none() && list.is_none() {
            return self.script(name, arguments, span);
        }
        let least = value.map(|known| known.2).into_iter().chain(list.map(|known| known.2)).min().unwrap_or(0);
        let most = value.map(|known| known.3).into_iter().chain(list.map(|known| known.3)).max().unwrap_or(0);
        if arguments.len() < least || arguments.len() > most {
            self.visit(arguments);
            return self.fail(words::wrong_count(&name.value, name.span, arguments.len(), least, most));
        }
        match (list, value) {
            (Some((_, function, ..)), value) => {
                let (first, rest) = arguments.split_first()?;
                let Some(first) = self.node(first) else {
                    self.visit(rest);
                    return None;
                };
                // `len` and `contains` are for texts too, and `count("event")` counts events.
                match (&first.ty, value) {
                    (Type::Text | Type::Person, Some((_, Function::ContainsText, ..))) => {
                        let item = self.node(rest.first()?)?;
                        self.contains(first, item, span)
                    }
                    (Type::Text | Type::Person, Some((_, function, ..))) => {
                        Some(Node { kind: Kind::Call(*function, vec![first]), ty: Type::Integer, span })
                    }
                    (Type::Text, None) if name.value == "count" && rest.is_empty() => {
                        Some(Node { kind: Kind::Call(Function::CountEvents, vec![first]), ty: Type::Integer, span })
                    }
                    _ => self.over(*function, first, rest.first(), span),
                }
            }
            (None, Some((_, function, ..))) => self.built_in(*function, name, arguments, span),
            (None, None) => None,
        }
    }

    /// Reports what is wrong inside arguments whose call is wrong itself.
    fn visit(&mut self, arguments: &[Tree]) {
        let names = &self.scope.schema.names;
        let (stages, roles, approvals) = (names.stages.clone(), names.roles.clone(), names.approvals.clone());
        let is_declared = |name: &str| [&stages, &roles, &approvals].iter().any(|known| known.place(name).is_some());
        let can_be_wrong = |argument: &&Tree| match &argument.form {
            Form::Closure(..) => false,
            Form::Name(name) => !is_declared(name),
            _ => true,
        };
        for argument in arguments.iter().filter(can_be_wrong) {
            self.node(argument);
        }
    }

    fn built_in(&mut self, function: Function, name: &Spanned<String>, arguments: &[Tree], span: Span) -> Option<Node> {
        use Function as F;
        let names = &self.scope.schema.names;
        let (stages, roles, approvals) = (names.stages.clone(), names.roles.clone(), names.approvals.clone());
        let (nodes, ty) = match function {
            F::Entered | F::LastEntered | F::Left => (self.named(arguments, &stages)?, Type::DateTime),
            F::Visited => (self.named(arguments, &stages)?, Type::Bool),
            F::TimeIn => (self.named(arguments, &stages)?, Type::Duration),
            F::Holder => (self.named(arguments, &roles)?, Type::Person),
            F::Approved => (self.named(arguments, &approvals)?, Type::Bool),
            F::Approval => (self.named(arguments, &approvals)?, self.approval_type()),
            F::MovedBack => (Vec::new(), Type::Bool),
            F::Moves => (Vec::new(), Type::list(moves_type(&stages))),
            F::FirstEvent | F::LastEvent => (Vec::new(), Type::DateTime),
            F::FirstAt | F::LastAt => (self.each(name, arguments, is_text, "text")?, Type::DateTime),
            F::DoneBy => (self.each(name, arguments, is_text, "text")?, Type::list(Type::Person)),
            F::InCurrency => (self.in_currency(name, arguments)?, Type::Money),
            F::DaysBetween | F::WorkingDaysBetween => (self.each(name, arguments, is_time, "date")?, Type::Integer),
            F::WorkingHoursBetween => (self.each(name, arguments, is_time, "datetime")?, Type::Number),
            F::Present | F::Missing => (self.each(name, arguments, |_| true, "value")?, Type::Bool),
            F::Happened | F::Precedes | F::Follows | F::NeverBetween | F::SamePerson => {
                (self.each(name, arguments, is_text, "text")?, Type::Bool)
            }
            F::FollowsWithin => {
                let (events, length) = arguments.split_at_checked(2)?;
                let events = self.each(name, events, is_text, "text");
                let length = self.each(name, length, |ty| matches!(ty, Type::Duration | Type::Any), "duration");
                (events?.into_iter().chain(length?).collect(), Type::Bool)
            }
            F::Similarity => (self.each(name, arguments, is_text, "text")?, Type::Percent),
            F::StartsWith | F::EndsWith | F::IsBlank | F::Similar => {
                (self.each(name, arguments, is_text, "text")?, Type::Bool)
            }
            F::Trim | F::Lower => (self.each(name, arguments, is_text, "text")?, Type::Text),
            F::Matches => return self.pattern(name, arguments, span),
            F::Today | F::Now | F::CountEvents | F::Length | F::ContainsText => return None,
        };
        Some(Node { kind: Kind::Call(function, nodes), ty, span })
    }

    /// What an entry of `approvals` looks like.
    fn approval_type(&self) -> Type {
        match self.scope.schema.deal.fields.get(builtin::APPROVALS).map(|field| &field.ty) {
            Some(Type::List(entry)) => entry.as_ref().clone(),
            _ => Type::Any,
        }
    }

    /// An amount, and the code of a currency.
    fn in_currency(&mut self, name: &Spanned<String>, arguments: &[Tree]) -> Option<Vec<Node>> {
        let (amount, code) = arguments.split_at_checked(1)?;
        let amount = self.each(name, amount, |ty| matches!(ty, Type::Money | Type::Any), "amount");
        let code = self.each(name, code, is_text, "text")?;
        if let [Node { kind: Kind::Constant(Value::Text(text)), span, .. }] = code.as_slice()
            && text.parse::<Currency>().is_err()
        {
            return self.fail(words::no_currency(text, *span));
        }
        Some(amount?.into_iter().chain(code).collect())
    }

    /// Arguments that all are of one kind.
    fn each(
        &mut self,
        name: &Spanned<String>,
        arguments: &[Tree],
        fits: impl Fn(&Type) -> bool,
        wanted: &str,
    ) -> Option<Vec<Node>> {
        let nodes: Vec<Option<Node>> = arguments
            .iter()
            .map(|argument| {
                let node = self.node(argument)?;
                if fits(&node.ty) {
                    return Some(node);
                }
                let diagnostic = words::wrong_argument(&name.value, &node, wanted);
                self.fail(diagnostic)
            })
            .collect();
        nodes.into_iter().collect()
    }

    /// An argument that names a stage or a role: bare, or as a text, or a value that is one.
    fn named(&mut self, arguments: &[Tree], choice: &Arc<Choice>) -> Option<Vec<Node>> {
        let argument = arguments.first()?;
        let text = match &argument.form {
            Form::Name(name) if choice.place(name).is_some() || !self.is_known(name) => Some(name.clone()),
            Form::Literal(Value::Text(text), _) => Some(text.to_string()),
            _ => None,
        };
        let node = match text {
            Some(text) => {
                let node = Node::constant(Value::Text(text.as_str().into()), Type::Text, argument.span);
                self.member(node, choice)?
            }
            None => self.node(argument)?,
        };
        match &node.ty {
            Type::Choice(found) if found.members == choice.members => Some(vec![node]),
            _ => {
                let diagnostic = words::not_wanted(&node, &Type::Choice(choice.clone()));
                self.fail(diagnostic)
            }
        }
    }

    /// Whether a name means something in this condition.
    fn is_known(&self, name: &str) -> bool {
        self.parameters.iter().any(|parameter| parameter.name == name)
            || self.scope.locals.iter().any(|(known, _)| known == name)
            || self.scope.lets.find(name).is_some()
            || self.scope.schema.deal.find(name).is_some()
            || NAMES.iter().any(|(known, _)| *known == name)
    }

    fn pattern(&mut self, name: &Spanned<String>, arguments: &[Tree], span: Span) -> Option<Node> {
        let nodes = self.each(name, arguments, is_text, "text")?;
        let [text, pattern] = <[Node; 2]>::try_from(nodes).ok()?;
        let Kind::Constant(Value::Text(written)) = &pattern.kind else {
            return self.fail(words::pattern_not_fixed(pattern.span));
        };
        match RegexBuilder::new(written).size_limit(PATTERN_SIZE).dfa_size_limit(PATTERN_SIZE).build() {
            Ok(regex) => Some(Node { kind: Kind::Matches(Box::new(text), regex), ty: Type::Bool, span }),
            Err(error) => self.fail(words::bad_pattern(&error, pattern.span)),
        }
    }

    fn script(&mut self, name: &Spanned<String>, arguments: &[Tree], span: Span) -> Option<Node> {
        let known = self.scope.modules.functions();
        let named: Vec<usize> =
            known.iter().filter(|known| known.name == name.value).map(|known| known.parameters.len()).collect();
        let (Some(least), Some(most)) = (named.iter().min().copied(), named.iter().max().copied()) else {
            self.visit(arguments);
            let of_modules = known.iter().map(|known| known.name.as_str());
            let diagnostic = words::unknown_function(name, of_modules);
            return self.fail(diagnostic);
        };
        let nodes: Vec<Option<Node>> = arguments.iter().map(|argument| self.node(argument)).collect();
        if !named.contains(&arguments.len()) {
            return self.fail(words::wrong_count(&name.value, name.span, arguments.len(), least, most));
        }
        let nodes = nodes.into_iter().collect::<Option<Vec<Node>>>()?;
        self.unchecked.push(name.clone());
        // What a module makes of a record may show any part of it.
        self.private |= nodes.iter().any(|node| node.ty.holds_private());
        Some(Node { kind: Kind::Script(name.value.clone(), nodes), ty: Type::Any, span })
    }
}

fn is_time(ty: &Type) -> bool {
    matches!(ty, Type::Date | Type::DateTime | Type::Any)
}

/// What an entry of `moves()` looks like.
pub(in crate::expr) fn moves_type(stages: &Arc<Choice>) -> Type {
    let stage = |name: &str| Field::new(name, Type::Choice(stages.clone()));
    let at = |name: &str| Field::new(name, Type::DateTime);
    let fields = [stage("to"), at("at"), Field::new("by", Type::Person), at("recorded_at"), stage("from")];
    Type::Record(Arc::new(RecordType::new(fields)))
}

fn is_text(ty: &Type) -> bool {
    matches!(ty, Type::Text | Type::Person | Type::Any)
}
