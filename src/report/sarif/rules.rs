use indexmap::IndexMap;

use crate::assess::Finding;
use crate::assess::title_of_kind;
use crate::diagnostic::Level;
use crate::model::Criterion;
use crate::model::Severity;
use crate::model::Title;
use crate::report::Figures;
use crate::report::Report;
use crate::report::markdown::escape;
use crate::report::plain::prose;
use crate::report::sarif::log::Configuration;
use crate::report::sarif::log::Message;
use crate::report::sarif::log::Rule;
use crate::report::sarif::log::RuleProperties;
use crate::report::trouble::Trouble;
use crate::report::words::Words;

/// The rules of a run, each once: the criteria that were asked, in the order of the playbook, then what else was found.
#[derive(Default)]
pub(super) struct Rules(IndexMap<String, Rule>);

impl Rules {
    pub fn of(report: &Report<'_>) -> Rules {
        let mut rules = Rules::default();
        for check in Figures::of(report).checks {
            rules.add(of_criterion(report, check.criterion, None));
            // A kind with clauses of its own is a rule of its own: it has another severity, policy or remedy.
            for own in &check.criterion.kinds {
                rules.add(of_criterion(report, check.criterion, Some(own.kind)));
            }
        }
        for finding in report.shown() {
            if !rules.0.contains_key(finding.criterion.rule().as_ref()) {
                rules.add(of_finding(finding));
            }
        }
        rules
    }

    pub fn extend(&mut self, troubles: &[Trouble<'_>]) {
        for trouble in troubles {
            self.add(of_trouble(trouble));
        }
    }

    /// Tells what codes mean, where that is known: a Markdown text of which the first line that is no heading says it.
    pub fn explain(&mut self, meaning: &dyn Fn(&str) -> Option<String>) {
        for (id, rule) in &mut self.0 {
            let Some(text) = meaning(id) else { continue };
            let said = text.lines().find(|line| !line.is_empty() && !line.starts_with('#')).unwrap_or(id);
            rule.short_description = Message::plain(said);
            rule.full_description = Message::plain(said);
            rule.help = Message { text: text.clone(), markdown: Some(text) };
        }
    }

    /// The place of a rule in the list.
    pub fn index(&self, id: &str) -> usize {
        self.0.get_index_of(id).unwrap_or_default()
    }

    pub fn listed(&self) -> Vec<Rule> {
        self.0.values().cloned().collect()
    }

    fn add(&mut self, rule: Rule) {
        self.0.entry(rule.id.clone()).or_insert(rule);
    }
}

pub(super) fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Critical | Severity::Major => "error",
        Severity::Minor => "warning",
        Severity::Info => "note",
    }
}

fn properties(level: &'static str, tags: Vec<String>) -> RuleProperties {
    // A viewer's word for a note.
    let severity = if level == "note" { "recommendation" } else { level };
    RuleProperties { tags, severity }
}

fn of_criterion(report: &Report<'_>, criterion: &Criterion, kind: Option<&str>) -> Rule {
    let words = Words::of(report.language);
    let of_kind = kind.unwrap_or_default();
    let title = prose(&title_of_kind(report.playbook, criterion, of_kind, report.language)).into_owned();
    let text = |text: Option<&Title>| text.map(|text| prose(text.in_language(report.language)).into_owned());
    let (because, fix) = (text(criterion.because_of(of_kind)), text(criterion.fix_of(of_kind)));
    let policy = criterion.policy_of(of_kind).map(|policy| prose(policy).into_owned());
    let parts = [(words.because, because.clone()), (words.fix, fix), (words.policy, policy)];
    let parts: Vec<(&str, String)> = parts.into_iter().filter_map(|(label, text)| Some((label, text?))).collect();
    let severity = criterion.severity_of(of_kind);
    let tags = std::iter::once(severity.name()).chain(criterion.tags_of(of_kind).iter().map(String::as_str));
    let level = level(severity);
    Rule {
        id: kind.map_or_else(|| criterion.name.clone(), |kind| format!("{}.{kind}", criterion.name)),
        help: help(
            &title,
            words.criterion,
            &format!("{}:{}", criterion.declared.file, criterion.declared.line),
            &parts,
        ),
        full_description: Message::plain(because.unwrap_or_else(|| title.clone())),
        short_description: Message::plain(title),
        default_configuration: Configuration { level },
        properties: properties(level, tags.map(str::to_owned).collect()),
    }
}

/// A rule that is no criterion: the deal's stage is not known, a waiver is wrong.
fn of_finding(finding: &Finding) -> Rule {
    let title = prose(&finding.criterion.title).into_owned();
    let level = level(finding.severity);
    Rule {
        id: finding.criterion.rule().into_owned(),
        help: help(&title, "", "", &[]),
        full_description: Message::plain(title.clone()),
        short_description: Message::plain(title),
        default_configuration: Configuration { level },
        properties: properties(level, vec![finding.severity.name().to_owned()]),
    }
}

fn of_trouble(trouble: &Trouble<'_>) -> Rule {
    let (title, tag) = match trouble.of_data {
        true => ("The data can be read in full", "data"),
        false => ("The playbook is sound", "playbook"),
    };
    let level = of_level(trouble.level);
    Rule {
        id: trouble.code.to_owned(),
        help: help(title, "", "", &[]),
        full_description: Message::plain(title),
        short_description: Message::plain(title),
        default_configuration: Configuration { level },
        properties: properties(level, vec![tag.to_owned()]),
    }
}

pub(super) fn of_level(level: Level) -> &'static str {
    match level {
        Level::Error => "error",
        Level::Warning => "warning",
    }
}

/// What a rule asks, why, what to do and where it stands, as text and as Markdown.
fn help(title: &str, declared: &str, place: &str, parts: &[(&str, String)]) -> Message {
    let place = (!place.is_empty()).then(|| (declared, place.to_owned()));
    let mut text = title.to_owned();
    let mut markdown = format!("**{}**\n", escape(title));
    for (label, said) in parts.iter().map(|(label, said)| (*label, said.clone())).chain(place) {
        text.push_str(&format!("\n{label}: {said}"));
        markdown.push_str(&format!("\n- {label}: {}", escape(&said)));
    }
    Message { text, markdown: Some(markdown) }
}
