use unicode_width::UnicodeWidthStr;

use crate::format::line::Line;
use crate::format::line::note;

/// A statement laid out, before it is aligned with those around it.
#[derive(Default)]
pub(super) struct Laid {
    /// What stands on its first line, cut where it is aligned.
    pub cells: Vec<String>,
    /// The comments behind its first line.
    pub comment: Option<String>,
    /// The other lines.
    pub rest: Vec<Line>,
}

impl Laid {
    /// Puts a comment behind its last line.
    pub fn note(&mut self, comment: &str) {
        match self.rest.last_mut() {
            Some(line) => line.note(comment),
            None => note(&mut self.comment, comment),
        }
    }

    /// Puts a sign behind its last word.
    pub fn append(&mut self, sign: &str) {
        let last = self.rest.last_mut().map(|line| &mut line.text).or_else(|| self.cells.last_mut());
        if let Some(text) = last {
            text.push_str(sign);
        }
    }
}

/// Writes one statement, word by word.
pub(super) struct Pen {
    indent: usize,
    /// How wide the first cell is going to be.
    first_cell: usize,
    /// The cells of the first line that are complete, its comment, and the other lines.
    laid: Laid,
    /// The cell of the first line that is being written.
    cell: String,
    /// Whether the next word stands right behind what is written.
    glued: bool,
}

impl Pen {
    pub fn new(indent: usize, first_cell: usize) -> Pen {
        Pen { indent, first_cell, laid: Laid::default(), cell: String::new(), glued: true }
    }

    pub fn word(&mut self, text: &str) {
        if !self.glued {
            self.current().push(' ');
        }
        self.current().push_str(text);
        self.glued = false;
    }

    /// Right behind what is written.
    pub fn glue(&mut self, text: &str) {
        self.glued = true;
        self.word(text);
    }

    /// The next word follows without a blank.
    pub fn stick(&mut self) {
        self.glued = true;
    }

    /// The next word begins a column, if it stands on the first line.
    pub fn cell(&mut self) {
        if self.laid.rest.is_empty() && !self.cell.is_empty() {
            self.laid.cells.push(std::mem::take(&mut self.cell));
            self.glued = true;
        }
    }

    pub fn new_line(&mut self, indent: usize) {
        self.line(Line::new(indent, String::new()));
        self.glued = true;
    }

    /// A line that is complete.
    pub fn line(&mut self, line: Line) {
        self.laid.rest.push(line);
        self.glued = false;
    }

    pub fn comment(&mut self, text: &str) {
        self.laid.note(text);
    }

    /// Columns written so far on the line.
    pub fn width(&self) -> usize {
        if let Some(line) = self.laid.rest.last() {
            return line.indent + line.text.width();
        }
        let done = self.laid.cells.iter().enumerate().map(|(at, cell)| match at {
            0 => cell.width().max(self.first_cell) + 1,
            _ => cell.width() + 1,
        });
        self.indent + done.sum::<usize>() + self.cell.width()
    }

    /// The column at which the next word begins.
    pub fn next(&self) -> usize {
        self.width() + usize::from(!self.glued)
    }

    /// Where words stand on several lines, the `{` stands on its own below them, but for a title's translation.
    pub fn begin_block(&mut self, indent: usize, title: bool) {
        let at_start = self.is_at_start();
        match self.laid.rest.last_mut() {
            Some(line) if at_start => line.indent = indent,
            Some(_) if title => {}
            Some(_) => self.new_line(indent),
            None => {}
        }
    }

    /// Whether nothing stands on the line yet.
    pub fn is_at_start(&self) -> bool {
        match self.laid.rest.last() {
            Some(line) => line.text.is_empty(),
            None => self.cell.is_empty() && self.laid.cells.is_empty(),
        }
    }

    pub fn finish(mut self) -> Laid {
        if !self.cell.is_empty() {
            self.laid.cells.push(self.cell);
        }
        self.laid
    }

    fn current(&mut self) -> &mut String {
        match self.laid.rest.last_mut() {
            Some(line) => &mut line.text,
            None => &mut self.cell,
        }
    }
}
