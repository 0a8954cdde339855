//! Deals read directly and by several threads are those that the exact reader makes one after the other,
//! with the same problems, whatever stands in the file.

use std::convert::Infallible;

use proptest::collection::vec;
use proptest::prelude::ProptestConfig;
use proptest::prelude::any;
use proptest::prop_oneof;
use proptest::proptest;
use proptest::sample::Index;
use proptest::sample::select;
use proptest::strategy::Just;
use proptest::strategy::Strategy;

use tollgate::deals::Deal;
use tollgate::deals::Input;
use tollgate::deals::Outcome;
use tollgate::deals::Task;
use tollgate::deals::read;
use tollgate::value::Step;

use super::memory::Memory;
use super::memory::Playbook;
use super::memory::gzip;

const PLAYBOOK: &str = "playbook p \"P\" { currency CNY  timezone \"Europe/Berlin\" }
deal {
    amount: money
    sure: percent
    seats: integer
    rate: number
    due: date
    seen: datetime
    length: duration
    open: bool
    kind: one of small, large
    tags: list of text
    account: { name: text  secret: text  tier: one of gold, tin }
    contacts: list of { name: text  level: integer  born: date }
}
role AR \"Account responsible\"
role SR \"Solution responsible\"
flow { lead -> won }
stage lead \"Lead\" { entry { require name } }
stage won \"Won\" { outcome won }
approval OK \"Okay\" { by AR }
";

/// Keeps every deal.
pub struct Keep;

impl Task for Keep {
    type State = Vec<Deal>;
    type Outcome = Vec<Deal>;
    type Spent = ();

    fn begin(&self) -> Vec<Deal> {
        Vec::new()
    }

    fn deal(&self, state: &mut Vec<Deal>, deal: &mut Deal) {
        state.push(deal.clone());
    }

    fn end(&self, state: &mut Vec<Deal>) -> Vec<Deal> {
        std::mem::take(state)
    }

    fn again(&self, _state: &mut Vec<Deal>, (): ()) {}
}

fn together(playbook: &Playbook, store: &Memory, names: &[String], threads: usize) -> (Vec<Deal>, Outcome) {
    let mut deals = read(store, Input::Shaped { files: names }, &playbook.frame).unwrap();
    let mut all = Vec::new();
    let done: Result<(), Infallible> = deals.work(threads, &Keep, |portion, kept| {
        assert_eq!(portion.len(), kept.len());
        for (at, deal) in kept.iter().enumerate() {
            let again = portion.deal(at).unwrap();
            assert_eq!((again.label(), again.record), (deal.label(), deal.record.clone()));
            assert_eq!(portion.place(at), Some((deal.file(), deal.line())));
        }
        all.extend(kept);
        Ok(())
    });
    done.unwrap();
    (all, deals.into_outcome().unwrap())
}

/// Everything that can be told of a deal.
fn told(deal: &Deal) -> String {
    let path = [
        vec![Step::Field(0)],
        vec![Step::Field(2)],
        vec![Step::Field(6), Step::Item(1), Step::Field(1)],
        vec![Step::Field(11)],
        vec![Step::Field(20), Step::Item(0)],
        vec![Step::Field(21), Step::Field(0)],
    ];
    let places: Vec<_> = path.iter().map(|path| deal.locate(path)).collect();
    format!("{}:{} {:?} {places:?}", deal.file(), deal.line(), deal.record)
}

#[track_caller]
fn same(files: &[(&str, &[u8])]) {
    let playbook = Playbook::new(PLAYBOOK);
    let store = Memory::with(files);
    let (deals, outcome) = playbook.read(&store, &store.names());
    let (deals, outcome) = (deals.iter().map(told).collect::<Vec<_>>().join("\n"), format!("{outcome:#?}"));
    for threads in [1, 3] {
        let (kept, ended) = together(&playbook, &store, &store.names(), threads);
        assert_eq!(kept.iter().map(told).collect::<Vec<_>>().join("\n"), deals);
        assert_eq!(format!("{ended:#?}"), outcome);
    }
}

