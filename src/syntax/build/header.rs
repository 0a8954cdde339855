use std::str::FromStr;

use chrono::Weekday;

use crate::diagnostic::{Diagnostic, did_you_mean, or_list};
use crate::source::Spanned;
use crate::syntax::build::Builder;
use crate::syntax::build::Seen;
use crate::syntax::build::text::as_path;
use crate::syntax::build::text::name_of;
use crate::syntax::grammar::Node;
use crate::syntax::grammar::Rule;
use crate::syntax::vocabulary;
use crate::syntax::{Amend, Base, Calendar, DayRange, Include, Playbook, Remove, Role, Use};
use crate::value::Currency;

/// The days of the week as written.
const WEEKDAYS: [(&str, Weekday); 7] = [
    ("monday", Weekday::Mon),
    ("tuesday", Weekday::Tue),
    ("wednesday", Weekday::Wed),
    ("thursday", Weekday::Thu),
    ("friday", Weekday::Fri),
    ("saturday", Weekday::Sat),
    ("sunday", Weekday::Sun),
];

impl Builder {
    pub(super) fn playbook(&mut self, node: &Node<'_>) -> Option<Playbook> {
        let mut playbook = Playbook {
            name: name_of(node)?,
            title: self.title_of(node),
            extends: node.child(Rule::extends).and_then(|base| self.base(&base)),
            version: None,
            currency: None,
            timezone: None,
            calendar: None,
            recorded_at_within: None,
            span: node.span(),
        };
        let mut seen = Seen::new();
        for clause in node.children() {
            match clause.rule() {
                Rule::junk | Rule::semicolon => self.junk(&clause, &vocabulary::PLAYBOOK),
                Rule::version if self.first(&mut seen, &clause) => playbook.version = self.text_of(&clause),
                Rule::currency_clause if self.first(&mut seen, &clause) => {
                    playbook.currency = clause.child(Rule::currency).and_then(|code| self.currency(&code));
                }
                Rule::timezone if self.first(&mut seen, &clause) => playbook.timezone = self.text_of(&clause),
                Rule::calendar_ref if self.first(&mut seen, &clause) => playbook.calendar = name_of(&clause),
                Rule::recorded_within if self.first(&mut seen, &clause) => {
                    playbook.recorded_at_within = self.duration_of(&clause);
                }
                _ => {}
            }
        }
        Some(playbook)
    }

    pub(super) fn calendar(&mut self, node: &Node<'_>) -> Option<Calendar> {
        let mut calendar = Calendar {
            name: name_of(node)?,
            title: self.title_of(node),
            weekend: None,
            holidays: Vec::new(),
            workdays: Vec::new(),
            hours: Vec::new(),
            span: node.span(),
        };
        let mut seen = Seen::new();
        for clause in node.children() {
            match clause.rule() {
                Rule::junk | Rule::semicolon => self.junk(&clause, &vocabulary::CALENDAR),
                Rule::weekend if self.first(&mut seen, &clause) => calendar.weekend = Some(self.weekdays(&clause)),
                Rule::holidays => calendar.holidays.extend(self.day_ranges(&clause)),
                Rule::workdays => calendar.workdays.extend(self.day_ranges(&clause)),
                Rule::hours if self.first(&mut seen, &clause) => calendar.hours = self.shifts(&clause),
                _ => {}
            }
        }
        Some(calendar)
    }

    fn weekdays(&mut self, node: &Node<'_>) -> Vec<Spanned<Weekday>> {
        let mut days = Vec::new();
        for name in self.names(node) {
            match WEEKDAYS.iter().find(|(word, _)| *word == name.value) {
                Some((_, day)) => days.push(Spanned::new(*day, name.span)),
                None => {
                    let words = || WEEKDAYS.iter().map(|(word, _)| *word);
                    let near = did_you_mean(&name.value, words()).map(|near| format!("did you mean `{near}`?"));
                    self.problems.push(
                        Diagnostic::error("syntax/unknown-weekday", format!("`{}` is no day of the week", name.value))
                            .at(name.span, "not known")
                            .help(near.unwrap_or_else(|| format!("write {}", or_list(words())))),
                    );
                }
            }
        }
        days
    }

