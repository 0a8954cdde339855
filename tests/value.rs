//! The algebra of values: calendars, moments, three-valued logic, numbers.

use chrono::DateTime;
use chrono::Days;
use chrono::FixedOffset;
use chrono::NaiveDate;
use chrono::TimeDelta;
use chrono::TimeZone;
use chrono::Weekday;
use chrono_tz::Tz;
use proptest::prelude::TestCaseError;
use proptest::prelude::any;
use proptest::prelude::prop;
use proptest::prelude::prop_assert;
use proptest::prelude::prop_assert_eq;
use proptest::prelude::prop_assume;
use proptest::prelude::proptest;
use proptest::strategy::Strategy;

use tollgate::value::Calendar;
use tollgate::value::Decimal;
use tollgate::value::Duration;
use tollgate::value::Gap;
use tollgate::value::Moment;
use tollgate::value::Origin;
use tollgate::value::Pause;
use tollgate::value::Record;
use tollgate::value::Shift;
use tollgate::value::Truth;
use tollgate::value::Unit;
use tollgate::value::Value;
use tollgate::value::length_of_stay;
use tollgate::value::parse_number;
use tollgate::value::show_number;

fn day() -> impl Strategy<Value = NaiveDate> {
    let first = NaiveDate::from_ymd_opt(2024, 1, 1).unwrap();
    (0_u64..1500).prop_map(move |ahead| first + Days::new(ahead))
}

fn calendar() -> impl Strategy<Value = Calendar> {
    let weekend =
        prop::sample::subsequence(vec![Weekday::Mon, Weekday::Thu, Weekday::Fri, Weekday::Sat, Weekday::Sun], 0..=3);
    (weekend, prop::collection::btree_set(day(), 0..40), prop::collection::btree_set(day(), 0..20))
        .prop_map(|(weekend, holidays, workdays)| Calendar { weekend, holidays, workdays, ..Calendar::default() })
}

/// A calendar with hours, in a zone whose clock is put forward and back.
fn clocked() -> impl Strategy<Value = Calendar> {
    let shifts = prop::sample::select(vec![
        vec![Shift::DAY],
        vec![Shift { from: 9 * 3600, until: 17 * 3600 }],
        vec![Shift { from: 9 * 3600, until: 12 * 3600 }, Shift { from: 13 * 3600 + 1800, until: 18 * 3600 }],
        vec![Shift { from: 0, until: 6 * 3600 }, Shift { from: 22 * 3600, until: 24 * 3600 }],
    ]);
    let zone = prop::sample::select(vec![Tz::UTC, Tz::Asia__Shanghai, Tz::Europe__Berlin, Tz::America__New_York]);
    (calendar(), shifts, zone).prop_map(|(calendar, hours, zone)| Calendar { hours, zone, ..calendar })
}

/// A moment by the clock of a calendar; one that the clock leaves out is moved on.
fn at(calendar: &Calendar, day: NaiveDate, seconds: u32) -> DateTime<FixedOffset> {
    let local = day.and_hms_opt(0, 0, 0).unwrap() + TimeDelta::seconds(i64::from(seconds));
    let found = calendar.zone.from_local_datetime(&local).earliest();
    let found = found.or_else(|| calendar.zone.from_local_datetime(&(local + TimeDelta::hours(1))).earliest());
    found.unwrap().fixed_offset()
}

fn clock() -> impl Strategy<Value = u32> {
    0_u32..86_400
}

fn truth() -> impl Strategy<Value = Truth> {
    prop::sample::select(vec![Truth::Yes, Truth::No, Truth::Unknown])
}

