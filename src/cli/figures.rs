use crate::assess::Figures;
use crate::assess::Settings;
use crate::cli::Stop;
use crate::cli::project::Project;
use crate::cli::say;
use crate::deals::Deal;
use crate::deals::read;

/// The figures over all deals, from a pass over the data of their own; `None` where the playbook has none.
///
/// What is wrong with the data is told by the pass that judges.
pub(super) fn figures(project: &Project, settings: &Settings<'_>) -> Result<Option<Figures>, Stop> {
    if project.playbook.figures.is_empty() {
        return Ok(None);
    }
    let mut deals = read(&project.disk, project.input(), &project.frame)?;
    let figures = Figures::of(&project.playbook, &mut deals, settings);
    let left_out = figures.left_out(&project.playbook).into_iter().filter(|(_, deals)| *deals > 0);
    let left_out: Vec<String> = left_out.map(|(figure, deals)| format!("`{}` ({deals})", figure.name)).collect();
    if !left_out.is_empty() {
        let figures = left_out.join(", ");
        let text = format!("note: deals of which something is not known are left out of figures: {figures}\n");
        say::err(text.as_bytes());
    }
    Ok(Some(figures))
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
