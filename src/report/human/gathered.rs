//! The findings that a report for people shows, kept as they come; the others are only counted.

mod checks;
mod deals;

pub(super) use checks::Block;
pub(super) use checks::Check;
pub(super) use checks::Section;
pub(super) use deals::DealFindings;

use std::borrow::Borrow;

use indexmap::IndexMap;

use crate::assess::Finding;
use crate::model::Severity;
use crate::report::Group;
use crate::report::Style;
use crate::report::human::gathered::checks::Checks;
use crate::report::human::gathered::deals::Deals;

/// What is kept of the findings.
pub(super) struct Gathered<F> {
    pub listed: Listed<F>,
    /// Findings that are known already by check, where not all findings are shown: then they are not listed.
    pub known: Option<IndexMap<String, (Severity, u64)>>,
}

/// The findings that are listed: by criterion, or by deal.
pub(super) enum Listed<F> {
    Checks(Checks<F>),
    Deals(Deals<F>),
}

impl<F: Borrow<Finding>> Gathered<F> {
    /// Nothing gathered yet.
    pub fn new(style: &Style) -> Gathered<F> {
        let listed = match style.group {
            Group::Check => Listed::Checks(Checks::new(style.shown)),
            Group::Deal => Listed::Deals(Deals::new(style.shown)),
        };
        Gathered { listed, known: style.shown.map(|_| IndexMap::new()) }
    }

    /// Takes the next finding; `keep` is asked for it only where it may be shown.
    pub fn add(&mut self, finding: &Finding, keep: impl Fn() -> F) {
        if let Some(known) = self.known.as_mut().filter(|_| finding.baseline.is_some()) {
            match known.get_mut(finding.criterion.rule().as_ref()) {
                Some((_, count)) => *count += 1,
                None => drop(known.insert(finding.criterion.rule().into_owned(), (finding.severity, 1))),
            }
            return;
        }
        match &mut self.listed {
            Listed::Checks(checks) => checks.add(finding, keep),
            Listed::Deals(deals) => deals.add(keep()),
        }
    }
}
