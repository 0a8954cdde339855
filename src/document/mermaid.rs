use crate::document::beside::BESIDE;
use crate::document::contents::Flow;
use crate::document::drawing::Kind;
use crate::model::Outcome;
use crate::model::Playbook;

/// The flow as a Mermaid flowchart: the main line with thick arrows, losses dotted, outcomes coloured and named.
pub(super) fn chart(playbook: &Playbook, told: &Flow) -> String {
    let mut lines = vec!["flowchart LR".to_owned()];
    for (at, stage) in playbook.stages.iter().enumerate() {
        let title = told.titles.get(at).map(|title| escaped(title)).unwrap_or_default();
        let outcome = told.outcomes.get(at).map(|word| escaped(&word.replace(BESIDE, " "))).unwrap_or_default();
        let outcome = if outcome.is_empty() { outcome } else { format!("<br/>{outcome}") };
        lines.push(match stage.outcome {
            Some(Outcome::Won) => format!("    s{at}([\"{title}{outcome}\"]):::won"),
            Some(Outcome::Lost) => format!("    s{at}([\"{title}{outcome}\"]):::lost"),
            None => format!("    s{at}[\"{title}\"]"),
        });
    }
    for step in &playbook.flow.moves {
        let arrow = match Kind::of(playbook, step.from, step.to) {
            Kind::Main => "==>",
            Kind::Loss => "-.->",
            Kind::Aside | Kind::Back => "-->",
        };
        lines.push(format!("    s{} {arrow} s{}", step.from.0, step.to.0));
    }
    lines.push("    classDef won stroke:#1f7a4d,stroke-width:2px".to_owned());
    lines.push("    classDef lost stroke:#a63232,stroke-width:2px".to_owned());
    lines.join("\n")
}

/// Mermaid reads `#34;` as a quote; signs of its own must not stand in a title.
fn escaped(title: &str) -> String {
    let mut out = String::new();
    for letter in title.chars() {
        match letter {
            BESIDE => out.push_str("<br/>"),
            '"' | '#' | '<' | '>' | '&' | '`' | '\\' | '[' | ']' | '{' | '}' | '|' | ';' => {
                out.push_str(&format!("#{};", u32::from(letter)));
            }
            letter if letter.is_control() => out.push(' '),
            letter => out.push(letter),
        }
    }
    out
}
