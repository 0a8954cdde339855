//! The questions to events over a real log: 13,087 loan applications, 262,200 events, 18,010 of them without a resource.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::BufRead;
use std::io::BufReader;
use std::path::PathBuf;

use flate2::read::GzDecoder;
use tollgate::expr;
use tollgate::value::Record;
use tollgate::value::Truth;
use tollgate::value::Value;

use super::support::check;
use super::support::record;
use super::support::text;
use super::support::when;
use super::support::world;

/// How many deals fail and how many cannot be told.
const CONDITIONS: [(&str, usize, usize); 9] = [
    ("!same_person(\"A_ACCEPTED\", \"A_APPROVED\")", 50, 0),
    ("!same_person(\"O_SENT\", \"A_APPROVED\")", 226, 0),
    ("!happened(\"A_APPROVED\") || happened(\"O_ACCEPTED\")", 3, 0),
    ("last_event() - first_event() <= 30 days", 1394, 0),
    ("last_event() - first_event() < 31 days", 688, 0),
    ("!happened(\"A_PREACCEPTED\")", 7367, 0),
    ("!happened(\"A_DECLINED\")", 7635, 0),
    ("precedes(\"A_SUBMITTED\", \"A_ACCEPTED\")", 0, 0),
    ("first_at(\"A_SUBMITTED\") == first_event()", 0, 0),
];

/// The events of each trace, one deal after the other. The log has an attribute a line.
fn deals(mut each: impl FnMut(Vec<Value>)) -> bool {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/data/bpic2012/bpic2012.xes.gz");
    let Ok(file) = File::open(path) else { return false };
    let mut events = Vec::new();
    let mut event: Option<BTreeMap<String, String>> = None;
    for line in BufReader::new(GzDecoder::new(file)).lines() {
        let line = line.unwrap();
        match line.trim() {
            "<event>" => event = Some(BTreeMap::new()),
            "</event>" => {
                let event = event.take().unwrap();
                let of = |key: &str| event.get(key).map_or(Value::ABSENT, |value| text(value));
                let at = event.get("time:timestamp").map_or(Value::ABSENT, |at| when(at));
                events.push(record(vec![of("concept:name"), at, of("org:resource"), Value::ABSENT]));
            }
            "</trace>" => each(std::mem::take(&mut events)),
            attribute => {
                let mut quoted = attribute.split('"').skip(1).step_by(2);
                if let (Some(event), Some(key), Some(value)) = (&mut event, quoted.next(), quoted.next()) {
                    event.insert(key.to_owned(), value.to_owned());
                }
            }
        }
    }
    true
}

#[test]
fn a_real_log_is_judged_as_anyone_can_count_it() {
    let world = world();
    let conditions: Vec<_> = CONDITIONS.iter().map(|(condition, ..)| check(&world, condition)).collect();
    let mut counts = vec![(0, 0); CONDITIONS.len()];
    let found = deals(|events| {
        let deal: Record = world.deal(vec![("events", Value::List(events))]);
        for (condition, (failed, open)) in conditions.iter().zip(&mut counts) {
            match expr::decide(condition, &world.env(&deal)).unwrap() {
                Truth::No => *failed += 1,
                Truth::Unknown => *open += 1,
                Truth::Yes => {}
            }
        }
    });
    if !found {
        println!("skipped: there is no ../shared/data/bpic2012");
        return;
    }
    for ((condition, failed, open), count) in CONDITIONS.into_iter().zip(counts) {
        assert_eq!(count, (failed, open), "{condition}");
    }
}
