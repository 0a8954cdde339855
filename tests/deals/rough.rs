//! Encodings, packing, sizes and nonsense.

use std::io;
use std::io::Read;
use std::iter;
use std::sync::Arc;
use std::sync::LazyLock;

use proptest::collection::vec;
use proptest::prelude::ProptestConfig;
use proptest::prelude::any;
use proptest::prop_oneof;
use proptest::proptest;
use proptest::strategy::Just;
use proptest::strategy::Strategy;
use tollgate::deals::Error;
use tollgate::deals::Input;
use tollgate::deals::Store;
use tollgate::deals::read;
use tollgate::deals::read_people;
use tollgate::value::Step;

use super::memory::Memory;
use super::memory::Playbook;
use super::memory::gzip;
use super::memory::zip;
use super::show;

const SHAPED: &str = "playbook p \"P\" { currency CNY }
deal { amount: money  account: { name: text }  tags: list of text  due: date  sure: percent }
flow { lead -> won }
stage lead \"Lead\" { entry { require name } }
stage won \"Won\" { outcome won }
";

fn mapped(file: &str) -> String {
    format!(
        "{SHAPED}
source s \"S\" {{
    deals from \"{file}\" {{ id = \"编号\"  amount = \"金额\"  due = \"日期\"  account.name = \"客户\" }}
}}
"
    )
}

fn codes(playbook: &str, name: &str, bytes: &[u8]) -> (usize, Vec<&'static str>) {
    let playbook = Playbook::new(playbook);
    let store = Memory::with(&[(name, bytes)]);
    let (deals, outcome) = playbook.read(&store, &store.names());
    (deals.len(), outcome.problems.iter().map(|problem| problem.code).collect())
}

#[test]
fn every_encoding_gives_the_same_deals() {
    let text = "编号;金额;日期;客户\nA-1;12.5万元;2026年9月3日;华为\nA-2;３００;2026/9/4;\"中兴\n通讯\"\n";
    let utf_16 =
        |unit: fn(u16) -> [u8; 2]| iter::once(0xfeff).chain(text.encode_utf16()).flat_map(unit).collect::<Vec<u8>>();
    let (gb18030, _, _) = encoding_rs::GB18030.encode(text);
    let variants: [(&str, Vec<u8>, &str); 7] = [
        ("d.csv", text.into(), "UTF-8"),
        ("d.csv", format!("\u{feff}{text}").into(), "UTF-8"),
        ("d.csv", text.replace('\n', "\r\n").into(), "UTF-8"),
        ("d.csv", gb18030.to_vec(), "GB18030"),
        ("d.csv", utf_16(u16::to_le_bytes), "UTF-16LE"),
        ("d.csv", utf_16(u16::to_be_bytes), "UTF-16BE"),
        ("d.csv.gz", gzip(&gb18030), "GB18030"),
    ];
    let mut first = None;
    for (name, bytes, encoding) in variants {
        let playbook = Playbook::new(&mapped(name));
        let (deals, outcome) = playbook.read(&Memory::with(&[(name, &bytes)]), &[]);
        assert!(outcome.problems.is_empty(), "{encoding}: {}", show::outcome(&outcome));
        assert_eq!(outcome.files[0].encoding, encoding);
        let shown = show::deals(&deals, &playbook.frame.schema.deal).replace("d.csv.gz", "d.csv").replace("\\r", "");
        assert_eq!(*first.get_or_insert(shown.clone()), shown, "{encoding}");
    }
    insta::assert_snapshot!(first.unwrap());
}

#[test]
fn broken_bytes_are_told_where_they_stand() {
    let rows: String = (0..9_000).map(|at| format!("A-{at},1,,中文字\n")).collect();
    let bytes = [format!("编号,金额,日期,客户\n{rows}").as_bytes(), b"B,2,,\xff\n", rows.as_bytes()].concat();
    let (deals, outcome) = Playbook::new(&mapped("d.csv")).read(&Memory::with(&[("d.csv", &bytes)]), &[]);
    assert_eq!(deals.len(), 18_001);
    let broken = outcome.problems.iter().find(|problem| problem.code == "deals/broken-text").unwrap();
    assert_eq!(broken.cells.as_ref().unwrap().lines, [9_002]);
    let line = "{\"id\": \"a\", \"name\": \"中文字中文字\"}\n".as_bytes();
    let bad = b"{\"id\": \"b\", \"name\": \"\xff\"}\n".as_slice();
    assert_eq!(codes(SHAPED, "d.jsonl", &[line, bad].concat()), (2, vec!["deals/broken-text"]));
    let entry = "- id: a\n  name: 中文字中文字\n".as_bytes();
    let bad = b"- id: b\n  name: x\xff\n".as_slice();
    let (deals, found) = codes(SHAPED, "d.yaml", &[entry, bad, entry].concat());
    assert_eq!((deals, found), (3, vec!["deals/broken-text"]));
    let german = b"id,name\n1,\xd6l\n".as_slice();
    let text = mapped("d.csv").replace("编号", "id").replace("金额", "name");
    let (_, found) = codes(&text, "d.csv", german);
    assert!(found.contains(&"deals/guessed-encoding"), "{found:?}");
}

