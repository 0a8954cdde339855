use crate::assess::Verdict;
use crate::report::Figures;
use crate::report::Report;
use crate::report::words::Words;
use crate::report::words::digits;
use crate::report::words::filled;

/// What a run came to, in sentences, each with its mark: what keeps it from counting first, the verdict last.
///
/// Findings that are not counted on request are told, so that a run that passes does not look better than it is.
pub(super) fn conclusion(report: &Report<'_>, figures: &Figures<'_>, words: &Words) -> Vec<(Verdict, String)> {
    let mut said = Vec::new();
    if figures.errors > 0 {
        said.push((Verdict::Error, words.not_read_in_full.of(figures.errors)));
    }
    if figures.checks.is_empty() {
        said.push((Verdict::Error, words.nothing_judged.to_owned()));
        return said;
    }
    if let Some(refused) = report.refused {
        said.push((Verdict::Error, refused.to_owned()));
    }
    let limits = report.limits;
    let excused = report.counts.excused(&limits);
    if excused > 0 {
        let level = limits.fail_on.map(|level| words.severity(level)).unwrap_or_default();
        said.push((Verdict::Unknown, filled(&words.excused.of(excused), &[level])));
    }
    let apart = limits.fail_on != limits.fail_on_unknown;
    let open = report.counts.failing_open(&limits);
    if let (true, Some(level)) = (apart && open > 0, limits.fail_on_unknown) {
        said.push((Verdict::Unknown, filled(&words.failing_open.of(open), &[words.severity(level)])));
    }
    let Some(level) = limits.fail_on.map(|level| words.severity(level)) else {
        said.push((Verdict::Pass, words.never_fails.of(report.counts.total())));
        return said;
    };
    let broken = if apart { figures.failing - open } else { figures.failing };
    let mark = match (broken, limits.fail(figures.failing)) {
        (0, _) | (_, false) => Verdict::Pass,
        _ => Verdict::Fail,
    };
    let text = match broken {
        0 => filled(words.clean, &[level]),
        _ => filled(&words.failing.of(broken), &[level]),
    };
    let allowed = (limits.max_findings > 0 && figures.failing > 0)
        .then(|| filled(words.allowed, &[&digits(limits.max_findings as u64)]));
    said.push((mark, format!("{text}{}", allowed.unwrap_or_default())));
    said
}
