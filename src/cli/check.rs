use std::collections::BTreeSet;

use crate::assess::AsOf;
use crate::assess::Settings;
use crate::baseline::Entry;
use crate::cli::Exit;
use crate::cli::Stop;
use crate::cli::args::CheckArgs;
use crate::cli::args::GroupArg;
use crate::cli::baseline::Ended;
use crate::cli::baseline::Known;
use crate::cli::figures::figures;
use crate::cli::judgement::Judged;
use crate::cli::judgement::Judgement;
use crate::cli::judgement::threads;
use crate::cli::outlets::Outlets;
use crate::cli::outlets::not_made;
use crate::cli::output::Output;
use crate::cli::output::outputs;
use crate::cli::output::write;
use crate::cli::progress::Bar;
use crate::cli::project::Project;
use crate::cli::record::record;
use crate::cli::recorder::Recorder;
use crate::cli::say;
use crate::cli::select::only;
use crate::cli::staff::Staff;
use crate::deals::Deal;
use crate::deals::FileRead;
use crate::deals::Outcome;
use crate::deals::read_by;
use crate::model::CriterionId;
use crate::model::Playbook;
use crate::model::Severity;
use crate::record::Record;
use crate::report::Checkout;
use crate::report::Ending;
use crate::report::Group;
use crate::report::InputFile;
use crate::report::Report;
use crate::report::Style;
use crate::value::Value;
use crate::value::builtin;
use crate::workspace::repository;

/// What a run that was made comes to, and its record; a `Stop` inside says why it counts for nothing.
type Made = (Result<Exit, Stop>, Option<Record>);

/// Judges deals and writes the findings. What keeps a run from being made is written too, so that no result of before is taken for one of now.
pub(super) fn run(args: &CheckArgs) -> Result<Exit, Stop> {
    let outputs = outputs(&args.output)?;
    let checkout = repository().map(|(root, folder)| Checkout::new(&root, &folder)).unwrap_or_default();
    let made = Project::open(&args.input, &args.paths)
        .and_then(|project| judge(args, &project, &outputs, &checkout, args.record.is_some()));
    match made {
        Ok((ended, record)) => {
            if let (Some(path), Some(record)) = (&args.record, record) {
                write(Some(path), |out| record.write(out))?;
            }
            ended
        }
        Err(stop @ Stop::Write { .. }) => Err(stop),
        Err(stop) => {
            not_made(&stop, &outputs, &checkout)?;
            Err(stop)
        }
    }
}

/// Makes a run again at the moment it was made, and writes nothing: what comes of it is its record.
pub(super) fn again(args: &CheckArgs, as_of: AsOf) -> Result<Record, Stop> {
    let mut project = Project::open(&args.input, &args.paths)?;
    project.as_of = as_of;
    let (ended, record) = judge(args, &project, &[], &Checkout::default(), true)?;
    ended?;
    record.ok_or_else(|| Stop::NoData { what: "the run came to nothing".to_owned() })
}

