//! The playbook of `examples/gated` by hand: its eleven criteria over deals as JSON Lines, and a generator of such deals.

mod approvals;
mod deal;
mod make;
mod rules;

use std::collections::BTreeMap;
use std::collections::HashSet;
use std::fs::File;
use std::io;
use std::io::BufRead;
use std::io::BufReader;
use std::io::BufWriter;
use std::io::Write;
use std::path::Path;

use serde::Serialize;

use crate::gated::approvals::money;
use crate::gated::deal::Deal;
use crate::gated::rules::Found;
use crate::gated::rules::TODAY;
use crate::gated::rules::judge;

/// Of how many deals each check fails, and of how many it cannot be told.
pub type Counts = BTreeMap<&'static str, [u64; 2]>;

const SEED: u64 = 20_260_701;

/// Writes so many deals, one a line.
pub fn generate(deals: u64, out: &mut dyn Write) -> io::Result<()> {
    let mut random = fastrand::Rng::with_seed(SEED);
    for number in 1..=deals {
        serde_json::to_writer(&mut *out, &make::make(number, &mut random))?;
        out.write_all(b"\n")?;
    }
    out.flush()
}

/// What is wrong with a deal, as a line of JSON.
#[derive(Serialize)]
struct Finding<'a> {
    check: &'static str,
    verdict: &'static str,
    severity: &'static str,
    title: &'static str,
    message: &'a str,
    deal: DealRef<'a>,
    fix: &'static str,
    owner: Owner<'a>,
    evidence: Vec<Evidence<'a>>,
    as_of: &'static str,
}

#[derive(Serialize)]
struct DealRef<'a> {
    id: &'a str,
    name: &'a str,
    owner: &'a str,
    stage: &'static str,
    amount: String,
}

#[derive(Serialize)]
struct Owner<'a> {
    role: Option<&'static str>,
    person: Option<&'a str>,
}

#[derive(Serialize)]
struct Evidence<'a> {
    path: &'a str,
    value: Option<&'a str>,
    file: &'a str,
    line: u64,
}

/// Judges the deals of a file, and writes the findings where a file for them is named.
pub fn check(file: &Path, findings: Option<&Path>) -> io::Result<Counts> {
    let name = file.to_string_lossy();
    let mut lines = BufReader::with_capacity(1 << 18, File::open(file)?);
    let mut out = findings.map(File::create).transpose()?.map(|file| BufWriter::with_capacity(1 << 18, file));
    let mut counts = Counts::new();
    let mut ids: HashSet<String> = HashSet::new();
    let mut text = Vec::new();
    let mut written = Vec::new();
    let mut found = Vec::new();
    let mut line = 0;
    while lines.read_until(b'\n', &mut text)? > 0 {
        line += 1;
        let deal: Deal<'_> = sonic_rs::from_slice(&text).map_err(io::Error::other)?;
        let twin = ids.contains(&*deal.id);
        if !twin {
            ids.insert(deal.id.to_string());
        }
        judge(&deal, twin, &mut found);
        count(&found, &mut counts);
        if let Some(out) = &mut out {
            for found in &found {
                written.clear();
                sonic_rs::to_writer(&mut written, &finding(&deal, found, &name, line)).map_err(io::Error::other)?;
                written.push(b'\n');
                out.write_all(&written)?;
            }
        }
        found.clear();
        text.clear();
    }
    if let Some(mut out) = out {
        out.flush()?;
    }
    Ok(counts)
}

/// A check fails a deal once, however much is wrong; what fails is not unknown.
fn count(found: &[Found], counts: &mut Counts) {
    for (place, one) in found.iter().enumerate() {
        let of_check = |other: &&Found| other.check == one.check;
        if found.iter().take(place).any(|other| other.check == one.check) {
            continue;
        }
        let fails = found.iter().filter(of_check).any(|other| other.fails);
        counts.entry(one.check).or_default()[usize::from(!fails)] += 1;
    }
}

fn finding<'a>(deal: &'a Deal<'_>, found: &'a Found, file: &'a str, line: u64) -> Finding<'a> {
    let evidence = found.evidence.iter();
    let evidence = evidence.map(|(path, value)| Evidence { path, value: value.as_deref(), file, line });
    Finding {
        check: found.check,
        verdict: if found.fails { "fail" } else { "unknown" },
        severity: found.severity,
        title: found.title,
        message: &found.message,
        deal: DealRef {
            id: &deal.id,
            name: &deal.name,
            owner: &deal.owner,
            stage: deal.stage.name(),
            amount: money(deal.amount),
        },
        fix: found.fix,
        owner: match found.owner {
            Some(role @ "Fulfilment responsible") => Owner { role: Some(role), person: deal.team.fr.as_deref() },
            Some(role) => Owner { role: Some(role), person: deal.team.ar.as_deref() },
            None => Owner { role: None, person: Some(&deal.owner) },
        },
        evidence: evidence.collect(),
        as_of: TODAY,
    }
}
