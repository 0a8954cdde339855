//! Lowering: every fixture gives the recorded criteria, or the recorded problems.

use std::fs;
use std::path::Path;

use tollgate::lower::lower;
use tollgate::model::Criterion;
use tollgate::model::Playbook;
use tollgate::report::Style;
use tollgate::report::diagnostics;
use tollgate::source::Sources;
use tollgate::syntax;
use tollgate::value::mapping::FirstOf;
use tollgate::value::mapping::Need;
use tollgate::value::mapping::Others;
use tollgate::value::mapping::SourceMap;
use tollgate::workspace::DiskTexts;
use tollgate::workspace::Loaded;
use tollgate::workspace::load;

#[test]
fn good() {
    insta::glob!("fixtures/lower/good/*.playbook", |path| {
        let loaded = load_fixture(path);
        assert_eq!(problems(&loaded), "", "{}", path.display());
        snapshot(path, &described(loaded.playbook.as_ref().unwrap()));
    });
}

#[test]
fn bad() {
    insta::glob!("fixtures/lower/bad/*.playbook", |path| {
        let loaded = load_fixture(path);
        assert!(loaded.playbook.is_none(), "{} is accepted", path.display());
        snapshot(path, &problems(&loaded));
    });
}

/// Every damaged playbook of `syntax` is resolved as far as it goes, and nothing falls over.
#[test]
fn damaged_playbooks_are_resolved() {
    for folder in ["tests/fixtures/syntax/bad", "tests/fixtures/syntax/good"] {
        for entry in fs::read_dir(folder).unwrap() {
            let text = fs::read_to_string(entry.unwrap().path()).unwrap();
            for end in (0..=text.len()).rev().filter(|end| text.is_char_boundary(*end)).step_by(61) {
                let mut sources = Sources::default();
                let file = sources.add("a.playbook", &text[..end]);
                let tree = syntax::parse(&sources, file).tree;
                lower(&sources, &[tree], &[]);
            }
        }
    }
}

fn snapshot(path: &Path, text: &str) {
    let input = fs::read_to_string(path).unwrap();
    insta::with_settings!({ description => input.trim_end(), omit_expression => true }, {
        insta::assert_snapshot!(text);
    });
}

/// Loads a fixture by a path that is the same on every machine.
fn load_fixture(path: &Path) -> Loaded {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).canonicalize().unwrap();
    load(&DiskTexts, path.canonicalize().unwrap().strip_prefix(&root).unwrap()).unwrap()
}

fn problems(loaded: &Loaded) -> String {
    let mut text = Vec::new();
    diagnostics::write(&loaded.diagnostics, &loaded.sources, &Style::default(), &mut text).unwrap();
    anstream::adapter::strip_str(&String::from_utf8(text).unwrap()).to_string()
}

/// The stages in order, the moves, and every criterion with its place and rule.
fn described(playbook: &Playbook) -> String {
    let stage = |id| playbook.stage(id).map(|stage| stage.name.as_str()).unwrap_or("?");
    let mut text =
        format!("main line: {}\n", playbook.flow.main.iter().map(|id| stage(*id)).collect::<Vec<_>>().join(" -> "));
    for step in &playbook.flow.moves {
        text += &format!("move: {} -> {}\n", stage(step.from), stage(step.to));
    }
    for criterion in &playbook.criteria {
        text +=
            &format!("{} [{}] {:?} {}\n", criterion.name, criterion.severity, criterion.place, rule(&criterion.rule));
        text += &clauses(criterion);
        for own in &criterion.kinds {
            let policy = own.policy.as_deref().unwrap_or("-");
            let of_kind = criterion.severity_of(own.kind);
            text += &format!("    on {} {of_kind} {policy} owner {:?} due {:?}\n", own.kind, own.owner, own.due);
        }
    }
    for waiver in &playbook.waivers {
        let criteria: Vec<&str> =
            waiver.criteria.iter().map(|id| playbook.criteria[id.0 as usize].name.as_str()).collect();
        let kind = waiver.kind.as_deref().unwrap_or("any");
        text +=
            &format!("waive {criteria:?} kind {kind} until {} by {} {:?}\n", waiver.until, waiver.by, waiver.because);
    }
    if playbook.waiver_policy.longest.is_some() || !playbook.waiver_policy.by.is_empty() {
        text += &format!("waivers {:?}\n", playbook.waiver_policy);
    }
    for rate in &playbook.rates.rates {
        text += &format!("rate 1 {} = {} from {:?}\n", rate.currency, rate.worth, rate.from);
    }
    for source in &playbook.sources {
        text += &tables(source);
    }
    text
}

