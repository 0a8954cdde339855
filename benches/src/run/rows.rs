//! What is measured: a row is a command line, and how its counts are read from what it prints or writes.

use std::path::Path;
use std::path::PathBuf;

use crate::RunArgs;
use crate::run::FOLDER;

/// Rows that are timed together.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Group {
    /// Read a file, judge, and write the findings.
    Writing,
    /// Read a file, judge, and count.
    Counting,
    /// Read the export of `examples/machines`, judge, and write the findings.
    Machines,
    /// Judge deals that are in memory.
    Alone,
    /// As the file grows.
    Sizes,
}

/// Where a row says what it counted.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Counts {
    /// It prints them.
    Printed,
    /// In the last line of the findings that `tollgate check` writes.
    Findings,
    /// There, too, check by check.
    Checks,
    /// It prints those of the rules that it can express; the others are 0.
    Some,
}

pub struct Row {
    pub name: String,
    pub group: Group,
    pub threads: usize,
    pub counts: Counts,
    program: PathBuf,
    arguments: Vec<String>,
    writes: bool,
    is_first: bool,
}

/// The checks that are the twelve rules: the flow finds R08, the stages find R09.
const CHECKS: [&str; 18] = [
    "R01",
    "R02",
    "R03",
    "R04",
    "R05",
    "R06",
    "R07",
    "R10",
    "R11",
    "R12",
    "skipped",
    "illegal_move",
    "lead.at_most",
    "qualified.at_most",
    "proposal.at_most",
    "negotiation.at_most",
    "contract.at_most",
    "delivery.at_most",
];

impl Row {
    /// The command that judges a file of deals.
    pub fn command(&self, deals: &Path) -> (&Path, Vec<String>) {
        let mut arguments: Vec<String> =
            self.arguments.iter().map(|argument| argument.replace("DEALS", &deals.to_string_lossy())).collect();
        if self.writes && matches!(self.counts, Counts::Printed) {
            arguments.extend(["--findings".to_owned(), self.findings().to_string_lossy().into_owned()]);
        }
        (&self.program, arguments)
    }

    /// Where its findings are written.
    pub fn findings(&self) -> PathBuf {
        Path::new(FOLDER)
            .join(format!("findings-of-{}.jsonl", self.name.replace(|letter: char| !letter.is_alphanumeric(), "-")))
    }

    /// Whether others of its group are compared with it.
    pub fn is_base(&self) -> bool {
        self.is_first
    }
}