fn judge(
    args: &CheckArgs,
    project: &Project,
    outputs: &[Output],
    checkout: &Checkout,
    records: bool,
) -> Result<Made, Stop> {
    let only = only(&project.playbook, &args.input.only)?;
    let known = Known::open(&args.known, &project.playbook.name)?;
    let language = args.input.lang.code();
    let threads = threads(args.threads);
    let mut deals = read_by(&project.disk, project.input(), &project.frame, threads)?;
    let staff = Staff::read(project, &args.input, &deals)?;
    let people = staff.people.as_ref();
    let settings = Settings { as_of: project.as_of, language, people, only: only.as_ref() };
    let figures = figures(project, &settings, threads)?;
    let style = Style {
        width: say::width(),
        group: match args.group {
            GroupArg::Check => Group::Check,
            GroupArg::Deal => Group::Deal,
        },
        shown: (!args.all).then_some(Style::SHOWN),
    };
    let least = args.severity.map_or(Severity::Info, Severity::from);
    let mut outlets = Outlets::open(outputs, style, language, least, known);
    let told = records.then(|| {
        let (recorder, told) = Recorder::new();
        outlets.also(Box::new(recorder));
        told
    });
    let (playbook, figures) = (&project.playbook, figures.as_ref());
    let judgement = Judgement { playbook, settings: &settings, figures, asked: &args.deal, threads: args.threads };
    let judged = judgement.run(&mut deals, &mut outlets, Bar::new(Outlets::talks(outputs)))?;
    let mut outcome = deals.into_outcome()?;
    staff.put_into(&mut outcome);

    let ended = ended(args, &judged, only.is_some());
    let how = match (&ended, outcome.problems.errors()) {
        (Err(_), _) => Ended::Empty,
        (Ok(()), 0) => Ended::InFull,
        (Ok(()), _) => Ended::InPart,
    };
    let baseline =
        outlets.known().map(|known| known.end(|entry| asked(args, &project.playbook, only.as_ref(), entry), how));
    let baseline = baseline.transpose()?;
    let refused = ended.as_ref().err().map(Stop::to_string);
    let report = Report {
        playbook: &project.playbook,
        playbook_file: &project.file.to_string_lossy(),
        sources: &project.sources,
        as_of: project.as_of.today,
        language,
        findings: &[],
        counts: outlets.counts(),
        least,
        limits: args.limits.limits(),
        tally: &judged.tally,
        baseline: baseline.as_ref(),
        inputs: &input_files(&outcome),
        problems: &outcome.problems,
        doubts: &project.doubts,
        refused: refused.as_deref(),
        checkout,
    };
    outlets.end(&report)?;
    if let Err(stop) = ended {
        return Ok((Err(stop), None));
    }
    let exit = match report.ending() {
        Ending::Clean => Exit::Clean,
        Ending::Findings => Exit::Findings,
        Ending::Incomplete => Exit::Data,
    };
    let record = told.map(|told| record(args, project, &report, &told, exit)).transpose()?;
    Ok((Ok(exit), record))
}

/// Whether the run judged what was asked for.
fn ended(args: &CheckArgs, judged: &Judged, some: bool) -> Result<(), Stop> {
    let tally = &judged.tally;
    if let Some(missing) = &judged.missing {
        return Err(judged.near.no_deal(missing));
    }
    if tally.deals == 0 {
        return Err(Stop::NoData { what: "there is no deal to judge".to_owned() });
    }
    // Of one deal, or by one check, nothing may apply; of a whole run something must.
    let whole = args.deal.is_empty() && !some;
    if whole && tally.total().applicable() == 0 {
        return Err(Stop::NoData { what: "nothing was judged: no criterion applies to any deal".to_owned() });
    }
    Ok(())
}

/// Whether the run asked for what an entry of the baseline is about.
fn asked(args: &CheckArgs, playbook: &Playbook, only: Option<&BTreeSet<CriterionId>>, entry: &Entry) -> bool {
    let of_deal = args.deal.is_empty() || args.deal.contains(&entry.deal);
    let of_check = only.is_none_or(|only| {
        playbook.criteria().any(|(id, criterion)| criterion.name == entry.check && only.contains(&id))
    });
    of_deal && of_check
}

/// A deal's id; empty where it has none.
pub(super) fn id(deal: &Deal) -> &str {
    match deal.record.get(builtin::ID) {
        Value::Text(id) => id,
        _ => "",
    }
}

/// The files that were read; what optional tables no file was found for is told with the first, that of the deals.
fn input_files(outcome: &Outcome) -> Vec<InputFile> {
    let mut files: Vec<InputFile> = outcome.files.iter().map(input_file).collect();
    if let Some(first) = files.first_mut() {
        first.away_tables = outcome.away.iter().map(|away| away.field.clone()).collect();
    }
    files
}

fn input_file(file: &FileRead) -> InputFile {
    InputFile {
        name: file.name.to_string(),
        rows: file.rows,
        left_out: file.left_out,
        encoding: (file.encoding != "UTF-8").then(|| file.encoding.to_owned()),
        away: file.away.iter().map(|away| away.field.clone()).collect(),
        away_tables: Vec::new(),
        passed_over: file
            .passed_over
            .iter()
            .map(|column| [column.field.clone(), column.read.clone(), column.other.clone()])
            .collect(),
    }
}
