//! The traps of rhai that the fence and the checker must keep closed, each with what rhai alone would say.

use tollgate::expr;
use tollgate::expr::Answer;
use tollgate::expr::Expr;
use tollgate::expr::Wanted;
use tollgate::source::FileId;
use tollgate::source::Span;
use tollgate::value::Gap;
use tollgate::value::Record;
use tollgate::value::Truth;
use tollgate::value::Value;

use super::support::World;
use super::support::check;
use super::support::world;

fn refused(world: &World, condition: &str, code: &str) {
    let span = Span::new(FileId(0), 0, condition.len());
    let checked = expr::check(condition, span, &world.scope(), &Wanted::Truth);
    let codes: Vec<&str> = checked.diagnostics.iter().map(|problem| problem.code).collect();
    assert!(checked.value.is_none() && codes.contains(&code), "{condition}: {codes:?}");
}

fn truth(world: &World, deal: &Record, condition: &str) -> Truth {
    expr::decide(&check(world, condition), &world.env(deal)).unwrap()
}

#[test]
fn a_misspelt_field_is_an_error_and_not_false() {
    refused(&world(), "account.teir == \"A\"", "expr/unknown-field");
}

#[test]
fn a_denied_comparison_of_a_missing_value_is_unknown_and_not_true() {
    let world = world();
    assert_eq!(truth(&world, &world.bare(), "!(discount > 10%)"), Truth::Unknown);
    assert_eq!(truth(&world, &world.bare(), "discount != 10%"), Truth::Unknown);
}

#[test]
fn text_against_a_number_is_an_error_and_not_false() {
    refused(&world(), "\"abc\" > 3", "expr/not-comparable");
}

#[test]
fn numbers_are_exact() {
    let world = world();
    for condition in ["7 / 2 == 3.5", "0.1 + 0.2 == 0.3", "visits / 2 == 3.5", "amount / 3 * 3 <= amount"] {
        assert_eq!(truth(&world, &world.full(), condition), Truth::Yes, "{condition}");
    }
}

#[test]
fn unknown_functions_and_eval_do_not_compile() {
    refused(&world(), "no_such(amount)", "expr/unknown-function");
    refused(&world(), "eval(\"true\")", "expr/syntax");
    refused(&world(), "print(amount)", "expr/unknown-function");
}

#[test]
fn decimals_meet_whole_numbers() {
    let world = world();
    assert_eq!(truth(&world, &world.full(), "score > 61 && 61 < score && score != 61"), Truth::Yes);
}

#[test]
fn places_are_right_over_lines_and_scripts() {
    let world = world();
    let condition = "\"阶段\" == next_step &&\n  amount > 5万 CNY && // 3 days\n  amuont > 3M CNY";
    let span = Span::new(FileId(0), 100, 100 + condition.len());
    let checked = expr::check(condition, span, &world.scope(), &Wanted::Truth);
    let at = checked.diagnostics[0].span().unwrap();
    let start = at.start as usize - 100;
    assert_eq!(&condition[start..start + 6], "amuont");
}

#[test]
fn parts_keep_their_brackets() {
    let world = world();
    let expr = check(&world, "((visits + 1) * (visits - 1) > 3) && !(strategic || (visits > 2))");
    let evidence = expr::explain(&expr, &world.env(&world.full()));
    let texts: Vec<&str> = evidence.parts.iter().map(|part| part.text.as_str()).collect();
    assert_eq!(texts, ["(visits + 1) * (visits - 1) > 3", "!(strategic || (visits > 2))"]);
    assert_eq!(evidence.parts[0].parts[0].text, "(visits + 1) * (visits - 1)");
}

#[test]
fn a_let_that_explodes_is_refused() {
    let mut world = world();
    let mut name = "visits".to_owned();
    let mut refused = false;
    for step in 0..40 {
        let text = format!("{name} + {name}");
        let checked = expr::check(&text, Span::new(FileId(0), 0, text.len()), &world.scope(), &Wanted::Any);
        let Some(expr) = checked.value else {
            refused = checked.diagnostics[0].code == "expr/too-large";
            break;
        };
        name = format!("x{step}");
        world.lets.add(name.clone(), expr);
    }
    assert!(refused);
}

