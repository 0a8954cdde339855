//! Words by which columns and labels are known, in English and Chinese.

/// Whether a column's name has one of these words, or, in Chinese, contains one.
pub(super) fn says(name: &str, words: &[&str]) -> bool {
    let own = split(name);
    words.iter().any(|word| match word.is_ascii() {
        true => {
            let wanted: Vec<&str> = word.split(' ').collect();
            own.windows(wanted.len()).any(|part| part.iter().map(String::as_str).eq(wanted.iter().copied()))
        }
        false => name.contains(word),
    })
}

/// The words of a name: `StageName`, `deal_stage` and `Deal Stage` have two.
pub(super) fn split(name: &str) -> Vec<String> {
    let name = name.strip_suffix("__c").unwrap_or(name);
    let mut words: Vec<String> = Vec::new();
    let mut word = String::new();
    let mut before: Option<char> = None;
    for letter in name.chars() {
        let begins = letter.is_uppercase() && before.is_some_and(|before| before.is_lowercase() || before.is_numeric());
        if (begins || !letter.is_alphanumeric()) && !word.is_empty() {
            words.push(std::mem::take(&mut word));
        }
        if letter.is_alphanumeric() {
            word.extend(letter.to_lowercase());
        }
        before = Some(letter);
    }
    if !word.is_empty() {
        words.push(word);
    }
    words
}

pub(super) const STAGE: &[&str] = &["stage", "stages", "阶段"];
pub(super) const STATUS: &[&str] = &["status", "phase", "step", "activity", "state", "状态", "进展"];
pub(super) const ID: &[&str] = &["id", "number", "no", "key", "code", "reference", "编号", "编码", "单号", "号"];
pub(super) const OWNER: &[&str] = &[
    "owner",
    "agent",
    "rep",
    "salesperson",
    "seller",
    "responsible",
    "account manager",
    "负责人",
    "销售",
    "客户经理",
    "所有人",
];
pub(super) const PERSON: &[&str] = &[
    "owner",
    "agent",
    "rep",
    "salesperson",
    "seller",
    "responsible",
    "manager",
    "engineer",
    "by",
    "user",
    "resource",
    "负责人",
    "销售",
    "经理",
    "所有人",
    "工程师",
];
pub(super) const NAME: &[&str] = &["name", "opportunity", "title", "deal", "subject", "名称", "商机", "项目", "主题"];
pub(super) const CREATED: &[&str] = &["created", "create", "opened", "creation", "创建"];
pub(super) const DATE: &[&str] = &[
    "date", "day", "at", "time", "on", "when", "created", "changed", "modified", "closed", "start", "end", "日期",
    "时间", "日",
];
pub(super) const AMOUNT: &[&str] = &["amount", "value", "revenue", "total", "金额", "合同额", "成交价"];
pub(super) const MONEY: &[&str] = &[
    "amount",
    "value",
    "revenue",
    "price",
    "cost",
    "total",
    "budget",
    "salary",
    "margin amount",
    "金额",
    "价格",
    "单价",
    "报价",
    "收入",
    "成本",
    "预算",
    "合同额",
    "成交价",
    "目录价",
];
pub(super) const PERCENT: &[&str] =
    &["percent", "percentage", "probability", "discount", "rate", "pct", "概率", "率", "折扣", "百分比"];
pub(super) const CODE: &[&str] =
    &["id", "zip", "postal", "phone", "mobile", "fax", "code", "编号", "编码", "电话", "手机", "邮编"];
pub(super) const CLOSE: &[&str] = &["close", "closing", "closed", "expected close", "成交日期", "预计", "结束", "关闭"];

pub(super) const DEALS_FILE: &[&str] = &[
    "opportunity",
    "opportunities",
    "opportunitys",
    "deal",
    "deals",
    "pipeline",
    "sales",
    "商机",
    "机会",
    "项目",
    "销售",
];
pub(super) const HISTORY_FILE: &[&str] =
    &["history", "log", "events", "changes", "moves", "audit", "activity", "历史", "日志", "变更", "流水"];
pub(super) const LEADS_FILE: &[&str] =
    &["lead", "leads", "contact", "contacts", "account", "accounts", "线索", "联系人", "客户"];

const WON: &[&str] = &["won", "win", "collected", "signed", "赢单", "赢", "成交", "已签约", "中标", "已签"];
const LOST: &[&str] = &[
    "lost",
    "lose",
    "loss",
    "dead",
    "cancelled",
    "canceled",
    "abandoned",
    "rejected",
    "declined",
    "disqualified",
    "withdrawn",
    "输单",
    "丢单",
    "输",
    "流失",
    "失败",
    "取消",
    "放弃",
    "未中标",
    "无效",
];

/// How a deal ended, as the label of its stage says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ending {
    Won,
    Lost,
}

/// What a label says about the end of a deal.
pub(super) fn ending(label: &str) -> Option<Ending> {
    if says(label, LOST) || says(label, &["not won"]) {
        Some(Ending::Lost)
    } else if says(label, WON) {
        Some(Ending::Won)
    } else {
        None
    }
}

/// Words of stages in the order in which sales go.
const WAY: &[&[&str]] = &[
    &["new", "suspect", "raw", "inbound", "新建", "初步"],
    &["lead", "leads", "prospect", "prospecting", "线索", "潜在", "初步接触"],
    &["contacted", "contact", "engaging", "engaged", "engage", "outreach", "接触", "联系", "沟通"],
    &["qualification", "qualified", "qualify", "qualifying", "verify", "商机", "确认", "立项", "验证"],
    &["discovery", "needs", "need", "analysis", "meeting", "需求", "调研", "分析"],
    &["value", "solution", "demo", "presentation", "evaluation", "trial", "pilot", "演示", "方案", "试用", "测试"],
    &["id", "decision", "decision makers", "champion", "perception", "决策"],
    &["proposal", "quote", "quotation", "price", "offer", "bid", "tender", "报价", "投标", "建议书", "标书"],
    &["negotiation", "negotiating", "review", "谈判", "商务"],
    &["verbal", "commit", "committed", "contract", "approval", "legal", "合同", "审批", "签约"],
    &["order", "delivery", "implementation", "invoice", "订单", "交付", "实施", "回款"],
];

/// Where a label stands whose words say nothing.
pub(super) const MIDDLE: usize = 5;

/// How far along the way of a sale a label stands; `None` where its words say nothing.
pub(super) fn way(label: &str) -> Option<usize> {
    // The last word that is known decides: "Proposal/Price Quote" is a proposal, "Needs Analysis" the needs.
    WAY.iter().rposition(|words| says(label, words))
}

/// Labels that have an order of their own, from the least.
pub(super) const SCALES: &[&[&str]] = &[
    &["low", "medium", "high", "very high"],
    &["cold", "warm", "hot"],
    &["small", "medium", "large"],
    &["bronze", "silver", "gold", "platinum"],
    &["d", "c", "b", "a", "s"],
    &["user", "influencer", "decision maker"],
    &["低", "中", "高"],
    &["冷", "温", "热"],
    &["小", "中", "大"],
    &["一般", "重要", "关键"],
];
