//! Questions to approvals: who judges them is asked.

use std::fmt::Write;

use tollgate::expr;
use tollgate::expr::Gates;
use tollgate::expr::Standing;
use tollgate::value::Record;
use tollgate::value::Step;
use tollgate::value::Truth;
use tollgate::value::Value;

use super::support::World;
use super::support::answer;
use super::support::check;
use super::support::money;
use super::support::record;
use super::support::text;
use super::support::when;
use super::support::world;

/// ATI was given by the second entry; of ATB it is not known.
struct Judged(Standing);

impl Gates for Judged {
    fn standing(&self, gate: u16) -> Standing {
        if gate == 0 { self.0 } else { Standing { given: Truth::Unknown, record: None } }
    }
}

const CONDITIONS: [&str; 10] = [
    "approved(ATI)",
    "approved(\"ATI\") && !approved(ATB)",
    "approved(ATB)",
    "approval(ATI).by",
    "approval(ATI).at",
    "approval(ATI).covered.amount < amount",
    "approval(ATI).decision == \"approved\"",
    "approval(ATI).by ?? \"nobody\"",
    "approval(ATB).by ?? \"nobody\"",
    "present(approval(ATI).by) && approval(ATI).by != owner",
];

fn with_approvals(world: &World) -> Record {
    let mut deal = world.full();
    let declared = 11..world.schema.deal.fields.len();
    let covered = |amount: i64| {
        let of = |slot: usize| if slot == world.slot("amount") { money(amount) } else { Value::ABSENT };
        record(declared.clone().map(of).collect())
    };
    let entry = |by: &str, amount: i64| {
        let none = || Value::ABSENT;
        let (at, decision) = (when("2026-05-01T09:00:00+08:00"), Value::Choice(0));
        record(vec![
            Value::Choice(0),
            none(),
            text(by),
            decision,
            none(),
            none(),
            at,
            none(),
            none(),
            none(),
            covered(amount),
        ])
    };
    deal.values[world.slot("approvals")] = Value::List(vec![entry("li", 1), entry("zhao", 5_000_000)]);
    deal
}

#[test]
fn approvals_stand_as_their_judge_says() {
    let world = world();
    let deal = with_approvals(&world);
    let given = Judged(Standing { given: Truth::Yes, record: Some(1) });
    let refused = Judged(Standing { given: Truth::No, record: None });
    let beyond = Judged(Standing { given: Truth::Yes, record: Some(7) });
    let judges: [(&str, Option<&dyn Gates>); 4] =
        [("given", Some(&given)), ("not given", Some(&refused)), ("beyond", Some(&beyond)), ("nobody asked", None)];
    let mut out = String::new();
    for condition in CONDITIONS {
        let expr = check(&world, condition);
        writeln!(out, "{condition}").unwrap();
        for (name, gates) in judges {
            let env = expr::Env { gates, ..world.env(&deal) };
            writeln!(out, "    {name}: {}", answer(&expr::eval(&expr, &env), expr.ty())).unwrap();
            let inputs = expr::inputs(&expr, &env);
            let path = |path| Step::show(path, &world.schema.deal);
            for seen in &inputs.seen {
                writeln!(out, "        seen {} = {}", path(&seen.path), expr::show(&seen.value, &seen.ty)).unwrap();
            }
            for open in &inputs.gaps {
                writeln!(out, "        open {} {:?} `{}`", path(&open.path), open.gap, open.text).unwrap();
            }
        }
    }
    insta::with_settings!({ omit_expression => true }, { insta::assert_snapshot!(out) });
}

#[test]
fn an_environment_shows_itself() {
    let world = world();
    let deal = world.bare();
    let given = Judged(Standing { given: Truth::Yes, record: None });
    let env = expr::Env { gates: Some(&given), ..world.env(&deal) };
    assert!(format!("{env:?}").contains("gates: Some(Gates)"));
}
