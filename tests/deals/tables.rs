//! Tables that are read by several threads come to what the exact reader makes of them, row after row.

use std::convert::Infallible;
use std::fmt::Write;

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
use tollgate::deals::read_by;
use tollgate::value::Step;

use super::memory::Memory;
use super::memory::Playbook;
use super::memory::gzip;
use super::memory::zip;
use super::together::Keep;

const PLAYBOOK: &str = "playbook p \"P\" { currency CNY  timezone \"Europe/Berlin\" }
deal {
    amount: money
    sure: percent
    seats: integer
    due: date
    seen: datetime
    open: bool
    kind: one of small, large
    note: text
    account: { name: text  tier: one of gold, tin  city: text }
    contacts: list of { name: text  level: integer }
}
role AR \"Account responsible\"
flow { lead -> bid -> won }
stage lead \"Lead\" {}
stage bid \"Bid\" {}
stage won \"Won\" { outcome won }

source crm \"CRM\" {
    deals from \"deals*.csv\" or \"deals*\" where optional \"Deleted\" = \"no\" or \"\" {
        id           = \"ID\"
        name         = \"Name\"
        owner        = \"Owner\"
        stage        = \"Stage\" { \"L\" = lead, \"B\" = bid, \"W\" = won, \"\" = lead, else skip }
        team.AR      = \"AR\"
        amount       = optional \"Amount\"
        amount       = optional \"Amount (10k)\" in 10k CNY
        sure         = \"Sure\" in 1%
        seats        = optional \"Seats\" else missing
        due          = \"Due\" as \"%d.%m.%Y\" or \"iso\" or \"%m/%d/%y\"
        seen         = \"Seen\" as \"%d.%m.%Y %H:%M\" or \"iso\"
        open         = optional \"Open\" { \"y\" = true, \"n\" = false, \"-\" = missing }
        kind         = \"Kind\"
        note         = optional \"Note\" or \"Remark\"
        account.city = \"City\"
    }
    account from optional \"accounts.csv\" on \"Account\" = \"Account\" reading \"ACME Ltd\" as \"ACME\" {
        name = \"Account\"
        tier = \"Tier\"
    }
    contacts from \"contacts*\" on \"ID\" where \"Gone\" = \"no\" {
        name  = \"Name\"
        level = \"Level\"
    }
    history from \"history.csv\" on \"ID\" {
        stage = \"Stage\" { \"L\" = lead, \"B\" = bid, \"W\" = won }
        at    = \"At\" as \"iso\" or \"%d.%m.%Y %H:%M\"
        by    = \"By\"
    }
    changes from \"changes.csv\" on \"ID\" {
        field = \"Field\" { \"Amount\" = \"amount\", \"Kind\" = \"kind\", \"Due\" = \"due\", else skip }
        from  = \"From\"
        to    = \"To\"
        at    = \"At\"
    }
}
";

const HEADER: [&str; 15] = [
    "ID",
    "Name",
    "Owner",
    "Stage",
    "AR",
    "Amount",
    "Amount (10k)",
    "Sure",
    "Due",
    "Seen",
    "Open",
    "Kind",
    "Note",
    "City",
    "Account",
];

/// What may stand in a cell, whatever its column.
const CELLS: &[&str] = &[
    "",
    " ",
    "x",
    "A-1",
    "A-2",
    "A-3",
    " A-1 ",
    "L",
    "B",
    "W",
    "won",
    "Z",
    "ACME",
    "ACME Ltd",
    "Berg",
    "ada",
    "1500",
    "1500 EUR",
    "-3",
    "1,500.50",
    "12.5万元",
    "15%",
    "0.5",
    "1e3",
    "1e999",
    "03.09.2026",
    "3.9.2026",
    "31.02.2026",
    "2026-09-03",
    "9/3/26",
    "03.09.2026 10:20",
    "29.03.2026 02:30",
    "2026-09-03T10:20:30Z",
    "y",
    "n",
    "-",
    "true",
    "small",
    "large",
    "tin",
    "gold",
    "no",
    "yes",
    "Amount",
    "Kind",
    "Due",
    "客户",
    "a,b",
    "a;b",
    "a\tb",
    "a\nb",
    "a\r\nb",
    "say \"yes\"",
    "\"",
    "\"\"",
    "\u{a0}",
    "５",
];

