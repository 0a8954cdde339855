//! A report of a maker of packaging machines that shows everything a report can show.

use std::sync::Arc;

use chrono::NaiveDate;
use tollgate::assess::BaselineNote;
use tollgate::assess::CriterionRef;
use tollgate::assess::DealRef;
use tollgate::assess::Evidence;
use tollgate::assess::Finding;
use tollgate::assess::Kind;
use tollgate::assess::Limits;
use tollgate::assess::Responsible;
use tollgate::assess::Tally;
use tollgate::assess::Verdict;
use tollgate::assess::WaiverNote;
use tollgate::baseline::Entry;
use tollgate::baseline::Summary;
use tollgate::deals::Place;
use tollgate::diagnostic::Cells;
use tollgate::diagnostic::Diagnostic;
use tollgate::diagnostic::Problems;
use tollgate::expr::Lets;
use tollgate::expr::Modules;
use tollgate::model;
use tollgate::model::Criterion;
use tollgate::model::CriterionId;
use tollgate::model::Flow;
use tollgate::model::Owner;
use tollgate::model::Playbook;
use tollgate::model::Rule;
use tollgate::model::Severity;
use tollgate::model::Stage;
use tollgate::model::StageId;
use tollgate::model::TextPlace;
use tollgate::model::Title;
use tollgate::report::Checkout;
use tollgate::report::FindingCounts;
use tollgate::report::InputFile;
use tollgate::report::Report;
use tollgate::source::Sources;
use tollgate::source::Span;
use tollgate::value::Calendar;
use tollgate::value::Names;
use tollgate::value::Schema;

const FILE: &str = "machines.playbook";

pub struct Canonical {
    pub playbook: Playbook,
    pub sources: Sources,
    pub language: &'static str,
    pub findings: Vec<Finding>,
    pub tally: Tally,
    pub baseline: Option<Summary>,
    pub inputs: Vec<InputFile>,
    pub problems: Problems,
    pub doubts: Vec<Diagnostic>,
    pub checkout: Checkout,
}

/// Name, severity, line, title, in the order of the playbook.
const CHECKS: [(&str, Severity, u32, &str, &str); 7] = [
    ("lead.exit.account.name", Severity::Major, 47, "", ""),
    ("champion", Severity::Minor, 55, "Somebody at the customer supports us", "客户内部有支持者"),
    ("close_date_passed", Severity::Major, 87, "The close date lies in the past", "成交日期已过"),
    ("next_step_clear", Severity::Minor, 97, "The next step names an action", "下一步可执行"),
    ("big_discount", Severity::Critical, 104, "More than 20 % under list price", "折扣超过 20 %"),
    ("milestone_dated", Severity::Info, 120, "Every milestone has a date", "每个里程碑都有日期"),
    ("won.entry.amount", Severity::Major, 78, "", ""),
];

impl Canonical {
    pub fn new(language: &'static str) -> Canonical {
        let playbook = playbook();
        let mut sources = Sources::default();
        let text = std::fs::read_to_string("tests/fixtures/report/source.playbook").unwrap();
        let file = sources.add(FILE, text);
        Canonical {
            tally: tally(&playbook),
            playbook,
            language,
            findings: findings(language),
            baseline: Some(baseline()),
            inputs: inputs(),
            problems: problems(Span::new(file, 38, 52)),
            doubts: vec![
                Diagnostic::warning("lint/unused-field", "nothing reads `level`")
                    .at(Span::new(file, 38, 52), "declared here")
                    .help("read it, or take it out"),
            ],
            checkout: Checkout::new("/work/sales playbook", "销售 2026"),
            sources,
        }
    }

    pub fn report(&self) -> Report<'_> {
        Report {
            playbook: &self.playbook,
            playbook_file: FILE,
            sources: &self.sources,
            as_of: day(2026, 11, 23),
            language: self.language,
            findings: &self.findings,
            counts: FindingCounts::of(&self.findings),
            least: Severity::Info,
            limits: Limits::default(),
            tally: &self.tally,
            baseline: self.baseline.as_ref(),
            inputs: &self.inputs,
            problems: &self.problems,
            doubts: &self.doubts,
            refused: None,
            checkout: &self.checkout,
        }
    }
}

