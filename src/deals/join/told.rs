//! What is said of the rows of joined tables.

use crate::deals::decode::Visibility;
use crate::deals::decode::base_name;
use crate::deals::decode::shortened;
use crate::deals::join::Joined;
use crate::deals::join::range;
use crate::deals::log::Log;
use crate::deals::log::Telling;
use crate::deals::log::near;
use crate::deals::marks::Marks;
use crate::deals::node::Node;
use crate::deals::plan::Plan;
use crate::deals::row::Mark;
use crate::deals::row::Row;
use crate::deals::row::Standing;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::or_list;
use crate::value::mapping::Join;
use crate::value::mapping::Target;

impl Joined {
    /// Reports the rows that no deal has asked for, where every row must belong to one.
    ///
    /// Silent where no deal had a key at all: the cause, a missing column or file, is reported already.
    /// A row of the deals' own log that names no case is reported already, too.
    pub(in crate::deals) fn report_orphans(&self, own: &Plan, marks: &Marks, log: &mut Log) {
        let of_own_log = own.case.is_some() && own.map.file.first.value == self.plan.map.file.first.value;
        let Some(join) = self.plan.map.join.as_ref().filter(|_| marks.is_asked()) else { return };
        let belongs = matches!(self.plan.map.target, Target::List(_)) || join.deals_column.is_none();
        let mut open = vec![Some(None); self.rows.len()];
        for (number, pair) in (0..).zip(self.starts.windows(2)) {
            let [from, to] = pair else { continue };
            let wants = (belongs && !marks.is_used(number)).then_some(Some(number));
            for row in self.order.get(range(*from, *to)).unwrap_or_default() {
                if let Some(place) = usize::try_from(*row).ok().and_then(|row| open.get_mut(row)) {
                    *place = wants;
                }
            }
        }
        for (at, key) in open.into_iter().enumerate().filter_map(|(at, open)| Some((at, open?))) {
            let Some(row) = self.rows.row(at) else { continue };
            let column = self.join_column(join, &row);
            let file = &row.sheet.name;
            let shown = base_name(file);
            let problem = match key {
                None if of_own_log || row.sheet.lacks(self.plan.map.columns.len()) => continue,
                None => Diagnostic::warning("deals/orphan-row", format!("a row of `{shown}` has no `{column}`"))
                    .note("it belongs to no deal, and is not used"),
                Some(_) => Diagnostic::warning("deals/orphan-row", format!("a row of `{shown}` belongs to no deal"))
                    .note(format!("no deal has the key that stands in `{column}`"))
                    .help("check that both exports cover the same deals"),
            };
            log.add(problem, file, column, row.start());
        }
    }

    /// The name of the column by which a row is joined.
    fn join_column<'j>(&self, join: &'j Join, row: &Row) -> &'j str {
        let name = match row.sheet.standing(self.plan.map.columns.len()) {
            Standing::At { name, .. } => join.column.names().nth(name),
            _ => None,
        };
        &name.unwrap_or(&join.column.first).value
    }

    pub(super) fn report_no_match(&self, key: &str, row: &Row, node: &Node<'_>, log: &mut Log) {
        let Some(join) = &self.plan.map.join else { return };
        let code = "deals/no-match";
        let files = or_list(self.files.iter().take(3).map(|name| base_name(name)));
        let asked = join.deals_column.as_ref().map_or("id", |column| column.first.value.as_str());
        let first = self.rows.row(0);
        let column = first.as_ref().map_or(join.column.first.value.as_str(), |row| self.join_column(join, row));
        let told = format!("no row of {files} has the {column} `{}`", shortened(key));
        let telling = match self.visibility {
            Visibility::Shown => log.telling(code, &row.sheet.name, &format!("{asked} {files}"), key),
            Visibility::Private => Telling::Together,
        };
        let problem = match telling {
            Telling::First => Diagnostic::error(code, told)
                .at(join.column.span(), "joined by this column")
                .maybe_help(near(key, self.keys.iter())),
            Telling::Again => Diagnostic::error(code, told),
            Telling::Together => Diagnostic::error(code, format!("no row of {files} has the {column} of these rows")),
        };
        log.add(problem, &row.sheet.name, asked, row.position(node, &mut Mark::default()));
    }

    pub(super) fn report_ambiguous(&self, key: &str, rows: &[u32], log: &mut Log) {
        let Some(join) = &self.plan.map.join else { return };
        for row in rows.iter().filter_map(|at| self.row(*at)) {
            let column = self.join_column(join, &row);
            let shown = match self.visibility {
                Visibility::Shown => format!("the {column} `{}`", shortened(key)),
                Visibility::Private => format!("the same {column}"),
            };
            let message = format!("{} rows have {shown}, where one is expected", rows.len());
            let problem = Diagnostic::error("deals/ambiguous-match", message)
                .note("which of them is meant cannot be told, so none is used")
                .help("keep one of them, or join by a column that is different in each");
            log.add(problem, &row.sheet.name, column, row.start());
        }
    }
}
