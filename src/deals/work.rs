//! Reads deals, and has something done with them, by one thread or by several; the results come in the order of the data.

#[cfg(feature = "columnar")]
mod columns;
mod lines;
mod ordered;
mod others;

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
        while self.reads_files_apart() && self.table.is_none() {
            let Some(name) = self.files.pop_front() else { return Ok(()) };
            let opened = match self.open(&name) {
                Ok(opened) => opened,
                Err(error) => {
                    self.fail(error);
                    return Ok(());
                }
            };
            let Some(mut table) = opened else { continue };
            #[cfg(feature = "columnar")]
            if self.work_on_columns(&mut table, threads, task, &mut take)? {
                continue;
            }
            if matches!(self.layout.form, Form::Shaped) && table.lines().is_some() {
                self.work_on_lines(&mut table, threads, task, &mut take)?;
            } else {
                self.table = Some(table);
            }
        }
        self.work_on_others(threads, task, &mut take)
    }

    /// Whether a file of the present form may be worked on in another way than deal by deal.
    fn reads_files_apart(&self) -> bool {
        cfg!(feature = "columnar") || matches!(self.layout.form, Form::Shaped)
    }
}
