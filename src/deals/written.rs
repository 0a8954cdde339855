use compact_str::CompactString;
use std::sync::Arc;

use crate::deals::Deal;
use crate::deals::Place;
use crate::deals::direct::Keys;
use crate::deals::layout::Form;
use crate::deals::layout::Layout;
use crate::deals::row::Body;
use crate::deals::row::Row;
use crate::deals::row::Sheet;
use crate::deals::yaml::YamlKind;
use crate::deals::yaml::YamlNode;
use crate::source::Position;
use crate::value::Path;
use crate::value::Record;
use crate::value::RecordType;
use crate::value::Step;

/// Where a value of a deal was written that comes from no data: in a test.
#[derive(Clone, Debug)]
pub struct Spot {
    /// Its place in the deal.
    pub path: Path,
    /// Where it stands in the text.
    pub at: Position,
    /// What is written there.
    pub raw: CompactString,
}

/// The values of a deal that were written, and where.
#[derive(Debug)]
pub(super) struct Written {
    file: Arc<str>,
    spots: Vec<Spot>,
}

impl Written {
    /// Where the value at a path stands, or the list or record around it.
    pub(super) fn locate(&self, path: &[Step]) -> Option<Place> {
        let around = self.spots.iter().filter(|spot| !spot.path.is_empty() && path.starts_with(&spot.path));
        let spot = around.max_by_key(|spot| spot.path.len())?;
        let raw = (spot.path.len() == path.len()).then(|| spot.raw.clone());
        Some(Place { file: self.file.clone(), line: spot.at.line, column: spot.at.column, header: None, raw })
    }
}

impl Deal {
    /// A deal that comes from no data: it was written in a text, at a place.
    pub fn written(ty: Arc<RecordType>, record: Record, file: Arc<str>, at: Position) -> Deal {
        let sheet = Sheet { name: file, number: 0, delimiter: ',', header: Vec::new(), places: Vec::new() };
        let body = Body::Yaml(Arc::new(YamlNode { kind: YamlKind::Record(Vec::new()), at }));
        let row = Row { sheet: Arc::new(sheet), line: at.line, body };
        Deal { record, row, layout: Arc::new(Layout { ty, form: Form::Shaped }), written: None, keys: Keys::default() }
    }

    /// The same deal, some values of which were written in place of its own, at these spots of a text.
    #[must_use]
    pub fn with_written(self, record: Record, file: Arc<str>, spots: Vec<Spot>) -> Deal {
        Deal { record, written: Some(Arc::new(Written { file, spots })), ..self }
    }
}
