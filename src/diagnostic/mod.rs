//! What is wrong with the inputs: the author's text, or the data.
//!
//! In: a place and a code. Out: something that can be listed, counted and shown.
//! Not here: what is wrong with a *deal* (that is a finding, `assess`), how it is drawn (`report`).
//! Start reading at [`Diagnostic`].

mod cells;
mod fix;
mod suggest;

pub use cells::{Cells, Problems};
pub use fix::{Fix, Keeps};
pub use suggest::{did_you_mean, list_of, or_list};

use crate::source::Span;

/// A stable name, `room/what-is-wrong`; `tollgate explain CODE` prints its text.
pub type Code = &'static str;

/// Whether the work can go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Something could not be understood or read; the run does not count as complete.
    Error,
    /// Understood, but probably not what was meant.
    Warning,
}

/// One thing that is wrong with the inputs.
///
/// Lower case, no final period, user input in backticks; `message` says what, a label or note says why, `help` what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// Stable name of the kind of problem.
    pub code: Code,
    /// Error or warning.
    pub level: Level,
    /// What is wrong, in one line.
    pub message: String,
    /// Places in the author's text, the first one the main place.
    pub labels: Vec<Label>,
    /// Places in the data.
    pub cells: Option<Cells>,
    /// Why, where it is not obvious.
    pub notes: Vec<String>,
    /// What to do.
    pub help: Option<String>,
    /// A change of the text that mends it, where one is sure.
    pub fix: Option<Fix>,
}

/// A place in the author's text and a few words about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// Where.
    pub span: Span,
    /// What is there; may be empty.
    pub text: String,
}

impl Diagnostic {
    /// An error without a place.
    pub fn error(code: Code, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(code, Level::Error, message.into())
    }

    /// A warning without a place.
    pub fn warning(code: Code, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(code, Level::Warning, message.into())
    }

    fn new(code: Code, level: Level, message: String) -> Diagnostic {
        Diagnostic { code, level, message, labels: Vec::new(), cells: None, notes: Vec::new(), help: None, fix: None }
    }

    /// Adds a place in the author's text; the first is the main one.
    #[must_use]
    pub fn at(mut self, span: Span, text: impl Into<String>) -> Diagnostic {
        self.labels.push(Label { span, text: text.into() });
        self
    }

    /// Sets the places in the data.
    #[must_use]
    pub fn in_cells(mut self, cells: Cells) -> Diagnostic {
        self.cells = Some(cells);
        self
    }

    /// Adds a reason.
    #[must_use]
    pub fn note(mut self, text: impl Into<String>) -> Diagnostic {
        self.notes.push(text.into());
        self
    }

    /// Says what to do.
    #[must_use]
    pub fn help(mut self, text: impl Into<String>) -> Diagnostic {
        self.help = Some(text.into());
        self
    }

    /// Says what to do, if there is something to say.
    #[must_use]
    pub fn maybe_help(mut self, text: Option<String>) -> Diagnostic {
        self.help = text.or(self.help);
        self
    }

    /// Where it mainly stands in the author's text.
    pub fn span(&self) -> Option<Span> {
        self.labels.first().map(|label| label.span)
    }
}

/// A value, as far as it could be made, and what was met on the way.
#[derive(Clone, Debug)]
pub struct Checked<T> {
    /// What could be made.
    pub value: Option<T>,
    /// All problems, in the order of the text.
    pub diagnostics: Vec<Diagnostic>,
}

impl<T> Checked<T> {
    /// Whether any problem is an error.
    pub fn has_errors(&self) -> bool {
        self.diagnostics.iter().any(|diagnostic| diagnostic.level == Level::Error)
    }
}
