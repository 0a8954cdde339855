use std::io;
use std::io::IsTerminal;
use std::time::Duration;
use std::time::Instant;

use indicatif::HumanCount;
use indicatif::ProgressBar;
use indicatif::ProgressDrawTarget;
use indicatif::ProgressStyle;

use crate::deals::Progress;

/// Work that is done sooner shows no bar.
const PATIENCE: Duration = Duration::from_millis(700);

/// A bar on a terminal when the work is long.
pub(super) struct Bar {
    count: u64,
    started: Instant,
    bar: Option<ProgressBar>,
    on_terminal: bool,
}

impl Bar {
    /// No bar yet; none at all where the terminal is written on meanwhile.
    pub fn new(terminal_is_taken: bool) -> Bar {
        let on_terminal = io::stderr().is_terminal() && !terminal_is_taken;
        Bar { count: 0, started: Instant::now(), bar: None, on_terminal }
    }

    /// So many deals more are done.
    pub fn pass(&mut self, deals: usize, progress: Progress) {
        self.count += deals as u64;
        if !self.on_terminal || (self.bar.is_none() && self.started.elapsed() < PATIENCE) {
            return;
        }
        let bar = self.bar.get_or_insert_with(|| bar(progress.total));
        bar.set_position(progress.read);
        bar.set_message(format!("{} deals", HumanCount(self.count)));
    }

    /// The work is done.
    pub fn end(self) {
        if let Some(bar) = self.bar {
            bar.finish_and_clear();
        }
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