const VALUES: &[&str] = &[
    "null",
    "true",
    "false",
    "0",
    "-0",
    "1",
    "1.0",
    "1.50",
    "1e5",
    "1E-2",
    "-12",
    "01",
    "1.",
    ".5",
    "+1",
    "1e999",
    "12345678901234567890123456789012345",
    "0.10000000000000000000000000000000001",
    "\"\"",
    "\"  \"",
    "\"x\"",
    "\"1500 EUR\"",
    "\"12.5万元\"",
    "\"$5\"",
    "\"15%\"",
    "\"2026-09-03\"",
    "\"2026-02-30\"",
    "\"2026-09-03T10:20:30Z\"",
    "\"2026-09-03 10:20\"",
    "\"2026-09-03T10:20:30.5+08:00\"",
    "\"2026-03-29T02:30\"",
    "\"30 days\"",
    "\"small\"",
    "\" large \"",
    "\"gold\"",
    "\"huge\"",
    "\"lead\"",
    "\"won\"",
    "\"Won\"",
    "\"OK\"",
    "\"a\\\"b\\\\c\\n\"",
    "\"\\u0020\"",
    "\"\\u5ba2\"",
    "\"\\ud83d\\ude00\"",
    "\"\\ud800\"",
    "\"\\x\"",
    "\"a\tb\"",
    "\"客户\"",
    "\"\u{feff}\"",
    "[]",
    "{}",
    "[null]",
    "[\"a\",\"b\"]",
    "[1,\"\",null]",
    "{\"amount\":1500,\"currency\":\"EUR\"}",
    "{\"amount\":\"x\"}",
    "{\"currency\":null}",
    "{\"amount\":1,\"amount\":2}",
    "[{\"name\":\"Ada\",\"level\":3},{\"name\":\"\",\"born\":\"1990-01-01\"}]",
    "[{\"nam\":1},{\"level\":\"x\"},7]",
    "{\"name\":\"ACME\",\"tier\":\"gold\"}",
    "{\"name\":1,\"city\":\"Bonn\",\"secret\":\"s\"}",
    "[{\"stage\":\"lead\",\"at\":\"2026-01-01\"},{\"at\":\"2026-02-01T08:00:00Z\",\"stage\":\"won\",\"by\":\"x\"}]",
    "[{\"approval\":\"OK\",\"role\":\"AR\",\"by\":\"ada\",\"decision\":\"approved\",\"covered\":{\"amount\":5}}]",
    "[{\"field\":\"amount\",\"from\":1,\"to\":2,\"at\":\"2026-01-01\"}]",
    "[{\"field\":\"stage\",\"from\":\"lead\",\"to\":\"won\"},{\"field\":\" amount \",\"to\":\"1500 EUR\"}]",
    "[{\"field\":\"amount\",\"to\":3},{\"to\":5,\"field\":\"amount\"},{\"from\":\"x\"}]",
    "[{\"field\":\"account.tier\",\"from\":\"gold\",\"to\":\"lead\"}]",
    "[{\"field\":\"acount\",\"to\":1}]",
    "[{\"field\":\"tags\",\"to\":[\"a\",\"\"]},{\"field\":\"account.secret\",\"to\":\"s\"}]",
    "[{\"field\":\"contacts\",\"to\":[{\"name\":\"Ada\"}]},{\"field\":\"due\",\"from\":null,\"to\":\"2026-09-03\"}]",
    "{\"AR\":\"ada\",\"SR\":null,\"XX\":1}",
    "[[[[[[1]]]]]]",
    "{\"a\":{\"b\":[{}]}}",
    "\"",
    "tru",
    "[1,2",
    "{\"a\":1,}",
    "{\"a\" 1}",
];

const KEYS: &[&str] = &[
    "id",
    "name",
    "stage",
    "owner",
    "created_at",
    "team",
    "history",
    "approvals",
    "changes",
    "events",
    "pauses",
    "amount",
    "sure",
    "seats",
    "rate",
    "due",
    "seen",
    "length",
    "open",
    "kind",
    "tags",
    "account",
    "contacts",
    "amuont",
    "extra",
    "账户",
    "i\\u0064",
    "id ",
    "",
];

