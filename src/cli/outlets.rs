use std::io;
use std::io::BufWriter;
use std::io::IsTerminal;
use std::io::Write;

use crate::assess::Finding;
use crate::cli::Stop;
use crate::cli::baseline::Known;
use crate::cli::output::Format;
use crate::cli::output::Output;
use crate::cli::output::Target;
use crate::cli::output::put;
use crate::cli::output::room;
use crate::cli::say;
use crate::diagnostic::Diagnostic;
use crate::model::Severity;
use crate::report;
use crate::report::Checkout;
use crate::report::Collected;
use crate::report::FindingCounts;
use crate::report::Invalid;
use crate::report::Pen;
use crate::report::Report;
use crate::report::Sink;
use crate::report::Style;
use crate::source::Sources;
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
    target: Target,
    /// A reader that went away: `tollgate check | head` is no failure.
    is_closed: bool,
    /// What the pen writes; kept for the next findings.
    text: Vec<u8>,
}

impl Outlets {
    /// Opens every output; a file is made when there is something to write.
    pub fn open(outputs: &[Output], style: Style, language: &str, least: Severity, known: Option<Known>) -> Outlets {
        let outlets = outputs.iter().map(|output| outlet(output, style, language)).collect();
        Outlets { outlets, known, least, counts: FindingCounts::default() }
    }

    /// Whether findings are written on a terminal while the run goes on.
    pub fn talks(outputs: &[Output]) -> bool {
        outputs.iter().any(|output| output.target == Target::Out && output.format == Format::Jsonl)
            && io::stdout().is_terminal()
    }

    /// Takes the next findings of the run.
    pub fn take(&mut self, findings: &mut Vec<Finding>) -> Result<(), Stop> {
        for finding in findings.iter_mut() {
            if let Some(known) = &mut self.known {
                known.mark(finding);
            }
            self.counts.add(finding);
        }
        findings.retain(|finding| finding.severity >= self.least);
        if findings.is_empty() {
            return Ok(());
        }
        self.outlets.iter_mut().try_for_each(|outlet| outlet.take(findings))
    }

    /// Hands all that is shown to one more sink, which writes to no file.
    pub fn also(&mut self, sink: Box<dyn Sink>) {
        self.outlets.push(Outlet { sink, target: Target::Out, is_closed: false, text: Vec::new() });
    }

    /// Takes the next findings of the run, and what the pens made of them.
    pub fn take_penned(&mut self, findings: &mut Vec<Finding>, texts: &[Vec<u8>]) -> Result<(), Stop> {
        for finding in findings.iter() {
            self.counts.add(finding);
        }
        findings.retain(|finding| finding.severity >= self.least);
        if findings.is_empty() {
            return Ok(());
        }
        let mut outlets = self.outlets.iter_mut().zip(texts);
        outlets.try_for_each(|(outlet, text)| outlet.run(|sink| sink.take(findings, text)))
    }

    /// Whether anybody reads the findings; where nobody does they are only counted.
    pub fn reads(&self) -> bool {
        self.known.is_some() || self.outlets.iter().any(|outlet| outlet.sink.reads())
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
    /// Writes what each pen makes of findings into a text of its own, behind what is there.
    pub fn write(&self, findings: &[Finding], texts: &mut Vec<Vec<u8>>) -> io::Result<()> {
        texts.resize_with(self.pens.len(), Vec::new);
        for (pen, text) in self.pens.iter().zip(texts) {
            let Some(pen) = pen else { continue };
            let shown = findings.iter().filter(|finding| finding.severity >= self.least);
            shown.into_iter().try_for_each(|finding| pen(finding, text))?;
        }
        Ok(())
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
            Err(error) if self.target == Target::Out && error.kind() == io::ErrorKind::BrokenPipe => {
                self.is_closed = true;
                Ok(())
            }
            Err(source) => Err(write_failed(&self.target, source)),
            Ok(()) => Ok(()),
        }
    }
}

