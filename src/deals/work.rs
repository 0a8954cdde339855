//! Reads deals, and has something done with them, by one thread or by several; the results come in the order of the data.

#[cfg(feature = "columnar")]
mod columns;
mod lines;
pub(super) mod ordered;
mod others;
mod rows;

#[cfg(feature = "columnar")]
pub(super) use columns::Rows;

use crate::deals::Deals;
use crate::deals::layout::Form;
use crate::deals::portion::Portion;
use crate::deals::portion::Task;

/// What takes the results, in order.
type Taker<'t, T, E> = &'t mut dyn FnMut(&Portion<'_>, <T as Task>::Outcome) -> Result<<T as Task>::Spent, E>;

impl Deals<'_> {
    /// Has every deal worked on by so many threads, and gives the results away in the order of the data:
    /// the same with one thread as with many. An error of `take` ends the work.
    ///
    /// An error of the reading ends the deals; [`Deals::into_outcome`] tells it.
    pub fn work<T: Task, E>(
        &mut self,
        threads: usize,
        task: &T,
        mut take: impl FnMut(&Portion<'_>, T::Outcome) -> Result<T::Spent, E>,
    ) -> Result<(), E> {
        let threads = threads.max(1);
        let by_blocks = match &self.layout.form {
            Form::Shaped => true,
            Form::Mapped(mapped) => mapped.plan.case.is_none(),
        };
        while (by_blocks || cfg!(feature = "columnar")) && self.table.is_none() {
            let Some(name) = self.files.pop_front() else { return Ok(()) };
            let opened = match self.open(&name) {
                Ok(opened) => opened,
                Err(error) => {
                    self.fail(error);
                    return Ok(());
                }
            };
            let Some(table) = opened else { continue };
            let mut table = if by_blocks { table.by_blocks() } else { table };
            #[cfg(feature = "columnar")]
            if self.work_on_columns(&mut table, threads, task, &mut take)? {
                continue;
            }
            if table.blocks().is_some() {
                self.work_on_rows(&mut table, threads, task, &mut take)?;
            } else if table.is_json() && matches!(self.layout.form, Form::Shaped) {
                self.work_on_lines(&mut table, threads, task, &mut take)?;
            } else {
                self.table = Some(table);
            }
        }
        self.work_on_others(threads, task, &mut take)
    }
}
