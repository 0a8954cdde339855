//! The tables of `docs/performance.md`: every row is a process of its own, and all agree on the counts before a time is taken.

mod machine;
mod measure;
mod rows;
mod table;

use std::fs;
use std::fs::File;
use std::io;
use std::io::BufWriter;
use std::path::Path;
use std::path::PathBuf;

use tollgate_benches::generate::generate;
use tollgate_benches::machines::scale;

use crate::RunArgs;
use crate::run::measure::Taken;
use crate::run::measure::interleaved;
use crate::run::rows::Group;
use crate::run::rows::Row;
use crate::run::rows::rows;
use crate::run::table::Table;

/// Where deals and findings are put.
const FOLDER: &str = "data";

pub fn run(arguments: &RunArgs) -> io::Result<()> {
    println!("{}\n", machine::description());
    let deals = deals(arguments.deals)?;
    end_to_end(arguments, &deals)?;
    machines(arguments)?;
    alone(arguments)?;
    sizes(arguments)?;
    start_up(arguments)
}

/// A file of so many deals; made where it is not there.
fn deals(number: u64) -> io::Result<PathBuf> {
    fs::create_dir_all(FOLDER)?;
    let path = Path::new(FOLDER).join(format!("deals-{number}.jsonl"));
    if !path.exists() {
        let part = path.with_extension("part");
        generate(number, &mut BufWriter::new(File::create(&part)?))?;
        fs::rename(part, &path)?;
    }
    Ok(path)
}

/// The rows that are asked for, of these groups.
fn chosen(arguments: &RunArgs, groups: &[Group]) -> Vec<Row> {
    let named = |row: &Row| arguments.only.as_ref().is_none_or(|name| row.name.contains(name.as_str()));
    rows(arguments)
        .into_iter()
        .filter(|row| groups.contains(&row.group))
        .filter(|row| row.is_base() || named(row))
        .collect()
}

fn end_to_end(arguments: &RunArgs, deals: &Path) -> io::Result<()> {
    whole(arguments, Group::Writing, "From JSON Lines to findings in a file", deals)?;
    whole(arguments, Group::Counting, "From JSON Lines to counts", deals)
}

/// The export of `examples/machines` at a larger size, by its playbook and by hand.
fn machines(arguments: &RunArgs) -> io::Result<()> {
    let folder = Path::new(FOLDER).join(format!("machines-{}", arguments.deals));
    if !folder.exists() {
        let part = folder.with_extension("part");
        scale(arguments.deals, &part)?;
        fs::rename(part, &folder)?;
    }
    whole(arguments, Group::Machines, "`examples/machines`: four tables, 23 criteria", &folder)
}

/// A table of whole runs.
fn whole(arguments: &RunArgs, group: Group, title: &str, deals: &Path) -> io::Result<()> {
    let rows = chosen(arguments, &[group]);
    let taken = interleaved(&rows, deals, arguments.rounds)?;
    let base = base(&taken);
    let mut table = Table::new(&["", "s", "deals/s", "time × hand-written", "memory, MB"]);
    for (row, taken) in rows.iter().zip(&taken) {
        table.row(&row.name, taken, |taken| {
            let rate = arguments.deals as f64 / taken.seconds / 1e3;
            let (seconds, memory) = (format!("{:.3}", taken.seconds), format!("{:.0}", taken.megabytes));
            vec![seconds, format!("{rate:.0}k"), ratio(taken.seconds, base), memory]
        });
    }
    println!("### {title}, {} deals\n\n{table}", arguments.deals);
    Ok(())
}

fn alone(arguments: &RunArgs) -> io::Result<()> {
    let number = arguments.deals.min(20_000);
    let deals = deals(number)?;
    let rows = chosen(arguments, &[Group::Alone]);
    let taken = interleaved(&rows, &deals, 3)?;
    let base = taken.first().and_then(|taken| taken.as_ref().ok()).map_or(f64::NAN, |taken| taken.judging);
    let mut table = Table::new(&["", "µs a deal", "time × hand-written"]);
    for (row, taken) in rows.iter().zip(&taken) {
        table.row(&row.name, taken, |taken| vec![format!("{:.2}", taken.judging / 1e3), ratio(taken.judging, base)]);
    }
    println!("### Judging alone, {number} deals in memory\n\n{table}");
    Ok(())
}

/// Memory, and time a deal, as the file grows.
fn sizes(arguments: &RunArgs) -> io::Result<()> {
    let rows = chosen(arguments, &[Group::Sizes]);
    let most = if arguments.small { 100_000 } else { 1_000_000 };
    let mut table = Table::new(&["", "deals", "µs a deal", "memory, MB"]);
    for number in [10_000, 100_000, 1_000_000].into_iter().filter(|number| *number <= most) {
        let deals = deals(number)?;
        for (row, taken) in rows.iter().zip(interleaved(&rows, &deals, 3)?) {
            table.row(&row.name, &taken, |taken| {
                let micros = taken.seconds * 1e6 / number as f64;
                vec![number.to_string(), format!("{micros:.2}"), format!("{:.0}", taken.megabytes)]
            });
        }
    }
    println!("### Memory, and time a deal, as the file grows\n\n{table}");
    Ok(())
}

fn start_up(arguments: &RunArgs) -> io::Result<()> {
    let rows = chosen(arguments, &[Group::Writing, Group::Counting]);
    let taken = interleaved(&rows, &deals(1)?, 15)?;
    let mut table = Table::new(&["", "ms"]);
    for (row, taken) in rows.iter().zip(&taken).filter(|(row, _)| row.threads == 1) {
        table.row(&row.name, taken, |taken| vec![format!("{:.1}", taken.seconds * 1e3)]);
    }
    println!("### One deal, from start to exit\n\n{table}");
    Ok(())
}

/// The seconds of the first row, which the others are compared with.
fn base(taken: &[Result<Taken, String>]) -> f64 {
    taken.first().and_then(|taken| taken.as_ref().ok()).map_or(f64::NAN, |taken| taken.seconds)
}

fn ratio(value: f64, base: f64) -> String {
    let ratio = value / base;
    if ratio.is_nan() { "–".to_owned() } else { format!("{ratio:.2}") }
}