/// Two findings are known, and two more were when the baseline was written.
fn baseline() -> Summary {
    let gone = |check: &str, deal: &str, element: Option<&str>, severity| Entry {
        check: check.to_owned(),
        deal: deal.to_owned(),
        kind: "failed".to_owned(),
        element: element.map(str::to_owned),
        severity,
        since: day(2026, 10, 5),
        count: 1,
        fingerprint: format!("{check}-{deal}"),
    };
    Summary {
        file: "ci/baseline.jsonl".to_owned(),
        known: 2,
        new: 20,
        since: Some(day(2026, 10, 5)),
        gone: vec![
            gone("big_discount", "M-0907", None, Severity::Critical),
            gone("milestone_dated", "M-0911", Some("milestones[0]"), Severity::Info),
        ],
    }
}

/// A tally in which every criterion holds.
pub fn all_pass(playbook: &Playbook) -> Tally {
    let mut tally = Tally::new(playbook);
    tally.count_deal("won");
    for (id, _) in playbook.criteria() {
        tally.count(id, Verdict::Pass);
    }
    tally
}

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

fn titled(english: &str, chinese: &str) -> Title {
    let mut title = Title::new(english);
    title.translations.insert("zh".to_owned(), chinese.to_owned());
    title
}

fn playbook() -> Playbook {
    let stage = |name: &str, english: &str, chinese: &str| Stage {
        name: name.to_owned(),
        title: titled(english, chinese),
        outcome: None,
        span: Span::default(),
    };
    let criterion = |(name, severity, line, english, chinese): &(&str, Severity, u32, &str, &str)| Criterion {
        name: (*name).to_owned(),
        title: (!english.is_empty()).then(|| titled(english, chinese)),
        place: model::Place::Entry(StageId(0)),
        rule: Rule::Filled(vec![0], "id".to_owned()),
        when: None,
        each: None,
        severity: *severity,
        message: None,
        because: None,
        fix: None,
        owner: Owner::DealOwner,
        due: None,
        policy: None,
        tags: Vec::new(),
        kinds: Vec::new(),
        never_waive: false,
        never_loosen: false,
        from: None,
        until: None,
        span: Span::default(),
        declared: TextPlace { file: FILE.into(), line: *line },
    };
    Playbook {
        name: "machines".to_owned(),
        title: titled("Packaging machines", "包装机械"),
        version: Some("2026.2".to_owned()),
        currency: None,
        zone: "Europe/Berlin".parse().unwrap(),
        calendar: Calendar::default(),
        schema: Schema::new(Names::default(), []),
        lets: Lets::default(),
        scores: Vec::new(),
        health: None,
        figures: Vec::new(),
        extends: None,
        modules: Modules::default(),
        roles: Vec::new(),
        stages: vec![
            stage("lead", "Lead", "线索"),
            stage("qualified", "Qualified", "已确认"),
            stage("proposal", "Proposal", "方案"),
            stage("negotiation", "Negotiation", "谈判"),
            stage("won", "Won", "赢单"),
        ],
        flow: Flow::default(),
        criteria: CHECKS.iter().map(criterion).collect(),
        sources: Vec::new(),
        tests: Vec::new(),
        survivors: Vec::new(),
        approvals: Vec::new(),
        authorities: Vec::new(),
        waivers: Vec::new(),
        waiver_policy: Default::default(),
        recorded_within: None,
        rates: Default::default(),
    }
}

fn tally(playbook: &Playbook) -> Tally {
    let mut tally = Tally::new(playbook);
    for stage in ["won", "proposal", "proposal", "lead", "negotiation", ""] {
        tally.count_deal(stage);
    }
    // As often as the findings say; the rest passes or does not apply.
    let verdicts: [(u32, Verdict, u64); 12] = [
        (0, Verdict::Fail, 6),
        (0, Verdict::Pass, 1204),
        (1, Verdict::Fail, 1),
        (1, Verdict::NotApplicable, 310),
        (2, Verdict::Fail, 6),
        (2, Verdict::Pass, 88),
        (3, Verdict::Error, 1),
        (4, Verdict::Fail, 1),
        (4, Verdict::Unknown, 7),
        (4, Verdict::Waived, 1),
        (5, Verdict::Fail, 1),
        (6, Verdict::Pass, 12),
    ];
    for (criterion, verdict, times) in verdicts {
        for _ in 0..times {
            tally.count(CriterionId(criterion), verdict);
        }
    }
    tally
}

