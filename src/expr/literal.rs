//! Rewrites the literals of the language to calls that rhai can read, and remembers what stood where.

use chrono::DateTime;
use chrono::NaiveDate;

use crate::diagnostic::Diagnostic;
use crate::diagnostic::did_you_mean;
use crate::expr::lexer;
use crate::expr::lexer::Token;
use crate::expr::lexer::TokenKind;
use crate::expr::said;
use crate::source::Span;
use crate::value::Currency;
use crate::value::Decimal;
use crate::value::Duration;
use crate::value::Moment;
use crate::value::Money;
use crate::value::Type;
use crate::value::Value;
use crate::value::parse_number;
use crate::value::scaled;

/// A text as rhai reads it, and the way back to the text as written.
#[derive(Clone, Debug)]
pub struct Rewritten {
    /// What rhai reads.
    pub text: String,
    /// The tokens of the text as written, a literal being one.
    pub tokens: Vec<Token>,
    /// What is wrong with literals.
    pub diagnostics: Vec<Diagnostic>,
    pieces: Vec<Piece>,
}

#[derive(Clone, Copy, Debug)]
struct Piece {
    /// First byte in the rewritten text.
    start: usize,
    /// First byte in the text as written.
    original: usize,
    /// Whether the piece was replaced, so that all of it stands for one place.
    replaced: bool,
}

const UNITS: [&str; 17] = [
    "second", "seconds", "minute", "minutes", "hour", "hours", "day", "days", "week", "weeks", "month", "months",
    "quarter", "quarters", "year", "years", "working",
];

/// Words after which no operand follows, so that a `%` before them is a percent sign.
const OPERATOR_WORDS: [&str; 3] = ["in", "else", "is"];

/// Rewrites a whole module: its literals, and the `()` that something is compared with.
///
/// rhai cannot tell `x == ()` from `x == y` with nothing in `y`; the first asks whether something is there, the second cannot be told.
pub fn rewrite_module(text: &str, span: Span) -> Rewritten {
    let mut rewritten = cut(text, span);
    let tokens = std::mem::take(&mut rewritten.tokens);
    let text_of = |at: usize| tokens.get(at).and_then(|token| text.get(token.range.clone())).unwrap_or_default();
    let compares = |at: Option<usize>| at.is_some_and(|at| matches!(text_of(at), "==" | "!="));
    let mut kept = Vec::with_capacity(tokens.len());
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        let pair = token.mate == Some(at + 1) && text_of(at) == "(";
        // `f() == x` is a call: what stands before its brackets is a name or a bracket.
        let called = kept.last().is_some_and(|before: &Token| {
            before.kind == TokenKind::Word
                || text.get(before.range.clone()).is_some_and(|sign| matches!(sign, ")" | "]"))
        });
        if pair && !called && (compares(at.checked_sub(1)) || compares(Some(at + 2))) {
            let end = tokens.get(at + 1).map_or(token.range.end, |token| token.range.end);
            kept.push(Token { kind: TokenKind::Nothing, range: token.range.start..end, mate: None });
            at += 2;
            continue;
        }
        kept.push(token.clone());
        at += 1;
    }
    lexer::match_brackets(text, &mut kept);
    (rewritten.text, rewritten.pieces) = write(text, &kept);
    rewritten.tokens = kept;
    rewritten
}

/// Rewrites the condition that stands at `span`: its literals, and names that are words of rhai.
pub fn rewrite(text: &str, span: Span) -> Rewritten {
    let mut rewritten = cut(text, span);
    said::mark(text, &mut rewritten.tokens);
    (rewritten.text, rewritten.pieces) = write(text, &rewritten.tokens);
    rewritten
}

/// Finds the literals of a text.
fn cut(text: &str, span: Span) -> Rewritten {
    let raw = lexer::tokens(text);
    let mut reader = Reader { text, span, raw: &raw, diagnostics: Vec::new() };
    let mut tokens = Vec::with_capacity(raw.len());
    let mut at = 0;
    while let Some(token) = raw.get(at) {
        let (token, used) = reader.read(at).unwrap_or_else(|| (token.clone(), 1));
        tokens.push(token);
        at += used;
    }
    let diagnostics = reader.diagnostics;
    lexer::match_brackets(text, &mut tokens);
    Rewritten { text: String::new(), tokens, diagnostics, pieces: Vec::new() }
}

