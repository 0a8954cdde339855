//! A table in Markdown.

use std::fmt;

use crate::run::measure::Taken;

pub struct Table {
    columns: usize,
    lines: Vec<Vec<String>>,
}

impl Table {
    pub fn new(header: &[&str]) -> Table {
        let header: Vec<String> = header.iter().map(|cell| (*cell).to_owned()).collect();
        Table { columns: header.len(), lines: vec![header] }
    }

    /// A row of times, or why there is none.
    pub fn row(&mut self, name: &str, taken: &Result<Taken, String>, cells: impl Fn(&Taken) -> Vec<String>) {
        let mut line = vec![name.to_owned()];
        match taken {
            Ok(taken) => line.extend(cells(taken)),
            Err(why) => line.push(why.clone()),
        }
        self.line(line);
    }

    pub fn line(&mut self, mut line: Vec<String>) {
        for cell in &mut line {
            *cell = cell.replace('|', "/").replace('\n', " ");
        }
        line.resize(self.columns, String::new());
        self.lines.push(line);
    }
}

impl fmt::Display for Table {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, line) in self.lines.iter().enumerate() {
            writeln!(out, "| {} |", line.join(" | "))?;
            if place == 0 {
                writeln!(out, "|---|{}", "---:|".repeat(self.columns - 1))?;
            }
        }
        Ok(())
    }
}
