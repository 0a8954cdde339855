use std::ops::Range;

use arrow_array::Array;
use arrow_array::ArrayRef;
use arrow_array::cast::AsArray;
use arrow_array::types;
use arrow_schema::DataType;
use arrow_schema::IntervalUnit;
use arrow_schema::TimeUnit;
use chrono::Datelike;
use chrono::NaiveDate;
use chrono::NaiveDateTime;
use chrono::NaiveTime;
use chrono::Timelike;

use crate::deals::yaml::YamlKind;
use crate::deals::yaml::YamlNode;
use crate::source::Position;

/// What a column holds in one batch: its type is told once, and not again for each cell.
pub(super) struct Cells {
    array: ArrayRef,
    read: Read,
}

/// How the cells of a column become nodes.
enum Read {
    /// Numbers, dates and everything else that is no text: as it is written where nothing is quoted.
    Plain(Write),
    /// Text, whatever it looks like.
    Text(Write),
    /// Text, where the bytes are some.
    Bytes(fn(&dyn Array, usize) -> &[u8]),
    Record(Vec<(String, Cells)>),
    List(Box<Cells>, fn(&dyn Array, usize) -> Range<usize>),
    /// Keys and values: a record whose keys are not known before.
    Map(Box<Cells>, Box<Cells>),
    /// Cells that stand for others.
    Other(Box<Cells>, fn(&dyn Array, usize) -> Option<usize>),
    /// Nothing but blanks.
    Blank,
    /// Something that no type of a deal is like.
    Unknown,
}

type Write = fn(&dyn Array, usize) -> Option<String>;

const UNKNOWN: &str = "it has a column whose type is not read";

impl Cells {
    pub(super) fn of(array: &ArrayRef) -> Cells {
        Cells { array: array.clone(), read: read(array) }
    }

    /// What stands in a row.
    pub(super) fn node(&self, row: usize, at: Position) -> Result<YamlNode, &'static str> {
        let kind = if self.array.is_null(row) { blank() } else { self.kind(row, at)? };
        Ok(YamlNode { kind, at })
    }

    fn kind(&self, row: usize, at: Position) -> Result<YamlKind, &'static str> {
        let array = self.array.as_ref();
        Ok(match &self.read {
            Read::Plain(write) => match write(array, row) {
                Some(text) => YamlKind::Scalar { text, quoted: false },
                None => return Err("it has a date or time that no calendar has"),
            },
            Read::Text(write) => YamlKind::Scalar { text: write(array, row).unwrap_or_default(), quoted: true },
            Read::Bytes(bytes) => match std::str::from_utf8(bytes(array, row)) {
                Ok(text) => YamlKind::Scalar { text: text.to_owned(), quoted: true },
                Err(_) => return Err("it holds bytes that are no text"),
            },
            Read::Record(fields) => YamlKind::Record(
                fields
                    .iter()
                    .map(|(name, cells)| Ok((name.clone(), cells.node(row, at)?)))
                    .collect::<Result<Vec<(String, YamlNode)>, &'static str>>()?,
            ),
            Read::List(items, range) => YamlKind::List(
                range(array, row).map(|item| items.node(item, at)).collect::<Result<Vec<YamlNode>, &'static str>>()?,
            ),
            Read::Map(keys, values) => {
                let mut entries = Vec::new();
                for item in of_map(array, row) {
                    if let YamlKind::Scalar { text, .. } = keys.node(item, at)?.kind {
                        entries.push((text, values.node(item, at)?));
                    }
                }
                YamlKind::Record(entries)
            }
            Read::Other(cells, place) => match place(array, row) {
                Some(place) => cells.node(place, at)?.kind,
                None => blank(),
            },
            Read::Blank => blank(),
            Read::Unknown => return Err(UNKNOWN),
        })
    }
}

/// Nothing.
pub(super) fn blank() -> YamlKind {
    YamlKind::Scalar { text: String::new(), quoted: false }
}

/// A value of a column of numbers, as written.
macro_rules! plain {
    ($type:ty) => {
        Read::Plain(|array, row| Some(array.as_primitive::<$type>().value(row).to_string()))
    };
}

macro_rules! decimal {
    ($type:ty) => {
        Read::Plain(|array, row| Some(array.as_primitive::<$type>().value_as_string(row)))
    };
}

macro_rules! date {
    ($type:ty) => {
        Read::Plain(|array, row| array.as_primitive::<$type>().value_as_datetime(row).and_then(day_or_moment))
    };
}