impl Rewritten {
    /// The byte of the text as written for a line and a character column of the rewritten text, both from 1.
    pub fn original(&self, line: usize, column: usize) -> usize {
        let start = self.text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum::<usize>();
        let rest = self.text.get(start..).unwrap_or_default();
        let inside = rest.char_indices().nth(column.saturating_sub(1)).map_or(rest.len(), |(at, _)| at);
        let byte = start + inside;
        let at = self.pieces.partition_point(|piece| piece.start <= byte);
        let Some(piece) = self.pieces.get(at.saturating_sub(1)) else { return byte };
        if piece.replaced { piece.original } else { piece.original + (byte - piece.start) }
    }
}

fn write(text: &str, tokens: &[Token]) -> (String, Vec<Piece>) {
    let mut out = String::with_capacity(text.len() + 16);
    let mut pieces = vec![Piece { start: 0, original: 0, replaced: false }];
    let mut done = 0;
    for token in tokens {
        let call = match &token.kind {
            TokenKind::Literal(value, ty) => call(value, ty),
            TokenKind::Nothing => "nothing()".to_owned(),
            TokenKind::Name => said::for_rhai(text.get(token.range.clone()).unwrap_or_default()),
            _ => continue,
        };
        out.push_str(text.get(done..token.range.start).unwrap_or_default());
        pieces.push(Piece { start: out.len(), original: token.range.start, replaced: true });
        out.push_str(&call);
        done = token.range.end;
        pieces.push(Piece { start: out.len(), original: done, replaced: false });
    }
    out.push_str(text.get(done..).unwrap_or_default());
    (out, pieces)
}

/// The call that stands for a literal.
fn call(value: &Value, ty: &Type) -> String {
    match (value, ty) {
        (Value::Number(share), Type::Percent) => format!("percent(\"{share}\")"),
        (Value::Number(number), _) => format!("number(\"{number}\")"),
        (Value::Money(money), _) => format!("money(\"{}\", \"{}\")", money.amount, money.currency),
        (Value::Date(day), _) => format!("date(\"{day}\")"),
        (Value::Moment(Moment::At(at)), _) => format!("datetime(\"{}\")", at.to_rfc3339()),
        (Value::Duration(length), _) => format!("duration({}, \"{:?}\")", length.count, length.unit),
        // Reported already; any call will do.
        _ => "nothing()".to_owned(),
    }
}

struct Reader<'a> {
    text: &'a str,
    span: Span,
    raw: &'a [Token],
    diagnostics: Vec<Diagnostic>,
}

