//! The flow as SVG: its colours come from the page around it.

use std::fmt::Write;

use unicode_width::UnicodeWidthChar;

use crate::document::beside::BESIDE;
use crate::document::contents::Flow;
use crate::document::flow;
use crate::document::flow::HEIGHT;
use crate::document::flow::Layout;
use crate::document::flow::Spot;
use crate::document::flow::WIDTH;
use crate::model::Outcome;
use crate::model::Playbook;
use crate::model::StageId;

/// Lines of text that a box holds.
const MOST_LINES: usize = 3;

/// Draws the flow.
pub(super) fn draw(playbook: &Playbook, told: &Flow) -> String {
    let layout = flow::lay_out(playbook);
    let mut out = String::new();
    let (width, height) = (layout.width, layout.height);
    // Writing to memory does not fail.
    let _ = write!(
        out,
        "<svg class=\"flow\" viewBox=\"0 0 {width} {height}\" style=\"max-width:{width}px\" role=\"img\" aria-labelledby=\"flow\">"
    );
    out.push_str("<defs>");
    for kind in Kind::ALL {
        let class = kind.class();
        let _ = write!(
            out,
            "<marker id=\"tip-{class}\" viewBox=\"0 0 10 10\" refX=\"9\" refY=\"5\" markerWidth=\"7\" markerHeight=\"7\" markerUnits=\"userSpaceOnUse\" orient=\"auto\"><path class=\"tip {class}\" d=\"M0 0 10 5 0 10z\"/></marker>"
        );
    }
    out.push_str("</defs>");
    for step in &playbook.flow.moves {
        let class = Kind::of(playbook, step.from, step.to).class();
        if let Some(path) = path(&layout, playbook, step.from, step.to) {
            let _ = write!(out, "<path class=\"{class}\" d=\"{path}\" marker-end=\"url(#tip-{class})\"/>");
        }
    }
    for (at, (stage, spot)) in playbook.stages.iter().zip(&layout.boxes).enumerate() {
        let class = match stage.outcome {
            Some(Outcome::Won) => "won",
            Some(Outcome::Lost) => "lost",
            None => "open",
        };
        let round = if stage.outcome.is_some() { HEIGHT / 2 } else { 8 };
        let (x, y) = (spot.x, spot.y);
        let _ = write!(
            out,
            "<rect class=\"{class}\" x=\"{x}\" y=\"{y}\" width=\"{WIDTH}\" height=\"{HEIGHT}\" rx=\"{round}\"/>"
        );
        let title = told.titles.get(at).map(String::as_str).unwrap_or_default();
        let outcome = told.outcomes.get(at).map(|word| word.replace(BESIDE, " ")).unwrap_or_default();
        let lines = label(title, !outcome.is_empty());
        let count = i32::try_from(lines.len() + usize::from(!outcome.is_empty())).unwrap_or(1);
        let first = y + HEIGHT / 2 + 5 - 8 * (count - 1);
        for (line, at) in lines.iter().zip(0..) {
            let _ = write!(out, "<text x=\"{}\" y=\"{}\">{}</text>", spot.middle(), first + 16 * at, escaped(line));
        }
        if !outcome.is_empty() {
            let y = first + 16 * (count - 1);
            let _ =
                write!(out, "<text class=\"{class}\" x=\"{}\" y=\"{y}\">{}</text>", spot.middle(), escaped(&outcome));
        }
    }
    out.push_str("</svg>");
    out
}

/// What a move is to the flow.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// To the next stage of the main line.
    Main,
    /// Another way on.
    Aside,
    /// To a stage that comes before.
    Back,
    /// To a stage where deals are lost.
    Loss,
}

impl Kind {
    const ALL: [Kind; 4] = [Kind::Main, Kind::Aside, Kind::Back, Kind::Loss];

    pub fn of(playbook: &Playbook, from: StageId, to: StageId) -> Kind {
        let place = |stage| playbook.flow.place(stage);
        let lost = playbook.stage(to).is_some_and(|stage| stage.outcome == Some(Outcome::Lost));
        match (place(from), place(to)) {
            (Some(from), Some(to)) if from + 1 == to => Kind::Main,
            (Some(from), Some(to)) if to < from => Kind::Back,
            _ if lost => Kind::Loss,
            _ => Kind::Aside,
        }
    }

    fn class(self) -> &'static str {
        match self {
            Kind::Main => "main",
            Kind::Aside => "aside",
            Kind::Back => "back",
            Kind::Loss => "loss",
        }
    }
}

/// The way of an arrow.
fn path(layout: &Layout, playbook: &Playbook, from: StageId, to: StageId) -> Option<String> {
    let spot = |stage: StageId| layout.boxes.get(usize::from(stage.0)).copied();
    let (a, b) = (spot(from)?, spot(to)?);
    Some(match Kind::of(playbook, from, to) {
        Kind::Main => main(layout, a, b),
        Kind::Loss => loss(layout, a, b),
        Kind::Aside | Kind::Back => aside(a, b),
    })
}

