//! Reading deals: every folder of files gives the recorded deals and problems, and no bytes whatever make it fall over.

#[path = "deals/memory.rs"]
pub mod memory;
#[path = "deals/real.rs"]
mod real;
#[path = "deals/rough.rs"]
mod rough;
#[path = "deals/show.rs"]
pub mod show;
#[path = "deals/tables.rs"]
mod tables;
#[path = "deals/together.rs"]
pub mod together;

use std::fs;
use std::path::Path;

use memory::Memory;
use memory::Playbook;

#[test]
fn good() {
    insta::glob!("fixtures/deals/good/*/*.playbook", |path| {
        let (description, deals, outcome) = shown(path);
        insta::with_settings!({ description => description, omit_expression => true }, {
            insta::assert_snapshot!(format!("{deals}\n{outcome}"));
        });
    });
}

#[test]
fn bad() {
    insta::glob!("fixtures/deals/bad/*/*.playbook", |path| {
        let (description, deals, outcome) = shown(path);
        assert!(outcome.contains("error[") || outcome.contains("warning["), "{outcome}");
        insta::with_settings!({ description => description, omit_expression => true }, {
            insta::assert_snapshot!(format!("{outcome}\n{deals}"));
        });
    });
}

/// The files of a folder, the deals in them, and what is wrong with them.
fn shown(path: &Path) -> (String, String, String) {
    let text = fs::read_to_string(path).unwrap();
    let mut store = Memory::default();
    for entry in fs::read_dir(path.parent().unwrap()).unwrap() {
        let file = entry.unwrap().path();
        if file != path {
            let name = file.file_name().unwrap().to_string_lossy().into_owned();
            store.files.insert(name, fs::read(&file).unwrap());
        }
    }
    let mut description = text.clone();
    for (name, bytes) in &store.files {
        description.push_str(&format!("\n--- {name}\n{}", String::from_utf8_lossy(bytes)));
    }
    let playbook = Playbook::new(&text);
    let (deals, outcome) = playbook.read(&store, &store.names());
    let mut shown = show::deals(&deals, &playbook.frame.schema.deal);
    if let Some(people) = playbook.people(&store) {
        shown += &show::people(&people, &playbook.frame.schema.people());
    }
    (description.trim_end().to_owned(), shown, show::outcome(&outcome))
}
