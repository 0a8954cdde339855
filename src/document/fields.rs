use crate::document::contents::FieldPart;
use crate::document::contents::Term;
use crate::document::criteria;
use crate::document::terms;
use crate::document::terms::Terms;
use crate::expr::Expr;
use crate::model::Playbook;
use crate::value::Choice;
use crate::value::RecordType;
use crate::value::Type;
use crate::value::builtin;
use crate::value::mapping::Target;

/// The declared fields of a deal, those of records and lists by their path.
pub(super) fn all(playbook: &Playbook, terms: Terms) -> Vec<FieldPart> {
    let mut found = Vec::new();
    let figures: Vec<usize> = playbook.figures.iter().map(|figure| figure.slot).collect();
    for (slot, field) in playbook.schema.deal.fields.iter().enumerate().skip(builtin::COUNT) {
        if !figures.contains(&slot) {
            collect(
                playbook,
                terms,
                Way { path: &field.name, slots: vec![slot], private: field.private },
                &field.ty,
                &mut found,
            );
        }
    }
    found
}

/// The way to a field.
struct Way<'a> {
    path: &'a str,
    slots: Vec<usize>,
    private: bool,
}

fn collect(playbook: &Playbook, terms: Terms, way: Way<'_>, ty: &Type, found: &mut Vec<FieldPart>) {
    let (inner, ending) = match ty {
        Type::List(item) => (item.as_ref(), "[]"),
        other => (other, ""),
    };
    let path = format!("{}{ending}", way.path);
    if let Type::Record(record) = inner {
        for (slot, field) in record.fields.iter().enumerate() {
            let mut slots = way.slots.clone();
            slots.push(slot);
            let path = format!("{path}.{}", field.name);
            let way = Way { path: &path, slots, private: way.private || field.private };
            collect(playbook, terms, way, &field.ty, found);
        }
        return;
    }
    let mut words = type_words(terms, ty);
    if way.private {
        words.push_str(terms.pick(", private", "，不公开"));
    }
    found.push(FieldPart { path, ty: words, columns: columns(playbook, &way.slots).join(", ") });
}

/// The columns that fill a field, of all sources, each once.
fn columns(playbook: &Playbook, slots: &[usize]) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for table in playbook.sources.iter().flat_map(|source| &source.tables) {
        let under: &[usize] = match &table.target {
            Target::Deals => &[],
            Target::Record(slot) | Target::List(slot) => std::slice::from_ref(slot),
            Target::People => continue,
        };
        for column in &table.columns {
            let whole: Vec<usize> = under.iter().chain(&column.slots).copied().collect();
            if whole != slots {
                continue;
            }
            for name in std::iter::once(&column.column.first).chain(&column.column.others) {
                if !found.contains(&name.value) {
                    found.push(name.value.clone());
                }
            }
        }
    }
    found
}

fn type_words(terms: Terms, ty: &Type) -> String {
    let word = match ty {
        Type::Text => terms.pick("text", "文本"),
        Type::Bool => terms.pick("yes or no", "是或否"),
        Type::Integer => terms.pick("whole number", "整数"),
        Type::Number => terms.pick("number", "数值"),
        Type::Percent => terms.pick("percent", "百分比"),
        Type::Money => terms.pick("amount of money", "金额"),
        Type::Date => terms.pick("date", "日期"),
        Type::DateTime => terms.pick("date and time", "日期和时间"),
        Type::Duration => terms.pick("length of time", "时长"),
        Type::Person => terms.pick("person", "人员"),
        Type::Choice(choice) => return choice_words(terms, choice),
        Type::List(item) => {
            let item = type_words(terms, item);
            return terms.pick(format!("list: {item}"), format!("列表：{item}"));
        }
        Type::Record(record) => return record_words(record),
        Type::Any => terms.pick("any value", "任意值"),
    };
    word.to_owned()
}

fn choice_words(terms: Terms, choice: &Choice) -> String {
    let members: Vec<String> = choice.members.iter().map(|member| member.replace('_', " ")).collect();
    terms.pick(format!("one of {}", members.join(", ")), members.join("、"))
}

fn record_words(record: &RecordType) -> String {
    record.fields.iter().map(|field| field.name.as_str()).collect::<Vec<&str>>().join(", ")
}

/// Computed values that are the same for every deal: limits that an author changes.
pub(super) fn thresholds(playbook: &Playbook, terms: Terms) -> Vec<Term> {
    computed_fields(playbook).filter(|(_, expr)| expr.reads().is_empty()).map(|of| term(playbook, terms, of)).collect()
}

/// Computed values that differ from deal to deal.
pub(super) fn computed(playbook: &Playbook, terms: Terms) -> Vec<Term> {
    computed_fields(playbook).filter(|(_, expr)| !expr.reads().is_empty()).map(|of| term(playbook, terms, of)).collect()
}

/// Scores are told elsewhere.
fn computed_fields(playbook: &Playbook) -> impl Iterator<Item = (&str, &Expr)> {
    playbook.lets.iter().filter(|(name, _)| playbook.scores.iter().all(|score| score.name != *name))
}

fn term(playbook: &Playbook, terms: Terms, (name, expr): (&str, &Expr)) -> Term {
    Term {
        title: terms.capital(&name.replace('_', " ")),
        name: name.to_owned(),
        words: terms.capital(&terms::computed(playbook, terms, expr)),
        condition: criteria::source(expr),
    }
}
