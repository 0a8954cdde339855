use std::sync::Arc;

use crate::expr::Expr;
use crate::expr::Lets;
use crate::expr::Scope;
use crate::expr::Wanted;
use crate::expr::check;
use crate::expr::variants;
use crate::model::CriterionId;
use crate::model::Playbook;
use crate::model::Rule;
use crate::scenario::mutants::Sight;
use crate::scenario::mutants::mill::About;
use crate::scenario::mutants::mill::Mill;
use crate::source::Span;
use crate::value::Choice;
use crate::value::Type;

/// More of a condition than this is shown only around the change.
const SHOWN: usize = 72;

/// Puts another condition in the place of one.
type Put = Arc<dyn Fn(&mut Playbook, Expr) + Send + Sync>;

/// Every variant of a condition that fits the schema, and its opposite.
pub(super) fn condition(mill: &mut Mill<'_>, about: &About, expr: &Expr, locals: &[(String, Type)], put: &Put) {
    let playbook = mill.playbook;
    let scope = scope(playbook, &playbook.lets, locals);
    let wanted = if *expr.ty() == Type::Bool { Wanted::Truth } else { Wanted::Type(expr.ty().clone()) };
    let wanted = if *expr.ty() == Type::Any { Wanted::Any } else { wanted };
    let neighbours = |text: &str| neighbours(playbook, text);
    for variant in variants(expr, &neighbours) {
        let Some(changed) = checked(&variant.text, expr, &scope, &wanted) else { continue };
        let what = match variant.new.as_str() {
            "" => format!("without {}", variant.old),
            new => format!("{} -> {new}", variant.old),
        };
        let at = (variant.span.start - expr.span().start) as usize;
        let change = format!(
            "`{}` → `{}`",
            around(expr.text(), at, variant.old.len()),
            around(&variant.text, at, variant.new.len())
        );
        let put = put.clone();
        let edit = Arc::new(move |playbook: &mut Playbook| put(playbook, changed.clone()));
        mill.add(&About { span: variant.span, ..about.clone() }, &what, change, edit);
    }
    if *expr.ty() == Type::Bool
        && let Some(changed) = checked(&format!("!({})", expr.text()), expr, &scope, &wanted)
    {
        let put = put.clone();
        let edit = Arc::new(move |playbook: &mut Playbook| put(playbook, changed.clone()));
        let whole = around(expr.text(), 0, 0);
        let span = expr.span();
        mill.add(&About { span, ..about.clone() }, "negated", format!("`{whole}` → `!({whole})`"), edit);
    }
}

/// The variants of computed fields; every criterion may read one.
pub(super) fn computed(mill: &mut Mill<'_>) {
    let playbook = mill.playbook;
    let is_judged = |rule: &Rule| !matches!(rule, Rule::History(_));
    let criteria: Vec<CriterionId> =
        playbook.criteria().filter(|(_, criterion)| is_judged(&criterion.rule)).map(|(id, _)| id).collect();
    for (at, (name, expr)) in playbook.lets.iter().enumerate() {
        if playbook.scores.iter().any(|score| score.name == name) {
            continue;
        }
        let put: Put = Arc::new(move |playbook: &mut Playbook, expr: Expr| {
            let mut lets = Lets::default();
            for (place, (name, known)) in playbook.lets.iter().enumerate() {
                lets.add(name, if place == at { expr.clone() } else { known.clone() });
            }
            playbook.lets = lets;
        });
        let about = About {
            owner: format!("let {name}"),
            span: expr.span(),
            criteria: criteria.clone(),
            sight: Sight::Judging,
        };
        condition(mill, &about, expr, &[], &put);
    }
}

fn scope<'a>(playbook: &'a Playbook, lets: &'a Lets, locals: &'a [(String, Type)]) -> Scope<'a> {
    Scope { schema: &playbook.schema, lets, modules: &playbook.modules, locals, currency: playbook.currency }
}

fn checked(text: &str, expr: &Expr, scope: &Scope<'_>, wanted: &Wanted) -> Option<Expr> {
    let span = Span { end: expr.span().start.saturating_add(u32::try_from(text.len()).ok()?), ..expr.span() };
    let checked = check(text, span, scope, wanted);
    if checked.has_errors() { None } else { checked.value.filter(|changed| changed.ty() == expr.ty()) }
}

/// The members beside one, in every enumeration that has it.
fn neighbours(playbook: &Playbook, member: &str) -> Vec<String> {
    let names = &playbook.schema.names;
    let mut found = Vec::new();
    for choice in [&names.stages, &names.roles, &names.approvals] {
        beside(choice, member, &mut found);
    }
    for field in &playbook.schema.deal.fields {
        in_type(&field.ty, member, &mut found);
    }
    found.sort();
    found.dedup();
    found
}

fn in_type(ty: &Type, member: &str, found: &mut Vec<String>) {
    match ty {
        Type::Choice(choice) => beside(choice, member, found),
        Type::List(item) => in_type(item, member, found),
        Type::Record(record) => record.fields.iter().for_each(|field| in_type(&field.ty, member, found)),
        _ => {}
    }
}

fn beside(choice: &Choice, member: &str, found: &mut Vec<String>) {
    let Some(at) = choice.members.iter().position(|known| known == member) else { return };
    let before = at.checked_sub(1).and_then(|at| choice.members.get(at));
    found.extend(before.into_iter().chain(choice.members.get(at + 1)).cloned());
}

/// A condition on one line, or what stands around the change where it is long.
fn around(text: &str, at: usize, length: usize) -> String {
    let plain = |part: &str| part.split_whitespace().collect::<Vec<&str>>().join(" ");
    if text.chars().count() <= SHOWN {
        return plain(text);
    }
    let half = SHOWN / 2;
    let start = floor(text, at.saturating_sub(half));
    let end = floor(text, (at + length + half).min(text.len()));
    let before = if start > 0 { "… " } else { "" };
    let after = if end < text.len() { " …" } else { "" };
    format!("{before}{}{after}", plain(text.get(start..end).unwrap_or_default()))
}

fn floor(text: &str, byte: usize) -> usize {
    (0..=byte).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}