/// What a check says besides its condition, one clause a line.
fn clauses(criterion: &Criterion) -> String {
    let message = |template: &tollgate::expr::Template| {
        template.expressions().map(|place| place.text().to_owned()).collect::<Vec<String>>().join(", ")
    };
    let translated = criterion.message.iter().flat_map(|said| &said.translations);
    let lines = [
        criterion.each.as_ref().map(|each| format!("for {} in {}", each.name, each.list.text())),
        criterion.when.as_ref().map(|when| format!("when {}", when.text())),
        criterion.title.as_ref().map(|title| format!("title {title:?}")),
        criterion.message.as_ref().map(|said| format!("message with {}", message(&said.text))),
        Some(translated.map(|(language, text)| format!("{language} with {}", message(text))).collect::<String>()),
        criterion.because.as_ref().map(|because| format!("because {}", because.text)),
        criterion.fix.as_ref().map(|fix| format!("fix {}", fix.text)),
        (criterion.owner != tollgate::model::Owner::DealOwner).then(|| format!("owner {:?}", criterion.owner)),
        criterion.due.map(|due| format!("due {due}")),
        criterion.policy.as_ref().map(|policy| format!("policy {policy}")),
        criterion.from.map(|from| format!("from {from}")),
        criterion.until.map(|until| format!("until {until}")),
        Some(criterion.tags.join(", ")).filter(|tags| !tags.is_empty()).map(|tags| format!("tags {tags}")),
    ];
    lines.into_iter().flatten().filter(|line| !line.is_empty()).map(|line| format!("    {line}\n")).collect()
}

fn tables(source: &SourceMap) -> String {
    let mut text = format!("source {} {:?}\n", source.name, source.title);
    for table in &source.tables {
        text += &format!("  {:?} from {} under {:?}\n", table.target, named(&table.file), table.under);
        if let Some(join) = &table.join {
            let deals = join.deals_column.as_ref().map_or_else(|| "the id".to_owned(), named);
            text += &format!("    on {} = {deals} reading {:?}\n", named(&join.column), join.reading);
        }
        if let Some(case) = &table.case {
            text += &format!("    by {}\n", case.value);
        }
        for filter in &table.filters {
            text += &format!("    where {} = {:?}\n", named(&filter.column), filter.values);
        }
        for column in &table.columns {
            let unit = column.unit.map(|unit| format!(" in {} {:?}", unit.factor, unit.currency)).unwrap_or_default();
            let labels = column.labels.as_ref().map(|labels| format!(" {labels:?}")).unwrap_or_default();
            let others = if column.others == Others::Skipped { " else skip" } else { "" };
            let place = format!("{} {:?}: {}", column.field, column.slots, column.ty);
            text += &format!("    {place} = {}{unit} as {:?}{labels}{others}\n", named(&column.column), column.formats);
        }
    }
    text
}

/// The names of a column or a file, as a source has them.
fn named(names: &FirstOf) -> String {
    let listed: Vec<&str> = names.names().map(|name| name.value.as_str()).collect();
    let optional = match names.need {
        Need::Required => "",
        Need::Optional => "optional ",
        Need::Empty => "optional, else missing, ",
    };
    format!("{optional}{}", listed.join(" or "))
}

fn rule(rule: &tollgate::model::Rule) -> String {
    use tollgate::model::Rule;
    match rule {
        Rule::Filled(_, field) => format!("filled {field}"),
        Rule::Staffed(role) => format!("staffed {}", role.0),
        Rule::Holds(condition) => format!("holds {}", condition.text()),
        Rule::AtMost(_, limit) => format!("at most {}", limit.text()),
        Rule::Approved(id) => format!("approved {}", id.0),
        Rule::History(asked) => format!("history {asked:?}"),
    }
}
