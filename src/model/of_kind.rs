use crate::model::Criterion;
use crate::model::Message;
use crate::model::Owner;
use crate::model::Severity;
use crate::model::Title;
use crate::value::Duration;

/// `on late { severity minor }`: what a criterion says of its findings of one kind; what is not given is as for the others.
#[derive(Clone, Debug)]
pub struct OfKind {
    /// The kind, as written in every output.
    pub kind: &'static str,
    /// How bad it is.
    pub severity: Option<Severity>,
    /// What its findings are headed by.
    pub title: Option<Title>,
    /// What a finding says.
    pub message: Option<Message>,
    /// Why it matters.
    pub because: Option<Title>,
    /// What to do.
    pub fix: Option<Title>,
    /// Who does it.
    pub owner: Option<Owner>,
    /// How long there is for it.
    pub due: Option<Duration>,
    /// The paragraph of a policy.
    pub policy: Option<String>,
    /// Words to select and group by.
    pub tags: Vec<String>,
}

impl Criterion {
    /// What it says of its findings of a kind alone.
    pub fn of_kind(&self, kind: &str) -> Option<&OfKind> {
        self.kinds.iter().find(|of_kind| of_kind.kind == kind)
    }

    /// How bad a finding of a kind is.
    pub fn severity_of(&self, kind: &str) -> Severity {
        self.of_kind(kind).and_then(|own| own.severity).unwrap_or(self.severity)
    }

    /// Why a finding of a kind matters.
    pub fn because_of(&self, kind: &str) -> Option<&Title> {
        self.of_kind(kind).and_then(|own| own.because.as_ref()).or(self.because.as_ref())
    }

    /// What the author says is to be done about a finding of a kind.
    pub fn fix_of(&self, kind: &str) -> Option<&Title> {
        self.of_kind(kind).and_then(|own| own.fix.as_ref()).or(self.fix.as_ref())
    }

    /// Who acts on a finding of a kind.
    pub fn owner_of(&self, kind: &str) -> Owner {
        self.of_kind(kind).and_then(|own| own.owner).unwrap_or(self.owner)
    }

    /// How long there is to act on a finding of a kind.
    pub fn due_of(&self, kind: &str) -> Option<Duration> {
        self.of_kind(kind).and_then(|own| own.due).or(self.due)
    }

    /// The paragraph that a finding of a kind rests on.
    pub fn policy_of(&self, kind: &str) -> Option<&str> {
        self.of_kind(kind).and_then(|own| own.policy.as_deref()).or(self.policy.as_deref())
    }

    /// The tags of a finding of a kind.
    pub fn tags_of(&self, kind: &str) -> &[String] {
        self.of_kind(kind).map(|own| own.tags.as_slice()).filter(|tags| !tags.is_empty()).unwrap_or(&self.tags)
    }

    /// All its tags, those of single kinds too: whoever selects by a tag wants to see them.
    pub fn all_tags(&self) -> impl Iterator<Item = &str> {
        self.tags.iter().chain(self.kinds.iter().flat_map(|own| &own.tags)).map(String::as_str)
    }

    /// The severities that its findings may have, the worst first.
    pub fn severities(&self) -> Vec<Severity> {
        let own = self.kinds.iter().filter_map(|own| own.severity);
        let all: Vec<Severity> = std::iter::once(self.severity).chain(own).collect();
        Severity::ALL.into_iter().rev().filter(|severity| all.contains(severity)).collect()
    }

    /// All its messages: its own, and those of single kinds.
    pub fn messages(&self) -> impl Iterator<Item = &Message> {
        self.message.iter().chain(self.kinds.iter().filter_map(|own| own.message.as_ref()))
    }

    /// All who may have to act on its findings.
    pub fn owners(&self) -> impl Iterator<Item = Owner> {
        std::iter::once(self.owner).chain(self.kinds.iter().filter_map(|own| own.owner))
    }
}
