//! What is measured: a row is a command line, and how its counts are read from what it prints or writes.

use std::path::Path;
use std::path::PathBuf;

use crate::RunArgs;
use crate::run::data::FOLDER;

/// Rows that are timed together.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Group {
    /// Read a file, judge by the twelve rules, and write the findings.
    Writing,
    /// Read a file, judge by the twelve rules, and count.
    Counting,
    /// Judge deals that are in memory.
    Alone,
    /// As the file grows.
    Sizes,
    /// Read the export of `examples/machines`, judge, and write the findings.
    Machines,
    /// Read deals for `examples/gated`, judge, and write the findings.
    Gated,
}

/// Where a row says what it counted.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Counts {
    /// It prints them.
    Printed,
    /// It prints those of the rules that it can express; the others are 0.
    Some,
    /// In the last line of the findings that `tollgate check` writes, put together to the twelve rules.
    Findings,
    /// There, too, check by check.
    Checks,
}

#[derive(Clone)]
pub struct Row {
    pub name: String,
    /// Who judges; a peer that does not agree is timed nowhere.
    pub peer: &'static str,
    pub group: Group,
    pub threads: usize,
    pub counts: Counts,
    program: PathBuf,
    arguments: Vec<String>,
    writes: bool,
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

/// The evaluators: how they are called here, and what `peer` calls them.
const EVALUATORS: [(&str, &str); 6] = [
    ("rhai, tuned", "rhai-tuned"),
    ("rhai, idiomatic", "rhai-idiomatic"),
    ("ZEN, expressions", "zen"),
    ("Regorus, virtual machine", "regorus-machine"),
    ("Regorus, interpreter", "regorus-interpreter"),
    ("Cedar, 8 of 12 rules", "cedar"),
];

impl Row {
    /// The command that judges a file of deals.
    pub fn command(&self, deals: &Path) -> (&Path, Vec<String>) {
        let mut arguments: Vec<String> =
            self.arguments.iter().map(|argument| argument.replace("DEALS", &deals.to_string_lossy())).collect();
        if self.writes && self.counts == Counts::Printed {
            arguments.extend(["--findings".to_owned(), self.findings().to_string_lossy().into_owned()]);
        }
        (&self.program, arguments)
    }

    /// Where its findings are written.
    pub fn findings(&self) -> PathBuf {
        findings(self.peer, self.group, self.threads)
    }

    /// Whether others are compared with it: the rules by hand, with one thread.
    pub fn is_base(&self) -> bool {
        self.threads == 1 && matches!(self.peer, "hand-sonic" | "machines" | "gated")
    }
}

fn findings(peer: &str, group: Group, threads: usize) -> PathBuf {
    let place = match group {
        Group::Writing | Group::Counting => "twelve",
        Group::Alone => "alone",
        Group::Sizes => "sizes",
        Group::Machines => "machines",
        Group::Gated => "gated",
    };
    Path::new(FOLDER).join(format!("findings-{place}-{peer}-{threads}.jsonl"))
}

/// Makes rows of what is installed where.
struct Makers<'a> {
    arguments: &'a RunArgs,
    peer: PathBuf,
    in_memory: PathBuf,
}

/// Every row, the base of each group first.
pub fn rows(arguments: &RunArgs) -> Vec<Row> {
    let beside = |name: &str| std::env::current_exe().unwrap_or_default().with_file_name(name);
    let make = Makers { arguments, peer: beside("peer"), in_memory: beside("tollgate-in-memory") };
    [make.twelve(), make.alone(), make.sizes(), make.shipped()].concat()
}

