use crate::assess::wording::Wording;
use crate::model::Length;
use crate::model::Playbook;
use crate::model::StageId;
use crate::value::Gap;

/// What is said of lengths that hang on the deal.
impl Wording {
    /// What the limit of a stay asks.
    pub fn at_most(self, stage: &str, limit: &Length) -> String {
        match (limit.fixed(), limit) {
            (Some(limit), _) => self
                .pick(format!("At most {limit} in {stage}"), format!("「{stage}」阶段不超过 {}", self.length(limit))),
            (None, Length::Computed(computed)) => self.pick(
                format!("At most `{}` in {stage}", computed.name),
                format!("「{stage}」阶段不超过 `{}`", computed.name),
            ),
            (None, _) => self
                .pick(format!("No longer in {stage} than its table allows"), format!("「{stage}」阶段不超过其时限表")),
        }
    }

    /// What the limit of a stay hangs on is not known.
    pub fn limit_unknown(self, playbook: &Playbook, stage: StageId, gaps: &[(String, Gap)]) -> String {
        let (stage, why) = (self.stage(playbook, stage), self.gaps(gaps));
        self.pick(
            format!("cannot tell how long a deal may stay in {stage}: {why}"),
            format!("无法判断「{stage}」阶段可停留多久:{why}"),
        )
    }
}
