//! Checks and fields of a layer, laid over those of the same name below.

use crate::syntax;
use crate::syntax::About;
use crate::syntax::Body;
use crate::syntax::Check;
use crate::syntax::Criterion;
use crate::syntax::Item;
use crate::syntax::OnKind;

/// Lays a check over the one of its name, at the top or in a stage; `false` where there is none.
///
/// What it does not say stays as it is below.
pub(super) fn check(below: &mut [Item], own: &Check) -> bool {
    for item in below {
        match item {
            Item::Check(known) if known.name.value == own.name.value => {
                *known = over(known, own);
                return true;
            }
            Item::Stage(stage) => {
                let criteria = stage.blocks.iter_mut().flat_map(|block| &mut block.criteria);
                for criterion in criteria {
                    if let Criterion::Check(known) = criterion
                        && known.name.value == own.name.value
                    {
                        **known = over(known, own);
                        return true;
                    }
                }
            }
            _ => {}
        }
    }
    false
}

fn over(base: &Check, own: &Check) -> Check {
    let (base, own) = (base.clone(), own.clone());
    // A condition of its own is about its own elements.
    let each = if own.that.is_some() { own.each } else { own.each.or(base.each) };
    Check {
        name: own.name,
        title: own.title.or(base.title),
        body: if own.that.is_some() { own.body } else { Body::Block },
        that: own.that.or(base.that),
        broken: own.broken || base.broken,
        when: own.when.or(base.when),
        each,
        during: if own.during.is_empty() { base.during } else { own.during },
        about: about_over(base.about, own.about),
        span: own.span,
    }
}

/// What each of the kinds says that either of them speaks of.
pub(super) fn on_over(base: Vec<OnKind>, own: Vec<OnKind>) -> Vec<OnKind> {
    let each = |on: &OnKind| {
        let alone = |kind: &syntax::Name| OnKind { kinds: vec![kind.clone()], ..on.clone() };
        on.kinds.iter().map(alone).collect::<Vec<OnKind>>()
    };
    let mut laid: Vec<OnKind> = base.iter().flat_map(each).collect();
    // A kind that one layer speaks of twice is told where its clauses are read.
    let below = laid.len();
    for own in own.iter().flat_map(each) {
        let kind = |known: &OnKind| known.kinds.first().map(|kind| kind.value.clone());
        match laid.iter_mut().take(below).find(|known| kind(known) == kind(&own)) {
            Some(known) => *known = OnKind { about: about_over(known.about.clone(), own.about.clone()), ..own },
            None => laid.push(own),
        }
    }
    laid
}

/// The clauses of a layer over those below.
pub(super) fn about_over(base: About, own: About) -> About {
    About {
        title: own.title.or(base.title),
        severity: own.severity.or(base.severity),
        message: own.message.or(base.message),
        because: own.because.or(base.because),
        fix: own.fix.or(base.fix),
        owner: own.owner.or(base.owner),
        due: own.due.or(base.due),
        policy: own.policy.or(base.policy),
        from: own.from.or(base.from),
        until: own.until.or(base.until),
        never_waive: own.never_waive.or(base.never_waive),
        never_loosen: own.never_loosen.or(base.never_loosen),
        tags: if own.tags.is_empty() { base.tags } else { own.tags },
        on: on_over(base.on, own.on),
    }
}

/// Fields and computed fields of a layer take the place of their namesakes; what is new is returned.
pub(super) fn fields(below: &mut [Item], own: &syntax::Deal) -> syntax::Deal {
    let mut new = own.clone();
    let deals = below.iter_mut().filter_map(|item| match item {
        Item::Deal(deal) => Some(deal),
        _ => None,
    });
    for deal in deals {
        // A field may become a computed one, and the other way round.
        deal.fields.retain(|known| own.lets.iter().all(|computed| computed.name.value != known.name.value));
        deal.lets.retain(|known| own.fields.iter().all(|field| field.name.value != known.name.value));
        for known in &mut deal.fields {
            if let Some(at) = new.fields.iter().position(|field| field.name.value == known.name.value) {
                *known = new.fields.remove(at);
            }
        }
        for known in &mut deal.lets {
            if let Some(at) = new.lets.iter().position(|computed| computed.name.value == known.name.value) {
                *known = new.lets.remove(at);
            }
        }
    }
    new
}
