//! rhai modules: what they compute, and that the fence holds.

use std::fmt::Write;

use tollgate::expr;
use tollgate::expr::Modules;
use tollgate::source::Sources;
use tollgate::value::Truth;

use super::support::World;
use super::support::answer;
use super::support::check;
use super::support::world;

const RULES: &str = include_str!("../fixtures/expr/modules/rules.rhai");

const CALLS: [&str; 55] = [
    "half(score)",
    "half(visits) == 3.5",
    "half(amount)",
    "big(amount)",
    "weak(contacts)",
    "share(amount, list_price)",
    "share(score, 0)",
    "not_more(discount)",
    "or_default(discount)",
    "gone(discount)",
    "gone(list_price)",
    "there(discount)",
    "same(discount, 20%)",
    "same_swapped(discount, 20%)",
    "same(discount, list_price)",
    "if_it(discount)",
    "both(strategic, discount)",
    "looped(tags)",
    "field_of(account)",
    "longer(discount)",
    "listed(visits)",
    "listed(discount)",
    "listed_self(discount)",
    "tiers(account)",
    "by_role(contacts)",
    "seven()",
    "exact()",
    "deadline(close_date)",
    "quarter(close_date)",
    "total(contacts)",
    "spell(account)",
    "unknown_call(amount)",
    "forever()",
    "deep(1)",
    "text_bomb()",
    "list_bomb()",
    "map_bomb()",
    "nest_bomb()",
    "index_bomb()",
    "says(next_step)",
    "nothing_at_all()",
    "map_result()",
    "not_yes(amount)",
    "shared_bomb()",
    "shown(discount)",
    "shown(visits)",
    "half(visits) > 3 && strategic",
    "half(visits) > 3 || forever()",
    "half(discount) > 3 || strategic",
    "half(next_step)",
    "sum_to(visits)",
    "sorted_names(contacts)",
    "flagged(contacts)",
    "grow()",
    "interned()",
];

fn with_rules(text: &str) -> (World, Vec<tollgate::diagnostic::Diagnostic>) {
    let mut world = world();
    let mut sources = Sources::default();
    let file = sources.add("rules.rhai", text);
    let mut modules = Modules::default();
    let problems = modules.compile(&sources, file);
    world.modules = modules;
    world.sources = sources;
    (world, problems)
}

#[test]
fn calls_give_values_gaps_or_failures() {
    let (world, problems) = with_rules(RULES);
    assert!(problems.is_empty(), "{}", world.show(&problems));
    let mut out = String::new();
    for call in CALLS {
        let expr = check(&world, call);
        writeln!(out, "{call}").unwrap();
        for (name, deal) in [("full", world.full()), ("partial", world.partial())] {
            writeln!(out, "    {name}: {}", answer(&expr::eval(&expr, &world.env(&deal)), expr.ty())).unwrap();
        }
    }
    insta::with_settings!({ omit_expression => true }, { insta::assert_snapshot!(out) });
}

#[test]
fn texts_are_violations() {
    let (world, _) = with_rules(RULES);
    let deal = world.full();
    let expr = check(&world, "weak(contacts)");
    let (truth, violations) = expr::violations(&expr, &world.env(&deal)).unwrap();
    assert_eq!((truth, violations.as_slice()), (Truth::No, &["contact Bob is at level 1".to_owned()][..]));
    let expr = check(&world, "weak(contacts.filter(|c| c.level > 3))");
    assert_eq!(expr::violations(&expr, &world.env(&deal)).unwrap(), (Truth::Yes, Vec::new()));
    let expr = check(&world, "half(amount)");
    assert!(expr::violations(&expr, &world.env(&deal)).is_err());
    assert_eq!(expr.unchecked().len(), 1);
}

#[test]
fn mistakes_in_a_module_have_their_place() {
    let texts = [
        "fn f(x) { x + }",
        "fn f(x) { eval(\"1\") }",
        "fn f(x) { try { x } catch { 1 } }",
        "fn f(x) { switch x { 1 => 2 } }",
        "import \"a\" as a;",
        "fn f(x) { print(x) }",
        "fn f(x) { x > 5m CNY }",
        "fn f(x) { y + 1 }",
        "let x = 1; fn f() { 1 }",
        "fn len(x) { 1 }",
        "fn f(x) { 1 } fn f(y) { 2 }",
        "fn f(x) { \"abc }",
        "fn f(x) { `a ${x}` }",
        "fn f(x) {\n  // 阶段 5M CNY\n  let y = 3万 CNY; z\n}",
    ];
    let mut out = String::new();
    for text in texts {
        let (world, problems) = with_rules(text);
        assert!(!problems.is_empty(), "{text} was accepted");
        writeln!(out, "{text}\n{}", world.show(&problems)).unwrap();
    }
    insta::with_settings!({ omit_expression => true }, { insta::assert_snapshot!(out) });
}