fn inputs() -> Vec<InputFile> {
    let file = |name: &str, rows, encoding: Option<&str>| InputFile {
        name: name.to_owned(),
        rows,
        left_out: 0,
        encoding: encoding.map(str::to_owned),
        away: Vec::new(),
        away_tables: Vec::new(),
        passed_over: Vec::new(),
    };
    vec![
        file("exports/opportunities.csv", 1214, None),
        file("exports/accounts.csv", 85, Some("GB18030")),
        file("exports/stage_history.csv", 1, None),
    ]
}

fn problems(label: Span) -> Problems {
    let mut problems = Problems::default();
    let deals: Arc<str> = "exports/opportunities.csv".into();
    let unmatched = || {
        Diagnostic::error("deals/no-match", "no row of `accounts.csv` has Account `Obersee Dairy`")
            .help("correct the key, or add the row to `accounts.csv`")
    };
    for line in (2..1482).map(|line| line * 2) {
        problems.add(unmatched(), &deals, "Account", line, Some(16));
    }
    let orphan = || Diagnostic::warning("deals/no-deal", "the row matches no deal");
    problems.add(orphan(), &"exports/contacts.csv".into(), "", 9, None);
    problems.add(orphan(), &"exports/stage_history.csv".into(), "", 14, None);
    problems.add(
        Diagnostic::error("deals/unreadable", "`12.13.2026\u{1b}[2J` is not a date").note("read as `%d.%m.%Y`"),
        &deals,
        "Close Date",
        77,
        Some(51),
    );
    problems.add_whole(
        Diagnostic::error("deals/missing-column", "`exports/contacts.csv` has no column `Relation`")
            .at(label, "mapped here")
            .in_cells(Cells {
                file: "exports/contacts.csv".into(),
                column: String::new(),
                lines: Vec::new(),
                first_column: None,
            })
            .help("did you mean `Relationship`?"),
    );
    problems
}

/// The parts of a finding that most of them share.
struct Draft {
    check: usize,
    verdict: Verdict,
    deal: DealRef,
    message: String,
}

fn deal(id: &str, name: &str, stage: &str, amount: &str, owner: &str) -> DealRef {
    let some = |text: &str| (!text.is_empty()).then(|| text.into());
    DealRef { id: id.into(), name: some(name), owner: some(owner), stage: some(stage), amount: some(amount) }
}

fn seen(path: &str, value: Option<&str>, expected: Option<&str>, note: Option<&str>, place: Option<Place>) -> Evidence {
    let own = |text: Option<&str>| text.map(Into::into);
    Evidence { path: path.into(), value: own(value), expected: own(expected), note: own(note), place }
}

fn cell(line: u32, column: u32, header: &str, raw: Option<&str>) -> Option<Place> {
    Some(Place {
        file: "exports/opportunities.csv".into(),
        line,
        column,
        header: Some(header.into()),
        raw: raw.map(Into::into),
    })
}

fn finding(language: &str, draft: Draft) -> Finding {
    let (check, severity, line, english, chinese) = CHECKS[draft.check];
    let kind = match draft.verdict {
        Verdict::Unknown => Kind::Undecided,
        Verdict::Error => Kind::ScriptError,
        _ if english.is_empty() => Kind::Missing,
        _ => Kind::Failed,
    };
    let title = match (language, english) {
        ("zh", "") => "已填写 `account.name`",
        (_, "") => "`account.name` is filled",
        ("zh", _) => chinese,
        _ => english,
    };
    Finding {
        fingerprint: format!("{check}-{}", draft.deal.id.escape_default()).into(),
        criterion: Arc::new(CriterionRef {
            name: check.to_owned(),
            title: title.to_owned(),
            because: None,
            policy: None,
            tags: Vec::new(),
            declared: TextPlace { file: FILE.into(), line },
            kind: None,
        }),
        kind,
        verdict: draft.verdict,
        severity,
        owner: Responsible { role: None, person: draft.deal.owner.as_deref().map(Into::into) },
        deal: draft.deal.into(),
        element: None,
        message: draft.message,
        fix: None,
        due: None,
        evidence: Vec::new(),
        as_of: day(2026, 11, 23),
        waiver: None,
        health: None,
        baseline: None,
    }
}

/// What a finding says of its criterion.
fn asked(finding: &mut Finding) -> &mut CriterionRef {
    Arc::make_mut(&mut finding.criterion)
}

