use crate::syntax::build::Builder;
use crate::syntax::build::Seen;
use crate::syntax::build::text::as_path;
use crate::syntax::build::text::path_of;
use crate::syntax::grammar::Node;
use crate::syntax::grammar::Rule;
use crate::syntax::vocabulary;
use crate::syntax::{Expect, Expectation, Given, Survivor, Test};

impl Builder {
    pub(super) fn test(&mut self, node: &Node<'_>) -> Option<Test> {
        let title = self.text_of(node)?;
        let span = node.span();
        let mut test = Test { title, on: None, only: Vec::new(), people: None, given: None, expects: Vec::new(), span };
        let mut seen = Seen::new();
        let before = self.problems.len();
        for clause in node.children() {
            match clause.rule() {
                Rule::junk | Rule::semicolon => self.junk(&clause, &vocabulary::TEST),
                Rule::test_on if self.first(&mut seen, &clause) => test.on = self.date_of(&clause),
                Rule::test_only if self.first(&mut seen, &clause) => {
                    let paths = clause.children().filter(|child| child.rule() == Rule::paths);
                    test.only = paths
                        .flat_map(|paths| paths.all(Rule::path).map(|path| as_path(&path)).collect::<Vec<_>>())
                        .collect();
                }
                Rule::test_people if self.first(&mut seen, &clause) => {
                    test.people = clause.child(Rule::list).map(|list| self.list(&list));
                }
                Rule::given if self.first(&mut seen, &clause) => test.given = Some(self.given(&clause)),
                Rule::expect => test.expects.extend(self.expectation(&clause)),
                _ => {}
            }
        }
        if self.problems.len() == before {
            if test.given.is_none() {
                self.missing(test.title.span, "the deal of the test", "given { stage: … }");
            }
            if test.expects.is_empty() {
                self.missing(test.title.span, "what the test expects", "expect nothing");
            }
        }
        Some(test)
    }

    fn expectation(&mut self, node: &Node<'_>) -> Option<Expectation> {
        let what = expect(node)?;
        let told = node.children().find(|child| matches!(child.rule(), Rule::expect_finding | Rule::expect_unknown));
        let severity = told.as_ref().and_then(|told| told.child(Rule::severity));
        let severity = severity.and_then(|severity| self.severity(&severity));
        let policy = told.as_ref().and_then(|told| told.child(Rule::policy));
        let policy = policy.and_then(|policy| self.text_of(&policy));
        Some(Expectation { what, severity, policy, span: node.span() })
    }

    fn given(&mut self, node: &Node<'_>) -> Given {
        let file = self.text_of(node);
        let deal = node.child(Rule::given_deal).and_then(|deal| self.text_of(&deal));
        let with = node.child(Rule::record).map(|record| self.record(&record));
        Given { file, deal, with, span: node.span() }
    }

    pub(super) fn survivor(&mut self, node: &Node<'_>) -> Option<Survivor> {
        let id = self.text_of(node)?;
        let because = node.child(Rule::because).and_then(|because| self.title_of(&because));
        Some(Survivor { id, because, span: node.span() })
    }
}

fn expect(node: &Node<'_>) -> Option<Expect> {
    node.children().find_map(|child| match child.rule() {
        Rule::expect_nothing => Some(Expect::Nothing),
        Rule::expect_pass => path_of(&child).map(Expect::Pass),
        Rule::expect_unknown => path_of(&child).map(Expect::Unknown),
        Rule::expect_waived => path_of(&child).map(Expect::Waived),
        Rule::expect_finding => {
            let element = child.child(Rule::element).map(|element| element.spanned());
            path_of(&child).map(|path| Expect::Finding(path, element))
        }
        _ => None,
    })
}
