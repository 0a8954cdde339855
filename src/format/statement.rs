use unicode_width::UnicodeWidthStr;

use crate::format::STEP;
use crate::format::WIDTH;
use crate::format::comment;
use crate::format::condition;
use crate::format::flat::bare;
use crate::format::flat::fits_inline;
use crate::format::flat::flat;
use crate::format::flat::inline;
use crate::format::flat::words;
use crate::format::layout;
use crate::format::line::Line;
use crate::format::list;
use crate::format::page::Page;
use crate::format::pen::Laid;
use crate::format::pen::Pen;
use crate::source::Span;
use crate::syntax::Braces;
use crate::syntax::Group;
use crate::syntax::Part;
use crate::syntax::Statement;
use crate::syntax::StatementKind as Kind;
use crate::syntax::Token;
use crate::syntax::TokenKind;

/// Lays out one statement. `keywords` is how wide the keywords of its block are.
pub(super) fn lay_out(page: &Page<'_>, statement: &Statement, indent: usize, keywords: usize) -> Laid {
    let plan = Plan::of(page, statement, indent, keywords);
    let mut pen = Pen::new(indent, plan.first_cell);
    let mut before: Option<u32> = None;
    for (at, part) in statement.parts.iter().enumerate() {
        let place = place(part);
        let end = before.unwrap_or(place.start);
        let between = page.comments(end, place.start);
        before = Some(place.end);
        match part {
            Part::Token(token) => {
                let goes_on = match token.begins {
                    Some(Group::Translation) => plan.translation,
                    Some(_) => indent + STEP,
                    None => plan.goes_on,
                };
                let own_line = plan.breaks_before(page, statement, at, &pen);
                if begins_cell(statement, at, *token) {
                    pen.cell();
                }
                comments(page, end, between, goes_on, &mut pen);
                if own_line && !pen.is_at_start() {
                    pen.new_line(goes_on);
                }
                word(page, *token, &plan, &mut pen);
            }
            Part::Block(block) if plan.inline => {
                if begins_value(statement, at)
                    || matches!(statement.kind, Kind::When | Kind::Stage)
                    || is_given(page, statement, at)
                {
                    pen.cell();
                }
                pen.word(&inline(page, block));
            }
            Part::Block(block) => {
                if is_given(page, statement, at) {
                    pen.cell();
                }
                // Clauses behind a table stand on the line that closes it.
                let behind_block = at.checked_sub(1).and_then(|before| statement.parts.get(before));
                let behind_block = matches!(behind_block, Some(Part::Block(_)));
                pen.begin_block(indent, behind_block || ends_with_title(statement, at));
                braces(page, block, between, indent, &mut pen);
            }
            Part::List(list) => {
                if begins_value(statement, at) {
                    pen.cell();
                }
                comments(page, end, between, plan.goes_on, &mut pen);
                list::lay_out(page, list, indent, plan.goes_on, &mut pen);
            }
            Part::Cell(_) => {}
        }
    }
    pen.finish()
}

/// The keywords that a clause begins with, and that are aligned in its block.
pub(super) fn keyword(page: &Page<'_>, statement: &Statement) -> Option<String> {
    let count = match statement.kind {
        Kind::Clause => 1,
        Kind::NotBy | Kind::Pair => 2,
        _ => return None,
    };
    // A table stands right behind its keyword.
    let table = matches!(statement.parts.get(count), None | Some(Part::Block(_) | Part::Cell(_)));
    if table && statement.kind != Kind::Pair && !is_given(page, statement, count) {
        return None;
    }
    let tokens = statement.parts.iter().take(count).filter_map(|part| match part {
        Part::Token(token) => Some(*token),
        Part::Block(_) | Part::List(_) | Part::Cell(_) => None,
    });
    Some(words(page, tokens))
}

/// Whether the record of `given { … }` stands at a place.
fn is_given(page: &Page<'_>, statement: &Statement, at: usize) -> bool {
    let first = statement.parts.first();
    at == 1 && matches!(first, Some(Part::Token(token)) if page.text(token.span) == "given")
}

/// How a statement is laid out as a whole.
struct Plan {
    /// Where its further lines stand.
    goes_on: usize,
    /// Where its translation stands on a line of its own: deeper than what follows in a block.
    translation: usize,
    /// How wide its first cell is.
    first_cell: usize,
    /// Its blocks stand on its line.
    inline: bool,
    /// Translations, or what follows the file of a table, stand on lines of their own.
    apart: bool,
    /// Lists and chains go on behind the end of a line.
    fill: bool,
    /// How wide the words are that its own lines begin with.
    own: usize,
}