    fn day_ranges(&mut self, node: &Node<'_>) -> Vec<DayRange> {
        let mut ranges = Vec::new();
        for range in node.all(Rule::day_range) {
            let days: Vec<_> = range.all(Rule::date).map(|date| self.date(&date)).collect();
            let (first, last) = match days.as_slice() {
                [Some(day)] => (day.value, day.value),
                [Some(first), Some(last)] => (first.value, last.value),
                _ => continue,
            };
            if last < first {
                self.problems.push(
                    Diagnostic::error("syntax/backward-range", "the range ends before it begins")
                        .at(range.span(), format!("{last} is before {first}"))
                        .help("write the earlier day first"),
                );
                continue;
            }
            // Longer than any holiday; a slip in the year would make a set of a million days.
            if (last - first).num_days() > 3_660 {
                self.problems.push(
                    Diagnostic::error("syntax/long-range", "the range is longer than ten years")
                        .at(range.span(), "")
                        .help("is a year misspelt?"),
                );
                continue;
            }
            ranges.push(DayRange { first, last, span: range.span() });
        }
        ranges
    }

    fn base(&mut self, node: &Node<'_>) -> Option<Base> {
        match node.child(Rule::shipped_name) {
            Some(name) => Some(Base::Shipped(name.spanned())),
            None => self.file_of(node, "base.playbook").map(Base::File),
        }
    }

    pub(super) fn remove(&mut self, node: &Node<'_>) -> Remove {
        Remove { names: node.all(Rule::path).map(|path| as_path(&path)).collect(), span: node.span() }
    }

    pub(super) fn amend(&mut self, node: &Node<'_>) -> Amend {
        let names = node.all(Rule::path).map(|path| as_path(&path)).collect();
        Amend { names, about: self.about_block(node), span: node.span() }
    }

    pub(super) fn include(&mut self, node: &Node<'_>) -> Option<Include> {
        let file = match node.child(Rule::shipped_name) {
            Some(name) => Base::Shipped(name.spanned()),
            None => Base::File(self.file_of(node, "other.playbook")?),
        };
        Some(Include { file, span: node.span() })
    }

    pub(super) fn use_module(&mut self, node: &Node<'_>) -> Option<Use> {
        Some(Use { file: self.file_of(node, "rules.rhai")?, span: node.span() })
    }

    fn file_of(&mut self, node: &Node<'_>, example: &str) -> Option<Spanned<String>> {
        let file = self.text_of(node)?;
        if file.value.trim().is_empty() {
            self.problems.push(
                Diagnostic::error("syntax/empty-file-name", "the name of the file is empty")
                    .at(file.span, "no file")
                    .help(format!("name a file: `\"{example}\"`")),
            );
            return None;
        }
        Some(file)
    }

    pub(super) fn role(&mut self, node: &Node<'_>) -> Option<Role> {
        Some(Role { name: name_of(node)?, title: self.title_of(node), span: node.span() })
    }

    /// A currency: three capital letters.
    pub(super) fn currency(&mut self, node: &Node<'_>) -> Option<Spanned<Currency>> {
        let code = node.text();
        match Currency::from_str(code) {
            Ok(currency) => Some(Spanned::new(currency, node.span())),
            Err(_) => {
                let upper = code.to_uppercase();
                let help = if Currency::from_str(&upper).is_ok() {
                    format!("write `{upper}`")
                } else {
                    "use the code of ISO 4217, like `CNY`, `EUR` or `USD`".to_owned()
                };
                self.problems.push(
                    Diagnostic::error("syntax/bad-currency", format!("`{code}` is not a currency"))
                        .at(node.span(), "not three capital letters")
                        .help(help),
                );
                None
            }
        }
    }
}
