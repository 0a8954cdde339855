use crate::assess::Verdict;
use crate::model::Severity;
use crate::value::Decimal;
use crate::value::show_number;

/// What the program itself says in a report, in one language.
#[derive(Debug)]
pub(super) struct Words {
    /// Mildest first, as [`Severity::ALL`].
    severities: [&'static str; 4],
    /// As [`Verdict::ALL`].
    verdicts: [&'static str; 6],

    pub as_of: &'static str,
    pub characters: &'static str,

    // The head of a group and its findings.
    pub fail: Count,
    pub undecided: Count,
    pub stopped: Count,
    pub waived: Count,
    pub deals_alike: Count,
    pub more: Count,
    pub more_failing: Count,
    pub more_undecided: Count,
    pub more_deals: Count,
    pub because: &'static str,
    pub fix: &'static str,
    pub policy: &'static str,
    pub criterion: &'static str,
    pub who: &'static str,
    pub waiver: &'static str,
    pub waived_by: &'static str,
    pub expected: &'static str,
    pub by_day: &'static str,
    pub nobody: &'static str,
    pub someone: &'static str,
    pub stands: &'static str,
    pub no_findings: &'static str,
    pub hidden: Count,
    pub known: Count,
    pub known_since: &'static str,
    pub known_deals: Count,
    pub no_new_findings: &'static str,
    pub fixed: Count,
    pub more_fixed: Count,
    pub baseline: &'static str,
    pub known_number: Count,
    pub new_number: Count,
    pub fixed_number: Count,
    pub check: &'static str,
    pub see_all: &'static str,
    pub comma: &'static str,
    pub colon: &'static str,

    // Problems of the data.
    pub problems: &'static str,
    pub errors: Count,
    pub warnings: Count,
    pub more_places: Count,
    pub column: &'static str,

    // The summary.
    pub summary: &'static str,
    pub playbook: &'static str,
    pub judged_on: &'static str,
    pub data: &'static str,
    pub rows: Count,
    pub left_out: &'static str,
    pub read_as: &'static str,
    pub no_column: &'static str,
    pub not_exported: &'static str,
    pub export_these: &'static str,
    pub no_file: &'static str,
    pub passed_over: &'static str,
    pub deals: &'static str,
    pub stages: &'static str,
    pub stage_unknown: &'static str,
    pub criteria: &'static str,
    pub of_all: &'static str,
    pub findings: &'static str,
    pub verdict: &'static str,
    pub number: &'static str,
    pub share: &'static str,
    pub total: &'static str,
    pub could_not_decide: &'static str,
    pub most_broken: &'static str,
    pub severity: &'static str,
    pub more_checks: Count,
    pub clean: &'static str,
    pub failing: Count,
    pub failing_open: Count,
    pub excused: Count,
    pub never_fails: Count,
    pub allowed: &'static str,
    pub nothing_judged: &'static str,
    pub not_read_in_full: Count,

    // A page of a CI.
    pub deal: &'static str,
    pub message: &'static str,
    pub place: &'static str,
    pub problem: &'static str,
    pub left_out_findings: Count,
    pub more_rows: Count,
    pub not_made: &'static str,

    // An explanation.
    pub declared: &'static str,
    pub not_asked: Count,
}

impl Words {
    /// The words of a language; English where there are none.
    pub fn of(language: &str) -> &'static Words {
        if language.starts_with("zh") { &CHINESE } else { &ENGLISH }
    }

    /// The name of a severity.
    pub fn severity(&self, severity: Severity) -> &'static str {
        self.severities.get(severity as usize).copied().unwrap_or_default()
    }

    /// The name of a verdict.
    pub fn verdict(&self, verdict: Verdict) -> &'static str {
        self.verdicts.get(verdict as usize).copied().unwrap_or_default()
    }
}

/// A number and what is counted, agreeing; `{n}` is the number.
#[derive(Clone, Copy, Debug)]
pub(super) struct Count {
    pub one: &'static str,
    pub many: &'static str,
}

impl Count {
    pub const fn same(text: &'static str) -> Count {
        Count { one: text, many: text }
    }

    /// The words for this number.
    pub fn of(&self, number: usize) -> String {
        let text = if number == 1 { self.one } else { self.many };
        text.replace("{n}", &digits(number as u64))
    }
}

/// A number with its thousands apart.
pub(super) fn digits(number: u64) -> String {
    show_number(Decimal::from(number))
}

/// A sentence with its places filled, in order: `{}`.
pub(super) fn filled(sentence: &str, values: &[&str]) -> String {
    let mut parts = sentence.split("{}");
    let mut text = parts.next().unwrap_or_default().to_owned();
    for (part, value) in parts.zip(values) {
        text.push_str(value);
        text.push_str(part);
    }
    text
}

