//! Amounts in two currencies meet by the rate of the day of judgement, in conditions and in modules.

use std::fmt::Write;

use tollgate::expr;
use tollgate::expr::Modules;
use tollgate::source::Sources;
use tollgate::value::Money;
use tollgate::value::Rate;
use tollgate::value::Rates;

use super::support::answer;
use super::support::check;
use super::support::date;
use super::support::world;

const MODULE: &str = "
fn more(a, b) { a > b }
fn total(a, b) { a + b }
fn best(a, b) { [a, b].max() }
fn together(a, b) { [a, b].sum() }
fn in_order(a, b) { [a, b].sorted().first() }
fn there(a, b) { [a].contains(b) }
fn euro(a) { in_currency(a, \"EUR\") }
fn each(a, b) { [a, b].map(|x| in_currency(x, \"CNY\")).sum() }
";

/// The deal's amount is 8,000,000 CNY; the day is 2026-06-15.
const CONDITIONS: [&str; 25] = [
    "amount > 1M USD",
    "1M USD < amount",
    "amount >= 1126760.5633 USD",
    "amount + 1M USD",
    "1M USD + amount",
    "amount - 1M USD",
    "0 USD + amount",
    "amount + 0 USD",
    "amount / 1M USD",
    "710 CNY == 100 USD && 100 USD == 710 CNY",
    "710 CNY in [100 USD]",
    "amount in 1M USD..2M USD",
    "[7 CNY, 1 USD, 2 CNY].sum()",
    "[7 CNY, 1 USD].max()",
    "[7 CNY, 1 USD].min()",
    "in_currency(amount, \"USD\")",
    "in_currency(100 EUR, \"CNY\")",
    "in_currency(0 JPY, \"CNY\")",
    "in_currency(1 JPY, \"CNY\")",
    "in_currency(list_price, \"CNY\")",
    "amount > 1 JPY",
    "1 EUR > 1 USD",
    "more(amount, 1M USD) && total(710 CNY, 100 USD) == 1420 CNY && there(710 CNY, 100 USD)",
    "together(7 CNY, 1 USD) == 14.10 CNY && best(7 CNY, 1 USD) == 1 USD && in_order(8 CNY, 1 USD) == 1 USD && each(1 USD, 1 CNY) == 8.10 CNY",
    "more(amount, 1 JPY)",
];

#[test]
fn currencies_meet_by_the_rate_of_the_day() {
    let mut world = world();
    let mut sources = Sources::default();
    let file = sources.add("rules.rhai", MODULE);
    let mut modules = Modules::default();
    assert!(modules.compile(&sources, file).is_empty());
    world.modules = modules;
    let rate = |of: &str, worth: &str, from: Option<&str>| Rate {
        currency: of.parse().unwrap(),
        worth: Money { amount: worth.parse().unwrap(), currency: "CNY".parse().unwrap() },
        from: from.map(date),
    };
    let rates = [
        rate("USD", "6.90", None),
        rate("USD", "7.10", Some("2026-01-01")),
        rate("USD", "7.30", Some("2026-06-16")),
        rate("EUR", "8", None),
    ];
    let mut out = String::new();
    for condition in CONDITIONS {
        writeln!(out, "{condition}").unwrap();
        for (name, rates) in [("rates", rates.to_vec()), ("no rates", Vec::new())] {
            world.rates = Rates { rates };
            let expr = check(&world, condition);
            let deal = world.full();
            writeln!(out, "    {name}: {}", answer(&expr::eval(&expr, &world.env(&deal)), expr.ty())).unwrap();
        }
    }
    insta::with_settings!({ omit_expression => true }, { insta::assert_snapshot!(out) });
}
