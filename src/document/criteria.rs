use crate::assess::criterion_title;
use crate::assess::length_in_words;
use crate::document::approvals;
use crate::document::contents::Entry;
use crate::document::contents::Line;
use crate::document::contents::Note;
use crate::document::terms;
use crate::document::terms::Terms;
use crate::expr::Expr;
use crate::model::Criterion;
use crate::model::HistoryRule;
use crate::model::OfKind;
use crate::model::Owner;
use crate::model::Place;
use crate::model::Playbook;
use crate::model::Rule;
use crate::model::StageId;
use crate::model::Title;

/// The criteria of some places; fields that are asked for together are one entry.
pub(super) fn at(playbook: &Playbook, terms: Terms, wanted: impl Fn(&Place) -> bool) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::new();
    let mut asked: Vec<&Criterion> = Vec::new();
    for criterion in playbook.criteria.iter().filter(|criterion| wanted(&criterion.place)) {
        if matches!(criterion.rule, Rule::Filled(..)) && criterion.title.is_none() {
            asked.push(criterion);
            continue;
        }
        entries.extend(filled(playbook, terms, &std::mem::take(&mut asked)));
        entries.push(entry(playbook, terms, criterion));
    }
    entries.extend(filled(playbook, terms, &asked));
    entries
}

/// What is asked of every history.
pub(super) fn history(playbook: &Playbook, terms: Terms) -> Vec<String> {
    let asked = playbook.criteria.iter().filter(|criterion| match criterion.rule {
        Rule::History(HistoryRule::Backdated) => playbook.recorded_within.is_some(),
        Rule::History(_) => true,
        _ => false,
    });
    let line = |criterion: &Criterion| {
        let title = criterion_title(playbook, criterion, terms.code());
        let text = |title: &Option<Title>| title.as_ref().map(|title| terms.text(title));
        let said = [text(&criterion.because), text(&criterion.fix)].into_iter().flatten();
        let notes = [notes(playbook, terms, criterion), kinds(playbook, terms, criterion)].concat();
        let notes = notes.iter().map(|note| terms.labelled(note));
        let said: Vec<String> =
            [terms.severity(criterion.severity).to_owned()].into_iter().chain(said).chain(notes).collect();
        terms.pick(format!("{title}: {}", said.join("; ")), format!("{title}：{}", said.join("；")))
    };
    asked.map(line).collect()
}

/// What a criterion asks, in one line.
pub(super) fn title(playbook: &Playbook, terms: Terms, criterion: &Criterion) -> String {
    match (&criterion.title, &criterion.rule) {
        (Some(title), _) => terms.text(title),
        (None, Rule::Filled(_, path)) => filled_title(terms, &[terms::field(playbook, terms, path)]),
        (None, Rule::Holds(expr)) => match terms::lines(playbook, terms, expr).as_slice() {
            [line] if criterion.each.is_none() => line.text.clone(),
            _ => terms.capital(&criterion.name.replace('_', " ")),
        },
        (None, _) => criterion_title(playbook, criterion, terms.code()),
    }
}

/// `require a, b, c`
fn filled(playbook: &Playbook, terms: Terms, asked: &[&Criterion]) -> Option<Entry> {
    let first = asked.first()?;
    let fields: Vec<String> = asked
        .iter()
        .filter_map(|criterion| match &criterion.rule {
            Rule::Filled(_, path) => Some(terms::field(playbook, terms, path)),
            _ => None,
        })
        .collect();
    Some(Entry {
        title: filled_title(terms, &fields),
        name: asked.iter().map(|criterion| criterion.name.as_str()).collect::<Vec<&str>>().join(", "),
        ..entry(playbook, terms, first)
    })
}

fn filled_title(terms: Terms, fields: &[String]) -> String {
    let all = terms.list(fields);
    let are = if fields.len() == 1 { "is" } else { "are" };
    terms.capital(&terms.pick(format!("{all} {are} filled in"), format!("已填写 {all}")))
}

fn entry(playbook: &Playbook, terms: Terms, criterion: &Criterion) -> Entry {
    let text = |title: &Option<Title>| title.as_ref().map(|title| terms.text(title)).unwrap_or_default();
    let title = title(playbook, terms, criterion);
    let (asks, condition) = match &criterion.rule {
        Rule::Holds(expr) => (asks(playbook, terms, criterion, expr, &title), source(expr)),
        Rule::Approved(id) => (approvals::decided(playbook, terms, *id).into_iter().collect(), String::new()),
        _ => (Vec::new(), String::new()),
    };
    let when = criterion.when.as_ref();
    Entry {
        title,
        name: criterion.name.clone(),
        severity: criterion.severity.name().to_owned(),
        severity_word: terms.severity(criterion.severity).to_owned(),
        stages: match &criterion.place {
            Place::Stages(stages) => spans(playbook, terms, stages),
            _ => String::new(),
        },
        asks,
        condition,
        when: when.map(|when| terms::lines(playbook, terms, when)).unwrap_or_default(),
        when_condition: when.map(source).unwrap_or_default(),
        because: text(&criterion.because),
        fix: text(&criterion.fix),
        notes: match criterion.rule {
            // What goes wrong with a decision is told with the approval.
            Rule::Approved(_) => notes(playbook, terms, criterion),
            _ => [notes(playbook, terms, criterion), kinds(playbook, terms, criterion)].concat(),
        },
    }
}

