//! Cuts a text into declarations, so that each is parsed on its own.

use crate::diagnostic::Diagnostic;
use crate::source::{FileId, Span};
use crate::syntax::scan::Mark;
use crate::syntax::scan::Scan;
use crate::syntax::vocabulary;

/// The text of one declaration.
#[derive(Clone, Copy, Debug)]
pub(super) struct Chunk {
    pub start: usize,
    pub end: usize,
    /// How many closing braces are missing at its end.
    pub missing: usize,
    /// From here on its problems come from a missing brace or quote, which has been reported.
    pub doubtful: usize,
}

/// Cuts a text at its declarations; reports braces that have no partner.
pub(super) fn cut(text: &str, file: FileId, scan: &Scan, problems: &mut Vec<Diagnostic>) -> Vec<Chunk> {
    let mut knife = Knife { text, file, open: Vec::new(), start: None, suspect: None, chunks: Vec::new(), problems };
    // Only where braces are missing, a word at the margin is taken for a new declaration although braces are open.
    let unbalanced = !balanced(&scan.marks);
    for mark in &scan.marks {
        match *mark {
            Mark::Open { at, indent } => knife.open.push((at, indent)),
            Mark::Close { at, indent } => knife.close(at, indent),
            Mark::Start { at, indent } => knife.start(at, indent == 0 && unbalanced),
        }
    }
    knife.finish(text.len());
    let mut chunks = knife.chunks;
    for chunk in &mut chunks {
        let broken = scan.open_texts.get(scan.open_texts.partition_point(|range| range.start < chunk.start));
        let broken = broken.map(|range| range.start).filter(|at| *at < chunk.end);
        chunk.doubtful = broken.map_or(chunk.doubtful, |at| at.min(chunk.doubtful));
    }
    chunks
}

fn balanced(marks: &[Mark]) -> bool {
    let mut depth = 0_usize;
    for mark in marks {
        match mark {
            Mark::Open { .. } => depth += 1,
            Mark::Close { .. } => match depth.checked_sub(1) {
                Some(less) => depth = less,
                None => return false,
            },
            Mark::Start { .. } => {}
        }
    }
    depth == 0
}

struct Knife<'t, 'p> {
    text: &'t str,
    file: FileId,
    /// Open braces and the indentation of their lines.
    open: Vec<(usize, usize)>,
    start: Option<usize>,
    /// A brace that was closed by one that is indented otherwise.
    suspect: Option<usize>,
    chunks: Vec<Chunk>,
    problems: &'p mut Vec<Diagnostic>,
}

impl Knife<'_, '_> {
    fn start(&mut self, at: usize, force: bool) {
        let rest = self.text.get(at..).unwrap_or_default();
        let Some(from) = self.start else {
            self.start = Some(at);
            return;
        };
        let word = first_word(rest);
        let declares = vocabulary::declaration(word).is_some();
        let forced = force && declares;
        let begins =
            self.open.is_empty() && !continues(rest, word, first_word(self.text.get(from..).unwrap_or_default()));
        if forced || begins {
            self.finish(at);
            self.start = Some(at);
        }
    }

    fn close(&mut self, at: usize, indent: Option<usize>) {
        match self.open.pop() {
            Some((opened, expected)) => {
                if indent.is_some_and(|indent| indent != expected) && self.suspect.is_none() {
                    self.suspect = Some(opened);
                }
            }
            None => {
                let span = Span::new(self.file, at, at + 1);
                self.problems.push(
                    Diagnostic::error("syntax/stray-brace", "this `}` closes nothing")
                        .at(span, "no `{` is open here")
                        .help("remove it, or add the `{` that it should close"),
                );
                self.finish(at);
                self.start = Some(at + 1);
            }
        }
    }

    /// Ends the declaration that is being read.
    fn finish(&mut self, end: usize) {
        let missing = self.open.len();
        let mut doubtful = usize::MAX;
        if let Some((last, _)) = self.open.last().copied() {
            let at = self.suspect.unwrap_or(last);
            doubtful = at;
            let span = Span::new(self.file, at, at + 1);
            self.problems.push(
                Diagnostic::error("syntax/missing-brace", "this `{` is never closed")
                    .at(span, "no `}` belongs to it")
                    .help("add a `}` where the block ends"),
            );
        }
        if let Some(start) = self.start.filter(|start| *start < end) {
            self.chunks.push(Chunk { start, end, missing, doubtful });
        }
        self.open.clear();
        self.suspect = None;
    }
}

/// Whether a line goes on with the declaration before it although no bracket is open.
fn continues(rest: &str, word: &str, declaration: &str) -> bool {
    let translation = word.len() == 2 && rest.get(2..).is_some_and(|after| after.trim_start().starts_with('"'));
    let clause = match declaration {
        "waive" => matches!(word, "by" | "until" | "because"),
        "survivor" => word == "because",
        _ => false,
    };
    let sign = word.is_empty() && !rest.starts_with(|letter: char| letter.is_alphanumeric() || letter == '"');
    let signs_go_on = sign && matches!(declaration, "check" | "stage" | "waive");
    translation || clause || signs_go_on
}

/// The name a text begins with; empty if it begins with a sign.
pub(super) fn first_word(text: &str) -> &str {
    let end = text.find(|letter: char| !letter.is_alphanumeric() && letter != '_').unwrap_or(text.len());
    text.get(..end).unwrap_or_default()
}
