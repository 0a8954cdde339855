use crate::assess::Settings;
use crate::assess::describe;
use crate::assess::explain;
use crate::cli::Exit;
use crate::cli::Stop;
use crate::cli::args::ExplainArgs;
use crate::cli::args::ExplainFormat;
use crate::cli::figures::figures;
use crate::cli::figures::with_figures;
use crate::cli::find;
use crate::cli::judgement::threads;
use crate::cli::meaning;
use crate::cli::output::write;
use crate::cli::project::Project;
use crate::cli::say;
use crate::cli::select::only;
use crate::deals::Deal;
use crate::report;
use crate::report::Style;
use crate::report::explain::Explained;

/// Shows why a deal has its verdicts, or what a code means.
pub(super) fn run(args: &ExplainArgs) -> Result<Exit, Stop> {
    if meaning::is_meant(args) {
        return meaning::run(args);
    }
    let project = Project::open(&args.input, &args.data)?;
    let names: Vec<String> = args.check.iter().chain(&args.input.only).cloned().collect();
    let only = only(&project.playbook, &names)?;
    let found = find::deal(&project, &args.input, &args.deal)?;
    let (language, people) = (args.input.lang.code(), found.people.as_ref());
    let settings = Settings { as_of: project.as_of, language, people, only: only.as_ref() };
    let deal = with_figures(figures(&project, &settings, threads(None))?.as_ref(), &project, found.deal, &settings);
    show(args, &project, &settings, &deal)?;
    Ok(Exit::Clean)
}

fn show(args: &ExplainArgs, project: &Project, settings: &Settings<'_>, deal: &Deal) -> Result<(), Stop> {
    let described = describe(&project.playbook, deal);
    let stage = project.playbook.stages.iter().find(|stage| Some(stage.name.as_str()) == described.stage.as_deref());
    let explained = Explained {
        deal: &described,
        stage: stage.map(|stage| stage.title.in_language(settings.language)),
        as_of: project.as_of.today,
        language: settings.language,
        explanations: &explain(&project.playbook, deal, settings),
    };
    let style = Style { width: say::width(), ..Style::default() };
    write(None, |out| match args.output {
        ExplainFormat::Human => report::explain::write(&explained, &style, out),
        ExplainFormat::Json => report::explain::write_json(&explained, out),
    })
}
