use crate::diagnostic::{Diagnostic, did_you_mean};
use crate::source::Spanned;
use crate::syntax::build::Builder;
use crate::syntax::build::Seen;
use crate::syntax::build::text::as_path;
use crate::syntax::build::text::name_of;
use crate::syntax::grammar::Node;
use crate::syntax::grammar::Rule;
use crate::syntax::vocabulary;
use crate::syntax::{AtMost, Block, BlockKind, Chain, Criterion, Flow, Needs, Outcome, Require, Required, Stage};

impl Builder {
    pub(super) fn flow(&mut self, node: &Node<'_>) -> Flow {
        let mut flow = Flow { chains: Vec::new(), on: Vec::new(), span: node.span() };
        for line in node.children() {
            match line.rule() {
                Rule::junk | Rule::semicolon => self.junk(&line, &vocabulary::FLOW),
                Rule::chain => {
                    let links = line.all(Rule::names).map(|names| self.names(&names)).collect();
                    flow.chains.push(Chain { links, span: line.span() });
                }
                Rule::flow_check => flow.on.push(self.on_kind(&line, &vocabulary::FLOW_CHECK)),
                _ => {}
            }
        }
        flow
    }

    pub(super) fn stage(&mut self, node: &Node<'_>) -> Option<Stage> {
        let mut stage = Stage {
            name: name_of(node)?,
            title: self.title_of(node),
            at_most: None,
            needs: Vec::new(),
            outcome: None,
            blocks: Vec::new(),
            span: node.span(),
        };
        let mut seen = Seen::new();
        for clause in node.children() {
            let kind = match clause.rule() {
                Rule::entry => BlockKind::Entry,
                Rule::during_block => BlockKind::During,
                Rule::exit => BlockKind::Exit,
                Rule::junk | Rule::semicolon => {
                    self.junk(&clause, &vocabulary::STAGE);
                    continue;
                }
                Rule::at_most if self.first(&mut seen, &clause) => {
                    let about = self.about_block(&clause);
                    stage.at_most = self.limit_of(&clause).map(|limit| AtMost { span: limit.span(), limit, about });
                    continue;
                }
                Rule::needs => {
                    let about = self.about_block(&clause);
                    stage.needs.push(Needs { roles: self.names(&clause), about });
                    continue;
                }
                Rule::outcome if self.first(&mut seen, &clause) => {
                    stage.outcome = self.outcome(&clause);
                    continue;
                }
                _ => continue,
            };
            // A second block of a kind is reported and read all the same: what it asks for is meant.
            self.first(&mut seen, &clause);
            let criteria = self.criteria(&clause);
            stage.blocks.push(Block { kind, criteria, span: clause.span() });
        }
        Some(stage)
    }

    fn outcome(&mut self, node: &Node<'_>) -> Option<Spanned<Outcome>> {
        let name = name_of(node)?;
        let outcome = match name.value.as_str() {
            "won" => Outcome::Won,
            "lost" => Outcome::Lost,
            other => {
                let near = did_you_mean(other, ["won", "lost"]).map(|near| format!("did you mean `{near}`?"));
                self.problems.push(
                    Diagnostic::error("syntax/unknown-outcome", format!("`{other}` is no outcome"))
                        .at(name.span, "not known")
                        .help(near.unwrap_or_else(|| "write `outcome won` or `outcome lost`".to_owned())),
                );
                return None;
            }
        };
        Some(Spanned::new(outcome, name.span))
    }

    fn criteria(&mut self, node: &Node<'_>) -> Vec<Criterion> {
        let mut criteria = Vec::new();
        for statement in node.children() {
            match statement.rule() {
                Rule::junk | Rule::semicolon => self.junk(&statement, &vocabulary::CRITERIA),
                Rule::require => {
                    criteria.extend(self.require(&statement).map(|require| Criterion::Require(Box::new(require))))
                }
                Rule::check => criteria.push(match self.check(&statement) {
                    Some(check) => Criterion::Check(Box::new(check)),
                    None => Criterion::Broken(name_of(&statement)),
                }),
                _ => {}
            }
        }
        criteria
    }

    fn require(&mut self, node: &Node<'_>) -> Option<Require> {
        let what = node.children().find_map(|child| match child.rule() {
            Rule::require_roles => Some(Required::Roles(self.names(&child))),
            Rule::require_approvals => Some(Required::Approvals(self.names(&child))),
            Rule::paths => Some(Required::Fields(child.all(Rule::path).map(|path| as_path(&path)).collect())),
            _ => None,
        })?;
        if let (Required::Approvals(names), Some(block)) = (&what, node.child(Rule::about_block)) {
            let name = names.first().map_or("", |name| name.value.as_str());
            self.problems.push(
                Diagnostic::error("syntax/misplaced", "the clauses of an approval stand where it is declared")
                    .at(block.span(), "not here")
                    .help(format!("move them into `approval {name} {{ … }}`")),
            );
            return None;
        }
        let about = self.about_block(node);
        Some(Require { what, about, span: node.span() })
    }
}
