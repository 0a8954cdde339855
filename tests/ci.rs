//! What other repositories take from this one: the action, the template, the hooks. Their YAML is read and their shell is run.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::path::PathBuf;
use std::process::Command;
use std::process::Output;

use saphyr::LoadableYamlNode;
use saphyr::Yaml;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn text(file: &str) -> String {
    fs::read_to_string(root().join(file)).unwrap()
}

fn yaml(text: &str) -> Yaml<'_> {
    Yaml::load_from_str(text).unwrap().into_iter().next().unwrap()
}

fn keys<'a>(node: &'a Yaml<'_>) -> Vec<&'a str> {
    node.as_mapping().unwrap().keys().map(|key| key.as_str().unwrap()).collect()
}

/// A folder with an export and its playbook, as a repository of a user has them.
fn sandbox(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    if folder.exists() {
        fs::remove_dir_all(&folder).unwrap();
    }
    fs::create_dir_all(folder.join("sales")).unwrap();
    fs::create_dir_all(folder.join("the export")).unwrap();
    fs::copy(root().join("examples/machines/machines.playbook"), folder.join("sales/machines.playbook")).unwrap();
    fs::create_dir_all(folder.join("sales/rules")).unwrap();
    let module = "rules/next_step.rhai";
    fs::copy(root().join("examples/machines").join(module), folder.join("sales").join(module)).unwrap();
    for table in ["opportunities", "accounts", "contacts", "stage_history"] {
        let file = format!("{table}.csv");
        fs::copy(root().join("examples/machines").join(&file), folder.join("the export").join(&file)).unwrap();
    }
    folder
}

/// Runs a shell with the built program on the path and no variable but those given; `None` where there is no such shell.
fn shell(shell: &str, arguments: &[&str], folder: &Path, variables: &[(&str, &str)]) -> Option<Output> {
    let program = Path::new(env!("CARGO_BIN_EXE_tollgate")).parent().unwrap();
    let path = std::env::var_os("PATH").unwrap_or_default();
    let paths = std::iter::once(program.to_owned()).chain(std::env::split_paths(&path));
    let ran = Command::new(shell)
        .args(arguments)
        .current_dir(folder)
        .env_clear()
        .env("PATH", std::env::join_paths(paths).unwrap())
        .envs(variables.iter().copied())
        .output();
    if ran.is_err() {
        println!("skipped: {shell} is not here");
    }
    ran.ok()
}

#[test]
fn the_action_uses_every_input() {
    let text = text("action.yml");
    let action = yaml(&text);
    let inputs = keys(&action["inputs"]);
    assert!(inputs.contains(&"baseline"));
    for input in inputs {
        assert!(text.contains(&format!("inputs.{input}")), "the input `{input}` is not used");
        let input = &action["inputs"][input];
        assert!(input["description"].as_str().is_some() && input["default"].as_str().is_some());
    }
    let script = self::text(".ci/action");
    let steps = action["runs"]["steps"].as_sequence().unwrap();
    let ids: Vec<&str> = steps.iter().map(|step| step["id"].as_str().unwrap()).collect();
    let mut variables = BTreeSet::new();
    for step in steps {
        match step.as_mapping_get("run") {
            Some(run) => {
                assert_eq!(step["shell"].as_str(), Some("bash"));
                let run = run.as_str().unwrap();
                assert!(!run.contains("${{"), "an input must not be read as shell: {run}");
            }
            None => assert!(step["uses"].as_str().unwrap().contains('@')),
        }
        if let Some(env) = step.as_mapping_get("env") {
            variables.extend(keys(env));
        }
    }
    for variable in &variables {
        assert!(script.contains(&format!("\"${variable}\"")), "`{variable}` is not used");
    }
    let used: BTreeSet<&str> = script.split(|letter: char| !letter.is_ascii_uppercase() && letter != '_').collect();
    for variable in used.into_iter().filter(|word| word.starts_with("TOLLGATE_") && *word != "TOLLGATE_") {
        assert!(variables.contains(variable), "the action does not set `{variable}`");
    }
    for output in keys(&action["outputs"]) {
        let value = action["outputs"][output]["value"].as_str().unwrap();
        assert!(ids.iter().any(|id| value.contains(&format!("steps.{id}.outputs.{output}"))), "{value}");
        assert!(script.contains(&format!("{output}=%s")), "the script does not set `{output}`");
    }
}