impl Reader<'_> {
    fn text_of(&self, at: usize) -> &str {
        self.raw.get(at).and_then(|token| self.text.get(token.range.clone())).unwrap_or_default()
    }

    /// Whether two neighbouring tokens touch.
    fn touch(&self, at: usize) -> bool {
        let end = self.raw.get(at).map(|token| token.range.end);
        end.is_some() && end == self.raw.get(at + 1).map(|token| token.range.start)
    }

    fn is_word(&self, at: usize) -> bool {
        self.raw.get(at).is_some_and(|token| token.kind == TokenKind::Word)
    }

    /// The literal that starts at a token, and how many tokens it takes.
    fn read(&mut self, at: usize) -> Option<(Token, usize)> {
        if self.raw.get(at)?.kind != TokenKind::Number {
            return None;
        }
        // `x.1` and `30.days` are rhai's.
        if self.text_of(at + 1) == "." {
            return None;
        }
        self.moment(at).or_else(|| self.percent(at)).or_else(|| self.with_words(at))
    }

    fn token(&self, at: usize, used: usize, value: Value, ty: Type) -> (Token, usize) {
        let start = self.raw.get(at).map_or(0, |token| token.range.start);
        let end = self.raw.get(at + used - 1).map_or(start, |token| token.range.end);
        (Token { kind: TokenKind::Literal(value, ty), range: start..end, mate: None }, used)
    }

    fn report(&mut self, range: std::ops::Range<usize>, message: String, help: &str) {
        let base = self.span.start as usize;
        let span = Span::new(self.span.file, base + range.start, base + range.end);
        self.diagnostics.push(Diagnostic::error("expr/bad-literal", message).at(span, "").help(help));
    }

    /// `2026-06-30` and `2026-06-30T18:00+08:00`.
    fn moment(&mut self, at: usize) -> Option<(Token, usize)> {
        let start = self.raw.get(at)?.range.start;
        let rest = self.text.get(start..)?;
        let shape = |text: &str, shape: &str| {
            text.len() >= shape.len()
                && text.bytes().zip(shape.bytes()).all(|(b, s)| if s == b'0' { b.is_ascii_digit() } else { b == s })
        };
        if !shape(rest, "0000-00-00") || rest.as_bytes().get(10).is_some_and(u8::is_ascii_digit) {
            return None;
        }
        let mut length = 10;
        let timed = rest.get(10..).is_some_and(|rest| shape(rest, "T00:00"));
        if timed {
            length = 16;
            length += if rest.get(16..).is_some_and(|rest| shape(rest, ":00")) { 3 } else { 0 };
            let zone = rest.get(length..).unwrap_or_default();
            length += if zone.starts_with('Z') {
                1
            } else if shape(zone, "+00:00") || shape(zone, "-00:00") {
                6
            } else {
                0
            };
        }
        let written = rest.get(..length)?.to_owned();
        let used = self.raw.iter().skip(at).take_while(|token| token.range.start < start + length).count();
        let (value, ty) = if timed {
            (self.datetime(&written, start), Type::DateTime)
        } else {
            let day = written.parse::<NaiveDate>();
            if day.is_err() {
                let message = format!("the calendar has no day `{written}`");
                self.report(start..start + length, message, "write a date as year, month and day: `2026-06-30`");
            }
            (day.map_or(Value::ABSENT, Value::Date), Type::Date)
        };
        Some((Token { kind: TokenKind::Literal(value, ty), range: start..start + length, mate: None }, used))
    }

    fn datetime(&mut self, written: &str, start: usize) -> Value {
        let seconds =
            if written.matches(':').count() > if written.ends_with('Z') { 1 } else { 2 } { "" } else { ":00" };
        let (clock, zone) = written.split_at(16.min(written.len()));
        let full = format!("{clock}{seconds}{zone}");
        match DateTime::parse_from_rfc3339(&full) {
            Ok(at) => Value::Moment(Moment::At(at)),
            Err(_) => {
                let help = "say the time and its distance to UTC: `2026-06-30T18:00+08:00`";
                self.report(start..start + written.len(), format!("`{written}` is not a moment"), help);
                Value::ABSENT
            }
        }
    }

    /// `15%`, but not `a % b`.
    fn percent(&mut self, at: usize) -> Option<(Token, usize)> {
        if self.text_of(at + 1) != "%" || self.operand_starts(at + 2) {
            return None;
        }
        let share = parse_number(self.text_of(at))?.checked_div(Decimal::ONE_HUNDRED)?;
        Some(self.token(at, 2, Value::Number(share), Type::Percent))
    }

    fn operand_starts(&self, at: usize) -> bool {
        match self.raw.get(at).map(|token| &token.kind) {
            None => false,
            Some(TokenKind::Word | TokenKind::Name) => !OPERATOR_WORDS.contains(&self.text_of(at)),
            Some(TokenKind::Number | TokenKind::Quoted | TokenKind::Literal(..) | TokenKind::Nothing) => true,
            Some(TokenKind::Sign) => matches!(self.text_of(at), "(" | "["),
        }
    }

    /// `5M CNY`, `250k`, `30 days`, `10 working days`.
    fn with_words(&mut self, at: usize) -> Option<(Token, usize)> {
        if !self.is_word(at + 1) {
            return None;
        }
        let number = parse_number(self.text_of(at));
        let word = self.text_of(at + 1).to_owned();
        if UNITS.contains(&word.as_str()) {
            return self.length(at, &word);
        }
        if let (Ok(currency), Some(amount)) = (word.parse::<Currency>(), number) {
            return Some(self.token(at, 2, Value::Money(Money { amount, currency }), Type::Money));
        }
        if !self.touch(at) {
            return None;
        }
        let Some(factor) = scaled(&word) else { return self.unknown_suffix(at, &word) };
        let amount = number?.checked_mul(factor);
        if amount.is_none() {
            let range = self.raw.get(at)?.range.start..self.raw.get(at + 1)?.range.end;
            self.report(range, "this number has more than 28 digits".to_owned(), "write a smaller number");
        }
        let amount = amount.unwrap_or_default();
        Some(match self.text_of(at + 2).parse::<Currency>() {
            Ok(currency) => self.token(at, 3, Value::Money(Money { amount, currency }), Type::Money),
            Err(_) => self.token(at, 2, Value::Number(amount), Type::Number),
        })
    }

    /// `5m CNY`: a suffix that means nothing is said to, instead of a syntax error from rhai.
    fn unknown_suffix(&mut self, at: usize, word: &str) -> Option<(Token, usize)> {
        let range = self.raw.get(at)?.range.start..self.raw.get(at + 1)?.range.end;
        let unit = did_you_mean(word, UNITS);
        let help = match unit {
            Some(unit) => format!("did you mean `{} {unit}`?", self.text_of(at)),
            None => "known are `k`, `M`, `B`, `万` and `亿`, then a currency: `5M CNY`".to_owned(),
        };
        self.report(range, format!("`{word}` behind a number means nothing"), &help);
        let used = if self.text_of(at + 2).parse::<Currency>().is_ok() { 3 } else { 2 };
        Some(self.token(at, used, Value::ABSENT, Type::Any))
    }

    fn length(&mut self, at: usize, word: &str) -> Option<(Token, usize)> {
        let day = self.text_of(at + 2);
        let (unit, used) = match word {
            "working" if matches!(day, "day" | "days") => ("working days", 3),
            "working" if matches!(day, "hour" | "hours") => ("working hours", 3),
            "working" if matches!(day, "minute" | "minutes") => ("working minutes", 3),
            "working" => return None,
            unit => (unit, 2),
        };
        let written = self.text_of(at).replace('_', "");
        let length = written.parse().ok().and_then(|count| Duration::of(count, unit));
        if length.is_none() {
            let help = "a length of time is a whole number of seconds, minutes, hours, days, weeks, months, working days or working hours";
            let range = self.raw.get(at)?.range.clone();
            self.report(range, format!("`{written}` {unit} is not a length of time"), help);
        }
        let value = length.map_or(Value::ABSENT, Value::Duration);
        Some(self.token(at, used, value, Type::Duration))
    }
}

