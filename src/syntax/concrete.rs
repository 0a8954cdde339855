//! A text as its author wrote it: every token with its place, put together to statements and blocks.
//!
//! The tree of [`crate::syntax::parse`] says what a text means; this one says how it is written, for the formatter.

use crate::diagnostic::Diagnostic;
use crate::diagnostic::Level;
use crate::source::{FileId, Sources, Span};
use crate::syntax::build::pieces;
use crate::syntax::chunk;
use crate::syntax::clause::is_clause;
use crate::syntax::grammar;
use crate::syntax::grammar::Node;
use crate::syntax::grammar::Place;
use crate::syntax::grammar::Rule;
use crate::syntax::parse;
use crate::syntax::scan;
use crate::syntax::vocabulary;

/// One text without problems, token by token.
#[derive(Clone, Debug)]
pub struct Concrete {
    /// The declarations, in the order of the text.
    pub statements: Vec<Statement>,
    /// The comments, in the order of the text; those inside conditions are part of the condition's token, too.
    pub comments: Vec<Span>,
}

/// A declaration, a clause, a line of a block.
#[derive(Clone, Debug)]
pub struct Statement {
    /// What it is, as far as its layout depends on it.
    pub kind: StatementKind,
    /// What it consists of, at least one part.
    pub parts: Vec<Part>,
    /// All of it.
    pub span: Span,
}

/// A piece of a statement.
#[derive(Clone, Debug)]
pub enum Part {
    /// A word, a text, a sign, a condition.
    Token(Token),
    /// `{ … }`
    Block(Braces),
    /// `[ … ]`
    List(Brackets),
    /// What stands between two bars of a table's row.
    Cell(Vec<Token>),
}

/// Statements between braces. Commas between them are left out: they mean nothing.
#[derive(Clone, Debug)]
pub struct Braces {
    /// The `{`.
    pub open: Span,
    /// What stands inside, in the order of the text.
    pub statements: Vec<Statement>,
    /// The `}`.
    pub close: Span,
}

/// Elements between brackets. Commas between them are left out: they mean nothing.
#[derive(Clone, Debug)]
pub struct Brackets {
    /// The `[`.
    pub open: Span,
    /// What stands inside, in the order of the text.
    pub elements: Vec<Statement>,
    /// The `]`.
    pub close: Span,
}

/// A word, a text, a sign, a condition.
#[derive(Clone, Copy, Debug)]
pub struct Token {
    /// What it is.
    pub kind: TokenKind,
    /// What it is the first token of.
    pub begins: Option<Group>,
    /// Its place.
    pub span: Span,
}

/// What a token is, as far as its layout depends on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenKind {
    /// A name, a number, a keyword, a date.
    Word,
    /// A number with its unit: `30 working days`.
    Quantity,
    /// `"text"`
    Text,
    /// `,`
    Comma,
    /// `:`
    Colon,
    /// `=`
    Equals,
    /// `->`
    Arrow,
    /// A condition, perhaps of several lines.
    Condition,
}

/// A part of a statement that may stand on a line or in a column of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group {
    /// `"Bid"` as a title
    Title,
    /// `zh "投标"`
    Translation,
    /// `on "column" = "column"`, `where …`, behind the file of a table
    TableClause,
    /// `until …`, `by …`, `because …` of a waiver
    WaiveClause,
    /// `as "%d.%m.%Y"`, `in 1k EUR`
    Format,
    /// `from …` of a rate
    From,
    /// `when …` of a part of a score
    When,
}