#[test]
fn packed_files_that_break_off_are_told() {
    let lines: String = (0..5_000).map(|at| format!("{{\"id\":\"D-{at}\",\"amount\":{at}}}\n")).collect();
    let packed = gzip(lines.as_bytes());
    let (deals, found) = codes(SHAPED, "d.jsonl.gz", &packed[..packed.len() / 2]);
    assert!(deals > 100 && deals < 5_000, "{deals}");
    assert!(found.contains(&"deals/broken-gzip"), "{found:?}");
    let (deals, found) = codes(SHAPED, "d.jsonl.gz", b"no gzip at all");
    assert_eq!((deals, found), (0, vec!["deals/broken-gzip", "deals/no-deals"]));
}

/// A file that fails, or one that has no end of a line.
struct Odd(fn() -> Box<dyn Read + Send>);

impl Store for Odd {
    fn list(&self, pattern: &str) -> io::Result<Vec<String>> {
        Ok(vec![pattern.to_owned()])
    }

    fn open(&self, _name: &str) -> io::Result<Box<dyn Read + Send>> {
        Ok((self.0)())
    }

    fn size(&self, _name: &str) -> Option<u64> {
        None
    }
}

struct Failing;

impl Read for Failing {
    fn read(&mut self, _buffer: &mut [u8]) -> io::Result<usize> {
        Err(io::Error::other("the disk is gone"))
    }
}

#[test]
fn a_store_that_fails_is_an_error() {
    let store = Odd(|| Box::new(b"{\"id\": \"a\"}\n".chain(Failing)));
    for name in ["d.jsonl", "d.json", "d.yaml"] {
        let playbook = Playbook::new(SHAPED);
        let files = [name.to_owned()];
        let mut deals = read(&store, Input::Shaped { files: &files }, &playbook.frame).unwrap();
        assert!(deals.by_ref().count() <= 1);
        assert!(matches!(deals.into_outcome(), Err(Error::Read { .. })), "{name}");
    }
    let missing = [String::from("none.json")];
    let memory = Memory::default();
    let playbook = Playbook::new(SHAPED);
    let deals = read(&memory, Input::Shaped { files: &missing }, &playbook.frame).unwrap();
    assert!(matches!(deals.into_outcome(), Err(Error::Open { .. })));
}

#[test]
fn endless_rows_are_given_up() {
    let endless = Odd(|| {
        let line = io::repeat(b'x').take(65 * 1024 * 1024);
        Box::new(b"{\"id\": \"a\"}\n{\"id\": \"".chain(line).chain(&b"\"}\n{\"id\": \"b\"}\n"[..]))
    });
    for name in ["d.jsonl", "d.json"] {
        let (deals, outcome) = Playbook::new(SHAPED).read(&endless, &[name.to_owned()]);
        assert_eq!((deals.len(), outcome.unreadable), (2, 1), "{name}");
    }
    let quoted = Odd(|| Box::new(b"\xe7\xbc\x96\xe5\x8f\xb7,a\n1,\"".chain(io::repeat(b'x').take(66 * 1024 * 1024))));
    let (deals, outcome) = Playbook::new(&mapped("d.csv")).read(&quoted, &[]);
    assert_eq!(deals.len(), 0);
    assert!(outcome.problems.iter().any(|problem| problem.code == "deals/unreadable-row"));
}

#[test]
fn deep_documents_are_refused() {
    for (name, open, close) in
        [("d.json", "[", "]"), ("d.jsonl", "[", "]"), ("d.yaml", "[", "]"), ("d.json", "{\"a\":", "}")]
    {
        let text = format!("{{\"id\": \"a\", \"x\": {}1{}}}\n", open.repeat(50_000), close.repeat(50_000));
        let (deals, found) = codes(SHAPED, name, text.as_bytes());
        assert_eq!((deals, found), (0, vec!["deals/unreadable-row"]), "{name}");
    }
}

