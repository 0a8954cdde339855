use compact_str::CompactString;
use smallvec::smallvec;

use crate::assess::Evidence;
use crate::assess::Verdict;
use crate::assess::ruling::Breach;
use crate::assess::ruling::Cause;
use crate::assess::settings::Case;
use crate::assess::stays::Doubt;
use crate::assess::wording::Wording;
use crate::deals::Place;
use crate::expr::Expr;
use crate::expr::Inputs;
use crate::expr::Open;
use crate::expr::PRIVATE;
use crate::expr::Seen;
use crate::expr::inputs;
use crate::expr::rests_on;
use crate::expr::show;
use crate::model;
use crate::model::Criterion;
use crate::model::Figure;
use crate::model::Rule;
use crate::value::Gap;
use crate::value::Path;
use crate::value::Pause;
use crate::value::RecordType;
use crate::value::Step;
use crate::value::Type;
use crate::value::Value;
use crate::value::builtin;

/// What a finding rests on.
pub(super) struct Material {
    pub evidence: Vec<Evidence>,
    /// What keeps it from being decided, as written, and why.
    pub gaps: Vec<(String, Gap)>,
}

/// Collects what a breach rests on.
pub(super) fn gather(case: &Case<'_>, criterion: &Criterion, breach: &Breach) -> Material {
    let locals: Vec<Value> = breach.element.iter().map(|(_, value)| value.clone()).collect();
    let paths: Vec<Path> = breach.element.iter().filter_map(|(at, _)| element_path(case, criterion, *at)).collect();
    let env = case.env_with(&locals, &paths);
    let found = |expr: &Expr| match breach.verdict {
        Verdict::Fail => Inputs { seen: rests_on(expr, &env), gaps: Vec::new() },
        _ => inputs(expr, &env),
    };
    let of = |expr: &Expr| read(case, criterion, breach, found(expr));
    match (&breach.cause, &criterion.rule) {
        (Cause::Stay(stay), _) => {
            let entered =
                [Step::Field(builtin::HISTORY), Step::Item(stay.spell.item), Step::Field(builtin::history::AT)];
            let (path, gap) = match stay.length {
                Err(Doubt::Pauses(gap)) => (pause_in_doubt(case), Some(gap)),
                Err(Doubt::Dates(gap)) => (Path::from_slice(&entered), Some(gap)),
                Err(Doubt::TimeOfDay) => (Path::from_slice(&entered), Some(Gap::SameDay)),
                Ok(_) => (Path::from_slice(&entered), None),
            };
            let gaps = gap.iter().map(|gap| (shown_path(case, &path).into(), *gap)).collect();
            Material { evidence: seen(case, &path, None).into_iter().collect(), gaps }
        }
        (Cause::Fault(fault), _) => {
            let evidence =
                fault.rests_on.iter().filter_map(|(path, asked)| seen(case, path, asked.as_deref().map(Into::into)));
            Material { evidence: evidence.collect(), gaps: Vec::new() }
        }
        (Cause::Moment, _) => gap_at(case, smallvec![Step::Field(builtin::HISTORY)]),
        (Cause::When, _) => criterion.when.as_ref().map_or_else(Material::none, of),
        (Cause::List, _) => criterion.each.as_ref().map_or_else(Material::none, |each| of(&each.list)),
        (_, Rule::Holds(condition)) => of(condition),
        (_, Rule::Filled(slots, _)) => gap_at(case, slots.iter().map(|slot| Step::Field(*slot)).collect()),
        (_, Rule::Staffed(role)) => {
            gap_at(case, smallvec![Step::Field(builtin::TEAM), Step::Field(usize::from(role.0))])
        }
        (_, Rule::AtMost(..) | Rule::Approved(_) | Rule::History(_)) => Material::none(),
    }
}

/// Where an element of `for x in xs` stands; `None` where the list is computed.
pub(super) fn element_path(case: &Case<'_>, criterion: &Criterion, at: usize) -> Option<Path> {
    let list = &criterion.each.as_ref()?.list;
    if list.is_moves() {
        // The first entry is no move.
        return Some(smallvec![Step::Field(builtin::HISTORY), Step::Item(at + 1)]);
    }
    let [path] = list.reads() else { return None };
    (shown_path(case, path) == list.text().trim()).then(|| {
        let mut path = path.clone();
        path.push(Step::Item(at));
        path
    })
}

