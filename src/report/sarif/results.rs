use std::collections::BTreeMap;
use std::collections::HashMap;

use serde_json::Value;
use serde_json::json;

use crate::assess::Finding;
use crate::assess::fingerprint;
use crate::report::Checkout;
use crate::report::Report;
use crate::report::plain::prose;
use crate::report::sarif::log::ArtifactLocation;
use crate::report::sarif::log::Location;
use crate::report::sarif::log::LogicalLocation;
use crate::report::sarif::log::Message;
use crate::report::sarif::log::PhysicalLocation;
use crate::report::sarif::log::ROOT;
use crate::report::sarif::log::Region;
use crate::report::sarif::log::ResultOf;
use crate::report::sarif::log::Suppression;
use crate::report::sarif::rules::Rules;
use crate::report::sarif::rules::level;
use crate::report::sarif::rules::of_level;
use crate::report::spots;
use crate::report::trouble::Spot;
use crate::report::trouble::Trouble;
use crate::report::words::Words;

/// The results of a run, in order.
pub(super) struct Results<'a> {
    rules: &'a Rules,
    checkout: &'a Checkout,
    words: &'static Words,
    /// How often a fingerprint was given: two faults of one kind on one deal share it.
    given: HashMap<String, usize>,
    listed: Vec<ResultOf>,
}

