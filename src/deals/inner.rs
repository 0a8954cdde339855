use std::sync::Arc;

use crate::deals::FileRead;
use crate::deals::decode::Decoder;
use crate::deals::parts::Parts;
use crate::deals::plan::Form;
use crate::deals::plan::Plan;
use crate::deals::plan::put;
use crate::deals::row::Body;
use crate::deals::row::Row;
use crate::deals::table::Table;
use crate::deals::xes::Trace;
use crate::value::Record;
use crate::value::RecordType;
use crate::value::Value;
use crate::value::mapping::Target;

/// How many events of a file filled a list, and how many were left out.
#[derive(Clone, Debug, Default)]
pub(super) struct InnerCount {
    met: u64,
    left_out: u64,
    found: Vec<bool>,
}

impl InnerCount {
    pub(super) fn new(plan: &Plan) -> InnerCount {
        InnerCount { met: 0, left_out: 0, found: vec![false; plan.columns.len()] }
    }

    /// Fills the list of a deal with the events of its case, in the order of the log.
    pub(super) fn fill(
        &mut self,
        plan: &Plan,
        record: &mut Record,
        ty: &RecordType,
        row: &Row,
        decoder: &mut Decoder<'_>,
    ) {
        let (Body::Trace(trace), Target::List(slot)) = (&row.body, &plan.map.target) else { return };
        let mut items = Vec::new();
        for at in 0..trace.events.len() {
            let event = row.event(trace, at);
            self.met += 1;
            let Some(parts) = parts_of(&event) else { continue };
            if plan.takes(&event, &parts, &mut self.found) {
                let item = plan.record(decoder, &event, &parts, &mut self.found);
                items.push(Value::Record(Box::new(item)));
            } else {
                self.left_out += 1;
            }
        }
        put(record, ty, &[*slot], Value::List(items));
    }

    /// What it came to in a file, and what its events never had.
    pub(super) fn outcome(&self, plan: &Plan, table: &Table, decoder: &mut Decoder<'_>) -> FileRead {
        let (Target::List(slot) | Target::Record(slot)) = plan.map.target else { return table.outcome() };
        let field = decoder.frame.schema.deal.fields.get(slot);
        let read = FileRead {
            fills: field.map(|field| field.name.clone()).unwrap_or_default(),
            rows: self.met,
            unreadable: 0,
            left_out: self.left_out,
            further: 0,
            ..table.outcome()
        };
        plan.report_never_found(&self.found, &read, Form::Documents, &mut decoder.log);
        read
    }
}

/// The row of the event that became an item of a list.
pub(super) fn event_of(plan: &Plan, row: &Row, trace: &Arc<Trace>, item: usize) -> Option<Row> {
    let rows = (0..trace.events.len()).map(|at| row.event(trace, at));
    rows.filter(|event| parts_of(event).is_some_and(|parts| plan.takes(event, &parts, &mut []))).nth(item)
}

fn parts_of(event: &Row) -> Option<Parts<'_>> {
    let node = event.document().ok().flatten()?;
    Parts::of_document(&node, event).ok()
}
