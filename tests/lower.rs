//! Resolving playbooks: every fixture gives the recorded playbook or the recorded problems.

use std::fmt::Write;
use std::fs;

use tollgate::diagnostic::Diagnostic;
use tollgate::expr::Modules;
use tollgate::lower::lower;
use tollgate::model::Criterion;
use tollgate::model::Outcome;
use tollgate::model::Owner;
use tollgate::model::Place;
use tollgate::model::Playbook;
use tollgate::model::Rule;
use tollgate::model::StageId;
use tollgate::source::Sources;
use tollgate::syntax;
use tollgate::value::RecordType;
use tollgate::value::Type;
use tollgate::value::mapping::SourceMap;

use crate::problems::problems;

#[test]
fn good() {
    insta::glob!("fixtures/lower/good/*.playbook", |path| {
        let text = fs::read_to_string(path).unwrap();
        let (sources, playbook, diagnostics) = resolve(&text);
        assert_eq!(problems(&sources, &diagnostics), "");
        insta::with_settings!({ description => text.trim_end(), omit_expression => true }, {
            insta::assert_snapshot!(shown(&playbook.unwrap()));
        });
    });
}

#[test]
fn bad() {
    insta::glob!("fixtures/lower/bad/*.playbook", |path| {
        let text = fs::read_to_string(path).unwrap();
        let (sources, _, diagnostics) = resolve(&text);
        insta::with_settings!({ description => text.trim_end(), omit_expression => true }, {
            insta::assert_snapshot!(problems(&sources, &diagnostics));
        });
    });
}

/// Every damaged playbook of `syntax` is resolved as far as it goes, and nothing falls over.
#[test]
fn damaged_playbooks_are_resolved() {
    for folder in ["tests/fixtures/syntax/bad", "tests/fixtures/syntax/good"] {
        for entry in fs::read_dir(folder).unwrap() {
            let text = fs::read_to_string(entry.unwrap().path()).unwrap();
            resolve(&text);
            for end in (0..text.len()).filter(|end| text.is_char_boundary(*end)).step_by(61) {
                resolve(&text[..end]);
            }
        }
    }
}

/// Reads and resolves one text; the problems of both.
fn resolve(text: &str) -> (Sources, Option<Playbook>, Vec<Diagnostic>) {
    let mut sources = Sources::default();
    let file = sources.add("a.playbook", text);
    let parsed = syntax::parse(&sources, file);
    let lowered = lower(&sources, &[parsed.tree], Modules::default());
    let mut diagnostics = parsed.diagnostics;
    diagnostics.extend(lowered.diagnostics);
    (sources, lowered.value, diagnostics)
}

fn shown(playbook: &Playbook) -> String {
    let mut out = String::new();
    let text = &mut out;
    writeln!(text, "playbook {} {:?}", playbook.name, playbook.title).unwrap();
    writeln!(text, "  {:?} {:?} {}", playbook.version, playbook.currency, playbook.zone).unwrap();
    let calendar = &playbook.calendar;
    writeln!(text, "  weekend {:?}, {} holidays", calendar.weekend, calendar.holidays.len()).unwrap();
    for role in &playbook.roles {
        writeln!(text, "role {} {:?}", role.name, role.title).unwrap();
    }
    for field in playbook.schema.deal.fields.iter().skip(tollgate::value::builtin::COUNT) {
        writeln!(text, "field {}: {}", field.name, ty(&field.ty)).unwrap();
    }
    for stage in &playbook.stages {
        let outcome = match stage.outcome {
            Some(Outcome::Won) => "won",
            Some(Outcome::Lost) => "lost",
            None => "open",
        };
        writeln!(text, "stage {} {:?} {outcome}", stage.name, stage.title).unwrap();
    }
    let names = |ids: &[StageId]| ids.iter().map(|id| name(playbook, *id)).collect::<Vec<&str>>().join(" ");
    writeln!(text, "main line: {}", names(&playbook.flow.main)).unwrap();
    for step in &playbook.flow.moves {
        writeln!(text, "move {} -> {}", name(playbook, step.from), name(playbook, step.to)).unwrap();
    }
    for criterion in &playbook.criteria {
        criterion_shown(text, playbook, criterion);
    }
    for source in &playbook.sources {
        source_shown(text, source);
    }
    out
}

