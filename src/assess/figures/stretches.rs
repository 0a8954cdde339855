use chrono::Datelike;

use crate::model::Within;
use crate::value::Decimal;
use crate::value::Gap;
use crate::value::Moment;
use crate::value::Unit;
use crate::value::Value;

/// What lies in the stretches of time of one group, each of which begins with a member.
///
/// Whoever falls at a point in time reads the largest of the stretches that hold this point.
#[derive(Clone, Debug, Default)]
pub(super) struct Stretches {
    /// Where stretches begin, the earliest first, each point once.
    starts: Vec<i64>,
    /// What each stretch comes to, at the end; before it, of each two neighbours the larger, up to the largest of all.
    largest: Vec<Decimal>,
    length: i64,
}

impl Stretches {
    /// The stretches of members, each with its point in time and what it adds.
    pub fn of(mut members: Vec<(i64, Decimal)>, length: i64) -> Result<Stretches, Gap> {
        members.sort_unstable_by_key(|(at, _)| *at);
        let mut starts: Vec<i64> = members.iter().map(|(at, _)| *at).collect();
        starts.dedup();
        let mut totals = Vec::with_capacity(starts.len());
        let (mut total, mut behind) = (Decimal::ZERO, members.iter().peekable());
        let mut ahead = members.iter().peekable();
        for start in &starts {
            while let Some((_, value)) = ahead.next_if(|(at, _)| *at <= start.saturating_add(length)) {
                total = total.checked_add(*value).ok_or(Gap::OutOfRange)?;
            }
            while let Some((_, value)) = behind.next_if(|(at, _)| at < start) {
                total = total.checked_sub(*value).ok_or(Gap::OutOfRange)?;
            }
            totals.push(total);
        }
        let mut largest = vec![Decimal::MIN; totals.len()];
        largest.extend(totals);
        for at in (1..starts.len()).rev() {
            let pair = largest.get(2 * at).zip(largest.get(2 * at + 1));
            let larger = pair.map_or(Decimal::MIN, |(a, b)| *a.max(b));
            if let Some(place) = largest.get_mut(at) {
                *place = larger;
            }
        }
        Ok(Stretches { starts, largest, length })
    }

    /// The largest of the stretches that hold a point in time; `None` where none does.
    pub fn at(&self, point: i64) -> Option<Decimal> {
        let earliest = point.saturating_sub(self.length);
        let count = self.starts.len();
        let mut from = self.starts.partition_point(|start| *start < earliest) + count;
        let mut to = self.starts.partition_point(|start| *start <= point) + count;
        let mut found: Option<Decimal> = None;
        let mut meet = |at: usize| {
            if let Some(value) = self.largest.get(at) {
                found = Some(found.map_or(*value, |known| known.max(*value)));
            }
        };
        while from < to {
            if from % 2 == 1 {
                meet(from);
                from += 1;
            }
            if to % 2 == 1 {
                to -= 1;
                meet(to);
            }
            from /= 2;
            to /= 2;
        }
        found
    }
}

/// The length of stretches in what [`point`] counts in.
pub(super) fn length(within: &Within) -> i64 {
    match within.length.unit {
        Unit::Seconds => within.length.count.saturating_mul(1_000_000),
        _ => within.length.count,
    }
}

/// A point in time: in days of the calendar, or in microseconds where stretches are counted in hours or minutes.
pub(super) fn point(within: &Within, value: &Value) -> Result<i64, Gap> {
    match (within.length.unit, value) {
        (Unit::Seconds, Value::Moment(Moment::At(at))) => Ok(at.timestamp_micros()),
        (Unit::Seconds, Value::Moment(Moment::Day(_)) | Value::Date(_)) => Err(Gap::SameDay),
        (_, Value::Moment(at)) => Ok(i64::from(at.day().num_days_from_ce())),
        (_, Value::Date(day)) => Ok(i64::from(day.num_days_from_ce())),
        (_, Value::Missing(gap)) => Err(*gap),
        _ => Err(Gap::Unreadable),
    }
}

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::prelude::ProptestConfig;
    use proptest::proptest;

    use super::Stretches;
    use crate::value::Decimal;

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        /// Every stretch that begins with a member, one by one, against the sums that run along.
        #[test]
        fn stretches_come_to_what_they_hold(
            members in vec((0_i64..60, -20_i64..100), 0..40),
            length in 0_i64..25,
            point in -10_i64..80,
        ) {
            let held: Vec<(i64, Decimal)> = members.iter().map(|(at, value)| (*at, Decimal::from(*value))).collect();
            let found = Stretches::of(held, length).unwrap().at(point);
            let holds = |start: i64| start <= point && point <= start + length;
            let total = |start: i64| -> i64 {
                members.iter().filter(|(at, _)| start <= *at && *at <= start + length).map(|(_, value)| value).sum()
            };
            let largest = members.iter().map(|(at, _)| *at).filter(|start| holds(*start)).map(total).max();
            assert_eq!(found, largest.map(Decimal::from));
        }
    }
}
