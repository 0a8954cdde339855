//! `amend`: clauses of a layer for what the playbook below asks, by the names that reports give it.

use crate::diagnostic::Diagnostic;
use crate::diagnostic::did_you_mean;
use crate::lower::overlay_check::about_over;
use crate::lower::overlay_remove::names;
use crate::lower::overlay_remove::word;
use crate::source::Span;
use crate::syntax::About;
use crate::syntax::Criterion;
use crate::syntax::Item;
use crate::syntax::Name;
use crate::syntax::Needs;
use crate::syntax::Path;
use crate::syntax::Require;
use crate::syntax::Required;
use crate::syntax::Stage;
use crate::syntax::Title;

/// Lays clauses over those of a check, an approval, a requirement or the limit of a stay; the problem where there is none of the name.
pub(super) fn amend(below: &mut [Item], path: &Path, about: &About) -> Result<(), Box<Diagnostic>> {
    let named = Named { text: path.text(), span: path.span, about };
    for item in below.iter_mut() {
        let found = match item {
            Item::Check(check) => named.declared(&mut check.name, &mut check.title, &mut check.about),
            Item::Approval(approval) => named.declared(&mut approval.name, &mut approval.title, &mut approval.about),
            Item::Stage(stage) => named.of_stage(stage),
            _ => false,
        };
        if found {
            return Ok(());
        }
    }
    Err(Box::new(nothing_to_amend(path, below)))
}

/// What is amended, and how.
struct Named<'a> {
    text: String,
    span: Span,
    about: &'a About,
}

impl Named<'_> {
    /// A check or an approval, whose title stands in its head.
    fn declared(&self, name: &mut Name, title: &mut Option<Title>, about: &mut About) -> bool {
        if name.value != self.text {
            return false;
        }
        name.span = self.span;
        self.lay(about);
        *title = about.title.take().or(title.take());
        true
    }

    fn lay(&self, about: &mut About) {
        *about = about_over(std::mem::take(about), self.about.clone());
    }

    fn laid(&self, about: &About) -> About {
        about_over(about.clone(), self.about.clone())
    }

    fn of_stage(&self, stage: &mut Stage) -> bool {
        let own = format!("{}.", stage.name.value);
        let rest = self.text.strip_prefix(&own);
        if rest == Some("at_most")
            && let Some(limit) = &mut stage.at_most
        {
            limit.span = self.span;
            self.lay(&mut limit.about);
            return true;
        }
        if let Some(role) = rest.and_then(|rest| rest.strip_prefix("needs.")) {
            return self.of_needs(&mut stage.needs, role);
        }
        for block in &mut stage.blocks {
            let wanted = rest.and_then(|rest| rest.strip_prefix(word(block.kind))?.strip_prefix('.'));
            let criteria = std::mem::take(&mut block.criteria);
            let mut found = false;
            for mut criterion in criteria {
                let split = match &mut criterion {
                    Criterion::Check(check) => {
                        found |= self.declared(&mut check.name, &mut check.title, &mut check.about);
                        None
                    }
                    Criterion::Require(require) => wanted.and_then(|wanted| self.of_require(require, wanted)),
                    Criterion::Broken(_) => None,
                };
                found |= split.is_some();
                match split {
                    Some(parts) => {
                        block.criteria.extend(parts.into_iter().map(|part| Criterion::Require(Box::new(part))));
                    }
                    None => block.criteria.push(criterion),
                }
            }
            if found {
                return true;
            }
        }
        false
    }

    /// Of several roles that are needed together one gets clauses of its own.
    fn of_needs(&self, needs: &mut Vec<Needs>, role: &str) -> bool {
        let place = needs.iter().position(|needs| needs.roles.iter().any(|known| known.value == role));
        let Some(place) = place else { return false };
        let whole = needs.remove(place);
        let parts = whole.roles.iter().map(|known| match known.value == role {
            true => Needs { roles: vec![Name::new(known.value.clone(), self.span)], about: self.laid(&whole.about) },
            false => Needs { roles: vec![known.clone()], about: whole.about.clone() },
        });
        let parts: Vec<Needs> = parts.collect();
        needs.splice(place..place, parts);
        true
    }

    /// Of several things that are required together one gets clauses of its own; `None` where it is not among them.
    fn of_require(&self, require: &Require, wanted: &str) -> Option<Vec<Require>> {
        let part = |what: Required, is_meant: bool| Require {
            what,
            about: if is_meant { self.laid(&require.about) } else { require.about.clone() },
            span: require.span,
        };
        match &require.what {
            Required::Fields(paths) if paths.iter().any(|path| path.text() == wanted) => {
                let parts = paths.iter().map(|path| match path.text() == wanted {
                    true => part(Required::Fields(vec![Path { span: self.span, ..path.clone() }]), true),
                    false => part(Required::Fields(vec![path.clone()]), false),
                });
                Some(parts.collect())
            }
            Required::Roles(roles) if roles.iter().any(|role| role.value == wanted) => {
                let parts = roles.iter().map(|role| match role.value == wanted {
                    true => part(Required::Roles(vec![Name::new(role.value.clone(), self.span)]), true),
                    false => part(Required::Roles(vec![role.clone()]), false),
                });
                Some(parts.collect())
            }
            _ => None,
        }
    }
}

fn nothing_to_amend(path: &Path, below: &[Item]) -> Diagnostic {
    let known = names(below);
    let near = did_you_mean(&path.text(), known.iter().map(String::as_str));
    let help = match (approval_at_gate(path, below), near) {
        (Some(own), _) => format!("an approval is amended for every gate: write `{own}`"),
        (None, Some(near)) => format!("did you mean `{near}`?"),
        (None, None) => "name a check, an approval, or a requirement as reports do: `bid.entry.amount`".to_owned(),
    };
    Diagnostic::error("lower/nothing-to-amend", format!("the playbook below has no `{}`", path.text()))
        .at(path.span, "not there")
        .help(help)
}

/// The approval that `bid.entry.ATB` requires.
fn approval_at_gate(path: &Path, below: &[Item]) -> Option<String> {
    let last = path.parts.last().filter(|_| path.parts.len() > 1)?;
    let is_approval = |item: &Item| matches!(item, Item::Approval(approval) if approval.name.value == last.value);
    below.iter().any(is_approval).then(|| last.value.clone())
}
