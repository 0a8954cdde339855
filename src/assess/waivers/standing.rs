use crate::assess::Right;
use crate::assess::Settings;
use crate::model::Criterion;
use crate::model::Playbook;
use crate::model::Waiver;
use crate::value::Truth;

/// Whether a waiver is in force for a criterion.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    /// It is.
    Holds,
    /// It ran out.
    Expired,
    /// The criterion must never be waived.
    Forbidden,
    /// Who decided it may not.
    Unauthorised,
}

/// Whether a waiver is in force. One that runs too long is, until it is shortened; one whose author may not decide it is not.
pub(super) fn standing(
    playbook: &Playbook,
    settings: &Settings<'_>,
    waiver: &Waiver,
    criterion: &Criterion,
) -> Standing {
    if criterion.never_waive {
        Standing::Forbidden
    } else if waiver.until < settings.as_of.today {
        Standing::Expired
    } else if authorised(playbook, settings, waiver) == Truth::No {
        Standing::Unauthorised
    } else {
        Standing::Holds
    }
}

/// Whether who decided a waiver may: named as the policy names it, or holding a role that the policy names.
///
/// Unknown where the policy names roles and no `people` are given who might hold them.
pub(super) fn authorised(playbook: &Playbook, settings: &Settings<'_>, waiver: &Waiver) -> Truth {
    let allowed = &playbook.waiver_policy.by;
    if allowed.is_empty() || allowed.contains(&waiver.by) {
        return Truth::Yes;
    }
    let mut answer = Truth::No;
    for (place, role) in (0_u16..).zip(&playbook.roles).filter(|(_, role)| allowed.contains(&role.name)) {
        let named = role.title.text == waiver.by || role.title.translations.values().any(|title| *title == waiver.by);
        let holds = settings.people.map(|people| people.right(&waiver.by, place, settings.as_of.today));
        answer = answer.or(match holds {
            _ if named => Truth::Yes,
            Some(Right::Holds | Right::Deputy { .. }) => Truth::Yes,
            Some(Right::None) => Truth::No,
            Some(Right::Unknown) | None => Truth::Unknown,
        });
    }
    answer
}
