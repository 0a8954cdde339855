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
    /// It writes a line for each finding, which names the rule.
    Written,
    /// In the summary that `tollgate check` writes, alone or in the last line behind the findings, put together to the
    /// twelve rules.
    Summary,
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
    /// Whether it expresses some of the rules only.
    pub is_partial: bool,
    /// Whether what it writes must be what Tollgate writes, byte for byte.
    pub is_same: bool,
    program: PathBuf,
    arguments: Vec<String>,
    writes: bool,
}

/// How Tollgate is asked for counts without findings; the file's name follows.
const SUMMARY: &str = "summary=";

/// What the name of a row ends with that counts, before the threads.
pub const COUNTING: &str = ", counting";

/// The hand-written row that writes less than Tollgate does.
const SHORTER: &str = "hand-written, sonic-rs, without fingerprint, column, raw text and place of the rule";

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
        if self.writes && matches!(self.counts, Counts::Printed | Counts::Written) {
            arguments.extend(["--findings".to_owned(), self.findings().to_string_lossy().into_owned()]);
        }
        (&self.program, arguments)
    }

    /// Where its findings are written.
    pub fn findings(&self) -> PathBuf {
        findings(self.peer, self.group, self.threads)
    }

    /// Whether others are compared with it: the rules by hand that do the same work, with one thread.
    pub fn is_base(&self) -> bool {
        let base = match self.group {
            Group::Writing | Group::Sizes => "same-sonic",
            Group::Counting | Group::Alone => "hand-sonic",
            Group::Machines => "machines",
            Group::Gated => "gated",
        };
        self.threads == 1 && self.peer == base
    }

    /// Whether some column compares others with it.
    pub fn is_compared(&self) -> bool {
        self.is_base() || self.threads == 1 && matches!(self.peer, "tollgate" | "tollgate-counting")
    }

    /// Whether its findings are those that others must write byte for byte: Tollgate with one thread.
    pub fn is_reference(&self) -> bool {
        self.is_same && self.threads == 1 && self.peer == "tollgate"
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
            rows.push(self.by_peer("hand-written, sonic-rs", "same-sonic", Group::Writing, threads, &[]));
            rows.push(self.by_peer("hand-written, serde_json", "same-serde", Group::Writing, threads, &[]));
            rows.push(self.tollgate("tollgate", "tollgate", Group::Writing, threads, &CHECKS));
        }
        rows.push(self.by_peer(SHORTER, "hand-sonic", Group::Writing, 1, &[]));
        let all = "tollgate, with every check that the flow brings";
        rows.push(self.tollgate(all, "tollgate-all", Group::Writing, 1, &[]));
        self.others(Group::Writing, &mut rows);
        rows.push(self.by_peer("hand-written, sonic-rs", "hand-sonic", Group::Counting, 1, &[]));
        for threads in [1, 2] {
            rows.push(self.tollgate("tollgate", "tollgate-counting", Group::Counting, threads, &CHECKS));
        }
        self.others(Group::Counting, &mut rows);
        rows.push(self.python("ZEN, decision, from Python", "zen-decision", "zen_decision.py", Group::Counting, 1));
        rows
    }

    /// Those that both write findings and count.
    fn others(&self, group: Group, rows: &mut Vec<Row>) {
        rows.push(self.python("Python loop, orjson", "python", "orjson_loop.py", group, 1));
        for threads in [1, 2] {
            rows.push(self.python("DuckDB, declared columns", "duckdb", "duckdb_sql.py", group, threads));
        }
        rows.extend(EVALUATORS.map(|(name, peer)| self.by_peer(name, peer, group, 1, &[])));
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
                name: "hand-written, writing the findings of tollgate into memory".to_owned(),
                peer: "same-composing",
                ..self.by_peer("", "same-sonic", Group::Alone, 1, &["--alone", "3", "--compose"])
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
            self.by_peer("hand-written, sonic-rs", "same-sonic", Group::Sizes, 1, &[]),
            self.tollgate("tollgate", "tollgate", Group::Sizes, 1, &CHECKS),
            self.tollgate("tollgate", "tollgate", Group::Sizes, 2, &CHECKS),
            self.python("Python loop, orjson", "python", "orjson_loop.py", Group::Sizes, 1),
            self.python("DuckDB, declared columns", "duckdb", "duckdb_sql.py", Group::Sizes, 1),
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
            name: named(name, group, threads),
            peer,
            group,
            threads,
            counts: counts(group),
            is_partial: peer == "cedar",
            is_same: matches!(group, Group::Writing | Group::Sizes) && peer.starts_with("same-"),
            program: self.peer.clone(),
            arguments: arguments.into_iter().map(str::to_owned).collect(),
            writes: writes(group),
        }
    }

    fn python(&self, name: &str, peer: &'static str, script: &str, group: Group, threads: usize) -> Row {
        let mut arguments = vec![format!("python/{script}"), "DEALS".to_owned()];
        if peer == "duckdb" {
            arguments.extend(["--threads".to_owned(), threads.to_string()]);
        }
        Row {
            name: named(name, group, threads),
            peer,
            group,
            threads,
            counts: counts(group),
            is_partial: false,
            is_same: false,
            program: self.arguments.python.clone(),
            arguments,
            writes: writes(group),
        }
    }

    fn tollgate(&self, name: &str, peer: &'static str, group: Group, threads: usize, only: &[&str]) -> Row {
        let mut row = Row {
            name: named(name, group, threads),
            peer,
            group,
            threads,
            counts: Counts::Summary,
            is_partial: false,
            is_same: matches!(group, Group::Writing | Group::Sizes) && peer == "tollgate",
            program: self.arguments.tollgate.clone(),
            arguments: ["check", "twelve.playbook", "DEALS", "--as-of", "2026-06-30"].map(str::to_owned).to_vec(),
            writes: true,
        };
        row.arguments.extend(only.iter().flat_map(|check| ["--only", check]).map(str::to_owned));
        let format = if group == Group::Counting { SUMMARY } else { "jsonl=" };
        let output = format!("{format}{}", row.findings().to_string_lossy());
        row.arguments.extend(["--threads", &threads.to_string(), "--output", &output].map(str::to_owned));
        row
    }
}

fn named(name: &str, group: Group, threads: usize) -> String {
    let counting = if group == Group::Counting { COUNTING } else { "" };
    if threads == 1 { format!("{name}{counting}") } else { format!("{name}{counting}, {threads} threads") }
}

fn writes(group: Group) -> bool {
    matches!(group, Group::Writing | Group::Sizes | Group::Machines | Group::Gated)
}

/// Where peers other than Tollgate say what they counted.
fn counts(group: Group) -> Counts {
    match group {
        Group::Writing | Group::Sizes => Counts::Written,
        // The examples are counted by what fails and what is unknown, which the programs print.
        Group::Machines | Group::Gated | Group::Counting | Group::Alone => Counts::Printed,
    }
}
