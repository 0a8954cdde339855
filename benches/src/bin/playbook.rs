//! A playbook of so many lines, and how long an editor waits for `tollgate lint` on it.
//!
//! ```sh
//! cargo run --release --bin playbook -- 2000 > data/large.playbook
//! cargo run --release --bin playbook -- 2000 ../target/release/tollgate
//! ```

use std::io::Write;
use std::path::Path;
use std::process::Command;
use std::time::Duration;
use std::time::Instant;

/// Runs of which the median is told.
const RUNS: usize = 21;

fn main() -> std::io::Result<()> {
    let wanted: usize = std::env::args().nth(1).and_then(|text| text.parse().ok()).unwrap_or(2000);
    let text = playbook(wanted);
    match std::env::args().nth(2) {
        None => std::io::stdout().write_all(text.as_bytes()),
        Some(program) => timed(&text, Path::new(&program)),
    }
}

/// From the start of the program to its exit: reading, parsing, checking, linting, writing.
fn timed(text: &str, program: &Path) -> std::io::Result<()> {
    let file = std::env::temp_dir().join("tollgate-large.playbook");
    std::fs::write(&file, text)?;
    let mut times: Vec<Duration> = Vec::new();
    for _ in 0..RUNS {
        let start = Instant::now();
        let ended = Command::new(program).arg("lint").arg(&file).output()?;
        times.push(start.elapsed());
        assert!(ended.status.success(), "{}", String::from_utf8_lossy(&ended.stdout));
    }
    times.sort_unstable();
    let ms = |time: &Duration| time.as_secs_f64() * 1000.0;
    let lines = text.lines().count();
    println!(
        "{lines} lines: median {:.1} ms, {:.1} to {:.1} ms, {RUNS} runs",
        ms(&times[RUNS / 2]),
        ms(&times[0]),
        ms(&times[RUNS - 1])
    );
    std::fs::remove_file(&file)
}

/// Stages, roles, fields, approvals and a source as a large company has them; checks fill the rest.
fn playbook(lines: usize) -> String {
    let mut text = head();
    let mut number = 0;
    while text.lines().count() < lines {
        text += &check(number);
        number += 1;
    }
    text
}

const STAGES: [&str; 10] =
    ["lead", "qualified", "solution", "proposal", "bid", "negotiation", "contract", "delivery", "won", "lost"];
const ROLES: [&str; 8] = ["sales", "presales", "delivery", "finance", "legal", "office", "region", "head"];

fn head() -> String {
    let mut text = "playbook large \"A large playbook\" zh \"大型手册\" {\n    version  \"2026.1\"\n    currency CNY\n    timezone \"Asia/Shanghai\"\n}\n\ndeal {\n".to_owned();
    for at in 0..20 {
        text += &format!(
            "    amount_{at}: money\n    share_{at}:  percent\n    count_{at}:  integer\n    date_{at}:   date\n    note_{at}:   text\n"
        );
    }
    text += "    tier: one of D, C, B, A\n    contacts: list of { name: text  level: integer  role: one of user, influencer, decision_maker }\n";
    for at in 0..20 {
        text += &format!("    let gap_{at} = amount_{at} - amount_{}\n", (at + 1) % 20);
    }
    text += "}\n\n";
    for role in ROLES {
        text += &format!("role {role} \"{role}\" zh \"{role}\"\n");
    }
    text += "\nflow {\n    lead -> qualified -> solution -> proposal -> bid -> negotiation -> contract -> delivery -> won\n    lead, qualified, solution, proposal, bid, negotiation, contract -> lost\n    negotiation -> bid\n}\n\n";
    for (at, stage) in STAGES.iter().enumerate() {
        text += &stage_of(stage, at);
    }
    text += "authority limits \"Limits\" {\n    |          | office    | region     | head |\n    |----------|-----------|------------|------|\n    | amount_0 | < 50M CNY | < 200M CNY | any  |\n    | share_0  | <= 15%    | <= 25%     | any  |\n}\n\n";
    for at in 0..8 {
        text += &format!(
            "approval A{at} \"Approval {at}\" {{\n    when     amount_{at} >= 1M CNY\n    by {{\n        | amount_{at} | share_{at} | approvers |\n        |---|---|---|\n        | < 5M CNY | <= 15% | office |\n        | < 5M CNY | any | office and legal |\n        | < 50M CNY | <= 15% | region |\n        | any | any | head and any of legal, finance |\n    }}\n    not by   owner, sales\n    covers   amount_{at} up to 5%, share_{at}\n    valid    90 days\n    severity critical\n}}\n\n"
        );
    }
    text + &source()
}

fn stage_of(stage: &str, at: usize) -> String {
    let outcome = if ["won", "lost"].contains(&stage) { format!("    outcome {stage}\n") } else { String::new() };
    let approval = if (2..10).contains(&at) { format!("require approval A{}", at - 2) } else { String::new() };
    let limit = if at < 8 { "    at most 60 working days\n    needs sales\n" } else { "" };
    format!(
        "stage {stage} \"{stage}\" zh \"{stage}\" {{\n{limit}{outcome}    entry  {{ {approval} }}\n    during {{ require amount_{at}, note_{at} }}\n    exit   {{ require date_{at} }}\n}}\n\n"
    )
}

fn source() -> String {
    let mut text =
        "source crm \"CRM\" {\n    deals from \"deals.csv\" {\n        id = \"Id\"\n        stage = \"Stage\" {\n"
            .to_owned();
    for stage in STAGES {
        text += &format!("            \"{}\" = {stage}\n", stage.to_uppercase());
    }
    text += "        }\n";
    for at in 0..20 {
        text += &format!(
            "        amount_{at} = \"Amount {at}\" in 1k CNY\n        date_{at} = \"Date {at}\" as \"%d.%m.%Y\"\n"
        );
    }
    text + "    }\n}\n\n"
}

/// One check of nine lines; the conditions take turns.
fn check(number: usize) -> String {
    let (a, b) = (number % 20, (number * 7 + 3) % 20);
    let conditions = [
        format!("share_{a} <= 20% || gap_{a} < {} CNY", 1000 + number),
        format!("amount_{a} > {number} CNY && amount_{b} < {}M CNY", 100 + number),
        format!("date_{a} >= today && days_between(today, date_{a}) < {}", 90 + number),
        format!("contacts.some(|c| c.role == \"decision_maker\" && c.level >= 3) || count_{a} > {number}"),
        format!("present(note_{a}) && note_{a}.len() > {}", 3 + number % 7),
        format!("tier in [\"A\", \"B\"] || amount_{a} <= amount_{b}"),
        format!("if tier >= \"B\" {{ share_{a} < 30% }} else {{ share_{a} < {}% }}", 10 + number % 15),
    ];
    let condition = &conditions[number % conditions.len()];
    let (first, last) = (STAGES[number % 5], STAGES[5 + number % 3]);
    format!(
        "check check_{number} \"Check number {number}\" zh \"第 {number} 项检查\" {{\n    during   {first} .. {last}\n    when     count_{b} > {}\n    that     {condition}\n    severity minor\n    message  \"{{amount_{a}}} against {{amount_{b}}} in number {number}\"\n    because  \"The policy asks for it\"\n    fix      \"Correct it\"\n    owner    sales\n}}\n",
        number % 5
    )
}
