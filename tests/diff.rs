//! The impact of a change of the playbook on a real pipeline: counts and sums come out as computed by hand.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

#[test]
fn a_change_of_the_playbook_shows_its_deals_and_their_money() {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/maven-crm");
    if !data.is_dir() {
        println!("skipped: ../shared/data is not here");
        return;
    }
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("diff_maven");
    fs::create_dir_all(&folder).unwrap();
    let old = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/real/maven_mapped.playbook");
    let new = folder.join("new.playbook");
    let text = fs::read_to_string(&old).unwrap();
    let stricter = text.replace("sales_price * 80%", "sales_price * 90%").replace("<= 120", "<= 130");
    assert_eq!(text.lines().zip(stricter.lines()).filter(|(was, is)| was != is).count(), 2);
    fs::write(&new, stricter).unwrap();

    let by_hand = by_hand(&data);
    let output = Command::new(env!("CARGO_BIN_EXE_tollgate"))
        .args([Path::new("diff"), &old, &new, Path::new("--data"), &data])
        .args(["--as-of", "2017-12-31", "--output", "json", "--all"])
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    let said: Value = serde_json::from_slice(&output.stdout).unwrap();

    assert_eq!((&said["deals"], &said["amount"]), (&8_800.into(), &"close_value".into()));
    let checks = said["checks"].as_array().unwrap();
    let names: Vec<&str> = checks.iter().map(|check| check["check"].as_str().unwrap()).collect();
    assert_eq!(names, ["far_under_list", "slow_win"]);
    let stricter = &checks[0]["changes"][0];
    assert_eq!((&stricter["from"], &stricter["to"]), (&"pass".into(), &"fail".into()));
    assert_eq!(stricter["deals"], by_hand.under.0);
    assert_eq!(stricter["amounts"]["USD"], by_hand.under.1.to_string());
    assert_eq!(stricter["by_stage"][0]["name"], "won");
    assert_eq!(stricter["largest"].as_array().unwrap().len() as u64, by_hand.under.0);
    let owners = stricter["by_owner"].as_array().unwrap();
    let owners: BTreeMap<String, (u64, u64)> = owners
        .iter()
        .map(|owner| {
            let sum = owner["amounts"]["USD"].as_str().unwrap().parse().unwrap();
            (owner["name"].as_str().unwrap().to_owned(), (owner["deals"].as_u64().unwrap(), sum))
        })
        .collect();
    assert_eq!(owners, by_hand.owners);
    let looser = &checks[1]["changes"][0];
    assert_eq!(
        (&looser["from"], &looser["to"], &looser["direction"]),
        (&"fail".into(), &"pass".into(), &"better".into())
    );
    assert_eq!(
        (&looser["deals"], &looser["amounts"]["USD"]),
        (&by_hand.slow.0.into(), &by_hand.slow.1.to_string().into())
    );
    assert!(by_hand.under.0 > 50 && by_hand.slow.0 > 10, "the change touches some deals");
}

/// What the two changes touch, computed from the tables alone: deals and dollars.
struct ByHand {
    under: (u64, u64),
    owners: BTreeMap<String, (u64, u64)>,
    slow: (u64, u64),
}

fn by_hand(data: &Path) -> ByHand {
    let table = |name: &str| fs::read_to_string(data.join(name)).unwrap();
    let products = table("products.csv");
    let prices: BTreeMap<&str, u64> = products
        .lines()
        .skip(1)
        .map(|line| line.split(',').collect::<Vec<&str>>())
        .map(|cells| (cells[0], cells[2].trim().parse().unwrap()))
        .collect();
    let mut found = ByHand { under: (0, 0), owners: BTreeMap::new(), slow: (0, 0) };
    for line in table("sales_pipeline.csv").lines().skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        let [_, agent, product, _, "Won", engaged, closed, value] = cells[..] else { continue };
        let value: u64 = value.trim().parse().unwrap();
        let price = prices[if product == "GTXPro" { "GTX Pro" } else { product }];
        if value * 10 < price * 9 && value * 10 >= price * 8 {
            found.under = (found.under.0 + 1, found.under.1 + value);
            let owner = found.owners.entry(agent.to_owned()).or_default();
            *owner = (owner.0 + 1, owner.1 + value);
        }
        let day = |text: &str| text.parse::<chrono::NaiveDate>().unwrap();
        let days = (day(closed) - day(engaged)).num_days();
        if days > 120 && days <= 130 {
            found.slow = (found.slow.0 + 1, found.slow.1 + value);
        }
    }
    found
}
