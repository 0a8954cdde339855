//! Says what is wrong with a statement that fits no rule.

use crate::diagnostic::{Diagnostic, did_you_mean, or_list};
use crate::syntax::build::Builder;
use crate::syntax::chunk::first_word;
use crate::syntax::grammar;
use crate::syntax::grammar::Mismatch;
use crate::syntax::grammar::Node;
use crate::syntax::grammar::Place;
use crate::syntax::grammar::Rule;
use crate::syntax::vocabulary;
use crate::syntax::vocabulary::Vocabulary;
use crate::syntax::words::{all_words, either};

impl Builder {
    /// Reports a statement that fits no rule of its block.
    pub(super) fn junk(&mut self, node: &Node<'_>, block: &Vocabulary) {
        if node.rule() == Rule::semicolon {
            self.semicolon(node);
            return;
        }
        let text = node.text();
        let word = first_word(text);
        let rest = node.input().get(node.start()..).unwrap_or_default();
        let place = node.place.moved(node.start());
        if let Some(rule) = block.rule(word) {
            self.retry(rule, text, rest, place);
            return;
        }
        if self.misplaced(node, word, block) {
            return;
        }
        let follows = follows_a_statement(node);
        let near = did_you_mean(word, block.names()).filter(|_| block.otherwise.is_none());
        match (near, block.otherwise) {
            (None, Some(rule)) if !follows => self.retry(rule, text, rest, place),
            (None, _) if follows => self.leftover(node),
            (near, _) => {
                let shown = if word.is_empty() { shown(rest) } else { format!("`{word}`") };
                let length = if word.is_empty() { first_length(rest) } else { word.len() };
                let known = format!("here can stand {}", or_list(block.names()));
                let help = near.map_or(known, |near| format!("did you mean `{near}`?"));
                self.problems.push(
                    Diagnostic::error("syntax/unknown-clause", format!("{shown} cannot stand in {}", block.block))
                        .at(place.span(0, length), "not known here")
                        .help(help)
                        .renaming(
                            place.span(0, word.len()),
                            word,
                            near.map(|_| block.names()).into_iter().flatten(),
                            "",
                        ),
                );
            }
        }
    }

    /// `;` after a statement.
    pub(super) fn semicolon(&mut self, node: &Node<'_>) {
        self.problems.push(
            Diagnostic::error("syntax/stray-semicolon", "no `;` is needed here")
                .at(node.span(), "a statement ends with its line")
                .help("remove it")
                .removing(node.span(), "a `;`"),
        );
    }

    /// Text behind a complete statement.
    fn leftover(&mut self, node: &Node<'_>) {
        let rest = node.text();
        let place = node.place.moved(node.start());
        // Where the line has a problem already, what is left over comes from it.
        let line = before(node).len() - last_line(node).len();
        let line = node.place.span(line, node.start());
        if self
            .problems
            .iter()
            .rev()
            .take(8)
            .filter_map(Diagnostic::span)
            .any(|span| line.start <= span.start && span.start < line.end)
        {
            return;
        }
        self.problems.push(
            Diagnostic::error("syntax/unexpected", format!("unexpected {}", shown(rest)))
                .at(place.span(0, first_length(rest)), "the statement is complete before this")
                .help(sign_help(rest, &[]).unwrap_or_else(|| "begin a new line, or remove it".to_owned())),
        );
    }

    /// Parses again by the rule that was meant, and tells how far it got.
    fn retry(&mut self, rule: Rule, statement: &str, text: &str, place: Place) {
        match grammar::parse(rule, statement, place) {
            Err(mismatch) => self.mismatch(&mismatch, text, place),
            Ok(node) => {
                // It fits by itself; then what follows is what broke it.
                let end = node.end();
                let rest = text.get(end..).unwrap_or_default();
                let at = end + rest.len() - rest.trim_start_matches([' ', '\t']).len();
                self.mismatch(&Mismatch { at, expected: Vec::new() }, text, place);
            }
        }
    }

