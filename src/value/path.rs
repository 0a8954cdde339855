use std::fmt::Write;

use compact_str::CompactString;
use smallvec::SmallVec;

use crate::value::{RecordType, Type};

/// One step into a deal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Step {
    /// The field in this slot of a record.
    Field(usize),
    /// The element at this place of a list, from 0.
    Item(usize),
}

/// A way from the deal to a value inside it.
///
/// Few ways are longer than there is room for without asking for memory.
pub type Path = SmallVec<[Step; 4]>;

impl Step {
    /// A path as the author writes it: `contacts[0].name`.
    pub fn show(path: &[Step], root: &RecordType) -> CompactString {
        let mut text = CompactString::const_new("");
        let mut ty: Option<&Type> = None;
        for step in path {
            let record = match ty {
                None => Some(root),
                Some(Type::Record(record)) => Some(record.as_ref()),
                Some(_) => None,
            };
            let next = match (step, ty) {
                (Step::Field(slot), _) => {
                    let Some(field) = record.and_then(|record| record.fields.get(*slot)) else { break };
                    if !text.is_empty() {
                        text.push('.');
                    }
                    text.push_str(&field.name);
                    &field.ty
                }
                (Step::Item(at), Some(Type::List(item))) => {
                    // Writing to a string does not fail.
                    let _ = write!(text, "[{at}]");
                    item.as_ref()
                }
                (Step::Item(_), _) => break,
            };
            ty = Some(next);
        }
        text
    }
}
