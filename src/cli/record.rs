use std::collections::BTreeMap;
use std::path::Path;

use sha2::Digest;
use sha2::Sha256;

use crate::assess::Tally;
use crate::assess::Verdict;
use crate::cli::Exit;
use crate::cli::Stop;
use crate::cli::args::CheckArgs;
use crate::cli::project::Project;
use crate::cli::recorder::Told;
use crate::model::Severity;
use crate::record::Counts;
use crate::record::FORMAT;
use crate::record::Hashed;
use crate::record::Moment;
use crate::record::PlaybookPart;
use crate::record::Record;
use crate::record::VERSION;
use crate::report::Report;
use crate::workspace::hash_file;
use crate::workspace::hexadecimal;

/// The record of a run that came to its end.
pub(super) fn record(
    args: &CheckArgs,
    project: &Project,
    report: &Report<'_>,
    told: &Told,
    exit: Exit,
) -> Result<Record, Stop> {
    let (result, fingerprints) = told.outcome();
    let texts = project.sources.iter().map(|(_, file)| Hashed {
        file: file.name.to_string(),
        bytes: file.text.len() as u64,
        sha256: hexadecimal(&Sha256::digest(file.text.as_bytes())),
    });
    let mut data: Vec<Hashed> = Vec::new();
    for input in report.inputs {
        // One file may fill several tables.
        if !data.iter().any(|known| known.file == input.name) {
            data.push(hashed(&input.name)?);
        }
    }
    let baseline = args.known.baseline.as_ref().map(|path| hashed(&path.to_string_lossy())).transpose()?;
    Ok(Record {
        format: FORMAT.to_owned(),
        version: VERSION,
        tollgate: env!("CARGO_PKG_VERSION").to_owned(),
        as_of: Moment { today: project.as_of.today, now: project.as_of.now },
        command: command(args, project),
        playbook: PlaybookPart {
            name: project.playbook.name.clone(),
            version: project.playbook.version.clone(),
            files: texts.collect(),
        },
        data,
        baseline,
        counts: counts(report, report.tally),
        exit: exit.code(),
        result,
        fingerprints,
    })
}

/// A file as it is now.
pub(super) fn hashed(file: &str) -> Result<Hashed, Stop> {
    let (bytes, sha256) = hash_file(Path::new(file))?;
    Ok(Hashed { file: file.to_owned(), bytes, sha256 })
}

fn counts(report: &Report<'_>, tally: &Tally) -> Counts {
    let total = tally.total();
    let verdicts = Verdict::ALL.into_iter().map(|verdict| (verdict.name().to_owned(), total.of(verdict)));
    let findings = Severity::ALL.into_iter().zip(report.counts.by_severity());
    let findings = findings.map(|(severity, count)| (severity.name().to_owned(), count as u64));
    Counts {
        deals: tally.deals,
        verdicts: verdicts.collect(),
        findings: findings.collect::<BTreeMap<String, u64>>(),
        failing: report.failing() as u64,
        known: report.baseline.map_or(0, |baseline| baseline.known),
        data_errors: report.problems.errors() as u64,
    }
}

/// What makes the run again: every argument that matters for the result, by its long name.
fn command(args: &CheckArgs, project: &Project) -> Vec<String> {
    let mut command = vec!["check".to_owned()];
    let mut add = |name: &str, value: String| command.push(format!("--{name}={value}"));
    let input = &args.input;
    add("playbook", project.file.to_string_lossy().into_owned());
    add("as-of", project.as_of.today.to_string());
    add("lang", input.lang.code().to_owned());
    if let Some(source) = &input.source {
        add("source", source.clone());
    }
    if let Some(people) = &input.people {
        add("people", people.to_string_lossy().into_owned());
    }
    input.only.iter().for_each(|word| add("only", word.clone()));
    args.deal.iter().for_each(|id| add("deal", id.clone()));
    if let Some(severity) = args.severity {
        add("severity", Severity::from(severity).name().to_owned());
    }
    let limits = args.limits.limits();
    let name = |severity: Option<Severity>| severity.map_or("none", Severity::name).to_owned();
    add("fail-on", name(limits.fail_on));
    // As `--fail-on` without further words.
    if limits.fail_on_unknown != limits.fail_on {
        add("fail-on-unknown", name(limits.fail_on_unknown));
    }
    if limits.max_findings > 0 {
        add("max-findings", limits.max_findings.to_string());
    }
    if let Some(baseline) = &args.known.baseline {
        add("baseline", baseline.to_string_lossy().into_owned());
    }
    command.extend(project.data().iter().map(|path| path.to_string_lossy().into_owned()));
    command
}
