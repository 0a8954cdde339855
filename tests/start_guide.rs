//! The guides: each command they show gives the output they show, on the example they name.
//!
//! `GUIDE=overwrite cargo test start_guide` writes the outputs anew; put the `...` of long ones back, and read what changed.

use std::fs;
use std::path::Path;
use std::process::Command;

#[test]
fn starting_from_an_export() {
    follow("docs/start-from-an-export.md", "examples/machines", "export");
}

#[test]
fn starting_from_a_crm() {
    follow("docs/start-from-a-crm.md", "rules/sources/samples", "export");
}

/// Follows a guide in a folder of its own, which holds the tables of an example.
fn follow(guide: &str, example: &str, as_folder: &str) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(Path::new(guide).file_stem().unwrap());
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(folder.join(as_folder)).unwrap();
    for entry in fs::read_dir(root.join(example)).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|ending| ending == "csv") {
            fs::copy(&path, folder.join(as_folder).join(path.file_name().unwrap())).unwrap();
        }
    }
    let text = fs::read_to_string(root.join(guide)).unwrap();
    let mut written = String::new();
    let (mut commands, mut rest) = (0, text.as_str());
    while let Some(at) = rest.find("```") {
        let (before, block) = rest.split_at(at);
        let (head, inside) = block[3..].split_once('\n').unwrap();
        let (inside, after) = inside.split_once("```").expect("a block that is opened is closed");
        // A block names its file, where that is not the playbook of the first guide.
        let (head, file) = head.split_once(' ').unwrap_or((head, "machines.playbook"));
        let playbook = || fs::read_to_string(folder.join(file)).unwrap();
        let mut shown = inside.to_owned();
        match head {
            "console" => {
                shown = command(&folder, inside);
                commands += 1;
            }
            "playbook" => {
                assert!(playbook().contains(inside), "the playbook does not hold\n{inside}\nbut\n{}", playbook())
            }
            "diff" => fs::write(folder.join(file), changed(&playbook(), inside)).unwrap(),
            _ => {}
        }
        let opening = block[3..].lines().next().unwrap();
        written.push_str(&format!("{before}```{opening}\n{shown}```"));
        rest = after;
    }
    written.push_str(rest);
    assert!(commands > 3);
    if std::env::var("GUIDE").is_ok_and(|wish| wish == "overwrite") {
        fs::write(root.join(guide), written).unwrap();
    } else {
        assert!(fits(&text, &written), "{guide} does not show what happens:\n{written}");
    }
}

/// Runs `$ tollgate …`; the command, a line with its exit code if it is not 0, and what it says.
fn command(folder: &Path, block: &str) -> String {
    let line = block.lines().next().unwrap();
    let words: Vec<String> = words(line.strip_prefix("$ tollgate ").expect("a command begins with `$ tollgate`"));
    let run =
        Command::new(env!("CARGO_BIN_EXE_tollgate")).args(words).current_dir(folder).env("NO_COLOR", "1").output();
    let output = run.unwrap();
    let code = output.status.code().unwrap();
    let code = if code == 0 { String::new() } else { format!("? {code}\n") };
    let said = [output.stdout, output.stderr].map(|bytes| String::from_utf8(bytes).unwrap()).concat();
    format!("{line}\n{code}{said}")
}

fn words(line: &str) -> Vec<String> {
    let parts = line.split('"').enumerate();
    let words = parts.flat_map(|(at, part)| match at % 2 {
        0 => part.split_whitespace().map(str::to_owned).collect::<Vec<String>>(),
        _ => vec![part.to_owned()],
    });
    words.collect()
}

/// A text in which the lines with `-` are replaced by those with `+`.
fn changed(text: &str, diff: &str) -> String {
    let side = |sign: char| {
        let lines = diff.lines().filter(move |line| line.starts_with([' ', sign]));
        lines.map(|line| format!("{}\n", &line[1..])).collect::<String>()
    };
    let (old, new) = (side('-'), side('+'));
    assert_eq!(text.matches(&old).count(), 1, "the playbook has not once\n{old}\nbut is\n{text}");
    text.replace(&old, &new)
}

/// Whether a text is the other one, where `...` stands for any lines.
fn fits(shown: &str, written: &str) -> bool {
    let mut rest = written;
    for (at, part) in shown.split("\n...\n").enumerate() {
        let found = if at == 0 { rest.starts_with(part).then_some(0) } else { rest.find(part) };
        let Some(found) = found else {
            println!("not found:\n{part}");
            return false;
        };
        rest = &rest[found + part.len()..];
    }
    rest.trim().is_empty()
}
