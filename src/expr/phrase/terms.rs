use unicode_width::UnicodeWidthChar;

use crate::expr::functions::Function;
use crate::expr::phrase::chinese::CHINESE;
use crate::expr::phrase::english::ENGLISH;
use crate::value::Duration;
use crate::value::Unit;

/// The words of a language; `{0}` and `{1}` stand for what they are said of.
pub(super) struct Terms {
    pub and: &'static str,
    pub or: &'static str,
    pub or_word: &'static str,
    pub comma: &'static str,
    pub of: &'static str,
    pub brackets: &'static str,
    pub all_of_these: &'static str,
    pub any_of_these: &'static str,
    pub if_else: &'static str,
    pub always: &'static str,
    pub never: &'static str,
    pub yes: &'static str,
    pub no: &'static str,
    pub is_yes: &'static str,
    pub is_no: &'static str,
    pub it: &'static str,
    pub its: &'static str,
    pub title: &'static str,
    pub empty_text: &'static str,
    pub whether: &'static str,
    pub trait_one_of: &'static str,
    pub trait_given: &'static str,
    pub one_of: &'static str,
    pub none_of: &'static str,
    pub between: &'static str,
    pub between_out: &'static str,
    pub not_between: &'static str,
    pub not_between_out: &'static str,
    pub matches: &'static str,
    pub matches_not: &'static str,
    pub some: &'static str,
    pub none: &'static str,
    pub all: &'static str,
    pub not_all: &'static str,
    pub contains: &'static str,
    pub contains_not: &'static str,
    pub has: &'static str,
    pub have: &'static str,
    pub such_that: &'static str,
    pub such_that_all: &'static str,
    pub part_of: &'static str,
    pub element: &'static str,
    pub element_at: &'static str,
    pub rest: &'static str,
    pub share_of: &'static str,
    pub or_else: &'static str,
    pub then_else: &'static str,
    pub value_if: &'static str,
    pub year: &'static str,
    pub quarter: &'static str,
    pub month: &'static str,
    pub day: &'static str,
    pub number_of: &'static str,
    pub number_that: &'static str,
    pub those_of: &'static str,
    pub each_of: &'static str,
    pub sum: &'static str,
    pub sum_of: &'static str,
    pub least: &'static str,
    pub least_of: &'static str,
    pub most: &'static str,
    pub most_of: &'static str,
    pub first: &'static str,
    pub last: &'static str,
    pub not_given: &'static str,
    pub days: &'static str,
    pub working_days: &'static str,
    pub working_hours: &'static str,
    pub passed: &'static str,
    pub left_until: &'static str,
    pub lie_between: &'static str,
    pub recorded: &'static str,
    pub some_recorded: &'static str,
    pub none_recorded: &'static str,
    pub counted: &'static str,
    pub letters: &'static str,
    pub happened_times: &'static str,
    pub script: &'static str,
    pub script_alone: &'static str,
    pub script_passes: &'static str,
    pub script_passes_alone: &'static str,
    pub script_fails: &'static str,
    pub script_fails_alone: &'static str,
    /// Comparisons, in the order of `Comparison::ALL`.
    pub numbers: [&'static str; 6],
    pub dates: [&'static str; 6],
    pub ranks: [&'static str; 6],
    /// The same of a field of an element, without a verb.
    pub traits: [&'static str; 6],
    pub date_traits: [&'static str; 6],
    pub rank_traits: [&'static str; 6],
    /// The same of a count.
    pub amounts: [&'static str; 6],
    /// Functions that answer yes or no: what they say, and what their opposite says.
    pub sentences: &'static [(Function, &'static str, &'static str)],
    /// Functions that give a value.
    pub values: &'static [(Function, &'static str)],
    /// The fields that every deal has.
    pub fields: &'static [(&'static str, &'static str)],
    /// Seconds, hours, days, working days, working hours, months.
    pub units: [&'static str; 6],
    /// Behind a unit of which there are several.
    pub plural: &'static str,
    /// Names have no words in this language, and are shown as they are written.
    pub names_as_written: bool,
}

impl Terms {
    pub fn of(language: &str) -> &'static Terms {
        if language.starts_with("zh") { &CHINESE } else { &ENGLISH }
    }

    /// Puts what is meant into a form.
    pub fn fill(&self, form: &str, with: &[&str]) -> String {
        let mut out = String::new();
        let mut rest = form;
        while let Some((before, after)) = rest.split_once('{') {
            out.push_str(before);
            let (place, behind) = after.split_once('}').unwrap_or((after, ""));
            out.push_str(place.parse().ok().and_then(|at: usize| with.get(at)).copied().unwrap_or_default());
            rest = behind;
        }
        out.push_str(rest);
        out
    }

    pub fn sentence_of(&self, function: Function) -> Option<(&'static str, &'static str)> {
        self.sentences.iter().find(|(known, ..)| *known == function).map(|(_, said, denied)| (*said, *denied))
    }

    pub fn value_of(&self, function: Function) -> Option<&'static str> {
        self.values.iter().find(|(known, _)| *known == function).map(|(_, form)| *form)
    }

    pub fn built_in(&self, name: &str) -> Option<&'static str> {
        self.fields.iter().find(|(known, _)| *known == name).map(|(_, words)| *words)
    }

    /// What is not to be read as words.
    pub fn code(&self, text: &str) -> String {
        format!("`{}`", text.replace('`', "'"))
    }

    /// A name of the playbook within a sentence: `close_date` reads "close date".
    pub fn name(&self, name: &str) -> String {
        if self.names_as_written { self.code(name) } else { name.replace('_', " ") }
    }

    /// A member of an enumeration, which stands between quotes.
    pub fn label(&self, name: &str) -> String {
        name.replace('_', " ")
    }

    /// A field by its path: "the close date", "the account's tier".
    pub fn path(&self, path: &str) -> String {
        if self.names_as_written {
            return self.code(path);
        }
        let article = if path.is_ascii() { "the " } else { "" };
        format!("{article}{}", self.bare(path))
    }

    /// The same without an article.
    pub fn bare(&self, path: &str) -> String {
        if let Some(known) = self.built_in(path) {
            return known.trim_start_matches("the ").to_owned();
        }
        if self.names_as_written {
            return self.code(path);
        }
        path.split('.').map(|name| name.replace('_', " ")).collect::<Vec<String>>().join(self.of)
    }

    /// `5 working days`
    pub fn length(&self, length: Duration) -> String {
        let [seconds, hours, days, working_days, working_hours, months] = self.units;
        let (count, unit) = match (length.unit, length.count) {
            (Unit::Seconds, count) if count % 3600 == 0 => (count / 3600, hours),
            (Unit::Seconds, count) => (count, seconds),
            (Unit::Days, count) => (count, days),
            (Unit::WorkingDays, count) => (count, working_days),
            (Unit::WorkingSeconds, count) => (count / 3600, working_hours),
            (Unit::Months, count) => (count, months),
        };
        let plural = if count == 1 { "" } else { self.plural };
        format!("{count} {unit}{plural}")
    }

    /// A sentence as it is set in the language: no blank stands between two wide letters, one between them and code.
    pub fn set(&self, text: &str) -> String {
        if !self.names_as_written {
            return text.to_owned();
        }
        let mut out = String::with_capacity(text.len());
        let mut in_code = false;
        let mut letters = text.chars().peekable();
        while let Some(letter) = letters.next() {
            let (before, next) = (out.chars().next_back(), letters.peek().copied());
            let is_wide = |letter: Option<char>| letter.is_some_and(|letter| letter.width() == Some(2));
            let is_word = |letter: Option<char>| is_wide(letter) && letter.is_some_and(char::is_alphanumeric);
            match letter {
                ' ' if !in_code && is_wide(before) && (is_wide(next) || next.is_none()) => continue,
                // Signs of a full width bring their own room.
                ' ' if !in_code && (is_wide(before) && !is_word(before) || is_wide(next) && !is_word(next)) => continue,
                '`' if !in_code && is_word(before) => out.push(' '),
                _ => {}
            }
            out.push(letter);
            if letter == '`' {
                if in_code && is_word(next) {
                    out.push(' ');
                }
                in_code = !in_code;
            }
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::Terms;
    use crate::expr::functions::FUNCTIONS;
    use crate::expr::functions::Function;

    /// A function that is added gets words in both languages.
    #[test]
    fn every_function_has_words() {
        for language in ["en", "zh"] {
            let terms = Terms::of(language);
            let known = |function| terms.sentence_of(function).is_some() || terms.value_of(function).is_some();
            for (name, function, ..) in FUNCTIONS {
                // A pattern has a form of its own.
                assert!(function == Function::Matches || known(function), "`{name}` has no words in `{language}`");
            }
        }
    }
}
