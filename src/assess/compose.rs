use std::sync::Arc;

use compact_str::CompactString;

use crate::assess::CriterionRef;
use crate::assess::DealRef;
use crate::assess::Finding;
use crate::assess::Kind;
use crate::assess::Responsible;
use crate::assess::Verdict;
use crate::assess::evidence::Material;
use crate::assess::evidence::gather;
use crate::assess::evidence::seen;
use crate::assess::fingerprint::fingerprint;
use crate::assess::privacy::hidden;
use crate::assess::privacy::hides_elements;
use crate::assess::privacy::hides_sentence;
use crate::assess::refs::Told;
use crate::assess::ruling::Breach;
use crate::assess::ruling::Cause;
use crate::assess::settings::Case;
use crate::assess::title::title_of;
use crate::assess::wording::Wording;
use crate::deals::Deal;
use crate::expr::PRIVATE;
use crate::expr::render;
use crate::expr::show;
use crate::model::Criterion;
use crate::model::CriterionId;
use crate::model::Message;
use crate::model::Owner;
use crate::model::Playbook;
use crate::model::Severity;
use crate::model::TextPlace;
use crate::value::Step;
use crate::value::Type;
use crate::value::Value;
use crate::value::builtin;

/// A finding that is only counted: its kind, verdict and severity are known, and nothing is put into words.
pub(super) fn counted(case: &Case<'_>, id: CriterionId, criterion: &Criterion, breach: &Breach) -> Finding {
    let Told { criterion: told, .. } = case.refs.of(case, id, criterion, breach.kind.name());
    Finding {
        fingerprint: CompactString::const_new(""),
        criterion: told,
        message: String::new(),
        kind: breach.kind,
        verdict: breach.verdict,
        severity: criterion.severity_of(breach.kind.name()),
        element: None,
        fix: None,
        owner: Responsible { role: None, person: None },
        due: None,
        evidence: Vec::new(),
        as_of: case.settings.as_of.today,
        deal: described(case),
        waiver: None,
        baseline: None,
        health: None,
    }
}

/// Makes a finding of a breach.
pub(super) fn finding(case: &Case<'_>, id: CriterionId, criterion: &Criterion, breach: &Breach) -> Finding {
    let words = Wording::of(case.settings.language);
    let material = gather(case, criterion, breach);
    let Told { criterion: told, fix: usual, role } = case.refs.of(case, id, criterion, breach.kind.name());
    let deal = described(case);
    let element = match &breach.cause {
        Cause::Fault(fault) => fault.about.clone(),
        _ => breach.element.as_ref().map(|(place, _)| element_name(criterion, *place)),
    };
    let print = fingerprint(&[
        &case.playbook.name,
        &criterion.name,
        breach.kind.name(),
        &deal.id,
        element.as_deref().unwrap_or_default(),
    ]);
    Finding {
        fingerprint: print,
        criterion: told,
        message: message(case, criterion, breach, &material),
        kind: breach.kind,
        verdict: breach.verdict,
        severity: criterion.severity_of(breach.kind.name()),
        element,
        fix: fix(case, criterion, breach, (&material, usual), &words),
        owner: responsible(case, criterion.owner_of(breach.kind.name()), role),
        due: criterion
            .due_of(breach.kind.name())
            .and_then(|length| case.playbook.calendar.add(case.settings.as_of.today, length)),
        evidence: material.evidence,
        as_of: case.settings.as_of.today,
        deal,
        waiver: None,
        health: None,
        baseline: None,
    }
}

/// The one finding of a deal whose stage is not known.
pub(super) fn stage_unknown(case: &Case<'_>, criteria: usize) -> Finding {
    let words = Wording::of(case.settings.language);
    let deal = described(case);
    let evidence = seen(case, &[Step::Field(builtin::STAGE)], None);
    Finding {
        fingerprint: fingerprint(&[&case.playbook.name, "stage", Kind::StageUnknown.name(), &deal.id, ""]),
        criterion: Arc::new(CriterionRef {
            name: "stage".to_owned(),
            title: words.stage_known().to_owned(),
            because: None,
            policy: None,
            tags: Vec::new(),
            declared: declared(case.playbook),
            kind: None,
        }),
        kind: Kind::StageUnknown,
        verdict: Verdict::Unknown,
        // A deal that cannot be judged at all may hide anything.
        severity: Severity::Critical,
        element: None,
        message: words.stage_unknown(criteria),
        fix: Some(words.supply_stage().into()),
        owner: responsible(case, Owner::DealOwner, None),
        due: None,
        evidence: evidence.into_iter().collect(),
        as_of: case.settings.as_of.today,
        deal,
        waiver: None,
        health: None,
        baseline: None,
    }
}

/// What a criterion asks, in words.
pub(super) fn title(case: &Case<'_>, criterion: &Criterion) -> String {
    title_of(case.playbook, criterion, case.settings.language)
}

