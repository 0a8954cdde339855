use crate::diagnostic::Diagnostic;
use crate::diagnostic::did_you_mean;
use crate::expr::Expr;
use crate::expr::Wanted;
use crate::lower::cells::cell;
use crate::lower::cells::column;
use crate::lower::checks::clauses;
use crate::lower::kinds::Subject;
use crate::lower::known::Known;
use crate::lower::known::unknown;
use crate::lower::lengths::length;
use crate::lower::requires::bare;
use crate::lower::tables::gaps_and_dead_rows;
use crate::lower::text::plain;
use crate::lower::text::title;
use crate::model::Approval;
use crate::model::ApprovalId;
use crate::model::AuthorityId;
use crate::model::Barred;
use crate::model::By;
use crate::model::Cell;
use crate::model::Column;
use crate::model::Cover;
use crate::model::Criterion;
use crate::model::Owner;
use crate::model::Party;
use crate::model::Place;
use crate::model::Row;
use crate::model::Rule;
use crate::model::Table;
use crate::model::Tolerance;
use crate::model::Worse;
use crate::source::Spanned;
use crate::syntax;
use crate::syntax::Literal;
use crate::syntax::Name;
use crate::syntax::Side;
use crate::value::Type;
use crate::value::Value;
use crate::value::builtin;

/// The approvals. A part that is wrong is left out: it has been reported, and the playbook is not judged by.
pub(super) fn approvals(known: &Known<'_>, diagnostics: &mut Vec<Diagnostic>) -> Vec<Approval> {
    let written = known.parts.approvals.iter();
    let approvals: Vec<Approval> = written.map(|approval| self::approval(known, approval, diagnostics)).collect();
    for approval in known.parts.approvals.iter().filter(|approval| !is_required(known, &approval.name.value)) {
        let message = format!("nothing requires the approval `{}`", approval.name.value);
        let problem = Diagnostic::warning("lower/unused-approval", message).at(approval.name.span, "");
        let help = format!("write `require approval {}` at the gate that it guards", approval.name.value);
        diagnostics.push(problem.help(help));
    }
    approvals
}

fn is_required(known: &Known<'_>, name: &str) -> bool {
    let parts = known.parts;
    let criteria = || parts.stages.iter().flat_map(|stage| &stage.blocks).flat_map(|block| &block.criteria);
    let is_named = criteria().any(|criterion| match criterion {
        syntax::Criterion::Require(require) => match &require.what {
            syntax::Required::Approvals(names) => names.iter().any(|required| required.value == name),
            _ => false,
        },
        syntax::Criterion::Check(_) => false,
        syntax::Criterion::Broken(_) => true,
    });
    // A condition asks for it by name: `approved(ATB)`.
    let in_stages = criteria().filter_map(|criterion| match criterion {
        syntax::Criterion::Check(check) => Some(check.as_ref()),
        _ => None,
    });
    let of_checks =
        in_stages.chain(parts.checks.iter().copied()).flat_map(|check| check.that.iter().chain(&check.when));
    let computed = parts.deals.iter().flat_map(|deal| &deal.lets).map(|computed| &computed.value);
    let counted = parts.scores.iter().flat_map(|score| &score.parts).map(|part| &part.when);
    is_named || of_checks.chain(computed).chain(counted).any(|condition| condition.text.contains(name))
}

