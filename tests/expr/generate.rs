//! Generated conditions that fit the schema of the tests.

use proptest::prelude::*;
use proptest::sample::select;

/// A condition that fits the schema of the tests.
pub fn condition(depth: u32) -> BoxedStrategy<String> {
    of_leaves(depth, leaf().boxed())
}

/// A condition that may ask whether something is missing, or compare a member with any text, of which rhai makes an error.
pub fn condition_on_gaps(depth: u32) -> BoxedStrategy<String> {
    let asks = prop_oneof![
        (select(vec!["==", "!="]), select(vec!["next_step", "owner", "tags.first()"]))
            .prop_map(|(how, a)| format!("account.tier {how} {a}")),
        (select(vec!["present", "missing"]), something()).prop_map(|(function, a)| format!("{function}({a})")),
        (select(vec!["present", "missing"]), select(vec!["c.level", "c.budget", "c"]))
            .prop_map(|(function, a)| format!("contacts.some(|c| {function}({a}))")),
        (number(1), number(1), comparison(), number(1)).prop_map(|(a, b, how, c)| format!("({a} ?? {b}) {how} {c}")),
        (words(), words(), words()).prop_map(|(a, b, c)| format!("({a} ?? {b} ?? \"abc\") == {c}")),
        (amount(1), amount(1)).prop_map(|(a, b)| format!("({a} ?? 5M CNY) >= {b}")),
    ];
    of_leaves(depth, prop_oneof![2 => leaf(), 1 => asks].boxed())
}

fn leaf() -> impl Strategy<Value = String> {
    prop_oneof![
        (number(2), comparison(), number(2)).prop_map(|(a, how, b)| format!("{a} {how} {b}")),
        (amount(2), comparison(), amount(2)).prop_map(|(a, how, b)| format!("{a} {how} {b}")),
        (day(), comparison(), day()).prop_map(|(a, how, b)| format!("{a} {how} {b}")),
        (instant(), comparison(), instant()).prop_map(|(a, how, b)| format!("{a} {how} {b}")),
        (instant(), comparison(), day()).prop_map(|(a, how, b)| format!("{a} {how} {b}")),
        (length(), comparison(), length()).prop_map(|(a, how, b)| format!("{a} {how} {b}")),
        (words(), select(vec!["==", "!=", "<", ">="]), words()).prop_map(|(a, how, b)| format!("{a} {how} {b}")),
        (comparison(), select(vec!["C", "B", "A", "S"])).prop_map(|(how, m)| format!("account.tier {how} \"{m}\"")),
        (comparison(), select(vec!["lead", "bid", "lost"])).prop_map(|(how, m)| format!("stage {how} \"{m}\"")),
        (words(), words()).prop_map(|(a, b)| format!("{a}.contains({b})")),
        (words(), words()).prop_map(|(a, b)| format!("similar({a}, {b})")),
        (words(), words(), select(vec!["10%", "70%", "100%"]))
            .prop_map(|(a, b, n)| format!("similarity({a}, {b}) >= {n}")),
        (select(vec!["<", ">="]), words())
            .prop_map(|(how, a)| format!("moves().some(|m| m.to {how} m.from && m.by != {a})")),
        words().prop_map(|a| format!("{a}.is_blank()")),
        words().prop_map(|a| format!("{a}.matches(\"^[a-z]\")")),
        words().prop_map(|a| format!("tags.contains({a})")),
        words().prop_map(|a| format!("{a} in [\"key\", next_step]")),
        (select(vec!["precedes", "follows", "same_person"]), event(), event())
            .prop_map(|(function, a, b)| format!("{function}({a}, {b})")),
        (event(), event(), select(vec!["6 hours", "20 days", "45 days", "1 month", "cycle"]))
            .prop_map(|(a, b, length)| format!("follows_within({a}, {b}, {length})")),
        (event(), event(), event()).prop_map(|(x, a, b)| format!("never_between({x}, {a}, {b})")),
        (event(), words()).prop_map(|(a, who)| format!("done_by({a}).contains({who})")),
        event().prop_map(|a| format!("happened({a})")),
        Just("account.tier in [\"A\", \"S\"]".to_owned()),
        Just("stage !in [\"lead\", \"lost\", \"bid\"]".to_owned()),
        (words(), words()).prop_map(|(a, b)| format!("{a}.starts_with({b})")),
        (words(), words()).prop_map(|(a, b)| format!("!{a}.ends_with({b})")),
        Just("discount <= 15%".to_owned()),
        (comparison(), select(vec!["1", "7.5", "0"])).prop_map(|(how, n)| format!("{n} {how} score")),
        (comparison(), select(vec!["5M CNY", "10 USD", "0 CNY"])).prop_map(|(how, n)| format!("{n} {how} list_price")),
        (select(vec!["==", "!="]), select(vec!["\"key\"", "owner"]))
            .prop_map(|(how, a)| format!("next_step {how} {a}")),
        Just("account.tier !in \"B\"..\"S\"".to_owned()),
        (number(1), number(1), number(1)).prop_map(|(a, b, c)| format!("{a} in {b}..={c}")),
        (amount(1), amount(1), amount(1)).prop_map(|(a, b, c)| format!("{a} in {b}..{c}")),
        select(vec!["strategic", "true", "false", "moved_back()", "visited(bid)", "visited(\"lost\")"])
            .prop_map(str::to_owned),
    ]
}

