//! The playbook's own tests: names, kinds and values are checked like the rest of the playbook.

mod expect;
mod given;
mod values;

use chrono_tz::Tz;

use crate::diagnostic::Diagnostic;
use crate::lower::collect::Collected;
use crate::lower::known::Known;
use crate::lower::target::target;
use crate::lower::tests::values::Reader;
use crate::model::Criterion;
use crate::model::CriterionId;
use crate::model::Survivor;
use crate::model::Test;
use crate::source::Spanned;
use crate::syntax;
use crate::syntax::Literal;
use crate::value::Record;
use crate::value::Type;
use crate::value::Value;

/// The tests, in the order of the text. One whose deal or expectation is wrong has been reported and is left out.
pub(super) fn tests(
    known: &Known<'_>,
    criteria: &[Criterion],
    zone: Tz,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Test> {
    let mut written = known.parts.tests.clone();
    written.sort_by_key(|test| test.span);
    same_titles(&written, diagnostics);
    written.into_iter().filter_map(|test| self::test(known, test, criteria, zone, diagnostics)).collect()
}

/// A report names a test by its title.
fn same_titles(tests: &[&syntax::Test], diagnostics: &mut Vec<Diagnostic>) {
    for (at, test) in tests.iter().enumerate() {
        let same = |other: &&&syntax::Test| other.title.value == test.title.value;
        if let Some(first) = tests.iter().take(at).find(same) {
            let message = format!("two tests are called \"{}\"", test.title.value);
            let problem = Diagnostic::error("lower/declared-twice", message).at(test.title.span, "called so again");
            diagnostics
                .push(problem.at(first.title.span, "first here").help("say what is different about one of them"));
        }
    }
}

fn test(
    known: &Known<'_>,
    written: &syntax::Test,
    criteria: &[Criterion],
    zone: Tz,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Test> {
    let before = diagnostics.len();
    let only = only(known, &written.only, criteria, diagnostics);
    let people = written.people.as_ref().map(|people| self::people(known, people, zone, diagnostics));
    let given = written.given.as_ref().map(|given| given::given(known, given, zone, diagnostics));
    let expects = expect::expects(known, written, &only, criteria, diagnostics);
    // A test that lost a part must not be run without it.
    if diagnostics.len() > before || written.expects.is_empty() {
        return None;
    }
    Some(Test {
        title: written.title.value.clone(),
        on: written.on.as_ref().map(|on| on.value),
        only,
        people,
        given: given?,
        expects,
        span: written.title.span,
        declared: known.declared(written.title.span),
    })
}

/// The criteria that are judged: by the name of a check, or by a tag.
fn only(
    known: &Known<'_>,
    written: &[syntax::Path],
    criteria: &[Criterion],
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<CriterionId> {
    let mut only = Vec::new();
    for path in written {
        let tag = path.text();
        let tagged = (0..)
            .map(CriterionId)
            .zip(criteria)
            .filter(|(_, criterion)| criterion.all_tags().any(|known| known == tag));
        let tagged: Vec<CriterionId> = tagged.map(|(id, _)| id).collect();
        if !tagged.is_empty() {
            only.extend(tagged);
            continue;
        }
        let Some(found) = target(known, path, criteria, "nothing to judge", diagnostics) else { continue };
        if let Some(kind) = found.kind {
            let message = format!("`only` names checks, and `{kind}` is a kind of their findings");
            let problem = Diagnostic::error("lower/kind-in-only", message).at(path.span, "");
            diagnostics.push(problem.help("name the check alone, and its kind behind `expect`"));
        }
        only.extend(found.criteria);
    }
    only.sort_unstable();
    only.dedup();
    only
}

fn people(known: &Known<'_>, written: &Spanned<Literal>, zone: Tz, diagnostics: &mut Vec<Diagnostic>) -> Vec<Record> {
    let ty = Type::list(Type::Record(known.schema.people().into()));
    let mut reader = Reader::new(known, zone, diagnostics);
    let Some(Value::List(entries)) = reader.value(written, &ty, "people", &mut crate::value::Path::new()) else {
        return Vec::new();
    };
    let records = entries.into_iter().filter_map(|entry| match entry {
        Value::Record(record) => Some(*record),
        _ => None,
    });
    records.collect()
}

/// The changes that no test notices, with the reason.
pub(super) fn survivors(parts: &Collected<'_>, diagnostics: &mut Vec<Diagnostic>) -> Vec<Survivor> {
    let mut known: Vec<&syntax::Survivor> = Vec::new();
    for written in &parts.survivors {
        if let Some(first) = known.iter().find(|first| first.id.value == written.id.value) {
            let message = format!("the survivor `{}` is explained twice", written.id.value);
            let problem = Diagnostic::error("lower/declared-twice", message).at(written.id.span, "explained again");
            diagnostics.push(problem.at(first.id.span, "first explained here").help("keep one of them"));
            continue;
        }
        known.push(written);
    }
    let survivor = |written: &&syntax::Survivor| {
        let because = written.because.as_ref()?.text.value.clone();
        Some(Survivor { id: written.id.clone(), because })
    };
    known.iter().filter_map(survivor).collect()
}