/// What a statement is, as far as its layout depends on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StatementKind {
    /// `role AR "…"`
    Role,
    /// `stage bid "…" { … }`
    Stage,
    /// `check name "…"`, in either form
    Check,
    /// `waive CHECK for …`
    Waive,
    /// `source crm { … }`
    Source,
    /// Any other declaration.
    Declaration,
    /// A keyword and what it says: `severity minor`.
    Clause,
    /// `not by owner`: a clause with two keywords.
    NotBy,
    /// `entry { … }`
    When,
    /// `amount: money`
    Field,
    /// `let gap = a - b`
    Let,
    /// `lead -> bid`
    Chain,
    /// `| < 5M CNY | SDT_R |`
    Row,
    /// `|----|----|`
    Rule,
    /// `USD = 7.10 CNY`
    Rate,
    /// `20 metrics when …`
    ScorePart,
    /// `deals from "deals.csv" { … }`
    Table,
    /// `amount = "Amount"`
    Column,
    /// `"Won" = won`
    Label,
    /// `stage: bid`, in a literal record
    Pair,
    /// `{ stage: bid }`, in a literal list
    Element,
    /// `require amount`, `at most 30 days`
    Plain,
}

/// Reads a text token by token; the problems where it has some.
pub fn concrete(sources: &Sources, file: FileId) -> Result<Concrete, Vec<Diagnostic>> {
    let problems = parse(sources, file).diagnostics;
    if problems.iter().any(|problem| problem.level == Level::Error) {
        return Err(problems);
    }
    let text = sources.get(file).map(|source| source.text.as_ref()).unwrap_or_default();
    let scan = scan::scan(text);
    let mut statements = Vec::new();
    for chunk in chunk::cut(text, file, &scan, &mut Vec::new()) {
        let own = text.get(chunk.start..chunk.end).unwrap_or_default().trim_end();
        let place = Place { file, base: chunk.start, limit: chunk.end };
        let rule = vocabulary::declaration(chunk::first_word(own));
        let node = rule.and_then(|rule| grammar::parse(rule, own, place).ok());
        statements.extend(node.map(|node| statement(&node)));
    }
    let comments = scan.comments.iter().map(|range| Span::new(file, range.start, range.end)).collect();
    Ok(Concrete { statements, comments })
}

fn statement(node: &Node<'_>) -> Statement {
    if node.rule() == Rule::row {
        return row(node);
    }
    let mut parts = Vec::new();
    collect_whole(node, &mut parts);
    Statement { kind: kind(node.rule()), parts, span: node.span() }
}

fn row(node: &Node<'_>) -> Statement {
    let (cells, dashes) = pieces(node);
    let cells = cells.into_iter().map(|(text, place)| {
        let read = |rule| grammar::parse(rule, text, place).ok().filter(|node| node.end() == text.len());
        let mut parts = Vec::new();
        let read = read(Rule::path).or_else(|| read(Rule::cell)).or_else(|| read(Rule::approvers_cell));
        read.iter().for_each(|node| collect_whole(node, &mut parts));
        let tokens = parts.into_iter().filter_map(|part| match part {
            Part::Token(token) => Some(token),
            Part::Block(_) | Part::List(_) | Part::Cell(_) => None,
        });
        Part::Cell(tokens.collect())
    });
    let kind = if dashes { StatementKind::Rule } else { StatementKind::Row };
    Statement { kind, parts: cells.collect(), span: row_span(node) }
}

/// A piece as a token, or as its parts.
fn collect_whole(node: &Node<'_>, parts: &mut Vec<Part>) {
    if is_token(node) {
        parts.push(Part::Token(token(node)));
    } else {
        collect(node, parts);
    }
}

/// A row without the blanks behind it, which its rule takes in.
fn row_span(node: &Node<'_>) -> Span {
    node.place.span(node.start(), node.start() + node.text().trim_end().len())
}

/// The parts of a piece, blocks put together.
fn collect(node: &Node<'_>, parts: &mut Vec<Part>) {
    if node.rule() == Rule::list {
        return list(node, parts);
    }
    let mut open: Option<Braces> = None;
    for child in node.children() {
        match (child.rule(), &mut open) {
            (Rule::EOI, _) => {}
            (Rule::open, None) => {
                open = Some(Braces { open: child.span(), statements: Vec::new(), close: child.span() });
            }
            (Rule::close, Some(_)) => {
                parts.extend(open.take().map(|block| Part::Block(Braces { close: child.span(), ..block })));
            }
            (Rule::comma, Some(_)) => {}
            (_, Some(block)) => block.statements.push(statement(&child)),
            (rule, None) if is_token(&child) => {
                let begins = (rule == Rule::kw_from && node.rule() == Rule::rate).then_some(Group::From);
                let begins =
                    begins.or((rule == Rule::kw_when && node.rule() == Rule::score_part).then_some(Group::When));
                parts.push(Part::Token(Token { begins, ..token(&child) }));
            }
            (rule, None) => {
                let first = parts.len();
                collect(&child, parts);
                if let (Some(Part::Token(token)), Some(group)) = (parts.get_mut(first), group(rule, node.rule())) {
                    token.begins = Some(group);
                }
            }
        }
    }
}

