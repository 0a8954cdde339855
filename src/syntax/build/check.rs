use crate::diagnostic::{Diagnostic, did_you_mean, or_list};
use crate::source::Spanned;
use crate::syntax::build::Builder;
use crate::syntax::build::Seen;
use crate::syntax::build::text::name_of;
use crate::syntax::grammar::Node;
use crate::syntax::grammar::Rule;
use crate::syntax::vocabulary;
use crate::syntax::vocabulary::Vocabulary;
use crate::syntax::{About, Body, Check, Each, OnKind, Severity, StageRange};

/// The severities as written, from the worst.
const SEVERITIES: [(&str, Severity); 4] = [
    ("critical", Severity::Critical),
    ("major", Severity::Major),
    ("minor", Severity::Minor),
    ("info", Severity::Info),
];

impl Builder {
    pub(super) fn check(&mut self, node: &Node<'_>) -> Option<Check> {
        let mut check = Check {
            name: name_of(node)?,
            title: self.title_of(node),
            that: None,
            broken: false,
            body: Body::Block,
            when: None,
            each: None,
            during: Vec::new(),
            about: About::default(),
            span: node.span(),
        };
        if let Some(line) = node.child(Rule::check_line) {
            check.body = Body::Line;
            check.that = self.condition_of(&line);
            check.broken = check.that.is_none();
            return Some(check);
        }
        let block = node.child(Rule::check_block)?;
        let mut seen = Seen::new();
        let before = self.problems.len();
        for clause in block.children() {
            match clause.rule() {
                Rule::junk | Rule::semicolon => self.junk(&clause, &vocabulary::CHECK),
                Rule::that if self.first(&mut seen, &clause) => check.that = self.condition_of(&clause),
                Rule::when if self.first(&mut seen, &clause) => check.when = self.condition_of(&clause),
                Rule::for_each if self.first(&mut seen, &clause) => {
                    let list = self.condition_of(&clause);
                    check.each = name_of(&clause).zip(list).map(|(name, list)| Each { name, list });
                }
                Rule::during if self.first(&mut seen, &clause) => check.during = stage_ranges(&clause),
                _ => self.about(&clause, &mut seen, &mut check.about),
            }
        }
        // Where a clause could not be read, it may have been the condition.
        check.broken = self.problems.len() > before;
        Some(check)
    }

    /// The clauses in `{ … }` behind a requirement or the limit of a stay.
    pub(super) fn about_block(&mut self, node: &Node<'_>) -> About {
        let mut about = About::default();
        let mut seen = Seen::new();
        for clause in node.all(Rule::about_block).flat_map(|block| block.children().collect::<Vec<_>>()) {
            match clause.rule() {
                Rule::junk | Rule::semicolon => self.junk(&clause, &vocabulary::ABOUT),
                _ => self.about(&clause, &mut seen, &mut about),
            }
        }
        about
    }

    /// `on late, expired { severity minor }`
    pub(super) fn on_kind(&mut self, node: &Node<'_>, inside: &Vocabulary) -> OnKind {
        let kinds = node.child(Rule::names).map(|names| self.names(&names)).unwrap_or_default();
        let mut about = About::default();
        let mut seen = Seen::new();
        for clause in node.children() {
            match clause.rule() {
                Rule::junk | Rule::semicolon => self.junk(&clause, inside),
                _ => self.about(&clause, &mut seen, &mut about),
            }
        }
        OnKind { kinds, about, span: node.span() }
    }

    /// A clause that all have alike that is judged.
    pub(super) fn about(&mut self, clause: &Node<'_>, seen: &mut Seen, about: &mut About) {
        if clause.rule() == Rule::on_kind {
            about.on.push(self.on_kind(clause, &vocabulary::ON));
            return;
        }
        let repeated = matches!(clause.rule(), Rule::tags);
        let known = matches!(
            clause.rule(),
            Rule::heading
                | Rule::severity
                | Rule::message
                | Rule::because
                | Rule::fix
                | Rule::owner
                | Rule::due
                | Rule::policy
                | Rule::from
                | Rule::until
                | Rule::never_waive
                | Rule::never_loosen
        );
        if repeated {
            about.tags.extend(self.names(clause));
        }
        if !known || !self.first(seen, clause) {
            return;
        }
        match clause.rule() {
            Rule::heading => about.title = self.title_of(clause),
            Rule::severity => about.severity = self.severity(clause),
            Rule::message => about.message = self.title_of(clause),
            Rule::because => about.because = self.title_of(clause),
            Rule::fix => about.fix = self.title_of(clause),
            Rule::owner => about.owner = name_of(clause),
            Rule::due => about.due = self.duration_of(clause),
            Rule::policy => about.policy = self.text_of(clause),
            Rule::from => about.from = self.date_of(clause),
            Rule::until => about.until = self.date_of(clause),
            Rule::never_loosen => about.never_loosen = Some(clause.span()),
            _ => about.never_waive = Some(clause.span()),
        }
    }

    /// `severity minor`
    pub(super) fn severity(&mut self, node: &Node<'_>) -> Option<Spanned<Severity>> {
        let name = name_of(node)?;
        if let Some((_, severity)) = SEVERITIES.iter().find(|(word, _)| *word == name.value) {
            return Some(Spanned::new(*severity, name.span));
        }
        let known = || SEVERITIES.iter().map(|(word, _)| *word);
        let help = match did_you_mean(&name.value, known()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("a severity is {}", or_list(known())),
        };
        self.problems.push(
            Diagnostic::error("syntax/unknown-severity", format!("`{}` is no severity", name.value))
                .at(name.span, "not known")
                .help(help),
        );
        None
    }
}

fn stage_ranges(node: &Node<'_>) -> Vec<StageRange> {
    let range = |range: Node<'_>| {
        let mut names = range.all(Rule::name).map(|name| name.spanned());
        Some(StageRange { first: names.next()?, last: names.next(), span: range.span() })
    };
    node.all(Rule::stage_range).filter_map(range).collect()
}
