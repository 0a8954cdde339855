//! Lowering: every fixture gives the recorded criteria, or the recorded problems.

use std::fs;
use std::path::Path;

use tollgate::model::Playbook;
use tollgate::report::Style;
use tollgate::report::diagnostics;
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
    }
    for source in &playbook.sources {
        let tables = source.tables.iter().map(|table| format!("{:?} from {}", table.target, table.file.value));
        text += &format!("source {}: {}\n", source.name, tables.collect::<Vec<_>>().join(", "));
    }
    text
}

fn rule(rule: &tollgate::model::Rule) -> String {
    use tollgate::model::Rule;
    match rule {
        Rule::Filled(_, field) => format!("filled {field}"),
        Rule::Staffed(role) => format!("staffed {}", role.0),
        Rule::Holds(condition) => format!("holds {}", condition.text()),
        Rule::AtMost(_, limit) => format!("at most {limit}"),
    }
}
