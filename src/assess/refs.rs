use std::sync::Arc;
use std::sync::OnceLock;

use crate::assess::CriterionRef;
use crate::assess::settings::Case;
use crate::assess::title::title_of;
use crate::assess::wording::Wording;
use crate::model::Criterion;
use crate::model::CriterionId;
use crate::model::Owner;
use crate::model::Playbook;

/// What findings say of their criteria, put into words once for all deals of a run.
#[derive(Debug)]
pub(super) struct Refs(Vec<OnceLock<Told>>);

/// What the findings of one criterion share.
#[derive(Clone, Debug)]
pub(super) struct Told {
    pub criterion: Arc<CriterionRef>,
    /// What to do where it fails, in the author's words or else in ours.
    pub fix: Option<Arc<str>>,
    /// The role that acts; `None` where the deal's owner does.
    pub role: Option<Arc<str>>,
}

impl Refs {
    /// Nothing is kept.
    pub const NONE: Refs = Refs(Vec::new());

    /// Nothing told yet.
    pub fn new(playbook: &Playbook) -> Refs {
        Refs(playbook.criteria.iter().map(|_| OnceLock::new()).collect())
    }

    /// What findings say of a criterion.
    pub fn of(&self, case: &Case<'_>, id: CriterionId, criterion: &Criterion) -> Told {
        let kept = usize::try_from(id.0).ok().and_then(|place| self.0.get(place));
        kept.map_or_else(|| Told::of(case, criterion), |told| told.get_or_init(|| Told::of(case, criterion)).clone())
    }
}

impl Told {
    fn of(case: &Case<'_>, criterion: &Criterion) -> Told {
        let language = case.settings.language;
        let author = criterion.fix.as_ref().map(|text| Arc::from(text.in_language(language)));
        let role = match criterion.owner {
            Owner::DealOwner => None,
            Owner::Role(role) => case.playbook.role(role).map(|role| Arc::from(role.title.in_language(language))),
        };
        Told {
            criterion: Arc::new(CriterionRef {
                name: criterion.name.clone(),
                title: title_of(case.playbook, criterion, language),
                because: criterion.because.as_ref().map(|text| text.in_language(language).to_owned()),
                policy: criterion.policy.clone(),
                tags: criterion.tags.clone(),
                declared: criterion.declared.clone(),
            }),
            fix: author.or_else(|| Wording::of(language).remedy(case.playbook, criterion).map(Arc::from)),
            role,
        }
    }
}