static ENGLISH: Words = Words {
    severities: ["info", "minor", "major", "critical"],
    verdicts: ["pass", "fail", "unknown", "not applicable", "waived", "error"],
    as_of: "as of {}",
    characters: "characters",
    fail: Count { one: "1 deal fails", many: "{n} deals fail" },
    undecided: Count { one: "1 deal cannot be decided", many: "{n} deals cannot be decided" },
    stopped: Count { one: "1 deal could not be judged", many: "{n} deals could not be judged" },
    waived: Count { one: "1 deal waived", many: "{n} deals waived" },
    deals_alike: Count { one: "1 deal", many: "{n} deals" },
    more: Count { one: "… and 1 more; --all shows every one", many: "… and {n} more; --all shows every one" },
    more_failing: Count {
        one: "… and 1 more that fails; --all shows every one",
        many: "… and {n} more that fail; --all shows every one",
    },
    more_undecided: Count {
        one: "… and 1 more that cannot be decided; --all shows every one",
        many: "… and {n} more that cannot be decided; --all shows every one",
    },
    more_deals: Count {
        one: "… and 1 more deal with findings; --all shows every one",
        many: "… and {n} more deals with findings; --all shows every one",
    },
    because: "why",
    fix: "fix",
    policy: "policy",
    criterion: "rule",
    who: "who",
    waiver: "waiver",
    waived_by: "waived by {} until {}: {}",
    expected: "asked: ",
    by_day: "by {}",
    nobody: "{} (nobody is named)",
    someone: "the deal's owner (nobody is named)",
    stands: "in the data: {}",
    no_findings: "No findings.",
    hidden: Count {
        one: "1 milder finding is not shown (--severity)",
        many: "{n} milder findings are not shown (--severity)",
    },
    known: Count {
        one: "1 known finding in the baseline (since {})",
        many: "{n} known findings in the baseline (since {})",
    },
    known_since: "in the baseline since {}",
    known_deals: Count { one: "1 deal known", many: "{n} deals known" },
    no_new_findings: "No new findings.",
    fixed: Count {
        one: "1 finding of the baseline is no longer there",
        many: "{n} findings of the baseline are no longer there",
    },
    more_fixed: Count { one: "… and 1 more; --all shows every one", many: "… and {n} more; --all shows every one" },
    baseline: "baseline",
    known_number: Count { one: "1 known", many: "{n} known" },
    new_number: Count { one: "1 new", many: "{n} new" },
    fixed_number: Count { one: "1 fixed", many: "{n} fixed" },
    check: "check",
    see_all: "--all shows every one",
    comma: ", ",
    colon: ": ",
    problems: "Problems in the data",
    errors: Count { one: "1 error", many: "{n} errors" },
    warnings: Count { one: "1 warning", many: "{n} warnings" },
    more_places: Count { one: "and 1 more", many: "and {n} more" },
    column: "column",
    summary: "Summary",
    playbook: "playbook",
    judged_on: "as of",
    data: "data",
    rows: Count { one: "1 row", many: "{n} rows" },
    left_out: "{} left out",
    read_as: "read as {}",
    no_column: "no column for {}",
    not_exported: "Cannot be told from this export",
    export_these: "Export these columns with the deals; --all lists the deals.",
    no_file: "no file for {}",
    passed_over: "{} is read from `{}`, not from `{}`",
    deals: "deals",
    stages: "by stage",
    stage_unknown: "stage not known",
    criteria: "criteria",
    of_all: "{} of {}",
    findings: "findings",
    verdict: "verdict",
    number: "number",
    share: "share",
    total: "total",
    could_not_decide: "{} of {} applicable verdicts could not be decided ({}).",
    most_broken: "Most often broken",
    severity: "severity",
    more_checks: Count {
        one: "… and 1 more check with failures; --all shows every one",
        many: "… and {n} more checks with failures; --all shows every one",
    },
    clean: "No finding at or above {}.",
    failing: Count { one: "1 finding at or above {}.", many: "{n} findings at or above {}." },
    failing_open: Count {
        one: "1 finding at or above {} cannot be decided.",
        many: "{n} findings at or above {} cannot be decided.",
    },
    excused: Count {
        one: "1 finding at or above {} cannot be decided and is not counted (--fail-on-unknown).",
        many: "{n} findings at or above {} cannot be decided and are not counted (--fail-on-unknown).",
    },
    never_fails: Count {
        one: "1 finding; findings do not make this run fail (--fail-on none).",
        many: "{n} findings; findings do not make this run fail (--fail-on none).",
    },
    allowed: " Allowed: {} (--max-findings).",
    nothing_judged: "Nothing was judged: no deals were read, or no criteria apply.",
    not_read_in_full: Count {
        one: "The data could not be read in full: 1 error.",
        many: "The data could not be read in full: {n} errors.",
    },
    deal: "deal",
    message: "what is wrong",
    place: "place",
    problem: "problem",
    left_out_findings: Count {
        one: "1 finding is left out here: a page like this holds no more.",
        many: "{n} findings are left out here: a page like this holds no more.",
    },
    more_rows: Count { one: "… and 1 more", many: "… and {n} more" },
    not_made: "No run could be made",
    declared: "declared at {}",
    not_asked: Count { one: "Not asked of this deal: 1 criterion", many: "Not asked of this deal: {n} criteria" },
};

