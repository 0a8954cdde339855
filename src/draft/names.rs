use std::collections::BTreeSet;

use crate::draft::words::split;

/// Words that mean something in a playbook or in a condition, and so name nothing else.
const TAKEN: &[&str] = &[
    "today",
    "now",
    "true",
    "false",
    "missing",
    "present",
    "let",
    "const",
    "if",
    "else",
    "for",
    "in",
    "while",
    "loop",
    "fn",
    "is",
    "this",
    "return",
    "switch",
    "case",
    "do",
    "until",
    "import",
    "export",
    "as",
    "private",
    "throw",
    "try",
    "catch",
    "global",
    "var",
    "static",
    "shared",
    "goto",
    "exit",
    "match",
    "public",
    "protected",
    "new",
    "use",
    "with",
    "module",
    "package",
    "super",
    "thread",
    "spawn",
    "go",
    "await",
    "async",
    "sync",
    "yield",
    "default",
    "void",
    "null",
    "nil",
    "eval",
    "call",
    "curry",
    "type_of",
    "print",
    "debug",
];

/// What every deal has, and what `require` asks for besides fields.
const BUILT_IN: &[&str] = &[
    "role",
    "approval",
    "id",
    "name",
    "stage",
    "owner",
    "created_at",
    "team",
    "history",
    "changes",
    "events",
    "pauses",
    "approvals",
];

/// Gives names, each of them once.
#[derive(Debug, Default)]
pub(super) struct Names {
    given: BTreeSet<String>,
}

impl Names {
    /// Names for fields of a deal.
    pub fn of_deals() -> Names {
        Names { given: BUILT_IN.iter().map(|name| (*name).to_owned()).collect() }
    }

    /// A name for something that is called so in the export.
    pub fn give(&mut self, called: &str) -> String {
        self.give_but(called, TAKEN)
    }

    /// A name for a member of an enumeration, which stands in quotes in conditions.
    pub fn give_member(&mut self, called: &str) -> String {
        self.give_but(called, &["true", "false", "missing", "any"])
    }

    fn give_but(&mut self, called: &str, taken: &[&str]) -> String {
        let wanted = identifier(called);
        let mut name = wanted.clone();
        let mut count = 2;
        while taken.contains(&name.as_str()) || self.given.contains(&name) {
            name = format!("{wanted}_{count}");
            count += 1;
        }
        self.given.insert(name.clone());
        name
    }
}

/// A name made of words.
pub(super) fn identifier(called: &str) -> String {
    let name = split(called).join("_");
    match name.chars().next() {
        None => "unnamed".to_owned(),
        Some(first) if first.is_alphabetic() => name,
        Some(_) => format!("n{name}"),
    }
}

/// `accounts` and `companies` as one of them.
pub(super) fn singular(name: &str) -> String {
    if let Some(stem) = name.strip_suffix("ies").filter(|stem| stem.len() > 1) {
        return format!("{stem}y");
    }
    match name.strip_suffix('s') {
        Some(stem) if stem.len() > 2 && !stem.ends_with('s') => stem.to_owned(),
        _ => name.to_owned(),
    }
}

/// A text in quotes.
pub(super) fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for letter in text.chars() {
        match letter {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            other => out.push(other),
        }
    }
    out.push('"');
    out
}

/// A text inside a comment, on one line.
pub(super) fn remark(text: &str) -> String {
    text.split_whitespace().collect::<Vec<&str>>().join(" ")
}

/// A count with separators.
pub(super) fn count(number: usize) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}
