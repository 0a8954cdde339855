//! Lint `repeated-check`.

use std::collections::BTreeMap;

use crate::lint::Advice;
use crate::lint::Ground;
use crate::lint::registry::declare_lint;
use crate::model::Rule;

declare_lint! {
    /// ## What it does
    /// Finds two checks that ask the same of the same deals at the same time.
    ///
    /// ## Why is this bad?
    /// Each deal that breaks the rule gets two findings; and when the rule is changed, one of the two is forgotten.
    /// Often the second was copied and its condition never changed.
    ///
    /// ## Example
    /// ```playbook
    /// check discount_kept "The discount is kept": discount <= 20%
    /// check margin_kept   "The margin is kept":   discount <= 20%
    /// ```
    ///
    /// ## Use instead
    /// ```playbook
    /// check discount_kept "The discount is kept": discount <= 20%
    /// check margin_kept   "The margin is kept":   margin >= 15%
    /// ```
    REPEATED_CHECK, "repeated-check", Warn, Conditions, repeated_check
}

fn repeated_check(ground: &Ground<'_>, out: &mut Vec<Advice>) {
    let mut seen = BTreeMap::new();
    for criterion in &ground.playbook.criteria {
        let Rule::Holds(that) = &criterion.rule else { continue };
        let plain = |text: &str| text.split_whitespace().collect::<Vec<&str>>().join(" ");
        let key = (
            format!("{:?}", criterion.place),
            plain(that.text()),
            criterion.when.as_ref().map(|when| plain(when.text())),
            criterion.each.as_ref().map(|each| (each.name.clone(), plain(each.list.text()))),
            (criterion.from, criterion.until),
        );
        match seen.get(&key) {
            None => {
                seen.insert(key, criterion);
            }
            Some(first) => {
                let message = format!("`{}` asks the same as `{}`", criterion.name, first.name);
                let advice = REPEATED_CHECK.on(&criterion.name, message, that.span(), "asked again");
                let advice = advice.at(first.span, "asked here already");
                out.push(advice.help("remove one of them, or correct its condition"));
            }
        }
    }
}
