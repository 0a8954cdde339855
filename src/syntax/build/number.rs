//! Numbers, amounts, lengths of time and days, as values.

use std::str::FromStr;

use chrono::{DateTime, FixedOffset, NaiveDate};

use crate::diagnostic::{Diagnostic, did_you_mean};
use crate::source::{Span, Spanned};
use crate::syntax::Literal;
use crate::syntax::build::Builder;
use crate::syntax::grammar::Node;
use crate::syntax::grammar::Rule;
use crate::value::{Currency, Decimal, Duration, Money, parse_number, scaled};

/// The units of time as written, in the plural.
const UNITS: [&str; 11] = [
    "seconds",
    "minutes",
    "hours",
    "days",
    "working days",
    "working hours",
    "working minutes",
    "weeks",
    "months",
    "quarters",
    "years",
];

impl Builder {
    /// A number as written.
    pub(super) fn number(&mut self, node: &Node<'_>) -> Option<Decimal> {
        let parsed = parse_number(node.text());
        if parsed.is_none() {
            self.problems.push(
                Diagnostic::error(
                    "syntax/bad-number",
                    format!("`{}` is not a number that can be kept exactly", node.text()),
                )
                .at(node.span(), "more than 28 digits, or `_` in a wrong place")
                .help("write digits, `_` between them and a decimal point: `1_500.50`"),
            );
        }
        parsed
    }

    /// `8M CNY`, `15%`, `30 working days`, `3`
    pub(super) fn quantity(&mut self, node: &Node<'_>) -> Spanned<Literal> {
        let value = self.measured(node).unwrap_or(Literal::Bad);
        Spanned::new(value, node.span())
    }

    fn measured(&mut self, node: &Node<'_>) -> Option<Literal> {
        let number = self.number(&node.child(Rule::number)?)?;
        let suffix = node.child(Rule::suffix);
        let measure = node.child(Rule::measure);
        let suffix_text = suffix.as_ref().map_or("", |suffix| suffix.text());
        if suffix_text == "%" {
            if let Some(measure) = measure {
                self.problems.push(
                    Diagnostic::error("syntax/bad-unit", format!("a percentage has no unit `{}`", measure.text()))
                        .at(measure.span(), "remove it"),
                );
                return None;
            }
            return self.within(number.checked_mul(Decimal::new(1, 2)), node).map(Literal::Percent);
        }
        let Some(factor) = scaled(suffix_text) else {
            let span = suffix.map_or(node.span(), |suffix| suffix.span());
            self.bad_suffix(suffix_text, node, span);
            return None;
        };
        let scaled = self.within(number.checked_mul(factor), node)?;
        let Some(measure) = measure else { return Some(Literal::Number(scaled)) };
        let unit = measure.text().split_whitespace().collect::<Vec<&str>>().join(" ");
        if let Ok(currency) = Currency::from_str(&unit) {
            return Some(Literal::Money(Money { amount: scaled, currency }));
        }
        self.timed(scaled, &unit, node, &measure).map(Literal::Duration)
    }

    fn timed(&mut self, count: Decimal, unit: &str, node: &Node<'_>, measure: &Node<'_>) -> Option<Duration> {
        if Duration::of(1, unit).is_none() {
            self.bad_unit(unit, measure.span());
            return None;
        }
        let whole = count.is_integer().then(|| i64::try_from(count.trunc()).ok()).flatten();
        let length = whole.and_then(|whole| Duration::of(whole, unit)).filter(|length| length.count >= 0);
        if length.is_none() {
            self.problems.push(
                Diagnostic::error("syntax/bad-duration", format!("`{}` is not a length of time", node.text()))
                    .at(node.span(), "not a whole number of units that can be counted")
                    .help("write a whole number; half a day is `12 hours`"),
            );
        }
        length
    }

    /// `30days`, `5m CNY`
    fn bad_suffix(&mut self, suffix: &str, node: &Node<'_>, span: Span) {
        let number = node.child(Rule::number).map(|number| number.text()).unwrap_or_default();
        let help = if Duration::of(1, suffix).is_some() || Currency::from_str(suffix).is_ok() {
            format!("write `{number} {suffix}`, with a blank")
        } else if suffix == "m" || suffix == "mio" || suffix == "mn" {
            "a million is written `M`".to_owned()
        } else if suffix == "K" {
            "a thousand is written `k`".to_owned()
        } else {
            "a number may end with `k`, `M`, `B`, `万`, `亿` or `%`".to_owned()
        };
        self.problems.push(
            Diagnostic::error("syntax/bad-unit", format!("`{suffix}` is not known behind a number"))
                .at(span, "not known")
                .help(help),
        );
    }

