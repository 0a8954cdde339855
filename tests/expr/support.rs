//! A small schema, a few deals, and what to do with a file of conditions.

use std::fmt::Write;
use std::path::Path;
use std::sync::Arc;

use chrono::DateTime;
use chrono::FixedOffset;
use chrono::NaiveDate;
use tollgate::diagnostic::Diagnostic;
use tollgate::expr;
use tollgate::expr::Answer;
use tollgate::expr::Env;
use tollgate::expr::Expr;
use tollgate::expr::Lets;
use tollgate::expr::Modules;
use tollgate::expr::Scope;
use tollgate::expr::Wanted;
use tollgate::source::FileId;
use tollgate::source::Sources;
use tollgate::source::Span;
use tollgate::value::Calendar;
use tollgate::value::Choice;
use tollgate::value::Currency;
use tollgate::value::Decimal;
use tollgate::value::Duration;
use tollgate::value::Field;
use tollgate::value::Gap;
use tollgate::value::Moment;
use tollgate::value::Money;
use tollgate::value::Names;
use tollgate::value::Origin;
use tollgate::value::Rates;
use tollgate::value::Record;
use tollgate::value::RecordType;
use tollgate::value::Schema;
use tollgate::value::Type;
use tollgate::value::Unit;
use tollgate::value::Value;

pub struct World {
    pub schema: Schema,
    pub lets: Lets,
    pub modules: Modules,
    pub locals: Vec<(String, Type)>,
    pub calendar: Calendar,
    pub sources: Sources,
    pub rates: Rates,
}

pub fn cny() -> Currency {
    "CNY".parse().unwrap()
}

pub fn world() -> World {
    let names = Names {
        stages: Arc::new(Choice::new("stage", ["lead", "opportunity", "bid", "contract", "lost"])),
        roles: Arc::new(Choice::new("role", ["AR", "SR"])),
        approvals: Arc::new(Choice::new("approval", ["ATI", "ATB"])),
    };
    let record = |fields: Vec<Field>| Type::Record(Arc::new(RecordType::new(fields)));
    let choice = |members: &[&str]| Type::Choice(Arc::new(Choice::new("", members.iter().copied())));
    let fields = [
        Field::new("amount", Type::Money),
        Field::new("list_price", Type::Money),
        Field::new("discount", Type::Percent),
        Field::new("score", Type::Number),
        Field::new("visits", Type::Integer),
        Field::new("close_date", Type::Date),
        Field::new("signed_at", Type::DateTime),
        Field::new("cycle", Type::Duration),
        Field::new("next_step", Type::Text),
        Field::new("strategic", Type::Bool),
        Field::new(
            "account",
            record(vec![Field::new("name", Type::Text), Field::new("tier", choice(&["C", "B", "A", "S"]))]),
        ),
        Field::new(
            "contacts",
            Type::list(record(vec![
                Field::new("name", Type::Text),
                Field::new("role", choice(&["decision_maker", "influencer", "user"])),
                Field::new("level", Type::Integer),
                Field::new("budget", Type::Money),
            ])),
        ),
        Field::new("tags", Type::list(Type::Text)),
    ];
    World {
        schema: Schema::new(names, fields),
        lets: Lets::default(),
        modules: Modules::default(),
        locals: Vec::new(),
        calendar: Calendar::default(),
        sources: Sources::default(),
        rates: Rates::default(),
    }
}