/// The beginning or the end of the first pause that cannot be read.
fn pause_in_doubt(case: &Case<'_>) -> Path {
    let path = smallvec![Step::Field(builtin::PAUSES)];
    let Value::List(pauses) = case.deal.record.get(builtin::PAUSES) else { return path };
    let unreadable = |pause: &&Value| Pause::list(&Value::List(vec![(*pause).clone()])).is_err();
    let Some(at) = pauses.iter().position(|pause| unreadable(&pause)) else { return path };
    let begins = [Step::Field(builtin::PAUSES), Step::Item(at), Step::Field(builtin::pauses::FROM)];
    let slot = match case.deal.record.at(&begins) {
        Some(Value::Moment(_) | Value::Date(_)) => builtin::pauses::UNTIL,
        _ => builtin::pauses::FROM,
    };
    smallvec![Step::Field(builtin::PAUSES), Step::Item(at), Step::Field(slot)]
}

impl Material {
    fn none() -> Material {
        Material { evidence: Vec::new(), gaps: Vec::new() }
    }
}

/// One value of the deal as evidence; `None` where the path leads nowhere.
pub(super) fn seen(case: &Case<'_>, path: &[Step], expected: Option<CompactString>) -> Option<Evidence> {
    let ty = type_at(&case.playbook.schema.deal, path)?;
    let value = case.record.at(path).unwrap_or(&Value::ABSENT);
    Some(shown(case, path, value, ty, expected, (None, Asked::ByRule)))
}

/// The type of the value at a path.
fn type_at<'t>(root: &'t RecordType, path: &[Step]) -> Option<&'t Type> {
    let (Step::Field(slot), rest) = path.split_first()? else { return None };
    let first = &root.fields.get(*slot)?.ty;
    rest.iter().try_fold(first, |ty, step| match (ty, step) {
        (Type::Record(record), Step::Field(slot)) => record.fields.get(*slot).map(|field| &field.ty),
        (Type::List(item), Step::Item(_)) => Some(item.as_ref()),
        _ => None,
    })
}

/// A field that is empty or cannot be read.
fn gap_at(case: &Case<'_>, path: Path) -> Material {
    let gap = match case.record.at(&path) {
        Some(Value::Missing(gap)) => *gap,
        _ => Gap::Absent,
    };
    let gaps = vec![(shown_path(case, &path).into(), gap)];
    Material { evidence: seen(case, &path, None).into_iter().collect(), gaps }
}

/// What a condition read, as evidence: the gaps first where they are why it is open.
fn read(case: &Case<'_>, criterion: &Criterion, breach: &Breach, inputs: Inputs) -> Material {
    let inputs = in_groups(case, at_entries(inputs));
    let note = value_note(case, criterion);
    let gaps: Vec<(String, Gap)> = match breach.verdict {
        Verdict::Unknown => inputs.gaps.iter().map(|open| (open_name(case, open), open.gap)).collect(),
        _ => Vec::new(),
    };
    // A list says nothing that its elements do not say.
    let shown_in_parts = |list: &Seen| {
        matches!(list.value, Value::List(_))
            && inputs.seen.iter().any(|part| part.path.len() > list.path.len() && part.path.starts_with(&list.path))
    };
    let telling = inputs.seen.iter().filter(|seen| !shown_in_parts(seen));
    let evidence = telling.map(|seen| {
        shown(case, &seen.path, &seen.value, &seen.ty, seen.expected.clone(), (note.as_deref(), Asked::ByAuthor))
    });
    let mut evidence: Vec<Evidence> = evidence.collect();
    let missing_first = |evidence: &Evidence| evidence.value.is_some();
    if breach.verdict == Verdict::Unknown {
        evidence.sort_by_key(missing_first);
    }
    Material { evidence, gaps }
}

/// Where a figure is open because the deal's group, or its place in it, is not known: what that is made of instead, as far as it is missing.
fn in_groups(case: &Case<'_>, read: Inputs) -> Inputs {
    let (mut seen, mut gaps) = (read.seen, Vec::new());
    for open in read.gaps {
        let of_figure = |figure: &&Figure| is_of(figure, &open.path);
        let keys = case.playbook.figures.iter().find(of_figure).into_iter().flat_map(Figure::placed_by);
        let element = open.path.split_last().and_then(|(_, element)| Some((element, case.record.at(element)?)));
        let (paths, locals): (Vec<Path>, Vec<Value>) =
            element.map(|(path, value)| (Path::from_slice(path), value.clone())).into_iter().unzip();
        let env = case.env_with(&locals, &paths);
        let asked: Vec<Inputs> = keys.map(|key| inputs(key, &env)).collect();
        if asked.iter().all(|asked| asked.gaps.is_empty()) {
            gaps.push(open);
            continue;
        }
        seen.retain(|known| known.path != open.path);
        for asked in asked {
            seen.extend(asked.seen.into_iter().filter(|part| part.value.is_missing()));
            gaps.extend(asked.gaps);
        }
    }
    Inputs { seen, gaps }
}

