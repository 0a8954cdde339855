//! One peer, in a process of its own, so that its time from start to exit and its memory can be measured.

use std::path::PathBuf;

use clap::Parser;

use tollgate_benches::evaluators;
use tollgate_benches::hand;
use tollgate_benches::hand::same::Decode;
use tollgate_benches::hand::same::Same;
use tollgate_benches::peer::Counts;
use tollgate_benches::peer::Peer;
use tollgate_benches::peer::check;
use tollgate_benches::peer::judge_alone;

/// Judges deals by the twelve rules and prints, as JSON, how often each is broken.
#[derive(Parser)]
struct Arguments {
    /// Who judges
    peer: String,
    /// The deals, as JSON Lines
    file: PathBuf,
    #[arg(long, default_value_t = 1)]
    threads: usize,
    /// Write the findings there, as JSON Lines
    #[arg(long)]
    findings: Option<PathBuf>,
    /// Hold the deals in memory, judge them so often and print the nanoseconds a deal of each round
    #[arg(long)]
    alone: Option<usize>,
    /// With `--alone`: make the findings, too, and drop them
    #[arg(long)]
    compose: bool,
}

fn main() -> std::io::Result<()> {
    let arguments = Arguments::parse();
    let file = arguments.file.to_string_lossy().into_owned();
    match arguments.peer.as_str() {
        "hand-sonic" => run(&hand::Sonic { file }, &arguments),
        "hand-serde" => run(&hand::SerdeJson { file }, &arguments),
        "same-sonic" => run(&Same::new(Decode::Sonic, &file), &arguments),
        "same-serde" => run(&Same::new(Decode::SerdeJson, &file), &arguments),
        "machines" => {
            let counts = tollgate_benches::machines::check(&arguments.file, arguments.findings.as_deref())?;
            println!("{}", serde_json::json!({ "counts": counts, "ns": [] }));
            Ok(())
        }
        "gated" => {
            let counts = tollgate_benches::gated::check(&arguments.file, arguments.findings.as_deref())?;
            println!("{}", serde_json::json!({ "counts": counts, "ns": [] }));
            Ok(())
        }
        #[cfg(feature = "rhai")]
        "rhai-tuned" => run(&evaluators::RhaiTuned { file }, &arguments),
        #[cfg(feature = "rhai")]
        "rhai-idiomatic" => run(&evaluators::RhaiIdiomatic { file }, &arguments),
        #[cfg(feature = "zen")]
        "zen" => run(&evaluators::Zen { file }, &arguments),
        #[cfg(feature = "regorus")]
        "regorus-machine" => run(&evaluators::RegorusMachine { file }, &arguments),
        #[cfg(feature = "regorus")]
        "regorus-interpreter" => run(&evaluators::RegorusInterpreter { file }, &arguments),
        #[cfg(feature = "cedar")]
        "cedar" => run(&evaluators::Cedar { file }, &arguments),
        other => {
            eprintln!("no peer is named `{other}`");
            std::process::exit(2);
        }
    }
}

fn run<P: Peer>(peer: &P, arguments: &Arguments) -> std::io::Result<()> {
    print(&match arguments.alone {
        Some(rounds) => judge_alone(peer, &arguments.file, rounds, arguments.compose)?,
        None => (check(peer, &arguments.file, arguments.threads, arguments.findings.as_deref())?, Vec::new()),
    });
    Ok(())
}

fn print((counts, times): &(Counts, Vec<f64>)) {
    println!("{}", serde_json::json!({ "counts": counts, "ns": times }));
}
