//! The playbook of `examples/machines` by hand: four tables of a CRM export, joined, and its 23 criteria.

mod export;
mod rules;
mod scale;

use std::collections::BTreeMap;
use std::collections::HashSet;
use std::fs::File;
use std::io;
use std::io::BufWriter;
use std::io::Write;
use std::path::Path;

use serde::Serialize;

use crate::machines::export::Deal;
use crate::machines::export::Export;
use crate::machines::rules::Answer;
use crate::machines::rules::judge;

pub use scale::scale;

/// How often each check fails and how often it cannot be told.
pub type Counts = BTreeMap<&'static str, [u64; 2]>;

/// What is wrong with a deal.
#[derive(Serialize)]
struct Finding<'a> {
    check: &'static str,
    verdict: &'static str,
    severity: &'static str,
    message: String,
    deal: DealRef<'a>,
    owner: &'a str,
    evidence: Vec<Evidence>,
    as_of: &'static str,
}

#[derive(Serialize)]
struct DealRef<'a> {
    id: &'a str,
    name: &'a str,
    owner: &'a str,
    stage: &'static str,
    amount: Option<String>,
}

/// A value that a finding rests on.
#[derive(Serialize)]
struct Evidence {
    path: &'static str,
    value: Option<String>,
    file: &'static str,
    line: u64,
}

/// Judges the deals of an export, and writes the findings where a file for them is named.
pub fn check(folder: &Path, findings: Option<&Path>) -> io::Result<Counts> {
    let export = Export::open(folder)?;
    let mut out = findings.map(File::create).transpose()?.map(BufWriter::new);
    let mut counts = Counts::new();
    let mut ids = HashSet::new();
    export.deals(folder, |deal| {
        let twin = !ids.insert(deal.id.to_owned());
        judge(deal, twin, &mut |found| {
            let place = match found.answer {
                Answer::Fails => 0,
                Answer::Unknown => 1,
            };
            counts.entry(found.check).or_default()[place] += 1;
            if let Some(out) = &mut out {
                serde_json::to_writer(&mut *out, &finding(deal, found))?;
                out.write_all(b"\n")?;
            }
            Ok(())
        })
    })?;
    if let Some(mut out) = out {
        out.flush()?;
    }
    Ok(counts)
}

fn finding<'a>(deal: &'a Deal<'_>, found: rules::Found) -> Finding<'a> {
    let evidence = found.evidence.into_iter().map(|(path, value, history)| Evidence {
        path,
        value,
        file: if history.is_some() { "stage_history.csv" } else { "opportunities.csv" },
        line: history.unwrap_or(deal.line),
    });
    Finding {
        check: found.check,
        verdict: match found.answer {
            Answer::Fails => "fail",
            Answer::Unknown => "unknown",
        },
        severity: found.severity,
        message: found.message,
        deal: DealRef {
            id: deal.id,
            name: deal.name,
            owner: deal.owner,
            stage: deal.stage.name(),
            amount: deal.amount.map(|amount| format!("{:.0} EUR", amount * 1e3)),
        },
        owner: deal.owner,
        evidence: evidence.collect(),
        as_of: "2026-11-23",
    }
}
