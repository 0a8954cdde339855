//! Flat tables made at random, in every form that a column may be stored in, with cells that are blank, broken, or unknown.

use std::io::Cursor;
use std::path::Path;
use std::sync::Arc;

use arrow_array::ArrayRef;
use arrow_array::BooleanArray;
use arrow_array::Date32Array;
use arrow_array::Decimal128Array;
use arrow_array::DictionaryArray;
use arrow_array::Float64Array;
use arrow_array::Int16Array;
use arrow_array::Int64Array;
use arrow_array::LargeStringArray;
use arrow_array::RecordBatch;
use arrow_array::StringArray;
use arrow_array::StringViewArray;
use arrow_array::TimestampMicrosecondArray;
use arrow_array::TimestampNanosecondArray;
use arrow_array::TimestampSecondArray;
use arrow_array::types::Int8Type;
use arrow_ipc::writer::FileWriter;
use proptest::prelude::*;
use proptest::sample::select;
use tollgate::model::Playbook;
use tollgate::workspace::DiskTexts;
use tollgate::workspace::load;

use super::ways::agree;
use crate::deals::memory::Memory;

/// Rows of a table: more than two words of bits.
const ROWS: usize = 150;

/// Numbers without a pattern; the same seed gives the same ones.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }

    fn cells<T>(&mut self, mut cell: impl FnMut(&mut Dice) -> T) -> Vec<Option<T>> {
        (0..ROWS).map(|_| (self.roll(8) > 0).then(|| cell(self))).collect()
    }

    /// One of the usual texts, and seldom one of the others.
    fn text<'t>(&mut self, usual: &[&'t str], odd: &[&'t str]) -> &'t str {
        let from = if self.roll(60) == 0 && !odd.is_empty() { odd } else { usual };
        from[self.roll(from.len() as u64) as usize]
    }

    /// Texts in one of the forms that texts are stored in.
    fn texts(&mut self, usual: &[&str], odd: &[&str]) -> ArrayRef {
        let cells = self.cells(|dice| dice.text(usual, odd).to_owned());
        match self.roll(4) {
            0 => Arc::new(StringArray::from(cells)),
            1 => Arc::new(LargeStringArray::from(cells)),
            2 => Arc::new(StringViewArray::from(cells)),
            _ => Arc::new(cells.iter().map(Option::as_deref).collect::<DictionaryArray<Int8Type>>()),
        }
    }

    fn numbers(&mut self) -> ArrayRef {
        match self.roll(6) {
            0 => Arc::new(Int64Array::from(self.cells(|dice| dice.roll(2_000_000) as i64 - 10_000))),
            1 => Arc::new(Int16Array::from(self.cells(|dice| dice.roll(9) as i16 - 2))),
            2 => Arc::new(Float64Array::from(self.cells(|dice| dice.roll(200_000) as f64 / 100.0))),
            3 => Arc::new(Float64Array::from(self.cells(|dice| match dice.roll(90) {
                0 => f64::NAN,
                1 => 1e30,
                _ => dice.roll(1000) as f64 / 7.0,
            }))),
            4 => {
                let cells = self
                    .cells(|dice| i128::from(dice.roll(90_000_000)) * if dice.roll(200) == 0 { 1 << 80 } else { 1 });
                Arc::new(Decimal128Array::from(cells).with_precision_and_scale(38, 2).unwrap())
            }
            _ => self.texts(&["12", "1,500.50", "0", "-3", "7"], &["about 5", "1e3", "１２"]),
        }
    }

    fn days(&mut self) -> ArrayRef {
        match self.roll(3) {
            0 => Arc::new(Date32Array::from(
                self.cells(|dice| if dice.roll(100) == 0 { 99_999_999 } else { 20_600 + dice.roll(100) as i32 }),
            )),
            1 => Arc::new(TimestampSecondArray::from(self.cells(|dice| 1_782_000_000 + dice.roll(5_000_000) as i64))),
            _ => self.texts(&["2026-06-30", "2026-07-01", "2026/6/3"], &["30.06.2026", "2026-02-30", "soon"]),
        }
    }

    fn moments(&mut self) -> ArrayRef {
        let micros = |dice: &mut Dice| 1_780_000_000_000_000 + dice.roll(5_000_000_000) as i64 * 1_003;
        match self.roll(5) {
            0 => Arc::new(TimestampMicrosecondArray::from(self.cells(micros))),
            1 => Arc::new(TimestampMicrosecondArray::from(self.cells(micros)).with_timezone("UTC")),
            2 => {
                Arc::new(TimestampNanosecondArray::from(self.cells(|dice| micros(dice) * 1000)).with_timezone("+08:00"))
            }
            3 => Arc::new(Date32Array::from(self.cells(|dice| 20_600 + dice.roll(100) as i32))),
            _ => self.texts(&["2026-06-30T10:00+02:00", "2026-06-01 09:30", "2026-06-30"], &["yesterday"]),
        }
    }

    fn truths(&mut self) -> ArrayRef {
        match self.roll(2) {
            0 => Arc::new(BooleanArray::from(self.cells(|dice| dice.roll(2) == 0))),
            _ => self.texts(&["true", "False"], &["maybe", "1"]),
        }
    }
}

/// A playbook, and its stages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum By {
    /// Shaped as the playbook says.
    Plain,
    /// Through a source.
    Mapped,
    /// By a playbook that ships.
    Hygiene,
}

