use crate::cli::Stop;
use crate::cli::check::id;
use crate::cli::project::Project;
use crate::cli::say;
use crate::cli::select::NearIds;
use crate::deals::Deal;
use crate::deals::read;

/// A deal, and whether the data was read in full.
pub(super) struct Found {
    pub deal: Deal,
    pub in_full: bool,
}

/// The first deal with an id. The data is read to its end, so that what could not be read is known and said.
pub(super) fn deal(project: &Project, wanted: &str) -> Result<Found, Stop> {
    let mut near = NearIds::default();
    let mut deals = read(&project.disk, project.input(), &project.frame)?;
    let found = deals.by_ref().find(|deal| {
        near.note(id(deal));
        id(deal) == wanted
    });
    let errors = deals.into_outcome()?.problems.errors();
    if errors > 0 {
        let plural = if errors == 1 { "" } else { "s" };
        let text = format!("warning: the data could not be read in full: {errors} error{plural}");
        say::err(format!("{text}; `tollgate check` shows where\n").as_bytes());
    }
    match found {
        Some(deal) => Ok(Found { deal, in_full: errors == 0 }),
        None => Err(near.no_deal(wanted)),
    }
}