#[test]
fn aliases_cannot_grow() {
    let mut text = String::from("- id: a\n  tags: &a0 [x, x]\n");
    for at in 1..40 {
        text.push_str(&format!("- id: b\n  tags: &a{at} [*a{0}, *a{0}]\n", at - 1));
    }
    let (deals, found) = codes(SHAPED, "d.yaml", text.as_bytes());
    assert_eq!((deals, found), (1, vec!["deals/unreadable-row"]));
}

fn log(inside: &str) -> String {
    format!(
        "<log><trace><string key=\"编号\" value=\"a\"/>{inside}</trace><trace><string key=\"编号\" value=\"b\"/></trace></log>"
    )
}

#[test]
fn logs_are_bounded() {
    let deep = ["<list key=\"a\">".repeat(50_000), "</list>".repeat(50_000)].concat();
    let (deals, found) = codes(&mapped("d.xes"), "d.xes", log(&deep).as_bytes());
    assert_eq!((deals, found[0]), (1, "deals/unreadable-row"));
    let events = "<event><string key=\"concept:name\" value=\"Something that happened\"/></event>".repeat(1_000_000);
    let (deals, found) = codes(&mapped("d.xes"), "d.xes", log(&events).as_bytes());
    assert_eq!((deals, found[0]), (1, "deals/unreadable-row"));
    let bomb: String = (1..10).map(|at| format!("<!ENTITY a{at} \"&a{0};&a{0};\">", at - 1)).collect();
    let text = format!("<!DOCTYPE log [<!ENTITY a0 \"x\">{bomb}]>{}", log("<string key=\"金额\" value=\"&a9;\"/>"));
    let (deals, found) = codes(&mapped("d.xes"), "d.xes", text.as_bytes());
    assert_eq!((deals, found[0]), (1, "deals/unreadable-row"));
    let value = "x".repeat(66 * 1024 * 1024);
    let text = log(&format!("<string key=\"客户\" value=\"{value}\"/>"));
    let (deals, found) = codes(&mapped("d.xes"), "d.xes", text.as_bytes());
    assert_eq!((deals, found[0]), (0, "deals/unreadable-row"));
    let (deals, found) = codes(SHAPED, "d.xes", log("").as_bytes());
    assert_eq!((deals, found), (0, vec!["deals/unmapped-table"]));
}

#[test]
fn archives_hold_one_file_of_data() {
    let rows = "编号,金额,日期,客户\nA-1,5,,x\n".as_bytes();
    let read = |bytes: &[u8]| codes(&mapped("d.zip"), "d.zip", bytes);
    assert_eq!(read(&zip(&[("d.csv", rows)])), (1, vec![]));
    assert_eq!(read(&zip(&[("in/d.csv", rows), ("README.txt", b"read me"), ("a.pdf", b"%PDF")])), (1, vec![]));
    assert_eq!(read(&zip(&[("a.csv", rows), ("b.csv", rows)])), (0, vec!["deals/several-files"]));
    assert_eq!(read(&zip(&[("a.pdf", rows)])), (0, vec!["deals/no-file"]));
    assert_eq!(read(&zip(&[("d.csv.gz", &gzip(rows))])), (0, vec!["deals/broken-zip"]));
    assert_eq!(read(rows), (0, vec!["deals/broken-zip"]));
    assert_eq!(read(b""), (0, vec!["deals/broken-zip"]));
    let mut broken = zip(&[("d.csv", rows)]);
    let at = broken.windows(3).position(|bytes| bytes == b"A-1").unwrap();
    broken[at] = b'B';
    assert_eq!(read(&broken).1, vec!["deals/broken-zip"]);
    let lines = zip(&[("d.jsonl", b"{\"id\": \"a\"}\n")]);
    assert_eq!(codes(SHAPED, "d.zip", &lines), (1, vec![]));
}

