//! The text of the draft.

use std::fmt::Write;

use crate::draft::Draft;
use crate::draft::Findings;
use crate::draft::column::Column;
use crate::draft::column::Kind;
use crate::draft::demands;
use crate::draft::demands::Demand;
use crate::draft::demands::Pace;
use crate::draft::fields::Field;
use crate::draft::fields::field;
use crate::draft::fields::value_map;
use crate::draft::join::Joined;
use crate::draft::names::Names;
use crate::draft::names::count;
use crate::draft::names::identifier;
use crate::draft::names::quoted;
use crate::draft::names::remark;
use crate::draft::order::Rests;
use crate::draft::stages::Stage;
use crate::draft::table::Table;
use crate::draft::words;
use crate::draft::words::Ending;

/// Writes the draft.
pub(super) fn write(found: &Findings<'_>) -> Draft {
    let shape = Shape::of(found);
    let demands = demands::find(found.deals, found.roles, found.stages, &shape.columns());
    let pace = match found.history {
        Some(_) => None,
        None => demands::pace(found.deals, found.roles, found.stages, &demands, &shape.columns()),
    };
    let mut text = String::new();
    // Writing to memory does not fail.
    let _ = head(found, &mut text)
        .and_then(|()| deal(found, &shape, &mut text))
        .and_then(|()| flow(found, &mut text))
        .and_then(|()| stages(found, &shape, &demands, pace.as_ref(), &mut text))
        .and_then(|()| close_date(found, &shape, &mut text))
        .and_then(|()| source(found, &shape, &mut text));
    Draft { text, found: summary(found, &demands) }
}

/// The fields of a deal.
struct Shape<'a> {
    fields: Vec<Field>,
    records: Vec<Record<'a>>,
    /// Columns that hold nothing.
    blank: Vec<&'a str>,
}

/// The fields of a joined table.
struct Record<'a> {
    joined: &'a Joined<'a>,
    name: String,
    fields: Vec<Field>,
}

