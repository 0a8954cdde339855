use crate::diagnostic::Diagnostic;
use crate::lint::Lint;
use crate::source::Span;

/// What one lint has to say about one declaration.
#[derive(Clone, Debug)]
pub struct Advice {
    /// Which lint says it.
    pub lint: &'static Lint,
    /// The declaration that it is about, by the name that `allow … on NAME` takes.
    pub on: String,
    /// What it says and where; its level is a warning until [`crate::lint::Levels`] has been asked.
    pub diagnostic: Diagnostic,
}

impl Lint {
    /// Advice on a declaration, at its place.
    pub(super) fn on(
        &'static self,
        name: impl Into<String>,
        message: impl Into<String>,
        span: Span,
        label: impl Into<String>,
    ) -> Advice {
        let diagnostic = Diagnostic::warning(self.code, message).at(span, label);
        Advice { lint: self, on: name.into(), diagnostic }
    }
}

impl Advice {
    /// Says what to do.
    pub(super) fn help(self, text: impl Into<String>) -> Advice {
        Advice { diagnostic: self.diagnostic.help(text), ..self }
    }

    /// Mends it by removing a stretch of the text, where it is known.
    pub(super) fn removing(self, span: Option<Span>, what: &str) -> Advice {
        let Some(span) = span else { return self };
        Advice { diagnostic: self.diagnostic.removing(span, what), ..self }
    }

    /// Adds a reason.
    pub(super) fn note(self, text: impl Into<String>) -> Advice {
        Advice { diagnostic: self.diagnostic.note(text), ..self }
    }

    /// Adds a second place.
    pub(super) fn at(self, span: Span, label: impl Into<String>) -> Advice {
        Advice { diagnostic: self.diagnostic.at(span, label), ..self }
    }
}