    /// Words of another place, where one can say where they belong.
    fn misplaced(&mut self, node: &Node<'_>, word: &str, block: &Vocabulary) -> bool {
        let help = match (word, block.block) {
            ("require" | "check", "a stage") => {
                "say when it must hold: put it into `entry { }`, `during { }` or `exit { }`".to_owned()
            }
            ("that" | "when" | "severity" | "message", "this block" | "a stage") => {
                "it belongs into a check: `check name \"title\" { that … }`".to_owned()
            }
            ("entry" | "exit" | "needs", "a check" | "this block") => {
                "it belongs into a stage; is a `}` missing above?".to_owned()
            }
            _ if block.otherwise.is_none() && vocabulary::declaration(word).is_some() => {
                format!("`{word}` stands at the top of a playbook; is a `}}` missing above?")
            }
            _ => return false,
        };
        let span = node.place.moved(node.start()).span(0, word.len());
        self.problems.push(
            Diagnostic::error("syntax/misplaced", format!("`{word}` cannot stand in {}", block.block))
                .at(span, "not here")
                .help(help),
        );
        true
    }

    /// Reports what was expected and what stands there.
    pub(super) fn mismatch(&mut self, mismatch: &Mismatch, text: &str, place: Place) {
        let rest = text.get(mismatch.at..).unwrap_or_default();
        let found = rest.trim_start_matches([' ', '\t', '\u{feff}', '\u{a0}', '\u{3000}']);
        let at = mismatch.at + rest.len() - found.len();
        let rest = found;
        let before = text.get(..at).unwrap_or_default().trim_end();
        let expected = expected_after(before).filter(|_| is_value(&mismatch.expected));
        let expected = expected.map_or_else(|| all_words(&mismatch.expected), |said| vec![said.to_owned()]);
        let found = shown(rest);
        let message = match expected.as_slice() {
            [] => format!("unexpected {found}"),
            words => format!("expected {}, found {found}", either(words)),
        };
        let keywords: Vec<&str> =
            expected.iter().filter_map(|word| word.strip_prefix('`')?.strip_suffix('`')).collect();
        let help = slip_help(before, rest)
            .or_else(|| sign_help(rest, &mismatch.expected))
            .or_else(|| did_you_mean(first_word(rest), keywords).map(|near| format!("did you mean `{near}`?")));
        self.problems.push(
            Diagnostic::error("syntax/unexpected", message)
                .at(place.span(at, at + first_length(rest)), "")
                .maybe_help(help),
        );
    }
}

/// The text before a statement.
fn before<'i>(node: &Node<'i>) -> &'i str {
    node.input().get(..node.start()).unwrap_or_default()
}

/// What stands before a statement on its line.
fn last_line<'i>(node: &Node<'i>) -> &'i str {
    before(node).rsplit('\n').next().unwrap_or_default()
}

/// Whether something else stands before it on its line.
fn follows_a_statement(node: &Node<'_>) -> bool {
    let line = last_line(node).trim();
    !line.is_empty() && !line.ends_with(['{', '}', ';', ',']) && !line.ends_with("*/")
}

/// What stands at the beginning of a text, as shown in a sentence.
pub(super) fn shown(text: &str) -> String {
    match text.chars().next() {
        None => "nothing".to_owned(),
        Some('\n' | '\r') => "the end of the line".to_owned(),
        Some(_) if text.starts_with("//") => "the end of the line".to_owned(),
        Some(_) => {
            let whole = text.get(..first_length(text)).unwrap_or_default();
            let cut: String = whole.chars().take(40).collect();
            if cut.len() < whole.len() { format!("`{cut}…`") } else { format!("`{cut}`") }
        }
    }
}

/// The length of the first thing in a text: a name, a number, a text in quotes, a sign.
fn first_length(text: &str) -> usize {
    let word = first_word(text).len();
    let Some(first) = text.chars().next() else { return 0 };
    match first {
        _ if word > 0 => word,
        '\n' | '\r' => 0,
        '"' => {
            text.get(1..).and_then(|inside| inside.find(['"', '\n'])).map_or(text.len(), |at| at + 2).min(line(text))
        }
        _ => {
            let signs = ["-->", "->", "=>", "==", "!=", "<=", ">=", "..", "&&", "||"];
            signs.iter().find(|sign| text.starts_with(**sign)).map_or(first.len_utf8(), |sign| sign.len())
        }
    }
}

