use crate::assess::Settings;
use crate::assess::next;
use crate::cli::Exit;
use crate::cli::Stop;
use crate::cli::args::ExplainFormat;
use crate::cli::args::NextArgs;
use crate::cli::figures::figures;
use crate::cli::figures::with_figures;
use crate::cli::find;
use crate::cli::judgement::threads;
use crate::cli::output::write;
use crate::cli::project::Project;
use crate::cli::say;
use crate::cli::select::only;
use crate::report;
use crate::report::Style;
use crate::report::next::Owed;

/// Shows what a deal owes for every possible next stage.
pub(super) fn run(args: &NextArgs) -> Result<Exit, Stop> {
    let project = Project::open(&args.input, &args.data)?;
    let only = only(&project.playbook, &args.input.only)?;
    let found = find::deal(&project, &args.input, &args.deal)?;
    let (language, people) = (args.input.lang.code(), found.people.as_ref());
    let settings = Settings { as_of: project.as_of, language, people, only: only.as_ref() };
    let deal = with_figures(figures(&project, &settings, threads(None))?.as_ref(), &project, found.deal, &settings);
    let owed = Owed {
        playbook: &project.playbook,
        next: &next(&project.playbook, &deal, &settings),
        as_of: project.as_of.today,
        language: settings.language,
    };
    let style = Style { width: say::width(), ..Style::default() };
    write(None, |out| match args.output {
        ExplainFormat::Human => report::next::write(&owed, &style, out),
        ExplainFormat::Json => report::next::write_json(&owed, out),
    })?;
    Ok(if found.in_full { Exit::Clean } else { Exit::Data })
}
