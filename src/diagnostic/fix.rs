use crate::diagnostic::Diagnostic;
use crate::diagnostic::suggest::surely_meant;
use crate::source::Span;

/// A change of the author's text that mends a problem.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// What it does, in the past: "renamed `amuont` to `amount`".
    pub done: String,
    /// What stands there now.
    pub span: Span,
    /// What stands there afterwards; nothing where it is removed.
    pub text: String,
    /// What it leaves as it was.
    pub keeps: Keeps,
}

/// What a fix leaves as it was, which is made sure of before it is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keeps {
    /// The playbook judges as before.
    Meaning,
    /// The playbook could not be understood, or said something about nothing; it has fewer problems afterwards and no new one.
    Problems,
}

impl Diagnostic {
    /// Mends the problem by removing a stretch of the text; what the playbook means stays as it is.
    #[must_use]
    pub fn removing(mut self, span: Span, what: &str) -> Diagnostic {
        let fix = Fix { done: format!("removed {what}"), span, text: String::new(), keeps: Keeps::Meaning };
        self.fix = Some(fix);
        self
    }

    /// Mends a misspelt name, where exactly one of the known names is near.
    #[must_use]
    pub fn renaming<'a>(
        mut self,
        span: Span,
        written: &str,
        known: impl IntoIterator<Item = &'a str>,
        quote: &str,
    ) -> Diagnostic {
        self.fix = surely_meant(written, known).map(|near| Fix {
            done: format!("renamed `{written}` to `{near}`"),
            span,
            text: format!("{quote}{near}{quote}"),
            keeps: Keeps::Problems,
        });
        self
    }
}