proptest! {
    #[test]
    fn working_days_are_counted_one_by_one(calendar in calendar(), a in day(), b in day()) {
        prop_assume!(a <= b);
        let counted = a.iter_days().skip(1).take_while(|day| *day <= b).filter(|day| calendar.is_working(*day)).count();
        prop_assert_eq!(calendar.working_days_between(a, b), i64::try_from(counted).unwrap());
    }

    #[test]
    fn working_days_add_up(calendar in calendar(), a in day(), b in day(), c in day()) {
        let parts = calendar.working_days_between(a, b) + calendar.working_days_between(b, c);
        prop_assert_eq!(parts, calendar.working_days_between(a, c));
    }

    #[test]
    fn working_days_are_monotone(calendar in calendar(), a in day(), b in day(), more in 0_u64..30) {
        let later = b + Days::new(more);
        prop_assert!(calendar.working_days_between(a, later) >= calendar.working_days_between(a, b));
    }

    #[test]
    fn adding_working_days_lands_on_one(calendar in calendar(), a in day(), count in 1_i64..60) {
        let end = calendar.add_working_days(a, count).unwrap();
        prop_assert!(calendar.is_working(end));
        prop_assert_eq!(calendar.working_days_between(a, end), count);
    }

    #[test]
    fn working_hours_add_up(
        calendar in clocked(), a in (day(), clock()), b in (day(), clock()), c in (day(), clock()),
    ) {
        let [a, b, c] = [a, b, c].map(|(day, clock)| at(&calendar, day, clock));
        let parts = calendar.working_seconds_between(a, b) + calendar.working_seconds_between(b, c);
        prop_assert_eq!(parts, calendar.working_seconds_between(a, c));
        prop_assert_eq!(calendar.working_seconds_between(b, a), -calendar.working_seconds_between(a, b));
    }

    #[test]
    fn working_hours_are_monotone(
        calendar in clocked(), a in (day(), clock()), b in (day(), clock()), more in 0_i64..400_000,
    ) {
        let [a, b] = [a, b].map(|(day, clock)| at(&calendar, day, clock));
        // An hour that the clock shows twice is worked once.
        let later = at(&calendar, (b + TimeDelta::seconds(more)).date_naive(), 86_399);
        prop_assert!(calendar.working_seconds_between(a, later) >= calendar.working_seconds_between(a, b));
    }

    /// A night on which the clock is put forward or back has as many working hours as any other.
    #[test]
    fn working_hours_do_not_know_summer_time(calendar in clocked(), a in (day(), clock()), b in (day(), clock())) {
        let plain = Calendar { zone: Tz::UTC, ..calendar.clone() };
        let own = calendar.working_seconds_between(at(&calendar, a.0, a.1), at(&calendar, b.0, b.1));
        let shown = |moment: DateTime<FixedOffset>| moment.naive_local().and_utc().fixed_offset();
        let other = plain.working_seconds_between(shown(at(&calendar, a.0, a.1)), shown(at(&calendar, b.0, b.1)));
        prop_assert_eq!(own, other);
    }

    #[test]
    fn adding_working_hours_takes_as_many(
        calendar in clocked(), a in (day(), clock()), count in prop::sample::select(vec![-90_000_i64, -1, 1, 3600, 28_800, 500_000]),
    ) {
        // At night the clock is put forward or back; who works then has an hour less or more of it.
        prop_assume!(calendar.zone == Tz::UTC || calendar.hours.iter().all(|shift| shift.from >= 6 * 3600));
        let start = at(&calendar, a.0, a.1);
        let end = calendar.add_working_seconds(start, count).unwrap();
        prop_assert_eq!(calendar.working_seconds_between(start, end), count);
        prop_assert!(calendar.is_working(end.date_naive()) || end.time() == chrono::NaiveTime::MIN);
    }

    /// A day is a day of the calendar: the clock shows the same time afterwards.
    #[test]
    fn days_do_not_know_summer_time(calendar in clocked(), a in (day(), clock()), count in -400_i64..400) {
        let start = at(&calendar, a.0, a.1);
        let Some(Moment::At(end)) = calendar.add_to(Moment::At(start), Duration::new(count, Unit::Days)) else {
            return Err(TestCaseError::fail("no end"));
        };
        prop_assert_eq!((end.date_naive() - start.date_naive()).num_days(), count);
        let off = (end.time() - start.time()).num_seconds();
        prop_assert!(off == 0 || off == 3600, "{} {}", start, end);
    }

    #[test]
    fn kleene_laws_hold(a in truth(), b in truth(), c in truth()) {
        prop_assert_eq!(a.and(b), b.and(a));
        prop_assert_eq!(a.and(b.and(c)), a.and(b).and(c));
        prop_assert_eq!(a.or(b.and(c)), a.or(b).and(a.or(c)));
        prop_assert_eq!(!a.and(b), (!a).or(!b));
        prop_assert_eq!(!!a, a);
    }

    /// What Kleene's logic decides is so for every truth put in the place of the unknown.
    #[test]
    fn a_decided_answer_holds_whatever_is_unknown(a in truth(), b in truth(), fill in any::<bool>()) {
        let filled = |truth: Truth| if truth == Truth::Unknown { Truth::from(fill) } else { truth };
        for (open, closed) in [(a.and(b), filled(a).and(filled(b))), (a.or(b), filled(a).or(filled(b))), (!a, !filled(a))] {
            prop_assert!(open == Truth::Unknown || open == closed);
        }
    }

    #[test]
    fn numbers_are_read_as_written(whole in any::<i32>(), places in 0_u32..6) {
        let number = Decimal::new(i64::from(whole), places);
        prop_assert_eq!(parse_number(&number.to_string()), Some(number));
        prop_assert_eq!(parse_number(&show_number(number).replace(',', "")), Some(number));
    }

    #[test]
    fn a_shared_day_decides_nothing(a in day(), hour in 0_u32..24) {
        let at = Moment::At(DateTime::from_timestamp(a.and_hms_opt(hour, 0, 0).unwrap().and_utc().timestamp(), 0).unwrap().fixed_offset());
        prop_assert_eq!(Moment::Day(a).order(at), None);
        prop_assert_eq!(Moment::Day(a).order(Moment::Day(a)), None);
        prop_assert!(Moment::Day(a).order(Moment::Day(a + Days::new(1))).unwrap().is_lt());
    }

    #[test]
    fn days_and_seconds_compare_working_days_and_days_do_not(count in -1000_i64..1000, seconds in -100_000_000_i64..100_000_000) {
        let days = Duration::new(count, Unit::Days);
        prop_assert_eq!(days.order(Duration::new(seconds, Unit::Seconds)), Some((count * 86_400).cmp(&seconds)));
        prop_assert_eq!(days.order(Duration::new(count, Unit::WorkingDays)), None);
    }
}

