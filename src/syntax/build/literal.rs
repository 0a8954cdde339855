use crate::source::Spanned;
use crate::syntax::build::Builder;
use crate::syntax::build::text::as_path;
use crate::syntax::grammar::Node;
use crate::syntax::grammar::Rule;
use crate::syntax::vocabulary;
use crate::syntax::{Cell, CellKind, Comparison, Literal, Name, Path};

impl Builder {
    /// The value of a statement.
    pub(super) fn literal_of(&mut self, node: &Node<'_>) -> Option<Spanned<Literal>> {
        let literal = node.child(Rule::literal)?;
        self.literal(&literal)
    }

    pub(super) fn literal(&mut self, node: &Node<'_>) -> Option<Spanned<Literal>> {
        let inside = node.children().next()?;
        let value = match inside.rule() {
            Rule::moment => self.moment(&inside).map_or(Literal::Bad, Literal::Moment),
            Rule::date => self.date(&inside).map_or(Literal::Bad, |day| Literal::Date(day.value)),
            Rule::quantity => self.quantity(&inside).value,
            Rule::string => Literal::Text(self.string(&inside).value),
            Rule::list => self.list(&inside).value,
            Rule::record => self.record(&inside).value,
            Rule::name => word(inside.text()),
            _ => return None,
        };
        Some(Spanned::new(value, inside.span()))
    }

    /// `[a, b]`
    pub(super) fn list(&mut self, node: &Node<'_>) -> Spanned<Literal> {
        let items: Vec<Node<'_>> = node.all(Rule::literal).collect();
        Spanned::new(Literal::List(items.iter().filter_map(|item| self.literal(item)).collect()), node.span())
    }

    /// `{ stage: bid, amount: 8M CNY }`
    pub(super) fn record(&mut self, node: &Node<'_>) -> Spanned<Literal> {
        let mut pairs: Vec<(Path, Spanned<Literal>)> = Vec::new();
        for pair in node.children() {
            match pair.rule() {
                Rule::junk | Rule::semicolon => self.junk(&pair, &vocabulary::RECORD),
                Rule::pair => {
                    let key = match (pair.child(Rule::path), self.text_of(&pair)) {
                        (Some(path), _) => as_path(&path),
                        (None, Some(text)) => Path { span: text.span, parts: vec![Name::new(text.value, text.span)] },
                        (None, None) => continue,
                    };
                    if let Some(value) = self.literal_of(&pair) {
                        pairs.push((key, value));
                    }
                }
                _ => {}
            }
        }
        Spanned::new(Literal::Record(pairs), node.span())
    }

    /// What stands between two bars of a table.
    pub(super) fn cell(&mut self, node: &Node<'_>) -> Option<Cell> {
        let inside = node.children().next()?;
        let kind = match inside.rule() {
            Rule::any_cell => CellKind::Any,
            Rule::comparison => {
                let sign = match inside.child(Rule::comparison_sign)?.text() {
                    "<" => Comparison::Below,
                    "<=" => Comparison::AtMost,
                    ">" => Comparison::Above,
                    ">=" => Comparison::AtLeast,
                    "!=" => Comparison::NotEqual,
                    _ => Comparison::Equal,
                };
                CellKind::Compare(sign, self.literal_of(&inside)?)
            }
            Rule::literal_range => {
                let ends: Vec<Node<'_>> = inside.all(Rule::literal).collect();
                let mut ends = ends.iter().filter_map(|end| self.literal(end)).collect::<Vec<_>>().into_iter();
                CellKind::Range(ends.next()?, ends.next()?)
            }
            _ => {
                let values: Vec<Node<'_>> = inside.all(Rule::literal).collect();
                CellKind::OneOf(values.iter().filter_map(|value| self.literal(value)).collect())
            }
        };
        Some(Cell { kind, span: inside.span() })
    }
}

/// A bare word as a value.
fn word(text: &str) -> Literal {
    match text {
        "true" => Literal::Bool(true),
        "false" => Literal::Bool(false),
        "missing" => Literal::Missing,
        _ => Literal::Member(text.to_owned()),
    }
}
