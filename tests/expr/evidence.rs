//! Evidence trees and the inputs of a finding.

use std::fmt::Write;

use tollgate::expr;
use tollgate::expr::Evidence;
use tollgate::expr::Outcome;
use tollgate::value::Step;

use super::support::World;
use super::support::check;
use super::support::world;

const CONDITIONS: [&str; 8] = [
    "amount >= 5M CNY && discount <= 15%",
    "!(discount > 10%) || visits > 10",
    r#"contacts.some(|c| c.role == "decision_maker" && c.level >= 5)"#,
    r#"contacts.filter(|c| c.role == "user").all(|c| c.level >= 2)"#,
    "price_gap / list_price < 10%",
    r#"if strategic { account.tier == "S" } else { amount > 1 CNY }"#,
    "score / (visits - 7) > 1",
    "holder(SR) != owner && time_in(bid) < 10 days",
];

fn tree(world: &World, evidence: &Evidence, depth: usize, out: &mut String) {
    let outcome = match &evidence.outcome {
        Outcome::Value(value) if value.is_missing() => format!("{value:?}"),
        Outcome::Value(value) => expr::show(value, &evidence.ty).into(),
        other => format!("{other:?}"),
    };
    let path = evidence.path.as_ref().map(|path| format!(" [{}]", Step::show(path, &world.schema.deal)));
    writeln!(out, "{:indent$}{} = {outcome}{}", "", evidence.text, path.unwrap_or_default(), indent = depth * 2)
        .unwrap();
    for part in &evidence.parts {
        tree(world, part, depth + 1, out);
    }
}

#[test]
fn every_part_shows_what_it_came_to() {
    let mut world = world();
    let price_gap = check(&world, "list_price - amount");
    world.lets.add("price_gap", price_gap);
    let mut out = String::new();
    for condition in CONDITIONS {
        let expr = check(&world, condition);
        for (name, deal) in [("full", world.full()), ("partial", world.partial())] {
            let env = world.env(&deal);
            writeln!(out, "# {name}").unwrap();
            tree(&world, &expr::explain(&expr, &env), 0, &mut out);
            let inputs = expr::inputs(&expr, &env);
            for seen in inputs.seen {
                let path = Step::show(&seen.path, &world.schema.deal);
                let expected = seen.expected.unwrap_or_default();
                writeln!(out, "  seen {path} = {} {expected}", expr::show(&seen.value, &seen.ty)).unwrap();
            }
            for open in inputs.gaps {
                let path = Step::show(&open.path, &world.schema.deal);
                writeln!(out, "  open {path} {:?} `{}`", open.gap, open.text).unwrap();
            }
        }
    }
    insta::with_settings!({ omit_expression => true }, { insta::assert_snapshot!(out) });
}

#[test]
fn reads_name_fields_through_lists() {
    let world = world();
    let expr = check(&world, r#"contacts.filter(|c| c.level > 1).some(|d| d.role == "user") && account.name != """#);
    let reads: Vec<String> = expr
        .reads()
        .iter()
        .map(|path| path.iter().map(|step| format!("{step:?}")).collect::<Vec<_>>().join(" "))
        .collect();
    insta::assert_snapshot!(reads.join("\n"), @r"
    Field(22)
    Field(22) Field(2)
    Field(22) Field(1)
    Field(21)
    Field(21) Field(0)
    ");
}
