use unicode_width::UnicodeWidthStr;

/// Lines that are longer have their comments two blanks behind them, wherever others stand.
const LONG: usize = 60;

/// A line to be written.
#[derive(Clone, Debug, Default)]
pub(super) struct Line {
    /// Whether an empty line stands before it.
    pub blank: bool,
    pub indent: usize,
    /// What stands on it; several lines where a comment or a text goes over several.
    pub text: String,
    /// The comments behind it.
    pub comment: Option<String>,
}

impl Line {
    pub fn new(indent: usize, text: impl Into<String>) -> Line {
        Line { indent, text: text.into(), ..Line::default() }
    }

    /// Puts a comment behind it.
    pub fn note(&mut self, comment: &str) {
        note(&mut self.comment, comment);
    }

    /// Whether the comment behind it is put below those of the lines around it.
    fn joins(&self) -> bool {
        self.comment.as_ref().is_some_and(|comment| !comment.contains('\n'))
    }

    fn width(&self) -> usize {
        self.indent + self.text.width()
    }
}

/// Adds a comment to those that are there.
pub(super) fn note(comments: &mut Option<String>, comment: &str) {
    match comments {
        Some(before) => {
            before.push(' ');
            before.push_str(comment);
        }
        None => *comments = Some(comment.to_owned()),
    }
}

/// The text of all lines. Comments behind lines that follow each other stand below each other.
pub(super) fn write(lines: &[Line]) -> String {
    let mut out = String::new();
    let mut rest = lines;
    while let Some((first, _)) = rest.split_first() {
        let goes_on = |line: &&Line| line.joins() && line.indent == first.indent && !line.blank;
        let together = 1 + rest.iter().skip(1).take_while(goes_on).count();
        let together = if first.joins() { together } else { 1 };
        let (run, after) = rest.split_at(together);
        // A long line does not move the comments of short ones away from them.
        let widths = || run.iter().map(Line::width);
        let column = widths().filter(|width| *width <= LONG).max().unwrap_or(0) + 2;
        for line in run {
            write_line(line, column, &mut out);
        }
        rest = after;
    }
    out
}

fn write_line(line: &Line, column: usize, out: &mut String) {
    if line.blank {
        out.push('\n');
    }
    if !line.text.is_empty() {
        out.push_str(&" ".repeat(line.indent));
    }
    out.push_str(&line.text);
    if let Some(comment) = &line.comment {
        out.push_str(&" ".repeat(column.saturating_sub(line.width()).max(2)));
        out.push_str(comment);
    }
    out.push('\n');
}
