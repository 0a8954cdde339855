//! What is the same in every finding of a check, written once.

/// The parts of a line that do not depend on the deal.
pub struct Check {
    /// From behind the fingerprint to the sentence.
    pub head: &'static str,
    pub because: &'static str,
    /// What to do, as JSON; a stage that was left out has another one for each stage.
    pub fix: &'static str,
    pub role: &'static str,
    /// What stands behind the evidence.
    pub foot: &'static str,
    /// What the fingerprint is made of, before the deal and the element.
    pub name: &'static str,
    pub kind: &'static str,
    pub severity: Severity,
    /// Its title in the summary, as JSON.
    pub title: &'static str,
    pub line: &'static str,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Severity {
    Critical,
    Major,
    Minor,
}

impl Severity {
    pub fn name(self) -> &'static str {
        ["critical", "major", "minor"][self as usize]
    }
}

macro_rules! check {
    (
        $name:literal, $kind:literal, $severity:ident $word:literal, $title:literal, $line:literal;
        because $because:literal, fix $fix:literal, role $role:literal, listed $listed:literal
    ) => {
        Check {
            head: concat!(
                "\",\"check\":\"",
                $name,
                "\",\"kind\":\"",
                $kind,
                "\",\"verdict\":\"fail\",\"severity\":\"",
                $word,
                "\",\"title\":\"",
                $title,
                "\",\"message\":\""
            ),
            because: concat!(",\"because\":", $because, ",\"fix\":"),
            fix: $fix,
            role: concat!(",\"owner\":{\"role\":", $role, ",\"person\":"),
            foot: concat!(
                "],\"criterion\":{\"file\":\"twelve.playbook\",\"line\":",
                $line,
                "},\"as_of\":\"2026-06-30\",\"waiver\":null,\"baseline\":null}\n"
            ),
            name: $name,
            kind: $kind,
            severity: Severity::$severity,
            title: $listed,
            line: $line,
        }
    };
}

macro_rules! rule {
    ($name:literal, $severity:ident $word:literal, $title:literal, $line:literal, $because:literal, $fix:literal, $role:literal) => {
        check!(
            $name, "failed", $severity $word, $title, $line;
            because $because, fix $fix, role $role, listed $title
        )
    };
}

macro_rules! stay {
    ($stage:literal, $title:literal, $line:literal) => {
        check!(
            $stage, "overstayed", Major "major", $title, $line;
            because "null", fix "\"Move the deal on, or close it\"", role "null", listed ""
        )
    };
}

/// Where the checks on moves stand in [`CHECKS`]; R01 stands behind the six on stays.
pub const R01: usize = 6;
pub const SKIPPED: usize = 16;
pub const ILLEGAL: usize = 17;

/// The checks in the order of their findings.
pub const CHECKS: [Check; 18] = [
    stay!("lead.at_most", "At most 30 days in Lead", "40"),
    stay!("qualified.at_most", "At most 30 days in Qualified", "41"),
    stay!("proposal.at_most", "At most 30 days in Proposal", "42"),
    stay!("negotiation.at_most", "At most 30 days in Negotiation", "43"),
    stay!("contract.at_most", "At most 30 days in Contract", "44"),
    stay!("delivery.at_most", "At most 30 days in Delivery", "45"),
    rule!("R01", Major "major", "The amount is positive", "53", "null", "\"Enter what the customer pays\"", "null"),
    rule!(
        "R02", Major "major", "The fields that the stage asks for are filled", "60", "null", "\"Fill it in\"", "null"
    ),
    rule!("R03", Major "major", "The close date lies ahead", "67", "null", "null", "null"),
    rule!("R04", Major "major", "The team is complete", "69", "null", "\"Name them\"", "null"),
    rule!(
        "R05", Critical "critical", "Discount and amount were approved at the right level", "76",
        "\"Who may decide is a matter of amount and discount\"", "\"Have it decided by who may\"", "null"
    ),
    rule!(
        "R06", Critical "critical", "Nobody approves a deal of their own", "85",
        "\"Four eyes see more than two\"", "\"Have somebody else decide\"", "null"
    ),
    rule!(
        "R07", Critical "critical", "The bid was approved before the contract", "94",
        "\"The company is bound before anybody looked at the terms\"", "null", "null"
    ),
    rule!(
        "R10", Minor "minor", "Something happened in the last 21 days", "103", "null",
        "\"Call the customer, or close the deal\"", "null"
    ),
    rule!(
        "R11", Minor "minor", "The owner is an e-mail address", "110", "null",
        "\"Enter the address of who owns the deal\"", "null"
    ),
    rule!(
        "R12", Major "major", "A decision maker is known", "118", "null", "\"Ask who signs\"", "\"Account responsible\""
    ),
    check!(
        "skipped", "skipped", Major "major", "No stage is skipped", "36";
        because "null", fix "null", role "null", listed ""
    ),
    check!(
        "illegal_move", "illegal_move", Major "major", "Every move is one of the flow", "36";
        because "null",
        fix "\"Note in the deal why it moved so, and ask the process owner to confirm the move\"", role "null", listed ""
    ),
];
