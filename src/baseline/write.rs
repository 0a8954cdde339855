use std::io;
use std::io::Write;

use serde::Serialize;

use crate::baseline::Baseline;
use crate::baseline::Entry;

pub(super) const FORMAT: &str = "tollgate-baseline";

/// It grows when a field changes its meaning or goes away.
pub(super) const VERSION: u32 = 1;

#[derive(Serialize)]
struct Head<'a> {
    format: &'static str,
    version: u32,
    playbook: &'a str,
}

impl Baseline {
    /// Writes it, sorted by check, deal, kind and element, so that a change of it can be read line by line.
    pub fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        let head = Head { format: FORMAT, version: VERSION, playbook: &self.playbook };
        serde_json::to_writer(&mut *out, &head)?;
        writeln!(out)?;
        let mut entries: Vec<&Entry> = self.held.values().map(|held| &held.entry).collect();
        entries.sort();
        for entry in entries {
            serde_json::to_writer(&mut *out, entry)?;
            writeln!(out)?;
        }
        Ok(())
    }
}
