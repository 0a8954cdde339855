use std::io;
use std::io::Write;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::PoisonError;

use sha2::Digest;
use sha2::Sha256;

use crate::assess::Finding;
use crate::record::Outcome;
use crate::report::Pen;
use crate::report::Report;
use crate::report::Sink;
use crate::report::jsonl::Lines;
use crate::workspace::hexadecimal;

/// Takes the findings of a run as JSON Lines, and keeps no more of them than what a record tells.
pub(super) struct Recorder {
    lines: Lines<Told>,
    told: Told,
}

/// What was written so far; a second handle reads it when the run is over.
#[derive(Clone, Default)]
pub(super) struct Told(Arc<Mutex<Sum>>);

#[derive(Default)]
struct Sum {
    hash: Sha256,
    lines: u64,
    bytes: u64,
    fingerprints: Vec<String>,
}

impl Recorder {
    /// A recorder, and the handle to what it is told.
    pub fn new() -> (Recorder, Told) {
        let told = Told::default();
        (Recorder { lines: Lines::new(told.clone()), told: told.clone() }, told)
    }
}

impl Told {
    /// What the run gave, and the fingerprints in it.
    pub fn outcome(&self) -> (Outcome, Vec<String>) {
        let sum = self.sum();
        let sha256 = hexadecimal(&sum.hash.clone().finalize());
        (Outcome { lines: sum.lines, bytes: sum.bytes, sha256 }, sum.fingerprints.clone())
    }

    fn sum(&self) -> MutexGuard<'_, Sum> {
        // Nothing that holds the lock can panic half way.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Write for Told {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut sum = self.sum();
        sum.hash.update(bytes);
        sum.bytes += bytes.len() as u64;
        sum.lines += bytes.iter().filter(|byte| **byte == b'\n').count() as u64;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Sink for Recorder {
    fn pen(&self) -> Option<Pen> {
        self.lines.pen()
    }

    fn take(&mut self, findings: &[Finding], penned: &[u8]) -> io::Result<()> {
        self.told.sum().fingerprints.extend(findings.iter().map(|finding| finding.fingerprint.to_string()));
        self.lines.take(findings, penned)
    }

    fn end(&mut self, report: &Report<'_>) -> io::Result<()> {
        self.lines.end(report)
    }
}
