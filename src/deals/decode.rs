use std::collections::BTreeMap;
use std::collections::HashMap;
use std::sync::Arc;

use crate::deals::Frame;
use crate::deals::amount::money_record;
use crate::deals::change::Changed;
use crate::deals::change::entry_type;
use crate::deals::log::Known;
use crate::deals::log::Log;
use crate::deals::log::Telling;
use crate::deals::log::near;
use crate::deals::node::Node;
use crate::deals::node::Shape;
use crate::deals::row::Mark;
use crate::deals::row::Row;
use crate::deals::scalar::Unfit;
use crate::deals::scalar::scalar;
use crate::diagnostic::Diagnostic;
use crate::source::Span;
use crate::value::Choice;
use crate::value::Gap;
use crate::value::Origin;
use crate::value::Record;
use crate::value::RecordType;
use crate::value::Type;
use crate::value::Value;
use crate::value::mapping::CellUnit;

/// Turns what files hold into values, and reports what does not fit.
pub(super) struct Decoder<'a> {
    pub(super) frame: &'a Frame,
    pub(super) log: Log,
    mark: Mark,
    subject: Subject,
    /// The type of an entry of `changes`, whose values have the type of the field that it names.
    change: Option<Arc<RecordType>>,
    /// The fields that changes have named.
    pub(super) changed: HashMap<String, Option<Arc<Changed>>>,
}

/// What the documents are about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Subject {
    Deals,
    People,
}

/// What a mapping says about reading a value; nothing where a document has the shape of a deal.
#[derive(Clone, Copy, Default)]
pub(super) struct How<'m> {
    pub(super) column: Option<&'m str>,
    pub(super) formats: &'m [String],
    pub(super) unit: Option<CellUnit>,
    pub(super) labels: Option<&'m BTreeMap<String, Value>>,
    pub(super) span: Option<Span>,
}

/// Where the decoder stands.
#[derive(Clone, Copy)]
pub(super) struct Here<'r> {
    pub(super) row: &'r Row,
    pub(super) how: &'r How<'r>,
    pub(super) visibility: Visibility,
    pub(super) trail: Option<&'r Trail<'r>>,
}

/// Whether messages may show a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Visibility {
    Shown,
    Private,
}

/// The names on the way from the deal to a value.
#[derive(Clone, Copy)]
pub(super) struct Trail<'r> {
    around: Option<&'r Trail<'r>>,
    name: &'r str,
}

impl<'r> Trail<'r> {
    /// One name further.
    pub(super) fn after(around: Option<&'r Trail<'r>>, name: &'r str) -> Trail<'r> {
        Trail { around, name }
    }

    fn show(&self) -> String {
        match self.around {
            Some(around) => format!("{}.{}", around.show(), self.name),
            None => self.name.to_owned(),
        }
    }
}

impl Here<'_> {
    /// What a message calls the place: the column, or the path in the document.
    fn name(&self) -> String {
        match (self.how.column, self.trail) {
            (Some(column), _) => column.to_owned(),
            (None, Some(trail)) => trail.show(),
            (None, None) => String::new(),
        }
    }
}

