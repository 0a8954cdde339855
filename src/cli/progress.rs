use std::io;
use std::io::IsTerminal;
use std::time::Duration;
use std::time::Instant;

use indicatif::HumanCount;
use indicatif::ProgressBar;
use indicatif::ProgressDrawTarget;
use indicatif::ProgressStyle;

use crate::deals::Deal;
use crate::deals::Deals;

/// Work that is done sooner shows no bar.
const PATIENCE: Duration = Duration::from_millis(700);

/// How many deals pass between two looks at the clock.
const STRIDE: u64 = 256;

/// Deals on their way to the judgement, with a bar on a terminal when the work is long.
pub(super) struct Watched<'a, 'b> {
    deals: &'a mut Deals<'b>,
    count: u64,
    started: Instant,
    bar: Option<ProgressBar>,
    on_terminal: bool,
}

impl<'a, 'b> Watched<'a, 'b> {
    /// Watches deals go by; without a bar where the terminal is written on meanwhile.
    pub fn new(deals: &'a mut Deals<'b>, terminal_is_taken: bool) -> Watched<'a, 'b> {
        let on_terminal = io::stderr().is_terminal() && !terminal_is_taken;
        Watched { deals, count: 0, started: Instant::now(), bar: None, on_terminal }
    }

    fn show(&mut self) {
        if self.bar.is_none() && self.started.elapsed() < PATIENCE {
            return;
        }
        let progress = self.deals.progress();
        let bar = self.bar.get_or_insert_with(|| bar(progress.total));
        bar.set_position(progress.read);
        bar.set_message(format!("{} deals", HumanCount(self.count)));
    }
}

fn bar(total: Option<u64>) -> ProgressBar {
    let target = ProgressDrawTarget::stderr();
    let bar = ProgressBar::with_draw_target(total, target);
    let form = match total {
        Some(_) => "judging {bar:30} {percent:>3} %  {msg}  {eta} left",
        None => "judging {spinner} {msg}",
    };
    // The form is a constant of ours; a bar without it would be plain, not wrong.
    if let Ok(style) = ProgressStyle::with_template(form) {
        bar.set_style(style);
    }
    bar
}

impl Iterator for Watched<'_, '_> {
    type Item = Deal;

    fn next(&mut self) -> Option<Deal> {
        let deal = self.deals.next();
        self.count += u64::from(deal.is_some());
        if self.on_terminal && deal.is_some() && self.count.is_multiple_of(STRIDE) {
            self.show();
        }
        if deal.is_none()
            && let Some(bar) = self.bar.take()
        {
            bar.finish_and_clear();
        }
        deal
    }
}