/// The criterion of `require approval NAME` at a place.
pub(super) fn required(
    known: &Known<'_>,
    name: &Name,
    criterion: String,
    place: &Place,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Criterion> {
    let Some(at) = known.schema.names.approvals.place(&name.value) else {
        if !known.parts.is_broken("approval", &name.value) {
            let names: Vec<&str> = known.schema.names.approvals.members.iter().map(String::as_str).collect();
            diagnostics.push(unknown("approval", name, &names));
        }
        return None;
    };
    let written = known.parts.approvals.get(usize::from(at))?;
    // Its own clauses are checked once, where it is declared.
    let mut quiet = Vec::new();
    let when = written.when.as_ref().map(|when| known.condition(when, &[], &Wanted::Truth, &mut quiet));
    let bare = bare(known, criterion, place.clone(), Rule::Approved(ApprovalId(at)), name.span);
    let clauses = clauses(known, &written.about, &[], &Subject::approval(&name.value), &mut quiet)?;
    Some(Criterion {
        title: written.title.as_ref().map(plain),
        when: when.map_or(Some(None), |when| when.map(Some))?,
        ..clauses.on(bare)
    })
}

fn approval(known: &Known<'_>, written: &syntax::Approval, diagnostics: &mut Vec<Diagnostic>) -> Approval {
    let when = written.when.as_ref().and_then(|when| known.condition(when, &[], &Wanted::Truth, diagnostics));
    clauses(known, &written.about, &[], &Subject::approval(&written.name.value), diagnostics);
    if written.by.is_none() && !written.broken {
        let message = format!("who decides on the approval `{}` is missing", written.name.value);
        let problem = Diagnostic::error("lower/nobody-decides", message).at(written.name.span, "not given here");
        diagnostics.push(problem.help("add `by …`"));
    }
    let by = written.by.as_ref().and_then(|by| self::by(known, &by.value, when.as_ref(), diagnostics));
    let by = by.unwrap_or_else(|| By::All(Vec::new()));
    let mut person = |name: &syntax::Name| match name.value.as_str() {
        "owner" => Some(Party::Of(Owner::DealOwner)),
        // A role of this name is meant where one is declared.
        "requester" if known.schema.names.roles.place("requester").is_none() => Some(Party::Requester),
        _ => known.role(name, diagnostics).map(Owner::Role).map(Party::Of),
    };
    let not_by = written.not_by.iter().filter_map(|barred| match barred {
        syntax::Barred::Person(name) => person(name).map(Barred::Person),
        syntax::Barred::Reports(name) => person(name).map(Barred::Reports),
    });
    let not_by = not_by.collect();
    let covers = written.covers.iter().filter_map(|cover| self::cover(known, cover, written, diagnostics)).collect();
    Approval {
        name: written.name.value.clone(),
        title: title(written.title.as_ref(), &written.name),
        by,
        not_by,
        valid: written.valid.as_ref().and_then(|valid| length(known, valid, diagnostics)),
        covers,
        conditions: written.conditions.as_ref().and_then(|within| length(known, within, diagnostics)),
        span: written.name.span,
        declared: known.declared(written.name.span),
    }
}

fn by(known: &Known<'_>, written: &syntax::By, when: Option<&Expr>, diagnostics: &mut Vec<Diagnostic>) -> Option<By> {
    let mut all = |parts: &[syntax::By]| {
        let parts: Vec<Option<By>> = parts.iter().map(|part| by(known, part, when, diagnostics)).collect();
        parts.into_iter().collect::<Option<Vec<By>>>()
    };
    match written {
        syntax::By::Role(name) => known.role(name, diagnostics).map(By::Role),
        syntax::By::All(parts) => all(parts).map(By::All),
        syntax::By::Then(parts) => all(parts).map(By::Then),
        syntax::By::AnyOf(names) => count(known, 1, names, diagnostics),
        syntax::By::CountOf(wanted, names) => {
            let wanted_count = usize::try_from(wanted.value).unwrap_or(usize::MAX);
            if wanted_count == 0 || wanted_count > names.len() {
                let message = format!("{} of {} roles cannot decide", wanted.value, names.len());
                let problem = Diagnostic::error("lower/impossible-count", message).at(wanted.span, "");
                diagnostics.push(problem.help(format!("write a number from 1 to {}", names.len())));
                return None;
            }
            count(known, wanted_count, names, diagnostics)
        }
        syntax::By::Authority(name) => {
            let place = known.parts.authorities.iter().position(|authority| authority.name.value == name.value);
            if place.is_none() && !known.parts.is_broken("authority", &name.value) {
                let names = known.parts.authorities.iter().map(|authority| authority.name.value.as_str());
                diagnostics.push(unknown_authority(name, &names.collect::<Vec<&str>>()));
            }
            place.and_then(|place| u16::try_from(place).ok()).map(|place| By::Authority(AuthorityId(place)))
        }
        syntax::By::Table(table) => self::table(known, table, when, diagnostics).map(By::Table),
    }
}

fn unknown_authority(name: &Name, known: &[&str]) -> Diagnostic {
    let message = format!("no authority is named `{}`", name.value);
    let near = did_you_mean(&name.value, known.iter().copied()).map(|near| format!("did you mean `{near}`?"));
    Diagnostic::error("lower/unknown-authority", message)
        .at(name.span, "not declared")
        .help("declare it: `authority NAME { | | BODY | … }`")
        .maybe_help(near)
}

fn count(known: &Known<'_>, wanted: usize, names: &[Name], diagnostics: &mut Vec<Diagnostic>) -> Option<By> {
    let roles: Vec<_> = names.iter().map(|name| known.role(name, diagnostics)).collect();
    roles.into_iter().collect::<Option<Vec<_>>>().map(|roles| By::Count(wanted, roles))
}

fn table(
    known: &Known<'_>,
    written: &syntax::Table,
    when: Option<&Expr>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Table> {
    let before = diagnostics.len();
    let columns: Vec<Option<Column>> = written.fields.iter().map(|field| column(known, field, diagnostics)).collect();
    let columns = columns.into_iter().collect::<Option<Vec<Column>>>()?;
    let mut rows = Vec::new();
    for row in &written.rows {
        let cells: Vec<Option<Cell>> = row
            .cells
            .iter()
            .zip(&columns)
            .map(|(written, column)| cell(written.as_ref()?, column, diagnostics))
            .collect();
        let decides = row.approvers.as_ref().and_then(|by| self::by(known, &by.value, when, diagnostics));
        let cells = cells.into_iter().collect::<Option<Vec<Cell>>>();
        rows.extend(cells.zip(decides).map(|(cells, by)| Row { cells, by, span: row.span }));
    }
    let first = written.rows.first().map(|row| row.span)?;
    let span = written.rows.last().map_or(first, |last| first.to(last.span));
    let table = Table { columns, rows, span };
    // Rows that could not be read leave gaps that are no news.
    if diagnostics.len() == before && table.rows.len() == written.rows.len() {
        gaps_and_dead_rows(known, &table, when, diagnostics);
    }
    Some(table)
}

fn cover(
    known: &Known<'_>,
    written: &syntax::Cover,
    approval: &syntax::Approval,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Cover> {
    let (slots, ty) = known.field(&written.field, diagnostics)?;
    if slots.first().is_some_and(|slot| *slot < builtin::COUNT) {
        let message = format!("`{}` is built in, so an approval cannot cover it", written.field.text());
        let problem = Diagnostic::error("lower/covers-built-in", message).at(written.field.span, "");
        diagnostics.push(problem.help("an approval covers fields that are declared in `deal { … }`"));
        return None;
    }
    let name = written.field.text();
    let up_to = match &written.up_to {
        Some(limit) => Some(tolerance(limit, &ty, &name, diagnostics)?),
        None => None,
    };
    let worse = match &written.side {
        Some(side) => side_of(side, &ty, &name, diagnostics)?,
        None => worse(known, approval, &name),
    };
    Some(Cover { name, slots, worse, up_to })
}

/// The way that is written; what has no order has none.
fn side_of(side: &Spanned<Side>, ty: &Type, name: &str, diagnostics: &mut Vec<Diagnostic>) -> Option<Worse> {
    let is_ordered = !matches!(ty, Type::Text | Type::Person | Type::List(_) | Type::Record(_));
    match side.value {
        Side::Either => return Some(Worse::Any),
        Side::Higher if is_ordered => return Some(Worse::More),
        Side::Lower if is_ordered => return Some(Worse::Less),
        Side::Higher | Side::Lower => {}
    }
    let message = format!("`{name}` cannot be higher or lower, its type is `{ty}`");
    let problem = Diagnostic::error("lower/no-direction", message).at(side.span, "has no order");
    diagnostics.push(problem.help(format!("write `covers {name}`: then any change counts")));
    None
}

fn tolerance(limit: &Spanned<Literal>, ty: &Type, name: &str, diagnostics: &mut Vec<Diagnostic>) -> Option<Tolerance> {
    match (&limit.value, ty) {
        (Literal::Percent(share), Type::Money | Type::Number | Type::Integer | Type::Percent) => {
            Some(Tolerance::Share(*share))
        }
        (Literal::Duration(length), Type::Date | Type::DateTime | Type::Duration) => {
            Some(Tolerance::Amount(Value::Duration(*length)))
        }
        _ if matches!(ty, Type::Money | Type::Number | Type::Integer) => {
            super::cells::value(limit, ty, name, diagnostics).map(Tolerance::Amount)
        }
        (Literal::Bad, _) => None,
        _ => {
            let message = format!("`{name}` cannot get worse by this, its type is `{ty}`");
            diagnostics.push(Diagnostic::error("lower/wrong-tolerance", message).at(limit.span, ""));
            None
        }
    }
}

/// Which way a field gets worse: as the limits say that the approval's table, or its matrix, sets for it.
fn worse(known: &Known<'_>, approval: &syntax::Approval, field: &str) -> Worse {
    let Some(by) = &approval.by else { return Worse::Any };
    let cells: Vec<&syntax::Cell> = match &by.value {
        syntax::By::Table(table) => {
            let at = table.fields.iter().position(|known| known.text() == field);
            // The first row is the mildest approver's: its limits say what is good.
            let first = table.rows.first();
            at.and_then(|at| first?.cells.get(at)?.as_ref()).into_iter().collect()
        }
        syntax::By::Authority(name) => {
            let authority = known.parts.authorities.iter().find(|authority| authority.name.value == name.value);
            let rows = authority.into_iter().flat_map(|authority| &authority.rows);
            rows.filter(|row| row.field.text() == field).flat_map(|row| row.cells.iter().flatten()).collect()
        }
        _ => Vec::new(),
    };
    let sign = |cell: &&syntax::Cell| match &cell.kind {
        syntax::CellKind::Compare(sign, _) => Some(*sign),
        _ => None,
    };
    match cells.iter().find_map(sign) {
        Some(syntax::Comparison::Below | syntax::Comparison::AtMost) => Worse::More,
        Some(syntax::Comparison::Above | syntax::Comparison::AtLeast) => Worse::Less,
        _ => Worse::Any,
    }
}
