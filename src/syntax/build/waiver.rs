use crate::syntax::build::Builder;
use crate::syntax::build::Seen;
use crate::syntax::build::text::path_of;
use crate::syntax::grammar::Node;
use crate::syntax::grammar::Rule;
use crate::syntax::vocabulary;
use crate::syntax::{Covered, Waive, Waivers};

impl Builder {
    pub(super) fn waivers(&mut self, node: &Node<'_>) -> Waivers {
        let mut waivers = Waivers { longest: None, by: Vec::new(), span: node.span() };
        let mut seen = Seen::new();
        for clause in node.children() {
            match clause.rule() {
                Rule::junk | Rule::semicolon => self.junk(&clause, &vocabulary::WAIVERS),
                Rule::longest if self.first(&mut seen, &clause) => waivers.longest = self.duration_of(&clause),
                Rule::waivers_by => waivers.by.extend(self.names(&clause)),
                _ => {}
            }
        }
        waivers
    }

    pub(super) fn waive(&mut self, node: &Node<'_>) -> Option<Waive> {
        let check = path_of(node)?;
        let covered = match (node.child(Rule::waive_deals), node.child(Rule::waive_where)) {
            (Some(deals), _) => {
                let deals: Vec<Node<'_>> = deals.all(Rule::string).collect();
                Covered::Deals(deals.iter().map(|deal| self.string(deal)).collect())
            }
            (None, Some(chosen)) => Covered::Where(self.condition_of(&chosen)?),
            (None, None) => return None,
        };
        let mut waive = Waive { check, covered, until: None, by: None, because: None, span: node.span() };
        let mut seen = Seen::new();
        let before = self.problems.len();
        for clause in node.children() {
            match clause.rule() {
                Rule::until if self.first(&mut seen, &clause) => waive.until = self.date_of(&clause),
                Rule::waive_by if self.first(&mut seen, &clause) => waive.by = self.text_of(&clause),
                Rule::because if self.first(&mut seen, &clause) => waive.because = self.title_of(&clause),
                _ => {}
            }
        }
        if self.problems.len() == before {
            let of = |what: &str| format!("{what} of the waiver of `{}`", waive.check.text());
            let span = waive.check.span;
            if waive.until.is_none() {
                self.missing(span, &of("the last day"), "until 2026-12-31");
            }
            if waive.by.is_none() {
                self.missing(span, &of("the person"), "by \"cfo@example.com\"");
            }
            if waive.because.is_none() {
                self.missing(span, &of("the reason"), "because \"…\"");
            }
        }
        Some(waive)
    }
}
