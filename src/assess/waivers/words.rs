use chrono::NaiveDate;

use crate::assess::Settings;
use crate::assess::wording::Wording;
use crate::model::Waiver;
use crate::value::Duration;

/// The sentences about waivers.
pub(super) struct Words {
    language: Wording,
}

/// What is said of a waiver.
pub(super) struct Said {
    pub message: String,
    pub fix: String,
    /// What was asked of its last day.
    pub expected: Option<String>,
}

impl Words {
    pub fn of(settings: &Settings<'_>) -> Words {
        Words { language: Wording::of(settings.language) }
    }

    pub fn title(&self) -> String {
        self.pick("Waivers are in force, needed and allowed".to_owned(), "豁免有效、必要且合规".to_owned())
    }

    pub fn every_deal(&self) -> String {
        self.pick("(every deal)".to_owned(), "(所有商机)".to_owned())
    }

    pub fn expired(&self, waiver: &Waiver, today: NaiveDate, needed: bool) -> Said {
        let (target, until, by) = (&waiver.target, waiver.until, &waiver.by);
        let message = match needed {
            true => self.pick(
                format!("the waiver of `{target}` by {by} ended on {until}; what it covered still fails"),
                format!("{by} 对 `{target}` 的豁免已于 {until} 到期,所豁免的问题仍然存在"),
            ),
            false => self.pick(
                format!("the waiver of `{target}` by {by} ended on {until}; nothing needs it any more"),
                format!("{by} 对 `{target}` 的豁免已于 {until} 到期,且已无需豁免"),
            ),
        };
        let fix = match needed {
            true => self.pick(
                "Cure what it covered, or have it decided anew".to_owned(),
                "整改所豁免的问题,或重新申请豁免".to_owned(),
            ),
            false => self.remove(),
        };
        Said { message, fix, expected: Some(format!(">= {today}")) }
    }

    pub fn unused(&self, waiver: &Waiver, deal: Option<&str>, is_there: bool) -> Said {
        let (target, by) = (&waiver.target, &waiver.by);
        let message = match (deal, is_there) {
            (Some(id), false) => self.pick(
                format!("the waiver of `{target}` by {by} is for a deal that the data does not have: {id}"),
                format!("{by} 对 `{target}` 的豁免所指商机不在数据中:{id}"),
            ),
            (Some(_), true) => self.pick(
                format!("the waiver of `{target}` by {by} covers nothing: the deal does not fail it"),
                format!("{by} 对 `{target}` 的豁免无对应问题:该商机并未违反"),
            ),
            (None, _) => self.pick(
                format!("the waiver of `{target}` by {by} covers nothing: no deal that it is for fails"),
                format!("{by} 对 `{target}` 的豁免无对应问题:适用范围内没有商机违反"),
            ),
        };
        let fix = match is_there {
            true => self.remove(),
            false => self.pick("Correct the id, or remove the waiver".to_owned(), "更正编号,或删除该豁免".to_owned()),
        };
        Said { message, fix, expected: None }
    }

    pub fn too_long(&self, waiver: &Waiver, longest: Duration, last: NaiveDate) -> Said {
        let (target, until, by) = (&waiver.target, waiver.until, &waiver.by);
        let length = self.language.length(longest);
        let message = self.pick(
            format!("the waiver of `{target}` by {by} runs until {until}; {length} are allowed, until {last}"),
            format!("{by} 对 `{target}` 的豁免至 {until};最长 {length},即至 {last}"),
        );
        let fix = self.pick(format!("End it on {last} or earlier"), format!("将到期日改为不晚于 {last}"));
        Said { message, fix, expected: Some(format!("<= {last}")) }
    }

    pub fn unauthorised(&self, waiver: &Waiver, allowed: &[String]) -> Said {
        let (target, by, who) = (&waiver.target, &waiver.by, self.either(allowed));
        Said {
            message: self.pick(
                format!("`{target}` was waived by {by}; only {who} may decide that, so the waiver covers nothing"),
                format!("`{target}` 由 {by} 豁免;须由 {who} 决定,该豁免不生效"),
            ),
            fix: self.pick(format!("Have {who} decide it"), format!("由 {who} 重新决定")),
            expected: None,
        }
    }

    pub fn author_unknown(&self, waiver: &Waiver, allowed: &[String]) -> Said {
        let (target, by, who) = (&waiver.target, &waiver.by, self.either(allowed));
        Said {
            message: self.pick(
                format!("cannot tell whether {by}, who waived `{target}`, is {who}: no people are given"),
                format!("无法判断豁免 `{target}` 的 {by} 是否为 {who}:未提供人员数据"),
            ),
            fix: self.pick("Supply the people and their roles".to_owned(), "提供人员及其角色数据".to_owned()),
            expected: None,
        }
    }

    pub fn forbidden(&self, waiver: &Waiver) -> Said {
        let (target, by) = (&waiver.target, &waiver.by);
        Said {
            message: self.pick(
                format!("`{target}` was waived by {by}, and must never be waived; the waiver covers nothing"),
                format!("{by} 豁免了不得豁免的 `{target}`;该豁免不生效"),
            ),
            fix: self.remove(),
            expected: None,
        }
    }

    fn remove(&self) -> String {
        self.pick("Remove the waiver".to_owned(), "删除该豁免".to_owned())
    }

    fn either(&self, names: &[String]) -> String {
        match names.split_last() {
            Some((last, [])) => last.clone(),
            Some((last, rest)) => {
                self.pick(format!("{} or {last}", rest.join(", ")), format!("{} 或 {last}", rest.join("、")))
            }
            None => String::new(),
        }
    }

    fn pick(&self, english: String, chinese: String) -> String {
        self.language.pick(english, chinese)
    }
}
