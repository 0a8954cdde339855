use crate::assess::approvals::Wrong;
use crate::assess::approvals::decision::Decision;
use crate::assess::approvals::need::Leaf;
use crate::assess::approvals::need::Open;
use crate::assess::approvals::words::Words;
use crate::assess::approvals::words::path;
use crate::assess::ruling::Fault;
use crate::model::Cover;
use crate::model::Party;
use crate::model::RoleId;
use crate::value::Gap;
use crate::value::Moment;
use crate::value::Money;
use crate::value::Path;
use crate::value::Step;
use crate::value::builtin::approvals;
use smallvec::smallvec;

/// What cannot be told of an approval: each asks for data and accuses nobody.
impl Words<'_> {
    pub fn undecidable(&self, open: &Open) -> Wrong {
        let named = open.gaps.iter().map(|(_, name, gap)| format!("`{name}` {}", self.in_language.gap(*gap)));
        let named = named.collect::<Vec<String>>().join(", ");
        let title = &self.title;
        let named_gaps: Vec<(String, Gap)> = open.gaps.iter().map(|(_, name, gap)| (name.clone(), *gap)).collect();
        let mut fault = self.fault(
            self.pick(
                format!("cannot tell who must decide {title}: {named}"),
                format!("无法判断{title}应由谁决策:{named}"),
            ),
            self.in_language.supply_first(&named_gaps),
        );
        let paths = open.gaps.iter().filter(|(path, ..)| !path.is_empty());
        fault.rests_on = paths.map(|(path, ..)| (path.clone(), None)).collect();
        Wrong::open(fault)
    }

    pub fn role_unknown(&self, leaf: &Leaf, decision: &Decision, gap: Gap) -> Wrong {
        let (needed, why) = (self.role(leaf.role), self.in_language.gap(gap));
        self.open(
            decision,
            approvals::ROLE,
            self.pick(format!("whether {needed} decided: the role {why}"), format!("是否由{needed}决策:角色{why}")),
        )
    }

    pub fn outcome_unknown(&self, decision: &Decision, gap: Gap) -> Wrong {
        let why = self.in_language.gap(gap);
        self.open(
            decision,
            approvals::DECISION,
            self.pick(format!("what was decided: the decision {why}"), format!("决策结果:{why}")),
        )
    }

    pub fn approver_unknown(&self, decision: &Decision) -> Wrong {
        self.open(decision, approvals::BY, self.pick("who decided, or when".to_owned(), "由谁、何时决策".to_owned()))
    }

    pub fn right_unknown(&self, decision: &Decision, role: RoleId, by: &str) -> Wrong {
        let role = self.role(role);
        self.open(
            decision,
            approvals::BY,
            self.pick(
                format!("whether {by} held the role {role} that day: a row of the people data could not be read"),
                format!("{by} 当日是否担任{role}:人员数据有一行无法读取"),
            ),
        )
    }

    pub fn limit_unknown(&self, decision: &Decision, by: &str, limit: Money, slot: usize) -> Wrong {
        let mut wrong = self.open(
            decision,
            approvals::BY,
            self.pick(
                format!("whether the amount is within the {limit} that were lent to {by}"),
                format!("金额是否在 {by} 的代理权限 {limit} 之内"),
            ),
        );
        wrong.fault.rests_on.push((smallvec![Step::Field(slot)], Some(format!("<= {limit}"))));
        wrong
    }

    pub fn barred_unknown(&self, decision: &Decision, barred: Party, path: Path) -> Wrong {
        let part = self.part(barred);
        let what = match barred {
            Party::Requester => self.pick(
                "whether the requester decided: its record does not say who asked for it".to_owned(),
                "是否由提请人本人决策:审批记录未注明提请人".to_owned(),
            ),
            Party::Of(_) => self.pick(
                format!("whether {part} decided: nobody is named as {part}"),
                format!("是否由{part}本人决策:未指定{part}"),
            ),
        };
        let mut wrong = self.open(decision, approvals::BY, what);
        wrong.fault.rests_on.push((path, None));
        wrong
    }

    pub fn line_unknown(&self, decision: &Decision, barred: Party, by: &str, person: &str, path: Path) -> Wrong {
        let part = self.part(barred);
        let mut wrong = self.open(
            decision,
            approvals::BY,
            self.pick(
                format!("whether {by} reports to {person}, {part}: the people data does not say"),
                format!("{by} 是否向{part} {person} 汇报:人员数据未说明"),
            ),
        );
        wrong.fault.fix = Some(
            self.pick(format!("Complete the people data: to whom {by} reports"), format!("补全人员数据:{by} 的上级")),
        );
        wrong.fault.rests_on.push((path, None));
        wrong
    }

    pub fn when_unknown(&self, decision: &Decision) -> Wrong {
        self.open(decision, approvals::AT, self.pick("when it was decided".to_owned(), "决策时间".to_owned()))
    }

    pub fn move_unknown(&self, decision: &Decision) -> Wrong {
        let mut wrong = self.open(
            decision,
            approvals::AT,
            self.pick(
                "whether it came in time: the history does not say when the deal moved".to_owned(),
                "是否及时:历史记录未说明阶段变动时间".to_owned(),
            ),
        );
        wrong.fault.fix =
            Some(self.pick("Supply the stage history with its dates".to_owned(), "提供带日期的阶段历史".to_owned()));
        wrong
    }

    pub fn same_day_as_move(&self, decision: &Decision, at: Moment) -> Wrong {
        let (moved, day) = (&self.moved, at.day());
        self.open(
            decision,
            approvals::AT,
            self.pick(
                format!("whether it came in time: {moved} and it was decided on {day}, the time of day is not known"),
                format!("是否及时:{moved},决策于 {day},时刻未知"),
            ),
        )
    }

    pub fn same_day(&self, before: &Decision, after: &Decision) -> Wrong {
        let (first, second) = (self.body(before), self.body(after));
        self.open(
            after,
            approvals::AT,
            self.pick(
                format!("whether {first} decided before {second}: both did on one day"),
                format!("{first}是否先于{second}决策:同一天"),
            ),
        )
    }

    /// How long it holds hangs on values that are not known.
    pub fn validity_unknown(&self, decision: &Decision, open: &Open) -> Wrong {
        let why = self.named(open);
        let what = self.pick(format!("until when it holds: {why}"), format!("有效期至何时:{why}"));
        self.hanging_on(decision, approvals::AT, open, what)
    }

    /// How long its conditions may stay open hangs on values that are not known.
    pub fn days_unknown(&self, decision: &Decision, open: &Open) -> Wrong {
        let why = self.named(open);
        let what =
            self.pick(format!("until when its conditions are to be met: {why}"), format!("附带条件应于何时关闭:{why}"));
        self.hanging_on(decision, approvals::CONDITIONS, open, what)
    }

    fn hanging_on(&self, decision: &Decision, slot: usize, open: &Open, what: String) -> Wrong {
        let gaps: Vec<(String, Gap)> = open.gaps.iter().map(|(_, name, gap)| (name.clone(), *gap)).collect();
        let mut wrong = self.open(decision, slot, what);
        wrong.fault.fix = self.in_language.supply_first(&gaps).or(wrong.fault.fix);
        let paths = open.gaps.iter().filter(|(path, ..)| !path.is_empty());
        wrong.fault.rests_on.extend(paths.map(|(path, ..)| (path.clone(), None)));
        wrong
    }

    fn named(&self, open: &Open) -> String {
        let named = open.gaps.iter().map(|(_, name, gap)| format!("`{name}` {}", self.in_language.gap(*gap)));
        named.collect::<Vec<String>>().join(&self.pick(", ".to_owned(), "、".to_owned()))
    }

    pub fn conditions_unknown(&self, decision: &Decision) -> Wrong {
        self.open(
            decision,
            approvals::CONDITIONS,
            self.pick(
                "whether its conditions are met: the data does not list them".to_owned(),
                "附带条件是否满足:数据未列出条件".to_owned(),
            ),
        )
    }

    /// Approved values that the record of the approval does not tell: one finding for all of them.
    pub fn covered_unknown(&self, decision: &Decision, open: &[(&Cover, Gap, Path)]) -> Wrong {
        let is_absent = open.iter().all(|(_, gap, _)| *gap == Gap::Absent);
        let what = match open {
            [(cover, gap, _)] => {
                let (name, why) = (&cover.name, self.in_language.gap(*gap));
                self.pick(
                    format!("which `{name}` was approved: it {why} in the approval"),
                    format!("批准时的 `{name}`:{why}"),
                )
            }
            _ if is_absent => {
                let names: Vec<String> = open.iter().map(|(cover, ..)| format!("`{}`", cover.name)).collect();
                self.pick(
                    format!("which {} were approved: the approval does not say", listed(&names)),
                    format!("批准时的 {}:审批记录未注明", names.join("、")),
                )
            }
            _ => {
                let said = self.gaps(open);
                self.pick(format!("which values were approved: in the approval {said}"), format!("批准时的值:{said}"))
            }
        };
        self.of_values(decision, open, what)
    }

    /// Values of the deal that are not known: one finding for all of them.
    pub fn value_unknown(&self, decision: &Decision, open: &[(&Cover, Gap, Path)]) -> Wrong {
        let said = self.gaps(open);
        let what = self
            .pick(format!("whether the deal still is what was approved: {said}"), format!("是否仍符合批准内容:{said}"));
        self.of_values(decision, open, what)
    }

    /// "`amount` is missing, `margin` could not be read"
    fn gaps(&self, open: &[(&Cover, Gap, Path)]) -> String {
        let said = open.iter().map(|(cover, gap, _)| format!("`{}` {}", cover.name, self.in_language.gap(*gap)));
        said.collect::<Vec<String>>().join(&self.pick(", ".to_owned(), "、".to_owned()))
    }

    fn of_values(&self, decision: &Decision, open: &[(&Cover, Gap, Path)], what: String) -> Wrong {
        let mut wrong = self.open(decision, approvals::COVERED, what);
        if let [(cover, ..)] = open {
            wrong.fault.about = Some(cover.name.clone());
        }
        wrong.fault.rests_on = open.iter().map(|(_, _, path)| (path.clone(), None)).collect();
        wrong
    }

    fn open(&self, decision: &Decision, slot: usize, what: String) -> Wrong {
        let title = &self.title;
        let message = self.pick(format!("cannot tell of {title} {what}"), format!("{title}无法判断{what}"));
        let fix = self.pick("Complete the record of the approval".to_owned(), "补全审批记录".to_owned());
        let mut fault = Fault { message, fix: Some(fix), ..Fault::default() };
        fault.about = decision.role.ok().map(|role| self.name(role));
        fault.rests_on = vec![(path(decision, slot), None)];
        Wrong::open(fault)
    }
}

/// "a, b and c"
fn listed(names: &[String]) -> String {
    match names {
        [first @ .., last] if !first.is_empty() => format!("{} and {last}", first.join(", ")),
        names => names.concat(),
    }
}
