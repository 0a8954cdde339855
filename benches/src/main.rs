//! Makes the deals of the workload.

use std::fs::File;
use std::io;
use std::io::BufWriter;
use std::path::PathBuf;

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
}

fn main() -> io::Result<()> {
    match Arguments::parse().command {
        Command::Generate { deals, path: Some(path) } => generate(deals, &mut BufWriter::new(File::create(path)?)),
        Command::Generate { deals, path: None } => generate(deals, &mut BufWriter::new(io::stdout().lock())),
    }
}
