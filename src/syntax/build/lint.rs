use crate::syntax::build::Builder;
use crate::syntax::build::text::path_of;
use crate::syntax::grammar::Node;
use crate::syntax::grammar::Rule;
use crate::syntax::vocabulary;
use crate::syntax::{Lint, LintLevel, LintWord};

impl Builder {
    pub(super) fn lint(&mut self, node: &Node<'_>) -> Lint {
        let mut lint = Lint { levels: Vec::new(), span: node.span() };
        for line in node.children() {
            match line.rule() {
                Rule::junk | Rule::semicolon => self.junk(&line, &vocabulary::LINT),
                Rule::lint_level => lint.levels.extend(self.lint_level(&line)),
                _ => {}
            }
        }
        lint
    }

    fn lint_level(&mut self, node: &Node<'_>) -> Option<LintLevel> {
        let level = node.children().find_map(|child| match child.rule() {
            Rule::kw_allow => Some(LintWord::Allow),
            Rule::kw_warn => Some(LintWord::Warn),
            Rule::kw_deny => Some(LintWord::Deny),
            _ => None,
        })?;
        let code = node.child(Rule::lint_code)?.spanned();
        let because = node.child(Rule::because).and_then(|because| self.title_of(&because));
        if level == LintWord::Allow && node.child(Rule::because).is_none() {
            self.missing(node.span(), &format!("the reason to allow `{}`", code.value), "because \"…\"");
        }
        Some(LintLevel { level, code, on: path_of(node), because, span: node.span() })
    }
}