impl By {
    fn file(self) -> &'static str {
        match self {
            By::Plain => "tests/fixtures/columns/plain.playbook",
            By::Mapped => "tests/fixtures/columns/mapped.playbook",
            By::Hygiene => "rules/pipeline-hygiene.playbook",
        }
    }

    fn stages(self) -> [&'static str; 4] {
        match self {
            By::Hygiene => ["early", "late", "won", " lost "],
            By::Plain | By::Mapped => ["lead", "bid", "won", " bid "],
        }
    }
}

/// A column for each of these fields, some of them away, and one that is none.
fn table(seed: u64, by: By) -> RecordBatch {
    let mut dice = Dice(seed);
    let ids = (0..ROWS).map(|at| match dice.roll(50) {
        0 => None,
        1 => Some("D-1".to_owned()),
        _ => Some(format!("D-{at}")),
    });
    let mut columns: Vec<(&str, ArrayRef)> = vec![
        ("id", Arc::new(StringArray::from_iter(ids))),
        ("stage", dice.texts(&by.stages(), &["Lead", "", "closed"])),
    ];
    let mut others: Vec<(&str, ArrayRef)> = vec![
        ("owner", dice.texts(&["ann", " bob "], &["  "])),
        ("amount", dice.numbers()),
        ("list_price", dice.numbers()),
        ("discount", dice.numbers()),
        ("close_date", dice.days()),
        ("touched", dice.moments()),
        ("visits", dice.numbers()),
        ("strategic", dice.truths()),
        ("region", dice.texts(&["north", "south"], &["east"])),
        ("next_step", dice.texts(&["call", "send the offer", " "], &[])),
    ];
    if by == By::Hygiene {
        others.extend([
            ("last_activity_at", dice.moments()),
            ("segment", dice.texts(&["SMB", "ENT"], &[])),
            ("forecast_category", dice.texts(&["commit", "pipeline"], &["upside"])),
            ("probability", dice.numbers()),
            ("push_count", dice.numbers()),
            ("owner_active", dice.truths()),
            ("loss_reason", dice.texts(&["price", ""], &[])),
        ]);
    }
    others.retain(|_| dice.roll(8) > 0);
    if by != By::Mapped {
        others.push(("remark", dice.texts(&["x"], &[])));
    }
    columns.extend(others);
    RecordBatch::try_from_iter_with_nullable(columns.into_iter().map(|(name, array)| (name, array, true))).unwrap()
}

fn as_arrow(batch: &RecordBatch) -> Vec<u8> {
    let mut out = Cursor::new(Vec::new());
    let mut writer = FileWriter::try_new(&mut out, &batch.schema()).unwrap();
    writer.write(batch).unwrap();
    writer.finish().unwrap();
    drop(writer);
    out.into_inner()
}

fn playbook(by: By) -> Playbook {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(by.file());
    load(&DiskTexts, &path).unwrap().playbook.unwrap()
}

/// A table is many deals: an eighth of the usual cases.
fn tables() -> ProptestConfig {
    let usual = ProptestConfig::default();
    ProptestConfig { failure_persistence: None, cases: usual.cases / 8, ..usual }
}

proptest! {
    #![proptest_config(tables())]

    #[test]
    fn columns_of_any_form_come_to_what_their_rows_do(
        seed in any::<u64>(),
        by in select(vec![By::Plain, By::Mapped, By::Hygiene]),
    ) {
        let playbook = playbook(by);
        let file = as_arrow(&table(seed, by));
        let store = Memory::with(&[("deals.arrow", &file)]);
        agree(&playbook, &store, &store.names(), &format!("seed {seed}, {by:?}"));
    }
}

#[test]
fn deals_that_pass_are_not_made() {
    let playbook = playbook(By::Plain);
    let text = |values: Vec<&str>| -> ArrayRef { Arc::new(StringArray::from(values)) };
    let columns: Vec<(&str, ArrayRef)> = vec![
        ("id", Arc::new(StringArray::from_iter_values((0..10_000).map(|at| format!("D-{at}"))))),
        ("stage", text(vec!["lead"; 10_000])),
        (
            "amount",
            Arc::new(Int64Array::from_iter_values((0..10_000).map(|at| if at == 7_000 { 0 } else { 5 + at % 3 }))),
        ),
        ("list_price", Arc::new(Int64Array::from(vec![7; 10_000]))),
        ("discount", Arc::new(Float64Array::from(vec![0.15; 10_000]))),
        ("close_date", Arc::new(Date32Array::from(vec![20_700; 10_000]))),
        ("touched", Arc::new(TimestampMicrosecondArray::from(vec![1_782_800_000_000_000; 10_000]))),
        ("visits", Arc::new(Int64Array::from(vec![2; 10_000]))),
        ("strategic", Arc::new(BooleanArray::from(vec![true; 10_000]))),
        ("region", text(vec!["north"; 10_000])),
        ("next_step", text(vec!["call"; 10_000])),
    ];
    let batch = RecordBatch::try_from_iter(columns).unwrap();
    let file = as_arrow(&batch);
    let store = Memory::with(&[("deals.arrow", &file)]);
    // One fails, and a waiver names two.
    assert_eq!(agree(&playbook, &store, &store.names(), "all pass but one"), 3);
}
