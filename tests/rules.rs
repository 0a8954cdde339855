//! The playbooks that ship with the program: each is listed, loads without a word, and passes its own tests.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use tollgate::workspace::DiskTexts;
use tollgate::workspace::find_playbook;
use tollgate::workspace::load;
use tollgate::workspace::shipped::SHIPPED;

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
            let is_own = criterion.title.is_some();
            assert!(!is_own || (criterion.because.is_some() && criterion.fix.is_some()), "{}", criterion.name);
        }
    }
}
