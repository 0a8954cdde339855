use crate::document::contents::ApprovalPart;
use crate::document::contents::Line;
use crate::document::contents::Matrix;
use crate::document::criteria;
use crate::document::lengths;
use crate::document::terms;
use crate::document::terms::Terms;
use crate::expr::show;
use crate::model::Approval;
use crate::model::ApprovalId;
use crate::model::Authority;
use crate::model::Barred;
use crate::model::By;
use crate::model::Cell;
use crate::model::Column;
use crate::model::Comparison;
use crate::model::Cover;
use crate::model::Criterion;
use crate::model::Owner;
use crate::model::Party;
use crate::model::Place;
use crate::model::Playbook;
use crate::model::RoleId;
use crate::model::Rule;
use crate::model::StageId;
use crate::model::Table;
use crate::model::Title;
use crate::model::Tolerance;
use crate::model::Worse;
use crate::value::Type;
use crate::value::Value;
use crate::value::show_number;
use crate::value::show_percent;

pub(super) fn all(playbook: &Playbook, terms: Terms) -> Vec<ApprovalPart> {
    (0..).map(ApprovalId).zip(&playbook.approvals).map(|(id, approval)| part(playbook, terms, id, approval)).collect()
}

fn part(playbook: &Playbook, terms: Terms, id: ApprovalId, approval: &Approval) -> ApprovalPart {
    let required: Vec<&Criterion> = playbook
        .criteria
        .iter()
        .filter(|criterion| matches!(criterion.rule, Rule::Approved(needed) if needed == id))
        .collect();
    let mut facts = Vec::new();
    let gates: Vec<String> = required.iter().filter_map(|criterion| gate(playbook, terms, &criterion.place)).collect();
    if gates.is_empty() {
        facts.push(terms.note("Required", "用于", terms.pick("at no gate", "未用于任何关口")));
    } else {
        facts.push(terms.note("Required", "用于", terms.list(&gates)));
    }
    facts.push(terms.note("Decided by", "决定人", by(playbook, terms, &approval.by)));
    if !approval.not_by.is_empty() {
        let barred: Vec<String> = approval.not_by.iter().map(|barred| self::barred(playbook, terms, *barred)).collect();
        facts.push(terms.note("Never by", "回避", terms.choice(&barred)));
    }
    if let Some(valid) = &approval.valid {
        facts.push(terms.note("Holds for", "有效期", lengths::said(playbook, terms, valid)));
    }
    if !approval.covers.is_empty() {
        let covers: Vec<String> = approval.covers.iter().map(|cover| covered(playbook, terms, cover)).collect();
        let covers = covers.join(terms.pick("; ", "；"));
        facts.push(terms.note("Decided anew if", "须重新决定", covers));
    }
    if let Some(open) = &approval.conditions {
        let open = lengths::said(playbook, terms, open);
        let within = terms.pick(format!("met within {open}"), format!("须在 {open}内关闭"));
        facts.push(terms.note("Conditions", "附带条件", within));
    }
    let first = required.first();
    if let Some(first) = first {
        facts.extend(criteria::notes(playbook, terms, first));
        facts.extend(criteria::kinds(playbook, terms, first));
    }
    let when = first.and_then(|criterion| criterion.when.as_ref());
    let text = |title: Option<&Title>| title.map(|title| terms.text(title)).unwrap_or_default();
    ApprovalPart {
        title: terms.text(&approval.title),
        name: approval.name.clone(),
        severity: first.map(|criterion| criterion.severity.name().to_owned()).unwrap_or_default(),
        severity_word: first.map(|criterion| terms.severity(criterion.severity).to_owned()).unwrap_or_default(),
        facts,
        when: when.map(|when| terms::lines(playbook, terms, when)).unwrap_or_default(),
        when_condition: when.map(criteria::source).unwrap_or_default(),
        because: text(first.and_then(|criterion| criterion.because.as_ref())),
        fix: text(first.and_then(|criterion| criterion.fix.as_ref())),
        table: match &approval.by {
            By::Table(table) => Some(decision_table(playbook, terms, approval, table)),
            _ => None,
        },
    }
}

