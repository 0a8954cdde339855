use crate::assess::Finding;
use crate::assess::Settings;
use crate::assess::Verdict;
use crate::assess::compose::element_name;
use crate::assess::compose::title;
use crate::assess::evidence::element_path;
use crate::assess::evidence::place;
use crate::assess::evidence::seen;
use crate::assess::judge::verdict;
use crate::assess::ruling::Basis;
use crate::assess::ruling::Ruling;
use crate::assess::settings::Case;
use crate::assess::waivers::Uses;
use crate::assess::way::Way;
use crate::assess::wording::Wording;
use crate::deals::Deal;
use crate::deals::Place;
use crate::expr;
use crate::expr::Answer;
use crate::expr::Env;
use crate::expr::Expr;
use crate::expr::Outcome;
use crate::expr::PRIVATE;
use crate::expr::eval;
use crate::expr::show;
use crate::model::Criterion;
use crate::model::CriterionId;
use crate::model::Playbook;
use crate::model::Rule;
use crate::model::TextPlace;
use crate::value::Path;
use crate::value::Step;
use crate::value::Truth;
use crate::value::Type;
use crate::value::Value;
use crate::value::builtin;

/// Why a criterion has its verdict on a deal.
#[derive(Clone, Debug)]
pub struct Explanation {
    /// The criterion.
    pub criterion: CriterionId,
    /// Its name.
    pub check: String,
    /// The criterion in words.
    pub title: String,
    /// The verdict.
    pub verdict: Verdict,
    /// Why, in one sentence.
    pub reason: String,
    /// The criterion's conditions with the values seen.
    pub parts: Vec<Part>,
    /// Where the criterion stands.
    pub declared: TextPlace,
}

/// One condition of a criterion.
#[derive(Clone, Debug)]
pub struct Part {
    /// Which: `when`, `that`, `milestones[1]`.
    pub label: String,
    /// The condition, part by part.
    pub tree: Node,
}

/// A part of a condition and what it came to.
#[derive(Clone, Debug)]
pub struct Node {
    /// The part as written.
    pub text: String,
    /// Its value, as people write it; `None` where there is none or it was not needed.
    pub value: Option<String>,
    /// Its answer, where it is a yes/no question that was asked.
    pub answer: Option<Truth>,
    /// Why there is no value.
    pub note: Option<String>,
    /// Where the value stands in the data.
    pub place: Option<Place>,
    /// What it was made from.
    pub children: Vec<Node>,
}

/// Explains the verdict of every criterion asked for on one deal, in the order of the playbook.
pub fn explain(playbook: &Playbook, deal: &Deal, settings: &Settings<'_>) -> Vec<Explanation> {
    let way = Way::of(playbook, &deal.record);
    let case = Case::new(playbook, deal, settings, &way);
    let asked = playbook.criteria().filter(|(id, _)| settings.asks(*id));
    asked.map(|(id, criterion)| explanation(&case, id, criterion)).collect()
}

fn explanation(case: &Case<'_>, id: CriterionId, criterion: &Criterion) -> Explanation {
    let (ruling, findings) = verdict(case, id, criterion, &mut Uses::default());
    let case = &case.at(&criterion.place);
    Explanation {
        criterion: id,
        check: criterion.name.clone(),
        title: title(case, criterion),
        verdict: ruling.verdict,
        reason: reason(case, criterion, &ruling, &findings),
        parts: parts(case, criterion),
        declared: criterion.declared.clone(),
    }
}

fn reason(case: &Case<'_>, criterion: &Criterion, ruling: &Ruling, findings: &[Finding]) -> String {
    let words = Wording::of(case.settings.language);
    if !matches!(ruling.basis, Basis::Rule | Basis::When) || ruling.breaches.is_empty() {
        return words.reason(case.playbook, &criterion.place, ruling.verdict, ruling.basis);
    }
    let said = findings.iter().map(|finding| match &finding.waiver {
        Some(waiver) => words.waived(&finding.message, waiver),
        None => finding.message.clone(),
    });
    said.collect::<Vec<String>>().join("; ")
}