impl<'a> Decoder<'a> {
    pub(super) fn new(frame: &'a Frame) -> Decoder<'a> {
        let change = entry_type(&frame.schema);
        Decoder {
            frame,
            log: Log::default(),
            mark: Mark::default(),
            subject: Subject::Deals,
            change,
            changed: HashMap::new(),
        }
    }

    /// A decoder of people, who are no deals.
    pub(super) fn for_people(frame: &'a Frame) -> Decoder<'a> {
        Decoder { subject: Subject::People, ..Decoder::new(frame) }
    }

    /// Begins a row: positions inside it are counted from its beginning.
    pub(super) fn begin(&mut self) {
        self.mark = Mark::default();
    }

    /// A document that has the shape of a deal; `None` where it has nothing of one.
    pub(super) fn deal(&mut self, node: &Node<'_>, row: &Row, table: u32) -> Option<Record> {
        let ty = self.frame.schema.deal.clone();
        let here = Here { row, how: &How::default(), visibility: Visibility::Shown, trail: None };
        let (values, known) = self.fields(node, &ty, here);
        (known > 0).then(|| Record { values, origin: Origin { table, line: row.line } })
    }

    /// A document that has the shape of a row of people; `None` where it has nothing of one.
    pub(super) fn person(&mut self, node: &Node<'_>, row: &Row, ty: &RecordType, table: u32) -> Option<Record> {
        let here = Here { row, how: &How::default(), visibility: Visibility::Shown, trail: None };
        let (values, known) = self.fields(node, ty, here);
        (known > 0).then(|| Record { values, origin: Origin { table, line: row.line } })
    }

    /// One value of a type.
    pub(super) fn value(&mut self, node: &Node<'_>, ty: &Type, here: Here<'_>) -> Value {
        let shape = node.shape();
        match (ty, &shape) {
            (_, Shape::Blank) => here.how.labels.and_then(|labels| labels.get("")).cloned().unwrap_or(Value::ABSENT),
            (_, Shape::Text(_) | Shape::Number(_) | Shape::Bool(_)) if here.how.labels.is_some() => {
                self.label(node, here)
            }
            (Type::Choice(choice), Shape::Text(_) | Shape::Number(_) | Shape::Bool(_)) => {
                self.member(node, choice, here)
            }
            (Type::Record(ty), Shape::Record) if self.change.as_ref().is_some_and(|change| Arc::ptr_eq(change, ty)) => {
                self.change(node, ty, here)
            }
            (Type::Record(ty), Shape::Record) => {
                let (values, _) = self.fields(node, ty, here);
                Value::Record(Box::new(Record { values, origin: Origin::INHERITED }))
            }
            (Type::List(item), Shape::List) => {
                Value::List(node.items().map(|node| self.value(&node, item, here)).collect())
            }
            (Type::Money, Shape::Record) => match money_record(node, here.how.unit, self.frame.currency) {
                Ok(value) => value,
                Err(why) => self.unfit(node, ty, why, here),
            },
            _ => match scalar(&shape, ty, here.how.formats, here.how.unit, self.frame) {
                Ok(value) => value,
                Err(why) => self.unfit(node, ty, why, here),
            },
        }
    }

    /// The values of a record by slot, and how many keys were fields.
    pub(super) fn fields(&mut self, node: &Node<'_>, ty: &RecordType, here: Here<'_>) -> (Box<[Value]>, usize) {
        let mut values = vec![Value::ABSENT; ty.fields.len()];
        let mut seen = vec![false; ty.fields.len()];
        let (mut known, mut next) = (0, 0);
        for (key, node) in node.entries() {
            // Documents mostly keep one order of keys, so the next field is tried first.
            let expected = ty.fields.get(next).filter(|field| field.name == key).map(|field| (next, field));
            let Some((slot, field)) = expected.or_else(|| ty.find(&key)) else {
                self.unknown_key(&key, &node, ty, here);
                continue;
            };
            next = slot + 1;
            known += 1;
            let trail = Trail { around: here.trail, name: &field.name };
            let visibility = if field.private { Visibility::Private } else { here.visibility };
            let inside = Here { trail: Some(&trail), visibility, ..here };
            if seen.get(slot) == Some(&true) {
                let problem = Diagnostic::error("deals/duplicate-key", format!("`{}` stands twice", inside.name()))
                    .note("the last one is read")
                    .help("keep one of them");
                self.report(problem, &node, inside);
            }
            let value = self.value(&node, &field.ty, inside);
            if let (Some(place), Some(seen)) = (values.get_mut(slot), seen.get_mut(slot)) {
                *place = value;
                *seen = true;
            }
        }
        (values.into(), known)
    }

    fn unknown_key(&mut self, key: &str, node: &Node<'_>, ty: &RecordType, here: Here<'_>) {
        // An export has columns that no mapping asks for.
        if here.how.column.is_some() {
            return;
        }
        let shown: String = key.chars().take(100).collect();
        let path = Trail { around: here.trail, name: &shown }.show();
        let team = here.trail.is_some_and(|trail| trail.around.is_none() && trail.name == "team");
        let known = match self.subject {
            Subject::People => Known::People(&ty.fields),
            Subject::Deals if team => Known::Roles(&ty.fields),
            Subject::Deals => Known::Fields(&ty.fields),
        };
        let at = here.row.position(node, &mut self.mark);
        self.log.unknown_key(&here.row.sheet.name, path, &shown, known, at);
    }

    /// A label that the mapping translates.
    fn label(&mut self, node: &Node<'_>, here: Here<'_>) -> Value {
        let Some((text, labels)) = node.text().zip(here.how.labels) else { return Value::Missing(Gap::Unmapped) };
        let text = text.trim();
        if let Some(value) = labels.get(text) {
            return value.clone();
        }
        let known = labels.keys().map(String::as_str);
        let message = format!("the map of `{}` does not have the label `{}`", here.name(), shortened(text));
        let help = || near(text, known).unwrap_or_else(|| "add it to the map of the column".to_owned());
        self.unknown_label(text, message, help, node, here)
    }

    /// A member of an enumeration by its name.
    fn member(&mut self, node: &Node<'_>, choice: &Choice, here: Here<'_>) -> Value {
        let text = node.text().unwrap_or_default();
        let text = text.trim();
        if let Some(place) = choice.place(text) {
            return Value::Choice(place);
        }
        let known = choice.members.iter().map(String::as_str);
        let shown = shortened(text);
        let message = match choice.name.as_str() {
            "" => format!("`{shown}` is not one of the values of `{}`", here.name()),
            name => format!("no {name} is named `{shown}`"),
        };
        let listed = crate::diagnostic::or_list(known.clone().take(12));
        let more = if choice.members.len() > 12 { " or others" } else { "" };
        let help = || near(text, known).unwrap_or_else(|| format!("use {listed}{more}"));
        self.unknown_label(text, message, help, node, here)
    }

    pub(super) fn unknown_label(
        &mut self,
        text: &str,
        message: String,
        help: impl FnOnce() -> String,
        node: &Node<'_>,
        here: Here<'_>,
    ) -> Value {
        let code = "deals/unknown-label";
        let together = format!("`{}` has labels that are not known", here.name());
        let telling = match here.visibility {
            Visibility::Shown => self.log.telling(code, &here.row.sheet.name, &here.name(), text),
            Visibility::Private => Telling::Together,
        };
        let mut problem = match telling {
            Telling::First => Diagnostic::error(code, message).help(help()),
            Telling::Again => Diagnostic::error(code, message),
            Telling::Together => Diagnostic::error(code, together),
        };
        if let Some(span) = here.how.span {
            problem = problem.at(span, "read by this line");
        }
        self.report(problem, node, here);
        Value::Missing(Gap::Unmapped)
    }

    fn unfit(&mut self, node: &Node<'_>, ty: &Type, why: Unfit, here: Here<'_>) -> Value {
        let reason = if why.is_empty() { String::new() } else { format!(": {why}") };
        let message = format!("`{}` holds something that is not {}{reason}", here.name(), article(ty));
        let mut problem = Diagnostic::error("deals/unreadable-value", message);
        if let (Visibility::Shown, Some(text)) = (here.visibility, node.text()) {
            problem = problem.note(format!("the first of these is `{}`", shortened(&text)));
        }
        if let Some(span) = here.how.span {
            problem = problem.at(span, "read by this line");
        }
        self.report(problem.maybe_help(help(ty, here.how)), node, here);
        Value::Missing(Gap::Unreadable)
    }

    fn report(&mut self, problem: Diagnostic, node: &Node<'_>, here: Here<'_>) {
        let at = here.row.position(node, &mut self.mark);
        self.log.add(problem, &here.row.sheet.name, &here.name(), at);
    }
}

/// Text for a message: one line, not too long.
pub(super) fn shortened(text: &str) -> String {
    let line: String = text.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).take(81).collect();
    match line.char_indices().nth(80) {
        Some((at, _)) => format!("{}…", line.get(..at).unwrap_or_default()),
        None => line,
    }
}

/// The last part of a file's name, for messages whose place has it whole.
pub(super) fn base_name(name: &str) -> &str {
    name.rsplit(['/', '\\']).next().unwrap_or(name)
}

fn article(ty: &Type) -> &'static str {
    match ty {
        Type::Text => "text",
        Type::Bool => "true or false",
        Type::Integer => "a whole number",
        Type::Number => "a number",
        Type::Percent => "a percent",
        Type::Money => "an amount of money",
        Type::Date => "a date",
        Type::DateTime => "a moment",
        Type::Duration => "a length of time",
        Type::Person => "a person",
        Type::Choice(_) => "a name",
        Type::Record(_) => "a record",
        Type::List(_) => "a list",
        Type::Any => "a value",
    }
}