fn decision_table(playbook: &Playbook, terms: Terms, approval: &Approval, table: &Table) -> Matrix {
    let columns = table.columns.iter().map(|column| about(playbook, terms, column));
    let rows = table.rows.iter().map(|row| {
        let cells = table.columns.iter().zip(&row.cells).map(|(column, cell)| self::cell(terms, column, cell));
        cells.chain([by(playbook, terms, &row.by)]).collect()
    });
    Matrix {
        title: terms.text(&approval.title),
        name: approval.name.clone(),
        head: columns.chain([terms.pick("Decided by", "决定人").to_owned()]).collect(),
        rows: rows.collect(),
        note: terms.pick("The first row that fits decides.", "以首个符合的行为准。").to_owned(),
    }
}

/// What a column limits, without an article.
fn about(playbook: &Playbook, terms: Terms, column: &Column) -> String {
    let said = terms::computed(playbook, terms, &column.value);
    terms.capital(said.strip_prefix("the ").unwrap_or(&said))
}

/// When something is asked: "to enter Bid".
pub(super) fn gate(playbook: &Playbook, terms: Terms, place: &Place) -> Option<String> {
    let title = |stage: &StageId| playbook.stage(*stage).map(|stage| terms.text(&stage.title));
    Some(match place {
        Place::Entry(stage) => {
            let stage = title(stage)?;
            terms.pick(format!("to enter {stage}"), format!("进入{stage}"))
        }
        Place::Exit(stage) => {
            let stage = title(stage)?;
            terms.pick(format!("to leave {stage}"), format!("离开{stage}"))
        }
        Place::During(stage) | Place::Whole(stage) => {
            let stage = title(stage)?;
            terms.pick(format!("in {stage}"), format!("{stage}阶段内"))
        }
        Place::Always | Place::Stages(_) => return None,
    })
}

/// Who decides, as a line of a criterion that asks for it.
pub(super) fn decided(playbook: &Playbook, terms: Terms, id: ApprovalId) -> Option<Line> {
    let approval = playbook.approval(id)?;
    let text = match &approval.by {
        By::Table(_) => terms.pick("Decided by whom its decision table names", "由其决策表中的决定人决定").to_owned(),
        other => {
            let by = by(playbook, terms, other);
            terms.pick(format!("Decided by {by}"), terms::chinese(&["由", &by, "决定"]))
        }
    };
    Some(Line { depth: 0, text })
}

fn role(playbook: &Playbook, terms: Terms, role: RoleId) -> String {
    playbook.role(role).map(|role| terms.text(&role.title)).unwrap_or_default()
}

fn by(playbook: &Playbook, terms: Terms, by: &By) -> String {
    let each = |all: &[By]| all.iter().map(|one| self::by(playbook, terms, one)).collect::<Vec<String>>();
    match by {
        By::Role(id) => role(playbook, terms, *id),
        By::All(all) => each(all).join(terms.pick(" and ", "与")),
        By::Then(all) => each(all).join(terms.pick(", then ", "，再由")),
        By::Count(count, roles) => {
            let roles: Vec<String> = roles.iter().map(|id| role(playbook, terms, *id)).collect();
            match count {
                1 => terms.choice(&roles),
                count => {
                    let roles = roles.join(terms.pick(", ", "、"));
                    terms.pick(format!("{count} of {roles}"), format!("{roles}中的 {count} 个"))
                }
            }
        }
        By::Authority(id) => {
            let matrix =
                playbook.authorities.get(usize::from(id.0)).map(|matrix| terms.text(&matrix.title)).unwrap_or_default();
            terms.pick(
                format!("the first body of the matrix “{matrix}” that may decide on all of it, or a higher one"),
                format!("授权矩阵「{matrix}」中各项均可决定的最低一级，或更高一级"),
            )
        }
        By::Table(_) => terms.pick("the table below", "下表").to_owned(),
    }
}

fn barred(playbook: &Playbook, terms: Terms, barred: Barred) -> String {
    let person = |party: Party| match party {
        Party::Of(Owner::DealOwner) => terms.pick("the owner of the deal", "商机负责人").to_owned(),
        Party::Of(Owner::Role(id)) => role(playbook, terms, id),
        Party::Requester => terms.pick("who asked for it", "提请人").to_owned(),
    };
    match barred {
        Barred::Person(party) => person(party),
        Barred::Reports(party) => {
            let person = person(party);
            terms.pick(format!("anybody who reports to {person}"), format!("{person}的下属"))
        }
    }
}