fn value() -> impl Strategy<Value = String> {
    prop_oneof![
        20 => select(VALUES).prop_map(str::to_owned),
        2 => any::<i64>().prop_map(|number| number.to_string()),
        2 => any::<f64>().prop_map(|number| number.to_string()),
        2 => any::<String>().prop_map(|text| serde_json::to_string(&text).unwrap()),
        1 => (60_usize..70).prop_map(|deep| format!("{}{}", "[".repeat(deep), "]".repeat(deep))),
        1 => (60_usize..140).prop_map(|wide| format!("[{}1]", "[],".repeat(wide))),
    ]
}

/// A document: mostly sound, with keys in mostly one order.
fn line() -> impl Strategy<Value = String> {
    let field = (select(KEYS), value(), select(&["", "", "", " ", "\t", "  "][..]));
    let sorted = any::<bool>();
    let fields = (vec(field, 0..9), sorted, any::<bool>()).prop_map(|(mut fields, sorted, named)| {
        if sorted {
            fields.sort_by_key(|(key, _, _)| KEYS.iter().position(|known| known == key));
            fields.dedup_by_key(|(key, _, _)| *key);
        }
        let mut parts: Vec<String> =
            fields.iter().map(|(key, value, space)| format!("{space}\"{key}\"{space}:{space}{value}{space}")).collect();
        if named {
            parts.retain(|part| !part.trim_start().starts_with("\"id\""));
            parts.insert(0, "\"id\":\"A-1\"".to_owned());
        }
        format!("{{{}}}", parts.join(","))
    });
    prop_oneof![
        30 => fields,
        1 => value(),
        1 => select(&["", "   ", "\t", "{}", "[]", "{\"id\":\"B-2\"} x", "{\"id\":\"B-3\"}{\"id\":\"B-4\"}", "null"][..])
            .prop_map(str::to_owned),
    ]
}