/// The criterion's conditions. They are shown for a deal that has not come to the criterion too: that is what it will be asked.
fn parts(case: &Case<'_>, criterion: &Criterion) -> Vec<Part> {
    let mut parts = Vec::new();
    let part = |label: &str, tree| Part { label: label.to_owned(), tree };
    if let Some(each) = &criterion.each {
        parts.push(part("for", condition(&each.list, case, &case.env(), false)));
        let hidden = each.list.is_private();
        let Answer::Known(Value::List(items)) = eval(&each.list, &case.env()) else { return parts };
        for (place, item) in items.iter().enumerate() {
            let name = element_name(criterion, place);
            let paths: Vec<Path> = element_path(case, criterion, place).into_iter().collect();
            let env = case.env_with(std::slice::from_ref(item), &paths);
            if let Some(when) = &criterion.when {
                parts.push(part(&format!("when {name}"), condition(when, case, &env, hidden)));
            }
            if let Rule::Holds(that) = &criterion.rule {
                parts.push(part(&name, condition(that, case, &env, hidden)));
            }
        }
        return parts;
    }
    if let Some(when) = &criterion.when {
        parts.push(part("when", condition(when, case, &case.env(), false)));
    }
    match &criterion.rule {
        Rule::Holds(that) => parts.push(part("that", condition(that, case, &case.env(), false))),
        Rule::Filled(slots, name) => {
            let path: Vec<Step> = slots.iter().map(|slot| Step::Field(*slot)).collect();
            parts.push(part("require", field(case, name, &path)));
        }
        Rule::Staffed(role) => {
            let path = [Step::Field(builtin::TEAM), Step::Field(usize::from(role.0))];
            let name = case.playbook.role(*role).map(|role| role.name.clone()).unwrap_or_default();
            parts.push(part("require role", field(case, &name, &path)));
        }
        // What they rest on stands in the reason.
        Rule::Approved(_) | Rule::History(_) => {}
        Rule::AtMost(stage, limit) => {
            for spell in case.way.spells.iter().filter(|spell| spell.stage == *stage) {
                let path = [Step::Field(builtin::HISTORY), Step::Item(spell.item), Step::Field(builtin::history::AT)];
                parts.push(part(&format!("at most {}", limit.text()), field(case, "since", &path)));
            }
        }
    }
    parts
}

/// A field that must be filled.
fn field(case: &Case<'_>, name: &str, path: &[Step]) -> Node {
    let evidence = seen(case, path, None);
    let answer = case.record.at(path).map_or(Some(false), Value::is_filled);
    Node {
        text: name.to_owned(),
        value: evidence.as_ref().and_then(|evidence| evidence.value.as_deref().map(str::to_owned)),
        answer: Some(answer.map_or(Truth::Unknown, Truth::from)),
        note: evidence.as_ref().and_then(|evidence| evidence.note.as_deref().map(str::to_owned)),
        place: evidence.and_then(|evidence| evidence.place),
        children: Vec::new(),
    }
}

fn condition(condition: &Expr, case: &Case<'_>, env: &Env<'_>, hidden: bool) -> Node {
    node(case, &expr::explain(condition, env), hidden)
}

/// `hidden`: what a name bound around the condition stands for is private.
fn node(case: &Case<'_>, evidence: &expr::Evidence, hidden: bool) -> Node {
    let words = Wording::of(case.settings.language);
    let yes_no = evidence.ty == Type::Bool;
    let is_private = evidence.private || (hidden && evidence.path.is_none() && !yes_no);
    // A question is open because one of its parts is: that part says why, and a second time is no help.
    let is_gap = |part: &expr::Evidence| matches!(part.outcome, Outcome::Value(Value::Missing(_)));
    let told_below = yes_no && evidence.parts.iter().any(is_gap);
    let (value, answer, note) = match &evidence.outcome {
        Outcome::Value(value) if is_private && !value.is_missing() => (Some(PRIVATE.to_owned()), None, None),
        Outcome::Value(Value::Bool(holds)) => (Some(words.yes_no(*holds).to_owned()), Some(Truth::from(*holds)), None),
        Outcome::Value(Value::Missing(gap)) => {
            (None, yes_no.then_some(Truth::Unknown), (!told_below).then(|| words.gap(*gap).to_owned()))
        }
        Outcome::Value(value) => (Some(show(value, &evidence.ty).into()), None, None),
        Outcome::Failed(failure) => {
            let message = if is_private || hidden { PRIVATE } else { failure.message.as_str() };
            (None, None, Some(words.stopped(message, failure.place.as_ref())))
        }
        Outcome::NotNeeded => (None, None, Some(words.not_needed().to_owned())),
    };
    let mut children: Vec<Node> = evidence.parts.iter().map(|part| node(case, part, hidden)).collect();
    if evidence.more > 0 {
        children.push(Node {
            text: words.more(evidence.more),
            value: None,
            answer: None,
            note: None,
            place: None,
            children: Vec::new(),
        });
    }
    let place = evidence.path.as_ref().and_then(|path| place(case, path));
    Node { text: evidence.text.trim().to_owned(), value, answer, note, place, children }
}
