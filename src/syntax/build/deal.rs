use crate::diagnostic::{Diagnostic, did_you_mean, or_list};
use crate::source::Span;
use crate::syntax::build::Builder;
use crate::syntax::build::text::name_of;
use crate::syntax::chunk::first_word;
use crate::syntax::grammar::Node;
use crate::syntax::grammar::Rule;
use crate::syntax::vocabulary;
use crate::syntax::{Deal, Field, Let, Name, TypeKind, TypeRef};
use crate::value::Type;

/// The types that are one word.
const TYPES: [(&str, Type); 10] = [
    ("text", Type::Text),
    ("bool", Type::Bool),
    ("integer", Type::Integer),
    ("number", Type::Number),
    ("percent", Type::Percent),
    ("money", Type::Money),
    ("date", Type::Date),
    ("datetime", Type::DateTime),
    ("duration", Type::Duration),
    ("person", Type::Person),
];

/// What other languages call our types.
const ELSEWHERE: [(&str, &str); 18] = [
    ("one", "one of a, b"),
    ("list", "list of …"),
    ("string", "text"),
    ("str", "text"),
    ("varchar", "text"),
    ("boolean", "bool"),
    ("int", "integer"),
    ("float", "number"),
    ("double", "number"),
    ("decimal", "number"),
    ("currency", "money"),
    ("timestamp", "datetime"),
    ("time", "datetime"),
    ("user", "person"),
    ("enum", "one of a, b"),
    ("array", "list of …"),
    ("object", "{ … }"),
    ("record", "{ … }"),
];

impl Builder {
    pub(super) fn deal(&mut self, node: &Node<'_>) -> Deal {
        let mut deal = Deal { fields: Vec::new(), lets: Vec::new(), private: Vec::new(), span: node.span() };
        for line in node.children() {
            match line.rule() {
                Rule::junk | Rule::semicolon => {
                    self.junk(&line, &vocabulary::DEAL);
                    deal.fields.extend(unreadable(&line));
                }
                Rule::let_field => {
                    let ty = line.child(Rule::field_type).and_then(|ty| self.type_ref(&ty));
                    let value = self.condition_of(&line);
                    if let (Some(name), Some(value)) = (name_of(&line), value) {
                        deal.lets.push(Let { name, ty, value, span: line.span() });
                    }
                }
                Rule::private_fields => deal.private.extend(self.names(&line)),
                Rule::field => deal.fields.extend(self.field(&line)),
                _ => {}
            }
        }
        deal
    }

    fn field(&mut self, node: &Node<'_>) -> Option<Field> {
        let name = name_of(node)?;
        let ty = node.child(Rule::field_type)?;
        let private = node.child(Rule::kw_private).is_some();
        Some(Field { name, ty: self.type_ref(&ty)?, private, span: node.span() })
    }

    fn type_ref(&mut self, node: &Node<'_>) -> Option<TypeRef> {
        let inside = node.children().next()?;
        let kind = match inside.rule() {
            Rule::one_of => {
                let mut members = Vec::new();
                for member in inside.all(Rule::member) {
                    let text = self.text_of(&member);
                    members.extend(name_of(&member).or(text));
                }
                TypeKind::OneOf(members)
            }
            Rule::list_of => TypeKind::ListOf(Box::new(self.type_ref(&inside.child(Rule::field_type)?)?)),
            Rule::record_type => {
                let mut fields = Vec::new();
                for line in inside.children() {
                    match line.rule() {
                        Rule::junk | Rule::semicolon => {
                            self.junk(&line, &vocabulary::RECORD_TYPE);
                            fields.extend(unreadable(&line));
                        }
                        Rule::field => fields.extend(self.field(&line)),
                        _ => {}
                    }
                }
                TypeKind::Record(fields)
            }
            _ => self.plain_type(&name_of(&inside)?),
        };
        Some(TypeRef { kind, span: inside.span() })
    }

    fn plain_type(&mut self, name: &Name) -> TypeKind {
        if let Some((_, ty)) = TYPES.iter().find(|(word, _)| *word == name.value) {
            return TypeKind::Plain(ty.clone());
        }
        let lower = name.value.to_lowercase();
        let known = || TYPES.iter().map(|(word, _)| *word);
        let elsewhere = ELSEWHERE.iter().find(|(word, _)| *word == lower).map(|(_, ours)| *ours);
        let help = match elsewhere.or_else(|| did_you_mean(&name.value, known())) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("a type is {}, or `one of a, b`, `list of …`, `{{ … }}`", or_list(known())),
        };
        self.unknown_type(&name.value, name.span, help);
        TypeKind::Unknown
    }

    fn unknown_type(&mut self, name: &str, span: Span, help: String) {
        self.problems.push(
            Diagnostic::error("syntax/unknown-type", format!("no type is named `{name}`"))
                .at(span, "not known")
                .help(help),
        );
    }
}

/// The field that a line declares which could not be read: its name is known, and nothing else.
fn unreadable(line: &Node<'_>) -> Option<Field> {
    let text = line.text();
    let behind_let = text.strip_prefix("let ").map(str::trim_start);
    let word = first_word(behind_let.unwrap_or(text));
    let at = text.len() - behind_let.unwrap_or(text).len();
    let is_name = word.starts_with(|letter: char| letter.is_alphabetic() || letter == '_');
    let span = line.place.span(line.start() + at, line.start() + at + word.len());
    let ty = TypeRef { kind: TypeKind::Unknown, span };
    is_name.then(|| Field { name: Name::new(word.to_owned(), span), ty, private: false, span })
}