fn of_leaves(depth: u32, leaf: BoxedStrategy<String>) -> BoxedStrategy<String> {
    leaf.prop_recursive(depth, 24, 3, |inner| {
        let on_contact = element(inner.clone());
        prop_oneof![
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("({a} && {b})")),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("({a} || {b})")),
            inner.clone().prop_map(|a| format!("!({a})")),
            (inner.clone(), select(vec!["==", "!="]), inner.clone())
                .prop_map(|(a, how, b)| format!("({a}) {how} ({b})")),
            (inner.clone(), inner.clone(), inner.clone())
                .prop_map(|(a, b, c)| format!("(if {a} {{ {b} }} else {{ {c} }})")),
            (select(vec!["some", "all", "none"]), on_contact.clone())
                .prop_map(|(function, body)| format!("contacts.{function}(|c| {body})")),
            (on_contact.clone(), number(1)).prop_map(|(body, n)| format!("contacts.count(|c| {body}) >= {n}")),
            (on_contact.clone(), on_contact).prop_map(|(a, b)| format!("contacts.filter(|c| {a}).some(|c| {b})")),
        ]
    })
    .boxed()
}

/// A condition over a contact `c` and the deal around it.
fn element(outer: BoxedStrategy<String>) -> BoxedStrategy<String> {
    let own = prop_oneof![
        (comparison(), number(1)).prop_map(|(how, n)| format!("c.level {how} {n}")),
        (select(vec!["==", "!=", ">="]), select(vec!["decision_maker", "user"]))
            .prop_map(|(how, m)| format!("c.role {how} \"{m}\"")),
        (comparison(), amount(1)).prop_map(|(how, n)| format!("c.budget {how} {n}")),
        (select(vec!["==", "<"]), words()).prop_map(|(how, w)| format!("c.name {how} {w}")),
        Just("contacts.all(|d| d.level <= c.level)".to_owned()),
        Just(
            "contacts.none(|d| d.name == c.name && tags.some(|t| t == d.name || history.some(|h| h.by == t)))"
                .to_owned()
        ),
        Just("c.role in [\"user\", \"decision_maker\"]".to_owned()),
        Just("c.name.is_blank()".to_owned()),
    ];
    prop_oneof![
        3 => own.clone(),
        1 => (own.clone(), outer).prop_map(|(a, b)| format!("({a} && {b})")),
        1 => (own.clone(), own).prop_map(|(a, b)| format!("({a} || !({b}))")),
    ]
    .boxed()
}

