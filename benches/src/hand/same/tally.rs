//! What the last line says: how many deals there are, and what became of each check.

use std::fmt::Write;

use crate::hand::deal::Deal;
use crate::hand::deal::Stage;
use crate::hand::same::checks::CHECKS;
use crate::hand::same::checks::R01;
use crate::hand::same::checks::Severity;
use crate::hand::same::place::Place;

/// The fields that the playbook declares nowhere, as they are looked for in a line, and what to do about each.
const UNKNOWN: [(&str, &str); 8] = [
    ("account", "did you mean `amount`?"),
    ("currency", DECLARE),
    ("margin_pct", DECLARE),
    ("meddic.decision_criteria", DECLARE),
    ("meddic.decision_process", DECLARE),
    ("meddic.identified_pain", DECLARE),
    ("meddic.champion", DECLARE),
    ("competitor", DECLARE),
];
const DECLARE: &str = "declare it in `deal { … }`, or leave it: it is not read";

/// The checks of a deal that did not hold: bit 0 is the first of [`CHECKS`].
pub type Failed = u32;

/// The counts of a thread, or of all.
#[derive(Clone, Default)]
pub struct Tally {
    deals: u64,
    in_stage: [u64; 8],
    visited: [u64; 8],
    failed: [u64; 18],
    findings: [u64; 3],
    unknown: [Unknown; 8],
}

/// How often a field stands there that nobody knows, and where first: line and column.
#[derive(Clone, Copy, Default)]
struct Unknown {
    times: u64,
    line: u64,
    column: usize,
}

impl Tally {
    /// Counts a deal.
    pub fn deal(&mut self, deal: &Deal<'_>, line: &[u8], number: u64) {
        self.deals += 1;
        self.in_stage[*deal.stage as usize] += 1;
        let visited = deal.history.iter().fold(0_u8, |visited, entry| visited | 1 << *entry.stage as u8);
        for (stage, count) in self.visited.iter_mut().enumerate() {
            *count += u64::from(visited >> stage & 1);
        }
        let meddic = &deal.meddic;
        let met = [
            deal.account,
            deal.currency,
            deal.margin_pct,
            meddic.decision_criteria,
            meddic.decision_process,
            meddic.identified_pain,
            meddic.champion,
            deal.competitor,
        ];
        for ((unknown, met), (path, _)) in self.unknown.iter_mut().zip(met).zip(UNKNOWN) {
            unknown.times += u64::from(met.0);
            if met.0 && unknown.line == 0 {
                let place = Place::of(line);
                let from = if path.contains('.') { place.value("\"meddic\":", 0) } else { 0 };
                let at = place.value(&format!("\"{}\":", path.trim_start_matches("meddic.")), from);
                (unknown.line, unknown.column) = (number, place.column(at));
            }
        }
    }

    /// Counts a finding.
    pub fn finding(&mut self, check: usize) {
        self.findings[CHECKS[check].severity as usize] += 1;
    }

    /// Counts the checks of a deal that did not hold.
    pub fn failed(&mut self, mut failed: Failed) {
        while failed != 0 {
            self.failed[failed.trailing_zeros() as usize] += 1;
            failed &= failed - 1;
        }
    }

    /// Adds what another thread counted.
    pub fn add(&mut self, other: &Tally) {
        let add = |sums: &mut [u64], counts: &[u64]| sums.iter_mut().zip(counts).for_each(|(sum, count)| *sum += count);
        self.deals += other.deals;
        add(&mut self.in_stage, &other.in_stage);
        add(&mut self.visited, &other.visited);
        add(&mut self.failed, &other.failed);
        add(&mut self.findings, &other.findings);
        for (sum, other) in self.unknown.iter_mut().zip(&other.unknown) {
            let earlier = other.times > 0 && (sum.times == 0 || other.line < sum.line);
            let first = if earlier { *other } else { *sum };
            *sum = Unknown { times: sum.times + other.times, ..first };
        }
    }

    /// The last line; `file` as it stands in JSON.
    pub fn line(&self, file: &str) -> String {
        let mut out = String::from("{\"summary\":");
        self.summary(&mut out);
        let _ = write!(
            out,
            ",\"format\":\"tollgate-report\",\"version\":1,\"playbook\":{{\"name\":\"twelve\",\"title\":\"Twelve rules\",\
             \"version\":\"1\",\"file\":\"twelve.playbook\"}},\"as_of\":\"2026-06-30\",\"language\":\"en\",\
             \"inputs\":[{{\"file\":\"{file}\",\"rows\":{},\"encoding\":null}}],\"problems\":[",
            self.deals
        );
        out.push_str(UNUSED);
        for ((path, help), unknown) in UNKNOWN.iter().zip(&self.unknown).filter(|(_, unknown)| unknown.times > 0) {
            let times = match unknown.times {
                1 => "once".to_owned(),
                times => format!("{times} times"),
            };
            let Unknown { line, column, .. } = unknown;
            let _ = write!(
                out,
                ",{{\"code\":\"deals/unknown-field\",\"level\":\"warning\",\
                 \"message\":\"the playbook declares no field `{path}`\",\"labels\":[],\"cells\":{{\"file\":\"{file}\",\
                 \"header\":\"{path}\",\"column\":{column},\"lines\":[{line}]}},\
                 \"notes\":[\"it stands there {times}\"],\"help\":\"{help}\"}}"
            );
        }
        out.push_str("]}\n");
        out
    }