impl<'a> Results<'a> {
    pub fn new(rules: &'a Rules, checkout: &'a Checkout, language: &str) -> Results<'a> {
        Results { rules, checkout, words: Words::of(language), given: HashMap::new(), listed: Vec::new() }
    }

    pub fn into_listed(self) -> Vec<ResultOf> {
        self.listed
    }

    /// The findings that are shown.
    pub fn findings(&mut self, report: &Report<'_>) {
        for finding in report.shown() {
            let result = self.finding(finding, report);
            self.listed.push(result);
        }
    }

    fn finding(&mut self, finding: &Finding, report: &Report<'_>) -> ResultOf {
        let words = self.words;
        let rule_place =
            || self.location(&finding.criterion.declared.file, Region::line(finding.criterion.declared.line));
        let main = spots::main_place(finding);
        let at_main = main.map(|place| self.location(&place.file, Region::at(place.line, Some(place.column))));
        let logical = finding.evidence.iter().find(|seen| seen.place.is_some());
        let path = logical.map(|seen| format!(".{}", prose(&seen.path))).unwrap_or_default();
        let name = format!("{}{path}", prose(&finding.deal.id));
        let main_location = Location {
            logical_locations: vec![LogicalLocation { fully_qualified_name: name }],
            ..at_main.unwrap_or_else(rule_place)
        };
        let mut related: Vec<Location> = finding
            .evidence
            .iter()
            .filter_map(|seen| {
                let place = seen.place.as_ref()?;
                let location = self.location(&place.file, Region::at(place.line, Some(place.column)));
                Some(Location { message: Some(message(&spots::evidence(words, seen))), ..location })
            })
            .collect();
        related.push(Location { message: Some(message(words.criterion)), ..rule_place() });
        for (at, location) in related.iter_mut().enumerate() {
            location.id = Some(at + 1);
        }
        let suppressions = finding.waiver.iter().map(|waiver| Suppression {
            // It stands in the playbook, not where the result is.
            kind: "external",
            status: "accepted",
            justification: format!("{} ({}, {})", prose(&waiver.because), prose(&waiver.by), waiver.until),
        });
        ResultOf {
            rule_id: finding.criterion.rule().into_owned(),
            rule_index: self.rules.index(&finding.criterion.rule()),
            level: level(finding.severity),
            message: message(&self.said(finding)),
            locations: vec![main_location],
            related_locations: related,
            occurrence_count: None,
            baseline_state: report.baseline.map(|_| match finding.baseline {
                Some(_) => "unchanged",
                None => "new",
            }),
            suppressions: suppressions.collect(),
            properties: properties(finding, report),
            partial_fingerprints: self.fingerprints(&finding.fingerprint),
        }
    }

    /// Deal and message, then what to do and who does it.
    fn said(&self, finding: &Finding) -> String {
        let mut said = spots::sentence(self.words, finding);
        let fix = finding.fix.as_deref().map(prose);
        let who = spots::who(self.words, finding);
        let todo: Vec<String> = fix.map(|fix| fix.into_owned()).into_iter().chain(who).collect();
        if !todo.is_empty() {
            said.push_str(&format!("\n→ {}", todo.join(" · ")));
        }
        said
    }

    /// What is wrong with the inputs.
    pub fn troubles(&mut self, troubles: &[Trouble<'_>]) {
        for trouble in troubles {
            let locate = |spot: &Spot| {
                let location = self.location(&spot.file, Region::of(spot));
                Location { message: Some(message(&spot.note)).filter(|_| !spot.note.is_empty()), ..location }
            };
            let locations: Vec<Location> = trouble.place.iter().map(locate).collect();
            let related: Vec<Location> = trouble.others.iter().map(locate).collect();
            let place = trouble.place.as_ref().map(|spot| spot.file.as_str()).unwrap_or_default();
            let print = fingerprint(&[trouble.code, &self.checkout.path(place), &trouble.message]);
            let properties = json!({ "verdict": "problem", "of": if trouble.of_data { "data" } else { "playbook" } });
            let result = ResultOf {
                rule_id: trouble.code.to_owned(),
                rule_index: self.rules.index(trouble.code),
                level: of_level(trouble.level),
                message: message(&trouble.sentence()),
                locations,
                related_locations: related,
                baseline_state: None,
                occurrence_count: Some(trouble.places).filter(|places| *places > 1),
                suppressions: Vec::new(),
                properties,
                partial_fingerprints: self.fingerprints(&print),
            };
            self.listed.push(result);
        }
    }

    fn location(&self, file: &str, region: Region) -> Location {
        let (uri, relative) = self.checkout.uri(file);
        let artifact_location = ArtifactLocation { uri, uri_base_id: relative.then_some(ROOT) };
        Location {
            id: None,
            physical_location: PhysicalLocation { artifact_location, region },
            logical_locations: Vec::new(),
            message: None,
        }
    }

    /// Ours, and the one that a code scanning service goes by; there the second of its kind is told by its number.
    fn fingerprints(&mut self, print: &str) -> BTreeMap<&'static str, String> {
        let times = self.given.entry(print.to_owned()).or_default();
        *times += 1;
        BTreeMap::from([("primaryLocationLineHash", format!("{print}:{times}")), ("tollgate/v1", print.to_owned())])
    }
}

impl Region {
    fn line(line: u32) -> Region {
        Region::at(line, None)
    }

    fn at(line: u32, column: Option<u32>) -> Region {
        Region { start_line: line.max(1), start_column: column, end_line: None, end_column: None }
    }

    fn of(spot: &Spot) -> Region {
        let region = Region::at(spot.line, spot.column);
        match spot.end {
            Some((line, column)) => Region { end_line: Some(line), end_column: Some(column), ..region },
            None => region,
        }
    }
}

/// A text without links: a viewer takes `[text](target)` for one, and data is no place for links.
fn message(text: &str) -> Message {
    Message::plain(text.replace("](", "]\u{2060}("))
}

fn properties(finding: &Finding, report: &Report<'_>) -> Value {
    json!({
        "verdict": finding.verdict.name(),
        "kind": finding.kind.name(),
        "severity": finding.severity.name(),
        "counts": report.limits.counts(finding),
        "deal": finding.deal.id,
        "stage": finding.deal.stage,
        "owner": finding.owner.person,
        "role": finding.owner.role,
        "due": finding.due.map(|due| due.to_string()),
        "policy": finding.criterion.policy,
        "tags": finding.criterion.tags,
    })
}
