use std::io;
use std::io::Write;

use serde::Deserialize;

use crate::record::Error;
use crate::record::FORMAT;
use crate::record::Record;
use crate::record::VERSION;

/// What every version of a record says.
#[derive(Deserialize)]
struct Head {
    format: String,
    version: u32,
    #[serde(default)]
    tollgate: String,
}

impl Record {
    /// Reads a record.
    pub fn parse(text: &str) -> Result<Record, Error> {
        let wrong = |error: serde_json::Error| Error::NotARecord { why: error.to_string() };
        let head: Head = serde_json::from_str(text).map_err(wrong)?;
        if head.format != FORMAT {
            return Err(Error::NotARecord { why: format!("its format is `{}`", head.format) });
        }
        if head.version != VERSION {
            return Err(Error::Version { version: head.version, tollgate: head.tollgate });
        }
        serde_json::from_str(text).map_err(wrong)
    }

    /// Writes it.
    pub fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        serde_json::to_writer_pretty(&mut *out, self)?;
        writeln!(out)
    }
}
