use crate::assess::Kind;
use crate::assess::Verdict;
use crate::assess::approvals::Open;
use crate::assess::lengths::Allowed;
use crate::assess::lengths::allowed;
use crate::assess::ruling::Basis;
use crate::assess::ruling::Breach;
use crate::assess::ruling::Cause;
use crate::assess::ruling::Fault;
use crate::assess::ruling::Ruling;
use crate::assess::settings::Case;
use crate::assess::way::Spell;
use crate::assess::wording::Wording;
use crate::model::Length;
use crate::model::Outcome;
use crate::model::StageId;
use crate::value::Calendar;
use crate::value::Duration;
use crate::value::Gap;
use crate::value::Moment;
use crate::value::Pause;
use crate::value::Truth;
use crate::value::Unit;
use crate::value::builtin;
use crate::value::length_of_stay;

/// A stay that was too long, or of which that cannot be told.
#[derive(Clone, Debug)]
pub(super) struct Stay {
    pub spell: Spell,
    /// How long it may be.
    pub limit: Duration,
    /// How long it was.
    pub length: Result<Duration, Doubt>,
    /// How much longer it was with the pauses in it.
    pub paused: Option<Duration>,
}

/// Why it cannot be told whether a stay was too long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Doubt {
    /// When it began, or ended, is not known.
    Dates(Gap),
    /// When the deal was paused is not known.
    Pauses(Gap),
    /// The limit is less than a day, and the times of day are not known.
    TimeOfDay,
}

/// Judges every stay in a stage by the longest one allowed.
pub(super) fn stays(case: &Case<'_>, stage: StageId, limit: &Length) -> Ruling {
    if !case.way.spells.iter().any(|spell| spell.stage == stage) {
        // Of a stage that was passed without a record there is nothing left to say; of the present one there is.
        let here = case.way.stage == Ok(stage);
        return if here {
            Ruling::open(Basis::Rule, Cause::Moment)
        } else {
            Ruling::clear(Verdict::NotApplicable, Basis::NoStay)
        };
    }
    let limit = match allowed(case, limit) {
        Allowed::Length(limit) => limit,
        Allowed::Any => return Ruling::clear(Verdict::NotApplicable, Basis::NoLimit),
        Allowed::Unknown(open) => return Ruling::open(Basis::Rule, Cause::Fault(limit_unknown(case, stage, &open))),
    };
    let of_stage = case.way.spells.iter().filter(|spell| spell.stage == stage);
    Ruling::of(of_stage.filter_map(|spell| breach(case, *spell, limit)).collect())
}

fn breach(case: &Case<'_>, spell: Spell, limit: Duration) -> Option<Breach> {
    let open = |doubt| {
        let cause = Cause::Stay(Stay { spell, limit, length: Err(doubt), paused: None });
        Some(Breach { verdict: Verdict::Unknown, kind: Kind::Undecided, cause, element: None })
    };
    let (from, to) = match ends(case, &spell) {
        Ok(ends) => ends,
        Err(gap) => return open(Doubt::Dates(gap)),
    };
    let length = |pauses: &[Pause]| length_of_stay(from, to, limit.unit, &case.playbook.calendar, pauses);
    let whole = length(&[]);
    // No pause makes a stay longer: one that was short enough with all its days needs none.
    if longer(whole, limit, &case.playbook.calendar) == Truth::No {
        return None;
    }
    let length = match Pause::list(case.deal.record.get(builtin::PAUSES)) {
        Ok(pauses) => length(&pauses),
        Err(gap) => return open(Doubt::Pauses(gap)),
    };
    match longer(length, limit, &case.playbook.calendar) {
        Truth::No => None,
        Truth::Unknown => open(Doubt::TimeOfDay),
        Truth::Yes => {
            let lost = whole.count - length.count;
            let paused = (whole.unit == length.unit && lost > 0).then(|| Duration::new(lost, whole.unit));
            let cause = Cause::Stay(Stay { spell, limit, length: Ok(length), paused });
            Some(Breach { verdict: Verdict::Fail, kind: Kind::Overstayed, cause, element: None })
        }
    }
}

/// What the limit of a stay hangs on is not known.
fn limit_unknown(case: &Case<'_>, stage: StageId, open: &Open) -> Fault {
    let words = Wording::of(case.settings.language);
    let gaps: Vec<(String, Gap)> = open.gaps.iter().map(|(_, name, gap)| (name.clone(), *gap)).collect();
    let paths = open.gaps.iter().filter(|(path, ..)| !path.is_empty());
    Fault {
        message: words.limit_unknown(case.playbook, stage, &gaps),
        fix: words.supply_first(&gaps),
        about: None,
        rests_on: paths.map(|(path, ..)| (path.clone(), None)).collect(),
    }
}

/// When a stay began, and when it ended or now.
fn ends(case: &Case<'_>, spell: &Spell) -> Result<(Moment, Moment), Gap> {
    let from = spell.entered.ok_or(Gap::Absent)?;
    let won = case.playbook.stage(spell.stage).is_some_and(|stage| stage.outcome == Some(Outcome::Won));
    match spell.left {
        Some(left) => Ok((from, left)),
        None if spell.open && !won => Ok((from, Moment::At(case.settings.as_of.now))),
        None => Err(Gap::Absent),
    }
}

/// Whether a length of time is more than a limit.
///
/// Days that were counted because the times of day are not known may each be off by a day: of 24 hours, or of the hours worked.
pub(super) fn longer(length: Duration, limit: Duration, calendar: &Calendar) -> Truth {
    let a_day = calendar.working_seconds_a_day();
    match (length.unit, limit.unit) {
        (Unit::Days, Unit::Seconds) | (Unit::WorkingDays, Unit::WorkingSeconds) => {
            let a_day = if limit.unit == Unit::Seconds { 86_400 } else { a_day };
            let about = |days: i64| Duration::new(days.saturating_mul(a_day), limit.unit);
            let (least, most) = (about(length.count.saturating_sub(1)), about(length.count.saturating_add(1)));
            match (least.order(limit), most.order(limit)) {
                (Some(order), _) if order.is_ge() => Truth::Yes,
                (_, Some(order)) if order.is_le() => Truth::No,
                _ => Truth::Unknown,
            }
        }
        _ => length.order(limit).map_or(Truth::Unknown, |order| Truth::from(order.is_gt())),
    }
}
