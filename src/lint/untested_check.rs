//! Lint `untested-check`.

use std::collections::BTreeSet;

use crate::lint::Advice;
use crate::lint::Ground;
use crate::lint::registry::declare_lint;
use crate::model::CriterionId;
use crate::model::Expected;
use crate::model::Rule;

declare_lint! {
    /// ## What it does
    /// Finds checks and approvals of which no test expects a finding, in a playbook that has tests.
    /// `tollgate test` says in more detail which verdicts the tests see.
    ///
    /// ## Why is this bad?
    /// A check whose condition is turned round passes every test that only expects deals to be fine.
    ///
    /// ## Example
    /// ```playbook
    /// check price  "The price is kept":  discount <= 20%
    /// check margin "The margin is kept": margin >= 15%
    /// test "a large discount is found" {
    ///     only   price
    ///     given  { stage: bid, discount: 30% }
    ///     expect price
    /// }
    /// ```
    ///
    /// ## Use instead
    /// ```playbook
    /// check price  "The price is kept":  discount <= 20%
    /// check margin "The margin is kept": margin >= 15%
    /// test "a large discount is found" {
    ///     only   price
    ///     given  { stage: bid, discount: 30% }
    ///     expect price
    /// }
    /// test "a small margin is found" {
    ///     only   margin
    ///     given  { stage: bid, margin: 10% }
    ///     expect margin
    /// }
    /// ```
    UNTESTED_CHECK, "untested-check", Warn, Tests, untested_check
}

fn untested_check(ground: &Ground<'_>, out: &mut Vec<Advice>) {
    let playbook = ground.playbook;
    if playbook.tests.is_empty() {
        return;
    }
    let expects = playbook.tests.iter().flat_map(|test| &test.expects);
    // What a waiver covers does not hold either.
    let failing = expects.filter(|expect| matches!(expect.what, Expected::Finding { .. } | Expected::Waived(_)));
    let asked = failing.filter_map(|expect| expect.what.asked());
    let tested: BTreeSet<CriterionId> = asked.flat_map(|asked| asked.criteria.iter().copied()).collect();
    let mut told = BTreeSet::new();
    for (id, criterion) in playbook.criteria() {
        let (name, span, is_tested) = match &criterion.rule {
            Rule::Holds(_) => (criterion.name.as_str(), criterion.span, tested.contains(&id)),
            // A test of one gate is a test of the approval.
            Rule::Approved(approval) => {
                let Some(declared) = playbook.approval(*approval) else { continue };
                let of_it = |id: &CriterionId| {
                    let known = playbook.criteria.get(id.0 as usize);
                    known.is_some_and(|known| matches!(known.rule, Rule::Approved(other) if other == *approval))
                };
                (declared.name.as_str(), declared.span, tested.iter().any(of_it))
            }
            _ => continue,
        };
        if !is_tested && told.insert(name.to_owned()) {
            let message = format!("no test expects a finding of `{name}`");
            let advice = UNTESTED_CHECK.on(name, message, span, "never seen to fail");
            out.push(advice.help(format!("add a test with a deal that breaks it, and `expect {name}`")));
        }
    }
}
