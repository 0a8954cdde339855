use std::fmt::Write;

use crate::scenario::draft::literal::pairs;
use crate::scenario::draft::sketch::Bench;
use crate::value::Record;

/// A line of a test is broken into several where it is longer.
const WIDEST: usize = 100;

/// Tests to start from, and criteria for which none was found.
#[derive(Clone, Debug, Default)]
pub struct Drafts {
    /// The tests, in the order of the playbook.
    pub tests: Vec<Draft>,
    /// Criteria that lack a test, and why; one may have one of the two.
    pub lacking: Vec<(String, String)>,
}

/// A test to start from.
#[derive(Clone, Debug)]
pub struct Draft {
    /// The criterion.
    pub check: String,
    /// Its title.
    pub title: String,
    /// All of it, as written in a playbook.
    pub text: String,
}

impl Drafts {
    /// Adds a test of a criterion; `expect` is what stands behind the word.
    pub(super) fn add(&mut self, bench: &Bench<'_>, title: &str, record: &Record, expect: &str) {
        let check = &bench.criterion.name;
        let Some(given) = pairs(&record.values, &bench.playbook.schema.deal) else {
            self.lack(bench, "its deal has a value that no test can write");
            return;
        };
        let mut title = title.replace(['"', '\\'], "'");
        let same = self.tests.iter().filter(|test| test.title == title).count();
        if same > 0 {
            title = format!("{title} ({check})");
        }
        if self.tests.iter().any(|test| test.title == title) {
            title = format!("{title} ({})", self.tests.len() + 1);
        }
        let one_line = format!("    given  {{ {} }}", given.join(", "));
        let given = if one_line.chars().count() <= WIDEST {
            one_line
        } else {
            let lines: String = given.iter().map(|pair| format!("        {pair}\n")).collect();
            format!("    given  {{\n{lines}    }}")
        };
        let mut text = String::new();
        // Writing to a string does not fail.
        let _ = write!(
            text,
            "test \"{title}\" {{\n    only   {check}\n    on     {}\n{given}\n    expect {expect}\n}}\n",
            bench.on
        );
        self.tests.push(Draft { check: check.clone(), title, text });
    }

    /// Notes that a test was not found.
    pub(super) fn lack(&mut self, bench: &Bench<'_>, why: &str) {
        self.lacking.push((bench.criterion.name.clone(), why.to_owned()));
    }

    /// Takes out tests that do not do what they say.
    pub fn keep(&mut self, passes: impl Fn(&Draft) -> bool) {
        let (kept, dropped): (Vec<Draft>, Vec<Draft>) =
            std::mem::take(&mut self.tests).into_iter().partition(|draft| passes(draft));
        self.tests = kept;
        let why = "the test that was drafted does not come out as it should";
        self.lacking.extend(dropped.into_iter().map(|draft| (draft.check, why.to_owned())));
    }

    /// The file: a word to its reader, the tests, and what has none.
    pub fn file(&self, playbook: &str) -> String {
        let mut text = format!(
            "// Drafted by `tollgate test --write`: of each criterion of {playbook} a deal that just passes and one that just fails.\n\
             // They say what the playbook does. Read whether it is what it should do, and give them titles that say why.\n"
        );
        for draft in &self.tests {
            text.push('\n');
            text.push_str(&draft.text);
        }
        if !self.lacking.is_empty() {
            text.push_str("\n// Not drafted:\n");
        }
        for (check, why) in &self.lacking {
            let _ = writeln!(text, "// {check}: {why}");
        }
        text
    }
}
