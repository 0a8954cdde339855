use crate::assess::wording::Wording;
use crate::model::Criterion;
use crate::model::Playbook;
use crate::model::Rule;

/// What a criterion asks, in words: the author's title, or a sentence made of the rule.
pub fn title_of(playbook: &Playbook, criterion: &Criterion, language: &str) -> String {
    match &criterion.title {
        Some(title) => title.in_language(language).to_owned(),
        None => Wording::of(language).title(playbook, criterion),
    }
}

/// What findings of a kind are headed by: the author's title for it, or the criterion's with what is wrong behind it.
///
/// Kinds without clauses of their own are told together, under the criterion's title.
pub fn title_of_kind(playbook: &Playbook, criterion: &Criterion, kind: &str, language: &str) -> String {
    let title = || title_of(playbook, criterion, language);
    let Some(own) = criterion.of_kind(kind) else { return title() };
    if let Some(own) = &own.title {
        return own.in_language(language).to_owned();
    }
    let is_only_way = !matches!(criterion.rule, Rule::Approved(_)) && criterion.rule.kinds().contains(&kind);
    match wrong(kind).filter(|_| !is_only_way) {
        Some((english, chinese)) => {
            Wording::of(language).pick(format!("{}: {english}", title()), format!("{}:{chinese}", title()))
        }
        None => title(),
    }
}

/// What is wrong, in a few words behind a title.
fn wrong(kind: &str) -> Option<(&'static str, &'static str)> {
    Some(match kind {
        "missing" => ("missing", "缺失"),
        "pending" => ("not decided yet", "待决"),
        "rejected" => ("rejected", "已否决"),
        "late" => ("decided too late", "决策过晚"),
        "expired" => ("no longer in force", "已失效"),
        "below_authority" => ("decided below the required level", "越级决策"),
        "unauthorised" => ("decided without authority", "决策人无权"),
        "self_approved" => ("self-approved", "自批"),
        "outgrown" => ("worse than approved", "超出批准"),
        "condition_open" => ("condition open", "条件未关闭"),
        "out_of_order" => ("decided out of order", "顺序颠倒"),
        "undecided" => ("cannot be told", "无法判断"),
        "script_error" => ("stopped by a script", "脚本中止"),
        _ => return None,
    })
}