#[test]
fn a_make_up_day_beats_a_holiday_and_a_weekend() {
    let date = |day| NaiveDate::from_ymd_opt(2026, 10, day).unwrap();
    let calendar =
        Calendar { holidays: (1..=8).map(date).collect(), workdays: [date(8), date(10)].into(), ..Calendar::default() };
    assert!(!calendar.is_working(date(7)));
    assert!(calendar.is_working(date(8)), "a holiday that is worked");
    assert!(calendar.is_working(date(10)), "a Saturday that is worked");
    assert!(!calendar.is_working(date(11)));
    assert_eq!(calendar.working_days_between(date(1), date(12)), 4);
}

#[test]
fn months_end_on_the_last_day_there_is() {
    let date = |month, day| NaiveDate::from_ymd_opt(2026, month, day).unwrap();
    let month = Duration::new(1, Unit::Months);
    assert_eq!(Calendar::default().add(date(1, 31), month), Some(date(2, 28)));
    assert_eq!(Calendar::default().add(date(1, 1), Duration::new(i64::MAX, Unit::WorkingDays)), None);
    assert_eq!(Calendar::default().add(date(1, 1), Duration::new(i64::MAX, Unit::Days)), None);
    assert_eq!(Calendar::default().add(date(1, 1), Duration::new(i64::MIN, Unit::Months)), None);
}

/// A day as `2026-03-02`, a moment as `2026-03-02T09:00`.
fn moment(text: &str) -> Moment {
    match text.contains('T') {
        true => Moment::At(DateTime::parse_from_rfc3339(&format!("{text}:00+08:00")).unwrap()),
        false => Moment::Day(text.parse().unwrap()),
    }
}