impl Makers<'_> {
    /// From JSON Lines to findings, and to counts.
    fn twelve(&self) -> Vec<Row> {
        let mut rows = Vec::new();
        for threads in [1, 2] {
            rows.push(self.by_peer("hand-written, sonic-rs", "hand-sonic", Group::Writing, threads, &[]));
            rows.push(self.by_peer("hand-written, serde_json", "hand-serde", Group::Writing, threads, &[]));
            rows.push(self.tollgate("tollgate", "tollgate", Group::Writing, threads, &CHECKS));
        }
        let all = "tollgate, with every check that the flow brings";
        rows.push(self.tollgate(all, "tollgate-all", Group::Writing, 1, &[]));
        rows.push(self.python("Python loop, orjson", "python", "orjson_loop.py", Group::Writing, 1));
        rows.push(self.by_peer("hand-written, sonic-rs, counting", "hand-sonic", Group::Counting, 1, &[]));
        for threads in [1, 2] {
            rows.push(self.python("DuckDB, declared columns", "duckdb", "duckdb_sql.py", Group::Counting, threads));
        }
        rows.push(self.python("Python loop, orjson, counting", "python", "orjson_loop.py", Group::Counting, 1));
        for (name, peer) in EVALUATORS {
            rows.push(self.by_peer(name, peer, Group::Counting, 1, &[]));
        }
        rows.push(self.python("ZEN, decision, from Python", "zen-decision", "zen_decision.py", Group::Counting, 1));
        rows
    }

    fn alone(&self) -> Vec<Row> {
        let rounds = ["--alone", "3"];
        let mut rows = vec![
            self.by_peer("hand-written", "hand-sonic", Group::Alone, 1, &rounds),
            Row {
                name: "hand-written, making the findings".to_owned(),
                peer: "hand-composing",
                ..self.by_peer("", "hand-sonic", Group::Alone, 1, &["--alone", "3", "--compose"])
            },
            Row {
                name: "tollgate, making the findings".to_owned(),
                peer: "tollgate",
                program: self.in_memory.clone(),
                arguments: vec!["DEALS".to_owned(), "3".to_owned()],
                ..self.by_peer("", "tollgate", Group::Alone, 1, &[])
            },
        ];
        rows.push(Row {
            arguments: ["python/orjson_loop.py", "DEALS", "--alone", "3"].map(str::to_owned).to_vec(),
            ..self.python("Python loop", "python", "orjson_loop.py", Group::Alone, 1)
        });
        rows.extend(EVALUATORS.map(|(name, peer)| self.by_peer(name, peer, Group::Alone, 1, &rounds)));
        rows
    }

    fn sizes(&self) -> Vec<Row> {
        vec![
            self.by_peer("hand-written, sonic-rs", "hand-sonic", Group::Sizes, 1, &[]),
            self.tollgate("tollgate", "tollgate", Group::Sizes, 1, &CHECKS),
            self.tollgate("tollgate", "tollgate", Group::Sizes, 2, &CHECKS),
            self.python("Python loop, orjson", "python", "orjson_loop.py", Group::Sizes, 1),
            self.python("DuckDB, declared columns, counting", "duckdb", "duckdb_sql.py", Group::Sizes, 1),
        ]
    }

    /// The playbooks that ship, at a larger size.
    fn shipped(&self) -> Vec<Row> {
        let mut rows = Vec::new();
        for (group, peer, name, playbook, as_of) in [
            (Group::Machines, "machines", "hand-written, csv", "machines", "2026-11-23"),
            (Group::Gated, "gated", "hand-written, sonic-rs", "gated", "2026-06-30"),
        ] {
            rows.push(self.by_peer(name, peer, group, 1, &[]));
            for threads in [1, 2] {
                let mut row = self.tollgate("tollgate", "tollgate", group, threads, &[]);
                row.counts = Counts::Checks;
                row.arguments[1] = format!("../examples/{playbook}/{playbook}.playbook");
                as_of.clone_into(&mut row.arguments[4]);
                rows.push(row);
            }
        }
        rows
    }

    fn by_peer(&self, name: &str, peer: &'static str, group: Group, threads: usize, options: &[&str]) -> Row {
        let number = threads.to_string();
        let arguments = [&[peer, "DEALS", "--threads", &number], options].concat();
        Row {
            name: with_threads(name, threads),
            peer,
            group,
            threads,
            counts: if peer == "cedar" { Counts::Some } else { Counts::Printed },
            program: self.peer.clone(),
            arguments: arguments.into_iter().map(str::to_owned).collect(),
            writes: matches!(group, Group::Writing | Group::Sizes | Group::Machines | Group::Gated),
        }
    }

    fn python(&self, name: &str, peer: &'static str, script: &str, group: Group, threads: usize) -> Row {
        let mut arguments = vec![format!("python/{script}"), "DEALS".to_owned()];
        if peer == "duckdb" {
            arguments.extend(["--threads".to_owned(), threads.to_string()]);
        }
        Row {
            name: with_threads(name, threads),
            peer,
            group,
            threads,
            counts: Counts::Printed,
            program: self.arguments.python.clone(),
            arguments,
            writes: peer == "python" && matches!(group, Group::Writing | Group::Sizes),
        }
    }

    fn tollgate(&self, name: &str, peer: &'static str, group: Group, threads: usize, only: &[&str]) -> Row {
        let mut row = Row {
            name: with_threads(name, threads),
            peer,
            group,
            threads,
            counts: Counts::Findings,
            program: self.arguments.tollgate.clone(),
            arguments: ["check", "twelve.playbook", "DEALS", "--as-of", "2026-06-30"].map(str::to_owned).to_vec(),
            writes: true,
        };
        row.arguments.extend(only.iter().flat_map(|check| ["--only", check]).map(str::to_owned));
        let output = format!("jsonl={}", row.findings().to_string_lossy());
        row.arguments.extend(["--threads", &threads.to_string(), "--output", &output].map(str::to_owned));
        row
    }
}

fn with_threads(name: &str, threads: usize) -> String {
    if threads == 1 { name.to_owned() } else { format!("{name}, {threads} threads") }
}
