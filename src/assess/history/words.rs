use crate::assess::history::Entry;
use crate::assess::history::moves::Made;
use crate::assess::history::who;
use crate::assess::ruling::Fault;
use crate::assess::settings::Case;
use crate::assess::wording::Wording;
use crate::expr::show;
use crate::model::StageId;
use crate::value::Duration;
use crate::value::Gap;
use crate::value::Moment;
use crate::value::Path;
use crate::value::Step;
use crate::value::Type;
use crate::value::Value;
use crate::value::builtin;
use crate::value::builtin::history;
use compact_str::CompactString;
use smallvec::smallvec;

/// The sentences about a deal's history: each names stages, dates and who made the move.
pub(super) struct Words<'a> {
    case: &'a Case<'a>,
    language: Wording,
}

impl<'a> Words<'a> {
    pub fn of(case: &'a Case<'a>) -> Words<'a> {
        Words { case, language: Wording::of(case.settings.language) }
    }

    pub fn started_late(&self, entry: &Entry, stage: StageId, left_out: &[StageId]) -> Fault {
        let (to, out) = (self.stage(stage), self.stages(left_out));
        let message = self.pick(
            format!("created in {to}{}; {out} {} skipped", self.when_and_who(entry), were(left_out.len())),
            format!("{}直接在{to}创建,跳过了{out}", self.when_and_who(entry)),
        );
        self.fault(entry, message, self.make_up(left_out), Some(self.expected(&starts(self.case))))
    }

    pub fn skipped(&self, made: &Made<'_>, left_out: &[StageId]) -> Fault {
        let (from, to, out) = (self.stage(made.from), self.stage(made.to), self.stages(left_out));
        let expected = Some(self.expected(&self.allowed(made.from)));
        if self.case.moves_now(made.entry.at.ok()) {
            let message = self
                .pick(format!("moving from {from} to {to} leaves out {out}"), format!("从{from}变为{to}会跳过{out}"));
            let first = left_out.first().map(|stage| self.stage(*stage)).unwrap_or_default();
            let fix = self.pick(format!("Move to {first} first"), format!("先进入{first}"));
            return self.fault(made.entry, message, fix, expected);
        }
        let who = self.when_and_who(made.entry);
        let message = self.pick(
            format!("moved from {from} to {to}{who}; {out} {} skipped", were(left_out.len())),
            format!("{who}从{from}变为{to},跳过了{out}"),
        );
        self.fault(made.entry, message, self.make_up(left_out), expected)
    }

    pub fn started_off(&self, entry: &Entry, stage: StageId) -> Fault {
        let starts = starts(self.case);
        let (to, first) = (self.stage(stage), self.either(&starts));
        let who = self.when_and_who(entry);
        let message = self.pick(
            format!("created in {to}{who}; deals begin in {first}"),
            format!("{who}直接在{to}创建;商机应从{first}开始"),
        );
        let fix =
            self.pick(format!("Add to the history how the deal came to {to}"), format!("在历史记录中补充如何进入{to}"));
        self.fault(entry, message, fix, Some(self.expected(&starts)))
    }

    pub fn illegal(&self, made: &Made<'_>) -> Fault {
        let (from, to) = (self.stage(made.from), self.stage(made.to));
        let who = self.when_and_who(made.entry);
        let closed = self.case.playbook.stage(made.from).is_some_and(|stage| stage.outcome.is_some());
        let flow = &self.case.playbook.flow;
        let back = flow.place(made.from).zip(flow.place(made.to)).is_some_and(|(from, to)| to < from);
        let moved = match (closed, back) {
            (true, _) => self.pick(
                format!("closed as {from}, then reopened in {to}{who}"),
                format!("以{from}关闭后,{who}重新打开并变为{to}"),
            ),
            (false, true) => {
                self.pick(format!("moved back from {from} to {to}{who}"), format!("{who}从{from}退回{to}"))
            }
            (false, false) => self.pick(format!("moved from {from} to {to}{who}"), format!("{who}从{from}变为{to}")),
        };
        let allowed = self.allowed(made.from);
        let leads = match allowed.is_empty() {
            true => self.pick(format!("in the flow {from} is the end"), format!("流程到{from}为止")),
            false => self.pick(
                format!("from {from} the flow leads to {}", self.either(&allowed)),
                format!("流程只允许从{from}到{}", self.either(&allowed)),
            ),
        };
        let fix = self.pick(
            "Note in the deal why it moved so, and ask the process owner to confirm the move".to_owned(),
            "说明变更原因,并请流程责任人确认".to_owned(),
        );
        let expected = Some(self.expected(&allowed));
        if self.case.moves_now(made.entry.at.ok()) {
            let message =
                self.pick(format!("no move leads from {from} to {to}; {leads}"), format!("{from}不能变为{to};{leads}"));
            let fix = self.pick("Take a move that the flow allows".to_owned(), "按流程允许的路径变更".to_owned());
            return self.fault(made.entry, message, fix, expected);
        }
        let message = self.pick(format!("{moved}; {leads}"), format!("{moved};{leads}"));
        self.fault(made.entry, message, fix, expected)
    }

    pub fn mismatch(&self, last: &Entry, end: StageId, now: StageId) -> Fault {
        let (end, now) = (self.stage(end), self.stage(now));
        let since = self.day(last).map(|day| self.pick(format!(" (since {day})"), format!("(自 {day})")));
        let since = since.unwrap_or_default();
        let message = self.pick(
            format!("the history ends in {end}{since}, the deal is in {now}"),
            format!("历史记录止于{end}{since},商机当前为{now}"),
        );
        let fix = self.pick(
            format!("Add the move to {now} to the history, or correct the stage of the deal"),
            format!("在历史记录中补充进入{now}的记录,或更正当前阶段"),
        );
        let mut fault = self.fault(last, message, fix, None);
        fault.about = None;
        fault.rests_on.insert(0, (smallvec![Step::Field(builtin::STAGE)], None));
        fault
    }

    pub fn backwards(&self, before: &Entry, after: &Entry) -> Fault {
        let (first, second) = (self.said_stage(before), self.said_stage(after));
        let (earlier, later) = (self.moment(after), self.moment(before));
        let message = self.pick(
            format!("{second} ({earlier}) is listed after {first} ({later}), and dated before it"),
            format!("{second}({earlier})排在{first}({later})之后,日期却更早"),
        );
        let fix =
            self.pick(format!("Correct the date of {second} or of {first}"), format!("更正{second}或{first}的日期"));
        let mut fault = self.fault(after, message, fix, None);
        fault.rests_on = vec![(path(before, history::AT), None), (path(after, history::AT), None)];
        fault
    }

    pub fn newest_first(&self, first: &Entry, last: &Entry) -> Fault {
        let (newest, oldest) = (self.moment(first), self.moment(last));
        let message = self.pick(
            format!("the history is listed backwards, from {newest} to {oldest}"),
            format!("历史记录按倒序排列,从 {newest} 到 {oldest}"),
        );
        let fix = self.pick("Sort the export by date, oldest first".to_owned(), "导出时按日期升序排列".to_owned());
        let mut fault = self.fault(first, message, fix, None);
        fault.about = None;
        fault.rests_on = vec![(path(first, history::AT), None), (path(last, history::AT), None)];
        fault
    }

    pub fn backdated(&self, entry: &Entry, recorded: Moment, length: Duration, limit: Duration) -> Fault {
        let (stage, at, recorded) = (self.said_stage(entry), self.moment(entry), recorded.day());
        let (length, limit) = (self.language.length(length), self.language.length(limit));
        let by = self.by(entry).map(|by| self.pick(format!(" by {by}"), format!("由 {by} "))).unwrap_or_default();
        let message = self.pick(
            format!("{stage} is dated {at} and was recorded on {recorded}{by}, {length} later; the limit is {limit}"),
            format!("{stage}日期为 {at},{recorded} {by}录入,相隔 {length};上限 {limit}"),
        );
        let fix = self.pick(
            "Note in the deal why it was recorded late; leave the dates as they are".to_owned(),
            "说明录入延迟的原因;不要修改日期".to_owned(),
        );
        let mut fault = self.fault(entry, message, fix, None);
        let asked = self.pick(format!("at most {limit} later"), format!("相隔不超过 {limit}"));
        fault.rests_on = vec![(path(entry, history::AT), None), (path(entry, history::RECORDED_AT), Some(asked))];
        fault
    }

    pub fn duplicate(&self, place: &str) -> Fault {
        let message = self
            .pick(format!("another deal has the same id, in {place}"), format!("另一个商机使用了相同编号,见 {place}"));
        let fix = self.pick(
            "Merge the two, or give one of them an id of its own".to_owned(),
            "合并两个商机,或为其中一个重新编号".to_owned(),
        );
        Fault { message, fix: Some(fix), about: None, rests_on: vec![(smallvec![Step::Field(builtin::ID)], None)] }
    }

    pub fn unknown_stages(&self, entries: &[&Entry]) -> Fault {
        let gaps: Vec<(Path, Gap)> = entries
            .iter()
            .map(|entry| (path(entry, history::STAGE), entry.stage.err().unwrap_or(Gap::Absent)))
            .collect();
        self.undecided(gaps)
    }

    /// Moments of entries that are not known: `at` or `recorded_at`.
    pub fn undated(&self, entries: &[&Entry], slot: usize) -> Fault {
        let gap = |entry: &Entry| match slot {
            history::AT => entry.at.err(),
            _ => entry.recorded_at.err(),
        };
        let gaps = entries.iter().map(|entry| (path(entry, slot), gap(entry).unwrap_or(Gap::Absent)));
        self.undecided(gaps.collect())
    }

    pub fn recorded_same_day(&self, entries: &[&Entry], limit: Duration) -> Fault {
        let limit = self.language.length(limit);
        let message = self.pick(
            format!("cannot tell whether moves were recorded within {limit}: the time of day is not known"),
            format!("无法判断是否在 {limit}内录入:时刻未知"),
        );
        let fix = self.pick("Supply the times of day".to_owned(), "提供具体时刻".to_owned());
        let paths = entries.iter().map(|entry| (path(entry, history::RECORDED_AT), None));
        Fault { message, fix: Some(fix), about: None, rests_on: paths.collect() }
    }

    pub fn doubtful(&self, entries: &[&Entry]) -> Fault {
        let named = entries.iter().take(3).map(|entry| self.said_stage(entry)).collect::<Vec<String>>();
        let named = named.join(&self.pick(", ".to_owned(), "、".to_owned()));
        let message = self.pick(
            format!("cannot tell which moves were made: the dates of the history run backwards at {named}"),
            format!("无法判断阶段变动:历史记录的日期在{named}处倒退"),
        );
        let fix = self.pick("Put the history in order".to_owned(), "按时间顺序整理历史记录".to_owned());
        let paths = entries.iter().map(|entry| (path(entry, history::AT), None));
        Fault { message, fix: Some(fix), about: None, rests_on: paths.collect() }
    }

    pub fn end_in_doubt(&self, last: &Entry) -> Fault {
        let mut fault = self.doubtful(&[last]);
        fault.message = self.pick(
            format!("cannot tell where the history ends: its last entry ({}) is not its latest", self.said_stage(last)),
            format!("无法判断历史记录的终点:最后一条({})并非最晚", self.said_stage(last)),
        );
        fault
    }

    pub fn history_gap(&self, gap: Gap) -> Fault {
        self.undecided(vec![(smallvec![Step::Field(builtin::HISTORY)], gap)])
    }

    fn undecided(&self, gaps: Vec<(Path, Gap)>) -> Fault {
        let named: Vec<(String, Gap)> =
            gaps.iter().map(|(path, gap)| (Step::show(path, &self.case.playbook.schema.deal).into(), *gap)).collect();
        Fault {
            message: self.language.cannot_tell(&named),
            fix: self.language.supply_first(&named),
            about: None,
            rests_on: gaps.into_iter().map(|(path, _)| (path, None)).collect(),
        }
    }

    fn fault(&self, entry: &Entry, message: String, fix: String, expected: Option<String>) -> Fault {
        let mut rests_on = vec![(path(entry, history::STAGE), expected.filter(|text| !text.is_empty()))];
        rests_on.extend(entry.at.is_ok().then(|| (path(entry, history::AT), None)));
        rests_on.extend(self.by(entry).is_some().then(|| (path(entry, history::BY), None)));
        let about = Some(format!("history[{}]", entry.item));
        Fault { message, fix: Some(fix), about, rests_on }
    }

    fn make_up(&self, left_out: &[StageId]) -> String {
        let out = self.stages(left_out);
        let english = match left_out.len() {
            1 => format!("Make up for what {out} asks, and note why it was left out"),
            _ => format!("Make up for what {out} ask, and note why they were left out"),
        };
        self.pick(english, format!("补齐{out}的要求,并说明跳过原因"))
    }

    /// Where the flow leads from a stage.
    fn allowed(&self, from: StageId) -> Vec<StageId> {
        self.case.playbook.flow.moves.iter().filter(|known| known.from == from).map(|known| known.to).collect()
    }

    /// " on 2026-03-02 by wang"; in Chinese the beginning of the sentence.
    fn when_and_who(&self, entry: &Entry) -> String {
        let (day, by) = (self.day(entry), self.by(entry));
        self.pick(
            format!(
                "{}{}",
                day.as_ref().map(|day| format!(" on {day}")).unwrap_or_default(),
                by.map(|by| format!(" by {by}")).unwrap_or_default()
            ),
            format!(
                "{}{}",
                day.map(|day| format!("{day} ")).unwrap_or_default(),
                by.map(|by| format!("由 {by} ")).unwrap_or_default()
            ),
        )
    }

    fn by(&self, entry: &Entry) -> Option<&str> {
        who(&self.case.deal.record, entry)
    }

    fn day(&self, entry: &Entry) -> Option<String> {
        entry.at.ok().map(|at| at.day().to_string())
    }

    fn moment(&self, entry: &Entry) -> String {
        entry.at.ok().map(|at| at.to_string()).unwrap_or_default()
    }

    /// The title of a stage, in Chinese in quotes.
    fn stage(&self, stage: StageId) -> String {
        let title = self.case.playbook.stage(stage);
        let title = title.map(|stage| stage.title.in_language(self.case.settings.language)).unwrap_or_default();
        self.pick(title.to_owned(), format!("「{title}」"))
    }

    fn said_stage(&self, entry: &Entry) -> String {
        entry.stage.map_or_else(|_| format!("history[{}]", entry.item), |stage| self.stage(stage))
    }

    /// "Lead, Opportunity and Bid"
    fn stages(&self, stages: &[StageId]) -> String {
        self.joined(stages, " and ", "和")
    }

    /// "Lead, Opportunity or Bid"
    fn either(&self, stages: &[StageId]) -> String {
        self.joined(stages, " or ", "或")
    }

    fn joined(&self, stages: &[StageId], english: &str, chinese: &str) -> String {
        let named: Vec<String> = stages.iter().map(|stage| self.stage(*stage)).collect();
        match named.split_last() {
            Some((last, [])) => last.clone(),
            Some((last, rest)) => format!(
                "{}{}{last}",
                rest.join(&self.pick(", ".to_owned(), "、".to_owned())),
                self.pick(english, chinese)
            ),
            None => String::new(),
        }
    }

    /// The stages that were possible, as the data writes them.
    fn expected(&self, stages: &[StageId]) -> String {
        let ty = Type::Choice(self.case.playbook.schema.names.stages.clone());
        let names = stages.iter().map(|stage| show(&Value::Choice(stage.0), &ty));
        names.collect::<Vec<CompactString>>().join(&self.pick(" or ".to_owned(), " 或 ".to_owned()))
    }

    fn pick<T>(&self, english: T, chinese: T) -> T {
        self.language.pick(english, chinese)
    }
}

fn were(count: usize) -> &'static str {
    if count == 1 { "was" } else { "were" }
}

/// Where a deal may begin: in the first stage of the main line, and in those that no move leads to.
pub(super) fn starts(case: &Case<'_>) -> Vec<StageId> {
    let flow = &case.playbook.flow;
    let stages = (0..).map(StageId).zip(&case.playbook.stages).map(|(id, _)| id);
    let in_flow = |stage: &StageId| flow.moves.iter().any(|known| known.from == *stage);
    let led_to = |stage: &StageId| flow.moves.iter().any(|known| known.to == *stage);
    let others = stages.filter(|stage| flow.place(*stage).is_none() && in_flow(stage) && !led_to(stage));
    flow.main.first().copied().into_iter().chain(others).collect()
}

fn path(entry: &Entry, slot: usize) -> Path {
    smallvec![Step::Field(builtin::HISTORY), Step::Item(entry.item), Step::Field(slot)]
}