fn write_failed(target: &Target, source: io::Error) -> Stop {
    let to = match target {
        Target::Out => "standard output".to_owned(),
        Target::File(path) | Target::End(path) => path.display().to_string(),
    };
    Stop::Write { to, source }
}

fn outlet(output: &Output, style: Style, language: &str) -> Outlet {
    let target = output.target.clone();
    let plain = || -> Box<dyn Write> {
        match &target {
            Target::File(path) => Box::new(BufWriter::with_capacity(64 * 1024, LateFile::new(path))),
            Target::End(path) => Box::new(BufWriter::new(LateFile::at_end(path))),
            Target::Out => Box::new(BufWriter::with_capacity(64 * 1024, io::stdout())),
        }
    };
    // Text for people keeps its colours where they can be seen.
    let coloured = || -> Box<dyn Write> {
        match &target {
            Target::File(_) | Target::End(_) => Box::new(anstream::StripStream::new(plain())),
            Target::Out => Box::new(BufWriter::new(anstream::AutoStream::auto(io::stdout()))),
        }
    };
    let sink: Box<dyn Sink> = match output.format {
        Format::Human => Box::new(report::human::People::new(style, coloured())),
        Format::Json => Box::new(report::json::Document::new(spool(), plain())),
        Format::Jsonl => Box::new(report::jsonl::Lines::new(plain())),
        Format::Sarif => Box::new(Collected::new(report::sarif::write, style, plain())),
        Format::Junit => Box::new(Collected::new(report::junit::write, style, plain())),
        Format::Github => Box::new(Collected::new(report::github::write, style, plain())),
        Format::GithubSummary => {
            let most = room(&output.target);
            let page = move |report: &Report<'_>, style: &Style, out: &mut dyn Write| {
                report::markdown::write_within(most, report, style, out)
            };
            Box::new(Collected::new(page, style, plain()))
        }
        Format::Gitlab => Box::new(Collected::new(report::gitlab::write, style, plain())),
        Format::Markdown => Box::new(Collected::new(report::markdown::write, style, plain())),
        Format::Csv => Box::new(report::spreadsheet::Table::new(language, plain())),
        Format::Summary => Box::new(report::summary::Figures::new(plain())),
    };
    Outlet { sink, target, is_closed: false, text: Vec::new() }
}

/// Writes why no run could be made, in every format. On a terminal it has been said, or will be, on standard error.
pub(super) fn not_made(stop: &Stop, outputs: &[Output], checkout: &Checkout) -> Result<(), Stop> {
    let nothing = Sources::default();
    let refused: Vec<Diagnostic>;
    let (sources, diagnostics) = match stop {
        Stop::Invalid(loaded) => (&loaded.sources, loaded.diagnostics.as_slice()),
        stop => {
            let why = Diagnostic::error("workspace/refused", stop.to_string());
            let why = say::causes(stop).into_iter().fold(why, Diagnostic::note);
            let help = if let Stop::Usage { help, .. } = stop { help.clone() } else { None };
            refused = vec![why.maybe_help(help)];
            (&nothing, refused.as_slice())
        }
    };
    let invalid = Invalid { sources, diagnostics, checkout };
    let style = Style::default();
    for output in outputs {
        put(&output.target, |out| match output.format {
            Format::Human if output.target == Target::Out => Ok(()),
            Format::Human => report::human::write_invalid(&invalid, &style, out),
            Format::Json => report::json::write_invalid(&invalid, &style, out),
            Format::Jsonl => report::jsonl::write_invalid(&invalid, &style, out),
            Format::Sarif => report::sarif::write_invalid(&invalid, &style, out),
            Format::Junit => report::junit::write_invalid(&invalid, &style, out),
            Format::Github => report::github::write_invalid(&invalid, &style, out),
            Format::GithubSummary | Format::Markdown => report::markdown::write_invalid(&invalid, &style, out),
            Format::Gitlab => report::gitlab::write_invalid(&invalid, &style, out),
            Format::Csv => report::spreadsheet::write_invalid(&invalid, &style, out),
            Format::Summary => report::summary::write_invalid(&invalid, &style, out),
        })?;
    }
    Ok(())
}
