//! Why a deal has its verdicts: one of each kind.

use chrono::NaiveDate;
use tollgate::assess::DealRef;
use tollgate::assess::Explanation;
use tollgate::assess::Node;
use tollgate::assess::Part;
use tollgate::assess::Verdict;
use tollgate::deals::Place;
use tollgate::model::CriterionId;
use tollgate::model::TextPlace;
use tollgate::report::explain;
use tollgate::value::Truth;

pub struct Explained {
    deal: DealRef,
    explanations: Vec<Explanation>,
}

impl Explained {
    /// All criteria, or only one of them.
    pub fn new(only: Option<usize>) -> Explained {
        let deal = DealRef {
            id: "M-1003".into(),
            name: Some("Blister line".into()),
            owner: Some("Tomas Brandt".into()),
            stage: Some("proposal".into()),
            amount: Some("1,250,000 EUR".into()),
        };
        let all = explanations();
        let explanations = match only {
            Some(at) => vec![all[at].clone()],
            None => all,
        };
        Explained { deal, explanations }
    }

    pub fn explained(&self) -> explain::Explained<'_> {
        explain::Explained {
            stage: None,
            deal: &self.deal,
            as_of: NaiveDate::from_ymd_opt(2026, 11, 23).unwrap(),
            language: "en",
            explanations: &self.explanations,
        }
    }
}

fn explanation(at: u32, check: &str, title: &str, verdict: Verdict, reason: &str, parts: Vec<Part>) -> Explanation {
    Explanation {
        criterion: CriterionId(at),
        check: check.to_owned(),
        title: title.to_owned(),
        verdict,
        reason: reason.to_owned(),
        parts,
        declared: TextPlace { file: "machines.playbook".into(), line: 40 + at },
    }
}

fn node(text: &str, value: Option<&str>, answer: Option<Truth>, children: Vec<Node>) -> Node {
    Node { text: text.to_owned(), value: value.map(str::to_owned), answer, note: None, place: None, children }
}

fn field(text: &str, value: &str, line: u32, column: u32) -> Node {
    let place =
        Place { file: "exports/opportunities.csv".into(), line, column, header: Some("Amount".into()), raw: None };
    Node { place: Some(place), ..node(text, Some(value), None, Vec::new()) }
}

fn part(label: &str, tree: Node) -> Part {
    Part { label: label.to_owned(), tree }
}

fn explanations() -> Vec<Explanation> {
    let (yes, no, open) = (Some(Truth::Yes), Some(Truth::No), Some(Truth::Unknown));
    let element = |at: u32, role: &str, role_answer: Option<Truth>, answer: Option<Truth>, level: &str| {
        let mut second = node("c.level >= 3", None, None, Vec::new());
        if role_answer == yes {
            second = node(
                "c.level >= 3",
                Some("no"),
                no,
                vec![field("c.level", level, at + 30, 24), node("3", Some("3"), None, Vec::new())],
            );
        } else {
            second.note = Some("not needed".to_owned());
        }
        let role = node(
            "c.role == \"decision_maker\"",
            Some("no"),
            role_answer,
            vec![
                field("c.role", role, at + 30, 11),
                node("\"decision_maker\"", Some("decision_maker"), None, Vec::new()),
            ],
        );
        node(&format!("contacts[{at}]"), Some("no"), answer, vec![role, second])
    };
    let mut missing = field("account.name", "", 4, 16);
    missing.value = None;
    missing.answer = no;
    missing.note = Some("is missing".to_owned());
    let mut unmatched = field("list_price", "", 4, 58);
    unmatched.value = None;
    unmatched.note = Some("has no matching row in the joined table".to_owned());
    if let Some(place) = &mut unmatched.place {
        place.raw = Some("GTXPro\u{1b}[2J".into());
    }
    vec![
        explanation(
            0,
            "qualified.exit.amount",
            "`amount` is filled",
            Verdict::Pass,
            "it holds",
            vec![part("require", Node { answer: yes, ..field("amount", "1,250,000 EUR", 4, 53) })],
        ),
        explanation(
            1,
            "lead.exit.account.name",
            "`account.name` is filled",
            Verdict::Fail,
            "`account.name` is missing; leaving Lead requires it",
            vec![part("require", missing)],
        ),
        explanation(
            2,
            "champion",
            "Somebody at the customer supports us",
            Verdict::Fail,
            "None of the 3 contacts above user level supports us (level 3)",
            vec![
                part(
                    "when",
                    node(
                        "contacts.len() > 0",
                        Some("yes"),
                        yes,
                        vec![
                            node("contacts.len()", Some("3"), None, Vec::new()),
                            node("0", Some("0"), None, Vec::new()),
                        ],
                    ),
                ),
                part(
                    "that",
                    node(
                        "contacts.some(|c| c.role == \"decision_maker\" && c.level >= 3) && 阶段说明.contains(\"客户内部有支持者\")",
                        Some("no"),
                        no,
                        vec![
                            element(0, "user", no, no, "5"),
                            element(1, "decision_maker", yes, no, "2"),
                            node("and 1 more", None, None, Vec::new()),
                        ],
                    ),
                ),
            ],
        ),
        explanation(
            3,
            "big_discount",
            "More than 20 % under list price",
            Verdict::Unknown,
            "cannot tell: More than 20 % under list price; `list_price` has no matching row in the joined table",
            vec![part(
                "that",
                node(
                    "discount <= 20%",
                    None,
                    open,
                    vec![
                        Node {
                            note: Some("has no matching row in the joined table".to_owned()),
                            ..node("discount", None, None, vec![field("amount", "1,250,000 EUR", 4, 53), unmatched])
                        },
                        node("20%", Some("20%"), None, Vec::new()),
                    ],
                ),
            )],
        ),
        explanation(
            4,
            "won.entry.amount",
            "`amount` is filled",
            Verdict::NotApplicable,
            "the deal has not entered Won",
            vec![part("require", field("amount", "1,250,000 EUR", 4, 53))],
        ),
        explanation(
            5,
            "lost.entry.loss_reason",
            "`loss_reason` is filled",
            Verdict::NotApplicable,
            "the deal has not entered Lost",
            Vec::new(),
        ),
    ]
}
