use std::fs;
use std::fs::File;
use std::io;
use std::io::BufWriter;
use std::io::Write;
use std::path::Path;

/// Writes the export of `examples/machines` again and again, each time under other ids, until it has so many deals.
pub fn scale(deals: u64, to: &Path) -> io::Result<()> {
    let from = Path::new("../examples/machines");
    fs::create_dir_all(to)?;
    fs::copy(from.join("accounts.csv"), to.join("accounts.csv"))?;
    for name in ["opportunities.csv", "contacts.csv", "stage_history.csv"] {
        let text = fs::read_to_string(from.join(name))?;
        let (header, rows) = text.split_once('\n').unwrap_or_default();
        let mut out = BufWriter::new(File::create(to.join(name))?);
        writeln!(out, "{header}")?;
        for copy in 0..deals.div_ceil(12) {
            for row in rows.lines() {
                let (id, rest) = row.split_once(',').unwrap_or_default();
                writeln!(out, "{id}-{copy},{rest}")?;
            }
        }
        out.flush()?;
    }
    Ok(())
}
