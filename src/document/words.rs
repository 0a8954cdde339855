use crate::document::beside::parts;
use crate::document::terms::Terms;

/// Declares the headings and labels of the page in both languages.
macro_rules! words {
    ($($name:ident: $english:literal, $chinese:literal;)*) => {
        parts! {
            /// The headings and labels of the page.
            pub(super) struct Words { $($name: String,)* }
        }

        impl Words {
            pub fn of(terms: Terms) -> Words {
                Words { $($name: terms.pick($english, $chinese).to_owned(),)* }
            }
        }
    };
}

words! {
    severity: "Severity", "严重程度";
    flow: "The flow", "流程";
    flow_label: "The stages and the moves between them", "各阶段及其流转";
    main_line: "main line", "主线";
    other_move: "other way on", "其他推进";
    back: "back", "退回";
    to_lost: "to a loss", "丢单";
    stages: "Stages and gates", "阶段与关口";
    entry: "To enter", "进入条件";
    during: "While there", "阶段内要求";
    exit: "To leave", "离开条件";
    nothing: "Nothing is asked here.", "此处无要求。";
    checks: "Checks across stages", "跨阶段检查";
    history: "Asked of every history", "对历史记录的要求";
    approvals: "Who approves what", "审批";
    matrices: "Matrices of authority", "授权矩阵";
    roles: "Roles", "角色";
    scores: "Scores", "评分";
    figures: "Figures over all deals", "总体指标";
    thresholds: "Thresholds", "阈值";
    computed: "Computed values", "计算值";
    fields: "What a deal holds", "商机字段";
    field: "Field", "字段";
    ty: "Type", "类型";
    columns: "Column of the export", "导出列";
    term: "Name", "名称";
    meaning: "Meaning", "含义";
    waivers: "Waivers", "豁免";
    check: "Check", "检查";
    deals: "Deals", "商机";
    until: "Until", "截止";
    decided_by: "Decided by", "决定人";
    reason: "Reason", "原因";
    calendar: "Calendar", "日历";
    rates: "Rates", "汇率";
    when: "Applies when", "适用条件";
    because: "Why", "原因";
    fix: "What to do", "处理办法";
    as_written: "As written", "原文";
    contents: "Contents", "目录";
}