/// Pauses as `from..until`, with a space between; an open one has no `until`.
fn pauses(text: &str) -> Vec<Pause> {
    let pause = |text: &str| {
        let (from, until) = text.split_once("..").unwrap();
        Pause { from: moment(from), until: (!until.is_empty()).then(|| moment(until)) }
    };
    text.split_whitespace().map(pause).collect()
}

#[track_caller]
fn stay(from: &str, until: &str, unit: Unit, without: &str, length: &str) {
    let found = length_of_stay(moment(from), moment(until), unit, &Calendar::default(), &pauses(without));
    assert_eq!(found.to_string(), length, "{from} to {until} without {without}");
}

#[test]
fn a_stay_is_as_long_as_its_clock_ran() {
    // 2026-03-02 is a Monday.
    stay("2026-03-02", "2026-03-12", Unit::Days, "", "10 days");
    stay("2026-03-02", "2026-03-12", Unit::Days, "2026-03-04..2026-03-05", "8 days");
    stay("2026-03-02", "2026-03-12", Unit::Days, "2026-03-04T17:00..2026-03-05T09:00", "8 days");
    stay("2026-03-02", "2026-03-12", Unit::Days, "2026-03-04T17:00..2026-03-05T00:00", "9 days");
    stay("2026-03-02", "2026-03-12", Unit::Days, "2026-03-04T17:00..2026-03-04T17:00", "10 days");
    stay("2026-03-02", "2026-03-12", Unit::Days, "2026-03-04..2026-03-06 2026-03-05..2026-03-07", "6 days");
    stay("2026-03-02", "2026-03-12", Unit::Days, "2026-02-01..2026-03-02 2026-03-13..", "10 days");
    stay("2026-03-02", "2026-03-12", Unit::Days, "2026-02-01..", "0 days");
    stay("2026-03-02", "2026-03-12", Unit::Days, "2026-03-10..", "7 days");
    stay("2026-03-02", "2026-03-12", Unit::WorkingDays, "2026-03-06..2026-03-09", "6 working days");
    stay("2026-03-02", "2026-03-12", Unit::WorkingDays, "2026-03-07..2026-03-08", "8 working days");
    stay("2026-01-15", "2026-04-15", Unit::Months, "", "3 months");
    stay("2026-01-15", "2026-04-20", Unit::Months, "", "4 months");
    stay("2026-01-15", "2026-04-20", Unit::Months, "2026-02-01..2026-02-05", "3 months");
    stay("2026-03-02T09:00", "2026-03-02T18:00", Unit::Seconds, "2026-03-02T12:00..2026-03-02T13:00", "8 hours");
    stay("2026-03-02T09:00", "2026-03-04T18:00", Unit::Seconds, "2026-03-03..2026-03-03", "1 day 9 hours");
    stay("2026-03-02T09:00", "2026-03-04T18:00", Unit::Seconds, "2026-03-03T18:00..", "1 day 9 hours");
    stay("2026-03-02", "2026-03-04T18:00", Unit::Seconds, "2026-03-03..2026-03-03", "1 day");
    stay("2026-03-12", "2026-03-02", Unit::Days, "2026-03-04..2026-03-05", "-10 days");
}

#[test]
fn a_record_that_holds_only_gaps_is_left_open() {
    let record = |values: Vec<Value>| {
        Value::Record(Box::new(Record { values: values.into(), origin: Origin::INHERITED })).is_filled()
    };
    let gap = || Value::Missing(Gap::Unmatched);
    let text = || Value::Text("x".into());
    assert_eq!(record(vec![]), Some(false));
    assert_eq!(record(vec![Value::ABSENT, Value::Text(" ".into())]), Some(false));
    assert_eq!(record(vec![gap(), gap()]), None);
    assert_eq!(record(vec![gap(), Value::ABSENT]), None);
    assert_eq!(record(vec![Value::ABSENT, gap(), text()]), Some(true));
    assert_eq!(record(vec![text(), gap()]), Some(true));
}
