//! Lint `impossible-approval`.

use crate::diagnostic::list_of;
use crate::lint::Advice;
use crate::lint::Ground;
use crate::lint::registry::declare_lint;
use crate::model::Approval;
use crate::model::Barred;
use crate::model::By;
use crate::model::Owner;
use crate::model::Party;
use crate::model::Playbook;
use crate::model::RoleId;
use crate::source::Span;

declare_lint! {
    /// ## What it does
    /// Finds approvals that nobody can give once `not by` is applied: the only roles that may decide are those whose holder on the deal must not.
    /// For a decision table each row is looked at, for a matrix of authority the strongest body.
    ///
    /// ## Why is this bad?
    /// Whoever decides breaks the rule, or the deal waits for ever.
    /// Somebody outside of the deal who holds the same role could decide; if that is meant, say so by a role of its own.
    ///
    /// ## Example
    /// ```playbook
    /// role sales   "Sales"
    /// role finance "Finance"
    /// approval BID "Bid" {
    ///     by     sales and finance
    ///     not by owner, sales
    /// }
    /// stage bid "Bid" { entry { require approval BID } }
    /// ```
    ///
    /// ## Use instead
    /// ```playbook
    /// role sales   "Sales"
    /// role finance "Finance"
    /// role head    "Head of sales"
    /// approval BID "Bid" {
    ///     by     head and finance
    ///     not by owner, sales
    /// }
    /// stage bid "Bid" { entry { require approval BID } }
    /// ```
    IMPOSSIBLE_APPROVAL, "impossible-approval", Warn, Approvals, impossible_approval
}

fn impossible_approval(ground: &Ground<'_>, out: &mut Vec<Advice>) {
    for approval in &ground.playbook.approvals {
        let Some(stuck) = stuck(&approval.by, &barred(approval), ground.playbook) else { continue };
        let roles = stuck.roles.iter().filter_map(|id| ground.playbook.role(*id));
        let names: Vec<&str> = roles.map(|role| role.name.as_str()).collect();
        let message = match stuck.deals {
            Deals::All => format!("nobody can give the approval `{}`", approval.name),
            Deals::OfTheStrongest => {
                format!("nobody can give the approval `{}` where only the strongest body may", approval.name)
            }
            Deals::OfRow(_) => format!("nobody can give the approval `{}` for the deals of this row", approval.name),
        };
        let must = if names.len() == 1 { "must decide, and must not" } else { "must decide, and must not all" };
        let label = format!("{} {must}", list_of(names));
        let span = if let Deals::OfRow(row) = stuck.deals { row } else { approval.span };
        let advice = IMPOSSIBLE_APPROVAL.on(&approval.name, message, span, label);
        let advice = advice.note("`not by` a role bars whoever holds it on the deal");
        out.push(advice.help("let another role decide, or take the role out of `not by`"));
    }
}

/// Why there can be no decision.
struct Stuck {
    /// The barred roles without which there is none.
    roles: Vec<RoleId>,
    deals: Deals,
}

/// The deals on which nobody can decide.
#[derive(Clone, Copy)]
enum Deals {
    All,
    /// Those that only the strongest body of a matrix may decide on.
    OfTheStrongest,
    /// Those that come to this row of a decision table.
    OfRow(Span),
}

/// The roles whose holders must not decide.
fn barred(approval: &Approval) -> Vec<RoleId> {
    let roles = approval.not_by.iter().filter_map(|barred| match barred {
        Barred::Person(Party::Of(Owner::Role(role))) => Some(*role),
        _ => None,
    });
    roles.collect()
}

/// Why there can be no decision; `None` where others can decide.
fn stuck(by: &By, barred: &[RoleId], playbook: &Playbook) -> Option<Stuck> {
    let all = |roles| Some(Stuck { roles, deals: Deals::All });
    match by {
        By::Role(role) => barred.contains(role).then(|| vec![*role]).and_then(all),
        By::All(parts) | By::Then(parts) => parts.iter().find_map(|part| stuck(part, barred, playbook)),
        By::Count(wanted, roles) => {
            let out: Vec<RoleId> = roles.iter().copied().filter(|role| barred.contains(role)).collect();
            (roles.len() - out.len() < *wanted).then_some(out).and_then(all)
        }
        By::Authority(id) => {
            let authority = playbook.authorities.get(usize::from(id.0))?;
            let (strongest, weaker) = authority.bodies.split_last()?;
            let deals =
                if weaker.iter().all(|body| barred.contains(body)) { Deals::All } else { Deals::OfTheStrongest };
            barred.contains(strongest).then(|| Stuck { roles: vec![*strongest], deals })
        }
        By::Table(table) => table.rows.iter().find_map(|row| {
            let stuck = stuck(&row.by, barred, playbook)?;
            Some(Stuck { deals: Deals::OfRow(row.span), ..stuck })
        }),
    }
}
