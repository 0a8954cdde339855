use crate::assess::Kind;
use crate::assess::approvals::Wrong;
use crate::assess::approvals::decision::Decision;
use crate::assess::approvals::words::Words;
use crate::model::Owner;
use crate::value::Path;
use crate::value::builtin::approvals;

/// What is wrong with an approval by somebody who must not give it.
impl Words<'_> {
    pub fn own(&self, decision: &Decision, barred: Owner, by: &str, through: Option<&str>, path: Path) -> Wrong {
        let (title, part) = (&self.title, self.part(barred));
        let message = match through {
            None => self.pick(
                format!("{title}: {by} approved it and is {part} of this deal"),
                format!("{title}:由 {by} 审批,而 {by} 是本商机的{part}"),
            ),
            Some(of) => self.pick(
                format!("{title}: {by} approved it as deputy of {of}, who is {part} of this deal"),
                format!("{title}:由 {by} 代 {of} 审批,而 {of} 是本商机的{part}"),
            ),
        };
        self.not_theirs(decision, message, path)
    }

    pub fn below_the_line(&self, decision: &Decision, barred: Owner, by: &str, person: &str, path: Path) -> Wrong {
        let (title, part) = (&self.title, self.part(barred));
        let message = self.pick(
            format!("{title}: {by} approved it and reports to {person}, who is {part} of this deal"),
            format!("{title}:由 {by} 审批,而 {by} 向本商机的{part} {person} 汇报"),
        );
        self.not_theirs(decision, message, path)
    }

    fn not_theirs(&self, decision: &Decision, message: String, path: Path) -> Wrong {
        let fix = self.pick("Have somebody else decide again".to_owned(), "由他人重新决策".to_owned());
        let mut wrong = self.fails(Kind::SelfApproved, decision, approvals::BY, message, Some(fix));
        wrong.fault.rests_on.push((path, None));
        wrong
    }
}
