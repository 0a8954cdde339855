//! Turns tables and documents into deals that know where each of their values stands.
//!
//! In: files through a [`Store`], the schema of the deal, and, for exports, the map of a source.
//! Out: a stream of [`Deal`]s, and an [`Outcome`]: every problem met, and what was read.
//! Not here: disk (`workspace`), stages, rules and approvals as anything but names (`model`), judgement (`assess`).
//! Start reading at [`read`].

mod ahead;
mod amount;
mod away;
mod broken;
mod cells;
mod change;
#[cfg(feature = "columnar")]
mod columns;
mod counted;
mod csv_rows;
mod deal;
mod decode;
mod direct;
mod direct_cells;
mod encoding;
mod flat;
mod format;
mod header;
mod held;
mod hold;
mod index;
mod inner;
mod join;
mod json_blocks;
mod json_find;
mod json_lines;
mod json_rows;
mod key_table;
mod layout;
mod load;
mod locate;
mod log;
mod marks;
mod moment;
mod node;
mod number;
mod order;
mod outcome;
mod packed;
mod parts;
mod pattern;
mod people;
mod plan;
mod portion;
mod row;
mod scalar;
mod setup;
mod sheet;
mod store;
mod stream;
mod table;
mod text;
mod wanted;
mod work;
mod written;
mod xes;
mod yaml;

pub use deal::{Deal, Place};
pub use index::Index;
pub use outcome::{Away, FileRead, Outcome, PassedOver, Progress};
pub use people::PeopleRead;
pub use people::read_people;
pub use portion::{Portion, Task};
pub use sheet::{RawTable, fits, is_table, moment_of, raw_table};
pub use store::{AnyPlace, Error, Store};
pub use stream::{Deals, read, read_by};
pub use written::Spot;

use chrono_tz::Tz;

use crate::value::Currency;
use crate::value::Schema;
use crate::value::mapping::SourceMap;

/// What the deals are read from.
#[derive(Clone, Copy, Debug)]
pub enum Input<'a> {
    /// Files that already have the shape of deals: JSON, JSON Lines or YAML, `.gz` on top; Parquet or Arrow.
    Shaped {
        /// Their names, as the store knows them.
        files: &'a [String],
    },
    /// The tables of a source.
    Mapped {
        /// The map that they are read by.
        source: &'a SourceMap,
        /// Files read in place of the ones the deals' own table names; empty for those.
        files: &'a [String],
    },
}

/// What the playbook says about reading its data.
#[derive(Clone, Debug)]
pub struct Frame {
    /// What a deal looks like.
    pub schema: Schema,
    /// The currency of amounts that name none.
    pub currency: Option<Currency>,
    /// The time zone of moments that name none, and the one every moment is put into.
    pub zone: Tz,
}
