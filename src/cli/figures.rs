use std::cmp::Reverse;

use crate::assess::Figures;
use crate::assess::Settings;
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
    note_left_out(figures.left_out(&project.playbook));
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
