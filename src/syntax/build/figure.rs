use crate::diagnostic::Diagnostic;
use crate::source::Spanned;
use crate::syntax::build::Builder;
use crate::syntax::build::Seen;
use crate::syntax::build::text::name_of;
use crate::syntax::grammar::Node;
use crate::syntax::grammar::Rule;
use crate::syntax::vocabulary;
use crate::syntax::{Aggregate, Each, Figure, Within};
use crate::value::Decimal;

impl Builder {
    pub(super) fn figure(&mut self, node: &Node<'_>) -> Option<Figure> {
        let mut figure = Figure {
            name: name_of(node)?,
            title: self.title_of(node),
            of: None,
            each: None,
            when: None,
            by: Vec::new(),
            that: None,
            within: None,
            span: node.span(),
        };
        let mut seen = Seen::new();
        let before = self.problems.len();
        for clause in node.children() {
            let of = match clause.rule() {
                Rule::junk | Rule::semicolon => {
                    self.junk(&clause, &vocabulary::FIGURE);
                    continue;
                }
                Rule::when if self.first(&mut seen, &clause) => {
                    figure.when = self.condition_of(&clause);
                    continue;
                }
                Rule::for_each if self.first(&mut seen, &clause) => {
                    let list = self.condition_of(&clause);
                    figure.each = name_of(&clause).zip(list).map(|(name, list)| Each { name, list });
                    continue;
                }
                Rule::that if self.first(&mut seen, &clause) => {
                    figure.that = self.condition_of(&clause);
                    continue;
                }
                Rule::figure_within if self.first(&mut seen, &clause) => {
                    figure.within = self.stretch(&clause);
                    continue;
                }
                Rule::figure_by => {
                    figure.by.extend(self.condition_of(&clause));
                    continue;
                }
                Rule::figure_count => Some(Aggregate::Count),
                Rule::figure_of => self.aggregate(&clause),
                Rule::figure_percentile => self.percentile(&clause),
                Rule::figure_top => self.top(&clause),
                Rule::figure_rank => self.condition_of(&clause).map(Aggregate::Rank),
                Rule::figure_others => {
                    clause.child(Rule::names).map(|names| Aggregate::Others(name_of(&clause), self.names(&names)))
                }
                _ => continue,
            };
            if figure.of.is_some() {
                self.problems.push(
                    Diagnostic::error("syntax/clause-twice", "a figure makes one thing of its deals")
                        .at(clause.span(), "given again")
                        .help("declare a second figure"),
                );
            } else {
                figure.of = of;
            }
        }
        if figure.of.is_none() && self.problems.len() == before {
            self.missing(
                figure.name.span,
                &format!("what the figure `{}` makes of the deals", figure.name.value),
                "count",
            );
        }
        Some(figure)
    }

    fn aggregate(&mut self, node: &Node<'_>) -> Option<Aggregate> {
        let word = node.child(Rule::figure_word)?;
        let of = self.condition_of(node)?;
        Some(match word.text() {
            "sum" => Aggregate::Sum(of),
            "min" => Aggregate::Least(of),
            "max" => Aggregate::Most(of),
            "mean" => Aggregate::Mean(of),
            _ => Aggregate::Percentile(Spanned::new(Decimal::from(50), word.span()), of),
        })
    }

    fn top(&mut self, node: &Node<'_>) -> Option<Aggregate> {
        let number = node.child(Rule::number)?;
        let count = self.number(&number)?;
        let Some(count) = usize::try_from(count).ok().filter(|_| count >= Decimal::ONE && count.is_integer()) else {
            self.problems.push(
                Diagnostic::error("syntax/bad-top", "so many of the largest values are a whole number from 1")
                    .at(number.span(), "")
                    .help("write `top 3 …`: the sum of the three largest values"),
            );
            return None;
        };
        Some(Aggregate::Top(count, self.condition_of(node)?))
    }

    fn stretch(&mut self, node: &Node<'_>) -> Option<Within> {
        let (length, of) = (self.duration_of(node), self.condition_of(node));
        Some(Within { length: length?, of: of? })
    }

    fn percentile(&mut self, node: &Node<'_>) -> Option<Aggregate> {
        let number = node.child(Rule::number)?;
        let place = self.number(&number)?;
        if place < Decimal::ZERO || place > Decimal::ONE_HUNDRED {
            self.problems.push(
                Diagnostic::error("syntax/bad-percentile", "a percentile lies between 0 and 100")
                    .at(number.span(), "")
                    .help("write `percentile 25 …`: a quarter of the values lies at or below it"),
            );
            return None;
        }
        Some(Aggregate::Percentile(Spanned::new(place, number.span()), self.condition_of(node)?))
    }
}
