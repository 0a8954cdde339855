use crate::assess::Kind;
use crate::assess::approvals::Wrong;
use crate::assess::approvals::decision::Decision;
use crate::assess::approvals::words::Words;
use crate::model::Owner;
use crate::model::Party;
use crate::value::Path;
use crate::value::builtin::approvals;

/// What is wrong with an approval by somebody who must not give it.
impl Words<'_> {
    /// Whom an approval is kept apart from.
    pub fn part(&self, barred: Party) -> String {
        match barred {
            Party::Of(Owner::DealOwner) => self.pick("the owner".to_owned(), "负责人".to_owned()),
            Party::Of(Owner::Role(role)) => self.role(role),
            Party::Requester => self.pick("the requester".to_owned(), "提请人".to_owned()),
        }
    }

    pub fn own(&self, decision: &Decision, barred: Party, by: &str, through: Option<&str>, path: Path) -> Wrong {
        let title = &self.title;
        let is = self.is_part(barred);
        let message = match through {
            None => {
                self.pick(format!("{title}: {by} approved it and {is}"), format!("{title}:由 {by} 审批,而 {by} {is}"))
            }
            Some(of) => self.pick(
                format!("{title}: {by} approved it as deputy of {of}, who {is}"),
                format!("{title}:由 {by} 代 {of} 审批,而 {of} {is}"),
            ),
        };
        self.not_theirs(decision, message, path)
    }

    pub fn below_the_line(&self, decision: &Decision, barred: Party, by: &str, person: &str, path: Path) -> Wrong {
        let (title, is) = (&self.title, self.is_part(barred));
        let message = match barred {
            Party::Requester => self.pick(
                format!("{title}: {by} approved it and reports to {person}, who {is}"),
                format!("{title}:由 {by} 审批,而 {by} 向提请人 {person} 汇报"),
            ),
            Party::Of(_) => {
                let part = self.part(barred);
                self.pick(
                    format!("{title}: {by} approved it and reports to {person}, who {is}"),
                    format!("{title}:由 {by} 审批,而 {by} 向本商机的{part} {person} 汇报"),
                )
            }
        };
        self.not_theirs(decision, message, path)
    }

    /// "is the owner of this deal", "asked for it"
    fn is_part(&self, barred: Party) -> String {
        let part = self.part(barred);
        match barred {
            Party::Requester => self.pick("asked for it".to_owned(), "是提请人".to_owned()),
            Party::Of(_) => self.pick(format!("is {part} of this deal"), format!("是本商机的{part}")),
        }
    }

    fn not_theirs(&self, decision: &Decision, message: String, path: Path) -> Wrong {
        let fix = self.pick("Have somebody else decide again".to_owned(), "由他人重新决策".to_owned());
        let mut wrong = self.fails(Kind::SelfApproved, decision, approvals::BY, message, Some(fix));
        wrong.fault.rests_on.push((path, None));
        wrong
    }
}
