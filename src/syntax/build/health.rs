use crate::diagnostic::Diagnostic;
use crate::source::Spanned;
use crate::syntax::build::Builder;
use crate::syntax::build::Seen;
use crate::syntax::grammar::Node;
use crate::syntax::grammar::Rule;
use crate::syntax::vocabulary;
use crate::syntax::{Health, Severity};

impl Builder {
    pub(super) fn health(&mut self, node: &Node<'_>) -> Health {
        let title = self.title_of(node);
        let mut health = Health { title, weights: Vec::new(), weigh: None, when: None, by: None, span: node.span() };
        let mut seen = Seen::new();
        for clause in node.children() {
            match clause.rule() {
                Rule::junk | Rule::semicolon => self.junk(&clause, &vocabulary::HEALTH),
                Rule::health_weight => self.weight(&clause, &mut health),
                Rule::health_weigh if self.first(&mut seen, &clause) => health.weigh = self.condition_of(&clause),
                Rule::when if self.first(&mut seen, &clause) => health.when = self.condition_of(&clause),
                Rule::figure_by if self.first(&mut seen, &clause) => health.by = self.condition_of(&clause),
                _ => {}
            }
        }
        health
    }

    fn weight(&mut self, clause: &Node<'_>, health: &mut Health) {
        let (Some(word), Some(number)) = (clause.child(Rule::health_severity), clause.child(Rule::number)) else {
            return;
        };
        let severity = match word.text() {
            "critical" => Severity::Critical,
            "major" => Severity::Major,
            "minor" => Severity::Minor,
            _ => Severity::Info,
        };
        if let Some((first, _)) = health.weights.iter().find(|(known, _)| known.value == severity) {
            let problem = Diagnostic::error("syntax/clause-twice", format!("`{}` is given twice", word.text()));
            let problem = problem.at(word.span(), "given again").at(first.span, "first given here");
            self.problems.push(problem.help("keep one of them"));
            return;
        }
        if let Some(value) = self.number(&number) {
            health.weights.push((Spanned::new(severity, word.span()), Spanned::new(value, number.span())));
        }
    }
}
