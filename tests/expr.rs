//! Conditions: every fixture gives the recorded answers or diagnostics, and the traps of rhai are closed.

mod columns;
mod evidence;
mod exchange;
mod generate;
mod happenings;
mod modules;
mod property;
mod real;
mod standing;
mod support;
mod traps;

use std::fmt::Write;

use tollgate::expr;

use support::Line;
use support::answer;
use support::read;
use support::world;

#[test]
fn good() {
    insta::glob!("fixtures/expr/good/*.txt", |path| {
        let mut out = String::new();
        world().lines("good.txt", &read(path), |world, line, checked| match checked {
            Line::Condition(Some(expr), problems) => {
                assert!(problems.is_empty(), "{line}: {}", world.show(&problems));
                writeln!(out, "{line}\n    {}", expr.ty()).unwrap();
                for (name, deal) in [("full", world.full()), ("partial", world.partial()), ("bare", world.bare())] {
                    let found = expr::eval(&expr, &world.env(&deal));
                    writeln!(out, "    {name}: {}", answer(&found, expr.ty())).unwrap();
                }
            }
            Line::Message(Some(template), _) => {
                writeln!(out, "{line}").unwrap();
                for (name, deal) in [("full", world.full()), ("bare", world.bare())] {
                    writeln!(
                        out,
                        "    {name}: {}",
                        expr::render(&template, &world.env(&deal), "en", "(missing)", false)
                    )
                    .unwrap();
                }
            }
            Line::Condition(None, problems) | Line::Message(None, problems) => {
                panic!("{line}: {}", world.show(&problems))
            }
        });
        insta::with_settings!({ omit_expression => true }, { insta::assert_snapshot!(out) });
    });
}

#[test]
fn bad() {
    insta::glob!("fixtures/expr/bad/*.txt", |path| {
        let mut out = String::new();
        world().lines("bad.txt", &read(path), |world, line, checked| {
            let (Line::Condition(None, problems) | Line::Message(None, problems)) = checked else {
                panic!("`{line}` was accepted")
            };
            assert!(!problems.is_empty(), "`{line}` failed without a word");
            writeln!(out, "{}\n{}", line.replace('\n', "⏎"), world.show(&problems)).unwrap();
        });
        insta::with_settings!({ omit_expression => true }, { insta::assert_snapshot!(out) });
    });
}
