//! Generated conditions over generated deals in columns: what is said of many deals at once is what is said of each.

use chrono_tz::Asia::Shanghai;
use proptest::prelude::*;
use proptest::sample::select;
use tollgate::expr;
use tollgate::expr::Expr;
use tollgate::expr::Many;
use tollgate::source::FileId;
use tollgate::source::Span;
use tollgate::value::Bits;
use tollgate::value::Column;
use tollgate::value::Columns;
use tollgate::value::Decimal;
use tollgate::value::Duration;
use tollgate::value::Gap;
use tollgate::value::Moment;
use tollgate::value::Money;
use tollgate::value::Record;
use tollgate::value::Truth;
use tollgate::value::Type;
use tollgate::value::Unit;
use tollgate::value::Value;

use super::generate::condition_on_gaps;
use super::property::compile;
use super::property::filled;
use super::property::thinned;
use super::property::with_let;
use super::support::World;
use super::support::cny;
use super::support::date;
use super::support::when;

/// Deals that are asked together: more than a word of bits, and no multiple of one.
const DEALS: usize = 70;

thread_local! {
    static WORLD: World = world();
}

fn world() -> World {
    let mut world = with_let();
    let mut add = |name: &str, text: &str| {
        let checked = super::support::check(&world, text);
        world.lets.add(name, checked);
    };
    add("gain", "1 - amount / list_price");
    add("late", "close_date < today && visits > 2");
    world
}

/// How the values of a field are in all deals.
#[derive(Clone, Copy, Debug)]
enum Forms {
    /// Any form that the type allows.
    Mixed,
    /// One form for each type, as in a column of a table.
    Alike,
    /// The same, with numbers at the ends of what a decimal or a word can hold.
    Extreme,
}

fn formed(value: Value, forms: Forms, roll: u64) -> Value {
    let extremes = ["79228162514264337593543950335", "9223372036854775807", "-9223372036854775.808", "0.0000000001"];
    let extreme = |number: Decimal| match extremes.get(usize::try_from(roll % 40).unwrap()) {
        Some(text) => text.parse().unwrap(),
        None => number,
    };
    match (value, forms) {
        (value, Forms::Mixed) => value,
        (Value::Number(number), Forms::Extreme) => Value::Number(extreme(number)),
        (Value::Money(money), Forms::Extreme) => Value::Money(Money { amount: extreme(money.amount), currency: cny() }),
        (Value::Money(money), Forms::Alike) => Value::Money(Money { currency: cny(), ..money }),
        (Value::Moment(Moment::Day(_)), _) => when("2026-05-01T23:59:59.5+08:00"),
        (Value::Duration(length), _) => Value::Duration(Duration::new(length.count, Unit::Days)),
        (value, _) => value,
    }
}

fn deals(world: &World, forms: Forms, seeds: &[(Vec<u32>, u64)]) -> Vec<Record> {
    let made = seeds.iter().map(|(seeds, roll)| {
        let mut roll = *roll;
        let mut deal = filled(world, seeds);
        for (slot, value) in deal.values.iter_mut().enumerate() {
            *value = formed(value.clone(), forms, roll / (slot as u64 + 1));
        }
        // One deal in four has everything.
        if !roll.is_multiple_of(4) {
            for value in deal.values.iter_mut() {
                *value = thinned(value, &mut roll);
            }
        }
        deal
    });
    made.collect()
}

/// A column for every field, and for those of records where `apart` says so.
fn columns(world: &World, deals: &[Record], apart: bool) -> Columns {
    let mut columns = Columns::new(deals.len());
    for (slot, field) in world.schema.deal.fields.iter().enumerate() {
        match &field.ty {
            Type::Record(ty) if apart => {
                for inner in 0..ty.fields.len() {
                    let values = deals.iter().map(|deal| deal.inside(&[slot, inner]).clone()).collect();
                    columns.put(&[slot, inner], Column::of(values, Shanghai));
                }
            }
            _ => {
                let values = deals.iter().map(|deal| deal.get(slot).clone()).collect();
                columns.put(&[slot], Column::of(values, Shanghai));
            }
        }
    }
    columns
}

