use chrono::DateTime;
use chrono::FixedOffset;
use chrono::NaiveDate;
use chrono::NaiveDateTime;
use chrono::NaiveTime;
use chrono::Offset;
use chrono::TimeZone;
use chrono::Utc;
use chrono_tz::Tz;

/// This moment, in a time zone.
pub fn now(zone: Tz) -> DateTime<FixedOffset> {
    Utc::now().with_timezone(&zone).fixed_offset()
}

/// The last second of a day in a time zone: the moment a judgement "as of" that day is made at.
pub fn end_of_day(day: NaiveDate, zone: Tz) -> DateTime<FixedOffset> {
    let last = NaiveTime::from_hms_opt(23, 59, 59).unwrap_or(NaiveTime::MIN);
    let local = NaiveDateTime::new(day, last);
    match zone.from_local_datetime(&local).latest() {
        Some(at) => at.fixed_offset(),
        // The clock is put forward over this second; the offset before it serves.
        None => {
            let offset = zone.offset_from_utc_datetime(&local).fix();
            offset.from_local_datetime(&local).latest().unwrap_or_else(|| local.and_utc().fixed_offset())
        }
    }
}
