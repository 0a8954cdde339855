use crate::diagnostic::Diagnostic;
use crate::source::Span;
use crate::source::Spanned;
use crate::syntax::build::Builder;
use crate::syntax::grammar::Node;
use crate::syntax::grammar::Rule;
use crate::value::Shift;

impl Builder {
    /// `09:00 .. 12:00, 13:30 .. 18:00`: in order, and none within another.
    pub(super) fn shifts(&mut self, node: &Node<'_>) -> Vec<Spanned<Shift>> {
        let mut shifts: Vec<Spanned<Shift>> = Vec::new();
        for range in node.all(Rule::hour_range) {
            let clocks: Vec<Option<u32>> = range.all(Rule::clock).map(|clock| self.clock(&clock)).collect();
            let [Some(from), Some(until)] = clocks.as_slice() else { continue };
            let (from, until, span) = (*from, *until, range.span());
            if until <= from {
                self.bad_hours("the working hours end before they begin", span, "write the earlier time first; work over midnight is two ranges: `22:00 .. 24:00` and `00:00 .. 06:00`");
                continue;
            }
            if shifts.last().is_some_and(|before| from < before.value.until) {
                self.bad_hours(
                    "these working hours begin before the ones in front of them end",
                    span,
                    "write them in order, and apart: `09:00 .. 12:00, 13:30 .. 18:00`",
                );
                continue;
            }
            shifts.push(Spanned::new(Shift { from, until }, span));
        }
        shifts
    }

    /// Seconds after midnight.
    fn clock(&mut self, node: &Node<'_>) -> Option<u32> {
        let (hour, minute) = node.text().split_once(':')?;
        let (hour, minute): (u32, u32) = (hour.parse().ok()?, minute.parse().ok()?);
        if minute > 59 || hour * 60 + minute > 24 * 60 {
            let said = format!("`{}` is no time of the day", node.text());
            self.bad_hours(&said, node.span(), "times run from `00:00` to `24:00`");
            return None;
        }
        Some((hour * 60 + minute) * 60)
    }

    fn bad_hours(&mut self, said: &str, span: Span, help: &str) {
        self.problems.push(Diagnostic::error("syntax/bad-hours", said).at(span, "").help(help));
    }
}
