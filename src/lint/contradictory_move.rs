//! Lint `contradictory-move`.

use crate::lint::Advice;
use crate::lint::Ground;
use crate::lint::contradictory_criteria::Side;
use crate::lint::registry::declare_lint;
use crate::model::Place;

declare_lint! {
    /// ## What it does
    /// Finds moves of the flow that no deal can make by the playbook, because the `exit` of the stage that is left and the `entry` of the stage that is entered contradict each other.
    /// Both are judged at the moment of the move.
    ///
    /// ## Why is this bad?
    /// Whoever makes the move gets a finding, whatever the deal looks like.
    ///
    /// ## Example
    /// ```playbook
    /// stage lead "Lead" { exit  { check open   "Nothing is signed": missing(signed_at) } }
    /// stage bid  "Bid"  { entry { check signed "It is signed":      present(signed_at) } }
    /// ```
    ///
    /// ## Use instead
    /// ```playbook
    /// stage lead "Lead" { exit  { check dated  "It has a date": present(close_date) } }
    /// stage bid  "Bid"  { entry { check signed "It is signed":  present(signed_at) } }
    /// ```
    CONTRADICTORY_MOVE, "contradictory-move", Warn, Conditions, contradictory_move
}

fn contradictory_move(ground: &Ground<'_>, out: &mut Vec<Advice>) {
    let playbook = ground.playbook;
    let sides = |is_meant: fn(&Place) -> bool| {
        let criteria = playbook.criteria.iter().filter(move |criterion| is_meant(&criterion.place));
        let sides = criteria.filter_map(|criterion| Side::of(ground, criterion));
        // Where the stage is asked for, it is another one before the move than after it.
        sides.filter(|side| !side.hangs_on_the_moment()).collect::<Vec<Side<'_>>>()
    };
    let exits = sides(|place| matches!(place, Place::Exit(_)));
    let entries = sides(|place| matches!(place, Place::Entry(_)));
    for step in &playbook.flow.moves {
        let of = |side: &&Side<'_>| side.criterion.place == Place::Exit(step.from);
        for exit in exits.iter().filter(of) {
            for entry in entries.iter().filter(|side| side.criterion.place == Place::Entry(step.to)) {
                if !exit.is_against(entry) {
                    continue;
                }
                let name = |id| playbook.stage(id).map_or("", |stage| stage.name.as_str());
                let (from, to) = (name(step.from), name(step.to));
                let message = format!("no deal can move from `{from}` to `{to}` and meet both criteria of that moment");
                let advice =
                    CONTRADICTORY_MOVE.on(&entry.criterion.name, message, entry.place(), "entering needs this");
                let advice = advice.at(exit.place(), format!("leaving `{from}` needs this"));
                out.push(advice.help("correct one of them, or say with `when` to which deals each applies"));
            }
        }
    }
}