fn checked(world: &World, condition: &str) -> Expr {
    let text = condition;
    let checked = expr::check(text, Span::new(FileId(0), 0, text.len()), &world.scope(), &expr::Wanted::Truth);
    checked.value.unwrap_or_else(|| panic!("{condition}: {:?}", checked.diagnostics))
}

/// Whether columns tell of a condition; then that they tell of every deal what its closures do.
fn agree(world: &World, condition: &Expr, deals: &[Record], apart: bool) -> Result<bool, TestCaseError> {
    let columns = columns(world, deals, apart);
    let nothing = Record::empty(0);
    let many = Many::new(world.env(&nothing), &columns);
    let Some(answers) = expr::decide_many(condition, &many) else { return Ok(false) };
    prop_assert_eq!(answers.yes.without(&answers.known), Bits::all(deals.len(), false), "{}", condition.text());
    for (row, deal) in deals.iter().enumerate() {
        let alone = expr::decide(condition, &world.env(deal)).unwrap();
        prop_assert_eq!(answers.of(row), alone, "{} of {:?}", condition.text(), deal);
    }
    Ok(true)
}

fn cases() -> ProptestConfig {
    ProptestConfig { failure_persistence: None, ..ProptestConfig::default() }
}

fn many_seeds() -> impl Strategy<Value = Vec<(Vec<u32>, u64)>> {
    prop::collection::vec((prop::collection::vec(0_u32..1000, 19), any::<u64>()), DEALS)
}

fn forms() -> impl Strategy<Value = Forms> {
    select(vec![Forms::Mixed, Forms::Alike, Forms::Alike, Forms::Extreme])
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn columns_agree_with_the_closures(
        condition in on_scalars(3),
        forms in forms(),
        apart in any::<bool>(),
        seeds in many_seeds(),
    ) {
        WORLD.with(|world| {
            let Some(condition) = compile(world, &condition) else { return Ok(()) };
            agree(world, &condition, &deals(world, forms, &seeds), apart).map(drop)
        })?;
    }

    /// Whatever else may stand in a condition is left to the closures, and what is not agrees with them.
    #[test]
    fn columns_agree_on_any_condition(
        condition in condition_on_gaps(2),
        forms in forms(),
        apart in any::<bool>(),
        seeds in many_seeds(),
    ) {
        WORLD.with(|world| {
            let Some(condition) = compile(world, &condition) else { return Ok(()) };
            agree(world, &condition, &deals(world, forms, &seeds), apart).map(drop)
        })?;
    }

    #[test]
    fn columns_give_values_back(forms in forms(), seeds in many_seeds(), apart in any::<bool>()) {
        WORLD.with(|world| {
            let deals = deals(world, forms, &seeds);
            let columns = columns(world, &deals, apart);
            for (row, deal) in deals.iter().enumerate() {
                for (slots, column) in columns.iter() {
                    prop_assert_eq!(&column.value(row), deal.inside(slots));
                    prop_assert_eq!(column.given.get(row), !deal.inside(slots).is_missing());
                }
            }
            Ok(())
        })?;
    }
}

