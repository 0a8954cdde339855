//! The tables of `docs/performance.md`: every row is a process of its own, and all agree on the counts before a time is taken.

mod agreement;
mod data;
mod machine;
mod measure;
mod rows;
mod table;

use std::collections::BTreeMap;
use std::fs;
use std::fs::File;
use std::io;
use std::io::Write;
use std::time::Instant;

use crate::RunArgs;
use crate::Tables;
use crate::run::measure::Checked;
use crate::run::measure::Taken;
use crate::run::measure::check;
use crate::run::measure::timed;
use crate::run::rows::COUNTING;
use crate::run::rows::Group;
use crate::run::rows::Row;
use crate::run::rows::rows;
use crate::run::table::Table;

/// A run: what is asked for, and what is known so far.
struct Run<'a> {
    arguments: &'a RunArgs,
    out: Box<dyn Write>,
    /// The peers that do not agree or cannot run, and why.
    refused: BTreeMap<&'static str, String>,
}

pub fn run(arguments: &RunArgs) -> io::Result<()> {
    let started = Instant::now();
    fs::create_dir_all(data::FOLDER)?;
    let out: Box<dyn Write> = match &arguments.markdown {
        Some(path) => Box::new(File::create(path)?),
        None => Box::new(io::stdout()),
    };
    let mut run = Run { arguments, out, refused: BTreeMap::new() };
    let machine = machine::description();
    run.tell(&format!("{machine}\n{} deals unless a table says otherwise.\n", grouped(arguments.deals)))?;
    let twelve = run.checked(&[Group::Writing, Group::Counting], &data::deals(arguments.deals)?);
    let shipped = if arguments.has(Tables::Shipped) { run.check_shipped()? } else { Vec::new() };
    let said = agreement::twelve(&twelve, arguments.deals);
    run.tell(&format!("### What is found\n\n{said}"))?;
    if arguments.has(Tables::EndToEnd) {
        run.end_to_end(&twelve)?;
    }
    if arguments.has(Tables::Alone) {
        run.alone()?;
    }
    if arguments.has(Tables::Sizes) {
        run.sizes()?;
    }
    if arguments.has(Tables::Start) {
        run.start_up()?;
    }
    for (title, rows) in &shipped {
        run.shipped(title, rows)?;
    }
    run.tell(&format!(
        "Taken in {:.1} minutes; load at the end: {}.\n",
        started.elapsed().as_secs_f64() / 60.0,
        machine::load()
    ))
}