#[cfg(test)]
mod tests {
    use super::rewrite;
    use crate::source::Span;

    #[track_caller]
    fn case(text: &str, rewritten: &str) {
        assert_eq!(rewrite(text, Span::default()).text, rewritten);
    }

    #[test]
    fn literals_become_calls() {
        case("a > 1_500.50 CNY", "a > money(\"1500.50\", \"CNY\")");
        case("a > 5M CNY&&b", "a > money(\"5000000\", \"CNY\")&&b");
        case("a > 3万 CNY", "a > money(\"30000\", \"CNY\")");
        case("a > 15%", "a > percent(\"0.15\")");
        case("a > 15% && b", "a > percent(\"0.15\") && b");
        case("10 % b", "10 % b");
        case("10%(b)", "10%(b)");
        case("a % 3 == 0", "a % 3 == 0");
        case("a + 10 working days", "a + duration(10, \"WorkingDays\")");
        case("a > 2 weeks", "a > duration(14, \"Days\")");
        case("a > 2026-06-30", "a > date(\"2026-06-30\")");
        case("2026-06-30T18:00+08:00", "datetime(\"2026-06-30T18:00:00+08:00\")");
        case("2026-06-30T18:00:05Z", "datetime(\"2026-06-30T18:00:05+00:00\")");
        case("\"5M CNY\" // 5 days\n + /* 3% */ x", "\"5M CNY\" // 5 days\n + /* 3% */ x");
        case("x in 1..5", "x in 1..5");
        case("10% .. 20%", "percent(\"0.10\") .. percent(\"0.20\")");
    }

    #[test]
    fn places_lead_back() {
        let rewritten = rewrite("5M CNY > 阶段\n + 15% x", Span::default());
        let place = |needle: &str| {
            let at = rewritten.text.find(needle).unwrap();
            let before = &rewritten.text[..at];
            let line = before.matches('\n').count() + 1;
            let column = before.rsplit('\n').next().unwrap().chars().count() + 1;
            rewritten.original(line, column)
        };
        assert_eq!(place("money"), 0);
        assert_eq!(place("阶"), 9);
        assert_eq!(place("+ 15"), 17);
    }
}
