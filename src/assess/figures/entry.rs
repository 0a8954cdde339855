use compact_str::CompactString;

use crate::assess::figures::group_key::GroupKey;
use crate::assess::figures::group_key::KeyMaker;
use crate::assess::figures::known;
use crate::assess::figures::stretches::point;
use crate::assess::settings::Case;
use crate::expr::Answer;
use crate::expr::decide;
use crate::expr::eval;
use crate::model::Aggregate;
use crate::model::Figure;
use crate::value::Gap;
use crate::value::Truth;
use crate::value::Value;
use crate::value::builtin;

/// What a deal, or an element of it, adds to its group.
pub(super) struct Entry {
    /// The value that something is made of.
    pub value: Option<Value>,
    /// When it falls, where stretches of time are asked for.
    pub at: Option<i64>,
    /// The deal's id, and the element's place in its list, where members are told apart.
    pub id: CompactString,
    pub item: usize,
    /// The fields that others read; one that is missing says so.
    pub fields: Vec<Value>,
}

/// The group of a deal or an element, and what it adds; `None` where it does not count.
pub(super) fn entry(
    figure: &Figure,
    case: &Case<'_>,
    item: Option<(usize, &Value)>,
) -> Result<Option<(GroupKey, Entry)>, Gap> {
    let locals = locals(item);
    let env = case.env_with(locals, &[]);
    if let Some(when) = &figure.when {
        match decide(when, &env) {
            Ok(Truth::Yes) => {}
            Ok(Truth::No) => return Ok(None),
            Ok(Truth::Unknown) => return Err(Gap::Absent),
            Err(_) => return Err(Gap::InScript),
        }
    }
    let key = key(figure, case, item)?;
    let value = match figure.of.value() {
        Some(of) => Some(known(eval(of, &env))?),
        None => None,
    };
    let at = moment(figure, case, item)?;
    let id = match figure.of {
        Aggregate::Rank(_) | Aggregate::Others(_) => id(case)?,
        _ => CompactString::default(),
    };
    let fields = match &figure.of {
        Aggregate::Others(fields) => fields.iter().map(|(_, field)| seen(eval(field, &env))).collect(),
        _ => Vec::new(),
    };
    Ok(Some((key, Entry { value, at, id, item: item.map_or(0, |(at, _)| at), fields })))
}

/// What a deal, or an element, has alike with the others of its group.
pub(super) fn key(figure: &Figure, case: &Case<'_>, item: Option<(usize, &Value)>) -> Result<GroupKey, Gap> {
    let env = case.env_with(locals(item), &[]);
    let mut key = KeyMaker::new();
    for by in &figure.by {
        key.add(&known(eval(by, &env))?);
    }
    Ok(key.end())
}

/// When it falls, where stretches of time are asked for.
pub(super) fn moment(figure: &Figure, case: &Case<'_>, item: Option<(usize, &Value)>) -> Result<Option<i64>, Gap> {
    let Some(within) = &figure.within else { return Ok(None) };
    let at = known(eval(&within.of, &case.env_with(locals(item), &[])))?;
    point(within, &at).map(Some)
}

/// The id of a deal.
pub(super) fn id(case: &Case<'_>) -> Result<CompactString, Gap> {
    match case.record.get(builtin::ID) {
        Value::Text(id) => Ok(CompactString::from(id.trim())),
        Value::Missing(gap) => Err(*gap),
        _ => Err(Gap::Unreadable),
    }
}

fn locals(item: Option<(usize, &Value)>) -> &[Value] {
    item.map_or(&[], |(_, item)| std::slice::from_ref(item))
}

fn seen(answer: Answer) -> Value {
    known(answer).unwrap_or_else(Value::Missing)
}
