use crate::diagnostic::Diagnostic;
use crate::lower::cells::cell;
use crate::lower::cells::column;
use crate::lower::known::Known;
use crate::lower::text::title;
use crate::model::Authority;
use crate::model::AuthorityRow;
use crate::model::Cell;
use crate::model::RoleId;
use crate::syntax;

/// The matrices of authority.
pub(super) fn authorities(known: &Known<'_>, diagnostics: &mut Vec<Diagnostic>) -> Vec<Authority> {
    known.parts.authorities.iter().map(|written| authority(known, written, diagnostics)).collect()
}

/// A part that is wrong is left out: it has been reported, and the playbook is not judged by.
fn authority(known: &Known<'_>, written: &syntax::Authority, diagnostics: &mut Vec<Diagnostic>) -> Authority {
    let bodies: Vec<RoleId> = written.bodies.iter().filter_map(|body| known.role(body, diagnostics)).collect();
    for (at, body) in written.bodies.iter().enumerate() {
        if let Some(first) = written.bodies.iter().take(at).find(|first| first.value == body.value) {
            diagnostics.push(super::collect::twice("body", body, first.span));
        }
    }
    let rows = written.rows.iter().filter_map(|row| authority_row(known, row, diagnostics)).collect();
    Authority {
        name: written.name.value.clone(),
        title: title(written.title.as_ref(), &written.name),
        bodies,
        rows,
        from: written.from.as_ref().map(|from| from.value),
        until: written.until.as_ref().map(|until| until.value),
        span: written.name.span,
    }
}

fn authority_row(
    known: &Known<'_>,
    row: &syntax::AuthorityRow,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<AuthorityRow> {
    let column = column(known, &row.field, diagnostics)?;
    let cells = row.cells.iter().map(|written| cell(written.as_ref()?, &column, diagnostics));
    let cells = cells.collect::<Vec<Option<Cell>>>().into_iter().collect::<Option<Vec<Cell>>>()?;
    Some(AuthorityRow { column, cells, span: row.span })
}
