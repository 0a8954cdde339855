use crate::assess::Verdict;
use crate::assess::approvals::Asked;
use crate::assess::approvals::decision::decisions;
use crate::assess::approvals::faults::Guard;
use crate::assess::approvals::faults::leaf_faults;
use crate::assess::approvals::need::Need;
use crate::assess::approvals::need::need;
use crate::assess::approvals::words::Words;
use crate::assess::settings::Case;
use crate::expr::Gates;
use crate::expr::Standing;
use crate::model::ApprovalId;
use crate::model::Place;
use crate::value::Truth;

/// `approved(ATB)` and `approval(ATB)` in a condition: whether the approval stands today, and by which entry.
impl Gates for Case<'_> {
    fn standing(&self, gate: u16) -> Standing {
        // What an approval's own table asks must not ask for approvals again.
        let case = self.without_gates();
        let id = ApprovalId(gate);
        let unknown = Standing { given: Truth::Unknown, record: None };
        let Some(approval) = case.playbook.approval(id) else { return unknown };
        let guard = Guard::of(&case, &Place::Always, None);
        let Ok(Some(need)) = need(&case, approval, &guard) else { return unknown };
        let words = Words::of(&case, approval, &guard);
        let decisions = decisions(&case, id, &guard);
        let asked = Asked { case: &case, approval, guard: &guard, words: &words, decisions: &decisions };
        let wrong = asked.wrong_with(&need);
        let given = match wrong.iter().any(|wrong| wrong.verdict == Verdict::Fail) {
            true => Truth::No,
            false if wrong.is_empty() => Truth::Yes,
            false => Truth::Unknown,
        };
        Standing { given, record: counting(&asked, &need) }
    }
}

/// The place of the entry that counts: the last body's, where several must decide.
fn counting(asked: &Asked<'_>, need: &Need) -> Option<usize> {
    let leaves = need.leaves();
    leaves.iter().rev().find_map(|leaf| leaf_faults(asked, leaf, &leaves).0).map(|decision| decision.item)
}
