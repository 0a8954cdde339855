use std::collections::BTreeSet;
use std::path::Path;
use std::path::PathBuf;

use crate::assess::AsOf;
use crate::assess::Settings;
use crate::cli::Exit;
use crate::cli::Stop;
use crate::cli::diff::DiffArgs;
use crate::cli::diff::DiffFormat;
use crate::cli::diff::input;
use crate::cli::diff::style;
use crate::cli::figures::figures;
use crate::cli::figures::with_figures;
use crate::cli::judgement::threads;
use crate::cli::output::write;
use crate::cli::project::Project;
use crate::cli::select::criteria_named;
use crate::cli::select::no_check;
use crate::cli::staff::Staff;
use crate::deals::read;
use crate::diagnostic::did_you_mean;
use crate::diagnostic::or_list;
use crate::diff::CheckImpact;
use crate::diff::Direction;
use crate::diff::Impact;
use crate::diff::Judging;
use crate::diff::Side;
use crate::diff::impact;
use crate::model::CriterionId;
use crate::model::Playbook;
use crate::model::Severity;
use crate::report;
use crate::report::Style;
use crate::report::diff::Impacted;
use crate::value::Type;

/// Judges the same deals by two playbooks and shows which verdicts change.
pub(super) fn run(args: &DiffArgs) -> Result<Exit, Stop> {
    let (old_args, new_args) = (input(args, &args.old), input(args, &args.new));
    let new = Project::open(&new_args, &args.data)?;
    let data = if args.data.is_empty() { vec![folder(&new.file)] } else { args.data.clone() };
    let old = Project::open(&old_args, &data)?;
    let (old_only, new_only) = only(args, &old.playbook, &new.playbook)?;
    let amount = amount(args, &new.playbook)?;
    let language = args.lang.code();

    let mut old_deals = read(&old.disk, old.input(), &old.frame)?;
    let mut new_deals = read(&new.disk, new.input(), &new.frame)?;
    let mut old_staff = Staff::read(&old, &old_args, &old_deals)?;
    let mut new_staff = Staff::read(&new, &new_args, &new_deals)?;
    let (old_people, new_people) = (old_staff.people.take(), new_staff.people.take());
    // One day for both, also where midnight passes between them.
    let old_settings = Settings {
        as_of: AsOf { today: new.as_of.today, now: new.as_of.now },
        language,
        people: old_people.as_ref(),
        only: old_only.as_ref(),
    };
    let new_settings = Settings { as_of: new.as_of, language, people: new_people.as_ref(), only: new_only.as_ref() };
    let (old_figures, new_figures) =
        (figures(&old, &old_settings, threads(None))?, figures(&new, &new_settings, threads(None))?);
    let old_deal = |deal| with_figures(old_figures.as_ref(), &old, deal, &old_settings);
    let new_deal = |deal| with_figures(new_figures.as_ref(), &new, deal, &new_settings);
    let slot = |playbook: &Playbook| amount.as_deref().and_then(|name| money_slot(playbook, name));
    let judging_old = Judging { playbook: &old.playbook, settings: &old_settings, amount: slot(&old.playbook) };
    let judging_new = Judging { playbook: &new.playbook, settings: &new_settings, amount: slot(&new.playbook) };
    let most = if args.all { usize::MAX } else { Style::SHOWN };
    let impact = impact(
        (&old.playbook, &mut old_deals.by_ref().map(|deal| judging_old.judge(&old_deal(deal)))),
        (&new.playbook, &mut new_deals.by_ref().map(|deal| judging_new.judge(&new_deal(deal)))),
        language,
        most,
    );
    let mut errors = 0;
    for (deals, staff) in [(old_deals, old_staff), (new_deals, new_staff)] {
        let mut outcome = deals.into_outcome()?;
        staff.put_into(&mut outcome);
        errors = outcome.problems.errors().max(errors);
    }
    if impact.deals == 0 {
        return Err(Stop::NoData { what: "no deal was judged by both playbooks".to_owned() });
    }

    let (old_side, new_side) = (side(&old, language), side(&new, language));
    let impacted = Impacted {
        old: &old_side,
        new: &new_side,
        playbook: &new.playbook,
        impact: &impact,
        amount: amount.as_deref(),
        errors,
        as_of: new.as_of.today,
        language,
    };
    let style = style(args);
    write(None, |out| match args.output {
        DiffFormat::Human => report::diff::write_impact(&impacted, &style, out),
        DiffFormat::Json => report::diff::write_impact_json(&impacted, out),
        DiffFormat::Markdown => report::diff::write_impact_markdown(&impacted, &style, out),
    })?;
    Ok(exit(args, &impact, errors))
}

