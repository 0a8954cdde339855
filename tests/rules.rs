//! The playbooks that ship with the program: each is listed, loads without a word, and passes its own tests.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use tollgate::model::Rule;
use tollgate::workspace::DiskTexts;
use tollgate::workspace::find_playbook;
use tollgate::workspace::load;
use tollgate::workspace::shipped::SHIPPED;

use crate::own_tests::passing;

/// Every playbook in `rules` is listed, and every one that is listed is there.
#[test]
fn what_ships_is_listed() {
    let listed: BTreeSet<String> = SHIPPED.iter().map(|playbook| playbook.name.to_owned()).collect();
    let files = fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("rules")).unwrap();
    let names = files.filter_map(|file| {
        let name = file.unwrap().file_name().into_string().unwrap();
        name.strip_suffix(".playbook").filter(|name| !name.contains('.')).map(str::to_owned)
    });
    assert_eq!(names.collect::<BTreeSet<String>>(), listed);
}

/// A playbook that ships is found by its name, and nothing is to be said against it.
#[test]
fn what_ships_loads() {
    for playbook in SHIPPED {
        let loaded = load(&DiskTexts, &find_playbook(Path::new(playbook.name)).unwrap()).unwrap();
        assert!(loaded.diagnostics.is_empty(), "{}: {:?}", playbook.name, loaded.diagnostics);
        let judged = loaded.playbook.unwrap();
        for (_, criterion) in judged.criteria().filter(|(_, criterion)| criterion.name.contains('_')) {
            // What to do about an approval depends on what is wrong with it.
            let is_told = criterion.fix.is_some() || matches!(criterion.rule, Rule::Approved(_));
            let is_own = criterion.title.is_some();
            assert!(!is_own || (criterion.because.is_some() && is_told), "{}", criterion.name);
        }
    }
}

/// The tests of a playbook that ships pass, and see all there is to see.
#[test]
fn what_ships_is_tested() {
    for playbook in SHIPPED {
        assert_eq!(seen(&find_playbook(Path::new(playbook.name)).unwrap()), 100, "{}", playbook.name);
    }
}

/// Examples that are judged by a playbook that ships; what must be found on their deals stands in tests beside them.
const EXAMPLES: &[&str] = &[
    "examples/lead-to-cash/lead-to-cash.playbook",
    "examples/nurture/hygiene.playbook",
    "examples/nurture/nurture.playbook",
    "examples/portfolio/portfolio.playbook",
];

/// On the deals of these examples exactly that is found which their tests say.
#[test]
fn examples_of_what_ships_are_found_as_written() {
    for example in EXAMPLES {
        assert!(seen(&Path::new(env!("CARGO_MANIFEST_DIR")).join(example)) > 0, "{example}");
    }
}

/// How much the tests of a playbook see, in percent; all of them must pass.
fn seen(path: &Path) -> usize {
    passing(path, |_, _, results| results.coverage.percent())
}
