use crate::deals::xes::Grain;
use crate::value::RecordType;
use crate::value::mapping::FirstOf;
use crate::value::mapping::Need;

/// What is asked of a file.
pub(super) struct Wanted<'a> {
    pub(super) name: &'a str,
    pub(super) number: u32,
    /// What the rows of an event log are.
    pub(super) grain: Grain,
    pub(super) under: &'a [String],
    /// How many rows the header of a table takes.
    pub(super) header_rows: usize,
    /// The columns of a table; documents are searched for them.
    pub(super) columns: &'a [FirstOf],
    /// Whether documents that have nothing there are rows themselves.
    pub(super) under_need: Need,
    /// What documents look like that need no map.
    #[cfg_attr(not(feature = "columnar"), expect(dead_code, reason = "only files of columns name what they hold"))]
    pub(super) shape: Option<&'a RecordType>,
    pub(super) fills: &'a str,
}
