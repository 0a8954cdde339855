//! Lint `contradictory-criteria`.

use crate::expr::reason::Claim;
use crate::expr::reason::Known;
use crate::lint::Advice;
use crate::lint::Ground;
use crate::lint::conditions::asked;
use crate::lint::conditions::is_during;
use crate::lint::registry::declare_lint;
use crate::model::Criterion;
use crate::model::Place;
use crate::model::Rule;
use crate::model::StageId;

declare_lint! {
    /// ## What it does
    /// Finds two criteria of one stage that no deal can meet at the same moment: two of one block, or one of `during` (or of a check at the top) and one of `entry` or `exit`.
    /// What `entry` and `exit` ask may differ, because the deal changes in between.
    ///
    /// ## Why is this bad?
    /// Every deal that meets the one breaks the other, so the stage cannot be passed by the playbook.
    ///
    /// ## Example
    /// ```playbook
    /// stage bid "Bid" {
    ///     entry  { check small "Small deals only": amount < 1M CNY }
    ///     during { check large "Worth the work":   amount >= 5M CNY }
    /// }
    /// ```
    ///
    /// ## Use instead
    /// ```playbook
    /// stage bid "Bid" {
    ///     entry  { check small "Not the largest": amount < 50M CNY }
    ///     during { check large "Worth the work":  amount >= 5M CNY }
    /// }
    /// ```
    CONTRADICTORY_CRITERIA, "contradictory-criteria", Warn, Conditions, contradictory_criteria
}

fn contradictory_criteria(ground: &Ground<'_>, out: &mut Vec<Advice>) {
    let sides: Vec<Side<'_>> = ground.playbook.criteria.iter().filter_map(|one| Side::of(ground, one)).collect();
    for (at, second) in sides.iter().enumerate() {
        for first in sides.iter().take(at) {
            let Some(stage) = common_stage(ground, first, second) else { continue };
            if !first.is_against(second) {
                continue;
            }
            let (one, two) = (&first.criterion.name, &second.criterion.name);
            let stage = ground.playbook.stage(stage).map_or("", |stage| stage.name.as_str());
            let message = format!("no deal in `{stage}` can meet both `{one}` and `{two}`");
            let advice = CONTRADICTORY_CRITERIA.on(two, message, second.place(), "cannot hold");
            let advice = advice.at(first.place(), "where this holds");
            out.push(advice.help("correct one of them, or say with `when` to which deals each applies"));
        }
    }
}

/// One criterion and what it claims.
pub(super) struct Side<'a> {
    pub criterion: &'a Criterion,
    asked: Known,
    when: Known,
    /// Whether its answer hangs on when it is asked.
    of_the_moment: bool,
}

impl<'a> Side<'a> {
    /// A criterion that can contradict others: a condition or a field, not one for each element of a list.
    pub fn of(ground: &Ground<'_>, criterion: &'a Criterion) -> Option<Side<'a>> {
        if criterion.each.is_some() {
            return None;
        }
        let asked = ground.known(&[asked(criterion)?]);
        let when: Vec<Claim<'_>> = criterion.when.iter().map(Claim::Holds).collect();
        let conditions = criterion.when.iter().chain(match &criterion.rule {
            Rule::Holds(that) => Some(that),
            _ => None,
        });
        let of_the_moment = conditions.into_iter().any(|expr| ground.hangs_on_the_moment(expr));
        let side = Side { criterion, asked, when: ground.known(&when), of_the_moment };
        // What is impossible on its own is reported as that.
        side.asked.is_possible_with(&[&side.when]).then_some(side)
    }

    /// Whether both apply to some deal, either can be met there, and both cannot.
    pub fn is_against(&self, other: &Side<'_>) -> bool {
        self.asked.shares_a_value_with(&other.asked)
            && self.applies_with(other)
            && !self.asked.is_possible_with(&[&other.asked, &self.when, &other.when])
            && self.asked.is_possible_with(&[&self.when, &other.when])
            && other.asked.is_possible_with(&[&self.when, &other.when])
    }

    /// Whether some deal is surely asked both: two different `when` may exclude each other for reasons that are not written.
    fn applies_with(&self, other: &Side<'_>) -> bool {
        let (one, two) = (&self.criterion, &other.criterion);
        let conditions_fit = match (&one.when, &two.when) {
            (Some(a), Some(b)) => a.text() == b.text(),
            _ => true,
        };
        let ends_before = |one: &Criterion, two: &Criterion| one.until.zip(two.from).is_some_and(|(a, b)| a < b);
        conditions_fit && !ends_before(one, two) && !ends_before(two, one)
    }

    /// Where it asks.
    pub fn place(&self) -> crate::source::Span {
        match &self.criterion.rule {
            Rule::Holds(that) => that.span(),
            _ => self.criterion.span,
        }
    }

    pub fn hangs_on_the_moment(&self) -> bool {
        self.of_the_moment
    }
}

/// A stage in which two criteria must hold at one moment.
fn common_stage(ground: &Ground<'_>, first: &Side<'_>, second: &Side<'_>) -> Option<StageId> {
    let (one, two) = (&first.criterion.place, &second.criterion.place);
    match (one, two) {
        (Place::Entry(a), Place::Entry(b)) | (Place::Exit(a), Place::Exit(b)) => (a == b).then_some(*a),
        (Place::Entry(_), Place::Exit(_)) | (Place::Exit(_), Place::Entry(_)) => None,
        (Place::Entry(stage) | Place::Exit(stage), _) => {
            // Judged at two moments, however near they are.
            let at_one_moment = !first.of_the_moment && !second.of_the_moment;
            (at_one_moment && is_during(second.criterion, *stage)).then_some(*stage)
        }
        (_, Place::Entry(_) | Place::Exit(_)) => common_stage(ground, second, first),
        _ => {
            let all = (0..).map(StageId).take(ground.playbook.stages.len());
            all.into_iter().find(|stage| is_during(first.criterion, *stage) && is_during(second.criterion, *stage))
        }
    }
}
