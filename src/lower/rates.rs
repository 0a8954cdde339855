use crate::diagnostic::Diagnostic;
use crate::lower::collect::Collected;
use crate::syntax;
use crate::value::Rate;
use crate::value::Rates;

/// The rates of all `rates { … }`, in the order of the text.
pub(super) fn rates(parts: &Collected<'_>, diagnostics: &mut Vec<Diagnostic>) -> Rates {
    let mut known: Vec<&syntax::Rate> = Vec::new();
    for rate in parts.rates.iter().flat_map(|rates| &rates.rates) {
        if let Some(problem) = problem(rate, &known) {
            diagnostics.push(problem);
        } else {
            known.push(rate);
        }
    }
    let rate = |rate: &&syntax::Rate| Rate {
        currency: rate.currency.value,
        worth: rate.worth.value,
        from: rate.from.as_ref().map(|from| from.value),
    };
    Rates { rates: known.iter().map(rate).collect() }
}

fn problem(rate: &syntax::Rate, known: &[&syntax::Rate]) -> Option<Diagnostic> {
    let (of, worth) = (rate.currency.value, rate.worth.value);
    if of == worth.currency {
        let message = format!("a rate of {of} in {of}");
        let problem = Diagnostic::error("lower/rate-of-itself", message).at(rate.span, "says nothing");
        return Some(problem.help("write it in another currency: `USD = 7.10 CNY`"));
    }
    if worth.amount <= crate::value::Decimal::ZERO {
        let message = format!("one {of} cannot be worth {worth}");
        let problem = Diagnostic::error("lower/impossible-rate", message).at(rate.worth.span, "not above zero");
        return Some(problem.help("write what one unit is worth: `USD = 7.10 CNY`"));
    }
    let from = |rate: &syntax::Rate| rate.from.as_ref().map(|from| from.value);
    let alike = |other: &&&syntax::Rate| {
        let pair = (other.currency.value, other.worth.value.currency);
        from(other) == from(rate) && (pair == (of, worth.currency) || pair == (worth.currency, of))
    };
    let first = known.iter().find(alike)?;
    let message = format!("the rate of {of} and {} from one day is given twice", worth.currency);
    let problem = Diagnostic::error("lower/rate-twice", message).at(rate.span, "again");
    Some(problem.at(first.span, "first given here").help("remove one of them, or say from which day it holds"))
}
