use std::collections::BTreeMap;

use crate::diagnostic;
use crate::diagnostic::Diagnostic;
use crate::lint::Advice;
use crate::lint::Level;
use crate::lint::Levels;

/// Advice, and what loading warned of, by what becomes of it.
#[derive(Clone, Debug, Default)]
pub struct Sorted {
    /// What is shown: errors where it is denied, warnings otherwise.
    pub shown: Vec<Diagnostic>,
    /// How many of those are denied.
    pub denied: usize,
    /// How often each lint had something to say that is allowed, by its name.
    pub allowed: BTreeMap<&'static str, usize>,
}

impl Sorted {
    /// Sorts what loading warned of and all advice by the levels.
    pub fn of(warnings: &[Diagnostic], advice: Vec<Advice>, levels: &Levels) -> Sorted {
        let mut sorted = Sorted::default();
        for warning in warnings {
            sorted.put(warning.code, warning.clone(), levels.of(warning.code, None));
        }
        for advice in advice {
            let level = levels.of(advice.lint.code, Some(&advice.on));
            sorted.put(advice.lint.name, advice.diagnostic, level);
        }
        sorted
    }

    fn put(&mut self, name: &'static str, diagnostic: Diagnostic, level: Level) {
        match level {
            Level::Allow => *self.allowed.entry(name).or_default() += 1,
            Level::Warn => self.shown.push(Diagnostic { level: diagnostic::Level::Warning, ..diagnostic }),
            Level::Deny => {
                self.denied += 1;
                self.shown.push(Diagnostic { level: diagnostic::Level::Error, ..diagnostic });
            }
        }
    }
}
