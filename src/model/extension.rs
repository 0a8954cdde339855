use std::fmt;

use crate::model::Severity;
use crate::source::Span;
use crate::value::Duration;

/// The playbook that another one changes.
#[derive(Clone, Debug)]
pub struct Extension {
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: Option<String>,
    /// What the playbook asks less than it, or may ask less.
    pub loosened: Vec<Loosening>,
}

/// One thing that a playbook asks less than the one it extends, or may ask less.
#[derive(Clone, Debug)]
pub struct Loosening {
    /// The check, requirement or approval, as the playbook below names it.
    pub check: String,
    /// In which way.
    pub how: How,
    /// Whether the playbook below forbids it: `never loosen`.
    pub forbidden: bool,
    /// Where the change stands.
    pub at: Span,
    /// Where the check stands in the playbook below.
    pub below: Span,
}

/// In which way a check is loosened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum How {
    /// It is gone.
    Removed,
    /// Its severity is milder.
    Milder(Severity, Severity),
    /// The severity of its findings of one kind is milder.
    MilderKind(&'static str, Severity, Severity),
    /// It may be waived now.
    Waivable,
    /// Extensions of this playbook may loosen it.
    Loosenable,
    /// Its condition is another one.
    Condition,
    /// It applies under another `when`.
    When,
    /// It is asked in fewer places.
    Places,
    /// The longest stay allowed is longer.
    Longer(Duration, Duration),
    /// The longest stay allowed hangs on other values, or on the deal.
    Lengths,
    /// It binds in a period, or in another one.
    Period,
    /// Others may approve.
    Approvers,
    /// A decision holds longer, or covers less.
    Validity,
    /// A computed field that it reads is computed otherwise.
    Reads(String),
    /// The stages come in another flow.
    Flow,
}

impl fmt::Display for How {
    /// Behind the name of a check: "`big_discount` is removed".
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            How::Removed => out.write_str("is removed"),
            How::Milder(from, to) => write!(out, "is {} instead of {}", to.name(), from.name()),
            How::MilderKind(kind, from, to) => {
                write!(out, "is {} instead of {} for findings that are `{kind}`", to.name(), from.name())
            }
            How::Waivable => out.write_str("may be waived"),
            How::Loosenable => out.write_str("may be loosened by further playbooks"),
            How::Condition => out.write_str("has another condition"),
            How::When => out.write_str("applies under another `when`"),
            How::Places => out.write_str("is asked in fewer stages"),
            How::Longer(from, to) => write!(out, "allows {to} instead of {from}"),
            How::Lengths => out.write_str("allows other lengths"),
            How::Period => out.write_str("binds in another period"),
            How::Approvers => out.write_str("may be decided by others"),
            How::Validity => out.write_str("holds longer, or covers less"),
            How::Reads(name) => write!(out, "reads `{name}`, which is computed otherwise"),
            How::Flow => out.write_str("follows another flow"),
        }
    }
}
