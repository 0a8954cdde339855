//! A playbook laid over the one it extends: what it declares replaces what has the same name below.

use crate::diagnostic::Diagnostic;
use crate::diagnostic::did_you_mean;
use crate::lower::overlay_amend;
use crate::lower::overlay_approval;
use crate::lower::overlay_check;
use crate::lower::overlay_remove;
use crate::source::Span;
use crate::syntax;
use crate::syntax::Item;
use crate::syntax::Name;

/// The declarations of all layers as one file, and those of the layers below the top alone.
pub(super) struct Layered {
    pub whole: syntax::File,
    pub base: syntax::File,
    /// Where the top names the playbook that it extends.
    pub extended_at: Option<Span>,
}

/// Lays every layer over the one below; `None` where there is one layer only.
pub(super) fn layered(files: &[syntax::File], diagnostics: &mut Vec<Diagnostic>) -> Option<Layered> {
    let deepest = files.iter().map(|file| file.depth).max().filter(|depth| *depth > 0)?;
    let items = |depth: usize| files.iter().filter(move |file| file.depth == depth).flat_map(|file| &file.items);
    let mut below: Vec<Item> = items(deepest).cloned().collect();
    for depth in (1..deepest).rev() {
        below = laid(below, items(depth), diagnostics);
    }
    let extended_at = items(0).find_map(|item| match item {
        Item::Playbook(header) => header.extends.as_ref().map(|base| match base {
            syntax::Base::File(file) => file.span,
            syntax::Base::Shipped(name) => name.span,
        }),
        _ => None,
    });
    let file = |items: Vec<Item>| syntax::File { items, ..syntax::File::default() };
    let whole = laid(below.clone(), items(0), diagnostics);
    Some(Layered { whole: file(whole), base: file(below), extended_at })
}

/// One layer over what lies below it.
fn laid<'a>(
    mut below: Vec<Item>,
    own: impl Iterator<Item = &'a Item> + Clone,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Item> {
    // The tests of a playbook are about that playbook, and not about what others make of it.
    below.retain(|item| !matches!(item, Item::Test(_)));
    for (replaces, is) in WHOLE {
        if own.clone().any(is) {
            below.retain(|item| !replaces(item));
        }
    }
    let mut added: Vec<Item> = Vec::new();
    for item in own {
        match item {
            Item::Remove(remove) => {
                for path in &remove.names {
                    if !overlay_remove::remove(&mut below, path) {
                        diagnostics.push(nothing_to_remove(path, &below));
                    }
                }
            }
            Item::Amend(amend) => {
                for path in &amend.names {
                    diagnostics
                        .extend(overlay_amend::amend(&mut below, path, &amend.about).err().map(|problem| *problem));
                }
            }
            Item::Approval(approval) if overlay_approval::approval(&mut below, approval) => {}
            // One that names no moves says more of the checks of the flow below.
            Item::Flow(flow) if flow.chains.is_empty() => match flow_of(&mut below) {
                Some(base) => base.on = overlay_check::on_over(std::mem::take(&mut base.on), flow.on.clone()),
                None => added.push(item.clone()),
            },
            Item::Deal(deal) => added.push(Item::Deal(overlay_check::fields(&mut below, deal))),
            Item::Check(check) if overlay_check::check(&mut below, check) => {}
            Item::Playbook(header) => {
                let place = below.iter().position(|item| matches!(item, Item::Playbook(_)));
                match place.and_then(|at| below.get_mut(at)) {
                    Some(Item::Playbook(base)) => inherit(base, header),
                    _ => added.push(item.clone()),
                }
            }
            item => match below.iter_mut().find(|known| named_alike(known, item)) {
                Some(known) => *known = item.clone(),
                None => added.push(item.clone()),
            },
        }
    }
    below.extend(added);
    below
}

/// Declarations without a name: one in a layer replaces those below.
type Asks = fn(&Item) -> bool;
const WHOLE: [(Asks, Asks); 4] = [
    (|item| matches!(item, Item::Flow(_)), |item| matches!(item, Item::Flow(flow) if !flow.chains.is_empty())),
    (|item| matches!(item, Item::Rates(_)), |item| matches!(item, Item::Rates(_))),
    (|item| matches!(item, Item::Waivers(_)), |item| matches!(item, Item::Waivers(_))),
    (|item| matches!(item, Item::Health(_)), |item| matches!(item, Item::Health(_))),
];

fn flow_of(items: &mut [Item]) -> Option<&mut syntax::Flow> {
    items.iter_mut().find_map(|item| match item {
        Item::Flow(flow) => Some(flow),
        _ => None,
    })
}

/// The header of a layer, with what it does not say taken from the one below.
fn inherit(base: &mut syntax::Playbook, own: &syntax::Playbook) {
    *base = syntax::Playbook {
        currency: own.currency.clone().or(base.currency.take()),
        timezone: own.timezone.clone().or(base.timezone.take()),
        calendar: own.calendar.clone().or(base.calendar.take()),
        recorded_at_within: own.recorded_at_within.clone().or(base.recorded_at_within.take()),
        ..own.clone()
    };
}

fn named_alike(a: &Item, b: &Item) -> bool {
    match (name_of(a), name_of(b)) {
        (Some((kind, name)), Some((other, second))) => kind == other && name.value == second.value,
        _ => false,
    }
}

/// What a declaration is, and its name.
fn name_of(item: &Item) -> Option<(&'static str, &Name)> {
    Some(match item {
        Item::Calendar(item) => ("calendar", &item.name),
        Item::Role(item) => ("role", &item.name),
        Item::Stage(item) => ("stage", &item.name),
        Item::Authority(item) => ("authority", &item.name),
        Item::Source(item) => ("source", &item.name),
        Item::Score(item) => ("score", &item.name),
        Item::Figure(item) => ("figure", &item.name),
        _ => return None,
    })
}

fn nothing_to_remove(path: &syntax::Path, below: &[Item]) -> Diagnostic {
    let known = overlay_remove::names(below);
    let near = did_you_mean(&path.text(), known.iter().map(String::as_str));
    let help = near.map_or_else(
        || "name a check, an approval, or a requirement as reports do: `bid.entry.amount`".to_owned(),
        |near| format!("did you mean `{near}`?"),
    );
    Diagnostic::error("lower/nothing-to-remove", format!("the playbook below has no `{}`", path.text()))
        .at(path.span, "not there")
        .help(help)
}
