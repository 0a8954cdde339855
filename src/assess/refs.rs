use std::sync::Arc;
use std::sync::OnceLock;

use crate::assess::CriterionRef;
use crate::assess::Settings;
use crate::assess::settings::Case;
use crate::assess::title::title_of_kind;
use crate::assess::wording::Wording;
use crate::model::Criterion;
use crate::model::CriterionId;
use crate::model::Owner;
use crate::model::Playbook;

/// What findings say of their criteria, put into words once for all deals of a run: of each criterion in general,
/// and of each kind for which it has clauses.
#[derive(Debug)]
pub(super) struct Refs {
    told: Vec<Vec<OnceLock<Told>>>,
    /// Which criteria the run asks for.
    asked: Vec<bool>,
    /// Whether findings are only counted, and nobody reads them.
    pub counts: bool,
}

/// What the findings of one criterion, and of one kind where that has clauses of its own, share.
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
    pub const NONE: Refs = Refs { told: Vec::new(), asked: Vec::new(), counts: false };

    /// Nothing told yet.
    pub fn new(playbook: &Playbook, settings: &Settings<'_>) -> Refs {
        let slots = |criterion: &Criterion| (0..=criterion.kinds.len()).map(|_| OnceLock::new()).collect();
        let told = playbook.criteria.iter().map(slots).collect();
        Refs { told, asked: playbook.criteria().map(|(id, _)| settings.asks(id)).collect(), counts: false }
    }

    /// Whether the run asks for a criterion.
    pub fn asks(&self, id: CriterionId, settings: &Settings<'_>) -> bool {
        let kept = usize::try_from(id.0).ok().and_then(|place| self.asked.get(place).copied());
        kept.unwrap_or_else(|| settings.asks(id))
    }

    /// What findings of a kind say of a criterion.
    pub fn of(&self, case: &Case<'_>, id: CriterionId, criterion: &Criterion, kind: &str) -> Told {
        let place = criterion.kinds.iter().position(|own| own.kind == kind).map_or(0, |place| place + 1);
        let kept = usize::try_from(id.0).ok().and_then(|criterion| self.told.get(criterion)?.get(place));
        let told = || Told::of(case, criterion, kind);
        kept.map_or_else(told, |kept| kept.get_or_init(told).clone())
    }
}

impl Told {
    fn of(case: &Case<'_>, criterion: &Criterion, kind: &str) -> Told {
        let language = case.settings.language;
        let author = criterion.fix_of(kind).map(|text| Arc::from(text.in_language(language)));
        let role = match criterion.owner_of(kind) {
            Owner::DealOwner => None,
            Owner::Role(role) => case.playbook.role(role).map(|role| Arc::from(role.title.in_language(language))),
        };
        Told {
            criterion: Arc::new(CriterionRef {
                name: criterion.name.clone(),
                title: title_of_kind(case.playbook, criterion, kind, language),
                because: criterion.because_of(kind).map(|text| text.in_language(language).to_owned()),
                policy: criterion.policy_of(kind).map(str::to_owned),
                tags: criterion.tags_of(kind).to_vec(),
                declared: criterion.declared.clone(),
                kind: criterion.of_kind(kind).map(|own| own.kind),
            }),
            fix: author.or_else(|| Wording::of(language).remedy(case.playbook, criterion).map(Arc::from)),
            role,
        }
    }
}