    fn bad_unit(&mut self, unit: &str, span: Span) {
        let help = match did_you_mean(unit, UNITS) {
            _ if Currency::from_str(&unit.to_uppercase()).is_ok() => {
                format!("a currency is written `{}`", unit.to_uppercase())
            }
            Some(near) => format!("did you mean `{near}`?"),
            None => {
                "write a currency (`CNY`) or a unit of time (`days`, `working days`, `hours`, `months` …)".to_owned()
            }
        };
        self.problems.push(
            Diagnostic::error("syntax/unknown-unit", format!("no unit is named `{unit}`"))
                .at(span, "not known")
                .help(help),
        );
    }

    fn within(&mut self, number: Option<Decimal>, node: &Node<'_>) -> Option<Decimal> {
        if number.is_none() {
            self.problems.push(
                Diagnostic::error("syntax/bad-number", format!("`{}` is too large", node.text()))
                    .at(node.span(), "more than 28 digits"),
            );
        }
        number
    }

    /// The length of time of a clause.
    pub(super) fn duration_of(&mut self, node: &Node<'_>) -> Option<Spanned<Duration>> {
        let quantity = node.child(Rule::duration)?.child(Rule::quantity)?;
        self.duration(&quantity)
    }

    /// A quantity that must be a length of time.
    pub(super) fn duration(&mut self, quantity: &Node<'_>) -> Option<Spanned<Duration>> {
        let value = self.quantity(quantity);
        match value.value {
            Literal::Duration(length) => Some(Spanned::new(length, value.span)),
            Literal::Bad => None,
            _ => {
                self.problems.push(
                    Diagnostic::error(
                        "syntax/not-a-duration",
                        format!("`{}` is not a length of time", quantity.text()),
                    )
                    .at(value.span, "a unit of time is missing")
                    .help("write `30 days`, `10 working days`, `6 hours` or `3 months`"),
                );
                None
            }
        }
    }

    /// The day of a clause.
    pub(super) fn date_of(&mut self, node: &Node<'_>) -> Option<Spanned<NaiveDate>> {
        let date = node.child(Rule::date)?;
        self.date(&date)
    }

    /// `2026-06-30`
    pub(super) fn date(&mut self, node: &Node<'_>) -> Option<Spanned<NaiveDate>> {
        let text = node.text();
        let parts: Vec<&str> = text.split('-').collect();
        let lengths: Vec<usize> = parts.iter().map(|part| part.len()).collect();
        let parsed = NaiveDate::parse_from_str(text, "%Y-%m-%d").ok();
        match parsed {
            Some(day) if lengths == [4, 2, 2] => Some(Spanned::new(day, node.span())),
            other => {
                let (label, help) = match other.filter(|_| lengths.first() == Some(&4)) {
                    Some(day) => ("written otherwise", format!("write `{day}`")),
                    None => ("no such day", "write year, month and day: `2026-06-30`".to_owned()),
                };
                self.problems.push(
                    Diagnostic::error("syntax/bad-date", format!("`{text}` is not a day of the calendar"))
                        .at(node.span(), label)
                        .help(help),
                );
                None
            }
        }
    }

    /// `2026-06-30T18:00+08:00`
    pub(super) fn moment(&mut self, node: &Node<'_>) -> Option<DateTime<FixedOffset>> {
        let text = node.text();
        let zoned = text.strip_suffix('Z').map_or_else(|| text.to_owned(), |local| format!("{local}+00:00"));
        let forms = ["%Y-%m-%dT%H:%M%:z", "%Y-%m-%dT%H:%M:%S%.f%:z"];
        let parsed = forms.iter().find_map(|form| DateTime::parse_from_str(&zoned, form).ok());
        if parsed.is_none() {
            self.problems.push(
                Diagnostic::error("syntax/bad-moment", format!("`{text}` is not a moment"))
                    .at(node.span(), "no such moment, or no offset")
                    .help("write day, time and offset: `2026-06-30T18:00+08:00`"),
            );
        }
        parsed
    }
}
