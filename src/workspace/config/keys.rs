/// A key of `tollgate.toml`; each has the name of an option of `check`, or of its data.
#[derive(Debug, PartialEq, Eq)]
pub struct Key {
    /// Its name, as the option without its dashes.
    pub name: &'static str,
    /// What it holds.
    pub kind: Kind,
    /// The commands that take it; empty for every one that has the option.
    pub commands: &'static [&'static str],
    /// Whether it is about the file's playbook, and means nothing for another one.
    pub of_playbook: bool,
}

/// What a key holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A path, relative to the folder of the file.
    Path,
    /// A path, or a list of paths.
    Paths,
    /// A word.
    Word,
    /// A word, or a list of words.
    Words,
    /// A format, with `=PATH` for a file; or a list of those.
    Outputs,
    /// A day, as a text or as a date.
    Day,
    /// A whole number.
    Number,
    /// `true` or `false`.
    Flag,
}

impl Key {
    /// Whether a command takes it, where it has the option.
    pub fn is_for(&self, command: &str) -> bool {
        self.commands.is_empty() || self.commands.contains(&command)
    }
}

/// The commands that judge deals.
const JUDGING: &[&str] = &["check", "explain", "next", "gate", "diff"];

/// These, and those that look at a playbook alone.
const WITH_PLAYBOOK: &[&str] = &["check", "explain", "next", "gate", "test", "lint", "doc"];

const CHECK: &[&str] = &["check"];

const fn key(name: &'static str, kind: Kind, commands: &'static [&'static str]) -> Key {
    Key { name, kind, commands, of_playbook: false }
}

const fn of_playbook(name: &'static str, kind: Kind, commands: &'static [&'static str]) -> Key {
    Key { name, kind, commands, of_playbook: true }
}

/// Every key.
pub const KEYS: &[Key] = &[
    key("playbook", Kind::Path, WITH_PLAYBOOK),
    of_playbook("data", Kind::Paths, JUDGING),
    of_playbook("source", Kind::Word, JUDGING),
    of_playbook("people", Kind::Path, JUDGING),
    of_playbook("only", Kind::Words, JUDGING),
    of_playbook("baseline", Kind::Path, CHECK),
    key("as-of", Kind::Day, JUDGING),
    key("lang", Kind::Word, &[]),
    key("severity", Kind::Word, CHECK),
    key("fail-on", Kind::Word, &["check", "gate"]),
    key("fail-on-unknown", Kind::Word, CHECK),
    key("max-findings", Kind::Number, CHECK),
    key("output", Kind::Outputs, CHECK),
    key("group", Kind::Word, CHECK),
    key("all", Kind::Flag, CHECK),
    key("threads", Kind::Number, CHECK),
    key("color", Kind::Word, &[]),
];
