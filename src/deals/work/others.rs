use crate::deals::Deal;
use crate::deals::Deals;
use crate::deals::portion::Made;
use crate::deals::portion::Portion;
use crate::deals::portion::Task;
use crate::deals::work::Taker;
use crate::deals::work::ordered::in_order;

/// Deals that are worked on together.
const TOGETHER: usize = 64;

/// What a portion needs room for, and what is left of the outcome that had the room before.
type Room<S> = (Vec<Deal>, Option<S>);

impl Deals<'_> {
    /// Reads deals one after the other, and has them worked on.
    pub(super) fn work_on_others<T: Task, E>(
        &mut self,
        threads: usize,
        task: &T,
        take: Taker<'_, T, E>,
    ) -> Result<(), E> {
        let frame = self.decoder.frame;
        let read = |(mut deals, spent): Room<T::Spent>| {
            deals.clear();
            deals.extend(self.by_ref().take(TOGETHER));
            (!deals.is_empty()).then(|| (deals, spent, self.progress()))
        };
        let work = |state: &mut T::State, (mut deals, spent, progress): (Vec<Deal>, Option<T::Spent>, _)| {
            if let Some(spent) = spent {
                task.again(state, spent);
            }
            for deal in &mut deals {
                task.deal(state, deal);
            }
            (task.end(state), deals, progress)
        };
        in_order(
            threads,
            read,
            || task.begin(),
            work,
            |(outcome, deals, progress)| {
                let spent = take(&Portion { made: Made::Deals(&deals), frame, progress }, outcome)?;
                Ok((deals, Some(spent)))
            },
        )
    }
}