impl World {
    pub fn scope(&self) -> Scope<'_> {
        Scope {
            schema: &self.schema,
            lets: &self.lets,
            modules: &self.modules,
            locals: &self.locals,
            currency: Some(cny()),
        }
    }

    pub fn env<'a>(&'a self, deal: &'a Record) -> Env<'a> {
        Env {
            deal,
            today: date("2026-06-15"),
            now: moment("2026-06-15T12:00:00+08:00"),
            calendar: &self.calendar,
            schema: &self.schema,
            lets: &self.lets,
            modules: &self.modules,
            locals: &[],
            local_paths: &[],
            currency: Some(cny()),
            rates: &self.rates,
            gates: None,
            memo: None,
        }
    }

    pub fn slot(&self, name: &str) -> usize {
        self.schema.deal.find(name).unwrap().0
    }

    pub fn deal(&self, values: Vec<(&str, Value)>) -> Record {
        let mut deal = Record::empty(self.schema.deal.fields.len());
        for (name, value) in values {
            deal.values[self.slot(name)] = value;
        }
        deal
    }

    /// Everything filled.
    pub fn full(&self) -> Record {
        let entry = |stage: u16, at: &str| record(vec![Value::Choice(stage), when(at), Value::ABSENT, Value::ABSENT]);
        let event = |name: &str, at: &str| record(vec![text(name), when(at), Value::ABSENT, Value::ABSENT]);
        self.deal(vec![
            ("id", text("D-1")),
            ("name", text("Alpha")),
            ("stage", Value::Choice(2)),
            ("owner", text("wang")),
            ("created_at", when("2026-01-05T09:00:00+08:00")),
            ("team", record(vec![text("wang"), text("li")])),
            (
                "history",
                Value::List(vec![
                    entry(0, "2026-01-05T09:00:00+08:00"),
                    entry(1, "2026-02-01T09:00:00+08:00"),
                    entry(0, "2026-03-01T09:00:00+08:00"),
                    entry(1, "2026-03-11T09:00:00+08:00"),
                    entry(2, "2026-06-01T12:00:00+08:00"),
                ]),
            ),
            (
                "events",
                Value::List(vec![
                    event("offer", "2026-03-01T09:00:00+08:00"),
                    event("call", "2026-03-03T09:00:00+08:00"),
                    event("accept", "2026-03-05T09:00:00+08:00"),
                ]),
            ),
            ("amount", money(8_000_000)),
            ("list_price", money(10_000_000)),
            ("discount", percent("0.2")),
            ("score", percent("61.5")),
            ("visits", Value::Number(7.into())),
            ("close_date", Value::Date(date("2026-07-31"))),
            ("signed_at", when("2026-06-14T23:30:00+08:00")),
            ("cycle", Value::Duration(Duration::new(30, Unit::Days))),
            ("next_step", text("Send the offer")),
            ("strategic", Value::Bool(true)),
            ("account", record(vec![text("ACME"), Value::Choice(2)])),
            (
                "contacts",
                Value::List(vec![
                    record(vec![text("Ann"), Value::Choice(0), Value::Number(4.into()), money(100)]),
                    record(vec![text("Bob"), Value::Choice(2), Value::Number(1.into()), money(50)]),
                ]),
            ),
            ("tags", Value::List(vec![text("key"), text("public")])),
        ])
    }

    /// Gaps of every kind among values.
    pub fn partial(&self) -> Record {
        let mut deal = self.full();
        let mut set = |name: &str, value: Value| deal.values[self.schema.deal.find(name).unwrap().0] = value;
        set("discount", Value::ABSENT);
        set("list_price", Value::Missing(Gap::Unreadable));
        set("next_step", text("  "));
        set("signed_at", Value::Moment(Moment::Day(date("2026-06-15"))));
        set("account", record(vec![text("ACME"), Value::Missing(Gap::Unmapped)]));
        set("team", record(vec![text("wang"), Value::ABSENT]));
        set(
            "contacts",
            Value::List(vec![
                record(vec![text("Ann"), Value::Choice(0), Value::ABSENT, Value::ABSENT]),
                record(vec![text("Bob"), Value::Choice(2), Value::Number(1.into()), money(50)]),
            ]),
        );
        set("tags", Value::List(Vec::new()));
        deal
    }

    pub fn bare(&self) -> Record {
        self.deal(Vec::new())
    }

    /// Checks every line of a text; a line `let x = …` adds a computed field, `message …` is a template.
    pub fn lines(&mut self, name: &str, text: &str, mut each: impl FnMut(&World, &str, Line)) {
        let file = self.sources.add(name, text);
        let mut start = 0;
        for line in text.split_inclusive('\n') {
            let at = start;
            start += line.len();
            let body = line.trim_end().to_owned();
            if body.is_empty() || body.starts_with("//") {
                continue;
            }
            if let Some(rest) = body.strip_prefix("message ") {
                let span = Span::new(file, at + 8, at + body.len());
                let checked = expr::check_template(rest, span, &self.scope());
                each(self, &body, Line::Message(checked.value, checked.diagnostics));
                continue;
            }
            let (name, offset) = match body.strip_prefix("let ").and_then(|rest| rest.split_once(" = ")) {
                Some((name, _)) => (Some(name.to_owned()), 4 + name.len() + 3),
                None => (None, 0),
            };
            let condition = &body[offset..];
            let wanted = if name.is_some() || condition.starts_with("= ") { Wanted::Any } else { Wanted::Truth };
            let shift = if condition.starts_with("= ") { 2 } else { 0 };
            let condition = &condition[shift..];
            let offset = offset + shift;
            let checked = expr::check(condition, Span::new(file, at + offset, at + body.len()), &self.scope(), &wanted);
            if let (Some(name), Some(expr)) = (name, &checked.value) {
                self.lets.add(name, expr.clone());
            }
            each(self, &body, Line::Condition(checked.value, checked.diagnostics));
        }
    }

    pub fn show(&self, diagnostics: &[Diagnostic]) -> String {
        let mut out = String::new();
        for diagnostic in diagnostics {
            writeln!(out, "    {}: {}", diagnostic.code, diagnostic.message).unwrap();
            for label in &diagnostic.labels {
                let (_, from) = self.sources.place(label.span).unwrap();
                let written = self.sources.text(label.span).replace('\n', "⏎");
                writeln!(out, "      {}:{} `{written}` {}", from.line, from.column, label.text).unwrap();
            }
            if let Some(help) = &diagnostic.help {
                writeln!(out, "      help: {help}").unwrap();
            }
        }
        out
    }
}