macro_rules! moment {
    ($type:ty, $zone:expr) => {
        match $zone {
            Some(_) => Read::Plain(|array, row| {
                array.as_primitive::<$type>().value_as_datetime(row).and_then(moment).map(|text| text + "Z")
            }),
            None => Read::Plain(|array, row| array.as_primitive::<$type>().value_as_datetime(row).and_then(moment)),
        }
    };
}

macro_rules! time {
    ($type:ty) => {
        Read::Plain(|array, row| array.as_primitive::<$type>().value_as_time(row).map(clock))
    };
}

macro_rules! length {
    ($type:ty, $per_second:expr) => {
        Read::Plain(|array, row| Some(length(array.as_primitive::<$type>().value(row) / $per_second)))
    };
}

macro_rules! dictionary {
    ($array:expr, $type:ty) => {
        Read::Other(Box::new(Cells::of($array.as_dictionary::<$type>().values())), |array, row| {
            array.as_dictionary::<$type>().key(row)
        })
    };
}

macro_rules! runs {
    ($array:expr, $type:ty) => {
        Read::Other(Box::new(Cells::of($array.as_run::<$type>().values())), |array, row| {
            Some(array.as_run::<$type>().get_physical_index(row))
        })
    };
}

fn read(array: &ArrayRef) -> Read {
    match array.data_type() {
        DataType::Null => Read::Blank,
        DataType::Boolean => Read::Plain(|array, row| Some(array.as_boolean().value(row).to_string())),
        DataType::Int8 => plain!(types::Int8Type),
        DataType::Int16 => plain!(types::Int16Type),
        DataType::Int32 => plain!(types::Int32Type),
        DataType::Int64 => plain!(types::Int64Type),
        DataType::UInt8 => plain!(types::UInt8Type),
        DataType::UInt16 => plain!(types::UInt16Type),
        DataType::UInt32 => plain!(types::UInt32Type),
        DataType::UInt64 => plain!(types::UInt64Type),
        DataType::Float16 => plain!(types::Float16Type),
        DataType::Float32 => plain!(types::Float32Type),
        DataType::Float64 => plain!(types::Float64Type),
        DataType::Decimal32(..) => decimal!(types::Decimal32Type),
        DataType::Decimal64(..) => decimal!(types::Decimal64Type),
        DataType::Decimal128(..) => decimal!(types::Decimal128Type),
        DataType::Decimal256(..) => decimal!(types::Decimal256Type),
        DataType::Date32 => date!(types::Date32Type),
        DataType::Date64 => date!(types::Date64Type),
        DataType::Timestamp(TimeUnit::Second, zone) => moment!(types::TimestampSecondType, zone),
        DataType::Timestamp(TimeUnit::Millisecond, zone) => moment!(types::TimestampMillisecondType, zone),
        DataType::Timestamp(TimeUnit::Microsecond, zone) => moment!(types::TimestampMicrosecondType, zone),
        DataType::Timestamp(TimeUnit::Nanosecond, zone) => moment!(types::TimestampNanosecondType, zone),
        DataType::Time32(TimeUnit::Second) => time!(types::Time32SecondType),
        DataType::Time32(_) => time!(types::Time32MillisecondType),
        DataType::Time64(TimeUnit::Microsecond) => time!(types::Time64MicrosecondType),
        DataType::Time64(_) => time!(types::Time64NanosecondType),
        DataType::Duration(TimeUnit::Second) => length!(types::DurationSecondType, 1),
        DataType::Duration(TimeUnit::Millisecond) => length!(types::DurationMillisecondType, 1_000),
        DataType::Duration(TimeUnit::Microsecond) => length!(types::DurationMicrosecondType, 1_000_000),
        DataType::Duration(TimeUnit::Nanosecond) => length!(types::DurationNanosecondType, 1_000_000_000),
        DataType::Interval(IntervalUnit::YearMonth) => Read::Plain(|array, row| {
            Some(format!("{} months", array.as_primitive::<types::IntervalYearMonthType>().value(row)))
        }),
        DataType::Utf8 => Read::Text(|array, row| Some(array.as_string::<i32>().value(row).to_owned())),
        DataType::LargeUtf8 => Read::Text(|array, row| Some(array.as_string::<i64>().value(row).to_owned())),
        DataType::Utf8View => Read::Text(|array, row| Some(array.as_string_view().value(row).to_owned())),
        DataType::Binary => Read::Bytes(|array, row| array.as_binary::<i32>().value(row)),
        DataType::LargeBinary => Read::Bytes(|array, row| array.as_binary::<i64>().value(row)),
        DataType::BinaryView => Read::Bytes(|array, row| array.as_binary_view().value(row)),
        DataType::Struct(fields) => {
            let columns = array.as_struct().columns();
            Read::Record(
                fields.iter().zip(columns).map(|(field, cells)| (field.name().clone(), Cells::of(cells))).collect(),
            )
        }
        DataType::List(_) => Read::List(Box::new(Cells::of(array.as_list::<i32>().values())), |array, row| {
            let offsets = array.as_list::<i32>().value_offsets();
            of_offsets(offsets.get(row), offsets.get(row + 1))
        }),
        DataType::LargeList(_) => Read::List(Box::new(Cells::of(array.as_list::<i64>().values())), |array, row| {
            let offsets = array.as_list::<i64>().value_offsets();
            of_offsets(offsets.get(row), offsets.get(row + 1))
        }),
        DataType::ListView(_) => Read::List(Box::new(Cells::of(array.as_list_view::<i32>().values())), |array, row| {
            let list = array.as_list_view::<i32>();
            of_size(list.value_offset(row), list.value_size(row))
        }),
        DataType::LargeListView(_) => {
            Read::List(Box::new(Cells::of(array.as_list_view::<i64>().values())), |array, row| {
                let list = array.as_list_view::<i64>();
                of_size(list.value_offset(row), list.value_size(row))
            })
        }
        DataType::FixedSizeList(..) => {
            Read::List(Box::new(Cells::of(array.as_fixed_size_list().values())), |array, row| {
                let list = array.as_fixed_size_list();
                of_size(list.value_offset_at(row), list.value_length())
            })
        }
        DataType::Map(..) => {
            let map = array.as_map();
            Read::Map(Box::new(Cells::of(map.keys())), Box::new(Cells::of(map.values())))
        }
        DataType::Dictionary(keys, _) => match keys.as_ref() {
            DataType::Int8 => dictionary!(array, types::Int8Type),
            DataType::Int16 => dictionary!(array, types::Int16Type),
            DataType::Int32 => dictionary!(array, types::Int32Type),
            DataType::Int64 => dictionary!(array, types::Int64Type),
            DataType::UInt8 => dictionary!(array, types::UInt8Type),
            DataType::UInt16 => dictionary!(array, types::UInt16Type),
            DataType::UInt32 => dictionary!(array, types::UInt32Type),
            DataType::UInt64 => dictionary!(array, types::UInt64Type),
            _ => Read::Unknown,
        },
        DataType::RunEndEncoded(ends, _) => match ends.data_type() {
            DataType::Int16 => runs!(array, types::Int16Type),
            DataType::Int32 => runs!(array, types::Int32Type),
            DataType::Int64 => runs!(array, types::Int64Type),
            _ => Read::Unknown,
        },
        _ => Read::Unknown,
    }
}