#[test]
fn everything_may_cross_threads() {
    fn crosses<T: Send + Sync>() {}
    crosses::<Expr>();
    crosses::<expr::Modules>();
    crosses::<expr::Template>();
    crosses::<expr::Env<'static>>();
}

#[test]
fn hostile_texts_do_not_panic() {
    let world = world();
    let deep = |open: &str, close: &str| format!("{}1{}", open.repeat(3000), close.repeat(3000));
    let texts = [
        deep("(", ")"),
        deep("[", "]"),
        deep("!", ""),
        deep("-", ""),
        deep("if true { ", " } else { 1 }"),
        "a.".repeat(2000),
        "1 + ".repeat(3000) + "1",
        "\"".into(),
        "'".into(),
        "`${".into(),
        "/*".into(),
        "//".into(),
        "|".into(),
        "|c|".into(),
        "\u{0}".into(),
        "5 CNY CNY".into(),
        "1%%".into(),
        "9999-99-99".into(),
        "0x".into(),
        "1_".into(),
        "99999999999999999999999999999999999 CNY".into(),
        "9223372036854775807 months > 1 day".into(),
        "today + 9223372036854775807 days > today".into(),
        "today - 2000000 months > today".into(),
        "contacts.some(|c| contacts.some(|d| d.x))".into(),
        "x".repeat(30_000),
        "阶".into(),
        "\\".into(),
        "xs[".into(),
        "a?[0]".into(),
        "{".into(),
        "}".into(),
        "#".into(),
        "@".into(),
        "$".into(),
        "1..".into(),
        "&& ".repeat(5000),
    ];
    for text in texts {
        let span = Span::new(FileId(0), 0, text.len());
        let checked = expr::check(&text, span, &world.scope(), &Wanted::Truth);
        if let Some(expr) = checked.value {
            let _ = expr::decide(&expr, &world.env(&world.full()));
        } else {
            assert!(!checked.diagnostics.is_empty(), "{text}");
        }
        let _ = expr::check_template(&text, span, &world.scope());
        let _ = expr::check_template(&format!("{{{text}}}"), span, &world.scope());
    }
}

#[test]
fn a_default_stands_only_for_what_nobody_gave() {
    let world = world();
    let deal = world.deal(vec![("discount", Value::Missing(Gap::Unreadable))]);
    let expr = check(&world, "discount ?? 5%");
    assert_eq!(expr::eval(&expr, &world.env(&deal)), Answer::Unknown(Gap::Unreadable));
}

#[test]
fn names_bound_around_a_condition_come_first() {
    let mut world = world();
    let contact = match &world.schema.deal.find("contacts").unwrap().1.ty {
        tollgate::value::Type::List(item) => item.as_ref().clone(),
        other => panic!("{other}"),
    };
    world.locals = vec![("m".to_owned(), contact)];
    let expr = check(&world, "m.level >= 3 && contacts.some(|c| c.level >= m.level)");
    let deal = world.full();
    let contacts = deal.get(world.slot("contacts")).clone();
    let Value::List(items) = contacts else { panic!() };
    let steps = [tollgate::value::Step::Field(world.slot("contacts")), tollgate::value::Step::Item(1)];
    let path = tollgate::value::Path::from_slice(&steps);
    for (item, wanted) in items.iter().zip([Truth::Yes, Truth::No]) {
        let (locals, paths) = ([item.clone()], [path.clone()]);
        let env = expr::Env { locals: &locals, local_paths: &paths, ..world.env(&deal) };
        assert_eq!(expr::decide(&expr, &env).unwrap(), wanted);
        if wanted == Truth::No {
            let seen = &expr::inputs(&expr, &env).seen[0];
            assert_eq!(tollgate::value::Step::show(&seen.path, &world.schema.deal), "contacts[1].level");
            assert_eq!(seen.expected.as_deref(), Some(">= 3"));
        }
    }
}