#[test]
fn the_action_judges_and_tells_its_exit_code() {
    let folder = sandbox("action");
    let script = root().join(".ci/action");
    let script = script.to_str().unwrap();
    let Some(syntax) = shell("bash", &["-n", script], &folder, &[]) else { return };
    assert!(syntax.status.success(), "{}", String::from_utf8_lossy(&syntax.stderr));
    let default = text("action.yml");
    let default = yaml(&default)["inputs"]["output"]["default"].as_str().unwrap().to_owned();
    let run = |given: &[(&str, &str)]| {
        let mut variables = vec![
            ("RUNNER_TEMP", "."),
            ("GITHUB_OUTPUT", "outputs.txt"),
            ("GITHUB_STEP_SUMMARY", "summary.md"),
            ("TOLLGATE_OUTPUT", &default),
            ("TOLLGATE_AS_OF", "2026-11-23"),
        ];
        for name in ["PLAYBOOK", "DATA", "SOURCE", "PEOPLE", "ONLY", "LANG", "FAIL_ON", "BASELINE", "RECORD", "CONFIG"]
        {
            let name: &str = Box::leak(format!("TOLLGATE_{name}").into_boxed_str());
            variables.push((name, ""));
        }
        variables.extend_from_slice(given);
        let ran = shell("bash", &[script, "check"], &folder, &variables).unwrap();
        let outputs = fs::read_to_string(folder.join("outputs.txt")).unwrap();
        fs::remove_file(folder.join("outputs.txt")).unwrap();
        (ran, outputs)
    };
    let all = [("TOLLGATE_PLAYBOOK", "sales"), ("TOLLGATE_DATA", "\n  the export  \n")];
    let (ran, outputs) = run(&all);
    let said = String::from_utf8(ran.stdout).unwrap();
    assert_eq!(ran.status.code(), Some(1), "{said}{}", String::from_utf8_lossy(&ran.stderr));
    assert_eq!(outputs, "exit-code=1\nresult=./tollgate.jsonl\n");
    assert!(said.contains("12 findings at or above major"), "{said}");
    assert!(said.contains("::error file="), "an annotation for each finding: {said}");
    assert!(fs::read_to_string(folder.join("summary.md")).unwrap().contains("12"));
    assert_eq!(fs::read_to_string(folder.join("tollgate.jsonl")).unwrap().lines().count(), 17);

    let one = [
        ("TOLLGATE_ONLY", "next_step_clear\nchampion"),
        ("TOLLGATE_FAIL_ON", "critical"),
        ("TOLLGATE_OUTPUT", "human"),
    ];
    let (ran, outputs) = run(&[&all[..], &one[..]].concat());
    assert_eq!((ran.status.code(), outputs.as_str()), (Some(0), "exit-code=0\nresult=./tollgate.jsonl\n"));

    // What looks like shell stays text.
    let (ran, outputs) = run(&[("TOLLGATE_PLAYBOOK", "$(touch owned)`touch owned`; touch owned")]);
    assert_eq!((ran.status.code(), outputs.lines().next()), (Some(2), Some("exit-code=2")));
    assert!(!folder.join("owned").exists());
}

