use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::io;

use chrono::NaiveDate;

use crate::assess::DealRef;
use crate::assess::Finding;
use crate::assess::Verdict;
use crate::model::Playbook;
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
    pub fn items<'f>(&mut self, owed: impl IntoIterator<Item = &'f Finding>, page: &mut Page<'_>) -> io::Result<()> {
        let mut owed: Vec<&Finding> = owed.into_iter().collect();
        owed.sort_by_key(|finding| (finding.verdict == Verdict::Waived, Reverse(finding.severity)));
        for finding in owed {
            page.blank()?;
            self.item(finding, page)?;
        }
        Ok(())
    }

    /// One thing to do: what, then why it is asked, by whom and until when.
    fn item(&mut self, finding: &Finding, page: &mut Page<'_>) -> io::Result<()> {
        let words = self.words;
        let severity = ink::paint(ink::severity(finding.severity), words.severity(finding.severity).to_uppercase());
        let task = ink::paint(ink::BOLD, prose(finding.fix.as_deref().unwrap_or(&finding.title)));
        let element = finding.element.as_deref().map(|element| format!(" · {}", harmless(element))).unwrap_or_default();
        let again = !self.told.insert(finding.fingerprint.clone());
        let again = if again { ink::paint(ink::DIM, self.phrases.as_above) } else { String::new() };
        let mark = format!("  {} ", ink::mark(finding.verdict));
        page.labelled(&mark, &format!("{severity} {task}{element}{again}"))?;
        if !again.is_empty() {
            return Ok(());
        }
        page.text(4, &prose(&finding.message))?;
        evidence::write(words, 6, &finding.evidence, page)?;
        let plain = |text: &Option<String>| text.as_deref().map(|text| prose(text).into_owned());
        let lines = [
            (words.who, Some(actor(words, finding))),
            (words.because, plain(&finding.because)),
            (words.policy, plain(&finding.policy)),
            (words.criterion, Some(format!("{} · {}", harmless(&finding.check), declared(&finding.criterion)))),
        ];
        labels(page, 4, &lines)
    }
}
