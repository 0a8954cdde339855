//! Turns the syntax tree into the resolved playbook.
//!
//! In: trees of all files, the texts of the modules. Out: a [`Playbook`], as far as it can be built, and every problem met.
//! Not here: reading files (`workspace`), the inside of conditions (`expr`), opinions on style (`lint`).
//! Start reading at [`lower`].

mod approval_names;
mod approvals;
mod authorities;
mod calendar;
mod cells;
mod checks;
mod collect;
mod column;
mod computed;
mod extension;
mod figure_parts;
mod figures;
mod fitted;
mod flow;
mod health;
mod history;
mod kinds;
mod known;
mod lengths;
mod overlay;
mod overlay_amend;
mod overlay_approval;
mod overlay_check;
mod overlay_remove;
mod rates;
mod requires;
mod schema;
mod source_map;
mod stages;
mod strange;
mod tables;
mod target;
mod tests;
mod text;
mod unjudged;
mod waivers;

pub use fitted::fitted;

use chrono_tz::Tz;

use crate::diagnostic::Checked;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::did_you_mean;
use crate::expr::Modules;
use crate::expr::Scope;
use crate::lower::collect::Collected;
use crate::lower::known::Known;
use crate::model::Playbook;
use crate::source::FileId;
use crate::source::Sources;
use crate::syntax;
use crate::value::Calendar;

/// Resolves a playbook from the trees of all its files, the main file's last.
///
/// There is no value when the header is missing; other errors leave a playbook that lacks the wrong parts.
pub fn lower(sources: &Sources, files: &[syntax::File], modules: &[FileId]) -> Checked<Playbook> {
    let mut diagnostics = Vec::new();
    let layers = overlay::layered(files, &mut diagnostics);
    let parts = match &layers {
        Some(layers) => collect::collect(std::slice::from_ref(&layers.whole), &mut diagnostics),
        None => collect::collect(files, &mut diagnostics),
    };
    let mut value = playbook(sources, &parts, modules, &mut diagnostics);
    if let (Some(layers), Some(own)) = (&layers, &mut value) {
        extension::compare(sources, layers, modules, own, &mut diagnostics);
    }
    diagnostics.sort_by_key(Diagnostic::span);
    Checked { value, diagnostics }
}

fn playbook(
    sources: &Sources,
    parts: &Collected<'_>,
    modules: &[FileId],
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Playbook> {
    let header = parts.header?;
    let zone = zone(header, diagnostics);
    let calendar = calendar::calendar(header, parts, zone, diagnostics);
    // Scripts count working days by the playbook's calendar.
    let modules = compile(sources, modules, &calendar, diagnostics);
    let names = flow::names(parts);
    let schema = schema::schema(names, parts, diagnostics);
    let currency = header.currency.as_ref().map(|currency| currency.value);
    let (mut lets, scores) = computed::computed(sources, parts, &schema, &modules, currency, diagnostics);
    let scope = Scope { schema: &schema, lets: &lets, modules: &modules, locals: &[], currency };
    let (figures, fields) = figures::figures(sources, parts, &scope, diagnostics);
    let of_deals = parts.figures.iter().filter(|written| written.each.is_none());
    for written in of_deals.filter(|written| figures.iter().all(|it| it.name != written.name.value)) {
        lets.add_broken(written.name.value.clone());
    }
    let schema = schema.with_figures(fields.into_iter());
    let known = Known { sources, parts, schema: &schema, lets: &lets, modules: &modules, currency };
    let roles = stages::roles(parts);
    let stages = stages::stages(&known);
    let flow = flow::flow(&known, diagnostics);
    let criteria = stages::criteria(&known, &flow, &stages, diagnostics);
    let maps = source_map::sources(&known, diagnostics);
    Some(Playbook {
        name: header.name.value.clone(),
        title: text::title(header.title.as_ref(), &header.name),
        version: header.version.as_ref().map(|version| version.value.clone()),
        currency,
        zone,
        calendar,
        roles,
        stages,
        flow,
        approvals: approvals::approvals(&known, diagnostics),
        authorities: authorities::authorities(&known, diagnostics),
        waivers: waivers::waivers(&known, &criteria, diagnostics),
        waiver_policy: waivers::policy(&known, diagnostics),
        tests: tests::tests(&known, &criteria, zone, diagnostics),
        survivors: tests::survivors(parts, diagnostics),
        recorded_within: header.recorded_at_within.as_ref().map(|within| within.value),
        rates: rates::rates(parts, diagnostics),
        health: health::health(&known, diagnostics),
        criteria,
        sources: maps,
        schema,
        lets,
        scores,
        figures,
        extends: None,
        modules,
    })
}

fn compile(sources: &Sources, files: &[FileId], calendar: &Calendar, diagnostics: &mut Vec<Diagnostic>) -> Modules {
    let mut modules = Modules::new(calendar.clone());
    for file in files {
        diagnostics.extend(modules.compile(sources, *file));
    }
    modules
}

fn zone(header: &syntax::Playbook, diagnostics: &mut Vec<Diagnostic>) -> Tz {
    let Some(written) = &header.timezone else { return Tz::UTC };
    written.value.parse().unwrap_or_else(|_| {
        let near = did_you_mean(&written.value, chrono_tz::TZ_VARIANTS.iter().map(|zone| zone.name()));
        let help = near.map_or_else(
            || "write it as the IANA database does: `Asia/Shanghai`, `Europe/Berlin`".to_owned(),
            |near| format!("did you mean `{near}`?"),
        );
        let message = format!("no time zone is named `{}`", written.value);
        diagnostics.push(Diagnostic::error("lower/unknown-timezone", message).at(written.span, "not known").help(help));
        Tz::UTC
    })
}