#[test]
fn the_action_builds_the_program_once() {
    let folder = sandbox("action_install");
    let script = root().join(".ci/action");
    let script = script.to_str().unwrap();
    fs::create_dir_all(folder.join("fake")).unwrap();
    fs::write(folder.join("fake/cargo"), "#!/bin/sh\necho \"$@\" >>cargo.txt\nmkdir -p tools/tollgate/bin\nprintf '#!/bin/sh\\n' >tools/tollgate/bin/tollgate\nchmod +x tools/tollgate/bin/tollgate\n").unwrap();
    let Some(_) = shell("chmod", &["+x", "fake/cargo"], &folder, &[]) else { return };
    let path = format!("{}:/usr/bin:/bin", folder.join("fake").display());
    let variables = [
        ("PATH", path.as_str()),
        ("RUNNER_TOOL_CACHE", "tools"),
        ("GITHUB_OUTPUT", "outputs.txt"),
        ("GITHUB_PATH", "path.txt"),
    ];
    for _ in 0..2 {
        let Some(key) = shell("bash", &[script, "key"], &folder, &variables) else { return };
        assert!(key.status.success(), "{}", String::from_utf8_lossy(&key.stderr));
        let installed = shell("bash", &[script, "install"], &folder, &variables).unwrap();
        assert!(installed.status.success(), "{}", String::from_utf8_lossy(&installed.stderr));
    }
    let cargo = fs::read_to_string(folder.join("cargo.txt")).unwrap();
    assert_eq!(cargo, format!("install --locked --path {} --root tools/tollgate\n", root().display()));
    assert_eq!(fs::read_to_string(folder.join("path.txt")).unwrap(), "tools/tollgate/bin\n".repeat(2));
    let outputs = fs::read_to_string(folder.join("outputs.txt")).unwrap();
    let lines: Vec<&str> = outputs.lines().collect();
    assert_eq!(lines[..2], lines[2..], "one key for one state of the sources");
    assert!(lines[0].len() == "key=".len() + 64 && lines[1] == "root=tools/tollgate", "{outputs}");
}

#[test]
fn the_template_of_gitlab_judges() {
    let text = text(".ci/gitlab.yml");
    let template = yaml(&text);
    let job = &template["tollgate"];
    let script = job["script"][0].as_str().unwrap();
    for variable in keys(&job["variables"]) {
        let used = if variable == "TOLLGATE_IMAGE" { job["image"].as_str().unwrap() } else { script };
        assert!(used.contains(&format!("${variable}")), "`{variable}` is not used");
    }
    let folder = sandbox("gitlab");
    let mut variables: Vec<(&str, &str)> = keys(&job["variables"]).into_iter().map(|name| (name, "")).collect();
    variables.extend([
        ("TOLLGATE_PLAYBOOK", "sales"),
        ("TOLLGATE_DATA", "the export"),
        ("TOLLGATE_AS_OF", "2026-11-23"),
        ("TOLLGATE_FAIL_ON", "critical"),
    ]);
    let Some(ran) = shell("sh", &["-ec", script], &folder, &variables) else { return };
    let said = String::from_utf8(ran.stdout).unwrap();
    assert_eq!(ran.status.code(), Some(1), "{said}{}", String::from_utf8_lossy(&ran.stderr));
    assert!(said.contains("findings at or above critical"), "{said}");
    let artifact = job["artifacts"]["paths"][0].as_str().unwrap();
    assert!(fs::read_to_string(folder.join(artifact)).unwrap().contains("big_discount"));
}

#[test]
fn the_hooks_call_commands_that_there_are() {
    let text = text(".pre-commit-hooks.yaml");
    let hooks = yaml(&text);
    let hooks = hooks.as_sequence().unwrap();
    assert!(hooks.iter().any(|hook| hook["id"].as_str() == Some("tollgate-check")));
    for hook in hooks {
        let entry: Vec<&str> = hook["entry"].as_str().unwrap().split(' ').collect();
        assert_eq!(entry[0], "tollgate");
        let help = Command::new(env!("CARGO_BIN_EXE_tollgate")).args(&entry[1..]).arg("--help").output().unwrap();
        assert!(help.status.success(), "{entry:?}");
        let files = regex::Regex::new(hook["files"].as_str().unwrap()).unwrap();
        assert!(files.is_match("sales/machines.playbook") && !files.is_match("README.md"));
    }
}

#[test]
fn the_image_and_the_workflow_name_what_there_is() {
    let file = text(".ci/Containerfile");
    assert!(file.contains("cargo install --locked --path . --root /out"));
    assert!(file.contains("COPY --from=build /out/bin/tollgate /usr/local/bin/tollgate"));
    assert!(text("Cargo.toml").contains("name = \"tollgate\""));
    let workflow = text(".github/workflows/ci.yml");
    let workflow = yaml(&workflow);
    for job in ["test", "action"] {
        for step in workflow["jobs"][job]["steps"].as_sequence().unwrap() {
            let run = step.as_mapping_get("run").and_then(Yaml::as_str).unwrap_or_default();
            let own = run.split_whitespace().next().filter(|word| word.starts_with(".ci/"));
            assert!(own.is_none_or(|own| root().join(own).is_file()), "{run}");
        }
    }
}
