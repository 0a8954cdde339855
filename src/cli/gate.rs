use crate::assess::Settings;
use crate::assess::gate;
use crate::cli::Exit;
use crate::cli::Stop;
use crate::cli::args::ExplainFormat;
use crate::cli::args::GateArgs;
use crate::cli::figures::figures;
use crate::cli::figures::with_figures;
use crate::cli::find;
use crate::cli::judgement::threads;
use crate::cli::output::write;
use crate::cli::project::Project;
use crate::cli::say;
use crate::cli::select::only;
use crate::diagnostic::did_you_mean;
use crate::diagnostic::or_list;
use crate::model::Playbook;
use crate::model::Stage;
use crate::model::StageId;
use crate::report;
use crate::report::Style;
use crate::report::gate::Asked;

/// Judges whether a deal may move to a stage.
pub(super) fn run(args: &GateArgs) -> Result<Exit, Stop> {
    let project = Project::open(&args.input, &args.data)?;
    let playbook = &project.playbook;
    let only = only(playbook, &args.input.only)?;
    let to = stage(playbook, &args.to)?;
    let found = find::deal(&project, &args.input, &args.deal)?;
    let (language, people) = (args.input.lang.code(), found.people.as_ref());
    let settings = Settings { as_of: project.as_of, language, people, only: only.as_ref() };
    let deal = with_figures(figures(&project, &settings, threads(None))?.as_ref(), &project, found.deal, &settings);
    let gate = gate(playbook, &deal, to, args.fail_on.into(), &settings);
    let asked = Asked { playbook, gate: &gate, as_of: project.as_of.today, language: settings.language };
    let style = Style { width: say::width(), ..Style::default() };
    write(None, |out| match args.output {
        ExplainFormat::Human => report::gate::write(&asked, &style, out),
        ExplainFormat::Json => report::gate::write_json(&asked, out),
    })?;
    Ok(match (gate.may, found.in_full) {
        (false, _) => Exit::Findings,
        (true, true) => Exit::Clean,
        // What could not be read might have stopped it.
        (true, false) => Exit::Data,
    })
}

/// The stage of this name.
fn stage(playbook: &Playbook, wanted: &str) -> Result<StageId, Stop> {
    let ids = (0..).map(StageId).zip(&playbook.stages);
    if let Some((id, _)) = ids.into_iter().find(|(_, stage)| stage.name == wanted) {
        return Ok(id);
    }
    let names = || playbook.stages.iter().map(|stage| stage.name.as_str());
    let titled = |stage: &&Stage| stage.title.text == wanted || stage.title.translations.values().any(|t| t == wanted);
    let titled = playbook.stages.iter().find(titled).map(|stage| stage.name.as_str());
    let near = titled.or_else(|| did_you_mean(wanted, names()));
    let help = near.map_or_else(|| format!("it has {}", or_list(names())), |near| format!("did you mean `{near}`?"));
    Err(Stop::Usage { what: format!("the playbook has no stage `{wanted}`"), help: Some(help) })
}