static CHINESE: Words = Words {
    severities: ["提示", "一般", "严重", "红线"],
    verdicts: ["通过", "不符合", "无法判断", "不适用", "已豁免", "出错"],
    as_of: "截至 {}",
    characters: "字",
    fail: Count::same("{n} 个商机不符合"),
    undecided: Count::same("{n} 个商机无法判断"),
    stopped: Count::same("{n} 个商机判断出错"),
    waived: Count::same("{n} 个商机已豁免"),
    deals_alike: Count::same("{n} 个商机"),
    more: Count::same("… 另有 {n} 项,用 --all 全部显示"),
    more_failing: Count::same("… 另有 {n} 项不符合,用 --all 全部显示"),
    more_undecided: Count::same("… 另有 {n} 项无法判断,用 --all 全部显示"),
    more_deals: Count::same("… 另有 {n} 个商机有发现,用 --all 全部显示"),
    because: "影响",
    fix: "处理",
    policy: "依据",
    criterion: "剧本",
    who: "责任",
    waiver: "豁免",
    waived_by: "已由 {} 豁免至 {}:{}",
    expected: "要求 ",
    by_day: "{} 前",
    nobody: "{}(未指定人员)",
    someone: "商机负责人(未填写)",
    stands: "数据中为 {}",
    no_findings: "没有发现。",
    hidden: Count::same("另有 {n} 项较轻的发现未显示(--severity)"),
    known: Count::same("基线中已知的发现:{n} 项(自 {} 起)"),
    known_since: "自 {} 起列入基线",
    known_deals: Count::same("{n} 个商机已知"),
    no_new_findings: "没有新的发现。",
    fixed: Count::same("基线中有 {n} 项已不再出现"),
    more_fixed: Count::same("… 另有 {n} 项,用 --all 全部显示"),
    baseline: "基线",
    known_number: Count::same("已知 {n} 项"),
    new_number: Count::same("新增 {n} 项"),
    fixed_number: Count::same("已解决 {n} 项"),
    check: "检查",
    see_all: "用 --all 全部显示",
    comma: ",",
    colon: ":",
    problems: "数据问题",
    errors: Count::same("{n} 个错误"),
    warnings: Count::same("{n} 个警告"),
    more_places: Count::same("等另外 {n} 处"),
    column: "列",
    summary: "汇总",
    playbook: "剧本",
    judged_on: "判断日期",
    data: "数据",
    rows: Count::same("{n} 行"),
    left_out: "略去 {}",
    read_as: "编码 {}",
    no_column: "没有这些字段的列:{}",
    not_exported: "本次导出无法判断的检查",
    export_these: "请在导出中包含这些列;--all 列出每个商机。",
    no_file: "没有这些表的文件:{}",
    passed_over: "{} 取自 `{}`,未取 `{}`",
    deals: "商机",
    stages: "阶段分布",
    stage_unknown: "阶段未知",
    criteria: "标准",
    of_all: "{} / 共 {}",
    findings: "发现",
    verdict: "结论",
    number: "数量",
    share: "占比",
    total: "合计",
    could_not_decide: "{} / {} 项适用的判断因缺少数据无法得出结论({})。",
    most_broken: "最常不符合的检查",
    severity: "级别",
    more_checks: Count::same("… 另有 {n} 项检查有不符合,用 --all 全部显示"),
    clean: "没有达到「{}」及以上的发现。",
    failing: Count::same("「{}」及以上的发现:{n} 项。"),
    failing_open: Count::same("「{}」及以上无法判断的发现:{n} 项。"),
    excused: Count::same("「{}」及以上另有 {n} 项无法判断,未计入(--fail-on-unknown)。"),
    never_fails: Count::same("共 {n} 项发现;本次运行不因发现而失败(--fail-on none)。"),
    allowed: "允许 {} 项(--max-findings)。",
    nothing_judged: "没有判断任何内容:没有读到商机,或没有适用的标准。",
    not_read_in_full: Count::same("数据未能完整读取:{n} 个错误。"),
    deal: "商机",
    message: "问题",
    place: "位置",
    problem: "问题",
    left_out_findings: Count::same("另有 {n} 项发现因页面长度限制未列出。"),
    more_rows: Count::same("… 另有 {n} 项"),
    not_made: "未能运行",
    declared: "声明于 {}",
    not_asked: Count::same("对该商机不适用:{n} 项标准"),
};