impl<'a> Shape<'a> {
    fn of(found: &Findings<'a>) -> Shape<'a> {
        let currency = found.wishes.currency;
        let mut names = Names::of_deals();
        let records = found.joined.iter().map(|joined| {
            let mut own = Names::default();
            let columns = joined.table.columns.iter().filter(|column| column.kind != Kind::Blank);
            let fields = columns.map(|column| {
                let key = column.at == joined.column && identifier(&column.header) == joined.called;
                let name = own.give(if key { "name" } else { &column.header });
                field(column, name, currency)
            });
            Record { joined, fields: fields.collect(), name: names.give(&joined.called) }
        });
        let records: Vec<Record<'a>> = records.collect();
        let roles = found.roles;
        let built_in = [Some(roles.id), Some(roles.stage), roles.owner, roles.name, roles.created];
        let keys = |column: &Column| {
            records.iter().any(|record| !record.joined.list && record.joined.deals_column == column.at)
        };
        let own = found.deals.columns.iter().filter(|column| !built_in.contains(&Some(column.at)) && !keys(column));
        let (blank, own): (Vec<&Column>, Vec<&Column>) = own.partition(|column| column.kind == Kind::Blank);
        let amount = |column: &Column| roles.amount == Some(column.at);
        let amount_name = own.iter().find(|column| amount(column)).map(|_| names.give("amount"));
        let fields = own.into_iter().map(|column| {
            let name = amount_name.clone().filter(|_| amount(column)).unwrap_or_else(|| names.give(&column.header));
            field(column, name, currency)
        });
        let fields = fields.collect();
        Shape { fields, records, blank: blank.into_iter().map(|column| column.header.as_str()).collect() }
    }

    /// The fields by which a condition may ask, with the deals' columns that fill them.
    fn columns(&self) -> Vec<(String, usize)> {
        let own = self.fields.iter().map(|field| (field.name.clone(), field.column));
        let keys = self.records.iter().filter(|record| !record.joined.list).filter_map(|record| {
            let key = record.fields.iter().find(|field| field.column == record.joined.column)?;
            Some((format!("{}.{}", record.name, key.name), record.joined.deals_column))
        });
        own.chain(keys).collect()
    }
}

fn rows(table: &Table) -> String {
    let more = if table.cut { "the first " } else { "" };
    format!("{} ({more}{} row{})", table.name, count(table.rows.len()), if table.rows.len() == 1 { "" } else { "s" })
}

fn head(found: &Findings<'_>, out: &mut String) -> std::fmt::Result {
    writeln!(out, "// Drafted by `tollgate init` from {}.", rows(found.deals))?;
    writeln!(
        out,
        "// The comments say what the export shows. What begins with \"guess\" may be wrong: correct it, then delete it."
    )?;
    writeln!(
        out,
        "// Members of `one of` stand in the order they were met; order them from the least where you compare them by < and >."
    )?;
    let unused: Vec<&str> = found.unused().collect();
    if !unused.is_empty() {
        writeln!(out, "// Not used, because nothing in it belongs to the deals: {}.", remark(&unused.join(", ")))?;
    }
    writeln!(out, "playbook {} {} {{", identifier(&found.wishes.title), quoted(&found.wishes.title))?;
    writeln!(out, "version \"1\"")?;
    match found.wishes.currency {
        Some(currency) => writeln!(out, "currency {currency}")?,
        None => writeln!(out, "// currency EUR     for amounts that name none")?,
    }
    writeln!(out, "// timezone \"Europe/Berlin\"     the zone in which a moment has its day; UTC without it")?;
    writeln!(out, "}}\n")
}

fn deal(found: &Findings<'_>, shape: &Shape<'_>, out: &mut String) -> std::fmt::Result {
    writeln!(out, "deal {{")?;
    for field in &shape.fields {
        writeln!(out, "{}: {} // {}", field.name, field.ty, field.comment)?;
    }
    for record in &shape.records {
        writeln!(
            out,
            "{}: {}{{ // {}",
            record.name,
            if record.joined.list { "list of " } else { "" },
            remark(&rows(record.joined.table))
        )?;
        for field in &record.fields {
            writeln!(out, "{}: {} // {}", field.name, field.ty, field.comment)?;
        }
        writeln!(out, "}}")?;
    }
    if !found.deals.lists.is_empty() {
        writeln!(out, "// left out, because they are lists: {}", remark(&found.deals.lists.join(", ")))?;
    }
    if !shape.blank.is_empty() {
        writeln!(out, "// left out, because nothing stands in it: {}", remark(&shape.blank.join(", ")))?;
    }
    writeln!(out, "}}\n")
}

fn flow(found: &Findings<'_>, out: &mut String) -> std::fmt::Result {
    let stages = found.stages;
    writeln!(out, "flow {{")?;
    let rests = match stages.rests {
        Rests::History => "the order in which deals came to the stages, as the history shows it",
        Rests::Probability => "guess: the order of the stages follows their probability",
        Rests::Words => "guess: the order of the stages follows from their names",
        Rests::Filled => "guess: the order of the stages; the later, the more is filled in",
    };
    writeln!(out, "// {rests}")?;
    let names = |stages: Vec<&Stage>, between: &str| {
        stages.into_iter().map(|stage| stage.name.clone()).collect::<Vec<String>>().join(between)
    };
    writeln!(out, "{}", names(stages.line(), " -> "))?;
    let open = names(stages.open().collect(), ", ");
    if let Some(last) = stages.open().last() {
        for won in stages.ended(Ending::Won).skip(1) {
            writeln!(out, "{} -> {}", last.name, won.name)?;
        }
    }
    if !open.is_empty() {
        for lost in stages.ended(Ending::Lost) {
            writeln!(out, "{open} -> {}", lost.name)?;
        }
    }
    for step in &stages.moves {
        writeln!(out, "{} -> {} // seen {}", step.from, step.to, times(step.count))?;
    }
    for step in &stages.rare {
        writeln!(out, "// left out: {} -> {}, seen {}", step.from, step.to, times(step.count))?;
    }
    if stages.ended(Ending::Won).next().is_none() {
        writeln!(out, "// no label says that a deal is won: give its stage `outcome won`")?;
    }
    writeln!(out, "}}\n")
}

fn times(number: usize) -> String {
    match number {
        1 => "once".to_owned(),
        2 => "twice".to_owned(),
        more => format!("{} times", count(more)),
    }
}

fn stages(
    found: &Findings<'_>,
    shape: &Shape<'_>,
    demands: &[Demand],
    pace: Option<&Pace>,
    out: &mut String,
) -> std::fmt::Result {
    let limited = found.stages.open().any(|stage| stage.limit.is_some());
    for (at, stage) in found.stages.all.iter().enumerate() {
        let deals = format!("{} deal{}", count(stage.deals), if stage.deals == 1 { "" } else { "s" });
        writeln!(out, "stage {} {} {{ // {deals}", stage.name, quoted(&remark(&stage.label)))?;
        match stage.ending {
            Some(Ending::Won) => writeln!(out, "outcome won")?,
            Some(Ending::Lost) => writeln!(out, "outcome lost")?,
            None => {}
        }
        if let Some((days, stays)) = stage.limit.filter(|_| stage.ending.is_none()) {
            writeln!(out, "at most {days} days // guess: nine of ten of {} stays were not longer", count(stays))?;
        } else if at == 0 && pace.is_none() && !limited && found.history.is_none() {
            writeln!(out, "// at most 30 days     without a history nothing is known of how long deals stay")?;
        }
        let asked: Vec<&Demand> = demands.iter().filter(|demand| demand.stage == stage.name).collect();
        if !asked.is_empty() {
            writeln!(out, "entry {{")?;
            for demand in asked {
                writeln!(out, "require {} // guess: {}", demand.field, demand.seen)?;
            }
            writeln!(out, "}}")?;
        }
        if let Some(pace) = pace.filter(|pace| pace.stage == stage.name) {
            let (field, days) = (&pace.field, pace.days);
            writeln!(out, "during {{ // guess: nine of ten of {} closed deals did not take longer", count(pace.deals))?;
            writeln!(out, "check {}_too_long \"At most {days} days after {field}\" {{", stage.name)?;
            writeln!(out, "that days_between({field}, today) <= {days}")?;
            writeln!(out, "message \"{{days_between({field}, today)}} days after {field}, {{{field}}}\"")?;
            writeln!(out, "fix \"Move the deal on, or close it\"")?;
            writeln!(out, "}}\n}}")?;
        }
        let nothing_else = demands.is_empty() && !limited;
        if let Some(field) = shape.fields.first().filter(|_| at == 0 && nothing_else) {
            let wanted = if found.roles.owner.is_some() { "owner" } else { &field.name };
            writeln!(out, "during {{ require {wanted} }} // guess: nothing else shows what is asked of a deal")?;
        }
        writeln!(out, "}}\n")?;
    }
    Ok(())
}

/// A closing date that has passed is worth a question everywhere.
fn close_date(found: &Findings<'_>, shape: &Shape<'_>, out: &mut String) -> std::fmt::Result {
    let open: Vec<&str> = found.stages.open().map(|stage| stage.label.as_str()).collect();
    let deals = found.deals;
    let rows: Vec<&Vec<String>> =
        deals.rows.iter().filter(|row| open.contains(&deals.cell(row, found.roles.stage))).collect();
    let fits = |field: &&Field| {
        let filled = rows.iter().filter(|row| !deals.cell(row, field.column).is_empty()).count();
        field.ty == "date"
            && deals.columns.get(field.column).is_some_and(|column| column.says(words::CLOSE))
            && filled > 0
            && filled * 2 >= rows.len()
    };
    let Some(field) = shape.fields.iter().find(fits) else { return Ok(()) };
    writeln!(out, "check {0}_passed \"The close date lies ahead\" zh \"成交日期未过\" {{", field.name)?;
    writeln!(out, "that {} >= today", field.name)?;
    writeln!(out, "message \"{{name}} should have closed on {{{}}}\"", field.name)?;
    writeln!(out, "fix \"Set the date that the customer confirmed, or close the deal\"")?;
    writeln!(out, "}}\n")
}

fn source(found: &Findings<'_>, shape: &Shape<'_>, out: &mut String) -> std::fmt::Result {
    let (deals, roles) = (found.deals, found.roles);
    writeln!(out, "source export \"Export\" {{")?;
    writeln!(out, "deals from {} {{", quoted(&deals.name))?;
    let header = |at: usize| deals.columns.get(at).map(|column| quoted(&column.header)).unwrap_or_default();
    writeln!(out, "id = {}", header(roles.id))?;
    for (name, at) in [("name", roles.name), ("owner", roles.owner)] {
        if let Some(at) = at {
            writeln!(out, "{name} = {}", header(at))?;
        }
    }
    writeln!(out, "stage = {} {}", header(roles.stage), labels(found, deals, roles.stage))?;
    if let Some(created) = roles.created.and_then(|at| deals.columns.get(at)) {
        writeln!(out, "created_at {}", field(created, String::new(), None).filled_by)?;
    }
    for field in &shape.fields {
        writeln!(out, "{} {}", field.name, field.filled_by)?;
    }
    writeln!(out, "}}")?;
    for record in &shape.records {
        joined(record, deals, out)?;
    }
    if let Some(history) = found.history {
        let table = history.table;
        let header = |at: usize| table.columns.get(at).map(|column| quoted(&column.header)).unwrap_or_default();
        writeln!(out, "history from {} on {} {{", quoted(&table.name), header(history.key))?;
        writeln!(out, "stage = {} {}", header(history.stage), labels(found, table, history.stage))?;
        let format =
            history.written.format.as_ref().map(|format| format!(" as {}", quoted(format))).unwrap_or_default();
        writeln!(out, "at = {}{format}", header(history.at))?;
        if let Some(by) = history.by {
            writeln!(out, "by = {}", header(by))?;
        }
        writeln!(out, "}}")?;
    }
    writeln!(out, "}}")
}

fn joined(record: &Record<'_>, deals: &Table, out: &mut String) -> std::fmt::Result {
    let header =
        |table: &Table, at: usize| table.columns.get(at).map(|column| quoted(&column.header)).unwrap_or_default();
    let join = record.joined;
    if let Some((key, deals)) = &join.unmatched {
        let plural = if *deals == 1 { "" } else { "s" };
        writeln!(out, "// {} deal{plural} name what is not in it, {} for one", count(*deals), quoted(&remark(key)))?;
    }
    write!(
        out,
        "{} from {} on {} = {}",
        record.name,
        quoted(&join.table.name),
        header(join.table, join.column),
        header(deals, join.deals_column)
    )?;
    let readings: Vec<String> =
        join.reading.iter().map(|(from, to)| format!("{} as {}", quoted(from), quoted(to))).collect();
    if !readings.is_empty() {
        write!(out, " reading {}", readings.join(", "))?;
    }
    writeln!(out, " {{")?;
    for field in &record.fields {
        writeln!(out, "{} {}", field.name, field.filled_by)?;
    }
    writeln!(out, "}}")
}

/// The labels of a column of stages, and the stages that they mean.
fn labels(found: &Findings<'_>, table: &Table, column: usize) -> String {
    let known = table.columns.get(column).map(|column| &column.values);
    let stages = found.stages.all.iter().filter(|stage| known.is_some_and(|known| known.contains_key(&stage.label)));
    value_map(&stages.map(|stage| (stage.label.clone(), stage.name.clone())).collect::<Vec<(String, String)>>())
}

fn summary(found: &Findings<'_>, demands: &[Demand]) -> Vec<String> {
    let mut lines = vec![format!("deals    {}", rows(found.deals))];
    let header = |at: usize| found.deals.columns.get(at).map(|column| column.header.clone()).unwrap_or_default();
    let mut roles =
        vec![format!("id \"{}\"", header(found.roles.id)), format!("stage \"{}\"", header(found.roles.stage))];
    for (name, at) in [("owner", found.roles.owner), ("name", found.roles.name), ("amount", found.roles.amount)] {
        roles.extend(at.map(|at| format!("{name} \"{}\"", header(at))));
    }
    lines.push(format!("columns  {}", roles.join(", ")));
    let line: Vec<&str> = found.stages.line().iter().map(|stage| stage.label.as_str()).collect();
    lines.push(format!("stages   {}", line.join(" → ")));
    for joined in found.joined {
        lines.push(format!("joined   {}", rows(joined.table)));
    }
    match found.history {
        Some(history) => lines.push(format!("history  {}", rows(history.table))),
        None => lines.push("history  none, so nothing is known of moves and stays".to_owned()),
    }
    let unused: Vec<&str> = found.unused().collect();
    if !unused.is_empty() {
        lines.push(format!("not used {}", unused.join(", ")));
    }
    for table in std::iter::once(found.deals).chain(found.others.iter().copied()) {
        if table.cut {
            let read = count(table.rows.len());
            lines.push(format!(
                "cut      {}: only the first {read} rows were looked at, and there are more",
                table.name
            ));
        }
        if !table.lists.is_empty() {
            lines.push(format!("left out lists inside {}: {}", table.name, table.lists.join(", ")));
        }
    }
    lines.push(format!("asked    {} field{} at gates", demands.len(), if demands.len() == 1 { "" } else { "s" }));
    lines
}
