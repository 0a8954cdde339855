use crate::deals::decode::base_name;
use crate::deals::log::Log;
use crate::deals::row::Sheet;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::list_of;
use crate::source::Spanned;

/// Finds the columns asked for in the header.
pub(super) fn places(sheet: &Sheet, columns: &[Spanned<String>], log: &mut Log) -> Vec<Option<usize>> {
    columns.iter().map(|column| place(sheet, column, log)).collect()
}

/// Finds one column in the header; reports it where it is not there, or stands there twice.
pub(super) fn place(sheet: &Sheet, column: &Spanned<String>, log: &mut Log) -> Option<usize> {
    let name = column.value.as_str();
    let file = &sheet.name;
    let mut found = sheet.header.iter().enumerate().filter(|(_, header)| *header == name.trim());
    let problem = match (found.next(), found.next()) {
        (Some((at, _)), None) => return Some(at),
        (Some(_), Some(_)) => Diagnostic::error(
            "deals/duplicate-column",
            format!("`{}` has more than one column `{name}`", base_name(file)),
        )
        .at(column.span, "which of them is meant cannot be told")
        .help("give the columns different names in the export"),
        (None, _) => {
            let near = crate::diagnostic::did_you_mean(name, sheet.header.iter().map(String::as_str));
            let shown = sheet.header.iter().take(30).map(String::as_str);
            let more = if sheet.header.len() > 30 { " and more" } else { "" };
            Diagnostic::error("deals/missing-column", format!("`{}` has no column `{name}`", base_name(file)))
                .at(column.span, "not in the header")
                .note(format!("its columns are {}{more}", list_of(shown)))
                .maybe_help(near.map(|near| format!("did you mean `{near}`?")))
        }
    };
    log.add_whole(problem, file, name);
    None
}