    fn summary(&self, out: &mut String) {
        let _ = write!(out, "{{\"deals\":{},\"stages\":[", self.deals);
        let stages = Stage::ALL.iter().filter(|stage| self.in_stage[**stage as usize] > 0);
        for (place, stage) in stages.enumerate() {
            let (name, title, deals) = (stage.name(), stage.title(), self.in_stage[*stage as usize]);
            let comma = if place > 0 { "," } else { "" };
            let _ = write!(out, "{comma}{{\"stage\":\"{name}\",\"title\":\"{title}\",\"deals\":{deals}}}");
        }
        let applies: Vec<u64> = (0..CHECKS.len()).map(|check| self.applies(check)).collect();
        let (of, fail) = (applies.iter().sum::<u64>(), self.failed.iter().sum::<u64>());
        let _ = write!(out, "],\"criteria\":{},\"verdicts\":", CHECKS.len());
        verdicts(out, of, fail, self.deals * CHECKS.len() as u64);
        let _ = write!(out, ",\"undecided\":{{\"verdicts\":0,\"of\":{of}}},\"checks\":[");
        for (place, check) in CHECKS.iter().enumerate() {
            let comma = if place > 0 { "," } else { "" };
            let title = if check.title.is_empty() { "null".to_owned() } else { format!("\"{}\"", check.title) };
            let _ = write!(out, "{comma}{{\"check\":\"{}\",\"title\":{title},", check.name);
            let _ = write!(out, "\"severity\":\"{}\",\"verdicts\":", check.severity.name());
            verdicts(out, applies[place], self.failed[place], self.deals);
            let _ = write!(out, ",\"criterion\":{{\"file\":\"twelve.playbook\",\"line\":{}}}}}", check.line);
        }
        let of = |severity: Severity| self.findings[severity as usize];
        let (critical, major, minor) = (of(Severity::Critical), of(Severity::Major), of(Severity::Minor));
        let (total, counted) = (critical + major + minor, critical + major);
        let ending = if counted > 0 { "findings" } else { "clean" };
        let warnings = self.unknown.iter().filter(|unknown| unknown.times > 0).count();
        let _ = write!(
            out,
            "],\"findings\":{{\"total\":{total},\"critical\":{critical},\"major\":{major},\"minor\":{minor},\"info\":0,\
             \"not_listed\":0,\"fail_on\":\"major\",\"fail_on_unknown\":\"major\",\"max_findings\":0,\
             \"counted\":{counted}}},\"baseline\":null,\"data\":{{\"errors\":0,\"warnings\":{warnings}}},\
             \"ending\":\"{ending}\",\"refused\":null}}"
        );
    }

    /// How many deals a check is about.
    fn applies(&self, check: usize) -> u64 {
        let from = |first: Stage, last: Stage| self.in_stage[first as usize..=last as usize].iter().sum::<u64>();
        match check {
            0..6 => self.visited[check],
            _ => match check - R01 + 1 {
                1 => from(Stage::Qualified, Stage::Lost),
                2 => from(Stage::Proposal, Stage::Lost),
                4 => from(Stage::Proposal, Stage::Won),
                // R03 and R10 are about open deals, R07 about those that came to the contract, R12 stands in the place of 10.
                3 | 8 => from(Stage::Lead, Stage::Delivery),
                7 => self.visited[Stage::Contract as usize],
                10 => from(Stage::Negotiation, Stage::Won),
                _ => self.deals,
            },
        }
    }
}

fn verdicts(out: &mut String, applies: u64, fail: u64, all: u64) {
    let (pass, not_applicable) = (applies - fail, all - applies);
    let _ = write!(
        out,
        "{{\"pass\":{pass},\"fail\":{fail},\"unknown\":0,\"not_applicable\":{not_applicable},\"waived\":0,\"error\":0}}"
    );
}

/// What the playbook is told of itself.
const UNUSED: &str = "{\"code\":\"lower/unused-approval\",\"level\":\"warning\",\
    \"message\":\"nothing requires the approval `ATI`\",\"labels\":[{\"file\":\"twelve.playbook\",\"line\":49,\"column\":10,\
    \"end_line\":49,\"end_column\":13,\"text\":\"\"}],\"cells\":null,\"notes\":[],\
    \"help\":\"write `require approval ATI` at the gate that it guards\"},\
    {\"code\":\"lower/unused-approval\",\"level\":\"warning\",\"message\":\"nothing requires the approval `ATC`\",\
    \"labels\":[{\"file\":\"twelve.playbook\",\"line\":51,\"column\":10,\"end_line\":51,\"end_column\":13,\"text\":\"\"}],\
    \"cells\":null,\"notes\":[],\"help\":\"write `require approval ATC` at the gate that it guards\"}";
