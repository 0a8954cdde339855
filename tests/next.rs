//! What a deal owes for its next stage, and whether it may move: the same judgement as after the move.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

use chrono::NaiveDate;
use tollgate::assess::AsOf;
use tollgate::assess::Finding;
use tollgate::assess::Settings;
use tollgate::assess::Tally;
use tollgate::assess::gate;
use tollgate::assess::judge;
use tollgate::assess::next;
use tollgate::deals::Deal;
use tollgate::deals::Frame;
use tollgate::deals::Input;
use tollgate::deals::read;
use tollgate::model::Playbook;
use tollgate::model::Severity;
use tollgate::model::StageId;
use tollgate::report;
use tollgate::report::Style;
use tollgate::value::Moment;
use tollgate::value::Record;
use tollgate::value::Value;
use tollgate::value::builtin;
use tollgate::workspace::Disk;
use tollgate::workspace::DiskTexts;
use tollgate::workspace::end_of_day;
use tollgate::workspace::load;

const MACHINES: &str = "examples/machines";
const GATES: &str = "tests/fixtures/next";

struct Project {
    playbook: Playbook,
    deals: Vec<Deal>,
    as_of: AsOf,
}

impl Project {
    fn machines() -> Project {
        Project::open("examples/machines/machines.playbook", MACHINES, &[])
    }

    fn gates() -> Project {
        Project::open("tests/fixtures/next/gates.playbook", GATES, &["tests/fixtures/next/deals.jsonl".to_owned()])
    }

    fn approvals() -> Project {
        Project::open(
            "tests/fixtures/next/approvals.playbook",
            GATES,
            &["tests/fixtures/next/approvals.yaml".to_owned()],
        )
    }

    fn open(playbook: &str, folder: &str, files: &[String]) -> Project {
        let loaded = load(&DiskTexts, Path::new(playbook)).unwrap();
        let playbook = loaded.playbook.unwrap_or_else(|| panic!("{:#?}", loaded.diagnostics));
        let frame = Frame { schema: playbook.schema.clone(), currency: playbook.currency, zone: playbook.zone };
        let disk = Disk { folder: folder.into() };
        let input = match files {
            [] => Input::Mapped { source: &playbook.sources[0], files: &[] },
            files => Input::Shaped { files },
        };
        let deals = read(&disk, input, &frame).unwrap().collect();
        let today = NaiveDate::from_ymd_opt(2026, 11, 23).unwrap();
        let as_of = AsOf { today, now: end_of_day(today, playbook.zone) };
        Project { playbook, deals, as_of }
    }

    fn settings<'a>(&self, language: &'a str) -> Settings<'a> {
        Settings { as_of: self.as_of, language, people: None, only: None }
    }

    fn deal(&self, id: &str) -> &Deal {
        self.deals.iter().find(|deal| deal.label() == id).unwrap()
    }

    fn stage(&self, name: &str) -> StageId {
        let at = self.playbook.stages.iter().position(|stage| stage.name == name).unwrap();
        StageId(u16::try_from(at).unwrap())
    }

    fn next(&self, id: &str, language: &str, width: usize) -> String {
        let next = next(&self.playbook, self.deal(id), &self.settings(language));
        let owed = report::next::Owed { playbook: &self.playbook, next: &next, as_of: self.as_of.today, language };
        page(width, |style, out| report::next::write(&owed, style, out))
    }

    fn gate(&self, id: &str, to: &str, fail_on: Severity, language: &str, width: usize) -> String {
        let gate = gate(&self.playbook, self.deal(id), self.stage(to), fail_on, &self.settings(language));
        let asked = report::gate::Asked { playbook: &self.playbook, gate: &gate, as_of: self.as_of.today, language };
        page(width, |style, out| report::gate::write(&asked, style, out))
    }

    fn may(&self, id: &str, to: &str, fail_on: Severity) -> bool {
        gate(&self.playbook, self.deal(id), self.stage(to), fail_on, &self.settings("en")).may
    }
}

fn page(width: usize, write: impl Fn(&Style, &mut dyn std::io::Write) -> std::io::Result<()>) -> String {
    let mut out = Vec::new();
    write(&Style { width, ..Style::default() }, &mut out).unwrap();
    let text = anstream::adapter::strip_str(&String::from_utf8(out).unwrap()).to_string();
    for line in text.lines() {
        assert!(unicode_width::UnicodeWidthStr::width(line) <= width.clamp(40, 120), "{line}");
        assert_eq!(line, line.trim_end());
    }
    text
}