impl Plan {
    fn of(page: &Page<'_>, statement: &Statement, indent: usize, keywords: usize) -> Plan {
        let first_cell = keyword(page, statement).map_or(0, |_| keywords);
        let below = first_cell > 0 && statement.kind != Kind::Pair;
        let goes_on = if below { indent + first_cell + 1 } else { indent + STEP };
        let blocks = statement.parts.iter().any(|part| matches!(part, Part::Block(_)));
        let padding = keyword(page, statement).map_or(0, |word| keywords.saturating_sub(word.width()));
        let comma = usize::from(statement.kind == Kind::Element);
        let fits = |text: &str| indent + padding + text.width() + comma <= WIDTH;
        let inline = blocks
            && fits_inline(page, statement, statement.kind == Kind::Element)
            && fits(&flat(page, statement, true));
        let long = !fits(&flat(page, statement, inline || !blocks));
        let apart = (long && statement.kind != Kind::Waive) || stands_apart(page, statement);
        let translation = indent + if blocks && !inline { 2 * STEP } else { STEP };
        Plan { goes_on, translation, first_cell, inline, apart, fill: long, own: own_words(page, statement) }
    }

    /// Whether a part begins a line.
    fn breaks_before(&self, page: &Page<'_>, statement: &Statement, at: usize, pen: &Pen) -> bool {
        let Some(Part::Token(token)) = statement.parts.get(at) else { return false };
        match token.begins {
            Some(Group::Translation | Group::TableClause) => return self.apart,
            Some(Group::WaiveClause) => {
                let first = page.text(token.span) == "until" && !waive_clause_before(statement, at);
                return !first || pen.width() + 1 + chunk(page, statement, at) > WIDTH;
            }
            _ => {}
        }
        let after_comma = at > 0
            && matches!(statement.parts.get(at - 1), Some(Part::Token(before)) if before.kind == TokenKind::Comma);
        let may = after_comma || token.kind == TokenKind::Arrow;
        may && self.fill && pen.width() + 1 + chunk(page, statement, at) > WIDTH
    }
}

fn waive_clause_before(statement: &Statement, at: usize) -> bool {
    let begins = |part: &Part| matches!(part, Part::Token(token) if token.begins == Some(Group::WaiveClause));
    statement.parts.iter().take(at).any(begins)
}

/// How wide the words are that stand together from a token on.
fn chunk(page: &Page<'_>, statement: &Statement, from: usize) -> usize {
    let mut tokens = Vec::new();
    for part in statement.parts.iter().skip(from) {
        let Part::Token(token) = part else { break };
        let ends = token.kind == TokenKind::Arrow || token.begins == Some(Group::WaiveClause);
        if ends && !tokens.is_empty() {
            break;
        }
        tokens.push(*token);
        if token.kind == TokenKind::Comma {
            break;
        }
    }
    words(page, tokens.into_iter()).width()
}

/// Whether the author put a translation or a clause of a table on a line of its own.
fn stands_apart(page: &Page<'_>, statement: &Statement) -> bool {
    statement.parts.iter().zip(statement.parts.iter().skip(1)).any(|(before, part)| {
        let Part::Token(token) = part else { return false };
        matches!(token.begins, Some(Group::Translation | Group::TableClause))
            && page.line_ends(place(before).end, token.span.start) > 0
    })
}

/// How wide the widest word is that a line of a waiver begins with.
fn own_words(page: &Page<'_>, statement: &Statement) -> usize {
    let begins = |part: &Part| match part {
        Part::Token(token) if token.begins == Some(Group::WaiveClause) => Some(page.text(token.span).width()),
        _ => None,
    };
    statement.parts.iter().filter_map(begins).skip(usize::from(until_first(page, statement))).max().unwrap_or(0)
}

fn until_first(page: &Page<'_>, statement: &Statement) -> bool {
    let first = statement.parts.iter().find_map(|part| match part {
        Part::Token(token) if token.begins == Some(Group::WaiveClause) => Some(page.text(token.span)),
        _ => None,
    });
    first == Some("until")
}