/// What may happen to a file on its way.
fn damaged() -> impl Strategy<Value = Vec<u8>> {
    let end = select(&["\n", "\n", "\n", "\r\n", "\n\n", " \n"][..]);
    let damage = prop_oneof![
        8 => Just(None),
        1 => (any::<Index>(), any::<u8>()).prop_map(|(at, byte)| Some((at, Some(byte)))),
        1 => any::<Index>().prop_map(|at| Some((at, None))),
    ];
    (vec((line(), end), 0..12), any::<bool>(), any::<bool>(), damage).prop_map(|(lines, mark, last, damage)| {
        let mut bytes: Vec<u8> = if mark { b"\xef\xbb\xbf".to_vec() } else { Vec::new() };
        for (line, end) in lines {
            // A `U+FFFD` that stands there cannot be told from one for bytes that are no text, once there are such bytes.
            bytes.extend_from_slice(line.replace(char::REPLACEMENT_CHARACTER, "?").as_bytes());
            bytes.extend_from_slice(end.as_bytes());
        }
        if !last && bytes.ends_with(b"\n") {
            bytes.pop();
        }
        match damage {
            Some((at, byte)) if !bytes.is_empty() => match (at.index(bytes.len()), byte) {
                (at, Some(byte)) => bytes[at] = byte,
                (at, None) => bytes.truncate(at),
            },
            _ => {}
        }
        bytes
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn whatever_stands_there_is_read_the_same(one in damaged(), two in damaged()) {
        same(&[("one.jsonl", &one), ("two.jsonl", &two)]);
    }

    #[test]
    fn a_list_of_documents_is_read_the_same(
        items in vec((line(), select(&[",", ",", ",\n", " ,\n  ", ",,", "\n", ""][..])), 0..12),
        around in select(&[("[", "]"), ("[\n", "\n]\n"), ("\u{feff}[", "] []"), ("", ""), ("[", ""), ("{\"a\":[", "]}"), ("[", "]}{\"id\":\"Z\"}")][..]),
        cut in any::<Index>(),
        is_cut in 0_u8..8,
    ) {
        let items: String = items.iter().map(|(line, comma)| format!("{line}{comma}")).collect();
        let items = items.replace(char::REPLACEMENT_CHARACTER, "?");
        let (before, behind) = around;
        let mut bytes = format!("{before}{items}{behind}").into_bytes();
        if is_cut == 0 {
            bytes.truncate(cut.index(bytes.len() + 1));
        }
        same(&[("one.json", &bytes)]);
    }

    #[test]
    fn a_packed_file_that_breaks_off_is_read_the_same(bytes in damaged(), cut in any::<Index>()) {
        let packed = gzip(&bytes);
        same(&[("one.jsonl.gz", &packed[..=cut.index(packed.len())])]);
    }
}

fn many(count: usize, odd: impl Fn(usize) -> bool) -> String {
    let line = |at: usize| {
        let amount = if odd(at) { "\"a lot\"".to_owned() } else { format!("{}", at * 100) };
        let extra = if at.is_multiple_of(7) { format!(",\"extra\":{{\"n\":{at}}}") } else { String::new() };
        let contacts: Vec<String> =
            (0..at % 5).map(|at| format!("{{\"name\":\"Person number {at}\",\"level\":{at}}}")).collect();
        let contacts = contacts.join(",");
        format!(
            "{{\"id\":\"D-{at}\",\"name\":\"Deal {at}\",\"amount\":{amount},\"stage\":\"lead\",\"contacts\":[{contacts}]{extra}}}\n"
        )
    };
    (0..count).map(line).collect()
}

#[test]
fn many_blocks_are_read_the_same() {
    same(&[("many.jsonl", many(4_000, |_| false).as_bytes())]);
    same(&[("many.jsonl", many(4_000, |at| at % 100 == 3).as_bytes()), ("more.json", b"[{\"id\":\"X\"}]")]);
    same(&[("odd.jsonl", many(500, |_| true).as_bytes())]);
    // Lists: one item a line, all in one line, and items over many lines.
    let list = |text: &str, comma: &str| format!("[{}]", text.trim_end().replace('\n', comma));
    same(&[("many.json", list(&many(3_000, |at| at % 100 == 3), ",\n").as_bytes())]);
    same(&[("many.json", list(&many(3_000, |at| at % 700 == 3), ",").as_bytes())]);
    let wide = list(&many(2_000, |_| false), ",").replace(",\"", ",\n  \"").replace("Person", "客户");
    same(&[("many.json", format!("{wide}\n{wide}").as_bytes()), ("more.json.gz", &gzip(&wide.as_bytes()[..300_000]))]);
    // An item that is longer than a block, and items that are none.
    let long = format!("{{\"id\":\"L\",\"name\":\"{}\"}}", "x".repeat(700_000));
    same(&[("long.json", format!("[1,{long},{long},\"x\",null,{{\"id\":1}},{{\"id\"}}, {{}}]").as_bytes())]);
    // A line that is longer than a block.
    let long = format!("{{\"id\":\"L\",\"name\":\"{}\"}}\n", "x".repeat(400_000));
    same(&[("long.jsonl", format!("{}{long}{}", many(900, |_| false), many(900, |_| false)).as_bytes())]);
    // Bytes that are no text, after text that is sound.
    let broken =
        [many(800, |_| false).as_bytes(), "{\"id\":\"客户客户客户\"}\n".as_bytes(), b"{\"id\":\"\xff\"}\n"].concat();
    same(&[("broken.jsonl", &broken)]);
}

#[test]
fn an_error_of_the_taker_ends_the_work() {
    let playbook = Playbook::new(PLAYBOOK);
    let store = Memory::with(&[("many.jsonl", many(9_000, |_| false).as_bytes())]);
    for threads in [1, 2] {
        let names = store.names();
        let mut deals = read(&store, Input::Shaped { files: &names }, &playbook.frame).unwrap();
        let mut portions = 0;
        let result = deals.work(threads, &Keep, |_, _| {
            portions += 1;
            if portions == 2 { Err("enough") } else { Ok(()) }
        });
        assert_eq!((result, portions), (Err("enough"), 2));
    }
}
