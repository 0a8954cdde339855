use crate::diagnostic::Diagnostic;
use crate::expr::Wanted;
use crate::lower::kinds::Subject;
use crate::lower::kinds::kinds;
use crate::lower::known::Known;
use crate::lower::requires::bare;
use crate::lower::schema::unsayable;
use crate::lower::text::message;
use crate::lower::text::no_places;
use crate::lower::text::plain;
use crate::model::Criterion;
use crate::model::Each;
use crate::model::Flow;
use crate::model::Message;
use crate::model::OfKind;
use crate::model::Owner;
use crate::model::Place;
use crate::model::Rule;
use crate::model::Severity;
use crate::model::Stage;
use crate::model::StageId;
use crate::syntax;
use crate::syntax::About;
use crate::syntax::Name;
use crate::value::Type;

/// A check at the top: it holds in the stages of its range, or in every open stage.
pub(super) fn top_level(
    known: &Known<'_>,
    written: &syntax::Check,
    flow: &Flow,
    stages: &[Stage],
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Criterion> {
    let place = if written.during.is_empty() {
        let open = (0..).map(StageId).zip(stages).filter(|(_, stage)| stage.outcome.is_none());
        Place::Stages(open.map(|(id, _)| id).collect())
    } else {
        let mut range: Vec<StageId> =
            written.during.iter().flat_map(|range| between(known, range, flow, diagnostics)).collect();
        range.sort_unstable();
        range.dedup();
        Place::Stages(range)
    };
    check(known, written, place, diagnostics)
}

/// The stages from one to another, both in: along the main line, or by their order where one is off it.
fn between(
    known: &Known<'_>,
    range: &syntax::StageRange,
    flow: &Flow,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<StageId> {
    let first = known.stage(&range.first, diagnostics);
    let Some(last) = &range.last else { return first.into_iter().collect() };
    let (Some(first), Some(last)) = (first, known.stage(last, diagnostics)) else { return Vec::new() };
    let stages: Vec<StageId> = match (flow.place(first), flow.place(last)) {
        (Some(from), Some(to)) => flow.main.get(from..=to).unwrap_or_default().to_vec(),
        _ => (first.0..=last.0).map(StageId).collect(),
    };
    if stages.is_empty() {
        diagnostics.push(
            Diagnostic::error("lower/empty-range", "no stage lies in this range")
                .at(range.span, "it ends before it begins")
                .help("write the earlier stage first"),
        );
    }
    stages
}

/// A check in a block of a stage: the block says when it holds.
pub(super) fn in_stage(
    known: &Known<'_>,
    written: &syntax::Check,
    place: Place,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Criterion> {
    if let Some(range) = written.during.first() {
        let message = format!("the check `{}` stands in a stage, which says when it holds", written.name.value);
        let problem = Diagnostic::error("lower/during-in-stage", message).at(range.span, "for checks at the top only");
        diagnostics.push(problem.help("remove `during`, or move the check to the top of the playbook"));
    }
    check(known, written, place, diagnostics)
}

/// A check whose place is made out.
fn check(
    known: &Known<'_>,
    written: &syntax::Check,
    place: Place,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Criterion> {
    let each = each(known, written.each.as_ref(), diagnostics);
    let locals: Vec<(String, Type)> = match &each {
        Ok(each) => each.iter().map(|(each, ty)| (each.name.clone(), ty.clone())).collect(),
        // The list is wrong and reported; its element may then be anything.
        Err(name) => vec![(name.value.clone(), Type::Any)],
    };
    let when = written.when.as_ref().map(|when| known.condition(when, &locals, &Wanted::Truth, diagnostics));
    if written.that.is_none() && !written.broken {
        let message = format!("the condition of check `{}` is missing", written.name.value);
        let problem = Diagnostic::error("lower/no-condition", message).at(written.name.span, "not given here");
        diagnostics.push(problem.help("add `that …`"));
    }
    let that = written.that.as_ref().and_then(|that| known.condition(that, &locals, &Wanted::Truth, diagnostics));
    let subject = Subject::check(&written.name.value);
    let clauses = clauses(known, &written.about, &locals, &subject, diagnostics);
    // What is wrong has been reported; a check that lost a part must not be judged without it.
    let bare = bare(known, written.name.value.clone(), place, Rule::Holds(that?), written.name.span);
    Some(Criterion {
        title: written.title.as_ref().map(plain),
        when: when.map_or(Some(None), |when| when.map(Some))?,
        each: each.ok()?.map(|(each, _)| each),
        ..clauses?.on(bare)
    })
}

/// The clauses that all have alike that is judged, checked; `None` where one is wrong.
pub(super) fn clauses<'a>(
    known: &Known<'_>,
    about: &'a About,
    locals: &[(String, Type)],
    subject: &Subject,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Clauses<'a>> {
    let said = about.message.as_ref().map(|written| message(known, written, locals, diagnostics));
    let owner = owner(known, about.owner.as_ref(), diagnostics);
    no_places(about, diagnostics);
    period(about, diagnostics);
    let kinds = kinds(known, &about.on, locals, subject, diagnostics);
    Some(Clauses { about, owner, message: said.map_or(Some(None), |said| said.map(Some))?, kinds: kinds? })
}

/// Clauses that are right.
pub(super) struct Clauses<'a> {
    about: &'a About,
    owner: Owner,
    message: Option<Message>,
    kinds: Vec<OfKind>,
}

impl Clauses<'_> {
    /// A criterion with these clauses.
    pub fn on(self, bare: Criterion) -> Criterion {
        let about = self.about;
        Criterion {
            title: about.title.as_ref().map(plain).or(bare.title),
            severity: about.severity.as_ref().map_or(bare.severity, |severity| self::severity(severity.value)),
            message: self.message,
            because: about.because.as_ref().map(plain),
            fix: about.fix.as_ref().map(plain),
            owner: self.owner,
            due: about.due.as_ref().map(|due| due.value),
            policy: about.policy.as_ref().map(|policy| policy.value.clone()),
            tags: about.tags.iter().map(|tag| tag.value.clone()).collect(),
            kinds: self.kinds,
            never_waive: about.never_waive.is_some(),
            never_loosen: about.never_loosen.is_some(),
            from: about.from.as_ref().map(|from| from.value),
            until: about.until.as_ref().map(|until| until.value),
            ..bare
        }
    }
}

/// `for x in xs`, with the type of an element; the element's name where the list is wrong.
fn each<'a>(
    known: &Known<'_>,
    written: Option<&'a syntax::Each>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Result<Option<(Each, Type)>, &'a Name> {
    let Some(each) = written else { return Ok(None) };
    let list = known.condition(&each.list, &[], &Wanted::Any, diagnostics).ok_or(&each.name)?;
    let item = match list.ty() {
        Type::List(item) => item.as_ref().clone(),
        Type::Any => Type::Any,
        other => {
            let message = format!("`for` goes through a list, and `{}` is none", list.text().trim());
            let problem =
                Diagnostic::error("lower/not-a-list", message).at(each.list.span, format!("its type is `{other}`"));
            diagnostics.push(problem.help("name a field that is declared as `list of …`"));
            return Err(&each.name);
        }
    };
    diagnostics.extend(unsayable(&each.name));
    if known.schema.deal.find(&each.name.value).is_some() || known.is_computed(&each.name.value) {
        let message = format!("`{}` is a field of the deal already", each.name.value);
        let problem = Diagnostic::error("lower/hidden-field", message).at(each.name.span, "hides the field");
        diagnostics.push(problem.help("give the element another name"));
    }
    Ok(Some((Each { name: each.name.value.clone(), list }, item)))
}

pub(super) fn owner(known: &Known<'_>, written: Option<&Name>, diagnostics: &mut Vec<Diagnostic>) -> Owner {
    match written {
        None => Owner::DealOwner,
        Some(name) if name.value == "owner" => Owner::DealOwner,
        Some(name) => known.role(name, diagnostics).map_or(Owner::DealOwner, Owner::Role),
    }
}

fn period(about: &About, diagnostics: &mut Vec<Diagnostic>) {
    if let (Some(from), Some(until)) = (&about.from, &about.until)
        && until.value < from.value
    {
        let problem = Diagnostic::error("lower/empty-period", "this check never binds");
        let problem = problem.at(until.span, "ends before it begins").at(from.span, "begins here");
        diagnostics.push(problem.help("write the earlier day behind `from`"));
    }
}

pub(super) fn severity(written: syntax::Severity) -> Severity {
    match written {
        syntax::Severity::Info => Severity::Info,
        syntax::Severity::Minor => Severity::Minor,
        syntax::Severity::Major => Severity::Major,
        syntax::Severity::Critical => Severity::Critical,
    }
}
