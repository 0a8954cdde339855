use std::io;
use std::io::BufWriter;
use std::io::IsTerminal;
use std::io::Write;
use std::path::PathBuf;

use crate::assess::Finding;
use crate::cli::Stop;
use crate::cli::baseline::Known;
use crate::cli::output::Format;
use crate::cli::output::Output;
use crate::model::Severity;
use crate::report;
use crate::report::FindingCounts;
use crate::report::Pen;
use crate::report::Report;
use crate::report::Sink;
use crate::report::Style;
use crate::workspace::LateFile;
use crate::workspace::spool;

/// Everywhere the findings of a run go, while it goes on.
pub(super) struct Outlets {
    outlets: Vec<Outlet>,
    /// The findings that are known already.
    known: Option<Known>,
    least: Severity,
    counts: FindingCounts,
}

struct Outlet {
    sink: Box<dyn Sink>,
    /// The file; `None` for standard output.
    path: Option<PathBuf>,
    /// A reader that went away: `tollgate check | head` is no failure.
    is_closed: bool,
    /// What the pen writes; kept for the next findings.
    text: Vec<u8>,
}

impl Outlets {
    /// Opens every output; a file is made when there is something to write.
    pub fn open(outputs: &[Output], style: Style, least: Severity, known: Option<Known>) -> Outlets {
        let outlets = outputs.iter().map(|output| outlet(output, style)).collect();
        Outlets { outlets, known, least, counts: FindingCounts::default() }
    }

    /// Whether findings are written on a terminal while the run goes on.
    pub fn talks(outputs: &[Output]) -> bool {
        outputs.iter().any(|output| output.path.is_none() && output.format == Format::Jsonl)
            && io::stdout().is_terminal()
    }

    /// Takes the next findings of the run.
    pub fn take(&mut self, mut findings: Vec<Finding>) -> Result<(), Stop> {
        for finding in &mut findings {
            if let Some(known) = &mut self.known {
                known.mark(finding);
            }
            self.counts.add(finding);
        }
        findings.retain(|finding| finding.severity >= self.least);
        if findings.is_empty() {
            return Ok(());
        }
        self.outlets.iter_mut().try_for_each(|outlet| outlet.take(&findings))
    }

    /// Hands all that is shown to one more sink, which writes to no file.
    pub fn also(&mut self, sink: Box<dyn Sink>) {
        self.outlets.push(Outlet { sink, path: None, is_closed: false, text: Vec::new() });
    }

    /// Takes the next findings of the run, and what the pens made of them.
    pub fn take_penned(&mut self, mut findings: Vec<Finding>, texts: &[Vec<u8>]) -> Result<(), Stop> {
        for finding in &findings {
            self.counts.add(finding);
        }
        findings.retain(|finding| finding.severity >= self.least);
        if findings.is_empty() {
            return Ok(());
        }
        let mut outlets = self.outlets.iter_mut().zip(texts);
        outlets.try_for_each(|(outlet, text)| outlet.run(|sink| sink.take(&findings, text)))
    }

    /// How findings are written, where that can be done apart: what is known already is marked before, in order.
    pub fn pens(&self) -> Option<Pens> {
        let pens = self.outlets.iter().map(|outlet| outlet.sink.pen()).collect();
        self.known.is_none().then_some(Pens { pens, least: self.least })
    }

    /// The findings that are known already, which were marked in all that was taken.
    pub fn known(&mut self) -> Option<Known> {
        self.known.take()
    }

    /// The findings so far, counted.
    pub fn counts(&self) -> FindingCounts {
        self.counts
    }

    /// Ends every output.
    pub fn end(&mut self, report: &Report<'_>) -> Result<(), Stop> {
        self.outlets.iter_mut().try_for_each(|outlet| outlet.run(|sink| sink.end(report)))
    }
}

/// How the outlets write findings.
pub(super) struct Pens {
    pens: Vec<Option<Pen>>,
    least: Severity,
}

impl Pens {
    /// What each pen makes of findings.
    pub fn write(&self, findings: &[Finding]) -> io::Result<Vec<Vec<u8>>> {
        let mut texts = vec![Vec::new(); self.pens.len()];
        for (pen, text) in self.pens.iter().zip(&mut texts) {
            let Some(pen) = pen else { continue };
            let shown = findings.iter().filter(|finding| finding.severity >= self.least);
            shown.into_iter().try_for_each(|finding| pen(finding, text))?;
        }
        Ok(texts)
    }
}

impl Outlet {
    fn take(&mut self, findings: &[Finding]) -> Result<(), Stop> {
        self.text.clear();
        let mut text = std::mem::take(&mut self.text);
        let taken = self.run(|sink| {
            if let Some(pen) = sink.pen() {
                findings.iter().try_for_each(|finding| pen(finding, &mut text))?;
            }
            sink.take(findings, &text)
        });
        self.text = text;
        taken
    }

    fn run(&mut self, write: impl FnOnce(&mut dyn Sink) -> io::Result<()>) -> Result<(), Stop> {
        if self.is_closed {
            return Ok(());
        }
        match write(self.sink.as_mut()) {
            Err(error) if self.path.is_none() && error.kind() == io::ErrorKind::BrokenPipe => {
                self.is_closed = true;
                Ok(())
            }
            Err(source) => Err(write_failed(self.path.as_ref(), source)),
            Ok(()) => Ok(()),
        }
    }
}

fn write_failed(path: Option<&PathBuf>, source: io::Error) -> Stop {
    let to = path.map_or_else(|| "standard output".to_owned(), |path| path.display().to_string());
    Stop::Write { to, source }
}

fn outlet(output: &Output, style: Style) -> Outlet {
    let path = output.path.clone();
    let plain = || -> Box<dyn Write> {
        match &path {
            Some(path) => Box::new(BufWriter::with_capacity(64 * 1024, LateFile::new(path))),
            None => Box::new(BufWriter::with_capacity(64 * 1024, io::stdout())),
        }
    };
    // Text for people keeps its colours where they can be seen.
    let coloured = || -> Box<dyn Write> {
        match &path {
            Some(_) => Box::new(anstream::StripStream::new(plain())),
            None => Box::new(BufWriter::new(anstream::AutoStream::auto(io::stdout()))),
        }
    };
    let sink: Box<dyn Sink> = match output.format {
        Format::Human => Box::new(report::human::People::new(style, coloured())),
        Format::Json => Box::new(report::json::Document::new(spool(), plain())),
        Format::Jsonl => Box::new(report::jsonl::Lines::new(plain())),
    };
    Outlet { sink, path, is_closed: false, text: Vec::new() }
}