#[test]
fn people_come_from_a_file_of_any_format() {
    let playbook = Playbook::new(&format!("{SHAPED}\nrole AR \"Account responsible\"\n"));
    let read = |name: &str, text: &str| {
        let found = read_people(&Memory::with(&[(name, text.as_bytes())]), name, &playbook.frame).unwrap();
        let codes: Vec<&str> = found.problems.iter().map(|problem| problem.code).collect();
        (show::people(&found.records, &playbook.frame.schema.people()), codes)
    };
    let (table, found) = read("p.csv", "person,role,limit\nli,AR,500k\n,,\n\"wang, x\",AR,\n");
    assert_eq!(
        (table.as_str(), found),
        (
            "line 2: person=\"li\" role=AR limit=500,000 CNY\nline 4: person=\"wang, x\" role=AR\n",
            vec!["deals/blank-row"]
        )
    );
    let (list, found) =
        read("p.yaml", "- { person: li, role: AR, from: 2026-01-01 }\n- { person: wang, rolle: AR }\n- 5\n");
    assert_eq!(list, "line 1: person=\"li\" role=AR from=2026-01-01\n");
    assert_eq!(found, ["deals/incomplete-person", "deals/unreadable-row", "deals/unknown-field"]);
    assert_eq!(read("p.json", "[]"), (String::new(), vec!["deals/no-people"]));
    assert_eq!(read("p.xlsx", ""), (String::new(), vec!["deals/unknown-format"]));
    assert_eq!(
        read("p.csv", "name,position\nli,AR\n"),
        (String::new(), vec!["deals/unreadable-row", "deals/unknown-field", "deals/unknown-field"])
    );
}

#[test]
fn many_deals_take_their_time_and_no_more() {
    let lines: String = (0..100_000)
        .map(|at| format!("{{\"id\":\"D-{at}\",\"stage\":\"lead\",\"amount\":\"{at}.5 CNY\",\"account\":{{\"name\":\"n\"}},\"x\":1}}\n"))
        .collect();
    let (deals, found) = codes(SHAPED, "d.jsonl", lines.as_bytes());
    assert_eq!((deals, found), (100_000, vec!["deals/unknown-field"]));
    let array = format!("[{}]", lines.trim_end().replace('\n', ","));
    let (deals, _) = codes(SHAPED, "d.json", array.as_bytes());
    assert_eq!(deals, 100_000);
    let rows: String = (0..100_000).map(|at| format!("D-{at},{at},2026-01-01,x\n")).collect();
    let (deals, found) = codes(&mapped("d.csv"), "d.csv", format!("编号,金额,日期,客户\n{rows}").as_bytes());
    assert_eq!((deals, found), (100_000, vec![]));
}

#[test]
fn one_deal_with_many_mistakes_is_not_slow() {
    let tags = "{},".repeat(100_000);
    let text = format!("{{\"id\":\"a\",\"tags\":[{tags}\"x\"]}}");
    let (deals, found) = codes(SHAPED, "d.json", text.as_bytes());
    assert_eq!((deals, found), (1, vec!["deals/unreadable-value"]));
}

#[test]
fn many_keys_without_a_row_are_told_together() {
    let text = mapped("d.csv").replace(
        "source s \"S\" {",
        "source s \"S\" {\n    account from \"a.csv\" on \"名\" = \"客户\" { name = \"名\" }",
    );
    let rows: String = (0..5_000).map(|at| format!("D-{at},1,,客户{at}\n")).collect();
    let names: String = (10_000..15_000).map(|at| format!("客户{at}\n")).collect();
    let store = Memory::with(&[
        ("d.csv", format!("编号,金额,日期,客户\n{rows}").as_bytes()),
        ("a.csv", format!("名\n{names}").as_bytes()),
    ]);
    let (deals, outcome) = Playbook::new(&text).read(&store, &[]);
    assert_eq!((deals.len(), outcome.problems.errors()), (5_000, 5_000));
    assert_eq!(outcome.problems.iter().count(), 101);
}

#[test]
fn private_values_are_not_shown() {
    let mut playbook = Playbook::new(SHAPED);
    for field in &mut Arc::make_mut(&mut playbook.frame.schema.deal).fields {
        field.private = true;
    }
    let line = br#"{"id": "1", "stage": "SECRET", "amount": "SECRET", "account": "SECRET", "due": "SECRET"}"#;
    let store = Memory::with(&[("d.jsonl", line)]);
    let (_, outcome) = playbook.read(&store, &store.names());
    assert_eq!(outcome.problems.errors(), 4);
    assert!(!show::outcome(&outcome).contains("SECRET"), "{}", show::outcome(&outcome));
}

#[test]
fn deals_can_be_sent_to_other_threads() {
    fn is_send<T: Send>() {}
    is_send::<tollgate::deals::Deals<'_>>();
    is_send::<tollgate::deals::Deal>();
}