fn help(ty: &Type, how: &How<'_>) -> Option<String> {
    let text = match (ty, how.formats) {
        (Type::Date | Type::DateTime, [_, ..]) => {
            let expected = crate::diagnostic::or_list(how.formats.iter().map(String::as_str));
            return Some(format!("the mapping expects it as {expected}"));
        }
        (Type::Date, _) if how.column.is_some() => {
            "say how the column writes dates, for instance `as \"%d/%m/%Y\"`; without it `2026-09-03` is read"
        }
        (Type::DateTime, _) if how.column.is_some() => {
            "say how the column writes moments, for instance `as \"%d/%m/%Y %H:%M\"`; without it `2026-09-03 14:30` is read"
        }
        (Type::Date, _) => "write it as `2026-09-03`",
        (Type::DateTime, _) => "write it as `2026-09-03T14:30+08:00`, or as a day",
        (Type::Bool, _) => "write `true` or `false`, or map the labels: `{ \"yes\" = true, \"no\" = false }`",
        (Type::Percent, _) => "write `15%` or `0.15`",
        (Type::Money, _) => "write `1500.00 CNY`, or a number alone in the currency of the playbook or the mapping",
        (Type::Duration, _) => "write it as `30 days`",
        (Type::List(_), _) if how.column.is_some() => "fill lists from a table of their own: `contacts from FILE on …`",
        _ => return None,
    };
    Some(text.to_owned())
}
