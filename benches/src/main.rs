//! Makes the deals of the workload, and measures.

mod run;

use std::fs::File;
use std::io;
use std::io::BufWriter;
use std::path::PathBuf;

use clap::Args;
use clap::Parser;
use clap::Subcommand;

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
    /// Measure, and print the tables of docs/performance.md. `./run` builds everything first
    Run(RunArgs),
}

/// What is measured.
#[derive(Args)]
pub struct RunArgs {
    /// Deals of the comparison
    #[arg(long, default_value_t = 100_000)]
    deals: u64,
    /// How often each row is timed; the median counts. Rows that take longer than three seconds are timed three times
    #[arg(long, default_value_t = 7)]
    rounds: usize,
    /// Leave out the file of a million deals
    #[arg(long)]
    small: bool,
    /// Measure only rows whose name contains this
    #[arg(long, value_name = "NAME")]
    only: Option<String>,
    /// The program that is measured
    #[arg(long, default_value = "../target/release/tollgate")]
    tollgate: PathBuf,
    /// A Python with duckdb and orjson
    #[arg(long, default_value = "target/python/bin/python")]
    python: PathBuf,
}

fn main() -> io::Result<()> {
    match Arguments::parse().command {
        Command::Generate { deals, path: Some(path) } => generate(deals, &mut BufWriter::new(File::create(path)?)),
        Command::Generate { deals, path: None } => generate(deals, &mut BufWriter::new(io::stdout().lock())),
        Command::Run(arguments) => run::run(&arguments),
    }
}