/// Every row, the base of each group first.
pub fn rows(arguments: &RunArgs) -> Vec<Row> {
    let mut rows = Vec::new();
    let peer = std::env::current_exe().unwrap_or_default().with_file_name("peer");
    let by_peer = |name: &str, peer_name: &str, group, threads: usize, options: &[&str]| Row {
        name: name.to_owned(),
        group,
        threads,
        counts: if peer_name == "cedar" { Counts::Some } else { Counts::Printed },
        program: peer.clone(),
        arguments: [&[peer_name, "DEALS", "--threads", &threads.to_string()], options]
            .concat()
            .into_iter()
            .map(str::to_owned)
            .collect(),
        writes: matches!(group, Group::Writing | Group::Sizes | Group::Machines),
        is_first: matches!(peer_name, "hand-sonic" | "machines") && threads == 1 && !options.contains(&"--compose"),
    };
    let python = |name: &str, script: &str, group, threads: usize, options: &[&str]| Row {
        name: name.to_owned(),
        group,
        threads,
        counts: Counts::Printed,
        program: arguments.python.clone(),
        arguments: [&[script, "DEALS"], options].concat().into_iter().map(str::to_owned).collect(),
        writes: matches!(group, Group::Writing),
        is_first: false,
    };
    let tollgate = |name: &str, group, threads: usize, only: bool| {
        let mut row = Row {
            name: name.to_owned(),
            group,
            threads,
            counts: Counts::Findings,
            program: arguments.tollgate.clone(),
            arguments: ["check", "twelve.playbook", "DEALS", "--as-of", "2026-06-30"].map(str::to_owned).to_vec(),
            writes: true,
            is_first: false,
        };
        if only {
            row.arguments.extend(CHECKS.iter().flat_map(|check| ["--only".to_owned(), (*check).to_owned()]));
        }
        row.arguments.extend(["--threads".to_owned(), threads.to_string()]);
        let output = format!("jsonl={}", row.findings().to_string_lossy());
        row.arguments.extend(["--output".to_owned(), output]);
        row
    };

    for threads in [1, 2] {
        let named = |name: &str| if threads == 1 { name.to_owned() } else { format!("{name}, {threads} threads") };
        rows.push(by_peer(&named("hand-written, sonic-rs"), "hand-sonic", Group::Writing, threads, &[]));
        rows.push(tollgate(&named("tollgate"), Group::Writing, threads, true));
        if threads == 1 {
            rows.push(tollgate("tollgate, with every check that the flow brings", Group::Writing, threads, false));
        }
        rows.push(by_peer(&named("hand-written, serde_json"), "hand-serde", Group::Writing, threads, &[]));
    }
    rows.push(python("Python loop, orjson", "python/orjson_loop.py", Group::Writing, 1, &[]));

    for (name, peer) in [
        ("hand-written, sonic-rs", "hand-sonic"),
        ("hand-written, serde_json", "hand-serde"),
        ("rhai, tuned", "rhai-tuned"),
        ("rhai, idiomatic", "rhai-idiomatic"),
        ("ZEN", "zen"),
        ("Regorus, virtual machine", "regorus-machine"),
        ("Regorus, interpreter", "regorus-interpreter"),
        ("Cedar, 8 of 12 rules", "cedar"),
    ] {
        rows.push(by_peer(name, peer, Group::Counting, 1, &[]));
    }
    for threads in [1, 2] {
        let named = |name: &str| if threads == 1 { name.to_owned() } else { format!("{name}, {threads} threads") };
        let options = ["--threads", &threads.to_string()];
        rows.push(python(
            &named("DuckDB, declared columns"),
            "python/duckdb_sql.py",
            Group::Counting,
            threads,
            &options,
        ));
    }
    rows.push(python("Python loop, orjson", "python/orjson_loop.py", Group::Counting, 1, &[]));

    rows.push(by_peer("hand-written, sonic-rs", "hand-sonic", Group::Alone, 1, &["--alone", "5"]));
    let composing = ["--alone", "5", "--compose"];
    rows.push(by_peer("hand-written, making the findings", "hand-sonic", Group::Alone, 1, &composing));
    for (name, peer) in [
        ("tollgate, making the findings", "tollgate"),
        ("rhai, tuned", "rhai-tuned"),
        ("rhai, idiomatic", "rhai-idiomatic"),
        ("ZEN", "zen"),
        ("Regorus, virtual machine", "regorus-machine"),
        ("Regorus, interpreter", "regorus-interpreter"),
        ("Cedar, 8 of 12 rules", "cedar"),
    ] {
        rows.push(by_peer(name, peer, Group::Alone, 1, &["--alone", "5"]));
    }
    rows.push(python("Python loop, orjson", "python/orjson_loop.py", Group::Alone, 1, &["--alone", "5"]));

    rows.push(by_peer("hand-written, csv", "machines", Group::Machines, 1, &[]));
    for threads in [1, 2] {
        let mut row = tollgate("", Group::Machines, threads, false);
        row.name = if threads == 1 { "tollgate".to_owned() } else { format!("tollgate, {threads} threads") };
        row.counts = Counts::Checks;
        let output = format!("jsonl={}", row.findings().to_string_lossy());
        row.arguments =
            ["check", "../examples/machines/machines.playbook", "DEALS", "--as-of", "2026-11-23", "--threads"]
                .map(str::to_owned)
                .to_vec();
        row.arguments.extend([threads.to_string(), "--output".to_owned(), output]);
        rows.push(row);
    }

    rows.push(by_peer("hand-written, sonic-rs", "hand-sonic", Group::Sizes, 1, &[]));
    rows.push(tollgate("tollgate", Group::Sizes, 1, true));
    rows
}
