//! The guide to CI: every command it shows gives the output it shows, in a repository like the one it describes.

use std::fs;
use std::path::Path;

#[test]
fn commands_say_what_the_guide_says() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("guide");
    if folder.exists() {
        fs::remove_dir_all(&folder).unwrap();
    }
    // The guide is run in a copy of this folder.
    let here = folder.join("ci.in");
    for part in ["sales", "exports", "next", "audit"] {
        fs::create_dir_all(here.join(part)).unwrap();
    }
    let machines = root.join("examples/machines");
    for entry in fs::read_dir(&machines).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap();
        if path.extension().is_some_and(|ending| ending == "csv") {
            fs::copy(&path, here.join("exports").join(name)).unwrap();
            fs::copy(&path, here.join("next").join(name)).unwrap();
        }
    }
    let playbook = fs::read_to_string(machines.join("machines.playbook")).unwrap();
    copy_modules(&machines, &playbook, &here.join("sales"), &here);
    fs::write(here.join("sales/machines.playbook"), &playbook).unwrap();
    let stricter = changed(&playbook, "discount <= 20%", "discount <= 5%");
    fs::write(here.join("stricter.playbook"), changed(&stricter, "2026.2", "2026.3")).unwrap();
    fs::write(here.join("tollgate.toml"), toml_of(root)).unwrap();
    fs::write(here.join("audit/.keep"), "").unwrap();
    // A week later a date is set anew, and a price has fallen.
    let deals = here.join("next/opportunities.csv");
    let text = fs::read_to_string(&deals).unwrap();
    let text = changed(&text, "305,340,10.11.2026", "305,340,21.12.2026");
    fs::write(&deals, changed(&text, "Negotiation,412,440", "Negotiation,300,440")).unwrap();
    fs::create_dir_all(folder.join("ci.out")).unwrap();
    fs::copy(here.join("tollgate.toml"), folder.join("ci.out/tollgate.toml")).unwrap();

    let copy = folder.join("ci.md");
    fs::copy(root.join("docs/ci.md"), &copy).unwrap();
    trycmd::TestCases::new().case(&copy).env("NO_COLOR", "1").run();
    if std::env::var_os("TRYCMD").is_some_and(|mode| mode == "overwrite") {
        fs::copy(&copy, root.join("docs/ci.md")).unwrap();
    }
}

/// The text with one thing in another's place, which must be there.
#[track_caller]
fn changed(text: &str, from: &str, to: &str) -> String {
    assert!(text.contains(from), "{from}");
    text.replace(from, to)
}

/// The modules and playbooks that a playbook names, beside each copy of it.
fn copy_modules(from: &Path, playbook: &str, sales: &Path, here: &Path) {
    for line in playbook.lines().filter(|line| line.starts_with("use ") || line.starts_with("include ")) {
        let name = line.split('"').nth(1).unwrap();
        for folder in [sales, here] {
            let to = folder.join(name);
            fs::create_dir_all(to.parent().unwrap()).unwrap();
            fs::copy(from.join(name), to).unwrap();
        }
    }
}

/// The first block of the guide that is a configuration: what is shown is what is used.
fn toml_of(root: &Path) -> String {
    let guide = fs::read_to_string(root.join("docs/ci.md")).unwrap();
    let (_, block) = guide.split_once("```toml\n").unwrap();
    block.split_once("```").unwrap().0.to_owned()
}

/// Every key is in the guide's table.
#[test]
fn every_key_is_described() {
    let guide = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/ci.md")).unwrap();
    let section = guide.split("## tollgate.toml").nth(1).unwrap();
    for key in tollgate::workspace::KEYS {
        assert!(section.contains(&format!("`{}`", key.name)), "`{}` is not described", key.name);
    }
}
