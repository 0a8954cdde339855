//! The files that are measured on: made where they are not there yet.

use std::fs;
use std::fs::File;
use std::io;
use std::io::BufWriter;
use std::io::Write;
use std::path::Path;
use std::path::PathBuf;

use tollgate_benches::gated;
use tollgate_benches::generate::generate;
use tollgate_benches::machines::scale;

/// Where deals and findings are put.
pub const FOLDER: &str = "data";

/// Deals for the twelve rules.
pub fn deals(number: u64) -> io::Result<PathBuf> {
    file(&format!("deals-{number}.jsonl"), |out| generate(number, out))
}

/// Deals for `examples/gated`.
pub fn gated_deals(number: u64) -> io::Result<PathBuf> {
    file(&format!("gated-{number}.jsonl"), |out| gated::generate(number, out))
}

/// The export of `examples/machines` at a larger size.
pub fn machines_export(number: u64) -> io::Result<PathBuf> {
    let folder = Path::new(FOLDER).join(format!("machines-{number}"));
    if !folder.exists() {
        let part = folder.with_extension("part");
        scale(number, &part)?;
        fs::rename(part, &folder)?;
    }
    Ok(folder)
}

fn file(name: &str, make: impl Fn(&mut dyn Write) -> io::Result<()>) -> io::Result<PathBuf> {
    fs::create_dir_all(FOLDER)?;
    let path = Path::new(FOLDER).join(name);
    if !path.exists() {
        let part = path.with_extension("part");
        make(&mut BufWriter::new(File::create(&part)?))?;
        fs::rename(part, &path)?;
    }
    Ok(path)
}