/// The sentence of a finding.
fn message(case: &Case<'_>, criterion: &Criterion, breach: &Breach, material: &Material) -> String {
    let words = Wording::of(case.settings.language);
    let is_hidden = hides_sentence(case, criterion, breach);
    // What the author says of this very kind comes before all else, unless it speaks of an element that is not known.
    let own = criterion.of_kind(breach.kind.name()).and_then(|own| own.message.as_ref());
    if let Some(message) = own.filter(|_| criterion.each.is_none() || breach.element.is_some()) {
        return filled_in(case, criterion, breach, message);
    }
    match (&breach.cause, &criterion.message) {
        (Cause::Script(failure), _) if is_hidden => words.stopped(PRIVATE, failure.place.as_ref()),
        (Cause::Fault(_) | Cause::Stay(_), None) if is_hidden => hidden(words, &title(case, criterion), breach.verdict),
        (Cause::Fault(_), Some(_)) if is_hidden && breach.verdict == Verdict::Unknown => {
            hidden(words, &title(case, criterion), breach.verdict)
        }
        (Cause::Text(_), None) if is_hidden => words.broken(case.playbook, criterion),
        (Cause::Script(failure), _) => words.stopped(&failure.message, failure.place.as_ref()),
        (Cause::Fault(fault), None) => fault.message.clone(),
        (Cause::Fault(fault), Some(_)) if breach.verdict == Verdict::Unknown => fault.message.clone(),
        _ if breach.verdict == Verdict::Unknown => words.undecided(&material.gaps, &breach.cause),
        (Cause::Text(text), None) => text.clone(),
        (Cause::Stay(stay), None) => words.overstayed(case.playbook, stay),
        (_, Some(message)) => filled_in(case, criterion, breach, message),
        (_, None) => words.broken(case.playbook, criterion),
    }
}

/// A sentence of the author with the values of the deal.
fn filled_in(case: &Case<'_>, criterion: &Criterion, breach: &Breach, message: &Message) -> String {
    let locals: Vec<Value> = breach.element.iter().map(|(_, value)| value.clone()).collect();
    render(
        message.in_language(case.settings.language),
        &case.env_with(&locals, &[]),
        case.settings.language,
        Wording::of(case.settings.language).missing(),
        hides_elements(criterion),
    )
}

/// What to do: the author's words where the criterion fails, the way to decide it where it is open.
fn fix(
    case: &Case<'_>,
    criterion: &Criterion,
    breach: &Breach,
    (material, usual): (&Material, Option<Arc<str>>),
    words: &Wording,
) -> Option<Arc<str>> {
    let own = || match &breach.cause {
        Cause::Fault(fault) if !hides_sentence(case, criterion, breach) => fault.fix.as_deref().map(Arc::from),
        _ => None,
    };
    let kind = breach.kind.name();
    match breach.verdict {
        _ if criterion.of_kind(kind).is_some_and(|own| own.fix.is_some()) => usual,
        Verdict::Unknown => own().or_else(|| words.supply(&material.gaps, &breach.cause).map(Arc::from)),
        Verdict::Error => Some(words.mend_script().into()),
        _ if criterion.fix.is_some() => usual,
        _ => own().or(usual),
    }
}

/// `milestones[1]`, or `[1]` where the list is computed; of a move the entry of the history that it led to.
pub(super) fn element_name(criterion: &Criterion, place: usize) -> String {
    if criterion.each.as_ref().is_some_and(|each| each.list.is_moves()) {
        return format!("history[{}]", place + 1);
    }
    let list = criterion.each.as_ref().map(|each| each.list.text()).unwrap_or_default();
    let plain = list.chars().all(|letter| letter.is_alphanumeric() || letter == '_' || letter == '.');
    if plain { format!("{list}[{place}]") } else { format!("[{place}]") }
}

fn responsible(case: &Case<'_>, owner: Owner, title: Option<Arc<str>>) -> Responsible {
    let text = |value: &Value| match value {
        Value::Text(text) if !text.is_empty() => Some(text.clone()),
        _ => None,
    };
    let deal = &case.deal.record;
    let shown = |slot: usize, person: Option<CompactString>| {
        let is_private = case.playbook.schema.deal.is_private(&[Step::Field(slot)]);
        person.map(|person| if is_private { PRIVATE.into() } else { person })
    };
    match owner {
        Owner::DealOwner => Responsible { role: None, person: shown(builtin::OWNER, text(deal.get(builtin::OWNER))) },
        Owner::Role(role) => {
            let holder = match deal.get(builtin::TEAM) {
                Value::Record(team) => text(team.get(usize::from(role.0))),
                _ => None,
            };
            Responsible { role: title, person: shown(builtin::TEAM, holder) }
        }
    }
}

/// The deal of a case: it is put into words once for all of its findings.
fn described(case: &Case<'_>) -> Arc<DealRef> {
    let nothing = || DealRef { id: CompactString::const_new(""), name: None, owner: None, stage: None, amount: None };
    let told = || if case.refs.counts { nothing() } else { describe(case.playbook, case.deal) };
    case.way.described.get_or_init(|| Arc::new(told())).clone()
}

/// A deal in the words of the user.
pub fn describe(playbook: &Playbook, deal: &Deal) -> DealRef {
    let fields = &playbook.schema.deal;
    let text = |slot: usize| match deal.record.get(slot) {
        Value::Missing(_) => None,
        _ if fields.is_private(&[Step::Field(slot)]) => Some(CompactString::const_new(PRIVATE)),
        value => fields.fields.get(slot).map(|field| show(value, &field.ty)).filter(|text| !text.is_empty()),
    };
    let amount = fields.find("amount").filter(|(_, field)| field.ty == Type::Money);
    DealRef {
        id: text(builtin::ID).unwrap_or_else(|| deal.label().into()),
        name: text(builtin::NAME),
        owner: text(builtin::OWNER),
        stage: text(builtin::STAGE),
        amount: amount.and_then(|(slot, _)| text(slot)),
    }
}

/// The place of the playbook itself: its first criterion's file.
fn declared(playbook: &Playbook) -> TextPlace {
    let file = playbook.criteria.first().map(|criterion| criterion.declared.file.clone()).unwrap_or_default();
    TextPlace { file, line: 1 }
}
