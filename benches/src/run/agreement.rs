//! The tables of what was found before a time was taken: how often each rule is broken, and who counts so.

use crate::run::measure::Checked;
use crate::run::rows::COUNTING;
use crate::run::rows::Group;
use crate::run::table::Table;

/// The twelve rules: how often each is broken, and of each row whether it finds the same.
pub fn twelve(rows: &[Checked], deals: u64) -> String {
    let mut table = Table::new(&["rule", "deals that break it", "share"]);
    // All that agree count the same.
    let base = rows.iter().filter(|checked| !checked.row.is_partial).find_map(|checked| checked.first.as_ref().ok());
    for (rule, count) in base.map(|run| run.counts.iter()).into_iter().flatten() {
        let share = format!("{:.1} %", *count as f64 * 100.0 / deals as f64);
        table.line(vec![rule.clone(), count.to_string(), share]);
    }
    let mut agreement = Table::new(&["", "writes", "agrees"]);
    for checked in rows {
        let row = &checked.row;
        let said = match &checked.first {
            Err(why) => format!("no: {why}"),
            Ok(run) if row.is_partial => format!("yes, on {} of 12 rules", run.counts.len()),
            Ok(_) if row.is_reference() => "yes, and its bytes are what others are held to".to_owned(),
            Ok(_) if row.is_same => "yes, byte for byte".to_owned(),
            Ok(_) => "yes".to_owned(),
        };
        let writes = if row.group == Group::Counting { "counts" } else { "findings" };
        agreement.line(vec![row.name.replace(COUNTING, ""), writes.to_owned(), said]);
    }
    format!("{table}\n{agreement}")
}

/// A shipped playbook, check by check.
pub fn shipped(rows: &[Checked], deals: u64) -> String {
    let mut table = Table::new(&["check", "fails", "share", "cannot be told"]);
    let base = rows.iter().find(|checked| checked.row.is_base()).and_then(|checked| checked.first.as_ref().ok());
    let Some(base) = base else { return refused(rows) };
    let mut checks: Vec<&str> = base.counts.keys().map(|name| name.strip_suffix(" unknown").unwrap_or(name)).collect();
    checks.sort_unstable();
    checks.dedup();
    for check in checks {
        let of = |name: &str| base.counts.get(name).copied().unwrap_or_default();
        let (fails, unknown) = (of(check), of(&format!("{check} unknown")));
        let share = format!("{:.1} %", fails as f64 * 100.0 / deals as f64);
        table.line(vec![format!("`{check}`"), fails.to_string(), share, unknown.to_string()]);
    }
    format!("{table}{}", refused(rows))
}

/// Who does not count so, and why.
fn refused(rows: &[Checked]) -> String {
    let no = rows.iter().filter_map(|checked| Some((&checked.row.name, checked.first.as_ref().err()?)));
    let lines: Vec<String> = no.map(|(name, why)| format!("\n{name}: {why}")).collect();
    if lines.is_empty() { "\nAll agree.\n".to_owned() } else { lines.concat() + "\n" }
}
