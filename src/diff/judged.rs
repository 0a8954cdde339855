use crate::assess::DealRef;
use crate::assess::Settings;
use crate::assess::Tally;
use crate::assess::Verdict;
use crate::assess::describe;
use crate::assess::judge;
use crate::deals::Deal;
use crate::model::Playbook;
use crate::value::Money;
use crate::value::Value;
use compact_str::ToCompactString;

/// How the deals of one side are judged.
#[derive(Clone, Copy, Debug)]
pub struct Judging<'a> {
    /// The playbook.
    pub playbook: &'a Playbook,
    /// The date, the people, the criteria.
    pub settings: &'a Settings<'a>,
    /// The slot of the money that a deal carries; `None` where its schema has none.
    pub amount: Option<usize>,
}

/// A deal with the verdicts of one playbook.
#[derive(Clone, Debug)]
pub struct Judged {
    /// The deal.
    pub deal: DealRef,
    /// What it carries.
    pub amount: Option<Money>,
    /// The verdicts by the place of the criterion; `None` where it was not asked.
    pub verdicts: Box<[Option<Verdict>]>,
}

impl Judging<'_> {
    /// Judges one deal. Whether another has its id is not asked.
    pub fn judge(&self, deal: &Deal) -> Judged {
        let mut tally = Tally::new(self.playbook);
        judge(self.playbook, deal, self.settings, &mut tally);
        let of = |counts: crate::assess::Counts| Verdict::ALL.into_iter().find(|verdict| counts.of(*verdict) > 0);
        let amount = self.amount.and_then(|slot| match deal.record.get(slot) {
            Value::Money(money) => Some(*money),
            _ => None,
        });
        let deal = describe(self.playbook, deal);
        // What the user counts in is shown, whatever its field is called.
        let shown = amount.map(|money| money.to_compact_string()).or(deal.amount);
        Judged {
            deal: DealRef { amount: shown, ..deal },
            amount,
            verdicts: self.playbook.criteria().map(|(id, _)| of(tally.of(id))).collect(),
        }
    }
}