#[test]
fn columns_tell_of_what_they_hold() {
    let world = world();
    let seeds: Vec<(Vec<u32>, u64)> =
        (0..70_u32).map(|at| ((0..19).map(|field| at * 7 + field * 3).collect(), u64::from(at) * 977)).collect();
    let told = [
        "amount > 5M CNY",
        "amount <= list_price * 80%",
        "gain <= 20%",
        "late || strategic",
        "stage >= \"bid\" && owner == \"key\"",
        "stage in [\"lead\", \"bid\"]",
        "account.tier in \"B\"..=\"S\"",
        "close_date >= today && close_date < today + 90 days",
        "now - created_at <= 21 days",
        "days_between(today, close_date) > 3",
        "close_date.month == 6",
        "present(next_step) && !next_step.is_blank()",
        "next_step.matches(\"^[a-z]\")",
        "(visits ?? 3) > 2",
        "if strategic { amount > 1M CNY } else { visits >= 1 }",
        "holder(AR) != owner",
        "contacts.len() > 0",
        "visited(bid)",
        "history.some(|h| h.by == owner)",
    ];
    let not_told = told.len() - 3;
    for (at, text) in told.iter().enumerate() {
        for apart in [true, false] {
            let condition = checked(&world, text);
            let is_told = agree(&world, &condition, &deals(&world, Forms::Alike, &seeds), apart).unwrap();
            assert_eq!(is_told, at < not_told, "{text}");
        }
    }
}

#[test]
fn rows_that_are_no_deals_and_fields_that_nobody_has_do_no_harm() {
    let world = world();
    let mut columns = Columns::new(3);
    columns.put(&[world.slot("close_date")], Column::of(vec![Value::Date(date("2026-06-15")); 3], Shanghai));
    columns.put(&[world.slot("visits")], Column::same(Value::Missing(Gap::NotExported), 3));
    let nothing = Record::empty(0);
    let many = Many::new(world.env(&nothing), &columns);
    let said = |text: &str| expr::decide_many(&checked(&world, text), &many).map(|answers| answers.of(1));
    assert_eq!(said("close_date == today"), Some(Truth::Yes));
    assert_eq!(said("missing(amount)"), Some(Truth::Yes));
    assert_eq!(said("missing(visits)"), Some(Truth::Unknown));
    assert_eq!(said("(visits ?? 3) == 3"), Some(Truth::Unknown));
    assert_eq!(said("(score ?? 3) == 3"), Some(Truth::Yes));
    assert_eq!(said("account.name == \"x\""), Some(Truth::Unknown));
}

