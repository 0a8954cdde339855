//! Questions to events and to stays with pauses.

use std::fmt::Write;

use tollgate::expr;
use tollgate::value::Moment;
use tollgate::value::Record;
use tollgate::value::Value;

use super::support::Line;
use super::support::World;
use super::support::answer;
use super::support::check;
use super::support::date;
use super::support::read;
use super::support::record;
use super::support::text;
use super::support::when;
use super::support::world;

/// `2026-03-01`, `2026-03-01T09:00`; `?` is missing.
fn moment(written: &str) -> Value {
    match written {
        "?" => Value::ABSENT,
        _ if written.contains('T') => when(&format!("{written}:00+08:00")),
        _ => Value::Moment(Moment::Day(date(written))),
    }
}

/// `name@moment/person`
fn event(written: &str) -> Value {
    let (name, rest) = written.trim().split_once('@').unwrap();
    let (at, by) = rest.split_once('/').unwrap_or((rest, "?"));
    let word = |word: &str| if word == "?" { Value::ABSENT } else { text(word) };
    record(vec![word(name), moment(at), word(by), Value::ABSENT])
}

fn deal(world: &World, events: &str) -> Record {
    let events = match events.trim() {
        "?" => Value::ABSENT,
        "" => Value::List(Vec::new()),
        written => Value::List(written.split(',').map(event).collect()),
    };
    world.deal(vec![("events", events), ("owner", text("wang"))])
}

#[test]
fn events_answer_over_each_deal() {
    insta::glob!("../", "fixtures/expr/events/*.txt", |path| {
        let written = read(path);
        let (deals, conditions): (Vec<&str>, Vec<&str>) = written.lines().partition(|line| line.starts_with("deal "));
        let mut out = String::new();
        world().lines("events.txt", &conditions.join("\n"), |world, line, checked| {
            writeln!(out, "{line}").unwrap();
            for named in &deals {
                let (name, events) = named.trim_start_matches("deal ").split_once('=').unwrap();
                let deal = deal(world, events);
                let said = match &checked {
                    Line::Condition(Some(expr), _) => answer(&expr::eval(expr, &world.env(&deal)), expr.ty()),
                    Line::Message(Some(template), _) => {
                        expr::render(template, &world.env(&deal), "en", "(missing)", false)
                    }
                    Line::Condition(None, problems) | Line::Message(None, problems) => {
                        panic!("{line}: {}", world.show(problems))
                    }
                };
                writeln!(out, "    {}: {said}", name.trim()).unwrap();
            }
        });
        insta::with_settings!({ description => written.trim_end(), omit_expression => true }, {
            insta::assert_snapshot!(out)
        });
    });
}

/// Many events, and the slow way because some are known only by the day: no run stands still.
#[test]
fn thousands_of_events_end() {
    let world = world();
    let events = |day: &str| (0..3000).map(|at| format!("{}@{day}", ["a", "b", "x"][at % 3])).collect::<Vec<_>>();
    let condition = check(&world, "never_between(\"x\", \"a\", \"b\") && precedes(\"a\", \"b\")");
    for day in ["2026-03-01", "2026-03-01T09:00"] {
        let deal = deal(&world, &events(day).join(","));
        expr::decide(&condition, &world.env(&deal)).unwrap();
    }
}

#[track_caller]
fn time_in(pauses: Value, wanted: &str) {
    let world = world();
    let mut deal = world.full();
    deal.values[world.slot("pauses")] = pauses;
    let expr = check(&world, "time_in(bid)");
    assert_eq!(answer(&expr::eval(&expr, &world.env(&deal)), expr.ty()), wanted);
}

/// The deal is in `bid` from 2026-06-01 12:00, and it is 2026-06-15 12:00.
#[test]
fn a_pause_stops_the_clock_of_a_stage() {
    let pause = |from: &str, until: &str| record(vec![moment(from), moment(until), text("holiday")]);
    time_in(Value::ABSENT, "14 days");
    time_in(Value::List(Vec::new()), "14 days");
    time_in(Value::List(vec![pause("2026-06-03T12:00", "2026-06-04T18:00")]), "12 days 18 hours");
    time_in(Value::List(vec![pause("2026-06-03", "2026-06-04")]), "12 days");
    time_in(Value::List(vec![pause("2026-06-13T12:00", "?")]), "12 days");
    time_in(Value::List(vec![pause("2026-05-01", "2026-05-30")]), "14 days");
    time_in(Value::List(vec![pause("?", "2026-06-04")]), "unknown (Absent)");
}
