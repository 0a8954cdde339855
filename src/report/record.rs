//! Whether a recorded run gives the same result again, and if not, what is different.

use std::io;
use std::io::Write;

use crate::assess::Verdict;
use crate::record::Difference;
use crate::record::FileChange;
use crate::record::Record;
use crate::report::Style;
use crate::report::human::by_check::labels;
use crate::report::ink;
use crate::report::page::Page;
use crate::report::plain::harmless;
use crate::report::words::Count;
use crate::report::words::digits;

/// Everything that is to be said of a second run.
#[derive(Clone, Copy, Debug)]
pub struct Verified<'a> {
    /// The file of the record.
    pub file: &'a str,
    /// The record.
    pub record: &'a Record,
    /// What is different.
    pub difference: &'a Difference,
    /// The version of this program.
    pub tollgate: &'a str,
}

const FILES: Count = Count { one: "1 file", many: "{n} files" };
const FINDINGS: Count = Count { one: "1 finding", many: "{n} findings" };
const DEALS: Count = Count { one: "1 deal", many: "{n} deals" };
const MORE: Count =
    Count { one: "… and 1 more; --all shows every one", many: "… and {n} more; --all shows every one" };

/// Writes what was recorded, what is different, and last whether the result is the same.
pub fn write(verified: &Verified<'_>, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let Verified { file, record, difference, tollgate } = verified;
    let mut page = Page::new(out, style.width);
    let playbook = &record.playbook;
    let version = playbook.version.as_deref().map(|version| format!(" {version}")).unwrap_or_default();
    let made = match record.tollgate == *tollgate {
        true => format!("tollgate {tollgate}"),
        false => format!("tollgate {}; this is {tollgate}", record.tollgate),
    };
    let files = |files: usize| FILES.of(files);
    let findings = FINDINGS.of(record.fingerprints.len());
    let deals = DEALS.of(usize::try_from(record.counts.deals).unwrap_or(usize::MAX));
    let baseline = record.baseline.as_ref().map(|baseline| harmless(&baseline.file).into_owned());
    let lines = [
        ("record", Some(harmless(file).into_owned())),
        ("made by", Some(harmless(&made).into_owned())),
        ("as of", Some(record.as_of.now.to_string())),
        (
            "playbook",
            Some(format!("{}{} · {}", harmless(&playbook.name), harmless(&version), files(playbook.files.len()))),
        ),
        ("data", Some(format!("{} · {deals}", files(record.data.len())))),
        ("baseline", baseline),
        ("result", Some(format!("{findings} · sha256 {}", short(&record.result.sha256)))),
    ];
    labels(&mut page, 0, &lines)?;
    page.blank()?;
    if difference.is_none() {
        let text = ink::paint(ink::GREEN.bold(), "The run gives the same result, byte for byte.");
        return page.labelled(&format!("{} ", ink::mark(Verdict::Pass)), &text);
    }
    let most = style.shown.unwrap_or(usize::MAX);
    for change in &difference.files {
        page.labelled(&format!("  {} ", ink::mark(Verdict::Fail)), &told(change))?;
    }
    for (prints, what) in [(&difference.gone, "only in the record"), (&difference.new, "only in this run")] {
        for print in prints.iter().take(most) {
            page.labelled(&format!("  {} ", ink::mark(Verdict::Fail)), &format!("{} · {what}", harmless(print)))?;
        }
        if prints.len() > most {
            page.text(4, &ink::paint(ink::DIM, MORE.of(prints.len() - most)))?;
        }
    }
    if !difference.files.is_empty() || !difference.gone.is_empty() || !difference.new.is_empty() {
        page.blank()?;
    }
    let changed = difference.files.len();
    let text = match (changed, difference.gone.len() + difference.new.len()) {
        (0, 0) => "The run gives another result: the same findings, told differently.".to_owned(),
        (0, _) => "The run gives another result.".to_owned(),
        (1, _) => "1 file is not what was recorded; the run was not made again.".to_owned(),
        (many, _) => format!("{} files are not what was recorded; the run was not made again.", digits(many as u64)),
    };
    page.labelled(&format!("{} ", ink::mark(Verdict::Fail)), &ink::paint(ink::RED.bold(), text))
}

fn told(change: &FileChange) -> String {
    match change {
        FileChange::Gone { was, why } => format!("{}: {}", harmless(&was.file), harmless(why)),
        FileChange::Changed { was, is } if was.bytes == is.bytes => {
            format!("{} has changed: sha256 {} was {}", harmless(&was.file), short(&is.sha256), short(&was.sha256))
        }
        FileChange::Changed { was, is } => {
            let (was_long, is_long) = (digits(was.bytes), digits(is.bytes));
            format!("{} has changed: {is_long} bytes, it had {was_long}", harmless(&was.file))
        }
        FileChange::New { is } => format!("{} is read, and the record does not name it", harmless(&is.file)),
    }
}

/// Enough of a hash to tell two apart.
fn short(hash: &str) -> String {
    harmless(hash.get(..16).unwrap_or(hash)).into_owned()
}