/// Where a move came from stands in the entry before it.
fn at_entries(read: Inputs) -> Inputs {
    let entry = |path: Path| match path.as_slice() {
        [Step::Field(builtin::HISTORY), Step::Item(at @ 1..), Step::Field(builtin::history::FROM)] => {
            let stage = Step::Field(builtin::history::STAGE);
            smallvec![Step::Field(builtin::HISTORY), Step::Item(at - 1), stage]
        }
        _ => path,
    };
    let seen = read.seen.into_iter().map(|seen| Seen { path: entry(seen.path), ..seen });
    let gaps = read.gaps.into_iter().map(|open| Open { path: entry(open.path), ..open });
    Inputs { seen: seen.collect(), gaps: gaps.collect() }
}

/// Whether a path leads to a figure: of the deal, or of an element of the list that it is about.
fn is_of(figure: &Figure, path: &[Step]) -> bool {
    let steps = figure.list().iter().map(|slot| Step::Field(*slot));
    match path.split_last() {
        Some((Step::Field(slot), above)) if *slot == figure.slot => match (&figure.each, above.split_last()) {
            (None, last) => last.is_none(),
            (Some(_), Some((Step::Item(_), list))) => steps.eq(list.iter().copied()),
            (Some(_), _) => false,
        },
        _ => false,
    }
}

/// Of when the values are that a gate looks at: of its moment, where the data says what changed since.
fn value_note(case: &Case<'_>, criterion: &Criterion) -> Option<String> {
    let gate = matches!(criterion.place, model::Place::Entry(_) | model::Place::Exit(_));
    let words = Wording::of(case.settings.language);
    gate.then(|| case.values_of.map_or_else(|| words.todays_value().to_owned(), |moment| words.value_on(moment)))
}

/// Where what was asked of a value comes from.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Asked {
    ByAuthor,
    ByRule,
}

/// Where a value stands; what is written there is left out if it, or a part of it, is private.
pub(super) fn place(case: &Case<'_>, path: &[Step]) -> Option<Place> {
    let mut place = case.locate(path)?;
    let schema = &case.playbook.schema.deal;
    let holds = || type_at(schema, path).is_some_and(|ty| ty.holds_private());
    if place.raw.is_some() && (schema.is_private(path) || holds()) {
        place.raw = Some(PRIVATE.into());
    }
    Some(place)
}

/// A value in words, and where it stands.
fn shown(
    case: &Case<'_>,
    path: &[Step],
    value: &Value,
    ty: &Type,
    expected: Option<CompactString>,
    (note, asked): (Option<&str>, Asked),
) -> Evidence {
    let words = Wording::of(case.settings.language);
    let private = case.playbook.schema.deal.is_private(path);
    // What no column holds stands nowhere.
    let place = if *value == Value::Missing(Gap::NotExported) { None } else { place(case, path) };
    let (value, note) = match value {
        Value::Missing(gap) => (None, Some(words.gap(*gap).into())),
        _ if private => (Some(PRIVATE.into()), note.map(Into::into)),
        value => (Some(show(value, ty)), note.map(Into::into)),
    };
    // What an author asks of it stands in the playbook; what the rule makes of the data is private too.
    let expected = expected.filter(|_| !private || asked == Asked::ByAuthor);
    Evidence { path: cause_of_gap(case, path), value, expected, note, place }
}

fn open_name(case: &Case<'_>, open: &Open) -> String {
    if open.path.is_empty() { open.text.clone() } else { cause_of_gap(case, &open.path).into() }
}

/// The name of a value; of a figure that cannot be told, the field of the deal that the export lacks for it.
fn cause_of_gap(case: &Case<'_>, path: &[Step]) -> CompactString {
    let name = shown_path(case, path);
    if case.playbook.figures.is_empty() {
        return name;
    }
    let lacks = |path: &[Step]| case.record.at(path) == Some(&Value::Missing(Gap::NotExported));
    let figure = case.playbook.figures.iter().find(|figure| figure.name == name).filter(|_| lacks(path));
    let keys = figure.into_iter().flat_map(Figure::placed_by).map(|key| key.text().trim());
    let is_away = |key: &&str| case.playbook.schema.deal.find(key).is_some_and(|(slot, _)| lacks(&[Step::Field(slot)]));
    keys.into_iter().find(is_away).map_or(name, Into::into)
}

pub(super) fn shown_path(case: &Case<'_>, path: &[Step]) -> CompactString {
    Step::show(path, &case.playbook.schema.deal)
}
