use chrono_tz::Tz;

use crate::diagnostic::Diagnostic;
use crate::lower::cells;
use crate::lower::known::Known;
use crate::lower::known::find_field;
use crate::source::Span;
use crate::source::Spanned;
use crate::syntax;
use crate::syntax::Literal;
use crate::value::Gap;
use crate::value::Moment;
use crate::value::Path;
use crate::value::Record;
use crate::value::RecordType;
use crate::value::Step;
use crate::value::Type;
use crate::value::Value;

/// Reads literals as values of a deal.
pub(super) struct Reader<'a, 'd> {
    known: &'a Known<'a>,
    zone: Tz,
    pub diagnostics: &'d mut Vec<Diagnostic>,
    /// Where values stand, by their place in the deal.
    pub places: Vec<(Path, Span)>,
}

impl<'a, 'd> Reader<'a, 'd> {
    pub fn new(known: &'a Known<'a>, zone: Tz, diagnostics: &'d mut Vec<Diagnostic>) -> Reader<'a, 'd> {
        Reader { known, zone, diagnostics, places: Vec::new() }
    }

    /// A literal as a value of a type; `None` where it does not fit, which has been reported.
    pub fn value(&mut self, written: &Spanned<Literal>, ty: &Type, name: &str, path: &mut Path) -> Option<Value> {
        self.places.push((path.clone(), written.span));
        match (&written.value, ty) {
            (Literal::Missing, _) => Some(Value::ABSENT),
            (Literal::Member(word), _) if word == "unreadable" && !has_member(ty, word) => {
                Some(Value::Missing(Gap::Unreadable))
            }
            (Literal::Moment(at), Type::DateTime) => {
                Some(Value::Moment(Moment::At(at.with_timezone(&self.zone).fixed_offset())))
            }
            (Literal::List(items), Type::List(item)) => self.list(items, item, name, path),
            (Literal::Record(pairs), Type::Record(fields)) => {
                let record = self.record(pairs, fields, path)?;
                Some(Value::Record(Box::new(record)))
            }
            _ => self.scalar(written, ty, name),
        }
    }

    fn list(&mut self, items: &[Spanned<Literal>], ty: &Type, name: &str, path: &mut Path) -> Option<Value> {
        let mut values = Vec::new();
        for (at, item) in items.iter().enumerate() {
            path.push(Step::Item(at));
            values.push(self.value(item, ty, name, path));
            path.pop();
        }
        values.into_iter().collect::<Option<Vec<Value>>>().map(Value::List)
    }

    fn record(&mut self, pairs: &[(syntax::Path, Spanned<Literal>)], ty: &RecordType, at: &mut Path) -> Option<Record> {
        let mut record = Record::empty(ty.fields.len());
        let mut sound = true;
        let changed = self.changed(pairs, ty);
        for (key, literal) in pairs {
            let (slots, of) = match find_field(ty, key) {
                Ok(found) => found,
                Err(problem) => {
                    self.diagnostics.push(*problem);
                    sound = false;
                    continue;
                }
            };
            let is_of_change = of == Type::Any;
            let of = if is_of_change { changed.clone().unwrap_or(of) } else { of };
            let depth = at.len();
            at.extend(slots.iter().map(|slot| Step::Field(*slot)));
            let value = self.value(literal, &of, &key.text(), at);
            at.truncate(depth);
            match value {
                // Conditions know no enumeration there.
                Some(value) if is_of_change => record.put(ty, &slots, of.by_name(value)),
                Some(value) => record.put(ty, &slots, value),
                None => sound = false,
            }
        }
        sound.then_some(record)
    }

    /// The type of the field that an entry of `changes` is about: its `from` and `to` are values of that field.
    fn changed(&mut self, pairs: &[(syntax::Path, Spanned<Literal>)], ty: &RecordType) -> Option<Type> {
        ty.fields.iter().find(|field| field.ty == Type::Any)?;
        let (_, field) = pairs.iter().find(|(key, _)| key.text() == "field")?;
        let Literal::Text(name) = &field.value else { return None };
        let parts = name.split('.').map(|part| syntax::Name::new(part.to_owned(), field.span)).collect();
        self.known.field(&syntax::Path { parts, span: field.span }, self.diagnostics).map(|(_, ty)| ty)
    }

    fn scalar(&mut self, written: &Spanned<Literal>, ty: &Type, name: &str) -> Option<Value> {
        let mut found = Vec::new();
        let value = cells::value(written, ty, name, &mut found);
        let in_quotes = match (&written.value, ty) {
            (Literal::Member(word), Type::Text | Type::Person) => Some(format!("write it in quotes: `\"{word}\"`")),
            (_, Type::List(_)) => Some("write a list: `[ … ]`".to_owned()),
            (_, Type::Record(_)) => Some("write its fields: `{ … }`".to_owned()),
            _ => None,
        };
        for mut problem in found {
            problem.code = "lower/wrong-value";
            self.diagnostics.push(problem.maybe_help(in_quotes.clone()));
        }
        value
    }
}

fn has_member(ty: &Type, word: &str) -> bool {
    matches!(ty, Type::Choice(choice) if choice.place(word).is_some())
}
