use crate::deals::Error;
use crate::deals::FileRead;
use crate::deals::Input;
use crate::deals::Store;
use crate::deals::decode::Decoder;
use crate::deals::decode::Visibility;
use crate::deals::join::Joined;
use crate::deals::layout::Form;
use crate::deals::layout::Mapped;
use crate::deals::plan::Plan;
use crate::diagnostic::Diagnostic;
use crate::source::Spanned;
use crate::value::builtin;
use crate::value::mapping::SourceMap;
use crate::value::mapping::TableMap;
use crate::value::mapping::Target;

/// What is there before the first deal is read.
pub(super) struct Setup {
    pub(super) form: Form,
    /// The deals' own files.
    pub(super) files: Vec<String>,
    /// The joined files, read.
    pub(super) read: Vec<FileRead>,
    /// The number of the next file.
    pub(super) number: u32,
}

/// Lists the files and loads the joined tables.
pub(super) fn set_up(store: &dyn Store, input: Input<'_>, decoder: &mut Decoder<'_>) -> Result<Setup, Error> {
    match input {
        Input::Shaped { files } => Ok(Setup { form: Form::Shaped, files: files.to_vec(), read: Vec::new(), number: 0 }),
        Input::Mapped { source, files } => mapped(store, source, files, decoder),
    }
}

fn mapped(store: &dyn Store, source: &SourceMap, files: &[String], decoder: &mut Decoder<'_>) -> Result<Setup, Error> {
    let schema = &decoder.frame.schema;
    let own = source.tables.iter().find(|table| matches!(table.target, Target::Deals));
    let Some(own) = own else {
        decoder.log.add_plain(
            Diagnostic::error("deals/no-deals", format!("source `{}` has no table of deals", source.name))
                .at(source.span, "")
                .help("add `deals from FILE { … }`"),
        );
        let form = Form::Shaped;
        return Ok(Setup { form, files: Vec::new(), read: Vec::new(), number: 0 });
    };
    let mut plan = Plan::new(own, schema);
    let id = plan.filling(&[builtin::ID]);
    let (mut joined, mut read, mut number) = (Vec::new(), Vec::new(), 0);
    for map in source.tables.iter().filter(|table| !matches!(table.target, Target::Deals)) {
        let names = list(store, map, decoder)?;
        let table = Plan::new(map, schema);
        let (mut table, mut files) = Joined::load(store, table, names, &mut number, decoder)?;
        let column = map.join.as_ref().and_then(|join| join.deals_column.as_ref());
        table.key = column.map(|column| plan.want(column)).or(id.filter(|_| column.is_none()));
        if column.is_some_and(|column| plan.is_private(&column.value)) {
            table.visibility = Visibility::Private;
        }
        if column.is_none() && id.is_none() {
            report_no_id(map.join.as_ref().map(|join| &join.column).unwrap_or(&map.file), decoder);
        }
        if let Target::Record(slot) = map.target {
            table.shared = plan.filled_inside(slot);
        }
        joined.push(table);
        read.append(&mut files);
    }
    let files = if files.is_empty() { list(store, own, decoder)? } else { files.to_vec() };
    Ok(Setup { form: Form::Mapped(Box::new(Mapped { plan, joined })), files, read, number })
}

fn list(store: &dyn Store, map: &TableMap, decoder: &mut Decoder<'_>) -> Result<Vec<String>, Error> {
    let pattern = &map.file.value;
    let names = store.list(pattern).map_err(|source| Error::List { pattern: pattern.clone(), source })?;
    if names.is_empty() {
        decoder.log.add_plain(
            Diagnostic::error("deals/no-file", format!("no file matches `{pattern}`"))
                .at(map.file.span, "looked for in the folder of the data")
                .help("put the export there, or write the name it has"),
        );
    }
    Ok(names)
}

fn report_no_id(column: &Spanned<String>, decoder: &mut Decoder<'_>) {
    decoder.log.add_plain(
        Diagnostic::error("deals/no-key", "the deals have no id that a table could be joined by")
            .at(column.span, "matched to the id of the deals")
            .help("map `id` in the table of deals, or name the deals' column: `on \"column\" = \"deal's column\"`"),
    );
}
