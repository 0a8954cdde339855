use chrono_tz::Tz;

use crate::diagnostic::Diagnostic;
use crate::lower::known::Known;
use crate::lower::tests::values::Reader;
use crate::model::Given;
use crate::model::GivenValue;
use crate::source::Spanned;
use crate::syntax;
use crate::syntax::Literal;
use crate::value::Path;
use crate::value::Step;
use crate::value::Type;
use crate::value::Value;

/// The deal of a test. What does not fit is reported and left out.
pub(super) fn given(known: &Known<'_>, written: &syntax::Given, zone: Tz, diagnostics: &mut Vec<Diagnostic>) -> Given {
    let mut values: Vec<GivenValue> = Vec::new();
    if let Some(Spanned { value: Literal::Record(pairs), .. }) = &written.with {
        fields(known, pairs, &[], zone, &mut values, diagnostics);
    }
    Given { file: written.file.clone(), deal: written.deal.clone(), values, span: written.span }
}

/// The fields of a record, those of records inside it each for itself: what is not named stays as it is.
fn fields(
    known: &Known<'_>,
    pairs: &[(syntax::Path, Spanned<Literal>)],
    around: &[syntax::Name],
    zone: Tz,
    values: &mut Vec<GivenValue>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    for (key, literal) in pairs {
        let whole = syntax::Path { parts: around.iter().chain(&key.parts).cloned().collect(), span: key.span };
        if let Some(problem) = computed(known, &whole) {
            diagnostics.push(problem);
            continue;
        }
        let Some((slots, ty)) = known.field(&whole, diagnostics) else { continue };
        if let (Literal::Record(inner), Type::Record(_)) = (&literal.value, &ty) {
            fields(known, inner, &whole.parts, zone, values, diagnostics);
            continue;
        }
        let mut path: Path = slots.iter().map(|slot| Step::Field(*slot)).collect();
        if values.iter().any(|known| known.path == path) {
            let message = format!("`{}` is given twice", whole.text());
            let problem = Diagnostic::error("lower/given-twice", message).at(key.span, "given again");
            diagnostics.push(problem.help("keep one of them"));
            continue;
        }
        let mut reader = Reader::new(known, zone, diagnostics);
        let value = reader.value(literal, &ty, &whole.text(), &mut path);
        let places = reader.places;
        values.extend(value.map(|value: Value| GivenValue { path, value, places }));
    }
}

fn computed(known: &Known<'_>, path: &syntax::Path) -> Option<Diagnostic> {
    let [only] = path.parts.as_slice() else { return None };
    let is_field = known.schema.deal.find(&only.value).is_some();
    (!is_field && known.is_computed(&only.value)).then(|| {
        let message = format!("`{}` is computed, so it cannot be given", only.value);
        let problem = Diagnostic::error("lower/given-computed", message).at(only.span, "a computed field");
        problem.help("give the fields that it is computed from")
    })
}