/// `[a, b]`
fn list(node: &Node<'_>, parts: &mut Vec<Part>) {
    let sign = |from, to| node.place.span(from, to);
    let elements = node.children().filter(|child| child.rule() != Rule::comma).map(|child| {
        let mut parts = Vec::new();
        collect_whole(&child, &mut parts);
        Statement { kind: StatementKind::Element, parts, span: child.span() }
    });
    let open = sign(node.start(), node.start() + 1);
    let close = sign(node.end().saturating_sub(1), node.end());
    parts.push(Part::List(Brackets { open, elements: elements.collect(), close }));
}

fn token(node: &Node<'_>) -> Token {
    let kind = match node.rule() {
        Rule::string => TokenKind::Text,
        Rule::comma => TokenKind::Comma,
        Rule::colon => TokenKind::Colon,
        Rule::equals => TokenKind::Equals,
        Rule::arrow => TokenKind::Arrow,
        Rule::condition | Rule::waive_condition | Rule::score_condition => TokenKind::Condition,
        Rule::quantity => TokenKind::Quantity,
        _ => TokenKind::Word,
    };
    Token { kind, begins: None, span: node.span() }
}

/// Whether a piece is one token, although some tokens have an inside.
fn is_token(node: &Node<'_>) -> bool {
    match node.rule() {
        Rule::list => false,
        Rule::quantity | Rule::path | Rule::unit_number => true,
        _ => node.children().next().is_none(),
    }
}

/// What the first token of a piece begins.
fn group(rule: Rule, outer: Rule) -> Option<Group> {
    Some(match rule {
        Rule::title => Group::Title,
        Rule::translation => Group::Translation,
        Rule::under | Rule::header_rows | Rule::table_case | Rule::join | Rule::reading | Rule::row_filter => {
            Group::TableClause
        }
        Rule::until | Rule::waive_by | Rule::because if outer == Rule::waive => Group::WaiveClause,
        Rule::column_format | Rule::column_unit => Group::Format,
        _ => return None,
    })
}

fn kind(rule: Rule) -> StatementKind {
    match rule {
        Rule::role => StatementKind::Role,
        Rule::stage => StatementKind::Stage,
        Rule::check => StatementKind::Check,
        Rule::waive => StatementKind::Waive,
        Rule::source => StatementKind::Source,
        Rule::entry | Rule::during_block | Rule::exit => StatementKind::When,
        Rule::field => StatementKind::Field,
        Rule::let_field => StatementKind::Let,
        Rule::chain => StatementKind::Chain,
        Rule::rate => StatementKind::Rate,
        Rule::score_part => StatementKind::ScorePart,
        Rule::source_table => StatementKind::Table,
        Rule::column => StatementKind::Column,
        Rule::label => StatementKind::Label,
        Rule::pair => StatementKind::Pair,
        Rule::not_by => StatementKind::NotBy,
        rule if is_clause(rule) => StatementKind::Clause,
        rule if is_declaration(rule) => StatementKind::Declaration,
        _ => StatementKind::Plain,
    }
}

fn is_declaration(rule: Rule) -> bool {
    matches!(
        rule,
        Rule::playbook
            | Rule::calendar
            | Rule::deal
            | Rule::flow
            | Rule::approval
            | Rule::amend
            | Rule::authority
            | Rule::rates
            | Rule::waivers
            | Rule::health
            | Rule::test
            | Rule::score
    )
}