fn covered(playbook: &Playbook, terms: Terms, cover: &Cover) -> String {
    let name = terms::field(playbook, terms, &cover.name);
    let by = cover.up_to.as_ref().map(|up_to| match up_to {
        Tolerance::Share(share) => show_percent(*share),
        Tolerance::Amount(Value::Number(number)) => show_number(*number),
        Tolerance::Amount(value) => show(value, &Type::Any).into(),
    });
    let by = by.map(|by| terms.pick(format!(" by more than {by}"), format!("超过 {by}"))).unwrap_or_default();
    match cover.worse {
        Worse::More => terms.pick(format!("{name} rises{by}"), format!("{name} 上升{by}")),
        Worse::Less => terms.pick(format!("{name} falls{by}"), format!("{name} 下降{by}")),
        Worse::Any => terms.pick(format!("{name} changes{by}"), format!("{name} 变动{by}")),
    }
}

pub(super) fn matrices(playbook: &Playbook, terms: Terms) -> Vec<Matrix> {
    let matrix = |authority: &Authority| Matrix {
        title: terms.text(&authority.title),
        name: authority.name.clone(),
        head: [terms.pick("May decide on", "决定范围").to_owned()]
            .into_iter()
            .chain(authority.bodies.iter().map(|id| role(playbook, terms, *id)))
            .collect(),
        rows: authority
            .rows
            .iter()
            .map(|row| {
                let cells = row.cells.iter().map(|cell| self::cell(terms, &row.column, cell));
                [about(playbook, terms, &row.column)].into_iter().chain(cells).collect()
            })
            .collect(),
        note: period(terms, authority),
    };
    playbook.authorities.iter().map(matrix).collect()
}

fn period(terms: Terms, authority: &Authority) -> String {
    let from = authority.from.map(|from| terms.pick(format!("From {from}."), format!("自 {from} 起。")));
    let until = authority.until.map(|until| terms.pick(format!("Until {until}."), format!("至 {until} 止。")));
    let rule = terms.pick(
        "The first body from the left that may decide every row decides, or one to its right.",
        "由左起首个各项均可决定的一级决定，或由其右侧的一级决定。",
    );
    [Some(rule.to_owned()), from, until].into_iter().flatten().collect::<Vec<String>>().join(terms.pick(" ", ""))
}

/// A cell in words.
pub(super) fn cell(terms: Terms, column: &Column, cell: &Cell) -> String {
    let shown = |value: &Value| show(value, column.value.ty()).replace('_', " ");
    match cell {
        Cell::Any => terms.pick("any", "任意").to_owned(),
        Cell::OneOf(values) => terms.choice(&values.iter().map(shown).collect::<Vec<String>>()),
        Cell::Compare(sign, value) => {
            let value = shown(value);
            match sign {
                Comparison::Below => terms.pick(format!("less than {value}"), format!("小于 {value}")),
                Comparison::AtMost => terms.pick(format!("up to {value}"), format!("不超过 {value}")),
                Comparison::Above => terms.pick(format!("more than {value}"), format!("大于 {value}")),
                Comparison::AtLeast => terms.pick(format!("{value} or more"), format!("{value} 及以上")),
                Comparison::Equal => value,
                Comparison::NotEqual => terms.pick(format!("not {value}"), format!("非 {value}")),
            }
        }
        Cell::Range(from, to) => {
            terms.pick(format!("{} to {}", shown(from), shown(to)), format!("{} 至 {}", shown(from), shown(to)))
        }
    }
}

/// The approvals that holders of a role may decide.
pub(super) fn decided_by(playbook: &Playbook, role: RoleId) -> impl Iterator<Item = &Approval> {
    playbook.approvals.iter().filter(move |approval| decides(playbook, &approval.by, role))
}

fn decides(playbook: &Playbook, by: &By, role: RoleId) -> bool {
    let is = |id: &RoleId| *id == role;
    match by {
        By::Role(id) => is(id),
        By::All(all) | By::Then(all) => all.iter().any(|one| decides(playbook, one, role)),
        By::Count(_, roles) => roles.iter().any(is),
        By::Authority(id) => {
            playbook.authorities.get(usize::from(id.0)).is_some_and(|matrix| matrix.bodies.iter().any(is))
        }
        By::Table(table) => table.rows.iter().any(|row| decides(playbook, &row.by, role)),
    }
}
