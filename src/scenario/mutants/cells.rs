use crate::expr::shifted_value;
use crate::expr::show;
use crate::model::Cell;
use crate::model::Column;
use crate::model::Comparison;
use crate::value::Type;
use crate::value::compare;
use compact_str::CompactString;

/// The cells that may stand in the place of one: its limit in or out, a tenth higher or lower, one value less.
pub(super) fn other_cells(cell: &Cell, column: &Column) -> Vec<Cell> {
    let is_percent = *column.value.ty() == Type::Percent;
    match cell {
        Cell::Any => Vec::new(),
        Cell::OneOf(values) if values.len() < 2 => Vec::new(),
        Cell::OneOf(values) => (0..values.len())
            .map(|left_out| {
                let kept = values.iter().enumerate().filter(|(at, _)| *at != left_out);
                Cell::OneOf(kept.map(|(_, value)| value.clone()).collect())
            })
            .collect(),
        Cell::Compare(sign, bound) => {
            let shifted = shifted_value(bound, is_percent).into_iter().map(|bound| Cell::Compare(*sign, bound));
            std::iter::once(Cell::Compare(other_sign(*sign), bound.clone())).chain(shifted).collect()
        }
        Cell::Range(first, last) => {
            let firsts = shifted_value(first, is_percent).into_iter().map(|first| (first, last.clone()));
            let lasts = shifted_value(last, is_percent).into_iter().map(|last| (first.clone(), last));
            let sound = |ends: &(_, _)| compare(&ends.0, &ends.1).is_ok_and(|order| order.is_le());
            firsts.chain(lasts).filter(sound).map(|(first, last)| Cell::Range(first, last)).collect()
        }
    }
}

/// A cell as people write it.
pub(super) fn shown(cell: &Cell, column: &Column) -> String {
    let ty = column.value.ty();
    match cell {
        Cell::Any => "any".to_owned(),
        Cell::OneOf(values) => values.iter().map(|value| show(value, ty)).collect::<Vec<CompactString>>().join(", "),
        Cell::Compare(sign, bound) => format!("{} {}", sign.sign(), show(bound, ty)),
        Cell::Range(first, last) => format!("{} .. {}", show(first, ty), show(last, ty)),
    }
}

fn other_sign(sign: Comparison) -> Comparison {
    match sign {
        Comparison::Below => Comparison::AtMost,
        Comparison::AtMost => Comparison::Below,
        Comparison::Above => Comparison::AtLeast,
        Comparison::AtLeast => Comparison::Above,
        Comparison::Equal => Comparison::NotEqual,
        Comparison::NotEqual => Comparison::Equal,
    }
}
