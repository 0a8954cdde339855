use arrow_array::Array;
use arrow_array::ArrayRef;
use arrow_array::cast::AsArray;
use arrow_array::types;
use arrow_schema::DataType;
use arrow_schema::TimeUnit;
use chrono::DateTime;
use chrono::Datelike;
use chrono::NaiveDate;
use chrono_tz::Tz;

use crate::deals::moment::from_local;
use crate::value::Bits;
use crate::value::Data;
use crate::value::Moment;
use crate::value::Value;

/// The first and the last day that a deal may name, and what lies a day or more within them in any zone.
const YEARS: (i32, i32) = (1, 9998);

/// The days of a column of dates; `None` where it holds something else, or a day that no deal has.
pub(super) fn days(array: &ArrayRef, given: &Bits) -> Option<Vec<i32>> {
    if *array.data_type() != DataType::Date32 {
        return None;
    }
    let epoch = NaiveDate::from_ymd_opt(1970, 1, 1)?.num_days_from_ce();
    let first = NaiveDate::from_ymd_opt(YEARS.0, 1, 1)?.num_days_from_ce();
    let last = NaiveDate::from_ymd_opt(YEARS.1, 12, 31)?.num_days_from_ce();
    let days = array.as_primitive::<types::Date32Type>().values().iter().enumerate();
    let days = days.map(|(row, day)| {
        if !given.get(row) {
            return Some(first);
        }
        day.checked_add(epoch).filter(|day| (first..=last).contains(day))
    });
    days.collect()
}

/// The moments of a column; `None` where it holds something else, moments that are finer, or ones that no deal has.
pub(super) fn moments(array: &ArrayRef, given: &Bits, zone: Tz) -> Option<Data> {
    if let Some(days) = days(array, given) {
        let day = |day: &i32| NaiveDate::from_num_days_from_ce_opt(*day).map(|day| Value::Moment(Moment::Day(day)));
        return days.iter().map(day).collect::<Option<Vec<Value>>>().map(Data::Any);
    }
    let DataType::Timestamp(unit, of_zone) = array.data_type() else { return None };
    let raw = match unit {
        TimeUnit::Second => array.as_primitive::<types::TimestampSecondType>().values(),
        TimeUnit::Millisecond => array.as_primitive::<types::TimestampMillisecondType>().values(),
        TimeUnit::Microsecond => array.as_primitive::<types::TimestampMicrosecondType>().values(),
        TimeUnit::Nanosecond => array.as_primitive::<types::TimestampNanosecondType>().values(),
    };
    let micros = |count: i64| match unit {
        TimeUnit::Second => count.checked_mul(1_000_000),
        TimeUnit::Millisecond => count.checked_mul(1_000),
        TimeUnit::Microsecond => Some(count),
        TimeUnit::Nanosecond => (count % 1000 == 0).then_some(count / 1000),
    };
    let end =
        |year: i32| NaiveDate::from_ymd_opt(year, 1, 1)?.and_hms_opt(0, 0, 0).map(|at| at.and_utc().timestamp_micros());
    let (first, last) = (end(YEARS.0 + 1)?, end(YEARS.1)?);
    // A moment without a zone is one of the clocks of the playbook's zone.
    let is_local = of_zone.is_none() && zone != Tz::UTC;
    let instant = |(row, count): (usize, &i64)| {
        if !given.get(row) {
            return Some(0);
        }
        let micros = micros(*count).filter(|micros| (first..last).contains(micros))?;
        if !is_local {
            return Some(micros);
        }
        match from_local(DateTime::from_timestamp_micros(micros)?.naive_utc(), zone)? {
            Moment::At(at) => Some(at.timestamp_micros()),
            Moment::Day(_) => None,
        }
    };
    let instants = raw.iter().enumerate().map(instant).collect::<Option<Vec<i64>>>()?;
    Some(Data::Instants(instants, zone))
}
