//! The shipped example of gated deals: one that is clean, one that broke every gate, with exactly these findings.

use chrono::NaiveDate;

use tollgate::assess::AsOf;
use tollgate::assess::Settings;
use tollgate::assess::assess;
use tollgate::deals::Frame;
use tollgate::deals::Input;
use tollgate::deals::read;
use tollgate::workspace::Disk;
use tollgate::workspace::DiskTexts;
use tollgate::workspace::end_of_day;
use tollgate::workspace::load;

#[test]
fn a_clean_deal_has_nothing_but_a_shared_day() {
    assert_eq!(findings("OPP-A001"), ["ATI.undecided: the time of day is not known"]);
}

#[test]
fn a_deal_that_broke_the_gates_is_told_exactly() {
    assert_eq!(
        findings("OPP-A002"),
        [
            "ATI.late: 11 days late",
            "ATB.below_authority: Regional decision team must decide",
            "ATC.late: 4 days late",
            "ATC.outgrown: -6.1%",
            "ATC.outgrown: +5 pp",
            "ATC.outgrown: -5.1 pp",
            "ATAC.missing: 1 of",
        ]
    );
}

/// Check, kind and the telling part of the sentence of every finding on a deal.
fn findings(id: &str) -> Vec<String> {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/gated");
    let loaded = load(&DiskTexts, &root.join("gated.playbook")).unwrap();
    assert!(loaded.diagnostics.is_empty(), "{:?}", loaded.diagnostics);
    let playbook = loaded.playbook.unwrap();
    let today = NaiveDate::from_ymd_opt(2026, 9, 30).unwrap();
    let as_of = AsOf { today, now: end_of_day(today, playbook.zone) };
    let settings = Settings { as_of, language: "en", people: None, only: None };
    let frame = Frame { schema: playbook.schema.clone(), currency: playbook.currency, zone: playbook.zone };
    let files = [root.join("deals.yaml").to_string_lossy().into_owned()];
    let disk = Disk { folder: root };
    let mut deals = read(&disk, Input::Shaped { files: &files }, &frame).unwrap();
    let assessment = assess(&playbook, &mut deals, &settings);
    assert!(deals.into_outcome().unwrap().problems.is_empty());
    let telling = [
        "the time of day is not known",
        "11 days late",
        "4 days late",
        "Regional decision team must decide",
        "-6.1%",
        "+5 pp",
        "-5.1 pp",
        "1 of",
    ];
    let of_deal = assessment.findings.iter().filter(|finding| finding.deal.id == id);
    of_deal
        .map(|finding| {
            let part = telling.iter().find(|part| finding.message.contains(**part));
            format!("{}.{}: {}", finding.criterion.name, finding.kind.name(), part.unwrap_or(&finding.message.as_str()))
        })
        .collect()
}
