use crate::assess::People;
use crate::cli::Stop;
use crate::cli::args::InputArgs;
use crate::cli::check::id;
use crate::cli::project::Project;
use crate::cli::say;
use crate::cli::select::NearIds;
use crate::cli::staff::Staff;
use crate::deals::Deal;
use crate::deals::read;

/// A deal, and whether the data was read in full.
pub(super) struct Found {
    pub deal: Deal,
    pub in_full: bool,
    /// Who holds which role when; `None` where nothing says it.
    pub people: Option<People>,
}

/// The first deal with an id. The data is read to its end, so that what could not be read is known and said.
pub(super) fn deal(project: &Project, args: &InputArgs, wanted: &str) -> Result<Found, Stop> {
    let mut near = NearIds::default();
    let mut deals = read(&project.disk, project.input(), &project.frame)?;
    let mut staff = Staff::read(project, args, &deals)?;
    let people = staff.people.take();
    let found = deals.by_ref().find(|deal| {
        near.note(id(deal));
        id(deal) == wanted
    });
    let mut outcome = deals.into_outcome()?;
    staff.put_into(&mut outcome);
    let errors = outcome.problems.errors();
    if errors > 0 {
        let plural = if errors == 1 { "" } else { "s" };
        let text = format!("warning: the data could not be read in full: {errors} error{plural}");
        say::err(format!("{text}; `tollgate check` shows where\n").as_bytes());
    }
    match found {
        Some(deal) => Ok(Found { deal, in_full: errors == 0, people }),
        None => Err(near.no_deal(wanted)),
    }
}