fn name(playbook: &Playbook, id: StageId) -> &str {
    playbook.stage(id).map_or("?", |stage| &stage.name)
}

fn criterion_shown(text: &mut String, playbook: &Playbook, criterion: &Criterion) {
    let of = |id: &StageId| name(playbook, *id).to_owned();
    let place = match &criterion.place {
        Place::Entry(id) => format!("entering {}", of(id)),
        Place::During(id) => format!("during {}", of(id)),
        Place::Exit(id) => format!("leaving {}", of(id)),
        Place::Whole(id) => format!("all through {}", of(id)),
        Place::Stages(ids) => format!("in {}", ids.iter().map(of).collect::<Vec<String>>().join(", ")),
    };
    let role = |id: tollgate::model::RoleId| playbook.role(id).map_or("?", |role| &role.name);
    let rule = match &criterion.rule {
        Rule::Filled(slots, path) => format!("filled {path} {slots:?}"),
        Rule::Staffed(id) => format!("staffed {}", role(*id)),
        Rule::Holds(expr) => format!("holds `{}`: {}", expr.text(), ty(expr.ty())),
        Rule::AtMost(id, length) => format!("at most {length} in {}", of(id)),
    };
    let owner = match criterion.owner {
        Owner::DealOwner => "owner",
        Owner::Role(id) => role(id),
    };
    writeln!(text, "{} ({} line {}): {place}: {rule}", criterion.name, criterion.severity, criterion.declared.line)
        .unwrap();
    if let Some(each) = &criterion.each {
        writeln!(text, "  for {} in `{}`", each.name, each.list.text()).unwrap();
    }
    if let Some(when) = &criterion.when {
        writeln!(text, "  when `{}`", when.text()).unwrap();
    }
    if let Some(title) = &criterion.title {
        writeln!(text, "  {title:?}").unwrap();
    }
    if let Some(message) = &criterion.message {
        let places = |template: &tollgate::expr::Template| {
            template.expressions().map(|expr| expr.text().to_owned()).collect::<Vec<String>>()
        };
        writeln!(text, "  message {:?}", places(&message.text)).unwrap();
        for (language, template) in &message.translations {
            writeln!(text, "  message {language} {:?}", places(template)).unwrap();
        }
    }
    writeln!(
        text,
        "  {owner}, due {}, {:?} {:?} {:?} {:?} {:?} {:?}",
        criterion.due.map_or_else(|| "any time".to_owned(), |due| due.to_string()),
        criterion.policy,
        criterion.tags,
        criterion.from,
        criterion.until,
        criterion.because.as_ref().map(|because| &because.text),
        criterion.fix.as_ref().map(|fix| &fix.text),
    )
    .unwrap();
}

fn source_shown(text: &mut String, source: &SourceMap) {
    writeln!(text, "source {} {:?}", source.name, source.title).unwrap();
    for table in &source.tables {
        writeln!(text, "  {:?} from {} under {:?}", table.target, table.file.value, table.under).unwrap();
        if let Some(join) = &table.join {
            let deals = join.deals_column.as_ref().map_or("the id", |column| &column.value);
            writeln!(text, "    on {} = {deals} reading {:?}", join.column.value, join.reading).unwrap();
        }
        for column in &table.columns {
            let unit = column.unit.map(|unit| format!("{} {:?}", unit.factor, unit.currency));
            writeln!(
                text,
                "    {} {:?}: {} = {} {:?} {unit:?} {:?}",
                column.field,
                column.slots,
                ty(&column.ty),
                column.column.value,
                column.formats,
                column.labels,
            )
            .unwrap();
        }
    }
}

fn ty(ty: &Type) -> String {
    let fields = |record: &RecordType| {
        let fields = record.fields.iter().map(|field| format!("{}: {}", field.name, self::ty(&field.ty)));
        fields.collect::<Vec<String>>().join(", ")
    };
    match ty {
        Type::Record(record) => format!("{{ {} }}", fields(record)),
        Type::List(item) => format!("list of {}", self::ty(item)),
        other => other.to_string(),
    }
}