fn findings(language: &'static str) -> Vec<Finding> {
    let t = |english: &str, chinese: &str| (if language == "zh" { chinese } else { english }).to_owned();
    let draft = |check, verdict, deal, message| finding(language, Draft { check, verdict, deal, message });
    let mut findings = Vec::new();

    // A field is missing on several deals: the same is said of all.
    for (at, name) in
        ["Filling line", "包装线改造", "Palletiser", "Carton sealer pair", "Robot cell"].iter().enumerate()
    {
        let line = u32::try_from(at).unwrap() + 12;
        let mut missing = draft(
            0,
            Verdict::Fail,
            deal(&format!("M-10{at}"), name, "qualified", "", "Ines Kramer"),
            t("`account.name` is missing; leaving Lead requires it", "离开「线索」须具备:缺少 `account.name`"),
        );
        missing.fix = Some(t("Enter `account.name`", "填写 `account.name`").into());
        missing.evidence =
            vec![seen("account.name", None, None, Some(&t("is missing", "缺失")), cell(line, 16, "Account", None))];
        findings.push(missing);
    }

    // Every sentence differs.
    for (at, date) in
        ["2026-09-30", "2026-10-15", "2026-10-31", "2026-11-01", "2026-11-20", "2026-11-22"].iter().enumerate()
    {
        let line = u32::try_from(at).unwrap() + 40;
        let id = format!("M-20{at}");
        let mut passed = draft(
            2,
            Verdict::Fail,
            deal(&id, "Labeller for the bottling plant in Haldenmühle", "negotiation", "412,000 EUR", "Tomas Brandt"),
            t(
                &format!("Labeller for the bottling plant in Haldenmühle should have closed on {date}"),
                &format!("Labeller for the bottling plant in Haldenmühle 应于 {date} 成交"),
            ),
        );
        passed.fix = Some(
            t("Set the date that the customer confirmed, or close the deal", "填写客户确认的日期,或关闭商机").into(),
        );
        passed.due = Some(day(2026, 11, 25));
        passed.evidence = vec![
            seen("close_date", Some(date), Some(">= 2026-11-23"), None, cell(line, 51, "Close Date", Some(date))),
            seen("today", Some("2026-11-23"), None, None, None),
        ];
        // Some are known already.
        passed.baseline = (at > 3).then(|| BaselineNote { since: day(2026, 10, 5) });
        findings.push(passed);
    }

    // Somebody in a role acts, and nobody holds it.
    let mut champion = draft(
        1,
        Verdict::Fail,
        deal("M-300", "", "negotiation", "86,500 EUR", "Ines Kramer"),
        t(
            "None of the 3 contacts above user level supports us (level 3)",
            "3 位联系人中没有支持我们的决策影响者(3 级)",
        ),
    );
    asked(&mut champion).because =
        Some(t("Offers that nobody inside defends are lost on price", "内部无人支持的方案会输在价格上"));
    champion.fix = Some(t("Visit the plant manager before the offer goes out", "报价前拜访厂长").into());
    champion.owner = Responsible { role: Some(t("Sales engineer", "销售工程师").into()), person: None };
    champion.due = Some(day(2026, 11, 30));
    let note = t("today's value", "当前值");
    champion.evidence = ["2", "1", "0"]
        .iter()
        .enumerate()
        .map(|(at, level)| {
            let place = Place {
                file: "exports/contacts.csv".into(),
                line: u32::try_from(at).unwrap() + 30,
                column: 24,
                header: Some("Relationship".into()),
                raw: Some((*level).into()),
            };
            seen(&format!("contacts[{at}].level"), Some(level), Some(">= 3"), Some(&note), Some(place))
        })
        .collect();
    findings.push(champion);

    // A script that stopped.
    let mut stopped = draft(
        3,
        Verdict::Error,
        deal("M-301", "Sleeve machine", "proposal", "1,040,000 EUR", "Jonas Weil"),
        t(
            "the script stopped: more than 100,000 operations (rules/next_step.rhai:12:9)",
            "脚本中止:超过 100,000 次运算(rules/next_step.rhai:12:9)",
        ),
    );
    stopped.fix = Some(t("Mend the script, then judge again", "修复脚本后重新判断").into());
    findings.push(stopped);

    // Priced too low; the same cannot be told of others, for three reasons; one is waived.
    let mut low = draft(
        4,
        Verdict::Fail,
        deal("M-1003", "Blister line", "proposal", "1,250,000 EUR", "Tomas Brandt"),
        t(
            "1,250,000 EUR is 23.780488…% under the list price of 1,640,000 EUR",
            "成交价 1,250,000 EUR 比目录价 1,640,000 EUR 低 23.780488…%",
        ),
    );
    let because =
        t("Below 80 % of list price a machine does not earn its warranty", "低于目录价八折的机器赚不回保修成本");
    asked(&mut low).because = Some(because.clone());
    low.fix = Some(t("Ask the head of sales to decide on the price", "请销售总监决定价格").into());
    asked(&mut low).policy = Some("Pricing 4.2".to_owned());
    asked(&mut low).tags = vec!["price".to_owned()];
    low.evidence = vec![
        seen("amount", Some("1,250,000 EUR"), None, None, cell(4, 53, "Amount", Some("1250"))),
        seen("list_price", Some("1,640,000 EUR"), None, None, cell(4, 58, "List Price", Some("1640"))),
        seen("discount", Some("23.780488…%"), Some("<= 20%"), None, None),
    ];
    let mut waived = low.clone();
    waived.verdict = Verdict::Waived;
    waived.waiver = Some(WaiverNote {
        by: "Karin Vogt".to_owned(),
        until: day(2026, 12, 31),
        because: t("The framework contract of 2025 fixes the price", "价格由 2025 年框架合同确定"),
        declared: TextPlace { file: FILE.into(), line: 71 },
    });
    waived.deal = deal("M-1009", "Blister line, second", "won", "990,000 EUR", "Tomas Brandt").into();
    waived.fingerprint = "big_discount-M-1009".into();
    findings.push(low);
    findings.push(waived);

    let unmatched = t(
        "cannot tell: More than 20 % under list price; `list_price` has no matching row in the joined table",
        "无法判断:折扣超过 20 %;`list_price` 在关联表中没有匹配行",
    );
    for at in 0..5_u32 {
        let id = format!("M-40{at}");
        let mut open =
            draft(4, Verdict::Unknown, deal(&id, "GTXPro", "proposal", "5,482 EUR", "Moses Frase"), unmatched.clone());
        asked(&mut open).because = Some(because.clone());
        asked(&mut open).policy = Some("Pricing 4.2".to_owned());
        open.fix =
            Some(t("Correct the key, or add the row to the joined table", "更正关联键,或在关联表中补充该行").into());
        let why = t("has no matching row in the joined table", "在关联表中没有匹配行");
        open.evidence = vec![
            seen("list_price", None, None, Some(&why), cell(60 + at, 24, "Product", Some("GTXPro"))),
            seen("amount", Some("5,482 EUR"), None, None, cell(60 + at, 53, "Amount", Some("5.482"))),
        ];
        findings.push(open);
    }
    let mut unreadable = draft(
        4,
        Verdict::Unknown,
        deal("M-500", "Tray former", "won", "", ""),
        t(
            "cannot tell: More than 20 % under list price; `amount` could not be read",
            "无法判断:折扣超过 20 %;`amount` 无法读取",
        ),
    );
    asked(&mut unreadable).because = Some(because.clone());
    asked(&mut unreadable).policy = Some("Pricing 4.2".to_owned());
    unreadable.fix = Some(t("Correct `amount` in the data", "更正数据中的 `amount`").into());
    unreadable.evidence = vec![seen(
        "amount",
        None,
        Some("<= 20%"),
        Some(&t("could not be read", "无法读取")),
        cell(71, 53, "Amount", Some("tbd, see mail of 12 Nov")),
    )];
    findings.push(unreadable);

    // Text that would like to steer the terminal, and an element of a list.
    let mut hostile = draft(
        5,
        Verdict::Fail,
        deal(
            "M-6\u{1b}[5m00",
            "Line\nbreak\u{202e} and \u{9b}31m colour",
            "lead",
            "",
            "A very long name indeed, of somebody who signs with all titles: Prof. Dr. Dr. h. c. Maximiliane Freifrau von und zu Obersee-Haldenmühle",
        ),
        t("milestones[1] of \u{1b}]0;owned\u{7} has no date", "milestones[1]\u{1b}]0;owned\u{7} 没有日期"),
    );
    hostile.element = Some("milestones[1]".to_owned());
    hostile.evidence = vec![
        seen(
            "milestones[1].date",
            None,
            None,
            Some(&t("is missing", "缺失")),
            Some(Place {
                file: "exports/deep/folder/with/a/rather/long/name/of/a/file/milestones_of_all_deals_2026.jsonl".into(),
                line: 120_334,
                column: 1_204,
                header: None,
                raw: None,
            }),
        ),
        seen("milestones[1].name", Some(&"工厂验收测试 Factory acceptance test ".repeat(12)), None, None, None),
    ];
    findings.push(hostile);
    findings
}