/// A condition over fields that have one value each.
fn on_scalars(depth: u32) -> BoxedStrategy<String> {
    let how = || select(vec!["==", "!=", "<", "<=", ">", ">="]);
    let number = || {
        let leaf = select(vec![
            "visits",
            "score",
            "discount",
            "0",
            "3",
            "7.5",
            "-2",
            "15%",
            "gain",
            "-visits",
            "next_step.len()",
            "close_date.month",
            "days_between(today, close_date)",
            "days_between(signed_at, close_date)",
            "working_days_between(close_date, today)",
            "(amount / list_price)",
            "(visits ?? 2)",
            "0.00000000001",
            "9223372036854775807",
        ]);
        leaf.prop_map(str::to_owned).prop_recursive(2, 8, 2, |inner| {
            (inner.clone(), select(vec!["+", "-", "*", "/", "%"]), inner)
                .prop_map(|(a, how, b)| format!("({a} {how} {b})"))
        })
    };
    let amount = || {
        let leaf = select(vec![
            "amount",
            "list_price",
            "5M CNY",
            "0 CNY",
            "10 USD",
            "3 JPY",
            "price_gap",
            "-amount",
            "in_currency(amount, \"USD\")",
            "(amount ?? 1 CNY)",
        ]);
        leaf.prop_map(str::to_owned).prop_recursive(2, 6, 2, |inner| {
            prop_oneof![
                (inner.clone(), select(vec!["+", "-"]), inner.clone())
                    .prop_map(|(a, how, b)| format!("({a} {how} {b})")),
                (inner.clone(), select(vec!["* discount", "* 15%", "/ 3", "/ visits", "* score"]))
                    .prop_map(|(a, b)| format!("({a} {b})")),
                inner.prop_map(|a| format!("(if strategic {{ {a} }} else {{ amount }})")),
            ]
        })
    };
    let day = || {
        select(vec![
            "close_date",
            "today",
            "2026-06-30",
            "close_date + 10 working days",
            "(close_date + cycle)",
            "close_date - 30 days",
            "today - 3 months",
            "2026-06-15",
        ])
    };
    let instant = || {
        select(vec![
            "signed_at",
            "now",
            "created_at",
            "2026-06-15T11:00+08:00",
            "signed_at + 6 hours",
            "(now - 2 days)",
            "(signed_at ?? created_at)",
        ])
    };
    let length = || {
        select(vec![
            "cycle",
            "30 days",
            "(now - created_at)",
            "(signed_at - created_at)",
            "100 hours",
            "(close_date - today)",
            "(today - close_date)",
            "cycle * 2",
            "(signed_at - close_date)",
        ])
    };
    let words = || {
        select(vec![
            "next_step",
            "account.name",
            "owner",
            "holder(AR)",
            "team.SR",
            "\"key\"",
            "\"\"",
            "next_step.trim().lower()",
            "(next_step + account.name)",
            "(if strategic { owner } else { team.SR })",
            "(next_step ?? owner)",
        ])
    };
    let leaf = prop_oneof![
        (number(), how(), number()).prop_map(|(a, how, b)| format!("{a} {how} {b}")),
        (amount(), how(), amount()).prop_map(|(a, how, b)| format!("{a} {how} {b}")),
        (day(), how(), day()).prop_map(|(a, how, b)| format!("{a} {how} {b}")),
        (instant(), how(), instant()).prop_map(|(a, how, b)| format!("{a} {how} {b}")),
        (instant(), how(), day()).prop_map(|(a, how, b)| format!("{a} {how} {b}")),
        (length(), how(), length()).prop_map(|(a, how, b)| format!("{a} {how} {b}")),
        (words(), select(vec!["==", "!=", "<", ">="]), words()).prop_map(|(a, how, b)| format!("{a} {how} {b}")),
        (how(), select(vec!["C", "B", "A", "S"])).prop_map(|(how, m)| format!("account.tier {how} \"{m}\"")),
        (how(), select(vec!["lead", "bid", "lost"])).prop_map(|(how, m)| format!("stage {how} \"{m}\"")),
        (words(), select(vec!["contains", "starts_with", "ends_with"]), words())
            .prop_map(|(a, function, b)| format!("{a}.{function}({b})")),
        words().prop_map(|a| format!("{a}.is_blank()")),
        words().prop_map(|a| format!("{a}.matches(\"^[a-z]\")")),
        words().prop_map(|a| format!("{a} in [\"key\", next_step]")),
        (
            select(vec!["present", "missing"]),
            select(vec![
                "amount",
                "next_step",
                "strategic",
                "account",
                "account.tier",
                "team.SR",
                "price_gap",
                "contacts",
                "tags",
                "late"
            ])
        )
            .prop_map(|(function, a)| format!("{function}({a})")),
        (number(), number(), number()).prop_map(|(a, b, c)| format!("{a} in {b}..={c}")),
        (amount(), amount(), amount()).prop_map(|(a, b, c)| format!("{a} in {b}..{c}")),
        select(vec![
            "strategic",
            "true",
            "false",
            "late",
            "(strategic ?? late)",
            "account.tier in [\"A\", \"S\"]",
            "stage !in [\"lead\", \"lost\", \"bid\"]",
            "account.tier !in \"B\"..\"S\"",
            "discount <= 15%",
            "((amount > list_price) ?? true)"
        ])
        .prop_map(str::to_owned),
    ];
    leaf.prop_recursive(depth, 24, 3, |inner| {
        prop_oneof![
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("({a} && {b})")),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("({a} || {b})")),
            inner.clone().prop_map(|a| format!("!({a})")),
            (inner.clone(), select(vec!["==", "!="]), inner.clone())
                .prop_map(|(a, how, b)| format!("({a}) {how} ({b})")),
            (inner.clone(), inner.clone(), inner).prop_map(|(a, b, c)| format!("(if {a} {{ {b} }} else {{ {c} }})")),
        ]
    })
    .boxed()
}
