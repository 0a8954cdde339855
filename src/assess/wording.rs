use crate::assess::Verdict;
use crate::assess::WaiverNote;
use crate::assess::ruling::Basis;
use crate::assess::ruling::Cause;
use crate::assess::stays::Doubt;
use crate::assess::stays::Stay;
use crate::expr::Place;
use crate::model;
use crate::model::Criterion;
use crate::model::HistoryRule;
use crate::model::Playbook;
use crate::model::Rule;
use crate::model::StageId;
use crate::value::Duration;
use crate::value::Gap;
use crate::value::Moment;

/// The sentences that Tollgate itself says about deals, in one language.
///
/// They name the fact, not the person, and never say "should have"; an open question asks for data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wording {
    English,
    Chinese,
}

impl Wording {
    pub fn of(language: &str) -> Wording {
        if language.starts_with("zh") { Wording::Chinese } else { Wording::English }
    }

    pub fn pick<T>(self, english: T, chinese: T) -> T {
        match self {
            Wording::English => english,
            Wording::Chinese => chinese,
        }
    }

    fn language(self) -> &'static str {
        self.pick("en", "zh")
    }

    pub fn stage(self, playbook: &Playbook, stage: StageId) -> String {
        playbook.stage(stage).map(|stage| stage.title.in_language(self.language()).to_owned()).unwrap_or_default()
    }

    /// What a criterion asks, where the author gave no title.
    pub fn title(self, playbook: &Playbook, criterion: &Criterion) -> String {
        match &criterion.rule {
            Rule::Filled(_, field) => self.pick(format!("`{field}` is filled"), format!("已填写 `{field}`")),
            Rule::Staffed(role) => {
                let title = playbook.role(*role).map(|role| role.title.in_language(self.language()).to_owned());
                let title = title.unwrap_or_default();
                self.pick(format!("{title} is named"), format!("已指定{title}"))
            }
            Rule::Holds(condition) => condition.text().trim().to_owned(),
            Rule::Approved(approval) => {
                let approval = playbook.approval(*approval);
                let title = approval.map(|approval| approval.title.in_language(self.language())).unwrap_or_default();
                self.pick(format!("{title} is given"), format!("已通过{title}"))
            }
            Rule::History(asked) => self.asked_of_history(*asked).to_owned(),
            Rule::AtMost(stage, limit) => self.at_most(&self.stage(playbook, *stage), limit),
        }
    }

    /// What is wrong, where the author gave no message.
    pub fn broken(self, playbook: &Playbook, criterion: &Criterion) -> String {
        let place = self.place(playbook, &criterion.place);
        match &criterion.rule {
            Rule::Filled(_, field) => {
                self.pick(format!("`{field}` is missing{place}"), format!("{place}缺少 `{field}`"))
            }
            Rule::Staffed(role) => {
                let role = playbook.role(*role);
                let name = role.map(|role| role.title.in_language(self.language())).unwrap_or_default();
                self.pick(format!("nobody is named as {name}{place}"), format!("{place}未指定{name}"))
            }
            Rule::Holds(condition) => {
                let asked = condition.line();
                self.pick(format!("`{asked}` does not hold"), format!("`{asked}` 不成立"))
            }
            // These have sentences of their own.
            Rule::AtMost(..) | Rule::Approved(_) | Rule::History(_) => String::new(),
        }
    }

    /// What the flow asks of a history.
    fn asked_of_history(self, asked: HistoryRule) -> &'static str {
        match asked {
            HistoryRule::Skipped => self.pick("No stage is skipped", "不跳过阶段"),
            HistoryRule::IllegalMove => self.pick("Every move is one of the flow", "阶段流转合规"),
            HistoryRule::Mismatch => self.pick("The history ends in the deal's stage", "历史与当前阶段一致"),
            HistoryRule::Unordered => self.pick("The history is in order", "历史时间顺序正确"),
            HistoryRule::Backdated => self.pick("Moves are recorded in time", "及时录入"),
            HistoryRule::DuplicateId => self.pick("No other deal has the same id", "编号唯一"),
        }
    }

    /// When a criterion is asked, as the end (in Chinese the beginning) of a sentence.
    fn place(self, playbook: &Playbook, place: &model::Place) -> String {
        match place {
            model::Place::Entry(stage) => {
                let stage = self.stage(playbook, *stage);
                self.pick(format!("; entering {stage} requires it"), format!("进入「{stage}」须具备:"))
            }
            model::Place::During(stage) => {
                let stage = self.stage(playbook, *stage);
                self.pick(format!("; {stage} requires it"), format!("「{stage}」阶段须具备:"))
            }
            model::Place::Whole(stage) => {
                let stage = self.stage(playbook, *stage);
                self.pick(format!("; {stage} needs it"), format!("「{stage}」阶段须具备:"))
            }
            model::Place::Exit(stage) => {
                let stage = self.stage(playbook, *stage);
                self.pick(format!("; leaving {stage} requires it"), format!("离开「{stage}」须具备:"))
            }
            model::Place::Stages(_) | model::Place::Always => String::new(),
        }
    }

    /// A stay that was too long.
    pub fn overstayed(self, playbook: &Playbook, stay: &Stay) -> String {
        let spell = &stay.spell;
        let stage = self.stage(playbook, spell.stage);
        let since = spell.entered.map(|at| at.day().to_string()).unwrap_or_default();
        let until = spell.left.map(|at| at.day().to_string());
        let length = stay.length.map(|length| self.length(length)).unwrap_or_default();
        let paused = stay.paused.map(|paused| self.length(paused));
        let paused =
            paused.map(|paused| self.pick(format!(", {paused} paused not counted"), format!(",已扣除暂停 {paused}")));
        let paused = paused.unwrap_or_default();
        let limit = self.length(stay.limit);
        match until {
            Some(until) => self.pick(
                format!("{length} in {stage}, from {since} to {until}{paused}; the limit is {limit}"),
                format!("「{stage}」停留 {length}({since} 至 {until}{paused}),上限 {limit}"),
            ),
            None => self.pick(
                format!("{length} in {stage}, since {since}{paused}; the limit is {limit}"),
                format!("「{stage}」已停留 {length}(自 {since}{paused}),上限 {limit}"),
            ),
        }
    }

    pub fn length(self, length: Duration) -> String {
        let text = length.to_string();
        match self {
            Wording::English => text,
            Wording::Chinese => [
                ("working days", "个工作日"),
                ("working day", "个工作日"),
                ("working hours", "个工作小时"),
                ("working hour", "个工作小时"),
                ("working minutes", "个工作分钟"),
                ("working minute", "个工作分钟"),
                ("months", "个月"),
                ("month", "个月"),
                ("years", "年"),
                ("year", "年"),
                ("days", "天"),
                ("day", "天"),
                ("hours", "小时"),
                ("hour", "小时"),
                ("minutes", "分钟"),
                ("minute", "分钟"),
                ("seconds", "秒"),
                ("second", "秒"),
            ]
            .iter()
            .fold(text, |text, (english, chinese)| text.replace(english, chinese)),
        }
    }

    /// Why a criterion could not be decided.
    pub fn undecided(self, gaps: &[(String, Gap)], cause: &Cause) -> String {
        let why = match cause {
            Cause::Stay(Stay { length: Err(Doubt::TimeOfDay), .. }) => {
                self.pick("the time of day is not known", "时刻未知").to_owned()
            }
            Cause::Stay(Stay { length: Err(Doubt::Pauses(_)), .. }) => self.gaps(gaps),
            Cause::Moment | Cause::Stay(_) => {
                self.pick("the history does not say since when", "历史记录未说明起始时间").to_owned()
            }
            _ => self.gaps(gaps),
        };
        self.pick(format!("cannot tell: {why}"), format!("无法判断:{why}"))
    }

    /// What could not be decided for want of these values.
    pub fn cannot_tell(self, gaps: &[(String, Gap)]) -> String {
        let why = self.gaps(gaps);
        self.pick(format!("cannot tell: {why}"), format!("无法判断:{why}"))
    }

    pub fn gaps(self, gaps: &[(String, Gap)]) -> String {
        // Three name the cause; a list of twenty hides it.
        let named = gaps.iter().take(3).map(|(path, gap)| format!("`{path}` {}", self.gap(*gap)));
        let mut text = named.collect::<Vec<String>>().join(self.pick(", ", "、"));
        if gaps.is_empty() {
            text.push_str(self.pick("a value is missing", "缺少数据"));
        }
        if let more @ 1.. = gaps.len().saturating_sub(3) {
            text.push_str(&self.pick(format!(" and {more} more"), format!(" 等另外 {more} 项")));
        }
        text
    }

    /// Why there is no value, as the end of "`amount` …".
    pub fn gap(self, gap: Gap) -> &'static str {
        match gap {
            Gap::Absent => self.pick("is missing", "缺失"),
            Gap::NotExported => self.pick("is not in the export", "不在导出数据中"),
            Gap::Unreadable => self.pick("could not be read", "无法读取"),
            Gap::Unmapped => self.pick("is a label that the playbook does not know", "是剧本未知的标签"),
            Gap::Unmatched => self.pick("has no matching row in the joined table", "在关联表中没有匹配行"),
            Gap::Ambiguous => self.pick("has several matching rows where one is expected", "在关联表中有多行匹配"),
            Gap::NoRate => self.pick("mixes currencies without a rate", "混用币种且没有汇率"),
            Gap::DividedByZero => self.pick("divides by zero", "除数为零"),
            Gap::OutOfRange => self.pick("is too large to compute", "超出可计算范围"),
            Gap::EmptyList => self.pick("asks an empty list for an element", "列表为空"),
            Gap::SameDay => self.pick("is on the same day, and the time of day is not known", "为同一天且时刻未知"),
            Gap::UnlikeUnits => self.pick("compares lengths of time in units that do not compare", "时间单位不可比较"),
            Gap::InOthers | Gap::Crowded => crate::assess::figures::in_group(self, gap),
            Gap::InScript => self.pick("computes with a missing value in a script", "脚本用到缺失的值"),
        }
    }

    /// What to supply so that a criterion can be decided.
    pub fn supply(self, gaps: &[(String, Gap)], cause: &Cause) -> Option<String> {
        if matches!(cause, Cause::Stay(Stay { length: Err(Doubt::TimeOfDay), .. })) {
            return Some(self.pick("Supply the history with the times of day", "提供带时刻的阶段历史").to_owned());
        }
        let pauses = matches!(cause, Cause::Stay(Stay { length: Err(Doubt::Pauses(_)), .. }));
        if matches!(cause, Cause::Moment | Cause::Stay(_)) && !pauses {
            return Some(self.pick("Supply the stage history with its dates", "提供带日期的阶段历史").to_owned());
        }
        self.supply_first(gaps)
    }

    /// What to supply for the first of several gaps.
    pub fn supply_first(self, gaps: &[(String, Gap)]) -> Option<String> {
        let (path, gap) = gaps.first()?;
        Some(match gap {
            Gap::Absent => self.pick(format!("Enter `{path}`"), format!("填写 `{path}`")),
            Gap::NotExported => self.pick(format!("Export `{path}` with the deals"), format!("导出时包含 `{path}`")),
            Gap::Unreadable => self.pick(format!("Correct `{path}` in the data"), format!("更正数据中的 `{path}`")),
            Gap::Unmapped => self.pick(
                format!("Correct `{path}`, or add the label to the source of the playbook"),
                format!("更正 `{path}`,或在剧本的 source 中补充该标签"),
            ),
            Gap::Unmatched => self.pick(
                "Correct the key, or add the row to the joined table".to_owned(),
                "更正关联键,或在关联表中补充该行".to_owned(),
            ),
            Gap::Ambiguous => {
                self.pick("Remove the duplicate rows of the joined table".to_owned(), "删除关联表中的重复行".to_owned())
            }
            Gap::NoRate => {
                self.pick("Give both amounts in one currency".to_owned(), "将两个金额换算为同一币种".to_owned())
            }
            Gap::DividedByZero => self.pick(
                format!("Correct the values that `{path}` is computed from"),
                format!("更正用于计算 `{path}` 的值"),
            ),
            _ => return None,
        })
    }

    /// What to do, where the author did not say.
    pub fn remedy(self, playbook: &Playbook, criterion: &Criterion) -> Option<String> {
        match &criterion.rule {
            Rule::Filled(_, field) => Some(self.pick(format!("Enter `{field}`"), format!("填写 `{field}`"))),
            Rule::Staffed(role) => {
                let title = playbook.role(*role).map(|role| role.title.in_language(self.language()))?;
                Some(self.pick(format!("Name the {title}"), format!("指定{title}")))
            }
            Rule::AtMost(..) => Some(self.pick("Move the deal on, or close it", "推进或关闭该商机").to_owned()),
            Rule::Holds(_) | Rule::Approved(_) | Rule::History(_) => None,
        }
    }

    /// A script that stopped.
    pub fn stopped(self, why: &str, place: Option<&Place>) -> String {
        let at = place.map(|place| format!(" ({}:{}:{})", place.file, place.line, place.column)).unwrap_or_default();
        self.pick(format!("the script stopped: {why}{at}"), format!("脚本中止:{why}{at}"))
    }

    pub fn mend_script(self) -> &'static str {
        self.pick("Mend the script, then judge again", "修复脚本后重新判断")
    }

    pub fn missing(self) -> &'static str {
        self.pick("(missing)", "(缺失)")
    }

    pub fn todays_value(self) -> &'static str {
        self.pick("today's values", "当前值")
    }

    pub fn if_it_moves(self) -> &'static str {
        self.pick("if it moves now", "若现在变更阶段")
    }

    /// What is wrong, and who decided to live with it.
    pub fn waived(self, message: &str, waiver: &WaiverNote) -> String {
        let WaiverNote { by, until, because, .. } = waiver;
        self.pick(
            format!("{message} (waived by {by} until {until}: {because})"),
            format!("{message}(已由 {by} 豁免至 {until}:{because})"),
        )
    }

    pub fn value_on(self, moment: Moment) -> String {
        let day = moment.day();
        self.pick(format!("value on {day}"), format!("{day} 的值"))
    }

    pub fn stage_known(self) -> &'static str {
        self.pick("The stage of the deal is known", "商机阶段已知")
    }

    pub fn stage_unknown(self, criteria: usize) -> String {
        let plural = if criteria == 1 { "criterion" } else { "criteria" };
        self.pick(
            format!("the stage is not known, so {criteria} {plural} could not be decided"),
            format!("阶段未知,{criteria} 项标准无法判断"),
        )
    }

    pub fn supply_stage(self) -> &'static str {
        self.pick(
            "Enter the stage, or add its label to the source of the playbook",
            "填写阶段,或在剧本的 source 中补充该标签",
        )
    }

    /// Why a criterion has its verdict, where no finding says it.
    pub fn reason(self, playbook: &Playbook, place: &model::Place, verdict: Verdict, basis: Basis) -> String {
        let text = match basis {
            Basis::Rule if verdict == Verdict::Pass => self.pick("it holds", "满足"),
            Basis::Rule | Basis::When => self.pick("its `when` does not hold", "不满足其 `when` 条件"),
            Basis::NoElements => self.pick("there is no element to judge", "没有可判断的元素"),
            Basis::NoStay => self.pick("the history tells of no stay in this stage", "历史记录中没有该阶段的停留"),
            Basis::NoLimit => self.pick("any length of stay is allowed", "停留时长不限"),
            Basis::NoHistory => self.pick("the deal has no history", "没有历史记录"),
            Basis::NoDates => self.pick("the history has no dates", "历史记录没有日期"),
            Basis::NoRecords => self.pick("the history does not say when it was recorded", "历史记录未注明录入时间"),
            Basis::Alone => self.pick("it is compared with the other deals of a run", "须与其他商机一起比较"),
            Basis::StageUnknown => self.pick("the stage of the deal is not known", "商机阶段未知"),
            Basis::OutOfPeriod => {
                self.pick("the deal came here outside the period in which it binds", "不在其生效期间内")
            }
            Basis::MomentUnknown => {
                self.pick("it binds in a period, and when the deal came here is not known", "有生效期间,但到达时间未知")
            }
            Basis::NotReached => return self.not_reached(playbook, place),
        };
        text.to_owned()
    }

    fn not_reached(self, playbook: &Playbook, place: &model::Place) -> String {
        match place {
            model::Place::Entry(stage) | model::Place::Whole(stage) => {
                let stage = self.stage(playbook, *stage);
                self.pick(format!("the deal has not entered {stage}"), format!("尚未进入「{stage}」"))
            }
            model::Place::During(stage) => {
                let stage = self.stage(playbook, *stage);
                self.pick(format!("the deal is not in {stage}"), format!("不在「{stage}」阶段"))
            }
            model::Place::Exit(stage) => {
                let stage = self.stage(playbook, *stage);
                self.pick(format!("the deal has not passed {stage}"), format!("尚未通过「{stage}」"))
            }
            model::Place::Stages(_) | model::Place::Always => {
                self.pick("the deal is in a stage that is not asked", "当前阶段不适用").to_owned()
            }
        }
    }

    pub fn yes_no(self, holds: bool) -> &'static str {
        if holds { self.pick("yes", "是") } else { self.pick("no", "否") }
    }

    pub fn not_needed(self) -> &'static str {
        self.pick("not needed", "无需判断")
    }

    pub fn more(self, more: usize) -> String {
        self.pick(format!("and {more} more"), format!("另有 {more} 项"))
    }
}
