use crate::diagnostic::Diagnostic;
use crate::source::Spanned;
use crate::syntax::build::Builder;
use crate::syntax::build::Seen;
use crate::syntax::build::text::name_of;
use crate::syntax::build::text::path_of;
use crate::syntax::grammar::Node;
use crate::syntax::grammar::Rule;
use crate::syntax::vocabulary;
use crate::syntax::{About, Approval, Barred, By, Cover, Literal, Rate, Rates, Score, ScorePart, Side};

impl Builder {
    pub(super) fn approval(&mut self, node: &Node<'_>) -> Option<Approval> {
        let mut approval = Approval {
            name: name_of(node)?,
            title: self.title_of(node),
            when: None,
            by: None,
            not_by: Vec::new(),
            valid: None,
            covers: Vec::new(),
            conditions: None,
            broken: false,
            about: About::default(),
            span: node.span(),
        };
        let mut seen = Seen::new();
        let before = self.problems.len();
        for clause in node.children() {
            match clause.rule() {
                Rule::junk | Rule::semicolon => self.junk(&clause, &vocabulary::APPROVAL),
                Rule::when if self.first(&mut seen, &clause) => approval.when = self.condition_of(&clause),
                Rule::by if self.first(&mut seen, &clause) => approval.by = self.by(&clause),
                Rule::not_by => approval.not_by.extend(clause.children().filter_map(|one| barred(&one))),
                Rule::valid if self.first(&mut seen, &clause) => approval.valid = self.length_of(&clause),
                Rule::covers => {
                    for cover in clause.all(Rule::cover) {
                        let within = cover.all(Rule::cover_within).next();
                        let up_to = self.literal_of(within.as_ref().unwrap_or(&cover));
                        let side = within.map(|within| Spanned::new(Side::Either, within.span()));
                        let side = side.or_else(|| side_of(&cover));
                        approval.covers.extend(path_of(&cover).map(|field| Cover { field, up_to, side }));
                    }
                }
                Rule::conditions if self.first(&mut seen, &clause) => {
                    approval.conditions = self.length_of(&clause);
                }
                _ => self.about(&clause, &mut seen, &mut approval.about),
            }
        }
        // Where a clause could not be read, it may have been the one that says who decides.
        approval.broken = self.problems.len() > before;
        Some(approval)
    }

    fn by(&mut self, node: &Node<'_>) -> Option<Spanned<By>> {
        let inside = node.children().find(|child| matches!(child.rule(), Rule::table | Rule::approvers))?;
        match inside.rule() {
            Rule::table => Some(Spanned::new(By::Table(self.table(&inside)?), inside.span())),
            _ => self.approvers(&inside),
        }
    }

    /// `A and B then C`
    pub(super) fn approvers(&mut self, node: &Node<'_>) -> Option<Spanned<By>> {
        let mut steps = Vec::new();
        for together in node.all(Rule::together) {
            let mut seats = Vec::new();
            for seat in together.children() {
                seats.extend(self.seat(&seat));
            }
            steps.extend(one_or(seats, By::All));
        }
        one_or(steps, By::Then).map(|by| Spanned::new(by, node.span()))
    }

    fn seat(&mut self, node: &Node<'_>) -> Option<By> {
        match node.rule() {
            Rule::name => Some(By::Role(node.spanned())),
            Rule::by_authority => name_of(node).map(By::Authority),
            Rule::any_of => Some(By::AnyOf(self.names(node))),
            Rule::count_of => {
                let number = node.child(Rule::number)?;
                let names = self.names(node);
                let count = self.number(&number)?;
                let whole = count.is_integer().then(|| u32::try_from(count).ok()).flatten();
                let whole = whole.filter(|whole| *whole > 0 && usize::try_from(*whole).is_ok_and(|n| n <= names.len()));
                if whole.is_none() {
                    self.problems.push(
                        Diagnostic::error(
                            "syntax/bad-count",
                            format!("`{}` of {} roles cannot be", number.text(), names.len()),
                        )
                        .at(number.span(), "")
                        .help(format!("write a whole number from 1 to {}", names.len())),
                    );
                }
                whole.map(|whole| By::CountOf(Spanned::new(whole, number.span()), names))
            }
            _ => None,
        }
    }

    pub(super) fn rates(&mut self, node: &Node<'_>) -> Rates {
        let mut rates = Rates { rates: Vec::new(), span: node.span() };
        for line in node.children() {
            match line.rule() {
                Rule::junk | Rule::semicolon => self.junk(&line, &vocabulary::RATES),
                Rule::rate => rates.rates.extend(self.rate(&line)),
                _ => {}
            }
        }
        rates
    }

    fn rate(&mut self, node: &Node<'_>) -> Option<Rate> {
        let currency = self.currency(&node.child(Rule::currency)?);
        let worth = self.quantity(&node.child(Rule::quantity)?);
        let from = self.date_of(node);
        let worth = match worth.value {
            Literal::Money(money) => Spanned::new(money, worth.span),
            Literal::Bad => return None,
            _ => {
                self.problems.push(
                    Diagnostic::error("syntax/bad-rate", "a rate is an amount in a currency")
                        .at(worth.span, "no currency")
                        .help("write `USD = 7.10 CNY`"),
                );
                return None;
            }
        };
        Some(Rate { currency: currency?, worth, from, span: node.span() })
    }

    pub(super) fn score(&mut self, node: &Node<'_>) -> Option<Score> {
        let mut score =
            Score { name: name_of(node)?, title: self.title_of(node), parts: Vec::new(), span: node.span() };
        for line in node.children() {
            match line.rule() {
                Rule::junk | Rule::semicolon => self.junk(&line, &vocabulary::SCORE),
                Rule::score_part => score.parts.extend(self.score_part(&line)),
                _ => {}
            }
        }
        Some(score)
    }

    fn score_part(&mut self, node: &Node<'_>) -> Option<ScorePart> {
        let number = node.child(Rule::number)?;
        let points = self.number(&number)?;
        let when = self.condition_of(node)?;
        Some(ScorePart {
            points: Spanned::new(points, number.span()),
            name: name_of(node)?,
            title: self.title_of(node),
            when,
            span: node.span(),
        })
    }
}

/// One thing as it is, several things put together.
fn one_or(mut things: Vec<By>, together: impl FnOnce(Vec<By>) -> By) -> Option<By> {
    if things.len() > 1 { Some(together(things)) } else { things.pop() }
}

/// `higher`, `lower`
fn side_of(cover: &Node<'_>) -> Option<Spanned<Side>> {
    let written = cover.child(Rule::cover_side)?;
    let side = if written.text() == "higher" { Side::Higher } else { Side::Lower };
    Some(Spanned::new(side, written.span()))
}

fn barred(node: &Node<'_>) -> Option<Barred> {
    match node.rule() {
        Rule::reports_of => name_of(node).map(Barred::Reports),
        Rule::name => Some(Barred::Person(Spanned::new(node.text().to_owned(), node.span()))),
        _ => None,
    }
}
