use crate::diagnostic::Diagnostic;
use crate::expr::Wanted;
use crate::lower::checks::severity;
use crate::lower::known::Known;
use crate::lower::text::plain;
use crate::model::Health;
use crate::model::Title;
use crate::syntax;
use crate::value::Decimal;
use crate::value::Type;

/// `health { … }`; nothing where there is none, or it is wrong.
pub(super) fn health(known: &Known<'_>, diagnostics: &mut Vec<Diagnostic>) -> Option<Health> {
    let mut declared = known.parts.healths.iter();
    let first = declared.next()?;
    for second in declared {
        let problem = Diagnostic::error("lower/declared-twice", "the health of deals is declared twice");
        let problem = problem.at(second.span, "declared again").at(first.span, "first declared here");
        diagnostics.push(problem.help("put all of it into one `health { … }`"));
    }
    let before = diagnostics.len();
    let mut weights = [0_u8; 4];
    for (of, weight) in &first.weights {
        let whole = weight.value.is_integer() && weight.value >= Decimal::ZERO && weight.value <= Decimal::ONE_HUNDRED;
        match (u8::try_from(weight.value), weights.get_mut(severity(of.value) as usize)) {
            (Ok(value), Some(place)) if whole => *place = value,
            _ => diagnostics.push(
                Diagnostic::error("lower/bad-weight", "a finding takes away a whole number from 0 to 100")
                    .at(weight.span, "")
                    .help("write `critical 40`"),
            ),
        }
    }
    let ask = |condition: &syntax::Condition, wanted: &Wanted, diagnostics: &mut Vec<Diagnostic>| {
        known.condition(condition, &[], wanted, diagnostics)
    };
    let when = first.when.as_ref().map(|when| ask(when, &Wanted::Truth, diagnostics));
    let weigh = first.weigh.as_ref().map(|weigh| ask(weigh, &Wanted::Any, diagnostics));
    let owner = syntax::Condition { text: "owner".to_owned(), span: first.span };
    let by = ask(first.by.as_ref().unwrap_or(&owner), &Wanted::Any, diagnostics);
    if let Some(Some(weigh)) = &weigh {
        let ty = weigh.ty();
        let problem = match ty {
            Type::Money if known.currency.is_some() => None,
            Type::Money => Some(("amounts are added up in the currency of the playbook, which names none", {
                "add `currency` to the header"
            })),
            ty if ty.is_numeric() => None,
            _ => Some(("a deal weighs an amount or a number", "write `weigh amount`")),
        };
        if let Some((message, help)) = problem {
            let problem = Diagnostic::error("lower/not-a-weight", message);
            diagnostics.push(problem.at(weigh.span(), format!("its type is `{ty}`")).help(help));
        }
    }
    let title = first.title.as_ref().map_or_else(
        || {
            let mut title = Title::new("Health of the records");
            title.translations.insert("zh".to_owned(), "记录健康度".to_owned());
            title
        },
        plain,
    );
    let (when, weigh) = (when.map_or(Some(None), |it| it.map(Some))?, weigh.map_or(Some(None), |it| it.map(Some))?);
    (diagnostics.len() == before).then_some(Health { title, weights, weigh, when, by: by? })
}