fn exit(args: &DiffArgs, impact: &Impact, errors: usize) -> Exit {
    let fails = |fail_on: Severity| {
        let worse = |check: &CheckImpact| check.shifts.iter().any(|shift| shift.direction() == Direction::Worse);
        impact.checks.iter().any(|check| check.new_severity.is_some_and(|severity| severity >= fail_on) && worse(check))
    };
    if errors > 0 {
        Exit::Data
    } else if args.fail_on.is_some_and(|fail_on| fails(fail_on.into())) {
        Exit::Findings
    } else {
        Exit::Clean
    }
}

fn side(project: &Project, language: &str) -> Side {
    Side::of(&project.playbook, &project.file.to_string_lossy(), language)
}

/// The folder of a playbook: where its data is, if nothing else is said.
fn folder(playbook: &Path) -> PathBuf {
    let folder = playbook.parent().filter(|folder| !folder.as_os_str().is_empty());
    folder.unwrap_or(Path::new(".")).to_owned()
}

type Chosen = Option<BTreeSet<CriterionId>>;

/// The criteria that `--only` names; each word must mean something to one of the playbooks.
fn only(args: &DiffArgs, old: &Playbook, new: &Playbook) -> Result<(Chosen, Chosen), Stop> {
    if args.only.is_empty() {
        return Ok((None, None));
    }
    let (mut of_old, mut of_new) = (BTreeSet::new(), BTreeSet::new());
    for word in &args.only {
        let (was, is) = (criteria_named(old, word), criteria_named(new, word));
        if was.is_empty() && is.is_empty() {
            return Err(no_check(new, word));
        }
        of_old.extend(was);
        of_new.extend(is);
    }
    Ok((Some(of_old), Some(of_new)))
}

/// The field whose amounts are summed: the one asked for, `amount`, or the only one that holds money.
fn amount(args: &DiffArgs, playbook: &Playbook) -> Result<Option<String>, Stop> {
    let fields = &playbook.schema.deal.fields;
    let money: Vec<&str> = fields
        .iter()
        .filter(|field| field.ty == Type::Money && !field.private)
        .map(|field| field.name.as_str())
        .collect();
    match &args.amount {
        Some(wanted) if money.contains(&wanted.as_str()) => Ok(Some(wanted.clone())),
        Some(wanted) => {
            let help = match did_you_mean(wanted, money.iter().copied()) {
                Some(near) => format!("did you mean `{near}`?"),
                None if money.is_empty() => "it declares no field of money".to_owned(),
                None => format!("it has {}", or_list(money.iter().copied())),
            };
            Err(Stop::Usage { what: format!("`{wanted}` is no field of money of a deal"), help: Some(help) })
        }
        None if money.contains(&"amount") => Ok(Some("amount".to_owned())),
        None => Ok(match money.as_slice() {
            [only] => Some((*only).to_owned()),
            _ => None,
        }),
    }
}

fn money_slot(playbook: &Playbook, name: &str) -> Option<usize> {
    playbook.schema.deal.find(name).filter(|(_, field)| field.ty == Type::Money).map(|(slot, _)| slot)
}
