use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::io;

use chrono::NaiveDate;

use crate::assess::DealRef;
use crate::assess::Evidence;
use crate::assess::Finding;
use crate::assess::Verdict;
use crate::model::Playbook;
use crate::model::Severity;
use crate::model::StageId;
use crate::report::human::actor::actor;
use crate::report::human::by_check::labels;
use crate::report::human::evidence;
use crate::report::human::place::declared;
use crate::report::ink;
use crate::report::next::phrases::Phrases;
use crate::report::page::Page;
use crate::report::plain::datum;
use crate::report::plain::harmless;
use crate::report::plain::prose;
use crate::report::words::Words;
use crate::report::words::filled;

/// What every part of the page looks at.
pub(in crate::report) struct Sheet<'a> {
    pub words: &'static Words,
    pub phrases: &'static Phrases,
    /// The findings that the page has shown.
    pub told: BTreeSet<String>,
    playbook: &'a Playbook,
    language: &'a str,
}

impl<'a> Sheet<'a> {
    pub fn new(playbook: &'a Playbook, language: &'a str) -> Sheet<'a> {
        let (words, phrases) = (Words::of(language), Phrases::of(language));
        Sheet { words, phrases, told: BTreeSet::new(), playbook, language }
    }

    /// A stage in words.
    pub fn stage(&self, stage: StageId) -> String {
        let stage = self.playbook.stage(stage);
        stage.map(|stage| prose(stage.title.in_language(self.language)).into_owned()).unwrap_or_default()
    }

    /// The deal, and as of when.
    pub fn head(&self, deal: &DealRef, as_of: NaiveDate, page: &mut Page<'_>) -> io::Result<()> {
        let stage = deal.stage.as_deref().map(|name| {
            let stage = self.playbook.stages.iter().find(|stage| stage.name == name);
            stage.map_or(name, |stage| stage.title.in_language(self.language))
        });
        let known = [deal.name.as_deref(), stage, deal.amount.as_deref(), deal.owner.as_deref()];
        let known = known.into_iter().flatten().map(|text| datum(text, self.words.characters).into_owned());
        let id = ink::paint(ink::BOLD, datum(&deal.id, self.words.characters));
        page.hanging("", "  ", &format!("{id}  {}", known.collect::<Vec<String>>().join(" · ")))?;
        page.text(2, &ink::paint(ink::DIM, filled(self.words.as_of, &[&as_of.to_string()])))
    }

    /// Things to do, the worst first. One that the page has shown is only named.
    pub fn tasks(&mut self, tasks: &[Task<'_>], page: &mut Page<'_>) -> io::Result<()> {
        for task in tasks {
            page.blank()?;
            let told = task.findings.iter().all(|finding| self.told.contains(finding.fingerprint.as_str()));
            let above = if told { ink::paint(ink::DIM, self.phrases.as_above) } else { String::new() };
            self.line(task, &above, page)?;
            if !told {
                self.reasons(task, page)?;
            }
            self.told.extend(task.findings.iter().map(|finding| finding.fingerprint.to_string()));
        }
        Ok(())
    }

    /// How bad, and what to do.
    pub fn line(&self, task: &Task<'_>, tail: &str, page: &mut Page<'_>) -> io::Result<()> {
        let severity = self.words.severity(task.severity).to_uppercase();
        let severity = ink::paint(ink::severity(task.severity), severity);
        let element = task.element.map(|element| format!(" · {}", harmless(element))).unwrap_or_default();
        let what = ink::paint(ink::BOLD, prose(task.what));
        page.labelled(&format!("  {} ", ink::mark(task.verdict)), &format!("{severity} {what}{element}{tail}"))
    }

    /// Why it is asked, by whom and until when.
    fn reasons(&self, task: &Task<'_>, page: &mut Page<'_>) -> io::Result<()> {
        let words = self.words;
        let mut shown: Vec<&Evidence> = Vec::new();
        for finding in &task.findings {
            page.text(4, &prose(&finding.message))?;
            // Several reasons for one thing often rest on the same value.
            let new: Vec<&Evidence> = finding.evidence.iter().filter(|new| !is_shown(&shown, new)).collect();
            evidence::write(words, 6, new.iter().copied(), page)?;
            shown.extend(new);
        }
        let of_all = |label: &'static str, text: fn(&Finding) -> Option<String>| {
            let mut texts: Vec<String> = task.findings.iter().filter_map(|finding| text(finding)).collect();
            texts.dedup();
            // Several lines of one kind stand under one label.
            let labels = std::iter::once(label).chain(std::iter::repeat(""));
            labels.zip(texts.into_iter().map(Some)).collect::<Vec<(&str, Option<String>)>>()
        };
        let mut lines = vec![(words.who, task.findings.first().map(|finding| actor(words, finding)))];
        lines.extend(of_all(words.because, |finding| {
            finding.criterion.because.as_deref().map(|text| prose(text).into_owned())
        }));
        lines.extend(of_all(words.policy, |finding| {
            finding.criterion.policy.as_deref().map(|text| prose(text).into_owned())
        }));
        lines.extend(of_all(words.criterion, |finding| {
            Some(format!("{} · {}", harmless(&finding.criterion.name), declared(&finding.criterion.declared)))
        }));
        labels(page, 4, &lines)
    }
}

fn is_shown(shown: &[&Evidence], new: &Evidence) -> bool {
    shown.iter().any(|old| old.path == new.path && old.value == new.value && old.expected == new.expected)
}

/// One thing to do, and everything that asks for it.
pub(in crate::report) struct Task<'f> {
    /// What to do.
    what: &'f str,
    element: Option<&'f str>,
    verdict: Verdict,
    severity: Severity,
    findings: Vec<&'f Finding>,
}

/// What findings ask to be done, the worst first: what the same person is to do once stands there once.
pub(in crate::report) fn tasks<'f>(findings: impl IntoIterator<Item = &'f Finding>) -> Vec<Task<'f>> {
    let mut tasks: Vec<Task<'f>> = Vec::new();
    for finding in findings {
        let what = finding.fix.as_deref().unwrap_or(&finding.criterion.title);
        let element = finding.element.as_deref();
        let same = tasks.iter_mut().find(|task| {
            let told = task.findings.first();
            task.what == what
                && task.element == element
                && task.verdict == finding.verdict
                && told.is_some_and(|told| told.owner == finding.owner && told.due == finding.due)
        });
        match same {
            Some(task) => {
                task.severity = task.severity.max(finding.severity);
                task.findings.push(finding);
            }
            None => {
                let (verdict, severity) = (finding.verdict, finding.severity);
                tasks.push(Task { what, element, verdict, severity, findings: vec![finding] });
            }
        }
    }
    tasks.sort_by_key(|task| (task.verdict == Verdict::Waived, Reverse(task.severity)));
    tasks
}
