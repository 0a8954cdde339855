//! What rhai's parser says, in the author's words.

use rhai::LexError;
use rhai::ParseError;
use rhai::ParseErrorType;

use crate::diagnostic::Diagnostic;
use crate::expr::literal::Rewritten;
use crate::expr::places::Places;
use crate::expr::said;
use crate::expr::script::fence::CLOSED;
use crate::source::Span;

const TO_A_MODULE: &str = "put it into a function of a rhai module and call that here";

const STATEMENTS: [&str; 22] = [
    "let", "const", "while", "for", "loop", "do", "until", "fn", "return", "break", "continue", "throw", "try",
    "import", "export", "switch", "private", "{", ";", "+=", "-=", "eval",
];

/// A syntax error at its place in the text that stands at `span`.
pub fn diagnostic(error: &ParseError, rewritten: &Rewritten, text: &str, span: Span) -> Diagnostic {
    let places = Places { text, rewritten, base: span };
    let position = error.position();
    let here = places.token(position.line().unwrap_or(1), position.position().unwrap_or(1));
    let found = places.text_at(here);
    let (message, help) = if found == ";" { unexpected(found) } else { words(error.err_type()) };
    Diagnostic::error("expr/syntax", said::for_people(&message)).at(here, "").help(help)
}

/// A syntax error in a module.
pub fn in_module(error: &ParseError, rewritten: &Rewritten, text: &str, span: Span) -> Diagnostic {
    let mut wrong = diagnostic(error, rewritten, text, span);
    wrong.code = "expr/module-syntax";
    wrong.help = None;
    match error.err_type() {
        ParseErrorType::BadInput(LexError::ImproperSymbol(found, _)) if CLOSED.contains(&found.as_str()) => {
            wrong.message = format!("`{found}` is not available in modules");
            wrong.help(closed_help(found))
        }
        ParseErrorType::Reserved(found) if CLOSED.contains(&found.as_str()) => {
            wrong.message = format!("`{found}` is not available in modules");
            wrong.help(closed_help(found))
        }
        ParseErrorType::BadInput(LexError::UnexpectedInput(found) | LexError::ImproperSymbol(found, _)) => {
            wrong.message = format!("`{found}` is not expected here");
            wrong
        }
        // Where a condition would be told that it ends too late, a module lacks the sign that ends its list or call.
        ParseErrorType::MissingToken(..) => {
            let (message, help) = words(error.err_type());
            wrong.message = message;
            wrong.help(help)
        }
        ParseErrorType::VariableUndefined(name) => {
            wrong.message = format!("no variable is named `{name}`");
            wrong.help("a module sees only what it is handed: give the field as an argument")
        }
        _ => wrong,
    }
}

fn closed_help(word: &str) -> &'static str {
    match word {
        "try" => "a missing value must not be caught: ask `present(x)` before",
        "switch" => "a missing value would take its last branch: write `if x == … { }`",
        _ => "a module computes from its arguments and gives a value, nothing else",
    }
}

/// A sentence without its capital.
pub fn lowered(said: &str) -> String {
    let mut letters = said.chars();
    let first = letters.next().map(|letter| letter.to_lowercase().to_string()).unwrap_or_default();
    format!("{first}{}", letters.as_str())
}

/// What is wrong and what to do.
pub fn words(error: &ParseErrorType) -> (String, &'static str) {
    match error {
        ParseErrorType::BadInput(LexError::UnexpectedInput(found)) => unexpected(found),
        ParseErrorType::BadInput(LexError::ImproperSymbol(found, _)) => unexpected(found),
        ParseErrorType::BadInput(LexError::UnterminatedString) => {
            ("this text has no closing `\"`".to_owned(), "close it on the same line")
        }
        ParseErrorType::BadInput(LexError::MalformedNumber(found)) => {
            (format!("`{found}` is not a number"), "write numbers like `1_500.50`")
        }
        ParseErrorType::BadInput(LexError::MalformedEscapeSequence(found)) => {
            (format!("`{found}` means nothing in a text"), "write a backslash as `\\\\`")
        }
        ParseErrorType::UnexpectedEOF => {
            ("something is missing at the end".to_owned(), "close every bracket and give every operator its two sides")
        }
        ParseErrorType::MissingToken(token, _) => {
            (format!("`{token}` is missing"), "close every bracket and part the arguments of a call by `,`")
        }
        ParseErrorType::ExprExpected(_) => ("a value is missing here".to_owned(), "give every operator its two sides"),
        ParseErrorType::PropertyExpected => {
            ("the name of a field is missing behind the point".to_owned(), "write it like `account.name`")
        }
        ParseErrorType::ExprTooDeep => {
            ("this nests too deeply".to_owned(), "put a part of it into a `let` or a rhai module")
        }
        ParseErrorType::Reserved(word) => (format!("`{word}` is a reserved word"), "choose another name"),
        ParseErrorType::LiteralTooLarge(..) => ("this text or list is too long".to_owned(), "shorten it"),
        other => (lowered(&other.to_string()), "write an expression over the fields of the deal"),
    }
}

fn unexpected(found: &str) -> (String, &'static str) {
    match found {
        "=" => ("`=` does not compare".to_owned(), "compare with `==`"),
        "eval" => ("`eval` is not available".to_owned(), TO_A_MODULE),
        found if STATEMENTS.contains(&found) => (format!("`{found}` is not available in conditions"), TO_A_MODULE),
        "and" => ("`and` is written `&&`".to_owned(), "write `a && b`"),
        "or" => ("`or` is written `||`".to_owned(), "write `a || b`"),
        found => (format!("`{found}` is not expected here"), "an operator like `&&` or `>=` may be missing before it"),
    }
}