#[test]
fn what_is_owed_reads_well() {
    let machines = Project::machines();
    for (id, language, width) in [
        ("M-1002", "en", 80),
        ("M-1004", "en", 80),
        ("M-1004", "en", 120),
        ("M-1004", "zh", 80),
        ("M-1004", "zh", 120),
        ("M-1007", "en", 80),
        ("M-1009", "en", 80),
    ] {
        insta::assert_snapshot!(format!("owed_{id}_{language}_{width}"), machines.next(id, language, width));
    }
}

#[test]
fn gates_read_well() {
    let machines = Project::machines();
    for (id, to, language, width) in [
        ("M-1001", "won", "en", 80),
        ("M-1001", "won", "zh", 80),
        ("M-1002", "negotiation", "en", 80),
        ("M-1004", "won", "en", 80),
        ("M-1004", "won", "en", 120),
        ("M-1004", "won", "zh", 80),
        ("M-1005", "lost", "en", 80),
        ("M-1005", "won", "zh", 80),
    ] {
        let text = machines.gate(id, to, Severity::Major, language, width);
        insta::assert_snapshot!(format!("gate_{id}_{to}_{language}_{width}"), text);
    }
}

/// Every kind of way a deal can have behind it, one after the other.
#[test]
fn ways_of_every_kind() {
    let gates = Project::gates();
    let mut text = String::new();
    for deal in &gates.deals {
        text.push_str(&format!("$ next {0}\n\n{1}\n", deal.label(), gates.next(&deal.label(), "en", 100)));
    }
    for (id, to) in [
        ("off_the_line", "contract"),
        ("history_ends_elsewhere", "contract"),
        ("skipping", "contract"),
        ("closed", "won"),
        ("closed", "lead"),
        ("stage_not_given", "bid"),
    ] {
        let gate = gates.gate(id, to, Severity::Major, "en", 100);
        text.push_str(&format!("$ gate {id} --to {to}\n\n{gate}\n"));
    }
    insta::assert_snapshot!(text);
}

/// An approval is owed before the move: nothing says that the deal has moved, and what is decided today is in time.
#[test]
fn approvals_are_owed() {
    let project = Project::approvals();
    let mut text = String::new();
    for deal in &project.deals {
        for language in ["en", "zh"] {
            let gate = project.gate(&deal.label(), "bid", Severity::Major, language, 100);
            text.push_str(&format!("$ gate {} --to bid --lang {language}\n\n{gate}\n", deal.label()));
        }
    }
    insta::assert_snapshot!(text);
}

#[test]
fn severity_decides_what_stops() {
    let gates = Project::gates();
    assert!(!gates.may("closed", "lost", Severity::Major), "no move of the flow, and a reason is missing");
    assert!(gates.may("closed", "lead", Severity::Critical), "what is major stops nothing here");
    assert!(!gates.may("closed", "won", Severity::Critical), "it is there: that is no move");
    assert!(!gates.may("stage_not_given", "bid", Severity::Critical), "what is not known is no yes");
}

#[test]
fn programs_read_documents() {
    let machines = Project::machines();
    let next = next(&machines.playbook, machines.deal("M-1002"), &machines.settings("en"));
    let as_of = machines.as_of.today;
    let owed = report::next::Owed { playbook: &machines.playbook, next: &next, as_of, language: "en" };
    let mut out = Vec::new();
    report::next::write_json(&owed, &mut out).unwrap();
    insta::assert_snapshot!("owed_document", String::from_utf8(out).unwrap());

    let to = machines.stage("won");
    let gate = gate(&machines.playbook, machines.deal("M-1002"), to, Severity::Major, &machines.settings("en"));
    let asked = report::gate::Asked { playbook: &machines.playbook, gate: &gate, as_of, language: "en" };
    let mut out = Vec::new();
    report::gate::write_json(&asked, &mut out).unwrap();
    insta::assert_snapshot!("gate_document", String::from_utf8(out).unwrap());
}

