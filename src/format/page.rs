use crate::source::Span;

/// The text as its author wrote it, and the comments in it.
pub(super) struct Page<'t> {
    text: &'t str,
    comments: &'t [Span],
}

impl<'t> Page<'t> {
    pub fn new(text: &'t str, comments: &'t [Span]) -> Page<'t> {
        Page { text, comments }
    }

    pub fn end(&self) -> u32 {
        u32::try_from(self.text.len()).unwrap_or(u32::MAX)
    }

    pub fn slice(&self, from: u32, to: u32) -> &'t str {
        self.text.get(from as usize..to as usize).unwrap_or_default()
    }

    pub fn text(&self, span: Span) -> &'t str {
        self.slice(span.start, span.end)
    }

    /// The comments that lie between two places.
    pub fn comments(&self, from: u32, to: u32) -> &'t [Span] {
        let first = self.comments.partition_point(|comment| comment.start < from);
        let last = self.comments.partition_point(|comment| comment.start < to);
        self.comments.get(first..last.max(first)).unwrap_or_default()
    }

    /// How many lines end between two places that have no comment between them.
    pub fn line_ends(&self, from: u32, to: u32) -> usize {
        self.slice(from, to).matches('\n').count()
    }

    /// How far a place is moved in, if only blanks stand before it on its line.
    pub fn indent(&self, at: u32) -> Option<usize> {
        let before = self.slice(0, at);
        let line = before.rsplit('\n').next().unwrap_or_default();
        line.trim().is_empty().then(|| blanks(line))
    }
}

/// Columns of the blanks that a line begins with.
pub(super) fn blanks(line: &str) -> usize {
    let leading = line.len() - line.trim_start().len();
    let leading = line.get(..leading).unwrap_or_default();
    leading.chars().map(|blank| if blank == '\t' { super::STEP } else { 1 }).sum()
}
