//! What every peer written in Rust does: decode a line, judge a deal, and, where it can, write its findings.

use std::hint::black_box;
use std::io;
use std::path::Path;

use crate::lines::Lines;
use crate::lines::lines_of;

/// How many rules there are.
pub const RULES: usize = 12;

/// Which of the twelve rules a deal breaks: bit 0 is R01.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Broken(pub u16);

impl Broken {
    /// Adds a rule, by its number from 1, where it is broken.
    pub fn when(&mut self, rule: usize, broken: bool) {
        self.0 |= u16::from(broken) << (rule - 1);
    }

    /// The numbers of the broken rules, from 1.
    pub fn rules(self) -> impl Iterator<Item = usize> {
        (1..=RULES).filter(move |rule| self.0 >> (rule - 1) & 1 == 1)
    }
}

/// One way to judge deals.
pub trait Peer: Sync {
    /// What a deal is decoded to; it may borrow from its line.
    type Deal<'a>;

    /// What a thread needs to judge: an engine that cannot be shared is made once for each.
    type Engine;

    fn engine(&self) -> Self::Engine;

    /// Decodes a line of the file.
    fn decode<'a>(&self, engine: &Self::Engine, line: &'a [u8]) -> Self::Deal<'a>;

    /// An engine that wants the deal to itself takes it, and puts it back.
    fn judge(&self, engine: &mut Self::Engine, deal: &mut Self::Deal<'_>) -> Broken;

    /// Writes a line of JSON for each finding.
    fn write(&self, engine: &mut Self::Engine, deal: &Self::Deal<'_>, broken: Broken, line: u64, out: &mut Vec<u8>);

    /// Makes the findings: what judging alone comes to for somebody who wants more than counts. `out` is emptied for each deal.
    fn compose(&self, engine: &mut Self::Engine, deal: &Self::Deal<'_>, broken: Broken, out: &mut Vec<u8>) {
        self.write(engine, deal, broken, 1, out);
    }

    /// Keeps what a thread came to, when it has no more to judge.
    fn done(&self, _engine: Self::Engine) {}

    /// Writes what stands behind the findings, when all threads are done.
    fn end(&self, _out: &mut Vec<u8>) {}
}

/// How often each rule is broken.
pub type Counts = [u64; RULES];

/// Judges the deals of a file, and writes findings where a file for them is named.
pub fn check<P: Peer>(peer: &P, file: &Path, threads: usize, findings: Option<&Path>) -> io::Result<Counts> {
    let lines = Lines::open(file, findings)?;
    let results = std::thread::scope(|scope| {
        let workers: Vec<_> = (1..threads).map(|_| scope.spawn(|| work(peer, &lines))).collect();
        let mut results = vec![work(peer, &lines)];
        results.extend(workers.into_iter().map(|worker| worker.join().expect("a worker ends")));
        results
    });
    let mut last = Vec::new();
    peer.end(&mut last);
    lines.close(&last)?;
    let mut counts = Counts::default();
    for result in results {
        for (sum, count) in counts.iter_mut().zip(result?) {
            *sum += count;
        }
    }
    Ok(counts)
}

/// Takes one chunk of lines after the other until there is none.
fn work<P: Peer>(peer: &P, lines: &Lines) -> io::Result<Counts> {
    let mut engine = peer.engine();
    let mut counts = Counts::default();
    let mut chunk = Vec::new();
    let mut out = Vec::new();
    while let Some(first) = lines.next(&mut chunk)? {
        out.clear();
        for (number, line) in (first.line..).zip(lines_of(&chunk)) {
            if line.is_empty() {
                continue;
            }
            let mut deal = peer.decode(&engine, line);
            let broken = peer.judge(&mut engine, &mut deal);
            for rule in broken.rules() {
                counts[rule - 1] += 1;
            }
            if lines.writes() {
                peer.write(&mut engine, &deal, broken, number, &mut out);
            }
        }
        lines.put(first.chunk, &mut out)?;
    }
    peer.done(engine);
    Ok(counts)
}

/// Decodes all deals of a file, then judges them so often; how many nanoseconds a deal took in each round.
pub fn judge_alone<P: Peer>(peer: &P, file: &Path, rounds: usize, compose: bool) -> io::Result<(Counts, Vec<f64>)> {
    let bytes = std::fs::read(file)?;
    let mut engine = peer.engine();
    let lines = lines_of(&bytes).filter(|line| !line.is_empty());
    let mut deals: Vec<P::Deal<'_>> = lines.map(|line| peer.decode(&engine, line)).collect();
    let mut counts = Counts::default();
    let mut times = Vec::new();
    let mut out = Vec::new();
    for _ in 0..rounds {
        counts = Counts::default();
        let start = std::time::Instant::now();
        for deal in &mut deals {
            let broken = peer.judge(&mut engine, deal);
            for rule in broken.rules() {
                counts[rule - 1] += 1;
            }
            if compose {
                out.clear();
                peer.compose(&mut engine, deal, broken, &mut out);
                black_box(&out);
            }
        }
        times.push(start.elapsed().as_nanos() as f64 / deals.len().max(1) as f64);
    }
    Ok((counts, times))
}
