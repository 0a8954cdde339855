use crate::assess::People;
use crate::cli::Stop;
use crate::cli::args::InputArgs;
use crate::cli::project::Project;
use crate::cli::project::not_there;
use crate::deals::Deals;
use crate::deals::FileRead;
use crate::deals::Outcome;
use crate::deals::read_people;
use crate::diagnostic::Problems;

/// Who holds which role when, and what is wrong with the file that says so.
pub(super) struct Staff {
    /// `None` where nothing says it.
    pub people: Option<People>,
    problems: Problems,
    file: Option<FileRead>,
}

impl Staff {
    /// The people of `--people`, or else those of the source.
    pub fn read(project: &Project, args: &InputArgs, deals: &Deals<'_>) -> Result<Staff, Stop> {
        let Some(file) = &args.people else {
            let people = deals.has_people().then(|| People::of(deals.people()));
            return Ok(Staff { people, problems: Problems::default(), file: None });
        };
        if !file.exists() {
            return Err(not_there(file));
        }
        let read = read_people(&project.disk, &file.to_string_lossy(), &project.frame)?;
        Ok(Staff { people: Some(People::of(&read.records)), problems: read.problems, file: read.file })
    }

    /// Adds the file and its problems to what was read.
    pub fn put_into(self, outcome: &mut Outcome) {
        outcome.problems.extend(self.problems);
        outcome.files.extend(self.file);
    }
}
