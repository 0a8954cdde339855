use crate::assess::Kind;
use crate::assess::approvals::Wrong;
use crate::assess::approvals::decision::Decision;
use crate::assess::approvals::faults::Guard;
use crate::assess::approvals::need::Leaf;
use crate::assess::approvals::need::Why;
use crate::assess::approvals::outgrown::difference;
use crate::assess::ruling::Fault;
use crate::assess::settings::Case;
use crate::assess::wording::Wording;
use crate::expr::show;
use crate::model::Approval;
use crate::model::Cover;
use crate::model::RoleId;
use crate::value::Moment;
use crate::value::Money;
use crate::value::Path;
use crate::value::Step;
use crate::value::Type;
use crate::value::Value;
use crate::value::builtin;
use crate::value::builtin::approvals;
use smallvec::smallvec;

/// The sentences about approvals: each names values, people and dates.
pub(super) struct Words<'a> {
    pub case: &'a Case<'a>,
    pub in_language: Wording,
    /// The approval's title.
    pub title: String,
    /// The move it guards: "Bid was entered on 2026-03-02".
    pub moved: String,
}

impl<'a> Words<'a> {
    pub fn of(case: &'a Case<'a>, approval: &Approval, guard: &Guard) -> Words<'a> {
        let in_language = Wording::of(case.settings.language);
        let stage = guard.stage.and_then(|stage| case.playbook.stage(stage));
        let stage = stage.map(|stage| stage.title.in_language(case.settings.language)).unwrap_or_default();
        let day = guard.moment.filter(|_| guard.moved).map(|moment| moment.to_string());
        let moved = match (guard.moved || guard.asked, guard.leaving, day) {
            (false, ..) => String::new(),
            (true, false, Some(day)) => {
                in_language.pick(format!("{stage} was entered on {day}"), format!("{day} 进入「{stage}」"))
            }
            (true, true, Some(day)) => {
                in_language.pick(format!("{stage} was left on {day}"), format!("{day} 离开「{stage}」"))
            }
            (true, false, None) => {
                in_language.pick(format!("entering {stage} requires it"), format!("进入「{stage}」须先通过"))
            }
            (true, true, None) => {
                in_language.pick(format!("leaving {stage} requires it"), format!("离开「{stage}」须先通过"))
            }
        };
        let title = approval.title.in_language(case.settings.language).to_owned();
        Words { case, in_language, title, moved }
    }

    pub fn pick(&self, english: String, chinese: String) -> String {
        match self.in_language {
            Wording::English => english,
            Wording::Chinese => spaced(&chinese),
        }
    }

    pub fn role(&self, role: RoleId) -> String {
        let role = self.case.playbook.role(role);
        role.map(|role| role.title.in_language(self.case.settings.language).to_owned()).unwrap_or_default()
    }

    /// The role's name, the same in every language: fingerprints hold it.
    pub fn name(&self, role: RoleId) -> String {
        self.case.playbook.role(role).map(|role| role.name.clone()).unwrap_or_default()
    }

    pub fn body(&self, decision: &Decision) -> String {
        let role = decision.role.map(|role| self.role(role)).unwrap_or_default();
        match (&decision.by, role.is_empty()) {
            (Some(by), false) => self.pick(format!("{role} ({by})"), format!("{role}({by})")),
            (Some(by), true) => by.clone(),
            (None, _) => role,
        }
    }

    fn day(&self, decision: &Decision) -> String {
        decision.at.map(|at| at.to_string()).unwrap_or_else(|| self.pick("?".to_owned(), "?".to_owned()))
    }

    /// "; Bid was entered on 2026-03-02", or nothing where no move is guarded.
    fn at_the_move(&self) -> String {
        if self.moved.is_empty() {
            String::new()
        } else {
            self.pick(format!("; {}", self.moved), format!(";{}", self.moved))
        }
    }

    fn because(&self, whys: &[Why]) -> String {
        let said = whys.iter().map(|why| {
            let Why { field, value, limit, beyond, .. } = why;
            match beyond {
                true => self.pick(
                    format!("`{field}` is {value} (limit {limit})"),
                    format!("`{field}` 为 {value}(权限 {limit})"),
                ),
                false => self.pick(format!("`{field}` is {value} ({limit})"), format!("`{field}` 为 {value}({limit})")),
            }
        });
        let said = said.collect::<Vec<String>>().join(&self.pick(", ".to_owned(), "、".to_owned()));
        if said.is_empty() { said } else { self.pick(format!(": {said}"), format!(":{said}")) }
    }

    pub fn missing(&self, leaf: &Leaf) -> Wrong {
        let (title, role) = (&self.title, self.role(leaf.role));
        let (moved, why) = (self.at_the_move(), self.because(&leaf.why));
        let mut fault = self.fault(
            self.pick(
                format!("{title} by {role} is missing{moved}{why}"),
                format!("缺少{title},须由{role}决策{moved}{why}"),
            ),
            Some(self.pick(format!("Ask {role} to decide"), format!("提交{role}决策"))),
        );
        fault.about = Some(self.name(leaf.role));
        fault.rests_on = vec![(smallvec![Step::Field(builtin::APPROVALS)], None)];
        fault.rests_on.extend(why_paths(&leaf.why));
        Wrong::fails(Kind::Missing, fault)
    }

    pub fn missing_count(&self, wanted: usize, leaves: &[Leaf]) -> Wrong {
        let roles = leaves.iter().map(|leaf| self.role(leaf.role)).collect::<Vec<String>>().join(", ");
        let (title, moved) = (&self.title, self.at_the_move());
        let why = leaves.first().map(|leaf| leaf.why.as_slice()).unwrap_or_default();
        let because = self.because(why);
        let mut fault = self.fault(
            self.pick(
                format!("{title} is missing, {wanted} of {roles} must decide{moved}{because}"),
                format!("缺少{title},{roles} 中须有 {wanted} 方决策{moved}{because}"),
            ),
            Some(self.pick(format!("Ask {wanted} of {roles} to decide"), format!("提交 {roles} 中 {wanted} 方决策"))),
        );
        fault.rests_on.extend(why_paths(why));
        Wrong::fails(Kind::Missing, fault)
    }

    pub fn nobody_may(&self, why: &[Why]) -> Wrong {
        let because = self.because(why);
        let title = &self.title;
        let mut fault = self.fault(
            self.pick(format!("nobody may decide {title}{because}"), format!("任何机构均无权决策{title}{because}")),
            Some(self.pick("Change the deal, or the authority".to_owned(), "调整商机条件或授权".to_owned())),
        );
        fault.rests_on = why_paths(why).collect();
        Wrong::fails(Kind::BelowAuthority, fault)
    }

    pub fn pending(&self, leaf: &Leaf, decision: &Decision) -> Wrong {
        let (title, role, moved) = (&self.title, self.role(leaf.role), self.at_the_move());
        let since = decision.requested_at.or(decision.at).map(|at| at.day().to_string());
        let since = since.map(|day| self.pick(format!(" since {day}"), format!("(自 {day})"))).unwrap_or_default();
        self.fails(
            Kind::Pending,
            decision,
            approvals::DECISION,
            self.pick(
                format!("{title} is pending with {role}{since}{moved}"),
                format!("{title}待{role}决策{since}{moved}"),
            ),
            Some(self.pick(format!("Ask {role} to decide"), format!("催办{role}决策"))),
        )
    }

    pub fn rejected(&self, decision: &Decision) -> Wrong {
        let (title, body, day, moved) = (&self.title, self.body(decision), self.day(decision), self.at_the_move());
        self.fails(
            Kind::Rejected,
            decision,
            approvals::DECISION,
            self.pick(
                format!("{title} was rejected by {body} on {day}{moved}"),
                format!("{title}于 {day} 被{body}否决{moved}"),
            ),
            Some(
                self.pick("Change the deal and ask again, or close it".to_owned(), "调整后重新提交,或关闭".to_owned()),
            ),
        )
    }

    pub fn below(&self, leaf: &Leaf, decision: &Decision, role: RoleId) -> Wrong {
        let (title, needed, got) = (&self.title, self.role(leaf.role), self.role(role));
        let (day, why) = (self.day(decision), self.because(&leaf.why));
        let by = decision.by.as_ref().map(|by| self.pick(format!(" ({by})"), format!("({by})"))).unwrap_or_default();
        let mut wrong = self.fails(
            Kind::BelowAuthority,
            decision,
            approvals::ROLE,
            self.pick(
                format!("{title} was decided by {got}{by} on {day}; {needed} must decide{why}"),
                format!("{title}于 {day} 由{got}{by}决策,应由{needed}决策{why}"),
            ),
            Some(self.pick(format!("Submit it to {needed}"), format!("提交{needed}复议"))),
        );
        wrong.fault.about = Some(self.name(leaf.role));
        wrong.fault.rests_on.extend(why_paths(&leaf.why));
        wrong
    }

    pub fn not_holder(&self, decision: &Decision, role: RoleId, by: &str, at: Moment) -> Wrong {
        let (title, role, day) = (&self.title, self.role(role), at.day());
        self.fails(
            Kind::Unauthorised,
            decision,
            approvals::BY,
            self.pick(
                format!("{by} decided {title} as {role} on {day}, and did not hold that role then"),
                format!("{by} 于 {day} 以{role}身份决策{title},当日并未担任该角色"),
            ),
            Some(self.pick(format!("Have a holder of {role} decide"), format!("由现任{role}重新决策"))),
        )
    }

    pub fn above_limit(&self, decision: &Decision, by: &str, of: &str, limit: Money, slot: usize) -> Wrong {
        let title = &self.title;
        let mut wrong = self.fails(
            Kind::Unauthorised,
            decision,
            approvals::BY,
            self.pick(
                format!("{by} decided {title} as deputy of {of}, who lent authority up to {limit} only"),
                format!("{by} 代 {of} 决策{title},代理权限仅至 {limit}"),
            ),
            Some(self.pick(format!("Have {of} decide"), format!("由 {of} 本人决策"))),
        );
        wrong.fault.rests_on.push((smallvec![Step::Field(slot)], Some(format!("<= {limit}"))));
        wrong
    }

    pub fn late(&self, decision: &Decision, at: Moment, moment: Moment) -> Wrong {
        let (title, body, moved) = (&self.title, self.body(decision), &self.moved);
        let days = (at.day() - moment.day()).num_days();
        let (english, chinese) = match days {
            0 => ("the same day".to_owned(), "当日稍晚".to_owned()),
            1 => ("1 day late".to_owned(), "晚 1 天".to_owned()),
            days => (format!("{days} days late"), format!("晚 {days} 天")),
        };
        self.fails(
            Kind::Late,
            decision,
            approvals::AT,
            self.pick(
                format!("{moved}, before {body} approved {title} ({at}, {english})"),
                format!("{moved},{body}于 {at} 才通过{title}({chinese})"),
            ),
            Some(self.pick(
                "This cannot be cured: state the reason and have the decision ratified; change no date".to_owned(),
                "无法补正:提交书面说明并追认,不得修改日期".to_owned(),
            )),
        )
    }

    pub fn expired(&self, decision: &Decision, end: Moment, moment: Moment) -> Wrong {
        let (title, day, moved, end_day) = (&self.title, self.day(decision), self.at_the_move(), end.day());
        let now = if self.moved.is_empty() {
            self.pick(format!("; today is {}", moment.day()), format!(";今日为 {}", moment.day()))
        } else {
            moved
        };
        self.fails(
            Kind::Expired,
            decision,
            approvals::AT,
            self.pick(
                format!("{title} of {day} held until {end_day}{now}"),
                format!("{day} 的{title}有效期至 {end_day}{now}"),
            ),
            Some(self.pick("Have it decided again".to_owned(), "重新决策".to_owned())),
        )
    }

    pub fn outgrown(
        &self,
        leaf: &Leaf,
        decision: &Decision,
        cover: &Cover,
        (then, now, ty): (&Value, &Value, &Type),
        [then_path, now_path]: [Path; 2],
    ) -> Wrong {
        let needed = self.role(leaf.role);
        let (title, body, day, name) = (&self.title, self.body(decision), self.day(decision), &cover.name);
        let off = difference(then, now, ty);
        let (then, now) = (show(then, ty), show(now, ty));
        let mut wrong = self.fails(
            Kind::Outgrown,
            decision,
            approvals::AT,
            self.pick(
                format!("`{name}` is {now}{off}; {body} approved {then} on {day} ({title})"),
                format!("`{name}` 为 {now}{off},{body}于 {day} 批准的是 {then}({title})"),
            ),
            Some(self.pick(
                format!("Go back to what was approved, or have {needed} decide again"),
                format!("恢复已批准的值,或由{needed}重新决策"),
            )),
        );
        wrong.fault.about = Some(name.clone());
        wrong.fault.rests_on = vec![
            (now_path, Some(self.pick(format!("{then} as approved"), format!("已批准的 {then}")))),
            (then_path, None),
        ];
        wrong
    }

    pub fn condition_open(&self, decision: &Decision, at: usize, said: &str, due: Option<chrono::NaiveDate>) -> Wrong {
        let title = &self.title;
        let quoted = if said.is_empty() { String::new() } else { format!(" \"{said}\"") };
        let due = due.map(|due| self.pick(format!(", due {due}"), format!(",应于 {due} 前"))).unwrap_or_default();
        let moved = self.at_the_move();
        let mut wrong = self.fails(
            Kind::ConditionOpen,
            decision,
            approvals::DECISION,
            self.pick(
                format!("the condition{quoted} of {title} is open{due}{moved}"),
                format!("{title}的条件{quoted}未关闭{due}{moved}"),
            ),
            Some(self.pick("Close it with evidence".to_owned(), "关闭条件并附证据".to_owned())),
        );
        wrong.fault.about = Some(format!("conditions[{at}]"));
        wrong.fault.rests_on = vec![(
            smallvec![
                Step::Field(builtin::APPROVALS),
                Step::Item(decision.item),
                Step::Field(approvals::CONDITIONS),
                Step::Item(at),
                Step::Field(builtin::conditions::DUE),
            ],
            None,
        )];
        wrong
    }

    pub fn out_of_order(&self, before: &Decision, after: &Decision) -> Wrong {
        let title = &self.title;
        let (first, second) = (self.body(before), self.body(after));
        let (first_day, second_day) = (self.day(before), self.day(after));
        self.fails(
            Kind::OutOfOrder,
            after,
            approvals::AT,
            self.pick(
                format!("{second} decided {title} on {second_day}, before {first} ({first_day})"),
                format!("{second}于 {second_day} 决策{title},早于{first}({first_day})"),
            ),
            Some(self.pick(format!("Have {second} confirm the decision"), format!("由{second}复核确认"))),
        )
    }

    pub fn fault(&self, message: String, fix: Option<String>) -> Fault {
        Fault { message, fix, ..Fault::default() }
    }

    pub fn fails(&self, kind: Kind, decision: &Decision, slot: usize, message: String, fix: Option<String>) -> Wrong {
        let mut fault = self.fault(message, fix);
        fault.about = decision.role.ok().map(|role| self.name(role));
        fault.rests_on = vec![(path(decision, slot), None)];
        Wrong::fails(kind, fault)
    }
}

pub(super) fn path(decision: &Decision, slot: usize) -> Path {
    smallvec![Step::Field(builtin::APPROVALS), Step::Item(decision.item), Step::Field(slot)]
}

fn why_paths(whys: &[Why]) -> impl Iterator<Item = (Path, Option<String>)> {
    whys.iter().flat_map(|why| why.paths.iter().map(|path| (path.clone(), Some(why.limit.clone()))))
}

/// A Chinese sentence with a blank between a Chinese letter and a Latin one or a digit: titles put into it may end in either.
fn spaced(text: &str) -> String {
    let is_chinese = |letter: char| ('\u{4e00}'..='\u{9fff}').contains(&letter);
    let mut out = String::with_capacity(text.len());
    let mut before = ' ';
    for letter in text.chars() {
        if (is_chinese(before) && letter.is_ascii_alphanumeric())
            || (before.is_ascii_alphanumeric() && is_chinese(letter))
        {
            out.push(' ');
        }
        out.push(letter);
        before = letter;
    }
    out
}