/// A row: cells that mostly fit their columns, and how it is written.
fn row(fitting: &'static [&'static [&'static str]]) -> impl Strategy<Value = Vec<String>> {
    let cells: Vec<_> = fitting
        .iter()
        .map(|cells| prop_oneof![14 => select(*cells), 1 => select(CELLS)].prop_map(str::to_owned))
        .collect();
    let wrong = prop_oneof![20 => Just(None), 1 => (any::<bool>(), select(CELLS)).prop_map(Some)];
    (cells, wrong).prop_map(|(mut cells, wrong)| {
        match wrong {
            Some((true, cell)) => cells.push(cell.to_owned()),
            Some((false, _)) => drop(cells.pop()),
            None => {}
        }
        cells
    })
}

const DEALS: &[&[&str]] = &[
    &["A-1", "A-2", "A-3", "A-4"],
    &["Line", "Robot, cell", "say \"yes\"", "two\nlines", "客户"],
    &["ada", "bob", ""],
    &["L", "B", "W", ""],
    &["ada", "", ""],
    &["1500", "1500 EUR", "", ""],
    &["3", "", "0.5"],
    &["50", "15%", ""],
    &["03.09.2026", "2026-09-03", "9/3/26", ""],
    &["03.09.2026 10:20", "29.03.2026 02:30", "2026-09-03 10:20", ""],
    &["y", "n", "-", ""],
    &["small", "large", ""],
    &["", "a;b", "a\tb", "follow up"],
    &["Bonn", ""],
    &["ACME", "ACME Ltd", "Berg", ""],
];

const ACCOUNTS: &[&[&str]] = &[&["ACME", "Berg", "Tal"], &["gold", "tin", ""]];

const CONTACTS: &[&[&str]] =
    &[&["A-1", "A-2", "A-3", "A-9"], &["Ada", "Bob, the \"buyer\"", ""], &["1", "2", ""], &["no", "yes"]];

const HISTORY: &[&[&str]] = &[
    &["A-1", "A-2", "A-3"],
    &["L", "B", "W"],
    &["2026-09-03", "2026-09-03T10:20:30Z", "03.09.2026 10:20", "2026-09-04 08:00"],
    &["ada", ""],
];

const CHANGES: &[&[&str]] = &[
    &["A-1", "A-2", "A-3"],
    &["Amount", "Kind", "Due", "Name"],
    &["1500", "small", "03.09.2026", ""],
    &["1600 EUR", "large", "2026-09-03", ""],
    &["2026-09-03", "2026-09-04T08:00:00Z"],
];

/// How a table is written.
#[derive(Clone, Debug)]
struct Writing {
    delimiter: char,
    end: &'static str,
    always_quoted: bool,
    last_end: bool,
    mark: bool,
}

fn writing() -> impl Strategy<Value = Writing> {
    let parts = (select(&[',', ',', ';', '\t'][..]), select(&["\n", "\n", "\r\n", "\r", "\n\n"][..]));
    (parts, any::<bool>(), any::<bool>(), any::<bool>()).prop_map(
        |((delimiter, end), always_quoted, last_end, mark)| Writing { delimiter, end, always_quoted, last_end, mark },
    )
}

fn written(header: &[&str], rows: &[Vec<String>], how: &Writing) -> Vec<u8> {
    let mut text = String::new();
    if how.mark {
        text.push('\u{feff}');
    }
    let header: Vec<String> = header.iter().map(|name| (*name).to_owned()).collect();
    for row in std::iter::once(&header).chain(rows) {
        let cell = |cell: &String| {
            let special = |letter: char| matches!(letter, '"' | '\n' | '\r') || letter == how.delimiter;
            match how.always_quoted || cell.contains(special) {
                true => format!("\"{}\"", cell.replace('"', "\"\"")),
                false => cell.clone(),
            }
        };
        let cells: Vec<String> = row.iter().map(cell).collect();
        write!(text, "{}{}", cells.join(&how.delimiter.to_string()), how.end).unwrap();
    }
    if !how.last_end {
        text.truncate(text.trim_end_matches(['\r', '\n']).len());
    }
    text.into_bytes()
}

/// Everything that can be told of a deal.
fn told(deal: &Deal) -> String {
    let field = Step::Field;
    let mut path: Vec<Vec<Step>> = (0..deal.record.values.len()).map(|slot| vec![field(slot)]).collect();
    for slot in 0..deal.record.values.len() {
        path.push(vec![field(slot), field(0)]);
        path.push(vec![field(slot), field(2)]);
        path.push(vec![field(slot), Step::Item(0), field(0)]);
        path.push(vec![field(slot), Step::Item(1), field(1)]);
    }
    let places: Vec<_> = path.iter().map(|path| deal.locate(path)).collect();
    format!("{}:{} {:#?} {places:?}", deal.file(), deal.line(), deal.record)
}

fn together(playbook: &Playbook, store: &Memory, threads: usize) -> (Vec<Deal>, Outcome) {
    let source = playbook.source.as_ref().unwrap();
    let mut deals = read_by(store, Input::Mapped { source, files: &[] }, &playbook.frame, threads).unwrap();
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

#[track_caller]
pub fn same(playbook: &Playbook, store: &Memory) -> (usize, Outcome) {
    let (deals, outcome) = playbook.read(store, &store.names());
    // Of many deals some are told in full.
    let step = 1 + deals.len() / 300;
    let all = |deals: &[Deal]| {
        let shown = |(at, deal): (usize, &Deal)| match at % step {
            0 => told(deal),
            _ => format!("{} {:?}", deal.line(), deal.record),
        };
        deals.iter().enumerate().map(shown).collect::<Vec<_>>().join("\n")
    };
    let shown = (all(&deals), format!("{outcome:#?}"));
    for threads in [1, 3] {
        let (kept, ended) = together(playbook, store, threads);
        let kept = (all(&kept), format!("{ended:#?}"));
        similar_asserts(&shown.0, &kept.0);
        similar_asserts(&shown.1, &kept.1);
    }
    (deals.len(), outcome)
}

#[track_caller]
fn similar_asserts(one: &str, other: &str) {
    if let Some((one, other)) = one.lines().zip(other.lines()).find(|(one, other)| one != other) {
        assert_eq!(one, other);
    }
    assert_eq!(one.len(), other.len());
}

/// What may happen to a file on its way.
fn damage() -> impl Strategy<Value = Option<(Index, Option<u8>)>> {
    prop_oneof![
        10 => Just(None),
        1 => (any::<Index>(), select(&[b'"', b',', b'\n', b'\r', 0xff, 0xe4][..])).prop_map(|(at, byte)| Some((at, Some(byte)))),
        1 => any::<Index>().prop_map(|at| Some((at, None))),
    ]
}

fn damaged(mut bytes: Vec<u8>, damage: Option<(Index, Option<u8>)>) -> Vec<u8> {
    match damage {
        Some((at, byte)) if !bytes.is_empty() => match (at.index(bytes.len()), byte) {
            (at, Some(byte)) => bytes[at] = byte,
            (at, None) => bytes.truncate(at),
        },
        _ => {}
    }
    bytes
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn whatever_stands_there_is_read_the_same(
        deals in vec(row(DEALS), 0..14),
        joined in (vec(row(ACCOUNTS), 0..5), vec(row(CONTACTS), 0..8), vec(row(HISTORY), 0..8), vec(row(CHANGES), 0..6)),
        how in writing(),
        damage in (damage(), damage()),
        packed in 0_u8..6,
    ) {
        let playbook = Playbook::new(PLAYBOOK);
        let deals = damaged(written(&HEADER, &deals, &how), damage.0);
        let contacts = written(&["ID", "Name", "Level", "Gone"], &joined.1, &how);
        let accounts = written(&["Account", "Tier"], &joined.0, &how);
        let history = damaged(written(&["ID", "Stage", "At", "By"], &joined.2, &how), damage.1);
        let changes = written(&["ID", "Field", "From", "To", "At"], &joined.3, &how);
        let mut store = Memory::with(&[
            ("accounts.csv", &accounts), ("contacts.csv", &contacts), ("history.csv", &history), ("changes.csv", &changes),
        ]);
        let (name, bytes) = match packed {
            0 => ("deals.csv.gz", gzip(&deals)),
            1 => ("deals.zip", zip(&[("deals.csv", &deals)])),
            2 => ("deals.csv.gz", gzip(&deals).split_last().unwrap().1.to_vec()),
            _ => ("deals.csv", deals),
        };
        store.files.insert(name.to_owned(), bytes);
        same(&playbook, &store);
    }
}

/// Many rows, of which some are odd; with `long` one cell is longer than a block.
fn many(count: usize, odd: impl Fn(usize) -> bool, long: bool) -> String {
    let mut text = HEADER.join(",") + "\n";
    for at in 0..count {
        let stage = if odd(at) { "Z" } else { ["L", "B", "W"][at % 3] };
        let note = match at % 4 {
            0 => "\"said \"\"yes, or no\"\", and\nleft\"".to_owned(),
            1 if long && at == 401 => format!("\"{}\"", "x\n\"\", y".repeat(60_000)),
            _ => format!("note {at}"),
        };
        writeln!(
            text,
            "D-{},Deal {at},ada,{stage},,{},,50,03.09.2026,,y,small,{note},Bonn,ACME",
            if at % 1000 == 7 { 6 } else { at },
            if at % 50 == 3 { "a lot".to_owned() } else { (at * 10).to_string() },
        )
        .unwrap();
    }
    text
}

#[test]
fn many_blocks_are_read_the_same() {
    let playbook = Playbook::new(PLAYBOOK);
    let mut history = "ID,Stage,At,By\n".to_owned();
    let mut contacts = "ID,Name,Level,Gone\n".to_owned();
    for at in 0..5_000 {
        let (stage, day) = (["L", "B", "x"][usize::from(at % 3 == 1) + usize::from(at % 700 == 1)], 1 + at % 28);
        writeln!(history, "D-{},{stage},{day:02}.09.2026 10:{:02},\"ada, \"\"the boss\"\"\"", at % 2000, at % 60)
            .unwrap();
        writeln!(contacts, "D-{},Person {at},{},{}", at % 6000, at % 5, if at % 3 == 0 { "yes" } else { "no" })
            .unwrap();
    }
    let store = |deals: &str| {
        Memory::with(&[
            ("deals.csv", deals.as_bytes()),
            ("deals2.csv", deals.replace(',', ";").as_bytes()),
            ("accounts.csv", b"Account,Tier\nACME,gold\n"),
            ("contacts.csv", contacts.as_bytes()),
            ("history.csv", history.as_bytes()),
            ("changes.csv", b"ID,Field,From,To,At\nD-1,Amount,1,2,2026-01-01\n"),
        ])
    };
    for (deals, count) in [
        (many(4_000, |_| false, false), 4_000),
        (many(2_500, |at| at % 90 == 5, true), 2_472),
        (many(3_000, |_| false, false).replace('\n', "\r\n"), 3_000),
        (many(300, |_| true, false), 0),
        (String::new(), 0),
        ("ID\n".to_owned(), 0),
    ] {
        let (made, outcome) = same(&playbook, &store(&deals));
        assert!(made >= count, "{made} of {count}, {:#?}", outcome.problems);
    }
}