impl Run<'_> {
    fn tell(&mut self, text: &str) -> io::Result<()> {
        writeln!(self.out, "{text}")?;
        self.out.flush()
    }

    /// The rows that are asked for, of these groups, each of them run once.
    fn checked(&mut self, groups: &[Group], deals: &std::path::Path) -> Vec<Checked> {
        let only = &self.arguments.only;
        let named = |row: &Row| only.is_empty() || only.iter().any(|name| row.name.contains(name.as_str()));
        let asked = |row: &Row| groups.contains(&row.group) && (row.is_compared() || named(row));
        let rows = rows(self.arguments).into_iter().filter(asked).collect();
        let checked = check(rows, deals, |row| self.refused.get(row.peer).cloned());
        for one in &checked {
            if let Err(why) = &one.first {
                eprintln!("{}: {why}", one.row.name);
                self.refused.insert(one.row.peer, why.clone());
            }
        }
        checked
    }

    fn end_to_end(&mut self, rows: &[Checked]) -> io::Result<()> {
        let taken = timed(rows, self.arguments.runs, true);
        let all = || rows.iter().map(|checked| &checked.row).zip(&taken);
        let of = |peer: &str, group: Group, threads: usize| {
            let wanted = |row: &Row| row.peer == peer && row.group == group && row.threads == threads;
            all().find(|(row, _)| wanted(row)).and_then(|(_, taken)| taken.as_ref().ok()).cloned()
        };
        let seconds = |taken: Option<Taken>| taken.map_or(f64::NAN, |taken| taken.seconds);
        for (group, title, hand, tollgate) in [
            (Group::Writing, "From JSON Lines to findings in a file", "same-sonic", "tollgate"),
            (Group::Counting, "From JSON Lines to counts", "hand-sonic", "tollgate-counting"),
        ] {
            let (base, tollgate) = (seconds(of(hand, group, 1)), seconds(of(tollgate, group, 1)));
            let mut table = whole_table();
            for (row, taken) in all().filter(|(row, _)| row.group == group) {
                let cells = |taken: &Taken| whole_cells(taken, base, tollgate, self.arguments.deals);
                table.row(&row.name.replace(COUNTING, ""), taken, cells);
            }
            self.tell(&format!("### {title}\n\n{table}"))?;
        }
        let mut table = Table::new(&["", "1 thread, s", "2 threads, s", "times faster"]);
        for (row, two) in all().filter(|(row, _)| row.threads == 2) {
            let (one, name) = (of(row.peer, row.group, 1), row.name.trim_end_matches(", 2 threads"));
            table.row(name, two, |two| {
                let one = seconds(one.clone());
                vec![format!("{one:.3}"), format!("{:.3}", two.seconds), ratio(one, two.seconds)]
            });
        }
        self.tell(&format!("### Two threads\n\n{table}"))
    }

    fn alone(&mut self) -> io::Result<()> {
        let number = self.arguments.deals.min(20_000);
        let rows = self.checked(&[Group::Alone], &data::deals(number)?);
        let taken = timed(&rows, self.arguments.runs.min(3), false);
        let base = taken.first().and_then(|taken| taken.as_ref().ok()).map_or(f64::NAN, |taken| taken.judging);
        let mut table = Table::new(&["", "µs a deal", "time × hand-written"]);
        for (checked, taken) in rows.iter().zip(&taken) {
            let cells = |taken: &Taken| vec![format!("{:.2}", taken.judging / 1e3), ratio(taken.judging, base)];
            table.row(&checked.row.name, taken, cells);
        }
        self.tell(&format!("### Judging alone, {} deals in memory\n\n{table}", grouped(number)))
    }

    /// Memory, and time a deal, as the file grows.
    fn sizes(&mut self) -> io::Result<()> {
        let sizes: Vec<u64> =
            [10_000, 100_000, 1_000_000].into_iter().filter(|size| *size <= self.arguments.largest).collect();
        let mut lines: Vec<(String, Vec<String>)> = Vec::new();
        for size in &sizes {
            let rows = self.checked(&[Group::Sizes], &data::deals(*size)?);
            let runs = if *size >= 1_000_000 { 2 } else { 3 };
            let taken = timed(&rows, self.arguments.runs.min(runs), false);
            for (place, (checked, taken)) in rows.iter().zip(taken).enumerate() {
                if lines.len() <= place {
                    lines.push((checked.row.name.clone(), Vec::new()));
                }
                lines[place].1.extend(match taken {
                    Ok(taken) => {
                        let micros = taken.seconds * 1e6 / *size as f64;
                        vec![format!("{micros:.2}"), format!("{:.0}", taken.megabytes)]
                    }
                    Err(why) => vec![why, String::new()],
                });
            }
        }
        let heads = sizes.iter().flat_map(|size| [format!("{}: µs a deal", grouped(*size)), "MB".to_owned()]);
        let heads: Vec<String> = std::iter::once(String::new()).chain(heads).collect();
        let mut table = Table::new(&heads.iter().map(String::as_str).collect::<Vec<&str>>());
        for (name, cells) in lines {
            table.line(std::iter::once(name).chain(cells).collect());
        }
        self.tell(&format!("### Memory, and time a deal, as the file grows\n\n{table}"))
    }

    fn start_up(&mut self) -> io::Result<()> {
        let mut rows = self.checked(&[Group::Writing, Group::Counting], &data::deals(1)?);
        // Who counts starts like who writes.
        let twice = |row: &Row| row.group == Group::Counting && row.peer != "zen-decision";
        rows.retain(|checked| checked.row.threads == 1 && !twice(&checked.row));
        let taken = timed(&rows, 15, true);
        let mut table = Table::new(&["", "ms"]);
        for (checked, taken) in rows.iter().zip(&taken) {
            table.row(&checked.row.name, taken, |taken| vec![format!("{:.1}", taken.seconds * 1e3)]);
        }
        self.tell(&format!("### One deal, from start to exit\n\n{table}"))
    }

    /// The playbooks that ship, against the same criteria by hand.
    fn check_shipped(&mut self) -> io::Result<Vec<(&'static str, Vec<Checked>)>> {
        let number = self.arguments.deals;
        let machines = self.checked(&[Group::Machines], &data::machines_export(number)?);
        let gated = self.checked(&[Group::Gated], &data::gated_deals(number)?);
        Ok(vec![
            ("`examples/machines`: four tables of a CRM, 23 criteria", machines),
            ("`examples/gated`: JSON Lines, 11 criteria, among them four approvals", gated),
        ])
    }

    fn shipped(&mut self, title: &str, rows: &[Checked]) -> io::Result<()> {
        let taken = timed(rows, self.arguments.runs, true);
        let seconds = |place: usize| {
            taken.get(place).and_then(|taken| taken.as_ref().ok()).map_or(f64::NAN, |taken| taken.seconds)
        };
        let mut table = whole_table();
        for (checked, taken) in rows.iter().zip(&taken) {
            let cells = |taken: &Taken| whole_cells(taken, seconds(0), seconds(1), self.arguments.deals);
            table.row(&checked.row.name, taken, cells);
        }
        let said = agreement::shipped(rows, self.arguments.deals);
        self.tell(&format!("### {title}\n\n{said}\n{table}"))
    }
}

fn whole_table() -> Table {
    Table::new(&["", "s", "deals/s", "time × hand-written", "time × tollgate", "processor, s", "memory, MB", "runs"])
}

fn whole_cells(taken: &Taken, base: f64, tollgate: f64, deals: u64) -> Vec<String> {
    let rate = deals as f64 / taken.seconds / 1e3;
    let (seconds, memory) = (format!("{:.3}", taken.seconds), format!("{:.0}", taken.megabytes));
    let (base, tollgate) = (ratio(taken.seconds, base), ratio(taken.seconds, tollgate));
    let busy = format!("{:.2}", taken.busy);
    vec![seconds, format!("{rate:.0}k"), base, tollgate, busy, memory, taken.runs.to_string()]
}

fn ratio(value: f64, base: f64) -> String {
    let ratio = value / base;
    if ratio.is_nan() { "–".to_owned() } else { format!("{ratio:.2}") }
}

/// `1,000,000`
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (place, digit) in digits.char_indices() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}
