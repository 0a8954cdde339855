//! Deals that are judged apart, by several threads, come to what they come to one after the other.

use std::convert::Infallible;
use std::fs;
use std::path::Path;

use chrono::NaiveDate;

use tollgate::assess::AsOf;
use tollgate::assess::Batch;
use tollgate::assess::Finding;
use tollgate::assess::Judging;
use tollgate::assess::Settings;
use tollgate::assess::assess;
use tollgate::deals::Deal;
use tollgate::deals::Frame;
use tollgate::deals::Input;
use tollgate::deals::Task;
use tollgate::deals::read;
use tollgate::model::Playbook;
use tollgate::workspace::DiskTexts;
use tollgate::workspace::end_of_day;
use tollgate::workspace::load;

use crate::deals::memory::Memory;

struct Bench<'a> {
    playbook: &'a Playbook,
    settings: &'a Settings<'a>,
}

impl Task for Bench<'_> {
    type State = (Batch, usize);
    type Outcome = Batch;
    type Spent = ();

    fn begin(&self) -> (Batch, usize) {
        (Batch::new(self.playbook, self.settings), 0)
    }

    fn deal(&self, (batch, count): &mut (Batch, usize), deal: &mut Deal) {
        batch.judge(self.playbook, self.settings, deal, *count);
        *count += 1;
    }

    fn end(&self, state: &mut (Batch, usize)) -> Batch {
        std::mem::replace(state, self.begin()).0
    }

    fn again(&self, _state: &mut (Batch, usize), (): ()) {}
}

/// Each deal several times, some of them under an id that another one has, or with a value that cannot be read.
fn many() -> String {
    let deals = fs::read_to_string("tests/fixtures/twelve/deals.jsonl").unwrap();
    let mut all = String::new();
    for round in 0..4 {
        for (at, line) in deals.lines().enumerate() {
            let id = if (at + round) % 11 == 0 { at.to_string() } else { format!("{round}-{at}") };
            let line = line.replacen("D-0000", &format!("D-{id}-"), 1);
            let line = if at % 29 == 3 { line.replace("\"amount\":", "\"amount\":\"much\",\"was\":") } else { line };
            all.push_str(&line);
            all.push('\n');
        }
    }
    all
}

#[test]
fn threads_change_nothing() {
    let mut text = fs::read_to_string("benches/twelve.playbook").unwrap();
    text.push_str("\nwaive R01 for \"D-0-0-002\" until 2026-12-31 by \"X\" because \"so\"\n");
    text.push_str("waive R03 for all where amount > 1M EUR until 2026-12-31 by \"X\" because \"so\"\n");
    text.push_str("\nhealth {\n    critical 40\n    major 20\n    minor 8\n    weigh amount\n}\n");
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("twelve.playbook");
    fs::write(&path, text).unwrap();
    let loaded = load(&DiskTexts, Path::new(&path)).unwrap();
    let playbook = loaded.playbook.unwrap_or_else(|| panic!("{:#?}", loaded.diagnostics));
    let frame = Frame { schema: playbook.schema.clone(), currency: playbook.currency, zone: playbook.zone };
    let store = Memory::with(&[("one.jsonl", many().as_bytes()), ("two.jsonl", many().as_bytes())]);
    let names = store.names();
    let today = NaiveDate::from_ymd_opt(2026, 6, 30).unwrap();
    let as_of = AsOf { today, now: end_of_day(today, playbook.zone) };
    let settings = Settings { as_of, language: "en", people: None, only: None };

    let mut deals = read(&store, Input::Shaped { files: &names }, &frame).unwrap();
    let all = assess(&playbook, &mut deals, &settings);
    assert_eq!(all.tally.deals, 2 * 4 * 80);
    assert!(all.findings.iter().filter(|finding| finding.criterion.name == "duplicate_id").count() > 300);
    for threads in [1, 2, 5] {
        let mut deals = read(&store, Input::Shaped { files: &names }, &frame).unwrap();
        let mut judging = Judging::new(&playbook, &settings);
        let mut findings: Vec<Finding> = Vec::new();
        let bench = Bench { playbook: &playbook, settings: &settings };
        let done: Result<(), Infallible> = deals.work(threads, &bench, |portion, batch| {
            findings.extend(judging.take(batch, portion, &|_| {}).0);
            Ok(())
        });
        done.unwrap();
        let (last, tally) = judging.end();
        findings.extend(last);
        assert_eq!(format!("{findings:#?}"), format!("{:#?}", all.findings));
        assert_eq!(format!("{tally:?}"), format!("{:?}", all.tally));
    }
}
