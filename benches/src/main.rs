//! Makes the deals of the workload, and measures.

mod run;

use std::fs::File;
use std::io;
use std::io::BufWriter;
use std::io::Write;
use std::path::PathBuf;

use clap::Args;
use clap::Parser;
use clap::Subcommand;
use clap::ValueEnum;

use tollgate_benches::gated;
use tollgate_benches::generate::generate;

/// Measures Tollgate against its peers.
#[derive(Parser)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Write so many deals as JSON Lines; the same number gives the same bytes
    Generate {
        deals: u64,
        /// The file; standard output without it
        path: Option<PathBuf>,
    },
    /// Write so many deals for examples/gated as JSON Lines
    GenerateGated {
        deals: u64,
        /// The file; standard output without it
        path: Option<PathBuf>,
    },
    /// Measure, and print the tables of docs/performance.md. `./run` builds everything first
    Run(RunArgs),
}

/// What is measured.
#[derive(Args)]
pub struct RunArgs {
    /// Deals of the comparison
    #[arg(long, default_value_t = 100_000)]
    deals: u64,
    /// How often each row is timed; the median counts. A row that takes longer than three seconds is timed three times, one of ten seconds once
    #[arg(long, default_value_t = 7)]
    runs: usize,
    /// The largest file whose memory is measured; 100000 spares two minutes and 3 GB of disk
    #[arg(long, default_value_t = 1_000_000)]
    largest: u64,
    /// Measure only rows whose name contains this, and those they are compared with; repeatable
    #[arg(long, value_name = "NAME")]
    only: Vec<String>,
    /// Take only these tables; repeatable
    #[arg(long, value_enum, value_name = "TABLE")]
    table: Vec<Tables>,
    /// Write the tables there, as Markdown; standard output without it
    #[arg(long, value_name = "FILE")]
    markdown: Option<PathBuf>,
    /// The program that is measured
    #[arg(long, default_value = "../target/release/tollgate")]
    tollgate: PathBuf,
    /// A Python with the packages of python/requirements.txt
    #[arg(long, default_value = "target/python/bin/python")]
    python: PathBuf,
}

/// The tables, apart from that of what is found.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Tables {
    EndToEnd,
    Alone,
    Sizes,
    Start,
    Shipped,
}

impl RunArgs {
    fn has(&self, table: Tables) -> bool {
        self.table.is_empty() || self.table.contains(&table)
    }
}

fn main() -> io::Result<()> {
    match Arguments::parse().command {
        Command::Generate { deals, path } => generate(deals, &mut *out(path)?),
        Command::GenerateGated { deals, path } => gated::generate(deals, &mut *out(path)?),
        Command::Run(arguments) => run::run(&arguments),
    }
}

fn out(path: Option<PathBuf>) -> io::Result<Box<dyn Write>> {
    Ok(match path {
        Some(path) => Box::new(BufWriter::new(File::create(path)?)),
        None => Box::new(BufWriter::new(io::stdout().lock())),
    })
}
