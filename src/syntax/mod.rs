//! Playbook text to tree; what does not fit is reported, and the rest is read all the same.
//!
//! In: the text of one file. Out: a [`File`] of declarations, and every problem met; never a failure.
//! Not here: what names mean (`lower`), the inside of conditions and messages (`expr`), reading files (`workspace`).
//! Start reading at [`parse`].

mod build;
mod chunk;
mod clause;
mod concrete;
mod grammar;
mod mismatch;
mod scan;
mod tree;
mod vocabulary;
mod words;

pub use concrete::{Braces, Brackets, Concrete, Group, Part, Statement, StatementKind, Token, TokenKind, concrete};
pub use tree::{
    About, Aggregate, AllowedLength, Amend, Approval, AtMost, Authority, AuthorityRow, Barred, Base, Block, BlockKind,
    Body, Broken, By, Calendar, Cell, CellKind, Chain, Check, Column, Comparison, Condition, Cover, Covered, Criterion,
    DayRange, Deal, Decision, Each, Expect, Expectation, Field, Figure, File, Flow, Given, Health, Include, Item, Join,
    Label, LabelValue, Length, LengthRow, LengthTable, Let, Limit, Lint, LintLevel, LintWord, Literal, Name, Needs,
    OnKind, Outcome, Path, Playbook, Rate, Rates, Reach, Remove, Require, Required, Role, RowFilter, Score, ScorePart,
    Severity, Side, Source, SourceTable, Stage, StageRange, Survivor, Table, TableData, Test, Title, TypeKind, TypeRef,
    Unit, Use, Waive, Waivers, Within,
};

use crate::diagnostic::Diagnostic;
use crate::source::{FileId, Sources, Span};
use crate::syntax::build::Builder;
use crate::syntax::chunk::Chunk;
use crate::syntax::scan::Scan;

/// A tree and what was met on the way.
#[derive(Clone, Debug, Default)]
pub struct Parsed {
    /// The tree, as far as the text could be understood.
    pub tree: File,
    /// All problems, in the order of the text.
    pub diagnostics: Vec<Diagnostic>,
}

/// Far more than a person writes; a larger file is not a playbook but data given by mistake.
const LARGEST: usize = 4 * 1024 * 1024;

/// Reads one text.
pub fn parse(sources: &Sources, file: FileId) -> Parsed {
    let Some(source) = sources.get(file) else { return Parsed::default() };
    let text = source.text.as_ref();
    if text.len() > LARGEST {
        return refused(
            Diagnostic::error("syntax/too-large", "the playbook is larger than 4 MB")
                .at(Span::new(file, 0, 0), "")
                .help("is this a file of deals? Name the playbook first, then the data"),
        );
    }
    let scan = scan::scan(text);
    if let Some(at) = scan.too_deep {
        return refused(
            Diagnostic::error("syntax/too-deep", format!("brackets are nested more than {} deep", scan::DEEPEST))
                .at(Span::new(file, at, at + 1), "one too many")
                .help("name the inner part: a computed field (`let`) or a function of a rhai module"),
        );
    }
    let mut problems = open_ends(text, file, &scan);
    let chunks = chunk::cut(text, file, &scan, &mut problems);
    let items = chunks.iter().flat_map(|chunk| declaration(text, file, chunk, &mut problems)).collect::<Vec<Item>>();
    if items.is_empty() && problems.is_empty() {
        problems.push(
            Diagnostic::error("syntax/empty", "the playbook is empty")
                .at(Span::new(file, 0, 0), "nothing is declared")
                .help("begin with `playbook name \"Title\" { … }`"),
        );
    }
    problems.sort_by_key(|problem| problem.span());
    let comments = scan.comments.iter().map(|range| Span::new(file, range.start, range.end)).collect();
    Parsed { tree: File { items, comments, depth: 0 }, diagnostics: problems }
}

fn refused(problem: Diagnostic) -> Parsed {
    Parsed { tree: File::default(), diagnostics: vec![problem] }
}

/// Texts and comments that are never closed.
fn open_ends(text: &str, file: FileId, scan: &Scan) -> Vec<Diagnostic> {
    let texts = scan.open_texts.iter().map(|range| {
        let single = text.get(range.clone()).is_some_and(|inside| inside.len() == 1);
        Diagnostic::error("syntax/missing-quote", "this text has no closing `\"`")
            .at(Span::new(file, range.start, range.end), if single { "nothing follows" } else { "ends with its line" })
            .help("close it with `\"`; a quote inside a text is written `\\\"`")
    });
    let comment = scan.open_comment.map(|at| {
        Diagnostic::error("syntax/missing-comment-end", "this comment is never closed")
            .at(Span::new(file, at, at + 2), "no `*/` belongs to it")
            .help("close it with `*/`")
    });
    texts.chain(comment).collect()
}

/// Reads one declaration; what its missing braces and quotes bring about is not reported again.
fn declaration(text: &str, file: FileId, chunk: &Chunk, problems: &mut Vec<Diagnostic>) -> Option<Item> {
    let mut builder = Builder::new(file, chunk);
    let own = text.get(chunk.start..chunk.end).unwrap_or_default();
    let item = if chunk.missing == 0 {
        builder.declaration(own)
    } else {
        builder.declaration(&format!("{own}\n{}", "}".repeat(chunk.missing)))
    };
    let limit = Span::new(file, chunk.doubtful, chunk.doubtful).start;
    problems
        .extend(builder.problems.into_iter().filter(|problem| problem.span().is_none_or(|span| span.start < limit)));
    item
}
