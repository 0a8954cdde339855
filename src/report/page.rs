use std::io;
use std::io::Write;

use textwrap::Options;
use textwrap::WordSplitter;

/// Writes lines that fit a width. Colours take no room; wide characters take two columns.
pub(super) struct Page<'w> {
    out: &'w mut dyn Write,
    width: usize,
}

impl<'w> Page<'w> {
    /// A page of this width, within reason: below 40 columns nothing reads well, above 120 the eye loses the line.
    pub fn new(out: &'w mut dyn Write, width: usize) -> Page<'w> {
        Page { out, width: width.clamp(40, 120) }
    }

    /// Columns of the page.
    pub fn width(&self) -> usize {
        self.width
    }

    /// An empty line.
    pub fn blank(&mut self) -> io::Result<()> {
        writeln!(self.out)
    }

    /// One line as it is.
    pub fn raw(&mut self, text: &str) -> io::Result<()> {
        writeln!(self.out, "{}", text.trim_end())
    }

    /// A text that goes on under its own beginning.
    pub fn text(&mut self, indent: usize, text: &str) -> io::Result<()> {
        let spaces = " ".repeat(indent);
        self.hanging(&spaces, &spaces, text)
    }

    /// A text behind a sign or a label; it goes on under itself.
    pub fn labelled(&mut self, label: &str, text: &str) -> io::Result<()> {
        let spaces = " ".repeat(textwrap::core::display_width(label));
        self.hanging(label, &spaces, text)
    }

    /// A text whose first line begins with one text and every further line with another.
    pub fn hanging(&mut self, first: &str, rest: &str, text: &str) -> io::Result<()> {
        let options = Options::new(self.width)
            .initial_indent(first)
            .subsequent_indent(rest)
            // Ids and dates keep their hyphens together.
            .word_splitter(WordSplitter::NoHyphenation);
        for line in textwrap::wrap(text, options) {
            self.raw(&line)?;
        }
        Ok(())
    }
}