/// What a gate finds is what `check` finds on the moved deal, and nothing that `check` would find new is left out.
#[test]
fn a_gate_judges_as_check_does_after_the_move() {
    for project in [Project::machines(), Project::gates(), Project::approvals()] {
        let settings = project.settings("en");
        let prints = |findings: &[Finding]| -> BTreeSet<String> {
            findings.iter().map(|finding| format!("{} {}", finding.criterion.name, finding.fingerprint)).collect()
        };
        for deal in &project.deals {
            let Value::Choice(from) = *deal.record.get(builtin::STAGE) else { continue };
            let before = next(&project.playbook, deal, &settings);
            for to in (0..project.playbook.stages.len()).map(|at| StageId(u16::try_from(at).unwrap())) {
                if to.0 == from {
                    continue;
                }
                let asked = gate(&project.playbook, deal, to, Severity::Major, &settings).asked;
                let mut after =
                    judge(&project.playbook, &moved(deal, to, &project), &settings, &mut Tally::new(&project.playbook));
                // Where a deal without a history comes from is made up: that it begins there is not said.
                let made_up = !matches!(deal.record.get(builtin::HISTORY), Value::List(_));
                after.retain(|finding| !made_up || finding.element.as_deref() != Some("history[0]"));
                let (after, case) = (prints(&after), format!("{} to {}", deal.label(), asked.title));
                let told: BTreeSet<String> = prints(&asked.owed).union(&prints(&asked.then)).cloned().collect();
                let strange: Vec<&String> = told.difference(&after).collect();
                assert!(strange.is_empty(), "{case}: only the gate says {strange:?}");
                let known: BTreeSet<String> = prints(&before.here).union(&prints(&before.behind)).cloned().collect();
                let left_out = after.iter().filter(|print| !told.contains(*print) && !known.contains(*print));
                // A stay in a stage that is too long does not hold a deal back.
                // Nor does a history that the move does not touch.
                // Without a history, where the deal began is not of this move either.
                let no_history = deal.record.get(builtin::HISTORY).is_filled() != Some(true);
                let begun = |print: &str| print.starts_with("illegal_move") || print.starts_with("skipped");
                let aside = |print: &str| {
                    print.contains("at_most") || print.starts_with("unordered_history") || (no_history && begun(print))
                };
                let left_out: Vec<&String> = left_out.filter(|print| !aside(print)).collect();
                assert!(left_out.is_empty(), "{case}: only check says {left_out:?}");
            }
        }
    }
}

/// The deal after the move, as an export would have it.
fn moved(deal: &Deal, to: StageId, project: &Project) -> Deal {
    let entry = |stage: Value, at: Value| {
        let mut entry = Record::empty(builtin::history::RECORDED_AT + 1);
        entry.values[builtin::history::STAGE] = stage;
        entry.values[builtin::history::AT] = at;
        Value::Record(Box::new(entry))
    };
    let mut deal = deal.clone();
    let from = deal.record.get(builtin::STAGE).clone();
    let mut history = match deal.record.get(builtin::HISTORY) {
        Value::List(entries) => entries.clone(),
        _ => Vec::new(),
    };
    let ends_in = history.last().map(|last| match last {
        Value::Record(last) => last.get(builtin::history::STAGE).clone(),
        _ => Value::ABSENT,
    });
    if ends_in.as_ref() != Some(&from) {
        history.push(entry(from, Value::ABSENT));
    }
    history.push(entry(Value::Choice(to.0), Value::Moment(Moment::At(project.as_of.now))));
    deal.record.values[builtin::HISTORY] = Value::List(history);
    deal.record.values[builtin::STAGE] = Value::Choice(to.0);
    deal
}

#[test]
fn no_page_is_too_narrow() {
    for project in [Project::machines(), Project::gates(), Project::approvals()] {
        for deal in &project.deals {
            for language in ["en", "zh"] {
                for width in [0, 47, 80, 300] {
                    project.next(&deal.label(), language, width);
                    for stage in &project.playbook.stages {
                        project.gate(&deal.label(), &stage.name, Severity::Minor, language, width);
                    }
                }
            }
        }
    }
}

#[test]
fn the_exit_code_is_the_answer() {
    let run = |arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_tollgate"));
        let output = command.args(arguments).args(["-p", MACHINES, "--as-of", "2026-11-23"]).output().unwrap();
        (output.status.code().unwrap(), String::from_utf8(output.stderr).unwrap())
    };
    assert_eq!(run(&["gate", "M-1001", "--to", "won"]).0, 0);
    assert_eq!(run(&["gate", "M-1002", "--to", "negotiation"]).0, 1);
    assert_eq!(run(&["gate", "M-1002", "--to", "negotiation", "--fail-on", "critical"]).0, 0);
    assert_eq!(run(&["gate", "M-1002", "--to", "negotiation", "--only", "big_discount"]).0, 0);
    let (code, said) = run(&["gate", "M-1001", "--to", "negotation"]);
    assert_eq!(code, 2);
    assert!(said.contains("did you mean `negotiation`?"), "{said}");
    let (code, said) = run(&["gate", "M-1001", "--to", "赢单"]);
    assert_eq!(code, 2);
    assert!(said.contains("did you mean `won`?"), "{said}");
    let (code, said) = run(&["gate", "M-101", "--to", "won"]);
    assert_eq!(code, 4);
    assert!(said.contains("did you mean `M-1001`?"), "{said}");
    assert_eq!(run(&["next", "M-1002"]).0, 0);
    assert_eq!(run(&["next", "M-9"]).0, 4);
}