/// What must hold; nothing where the title says no other thing.
fn asks(playbook: &Playbook, terms: Terms, criterion: &Criterion, expr: &Expr, title: &str) -> Vec<Line> {
    let mut lines = terms::lines(playbook, terms, expr);
    if let Some(each) = &criterion.each {
        let list = terms::within(playbook, terms, &each.list);
        let header = terms.pick(format!("For each of {list}:"), format!("对 {list} 的每一项："));
        lines.iter_mut().for_each(|line| line.depth += 1);
        lines.insert(0, Line { depth: 0, text: header });
    }
    match lines.as_slice() {
        [line] if line.text == title => Vec::new(),
        _ => lines,
    }
}

/// Stages in order, those that follow each other as from … to ….
fn spans(playbook: &Playbook, terms: Terms, stages: &[StageId]) -> String {
    let title = |id: &StageId| playbook.stage(*id).map(|stage| terms.text(&stage.title)).unwrap_or_default();
    let mut runs: Vec<(StageId, StageId)> = Vec::new();
    for stage in stages {
        match runs.last_mut() {
            Some((_, last)) if last.0 + 1 == stage.0 => *last = *stage,
            _ => runs.push((*stage, *stage)),
        }
    }
    let said = runs.iter().map(|(first, last)| match last.0 - first.0 {
        0 => title(first),
        1 => terms.list(&[title(first), title(last)]),
        _ => terms.pick(format!("{} to {}", title(first), title(last)), format!("{}至{}", title(first), title(last))),
    });
    said.collect::<Vec<String>>().join(terms.pick(", ", "、"))
}

/// Who acts, until when, by what paragraph, from when on.
pub(super) fn notes(playbook: &Playbook, terms: Terms, criterion: &Criterion) -> Vec<Note> {
    let mut notes = Vec::new();
    if let Owner::Role(role) = criterion.owner
        && let Some(role) = playbook.role(role)
    {
        notes.push(terms.note("Who acts", "处理人", terms.text(&role.title)));
    }
    if let Some(due) = criterion.due {
        let due = length_in_words(due, terms.code());
        notes.push(terms.note("Due", "期限", terms.pick(format!("within {due}"), format!("{due}内"))));
    }
    if let Some(policy) = &criterion.policy {
        notes.push(terms.note("Policy", "依据", policy));
    }
    match (criterion.from, criterion.until) {
        (None, None) => {}
        (Some(from), None) => {
            notes.push(terms.note("Binding", "生效", terms.pick(format!("from {from}"), format!("自 {from} 起"))));
        }
        (None, Some(until)) => {
            notes.push(terms.note("Binding", "生效", terms.pick(format!("until {until}"), format!("至 {until} 止"))));
        }
        (Some(from), Some(until)) => {
            let period = terms.pick(format!("{from} to {until}"), format!("{from} 至 {until}"));
            notes.push(terms.note("Binding", "生效", period));
        }
    }
    if criterion.never_waive {
        notes.push(terms.note("Waivers", "豁免", terms.pick("never", "不得豁免")));
    }
    notes
}

/// What findings of some kinds say otherwise; kinds that say the same share a note.
pub(super) fn kinds(playbook: &Playbook, terms: Terms, criterion: &Criterion) -> Vec<Note> {
    let mut said: Vec<(String, Vec<String>)> = Vec::new();
    for of_kind in &criterion.kinds {
        let text = kind(playbook, terms, of_kind);
        let (english, chinese) = kind_in_words(of_kind.kind);
        let label = terms.pick(english, chinese).to_owned();
        match said.iter_mut().find(|(known, _)| *known == text) {
            Some((_, labels)) => labels.push(label),
            None => said.push((text, vec![label])),
        }
    }
    let said = said.into_iter().map(|(text, labels)| {
        let kinds = terms.choice(&labels);
        terms.note(&format!("Where it {kinds}"), &format!("{kinds}时"), text)
    });
    said.collect()
}

/// What findings of one kind say otherwise.
fn kind(playbook: &Playbook, terms: Terms, of_kind: &OfKind) -> String {
    let text = |title: &Option<Title>| title.as_ref().map(|title| terms.text(title));
    let owner = of_kind.owner.and_then(|owner| match owner {
        Owner::Role(role) => playbook.role(role).map(|role| terms.text(&role.title)),
        Owner::DealOwner => None,
    });
    let due = of_kind.due.map(|due| length_in_words(due, terms.code()));
    let due = due.map(|due| terms.pick(format!("within {due}"), format!("{due}内")));
    let severity = of_kind.severity.map(|severity| terms.severity(severity).to_owned());
    let parts = [
        text(&of_kind.title),
        severity,
        of_kind.policy.clone(),
        text(&of_kind.because),
        text(&of_kind.fix),
        owner,
        due,
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    parts.join(terms.pick("; ", "；"))
}

/// "is late"
fn kind_in_words(kind: &str) -> (&'static str, &'static str) {
    match kind {
        "failed" => ("fails", "不符合"),
        "missing" => ("is missing", "缺失"),
        "overstayed" => ("takes longer", "超期"),
        "pending" => ("is pending", "待决"),
        "rejected" => ("was rejected", "被否决"),
        "late" => ("is late", "迟到"),
        "expired" => ("ran out", "失效"),
        "below_authority" => ("was decided below the required level", "越级决策"),
        "unauthorised" => ("was decided by somebody without the right", "决策人无权"),
        "self_approved" => ("was given to oneself", "自批"),
        "outgrown" => ("was outgrown", "超出批准"),
        "condition_open" => ("has a condition open", "条件未关闭"),
        "out_of_order" => ("came out of order", "顺序颠倒"),
        "script_error" => ("is stopped by a script", "脚本中止"),
        _ => ("cannot be told", "无法判断"),
    }
}

/// A condition as written, its lines moved to the margin.
pub(super) fn source(expr: &Expr) -> String {
    expr.text().trim().lines().map(str::trim).collect::<Vec<&str>>().join("\n")
}
