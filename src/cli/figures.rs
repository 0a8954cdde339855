use std::cmp::Reverse;

use crate::assess::Figures;
use crate::assess::MOST_OTHERS;
use crate::assess::Settings;
use crate::assess::Untold;
use crate::cli::Stop;
use crate::cli::project::Project;
use crate::cli::say;
use crate::deals::Deal;
use crate::deals::read_by;
use crate::model::Figure;

/// Figures that a note names.
const NAMED: usize = 3;

/// The figures over all deals, from a pass over the data of their own; `None` where the playbook has none.
///
/// What is wrong with the data is told by the pass that judges.
pub(super) fn figures(project: &Project, settings: &Settings<'_>, threads: usize) -> Result<Option<Figures>, Stop> {
    if project.playbook.figures.is_empty() {
        return Ok(None);
    }
    let mut deals = read_by(&project.disk, project.input(), &project.frame, threads)?;
    let figures = Figures::of_all(&project.playbook, &mut deals, threads, settings);
    let untold = figures.untold(&project.playbook);
    note_left_out(untold.iter().map(|(figure, untold)| (*figure, untold.left_out)).collect());
    note_crowded(&untold);
    Ok(Some(figures))
}

/// Says which figures leave out deals; those that leave out most are named.
fn note_left_out(mut figures: Vec<(&Figure, u64)>) {
    figures.retain(|(_, deals)| *deals > 0);
    figures.sort_by_key(|(_, deals)| Reverse(*deals));
    let (named, more) = figures.split_at(figures.len().min(NAMED));
    let named: Vec<String> = named.iter().map(|(figure, deals)| format!("`{}` ({deals})", figure.name)).collect();
    if named.is_empty() {
        return;
    }
    let more = if more.is_empty() { String::new() } else { format!(" and {} more", more.len()) };
    let named = named.join(", ");
    say::err(
        format!("note: deals of which something is not known are left out of figures: {named}{more}\n").as_bytes(),
    );
}

/// Says which figures do not compare the deals of large groups.
fn note_crowded(figures: &[(&Figure, Untold)]) {
    for (figure, untold) in figures.iter().filter(|(_, untold)| untold.crowded > 0) {
        let groups = if untold.crowded == 1 { "1 group" } else { &format!("{} groups", untold.crowded) };
        let note = format!("note: `{}` is unknown in {groups} of more than {MOST_OTHERS} deals\n", figure.name);
        say::err(note.as_bytes());
    }
}

/// A deal with the figures of its groups.
pub(super) fn with_figures(
    figures: Option<&Figures>,
    project: &Project,
    mut deal: Deal,
    settings: &Settings<'_>,
) -> Deal {
    if let Some(figures) = figures {
        figures.put_into(&project.playbook, &mut deal, settings);
    }
    deal
}