fn line(text: &str) -> usize {
    text.find(['\n', '\r']).unwrap_or(text.len())
}

/// What to do about a sign that other languages use, or a keyboard in another script gives.
fn sign_help(found: &str, expected: &[Rule]) -> Option<String> {
    let wanted = |rule: Rule| expected.contains(&rule);
    let wide = [
        ('，', ","),
        ('、', ","),
        ('：', ":"),
        ('；', "a new line"),
        ('｛', "{"),
        ('｝', "}"),
        ('（', "("),
        ('）', ")"),
        ('“', "\""),
        ('”', "\""),
        ('「', "\""),
        ('＝', "="),
        ('→', "->"),
        ('％', "%"),
        ('｜', "|"),
    ];
    let first = found.chars().next()?;
    if let Some((_, sign)) = wide.iter().find(|(letter, _)| *letter == first) {
        return Some(format!("write `{sign}` instead of `{first}`"));
    }
    let ours = [(Rule::equals, "="), (Rule::colon, ":")].into_iter().find(|(rule, _)| wanted(*rule));
    let theirs = ["->", "=>", ":=", "==", "=", ":"].into_iter().find(|sign| found.starts_with(sign));
    if let (Some((_, ours)), Some(theirs)) = (ours, theirs) {
        return Some(format!("write `{ours}` instead of `{theirs}`"));
    }
    match first {
        '=' | '-' if ["=>", "-->", "—>"].iter().any(|arrow| found.starts_with(arrow)) => {
            Some("an arrow is written `->`".to_owned())
        }
        '-' if found.starts_with("->") => Some("an arrow stands between two stages: `lead -> bid`".to_owned()),
        '\'' => Some("texts stand in double quotes: `\"text\"`".to_owned()),
        ';' => Some("no `;` is needed: a statement ends with its line".to_owned()),
        ':' | '=' => Some(format!("remove the `{first}`")),
        _ if [Rule::string, Rule::first_of, Rule::under_path].into_iter().any(wanted)
            && !matches!(first, '\n' | '\r' | '"') =>
        {
            Some("put the text in double quotes".to_owned())
        }
        _ => None,
    }
}

/// Whether nothing but one value could stand there.
fn is_value(expected: &[Rule]) -> bool {
    matches!(
        expected,
        [Rule::name | Rule::number | Rule::path | Rule::names | Rule::quantity | Rule::duration | Rule::length]
    )
}

/// What a clause asks for, where its word says more than the grammar.
fn expected_after(before: &str) -> Option<&'static str> {
    let last = before.rsplit(|letter: char| !letter.is_alphanumeric() && letter != '_').next()?;
    Some(match last {
        "most" | "due" | "valid" | "longest" | "within" | "recorded_at_within" => "a length of time (`30 days`)",
        "needs" | "owner" => "the name of a role",
        "severity" => "`critical`, `major`, `minor` or `info`",
        "outcome" => "`won` or `lost`",
        "require" => "the name of a field, `role` or `approval`",
        "weekend" => "a day of the week (`saturday`)",
        "playbook" | "stage" | "role" | "check" | "approval" | "authority" | "score" | "source" => {
            "a name without blanks (`first_offer`); the title follows in quotes"
        }
        _ => return None,
    })
}

/// What to do about slips that one can guess from the words around them.
fn slip_help(before: &str, found: &str) -> Option<String> {
    let last = before.rsplit(|letter: char| !letter.is_alphanumeric() && letter != '_').next().unwrap_or_default();
    match (last, first_word(found)) {
        ("at", "least") => {
            Some("a stage knows `at most`; for the least time write a check with `time_in(…)`".to_owned())
        }
        ("at", "max" | "maximum" | "mots" | "mosst") => Some("write `at most 30 days`".to_owned()),
        ("never", _) => Some("write `never waive` or `never loosen`".to_owned()),
        ("one" | "list", _) => Some(format!("write `{last} of …`")),
        _ => None,
    }
}
