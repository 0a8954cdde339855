//! Names of the author that are words of rhai: behind a point, or as the stage that is asked for, nothing else can be meant.

use crate::expr::lexer::Token;
use crate::expr::lexer::TokenKind;

/// Words that rhai keeps for itself and that mean nothing in a condition: they are names everywhere.
const FREE: [&str; 23] = [
    "async",
    "await",
    "case",
    "default",
    "go",
    "goto",
    "is",
    "match",
    "module",
    "new",
    "package",
    "protected",
    "public",
    "shared",
    "spawn",
    "static",
    "super",
    "sync",
    "thread",
    "use",
    "var",
    "with",
    "yield",
];

/// Words that mean something to rhai, or that other languages write for something: alone they are no names.
const WORDS: [&str; 38] = [
    "Fn",
    "as",
    "break",
    "call",
    "catch",
    "const",
    "continue",
    "curry",
    "debug",
    "do",
    "else",
    "eval",
    "export",
    "false",
    "fn",
    "for",
    "if",
    "import",
    "in",
    "is_def_fn",
    "is_def_var",
    "is_shared",
    "let",
    "loop",
    "nil",
    "null",
    "print",
    "private",
    "return",
    "switch",
    "this",
    "throw",
    "true",
    "try",
    "type_of",
    "until",
    "void",
    "while",
];

/// Functions that are asked with the bare name of a stage, a role or an approval.
const OF_NAMES: [&str; 8] = ["entered", "last_entered", "left", "visited", "time_in", "holder", "approved", "approval"];

/// How such a name is written for rhai.
const SAID: &str = "said__";

/// Whether a condition can say a name that stands alone: a field of the deal, an element of `for`.
pub fn is_sayable(name: &str) -> bool {
    !WORDS.contains(&name)
}

/// A name as rhai takes it.
pub(super) fn for_rhai(name: &str) -> String {
    format!("{SAID}{name}")
}

/// A text for rhai whose fields are looked up by their names as written: `x.said__until` becomes `x["until"]`.
pub(super) fn with_fields(text: &str) -> String {
    let mark = format!(".{SAID}");
    let mut pieces = text.split(mark.as_str());
    let mut out = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let end = piece.find(|letter: char| letter != '_' && !letter.is_alphanumeric()).unwrap_or(piece.len());
        let (name, rest) = piece.split_at_checked(end).unwrap_or((piece, ""));
        out.push_str(&format!("[\"{name}\"]{rest}"));
    }
    out
}

/// A sentence of rhai with the names as their author wrote them.
pub(super) fn for_people(text: &str) -> String {
    text.replace(SAID, "")
}

/// A name as its author wrote it.
pub(super) fn as_written(name: &str) -> &str {
    match name.strip_prefix(SAID) {
        Some(plain) if FREE.contains(&plain) || WORDS.contains(&plain) => plain,
        _ => name,
    }
}

/// Marks the words of rhai that can only be names.
pub(super) fn mark(text: &str, tokens: &mut [Token]) {
    let word = |at: Option<usize>, tokens: &[Token]| {
        at.and_then(|at| tokens.get(at)).and_then(|token| text.get(token.range.clone())).unwrap_or_default()
    };
    for at in 0..tokens.len() {
        let own = word(Some(at), tokens);
        let (free, taken) = (FREE.contains(&own), WORDS.contains(&own));
        if !free && !taken {
            continue;
        }
        let (before, after) = (word(at.checked_sub(1), tokens), word(Some(at + 1), tokens));
        let behind_a_point = matches!(before, "." | "?.") && after != "(";
        let asked_for = before == "(" && after == ")" && OF_NAMES.contains(&word(at.checked_sub(2), tokens));
        let alone = free && after != "(" && before != "::";
        if let Some(token) = tokens.get_mut(at).filter(|_| behind_a_point || asked_for || alone) {
            token.kind = TokenKind::Name;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::FREE;
    use super::WORDS;
    use rhai::Engine;

    #[test]
    fn rhai_takes_none_of_them_as_a_name() {
        let engine = Engine::new_raw();
        let is_taken = |word: &str| {
            let property = engine.compile_expression(format!("x.{word}"));
            property.is_ok() && engine.compile_expression(format!("{word} + {word}")).is_ok()
        };
        let taken: Vec<&&str> = FREE.iter().chain(&WORDS).filter(|word| is_taken(word)).collect();
        assert!(taken.is_empty(), "{taken:?}");
    }
}