/// A field, or a part of one.
fn something() -> impl Strategy<Value = &'static str> + Clone {
    select(vec![
        "amount",
        "discount",
        "next_step",
        "strategic",
        "contacts",
        "tags",
        "account",
        "account.tier",
        "team.SR",
        "holder(AR)",
        "history",
        "price_gap",
        "contacts.first().level",
        "entered(bid)",
    ])
}

fn event() -> impl Strategy<Value = &'static str> + Clone {
    select(vec!["\"key\"", "\"\"", "\" Key \"", "\"abc\""])
}

fn comparison() -> impl Strategy<Value = &'static str> + Clone {
    select(vec!["==", "!=", "<", "<=", ">", ">="])
}

fn number(depth: u32) -> BoxedStrategy<String> {
    let leaf = prop_oneof![
        select(vec!["visits", "score", "0", "1", "3", "7.5", "-2", "contacts.len()", "tags.len()"])
            .prop_map(str::to_owned),
        select(vec![
            "contacts.sum(|c| c.level)",
            "contacts.max(|c| c.level)",
            "contacts.first().level",
            "contacts[1].level",
            "next_step.len()",
            "close_date.month",
            "close_date.quarter",
            "days_between(today, close_date)",
            "working_days_between(close_date, today)",
            "days_between(signed_at, close_date)",
            "(amount / list_price)",
            "-visits",
            "count(\"key\")",
            "entered(bid).day",
            "contacts.count(|c| c.level > 2)",
            "contacts.map(|c| c.level).max()",
            "contacts.filter(|c| c.level > 1).len()",
        ])
        .prop_map(str::to_owned),
    ];
    leaf.prop_recursive(depth, 8, 2, |inner| {
        (inner.clone(), select(vec!["+", "-", "*", "/", "%"]), inner).prop_map(|(a, how, b)| format!("({a} {how} {b})"))
    })
    .boxed()
}

fn amount(depth: u32) -> BoxedStrategy<String> {
    let leaf = select(vec![
        "amount",
        "list_price",
        "5M CNY",
        "0 CNY",
        "10 USD",
        "600k USD",
        "3 JPY",
        "in_currency(amount, \"USD\")",
        "in_currency(list_price, \"CNY\")",
        "contacts.sum(|c| c.budget)",
        "contacts.min(|c| c.budget)",
        "price_gap",
        "-amount",
    ])
    .prop_map(str::to_owned);
    leaf.prop_recursive(depth, 6, 2, |inner| {
        prop_oneof![
            (inner.clone(), select(vec!["+", "-"]), inner.clone()).prop_map(|(a, how, b)| format!("({a} {how} {b})")),
            (inner.clone(), select(vec!["* discount", "* 15%", "/ 3", "/ visits"]))
                .prop_map(|(a, b)| format!("({a} {b})")),
            inner.prop_map(|a| format!("(if strategic {{ {a} }} else {{ amount }})")),
        ]
    })
    .boxed()
}

fn day() -> impl Strategy<Value = String> + Clone {
    select(vec![
        "close_date",
        "today",
        "2026-06-30",
        "close_date + 10 working days",
        "today - 3 months",
        "(close_date + cycle)",
    ])
    .prop_map(str::to_owned)
}

fn instant() -> impl Strategy<Value = String> + Clone {
    select(vec![
        "signed_at",
        "now",
        "created_at",
        "2026-06-15T11:00+08:00",
        "signed_at + 6 hours",
        "(now - 2 days)",
        "entered(lead)",
        "last_entered(opportunity)",
        "left(bid)",
        "first_at(\"key\")",
        "last_at(\"\")",
        "first_event()",
        "last_event()",
    ])
    .prop_map(str::to_owned)
}

fn length() -> impl Strategy<Value = String> + Clone {
    select(vec![
        "cycle",
        "30 days",
        "(now - created_at)",
        "time_in(opportunity)",
        "100 hours",
        "(close_date - today)",
        "cycle * 2",
        "(last_event() - first_event())",
    ])
    .prop_map(str::to_owned)
}

fn words() -> impl Strategy<Value = String> + Clone {
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
        "tags.first()",
        "tags[1]",
    ])
    .prop_map(str::to_owned)
}