fn of_map(array: &dyn Array, row: usize) -> Range<usize> {
    let offsets = array.as_map().value_offsets();
    of_offsets(offsets.get(row), offsets.get(row + 1))
}

fn of_offsets<T: Copy + TryInto<usize>>(from: Option<&T>, to: Option<&T>) -> Range<usize> {
    let place = |offset: Option<&T>| offset.and_then(|offset| (*offset).try_into().ok()).unwrap_or(0);
    place(from)..place(to)
}

fn of_size<F: TryInto<usize>, S: TryInto<usize>>(from: F, size: S) -> Range<usize> {
    let from = from.try_into().unwrap_or(0);
    from..from.saturating_add(size.try_into().unwrap_or(0))
}

/// `2026-06-30`, and the time of day where a column of dates has one.
fn day_or_moment(at: NaiveDateTime) -> Option<String> {
    if at.time() == NaiveTime::MIN { day(at.date()) } else { moment(at) }
}

fn day(date: NaiveDate) -> Option<String> {
    Some(match date.year() {
        year @ 0..=9999 => format!("{year:04}-{:02}-{:02}", date.month(), date.day()),
        _ => date.format("%Y-%m-%d").to_string(),
    })
}

/// `2026-06-30T18:00:00`
fn moment(at: NaiveDateTime) -> Option<String> {
    if at.nanosecond() != 0 {
        return Some(at.format("%Y-%m-%dT%H:%M:%S%.f").to_string());
    }
    Some(format!("{}T{:02}:{:02}:{:02}", day(at.date())?, at.hour(), at.minute(), at.second()))
}

/// `18:00:00`
fn clock(at: NaiveTime) -> String {
    at.format("%H:%M:%S%.f").to_string()
}

/// `30 days` where they are whole, else the seconds.
fn length(seconds: i64) -> String {
    if seconds % 86_400 == 0 { format!("{} days", seconds / 86_400) } else { format!("{seconds} seconds") }
}