/// To the next stage of the main line, around the end of a row where it must.
fn main(layout: &Layout, a: Spot, b: Spot) -> String {
    let (right, ay, by) = (a.x + WIDTH, a.y + HEIGHT / 2, b.y + HEIGHT / 2);
    if a.row == b.row {
        return format!("M{right} {ay}H{}", b.x);
    }
    let (turn, between) = (layout.trunk - 10, b.y - 18);
    format!("M{right} {ay}H{turn}V{between}H{}V{by}H{}", b.x - 14, b.x)
}

/// Down from a stage, along below its row, and on to a stage where deals are lost.
fn loss(layout: &Layout, a: Spot, b: Spot) -> String {
    let (x, bottom) = (a.middle() + 24, a.y + HEIGHT);
    let lane = bottom + 20;
    let arrive = b.middle() + 24;
    if a.row + 1 == b.row {
        return format!("M{x} {bottom}V{lane}H{arrive}V{}", b.y);
    }
    format!("M{x} {bottom}V{lane}H{}V{}H{arrive}V{}", layout.trunk, b.y - 30, b.y)
}

/// An arc above the row, or a way through the gutter left of the rows.
fn aside(a: Spot, b: Spot) -> String {
    if a.row == b.row {
        // Arcs that leave stand apart from arcs that arrive.
        let bend = if b.x > a.x { 16 } else { -16 };
        let (from, to) = (a.middle() + bend, b.middle() - bend);
        let away = (to - from).abs();
        let rise = a.y - 14 - (away / 12).min(44);
        return format!("M{from} {}C{} {rise} {} {rise} {to} {}", a.y, from + bend, to - bend, b.y);
    }
    let (from, to) = (a.middle() - 40, b.middle() - 40);
    if b.row == a.row + 1 {
        let half = (a.y + HEIGHT + b.y) / 2;
        return format!("M{from} {}C{from} {half} {to} {half} {to} {}", a.y + HEIGHT, b.y);
    }
    if a.row == b.row + 1 {
        let half = (b.y + HEIGHT + a.y) / 2;
        return format!("M{from} {}C{from} {half} {to} {half} {to} {}", a.y, b.y + HEIGHT);
    }
    // Past the rows between, so that no box is crossed.
    let (leave, arrive) = if b.row > a.row { (a.y + HEIGHT, b.y) } else { (a.y, b.y + HEIGHT) };
    let (below, above) = if b.row > a.row { (leave + 12, arrive - 24) } else { (leave - 24, arrive + 12) };
    format!("M{from} {leave}V{below}H6V{above}H{to}V{arrive}")
}

/// A title on as many lines as a box holds; of a title in two languages each has its share.
fn label(title: &str, with_outcome: bool) -> Vec<String> {
    let titles: Vec<&str> = title.split(BESIDE).collect();
    let room = MOST_LINES - usize::from(with_outcome);
    let most = if titles.len() > 1 { 1 } else { room };
    titles.into_iter().take(room).flat_map(|title| lines(title, most)).collect()
}

/// A title on lines that fit a box, cut where it is longer.
fn lines(title: &str, most: usize) -> Vec<String> {
    const WIDE: usize = 20;
    let width = |text: &str| text.chars().map(|letter| letter.width().unwrap_or(0)).sum::<usize>();
    let mut lines: Vec<String> = vec![String::new()];
    for word in words(title) {
        let full = lines.last().is_some_and(|line| !line.is_empty() && width(line) + width(word.trim_end()) > WIDE);
        if full {
            lines.push(String::new());
        }
        if let Some(line) = lines.last_mut() {
            line.push_str(&word);
        }
    }
    let mut lines: Vec<String> = lines.into_iter().map(|line| line.trim().to_owned()).collect();
    let cut = lines.len() > most;
    lines.truncate(most);
    if let Some(last) = lines.last_mut()
        && (cut || width(last) > WIDE)
    {
        let mut short = String::new();
        for letter in last.chars() {
            if width(&short) + letter.width().unwrap_or(0) >= WIDE {
                break;
            }
            short.push(letter);
        }
        *last = format!("{}…", short.trim_end());
    }
    lines
}

/// Where a line may break: behind a blank, and behind a wide letter.
fn words(title: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for word in title.split_whitespace() {
        let mut plain = String::new();
        for letter in word.chars() {
            plain.push(letter);
            if letter.width() == Some(2) {
                words.push(std::mem::take(&mut plain));
            }
        }
        plain.push(' ');
        words.push(plain);
    }
    words
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