/// Comments between two words: what stands on a line of its own, or ends a line, does so here too.
fn comments(page: &Page<'_>, mut end: u32, between: &[Span], goes_on: usize, pen: &mut Pen) {
    for found in between {
        let text = comment::text(page, *found);
        let own_line = page.line_ends(end, found.start) > 0;
        end = found.end;
        if !comment::ends_line(&text) {
            pen.word(&text);
            continue;
        }
        if own_line && !pen.is_at_start() {
            pen.new_line(goes_on);
        }
        if pen.is_at_start() {
            pen.word(&text);
        } else {
            pen.comment(&text);
        }
        pen.new_line(goes_on);
    }
}

fn word(page: &Page<'_>, token: Token, plan: &Plan, pen: &mut Pen) {
    if token.kind == TokenKind::Condition {
        let text = page.text(token.span);
        // A bracket that is closed on a line of its own is closed below its statement.
        let closes = plan.first_cell == 0 && condition::closes_below(text);
        let column = if closes { plan.goes_on.saturating_sub(STEP) } else { plan.goes_on };
        let (first, rest) = condition::lay_out(text, column);
        pen.word(&first);
        rest.into_iter().for_each(|line| pen.line(line));
    } else {
        bare(page, token, pen);
    }
    // What follows the first word of a line stands below what it belongs to.
    let below = match token.begins {
        Some(Group::Translation) if plan.apart && plan.first_cell > 0 => plan.goes_on.saturating_sub(1),
        Some(Group::Translation) if plan.apart && plan.own > 0 => plan.goes_on + plan.own,
        Some(Group::WaiveClause) if pen.width() <= plan.goes_on + plan.own => plan.goes_on + plan.own,
        _ => return,
    };
    let missing = below.saturating_sub(pen.width());
    pen.glue(&" ".repeat(missing));
}

/// Whether the last thing said before a block is a title with its translations.
fn ends_with_title(statement: &Statement, block: usize) -> bool {
    let begins = |part: &Part| match part {
        Part::Token(token) => token.begins,
        Part::Block(_) | Part::List(_) | Part::Cell(_) => None,
    };
    statement.parts.iter().take(block).filter_map(begins).next_back() == Some(Group::Translation)
}

/// Whether a value stands at a place that is aligned with those around it.
fn begins_value(statement: &Statement, at: usize) -> bool {
    match statement.kind {
        Kind::Pair | Kind::Field => at == 2,
        Kind::Clause => at == 1 && matches!(statement.parts.get(at), Some(Part::List(_))),
        _ => false,
    }
}

/// Where a statement is aligned with those around it.
fn begins_cell(statement: &Statement, at: usize, token: Token) -> bool {
    let previous =
        |kind| at > 0 && matches!(statement.parts.get(at - 1), Some(Part::Token(before)) if before.kind == kind);
    match statement.kind {
        Kind::Role | Kind::Stage => matches!(token.begins, Some(Group::Title | Group::Translation)),
        Kind::Clause => at == 1,
        Kind::NotBy => at == 2,
        Kind::Field => at == 2,
        Kind::Pair => previous(TokenKind::Colon),
        Kind::Let | Kind::Label => token.kind == TokenKind::Equals,
        Kind::Column => token.kind == TokenKind::Equals || (token.begins == Some(Group::Format) && at == 3),
        Kind::Rate => token.kind == TokenKind::Equals || token.begins == Some(Group::From),
        Kind::ScorePart => at == 1 || matches!(token.begins, Some(Group::Title | Group::When)),
        _ => false,
    }
}

/// A block over several lines.
pub(super) fn braces(page: &Page<'_>, block: &Braces, between: &[Span], indent: usize, pen: &mut Pen) {
    pen.word("{");
    let inside = layout::inside(page, &block.statements, block.open.end, block.close.start, indent + STEP);
    let comments = between.iter().map(|found| comment::text(page, *found)).chain(inside.opening);
    opening(comments, indent, pen);
    inside.lines.into_iter().for_each(|line| pen.line(line));
    pen.line(Line::new(indent, "}"));
}

/// The comments behind an opening brace or bracket.
pub(super) fn opening(comments: impl IntoIterator<Item = String>, indent: usize, pen: &mut Pen) {
    let mut line_ended = false;
    for text in comments {
        if line_ended {
            pen.line(Line::new(indent + STEP, text));
        } else {
            pen.comment(&text);
            line_ended = comment::ends_line(&text);
        }
    }
}

/// Where a part stands.
pub(super) fn place(part: &Part) -> Span {
    match part {
        Part::Token(token) => token.span,
        Part::Block(block) => block.open.to(block.close),
        Part::List(list) => list.open.to(list.close),
        // Rows are laid out as a whole.
        Part::Cell(_) => Span::default(),
    }
}