pub enum Line {
    Condition(Option<Expr>, Vec<Diagnostic>),
    Message(Option<expr::Template>, Vec<Diagnostic>),
}

pub fn answer(answer: &Answer, ty: &Type) -> String {
    match answer {
        Answer::Known(value) => expr::show(value, ty).into(),
        Answer::Unknown(gap) => format!("unknown ({gap:?})"),
        Answer::Failed(failure) => {
            let place =
                failure.place.as_ref().map(|place| format!(" at {}:{}:{}", place.file, place.line, place.column));
            format!("failed: {}{}", failure.message, place.unwrap_or_default())
        }
    }
}

pub fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap()
}

pub fn check(world: &World, condition: &str) -> Expr {
    let checked = expr::check(condition, Span::new(FileId(0), 0, condition.len()), &world.scope(), &Wanted::Any);
    assert!(checked.diagnostics.is_empty(), "{condition}: {:#?}", checked.diagnostics);
    checked.value.unwrap()
}

pub fn text(text: &str) -> Value {
    Value::Text(text.into())
}

pub fn money(amount: i64) -> Value {
    Value::Money(Money { amount: Decimal::from(amount), currency: cny() })
}

pub fn percent(share: &str) -> Value {
    Value::Number(share.parse().unwrap())
}

pub fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub fn moment(text: &str) -> DateTime<FixedOffset> {
    DateTime::parse_from_rfc3339(text).unwrap()
}

pub fn when(text: &str) -> Value {
    Value::Moment(Moment::At(moment(text)))
}

pub fn record(values: Vec<Value>) -> Value {
    Value::Record(Box::new(Record { values: values.into(), origin: Origin::INHERITED }))
}