#[test]
fn keys_with_escapes_change_no_place() {
    let playbook = Playbook::new(SHAPED);
    let head = " {\"id\" : \"1\",\"name\": \"机会 {\\\"\",\n\"tags\":[\"a]\", \"b\\u0041\", null] ,";
    let rest =
        "\"amount\" :12.50 , \"account\": { \"name\":\"x\" }, \"sure\":null,\"due\": \" \", \"tags\": [ 1,\"c\"]";
    let plain = format!("{head}{rest}}}\n");
    let escaped = format!("{head}{rest},\"\\u0061\": 1}}\n");
    let fields = playbook.frame.schema.deal.fields.len();
    let places = |text: &str| {
        let store = Memory::with(&[("d.json", text.as_bytes())]);
        let (deals, _) = playbook.read(&store, &store.names());
        let inner = [vec![], vec![Step::Field(0)], vec![Step::Item(0)], vec![Step::Item(1)], vec![Step::Item(7)]];
        let paths = (0..=fields).flat_map(|slot| inner.clone().map(|rest| [vec![Step::Field(slot)], rest].concat()));
        paths.map(|path| deals[0].locate(&path)).collect::<Vec<_>>()
    };
    let found = places(&plain);
    assert_eq!(found, places(&escaped));
    assert!(found.iter().flatten().any(|place| place.raw.as_deref() == Some("12.50")));
}

/// Pieces that readers trip over, more often than chance would have them.
fn pieces() -> impl Strategy<Value = Vec<u8>> {
    let known: Vec<&'static [u8]> = vec![
        b"{",
        b"}",
        b"[",
        b"]",
        b"\"",
        b",",
        b":",
        b"\n",
        b"\r\n",
        b"\r",
        b";",
        b"\t",
        b"- ",
        b"&a",
        b"*a",
        b"!!str ",
        b"---\n",
        b"? ",
        b"null",
        b"true",
        b"1e5",
        b"-",
        b"\\",
        b"\\u",
        b"\\ud800",
        b"\xef\xbb\xbf",
        b"\xff\xfe",
        b"\xbd\xd7",
        b"\x00",
        b"\"id\":",
        b"\"amount\":",
        b"\"tags\":",
        b"id: ",
        b"amount: ",
        b"due: ",
        b"2026-02-30",
        b"99999999999999999999999999999",
        "编号".as_bytes(),
        "金额".as_bytes(),
        "日期".as_bytes(),
        "万元".as_bytes(),
        "¥".as_bytes(),
        b"{\"id\":\"a\"}\n",
        b"|\n",
        b"%",
        b"<log>",
        b"<trace>",
        b"</trace>",
        b"<event>",
        b"</event>",
        b"<string key=\"\xe7\xbc\x96\xe5\x8f\xb7\" value=\"1\"/>",
        b"<list key=\"a\">",
        b"&amp;",
        b"&#x0;",
        b"<!DOCTYPE x [",
        b"<![CDATA[",
        b"<!--",
        b"PK\x03\x04",
    ];
    let piece = prop_oneof![
        8 => proptest::sample::select(known).prop_map(<[u8]>::to_vec),
        1 => vec(any::<u8>(), 0..8),
        1 => Just(b" ".to_vec()),
    ];
    vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

static PLAYBOOKS: LazyLock<Vec<(&str, Playbook, Playbook)>> = LazyLock::new(|| {
    let names = ["d.jsonl", "d.json", "d.yaml", "d.jsonl.gz", "d.csv", "d.tsv", "d.xes", "d.zip"];
    names.map(|name| (name, Playbook::new(SHAPED), Playbook::new(&mapped(name)))).into()
});

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_bytes_make_it_fall_over(bytes in pieces()) {
        let every: Vec<Step> = vec![Step::Field(1), Step::Item(0), Step::Field(0)];
        for (name, shaped, mapped) in PLAYBOOKS.iter() {
            let packed = match name.rsplit_once('.') {
                Some((_, "gz")) => gzip(&bytes),
                // Half of them are archives of it, half are the bytes themselves.
                Some((_, "zip")) if bytes.len() % 2 == 0 => zip(&[("d.csv", &bytes)]),
                _ => bytes.clone(),
            };
            let store = Memory::with(&[(name, &packed)]);
            for playbook in [shaped, mapped] {
                let (deals, outcome) = playbook.read(&store, &store.names());
                assert!(!deals.is_empty() || !outcome.problems.is_empty(), "{name} gives neither deals nor problems");
                for deal in &deals {
                    for slot in 0..playbook.frame.schema.deal.fields.len() {
                        assert!(deal.locate(&[Step::Field(slot)]).is_some());
                        deal.locate(&[&[Step::Field(slot)], every.as_slice()].concat());
                    }
                }
            }
        }
    }
}
